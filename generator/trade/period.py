"""Period: the reference period of figures, a month, combined months, a quarter or a year."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_COMBINED = re.compile(r"(\d{4})-(\d{2})\.\.(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
A_QUARTER = 3  # months
TIME_UNITS = ("months", "quarters", "years")  # units of claims that count periods
_JULY = 6  # as `Period.first` counts months
_YEAR = re.compile(r"(\d{4})", re.ASCII)


class Period(NamedTuple):
    """A reference period: a month, combined months, a quarter or a year.

    Periods are ordered by first month, then by length. They are written `2025-12`, `2025-01..2025-02`, `2025-Q4` or
    `2025`.
    """

    first: int  # the first month, counted from year 0
    months: int  # the length

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period written as `text`. Raise ValueError, naming the forms, for anything else."""
        m = _MONTH.fullmatch(text)
        if m:
            return cls(_month(m[1], m[2]), 1)
        m = _QUARTER.fullmatch(text)
        if m:
            return cls(int(m[1]) * 12 + A_QUARTER * (int(m[2]) - 1), A_QUARTER)
        m = _YEAR.fullmatch(text)
        if m:
            return cls(int(m[1]) * 12, 12)
        m = _COMBINED.fullmatch(text)
        if m:
            first, last = _month(m[1], m[2]), _month(m[3], m[4])
            if first <= last:
                return cls(first, last - first + 1)
        msg = f"{text!r} is no period; write 2025-12, 2025-01..2025-02, 2025-Q4 or 2025"
        raise ValueError(msg)

    @property
    def frequency(self) -> str:
        """`monthly`, `quarterly`, `annual`, or `combined` for months that were published together."""
        if self.months == 1:
            return "monthly"
        if self.months == A_QUARTER and self.first % A_QUARTER == 0:
            return "quarterly"
        return "annual" if self.months == 12 and self.first % 12 == 0 else "combined"  # noqa: PLR2004 -- a year

    @property
    def time_unit(self) -> str:
        """The unit in which periods as long as this one are counted: quarters, years, or for all others months."""
        months, quarters, years = TIME_UNITS
        return {"quarterly": quarters, "annual": years}.get(self.frequency, months)

    @property
    def year(self) -> int:
        """The year in which the period begins."""
        return self.first // 12

    @property
    def last(self) -> Period:
        """The last month of the period."""
        return Period(self.first + self.months - 1, 1)

    @property
    def quarter(self) -> Period:
        """The quarter in which the period begins."""
        return Period(self.first - self.first % A_QUARTER, A_QUARTER)

    @property
    def calendar_year(self) -> Period:
        """The year in which the period begins."""
        return Period(self.first - self.first % 12, 12)

    def split(self) -> tuple[Period, ...]:
        """Return the months of the period, oldest first."""
        return tuple(Period(self.first + at, 1) for at in range(self.months))

    def holds(self, period: Period) -> bool:
        """Return whether figures of `period` count as figures of this period: it is the same one, or lies inside."""
        return self.first <= period.first and period.last <= self.last

    def ends_with(self, period: Period) -> bool:
        """Return whether this period's figures are complete once those of `period`, its last part, are there."""
        return self.holds(period) and self.last == period.last

    def year_to_date(self, start: int = 1) -> Period:
        """Return the months from `start` (1 is January) to the end of this period."""
        last = self.first + self.months - 1
        first = last - (last - (start - 1)) % 12
        return Period(first, last - first + 1)

    @property
    def is_fiscal(self) -> bool:
        """Whether it is a year to date that began in July.

        Twelve months from July are described as twelve months, and July to September as a quarter: neither counts here.
        """
        return self.first % 12 == _JULY and 2 <= self.months < 12 and self.months != A_QUARTER  # noqa: PLR2004 -- months

    def twelve_months(self) -> Period:
        """Return the twelve months that end with this period."""
        return Period(self.first + self.months - 12, 12)

    def step(self, count: int) -> Period:
        """Return the period `count` lengths later (earlier if negative), of the same length."""
        return Period(self.first + count * self.months, self.months)

    def year_before(self) -> Period:
        """Return the same period a year earlier: the base of every year-on-year comparison."""
        return Period(self.first - 12, self.months)

    def __str__(self) -> str:
        """Write the period in the form that `parse` reads."""
        month = f"{self.year:04d}-{self.first % 12 + 1:02d}"
        match self.frequency:
            case "monthly":
                return month
            case "quarterly":
                return f"{self.year:04d}-Q{self.first % 12 // A_QUARTER + 1}"
            case "annual":
                return f"{self.year:04d}"
            case _:
                return f"{month}..{self.last}"


def _month(year: str, month: str) -> int:
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 -- months of a year
        msg = f"{year}-{month}: there is no month {month}"
        raise ValueError(msg)
    return int(year) * 12 + int(month) - 1
