"""Mending: what a correction tells, found by comparing the revision that went out with the one that is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from generator.commentary.correction_box import Mended, corrected
from generator.editions.differences import Pair, paired
from generator.editions.errata_rows import Box, Claims, as_text
from generator.settings.desk_folder import CORRECTION
from generator.settings.desk_parts import digest
from generator.settings.value_types import Language
from generator.store import FigureStore
from generator.story.brief import Brief, NamedLine
from generator.story.claim_ledger import ClaimLedger
from generator.story.plan import Story, Text
from generator.story.record import as_json, claims_data, edition_data, names_in
from generator.story.words import speak
from generator.trade.figures import Figures
from generator.trade.period import Period


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
        kept = {"sha256": digest(self.written()), "document": self.document, "claims": self.files["claims.json"]}
        return {"edition": self.edition, "on": self.on.isoformat(), **kept, **self._taken_back()}

    def _taken_back(self) -> dict[str, str]:
        return {"withdrawn": self.withdrawn.isoformat()} if self.withdrawn else {}

    @property
    def document(self) -> str:
        """The digest of edition.json of the revision that went out."""
        return self.files["edition.json"]


def correction_in(store: FigureStore, manifest: Mapping[str, Any]) -> Correction | None:
    """Return what the revision of a manifest corrects, None where it is no correction."""
    kept = manifest["inputs"].get(CORRECTION)
    return Correction.read(store.raw(kept)) if kept else None


def mended(
    before: Mapping[str, bytes],
    correction: Correction,
    figures: Figures,
    ledger: ClaimLedger,
    stories: Sequence[Story],
    briefs: Mapping[Language, Brief],
) -> tuple[Story, ...]:
    """Return the stories with the box of a correction at the top of each; `briefs` are theirs, by language.

    `before` has edition.json and claims.json of the revision that went out.
    """

    def amount(code: str, period: Period) -> Decimal | None:
        cells = figures.over([code], period)
        return None if cells is None else sum((cell.value or Decimal(0) for cell in cells), Decimal(0))

    now = {
        "edition.json": as_json(edition_data({}, {}, stories)),
        "claims.json": as_json(claims_data({}, {}, ledger, stories)),
    }
    pairs, printed = paired(before, now), json.loads(before["edition.json"])["stories"]
    old, new = (json.loads(files["claims.json"])["claims"] for files in (before, now))
    claims = Claims(old, new, amount)

    def one(story: Story) -> Story:
        brief = briefs[story.language]  # type: ignore[index]  # a language of the desk
        box = Box(claims, ledger.period, speak(story.language), lambda code: NamedLine(brief.label(code), code))
        found, is_more = box.told([pair for pair in pairs if _language(pair) == story.language])
        shown = tuple(_texts(printed.get(story.language, {}).get("blocks", ())))
        documents = (correction.document, correction.files["claims.json"])
        of = (correction.on, correction.notes[story.language], found, is_more)
        made = corrected(story, Mended(*of, shown, *documents, correction.withdrawn), ledger)
        return replace(made, glossary={**story.glossary, "lines": names_in(made.blocks, brief)})

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
