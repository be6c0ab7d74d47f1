"""When: the months, spans and years that a text names, and whether they are a figure's."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.audit.tongues import Lexicon
from generator.trade.period import Period

_YEAR = 12


class Mention(NamedTuple):
    """Where a text names a time: `month` (0 to 11) and length of the months, and the year of the last one.

    A month may stand without its year, a year without months; `ends` says that the months end, and do not begin, there.
    A year from July to June ("2025-26") is named by the year in which it begins, with `is_fiscal`.
    """

    start: int
    end: int
    month: int | None
    months: int
    year: int | None
    ends: bool = False
    is_fiscal: bool = False

    @property
    def is_year(self) -> bool:
        """Whether it is a year alone."""
        return self.month is None

    def names_year(self, period: Period) -> bool:
        """Say whether its year is that of a year to date."""
        return self.is_fiscal == period.is_fiscal and self.year == (period if self.is_fiscal else period.last).year

    def fits(self, period: Period) -> bool:
        """Say whether `period` is what the text names, as far as it names it."""
        if self.is_fiscal and not self.names_year(period):
            return False
        if self.month is None:
            return self.year is not None and period.year <= self.year <= period.last.year and period.months > 1
        if self.months != period.months or self.month != (period.last if self.ends else period).first % _YEAR:
            return False
        return self.year is None or self.is_fiscal or self.year == period.last.year

    def touches(self, period: Period) -> bool:
        """Say whether it names the period, its first or its last month, or a year of it."""
        if self.month is None:
            return self.fits(period) if self.is_fiscal else self.year in {period.year, period.last.year}
        return any(self.fits(one) for one in (period, Period(period.first, 1), period.last))


def mentions(words: str, lexicon: Lexicon) -> list[Mention]:
    """Return every time that `words` names, in order; days and codes are none."""
    found: list[Mention] = []
    for item in lexicon.times.mention.finditer(words):
        if not any(item.group("day", "iso", "code")):
            tail, after = item.group("tail", "after")
            one = _mention(item, lexicon, tail or after)
            found += [one] if one.is_fiscal or not after else []
    return found


def _mention(item: re.Match[str], lexicon: Lexicon, tail: str) -> Mention:
    first, last, twelve, named, alone = item.group("first", "last", "twelve", "year", "alone")
    year = int(named or alone) if named or alone else None
    fiscal = year is not None and bool(tail) and int(tail) == (year + 1) % 100
    start, end = item.span()
    if first is None:
        return Mention(start, end, None, _YEAR, year, is_fiscal=fiscal)
    month = _place(first, lexicon)
    if twelve:
        return Mention(start, end, month, _YEAR, year, ends=True)
    months = (_place(last, lexicon) - month) % _YEAR + 1 if last else 1
    return Mention(start, end, month, months, year, is_fiscal=fiscal)


def _place(name: str, lexicon: Lexicon) -> int:
    found = lexicon.month_numbers.get(name)
    return lexicon.months.index(name) if found is None else found
