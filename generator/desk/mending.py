"""Mending: what a correction tells, found by comparing the revision that went out with the one that is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.desk.differences import Pair, paired
from generator.desk.errata import restated, told
from generator.desk.folder import CORRECTION
from generator.desk.opened import OpenDesk, digest
from generator.desk.rows import Rows, as_text
from generator.story.correcting import Mended, corrected
from generator.story.ledger import Ledger
from generator.story.plan import Story, Text
from generator.story.record import as_json, claims_data, edition_data
from generator.story.words import speak


@dataclass(frozen=True)
class Correction:
    """A correction as it is kept with the revision that it makes: what it corrects, on which day, and why.

    `edition` is the revision that went out, `files` are the digests of its edition.json and claims.json; `withdrawn` is
    the day on which it was taken back, where it was.
    """

    edition: str
    files: Mapping[str, str]
    on: date
    notes: Mapping[str, str]
    withdrawn: date | None = None

    @classmethod
    def read(cls, raw: bytes) -> Correction:
        """Return what `written` wrote."""
        data = json.loads(raw)
        withdrawn = date.fromisoformat(data["withdrawn"]) if "withdrawn" in data else None
        return cls(data["edition"], data["files"], date.fromisoformat(data["on"]), data["notes"], withdrawn)

    def written(self) -> bytes:
        """Return it as JSON that is the same each time."""
        kept = {
            "edition": self.edition,
            "files": dict(self.files),
            "on": self.on.isoformat(),
            "notes": dict(self.notes),
        }
        return as_json({"schema": 1, **kept, **self._taken_back()})

    def as_data(self) -> dict[str, Any]:
        """Return what edition.json says of it: the revision and its text, the day, and where note and text are kept."""
        kept = {"sha256": digest(self.written()), "document": self.document}
        return {"edition": self.edition, "on": self.on.isoformat(), **kept, **self._taken_back()}

    def _taken_back(self) -> dict[str, str]:
        return {"withdrawn": self.withdrawn.isoformat()} if self.withdrawn else {}

    @property
    def document(self) -> str:
        """The digest of edition.json of the revision that went out."""
        return self.files["edition.json"]


def correction_in(desk: OpenDesk, manifest: Mapping[str, Any]) -> Correction | None:
    """Return what the revision of a manifest corrects, None where it is no correction."""
    kept = manifest["inputs"].get(CORRECTION)
    return Correction.read(desk.store.raw(kept)) if kept else None


def mended(desk: OpenDesk, correction: Correction, ledger: Ledger, stories: Sequence[Story]) -> tuple[Story, ...]:
    """Return the stories with the box of a correction at the top of each."""
    before = {name: desk.store.raw(sha) for name, sha in correction.files.items()}
    now = {
        "edition.json": as_json(edition_data({}, {}, stories)),
        "claims.json": as_json(claims_data({}, {}, ledger, stories)),
    }
    pairs, editions = paired(before, now), [json.loads(files["edition.json"])["stories"] for files in (before, now)]
    claims = [json.loads(files["claims.json"])["claims"] for files in (before, now)]
    printed, lines = editions[0], restated(*claims)

    def one(story: Story) -> Story:
        words, own = speak(story.language), [pair for pair in pairs if _language(pair) == story.language]
        rows = [
            Rows(stories.get(story.language, {}), {claim["id"]: claim for claim in rest}, words)
            for stories, rest in zip(editions, claims, strict=True)
        ]
        found, is_more = told(own, lines, *rows)
        shown = tuple(_texts(printed.get(story.language, {}).get("blocks", ())))
        of = (correction.on, correction.notes[story.language], found, is_more)
        return corrected(story, Mended(*of, shown, correction.document, correction.withdrawn), ledger)

    return tuple(map(one, stories))


def _language(pair: Pair) -> str:
    return next(one.language for one in pair if one is not None)


def _texts(node: object) -> Iterator[Text]:
    """Yield the texts of an edition's data but those of a box of its own: what that says was printed once more."""
    if isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield as_text(node)
        elif node.get("kind") != "correction":
            yield from (text for part in node.values() for text in _texts(part))
    elif isinstance(node, list):
        yield from (text for part in node for text in _texts(part))
