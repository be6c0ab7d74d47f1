"""Ordinary trade: a few large lines and many small ones, each with its own trend, seasons and noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.panels.months import Matrix, holidays
from tests.panels.panel import KG, NONE, PIECES, Panel
from tests.panels.tree import Tree

Chance = np.random.Generator
LEAST = 200  # dollars; what is worth less is not declared

LARGE = 0.03  # part of the months with a large shipment, in the steady lines of a lumpy panel
MOST = 10.0  # standard deviations of a shock


def ordinary(chance: Chance, tree: Tree, first: int, months: int, *, lunar: bool, lumpy: bool = False) -> Panel:
    """Return a panel in which nothing happens that has not happened before.

    In a lumpy one six lines of ten, large ones too, trade in a fifth to nine tenths of their months, and the others
    have a large shipment now and then.
    """
    count = len(tree.leaves)
    size = _sizes(chance, tree)
    log = np.log(size) + chance.normal(0.03, 0.05, count) * (np.arange(months)[:, None] - months) / 12
    seasonality = _seasonality(chance, count)
    log += seasonality[(first + np.arange(months)) % 12]
    log += _noise(chance, months, 0.3 * (size / 1e6) ** -0.16 * np.exp(chance.normal(0, 0.4, count)))
    log += _common(chance, tree, months)
    if lunar:
        log += np.log1p(-holidays(first, months)[:, None] * chance.uniform(0.3, 0.85, count))
    value = np.exp(log)
    small = size < np.quantile(size, 0.8)
    irregular = chance.random(count) < 0.6 if lumpy else (chance.random(count) < 0.3) & small
    passing = ~irregular & (chance.random(count) < 0.06) & small
    value *= _lumps(chance, months, irregular) if lumpy else _active(chance, months, irregular)
    value *= _span(chance, months, passing)
    value = np.where(value < LEAST, 0, np.round(value))
    return Panel(
        tree=tree,
        first=first,
        lunar=lunar,
        value=value,
        unit_value=_unit_values(chance, months, size),
        unit=np.tile(chance.choice([KG, PIECES, NONE], count, p=[0.82, 0.1, 0.08]), (months, 1)).astype(np.int8),
        counted=np.ones((months, count)),
        status=_status(months, count),
        steady=(value > 0).all(axis=0) & ~irregular,
        irregular=irregular,
        seasonality=seasonality,
        previous=np.empty(0),
    )


def _sizes(chance: Chance, tree: Tree) -> Matrix:
    """Return dollars a month: lognormal within chapters that differ, with a Pareto tail; few lines are half of all."""
    count = len(tree.leaves)
    size = np.exp(chance.normal(0, 1.6, count))
    for chapter in tree.at_level("hs2"):
        size[tree.columns[chapter]] *= np.exp(chance.normal(0, 0.7))
    size[chance.random(count) < 0.03] *= 1 + chance.pareto(1.4)
    return np.asarray(size / size.sum() * 1e9 * (count / 300) ** 0.5)


def _seasonality(chance: Chance, count: int) -> Matrix:
    """Return a log factor for each month of the year: two waves of random phase, strong in one line of five."""
    strength = chance.choice([0.04, 0.15, 0.45], count, p=[0.4, 0.4, 0.2])
    angle = 2 * np.pi * np.arange(12)[:, None] / 12
    year = np.cos(angle - chance.uniform(0, 2 * np.pi, count))
    half = np.cos(2 * angle - chance.uniform(0, 2 * np.pi, count))
    return np.asarray(strength * (year + 0.4 * half))


def _noise(chance: Chance, months: int, spread: Matrix) -> Matrix:
    """Return noise that remembers (AR 1) and has heavy tails (t, 3 degrees), with the standard deviation asked for.

    No shock is over ten deviations: by a t of 3 degrees one line in some panels would trade more than the world does.
    """
    sd = np.clip(spread, 0.05, 1.2)
    memory = chance.uniform(0.1, 0.6, len(sd))
    shocks = np.clip(chance.standard_t(3, (months + 24, len(sd))) / np.sqrt(3), -MOST, MOST) * np.sqrt(1 - memory**2)
    state = np.zeros(len(sd))
    rows = []
    for shock in shocks:
        state = memory * state + shock
        rows.append(state)
    return np.asarray(np.stack(rows[24:]) * sd)


def _common(chance: Chance, tree: Tree, months: int) -> Matrix:
    """Return what moves all lines, and all lines of one chapter, together."""
    moved = np.repeat(_noise(chance, months, np.array([0.05])) * 0.4, len(tree.leaves), axis=1)
    for chapter in tree.at_level("hs2"):
        moved[:, tree.columns[chapter]] += _noise(chance, months, np.array([0.05])) * 0.6
    return moved


def _active(chance: Chance, months: int, irregular: NDArray[np.bool_]) -> Matrix:
    """Return 1 or a lump of 0.2 to 5 times for months with trade; irregular lines have few, but no year without."""
    active = chance.random((months, len(irregular))) < chance.uniform(0.15, 0.42, len(irregular))
    for column in np.flatnonzero(irregular):
        for row in range(12, months):
            if not active[row - 11 : row, column].any():
                active[row - int(chance.integers(2, 9)), column] = True
    lumps = active * np.exp(chance.normal(0, 0.8, active.shape))
    return np.asarray(np.where(irregular, lumps, 1.0))


def _lumps(chance: Chance, months: int, irregular: NDArray[np.bool_]) -> Matrix:
    """Return 0, or the size of a shipment, for irregular lines; 1, or a large shipment, for the others."""
    count = len(irregular)
    active = chance.random((months, count)) < chance.uniform(0.2, 0.9, count)
    lumps = active * np.exp(chance.normal(0, 1, (months, count)) * chance.uniform(0.3, 0.9, count))
    large = np.where(chance.random((months, count)) < LARGE, np.exp(chance.uniform(0.7, 1.8, (months, count))), 1.0)
    return np.asarray(np.where(irregular, lumps, large))


def _span(chance: Chance, months: int, passing: NDArray[np.bool_]) -> Matrix:
    """Return 0 before a line began or after it ended, both long before the reference month."""
    row, turn = np.arange(months)[:, None], chance.integers(6, months - 40, len(passing))
    begins = chance.random(len(passing)) < 0.5
    return np.where(passing & ((row < turn) == begins), 0.0, 1.0)


def _unit_values(chance: Chance, months: int, size: Matrix) -> Matrix:
    """Return dollars per unit: steadier for large lines."""
    level = chance.normal(0.7, 1.2, len(size))
    return np.asarray(np.exp(level + _noise(chance, months, 0.08 * (size / 1e6) ** -0.1)))


def _status(months: int, count: int) -> NDArray[np.str_]:
    """Return F, and P for the newest two months."""
    status = np.full((months, count), "F")
    status[-2:] = "P"
    return status
