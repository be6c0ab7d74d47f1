"""What the customs releases contain, by parties, code and period. Each sheet is read once."""

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
TradeKey = tuple[Parties, str]  # parties and code
Spans = dict[Parties, dict[Period, set[tuple[str, ...]]]]  # groups of codes, by parties and period


class CustomsRow(NamedTuple):
    """The content of one customs row."""

    amount: Decimal | None  # None if the cell has no number
    unit: Decimal  # the value of one unit in its last digit
    edition: str
    valuation: str
    is_provisional: bool
    bound: str  # "over" or "about" if the amount is only a bound, else ""
    place: int  # of its release in the order of releases


@dataclass
class CustomsReleases:
    """Customs' rows by parties and code. The newest row about a period counts.

    release_breaks.py enters the last four fields after all rows are read.
    """

    rows: dict[TradeKey, dict[Period, CustomsRow]] = field(default_factory=lambda: defaultdict(dict))
    # Periods for which a complete release has all trade of the parties (partner "": every partner except the World) in
    # some codes (empty: all codes). In them a line without a row had no trade, and a code without a row is the sum of
    # its lines. This says nothing about a single month of a longer period.
    complete_spans: Spans = field(default_factory=dict)
    accepted_spans: Spans = field(default_factory=dict)  # those of a person's word that there was no trade
    # Periods in which a line was not reported, although a complete release has no row of it.
    gaps: dict[TradeKey, set[Period]] = field(default_factory=lambda: defaultdict(set))
    # Months whose figures do not belong to a code's series.
    excluded: dict[TradeKey, set[int]] = field(default_factory=lambda: defaultdict(set))
    _codes: dict[Parties, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))  # with a row, by parties
    valuation_now: dict[Parties, str] = field(default_factory=dict)  # how figures are valued now
    # How figures were valued in months that are excluded for that reason.
    old_valuations: dict[Parties, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, sheets: Mapping[str, DocumentSheet], *, first: bool = False) -> CustomsReleases:
        """Return the releases in `sheets`. The newest comes last and counts. One document may be several releases.

        With `first` the order is reversed, so the first figures count.
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
                releases._codes[key[0]][key[1]] = None
        return releases

    def _cover(self, document: Data, printed: Iterable[tuple[Parties, Period]], place: int) -> None:
        """Enter what a release is complete about. Earlier rows within that scope no longer count."""
        entered = [self.complete_spans]
        if is_statement(document):
            entered.append(self.accepted_spans)
        covered = [(parties, (), period) for parties, period in printed if document.get("covers") == "all"]
        for part in document.get("coverage", ()):
            if part.get("place", place) == place:
                parties = (part["reporter"], part["partner"], part["flow"])
                covered += [(parties, tuple(part["codes"]), period_of(text.strip())) for text in part["periods"]]
        for parties, codes, period in covered:
            for spans in entered:
                spans.setdefault(parties, {}).setdefault(period, set()).add(codes)
            for row_parties in self._within(parties):
                for code in self._codes[row_parties]:
                    if _holds(codes, code):
                        self.rows[row_parties, code].pop(period, None)

    def _within(self, parties: Parties) -> list[Parties]:
        """Return the parties with a row whose trade `parties` include: themselves, or every partner but the World."""
        if parties[1]:
            return [parties] if parties in self._codes else []
        return [row_parties for row_parties in self._codes if parties in _holders(row_parties)]

    def of_code(self, parties: Parties, code: str) -> Mapping[Period, CustomsRow]:
        """Return the rows of a code by period."""
        return self.rows.get((parties, code), {})

    @cached_method
    def by_month(self, parties: Parties, code: str) -> Mapping[int, CustomsRow]:
        """Return the newest row of a code about each month."""
        return {month: row for period, row in self.of_code(parties, code).items() for month in months(period)}

    @cached_method
    def editions(self, parties: Parties) -> Mapping[int, str]:
        """Return the newest HS edition that a row states, for each month."""
        editions: dict[int, str] = {}
        for (row_parties, _), rows in self.rows.items():
            if row_parties != parties:
                continue
            for period, row in rows.items():
                for month in months(period) if row.edition else ():
                    editions[month] = max(editions.get(month, ""), row.edition)
        return editions

    def periods(self, spans: Spans, parties: Parties, code: str) -> set[Period]:
        """Return the periods in `spans`, which are the complete or the accepted ones, that are about `code`."""
        pairs = [pair for holder in _holders(parties) for pair in spans.get(holder, {}).items()]
        return {period for period, groups in pairs if any(_holds(codes, code) for codes in groups)}

    @cached_method
    def complete(self, parties: Parties, code: str) -> set[Period]:
        """Return the periods for which a complete release has a code."""
        return self.periods(self.complete_spans, parties, code)

    @cached_method
    def is_complete(self, parties: Parties, code: str, month: int) -> bool:
        """Whether a complete release has all trade of the parties in `code`, as it was counted in that month."""
        periods = self.complete(parties, code) - self.gaps.get((parties, code), set())
        return any(month in months(period) for period in periods)

    def covers(self, parties: Parties, code: str, month: int) -> bool:
        """Whether a complete release has all trade of the parties in `code`, as it is counted now, in that month."""
        return month not in self.excluded.get((parties, code), ()) and self.is_complete(parties, code, month)

    @cached_method
    def within(self, parties: Parties, code: str) -> list[str]:
        """Return the codes within `code`, including itself, that have a row."""
        lines = [line for line in self._codes.get(parties, ()) if self.rows[parties, line]]
        return [line for line in lines if is_within(line, code)]

    def lines(self, parties: Parties, code: str, period: Period) -> dict[str, CustomsRow]:
        """Return the rows, by code, that add up to a code without its own row: those of its outermost lines."""
        deeper = [line for line in self.within(parties, code) if period in self.of_code(parties, line)]
        return {line: self.rows[parties, line][period] for line in parts(code, deeper)}

    def rows_of(self, parties: Parties, code: str, period: Period) -> dict[str, CustomsRow]:
        """Return the row of a code or, if it has none, the rows of its lines, by code."""
        row = self.of_code(parties, code).get(period)
        return {code: row} if row else self.lines(parties, code, period)

    def value(self, parties: Parties, code: str, span: Period) -> Decimal | None:
        """Return the value of `code` over `span`: its own row, else the sum of its lines, else the sum of its months.

        Return None if one of them is unknown. Single months take precedence over several months printed together.
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
        """Yield the periods that begin in `month`, end by `end`, and may have a figure of a code, shortest first."""
        periods = {*self.complete(parties, code), *self.of_code(parties, code)}
        lengths = sorted({period.months for period in periods if period.first == month})
        return (Period(month, length) for length in lengths if month + length <= end)

    def _unprinted(self, parties: Parties, code: str, period: Period) -> Decimal | None:
        """Return the value of a code without a row in a period, or None if it is unknown or has bounds of two kinds."""
        if not self._is_whole(parties, code, period) or period in self.gaps.get((parties, code), ()):
            return None
        amounts = [row.amount for row in self.lines(parties, code, period).values()]
        if None in amounts or self.is_open(parties, code, period):
            return None
        return sum((amount for amount in amounts if amount is not None), Decimal(0))

    def is_open(self, parties: Parties, code: str, period: Period) -> bool:
        """Whether a code's lines have bounds of two kinds in a period, so that they have no sum."""
        return len({row.bound for row in self.lines(parties, code, period).values()} - {""}) > 1

    @cached_method
    def _is_whole(self, parties: Parties, code: str, period: Period) -> bool:
        """Whether a complete release has all trade in `code`, as it is counted now, for exactly this period."""
        excluded = self.excluded.get((parties, code), ())
        return period in self.complete(parties, code) and not any(month in excluded for month in months(period))

    def total(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return the sum of `codes` over `span`, or None if any of them is unknown."""
        values = [self.value(parties, code, span) for code in codes]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def margin(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal:
        """Return the largest rounding error of a sum: half a last digit for each line and month."""
        lines = [line for code in codes for line in self.within(parties, code)]
        units = [max(row.unit for row in self.rows[parties, line].values()) for line in lines]
        return sum(units, Decimal(0)) * span.months / 2

    @cached_method
    def is_silent(self, parties: Parties, code: str, span: Period) -> bool:
        """Whether complete releases cover every month of a span and have no row of a code or its lines in any.

        If each month has its own release, a row of a period longer than the span says nothing about the span.
        """
        if not all(self.covers(parties, code, month) for month in months(span)):
            return False
        is_by_month = all(self._is_whole(parties, code, month) for month in span.split())
        printed = [period for line in self.within(parties, code) for period in self.rows[parties, line]]
        return not any(is_within_time(period, span) if is_by_month else meets(span, period) for period in printed)

    def codes_with_figure(self, parties: Parties, codes: Iterable[str], span: Period) -> set[str]:
        """Return those of `codes` that have a figure for a period within `span`."""
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
        """Whether a line has a figure for `span`, and so has every line of the edition that contains it."""
        above = [line for line in lines if is_within(code, line)] or [code]
        return all(self.value(parties, line, span) is not None for line in above)

    def may_change(self, parties: Parties, codes: Iterable[str], month: int) -> bool:
        """Whether customs calls a month of `codes`, or of their lines, provisional."""
        lines = [line for code in codes for line in self.within(parties, code)]
        rows = [self.by_month(parties, line).get(month) for line in lines]
        return any(row.is_provisional for row in rows if row)

    def is_bound(self, parties: Parties, code: str, span: Period) -> bool:
        """Whether a figure of `code`, or of its lines if it has no row, is only a bound in a month of `span`."""
        by_month = self.by_month(parties, code)
        for month in months(span):
            lines = [code] if month in by_month else self.within(parties, code)
            rows = [self.by_month(parties, line).get(month) for line in lines]
            if any(row.bound for row in rows if row):
                return True
        return False

    def first_month(self, parties: Parties, codes: Iterable[str]) -> int | None:
        """Return the earliest month about which the releases say anything on `codes`, or None."""
        printed = [period.first for code in codes for period in self.of_code(parties, code)]
        complete = [period.first for holder in _holders(parties) for period in self.complete_spans.get(holder, ())]
        return min([*printed, *complete], default=None)


def is_statement(document: Data) -> bool:
    """Whether a document is a person's word, and no row, that what it covers had no trade."""
    return bool(document.get("accepted")) and document.get("rows") == 0


def months(span: Period) -> range:
    """Return the months of a period as numbers."""
    return range(span.first, span.first + span.months)


def meets(span: Period, other_span: Period) -> bool:
    """Whether two periods have a month in common."""
    return span.first < other_span.first + other_span.months and other_span.first < span.first + span.months


_OF_ROW = ("standing", "reporter", "partner", "flow", "period", "code", "value", "status", "qualifier")


def _rows(sheet: DocumentSheet, place: int) -> Iterator[tuple[TradeKey, Period, CustomsRow]]:
    """Yield the content of each row of a sheet that is a customs figure."""
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
            pass  # the cell has no number
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
    """Return the parties whose completeness includes `parties`: themselves, and every partner unless it is the World.

    A table of every partner without a row of the World does not say that nothing was traded.
    """
    reporter, partner, flow = parties
    return (parties,) if partner == WORLD else (parties, (reporter, "", flow))


def _holds(codes: tuple[str, ...], code: str) -> bool:
    """Whether completeness in `codes` (empty: all codes) includes `code`."""
    return not codes or any(
        holder[1:] == code if holder.startswith("=") else is_within(code, holder) for holder in codes
    )
