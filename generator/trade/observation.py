"""Observation: one figure as customs published it, read strictly, with the cell that it came from.

A printed number is a reading, not a point: "14.16" million may be anything from 14.155 to 14.165, "over 101" million
anything from 101 to 1.05 times that. `Observation.low` and `Observation.high` carry that reading everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from generator.trade.codes import Flow
from generator.trade.currency import unit_of
from generator.trade.period import Period

BOUND_REACH = Decimal("1.05")  # "over N" is read as N to 1.05 N, "about N" as N within 3 per cent (docs/movements.md)
ABOUT = Decimal("0.03")
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
            known_weights = tuple(weight for weight in weights if weight is not None)
            return summed(self.code, known_weights) if len(known_weights) == len(weights) else None
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
        """The smallest value that the publisher's print allows; of a sum, that of its parts: none is below zero."""
        if self.value is None:
            return None
        if self.parts:
            return sum((part.low for part in self.parts if part.low is not None), Decimal(0))
        if self.qualifier is Qualifier.EXACT:
            least = self.value - self.half_unit
            return least if self.measure == "pct" else max(least, Decimal(0))
        return self.value if self.qualifier is Qualifier.OVER else self.value * (1 - ABOUT)

    @cached_property
    def high(self) -> Decimal | None:
        """The largest value that the publisher's print allows; of a sum, that of its parts."""
        if self.value is None:
            return None
        if self.parts:
            return sum((part.high for part in self.parts if part.high is not None), Decimal(0))
        if self.qualifier is Qualifier.EXACT:
            return self.value + self.half_unit
        return self.value * (BOUND_REACH if self.qualifier is Qualifier.OVER else 1 + ABOUT)

    @property
    def is_bound(self) -> bool:
        """Whether the figure only bounds the value, so that it carries no rank, record or change."""
        return self.qualifier is not Qualifier.EXACT


def summed(code: str, parts: tuple[Observation, ...]) -> Observation | None:
    """Return the sum of `parts`, lines of one period within `code`, as an observation of `code`.

    None where a part was withheld, in another currency or valued in another way, or where one is over its figure and
    another about it: such a sum is no figure. With a part that is over or about its figure the sum is so, too. Its
    status is the worst of its parts, by how IMTS marks weigh (confidential, incomplete, estimated, provisional, final).
    """
    if not parts or any(part.value is None or part.standing is not Standing.CUSTOMS for part in parts):
        return None
    first = parts[0]
    meant = {part.valuation for part in parts} - {""}
    bounds = {part.qualifier for part in parts} - {Qualifier.EXACT}
    if any(part.unit != first.unit for part in parts) or len(meant) > 1 or len(bounds) > 1:
        return None
    releases = [part.cell.release for part in parts]
    named = " ".join((first.reporter, first.partner, first.flow.value, code, str(first.period), first.unit, *releases))
    return replace(
        first,
        code=code,
        value=sum((part.value for part in parts if part.value is not None), Decimal(0)),
        qualifier=next(iter(bounds), Qualifier.EXACT),
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
    marks = set(statuses)
    return next((status for status in "CXEP" if status in marks), "F")
