"""Unit values: their growth, how unusual it is, and where a quantity is too doubtful to compute one.

A unit value is not a price, since the goods within a code may change.
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

KILOGRAMS = {"kg": 1.0, "t": 1000.0, "lb": 0.45359237}  # kilograms per unit of weight; other units stay as they are
PER_TONNE = 1_000.0  # kilograms
FAR = log(5)  # above this change of the unit value the quantity is taken to be wrong
# The quantity is also taken to be wrong if the unit value's z is above UNUSUAL and it at least doubled or halved.
UNUSUAL, DOUBLED = 6.0, log(2)
PARTED = log(1.3)  # least change of unit value and of quantity for "they went apart"
NULL = 36  # rows of the empirical null


@dataclass(frozen=True)
class WeighedValues:
    """Values with their quantities: arrays of one shape, for one period of all series, or for all periods."""

    value: Floats
    quantity: Floats  # in kilograms if `kind` is a weight, else in its own unit
    kind: NDArray[np.int16]  # index into the panel's units, the same for all weights; 0 for none
    label: NDArray[np.int16]  # index of the unit as the source gives it; 0 for none
    status: NDArray[np.uint8]

    @classmethod
    def of(cls, panel: Panel, value: Floats) -> WeighedValues:
        """Return the panel's quantities beside `value`, with all weights in kilograms. Pieces stay pieces."""
        factors = np.array([KILOGRAMS.get(name, 1.0) for name in panel.units])
        weights = [place for place, name in enumerate(panel.units) if name in KILOGRAMS]
        kinds = np.array([weights[0] if place in weights else place for place in range(len(panel.units))])
        quantity = yearly_steps(panel, panel.quantity * factors[panel.unit])
        return cls(value, quantity, kinds[panel.unit], panel.unit, panel.status)

    def at(self, rows: int | slice | np.ndarray) -> WeighedValues:
        """Return some rows; if this is a single period, some series."""
        return WeighedValues(
            self.value[rows], self.quantity[rows], self.kind[rows], self.label[rows], self.status[rows]
        )

    @property
    def uv(self) -> Floats:
        """The unit value; NaN without a quantity."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.quantity > 0, self.value / self.quantity, np.nan)


def incomparable(before: WeighedValues, now: WeighedValues) -> NDArray[np.str_]:
    """Return the reason why two unit values cannot be compared, for each series; "" if they can."""
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
    """Return ln(uv now / uv before), the y of `z_uv`; NaN for a series with a reason."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(reason == "", np.log(now.uv) - np.log(before.uv), np.nan)


def is_suspect(change: Floats, z_uv: Floats) -> Truths:
    """Whether the quantity of each series is taken to be wrong, by the log change of the unit value and its z.

    It is if the unit value changed more than fivefold, or more than twofold with a z above UNUSUAL. NaN is not suspect.
    """
    size = np.abs(change)
    return np.asarray((size > FAR) | ((np.abs(z_uv) > UNUSUAL) & (size > DOUBLED)), dtype=bool)


def bennet(before: WeighedValues, now: WeighedValues) -> tuple[Floats, Floats]:
    """Split the change of each item into a price effect P and a quantity effect V, in money (Bennet).

    P is measured at mean quantities, V at mean unit values. Both are NaN for an item without a quantity at either end.
    """
    price = (before.quantity + now.quantity) * (now.uv - before.uv) / 2
    volume = (before.uv + now.uv) * (now.quantity - before.quantity) / 2
    return price, volume


@dataclass(frozen=True)
class UnitValues:
    """Quantities and unit values of every series, with their growth. A growth is NaN for a series with a `reason`."""

    quantity: Floats  # weights in kilograms
    quantity_yoy: Floats  # per cent
    uv: Floats  # money per tonne, or per other unit
    uv_yoy: Floats  # per cent
    z: Floats  # surprise of the unit value
    log_uv: Floats  # growth of the unit value, as a logarithm
    log_quantity: Floats  # growth of the quantity, as a logarithm
    price: Floats  # price effect in money (Bennet)
    null: Floats  # z of the rows before, the empirical null
    parted: Floats  # the same for rows in which the value hid the movement, 0 elsewhere
    unit_change: Truths  # the source's unit changed
    reason: NDArray[np.str_]  # why unit values cannot be compared; "" if they can
    ends: tuple[WeighedValues, WeighedValues] | None = None  # a year before and now; None without a year before

    @property
    def suspect(self) -> Truths:
        """Whether the quantity of each series is taken to be wrong."""
        return np.asarray(self.reason == "quantity_suspect")


def unit_values_of(frame: Frame, size: Floats) -> UnitValues:
    """Return the quantities and unit values at the frame's row. `size` is the value of each series over a year."""
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
        "unit_change": relabelled,  # even if the units can be converted, the source now counts in another way
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
    """Return the z of this row's unit value, the empirical null, and the null of hidden movements.

    History is the rows before, without suspect changes. The null has the z of each earlier row. The last result has the
    same z where the value hid the movement, and 0 elsewhere.
    """
    y = np.full(frame.steps.shape, np.nan)
    before, now = all_rows.at(slice(0, frame.at + 1 - frame.year)), all_rows.at(slice(frame.year, frame.at + 1))
    y[frame.year : frame.at + 1] = log_change(before, now, incomparable(before, now))
    past = np.where(np.abs(y) <= FAR, y, np.nan)  # suspect changes do not count as history
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
    """Whether, in an earlier row, a unit value change large enough to report was hidden by the quantity."""
    before, now, aggregate = frame.steps[row - frame.year], frame.steps[row], frame.total[row - frame.year]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_value = np.log(now) - np.log(before)
        large = 100 * np.abs(log_uv) * (now + before) / 2 >= WEIGHTY * aggregate
    return np.asarray(has_parted(log_uv, log_value - log_uv) & large, dtype=bool)


def has_parted(log_uv: Floats, log_quantity: Floats) -> Truths:
    """Whether unit value and quantity moved in opposite directions, each by 30 per cent: the value then hides both."""
    both_moved = (np.abs(log_uv) > PARTED) & (np.abs(log_quantity) > PARTED)
    return np.asarray(both_moved & (np.sign(log_uv) != np.sign(log_quantity)), dtype=bool)
