"""Splits a change in money into price and volume, over the lines within a series.

The split in money is Bennet's, which leaves no residual. The indices in per cent are Fisher's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan, log, nan, sqrt

import numpy as np
from numpy.typing import NDArray

from generator.movements.panel import Panel, Places
from generator.movements.unit_values import UnitValues, WeighedValues, bennet

LEAST_COVERAGE = 0.70  # least share of the matched items in the value of both periods


@dataclass(frozen=True)
class Split:
    """The change of some items in money: `change = price + volume + items + unsplit`.

    Matched items have a usable quantity in both periods. With a `reason` the four parts must not be reported.
    """

    change: float
    price: float = nan  # of the matched items
    volume: float = nan  # of the matched items
    items: float = nan  # value of items traded in one period only: new less vanished
    unsplit: float = nan  # change of items without a usable quantity
    coverage: float = nan  # share of the matched items in the value of both periods
    reason: str = "missing"  # why there is no split; "" if there is one
    price_index: float = nan  # Fisher's, of the matched items; times `volume_index` it is the ratio of the values
    volume_index: float = nan
    mix: float = nan  # log change of the unit value of all matched items beyond `price_index`; NaN if units differ

    @property
    def is_mix(self) -> bool:
        """Whether the goods among the items changed more than their unit values did."""
        return abs(self.mix) > abs(log(self.price_index)) if self.price_index > 0 else False


def split(before: WeighedValues, now: WeighedValues, reason: NDArray[np.str_]) -> Split:
    """Return the split of some items. `reason` says for each why its unit values cannot be compared; "" if they can."""
    moved = now.value - before.value
    sums = now.value + before.value
    matched = reason == ""
    one_end = ((before.value == 0) != (now.value == 0)) & (reason == "no_trade")  # not a break or a partial month
    total = float(sums.sum())
    if isnan(total):
        return Split(float(moved.sum()))
    coverage = _ratio(sums[matched].sum(), total)
    reason_for_all = ""
    if total <= 0:
        reason_for_all = "no_trade"
    elif coverage < LEAST_COVERAGE:
        reason_for_all = "coverage"
    price, volume = bennet(before, now)
    in_money = Split(
        change=float(moved.sum()),
        price=float(price[matched].sum()),
        volume=float(volume[matched].sum()),
        items=float(moved[one_end].sum()),
        unsplit=float(moved[~matched & ~one_end].sum()),
        coverage=coverage,
        reason=reason_for_all,
    )
    if reason_for_all:
        return in_money
    return _with_indices(in_money, before.at(matched), now.at(matched))


def _with_indices(in_money: Split, before: WeighedValues, now: WeighedValues) -> Split:
    """Return the split with the indices of its matched items."""
    value_before = before.value.sum()
    value_now = now.value.sum()
    at_new_values = (now.uv * before.quantity).sum()
    at_old_values = (before.uv * now.quantity).sum()
    price = sqrt(_ratio(at_new_values, value_before) * _ratio(value_now, at_old_values))
    volume = sqrt(_ratio(at_old_values, value_before) * _ratio(value_now, at_new_values))
    mix = nan
    if len(np.unique(now.kind)) == 1:
        average_now = _ratio(value_now, now.quantity.sum())
        average_before = _ratio(value_before, before.quantity.sum())
        average = _ratio(average_now, average_before)
        mix = log(average) - log(price)
    return replace(in_money, price_index=price, volume_index=volume, mix=mix)


def _ratio(part: float, total: float) -> float:
    return float(part / total) if total > 0 else nan


def split_within(panel: Panel, amounts: UnitValues, at: int) -> tuple[Split, int] | None:
    """Return the split of the lines within the series in column `at`, and the number of lines.

    None if they have no quantities, or if there is no year before.
    """
    lines = lines_within(panel, at)
    if amounts.ends is None or np.isnan(amounts.ends[1].quantity[lines]).all():
        return None
    before, now = amounts.ends
    return split(before.at(lines), now.at(lines), amounts.reason[lines]), len(lines)


def lines_within(panel: Panel, at: int) -> Places:
    """Return the columns of the lines within `at`, or `at` itself if it is one. A family replaces its codes."""
    goods = ~panel.is_partner | panel.is_partner[at]
    lines = goods.copy()
    lines[panel.parents[goods & (panel.parents >= 0)]] = False
    lines[[*panel.absorbed]] = False
    inside = np.zeros(len(lines), dtype=bool)
    up = np.arange(len(lines))
    has_parent = up >= 0
    while has_parent.any():
        inside |= up == at
        up = np.where(has_parent, panel.parents[up], -1)
        has_parent = up >= 0
    return np.flatnonzero(lines & inside)
