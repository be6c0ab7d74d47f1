"""Chance: how likely each surprise is by the panel's past, and which surprises stand out among so many.

p = 2 (1 + number of null values as large, one way) / (1 + N). The null is the N values z of the last three years of all
series of the same level. Beyond the ten largest rises, or falls, it is continued by a generalised Pareto
distribution, whose shape is that of the largest twentieth of them (Dekkers, Einmahl and de Haan, 1989). So even extreme
surprises are ranked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, factorial

import numpy as np

from generator.movements.panel import Floats, Places, Truths
from generator.movements.snapshot import Snapshot
from generator.movements.surprise_history import WEIGHTY
from generator.movements.surprise_statistic import HISTORY

Q = 0.15  # fraction of the stories that may be noise
QUIET = 0.01  # bar of the first story in a quiet panel, in stories of noise a month
CROWD = (
    1e-4  # so little a chance of as many stories says that a panel is not quiet; those of a month are not independent
)
LOUD = 3  # with this many stories a panel is not quiet
LUMPY = "lumpy"  # stands for the level of series that are judged by their shipments
TAIL = 0.05  # fraction of the null that is its tail
LARGEST = 10  # number of values that the Pareto replaces
HEAVY = 1.134  # spread S of a t distribution with 3 degrees of freedom
USUAL = 0.01  # bar of p at which the stories of earlier months are counted


@dataclass(frozen=True)
class Chance:
    """The chance of every series' surprise."""

    p: Floats
    noise: Floats  # stories at least as surprising that noise alone gives in a month


def chance(z: Floats, null: Floats, plain: Floats, levels: Sequence[str], parents: Places) -> Chance:
    """Return the chance of each z; NaN for NaN. `null` has the z of earlier rows, as (rows, series).

    If a z counts only under a further condition, `null` is 0 where that failed, and `plain` has all z, to estimate the
    tail. Series are compared within their level, since sums have lighter tails than their parts. A line, its heading
    and its chapter that are surprising in the same month count as one story.
    """
    p_of_rise, past_p_of_rise = _chances_of_way(z, null, plain, 1, levels)
    p_of_fall, past_p_of_fall = _chances_of_way(z, null, plain, -1, levels)
    p = np.where(z < 0, p_of_fall, p_of_rise)
    past_p = np.where(null < 0, past_p_of_fall, past_p_of_rise)
    past_stories = sum(_count_lowest(row <= USUAL, parents) for row in past_p)
    past_count = _count_known(past_p)
    series_count = int(np.sum(~np.isnan(z)))
    stories_of_noise = past_stories / USUAL * series_count / max(past_count, 1)
    noise = p * max(stories_of_noise, 1.0)
    return Chance(p, np.where(p < 1, noise, max(stories_of_noise, series_count) + 0 * noise))


def _chances_of_way(z: Floats, null: Floats, plain: Floats, way: int, levels: Sequence[str]) -> tuple[Floats, Floats]:
    """Return p of rises (`way` 1) or falls (-1), of now and of earlier rows; the other ones count as 0.

    Where lines have large shipments now and then, hardly a fall is as large as the rises. So p is twice the fraction
    of the past that is as large and went the same way. A level with too few of these for a tail is judged by both ways.
    """
    p = np.full(z.shape, np.nan)
    past_p = np.full(null.shape, np.nan)
    level_of = np.asarray(levels)
    columns_of = {level: np.flatnonzero(level_of == level) for level in np.unique(level_of)}
    widest = max(columns_of, key=lambda level: _count_known(null[:, columns_of[level]]))
    widest_past = _past_of_way(null[:, columns_of[widest]], plain[:, columns_of[widest]], way)
    widest_shape = _shape(_far(widest_past.plain, widest_past.tail))
    for level, columns in columns_of.items():
        past = _past_of_way(null[:, columns], plain[:, columns], way)
        if level not in (widest, LUMPY):
            past = replace(past, shape=widest_shape)
        p[columns] = past.chances * _among_others(z[columns], past, null[:, columns], plain[:, columns])
        of_past = replace(past, shape=widest_shape).part(past.sizes(null[:, columns]))
        past_p[:, columns] = past.chances * of_past
    return np.minimum(p, 1.0), np.minimum(past_p, 1.0)


def _past_of_way(null: Floats, plain: Floats, way: int) -> PastSurprises:
    """Return the past by which rises (`way` 1) or falls (-1) are judged: both ways if too few went this one."""
    has_tail = TAIL * np.sum(way * null > 0) >= LARGEST
    return PastSurprises.of(null, plain, None, way if has_tail else 0)


def _count_known(null: Floats) -> int:
    return int(np.sum(~np.isnan(null)))


@dataclass(frozen=True)
class PastSurprises:
    """The sizes of the surprises of earlier months, sorted."""

    null: Floats  # those that count
    plain: Floats  # all
    shape: float | None  # of the tail; None: estimate it from `plain`
    way: int = 0  # 1: of rises, and 0 for falls; -1: of falls, and 0 for rises; 0: of both

    @classmethod
    def of(cls, null: Floats, plain: Floats, shape: float | None, way: int = 0) -> PastSurprises:
        """Return the past of some series from their z, sorted."""
        return cls(_sorted(_sizes(null, way)), _sorted(_sizes(plain, way)), shape, way)

    @property
    def chances(self) -> int:
        """Two if only one way was counted: p is the chance of as large a surprise either way."""
        return 2 if self.way else 1

    @property
    def tail(self) -> float:
        """The fraction of the past that is its tail."""
        return TAIL / self.chances

    def sizes(self, z: Floats) -> Floats:
        """Return |z|, or 0 for what went the way that is not counted."""
        return _sizes(z, self.way)

    def without(self, null: Floats, plain: Floats) -> PastSurprises:
        """Return the past without one series."""
        null_left = _without_values(self.null, self.sizes(null))
        plain_left = _without_values(self.plain, self.sizes(plain))
        return PastSurprises(null_left, plain_left, self.shape, self.way)

    def part(self, size: Floats) -> Floats:
        """Return p of each |z|: the fraction of the past that is at least as large, with a generalised Pareto tail.

        A past without a tail is completed by three years of heavy-tailed noise.
        """
        count = len(self.null)
        larger = count - np.searchsorted(self.null, size, side="left")
        far = _far(self.plain, self.tail)
        if not len(far):
            p = (larger + HISTORY * _heavy(size)) / (count + HISTORY)
            return np.where(np.isnan(size), np.nan, p)
        shape = _shape(far) if self.shape is None else self.shape
        scale = float(np.mean(far - far[0])) * (1 - shape)
        # Up to `last` the past is counted; beyond it the Pareto stands for the past.
        tenth_largest = self.null[-LARGEST] if count >= LARGEST else 0.0
        last = max(far[0], tenth_largest)
        p_at_last = (1 + count - np.searchsorted(self.null, last, side="left")) / (1 + count)
        beyond = np.fmax(size - last, 0) / (scale + shape * (last - far[0]))
        decay = (1 + shape * beyond) ** (-1 / shape) if shape else np.exp(-beyond)
        counted = (1 + larger) / (1 + count)
        p = np.where(size > last, p_at_last * decay, counted)
        return np.where(np.isnan(size), np.nan, p)


def _among_others(z: Floats, past: PastSurprises, null: Floats, plain: Floats) -> Floats:
    """Return p of each z by the past of the other series, since z already reflects a series' own past.

    To save time, the own past is left out only for series that are surprising even with it.
    """
    size = past.sizes(z)
    p = past.part(size)
    for at in np.flatnonzero(p * len(p) <= 1):
        other_series = past.without(null[:, at], plain[:, at])
        if len(other_series.null):
            p[at] = other_series.part(size[at : at + 1])[0]
    return p


def _sizes(z: Floats, way: int) -> Floats:
    """Return |z| of what went `way` and 0 for the rest; |z| of all if `way` is 0. NaN stays."""
    return np.where(way * z >= 0, np.abs(z), 0 * z) if way else np.abs(z)


def _sorted(sizes: Floats) -> Floats:
    return np.asarray(np.sort(sizes[~np.isnan(sizes)]))


def _without_values(ordered: Floats, removed: Floats) -> Floats:
    """Return sorted values without those of one series."""
    removed = _sorted(removed)
    ties = np.arange(len(removed)) - np.searchsorted(removed, removed)
    return np.delete(ordered, np.searchsorted(ordered, removed) + ties)


def _far(ordered: Floats, tail: float) -> Floats:
    """Return the largest `tail` (a fraction) of sorted values, at least ten; empty if they have no tail."""
    far = ordered[-max(int(tail * len(ordered)), LARGEST) :]
    return far if len(ordered) >= 2 * LARGEST and 0 < far[0] < far[-1] else far[:0]


def _shape(far: Floats) -> float:
    """Return the shape of a tail; at least 0, which is exponential.

    `chance` estimates it on the level with most values and uses it for all levels: a sum has the tail of its heaviest
    part.
    """
    if not len(far):
        return 0.0
    logs = np.log(far / far[0])
    first, second = float(np.mean(logs)), float(np.mean(logs**2))
    return min(max(first + 1 - 0.5 / max(1 - first**2 / second, 1e-9), 0.0), 0.9)


def _heavy(z: Floats) -> Floats:
    """Return the probability of so large a |z| if the noise has a t distribution with 3 degrees of freedom."""
    t = HEAVY * z / np.sqrt(3)
    return np.asarray(1 - 2 / np.pi * (np.arctan(t) + t / (1 + t**2)))


def survivors(noise: Floats, parents: Places, sure: int = 0) -> Truths:
    """Return which series stand out. `noise` is, for each, the stories of noise in a month if it were the bar.

    At most the fraction Q of the stories may be noise (Benjamini and Hochberg). On a path from the top only the
    lowest series is a story (Katsevich, Sabatti and Bogomolov, 2021). The `sure` stories, which are not due to chance,
    count too. Until there are LOUD stories the panel is taken for quiet, and each story must pass a stricter bar.
    """
    bars = np.sort(noise[~np.isnan(noise)])
    standing_out = np.zeros(noise.shape, dtype=bool)
    stories = sure
    for bar in bars:
        if stories >= LOUD or bar > QUIET + Q * max(stories - 1, 0):
            break
        standing_out = np.asarray(noise <= bar, dtype=bool)
        stories = sure + _count_lowest(standing_out, parents)
    if stories < LOUD and not _is_loud(noise, parents):
        return standing_out
    for place in range(len(bars), 0, -1):
        bar = bars[place - 1]
        if bar <= Q * (sure + place) and bar <= Q * (sure + _count_lowest(noise <= bar, parents)):
            return np.asarray(noise <= bar, dtype=bool)
    return standing_out


def _is_loud(noise: Floats, parents: Places) -> bool:
    """Whether there are more stories than chance gives: the number under a bar is a Poisson variable of that mean."""
    for bar in np.sort(noise[noise <= LOUD]):
        count = _count_lowest(noise <= bar, parents)
        if count < LOUD:
            continue
        fewer = sum(bar**number / factorial(number) for number in range(count))
        if 1 - exp(-bar) * fewer <= CROWD:
            return True
    return False


def _distinct_columns(columns: Places) -> Places:
    """Return each column once; a negative one, the parent of a root, is none."""
    return np.unique(columns[columns >= 0])


def _count_lowest(standing_out: Truths, parents: Places) -> int:
    """Return how many of the series that stand out have none below them that does."""
    above = np.zeros(len(standing_out), dtype=bool)
    up = _distinct_columns(parents[standing_out])
    while len(up):
        above[up] = True
        up = _distinct_columns(parents[up])
    return int(np.sum(standing_out & ~above))


LEAST_MONEY = 5_000_000.0  # dollars; a change this large is also worth reporting
# The share of the allowed noise that each way to be surprising gets.
SHARES = {"month": 0.5, "shift": 0.1, "price": 0.1, "broad": 0.1, "drift": 0.1, "offset": 0.1}
OF_MONTH = ("month", "shift", "price", "broad")
BROAD = 3.2  # least |z| of a sum for a broad movement
FAR = 4.0  # least |z| of a unit value


@dataclass(frozen=True)
class Chances:
    """The chances of every series, and whether it stands out."""

    p: Floats  # of its month
    noise: Floats  # stories as surprising as its month that chance alone gives in a month
    significant: Truths  # stands out by its month
    slow: Truths  # stands out by its year as a whole (a drift)
    hidden: Truths  # stands out as an offset


def chances(snapshot: Snapshot, kind: np.ndarray, drift: Truths, hidden: Truths) -> Chances:
    """Return the chances of every series. `kind` is the kind of its month; `drift` and `hidden` mark candidates.

    There are several ways to be surprising, and each gets a share of the allowed noise (SHARES): one half for the
    month, a tenth for each other way. A way without any candidate leaves its share to the others.
    """
    ways = _ways(snapshot, kind, drift, hidden)
    shares = {name: SHARES[name] for name, way_chance in ways.items() if (way_chance.p < 1).any()}
    of = {name: way_chance.noise * sum(shares.values()) / SHARES[name] for name, way_chance in ways.items()}
    month = np.where(np.isnan(of["month"]), np.nan, np.fmin.reduce([of[name] for name in OF_MONTH]))
    least_noise = np.fmin.reduce([month, of["drift"], of["offset"]])
    sure = int(np.sum(snapshot.happened & snapshot.passed & snapshot.usable))
    standing_out = survivors(least_noise, snapshot.panel.parents, sure)
    bar = np.max(least_noise[standing_out], initial=0.0)
    p = _least_p(*(ways[name].p for name in OF_MONTH))
    return Chances(p, month, *(standing_out & (way_chance <= bar) for way_chance in (month, of["drift"], of["offset"])))


def _ways(snapshot: Snapshot, kind: np.ndarray, drift: Truths, hidden: Truths) -> Mapping[str, Chance]:
    """Return the chance of every series by each way to be surprising."""
    unusual = snapshot.unusual
    amounts = snapshot.amounts
    panel = snapshot.panel
    # By its year or its unit value a series is tested only if it would matter when it tripled. This looks at its base.
    is_large_enough = unusual.reach >= WEIGHTY / 100 * snapshot.frame.total_before
    eligible = np.where(is_large_enough, 0.0, np.nan)
    # The shipments of lumpy series are compared with those of other lumpy series, of whatever level.
    levels = [LUMPY if lumpy else level for lumpy, level in zip(unusual.lumpy, panel.levels, strict=True)]
    large = np.abs(snapshot.metrics["contrib"]) >= _bar(snapshot)
    was_large = np.abs(unusual.moved) >= _bar(snapshot)

    def way(is_way: Truths, z: Floats, null: Floats) -> Chance:
        """Return the chance of a surprise; series that are no candidates count as z = 0."""
        of_eligible = null + eligible
        z_of_way = np.where(is_way, z, z * 0) + eligible
        return chance(z_of_way, of_eligible, of_eligible, levels, panel.parents)

    def of_month(is_way: Truths, z: Floats, null: Floats) -> Chance:
        """Return the chance of a surprise whose contribution is large enough as well, whatever the base is."""
        known_total = 0.0 * snapshot.frame.total_before  # NaN: nothing is tested without a total a year before
        z_of_way = np.where(is_way & large, z, z * 0) + known_total
        return chance(z_of_way, np.where(was_large, null, null * 0), null + eligible, levels, panel.parents)

    offset = way(hidden, amounts.z, amounts.parted)
    offset_alone = way(hidden, amounts.z, amounts.null)
    wide = (np.sign(unusual.breadth) == np.sign(unusual.z)) & (np.abs(unusual.z) >= BROAD)
    return {
        "month": of_month(large, unusual.unexpected, unusual.unexpected_null),
        "shift": of_month(kind == "shift", unusual.lasting, unusual.lasting_null),
        "price": way((kind == "price") & (np.abs(amounts.z) >= FAR), amounts.z, amounts.null),
        "broad": of_month(wide, unusual.breadth, unusual.breadth_null),
        "drift": way(drift, unusual.slow, unusual.slow_null),
        "offset": Chance(np.fmin(offset.p, offset_alone.p), np.fmin(offset.noise, offset_alone.noise)),
    }


def _bar(snapshot: Snapshot) -> float:
    """Return the smallest contribution worth reporting, in percentage points of the aggregate."""
    aggregate = snapshot.frame.total_before
    return min(WEIGHTY, 100 * LEAST_MONEY * snapshot.panel.dollar / aggregate) if aggregate > 0 else WEIGHTY


def _least_p(*p_values: Floats) -> Floats:
    """Return the least of several p, multiplied by the number of p below 1 (Bonferroni); NaN where the first is."""
    stacked = np.stack(p_values)
    count = np.sum(stacked < 1, axis=0)
    least = np.fmin.reduce(stacked, axis=0) * np.fmax(count, 1)
    return np.where(np.isnan(p_values[0]), np.nan, np.fmin(least, 1.0))
