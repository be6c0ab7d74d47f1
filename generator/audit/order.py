"""Order: the periods of records and runs follow each other without a gap, newest first, as far back as they must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from generator.audit import chains, surprises
from generator.audit.arithmetic import Span
from generator.audit.gathered import Formula
from generator.audit.releases import Parties, Releases
from generator.audit.terms import Terms
from generator.trade.period import A_QUARTER, Period

LUNAR = frozenset({"CHN", "HKG", "MAC", "TWN", "SGP", "VNM"})  # where New Year moves between January and February
_SURELY = Decimal("0.6")  # per cent: a change that goes one way under every reading, not by its value alone
_TWO, _YEAR, _NOTHING = 2, 12, Decimal(0)
_ALIKE = frozenset({A_QUARTER, _YEAR})  # months of steps that follow each other at their own length
_AS_LONG = frozenset({"lowest", "since_low", "least_of", "passed", "stayed"})  # a level of two months is no part of it
_OF_ALL = frozenset({"highest", "lowest", "passed", "records", "records_of_year", "second"})  # of all the past


def steps_a_year(parties: Sequence[Parties]) -> int:
    """Return how many steps a year has: months, of which two are one where Lunar New Year moves between them."""
    return _YEAR - any(LUNAR & set(one[:2]) for one in parties)


@dataclass(frozen=True)
class Order:
    """Where the parts of a formula stand in time."""

    terms: Terms
    releases: Releases

    def spans(self, parts: Sequence[Formula], now: Period) -> list[Period]:
        """Return the periods of a chain that begins with `now`: month by month, length by length, or year by year.

        A cell that stands for several months (two that were published together) takes its own place among months.
        """
        own = [self.terms.span(part) for part in parts]
        for step in dict.fromkeys((1, now.months, _YEAR)):
            spans = [Period(now.first - step * place, now.months) for place in range(len(parts))]
            if all(one.first <= two.first and two.last <= one.last for one, two in zip(spans, own, strict=True)):
                return spans
        return [now, *own[1:]]

    def chain(self, head: str, parts: Sequence[Formula], spans: Sequence[Period]) -> Iterator[str]:
        """Yield the gaps of a chain, and the past that a record leaves out; a `since` ends before its past does."""
        if len(spans) < _TWO:
            return
        step = spans[0].first - spans[1].first
        for one, other in pairwise(spans):
            is_next = other.first + other.months == one.first or one.first - other.first in {1, _YEAR}
            if not is_next or (one.months == other.months and one.first - other.first != step):
                yield f"{other} does not come next before {one}"
            if one.months != other.months and head in _AS_LONG:
                yield f"{other} is not as long as {one}"
        codes = self.terms.codes(*parts)
        starts = [self.releases.first_month(one, codes) for one in self._parties(parts)]
        earliest = min((month for month in starts if month is not None), default=spans[-1].first)
        if head in _OF_ALL and spans[-1].first - step >= earliest:
            yield f"its past begins with {spans[-1]}, the releases begin with {Period(earliest, 1)}"

    def steps(self, growths: Sequence[Formula], now: Period) -> list[Period]:
        """Return the periods of a run of changes that begins with `now`: months, but two together at Lunar New Year."""
        spans = [now]
        for growth in growths[1:]:
            before = self._before(spans[-1], growths)
            own = self.terms.span(growth[1])
            spans.append(own if own.months > before.months and own.last == before.last else before)
        return spans

    def levels(self, parts: Sequence[Formula], now: Period) -> list[Period]:
        """Return the periods of levels that begin with `now`: months, but two together at Lunar New Year."""
        spans = [now]
        while len(spans) < len(parts):
            spans.append(self._before(spans[-1], parts))
        return spans

    def reach(self, parts: Sequence[Formula], spans: Sequence[Period]) -> Iterator[str]:
        """Yield the month with which the past of a surprise could begin, of which it says nothing."""
        parties = self._parties(parts)
        before, most = self._before(spans[-1], parts), steps_a_year(parties) + surprises.MOST + 1
        if len(parts) > most:
            yield f"it stands on {len(parts)} levels, {most} are enough"
        known = self.releases.total(parties[0], self.terms.codes(*parts), before)
        if len(parts) < most and known is not None:
            yield f"it leaves out {before}, which the releases have"

    def run(self, growths: Sequence[Formula], spans: Sequence[Period]) -> Iterator[str]:
        """Yield single months that Lunar New Year moves, and the step that a streak could have had besides."""
        yield from self.lone(growths, spans)
        yield from self.longer(growths, spans, chains.STEADY)

    def longer(self, changes: Sequence[Formula], spans: Sequence[Period], least: Decimal = _NOTHING) -> Iterator[str]:
        """Yield the step that a run of changes of more than `least` per cent could have had besides."""
        before = self._before(spans[-1], changes)
        way = self._surely(changes, before, _SURELY if least else least)
        if way and way == self._way(changes, spans[-1], least):
            yield f"it leaves out {before}, which goes the same way"

    def lone(self, changes: Sequence[Formula], spans: Sequence[Period]) -> Iterator[str]:
        """Yield single months that Lunar New Year moves."""
        if self._is_lunar(changes):
            lone = [span for span in spans if span.months == 1 and span.first % _YEAR < _TWO]
            yield from (f"{span} is no step of a streak where Lunar New Year moves" for span in lone)

    def _before(self, span: Period, growths: Sequence[Formula]) -> Period:
        if span.months in _ALIKE:
            return span.step(-1)
        last = span.first - 1
        is_february = last % _YEAR == 1
        return Period(last - 1, _TWO) if is_february and self._is_lunar(growths) else Period(last, 1)

    def _is_lunar(self, growths: Sequence[Formula]) -> bool:
        return steps_a_year(self._parties(growths)) < _YEAR

    def _surely(self, growths: Sequence[Formula], span: Period, least: Decimal) -> str | None:
        """Return the way that a change goes whatever its figures' last digits stand for, None where it is open."""
        parties, codes = self._parties(growths)[0], self.terms.codes(*growths)
        off = (
            sum((self.releases.units.get((parties, code), Decimal(0)) for code in codes), Decimal(0)) * span.months / 2
        )
        ways = {self._way(growths, span, least, off=by) for by in (-off, off)}
        return ways.pop() if len(ways) == 1 else None

    def _way(
        self, growths: Sequence[Formula], span: Period, least: Decimal = chains.STEADY, *, off: Decimal = _NOTHING
    ) -> str | None:
        """Return the way of the change from the year before by what the releases have, None where it is not known.

        It is that of a level `off` higher, and of one that much lower a year before.
        """
        parties, codes = self._parties(growths)[0], self.terms.codes(*growths)
        if any(self.releases.is_bound(parties, code, one) for code in codes for one in (span, span.year_before())):
            return None
        now, base = (self.releases.total(parties, codes, one) for one in (span, span.year_before()))
        if now is None or not base or base <= off:
            return None
        return chains.way_of(Span.point((now + off) / (base - off) * Decimal(100) - 100), least)

    def _parties(self, parts: Sequence[Formula]) -> list[Parties]:
        return self.terms.parties(*parts) or self.terms.every_party
