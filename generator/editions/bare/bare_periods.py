"""Periods: which lengths of time may stand in one bare table, and how far apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from generator.editions.bare.bare_lines import Fault
from generator.trade.period import Period

MOST_GAP = 120  # months without a row: a period that was mistyped
_WORDS = {"monthly": "a month", "quarterly": "a quarter", "annual": "a year"}


def unfit(periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield what is wrong with periods, by the line of each: of several lengths, twice over, or decades apart."""
    yield from _of_several_lengths(periods)
    for one, line in periods.items():
        if one.frequency == "combined":
            yield from _together(one, line, periods)
    yield from _far_apart(periods)


def _of_several_lengths(periods: Mapping[Period, int]) -> Iterator[Fault]:
    plain = ["monthly" if one.frequency == "combined" else one.frequency for one in periods]
    most = max(sorted(set(plain)), key=plain.count)
    for (one, line), frequency in zip(periods.items(), plain, strict=True):
        if frequency != most:
            remedy = "Give months, quarters or years a table of their own."
            yield line, f"{one} is {_WORDS[frequency]}, and most rows are of {_WORDS[most]}", remedy


def _together(one: Period, line: int, periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield what is wrong with months that stand together: they are January and February, and stand nowhere else."""
    if one.months != 2 or one.first % 12 != 0:  # noqa: PLR2004 -- two months, from January on
        yield line, f"{one} is not January and February", "Other months cannot be split: leave the row out."
    if also := [month for month in one.split() if month in periods]:
        yield line, f"{one} stands beside {also[0]}", "Leave the months, or their sum."


def _far_apart(periods: Mapping[Period, int]) -> Iterator[Fault]:
    """Yield a period that lies years from the others: on the side with fewer of them."""
    ordered = sorted(periods)
    for at, (one, after) in enumerate(pairwise(ordered), 1):
        if after.first - one.last.first > MOST_GAP:
            lonely = one if at <= len(ordered) - at else after
            yield periods[lonely], f"there is no row between {one} and {after}", f"Mend {lonely}, or leave it out."
