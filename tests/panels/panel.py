"""A panel in the making: ordinary trade, what was planted in it, and what the edition before had of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.panels.months import Matrix, written
from tests.panels.tree import Places, Tree

UNITS = ("", "kg", "t", "u")
NONE, KG, TONNES, PIECES = range(4)


@dataclass
class Mark:
    """A truth that is to be told, or a decoy that is not: where, what, which way, and how hard it is to see.

    `size` is the log change planted, `noises` its distance from the usual change in units of the series' own noise.
    `lifts` are the codes above of whose change it makes at least half, `parts` the codes below that moved with it: to
    tell these too is to tell it twice. `also` are further codes that a decoy is about.
    """

    series: str
    level: str
    kind: str
    direction: str = ""
    difficulty: str = ""
    size: float = 0.0
    noises: float = 0.0
    case: str = ""
    also: list[str] = field(default_factory=list)
    lifts: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@dataclass
class Panel:
    """Leaves as columns, months as rows, oldest first; the last row is the reference month."""

    tree: Tree
    first: int
    lunar: bool
    value: Matrix  # dollars; 0 is no trade
    unit_value: Matrix  # dollars per unit
    unit: NDArray[np.int8]  # a place in UNITS
    counted: Matrix  # what the quantity was multiplied by in error
    status: NDArray[np.str_]
    steady: NDArray[np.bool_]  # traded in each month, without lumps
    irregular: NDArray[np.bool_]  # traded in few months
    seasonality: Matrix  # log factor by month of the year
    previous: Matrix  # the values as the edition before had them, up to the month before
    breaks: list[dict[str, Any]] = field(default_factory=list)
    truths: list[Mark] = field(default_factory=list)
    decoys: list[Mark] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)  # codes that are far off by chance alone

    @property
    def last(self) -> int:
        """The row of the reference month."""
        return len(self.value) - 1

    @property
    def period(self) -> str:
        """The reference month as `2025-12`."""
        return written(self.first + self.last)

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the newest period: January too where only both months together compare (a lunar February)."""
        february = self.lunar and self.period.endswith("-02")
        return (self.last - 1, self.last) if february else (self.last,)

    @property
    def total(self) -> float:
        """The whole trade of the newest period's base, a year before, in dollars a month."""
        return float(np.mean([self.value[row - 12].sum() for row in self.rows]))

    @property
    def holidays(self) -> NDArray[np.bool_]:
        """The rows in which the Lunar New Year makes single months no measure of noise."""
        months = (self.first + np.arange(len(self.value))) % 12
        return np.asarray((months < 2) & self.lunar)

    def month_of(self, row: int) -> int:
        """Return the month of the year, 0 to 11."""
        return (self.first + row) % 12

    def level(self, code: str) -> str:
        """Return the level of a code."""
        return self.tree.levels[self.tree.place[code]]

    def change(self, columns: Places, back: int = 12) -> float:
        """Return the log change of the newest period over `back` months, of some columns together."""
        now = sum(self.value[row, columns].sum() for row in self.rows)
        then = sum(self.value[row - back, columns].sum() for row in self.rows)
        return float(np.log(now / then)) if now > 0 and then > 0 else float("nan")

    def newest(self, months: int) -> Panel:
        """Return the panel without what lies before its newest `months`."""
        gone = len(self.value) - months
        if gone <= 0:
            return self
        return replace(
            self,
            first=self.first + gone,
            value=self.value[gone:],
            unit_value=self.unit_value[gone:],
            unit=self.unit[gone:],
            counted=self.counted[gone:],
            status=self.status[gone:],
            previous=self.previous[gone:],
        )

    def as_json(self) -> dict[str, Any]:
        """Return what is true of the panel."""
        return {
            "reference_period": self.period,
            "parents": dict(zip(self.tree.codes, self.tree.parents, strict=True)),
            "truths": [asdict(mark) for mark in self.truths],
            "decoys": [asdict(mark) for mark in self.decoys],
            "unusual": self.unusual,
        }
