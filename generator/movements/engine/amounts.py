"""Amounts: average values per unit at one row, their surprise, and what of a change in money is theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.movements.engine.measures import Frame
from generator.movements.engine.price_volume import bennet
from generator.movements.engine.sums import stepped
from generator.movements.engine.surprise import MANY, bands, judged
from generator.movements.engine.unit_values import (
    FAR,
    Floats,
    Truths,
    UnitValueChange,
    Weighed,
    incomparable,
    log_change,
    uv_change,
    weighed,
)
from generator.movements.engine.unusual import WEIGHTY

NULL = 36  # rows of the empirical null
PARTED = float(np.log(1.3))
PER_TONNE = 1_000.0  # kilograms


@dataclass(frozen=True)
class Amounts:
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

    before: Weighed
    now: Weighed
    change: UnitValueChange


def amounts(frame: Frame, size: Floats) -> Amounts:
    """Return the amounts at the frame's row."""
    panel, at, base = frame.panel, frame.at, frame.base
    every = weighed(panel.value, panel.quantity, panel.unit, panel.units, panel.status)
    every = replace(every, value=frame.steps, quantity=stepped(panel, every.quantity))
    nothing = np.full(frame.now.shape, np.nan)
    no = np.zeros(frame.now.shape, dtype=bool)
    if base < 0:
        return Amounts(*(nothing,) * 5, *(np.empty((0, len(nothing))),) * 2, *(nothing,) * 3, no, no)
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
    return Amounts(
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


def _surprise(frame: Frame, every: Weighed, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the z of this row's unit value, by the rows before it that are not suspect, and that of those rows.

    The latter twice: of all of them, and of those in which the value hid it.
    """
    y = np.full(frame.steps.shape, np.nan)
    for row in range(frame.year, frame.at + 1):
        before, now = every.at(row - frame.year), every.at(row)
        y[row] = log_change(before, now, incomparable(before, now, np.zeros(now.value.shape, dtype=bool)))
    past = np.where(np.abs(y) <= FAR, y, np.nan)  # what was suspect says nothing of what is usual
    of_band = bands(size)
    found = judged(np.vstack([past[: frame.at], y[frame.at :]]), of_band)
    rows = {row: judged(past[: row + 1], of_band) for row in range(max(frame.year, frame.at - NULL), frame.at)}
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
