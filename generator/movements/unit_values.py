"""What a tonne was worth on average, how unusual that is, and where a quantity says nothing about it.

A unit value is no price: the goods within a code may change.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from generator.movements.panel import Floats, Panel, Truths
from generator.movements.panel_frame import Frame, yearly_steps
from generator.movements.surprise_history import WEIGHTY
from generator.movements.surprise_statistic import MANY, bands, surprise_of

KILOGRAMS = {"kg": 1.0, "t": 1000.0, "lb": 0.45359237}  # of weight; nothing else is converted
PER_TONNE = 1_000.0  # kilograms
FAR = log(5)  # beyond it the quantity is taken to be wrong, not the value
UNUSUAL, DOUBLED = 6.0, log(2)  # z of the unit value, where it also doubled or halved
PARTED = log(1.3)
NULL = 36  # rows of the empirical null


@dataclass(frozen=True)
class WeighedValues:
    """Values with their quantities, of one shape: one period of all series, or all periods.

    `quantity` is in kilograms where `kind` is a unit of weight, else in its own unit; `label` is the unit as the source
    gives it. Both count into the panel's units, 0 where there is none.
    """

    value: Floats
    quantity: Floats
    kind: NDArray[np.int16]
    label: NDArray[np.int16]
    status: NDArray[np.uint8]

    @classmethod
    def of(cls, panel: Panel, value: Floats) -> WeighedValues:
        """Return the panel's quantities beside `value`, all weights in kilograms; pieces stay pieces."""
        factors = np.array([KILOGRAMS.get(name, 1.0) for name in panel.units])
        weights = [place for place, name in enumerate(panel.units) if name in KILOGRAMS]
        kinds = np.array([weights[0] if place in weights else place for place in range(len(panel.units))])
        quantity = yearly_steps(panel, panel.quantity * factors[panel.unit])
        return cls(value, quantity, kinds[panel.unit], panel.unit, panel.status)

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


def incomparable(before: WeighedValues, now: WeighedValues) -> NDArray[np.str_]:
    """Return why two unit values may not be compared, empty where they may."""
    tests = {
        "confidential": _has_status(before, now, "C"),
        "missing": np.isnan(before.value) | np.isnan(now.value),
        "partial": _has_status(before, now, "X"),
        "no_trade": (before.value <= 0) | (now.value <= 0),
        "no_quantity": ~((before.quantity > 0) & (now.quantity > 0)),
        "no_unit": (before.kind == 0) | (now.kind == 0),
        "unit_change": before.kind != now.kind,
        "estimated": _has_status(before, now, "E"),
    }
    return np.select(list(tests.values()), list(tests), "")


def _has_status(before: WeighedValues, now: WeighedValues, letter: str) -> Truths:
    return np.asarray((before.status == ord(letter)) | (now.status == ord(letter)))


def log_change(before: WeighedValues, now: WeighedValues, reason: NDArray[np.str_]) -> Floats:
    """Return ln(uv now / uv before), NaN where there is a reason against it: the y of `z_uv`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(reason == "", np.log(now.uv) - np.log(before.uv), np.nan)


def is_suspect(change: Floats, z_uv: Floats) -> Truths:
    """Return where the quantity is taken to be wrong, from the logarithm of the unit value's change and its z.

    Beyond five times, or beyond twice where the series' own history knows nothing like it. NaN is never suspect.
    """
    size = np.abs(change)
    return np.asarray((size > FAR) | ((np.abs(z_uv) > UNUSUAL) & (size > DOUBLED)), dtype=bool)


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
    each other and 0 elsewhere. Weights are kilograms, `uv` is money per tonne. `log_uv` and `log_quantity` are the
    growths as logarithms; `price` is the part of the change in money that is the unit value's (Bennet). The growths are
    null for a `reason`. `ends` are the year before and now, None where the panel has no year before.
    """

    quantity: Floats
    quantity_yoy: Floats
    uv: Floats
    uv_yoy: Floats
    z: Floats
    log_uv: Floats
    log_quantity: Floats
    price: Floats
    null: Floats
    parted: Floats
    unit_change: Truths
    reason: NDArray[np.str_]
    ends: tuple[WeighedValues, WeighedValues] | None = None

    @property
    def suspect(self) -> Truths:
        """Where the quantity is taken to be wrong."""
        return np.asarray(self.reason == "quantity_suspect")


def unit_values_of(frame: Frame, size: Floats) -> UnitValues:
    """Return the quantities and unit values at the frame's row; `size` is what the year of each series comes to."""
    nothing = np.full(frame.now.shape, np.nan)
    if frame.base < 0:
        no_rows = np.empty((0, len(nothing)))
        return UnitValues(*(nothing,) * 8, no_rows, no_rows, nothing == 0, np.full(nothing.shape, ""))
    all_rows = WeighedValues.of(frame.panel, frame.steps)
    before, now = all_rows.at(frame.base), all_rows.at(frame.at)
    z, null, parted = _surprise(frame, all_rows, size)
    reason = incomparable(before, now)
    log_uv = log_change(before, now, reason)
    relabelled = (before.label != now.label) & (before.label != 0) & (now.label != 0)
    later = {
        "quantity_suspect": is_suspect(log_uv, z),
        "partial": frame.partial,
        "unit_change": relabelled,  # converted or not: its source counts otherwise now
    }
    reason = np.where(reason == "", np.select(list(later.values()), list(later), ""), reason)
    valid = reason == ""
    price, _ = bennet(before, now)
    is_weight = np.array([name in KILOGRAMS for name in frame.panel.units], dtype=bool)[now.kind]
    with np.errstate(divide="ignore", invalid="ignore"):
        growths = {
            "quantity_yoy": 100 * (now.quantity / before.quantity - 1),
            "uv_yoy": 100 * np.expm1(log_uv),
            "z": z,
            "log_uv": log_uv,
            "log_quantity": np.log(now.quantity) - np.log(before.quantity),
            "price": price,
        }
    return UnitValues(
        quantity=np.where(now.quantity > 0, now.quantity, np.nan),
        uv=np.where(relabelled, np.nan, now.uv * np.where(is_weight, PER_TONNE, 1.0)),
        null=null,
        parted=parted,
        unit_change=relabelled,
        reason=reason,
        ends=(before, now),
        **{name: np.where(valid, growth, np.nan) for name, growth in growths.items()},
    )


def _surprise(frame: Frame, all_rows: WeighedValues, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the z of this row's unit value, by the rows before it that are not suspect, and that of those rows.

    The latter twice: of all of them, and of those in which the value hid it.
    """
    y = np.full(frame.steps.shape, np.nan)
    before, now = all_rows.at(slice(0, frame.at + 1 - frame.year)), all_rows.at(slice(frame.year, frame.at + 1))
    y[frame.year : frame.at + 1] = log_change(before, now, incomparable(before, now))
    past = np.where(np.abs(y) <= FAR, y, np.nan)  # what was suspect says nothing of what is usual
    of_band = bands(size)
    surprise = surprise_of(np.vstack([past[: frame.at], y[frame.at :]]), of_band)
    rows = {row: surprise_of(past[: row + 1], of_band) for row in range(max(frame.year, frame.at - NULL), frame.at)}
    null = [
        np.where(past_surprise.n < np.fmin(surprise.n / 2, MANY), np.nan, past_surprise.z)
        for past_surprise in rows.values()
    ]
    if not null:
        return surprise.z, *(np.empty((0, len(size))),) * 2
    hid = np.stack([_was_hidden(frame, past[row], row) for row in rows])
    return surprise.z, np.stack(null), np.where(hid, null, np.zeros(1) * null)


def _was_hidden(frame: Frame, log_uv: Floats, row: int) -> Truths:
    """Say where a change of the unit value that would be told was hidden by the quantity in an earlier row."""
    before, now, aggregate = frame.steps[row - frame.year], frame.steps[row], frame.total[row - frame.year]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_value = np.log(now) - np.log(before)
        large = 100 * np.abs(log_uv) * (now + before) / 2 >= WEIGHTY * aggregate
    return np.asarray(has_parted(log_uv, log_value - log_uv) & large, dtype=bool)


def has_parted(log_uv: Floats, log_quantity: Floats) -> Truths:
    """Say where unit value and quantity went apart, each by 30 per cent, so that the value hides both."""
    both_moved = (np.abs(log_uv) > PARTED) & (np.abs(log_quantity) > PARTED)
    return np.asarray(both_moved & (np.sign(log_uv) != np.sign(log_quantity)), dtype=bool)
