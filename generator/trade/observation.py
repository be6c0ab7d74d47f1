"""Observation: one figure as customs published it, with the cell it came from.

A printed number stands for a range: "14.16" million may be anything from 14.155 to 14.165, "over 101" million anything
from 101 to 1.05 times that. `Observation.low` and `Observation.high` are the ends of this range.
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

BOUND_REACH = Decimal("1.05")  # "over N" is read as N to 1.05 N (docs/movements.md)
ABOUT = Decimal("0.03")  # "about N" is read as N within 3 per cent
# kilograms per unit of weight
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
# the published growth of an observation that is derived from another one: none
_UNPUBLISHED: Mapping[str, Any] = {
    "published_yoy": None,
    "published_yoy_half": Decimal(0),
    "published_yoy_cell": None,
}


class Qualifier(StrEnum):
    """How the publisher qualified a figure: `over` is a lower bound, `about` an approximation."""

    EXACT = "exact"
    OVER = "over"
    ABOUT = "about"


class Standing(StrEnum):
    """Who vouches for a figure: customs (directly or as reported), or a statement that somebody passed on."""

    CUSTOMS = "customs"
    RELAYED = "relayed"


@dataclass(frozen=True)
class Cell:
    """Where a number is printed."""

    release: str
    raw: str  # the digest of the release's raw bytes
    row: int  # line of the file, the first is 1
    column: str  # the column's name
    text: str  # as printed
    multiplier: Decimal = Decimal(1)  # a million for "14.16" in a table of millions

    def __hash__(self) -> int:
        """Return a hash of the place and its text. The cells of sums have no place, so only their text differs."""
        return hash((self.raw, self.row, self.column, self.text))


@dataclass(frozen=True)
class Observation:
    """One figure: a reporter, partner, flow, code and period with their value."""

    reporter: str
    partner: str
    flow: Flow
    code: str
    period: Period
    value: Decimal | None  # in `currency`; None where the publisher withheld it
    half_unit: Decimal  # half of the last printed digit, in `currency`: 0.005 million for "14.16" million
    cell: Cell
    qualifier: Qualifier = Qualifier.EXACT
    standing: Standing = Standing.CUSTOMS
    code_basis: str = "printed"  # printed by the publisher, or assigned
    wording: str = ""  # the publisher's own qualifying word ("above")
    speaker: str = ""  # who made a relayed statement
    published: date | None = None
    publication: str = ""
    address: str = ""
    status: str = "F"  # F final, P provisional, X incomplete, E estimated, C confidential
    quantity: Decimal | None = None  # in `quantity_unit`
    quantity_unit: str = ""
    quantity_half: Decimal = Decimal(0)  # half of its last printed digit
    quantity_cell: Cell | None = None  # where it is printed
    # "kg" for the `weight` of another observation, with `value` in kilograms; "pct" for its `growth`
    measure: str = "money"
    quantity_status: str = ""  # like `status`, for the quantity alone
    currency: str = "USD"  # ISO 4217, as published
    edition: str = ""  # of the HS; "" where nobody says which
    valuation: str = ""  # CIF, FOB, or "" where nobody says
    published_yoy: Decimal | None = None  # the publisher's own growth on a year before, in per cent
    published_yoy_half: Decimal = Decimal(0)  # half of its last printed digit
    published_yoy_cell: Cell | None = None  # where it is printed
    # the lines that this observation is the sum of (`summed`); the sum itself is printed nowhere
    parts: tuple[Observation, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of the value: its currency in lower case ("usd", "cny"), "kg" or "pct"."""
        return unit_of(self.currency) if self.measure == "money" else self.measure

    @property
    def weight(self) -> Observation | None:
        """The quantity as an observation in kilograms. None without a quantity, or where its unit is not a weight."""
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
        """The published growth on a year before, as an observation in per cent. None if the publisher prints none."""
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
        """The smallest value that the printed figure allows, not below zero.

        For a sum: the sum of its parts' smallest values.
        """
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
        """The largest value that the printed figure allows. For a sum: the sum of its parts' largest values."""
        if self.value is None:
            return None
        if self.parts:
            return sum((part.high for part in self.parts if part.high is not None), Decimal(0))
        if self.qualifier is Qualifier.EXACT:
            return self.value + self.half_unit
        return self.value * (BOUND_REACH if self.qualifier is Qualifier.OVER else 1 + ABOUT)

    @property
    def is_bound(self) -> bool:
        """Whether the figure is qualified ("over", "about"), so that it supports no rank, record or change."""
        return self.qualifier is not Qualifier.EXACT


def summed(code: str, parts: tuple[Observation, ...]) -> Observation | None:
    """Return the sum of `parts`, lines of one period within `code`, as an observation of `code`, or None.

    There is no sum if a part was withheld or relayed, or if currencies or valuations differ. Nor is there one if some
    parts are "over" and others "about" their figure. With one qualified part the sum has its qualifier. The status is
    the worst of the parts' statuses, in the order of IMTS: confidential, incomplete, estimated, provisional, final.
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
