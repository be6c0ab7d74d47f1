"""What a tonne was worth on average, how unusual that is, and where a quantity says nothing about it.

A unit value is no price: the goods within a code may change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generator.movements.arrays import Floats, Truths
from generator.movements.panel_frame import Frame, yearly_steps
from generator.movements.surprise_history import WEIGHTY
from generator.movements.surprise_statistic import MANY, bands, surprise_of

KILOGRAMS = {"kg": 1.0, "t": 1000.0, "lb": 0.45359237}  # of weight; nothing else is converted
NO_UNIT = 0
PARTIAL, ESTIMATED, CONFIDENTIAL = ord("X"), ord("E"), ord("C")
FAR = log(5)  # beyond it the quantity is taken to be wrong, not the value
THOUSAND, NEAR = log(1000), 0.35  # kilograms taken for tonnes
UNUSUAL, APART = 6.0, log(2)  # z of the unit value, where it also doubled or halved


@dataclass(frozen=True)
class WeighedValues:
    """Values with their quantities, of one shape: one period of all series, or all periods.

    `quantity` is in kilograms where `kind` is a unit of weight, else in its own unit; `label` is the unit as the source
    gives it. Both count into the panel's units, 0 where there is none.
    """

    value: Floats
    quantity: Floats
    kind: NDArray[np.integer[Any]]
    label: NDArray[np.integer[Any]]
    status: NDArray[np.uint8]

    def at(self, rows: int | slice | np.ndarray) -> WeighedValues:
        """Return one period, or some; of one period some series."""
        return WeighedValues(
            self.value[rows], self.quantity[rows], self.kind[rows], self.label[rows], self.status[rows]
        )

    @property
    def uv(self) -> Floats:
        """The average value of a unit; NaN where there is no quantity."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.quantity > 0, self.value / self.quantity, np.nan)


def in_kilograms(
    value: Floats,
    quantity: Floats,
    unit: NDArray[np.integer[Any]],
    units: tuple[str, ...],
    status: NDArray[np.uint8],
) -> WeighedValues:
    """Return the arrays of a panel with all weights in kilograms; pieces stay pieces."""
    factors = np.array([KILOGRAMS.get(name, 1.0) for name in units])
    weights = [place for place, name in enumerate(units) if name in KILOGRAMS]
    kinds = np.array([weights[0] if place in weights else place for place in range(len(units))])
    return WeighedValues(value, quantity * factors[unit], kinds[unit], unit, status)


def incomparable(before: WeighedValues, now: WeighedValues, broken: Truths) -> NDArray[np.str_]:
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


def _either(ends: tuple[WeighedValues, WeighedValues], letter: int) -> Truths:
    return np.isin(ends[0].status, letter) | np.isin(ends[1].status, letter)


def relabelled(before: WeighedValues, now: WeighedValues) -> Truths:
    """Return where the source gives another unit than before, converted or not."""
    other: Truths = before.label != now.label
    return other & ~np.isin(before.label, NO_UNIT) & ~np.isin(now.label, NO_UNIT)


def log_change(before: WeighedValues, now: WeighedValues, reason: NDArray[np.str_]) -> Floats:
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

    def at(self, columns: np.ndarray) -> UnitValueChange:
        """Return the changes of some series."""
        return UnitValueChange(self.yoy[columns], self.log[columns], self.reason[columns], self.unit_change[columns])

    @property
    def is_valid(self) -> Truths:
        """Where the change may be told, and split."""
        valid: Truths = self.reason == ""
        return valid


def uv_change(before: WeighedValues, now: WeighedValues, broken: Truths, z_uv: Floats) -> UnitValueChange:
    """Return the change of the unit values between two ends; `z_uv` is its surprise, NaN where there is none."""
    reason = incomparable(before, now, broken)
    moved = log_change(before, now, reason)
    reason = np.where(is_suspect(moved, z_uv), "quantity_suspect", reason)
    yoy = 100 * np.expm1(np.where(reason == "", moved, np.nan))
    return UnitValueChange(yoy, moved, reason, relabelled(before, now))


NULL = 36  # rows of the empirical null
PARTED = float(np.log(1.3))
PER_TONNE = 1_000.0  # kilograms


def bennet(before: WeighedValues, now: WeighedValues) -> tuple[Floats, Floats]:
    """Return P and V of each item in money, which add up to its change: P at mean quantities, V at mean unit values.

    NaN where an item has no quantity at an end.
    """
    p0, p1 = before.uv, now.uv
    q0, q1 = before.quantity, now.quantity
    return (q0 + q1) * (p1 - p0) / 2, (p0 + p1) * (q1 - q0) / 2


@dataclass(frozen=True)
class UnitValues:
    """Of every series: quantity and average value per unit with their growths in per cent.

    `z` is the surprise of the latter, `null` those of the rows before, `parted` the same where value and quantity hid
    each other and 0 elsewhere. Weights are kilograms, `uv` is money per tonne.
    `log_uv` and `log_quantity` are the growths as logarithms; `price` is the part of the change in money that is the
    unit value's (Bennet).
    """

    quantity: Floats
    quantity_yoy: Floats
    uv: Floats
    uv_yoy: Floats
    z: Floats
    null: Floats
    parted: Floats
    log_uv: Floats
    log_quantity: Floats
    price: Floats
    unit_change: Truths
    suspect: Truths
    ends: Ends | None = None


@dataclass(frozen=True)
class Ends:
    """Values with quantities at the two ends of a comparison, and the change of each unit value, or why it has none."""

    before: WeighedValues
    now: WeighedValues
    change: UnitValueChange


def unit_values_of(frame: Frame, size: Floats) -> UnitValues:
    """Return the amounts at the frame's row."""
    panel, at, base = frame.panel, frame.at, frame.base
    every = in_kilograms(panel.value, panel.quantity, panel.unit, panel.units, panel.status)
    every = replace(every, value=frame.steps, quantity=yearly_steps(panel, every.quantity))
    nothing = np.full(frame.now.shape, np.nan)
    no = np.zeros(frame.now.shape, dtype=bool)
    if base < 0:
        return UnitValues(*(nothing,) * 5, *(np.empty((0, len(nothing))),) * 2, *(nothing,) * 3, no, no)
    now, before = every.at(at), every.at(base)
    z, null, parted = _surprise(frame, every, size)
    found = uv_change(before, now, no, z)
    own = {
        "partial": frame.partial,
        "unit_change": found.unit_change,
    }  # converted or not: its source counts otherwise now
    found = replace(found, reason=np.where(found.is_valid, np.select(list(own.values()), list(own), ""), found.reason))
    valid = found.is_valid
    price, _ = bennet(before, now)
    with np.errstate(divide="ignore", invalid="ignore"):
        log_quantity = np.where(valid, np.log(now.quantity) - np.log(before.quantity), np.nan)
        growth = np.where(valid, 100 * (now.quantity / before.quantity - 1), np.nan)
    per = np.where(_is_weight(panel.units)[now.kind], PER_TONNE, 1.0)
    return UnitValues(
        quantity=np.where(now.quantity > 0, now.quantity, np.nan),
        quantity_yoy=growth,
        uv=np.where(found.unit_change, np.nan, now.uv * per),
        uv_yoy=np.where(valid, found.yoy, np.nan),
        z=np.where(valid, z, np.nan),
        null=null,
        parted=parted,
        log_uv=np.where(valid, found.log, np.nan),
        log_quantity=log_quantity,
        price=np.where(valid, price, np.nan),
        unit_change=found.unit_change,
        suspect=found.reason == "quantity_suspect",
        ends=Ends(before, now, found),
    )


def _is_weight(units: tuple[str, ...]) -> Truths:
    return np.array([name in ("kg", "t", "lb") for name in units], dtype=bool)


def _surprise(frame: Frame, every: WeighedValues, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the z of this row's unit value, by the rows before it that are not suspect, and that of those rows.

    The latter twice: of all of them, and of those in which the value hid it.
    """
    y = np.full(frame.steps.shape, np.nan)
    for row in range(frame.year, frame.at + 1):
        before, now = every.at(row - frame.year), every.at(row)
        y[row] = log_change(before, now, incomparable(before, now, np.zeros(now.value.shape, dtype=bool)))
    past = np.where(np.abs(y) <= FAR, y, np.nan)  # what was suspect says nothing of what is usual
    of_band = bands(size)
    found = surprise_of(np.vstack([past[: frame.at], y[frame.at :]]), of_band)
    rows = {row: surprise_of(past[: row + 1], of_band) for row in range(max(frame.year, frame.at - NULL), frame.at)}
    null = [np.where(one.n < np.fmin(found.n / 2, MANY), np.nan, one.z) for one in rows.values()]
    if not null:
        return found.z, *(np.empty((0, len(size))),) * 2
    hid = np.stack([_hid(frame, past[row], row) for row in rows])
    return found.z, np.stack(null), np.where(hid, null, np.zeros(1) * null)


def _hid(frame: Frame, log_uv: Floats, row: int) -> Truths:
    """Say where a change of the unit value that would be told was hidden by the quantity in an earlier row."""
    before, now, whole = frame.steps[row - frame.year], frame.steps[row], frame.whole[row - frame.year]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_value = np.log(now) - np.log(before)
        large = 100 * np.abs(log_uv) * (now + before) / 2 >= WEIGHTY * whole
    return np.asarray(has_parted(log_uv, log_value - log_uv) & large, dtype=bool)


def has_parted(log_uv: Floats, log_quantity: Floats) -> Truths:
    """Say where unit value and quantity went apart, each by 30 per cent, so that the value hides both."""
    apart = (np.abs(log_uv) > PARTED) & (np.abs(log_quantity) > PARTED)
    return np.asarray(apart & (np.sign(log_uv) != np.sign(log_quantity)), dtype=bool)
