"""History: how a line stood on the year before, step by step back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.movements.readings import Reading
from generator.story.amounts import Amount
from generator.story.month import Month
from generator.trade.period import Period

Step = tuple[Amount, Amount]  # a month, and the same a year before


def run(month: Month, codes: Sequence[str], last: Period) -> tuple[list[Step], str, Step | None]:
    """Return the steps of a run to `last`, newest first, its way, and the one before it that goes no such way.

    That one is None where it is not known.
    """
    steps: list[Step] = []
    ways: set[str] = set()
    for when in months_back(month, last):
        now, base = month.amount(codes, when), month.amount(codes, when.year_before())
        if now is None or base is None or not base.value or not (now.is_exact and base.is_exact):
            return steps, "".join(ways), None
        way = _way(now.reading, base.reading)
        if not way or (ways and way not in ways):
            return steps, "".join(ways), (now, base)
        ways.add(way)
        steps.append((now, base))
    return steps, "".join(ways), None


def _way(now: Reading, base: Reading) -> str:
    if now.low > base.high:
        return "up"
    return "down" if now.high < base.low else ""


def may_go(way: str, now: Reading, base: Reading) -> bool:
    """Say whether a change on the year before goes `way` under any reading."""
    return now.high > base.low if way == "up" else now.low < base.high


def months_back(month: Month, last: Period | None = None) -> Iterator[Period]:
    """Yield the months back from `last` (None: the edition's); January and February are one where a holiday moves."""
    when = last or month.period
    while True:
        if month.is_lunar and when.months == 1 and when.first % 12 == 1:
            when = Period(when.first - 1, 2)
        if month.is_lunar and when.months == 1 and when.first % 12 == 0:
            return
        yield when
        when = Period(when.first - 1, 1)
