"""Price and volume: how much of a change in money is unit value, how much quantity, and how much is neither.

Bennet for money, which leaves no residual; Fisher for per cent. After design/movements.md, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.engine.unit_values import Floats, Truths, UnitValueChange, Weighed

LEAST_COVERAGE = 0.70  # of the value of both ends


def bennet(before: Weighed, now: Weighed) -> tuple[Floats, Floats]:
    """Return P and V of each item in money, which add up to its change: P at mean quantities, V at mean unit values.

    NaN where an item has no quantity at an end.
    """
    p0, p1 = before.uv, now.uv
    q0, q1 = before.quantity, now.quantity
    return (q0 + q1) * (p1 - p0) / 2, (p0 + p1) * (q1 - q0) / 2


@dataclass(frozen=True)
class Split:
    """The change of each group in money: `change = price + volume + items + unsplit`; NaN with its `reason`.

    `price` and `volume` are of the matched items, `items` the value of those at one end only (new less vanished),
    `unsplit` the change of those without a usable quantity. `coverage` is the matched items' part of the value of both
    ends; under 0.70 the reason is `coverage`, and the four parts are not to be told.
    """

    change: Floats
    price: Floats
    volume: Floats
    items: Floats
    unsplit: Floats
    coverage: Floats
    reason: NDArray[np.str_]


def split(before: Weighed, now: Weighed, changes: UnitValueChange, group: NDArray[np.intp], groups: int) -> Split:
    """Return the split of each of the `groups`; `group` is the place of each item in them, -1 for none."""
    sums = _Sums(group, groups)
    moved, both = now.value - before.value, now.value + before.value
    one_end = ((before.value == 0) != (now.value == 0)) & (changes.reason == "no_trade")  # no break, no part of a month
    price, volume = bennet(before, now)
    matched = changes.is_valid
    total = sums(both, slice(None))
    coverage = _ratio(sums(both, matched), total)
    tests = {"missing": np.isnan(total), "no_trade": total <= 0, "coverage": coverage < LEAST_COVERAGE}
    parts = [sums(price, matched), sums(volume, matched), sums(moved, one_end), sums(moved, ~matched & ~one_end)]
    p, v, n, u = (np.where(tests["missing"], np.nan, part) for part in parts)
    reason = np.select(list(tests.values()), list(tests), "")
    return Split(sums(moved, slice(None)), p, v, n, u, coverage, reason)


@dataclass(frozen=True)
class Indices:
    """Fisher's indices of each group's matched items: `price` times `volume` is the ratio of their values.

    `mix` is what the group's own unit value moved beyond `price`, in logarithms: NaN where its units do not agree.
    `reason` is the split's.
    """

    price: Floats
    volume: Floats
    mix: Floats
    reason: NDArray[np.str_]

    @property
    def is_mix(self) -> Truths:
        """Where the goods within the group changed more than their unit values did."""
        most: Truths = np.abs(self.mix) > np.abs(np.log(self.price))
        return most


def fisher(before: Weighed, now: Weighed, changes: UnitValueChange, group: NDArray[np.intp], parts: Split) -> Indices:
    """Return the indices of the groups of a split, NaN where it has a reason."""
    sums, matched = _Sums(group, len(parts.reason)), changes.is_valid
    x0, x1 = sums(before.value, matched), sums(now.value, matched)
    at_new_values = sums(now.uv * before.quantity, matched)
    at_old_values = sums(before.uv * now.quantity, matched)
    price = np.sqrt(_ratio(at_new_values, x0) * _ratio(x1, at_old_values))
    volume = np.sqrt(_ratio(at_old_values, x0) * _ratio(x1, at_new_values))
    q0, q1 = sums(before.quantity, matched), sums(now.quantity, matched)
    with np.errstate(divide="ignore", invalid="ignore"):
        mix = np.log(_ratio(_ratio(x1, q1), _ratio(x0, q0))) - np.log(price)
    mix = np.where(_agree(now.kind, matched, sums), mix, np.nan)
    told = parts.reason == ""
    price, volume, mix = (np.where(told, found, np.nan) for found in (price, volume, mix))
    return Indices(price, volume, mix, parts.reason)


def _agree(kind: NDArray[np.integer], matched: Truths, sums: _Sums) -> Truths:
    """Return which groups have matched items of one unit only."""
    lowest = np.full(sums.groups, np.iinfo(np.int64).max)
    highest = np.full(sums.groups, -1)
    chosen = matched & (sums.group >= 0)
    np.minimum.at(lowest, sums.group[chosen], kind[chosen])
    np.maximum.at(highest, sums.group[chosen], kind[chosen])
    one: Truths = lowest == highest
    return one


@dataclass(frozen=True)
class _Sums:
    """Adds up the items of each group."""

    group: NDArray[np.intp]
    groups: int

    def __call__(self, values: Floats, where: Truths | slice) -> Floats:
        """Return the sums over those items that are meant."""
        chosen = self.group[where] >= 0
        return np.asarray(np.bincount(self.group[where][chosen], values[where][chosen], self.groups), float)


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
