"""When: the months, spans and years that a text names, and whether they are a figure's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.trade.period import Period

_YEAR = 12


@dataclass(frozen=True)
class Mention:
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


def mentions(words: str, months: tuple[str, ...]) -> list[Mention]:
    """Return every time that `words` names, in order; days and codes are none."""
    found: list[Mention] = []
    for item in _pattern(months).finditer(words):
        if item["day"] or item["iso"] or item["code"]:
            continue
        one = _mention(item, months)
        found += [one] if one.is_fiscal or not item["after"] else []
    return found


def _mention(item: re.Match[str], months: tuple[str, ...]) -> Mention:
    year = int(item["year"] or item["alone"]) if item["year"] or item["alone"] else None
    tail = item["tail"] or item["after"]
    fiscal = year is not None and tail is not None and int(tail) == (year + 1) % 100
    if item["first"] is None:
        return Mention(item.start(), item.end(), None, _YEAR, year, is_fiscal=fiscal)
    first = months.index(item["first"])
    if item["twelve"]:
        return Mention(item.start(), item.end(), first, _YEAR, year, ends=True)
    last = months.index(item["last"]) if item["last"] else first
    return Mention(item.start(), item.end(), first, (last - first) % _YEAR + 1, year, is_fiscal=fiscal)


@cache
def _pattern(months: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(months)
    return re.compile(
        rf"\b(?P<code>HS\s\d{{2,10}}(?:(?:\s?[,–-]\s?|\s(?:and|or)\s)(?:HS\s)?\d{{2,10}})*)\b"  # juices are HS 2009
        rf"|\b(?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b"
        rf"|\b(?P<day>\d{{1,2}}\s(?:{month})(?:\s(?:19|20)\d\d)?)\b"
        rf"|(?P<twelve>\b(?:[Tt]welve|12)\smonths\s(?:to|ending|ended)\s(?:in\s)?)?"
        rf"\b(?P<first>{month})\b(?:\s?(?:–|-|to|and)\s?(?P<last>{month})\b)?(?:\s(?:of\s)?(?P<year>(?:19|20)\d\d)(?:-(?P<tail>\d\d)\b)?(?![\d%]|[.,]\d))?"
        rf"|(?<![\d.,$–-])(?P<alone>(?:19|20)\d\d)(?:-(?P<after>\d\d)(?!\w|-))?(?![\d%]|[.,]\d|-\d)"
    )


def between(words: str, start: int, end: int, found: list[Mention]) -> Iterator[Mention]:
    """Yield the mentions that begin within `words[start:end]`."""
    yield from (one for one in found if start <= one.start < min(end, len(words)))
