"""Completeness: a sum has every month of its lines, a whole has every line, a record every period before it.

The periods come from the claim and go down its formula: a line without a row in a month that complete releases cover
adds nothing there, so the cells alone do not say of which months a sum is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, pairwise, product

from generator.audit.edition import Data
from generator.audit.gathered import Formula
from generator.audit.kept import asked, kept
from generator.audit.kinds import NEWS, PLACES, RUNS
from generator.audit.order import Order
from generator.audit.releases import Parties, Releases
from generator.audit.terms import AMOUNTS, Terms
from generator.trade.codes import is_within
from generator.trade.period import Period

_SPLITS = frozenset({"value_effect", "quantity_effect", "coverage"})
_OF_MONTHS = frozenset({"quarterly", "combined"})
_CHAINS = PLACES | {"highest", "lowest", "since_high", "since_low", "step_up", "step_down", "passed", "stayed"}
_YEAR = 12  # months


@dataclass(frozen=True)
class Completeness:
    """What the claims of one edition must hold, by what the raw releases have."""

    edition: Data
    terms: Terms
    releases: Releases

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield what the formula of `claim` leaves out, or counts twice."""
        now = Period.parse(claim["period"])
        base = Period.parse(claim["compare_period"]) if claim["compare_period"] else None
        yield from self._walk(claim["formula"], now, base)

    @kept
    def left_out(self, whole: Formula, span: Period) -> Sequence[str]:
        """Return the edition's lines that customs published for `span` and `whole` lacks.

        One within another is in, and so is one whose lines are in and add up to it, one a line and month aside.
        """
        return tuple(self._left_out(whole, span))

    def _left_out(self, whole: Formula, span: Period) -> Iterator[str]:
        mine = self.terms.codes(whole)
        given = {(one, code) for one in self.terms.parties(whole) for code in self._given(one, span)}
        is_own = str(span) == self.edition["period"]
        if is_own and span.frequency in _OF_MONTHS:  # of which a line with some of the months alone has no figure
            given = {(one, code) for one, code in given if self.releases.value(one, code, span) is not None}
        apart = {pair for pair in given if not any(is_within(pair[1], other) for other in mine)}
        apart = {(one, code) for one, code in apart if self.releases.value(one, code, span) != 0}  # adds nothing
        if missing := sorted(code for one, code in apart if not self._adds_up(one, code, mine, span)):
            yield f"its whole leaves out {missing}, which customs published for {span}"

    def _adds_up(self, parties: Parties, code: str, mine: Iterable[str], span: Period) -> bool:
        lines = sorted(one for one in mine if is_within(one, code))
        own, summed = (self.releases.total(parties, codes, span) for codes in ([code], lines))
        if own is None or summed is None or not lines:
            return False
        return abs(own - summed) <= len(lines) * span.months

    @kept
    def amount(self, formula: Formula, span: Period) -> Sequence[str]:
        """Return the months of `span` that a sum lacks, or has twice or besides, and the `nil` of a line with a row."""
        return tuple(self._amount(formula, span))

    def _amount(self, formula: Formula, span: Period) -> Iterator[str]:
        leaves = self.terms.of(formula)
        months = list(chain.from_iterable([leaf.months for leaf in leaves]))
        have, codes = set(months), sorted({leaf.code for leaf in leaves})
        for (code, at), count in Counter(months).items() if len(have) < len(months) else ():
            if count > 1:
                yield f"it counts {code} of {Period(at, 1)} {count} times"
        yield from (
            f"it counts {other} within {one} a second time" for one, other in pairwise(codes) if other.startswith(one)
        )
        outside = {str(period) for period in {leaf.period for leaf in leaves} if not _within(period, span)}
        yield from (f"it stands on cells of {period}, where it must be of {span}" for period in sorted(outside))
        parties = self.terms.parties(formula) or self.terms.every_party
        for leaf in leaves:
            if leaf.parties is None and not self._are_silent(parties, leaf.code, leaf.period):
                yield f"no complete release is silent about {leaf.code} in {leaf.period}"
        for code, month in product(codes, range(span.first, span.first + span.months)):
            if (code, month) not in have and not self._are_silent(parties, code, Period(month, 1)):
                yield f"it leaves out {code} of {Period(month, 1)}"

    def _walk(self, formula: Formula | str, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of `formula`, whose newer parts are of `now` and whose older ones are of `base`."""
        match formula:
            case str(key):
                yield from self._amount(["cell", key], now)
            case [str(head), *_] if head in AMOUNTS:
                yield from self.amount(formula, now)
            case ["difference", ["difference", *_] as newer, older]:  # of two balances
                yield from self._walk(newer, now, now)
                yield from self._walk(older, base or now, base)
            case ["growth" | "difference", newer, older]:
                yield from self._pair(newer, older, now, base or now)
            case ["contribution", newer, older, whole]:
                yield from self._pair(newer, older, now, base or now)
                yield from (*self.amount(whole, base or now), *self.left_out(whole, base or now))
            case ["share", ["difference", *_] as part, whole]:
                yield from self._walk(part, now, base)
                span = self.terms.span(whole)
                yield from (*self.amount(whole, span), *self.left_out(whole, span))
            case ["share", part, whole]:
                yield from (*self.amount(part, now), *self.amount(whole, now), *self.left_out(whole, now))
            case ["shift", newer, older]:
                yield from (*self._walk(newer, now, None), *self._walk(older, base or now, None))
            case ["hhi" | "equivalent" | "unit_value", *parts]:
                yield from (problem for part in parts for problem in self._walk(part, now, base))
                yield from self.left_out(["sum", *parts], now) if formula[0] != "unit_value" else ()
            case _:
                yield from (self._split if formula[0] in _SPLITS else self._series)(formula, now, base)

    def _split(self, formula: Formula, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of what values and quantities moved, and of the part of both ends of which that is told."""
        head, *parts = formula
        if head != "coverage":
            yield from (problem for part in parts for problem in self._walk(part, now, base))
            yield from self._each_once(parts)
            return
        newer, whole, older, earlier = parts
        for part, every, span in ((newer, whole, now), (older, earlier, base or now)):
            yield from (*self.amount(part, span), *self.amount(every, span), *self.left_out(every, span))

    def _series(self, formula: Formula, now: Period, base: Period | None) -> Iterator[str]:
        """Yield the faults of a place among lines, of a chain of periods, and of a run of changes."""
        head, *parts = formula
        order = Order(self.terms, self.releases)
        if head == "rank":
            yield from (problem for part in parts for problem in self._walk(part, now, base))
            yield from (*self._each_once(parts), *self._lines_apart(parts, now))
        elif head in {"rose", "fell"}:
            before = base or now.year_before()
            yield from (problem for part in parts for problem in self._walk(part, now, before))
            yield from self._each_once(parts)
        elif head in _CHAINS:
            spans, every = order.spans(parts, now), self.terms.codes(*parts)
            for part, span in zip(parts, spans, strict=True):
                yield from (*self._walk(part, span, None), *self._lines(part, every, span))
            yield from order.chain(head, parts, spans)
        elif head == "surprise":
            spans, every = order.levels(parts, now), self.terms.codes(*parts)
            for part, span in zip(parts, spans, strict=True):
                yield from (*self._walk(part, span, None), *self._lines(part, every, span))
            yield from order.reach(parts, spans)
        elif head in {"streak", *RUNS}:
            spans = order.steps(parts, now)
            for part, span in zip(parts, spans, strict=True):
                yield from self._walk(part, span, span.year_before())
            yield from self._run(head, parts, spans, base)
        elif head in NEWS:
            yield from self._news(formula, now, base or now.year_before())

    def _run(self, head: str, parts: Sequence[Formula], spans: Sequence[Period], base: Period | None) -> Iterator[str]:
        """Yield the steps of a run that it leaves out, or that a holiday moves; a turn with a `base` is told whole."""
        order = Order(self.terms, self.releases)
        if head == "streak":
            yield from order.run(parts, spans)
            return
        yield from order.lone(parts, spans)
        if head == "run" or (head == "turned" and base is None):
            yield from order.longer(parts, spans)

    def _news(self, formula: Formula, now: Period, base: Period) -> Iterator[str]:
        """Yield the faults of a season, of what a line did to the total, of a new leader, and of a year to date."""
        head, *parts = formula
        if head == "season":
            for back, (_, newer, older) in enumerate(parts):
                span = Period(now.first - _YEAR * back, now.months)
                yield from self._pair(newer, older, span, span.step(-1))
        elif head == "leader":
            yield from self._leader(parts, now)
        elif head in {"short_of", "exceeds"}:
            yield from self._to_date(formula, now, base)
        else:
            for part in parts:
                yield from self._walk(part, now, base)
            if head == "ceiling":
                yield from self._each_once(parts)
            elif head == "gross_share":
                yield from (*self._each_once(parts), *self._lines_apart(parts, now), *self._lines_apart(parts, base))
            elif head == "part":
                yield from self.left_out(parts[1][1], now)

    def _leader(self, parts: Sequence[Formula], now: Period) -> Iterator[str]:
        rank, *gaps = parts
        yield from self._walk(rank, now, None)
        spans = Order(self.terms, self.releases).steps([gaps[0], *gaps], now)[1:]
        for (_, larger, own), span in zip(gaps, spans, strict=True):
            yield from (*self._walk(larger, span, None), *self._walk(own, span, None))
        if now.first - spans[-1].first < _YEAR:
            yield f"it looks back to {spans[-1]} alone"

    def _to_date(self, formula: Formula, now: Period, base: Period) -> Iterator[str]:
        """Yield the faults of a year to date beside the whole year before it."""
        if base != Period(now.first - _YEAR, _YEAR):
            yield f"{base} is not the year before {now}"
        head, *parts = formula
        spans = [base, now] if head == "short_of" else [now, base]
        if head == "exceeds":
            before = self.terms.span(parts[-1])
            spans.append(before)
            if before != Period(now.first, now.months - Period.parse(self.edition["period"]).months):
                yield f"{before} is not the year to date before {now}"
        for part, span in zip(parts, spans, strict=True):
            yield from (*self._walk(part, span, None), *self._lines(part, self.terms.codes(formula), span))

    def _pair(self, newer: Formula, older: Formula, now: Period, base: Period) -> Iterator[str]:
        """Yield the faults of two sides of a change; a line of one that the other lacks had no trade there."""
        if now.months != base.months:
            yield f"{now} and {base} are not of one length"
        for part, span in ((newer, now), (older, base)):
            yield from self._walk(part, span, None)
            yield from self._lines(part, self.terms.codes(newer, older), span)

    def _lines(self, part: Formula, every: AbstractSet[str], span: Period) -> Iterator[str]:
        """Yield those of the codes `every` that a side lacks, and that had trade over `span`."""
        for code in sorted(every - self.terms.codes(part)):
            if not self._is_silent(part, code, span):
                yield f"its side of {span} leaves out {code}"

    def _each_once(self, parts: Sequence[Formula]) -> Iterator[str]:
        """Yield the lines that stand twice among those that are counted or placed."""
        seen = Counter(code for part in parts for code in self.terms.codes(part))
        yield from (f"{code} stands in {count} of its parts" for code, count in seen.items() if count > 1)

    def _lines_apart(self, parts: Sequence[Formula], span: Period) -> Iterator[str]:
        """Yield the lines among which nothing is placed though customs published them."""
        mine = self.terms.codes(*parts)
        for one in self.terms.parties(*parts):
            given = {code for code in self._given(one, span) if self.releases.value(one, code, span) is not None}
            if apart := {code for code in given if not any(nests(code, other) for other in mine)}:
                yield f"it leaves out {sorted(apart)}, which customs published for {span}"

    @asked
    def _given(self, parties: Parties, span: Period) -> set[str]:
        return self.releases.given(parties, self.edition.get("codes", ()), span)

    def _is_silent(self, formula: Formula, code: str, span: Period) -> bool:
        """Say whether the releases of the formula's parties cover `span` and have no row of `code` in it."""
        return self._are_silent(self.terms.parties(formula) or self.terms.every_party, code, span)

    def _are_silent(self, parties: Sequence[Parties], code: str, span: Period) -> bool:
        return any(self.releases.is_silent(one, code, span) for one in parties)


def nests(one: str, other: str) -> bool:
    """Say whether one code is the other, or lies within it."""
    return one.startswith(other) or other.startswith(one)


def _within(period: Period, span: Period) -> bool:
    return span.first <= period.first and period.first + period.months <= span.first + span.months
