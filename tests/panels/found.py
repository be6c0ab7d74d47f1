"""Decoys that need no planting: what the calendar and lumpy lines do by themselves."""

from __future__ import annotations

import numpy as np

from tests.panels.ground import NOISES, WORTH, usual
from tests.panels.panel import Mark, Panel

MANY = 10


def moved_by_the_holiday(panel: Panel) -> list[Mark]:
    """Return the largest codes whose newest January or February is far from last year's for the holiday alone."""
    if not panel.lunar or panel.month_of(panel.last) > 1:
        return []
    told = {code for mark in panel.truths for code in (mark.series, *mark.lifts, *mark.parts)}
    february, sums = panel.month_of(panel.last) == 1, panel.tree.sums(panel.value)
    base = sum(sums[row - 12] for row in panel.rows)
    with np.errstate(divide="ignore", invalid="ignore"):
        single = np.log(sums[-1] / sums[-13])
        both = np.log(sum(sums[row] for row in panel.rows) / base)
    moved = np.isfinite(single) & (np.abs(single) > 0.25) & ((np.abs(both) < 0.12) | (not february))
    places = [at for at in np.argsort(-base) if moved[at] and panel.tree.codes[at] not in told][:MANY]
    return [_mark(panel, panel.tree.codes[at], "lunar month", float(single[at])) for at in places]


def irregular_as_ever(panel: Panel) -> list[Mark]:
    """Return the irregular lines whose newest month is twice or half a year before's, the largest three."""
    now, then = panel.value[-1], panel.value[-13]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.log(now / then)
    moved = panel.irregular & np.isfinite(change) & (np.abs(change) > np.log(2))
    told = {mark.series for mark in panel.truths}
    moved &= ~np.isin(panel.tree.leaf_codes, list(told))
    places = [at for at in np.argsort(-np.abs(now - then)) if moved[at]][:3]
    return [_mark(panel, panel.tree.leaf_codes[at], "irregular line", float(change[at])) for at in places]


def unusual_by_chance(panel: Panel) -> list[str]:
    """Return the codes with no mark that are three noises off all the same, by enough money: heavy tails have such."""
    sums = panel.tree.sums(panel.value)
    known = np.flatnonzero((sums > 0).all(axis=0))
    typical, noise = usual(sums[:, known], skip=panel.holidays)
    now, then = (sum(sums[row - back, known] for row in panel.rows) for back in (0, 12))
    far = np.abs(np.log(now / then) - typical) > NOISES["hard"][0] * noise
    worth = np.abs(now - then) > WORTH * then[0]  # the first code is the total
    marked = {code for mark in (*panel.truths, *panel.decoys) for code in (mark.series, *mark.lifts, *mark.parts)}
    return [code for at in known[far & worth] if (code := panel.tree.codes[at]) not in marked]


def _mark(panel: Panel, code: str, kind: str, size: float) -> Mark:
    return Mark(code, panel.level(code), kind, "up" if size > 0 else "down", size=round(size, 4), case=kind)
