"""What a printed number may stand for, `[low, value, high]`, and the arithmetic of docs/edition.md on such readings.

"14.16" million is anything from 14.155 to 14.165, "over 101" million anything from 101 to 1.05 times that. Money is
Decimal throughout; a result is rounded where it is printed, never here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from generator.trade.observation import Observation, Qualifier

HUNDRED = Decimal(100)
ZERO = Decimal(0)
AT_LEAST = "at_least"  # a sum in which an "over" stands
EXACT = Qualifier.EXACT.value


@dataclass(frozen=True)
class Reading:
    """A value with the least and the most that its print allows; `qualifier` as in claims.json."""

    low: Decimal
    value: Decimal
    high: Decimal
    qualifier: str = EXACT

    @classmethod
    def of(cls, observation: Observation | None) -> Reading | None:
        """Return the reading of a cell, or None where there is no cell or no finite value in it."""
        if observation is None or observation.value is None or not observation.value.is_finite():
            return None
        low, high = observation.low, observation.high
        return None if low is None or high is None else cls(low, observation.value, high, observation.qualifier.value)

    @property
    def is_exact(self) -> bool:
        """Whether neither the number nor any part of it was published as a bound or as "about"."""
        return self.qualifier == EXACT

    def __add__(self, addend: Reading) -> Reading:
        """Return the sum, bounds added apart."""
        return Reading(
            self.low + addend.low,
            self.value + addend.value,
            self.high + addend.high,
            _joined(self.qualifier, addend.qualifier),
        )

    def __sub__(self, base: Reading) -> Reading:
        """Return the difference, the two varied against each other."""
        return Reading(self.low - base.high, self.value - base.value, self.high - base.low)

    def __abs__(self) -> Reading:
        """Return the size without the sign."""
        ends = (abs(self.low), abs(self.high))
        return Reading(ZERO if self.low < 0 < self.high else min(ends), abs(self.value), max(ends), self.qualifier)

    def without(self, part: Reading) -> Reading:
        """Return the other terms of a sum that contains `part`."""
        return Reading(self.low - part.low, self.value - part.value, self.high - part.high)


NOTHING = Reading(ZERO, ZERO, ZERO)  # a complete release without the row: no trade recorded


def _joined(first: str, second: str) -> str:
    """Return the qualifier of a sum: an "over" makes it `at_least`, an "about" alone leaves it `about`."""
    bounds = {first, second} - {EXACT}
    if not bounds:
        return EXACT
    return Qualifier.ABOUT.value if bounds == {Qualifier.ABOUT.value} else AT_LEAST


def total(readings: Iterable[Reading]) -> Reading:
    """Return the sum of `readings`; of none it is nothing."""
    low = value = high = ZERO
    qualifier = EXACT
    for reading in readings:
        low, value, high = low + reading.low, value + reading.value, high + reading.high
        if reading.qualifier != EXACT:
            qualifier = _joined(qualifier, reading.qualifier)
    return Reading(low, value, high, qualifier)


def of_cells(cells: Iterable[Observation]) -> Reading:
    """Return the sum of what is known of `cells`: that of their readings."""
    return total(reading for cell in cells if (reading := Reading.of(cell)) is not None)


def quotient(dividend: Reading, divisor: Reading) -> Reading | None:
    """Return `dividend / whole` as a ratio, or None where the whole may be zero."""
    if divisor.low <= 0 <= divisor.high:
        return None
    ends = [end / by for end in (dividend.low, dividend.high) for by in (divisor.low, divisor.high)]
    return Reading(min(ends), dividend.value / divisor.value, max(ends))


def order(first: Reading, second: Reading) -> int | None:
    """Return 1 where `first` is larger under every reading, -1 where it is smaller, 0 for one and the same point.

    None where the readings overlap. "9.00" and "9.01" touch at 9.005, which rounds to the larger, and do not overlap.
    """
    if first.value > second.value and first.low >= second.high:
        return 1
    if first.value < second.value and first.high <= second.low:
        return -1
    return 0 if first.low == first.high == second.low == second.high else None


def growth(now: Reading, base: Reading) -> Reading | None:
    """Return 100 (now / base - 1) in per cent, or None where the base may be zero."""
    return None if (ratio := quotient(now, base)) is None else _percent(ratio, shift=HUNDRED)


def contribution(now: Reading, base: Reading, base_total: Reading) -> Reading | None:
    """Return 100 (now - base) / whole in percentage points, `base_total` being the base period's total."""
    return None if (ratio := quotient(now - base, base_total)) is None else _percent(ratio)


def share(part: Reading, remainder: Reading) -> Reading | None:
    """Return 100 part / (part + others) in per cent; the others vary against the part, which is on both sides."""
    low, value, high = part.low + remainder.high, part.value + remainder.value, part.high + remainder.low
    if min(low, value, high) <= 0:
        return None
    return Reading(HUNDRED * part.low / low, HUNDRED * part.value / value, HUNDRED * part.high / high)


def value_effect(now: Reading, base: Reading, times: Reading) -> Reading:
    """Return what its average value moved of a line: (q + q₀)(v/q − v₀/q₀)/2, `times` being q/q₀, which is above zero.

    That is half of v(1 + 1/times) − v₀(1 + times): least with the least value now, the greatest before and `times`.
    """

    def effect(value: Decimal, before: Decimal, ratio: Decimal) -> Decimal:
        return (value * (1 + 1 / ratio) - before * (1 + ratio)) / 2

    return Reading(
        effect(now.low, base.high, times.high), effect(now.value, base.value, times.value),
        effect(now.high, base.low, times.low),
    )  # fmt: skip


def quantity_effect(now: Reading, base: Reading, times: Reading) -> Reading:
    """Return what its quantity moved of a line: (q − q₀)(v/q + v₀/q₀)/2, `times` being q/q₀, which is above zero.

    That is (times − 1)/2 of v/times + v₀, which rises with `times`, and with the values where that is above one.
    """

    def effect(value: Decimal, before: Decimal, ratio: Decimal) -> Decimal:
        return (ratio - 1) / 2 * (value / ratio + before)

    grown, grew = times.low >= 1, times.high >= 1
    least = effect(now.low if grown else now.high, base.low if grown else base.high, times.low)
    most = effect(now.high if grew else now.low, base.high if grew else base.low, times.high)
    return Reading(least, effect(now.value, base.value, times.value), most)


def _percent(ratio: Reading, *, shift: Decimal = ZERO) -> Reading:
    return Reading(HUNDRED * ratio.low - shift, HUNDRED * ratio.value - shift, HUNDRED * ratio.high - shift)
