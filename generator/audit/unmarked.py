"""The rule on plain words: a sentence of ours without a figure is one of few, and what it says of the trade holds.

Beside figures each word is judged by what its claim is; a sentence without one says what no claim bears out. So its
form is one of tongues/unmarked.csv, and the releases are asked whether nothing was traded or is known, and which way
both lines went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding, folded
from generator.audit.grounds import Grounds
from generator.audit.opposite import changes
from generator.audit.passages import PASSED_ON, Passage, passages
from generator.audit.releases import Parties, Releases
from generator.audit.sayings import Form, form
from generator.audit.tongues import LEXICONS
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION, RULE = "edition.json", "plain words"
_LITTLE = 1  # per cent
_KINDS = frozenset({"section", "finding"})
_ENDED = re.compile("[.!?]\\s+(?=[A-Z“])|[\N{IDEOGRAPHIC FULL STOP}\N{ARABIC FULL STOP}]")
_PARTED = re.compile("[;\N{FULLWIDTH SEMICOLON}\N{ARABIC SEMICOLON}]")


def known(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the sentences and titles of ours that have no figure and no known form, and what moves in words alone."""
    if not _is_ours(passage):
        return
    for sentence in _bare(passage):
        if form(sentence, grounds) is None:
            yield f"{sentence!r} has no figure, and is of no form that is known here"
    for clause in _clauses(passage, grounds):
        for way in (grounds.lexicon.up, grounds.lexicon.down):
            for found in grounds.beyond_names(clause, way):
                yield f"{found.group()!r} in {clause!r} stands on no figure"


def _clauses(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the clauses without a figure of a passage that has some."""
    words = passage.words
    stops = [found.span() for form in (grounds.lexicon.clause, _PARTED) for found in form.finditer(words)]
    start = 0
    for first, last in (*sorted(stops), (len(words), len(words))) if passage.said.marks else ():
        if not any(start <= mark.start < first or start < mark.end <= first for mark in passage.said.marks):
            yield folded(words[start:first]).strip()
        start = max(start, last)


def borne_out(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield the sentences without a figure of which the releases say otherwise."""
    for parties in evidence.bench.terms.every_party[:1]:  # the briefing's main direction comes first
        for language, story in edition["stories"].items():
            grounds = Grounds(edition, evidence, language)
            judge = _Known(edition, releases, parties, Period.parse(edition["period"]))
            for sentence in _sentences(story) if language in LEXICONS else ():
                if found := form(sentence, grounds):
                    yield from (Finding(EDITION, sentence, RULE, why) for why in judge.faults(found, grounds))


def _sentences(story: Data) -> Iterator[str]:
    own = [block for block in story["blocks"] if block["kind"] in _KINDS or block["kind"] == "chart"]
    for passage in filter(_is_ours, passages({**story, "blocks": own})):
        yield from _bare(passage)


def _is_ours(passage: Passage) -> bool:
    is_prose = passage.role == "prose" and passage.kind in _KINDS
    return (is_prose and not passage.block.startswith((*PASSED_ON, "remarks"))) or is_title(passage)


def is_title(passage: Passage) -> bool:
    """Say whether a passage is the title of a picture."""
    return passage.kind == "chart" and passage.said.path[-1:] == ("title",)


def _bare(passage: Passage) -> Iterator[str]:
    """Yield the sentences of a passage in which no figure stands."""
    if not passage.said.marks:
        yield folded(passage.words).strip()
        return
    start = 0
    for end in (*(found.end() for found in _ENDED.finditer(passage.words)), len(passage.words)):
        words = passage.words[start:end]
        if any(map(str.isalpha, words)) and not any(start <= mark.start < end for mark in passage.said.marks):
            yield folded(words).strip()
        start = end


@dataclass(frozen=True)
class _Known:
    """What the releases say of the lines of one edition."""

    edition: Data
    releases: Releases
    parties: Parties
    now: Period

    def faults(self, form: Form, grounds: Grounds) -> Iterator[str]:
        """Yield what a sentence says that is not so."""
        if form.kind in {"no trade", "no figure", "only", "lost"}:
            named = grounds.mentions(form.when)
            spans = [one for one in dict.fromkeys(self._spans(grounds)) if any(it.fits(one) for it in named)]
            if not spans:
                yield f"{form.when!r} is no time of the edition"
                return
            for code in sorted(form.lines):
                yield from (self._lacks if form.kind.startswith("no ") else self._has)(form.kind, code, spans)
            if form.kind == "only":
                yield from self._only(form.lines, spans)
        if form.kind in {"both rose", "both fell"}:
            yield from self._both(1 if form.kind == "both rose" else -1)
        if form.kind.startswith("little"):
            to_date = self.now.year_to_date(self.edition.get("year_start", 1))
            yield from self._moved(form.lines, to_date if form.kind == "little to date" else self.now)

    def _spans(self, grounds: Grounds) -> Iterator[Period]:
        yield from (self.now, self.now.year_before())
        if compare := grounds.edition.get("compare_period"):
            yield Period.parse(compare)

    def _lacks(self, kind: str, code: str, spans: list[Period]) -> Iterator[str]:
        """Yield what the releases have of a line that is said to have none."""
        for span in spans:
            value = self.releases.value(self.parties, code, span)
            if value or (kind == "no figure" and value is not None):
                yield f"HS {code} came to {value:f} in {span}"
            elif kind == "no trade" and value is None:
                yield f"the releases do not say that HS {code} was not traded in {span}"

    def _has(self, kind: str, code: str, spans: list[Period]) -> Iterator[str]:
        """Yield where a line has no figure that is said to have one, or has one now that is said to be lost."""
        for span in spans:
            if self.releases.value(self.parties, code, span) is None:
                yield f"the releases have no figure of HS {code} in {span}"
        if kind == "lost" and self.releases.value(self.parties, code, self.now) is not None:
            yield f"HS {code} has a figure in {self.now}"

    def _only(self, lines: frozenset[str], spans: list[Period]) -> Iterator[str]:
        """Yield the other codes of the whole that have a figure of the edition's time and of the one spoken of."""
        for code in sorted(set(roots(self.edition.get("codes", ()))) - lines):
            if all(self.releases.value(self.parties, code, one) is not None for one in (self.now, *spans)):
                yield f"HS {code} has a figure in {spans[0]}, too"

    def _both(self, way: int) -> Iterator[str]:
        """Yield the lines that did not go the way that is said of both."""
        _, lines = changes(self.edition, self.releases, self.parties, self.now)
        yield from (f"HS {code} moved by {moved:f}" for code, moved in lines.items() if moved * way < 0)

    def _moved(self, lines: frozenset[str], span: Period) -> Iterator[str]:
        """Yield by how much lines moved, or all that are known at both ends, that are said to have changed little."""
        ends = (span, span.year_before())
        codes = sorted(lines) or [code for code in roots(self.edition.get("codes", ())) if self._is_known(code, ends)]
        now, then = (self.releases.total(self.parties, codes, one) for one in ends)
        if now is None or not then or abs(moved := 100 * (now / then - 1)) > _LITTLE:
            by = f"by {moved:.1f}%" if now is not None and then else "as no release knows"
            yield f"{', '.join(codes)} moved {by} in {span}"

    def _is_known(self, code: str, ends: tuple[Period, Period]) -> bool:
        return all(self.releases.value(self.parties, code, one) is not None for one in ends)
