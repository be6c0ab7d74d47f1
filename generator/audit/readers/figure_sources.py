"""The evidence of each figure, which a page opens and which may end a PDF: its numbers must belong to the claim.

The words are not judged. A figure must open its own evidence, and the evidence must name its claim. Each number in it
must come from the claim, its cells, the parts of its formula, or its prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from generator.audit.edition_data import Finding, fold_spaces, strip_isolates
from generator.audit.patterns.tongue import Tongue
from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.html_reader import Page
from generator.audit.trace.formulas import FormulaCalculator, period_of
from generator.audit.trace.price_trace import cells_in
from generator.audit.trace.value_spans import YEAR, Span, last_digit, number

_RULE = "evidence"
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SHOWN = 3  # how many cells are shown if there are more than four
_CENTURY = 100  # years
_LAST_OF_FOUR = Decimal("0.0001")
_OF_CELL = ("code", "series", "period", "text", "multiplier", "row", "published", "publication")


def evidence_faults(name: str, document: Page, bundle: Bundle) -> Iterator[Finding]:
    """Yield each figure that opens other evidence or none, and evidence that does not fit its claim."""
    panels = dict(document.panels)
    if len(panels) < len(document.panels):
        yield Finding(name, "", _RULE, "two panels go by one name")
    for claim, target in document.opens:
        if target not in panels or claim not in {None, target}:
            yield Finding(name, "", _RULE, f"what is marked as {claim} opens {target!r}")
    numbers = _Numbers(bundle)
    for key, words in panels.items():
        for fault in numbers.faults(key, strip_isolates(words)):
            yield Finding(name, f"{words[:60]}…", _RULE, fault)
    for words in document.hints:
        if strip_isolates(words) != fold_spaces(Tongue.of(bundle.language).sentences["proof.hint"]).strip():
            yield Finding(name, words, _RULE, "it is not what the page says of its evidence")


def source_faults(name: str, words: str, pages: int, bundle: Bundle) -> Iterator[Finding]:
    """Yield each number in the final part of a PDF with `pages` pages that belongs to none of its figures."""
    numbers = _Numbers(bundle)
    allowed = set(map(Decimal, range(1, pages + 1))).union(*map(numbers.of, bundle.evidence.claims))
    for fault in _strange_numbers(strip_isolates(words), allowed):
        yield Finding(name, "", _RULE, fault)


@dataclass(frozen=True)
class _Numbers:
    """The numbers that may appear in the evidence of a claim."""

    bundle: Bundle

    def faults(self, key: str, words: str) -> Iterator[str]:
        """Yield how the panel `key`, whose text is `words`, differs from its claim."""
        if key not in self.bundle.evidence.claims:
            yield f"{key} is no claim of this edition"
            return
        if not words.endswith(f" {key}"):
            yield f"{key}: it does not end with the line that follows it to the raw bytes"
        for fault in _strange_numbers(words, self.of(key)):
            yield f"{key}: {fault}"

    def of(self, key: str) -> set[Decimal]:
        """Return the numbers of a claim, of its names and prints, of its formula's parts and of its cells."""
        claim = self.bundle.evidence.claims[key]
        edition = self.bundle.edition
        labels = edition["labels"].get(self.bundle.language, {})
        names = [name for code in claim["codes"] for name in labels.get(code, ())]
        words = [key, edition["briefing"], edition["period"], str(edition["revision"]), *claim["codes"], *names]
        cells = [cell for cell in dict.fromkeys(cells_in(claim["formula"])) if cell in self._bench.cells]
        numbers = _numbers([*words, *self._prints.get(key, ())]) | {abs(number(claim[end])) for end in Span._fields}
        numbers |= {Decimal(len(claim["codes"])), Decimal(len(cells) - _SHOWN)}
        parts = [part for part in claim["formula"][1:] if isinstance(part, tuple)]
        numbers |= {self._bench.span(part).value for part in parts}
        for period in filter(None, (claim["period"], claim["compare_period"])):
            numbers |= _numbers_of_period(period)
        return numbers.union(*(self._by_cell[cell] for cell in cells))

    @cached_property
    def _by_cell(self) -> Mapping[str, set[Decimal]]:
        """The numbers of each cell, and of its document."""
        numbers = {}
        for name, cell in self._bench.cells.items():
            document = self.bundle.evidence.documents.get(cell.get("raw", ""), {})
            words = [str(cell[key]) for key in _OF_CELL if key in cell]
            words += [str(document.get(key)) for key in ("released", "name", "source")]
            parts = len(str(cell.get("parts", "")).split())
            numbers[name] = _numbers(words) | _numbers_of_period(cell["period"]) | {Decimal(parts)}
        return numbers

    @cached_property
    def _bench(self) -> FormulaCalculator:
        evidence = self.bundle.evidence
        return FormulaCalculator({**evidence.cells, **evidence.context})

    @cached_property
    def _prints(self) -> dict[str, list[str]]:
        """The texts that print each claim."""
        prints: dict[str, list[str]] = {}
        for text in self.bundle.texts:
            for mark in text.marks:
                prints.setdefault(mark.claim, []).append(strip_isolates(text.printed(mark)))
        return prints


def _numbers(texts: Iterable[str]) -> set[Decimal]:
    """Return the numbers in texts."""
    return {number(digits.replace(",", "")) for text in texts for digits in _NUMBER.findall(text)}


def _strange_numbers(words: str, allowed: AbstractSet[Decimal]) -> Iterator[str]:
    """Yield the numbers in `words` that are not a rounding of an allowed number.

    A number without decimals may be one of four decimals that are all zeros, which are not printed.
    """
    for digits in _NUMBER.findall(words):
        shown = number(digits.replace(",", ""))
        half = (last_digit(shown) if "." in digits else _LAST_OF_FOUR) / 2
        if shown not in allowed and not any(abs(value - shown) <= half for value in allowed):
            yield f"{digits} is no number of its claim, of its cells or of its formula"


@cache
def _numbers_of_period(text: str) -> set[Decimal]:
    period = period_of(text)
    years = [period.year, period.last.year, (period.year + 1) % _CENTURY]
    months = [period.first % YEAR + 1, period.last.first % YEAR + 1]
    return set(map(Decimal, years + months))
