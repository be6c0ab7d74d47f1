"""A panel: thousands of series at once, a matrix of periods and series in one vintage.

What children leave of their parent is a series of its own, a rest, and never spread over the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from generator.trade.codes import Flow
from generator.trade.currency import rough_worth
from generator.trade.period import Period

# Arrays with one column a series, most with one row a period.
Floats = NDArray[np.float64]  # NaN where a value is not known
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]  # of columns or rows

A_YEAR = {"monthly": 12, "quarterly": 4, "annual": 1}  # periods
PARTNERS = "partner"  # a level whose name begins so counts partners, not goods
JANUARY, FEBRUARY, MARCH = range(3)  # as Period.first counts months


@dataclass(frozen=True)
class CodeBreak:
    """Codes of a nomenclature that became others: from `effective` on the `new` ones stand for the `old` one."""

    old: str
    new: tuple[str, ...]
    effective: Period


@dataclass(frozen=True)
class PanelNotice:
    """What a source says of its figures from a period on: `coverage` (another trade is counted) or `currency`.

    It is of `codes`, none for all; of `currency` the rates by which the source converts became others.
    """

    kind: str
    since: Period
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """What cannot be right of the series `about` ("" for all) in `period`, by the table itself; `kind` sorts them."""

    kind: str
    period: Period
    about: str
    text: str


@dataclass(frozen=True)
class Published:
    """The growths on a year before that a source prints itself, per cent: rows from `first` on, a column a series."""

    first: Period
    places: Mapping[str, int]
    rates: Floats


@dataclass(frozen=True)
class Panel:
    """Series in columns, consecutive periods in rows, the oldest first; a gap is NaN and never 0.

    `codes` are the series as the source calls them, `levels` the level of each and `parents` the place of its parent
    (-1: none). `value` is money in `currency` with `decimals` decimals; `quantity` is in `units[unit]`, `units[0]`
    being none. `status` holds the letters of the source as code points, 0 where it gives none. `released` says of
    which periods there is a release, `combined` which February stands for January and February together. `lunar` has
    the days of the Lunar New Year by year where it matters, `breaks` what the nomenclature changed. `previous` is the
    edition of the data before, if it is known, `mirror` the partner's own report of the same series, by the same codes,
    `opposite` the same office's figures of the same trade in the other direction than its own `flow`.
    `marks` say by flag in which rows a series cannot be compared: a bound was printed, or the code counted other goods.
    `doubts` are what its reader could not believe, `notices` what its source says. The year to date begins in the month
    `year_start` (1 is January). `published` are growths that the source prints itself.
    Where the panel has families of codes, `absorbed` are the columns that one stands for, and `aggregate` is the whole.
    """

    frequency: str
    first: Period
    codes: tuple[str, ...]
    levels: tuple[str, ...]
    parents: Places
    value: Floats
    quantity: Floats
    unit: NDArray[np.int16]
    units: tuple[str, ...]
    status: NDArray[np.uint8]
    released: Truths
    combined: Truths
    decimals: int = 0
    currency: str = "usd"
    lunar: Mapping[int, date] = field(default_factory=dict)
    breaks: tuple[CodeBreak, ...] = ()
    previous: Panel | None = None
    mirror: Panel | None = None
    opposite: Panel | None = None
    flow: Flow | None = None
    year_start: int = 1
    published: Published | None = None
    marks: Mapping[str, Truths] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    notices: tuple[PanelNotice, ...] = ()
    absorbed: frozenset[int] = frozenset()
    aggregate: Floats | None = None

    @property
    def dollar(self) -> float:
        """What a dollar is in the panel's currency, roughly."""
        return float(rough_worth(Decimal(1), self.currency))

    @property
    def year(self) -> int:
        """How many periods make a year."""
        return A_YEAR[self.frequency]

    def period(self, at: int) -> Period:
        """Return the period in row `at`."""
        return self.first.step(at)

    def row(self, period: Period) -> int:
        """Return the row of `period`, also one that lies beyond the panel."""
        return (period.first - self.first.first) // self.first.months

    def until(self, at: int) -> Panel:
        """Return the panel as if `at` were its last row: what comes later cannot be seen."""
        end = slice(0, at + 1)
        rows = {
            name: getattr(self, name)[end] for name in ("value", "quantity", "unit", "status", "released", "combined")
        }
        marks = {name: rows[end] for name, rows in self.marks.items()}
        return replace(self, **rows, marks=marks, aggregate=None if self.aggregate is None else self.aggregate[end])

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The column of every series."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """The columns of the children of every column that has some, in order of their codes."""
        children: dict[int, list[int]] = {}
        for at, parent in enumerate(self.parents.tolist()):
            if parent >= 0:
                children.setdefault(parent, []).append(at)
        return {parent: tuple(sorted(columns, key=lambda at: self.codes[at])) for parent, columns in children.items()}

    def ancestors(self, at: int) -> tuple[int, ...]:
        """Return the columns above `at`, the nearest first."""
        ancestors, parent = [], int(self.parents[at])
        while parent >= 0:
            ancestors.append(parent)
            parent = int(self.parents[parent])
        return tuple(ancestors)

    @cached_property
    def is_partner(self) -> Truths:
        """Which columns count partners."""
        return np.array([level.startswith(PARTNERS) for level in self.levels], dtype=bool)

    @cached_property
    def total(self) -> Floats:
        """The aggregate of which contributions are told: the series `total`, else the sum of those without a parent."""
        if self.aggregate is not None:
            return self.aggregate
        for at, level in enumerate(self.levels):
            if level == "total" and self.parents[at] < 0:
                return self.value[:, at]
        roots = (self.parents < 0) & ~self.is_partner
        roots = roots if roots.any() else self.parents < 0
        total: Floats = np.round(self.value[:, roots].sum(axis=1), self.decimals)
        return total

    @property
    def together(self) -> Truths:
        """Which rows do not stand for one period each: a February that has its January as well, and that January."""
        shared_rows = self.combined.copy()
        shared_rows[:-1] |= self.combined[1:]
        return shared_rows

    @property
    def is_lunar(self) -> bool:
        """Whether January and February are compared together."""
        return self.frequency == "monthly" and bool(self.lunar or self.combined.any())

    def to_date(self, at: int) -> int:
        """Return how many rows the year to date has in row `at`."""
        return (self.month(at) - (self.year_start - 1)) % 12 // self.first.months + 1

    def month(self, at: int) -> int:
        """Return the month of row `at`, 0 for January."""
        return self.period(at).first % 12


UNALLOCATED = "unallocated"  # the level of a rest


def is_rest(level: str) -> bool:
    """Say whether a level is that of a rest."""
    return level.endswith(UNALLOCATED)


def with_rests(panel: Panel) -> Panel:
    """Return the panel with a child `CODE unallocated` where the others leave more than 1 each of their parent.

    A parent without a row in a period in which its children have some is unknown there. What partners leave is a rest
    of its own, `CODE unallocated by partner`.
    """
    value = panel.value.copy()
    codes, levels, parents, remainders = [], [], [], []
    for parent, children in panel.children.items():
        for partner in (False, True):
            columns = [child for child in children if bool(panel.is_partner[child]) is partner]
            total = np.nan_to_num(value[:, columns]).sum(axis=1)
            value[(value[:, parent] == 0) & (total > 0), parent] = np.nan
            remainder = np.round(value[:, parent] - value[:, columns].sum(axis=1), panel.decimals)
            remainder[np.abs(remainder) <= len(columns)] = 0.0
            if columns and np.nan_to_num(remainder).any():
                codes.append(f"{panel.codes[parent]} {UNALLOCATED}{f' by {PARTNERS}' if partner else ''}")
                levels.append(f"{PARTNERS} {UNALLOCATED}" if partner else UNALLOCATED)
                parents.append(parent)
                remainders.append(remainder)
    return with_columns(replace(panel, value=value), codes, levels, parents, remainders)


def with_columns(
    panel: Panel,
    codes: Sequence[str],
    levels: Sequence[str],
    parents: Sequence[int],
    values: Sequence[Floats],
    status: Sequence[NDArray[np.uint8]] | None = None,
) -> Panel:
    """Return the panel with further series behind the others, without quantities; with no `status` they have none."""
    if not codes:
        return panel
    nothing = np.zeros((len(panel.value), len(codes)))
    marks = nothing if status is None else np.column_stack(status)
    return replace(
        panel,
        codes=(*panel.codes, *codes),
        levels=(*panel.levels, *levels),
        parents=np.append(panel.parents, parents).astype(np.intp),
        value=np.column_stack([panel.value, *values]),
        quantity=np.column_stack([panel.quantity, nothing * np.nan]),
        unit=np.column_stack([panel.unit, nothing.astype(panel.unit.dtype)]),
        status=np.column_stack([panel.status, marks.astype(panel.status.dtype)]),
    )
