"""How one edition differs from another, sentence by sentence, with what the audit finds in each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from generator.audit import Finding, audit, audit_data
from generator.audit.seals import UNLISTED
from generator.store import FigureStore

_APART = frozenset({"alt", "description", "more", "steps", "ticks", "head", "bars", "curves", "stacks", "spans"})
_TOP = "finding"
_ALIKE = 0.4  # of the words, digits left aside: above it two sentences say the same of other figures
_SUBJECT = 0.5  # of the codes of both: totals of other months have nearly the same lines
_CODES = re.compile(r"\bHS ((?:\d{2,10}(?:, | and )?)+)")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True)
class PrintedSentence:
    """One sentence, row or label of an edition, its white space folded; `figures` are the words that print claims.

    `block` is where it stands, and `is_head` whether it is the headline. `codes`, `periods` and `claims` are the lines
    and the times that it is about, and the kinds of what it says.
    """

    language: str
    kind: str
    words: tuple[str, ...]
    figures: frozenset[int]
    block: str = field(default="", compare=False)
    is_head: bool = field(default=False, compare=False)
    codes: frozenset[str] = field(default=frozenset(), compare=False)
    periods: frozenset[str] = field(default=frozenset(), compare=False)
    claims: frozenset[str] = field(default=frozenset(), compare=False)
    texts: tuple[Mapping[str, Any], ...] = field(default=(), compare=False, repr=False)

    @property
    def form(self) -> tuple[str, ...]:
        """The words with every number left out: what two sentences share."""
        return tuple(_NUMBER.sub("#", word) for word in self.words)


Pair = tuple[PrintedSentence | None, PrintedSentence | None]


@dataclass(frozen=True)
class WordStretch:
    """A stretch of words: the same in both, or other words; `figure` where a claim's print differs."""

    before: str
    after: str
    figure: bool = False


@dataclass(frozen=True)
class SentenceChange:
    """What became of one sentence: `same`, `changed`, `new` or `gone`."""

    change: str
    language: str
    kind: str
    parts: tuple[WordStretch, ...]


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[SentenceChange, ...]:
    """Return the sentences of the edition `after` in its order, each against its like in `before`; gone ones last."""
    found = paired(before, after)
    gone = (was for was, now in found if now is None and was is not None)
    return (*(_change(was, now) for was, now in found if now is not None), *map(_gone, gone))


def paired(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Pair, ...]:
    """Return each sentence of `after` with its like in `before`, None where it is new; then the gone ones with None."""
    old, new = (list(_said(json.loads(files["edition.json"]), _claims(files))) for files in (before, after))
    like = _pairs(old, new)
    told: list[Pair] = [(old[like[place]] if place in like else None, item) for place, item in enumerate(new)]
    return (*told, *((item, None) for place, item in enumerate(old) if place not in like.values()))


def _claims(files: Mapping[str, bytes]) -> dict[str, Mapping[str, Any]]:
    return {claim["id"]: claim for claim in json.loads(files.get("claims.json", b"{}")).get("claims", ())}


def _said(edition: Mapping[str, Any], claims: Mapping[str, Mapping[str, Any]]) -> Iterator[PrintedSentence]:
    for language, story in edition["stories"].items():
        for block in story["blocks"]:
            if block["shown"] != ["mail"]:  # what the mail alone has, it has from the page
                for texts in _lines(block):
                    yield _one(language, block, texts, claims)


def _lines(node: object) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the texts of a block, those of a row or of a key figure together."""
    if isinstance(node, list):
        for part in node:
            yield from _lines(part)
    elif isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield [node]
        elif {"was", "right"} <= set(node):  # an erratum, each part after the word that says which it is
            yield [node["head"], *node["was"]]
            yield [node["mark"], *node["right"]]
        elif "weight" in node or {"label", "figure"} <= set(node):
            yield [text for key, part in node.items() if key not in _APART for texts in _lines(part) for text in texts]
        else:
            for key, part in node.items():
                if key not in _APART and not (key == "rows" and node.get("kind") == "chart"):
                    yield from _lines(part)


def _one(
    language: str,
    block: Mapping[str, Any],
    texts: Sequence[Mapping[str, Any]],
    claims: Mapping[str, Mapping[str, Any]],
) -> PrintedSentence:
    words: list[str] = []
    figures: set[int] = set()
    for text in texts:
        for found in re.finditer(r"\S+", text["words"]):
            if any(mark["start"] < found.end() and found.start() < mark["end"] for mark in text.get("marks", ())):
                figures.add(len(words))
            words.append(found[0])
    told = [claims[mark["claim"]] for text in texts for mark in text.get("marks", ()) if mark["claim"] in claims]
    codes = {code for claim in told for code in claim["codes"]} or _named(" ".join(words))
    kinds = frozenset(claim["kind"] for claim in told)
    periods = frozenset(claim["period"] for claim in told)
    about = {
        "block": block["id"],
        "codes": frozenset(codes),
        "periods": periods,
        "claims": kinds,
        "texts": tuple(texts),
    }
    is_head = texts == [block.get("headline")]
    return PrintedSentence(language, block["kind"], tuple(words), frozenset(figures), is_head=is_head, **about)


def _named(words: str) -> set[str]:
    return {code for found in _CODES.finditer(words) for code in re.findall(r"\d+", found[1])}


def _pairs(old: Sequence[PrintedSentence], new: Sequence[PrintedSentence]) -> dict[int, int]:
    """Return for each place in `new` that has a like in `old` the place of that.

    Equal sentences are paired first, then those about the same lines, then what is left under the headlines.
    """
    like: dict[int, int] = {}
    free = set(range(len(old)))
    for find in (_equal, _nearest, _in_its_place):
        for place, item in enumerate(new):
            at = None if place in like else find(item, old, free)
            if at is not None:
                like[place] = at
                free.remove(at)
    return like


def _equal(item: PrintedSentence, old: Sequence[PrintedSentence], free: set[int]) -> int | None:
    return next((at for at in sorted(free) if old[at] == item), None)


def _nearest(item: PrintedSentence, old: Sequence[PrintedSentence], free: set[int]) -> int | None:
    """Return the place of the sentence about the same that is most like `item`: in what it says, when, and its words.

    Under a headline its words need not be alike.
    """
    matcher = SequenceMatcher(b=item.form, autojunk=False)
    best, found = 0.0, None
    for at in sorted(free):
        if _is_about_the_same(item, old[at]):
            matcher.set_seq1(old[at].form)
            ratio = matcher.ratio() if item.kind == _TOP or matcher.quick_ratio() > _ALIKE else 0.0
            likeness = _shared(item.claims, old[at].claims) + _shared(item.periods, old[at].periods) + ratio
            if (item.kind == _TOP or ratio > _ALIKE) and likeness > best:
                best, found = likeness, at
    return found


def _in_its_place(item: PrintedSentence, old: Sequence[PrintedSentence], free: set[int]) -> int | None:
    """Return the place of the headline for a headline, and of the first thing that is left for a thing under it."""
    if item.kind != _TOP:
        return None
    role = (item.language, item.kind, item.is_head)
    return next((at for at in sorted(free) if role == (old[at].language, old[at].kind, old[at].is_head)), None)


def _is_about_the_same(one: PrintedSentence, other: PrintedSentence) -> bool:
    """Say whether both are about the same lines; what names none is compared within its own block."""
    if (one.language, one.kind, one.is_head) != (other.language, other.kind, other.is_head):
        return False
    if one.codes or other.codes:
        return _shared(one.codes, other.codes) >= _SUBJECT
    return one.block == other.block


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _gone(before: PrintedSentence) -> SentenceChange:
    return SentenceChange("gone", before.language, before.kind, (WordStretch(" ".join(before.words), ""),))


def _change(before: PrintedSentence | None, after: PrintedSentence) -> SentenceChange:
    if before is None:
        return SentenceChange("new", after.language, after.kind, (WordStretch("", " ".join(after.words)),))
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    parts = tuple(_part(before, after, *code[1:]) for code in matcher.get_opcodes())
    is_same = all(part.before == part.after for part in parts)
    return SentenceChange("same" if is_same else "changed", after.language, after.kind, parts)


def _part(
    before: PrintedSentence, after: PrintedSentence, start: int, end: int, new_start: int, new_end: int
) -> WordStretch:
    old, new = " ".join(before.words[start:end]), " ".join(after.words[new_start:new_end])
    touched = before.figures & set(range(start, end)) or after.figures & set(range(new_start, new_end))
    return WordStretch(old, new, figure=old != new and bool(touched))


_ROWS = frozenset({"strip", "table", "chart", "correction"})  # whose texts a change has as one


@dataclass(frozen=True)
class JudgedChange:
    """A change with the findings on its sentence as it stands now."""

    change: SentenceChange
    findings: tuple[Finding, ...]


def findings_in(store: FigureStore, files: Mapping[str, bytes], *, is_draft: bool) -> tuple[Finding, ...]:
    """Return what the audit finds; of a draft in its data alone, since its pages carry the findings themselves."""
    if is_draft:
        return audit_data(files, store.raw)
    return audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw)


def with_findings(
    changes: Sequence[SentenceChange], findings: Sequence[Finding]
) -> tuple[tuple[JudgedChange, ...], tuple[Finding, ...]]:
    """Return each change with its findings, and those that are about none of them."""
    judged = tuple(JudgedChange(one, tuple(found for found in findings if _is_on(found, one))) for one in changes)
    told = {found for one in judged for found in one.findings}
    return judged, tuple(found for found in findings if found not in told)


def _is_on(finding: Finding, change: SentenceChange) -> bool:
    """Say whether a finding is on a sentence that is new or another one now."""
    if change.change not in ("changed", "new") or not finding.sentence.strip():
        return False
    said = " ".join(" ".join(part.after for part in change.parts if part.after).split())
    sentence = " ".join(finding.sentence.split())
    return sentence == said or (change.kind in _ROWS and sentence in said)
