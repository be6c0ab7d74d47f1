"""How likely each surprise is by the past of the panel, and which of them stand out among so many.

p = (1 + how many of the null are as large) / (1 + N), N being every |z| of the last three years in the same level.
Beyond its ten largest the null goes on as a generalised Pareto does, with the shape of its largest twentieth (Dekkers,
Einmahl and de Haan, 1989), so that what lies far out is told apart by how far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.panel import Floats, Places, Truths
from generator.movements.snapshot import TRIPLED, Snapshot
from generator.movements.surprise_history import WEIGHTY
from generator.movements.surprise_statistic import HISTORY

Q = 0.15  # of the told ones, so many may be noise
QUIET = 0.01  # stories of noise in a quiet panel, as the bar of the first that is told has them
LOUD = 3  # stories by which a panel is not quiet
TAIL, LARGEST = 0.05, 10  # the part of the null that is its tail; values that end it
HEAVY = 1.134  # S of a t of 3 degrees
USUAL = 0.01  # p at which the months before are counted


@dataclass(frozen=True)
class Chance:
    """Of every series `p`, and how many stories as odd as that noise alone told in each of the months before."""

    p: Floats
    noise: Floats


def chance(z: Floats, null: Floats, plain: Floats, levels: Sequence[str], parents: Places) -> Chance:
    """Return the chances of each |z|; `null` are the z of the rows before, (rows, series). NaN where z is.

    Where a z counts only if something else holds as well, it is 0 in `null` where it did not, and stands in `plain`,
    whose tail tells how fast z grow rare. Series are compared with those of their level: sums have lighter tails than
    what they are made of. A line, its heading and its chapter that were odd in one month were one story.
    """
    p, before, named = np.full(z.shape, np.nan), np.full(null.shape, np.nan), np.asarray(levels)
    of_level = {level: np.flatnonzero(named == level) for level in np.unique(named)}
    widest = max(of_level, key=lambda level: _count_known(null[:, of_level[level]]))
    shape = _shape(_far(_sorted(plain[:, of_level[widest]])))
    for level, columns in of_level.items():
        past = PastSurprises.of(null[:, columns], plain[:, columns], shape if level != widest else None)
        p[columns] = _among_others(np.abs(z[columns]), past, null[:, columns], plain[:, columns])
        before[:, columns] = replace(past, shape=shape).part(np.abs(null[:, columns]))
    stories, past_count = sum(_count_lowest(row <= USUAL, parents) for row in before), _count_known(before)
    series_count = int(np.sum(~np.isnan(z)))
    return Chance(p, p * max(stories / USUAL * series_count / max(past_count, 1), 1.0))


def _count_known(null: Floats) -> int:
    return int(np.sum(~np.isnan(null)))


@dataclass(frozen=True)
class PastSurprises:
    """The |z| of the months before in order: those that count (`null`), and all of them (`plain`).

    `shape` is that of the tail, None for its own.
    """

    null: Floats
    plain: Floats
    shape: float | None

    @classmethod
    def of(cls, null: Floats, plain: Floats, shape: float | None) -> PastSurprises:
        """Return the past of the series of a level."""
        return cls(_sorted(null), _sorted(plain), shape)

    def without(self, null: Floats, plain: Floats) -> PastSurprises:
        """Return the past without one series."""
        return PastSurprises(_without_values(self.null, null), _without_values(self.plain, plain), self.shape)

    def part(self, size: Floats) -> Floats:
        """Return the part of the past that is as large as each |z|, a generalised Pareto standing for its largest.

        A past without a tail is completed by three years of heavy-tailed noise.
        """
        larger, count = len(self.null) - np.searchsorted(self.null, size, side="left"), len(self.null)
        far = _far(self.plain)
        if not len(far):
            p = (larger + HISTORY * _heavy(size)) / (count + HISTORY)
            return np.where(np.isnan(size), np.nan, p)
        shape = _shape(far) if self.shape is None else self.shape
        scale = float(np.mean(far - far[0])) * (1 - shape)
        last = max(far[0], self.null[-LARGEST] if count >= LARGEST else 0.0)
        at_last = (1 + count - np.searchsorted(self.null, last, side="left")) / (1 + count)
        beyond = np.fmax(size - last, 0) / (scale + shape * (last - far[0]))
        far_out = at_last * ((1 + shape * beyond) ** (-1 / shape) if shape else np.exp(-beyond))
        return np.where(np.isnan(size), np.nan, np.where(size > last, far_out, (1 + larger) / (1 + count)))


def _among_others(size: Floats, past: PastSurprises, null: Floats, plain: Floats) -> Floats:
    """Return p of each |z| by the past of the other series: what one did itself before is in its z.

    Where it matters: of those that are odd by all of them together.
    """
    p = past.part(size)
    for at in np.flatnonzero(p * len(p) <= 1):
        other_series = past.without(null[:, at], plain[:, at])
        if len(other_series.null):
            p[at] = other_series.part(size[at : at + 1])[0]
    return p


def _sorted(z: Floats) -> Floats:
    return np.asarray(np.sort(np.abs(z[~np.isnan(z)])))


def _without_values(ordered: Floats, removed: Floats) -> Floats:
    """Return sorted values without those of one series."""
    removed = _sorted(removed)
    ties = np.arange(len(removed)) - np.searchsorted(removed, removed)
    return np.delete(ordered, np.searchsorted(ordered, removed) + ties)


def _far(ordered: Floats) -> Floats:
    """Return the largest twentieth of sorted values, ten at least; none where they have no tail."""
    far = ordered[-max(int(TAIL * len(ordered)), LARGEST) :]
    return far if len(ordered) >= 2 * LARGEST and 0 < far[0] < far[-1] else far[:0]


def _shape(far: Floats) -> float:
    """Return the shape of a tail; none is taken for lighter than exponential.

    It is taken of the level that has most series, for all: a sum has the tail of the heaviest thing within it.
    """
    if not len(far):
        return 0.0
    logs = np.log(far / far[0])
    first, second = float(np.mean(logs)), float(np.mean(logs**2))
    return min(max(first + 1 - 0.5 / max(1 - first**2 / second, 1e-9), 0.0), 0.9)


def _heavy(z: Floats) -> Floats:
    """Return how often |z| is so large where the noise is a t of 3 degrees."""
    t = HEAVY * z / np.sqrt(3)
    return np.asarray(1 - 2 / np.pi * (np.arctan(t) + t / (1 + t**2)))


def survivors(noise: Floats, parents: Places, sure: int = 0, q: float = Q, quiet: float = QUIET) -> Truths:
    """Return which series stand out; `noise` are so many stories of chance alone in a month, were each the bar.

    Of what is told a part `q` may be noise (Benjamini and Hochberg). Told are stories: of a path from the top the
    lowest alone (Katsevich, Sabatti and Bogomolov, 2021), and the `sure` ones, which chance has no part in. But first
    some must be beyond what a quiet panel has, one after the other; with three it is none.
    """
    bars, standing_out, stories = np.sort(noise[~np.isnan(noise)]), np.zeros(noise.shape, dtype=bool), sure
    for bar in bars:
        if stories >= LOUD or bar > quiet + q * max(stories - 1, 0):
            break
        standing_out = np.asarray(noise <= bar, dtype=bool)
        stories = sure + _count_lowest(standing_out, parents)
    for place in range(len(bars), 0, -1) if stories >= LOUD else ():
        bar = bars[place - 1]
        if bar <= q * (sure + place) and bar <= q * (sure + _count_lowest(noise <= bar, parents)):
            return np.asarray(noise <= bar, dtype=bool)
    return standing_out


def _count_lowest(standing_out: Truths, parents: Places) -> int:
    """Return how many of the found ones have none below them."""
    above = np.zeros(len(standing_out), dtype=bool)
    up = parents[standing_out]
    while len(up := np.unique(up[up >= 0])):
        above[up] = True
        up = parents[up]
    return int(np.sum(standing_out & ~above))


LEAST_MONEY = 5_000_000.0  # or so much money
SHARES = {"month": 0.5, "shift": 0.1, "price": 0.1, "broad": 0.1, "drift": 0.1, "offset": 0.1}
OF_MONTH = ("month", "shift", "price", "broad")
BROAD = 3.2  # |z| of a sum whose lines moved its way
FAR = 4.0  # |z| of a unit value


@dataclass(frozen=True)
class Chances:
    """Of every series `p`, and whether it stands out: for its month, for a year as a whole, for an offset.

    `noise` is how many stories as odd as its month chance alone has in a month.
    """

    p: Floats
    noise: Floats
    significant: Truths
    slow: Truths
    hidden: Truths


def chances(snapshot: Snapshot, kind: np.ndarray, drift: Truths, hidden: Truths, q: float = Q) -> Chances:
    """Return the chances of every series; `kind` is what each would be told as for its month.

    `drift` would be told for a year, `hidden` for an offset. There are several ways to be odd, and each has a share of
    the noise that is allowed: a month one half; three in a row, a unit value, the lines within, a year and an offset a
    tenth. A way that no series goes in this panel leaves its share to the others.
    """
    ways = _ways(snapshot, kind, drift, hidden)
    shares = {name: SHARES[name] for name, way_chance in ways.items() if (way_chance.p < 1).any()}
    of = {name: way_chance.noise * sum(shares.values()) / SHARES[name] for name, way_chance in ways.items()}
    month = np.where(np.isnan(of["month"]), np.nan, np.fmin.reduce([of[name] for name in OF_MONTH]))
    least_noise = np.fmin.reduce([month, of["drift"], of["offset"]])
    sure = int(np.sum(snapshot.happened & snapshot.passed & snapshot.usable))
    standing_out = survivors(least_noise, snapshot.panel.parents, sure, q)
    bar = np.max(least_noise[standing_out], initial=0.0)
    p = _least_p(*(ways[name].p for name in OF_MONTH))
    return Chances(p, month, *(standing_out & (way_chance <= bar) for way_chance in (month, of["drift"], of["offset"])))


def _ways(snapshot: Snapshot, kind: np.ndarray, drift: Truths, hidden: Truths) -> Mapping[str, Chance]:
    """Return the chance of every series by each of the ways to be odd."""
    strange, parts, panel = snapshot.unusual, snapshot.amounts, snapshot.panel
    # What would not be told if it tripled is not asked: by its base, which says nothing of a surprise.
    is_large_enough = TRIPLED * snapshot.frame.before >= WEIGHTY / 100 * snapshot.frame.total_before
    eligible = np.where(is_large_enough, 0.0, np.nan)
    large, was_large = np.abs(snapshot.metrics["contrib"]) >= _bar(snapshot), np.abs(strange.moved) >= _bar(snapshot)

    def way(is_way: Truths, z: Floats, null: Floats, plain: Floats | None = None) -> Chance:
        """Return the chance of a surprise; those that would not be told so are none."""
        plain_null = null if plain is None else plain
        return chance(
            np.where(is_way, z, z * 0) + eligible, null + eligible, plain_null + eligible, panel.levels, panel.parents
        )

    def of_month(is_way: Truths, z: Floats, null: Floats) -> Chance:
        """Return the chance of a surprise that is large enough as well."""
        return way(is_way & large, z, np.where(was_large, null, null * 0), null)

    offset, offset_alone = way(hidden, parts.z, parts.parted), way(hidden, parts.z, parts.null)
    wide = (np.sign(strange.breadth) == np.sign(strange.z)) & (np.abs(strange.z) >= BROAD)
    return {
        "month": of_month(large, strange.z, strange.null),
        "shift": of_month(kind == "shift", strange.lasting, strange.lasting_null),
        "price": way((kind == "price") & (np.abs(parts.z) >= FAR), parts.z, parts.null),
        "broad": of_month(wide, strange.breadth, strange.breadth_null),
        "drift": way(drift, strange.slow, strange.slow_null),
        "offset": Chance(np.fmin(offset.p, offset_alone.p), np.fmin(offset.noise, offset_alone.noise)),
    }


def _bar(snapshot: Snapshot) -> float:
    """Return the least that is told, in percentage points of the aggregate."""
    aggregate = snapshot.frame.total_before
    return min(WEIGHTY, 100 * LEAST_MONEY * snapshot.panel.dollar / aggregate) if aggregate > 0 else WEIGHTY


def _least_p(*p_values: Floats) -> Floats:
    """Return the least of several p, times how many there are; NaN where the first is."""
    stacked = np.stack(p_values)
    count = np.sum(stacked < 1, axis=0)
    least = np.fmin.reduce(stacked, axis=0) * np.fmax(count, 1)
    return np.where(np.isnan(p_values[0]), np.nan, np.fmin(least, 1.0))
