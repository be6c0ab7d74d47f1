"""Mending: what a correction tells, found by comparing the revision that went out with the one that is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from generator.desk.differences import Pair, Said, paired
from generator.desk.folder import CORRECTION
from generator.desk.opened import OpenDesk, digest
from generator.story.correcting import Mended, Texts, corrected
from generator.story.ledger import Ledger
from generator.story.plan import Mark, Story, Text
from generator.story.record import as_json, claims_data, edition_data

MOST = 6  # errata that a box has room for
_EDITORS = ("remarks", "earlier")  # what the blocks of an editor's sentences begin with
_LIKE = 0.6  # of the words of both
_PROSE, _FIGURES = frozenset({"finding", "section", "voices"}), frozenset({"strip", "table"})


@dataclass(frozen=True)
class Correction:
    """A correction as it is kept with the revision that it makes: what it corrects, on which day, and why.

    `edition` is the revision that went out, `files` are the digests of its edition.json and claims.json.
    """

    edition: str
    files: Mapping[str, str]
    on: date
    notes: Mapping[str, str]

    @classmethod
    def read(cls, raw: bytes) -> Correction:
        """Return what `written` wrote."""
        data = json.loads(raw)
        return cls(data["edition"], data["files"], date.fromisoformat(data["on"]), data["notes"])

    def written(self) -> bytes:
        """Return it as JSON that is the same each time."""
        kept = {
            "edition": self.edition,
            "files": dict(self.files),
            "on": self.on.isoformat(),
            "notes": dict(self.notes),
        }
        return as_json({"schema": 1, **kept})

    def as_data(self) -> dict[str, Any]:
        """Return what edition.json says of it: the revision and its text, the day, and where note and text are kept."""
        kept = {"sha256": digest(self.written()), "document": self.document}
        return {"edition": self.edition, "on": self.on.isoformat(), **kept}

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
    printed, pairs = json.loads(before["edition.json"])["stories"], paired(before, now)

    def one(story: Story) -> Story:
        found = _told(_rejoined([pair for pair in pairs if _language(pair) == story.language]))
        shown = tuple(_texts(printed.get(story.language, {}).get("blocks", ())))
        of = (correction.on, correction.notes[story.language], found[:MOST], len(found) > MOST)
        return corrected(story, Mended(*of, shown, correction.document), ledger)

    return tuple(map(one, stories))


def _language(pair: Pair) -> str:
    return next(one.language for one in pair if one is not None)


def _rejoined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs, with what is gone beside what is new in its place: a sentence that lost half of its figures."""
    gone = [was for was, now in pairs if was and now is None]
    found: list[Pair] = []
    for was, now in pairs:
        like = max((one for one in gone if was is None and now and _is_like(one, now)), key=_length, default=None)
        if like:
            gone.remove(like)
        found.append((was or like, now))
    return [(was, now) for was, now in found if now or was in gone]


def _is_like(was: Said, now: Said) -> bool:
    """Say whether two sentences of one block have most of their words in common."""
    if (was.kind, was.block) != (now.kind, now.block):
        return False
    return SequenceMatcher(None, was.form, now.form, autojunk=False).ratio() > _LIKE


def _length(one: Said) -> int:
    return len(one.words)


def _told(pairs: Sequence[Pair]) -> list[tuple[Texts, Texts]]:
    """Return what was printed otherwise: sentences, or where all of them stand, key figures and rows of tables."""
    standing = {now.words for _, now in pairs if now}
    lost = {was.words: (was, now) for was, now in reversed(pairs) if was and was.words not in standing}
    changed = [(was, now) for was, now in pairs if was and lost.get(was.words) == (was, now)]
    other = [(was, now) for was, now in changed if now is None or not _is_reworded(was, now)]
    for kinds, some in ((_PROSE, other), (_PROSE, changed), (_FIGURES, changed)):
        if found := [(was, now) for was, now in some if was.kind in kinds]:
            return [(_of(was), _of(now) if now else ()) for was, now in found]
    return []


def _is_reworded(was: Said, now: Said) -> bool:
    """Say whether a sentence of the program's own prints the same figures in other words: nothing in it was wrong."""
    printed = [set(_prints(one)) for one in (was, now)]
    return (
        was.kind == "section" and not was.block.startswith(_EDITORS) and bool(printed[0]) and printed[0] == printed[1]
    )


def _prints(said: Said) -> Iterator[str]:
    for text in _of(said):
        forms = (" ".join(text.words[mark.start : mark.end].split()) for mark in text.marks)
        yield from (form for form in forms if any(map(str.isdigit, form)))


def _of(said: Said) -> Texts:
    return tuple(_text(one) for one in said.texts if one["words"].strip())


def _texts(node: object) -> Iterator[Text]:
    """Yield the texts of an edition's data but those of a box of its own: what that says was printed once more."""
    if isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield _text(node)
        elif node.get("kind") != "correction":
            yield from (text for part in node.values() for text in _texts(part))
    elif isinstance(node, list):
        yield from (text for part in node for text in _texts(part))


def _text(data: Mapping[str, Any]) -> Text:
    marks = tuple(Mark(mark["claim"], mark["start"], mark["end"]) for mark in data.get("marks", ()))
    return Text(data["words"], marks)
