"""Mended: a correction says what the revision that went out had printed, what stands here, and the editor's reason.

What was printed is read in that revision's own edition.json, which the correction names by digest. What is right stands
in the same words elsewhere in the edition; the note is the editor's, word for word, and has no figure of its own.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.audit.edition import Data, Said, said, seen, texts
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.numerals import Print, read_print
from generator.audit.sheets import Raw
from generator.audit.tongues import LEXICONS

EDITION, RULE, BOX = "edition.json", "erratum", "correction"
_MOST = 6  # errata that a box has room for
_PROSE, _FIGURES = frozenset({"finding", "section", "voices"}), frozenset({"strip", "table"})


def mended(edition: Data, evidence: Evidence, raw: Raw) -> Iterator[Finding]:
    """Yield what the boxes of a correction say wrongly or leave out, and a box of an edition that corrects nothing."""
    told = edition.get("correction")
    for language, story in edition["stories"].items():
        boxes = [block for block in story["blocks"] if block["kind"] == BOX]
        if len(boxes) != bool(told):
            yield Finding(EDITION, "", RULE, f"in {language!r} it has {len(boxes)} boxes of a correction")
        yield from _subject(story, language, corrects=bool(told))
    if told is None:
        return
    before, note = (_read(raw, str(told[key])) for key in ("document", "sha256"))
    if (fault := _other(edition, told, before, note)) is not None:
        yield Finding(EDITION, "", RULE, fault)
        return
    for language, story in edition["stories"].items():
        for box in (block for block in story["blocks"] if block["kind"] == BOX and language in LEXICONS):
            yield from _Eye(language, story, before["stories"].get(language, {}), told, note, evidence).faults(box)


def _subject(story: Data, language: str, *, corrects: bool) -> Iterator[Finding]:
    """Yield a subject that is not the headline, after the word for a correction where it is one."""
    if language in LEXICONS:
        words, lead = story["subject"]["words"], LEXICONS[language].corrected.subject
        if words.startswith(lead) != corrects:
            yield Finding(EDITION, words, RULE, f"it {'lacks' if corrects else 'begins with'} {lead!r}")


def _read(raw: Raw, digest: str) -> Data:
    try:
        found = json.loads(raw(digest))
    except Exception:  # noqa: BLE001 -- whatever a store raises, nothing is known then
        return {}
    return found if isinstance(found, dict) else {}


def _other(edition: Data, told: Data, before: Data, note: Data) -> str | None:
    """Return why what it names is not an earlier revision of it, or not its note; None where both are."""
    own = [edition["briefing"], edition["period"]]
    if [before.get("briefing"), before.get("period")] != own or not 0 < before["revision"] < edition["revision"]:
        return f"{str(told['document'])[:12]} is no earlier revision of it"
    name = f"{own[0]}/{own[1]}/r{before['revision']}"
    said = [told["edition"], told["on"], told.get("withdrawn")]
    if said != [name, note.get("on"), note.get("withdrawn")] or note.get("edition") != name:
        return f"{str(told['sha256'])[:12]} is no note on {name} of {told['on']}"
    return None


@dataclass(frozen=True)
class _Eye:
    """Looks at the box of one language; `before` is the story that went out."""

    language: str
    story: Data
    before: Data
    told: Data
    note: Data
    evidence: Evidence

    def faults(self, box: Data) -> Iterator[Finding]:
        """Yield what the box says wrongly or leaves out."""
        words = LEXICONS[self.language].corrected
        if seen(box["label"]["words"]) != (label := self._label()):
            yield self._finding(box["label"], f"it is no {label!r}")
        for one in box["errata"]:
            yield from self._erratum(one, words.heads, words.gone)
        yield from self._complete(box)
        if seen(box["reason"]["words"]) != words.reason:
            yield self._finding(box["reason"], "it does not name the reason as one")
        yield from self._noted(said(box["note"]))

    def _label(self) -> str:
        """Return what stands over the box: on which day it was corrected, and withdrawn before that, where it was."""
        lexicon, told = LEXICONS[self.language], self.told
        days = {"day": lexicon.dated(date.fromisoformat(str(told["on"])))}
        if told.get("withdrawn"):
            days["then"] = lexicon.dated(date.fromisoformat(str(told["withdrawn"])))
        return (lexicon.corrected.again if "then" in days else lexicon.corrected.label).format(**days)

    def _erratum(self, one: Data, heads: Sequence[str], gone: str) -> Iterator[Finding]:
        if [seen(one[key]["words"]) for key in ("head", "mark")] != [*heads]:
            yield self._finding(one["head"], "it does not say which was printed and which is right")
        was, right = (list(texts(one[key])) for key in ("was", "right"))
        if not was or not _stands(was, self.before):
            yield self._finding(one["head"], f"{_joined(was)!r} was not printed")
        if _stands(was, self.story):
            yield self._finding(one["head"], f"{_joined(was)!r} still stands")
        if [seen(text.words) for text in right] != [gone] and not _stands(right, self.story, marked=True):
            yield self._finding(one["mark"], f"{_joined(right)!r} does not stand in the edition")

    def _complete(self, box: Data) -> Iterator[Finding]:
        """Yield the sentences with a figure that stands nowhere any more, and that the box does not tell of."""
        told = {_plain(text) for one in box["errata"] for text in texts(one["was"])}
        kinds = _PROSE if box["errata"] else _PROSE | _FIGURES
        standing = {form for text in _texts(self.story) for form in _prints(text)}
        lost = [text for text in self._sentences(kinds) if _prints(text) - standing]
        missing = [text for text in lost if _plain(text) not in told]
        if missing and (len(box["errata"]) < _MOST or not box.get("more")):
            yield Finding(
                EDITION, missing[0].words, RULE, "it has a figure that stands nowhere any more, and the box is silent"
            )
        if box.get("more") and seen(box["more"]["words"]) != LEXICONS[self.language].corrected.more:
            yield self._finding(box["more"], "it is not what a box says of further figures")

    def _noted(self, note: Said) -> Iterator[Finding]:
        """Yield a note that is not the editor's, and its figures that are neither printed ones nor the edition's."""
        if _plain(note) != _folded(str(self.note.get("notes", {}).get(self.language, ""))):
            yield Finding(EDITION, note.words, RULE, "it is not the note that the editor wrote")
        for mark in note.marks:
            formula = self.evidence.claims.get(mark.claim, {}).get("formula", ["?"])
            part = self.before if formula[:2] == ["stated", self.told["document"]] else self.story
            known = [self._print(one, at) for one in _texts(part) for at in one.marks]
            if self._print(note, mark) not in known:
                yield Finding(EDITION, note.words, RULE, f"{note.printed(mark)!r} is neither printed before nor now")

    def _print(self, text: Said, mark: Any) -> tuple[Any, ...] | str:  # noqa: ANN401 -- a mark
        found = read_print(text.printed(mark), self.language)
        return (found.value, found.unit) if isinstance(found, Print) else text.printed(mark)

    def _sentences(self, kinds: Container[str]) -> Iterator[Said]:
        for block in self.before.get("blocks", ()):
            if block["kind"] in kinds and block["shown"] != ["mail"]:
                yield from texts({key: part for key, part in block.items() if key != "statements"})

    def _finding(self, text: Data, problem: str) -> Finding:
        return Finding(EDITION, str(text["words"]), RULE, problem)


def _prints(text: Said) -> set[str]:
    """Return the figures of a text, as it prints them."""
    forms = {_folded(text.printed(mark)) for mark in text.marks}
    return {form for form in forms if any(map(str.isdigit, form))}


def _texts(story: Data) -> Sequence[Said]:
    """Return the texts of a story but those of its box."""
    return texts([block for block in story.get("blocks", ()) if block["kind"] != BOX])


def _stands(parts: Sequence[Said], story: Data, *, marked: bool = False) -> bool:
    """Say whether texts stand in a story one after the other; `marked`, each with the same marks."""

    def known(text: Said) -> tuple[Any, ...]:
        return (_plain(text), text.marks if marked else ())

    every, wanted = [known(text) for text in _texts(story) if text.words.strip()], [known(text) for text in parts]
    return any(every[at : at + len(wanted)] == wanted for at in range(len(every) - len(wanted) + 1))


def _plain(text: Said) -> str:
    return _folded(text.words)


def _folded(words: str) -> str:
    return folded(seen(words)).strip()


def _joined(parts: Sequence[Said]) -> str:
    return " ".join(text.words for text in parts)
