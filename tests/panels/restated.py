"""What the edition before had: the same figures but for what was restated since."""

from __future__ import annotations

import numpy as np

from tests.panels.ground import Ground, Mask
from tests.panels.months import Matrix
from tests.panels.panel import Mark

RESTATED = {"easy": 0.35, "medium": 0.15, "hard": 0.05}  # log change of one month between the editions


def print_before(ground: Ground) -> None:
    """Print the edition before: up to the month before, the newest three months up to 0.3 per cent off."""
    previous = ground.panel.value[:-1].copy()
    previous[-3:] = np.round(previous[-3:] * np.exp(ground.chance.uniform(-0.003, 0.003, previous[-3:].shape)))
    ground.panel.previous = previous


def revision(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a month, one to four months ago, that was restated by enough to be said."""
    size = float(RESTATED[difficulty] * ground.chance.choice([-1, 1]))
    row = ground.panel.last - int(ground.chance.integers(1, 5))
    large = abs(np.expm1(size)) * ground.panel.value[row] > 0.0008 * ground.panel.value[row].sum()
    return _restate(ground, "revision", row, np.full(large.shape, size), large, difficulty)


def correction(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a month ago whose rise became a fall, or the other way."""
    row, value = ground.panel.last - 1, ground.panel.value
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.nan_to_num(np.log(value[row] / value[row - 12]), neginf=0, posinf=0)
    small = (np.abs(change) > 0.4 * RESTATED[difficulty]) & (np.abs(change) < RESTATED[difficulty])
    large = np.abs(change) * value[row] > 0.0008 * value[row].sum()
    return _restate(ground, "correction", row, 2 * change, small & large, difficulty)


def restated_little(ground: Ground, _: str) -> Mark | None:
    """Plant, as a decoy, a large month restated by half a per cent."""
    row = ground.panel.last - 2
    large = ground.panel.value[row] > 0.005 * ground.panel.value[row].sum()
    return _restate(ground, "restated below the bar", row, np.full(large.shape, 0.006), large, "")


def restated_tiny(ground: Ground, _: str) -> Mark | None:
    """Plant, as a decoy, a tiny month restated by a fifth."""
    row = ground.panel.last - 2
    tiny = ground.panel.value[row] < 0.0001 * ground.panel.value[row].sum()
    return _restate(ground, "restated below the bar", row, np.full(tiny.shape, 0.2), tiny, "")


def _restate(ground: Ground, kind: str, row: int, sizes: Matrix, fits: Mask, difficulty: str) -> Mark | None:
    """Let the edition before have had `exp(-size)` of what a month is now."""
    if (column := ground.take(fits & ground.calm() & ground.still())) is None:
        return None
    size, panel = float(sizes[column]), ground.panel
    panel.previous[row, column] = round(panel.value[row, column] * np.exp(-size))
    code = panel.tree.leaf_codes[column]
    return Mark(code, panel.level(code), kind, "up" if size > 0 else "down", difficulty, round(size, 4), case=kind)
