"""The score of a movement, and its milestones, which raise the score or make it news again.

`score = 100 Q (0.60 sqrt(U M) + 0.15 K + 0.10 M + 0.05 R + 0.10 V sqrt(U M))`, with surprise U, weight M, milestone K,
the editor's interest R, novelty V, and quality Q, which doubts lower. Milestones are events, records, turns, changes of
rank, shares passed, and streaks. A rank or a share counts as changed only if the new gap is at least two per cent, and
the last gap of that size was the other way. So small moves to and fro do not count.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import exp, isnan, log, prod, sqrt

import numpy as np

from generator.movements.flow_states import streak
from generator.movements.growth_metrics import ENTIRE_RECORD
from generator.movements.metric_values import row
from generator.movements.panel import JANUARY, Floats
from generator.movements.panel_frame import Frame, window
from generator.movements.peers import CLEAR
from generator.movements.seasonal_adjustment import LEAST_STRENGTH
from generator.movements.snapshot import Snapshot
from generator.trade.period import Period

MILESTONES = {
    "correction": 1.0,
    "new": 0.8,
    "ceased": 0.8,
    "record": 0.7,
    "sign_flip": 0.6,
    "rank": 0.5,
    "month_record": 0.4,
    "streak": 0.0,  # makes a continuing movement news, without raising its score
    "share": 0.0,  # likewise
}
PENALTIES = {
    "short_history": 0.7,
    "volatile": 0.7,
    "low_base": 0.3,
    "base_effect": 0.15,
    "partial": 0.0,
    "hs_break": 0.0,
}
OF_QUANTITY = 0.2  # penalty of a suspect quantity, for kinds that rest on unit values
BY_UNIT_VALUE = frozenset(("price", "offset"))
FIRST, CONTINUING, REPEATED = 1.0, 0.4, 0.1
INTEREST = 0.5
# Surprise U of an event without z: at least a thousandth of the aggregate, or smaller.
EVENT, SMALL_EVENT = 0.9, 0.4
PLACES = 6  # decimals of scores
STEADY, STEPS = 6, 2  # least months, and comparisons, of one sign before a turn
# Months at which a streak is a milestone (of a "streak" movement, of others), and the interval after the last of them.
OFTEN, SELDOM, THEN = (4, 6, 9, 12), (6, 12), 6
TOP = 5  # ranks whose changes are milestones
SHARES = 5, 10, 25, 50  # per cent
KINDS_BY_METRIC = {
    "record": "record",
    "since": "record",
    "rank_change": "rank",
    "share_shift": "share",
    "streak": "streak",
}
LITTLE = log(1.005)  # smaller changes have no direction


@dataclass(frozen=True)
class Score:
    """The five addends of a score, which `quality` has multiplied already; their sum is at most 100."""

    surprise: float
    milestone: float
    weight: float
    interest: float
    novelty: float
    quality: float

    @property
    def total(self) -> float:
        """The sum of the addends."""
        return round(self.surprise + self.milestone + self.weight + self.interest + self.novelty, PLACES)

    def parts(self) -> dict[str, float]:
        """Return the addends and `quality`, by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def score(
    kind: str,
    z: float,
    contrib: float,
    flags: Collection[str],
    milestones: Collection[str] = (),
    *,
    large: bool = False,
    novelty: float = FIRST,
    interest: float = INTEREST,
) -> Score:
    """Return the score of one movement. `large` says whether an event without z is a thousandth of the aggregate."""
    if not isnan(z):
        u = 1 - exp(-max(abs(z) - 1.5, 0) / 2.5)
    elif large:
        u = EVENT
    else:
        u = SMALL_EVENT
    m = 0.0 if isnan(contrib) else 1 - exp(-abs(contrib) / 0.25)
    k = max((MILESTONES[name] for name in milestones), default=0.0)
    q = prod((PENALTIES.get(flag, 1.0) for flag in flags), start=1.0)
    if kind in BY_UNIT_VALUE and "quantity_suspect" in flags:
        q *= OF_QUANTITY
    surprise_by_weight = sqrt(u * m)

    def addend(part: float) -> float:
        return round(100 * q * part, PLACES)

    return Score(
        surprise=addend(0.60 * surprise_by_weight),
        milestone=addend(0.15 * k),
        weight=addend(0.10 * m),
        interest=addend(0.05 * interest),
        novelty=addend(0.10 * novelty * surprise_by_weight),
        quality=round(q, PLACES),
    )


def step_of(snapshot: Snapshot, at: int) -> Period | None:
    """Return the month of the step from which on the series has moved one way; None if there is none.

    It is the month of the largest jump in an unbroken run of surprises in one direction, at most a year ago. An older
    step is part of the base.
    """
    frame = snapshot.frame
    unusual = snapshot.unusual
    periods_ago = int(unusual.began[at])
    if periods_ago <= 1 or periods_ago > frame.year:
        return None
    if np.sign(unusual.z[at]) != np.sign(frame.now[at] - frame.before[at]):
        return None
    row = frame.at - periods_ago + 1
    if frame.panel.is_lunar and frame.panel.month(row) == JANUARY:
        row += 1  # January is told with February
    return frame.period(row)


def milestones(snapshot: Snapshot, at: int, kind: str = "") -> tuple[str, ...]:
    """Return the milestones (names in MILESTONES) that the series in column `at` passed in this period.

    A movement of kind "streak" has milestones at more lengths than other kinds.
    """
    frame = snapshot.frame
    state = str(snapshot.flow.state[at])
    passed = []
    if state in ("new", "ceased"):
        passed.append(state)
    if snapshot.flags["record"][at]:
        passed.append("record")
    elif has_month_record(frame, at):
        passed.append("month_record")
    if _has_turned(snapshot, at):
        passed.append("sign_flip")
    streak_months = OFTEN if kind == "streak" else SELDOM
    if _is_streak(snapshot, at, streak_months):
        passed.append("streak")
    if not frame.partial[at] and _changed_places(snapshot, at):
        passed.append("rank")
    if not frame.partial[at] and _passed_a_share(frame, at):
        passed.append("share")
    return tuple(passed)


def by_rule(snapshot: Snapshot, at: int) -> str:
    """Return the kind of a movement that passes its rule by a rank, a share, a streak or a record; else ""."""
    compared = snapshot.rules[at].notable.judge(row(snapshot, at)).passed()
    if snapshot.flags["record"][at] and not compared:
        return "record"  # the only event that is not a state of a flow
    return next((kind for metric, kind in KINDS_BY_METRIC.items() if metric in compared), "")


def _has_turned(snapshot: Snapshot, at: int) -> bool:
    """Whether year-on-year growth changed its sign after at least six months, and two comparisons, of one sign."""
    growths = snapshot.unusual.growths[:, [at]]
    months = snapshot.unusual.months
    if len(growths) <= STEPS:
        return False
    before = streak(growths[:-1], months[:-1])[0]
    now = growths[-1, 0]
    is_long = abs(before) >= max(STEADY, STEPS * snapshot.panel.first.months)
    return bool(is_long and abs(now) > LITTLE and np.sign(now) == -np.sign(before))


def _is_streak(snapshot: Snapshot, at: int, months: tuple[int, ...]) -> bool:
    """Whether the last step brought a streak to one of `months`, or to a multiple of six months beyond them."""
    now = abs(snapshot.metrics["streak"][at])
    before = now - snapshot.unusual.months[-1:].sum()
    later = range(months[-1] + THEN, int(np.nan_to_num(now)) + 1, THEN)
    bars = (*months, *later)
    return any(before < bar <= now for bar in bars)


def _changed_places(snapshot: Snapshot, at: int) -> bool:
    """Whether the series took or lost a rank among the first five."""
    sets, rank, years = snapshot.peers, snapshot.metrics["rank"], snapshot.frame.years
    peers = np.flatnonzero((sets == sets[at]) & (sets >= 0) & ((rank <= TOP) | (rank[at] <= TOP)))
    way = crossed(np.log(_positive(years[:, [at]])) - np.log(_positive(years[:, peers])))
    ahead = np.where(way > 0, rank[at], rank[peers])
    return bool(((way != 0) & (ahead <= TOP)).any())


def _passed_a_share(frame: Frame, at: int) -> bool:
    """Whether the series' share of the aggregate crossed 5, 10, 25 or 50 per cent."""
    aggregate = _positive(window(frame.panel, frame.panel.total[:, np.newaxis], frame.year))
    share = np.log(100 * _positive(frame.years[:, [at]]) / aggregate)
    return bool((crossed(share - np.log(SHARES)) != 0).any())


def crossed(log_ratios: Floats) -> Floats:
    """Return for each column 1 if the last row crossed 0 upwards, -1 if it crossed downwards, else 0.

    `log_ratios` are logarithms of the ratio of two values. A row counts only if it is two per cent from 0: the last row
    crossed if it is on the other side than the last row before it that counts.
    """
    side = np.where(log_ratios >= np.log(CLEAR), 1, np.where(log_ratios <= -np.log(CLEAR), -1, 0))
    if len(side) <= 1:
        return np.zeros(side.shape[1])
    before = side[:-1][::-1]
    last = np.take_along_axis(before, (before != 0).argmax(axis=0)[np.newaxis], axis=0)[0]
    return np.where(side[-1] * last == -1, side[-1], 0).astype(float)


def has_month_record(frame: Frame, at: int) -> bool:
    """Whether the month is above, or below, the same month of all earlier years, in a long series with seasons."""
    same_months = frame.steps[frame.at % frame.year :: frame.year, at]
    long = (frame.at + 1) * frame.panel.first.months >= ENTIRE_RECORD
    if frame.year == 1 or not long or frame.partial[at] or np.isnan(same_months).any() or not same_months[-1] > 0:
        return False
    is_extreme = same_months[-1] > same_months[:-1].max() or same_months[-1] < same_months[:-1].min()
    return bool(is_extreme and strength(frame.panel.value[:, at], frame.year) >= LEAST_STRENGTH)


def strength(value: Floats, year: int) -> float:
    """Return the strength of seasonality, 0 to 1: how much of the series without trend repeats every year.

    It compares monthly means with a moving average: coarser than seasonal adjustment, but without further packages.
    Return 0 if a month is missing or has no trade.
    """
    logs = np.log(_positive(value))
    weights = np.full(year + 1, 1 / year)
    weights[[0, -1]] /= 2
    if len(logs) < 2 * year + 1 or np.isnan(logs).any():
        return 0.0
    trend = np.convolve(logs, weights, "valid")
    detrended = logs[year // 2 : year // 2 + len(trend)] - trend
    month = np.arange(len(detrended)) % year
    season = (np.bincount(month, detrended, year) / np.bincount(month, minlength=year))[month]
    variance = float(np.var(detrended))
    return max(0.0, 1 - float(np.var(detrended - season)) / variance) if variance > 0 else 0.0


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
