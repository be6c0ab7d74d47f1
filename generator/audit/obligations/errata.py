"""Errata: the box of a correction says what the revision that went out had printed, what is right, and why.

What was printed is read in that revision's own edition.json, which the correction names by digest. What is right stands
elsewhere in the edition; the note is the editor's, word for word, and has no figure of its own.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.audit.edition import Data, Said, said, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.obligations import families as of
from generator.audit.obligations.families import Family
from generator.audit.obligations.telling import EDITION, Telling, codes_of, parts
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.prints import read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.sheets import Raw
from generator.trade.codes import is_within

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
        if subject and subject[0].has(of.CORRECTED_SUBJECT) != bool(correction):
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
        yield from self._label()
        for one in self.box["errata"]:
            for key, family in (("head", of.PRINTED), ("mark", of.RIGHT)):
                yield from self._is(one[key], family, "it does not say which was printed and which is right")
            yield from self._erratum(one)
        yield from self._complete()
        yield from self._is(self.box["reason"], of.WHY, "it does not name the reason as one")
        yield from self._noted(said(self.box["note"]))

    def _label(self) -> Iterator[Finding]:
        """Hold the label to the day of the correction, and to that on which the edition was withdrawn before it."""
        days = {"day": self.correction["on"], "then": self.correction.get("withdrawn")}
        wanted = {name: day for name, day in days.items() if day}
        label = self.box["label"]
        family = of.CORRECTED_AGAIN if "then" in wanted else of.CORRECTED_LABEL
        known = [slots for _, slots in parts(tree_of(label) or ("row", ()), family)]
        if [{name: slot[1] for name, slot in slots.items()} for slots in known] != [wanted]:
            yield self._finding(label, f"it does not say {wanted}")

    def _is(self, text: Data, family: Family, problem: str) -> Iterator[Finding]:
        tree = tree_of(text)
        if tree is None or not of.is_of(str(tree[0]), family):
            yield self._finding(text, problem)

    def _erratum(self, one: Data) -> Iterator[Finding]:
        was, right = one["was"], one["right"]
        if not was or not self._has(self.before, was, marked=False):
            yield self._finding(one["head"], f"{_joined(was)!r} was not printed")
        if self._has(self.story, was, marked=False):
            yield self._finding(one["head"], f"{_joined(was)!r} still stands")
        if any(of.is_of(str((tree_of(text) or ("",))[0]), of.GONE) for text in right):
            if row := self._row_of_line(was):
                yield self._finding(one["mark"], f"it is said no more, and the table has {row!r}")
        elif not self._has(self.story, right, marked=True):
            yield self._finding(one["mark"], f"{_joined(right)!r} does not stand in the edition")

    def _has(self, story: Data, wanted: Sequence[Data], *, marked: bool) -> bool:
        """Say whether texts stand in a story: one after the other, or as figures of one row, `marked` with claims."""
        name, *rest = wanted
        named = [slots["name"] for _, slots in parts(tree_of(name) or ("row", ()), of.ROW)]
        if not named:
            return _stands(texts(list(wanted)), story, marked=marked)
        figures = [said(text) for text in rest if not _is_column(text)]
        columns = [text for text in rest if _is_column(text)]
        if len(figures) != len(columns) or (marked and not all(map(self._is_column_of, figures, columns))):
            return False
        rows = (row for block in story.get("blocks", ()) if block["kind"] == "table" for row in block["rows"])
        return any(_has_row(row, named[0], figures, marked=marked) for row in rows)

    def _is_column_of(self, figure: Said, column: Data) -> bool:
        """Say whether what stands behind a figure of a row is of its claim: its kind and its periods."""
        (_, slots), *_ = parts(tree_of(column) or ("row", ()), of.COLUMNS)
        claims = [self.evidence.claims.get(mark.claim, {}) for mark in figure.marks]
        periods = [{"when": claim.get("period"), "base": claim.get("compare_period")} for claim in claims]
        own = {name: slot[1] for name, slot in slots.items() if name in {"when", "base"}}
        return any({name: one[name] for name in own} == own for one in periods)

    def _row_of_line(self, was: Sequence[Data]) -> str:
        """Return the row of the line that what was printed is about; "" of several lines, and where there is none."""
        words = [_plain(text) for text in texts(list(was))]
        printed = [text for block in self.before.get("blocks", ()) for text in _nodes(block) if _folded(text) in words]
        codes = {code for text in printed for code in codes_of(tree_of(text) or ("row", ()))}
        tables = (block for block in self.story["blocks"] if block["kind"] == "table")
        for row in (row for table in tables for row in table["rows"]):
            own = codes_of(tree_of(row["cells"][0]) or ("row", ()))
            if len(own) == 1 and codes and all(is_within(code, one) for code in codes for one in own):
                return str(row["cells"][0]["words"])
        return ""

    def _complete(self) -> Iterator[Finding]:
        """Yield the sentences with a figure that stands nowhere any more, and that the box does not tell of."""
        box = self.box
        told = {_plain(text) for one in box["errata"] for text in texts(one["was"])}
        kinds = _PROSE if box["errata"] else _PROSE | _FIGURES
        standing = {form for text in _texts(self.story) for form in _prints(text)}
        lost = [text for text in self._sentences(kinds) if _prints(text) - standing]
        missing = [text for text in lost if _plain(text) not in told]
        if missing and (len(box["errata"]) < _MOST or not box.get("more")):
            problem = "it has a figure that stands nowhere any more, and the box is silent"
            yield Finding(EDITION, missing[0].words, RULE, problem)
        if box.get("more"):
            yield from self._is(box["more"], of.MORE, "it is not what a box says of further figures")

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

    def _print(self, text: Said, mark: Any) -> tuple[Any, ...] | str:  # noqa: ANN401 -- a mark
        shown = read(seen(text.printed(mark)), Tongue.of(self.language))
        return (shown.value, shown.unit) if shown else text.printed(mark)

    def _sentences(self, kinds: Container[str]) -> Iterator[Said]:
        for block in self.before.get("blocks", ()):
            if block["kind"] in kinds and block["shown"] != ["mail"]:
                yield from texts({key: part for key, part in block.items() if key != "statements"})

    def _finding(self, text: Data, problem: str) -> Finding:
        return Finding(EDITION, str(text["words"]), RULE, problem)


def _is_column(text: Data) -> bool:
    tree = tree_of(text)
    return tree is not None and of.is_of(str(tree[0]), of.COLUMNS)


def _has_row(row: Data, name: object, figures: Sequence[Said], *, marked: bool) -> bool:
    own = [said(cell) for cell in row["cells"][1:]]
    known = [(_plain(text), [mark.claim for mark in text.marks] if marked else []) for text in own]
    wanted = [(_plain(text), [mark.claim for mark in text.marks] if marked else []) for text in figures]
    return tree_of(row["cells"][0]) == name and all(one in known for one in wanted)


def _prints(text: Said) -> set[str]:
    """Return the figures of a text, as it prints them."""
    forms = {folded(seen(text.printed(mark))).strip() for mark in text.marks}
    return {form for form in forms if any(map(str.isdigit, form))}


def _texts(story: Data) -> Sequence[Said]:
    """Return the texts of a story but those of its box."""
    return texts([block for block in story.get("blocks", ()) if block["kind"] != BOX])


def _stands(wanted: Sequence[Said], story: Data, *, marked: bool = False) -> bool:
    """Say whether texts stand in a story one after the other; `marked`, each with the same marks."""

    def known(text: Said) -> tuple[Any, ...]:
        return (_plain(text), text.marks if marked else ())

    every, own = [known(text) for text in _texts(story) if text.words.strip()], [known(text) for text in wanted]
    return any(every[at : at + len(own)] == own for at in range(len(every) - len(own) + 1))


def _nodes(node: object) -> Iterator[Data]:
    if isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield node
            return
        for part in node.values():
            yield from _nodes(part)
    elif isinstance(node, list):
        for part in node:
            yield from _nodes(part)


def _plain(text: Said) -> str:
    return folded(seen(text.words)).strip()


def _folded(text: Data) -> str:
    return folded(seen(str(text["words"]))).strip()


def _joined(wanted: Sequence[Data]) -> str:
    return " ".join(str(text["words"]) for text in wanted)
