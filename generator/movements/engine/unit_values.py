"""Unit values: what a tonne was worth on average, and where a quantity says nothing about it.

A unit value is no price: the goods within a code may change. After design/movements.md, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

KILOGRAMS = {"kg": 1.0, "t": 1000.0, "lb": 0.45359237}  # of weight; nothing else is converted
NO_UNIT = 0
PARTIAL, ESTIMATED, CONFIDENTIAL = ord("X"), ord("E"), ord("C")
FAR = log(5)  # beyond it the quantity is taken to be wrong, not the value
THOUSAND, NEAR = log(1000), 0.35  # kilograms taken for tonnes
UNUSUAL, APART = 6.0, log(2)  # z of the unit value, where it also doubled or halved


@dataclass(frozen=True)
class Weighed:
    """Values with their quantities, of one shape: one period of all series, or all periods.

    `quantity` is in kilograms where `kind` is a unit of weight, else in its own unit; `label` is the unit as the source
    gives it. Both count into the panel's units, 0 where there is none.
    """

    value: Floats
    quantity: Floats
    kind: NDArray[np.integer[Any]]
    label: NDArray[np.integer[Any]]
    status: NDArray[np.uint8]

    def at(self, rows: int | slice) -> Weighed:
        """Return one period, or some."""
        return Weighed(self.value[rows], self.quantity[rows], self.kind[rows], self.label[rows], self.status[rows])

    @property
    def uv(self) -> Floats:
        """The average value of a unit; NaN where there is no quantity."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.quantity > 0, self.value / self.quantity, np.nan)


def weighed(
    value: Floats,
    quantity: Floats,
    unit: NDArray[np.integer[Any]],
    units: tuple[str, ...],
    status: NDArray[np.uint8],
) -> Weighed:
    """Return the arrays of a panel with all weights in kilograms; pieces stay pieces."""
    factors = np.array([KILOGRAMS.get(name, 1.0) for name in units])
    weights = [place for place, name in enumerate(units) if name in KILOGRAMS]
    kinds = np.array([weights[0] if place in weights else place for place in range(len(units))])
    return Weighed(value, quantity * factors[unit], kinds[unit], unit, status)


def incomparable(before: Weighed, now: Weighed, broken: Truths) -> NDArray[np.str_]:
    """Return why two unit values may not be compared, empty where they may.

    `broken` says where the code changed between the two.
    """
    ends = before, now
    tests = {
        "confidential": _either(ends, CONFIDENTIAL),
        "missing": np.isnan(before.value) | np.isnan(now.value),
        "partial": _either(ends, PARTIAL),
        "hs_break": broken,
        "no_trade": (before.value <= 0) | (now.value <= 0),
        "no_quantity": ~((before.quantity > 0) & (now.quantity > 0)),
        "no_unit": (before.kind == NO_UNIT) | (now.kind == NO_UNIT),
        "unit_change": before.kind != now.kind,
        "estimated": _either(ends, ESTIMATED),
    }
    return np.select(list(tests.values()), list(tests), "")


def _either(ends: tuple[Weighed, Weighed], letter: int) -> Truths:
    return np.isin(ends[0].status, letter) | np.isin(ends[1].status, letter)


def relabelled(before: Weighed, now: Weighed) -> Truths:
    """Return where the source gives another unit than before, converted or not."""
    other: Truths = before.label != now.label
    return other & ~np.isin(before.label, NO_UNIT) & ~np.isin(now.label, NO_UNIT)


def log_change(before: Weighed, now: Weighed, reason: NDArray[np.str_]) -> Floats:
    """Return ln(uv now / uv before), NaN where there is a reason against it: the y of `z_uv`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(reason == "", np.log(now.uv) - np.log(before.uv), np.nan)


def is_suspect(change: Floats, z_uv: Floats) -> Truths:
    """Return where the quantity is taken to be wrong, from the logarithm of the unit value's change and its z.

    Beyond five times; near a thousand times (which is beyond five, and said for who moves that bar); or beyond twice
    where the series' own history knows nothing like it. NaN is never suspect.
    """
    size = np.abs(change)
    by_thousand: Truths = np.abs(size - THOUSAND) <= NEAR
    unlike_itself: Truths = (np.abs(z_uv) > UNUSUAL) & (size > APART)
    return by_thousand | unlike_itself | (size > FAR)


@dataclass(frozen=True)
class UnitValueChange:
    """`yoy` in per cent, NaN with its `reason`; `log` is the same as a logarithm, known for a suspect quantity, too.

    `unit_change` is where the source's unit is another: a flag, and only without a conversion a reason.
    """

    yoy: Floats
    log: Floats
    reason: NDArray[np.str_]
    unit_change: Truths

    @property
    def is_valid(self) -> Truths:
        """Where the change may be told, and split."""
        valid: Truths = self.reason == ""
        return valid


def uv_change(before: Weighed, now: Weighed, broken: Truths, z_uv: Floats) -> UnitValueChange:
    """Return the change of the unit values between two ends; `z_uv` is its surprise, NaN where there is none."""
    reason = incomparable(before, now, broken)
    moved = log_change(before, now, reason)
    reason = np.where(is_suspect(moved, z_uv), "quantity_suspect", reason)
    yoy = 100 * np.expm1(np.where(reason == "", moved, np.nan))
    return UnitValueChange(yoy, moved, reason, relabelled(before, now))
