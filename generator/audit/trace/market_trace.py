"""Work out markets again from the releases: the trade with all partners, and the rank of one among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from generator.audit.edition_data import Data, cached_method
from generator.audit.trace.customs_releases import CustomsReleases, months
from generator.audit.trace.formulas import (
    MARKETS,
    Formula,
    FormulaCalculator,
    Parties,
    heads_of,
    own_parts,
    period_of,
)
from generator.audit.trace.value_spans import YEAR, equal
from generator.trade.codes import WORLD, Flow, area, is_within, roots
from generator.trade.period import Period

_NEAR = Decimal("0.005")  # of the World's row: how far the sum of all partners may be from it if they have ranks
_PART = Decimal("0.03")  # of the market: the least share of a line that cannot be absent
_LONGEST = 3  # months of the longest figure within a span
_ENDS = frozenset({"growth", "difference", "multiple", "share_gain"})  # formulas of a newer and an older part
Timed = tuple[Formula, Period]


@dataclass(frozen=True)
class MarketTrace:
    """Judges the claims on markets of one edition."""

    calculator: FormulaCalculator
    releases: CustomsReleases
    codes: Sequence[str]  # of the briefing
    trade: AbstractSet[Parties]  # those of the trade that the edition is about, if other claims say which

    def faults(self, claim: Data) -> Iterator[str]:
        """Yield where a market, or the rank of a partner in it, differs from the rows of all partners."""
        if not any(head in MARKETS for head in heads_of(claim["formula"])):
            return
        own = set(self.calculator.parties(*own_parts(claim["formula"])))
        if self.trade and not own <= self.trade:
            yield f"it is about {sorted(own)}, the edition about {sorted(self.trade)}"
        now = period_of(claim["period"])
        base = period_of(claim["compare_period"]) if claim["compare_period"] else now
        codes = tuple(claim["codes"])
        for formula, time in _markets(claim["formula"], now, base):
            if formula[0] == "market":
                yield from self._market(formula, codes, time)
            elif formula[0] == "mirror":
                yield from self._mirror(formula, codes, time)
            elif formula[0] == "supplier_share":
                yield from self._supplier(formula, codes, time)
            else:
                yield from self._rank(formula, codes, time)

    def _mirror(self, formula: Formula, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        parties = self.calculator.parties(formula)
        trade = [
            (partner, reporter, Flow(flow).opposite.value) for reporter, partner, flow in self.calculator.every_party
        ]
        if len(parties) != 1 or parties[0] not in trade:
            yield f"{parties} is no report of the partner"
            return
        expected, value = self.releases.total(parties[0], codes, time), self.calculator.span(formula).value
        if expected is None or not equal(value, expected):
            yield f"the partner's report of {time} comes to {expected}, it takes {value}"

    def _supplier(self, formula: Formula, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        """Yield where a share of any partner is not that of its rows in the market of the trade."""
        _, part, market = formula
        parties = self.calculator.parties(part)
        flows = {(reporter, flow) for reporter, _, flow in self.calculator.parties(market)}
        if len(parties) != 1 or {(reporter, flow) for reporter, _, flow in parties} != flows:
            yield f"{parties} is no partner in the market of {sorted(flows)}"
            return
        expected, value = self._total(parties[0], codes, time), self.calculator.span(part).value
        if expected is None or not equal(value, expected):
            yield f"{parties[0][1]} comes to {expected} in {time}, its share takes {value}"
        yield from self._market(market, codes, time)

    def _market(self, formula: Formula, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        parties = self.calculator.parties(formula)
        if not parties:
            yield "a market without a cell is none"
            return
        reporter, _, flow = parties[0]
        world = (reporter, WORLD, flow)
        if {partner for _, partner, _ in parties} == {WORLD}:
            expected = self.releases.total(world, codes, time)
        else:
            yield from self._gaps(reporter, flow, codes, time)
            yield from self._unreported(reporter, flow, codes, time)
            partners = [partner for partner in self._partners(reporter, flow) if partner != reporter]
            expected = self._sum(reporter, flow, partners, codes, time)
        value = self.calculator.span(formula).value
        if expected is None or not equal(value, expected):
            yield f"the trade with all partners in {time} comes to {expected}, it takes {value}"

    def _rank(self, formula: Formula, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        own, *others = formula[1:]
        reporter, own_partner, flow = self.calculator.parties(own)[0]
        listed: dict[str, Decimal] = {}
        for part in others:
            partners = [partner for _, partner, _ in self.calculator.parties(part)]
            if len(partners) != 1 or partners[0] in listed:
                yield f"{partners} is no partner of its own"
                return
            listed[partners[0]] = self.calculator.span(part).value
        for partner in self._partners(reporter, flow):
            if partner in {reporter, own_partner} or not area(partner).has_rank:
                continue
            expected = self._total((reporter, partner, flow), codes, time) or Decimal(0)
            value = listed.pop(partner, Decimal(0))
            if not equal(value, expected):
                yield f"{partner} comes to {expected} in {time}, the rank takes {value}"
        if listed:
            yield f"{sorted(listed)} have no rank"
        yield from self._are_all(reporter, flow, codes, time)
        yield from self._unreported(reporter, flow, codes, time)

    def _are_all(self, reporter: str, flow: str, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        """Yield a fault if partners may be missing: their sum is not the World's row, or no release has them all."""
        world = self.releases.total((reporter, WORLD, flow), codes, time)
        if world is None:
            yield from self._gaps(reporter, flow, codes, time)
            return
        every = self._sum(reporter, flow, self._partners(reporter, flow), codes, time)
        if every is None or abs(every - world) > _NEAR * world:
            yield f"all partners come to {every} in {time}, the World to {world}: some may be missing"

    def _gaps(self, reporter: str, flow: str, codes: Sequence[str], time: Period) -> Iterator[str]:
        every = (reporter, "", flow)
        for code in codes:
            if not all(self.releases.is_complete(every, code, month) for month in months(time)):
                yield f"no release has all partners in {code} in {time}"

    def _unreported(self, reporter: str, flow: str, codes: tuple[str, ...], time: Period) -> Iterator[str]:
        """Yield each month without a row of a partner's line that is large in the market and was traded every month.

        Such a line was not reported. It had trade in each of the twelve months before, and 3% of the market in them.
        """
        lines = [line for line in self.codes if any(is_within(line, code) for code in codes)]
        for partner in self._partners(reporter, flow):
            parties = (reporter, partner, flow)
            for line in lines:
                if not self.releases.within(parties, line):
                    continue
                accepted = self.releases.periods(self.releases.accepted_spans, parties, line)
                for month in time.split():
                    is_absent = month not in accepted and not self.releases.rows_of(parties, line, month)
                    if is_absent and self._is_steady(parties, line, month):
                        yield f"{partner} has no row of {line} in {month}, which had trade in each month before"

    def _is_steady(self, parties: Parties, line: str, month: Period) -> bool:
        before = [Period(at, 1) for at in range(month.first - YEAR, month.first)]
        amounts = [self._total(parties, (line,), at) for at in before]
        if not all(amounts):
            return False
        reporter, _, flow = parties
        partners = self._partners(reporter, flow)
        market = Decimal(0)  # of what is known: a withheld row does not take its month's other rows away
        for partner, code, at in product(partners, roots(self.codes), before):
            market += self._total((reporter, partner, flow), (code,), at) or Decimal(0)
        return sum((value for value in amounts if value is not None), Decimal(0)) >= _PART * market

    @cached_method
    def _partners(self, reporter: str, flow: str) -> Sequence[str]:
        """Return the partners with a row, without the World and other unions."""
        pairs = {parties for parties, _ in self.releases.rows}
        partners = {partner for of, partner, way in pairs if (of, way) == (reporter, flow)}
        return sorted(partner for partner in partners if not area(partner).is_union)

    def _sum(
        self, reporter: str, flow: str, partners: Sequence[str], codes: tuple[str, ...], time: Period
    ) -> Decimal | None:
        totals = [self._total((reporter, partner, flow), codes, time) for partner in partners]
        return None if None in totals else sum((total for total in totals if total is not None), Decimal(0))

    @cached_method
    def _total(self, parties: Parties, codes: tuple[str, ...], time: Period) -> Decimal | None:
        """Return the sum of a partner's rows in a period, 0 without a row, or None if a row has no number."""
        total = Decimal(0)
        for code in codes:
            month, end = time.first, time.first + time.months
            while month < end:
                lengths = (time.months, *range(1, _LONGEST + 1)) if month == time.first else range(1, _LONGEST + 1)
                spans = [Period(month, length) for length in lengths if month + length <= end]
                printed = next((span for span in spans if self.releases.rows_of(parties, code, span)), spans[-1])
                rows = self.releases.rows_of(parties, code, printed).values()
                amounts = [row.amount for row in rows if row.amount is not None]
                if len(amounts) < len(rows):
                    return None
                total += sum(amounts, Decimal(0))
                month += printed.months if rows else 1
        return total


def _markets(formula: Formula, now: Period, base: Period) -> Iterator[Timed]:
    """Yield each market and each rank in a formula, with its period."""
    head, *parts = formula
    if head in MARKETS:
        yield formula, now
        return
    for place, part in enumerate(parts):
        if isinstance(part, tuple):
            yield from _markets(part, base if head in _ENDS and place else now, base)
