"""Last: what the edition before this one printed, as this one takes it up: forms, rates, levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.trade.period import Period


@dataclass(frozen=True)
class Once:
    """A rate in the text of the last edition: of `codes`, `period` against `base`, printed as `shown` ("12%")."""

    codes: tuple[str, ...]
    period: Period
    base: Period
    way: str | None
    shown: str

    @property
    def rate(self) -> Decimal:
        """The rate as it was printed, with its sign."""
        size = Decimal(self.shown.removesuffix("%").replace(",", ""))
        return -size if self.way == "down" else size


@dataclass(frozen=True)
class Level:
    """An amount of money in the text of the last edition, printed as `shown`: "78.00e6" is 78.00 million."""

    codes: tuple[str, ...]
    period: Period
    unit: str
    shown: str

    @property
    def value(self) -> Decimal:
        """What was printed."""
        return Decimal(self.shown)

    @property
    def step(self) -> Decimal:
        """What its last digit stands for."""
        return Decimal(1).scaleb(int(self.value.as_tuple().exponent))

    @property
    def digits(self) -> tuple[Decimal, int]:
        """The digits as they were printed, and the power of ten that their scale is."""
        digits, _, power = self.shown.partition("e")
        return Decimal(digits), int(power)


@dataclass(frozen=True)
class LastEdition:
    """An edition as the next one sees its text; `document` is the digest of what it left behind, where that is kept.

    `forms` has what its headline said.
    """

    edition: str
    document: str
    forms: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[Once, ...] = ()
    levels: tuple[Level, ...] = ()

    @property
    def period(self) -> Period:
        """Its period."""
        return Period.parse(self.edition.split("/")[1])
