"""How much of a change in money is average value and how much quantity, over the lines within a series.

Bennet for money, which leaves no residual; Fisher for per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.movements.arrays import Floats, Truths
from generator.movements.panel import Panel
from generator.movements.snapshot import Snapshot
from generator.movements.unit_values import UnitValueChange, WeighedValues, bennet

LEAST_COVERAGE = 0.70  # of the value of both ends


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


def split(
    before: WeighedValues, now: WeighedValues, changes: UnitValueChange, group: NDArray[np.intp], groups: int
) -> Split:
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


def fisher(
    before: WeighedValues, now: WeighedValues, changes: UnitValueChange, group: NDArray[np.intp], parts: Split
) -> Indices:
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


PPV = "ppv"
DIGITS = 6
_PER_CENT = 100


def parts_facts(seen: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the price and volume split of the series in column `at`; none where it has no quantity or no year before.

    `value` is what average values moved in money, `volume` what quantities did, `items` lines at one end only,
    `unsplit` those without a usable quantity; they add up to `change`. `coverage` is the part of the value of both
    ends that is split; under 0.70 value and volume are null. `value_pct` and `volume_pct` are Fisher's, `mix` is what
    the average value of the whole moved beyond them, in per cent.
    """
    ends = seen.amounts.ends
    if ends is None or np.isnan(ends.now.quantity[within := lines_within(seen.panel, at)]).all():
        return ()
    group = np.full(len(seen.panel.codes), -1, dtype=np.intp)
    group[within] = 0
    found = split(ends.before, ends.now, ends.change, group, 1)
    return (_fact(seen, found, fisher(ends.before, ends.now, ends.change, group, found), len(within)),)


def lines_within(panel: Panel, at: int) -> NDArray[np.intp]:
    """Return the columns of the lines within `at`, itself where it is one; codes of a family stand in it alone."""
    goods = ~panel.is_partner | panel.is_partner[at]
    lines = goods.copy()
    lines[panel.parents[goods & (panel.parents >= 0)]] = False
    lines[[*panel.absorbed]] = False
    inside, up = np.zeros(len(lines), dtype=bool), np.arange(len(lines))
    while (known := up >= 0).any():
        inside |= up == at
        up = np.where(known, panel.parents[up], -1)
    return np.flatnonzero(lines & inside)


def _fact(seen: Snapshot, found: Split, indices: Indices, lines: int) -> dict[str, Any]:
    frame, reason = seen.frame, str(found.reason[0])
    money = {"volume": found.volume, "items": found.items, "unsplit": found.unsplit}
    told = {name: None if reason else _plain(part[0]) for name, part in money.items()}
    rates = {"value_pct": indices.price, "volume_pct": indices.volume, "mix": np.exp(indices.mix)}
    return {
        "metric": PPV,
        "value": None if reason else _plain(found.price[0]),
        "unit": frame.panel.currency,
        "period": str(frame.period(frame.at)),
        "compare_period": str(frame.period(frame.base)),
        "n": lines,
        "reason": reason,
        "flags": ["mix"] if bool(indices.is_mix[0]) else [],
        **told,
        "change": _plain(found.change[0]),
        "coverage": _plain(found.coverage[0]),
        **{name: _plain(_PER_CENT * (part[0] - 1)) for name, part in rates.items()},
    }


def _plain(value: float) -> float | None:
    return None if isnan(value) else round(float(value), DIGITS)
