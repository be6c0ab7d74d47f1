"""Significance among many: an empirical null of surprises, and one list of what stands out in the whole panel.

p = (1 + how many of the null are as large) / (1 + N), N being every |z| of the last three years in the same level.
Beyond its ten largest the null goes on as a generalised Pareto does, with the shape of its largest twentieth (Dekkers,
Einmahl and de Haan, 1989), so that what lies far out is told apart by how far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.engine.panel import Places
from generator.movements.engine.surprise import HISTORY
from generator.movements.engine.unit_values import Floats, Truths

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

    def or_less(self, other: Chance) -> Chance:
        """Return the smaller of two chances of the same."""
        return Chance(np.fmin(self.p, other.p), np.fmin(self.noise, other.noise))


def chance(z: Floats, null: Floats, plain: Floats, levels: Sequence[str], parents: Places) -> Chance:
    """Return the chances of each |z|; `null` are the z of the rows before, (rows, series). NaN where z is.

    Where a z counts only if something else holds as well, it is 0 in `null` where it did not, and stands in `plain`,
    whose tail tells how fast z grow rare. Series are compared with those of their level: sums have lighter tails than
    what they are made of. A line, its heading and its chapter that were odd in one month were one story.
    """
    p, before, named = np.full(z.shape, np.nan), np.full(null.shape, np.nan), np.asarray(levels)
    of_level = {level: np.flatnonzero(named == level) for level in np.unique(named)}
    widest = max(of_level, key=lambda level: _known(null[:, of_level[level]]))
    shape = _shape(_far(_sorted(plain[:, of_level[widest]])))
    for level, here in of_level.items():
        past = Past.of(null[:, here], plain[:, here], shape if level != widest else None)
        p[here] = _among_others(np.abs(z[here]), past, null[:, here], plain[:, here])
        before[:, here] = replace(past, shape=shape).part(np.abs(null[:, here]))
    stories, known = sum(_lowest(row <= USUAL, parents) for row in before), _known(before)
    asked = int(np.sum(~np.isnan(z)))
    return Chance(p, p * max(stories / USUAL * asked / max(known, 1), 1.0))


def _known(null: Floats) -> int:
    return int(np.sum(~np.isnan(null)))


@dataclass(frozen=True)
class Past:
    """The |z| of the months before in order: those that count (`null`), and all of them (`plain`).

    `shape` is that of the tail, None for its own.
    """

    null: Floats
    plain: Floats
    shape: float | None

    @classmethod
    def of(cls, null: Floats, plain: Floats, shape: float | None) -> Past:
        """Return the past of the series of a level."""
        return cls(_sorted(null), _sorted(plain), shape)

    def without(self, null: Floats, plain: Floats) -> Past:
        """Return the past without one series."""
        return Past(_taken(self.null, null), _taken(self.plain, plain), self.shape)

    def part(self, size: Floats) -> Floats:
        """Return the part of the past that is as large as each |z|, a generalised Pareto standing for its largest.

        A past without a tail is completed by three years of heavy-tailed noise.
        """
        larger, known = len(self.null) - np.searchsorted(self.null, size, side="left"), len(self.null)
        far = _far(self.plain)
        if not len(far):
            p = (larger + HISTORY * _heavy(size)) / (known + HISTORY)
            return np.where(np.isnan(size), np.nan, p)
        shape = _shape(far) if self.shape is None else self.shape
        scale = float(np.mean(far - far[0])) * (1 - shape)
        last = max(far[0], self.null[-LARGEST] if known >= LARGEST else 0.0)
        at_last = (1 + known - np.searchsorted(self.null, last, side="left")) / (1 + known)
        beyond = np.fmax(size - last, 0) / (scale + shape * (last - far[0]))
        far_out = at_last * ((1 + shape * beyond) ** (-1 / shape) if shape else np.exp(-beyond))
        return np.where(np.isnan(size), np.nan, np.where(size > last, far_out, (1 + larger) / (1 + known)))


def _among_others(size: Floats, past: Past, null: Floats, plain: Floats) -> Floats:
    """Return p of each |z| by the past of the other series: what one did itself before is in its z.

    Where it matters: of those that are odd by all of them together.
    """
    p = past.part(size)
    for at in np.flatnonzero(p * len(p) <= 1):
        others = past.without(null[:, at], plain[:, at])
        if len(others.null):
            p[at] = others.part(size[at : at + 1])[0]
    return p


def _sorted(z: Floats) -> Floats:
    return np.asarray(np.sort(np.abs(z[~np.isnan(z)])))


def _taken(known: Floats, own: Floats) -> Floats:
    """Return sorted values without those of one series."""
    own = _sorted(own)
    ties = np.arange(len(own)) - np.searchsorted(own, own)
    return np.delete(known, np.searchsorted(known, own) + ties)


def _far(known: Floats) -> Floats:
    """Return the largest twentieth of sorted values, ten at least; none where they have no tail."""
    far = known[-max(int(TAIL * len(known)), LARGEST) :]
    return far if len(known) >= 2 * LARGEST and 0 < far[0] < far[-1] else far[:0]


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
    known, found, told = np.sort(noise[~np.isnan(noise)]), np.zeros(noise.shape, dtype=bool), sure
    for bar in known:
        if told >= LOUD or bar > quiet + q * max(told - 1, 0):
            break
        found = np.asarray(noise <= bar, dtype=bool)
        told = sure + _lowest(found, parents)
    for place in range(len(known), 0, -1) if told >= LOUD else ():
        bar = known[place - 1]
        if bar <= q * (sure + place) and bar <= q * (sure + _lowest(noise <= bar, parents)):
            return np.asarray(noise <= bar, dtype=bool)
    return found


def _lowest(found: Truths, parents: Places) -> int:
    """Return how many of the found ones have none below them."""
    above = np.zeros(len(found), dtype=bool)
    up = parents[found]
    while len(up := np.unique(up[up >= 0])):
        above[up] = True
        up = parents[up]
    return int(np.sum(found & ~above))
