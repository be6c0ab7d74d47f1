"""Planted events: lines that begin, come back, stop, and a chapter that moves as a whole."""

from __future__ import annotations

import numpy as np

from tests.panels.ground import NOISES, SHARES, WORTH, Ground, usual
from tests.panels.panel import Mark

LEAST_EVENT = 1_200_000  # dollars a month


def new(ground: Ground, difficulty: str) -> Mark | None:
    """Plant the first trade in a line that had none."""
    return _begun(ground, difficulty, "new", ground.panel.last)


def resumed(ground: Ground, difficulty: str) -> Mark | None:
    """Plant the first trade after one or two years without."""
    return _begun(ground, difficulty, "resumed", int(ground.chance.integers(14, 26)))


def vanished(ground: Ground, difficulty: str) -> Mark | None:
    """Plant the first month without trade in a line that has it each month."""
    return _ended(ground, difficulty, "vanished", 1)


def ceased(ground: Ground, difficulty: str) -> Mark | None:
    """Plant the third month without trade."""
    return _ended(ground, difficulty, "ceased", 3)


def broad(ground: Ground, difficulty: str) -> Mark | None:
    """Plant a chapter of which each line moves one way, none of them far."""
    free = [code for code in ground.panel.tree.at_level("hs2") if code not in ground.taken]
    ground.chance.shuffle(free)
    for chapter in free:
        columns = ground.panel.tree.columns[chapter]
        known = columns[ground.panel.steady[columns]]
        base = ground.base[known]
        if len(known) < 6 or base.sum() > 0.25 * ground.panel.total:
            continue
        typical, noise = (float(one[0]) for one in usual(ground.panel.value[:, columns].sum(axis=1)[:, None]))
        size = ground.way() * float(ground.chance.uniform(*NOISES[difficulty])) * noise
        heavy = known[base > 0.08 * base.sum()]
        worth = abs(np.expm1(size)) * base.sum() > WORTH * ground.panel.total
        if worth and len(heavy) > 2 and (abs(size) < 2.6 * ground.noise[heavy]).all():
            ground.taken.add(chapter)
            for column in known:
                ground.change(column, ground.typical[column] + size, jitter=0.1 * abs(size))
            return _broad_mark(ground, chapter, typical, noise, difficulty)
    return None


def _broad_mark(ground: Ground, chapter: str, typical: float, noise: float, difficulty: str) -> Mark:
    tree = ground.panel.tree
    size = ground.panel.change(tree.columns[chapter])
    noises, parts = abs(size - typical) / noise, [code for code in tree.codes if chapter in tree.ancestors(code)]
    way = "up" if size > typical else "down"
    return Mark(chapter, "hs2", "broad", way, difficulty, round(size, 4), round(noises, 2), "broad", parts=parts)


def _begun(ground: Ground, difficulty: str, kind: str, empty: int) -> Mark | None:
    if (column := _of_worth(ground, difficulty)) is None:
        return None
    last = ground.panel.last
    ground.panel.value[max(0, last - empty) : last, column] = 0
    ground.balance += ground.panel.value[last, column]
    mark = ground.mark(column, kind, float("nan"), difficulty)
    mark.direction, mark.size = "up", 0.0
    return mark


def _ended(ground: Ground, difficulty: str, kind: str, empty: int) -> Mark | None:
    if (column := _of_worth(ground, difficulty)) is None:
        return None
    ground.balance -= ground.panel.value[-1, column]
    ground.panel.value[-empty:, column] = 0
    mark = ground.mark(column, kind, float("nan"), difficulty)
    mark.direction, mark.size = "down", 0.0
    return mark


def _of_worth(ground: Ground, difficulty: str) -> int | None:
    """Return a steady column, scaled through all its history to a size at which its coming or going matters."""
    total, value = ground.panel.total, ground.panel.value
    if (column := ground.take(ground.panel.steady & (ground.base < 0.01 * total))) is None:
        return None
    money = max(LEAST_EVENT, SHARES[difficulty] * total * ground.chance.uniform(1, 1.5))
    value[:, column] = np.maximum(1, np.round(value[:, column] * money / value[-1, column]))
    return column
