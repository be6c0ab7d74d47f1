"""What makes a movement worth more, or news again: a record, a turn, a place won, a share passed, a step.

A place or a share has changed hands where the gap after it is two per cent at least, whichever way it was last by as
much: what goes to and fro within that does not flicker.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.movements.arrays import Floats
from generator.movements.flow_states import streak
from generator.movements.growth_metrics import ENTIRE_RECORD
from generator.movements.metric_values import row
from generator.movements.panel import JANUARY
from generator.movements.panel_frame import Frame, window
from generator.movements.peers import CLEAR
from generator.movements.seasonal_adjustment import LEAST_STRENGTH
from generator.movements.snapshot import Snapshot
from generator.trade.period import Period


def step_of(snapshot: Snapshot, at: int) -> Period | None:
    """Return the month of the step since which the series has moved one way; None where there is none.

    That is the month of the largest jump in an unbroken run of surprises on one side, no more than a year ago: then it
    is the base itself.
    """
    frame, strange = snapshot.frame, snapshot.unusual
    began, way = int(strange.began[at]), np.sign(frame.now[at] - frame.before[at])
    if not 1 < began <= frame.year or np.sign(strange.z[at]) != way:
        return None
    row = frame.at - began + 1
    return frame.period(row + (frame.panel.is_lunar and frame.panel.month(row) == JANUARY))


STEADY, STEPS = 6, 2  # months of one sign before a turn counts, and comparisons
OFTEN, SELDOM, THEN = (4, 6, 9, 12), (6, 12), 6  # months at which a streak is told, and every so many after them
TOP = 5  # places
SHARES = 5, 10, 25, 50  # per cent
KINDS = {"record": "record", "since": "record", "rank_change": "rank", "share_shift": "share", "streak": "streak"}
STATES = ("new", "ceased")
LITTLE = float(np.log(1.005))  # a change within it goes no way


def milestones(snapshot: Snapshot, at: int, kind: str = "") -> tuple[str, ...]:
    """Return what the series in column `at` passed in this period, by the names of `scores.MILESTONES`.

    What is told as a streak is told of more months than another movement that lasts.
    """
    return tuple(_passed(snapshot, at, OFTEN if kind == "streak" else SELDOM))


def _passed(snapshot: Snapshot, at: int, months: tuple[int, ...]) -> Iterator[str]:
    frame = snapshot.frame
    yield from (state for state in STATES if snapshot.flow.state[at] == state)
    if snapshot.flags["record"][at]:
        yield "record"
    elif has_month_record(frame, at):
        yield "month_record"
    if _has_turned(snapshot, at):
        yield "sign_flip"
    if _is_streak(snapshot, at, months):
        yield "streak"
    if not frame.partial[at]:
        yield from ["rank"] if _changed_places(snapshot, at) else []
        yield from ["share"] if _passed_a_share(frame, at) else []


def by_rule(snapshot: Snapshot, at: int) -> str:
    """Return the kind of a movement that its rule lets through for a place, a share, a streak or a record; else ""."""
    compared = snapshot.rules[at].notable.judge(row(snapshot, at)).passed()
    if snapshot.flags["record"][at] and not compared:
        return "record"  # the one event that is no state of a flow
    return next((kind for metric, kind in KINDS.items() if metric in compared), "")


def _has_turned(snapshot: Snapshot, at: int) -> bool:
    """Say whether the growth on a year before turned after six months, and two comparisons, of one sign."""
    growths, months = snapshot.unusual.growths[:, [at]], snapshot.unusual.months
    if len(growths) <= STEPS:
        return False
    before, now = streak(growths[:-1], months[:-1])[0], growths[-1, 0]
    long = abs(before) >= max(STEADY, STEPS * snapshot.panel.first.months)
    return bool(long and abs(now) > LITTLE and np.sign(now) == -np.sign(before))


def _is_streak(snapshot: Snapshot, at: int, months: tuple[int, ...]) -> bool:
    """Say whether a streak came to one of so many months, or to six more and six more, with the last step."""
    now, step = abs(snapshot.metrics["streak"][at]), snapshot.unusual.months[-1:].sum()
    bars = (*months, *range(months[-1] + THEN, int(np.nan_to_num(now)) + 1, THEN))
    return any(now - step < bar <= now for bar in bars)


def _changed_places(snapshot: Snapshot, at: int) -> bool:
    """Say whether a place among the first five went to or from the series."""
    sets, rank, years = snapshot.peers, snapshot.metrics["rank"], snapshot.frame.years
    peers = np.flatnonzero((sets == sets[at]) & (sets >= 0) & ((rank <= TOP) | (rank[at] <= TOP)))
    way = crossed(np.log(_positive(years[:, [at]])) - np.log(_positive(years[:, peers])))
    ahead = np.where(way > 0, rank[at], rank[peers])
    return bool(((way != 0) & (ahead <= TOP)).any())


def _passed_a_share(frame: Frame, at: int) -> bool:
    """Say whether the share of the aggregate passed 5, 10, 25 or 50 per cent."""
    whole = _positive(window(frame.panel, frame.panel.whole[:, np.newaxis], frame.year))
    share = np.log(100 * _positive(frame.years[:, [at]]) / whole)
    return bool((crossed(share - np.log(SHARES)) != 0).any())


def crossed(apart: Floats) -> Floats:
    """Return, for each column, 1 where the last row alone is clearly above 0 after one below, -1 the other way.

    `apart` are logarithms of two values' ratio; clear is two per cent. What lies between them is neither.
    """
    side = np.where(apart >= np.log(CLEAR), 1, np.where(apart <= -np.log(CLEAR), -1, 0))
    if len(side) <= 1:
        return np.zeros(side.shape[1])
    before = side[:-1][::-1]
    last = np.take_along_axis(before, (before != 0).argmax(axis=0)[np.newaxis], axis=0)[0]
    return np.where(side[-1] * last == -1, side[-1], 0).astype(float)


def has_month_record(frame: Frame, at: int) -> bool:
    """Say whether the month is above, or below, every one of its name in ten years, in a series with seasons."""
    same = frame.steps[frame.at % frame.year :: frame.year, at]
    long = (frame.at + 1) * frame.panel.first.months >= ENTIRE_RECORD
    if frame.year == 1 or not long or frame.partial[at] or np.isnan(same).any() or not same[-1] > 0:
        return False
    is_extreme = same[-1] > same[:-1].max() or same[-1] < same[:-1].min()
    return bool(is_extreme and strength(frame.panel.value[:, at], frame.year) >= LEAST_STRENGTH)


def strength(value: Floats, year: int) -> float:
    """Return how much of what is no trend comes back every year, 0 to 1, by means of each month around a year's mean.

    Coarser than what adjusts a series, and needs no package. 0 where a month is missing, or without trade.
    """
    logs = np.log(_positive(value))
    weights = np.full(year + 1, 1 / year)
    weights[[0, -1]] /= 2
    if len(logs) < 2 * year + 1 or np.isnan(logs).any():
        return 0.0
    trend = np.convolve(logs, weights, "valid")
    rest = logs[year // 2 : year // 2 + len(trend)] - trend
    month = np.arange(len(rest)) % year
    season = (np.bincount(month, rest, year) / np.bincount(month, minlength=year))[month]
    whole = float(np.var(rest))
    return max(0.0, 1 - float(np.var(rest - season)) / whole) if whole > 0 else 0.0


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
