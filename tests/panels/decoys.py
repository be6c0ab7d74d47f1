"""What looks like news by one rule or another and is none."""

from __future__ import annotations

import numpy as np

from tests.panels.ground import SHARES, Ground
from tests.panels.months import written
from tests.panels.panel import KG, TONNES, Mark


def tiny_base(ground: Ground, _: str) -> Mark | None:
    """Plant fifteen times almost nothing."""
    panel = ground.panel
    if (column := ground.take(panel.steady & (ground.base < 0.0005 * panel.total))) is None:
        return None
    scale = 0.00001 * panel.total / np.median(panel.value[:, column])
    panel.value[:, column] = np.maximum(1, np.round(panel.value[:, column] * scale))
    ground.change(column, float(np.log(15)))
    return ground.mark(column, "tiny base", float(np.log(15)))


def base_effect(ground: Ground, _: str) -> Mark | None:
    """Plant an odd month last year and an ordinary one now."""
    size = ground.way() * -6 * ground.noise
    if (column := ground.take(ground.calm() & ground.worth(size))) is None:
        return None
    value, back = ground.panel.value, float(ground.typical[column])
    for row in ground.panel.rows:
        value[row, column] = round(value[row - 24, column] * np.exp(2 * back))
        value[row - 12, column] = round(value[row - 24, column] * np.exp(back + size[column]))
    return ground.mark(column, "base effect", back - float(size[column]))


def old_step(ground: Ground, _: str) -> Mark | None:
    """Plant a step six months ago, from which the newest month is still far a year before."""
    last = ground.panel.last
    size = ground.typical + ground.way() * 5.5 * ground.noise
    if (column := ground.take(ground.calm() & ground.worth(size))) is None:
        return None
    ground.change(column, float(size[column]), tuple(range(last - 6, last + 1)), jitter=0.3 * ground.noise[column])
    return ground.mark(column, "old step", float(size[column]))


def heavy_tails(ground: Ground, _: str) -> Mark | None:
    """Plant an odd month in a line that had five such months in three years."""
    size = ground.typical + ground.way() * 3.5 * ground.noise
    if (column := ground.take(ground.calm() & ground.worth(size))) is None:
        return None
    last, jumps = ground.panel.last, 4 * float(ground.noise[column])
    months = [back for back in (3, 5, 7, 9, 16, 18, 20, 22, 28, 30, 32, 34) if back < ground.seen]
    for row in last - ground.chance.choice(months, 5, replace=False):
        off = np.exp(ground.chance.choice([-jumps, jumps]))
        ground.panel.value[row, column] = max(1, round(ground.panel.value[row, column] * off))
    ground.change(column, float(size[column]))
    return ground.mark(column, "heavy tails", float(size[column]))


def usual_peak(ground: Ground, _: str) -> Mark | None:
    """Plant a month that stands out each year, and this year as always."""
    panel, season = ground.panel, {ground.panel.month_of(row) for row in ground.panel.rows}
    even = (ground.noise < 0.3) & (np.abs(panel.seasonality).max(axis=0) < 0.25)
    if (column := ground.take(ground.calm() & even & (ground.base > 0.001 * panel.total))) is None:
        return None
    for row in range(panel.last + 1):
        if panel.month_of(row) in season:
            panel.value[row, column] = round(panel.value[row, column] * 4)
    ground.calmed(column)
    return ground.mark(column, "usual peak", panel.change(np.array([column])))


def partial(ground: Ground, _: str) -> Mark | None:
    """Plant a newest month of which half is in."""
    if (column := _ordinary(ground)) is None:
        return None
    ground.panel.value[-1, column] = round(0.45 * ground.panel.value[-1, column])
    ground.panel.status[-1, column] = "X"
    return ground.mark(column, "partial month", ground.panel.change(np.array([column])))


def confidential(ground: Ground, _: str) -> Mark | None:
    """Plant two months that are withheld; the codes above still have them."""
    if (column := _ordinary(ground)) is None:
        return None
    ground.panel.status[-2:, column] = "C"
    return ground.mark(column, "confidential", float("nan"))


def unit_change(ground: Ground, _: str) -> Mark | None:
    """Plant quantities in tonnes after years in kilograms."""
    if (column := _ordinary(ground)) is None:
        return None
    ground.panel.unit[-3:, column] = TONNES
    return ground.mark(column, "unit change", float(ground.typical[column]))


def wrong_quantity(ground: Ground, _: str) -> Mark | None:
    """Plant a quantity a thousand times too large."""
    if (column := _ordinary(ground)) is None:
        return None
    ground.panel.counted[-1, column] = 1000
    return ground.mark(column, "quantity mistake", float(ground.typical[column]))


def split(ground: Ground, _: str) -> Mark | None:
    """Plant a code that became two in the newest January, as the sidecar says."""
    return _renamed(ground, "split code", 2)


def renamed(ground: Ground, _: str) -> Mark | None:
    """Plant a code that became another in the newest January, as the sidecar says."""
    return _renamed(ground, "renamed code", 1)


def _ordinary(ground: Ground) -> int | None:
    """Take a line in kilograms that is worth a look and let its newest value be ordinary."""
    share = ground.base / ground.panel.total
    large = (share > SHARES["hard"]) & (share < 0.06)  # whose missing half leaves the total complete
    if (column := ground.take(ground.calm() & large & (ground.panel.unit[-1] == KG))) is not None:
        ground.calmed(column)
    return column


def _renamed(ground: Ground, kind: str, count: int) -> Mark | None:
    panel, tree = ground.panel, ground.panel.tree
    mates = np.array([len(ground.heading(at)) > count for at in range(len(tree.leaves))])
    large = (ground.base > SHARES["hard"] * panel.total) & ("partner" not in tree.levels)
    if (old := ground.take(ground.calm() & large & mates)) is None:
        return None
    ground.calmed(old)
    others = [at for at in ground.heading(old) if at != old][:count]
    since, before = panel.last - panel.month_of(panel.last), panel.value[:, old].copy()
    for share, heir in zip((0.6, 0.4) if count > 1 else (1.0,), others, strict=True):
        panel.value[:, heir] = 0
        panel.value[since:, heir] = np.round(share * before[since:])
        panel.unit_value[:, heir], panel.unit[:, heir] = panel.unit_value[:, old], panel.unit[:, old]
    panel.value[since:, old] = 0
    codes = [tree.leaf_codes[at] for at in others]
    effective = written(panel.first + since)
    panel.breaks.append({"old": tree.leaf_codes[old], "new": codes, "effective": effective})
    mark = ground.mark(old, kind, float("nan"))
    mark.also = codes
    return mark
