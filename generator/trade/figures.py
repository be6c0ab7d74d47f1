"""Observation, Batch, Figures, Vintage: what customs published, read strictly, with the cell each number came from.

A printed number is a reading, not a point: "14.16" million may be anything from 14.155 to 14.165, "over 101" million
anything from 101 to 1.05 times that. `Observation.low` and `Observation.high` carry that reading everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.trade.codes import WORLD, Flow, is_within
from generator.trade.currency import DOLLAR, unit_of
from generator.trade.editions import TOTAL
from generator.trade.period import Period
from generator.trade.rollup import roots

BOUND_REACH = Decimal("1.05")  # "over N" is read as N to 1.05 N, "about N" as N within 3 per cent (docs/movements.md)
ABOUT = Decimal("0.03")
_TOGETHER = (1, 2, 3)  # months that are printed as one figure: a month, January and February, a quarter
KILOGRAMS = {
    "kg": Decimal(1),
    "kilogram": Decimal(1),
    "kilograms": Decimal(1),
    "t": Decimal(1000),
    "tonnes": Decimal(1000),
    "100 kg": Decimal(100),
    "g": Decimal("0.001"),
    "carat": Decimal("0.0002"),
}


_UNPUBLISHED: Mapping[str, Any] = {
    "published_yoy": None,
    "published_yoy_half": Decimal(0),
    "published_yoy_cell": None,
}


class Qualifier(StrEnum):
    """How the publisher qualified a figure: `over` is a bound, `about` a neighbourhood."""

    EXACT = "exact"
    OVER = "over"
    ABOUT = "about"


class Standing(StrEnum):
    """Who stands behind a figure: customs (directly or as reported), or a statement that was passed on."""

    CUSTOMS = "customs"
    RELAYED = "relayed"


@dataclass(frozen=True)
class Cell:
    """Where a number stands: release, digest of its raw bytes, 1-based line of the file, column name, text as found.

    `multiplier` is what the printed number is multiplied by: a million for "14.16" in a table of millions.
    """

    release: str
    raw: str
    row: int
    column: str
    text: str
    multiplier: Decimal = Decimal(1)

    def __hash__(self) -> int:
        """Return a hash of the place and its text alone: those of sums have no place."""
        return hash((self.raw, self.row, self.column, self.text))


@dataclass(frozen=True)
class Observation:
    """One reporter, partner, flow, code and period: `value` in `currency`, or None where the publisher withheld it.

    `half_unit` is half of the last printed digit, in that currency too (0.005 million for "14.16" million).
    `wording` is the publisher's own qualifying word ("above"), `speaker` who said a relayed figure.
    `quantity` is in `quantity_unit`, `quantity_half` half of its last printed digit, `quantity_cell` where it stands.
    `status` is F final, P provisional, X incomplete, E estimated, C confidential; `quantity_status` is that of the
    quantity alone. `currency` is the ISO 4217 code of the value's money, as published. `measure` is `money`, `kg` for
    the `weight` of another observation, whose `value` is then in kilograms, or `pct` for its `growth`. `edition` is the
    nomenclature's, "" where nobody says which. `valuation` is how the value is meant: CIF, FOB, "" where nobody says.
    `published_yoy` is the growth on a year before, per cent, that the publisher prints of this very value, None where
    none is printed; `published_yoy_half` is half of its last digit, `published_yoy_cell` where it stands.
    `parts` are the observations that a sum of lines stands for (trade.summed); its own cell is nowhere printed.
    """

    reporter: str
    partner: str
    flow: Flow
    code: str
    period: Period
    value: Decimal | None
    half_unit: Decimal
    cell: Cell
    qualifier: Qualifier = Qualifier.EXACT
    standing: Standing = Standing.CUSTOMS
    code_basis: str = "printed"
    wording: str = ""
    speaker: str = ""
    published: date | None = None
    publication: str = ""
    address: str = ""
    status: str = "F"
    quantity: Decimal | None = None
    quantity_unit: str = ""
    quantity_half: Decimal = Decimal(0)
    quantity_cell: Cell | None = None
    measure: str = "money"
    quantity_status: str = ""
    currency: str = "USD"
    edition: str = ""
    valuation: str = ""
    published_yoy: Decimal | None = None
    published_yoy_half: Decimal = Decimal(0)
    published_yoy_cell: Cell | None = None
    parts: tuple[Observation, ...] = ()

    @property
    def unit(self) -> str:
        """What the value is counted in: the small letters of its currency ("usd", "cny"), "kg" or "pct"."""
        return unit_of(self.currency) if self.measure == "money" else self.measure

    @property
    def weight(self) -> Observation | None:
        """The quantity as an observation in kilograms, None where there is none or its unit is no weight."""
        if self.parts:
            weights = tuple(part.weight for part in self.parts)
            known = tuple(one for one in weights if one is not None)
            return summed(self.code, known) if len(known) == len(weights) else None
        factor = KILOGRAMS.get(self.quantity_unit.strip().lower())
        if factor is None or self.quantity is None or self.quantity_cell is None:
            return None
        return replace(
            self,
            value=self.quantity * factor,
            half_unit=self.quantity_half * factor,
            cell=replace(self.quantity_cell, multiplier=factor),
            qualifier=Qualifier.EXACT,
            wording="",
            status=self.quantity_status or self.status,
            valuation="",
            measure="kg",
            **_UNPUBLISHED,
        )

    @property
    def growth(self) -> Observation | None:
        """The growth on a year before that the publisher prints, as an observation in per cent; None for none."""
        if self.published_yoy is None or self.published_yoy_cell is None:
            return None
        return replace(
            self,
            value=self.published_yoy,
            half_unit=self.published_yoy_half,
            cell=self.published_yoy_cell,
            qualifier=Qualifier.EXACT,
            wording="",
            valuation="",
            measure="pct",
            **_UNPUBLISHED,
        )

    @cached_property
    def low(self) -> Decimal | None:
        """The smallest value that the publisher's print allows."""
        if self.value is None:
            return None
        if self.qualifier is Qualifier.EXACT:
            least = self.value - self.half_unit
            return least if self.measure == "pct" else max(least, Decimal(0))
        return self.value if self.qualifier is Qualifier.OVER else self.value * (1 - ABOUT)

    @cached_property
    def high(self) -> Decimal | None:
        """The largest value that the publisher's print allows."""
        if self.value is None:
            return None
        if self.qualifier is Qualifier.EXACT:
            return self.value + self.half_unit
        return self.value * (BOUND_REACH if self.qualifier is Qualifier.OVER else 1 + ABOUT)

    @property
    def is_bound(self) -> bool:
        """Whether the figure only bounds the value, so that it carries no rank, record or change."""
        return self.qualifier is not Qualifier.EXACT


def summed(code: str, parts: tuple[Observation, ...]) -> Observation | None:
    """Return the sum of `parts`, lines of one period within `code`, as an observation of `code`.

    None where a part was withheld, is only bounded, in another currency or valued in another way: such a sum is no
    figure. Its status is the worst of its parts, by how IMTS marks weigh (confidential, incomplete, estimated,
    provisional, final).
    """
    if not parts or any(part.value is None or part.is_bound or part.standing is not Standing.CUSTOMS for part in parts):
        return None
    first = parts[0]
    meant = {part.valuation for part in parts} - {""}
    if any(part.unit != first.unit for part in parts) or len(meant) > 1:
        return None
    named = " ".join((first.reporter, first.partner, first.flow.value, code, str(first.period), first.unit))
    return replace(
        first,
        code=code,
        value=sum((part.value for part in parts if part.value is not None), Decimal(0)),
        half_unit=sum((part.half_unit for part in parts), Decimal(0)),
        cell=Cell("", "", 0, "sum", named),
        status=_worst(part.status for part in parts),
        quantity=None,
        quantity_unit="",
        quantity_half=Decimal(0),
        quantity_cell=None,
        valuation=next(iter(meant), ""),
        parts=parts,
        **_UNPUBLISHED,
    )


def _worst(statuses: Iterable[str]) -> str:
    found = set(statuses)
    return next((status for status in "CXEP" if status in found), "F")


@dataclass(frozen=True)
class Coverage:
    """What a release is complete about: a line of these that it does not have was not traded.

    `partner` "" stands for every partner but the World: a table without a row of it says nothing of what all came to
    together. `codes` () stands for every code. A code stands for itself and whatever lies within it; behind ALONE
    ("=2603") for itself only: who asks for a heading is not told its lines.
    """

    reporter: str
    partner: str
    flow: Flow
    codes: tuple[str, ...]
    periods: tuple[Period, ...]

    def is_of(self, partner: str) -> bool:
        """Say whether it speaks of trade with `partner`."""
        return self.partner in among(partner)

    def holds(self, one: Observation) -> bool:
        """Say whether the release is complete about what `one` is about."""
        return (
            (one.reporter, one.flow) == (self.reporter, self.flow)
            and self.is_of(one.partner)
            and one.period in self.periods
            and holds(self.codes, one.code)
        )


def among(partner: str) -> tuple[str, str]:
    """Return which partners of a coverage hold `partner`: its own, and "" but for the World."""
    return ("" if partner != WORLD else WORLD), partner


ALONE = "="


def holds(codes: tuple[str, ...], code: str) -> bool:
    """Say whether `code` is among `codes` of a coverage, or within one that does not stand alone; none are all."""
    return not codes or any(one == f"{ALONE}{code}" if one.startswith(ALONE) else is_within(code, one) for one in codes)


@dataclass(frozen=True)
class Refusal:
    """One row that was set aside: file, 1-based line, column ("" for the whole row) and the reason in words."""

    file: str
    row: int
    column: str
    reason: str
    text: str = ""


@dataclass(frozen=True)
class Batch:
    """One release as published: `source`, the day it was `released`, the file's name, digest and observations.

    `period` is the newest period the release is about. `covers` is `listed` where an absent line is unknown (a press
    piece prints some lines), `all` where it means that no trade was recorded (a complete customs table).
    `layout` is the digest of the layout under which the bytes were read: under another one they may say other things.
    `coverage` is what else it is complete about, whatever `covers` says; `address` is where the bytes were fetched.
    `repeated` rows said what another one said, and are left out.
    """

    source: str
    released: date
    document: str
    raw: str
    period: Period
    observations: tuple[Observation, ...]
    refusals: tuple[Refusal, ...] = ()
    covers: str = "listed"
    layout: str = ""
    coverage: tuple[Coverage, ...] = ()
    address: str = ""
    repeated: int = 0

    @property
    def release(self) -> str:
        """The release's name: source, day, first digits of the digests of bytes and layout."""
        return release_name(self)

    @property
    def count(self) -> int:
        """How many observations it has."""
        return len(self.observations)

    @property
    def parties(self) -> tuple[tuple[str, str, str], ...]:
        """Of which reporter, partner and flow it has figures, each once."""
        return tuple(sorted({(one.reporter, one.partner, one.flow.value) for one in self.observations}))


@dataclass(frozen=True, kw_only=True)
class LargeBatch:
    """A release with more observations than memory should hold: they lie in `file`, all else is as in a Batch.

    `file` is Parquet with the columns of trade.columns, sorted by series; it passes away unless it is recorded.
    `content` is the digest of what it says, whatever bytes say it, "" where nobody was asked for it.
    """

    source: str
    released: date
    document: str
    raw: str
    period: Period
    file: Path
    content: str
    count: int
    parties: tuple[tuple[str, str, str], ...]
    refusals: tuple[Refusal, ...] = ()
    covers: str = "listed"
    layout: str = ""
    coverage: tuple[Coverage, ...] = ()
    address: str = ""
    repeated: int = 0

    @property
    def release(self) -> str:
        """The release's name, as a Batch has it."""
        return release_name(self)


def release_name(batch: Batch | LargeBatch) -> str:
    """Return the name of a release: source, day, first digits of the digests of bytes and layout.

    Two answers may have the same bytes: there was no trade in either month. They are told apart by their questions.
    """
    read_as = f"-{batch.layout[:8]}" if batch.layout else ""
    said = sha256(f"{batch.raw} {batch.document}".encode()).hexdigest() if batch.address else batch.raw
    return f"{batch.source}/{batch.released.isoformat()}/{said[:12]}{read_as}"


@dataclass(frozen=True)
class Vintage:
    """The state of knowledge at one moment: the releases known, in the order in which they count."""

    as_of: date
    releases: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """Which figures a briefing looks at: `codes` in the order of the briefing, all of one reporter, partner, flow."""

    source: str
    reporter: str
    partner: str
    flow: Flow
    codes: tuple[str, ...]

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """The codes that lie within no other one: together they are the whole, and nothing is counted twice."""
        return roots(self.codes)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The codes within which no other one lies: the lines that a monthly briefing tells one by one."""
        above = {code[:digits] for code in self.codes for digits in range(len(code))}
        above |= {TOTAL} if len(self.codes) > 1 else set()
        return tuple(code for code in self.codes if code not in above)


@dataclass(frozen=True)
class Figures:
    """A checked table for one period with its history, as of one vintage.

    `cells` maps (code, period) to the observation that counts (the newest release wins), customs' figures only.
    `relayed` holds statements that were passed on: background, never a base, record, rank or drawn line.
    A heading or chapter that no release prints, but is complete about, is the sum of its lines (`Observation.parts`).
    `covered` has, by code, the periods for which a release says that an absent line means no trade. `opposite` is the
    same trade in the other direction, where the briefing shows the balance. `broken` has, by code, the periods whose
    figures were left aside since the code counted other goods or was valued otherwise (`trade.breaks`), with the
    editions, or the valuations, of then and now. In the month `year_start` (1 is January) a year to date
    begins.
    """

    selection: Selection
    period: Period
    vintage: Vintage
    cells: Mapping[tuple[str, Period], Observation]
    relayed: tuple[Observation, ...] = ()
    covered: Mapping[str, frozenset[Period]] = field(default_factory=dict)
    opposite: Figures | None = None
    broken: Mapping[str, Mapping[Period, tuple[str, str]]] = field(default_factory=dict)
    year_start: int = 1

    @property
    def to_date(self) -> Period:
        """The year to the end of the period."""
        return self.period.year_to_date(self.year_start)

    def at(self, code: str, period: Period) -> Observation | None:
        """Return the observation of `code` in `period`, or None where no release has one."""
        return self.cells.get((code, period))

    def series(self, code: str) -> Mapping[tuple[int, int], Observation]:
        """Return the observations of `code` by first month and length of their period."""
        return self._series.get(code, {})

    @cached_property
    def _series(self) -> dict[str, dict[tuple[int, int], Observation]]:
        found: dict[str, dict[tuple[int, int], Observation]] = {}
        for (code, period), cell in self.cells.items():
            found.setdefault(code, {})[period.first, period.months] = cell
        return found

    def value(self, code: str, period: Period) -> Decimal | None:
        """Return the value, 0 where a complete release has no row, None where it is not known."""
        if (found := self.at(code, period)) is not None:
            return found.value
        return Decimal(0) if period in self.covered.get(code, ()) else None

    def over(self, codes: Iterable[str], span: Period) -> tuple[Observation, ...] | None:
        """Return the cells of `codes` in every month of `span`, by code, then month; None where one is not known.

        A month in which a complete release has no row for a code has no cell, and adds nothing. A cell of the whole
        span stands for its months.
        """
        found: list[Observation] = []
        for code in codes:
            if (parts := self.parts(code, span)) is None:
                return None
            found += [part for part in parts if not isinstance(part, Period)]
        return tuple(found)

    def parts(self, code: str, span: Period) -> Sequence[Observation | Period] | None:
        """Return the cells that add up to `span`, for a month without trade the month; None where one is not known.

        A cell of all of it stands alone; else months go before what was printed of two or three of them together.
        """
        own = self.series(code)
        if (whole := own.get(span)) is not None:
            return [whole] if whole.value is not None else None
        parts: list[Observation | Period] = []
        month, end = span.first, span.first + span.months
        while month < end:
            cell, length = own.get((month, 1)), 1
            if cell is None or cell.value is None:
                if (period := self._without_cell(code, month, end)) is None:
                    return None
                cell, length = own.get(period), period.months
            parts.append(Period(month, length) if cell is None else cell)
            month += length
        return parts

    def _without_cell(self, code: str, month: int, end: int) -> Period | None:
        """Return the month that has no figure of its own, or it and the next ones where only they together have one."""
        ends = (Period(month, length) for length in _TOGETHER if month + length <= end)
        return next((one for one in ends if self.value(code, one) is not None), None)

    @cached_property
    def currency(self) -> str:
        """The ISO 4217 code of its money: that of its newest figure; US dollars where it has none."""
        every = (*self.cells.values(), *self.relayed)
        return max(every, key=lambda cell: cell.period).currency if every else DOLLAR

    @cached_property
    def valuation(self) -> str:
        """How its values are meant, by what its cells say: "CIF", "FOB", "CIF and FOB"; "" where nobody says."""
        return " and ".join(sorted({cell.valuation for cell in self.cells.values() if cell.valuation}))

    @cached_property
    def unit(self) -> str:
        """The unit of its money: "usd", "cny"."""
        return unit_of(self.currency)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have any figure, oldest first."""
        return self._periods

    @cached_property
    def _periods(self) -> tuple[Period, ...]:
        return tuple(sorted({period for _, period in self.cells}))
