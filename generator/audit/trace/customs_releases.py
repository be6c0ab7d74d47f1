"""What the releases of customs have, by parties, code and period; each sheet is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.audit.edition_data import Data, cached_method
from generator.audit.trace.document_sheets import DocumentSheet
from generator.audit.trace.formulas import Parties, is_within_time, period_of
from generator.audit.trace.value_spans import last_digit
from generator.trade.codes import WORLD, Flow, area, is_within, parts
from generator.trade.period import Period

_PROVISIONAL = "P"
TradeKey = tuple[Parties, str]  # whose trade, in which code
Spans = dict[Parties, dict[Period, set[tuple[str, ...]]]]  # codes by period


class CustomsRow(NamedTuple):
    """What one row of customs says: its amount, or None where it gives no number; `unit` is that of its last digit.

    `bound` is "over" or "about" of an amount that is but a bound, `place` that of the release in which the row stands.
    """

    amount: Decimal | None
    unit: Decimal
    edition: str
    valuation: str
    is_provisional: bool
    bound: str
    place: int


@dataclass
class CustomsReleases:
    """Customs' rows by parties and code, of which the newest about a period counts.

    `complete_spans` has the periods for which a complete release has all trade of the parties (partner "": of every one
    but the World) in some codes (none named: in all): in one of these a line without a row had no trade, a code without
    one is its lines' sum. Of a month within one nothing follows.
    `accepted_spans` has those of releases that a person took in against a doubt.
    The rest is entered when all rows are taken in (trace/release_breaks.py): `gaps` are periods in which a line was not
    reported though it has no row in a complete release, `excluded` are months whose figures are not of a code's series.
    By parties, `valuation_now` is how figures are valued now and `old_valuations` how they were in months that are
    excluded for it.
    """

    rows: dict[TradeKey, dict[Period, CustomsRow]] = field(default_factory=lambda: defaultdict(dict))
    complete_spans: Spans = field(default_factory=dict)
    accepted_spans: Spans = field(default_factory=dict)
    gaps: dict[TradeKey, set[Period]] = field(default_factory=lambda: defaultdict(set))
    excluded: dict[TradeKey, set[int]] = field(default_factory=lambda: defaultdict(set))
    valuation_now: dict[Parties, str] = field(default_factory=dict)
    old_valuations: dict[Parties, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, sheets: Mapping[str, DocumentSheet], *, first: bool = False) -> CustomsReleases:
        """Return what `sheets` has; the newest release comes last and counts, and one document may be several.

        With `first` they are taken in the other way round: what was said first counts.
        """
        releases = cls()
        placed_sheets = [
            (place, sheet)
            for number, sheet in enumerate(sheets.values())
            for place in sheet.document.get("places", (number,))
        ]
        for place, sheet in sorted(placed_sheets, key=lambda pair: pair[0], reverse=first):
            rows = list(_rows(sheet, place))
            releases._cover(sheet.document, {(key[0], period) for key, period, _ in rows}, place)
            for key, period, row in rows:
                releases.rows[key].pop(period, None)
                releases.rows[key][period] = row
        return releases

    def _cover(self, document: Data, printed: Iterable[tuple[Parties, Period]], place: int) -> None:
        """Enter what a release is complete about; what earlier ones had of that no longer counts."""
        entered = [self.complete_spans, *([self.accepted_spans] if document.get("accepted") else [])]
        covered = [(parties, (), period) for parties, period in printed if document.get("covers") == "all"]
        for part in document.get("coverage", ()):
            if part.get("place", place) == place:
                parties = (part["reporter"], part["partner"], part["flow"])
                covered += [(parties, tuple(part["codes"]), period_of(text.strip())) for text in part["periods"]]
        for parties, codes, period in covered:
            for spans in entered:
                spans.setdefault(parties, {}).setdefault(period, set()).add(codes)
            for (row_parties, code), rows in self.rows.items():
                if parties in _holders(row_parties) and _holds(codes, code):
                    rows.pop(period, None)

    def of_code(self, parties: Parties, code: str) -> Mapping[Period, CustomsRow]:
        """Return the rows of a code by period."""
        return self.rows.get((parties, code), {})

    @cached_method
    def by_month(self, parties: Parties, code: str) -> Mapping[int, CustomsRow]:
        """Return the newest row of a code about each month."""
        return {month: row for period, row in self.of_code(parties, code).items() for month in months(period)}

    @cached_method
    def editions(self, parties: Parties) -> Mapping[int, str]:
        """Return the newest edition of the HS that a row of each month says that it is of."""
        editions: dict[int, str] = {}
        for (row_parties, _), rows in self.rows.items():
            if row_parties != parties:
                continue
            for period, row in rows.items():
                for month in months(period) if row.edition else ():
                    editions[month] = max(editions.get(month, ""), row.edition)
        return editions

    def periods(self, spans: Spans, parties: Parties, code: str) -> set[Period]:
        """Return the periods of `spans`, the complete or the accepted ones, that are about `code`."""
        pairs = [pair for holder in _holders(parties) for pair in spans.get(holder, {}).items()]
        return {period for period, groups in pairs if any(_holds(codes, code) for codes in groups)}

    @cached_method
    def complete(self, parties: Parties, code: str) -> set[Period]:
        """Return the periods of complete releases about a code."""
        return self.periods(self.complete_spans, parties, code)

    @cached_method
    def is_complete(self, parties: Parties, code: str, month: int) -> bool:
        """Say whether a complete release has all trade of the parties in what `code` was in that month."""
        periods = self.complete(parties, code) - self.gaps.get((parties, code), set())
        return any(month in months(period) for period in periods)

    def covers(self, parties: Parties, code: str, month: int) -> bool:
        """Say whether a complete release has all trade of the parties in `code`, as it is now, in that month."""
        return month not in self.excluded.get((parties, code), ()) and self.is_complete(parties, code, month)

    @cached_method
    def within(self, parties: Parties, code: str) -> list[str]:
        """Return the codes within one, itself included, that have a row."""
        lines = [line for (row_parties, line), rows in self.rows.items() if row_parties == parties and rows]
        return [line for line in lines if is_within(line, code)]

    def lines(self, parties: Parties, code: str, period: Period) -> dict[str, CustomsRow]:
        """Return the rows whose sum a code without a row of its own is: those of its outermost lines, by code."""
        deeper = [line for line in self.within(parties, code) if period in self.of_code(parties, line)]
        return {line: self.rows[parties, line][period] for line in parts(code, deeper)}

    def rows_of(self, parties: Parties, code: str, period: Period) -> dict[str, CustomsRow]:
        """Return the row of a code, or those of the lines within it where it has none, by code."""
        row = self.of_code(parties, code).get(period)
        return {code: row} if row else self.lines(parties, code, period)

    def value(self, parties: Parties, code: str, span: Period) -> Decimal | None:
        """Return the value of `code` over `span`: its own cell, else that of its lines, else the sum of its months.

        None where one is unknown; months go before what was printed of some of them together.
        """
        excluded = self.excluded.get((parties, code), ())
        if any(month in excluded for month in months(span)):
            return None
        row = self.of_code(parties, code).get(span)
        if row:
            return row.amount
        if self._is_whole(parties, code, span) and self.lines(parties, code, span):
            return self._unprinted(parties, code, span)
        total, month, end = Decimal(0), span.first, span.first + span.months
        while month < end:
            for part in self._parts(parties, code, month, end):
                printed = self.of_code(parties, code).get(part)
                value = printed.amount if printed else self._unprinted(parties, code, part)
                if value is not None:
                    month, total = month + part.months, total + value
                    break
            else:
                return None
        return total

    def _parts(self, parties: Parties, code: str, month: int, end: int) -> Iterator[Period]:
        """Yield the periods from `month` on, up to `end`, of which there may be a figure of a code, shortest first."""
        periods = {*self.complete(parties, code), *self.of_code(parties, code)}
        lengths = sorted({period.months for period in periods if period.first == month})
        return (Period(month, length) for length in lengths if month + length <= end)

    def _unprinted(self, parties: Parties, code: str, period: Period) -> Decimal | None:
        """Return what a code without a row came to in a period, None where that is not known or bounded in two ways."""
        if not self._is_whole(parties, code, period) or period in self.gaps.get((parties, code), ()):
            return None
        amounts = [row.amount for row in self.lines(parties, code, period).values()]
        if None in amounts or self.is_open(parties, code, period):
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))

    def is_open(self, parties: Parties, code: str, period: Period) -> bool:
        """Say whether lines within a code are bounds of two kinds in a period: they have no sum."""
        return len({row.bound for row in self.lines(parties, code, period).values()} - {""}) > 1

    @cached_method
    def _is_whole(self, parties: Parties, code: str, period: Period) -> bool:
        """Say whether a complete release has all trade of the parties in `code`, as it is now, in this very period."""
        excluded = self.excluded.get((parties, code), ())
        return period in self.complete(parties, code) and not any(month in excluded for month in months(period))

    def total(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return the sum of `codes` over `span`, None where a month of one is unknown."""
        values = [self.value(parties, code, span) for code in codes]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def margin(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal:
        """Return by how much a sum may be off at most: by half a last digit of each line in each month."""
        lines = [line for code in codes for line in self.within(parties, code)]
        units = [max(row.unit for row in self.rows[parties, line].values()) for line in lines]
        return sum(units, Decimal(0)) * span.months / 2

    @cached_method
    def is_silent(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether complete releases cover every month of a span and have no row of a code, or within it, in any.

        Where each month has its own release, a row of more months than the span's says nothing of it.
        """
        if not all(self.covers(parties, code, month) for month in months(span)):
            return False
        is_by_month = all(self._is_whole(parties, code, month) for month in span.split())
        printed = [period for line in self.within(parties, code) for period in self.rows[parties, line]]
        return not any(is_within_time(period, span) if is_by_month else meets(span, period) for period in printed)

    def codes_with_figure(self, parties: Parties, codes: Iterable[str], span: Period) -> set[str]:
        """Return those of `codes` that have a figure of a period within `span`."""
        return {code for code in codes if self._has_figure(parties, code, span)}

    def _has_figure(self, parties: Parties, code: str, span: Period) -> bool:
        excluded = self.excluded.get((parties, code), ())
        for period, row in self.of_code(parties, code).items():
            if is_within_time(period, span) and period.first not in excluded and row.amount is not None:
                return True
        parts = [part for month in months(span) for part in self._parts(parties, code, month, span.first + span.months)]
        return any(
            self.lines(parties, code, part) and self._unprinted(parties, code, part) is not None for part in parts
        )

    def is_known(self, parties: Parties, code: str, lines: Iterable[str], span: Period) -> bool:
        """Say whether a line, and every one of an edition's `lines` that it lies in, has a figure of `span`."""
        above = [line for line in lines if is_within(code, line)] or [code]
        return all(self.value(parties, line, span) is not None for line in above)

    def may_change(self, parties: Parties, codes: Iterable[str], month: int) -> bool:
        """Say whether customs call a month of `codes`, or of what lies within them, provisional."""
        lines = [line for code in codes for line in self.within(parties, code)]
        rows = [self.by_month(parties, line).get(month) for line in lines]
        return any(row.is_provisional for row in rows if row)

    def is_bound(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether a figure of `code` is but a bound in a month of `span`, or one within it where it has no row."""
        by_month = self.by_month(parties, code)
        for month in months(span):
            lines = [code] if month in by_month else self.within(parties, code)
            rows = [self.by_month(parties, line).get(month) for line in lines]
            if any(row.bound for row in rows if row):
                return True
        return False

    def first_month(self, parties: Parties, codes: Iterable[str]) -> int | None:
        """Return the earliest month of which the releases say anything about `codes`, None where there is none."""
        printed = [period.first for code in codes for period in self.of_code(parties, code)]
        complete = [period.first for holder in _holders(parties) for period in self.complete_spans.get(holder, ())]
        return min([*printed, *complete], default=None)


def months(span: Period) -> range:
    """Return the months of a period by their number."""
    return range(span.first, span.first + span.months)


def meets(span: Period, other_span: Period) -> bool:
    """Say whether two periods have a month in common."""
    return span.first < other_span.first + other_span.months and other_span.first < span.first + span.months


_OF_ROW = ("standing", "reporter", "partner", "flow", "period", "code", "value", "status", "qualifier")


def _rows(sheet: DocumentSheet, place: int) -> Iterator[tuple[TradeKey, Period, CustomsRow]]:
    """Yield what each row of a sheet says, but for those that are no figure of customs."""
    for row in sheet.usable():
        texts = [(text or "").strip() for text in sheet.fields(row, _OF_ROW)]
        standing, reporter, partner, flow, month, code, value, status, qualifier = texts
        if standing.lower() not in {"", "customs"}:
            continue
        try:
            parties, period = _parties(reporter, partner, flow), period_of(month)
        except ValueError:
            continue
        bound = qualifier.lower().replace("exact", "")
        amount, unit = None, Decimal(0)
        try:
            printed = sheet.value(value)
        except ValueError:
            pass  # its cell gives no number
        else:
            scale = sheet.multiplier(row) or Decimal(1)
            amount, unit = printed * scale if printed >= 0 else None, last_digit(printed) * scale
        edition, valuation = sheet.edition(row, period.year), sheet.valuation(row)
        customs_row = CustomsRow(amount, unit, edition, valuation, status == _PROVISIONAL, bound, place)
        yield (parties, code), period, customs_row


@cache
def _parties(reporter: str, partner: str, flow: str) -> Parties:
    return area(reporter).iso3, area(partner).iso3, Flow.of(flow).value


def _holders(parties: Parties) -> tuple[Parties, ...]:
    """Return whose completeness holds for `parties`: their own, and that of every partner, of which the World is none.

    A table of every partner without a row of the World does not say that nothing was traded.
    """
    reporter, partner, flow = parties
    return (parties,) if partner == WORLD else (parties, (reporter, "", flow))


def _holds(codes: tuple[str, ...], code: str) -> bool:
    """Say whether what is complete in `codes` (none: in all) is complete in `code`."""
    return not codes or any(
        holder[1:] == code if holder.startswith("=") else is_within(code, holder) for holder in codes
    )
