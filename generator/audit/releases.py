"""Releases: what customs' releases have for parties, code and period; each sheet is gone through once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from generator.audit.sheets import Sheet
from generator.trade.codes import Flow, economy
from generator.trade.period import Period

Parties = tuple[str, str, str]  # reporter, partner, flow


@dataclass
class Releases:
    """Customs' figures by parties and code, then by first month and length; None where the newest release withholds it.

    `units` are what the last digits of a line's figures stand for, the coarsest of them.
    `covered` are the months for which a complete release has rows of the parties: a line without one had no trade.
    """

    series: dict[tuple[Parties, str], dict[int, dict[int, Decimal | None]]] = field(default_factory=dict)
    covered: dict[Parties, set[int]] = field(default_factory=dict)
    units: dict[tuple[Parties, str], Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Mapping[str, Sheet]) -> Releases:
        """Return what `found` has; the newest release comes last and counts."""
        releases = cls()
        for sheet in found.values():
            for row in sheet.usable():
                releases._take(sheet, row)
        return releases

    def _take(self, sheet: Sheet, row: Mapping[str, str]) -> None:
        if (sheet.field(row, "standing") or "").strip().lower() not in {"", "customs"}:
            return
        try:
            parties = _parties(*(sheet.field(row, name) or "" for name in ("reporter", "partner", "flow")))
            period = _period(sheet.field(row, "period") or "")
        except ValueError:
            return
        code = (sheet.field(row, "code") or "").strip()
        self.series.setdefault((parties, code), {}).setdefault(period.first, {})[period.months] = _amount(sheet, row)
        self.units[parties, code] = max(self.units.get((parties, code), Decimal(0)), _unit(sheet, row))
        if sheet.document.get("covers") == "all":
            self.covered.setdefault(parties, set()).update(month.first for month in period.split())

    def value(self, parties: Parties, code: str, span: Period) -> Decimal | None:
        """Return the value of `code` over `span`: its own cell, else its months' sum; None where one is unknown."""
        own = self.series.get((parties, code), {})
        if span.months in own.get(span.first, {}):
            return own[span.first][span.months]
        total, month, end = Decimal(0), span.first, span.first + span.months
        while month < end:
            lengths = {length: value for length, value in own.get(month, {}).items() if month + length <= end}
            length = min(lengths, default=1)
            value = lengths[length] if lengths else self._silence(parties, code, month)
            if value is None:
                return None
            total, month = total + value, month + length
        return total

    def total(self, parties: Parties, codes: Iterable[str], span: Period) -> Decimal | None:
        """Return the sum of `codes` over `span`, None where a month of one is unknown."""
        values = [self.value(parties, code, span) for code in codes]
        return None if None in values else sum((value for value in values if value is not None), Decimal(0))

    def _silence(self, parties: Parties, code: str, month: int) -> Decimal | None:
        return Decimal(0) if self.is_silent(parties, code, Period(month, 1)) else None

    def is_silent(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether complete releases cover every month of `span` and have no row of `code` in any."""
        months = range(span.first, span.first + span.months)
        covered = self.covered.get(parties, set())
        return all(month in covered for month in months) and not self._has_row(parties, code, span)

    def given(self, parties: Parties, codes: Iterable[str], span: Period) -> set[str]:
        """Return those of `codes` that have a figure of a period within `span`."""
        return {code for code in codes if any(value is not None for value in self._within(parties, code, span))}

    def first_month(self, parties: Parties, codes: Iterable[str]) -> int | None:
        """Return the earliest month of which the releases say anything about `codes`, None where there is none."""
        starts = [month for code in codes for month in self.series.get((parties, code), {})]
        return min([*starts, *self.covered.get(parties, ())], default=None)

    def _has_row(self, parties: Parties, code: str, span: Period) -> bool:
        """Say whether a row of `code`, with a figure or without, is about any month of `span`."""
        own = self.series.get((parties, code), {}).items()
        end = span.first + span.months
        return any(month < end and month + max(lengths) > span.first for month, lengths in own)

    def _within(self, parties: Parties, code: str, span: Period) -> Iterator[Decimal | None]:
        end = span.first + span.months
        for month, lengths in self.series.get((parties, code), {}).items():
            if span.first <= month < end:
                yield from (value for length, value in lengths.items() if month + length <= end)


@cache
def _parties(reporter: str, partner: str, flow: str) -> Parties:
    return economy(reporter).iso3, economy(partner).iso3, Flow.of(flow).value


@cache
def _period(text: str) -> Period:
    return Period.parse(text.strip())


def _amount(sheet: Sheet, row: Mapping[str, str]) -> Decimal | None:
    """Return the US dollars of a row, or None where its cell gives no number."""
    try:
        printed = sheet.value(sheet.field(row, "value") or "")
        return printed * (sheet.multiplier(row) or Decimal(1)) if printed >= 0 else None
    except ValueError:
        return None


def _unit(sheet: Sheet, row: Mapping[str, str]) -> Decimal:
    """Return what the last digit of a row's figure stands for in US dollars; nothing where its cell gives no number."""
    try:
        printed = sheet.value(sheet.field(row, "value") or "")
    except ValueError:
        return Decimal(0)
    return Decimal(1).scaleb(int(printed.as_tuple().exponent)) * (sheet.multiplier(row) or Decimal(1))
