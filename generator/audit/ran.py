"""Ran: whether a run of months that the last edition printed has as many months by today's releases.

A month goes on with it where its change on the year before lies beyond half a per cent under every reading; one that
may or may not do so decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit.edition import Data
from generator.audit.undone import Bench, Undone
from generator.audit.usual import steps_a_year
from generator.trade.period import Period

_GOES, _STOPS = Decimal("0.6"), Decimal("0.4")  # per cent: more goes on for sure, less does not
_PLAINLY = -1  # per cent: levels that lie so far the other way print otherwise
_RUN, _YEAR = 2, 12  # months


def run(bench: Bench, row: Data) -> Undone | None:
    """Return what holds now of a run; None where it holds, or where that is not sure."""
    had, months, broken = length(row), 0, None
    for step in _back(bench, Period.parse(row["period"])):
        moved = _moved(bench, row, step)
        if moved is None:
            break
        if moved[1] < _STOPS:
            broken = moved[1]
            break
        if moved[0] <= _GOES:
            return None
        months += step.months
    is_none = months < _RUN
    if months == had or (broken is None and months < had):
        return None
    must = not is_none or (broken is not None and broken < _PLAINLY)
    gravity = bench.gravity(row, Decimal(had if is_none else abs(months - had)), turned=is_none)
    return Undone(row, f"the releases now give {months} months", gravity, bench.is_ours(row) and must)


def length(row: Data) -> int:
    """Return how many months a run had."""
    period = Period.parse(row["period"])
    return period.first + period.months - Period.parse(row["then"]).first


def stops(bench: Bench, row: Data, month: Period) -> bool:
    """Say whether a month that a run was said to have, or its own, goes no such way."""
    moved = _moved(bench, row, month)
    is_within = Period.parse(row["then"]).first <= month.first <= Period.parse(row["period"]).first
    return is_within and moved is not None and moved[0] <= _GOES


def _moved(bench: Bench, row: Data, step: Period) -> tuple[Decimal, Decimal] | None:
    """Return the least and the most per cent by which a month went the way of a run, None where it is not known."""
    now, base = bench.span(row["codes"], step), bench.span(row["codes"], step.year_before())
    if now is None or base is None or base[0] <= 0:
        return None
    ends = [100 * (one / other - 1) for one, other in ((now[0], base[1]), (now[1], base[0]))]
    least, most = sorted(ends if row["way"] == "up" else [-end for end in ends])
    return least, most


def _back(bench: Bench, last: Period) -> Iterator[Period]:
    """Yield the steps of a run: months, of which two are one where Lunar New Year moves between them."""
    is_lunar = steps_a_year([bench.parties]) < _YEAR
    step = last
    while True:
        yield step
        month = step.first - 1
        step = Period(month - 1, 2) if is_lunar and month % _YEAR == 1 else Period(month, 1)
