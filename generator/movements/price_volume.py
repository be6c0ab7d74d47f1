"""How much of a change in money is average value and how much quantity, over the lines within a series.

Bennet for money, which leaves no residual; Fisher for per cent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, isnan, log, nan, sqrt
from typing import Any

import numpy as np

from generator.movements.arrays import Places
from generator.movements.panel import Panel
from generator.movements.snapshot import Snapshot
from generator.movements.unit_values import UnitValueChange, WeighedValues, bennet

PPV = "ppv"
LEAST_COVERAGE = 0.70  # of the value of both ends
DIGITS = 6


@dataclass(frozen=True)
class Split:
    """The change of some items in money: `change = price + volume + items + unsplit`.

    `price` and `volume` are of the matched items, `items` the value of those at one end only (new less vanished),
    `unsplit` the change of those without a usable quantity. `coverage` is the matched items' part of the value of both
    ends; under 0.70 the reason is `coverage`, and the four parts are not to be told.
    `price_index` and `volume_index` are Fisher's, of the matched items: their product is the ratio of the values.
    `mix` is what the average value of all of them moved beyond `price_index`, in logarithms: NaN where their units do
    not agree.
    """

    change: float
    price: float
    volume: float
    items: float
    unsplit: float
    coverage: float
    reason: str
    price_index: float = nan
    volume_index: float = nan
    mix: float = nan

    @property
    def is_mix(self) -> bool:
        """Whether the goods among the items changed more than their unit values did."""
        return abs(self.mix) > abs(log(self.price_index)) if self.price_index > 0 else False


def split(before: WeighedValues, now: WeighedValues, changes: UnitValueChange) -> Split:
    """Return the split of the items of two periods."""
    moved, both, matched = now.value - before.value, now.value + before.value, changes.is_valid
    one_end = ((before.value == 0) != (now.value == 0)) & (changes.reason == "no_trade")  # no break, no part of a month
    total = float(both.sum())
    if isnan(total):
        return Split(float(moved.sum()), nan, nan, nan, nan, nan, "missing")
    coverage = _ratio(both[matched].sum(), total)
    price, volume = bennet(before, now)
    found = Split(
        change=float(moved.sum()),
        price=float(price[matched].sum()),
        volume=float(volume[matched].sum()),
        items=float(moved[one_end].sum()),
        unsplit=float(moved[~matched & ~one_end].sum()),
        coverage=coverage,
        reason="no_trade" if total <= 0 else "coverage" if coverage < LEAST_COVERAGE else "",
    )
    return found if found.reason else _with_indices(found, before.at(matched), now.at(matched))


def _with_indices(found: Split, before: WeighedValues, now: WeighedValues) -> Split:
    """Return the split with the indices of its matched items."""
    x0, x1 = before.value.sum(), now.value.sum()
    at_new_values, at_old_values = (now.uv * before.quantity).sum(), (before.uv * now.quantity).sum()
    price = sqrt(_ratio(at_new_values, x0) * _ratio(x1, at_old_values))
    volume = sqrt(_ratio(at_old_values, x0) * _ratio(x1, at_new_values))
    mix = nan
    if len(np.unique(now.kind)) == 1:
        average = _ratio(_ratio(x1, now.quantity.sum()), _ratio(x0, before.quantity.sum()))
        mix = log(average) - log(price)
    return replace(found, price_index=price, volume_index=volume, mix=mix)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else nan


def parts_facts(snapshot: Snapshot, at: int) -> tuple[dict[str, Any], ...]:
    """Return the price and volume split of the series in column `at`; none where it has no quantity or no year before.

    `value` is what average values moved in money, `volume` what quantities did, `items` lines at one end only,
    `unsplit` those without a usable quantity; they add up to `change`. `value_pct` and `volume_pct` are the indices
    and `mix` what the average value of the whole moved beyond them, in per cent.
    """
    ends, within = snapshot.amounts.ends, lines_within(snapshot.panel, at)
    if ends is None or np.isnan(ends.now.quantity[within]).all():
        return ()
    found = split(ends.before.at(within), ends.now.at(within), ends.change.at(within))
    return (_fact(snapshot, found, len(within)),)


def lines_within(panel: Panel, at: int) -> Places:
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


def _fact(snapshot: Snapshot, found: Split, lines: int) -> dict[str, Any]:
    frame = snapshot.frame
    money = {"value": found.price, "volume": found.volume, "items": found.items, "unsplit": found.unsplit}
    told = {name: None if found.reason else _plain(part) for name, part in money.items()}
    rates = {"value_pct": found.price_index, "volume_pct": found.volume_index, "mix": exp(found.mix)}
    return {
        "metric": PPV,
        "value": told.pop("value"),
        "unit": frame.panel.currency,
        "period": str(frame.period(frame.at)),
        "compare_period": str(frame.period(frame.base)),
        "n": lines,
        "reason": found.reason,
        "flags": ["mix"] if found.is_mix else [],
        **told,
        "change": _plain(found.change),
        "coverage": _plain(found.coverage),
        **{name: _plain(100 * (part - 1)) for name, part in rates.items()},
    }


def _plain(value: float) -> float | None:
    return None if isnan(value) else round(value, DIGITS)
