"""Releases: what customs' releases have for parties, code and period; each sheet is gone through once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.audit.arithmetic import last_digit
from generator.audit.kept import asked
from generator.audit.sheets import Sheet
from generator.trade.codes import WORLD, Flow, area, is_within
from generator.trade.period import Period
from generator.trade.rollup import roots

Parties = tuple[str, str, str]  # reporter, partner, flow
_PROVISIONAL = "P"
Series = dict[int, dict[int, Decimal | None]]  # by first month and length
Spans = dict[Parties, dict[Period, set[tuple[str, ...]]]]  # codes by period


@dataclass
class Releases:
    """Customs' figures by parties and code, then by first month and length; None where the newest release withholds it.

    `units` are what the last digits of a line's figures stand for, the coarsest of them.
    `whole` has the periods for which a complete release has all trade of the parties (partner "": of every one but the
    World) in some codes (none named: in all): in one of these a line without a row had no trade, a code without one is
    its lines' sum. Of a month within one nothing follows.
    `accepted` has those of releases that a person took in against a doubt; `gaps` are periods in which a line was not
    reported though it has no row in a complete release (audit.breaks).
    `editions` of the HS are those that rows say they are of; `apart` are months that a code's series does not have.
    `valuations` (CIF, FOB) are those of rows that tell; by parties, `valued` is how they are now and `revalued` how
    they were in months that are apart for it. `places` are those of the releases whose row counts,
    `provisional` the months whose row says that it may change, `bounded` what it says of those that are but a bound,
    "over" or "about".
    """

    series: dict[tuple[Parties, str], Series] = field(default_factory=dict)
    whole: Spans = field(default_factory=dict)
    accepted: Spans = field(default_factory=dict)
    gaps: dict[tuple[Parties, str], set[Period]] = field(default_factory=dict)
    units: dict[tuple[Parties, str], Decimal] = field(default_factory=dict)
    editions: dict[Parties, dict[int, str]] = field(default_factory=dict)
    own_editions: dict[tuple[Parties, str], dict[int, str]] = field(default_factory=dict)
    apart: dict[tuple[Parties, str], set[int]] = field(default_factory=dict)
    valuations: dict[tuple[Parties, str], dict[int, str]] = field(default_factory=dict)
    valued: dict[Parties, str] = field(default_factory=dict)
    revalued: dict[Parties, dict[int, str]] = field(default_factory=dict)
    places: dict[tuple[Parties, str, Period], int] = field(default_factory=dict)
    provisional: dict[tuple[Parties, str], set[int]] = field(default_factory=dict)
    bounded: dict[tuple[Parties, str], dict[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Mapping[str, Sheet], *, first: bool = False) -> Releases:
        """Return what `found` has; the newest release comes last and counts, and one document may be several.

        With `first` they are taken in the other way round: what was said first counts.
        """
        releases = cls()
        lines = [[line for row in sheet.usable() if (line := _line(sheet, row))] for sheet in found.values()]
        known = zip(found.values(), lines, strict=True)
        turns = [
            (place, sheet, own)
            for number, (sheet, own) in enumerate(known)
            for place in sheet.document.get("places", (number,))
        ]
        for place, sheet, own in sorted(turns, key=lambda turn: turn[0], reverse=first):
            releases._cover(sheet, own, place)
            for line in own:
                releases._take(line)
                releases.places[line.parties, line.code, line.period] = place
        return releases

    def _cover(self, sheet: Sheet, lines: Iterable[Line], place: int) -> None:
        """Enter what a release is complete about; what earlier ones had of that no longer counts."""
        known = [self.whole, *([self.accepted] if sheet.document.get("accepted") else [])]
        if sheet.document.get("covers") == "all":
            for parties, period in {(line.parties, line.period) for line in lines}:
                self._enter(parties, (), period, known)
        for one in (one for one in sheet.document.get("coverage", ()) if one.get("place", place) == place):
            for text in one["periods"]:
                parties = (one["reporter"], one["partner"], one["flow"])
                self._enter(parties, tuple(one["codes"]), _period(text), known)

    def _enter(self, parties: Parties, codes: tuple[str, ...], period: Period, known: Iterable[Spans]) -> None:
        for spans in known:
            spans.setdefault(parties, {}).setdefault(period, set()).add(codes)
        for (of, code), series in self.series.items():
            if parties in _holders(of) and _holds(codes, code):
                series.get(period.first, {}).pop(period.months, None)

    def _take(self, line: Line) -> None:
        of = (line.parties, line.code)
        self.series.setdefault(of, {}).setdefault(line.period.first, {})[line.period.months] = line.amount
        if line.edition:
            every, own = self.editions.setdefault(line.parties, {}), self.own_editions.setdefault(of, {})
            for month in _months(line.period):
                every[month] = max(every.get(month, ""), line.edition)
                own[month] = line.edition
        self._value(of, line)
        for month in _months(line.period):
            self.provisional.get(of, set()).discard(month)
            self.bounded.get(of, {}).pop(month, None)
            if line.is_provisional:
                self.provisional.setdefault(of, set()).add(month)
            if line.bound:
                self.bounded.setdefault(of, {})[month] = line.bound
        self.units[of] = max(self.units.get(of, Decimal(0)), line.unit)

    def _value(self, of: tuple[Parties, str], line: Line) -> None:
        """Enter how the newest row about a month is valued, which may not tell."""
        if not line.valuation and of not in self.valuations:
            return
        for month in _months(line.period):
            self.valuations.get(of, {}).pop(month, None)
            if line.valuation:
                self.valuations.setdefault(of, {})[month] = line.valuation

    def covers(self, parties: Parties, code: str, month: int) -> bool:
        """Say whether a complete release has all trade of the parties in `code`, as it is now, in that month."""
        return month not in self.apart.get((parties, code), ()) and self.is_complete(parties, code, month)

    def complete_months(self, parties: Parties, code: str) -> set[int]:
        """Return the months of which a complete release has all trade of the parties in `code`."""
        return {month for period in self.periods(self.whole, parties, code) for month in _months(period)}

    def periods(self, spans: Spans, parties: Parties, code: str) -> set[Period]:
        """Return the periods of `spans`, which is `whole` or `accepted`, that are about `code`."""
        known = [one for of in _holders(parties) for one in spans.get(of, {}).items()]
        return {period for period, every in known if any(_holds(codes, code) for codes in every)}

    @asked
    def _complete(self, parties: Parties, code: str) -> set[Period]:
        """Return the periods of complete releases about a code; asked for when all releases are taken in."""
        return self.periods(self.whole, parties, code)

    @asked
    def is_complete(self, parties: Parties, code: str, month: int) -> bool:
        """Say whether a complete release has all trade of the parties in what `code` was in that month.

        Asked for when all releases are taken in, and the gaps.
        """
        known = self._complete(parties, code) - self.gaps.get((parties, code), set())
        return any(month in _months(period) for period in known)

    def lines(self, parties: Parties, code: str, period: Period) -> dict[str, Decimal | None]:
        """Return what a code without a row of its own is the sum of: its outermost lines with a row, by code."""
        deeper = {
            line: series[period.first][period.months]
            for line, series in self.within(parties, code)
            if line != code and period.months in series.get(period.first, {})
        }
        return {one: deeper[one] for one in roots(deeper)}

    def rows(self, parties: Parties, code: str, period: Period) -> list[Decimal | None]:
        """Return what the row of a code says, or those of the lines within it where it has none."""
        own = self.series.get((parties, code), {}).get(period.first, {})
        return [own[period.months]] if period.months in own else [*self.lines(parties, code, period).values()]

    def origin(self, parties: Parties, code: str, period: Period) -> dict[str, int]:
        """Return in which releases the figure of a code stands, by its own row, or by those of the lines within it."""
        own = self.series.get((parties, code), {}).get(period.first, {})
        lines = [code] if period.months in own else [*self.lines(parties, code, period)]
        return {line: self.places[parties, line, period] for line in lines}

    def value(self, parties: Parties, code: str, span: Period) -> Decimal | None:
        """Return the value of `code` over `span`: its own cell, else that of its lines, else the sum of its months.

        None where one is unknown; months go before what was printed of some of them together.
        """
        own, gone = self.series.get((parties, code), {}), self.apart.get((parties, code), ())
        if gone and any(month in gone for month in _months(span)):
            return None
        if span.months in own.get(span.first, {}):
            return own[span.first][span.months]
        if self._is_whole(parties, code, span) and self.lines(parties, code, span):
            return self._unprinted(parties, code, span)
        total, month, end = Decimal(0), span.first, span.first + span.months
        while month < end:
            parts = (Period(month, length) for length in self._lengths(parties, code, month) if month + length <= end)
            known = ((part.months, value) for part in parts if (value := self._part(parties, code, part)) is not None)
            if (part := next(known, None)) is None:
                return None
            month, total = month + part[0], total + part[1]
        return total

    @asked
    def _lengths(self, parties: Parties, code: str, month: int) -> Sequence[int]:
        """Return of how many months from `month` on there may be a figure of a code, the fewest first."""
        whole = {period.months for period in self._complete(parties, code) if period.first == month}
        return sorted(whole.union(self.series.get((parties, code), {}).get(month, ())))

    def _part(self, parties: Parties, code: str, period: Period) -> Decimal | None:
        """Return the value of the one row of a code in a period, or what it came to without one."""
        own = self.series.get((parties, code), {}).get(period.first, {})
        return own[period.months] if period.months in own else self._unprinted(parties, code, period)

    def _unprinted(self, parties: Parties, code: str, period: Period) -> Decimal | None:
        """Return what a code without a row came to in a period, None where that is not known or bounded in two ways."""
        if not self._is_whole(parties, code, period) or period in self.gaps.get((parties, code), ()):
            return None
        lines = self.lines(parties, code, period)
        if None in lines.values() or self.is_open(parties, code, period):
            return None
        return sum((value for value in lines.values() if value is not None), Decimal(0))

    def is_open(self, parties: Parties, code: str, period: Period) -> bool:
        """Say whether lines within a code are bounds of two kinds in a period: they have no sum."""
        lines = self.lines(parties, code, period) if self.bounded else ()
        marks = {self.bounded.get((parties, line), {}).get(month) for line in lines for month in _months(period)}
        return len(marks - {None}) > 1

    @asked
    def _is_whole(self, parties: Parties, code: str, period: Period) -> bool:
        """Say whether a complete release has all trade of the parties in `code`, as it is now, in this very period."""
        gone = self.apart.get((parties, code), ())
        return period in self._complete(parties, code) and not any(month in gone for month in _months(period))

    def total(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return the sum of `codes` over `span`, None where a month of one is unknown."""
        values = [self.value(parties, code, span) for code in codes]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def off(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal:
        """Return by how much a sum may be off at most: by half a last digit of each line in each month."""
        lines = [line for code in codes for line, _ in self.within(parties, code)]
        return sum((self.units.get((parties, line), Decimal(0)) for line in lines), Decimal(0)) * span.months / 2

    @asked
    def within(self, parties: Parties, code: str) -> Sequence[tuple[str, Series]]:
        """Return the codes within one, itself included, that have a row; asked for when all releases are taken in."""
        every = self.series.items()
        return [(line, own) for (of, line), own in every if of == parties and is_within(line, code)]

    @asked
    def is_silent(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether complete releases cover every month of a span and have no row of a code, or within it, in any.

        Where each month has its own, a row of more months than the span's says nothing of it. Asked for when all
        releases are taken in.
        """
        is_known = all(self.covers(parties, code, month) for month in _months(span))
        is_apart = all(self._is_whole(parties, code, month) for month in span.split())
        return is_known and not self._has_row(parties, code, span, inside=is_apart)

    def given(self, parties: Parties, codes: Iterable[str], span: Period) -> set[str]:
        """Return those of `codes` that have a figure of a period within `span`."""
        return {code for code in codes if any(value is not None for value in self._figures(parties, code, span))}

    def is_known(self, parties: Parties, code: str, lines: Iterable[str], span: Period) -> bool:
        """Say whether a line, and every one of an edition's `lines` that it lies in, has a figure of `span`."""
        above = [one for one in lines if is_within(code, one)] or [code]
        return all(self.value(parties, one, span) is not None for one in above)

    def may_change(self, parties: Parties, codes: Iterable[str], month: int) -> bool:
        """Say whether customs call a month of `codes`, or of what lies within them, provisional."""
        return any(
            month in self.provisional.get((parties, line), ())
            for code in codes
            for line, _ in self.within(parties, code)
        )

    def is_bound(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether a figure of `code` is but a bound in a month of `span`, or one within it where it has no row."""
        if not self.bounded:
            return False
        months = {*_months(span)}
        printed = self.series.get((parties, code), {})
        own = {
            month
            for first, lengths in printed.items()
            for length in lengths
            for month in _months(Period(first, length))
        }
        summed = any(
            (months - own) & self.bounded.get((parties, line), {}).keys() for line, _ in self.within(parties, code)
        )
        return summed or bool(months & self.bounded.get((parties, code), {}).keys())

    def first_month(self, parties: Parties, codes: Iterable[str]) -> int | None:
        """Return the earliest month of which the releases say anything about `codes`, None where there is none."""
        starts = [month for code in codes for month in self.series.get((parties, code), {})]
        told = [period.first for of in _holders(parties) for period in self.whole.get(of, ())]
        return min([*starts, *told], default=None)

    def _has_row(self, parties: Parties, code: str, span: Period, *, inside: bool) -> bool:
        """Say whether a row of `code`, with a figure or without, is about any month of `span`, or of its alone."""
        end = span.first + span.months
        return any(
            (span.first <= month and month + length <= end) if inside else month < end and month + length > span.first
            for _, series in self.within(parties, code)
            for month, lengths in series.items()
            for length in lengths
        )

    def _figures(self, parties: Parties, code: str, span: Period) -> Iterator[Decimal | None]:
        end, gone = span.first + span.months, self.apart.get((parties, code), ())
        for month, lengths in self.series.get((parties, code), {}).items():
            if span.first <= month < end and month not in gone:
                yield from (value for length, value in lengths.items() if month + length <= end)
        for month in range(span.first, end):
            parts = (Period(month, length) for length in self._lengths(parties, code, month) if month + length <= end)
            yield from (self._unprinted(parties, code, part) for part in parts if self.lines(parties, code, part))


class Line(NamedTuple):
    """What one row of customs says: its amount, or None where it gives no number; `unit` is that of the last digit."""

    parties: Parties
    code: str
    period: Period
    amount: Decimal | None
    unit: Decimal
    edition: str = ""
    valuation: str = ""
    is_provisional: bool = False
    bound: str = ""


_OF_LINE = ("standing", "reporter", "partner", "flow", "period", "code", "value", "status", "qualifier")


def _line(sheet: Sheet, row: Mapping[str, str]) -> Line | None:
    """Return what a row says, None where it is no figure of customs."""
    standing, reporter, partner, flow, month, code, value, status, qualifier = sheet.fields(row, _OF_LINE)
    if standing and standing.strip().lower() not in {"", "customs"}:
        return None
    try:
        parties, period = _parties(reporter or "", partner or "", flow or ""), _period(month or "")
    except ValueError:
        return None
    amount, edition = _amount(sheet, row, value or ""), sheet.edition(row, period.year)
    is_open = (status or "").strip() == _PROVISIONAL
    said = (qualifier or "").strip().lower()
    bound = said if said != "exact" else ""
    return Line(parties, (code or "").strip(), period, *amount, edition, sheet.valuation(row), is_open, bound)


def _months(span: Period) -> range:
    return range(span.first, span.first + span.months)


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
    return not codes or any(one[1:] == code if one.startswith("=") else is_within(code, one) for one in codes)


@cache
def _period(text: str) -> Period:
    return Period.parse(text.strip())


def _amount(sheet: Sheet, row: Mapping[str, str], text: str) -> tuple[Decimal | None, Decimal]:
    """Return the amount of a row, and what its last digit stands for; None and nothing where its cell gives no number.

    An amount below nothing is none.
    """
    try:
        printed = sheet.value(text)
    except ValueError:
        return None, Decimal(0)
    scale = sheet.multiplier(row) or Decimal(1)
    return printed * scale if printed >= 0 else None, last_digit(printed) * scale
