"""Compares two editions sentence by sentence, with the audit's findings on each change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from generator.audit import Finding, audit, audit_data
from generator.audit.seals import UNLISTED
from generator.store import FigureStore

_APART = frozenset({"alt", "description", "more", "steps", "ticks", "head", "bars", "curves", "spans"})
_ROWS = frozenset({"strip", "table", "chart", "correction"})  # blocks whose texts a change has joined into rows
_TOP = "finding"
_ALIKE = 0.4  # least likeness of the words, without digits, for two sentences to say the same about other figures
_SUBJECT = 0.5  # least overlap of their codes: totals of two months have nearly the same lines
_CODES = re.compile(r"\bHS ((?:\d{2,10}(?:, | and )?)+)")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
Data = Mapping[str, Any]


@dataclass(frozen=True)
class PrintedSentence:
    """One sentence, row or label of an edition."""

    language: str
    kind: str  # of its block
    words: tuple[str, ...]
    figures: frozenset[int]  # indexes of the words that print claims
    block: str = field(default="", compare=False)  # id of its block
    is_head: bool = field(default=False, compare=False)  # whether it is the headline
    codes: frozenset[str] = field(default=frozenset(), compare=False)  # lines that it is about
    periods: frozenset[str] = field(default=frozenset(), compare=False)  # periods that it is about
    claims: frozenset[str] = field(default=frozenset(), compare=False)  # kinds of its claims
    texts: tuple[Data, ...] = field(default=(), compare=False, repr=False)  # as in edition.json

    @property
    def form(self) -> tuple[str, ...]:
        """The words with "#" for every number, to compare sentences regardless of figures."""
        return tuple(_NUMBER.sub("#", word) for word in self.words)


Pair = tuple[PrintedSentence | None, PrintedSentence | None]


@dataclass(frozen=True)
class WordStretch:
    """A stretch of words that is the same in both editions or differs."""

    before: str
    after: str
    figure: bool = False  # whether a printed claim differs


@dataclass(frozen=True)
class SentenceChange:
    """The change of one sentence."""

    change: str  # same, changed, new or gone
    language: str
    kind: str
    parts: tuple[WordStretch, ...]


@dataclass(frozen=True)
class JudgedChange:
    """A change with the findings on its sentence as it stands now."""

    change: SentenceChange
    findings: tuple[Finding, ...]


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[SentenceChange, ...]:
    """Return the sentences of `after` in order, each compared with its counterpart in `before`; dropped ones last."""
    return tuple(_change(was, now) for was, now in paired(before, after))


def paired(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Pair, ...]:
    """Return pairs (before, after): each sentence of `after` in order, then the dropped sentences of `before`.

    A new sentence has None before, a dropped one None after. Equal sentences are paired first, then sentences about the
    same lines, then the remaining headlines and points under them, by their places.
    """
    old, new = list(_sentences(before)), list(_sentences(after))
    like: dict[int, PrintedSentence] = {}
    free = list(old)
    for find in (_equal, _nearest, _in_its_place):
        for place, sentence in enumerate(new):
            match = None if place in like else find(sentence, free)
            if match is not None:
                like[place] = free.pop(match)
    pairs = [(like.get(place), sentence) for place, sentence in enumerate(new)]
    return (*pairs, *((removed, None) for removed in free))


def _sentences(files: Mapping[str, bytes]) -> Iterator[PrintedSentence]:
    claims = {claim["id"]: claim for claim in json.loads(files.get("claims.json", b"{}")).get("claims", ())}
    for language, story in json.loads(files["edition.json"])["stories"].items():
        for block in story["blocks"]:
            if block["shown"] != ["mail"]:  # blocks of the mail alone repeat the page
                yield from (_sentence(language, block, texts, claims) for texts in _lines(block))


def _lines(node: object) -> Iterator[list[Data]]:
    """Yield the texts of a block as lists: one text each, or all texts of a row or of a key figure."""
    if isinstance(node, list):
        for part in node:
            yield from _lines(part)
    elif isinstance(node, dict):
        if isinstance(node.get("words"), str):
            yield [node]
        elif {"was", "right"} <= set(node):  # an erratum: each part begins with its label
            yield [node["head"], *node["was"]]
            yield [node["mark"], *node["right"]]
        else:
            yield from _lines_of_parts(node)


def _lines_of_parts(node: Data) -> Iterator[list[Data]]:
    """Yield the texts within the parts of a block: one line of all for a row or a key figure."""
    is_row = "weight" in node or {"label", "figure"} <= set(node)
    is_chart = node.get("kind") == "chart"
    lines: list[list[Data]] = []
    for key, part in node.items():
        if key in _APART or (key == "rows" and is_chart):
            continue
        lines.extend(_lines(part))
    if is_row:
        yield list(chain.from_iterable(lines))
    else:
        yield from lines


def _sentence(language: str, block: Data, texts: Sequence[Data], claims: Mapping[str, Data]) -> PrintedSentence:
    words: list[str] = []
    figures: set[int] = set()
    printed: list[Data] = []
    for text in texts:
        marks = text.get("marks", ())
        for word in re.finditer(r"\S+", text["words"]):
            if any(mark["start"] < word.end() and word.start() < mark["end"] for mark in marks):
                figures.add(len(words))
            words.append(word[0])
        printed.extend(claims[mark["claim"]] for mark in marks if mark["claim"] in claims)
    codes: set[str] = set()
    for claim in printed:
        codes.update(claim["codes"])
    if not codes:
        for listed in _CODES.finditer(" ".join(words)):
            codes.update(re.findall(r"\d+", listed[1]))
    return PrintedSentence(
        language,
        block["kind"],
        tuple(words),
        frozenset(figures),
        block=block["id"],
        is_head=texts == [block.get("headline")],
        codes=frozenset(codes),
        periods=frozenset(claim["period"] for claim in printed),
        claims=frozenset(claim["kind"] for claim in printed),
        texts=tuple(texts),
    )


def _equal(sentence: PrintedSentence, old: Sequence[PrintedSentence]) -> int | None:
    return next((place for place, candidate in enumerate(old) if candidate == sentence), None)


def _nearest(sentence: PrintedSentence, old: Sequence[PrintedSentence]) -> int | None:
    """Return the index of the most similar old sentence about the same lines; None if none is similar enough.

    Kinds of claims, periods and words count. In the key finding the words need not be similar.
    """
    matcher = SequenceMatcher(b=sentence.form, autojunk=False)
    best, nearest, is_top = 0.0, None, sentence.kind == _TOP
    for place, candidate in enumerate(old):
        if not _is_about_the_same(sentence, candidate):
            continue
        matcher.set_seq1(candidate.form)
        ratio = matcher.ratio() if is_top or matcher.quick_ratio() > _ALIKE else 0.0
        likeness = _shared(sentence.claims, candidate.claims) + _shared(sentence.periods, candidate.periods) + ratio
        if (is_top or ratio > _ALIKE) and likeness > best:
            best, nearest = likeness, place
    return nearest


def _in_its_place(sentence: PrintedSentence, old: Sequence[PrintedSentence]) -> int | None:
    """Return the index of the old headline for a headline, or of the first unpaired point for a point under it."""
    if sentence.kind != _TOP:
        return None
    role = (sentence.language, sentence.kind, sentence.is_head)
    for place, candidate in enumerate(old):
        if role == (candidate.language, candidate.kind, candidate.is_head):
            return place
    return None


def _is_about_the_same(old: PrintedSentence, new: PrintedSentence) -> bool:
    """Whether both sentences are about the same lines; if neither names a line, whether they share a block."""
    if (old.language, old.kind, old.is_head) != (new.language, new.kind, new.is_head):
        return False
    if old.codes or new.codes:
        return _shared(old.codes, new.codes) >= _SUBJECT
    return old.block == new.block


def _shared(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / len(old | new) if old and new else 0.0


def _change(before: PrintedSentence | None, after: PrintedSentence | None) -> SentenceChange:
    sentence = after or before
    assert sentence is not None  # noqa: S101 -- a pair has one of both
    about = (sentence.language, sentence.kind)
    if before is None:
        return SentenceChange("new", *about, (WordStretch("", " ".join(sentence.words)),))
    if after is None:
        return SentenceChange("gone", *about, (WordStretch(" ".join(sentence.words), ""),))
    parts = []
    matcher = SequenceMatcher(None, before.words, after.words, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        old = " ".join(before.words[start:end])
        new = " ".join(after.words[new_start:new_end])
        old_figures = before.figures.intersection(range(start, end))
        new_figures = after.figures.intersection(range(new_start, new_end))
        has_figure = bool(old_figures or new_figures)
        parts.append(WordStretch(old, new, figure=old != new and has_figure))
    is_same = all(part.before == part.after for part in parts)
    return SentenceChange("same" if is_same else "changed", *about, tuple(parts))


def findings_in(store: FigureStore, files: Mapping[str, bytes], *, is_draft: bool) -> tuple[Finding, ...]:
    """Return the audit's findings. For a draft only its data are audited, since its pages show the findings."""
    if is_draft:
        return audit_data(files, store.raw.read)
    return audit({name: raw for name, raw in files.items() if name not in UNLISTED}, store.raw.read)


def with_findings(
    changes: Sequence[SentenceChange], findings: Sequence[Finding]
) -> tuple[tuple[JudgedChange, ...], tuple[Finding, ...]]:
    """Return each change with its findings, and the findings about no change."""
    judged = []
    for change in changes:
        on_change = tuple(finding for finding in findings if _is_on(finding, change))
        judged.append(JudgedChange(change, on_change))
    placed = {finding for change in judged for finding in change.findings}
    return tuple(judged), tuple(finding for finding in findings if finding not in placed)


def _is_on(finding: Finding, change: SentenceChange) -> bool:
    """Whether a finding is about the new text of a change."""
    sentence = " ".join(finding.sentence.split())
    if change.change not in ("changed", "new") or not sentence:
        return False
    printed = " ".join(" ".join(part.after for part in change.parts if part.after).split())
    return sentence == printed or (change.kind in _ROWS and sentence in printed)
