"""Planted changes of lines that trade in some months only: what is far from their own shipments."""

from __future__ import annotations

import numpy as np

from tests.panels.ground import NOISES, WORTH, Ground, Mask
from tests.panels.months import Matrix
from tests.panels.panel import Mark

LEAST_SHIPMENTS = 8  # in the months that are handed out, besides the newest six
LEAST_NOISE = 0.15
MOST = 3.0  # log: a shipment twenty times the usual one is a mistake rather than news


def shipment(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a shipment far larger than those that the line has had."""
    typical, noise, known = _shipments(ground)
    distance = float(ground.chance.uniform(*NOISES[difficulty])) * noise
    money = np.exp(typical + distance)
    fits = known & (distance <= MOST) & (money - ground.base >= WORTH * ground.panel.total)
    if (column := ground.take(fits)) is None:
        return None
    rows = ground.panel.rows
    value = round(float(money[column]) / len(rows))
    for row in rows:
        ground.balance += value - ground.panel.value[row - 12, column] if row == ground.panel.last else 0
        ground.panel.value[row, column] = value
    return _mark(ground, column, "spike", "up", difficulty, float(distance[column]), float(noise[column]))


def year(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a year whose shipments are all larger, or all smaller, than those of the years before."""
    panel, way = ground.panel, ground.way()
    past = panel.value[:-12]
    before, now_sum = past[-12:].sum(axis=0), panel.value[-12:].sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        noise = np.sqrt(2 / 12) * past.std(axis=0) / past.mean(axis=0)  # of the ratio of two years of such months
        now = np.log(now_sum / before)
    size = way * float(ground.chance.uniform(*NOISES[difficulty])) * noise
    _, _, known = _shipments(ground)
    worth = np.abs(np.expm1(size)) * before >= 12 * WORTH * panel.total
    fits = known & np.isfinite(now) & worth & (np.abs(size) <= MOST / 2)
    if (column := ground.take(fits)) is None:
        return None
    factor = float(np.exp(size[column] - now[column]))
    last = panel.value[-12:, column]
    ground.balance += last.sum() * (factor - 1) / 12
    panel.value[-12:, column] = np.where(last > 0, np.maximum(1, np.round(last * factor)), 0)
    return _mark(
        ground, column, "drift", "up" if way > 0 else "down", difficulty, float(size[column]), float(noise[column])
    )


def _shipments(ground: Ground) -> tuple[Matrix, Matrix, Mask]:
    """Return the median (log) of each irregular line's shipments, their spread, and which lines have enough of them.

    The newest six months are left out. In a lunar February, which counts with January, pairs of months are shipments.
    """
    panel = ground.panel
    value = panel.value
    if len(panel.rows) > 1:
        value = value[1:] + value[:-1]
    past = value[:-6]
    with np.errstate(divide="ignore"):
        logs = np.where(past > 0, np.log(past), np.nan)
    known = panel.irregular & (np.sum(~np.isnan(logs[-(ground.seen - 6) :]), axis=0) >= LEAST_SHIPMENTS)
    typical, noise = np.full((2, value.shape[1]), np.nan)
    low, typical[known], high = np.nanpercentile(logs[:, known], [25, 50, 75], axis=0)
    noise[known] = np.maximum((high - low) / 1.349, LEAST_NOISE)
    small = ground.base < 0.15 * panel.total
    return typical, noise, known & small


def _mark(ground: Ground, column: int, kind: str, way: str, difficulty: str, size: float, noise: float) -> Mark:
    code = ground.panel.tree.leaf_codes[column]
    level = ground.panel.level(code)
    case = "lumpy shipment" if kind == "spike" else "lumpy year"
    return Mark(code, level, kind, way, difficulty, round(size, 4), round(abs(size) / noise, 2), case)
