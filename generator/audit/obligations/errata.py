"""Errata: the box of a correction says what the revision that went out had printed, what is right, and why.

What was printed is read in that revision's own edition.json and claims.json, which the correction names by digest. What
is right stands elsewhere in the edition, or is the amount of one line; the note is the editor's, word for word, and has
no figure of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.audit.arithmetic import number
from generator.audit.edition import Data, Mark, Said, said, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.obligations.telling import EDITION, Family, Slots, Telling, codes_of, is_of, parts, times_of
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.judge import nodes
from generator.audit.patterns.prints import fault, read
from generator.audit.patterns.tongue import TAGS, Tongue
from generator.audit.sheets import Raw
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.trees import EMPTY, Tree

RULE, BOX = "erratum", "correction"
_MOST = 6  # errata that a box has room for
_PROSE = frozenset({"finding", "section", "voices"})
_LINE = ("corrected.line.*",)
_LEVELS = frozenset({"level", "sum"})


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
    before, claims, note = (_read(raw, str(correction[key])) for key in ("document", "claims", "sha256"))
    if (problem := _other(edition, correction, before, note)) is not None:
        yield Finding(EDITION, "", RULE, problem)
        return
    yield from _amounts_elsewhere(edition, correction, evidence)
    for language, story in edition["stories"].items():
        for box in (block for block in story["blocks"] if block["kind"] == BOX and language in TAGS):
            was = before["stories"].get(language, {})
            names = edition["glossary"][language]["lines"]
            yield from _Box(language, box, story, names, was, claims["claims"], correction, note, evidence).faults()


def _amounts_elsewhere(edition: Data, correction: Data, evidence: Evidence) -> Iterator[Finding]:
    """Yield the figures that stand on the claims of before, and are none of what a box says was printed."""
    names = {
        name for name, claim in evidence.claims.items() if claim["formula"][:2] == ["stated", correction["claims"]]
    }
    for story in edition["stories"].values():
        boxes = [block for block in story["blocks"] if block["kind"] == BOX]
        quotes = texts([one["was"] for box in boxes for one in box["errata"]])
        known = {mark.claim for text in quotes for mark in text.marks}
        for text in texts(story):
            if {mark.claim for mark in text.marks} & names - known:
                yield Finding(EDITION, text.words, RULE, "a figure of it was printed before, and no box says so")


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
    """The box of one language; `before` is the story that went out, with its `claims`, `note` is the editor's.

    `names` has what each line may be called, by code.
    """

    language: str
    box: Data
    story: Data
    names: Mapping[str, Sequence[str]]
    before: Data
    claims: Sequence[Data]
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
        lines = [slots for text in right for _, slots in parts(_tree(text), _LINE)]
        if not was or not (self._has(self.before, was) or self._is_amount(was, lines)):
            yield _finding(one["head"], f"{_joined(was)!r} was not printed")
        if self._has(self.story, was):
            yield _finding(one["head"], f"{_joined(was)!r} still stands")
        if lines:
            if "level" not in lines[0] and self._level(lines[0]):
                yield _finding(one["mark"], "the line has a figure")
        elif any(is_of(str(_tree(text)[0]), ("corrected.gone",)) for text in right):
            if code := self._line_with_a_level(was):
                yield _finding(one["mark"], f"it is said no more, and HS {code} has a figure")
        elif not self._has(self.story, right, marked=True):
            yield _finding(one["mark"], f"{_joined(right)!r} does not stand in the edition")

    def _has(self, story: Data, wanted: Sequence[Data], *, marked: bool = False) -> bool:
        """Say whether texts stand in a story one after the other, `marked` with the same claims."""

        def known(text: Said) -> tuple[str, tuple[Mark, ...]]:
            return _plain(text), text.marks if marked else ()

        every = [known(text) for text in _texts(story) if text.words.strip()]
        own = [known(text) for text in texts(list(wanted))]
        return any(every[at : at + len(own)] == own for at in range(len(every) - len(own) + 1))

    def _is_amount(self, was: Sequence[Data], lines: Sequence[Slots]) -> bool:
        """Say whether what was printed is the amount of the line on the right, as the claims of before have it."""
        if not lines or len(was) != 1:
            return False
        text, codes, times = said(was[0]), codes_of(lines[0]["name"]), times_of(lines[0]["when"])
        own = [claim for claim in self.claims if set(claim["codes"]) == codes]
        claims = [claim for claim in own if Period.parse(claim["period"]) in times]
        names = [name for code in codes for name in self.names.get(code, ()) if name]
        shown = [seen(text.printed(mark)) for mark in text.marks]
        tongue = Tongue.of(self.language)
        is_told = all(any(not fault(words, claim, tongue) for claim in claims) for words in shown)
        return bool(shown) and is_told and any(name.casefold() in _plain(text).casefold() for name in names)

    def _level(self, slots: Slots) -> bool:
        """Say whether the edition has a level of a line in a period."""
        codes, times = codes_of(slots["name"]), times_of(slots["when"])
        return any(
            claim["kind"] in _LEVELS and set(claim["codes"]) == codes and Period.parse(claim["period"]) in times
            for claim in self.evidence.claims.values()
        )

    def _line_with_a_level(self, was: Sequence[Data]) -> str:
        """Return the one line that what was printed is about, if it has a level now; "" otherwise."""
        words = [_plain(said(text)) for text in was]
        printed = [text for text in nodes(self.before.get("blocks", [])) if _plain(said(text)) in words]
        codes = {code for text in printed for code in codes_of(_tree(text))}
        own = [claim["codes"] for claim in self.evidence.claims.values() if claim["kind"] in _LEVELS]
        return next((code for code in codes if len(codes) == 1 and [code] in own), "")

    def _complete(self) -> Iterator[Finding]:
        """Yield the sentences with a figure that is another now, and of which the box does not tell."""
        box, wrong = self.box, self._wrong()
        told = {_plain(text) for one in box["errata"] for text in texts(one["was"])}
        standing = {_plain(text) for text in _texts(self.story)}
        before = [one for one in self.before.get("blocks", ()) if one["kind"] in _PROSE and one["shown"] != ["mail"]]
        printed = texts([{key: part for key, part in block.items() if key != "statements"} for block in before])
        about = [text for text in printed if any(mark.claim in wrong for mark in text.marks)]
        missing = [text for text in about if _plain(text) not in told | standing]
        if missing and (len(box["errata"]) < _MOST or not box.get("more")):
            problem = "it has a figure that is another now, and the box is silent"
            yield Finding(EDITION, missing[0].words, RULE, problem)
        if box.get("more"):
            yield from _is(box["more"], ("corrected.more",), "it is not what a box says of further figures")

    def _wrong(self) -> set[str]:
        """Return the claims that went out and have other figures now, and those that stood on an amount that has."""
        now = {_key(claim): claim for claim in self.evidence.claims.values()}
        other = [claim for claim in self.claims if _is_another(claim, now.get(_key(claim)))]
        restated = [claim["codes"][0] for claim in other if claim["kind"] in _LEVELS and len(claim["codes"]) == 1]
        found = {claim["id"] for claim in other}
        for claim in self.claims:
            is_touched = any(is_within(line, code) for line in restated for code in claim["codes"])
            if is_touched and _key(claim) not in now:
                found.add(claim["id"])
        return found

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
    if not is_of(str(_tree(text)[0]), family):
        yield _finding(text, problem)


def _finding(text: Data, problem: str) -> Finding:
    return Finding(EDITION, str(text["words"]), RULE, problem)


def _tree(text: Data) -> Tree:
    return tree_of(text) or EMPTY


def _key(claim: Data) -> tuple[Any, ...]:
    """Return what a claim is of, whatever its value."""
    about = (claim["kind"], tuple(claim["codes"]), claim["period"], claim["compare_period"])
    return (*about, claim["unit"], claim["formula"][0])


def _is_another(claim: Data, now: Data | None) -> bool:
    """Say whether a claim has another value now, and no print of before."""
    if now is None or number(now["value"]) == number(claim["value"]):
        return False
    return not {*claim["printed"]} & {*now["printed"]}


def _texts(story: Data) -> Sequence[Said]:
    """Return the texts of a story but those of its box."""
    return texts([block for block in story.get("blocks", ()) if block["kind"] != BOX])


def _plain(text: Said) -> str:
    return folded(seen(text.words)).strip()


def _joined(wanted: Sequence[Data]) -> str:
    return " ".join(str(text["words"]) for text in wanted)
