"""Errata: the box of a correction says what the revision that went out had printed, what is right, and why.

What was printed is read in that revision's own edition.json, which the correction names by digest. What is right stands
elsewhere in the edition; the note is the editor's, word for word, and has no figure of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.edition import Data, Mark, Said, said, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.obligations import families as of
from generator.audit.obligations.families import Family
from generator.audit.obligations.telling import EDITION, Telling, codes_of, parts
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.judge import nodes
from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.sheets import Raw
from generator.trade.codes import is_within
from generator.trade.trees import EMPTY, Tree

RULE, BOX = "erratum", "correction"
_MOST = 6  # errata that a box has room for
_PROSE, _FIGURES = frozenset({"finding", "section", "voices"}), frozenset({"strip", "table"})


def errata(edition: Data, evidence: Evidence, raw: Raw) -> Iterator[Finding]:
    """Yield what the boxes of a correction say wrongly or leave out, and a box of an edition that corrects nothing."""
    correction = edition.get("correction")
    for language, story in edition["stories"].items():
        boxes = [block for block in story["blocks"] if block["kind"] == BOX]
        if len(boxes) != bool(correction):
            yield Finding(EDITION, "", RULE, f"in {language!r} it has {len(boxes)} boxes of a correction")
        subject = Telling(language, {"subject": story["subject"], "blocks": []}, edition, evidence).places
        if subject and subject[0].has(("corrected.subject",)) != bool(correction):
            lacks = "lacks the word" if correction else "has the word"
            yield subject[0].found(RULE, f"it {lacks} for a correction")
    if correction is None:
        return
    before, note = (_read(raw, str(correction[key])) for key in ("document", "sha256"))
    if (fault := _other(edition, correction, before, note)) is not None:
        yield Finding(EDITION, "", RULE, fault)
        return
    for language, story in edition["stories"].items():
        for box in (block for block in story["blocks"] if block["kind"] == BOX and language in TAGS):
            was = before["stories"].get(language, {})
            yield from _Box(language, box, story, was, correction, note, evidence).faults()


def _read(raw: Raw, digest: str) -> Data:
    try:
        found = json.loads(raw(digest))
    except Exception:  # noqa: BLE001 -- whatever a store raises, nothing is known then
        return {}
    return found if isinstance(found, dict) else {}


def _other(edition: Data, correction: Data, before: Data, note: Data) -> str | None:
    """Return why what it names is not an earlier revision of it, or not its note; None where both are."""
    own = [edition["briefing"], edition["period"]]
    if [before.get("briefing"), before.get("period")] != own or not 0 < before["revision"] < edition["revision"]:
        return f"{str(correction['document'])[:12]} is no earlier revision of it"
    name = f"{own[0]}/{own[1]}/r{before['revision']}"
    told = [correction["edition"], correction["on"], correction.get("withdrawn")]
    if told != [name, note.get("on"), note.get("withdrawn")] or note.get("edition") != name:
        return f"{str(correction['sha256'])[:12]} is no note on {name} of {correction['on']}"
    return None


@dataclass(frozen=True)
class _Box:
    """The box of one language; `before` is the story that went out, `note` what is kept of the editor's."""

    language: str
    box: Data
    story: Data
    before: Data
    correction: Data
    note: Data
    evidence: Evidence

    def faults(self) -> Iterator[Finding]:
        """Yield what the box says wrongly or leaves out."""
        box, days = self.box, {"day": self.correction["on"], "then": self.correction.get("withdrawn")}
        wanted = {name: day for name, day in days.items() if day}
        label = [slots for _, slots in parts(_tree(box["label"]), ("corrected.label", "corrected.again"))]
        if [{name: slot[1] for name, slot in slots.items()} for slots in label] != [wanted]:
            yield _finding(box["label"], f"it does not say {wanted}")
        for one in box["errata"]:
            yield from _is(one["head"], ("corrected.printed",), "it does not say which was printed")
            yield from _is(one["mark"], ("corrected.right",), "it does not say which is right")
            yield from self._erratum(one)
        yield from self._complete()
        yield from _is(box["reason"], ("corrected.why",), "it does not name the reason as one")
        yield from self._noted(said(box["note"]))

    def _erratum(self, one: Data) -> Iterator[Finding]:
        was, right = one["was"], one["right"]
        if not was or not self._has(self.before, was, marked=False):
            yield _finding(one["head"], f"{_joined(was)!r} was not printed")
        if self._has(self.story, was, marked=False):
            yield _finding(one["head"], f"{_joined(was)!r} still stands")
        if any(of.is_of(str(_tree(text)[0]), ("corrected.gone",)) for text in right):
            if row := self._row_of_line(was):
                yield _finding(one["mark"], f"it is said no more, and the table has {row!r}")
        elif not self._has(self.story, right, marked=True):
            yield _finding(one["mark"], f"{_joined(right)!r} does not stand in the edition")

    def _has(self, story: Data, wanted: Sequence[Data], *, marked: bool) -> bool:
        """Say whether texts stand in a story: one after the other, or as figures of one row, `marked` with claims."""

        def known(text: Said) -> tuple[str, tuple[Mark, ...]]:
            return _plain(text), text.marks if marked else ()

        named = [slots["name"] for text in wanted[:1] for _, slots in parts(_tree(text), ("corrected.row",))]
        if not named:
            every = [known(text) for text in _texts(story) if text.words.strip()]
            own = [known(text) for text in texts(list(wanted))]
            return any(every[at : at + len(own)] == own for at in range(len(every) - len(own) + 1))
        figures = [said(text) for text in wanted[1:] if not _is_column(text)]
        columns = [text for text in wanted[1:] if _is_column(text)]
        if len(figures) != len(columns) or (marked and not all(map(self._is_column_of, figures, columns))):
            return False
        due = [(_plain(text), [mark.claim for mark in text.marks if marked]) for text in figures]
        for row in _rows(story):
            cells = [said(cell) for cell in row["cells"][1:]]
            shown = [(_plain(text), [mark.claim for mark in text.marks if marked]) for text in cells]
            if tree_of(row["cells"][0]) == named[0] and all(one in shown for one in due):
                return True
        return False

    def _is_column_of(self, figure: Said, column: Data) -> bool:
        """Say whether what stands behind a figure of a row is of its claim: its periods."""
        (_, slots), *_ = parts(_tree(column), of.COLUMNS)
        own = {name: slot[1] for name, slot in slots.items() if name in {"when", "base"}}
        claims = [self.evidence.claims.get(mark.claim, {}) for mark in figure.marks]
        known = [{"when": claim.get("period"), "base": claim.get("compare_period")} for claim in claims]
        return any(own.items() <= one.items() for one in known)

    def _row_of_line(self, was: Sequence[Data]) -> str:
        """Return the row of the line that what was printed is about; "" of several lines, and where there is none."""
        words = [_plain(said(text)) for text in was]
        printed = [text for text in nodes(self.before.get("blocks", [])) if _plain(said(text)) in words]
        codes = {code for text in printed for code in codes_of(_tree(text))}
        for row in _rows(self.story):
            own = codes_of(_tree(row["cells"][0]))
            if len(own) == 1 and codes and all(is_within(code, one) for code in codes for one in own):
                return str(row["cells"][0]["words"])
        return ""

    def _complete(self) -> Iterator[Finding]:
        """Yield the sentences with a figure that stands nowhere any more, and that the box does not tell of."""
        box, kinds = self.box, _PROSE if self.box["errata"] else _PROSE | _FIGURES
        told = {_plain(text) for one in box["errata"] for text in texts(one["was"])}
        standing = {form for text in _texts(self.story) for form in _prints(text)}
        before = [one for one in self.before.get("blocks", ()) if one["kind"] in kinds and one["shown"] != ["mail"]]
        printed = texts([{key: part for key, part in block.items() if key != "statements"} for block in before])
        missing = [text for text in printed if _prints(text) - standing and _plain(text) not in told]
        if missing and (len(box["errata"]) < _MOST or not box.get("more")):
            problem = "it has a figure that stands nowhere any more, and the box is silent"
            yield Finding(EDITION, missing[0].words, RULE, problem)
        if box.get("more"):
            yield from _is(box["more"], ("corrected.more",), "it is not what a box says of further figures")

    def _noted(self, note: Said) -> Iterator[Finding]:
        """Yield a note that is not the editor's, and its figures that are neither printed ones nor the edition's."""
        written = folded(seen(str(self.note.get("notes", {}).get(self.language, "")))).strip()
        if _plain(note) != written:
            yield Finding(EDITION, note.words, RULE, "it is not the note that the editor wrote")
        for mark in note.marks:
            formula = self.evidence.claims.get(mark.claim, {}).get("formula", ["?"])
            part = self.before if formula[:2] == ["stated", self.correction["document"]] else self.story
            known = [self._print(one, at) for one in _texts(part) for at in one.marks]
            if self._print(note, mark) not in known:
                yield Finding(EDITION, note.words, RULE, f"{note.printed(mark)!r} is neither printed before nor now")

    def _print(self, text: Said, mark: Mark) -> tuple[Decimal, str | None] | str:
        shown = read(seen(text.printed(mark)), Tongue.of(self.language))
        return (shown.value, shown.unit) if shown else text.printed(mark)


def _is(text: Data, family: Family, problem: str) -> Iterator[Finding]:
    if not of.is_of(str(_tree(text)[0]), family):
        yield _finding(text, problem)


def _finding(text: Data, problem: str) -> Finding:
    return Finding(EDITION, str(text["words"]), RULE, problem)


def _tree(text: Data) -> Tree:
    return tree_of(text) or EMPTY


def _is_column(text: Data) -> bool:
    return of.is_of(str(_tree(text)[0]), of.COLUMNS)


def _rows(story: Data) -> list[Data]:
    return [row for block in story.get("blocks", ()) if block["kind"] == "table" for row in block["rows"]]


def _texts(story: Data) -> Sequence[Said]:
    """Return the texts of a story but those of its box."""
    return texts([block for block in story.get("blocks", ()) if block["kind"] != BOX])


def _prints(text: Said) -> set[str]:
    """Return the figures of a text, as it prints them."""
    forms = {folded(seen(text.printed(mark))).strip() for mark in text.marks}
    return {form for form in forms if any(map(str.isdigit, form))}


def _plain(text: Said) -> str:
    return folded(seen(text.words)).strip()


def _joined(wanted: Sequence[Data]) -> str:
    return " ".join(str(text["words"]) for text in wanted)
