"""Panels: thousands of series at once, as matrices of periods and series, in one vintage.

If children do not add up to their parent, the difference is a series of its own, called a rest. It is never spread over
the children.
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

# Arrays with one column for each series; most have one row for each period.
Floats = NDArray[np.float64]  # NaN where a value is not known
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]  # of columns or rows

A_YEAR = {"monthly": 12, "quarterly": 4, "annual": 1}  # periods in a year
PARTNERS = "partner"  # prefix of levels that count partners, not goods
JANUARY, FEBRUARY, MARCH = range(3)  # as Period.first counts months


@dataclass(frozen=True)
class CodeBreak:
    """A change of the nomenclature: from `effective` on the `new` codes replace the `old` one."""

    old: str
    new: tuple[str, ...]
    effective: Period


@dataclass(frozen=True)
class PanelNotice:
    """A source's notice about its figures from a period on."""

    kind: str  # "coverage": other trade is counted; "currency": the source converts by other rates
    since: Period
    codes: tuple[str, ...] = ()  # empty: all codes


@dataclass(frozen=True)
class Doubt:
    """A contradiction within a table."""

    kind: str  # "over", "unfinished" or "few"
    period: Period
    about: str  # the series; empty for all
    text: str


@dataclass(frozen=True)
class Published:
    """The year-on-year growth that a source publishes itself."""

    first: Period  # of row 0
    places: Mapping[str, int]  # column of each series
    rates: Floats  # per cent


@dataclass(frozen=True)
class Panel:
    """Series in columns, consecutive periods in rows, oldest first. A gap is NaN, never 0."""

    frequency: str  # a key of A_YEAR
    first: Period  # of row 0
    codes: tuple[str, ...]  # of the series, as the source has them
    levels: tuple[str, ...]
    parents: Places  # column of each series' parent; -1 for none
    value: Floats  # money in `currency`
    quantity: Floats
    unit: NDArray[np.int16]  # of `quantity`, an index into `units`
    units: tuple[str, ...]  # units[0] means none
    status: NDArray[np.uint8]  # letters of the source as code points; 0 for none
    released: Truths  # periods with a release
    combined: Truths  # rows of a February that stands for January and February
    decimals: int = 0  # of `value`
    currency: str = "usd"
    lunar: Mapping[int, date] = field(default_factory=dict)  # Lunar New Year's Days by year; empty if irrelevant
    breaks: tuple[CodeBreak, ...] = ()
    previous: Panel | None = None  # the previous edition of the data, if known
    mirror: Panel | None = None  # the partner's report of the same series, under the same codes
    opposite: Panel | None = None  # the same trade in the direction opposite to `flow`
    flow: Flow | None = None
    year_start: int = 1  # first month of the year to date; 1 is January
    published: Published | None = None
    # By flag, where a series cannot be compared: a bound was printed, or the code or valuation changed.
    marks: Mapping[str, Truths] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    notices: tuple[PanelNotice, ...] = ()
    absorbed: frozenset[int] = frozenset()  # columns of codes that a family replaces
    aggregate: Floats | None = None  # total of each period; None: `total` computes it

    @property
    def dollar(self) -> float:
        """The rough value of a dollar in the panel's currency."""
        return float(rough_worth(Decimal(1), self.currency))

    @property
    def year(self) -> int:
        """The number of periods in a year."""
        return A_YEAR[self.frequency]

    def period(self, at: int) -> Period:
        """Return the period in row `at`."""
        return self.first.step(at)

    def row(self, period: Period) -> int:
        """Return the row of `period`, which may lie outside the panel."""
        return (period.first - self.first.first) // self.first.months

    def until(self, at: int) -> Panel:
        """Return the panel cut off after row `at`."""
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
        """The columns of each parent's children, in order of their codes."""
        children: dict[int, list[int]] = {}
        for at, parent in enumerate(self.parents.tolist()):
            if parent >= 0:
                children.setdefault(parent, []).append(at)
        return {parent: tuple(sorted(columns, key=lambda at: self.codes[at])) for parent, columns in children.items()}

    def ancestors(self, at: int) -> tuple[int, ...]:
        """Return the columns above `at`, nearest first."""
        ancestors, parent = [], int(self.parents[at])
        while parent >= 0:
            ancestors.append(parent)
            parent = int(self.parents[parent])
        return tuple(ancestors)

    @cached_property
    def is_partner(self) -> Truths:
        """Which columns are partners, not goods."""
        return np.array([level.startswith(PARTNERS) for level in self.levels], dtype=bool)

    @cached_property
    def total(self) -> Floats:
        """The aggregate for contributions: the series `total`, or else the sum of the series without a parent."""
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
        """Which rows are not single periods: a February that includes January, and that January."""
        shared_rows = self.combined.copy()
        shared_rows[:-1] |= self.combined[1:]
        return shared_rows

    @property
    def is_lunar(self) -> bool:
        """Whether January and February are compared together."""
        return self.frequency == "monthly" and bool(self.lunar or self.combined.any())

    def to_date(self, at: int) -> int:
        """Return the number of rows of the year to date in row `at`."""
        return (self.month(at) - (self.year_start - 1)) % 12 // self.first.months + 1

    def month(self, at: int) -> int:
        """Return the month of row `at`, 0 for January."""
        return self.period(at).first % 12


UNALLOCATED = "unallocated"  # the level of a rest


def is_rest(level: str) -> bool:
    """Whether a level is that of a rest."""
    return level.endswith(UNALLOCATED)


def with_rests(panel: Panel) -> Panel:
    """Return the panel with a child `CODE unallocated` for each parent that its children do not add up to.

    A difference of at most 1 per child is ignored. Partners have a rest of their own, `CODE unallocated by partner`. A
    parent that is 0 in a period in which its children are not is unknown there.
    """
    value = panel.value.copy()
    codes = []
    levels = []
    parents = []
    remainders = []
    for parent, children in panel.children.items():
        for partner in (False, True):
            columns = [child for child in children if bool(panel.is_partner[child]) is partner]
            total = np.nan_to_num(value[:, columns]).sum(axis=1)
            value[(value[:, parent] == 0) & (total > 0), parent] = np.nan
            remainder = np.round(value[:, parent] - value[:, columns].sum(axis=1), panel.decimals)
            remainder[np.abs(remainder) <= len(columns)] = 0.0
            if not columns or not np.nan_to_num(remainder).any():
                continue
            if partner:
                codes.append(f"{panel.codes[parent]} {UNALLOCATED} by {PARTNERS}")
                levels.append(f"{PARTNERS} {UNALLOCATED}")
            else:
                codes.append(f"{panel.codes[parent]} {UNALLOCATED}")
                levels.append(UNALLOCATED)
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
    """Return the panel with further series behind the others, without quantities. `status` None means no letters."""
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
