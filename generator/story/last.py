"""Last: what the edition before this one printed, as this one takes it up: forms, rates, places, levels, runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.trade.period import Period

_HEIGHTS = frozenset({"highest", "since_high"})


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
class Place:
    """A month's place in time in the text of the last edition: `period` of `codes` on one `side` of its past to `then`.

    `side` is `highest` or `lowest` of all months since `then`, or `since_high` or `since_low`: the highest or lowest
    since `then`, which was as high or low.
    """

    codes: tuple[str, ...]
    period: Period
    then: Period
    side: str

    @property
    def is_high(self) -> bool:
        """Whether it is a height."""
        return self.side in _HEIGHTS

    @property
    def is_since(self) -> bool:
        """Whether the last month of its past was as high, or as low."""
        return self.side.startswith("since")


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
class Run:
    """A run of months in the text of the last edition: from `then` to `period`, `up` or `down` on the year before."""

    codes: tuple[str, ...]
    period: Period
    then: Period
    way: str

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.period.first + self.period.months - self.then.first


@dataclass(frozen=True)
class LastEdition:
    """An edition as the next one sees its text; `document` is the digest of what it left behind, where that is kept.

    `forms` has what its headline said.
    """

    edition: str
    document: str
    forms: Mapping[str, str] = field(default_factory=dict)
    rates: tuple[Once, ...] = ()
    places: tuple[Place, ...] = ()
    levels: tuple[Level, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def period(self) -> Period:
        """Its period."""
        return Period.parse(self.edition.split("/")[1])
