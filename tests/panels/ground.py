"""Where something may be planted: in lines that are ordinary so far and large enough, one to a chapter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tests.panels.months import Matrix
from tests.panels.panel import Mark, Panel
from tests.panels.tree import Places

Mask = NDArray[np.bool_]
NOISES = {"easy": (7.0, 9.0), "medium": (4.6, 5.6), "hard": (3.2, 3.8)}  # size of a change against the noise
SHARES = {"easy": 0.01, "medium": 0.005, "hard": 0.0025}  # of all trade, for what has no size against its noise
WORTH = 0.0015  # of all trade: a smaller change is no story whatever its rate
LARGEST = 0.15  # of all trade: what is larger moves the total itself
LEAST_NOISE = 0.05


def usual(value: Matrix, *, skip: Mask | None = None) -> tuple[Matrix, Matrix]:
    """Return each column's median change over a year (log) and its noise: the middle half, as a standard deviation.

    The newest six months are left out, and the rows of `skip`.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        change = np.log(value[12:] / value[:-12])
    change[~np.isfinite(change)] = np.nan
    kept = change[:-6] if skip is None else change[:-6][~skip[12:-6]]
    low, middle, high = np.nanpercentile(kept, [25, 50, 75], axis=0)
    return middle, np.maximum((high - low) / 1.349, LEAST_NOISE)


@dataclass
class Ground:
    """A panel, the noise of its ordinary columns, and which chapters are taken."""

    panel: Panel
    chance: np.random.Generator
    typical: Matrix
    noise: Matrix
    seen: int  # months that are handed out, the newest: what is planted can be known from them
    taken: set[str] = field(default_factory=set)
    balance: float = 0.0  # dollars that were planted; ups and downs are kept even, so that the total stays ordinary

    @classmethod
    def of(cls, panel: Panel, chance: np.random.Generator, seen: int) -> Ground:
        """Return the ground that an ordinary panel is."""
        steady = np.flatnonzero(panel.steady)
        typical, noise = np.full((2, panel.value.shape[1]), np.nan)
        typical[steady], noise[steady] = usual(panel.value[:, steady], skip=panel.holidays)
        return cls(panel, chance, typical, noise, seen)

    @property
    def base(self) -> Matrix:
        """Each column's value a year before the newest period, in dollars a month."""
        return np.asarray(np.mean([self.panel.value[row - 12] for row in self.panel.rows], axis=0))

    def calm(self) -> Mask:
        """Return which steady columns had an ordinary base, and are no giants."""
        rows, value = self.panel.rows, self.panel.value
        with np.errstate(divide="ignore", invalid="ignore"):
            before = np.log(sum(value[row - 12] for row in rows) / sum(value[row - 24] for row in rows))
            calm = np.abs(before - self.typical) < 1.2 * self.noise
        return np.asarray(self.panel.steady & calm & (self.base < LARGEST * self.panel.total))

    def still(self) -> Mask:
        """Return which columns did in the newest period what they do in an ordinary year."""
        with np.errstate(divide="ignore", invalid="ignore"):
            now = np.log(sum(self.panel.value[row] for row in self.panel.rows) / (len(self.panel.rows) * self.base))
        return np.asarray(np.abs(now - self.typical) < self.noise)

    def worth(self, size: Matrix, floor: float = 0.11) -> Mask:
        """Return which columns make a story by a log change of `size`: neither too little, nor from almost nothing."""
        least = np.abs(np.expm1(size)) * self.base >= WORTH * self.panel.total
        return np.asarray(least & (np.abs(size) >= floor) & (np.abs(size) <= 1.5))

    def take(self, fits: Mask) -> int | None:
        """Return one of the columns that fit, in a chapter that is taken from now on; None where there is none."""
        free = [at for at in map(int, np.flatnonzero(fits)) if self._chapter(at) not in self.taken]
        if not free:
            return None
        column = int(self.chance.choice(free))
        self.taken.add(self._chapter(column))
        return column

    def way(self) -> int:
        """Return 1 or -1: whichever keeps what is planted even."""
        return -1 if self.balance > 0 else 1

    def between(self, difficulty: str) -> float:
        """Return how many noises a change of this difficulty has."""
        return float(self.chance.uniform(*NOISES[difficulty]))

    def change(self, column: int, size: float, rows: tuple[int, ...] | None = None, jitter: float = 0) -> None:
        """Let the column stand `size` (log) from a year before in `rows`, each row off by up to `jitter`."""
        value = self.panel.value
        for row in self.panel.rows if rows is None else rows:
            off = self.chance.uniform(-jitter, jitter)
            self.balance += value[row - 12, column] * np.expm1(size) if row == self.panel.last else 0
            value[row, column] = max(1, round(value[row - 12, column] * np.exp(size + off)))

    def calmed(self, column: int) -> None:
        """Let the column do what it does in an ordinary year."""
        self.change(column, float(self.typical[column]), jitter=0.3 * float(self.noise[column]))

    def mark(self, column: int, kind: str, size: float, difficulty: str = "", case: str = "") -> Mark:
        """Return the mark of one column; the direction is that of its change against the usual one."""
        code = self.panel.tree.leaf_codes[column]
        noises = abs(size - self.typical[column]) / self.noise[column] if np.isfinite(size) else 0.0
        way = "up" if size > self.typical[column] else "down"
        level = self.panel.level(code)
        return Mark(code, level, kind, way, difficulty, round(size, 4), round(float(noises), 2), case or kind)

    def heading(self, column: int) -> Places:
        """Return the columns of the heading that this one is in."""
        return self.panel.tree.columns[self.panel.tree.leaf_codes[column][:4]]

    def _chapter(self, column: int) -> str:
        return self.panel.tree.leaf_codes[column][:2]
