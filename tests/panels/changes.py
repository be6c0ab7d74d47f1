"""Planted changes of a line's value or average value: what ought to be told, each by its kind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.panels.ground import SHARES, Ground, Mask, usual
from tests.panels.panel import KG, Mark

Plant = Callable[[Ground, str], Mark | None]
DRIFTS = {"easy": 2.2, "medium": 1.8, "hard": 1.4}  # noises in each month of the year, none of which stands out
# Log change of the average value, the value unchanged; beyond a doubling (0.69) the quantity is taken for a mistake.
PARTINGS = {"easy": 0.65, "medium": 0.52, "hard": 0.42}
PEAKS = 36  # months handed out in which a peak is seen twice before the one that is missed
MISSED = {"easy": 1.1, "medium": 0.75, "hard": 0.5}  # log height of the season's peak


def spike(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a month far from the one a year before, by quantity."""
    return _step(ground, difficulty, "spike", ground.panel.rows)


def lifting(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a spike in a line that is most of its chapter, so that heading and chapter move with it."""
    chapters = [ground.panel.tree.columns[code[:2]] for code in ground.panel.tree.leaf_codes]
    most = np.array([ground.base[at] > 0.5 * ground.base[columns].sum() for at, columns in enumerate(chapters)])
    return _step(ground, difficulty, "spike", ground.panel.rows, among=most, case="lifts parents")


def shift(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a step two months ago: the newest three months stand apart."""
    last = ground.panel.last
    return _step(ground, difficulty, "shift", (last - 2, last - 1, last), scale=0.85)


def price(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a change of value that is a change of average value, the quantity almost as it was."""
    mark = _step(ground, difficulty, "price", ground.panel.rows, among=ground.panel.unit[-1] == KG)
    if mark:
        column, unit_value = ground.panel.tree.leaf_codes.index(mark.series), ground.panel.unit_value
        for row in ground.panel.rows:
            unit_value[row, column] = unit_value[row - 12, column] * np.exp(0.92 * mark.size)
    return mark


def drift(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a year in which each month is a little off, to one side."""
    last, way = ground.panel.last, ground.way()
    size = ground.typical + way * DRIFTS[difficulty] * ground.noise
    if (column := ground.take(ground.calm() & ground.worth(size))) is None:
        return None
    ground.change(column, size[column], tuple(range(last - 11, last + 1)), jitter=0.25 * ground.noise[column])
    return ground.mark(column, "drift", float(size[column]), difficulty)


def offset(ground: Ground, difficulty: str) -> Mark | None:
    """Plant an ordinary value behind which quantity and average value part."""
    panel, size = ground.panel, PARTINGS[difficulty]
    noise = usual(panel.unit_value)[1]
    large = ground.base > SHARES[difficulty] * panel.total
    if (column := ground.take(ground.calm() & (size > 3.2 * noise) & large & (panel.unit[-1] == KG))) is None:
        return None
    ground.calmed(column)
    way = ground.way()
    for row in panel.rows:
        panel.unit_value[row, column] = panel.unit_value[row - 12, column] * np.exp(way * size)
    mark = ground.mark(column, "offset", way * size, difficulty)
    mark.direction, mark.noises = "", round(size / float(noise[column]), 2)  # the value has no direction
    return mark


def missed_season(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a peak in this month of each year, and none in this year."""
    panel, height = ground.panel, MISSED[difficulty]
    if ground.seen < PEAKS:
        return None
    season = {panel.month_of(row) for row in panel.rows}
    fits = ground.calm() & ground.worth(ground.typical - height) & (3 * ground.noise < height)
    low = panel.seasonality[sorted(season)].min(axis=0) < -0.05  # the peak would be none
    if (column := ground.take(fits & ~low & (np.abs(panel.seasonality).max(axis=0) < 0.25))) is None:
        return None
    for row in range(panel.last + 1):
        if panel.month_of(row) in season:
            panel.value[row, column] = round(panel.value[row, column] * np.exp(height))
    size = float(ground.typical[column]) - height
    ground.change(column, size)
    return ground.mark(column, "missed_season", size, difficulty)


def _step(
    ground: Ground,
    difficulty: str,
    kind: str,
    rows: tuple[int, ...],
    *,
    scale: float = 1,
    among: Mask | None = None,
    case: str = "",
) -> Mark | None:
    noises = scale * ground.between(difficulty)
    size = ground.typical + ground.way() * noises * ground.noise
    fits = ground.calm() & ground.worth(size)
    if (column := ground.take(fits if among is None else fits & among)) is None:
        return None
    ground.change(column, float(size[column]), rows)
    return ground.mark(column, kind, float(size[column]), difficulty, case)
