"""Readings: the range `[low, value, high]` that a printed number may stand for, and the arithmetic of docs/edition.md.

"14.16" million is anything from 14.155 to 14.165; "over 101" million is anything from 101 to 1.05 times that. Money is
always Decimal. Results are rounded only where they are printed, never here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from generator.trade.observation import Observation, Qualifier

HUNDRED = Decimal(100)
ZERO = Decimal(0)
AT_LEAST = "at_least"  # qualifier of a sum with a term "over …"
EXACT = Qualifier.EXACT.value


@dataclass(frozen=True)
class Reading:
    """A value with the least and greatest value that would be printed so. `qualifier` is as in claims.json."""

    low: Decimal
    value: Decimal
    high: Decimal
    qualifier: str = EXACT

    @classmethod
    def of(cls, observation: Observation | None) -> Reading | None:
        """Return the reading of a cell; None if there is no cell, or no finite value in it."""
        if observation is None or observation.value is None or not observation.value.is_finite():
            return None
        low, high = observation.low, observation.high
        return None if low is None or high is None else cls(low, observation.value, high, observation.qualifier.value)

    @property
    def is_exact(self) -> bool:
        """Whether neither the number nor any of its parts was published as a bound or as "about"."""
        return self.qualifier == EXACT

    def __add__(self, addend: Reading) -> Reading:
        """Return the sum, bound by bound."""
        return Reading(
            self.low + addend.low,
            self.value + addend.value,
            self.high + addend.high,
            _joined(self.qualifier, addend.qualifier),
        )

    def __sub__(self, base: Reading) -> Reading:
        """Return the difference. Its ends combine opposite ends of the two readings."""
        return Reading(self.low - base.high, self.value - base.value, self.high - base.low)

    def __abs__(self) -> Reading:
        """Return the absolute value."""
        ends = (abs(self.low), abs(self.high))
        least = min(ends)
        if self.low < 0 and self.high > 0:
            least = ZERO
        return Reading(least, abs(self.value), max(ends), self.qualifier)

    def without(self, part: Reading) -> Reading:
        """Return the rest of a sum that contains `part`, bound by bound."""
        return Reading(self.low - part.low, self.value - part.value, self.high - part.high)


NOTHING = Reading(ZERO, ZERO, ZERO)  # no trade: a complete release lacks the row


def _joined(first: str, second: str) -> str:
    """Return the qualifier of a sum: `about` if its only qualifier is "about", `at_least` if it has any other."""
    bounds = {first, second} - {EXACT}
    if not bounds:
        return EXACT
    return Qualifier.ABOUT.value if bounds == {Qualifier.ABOUT.value} else AT_LEAST


def total(readings: Iterable[Reading]) -> Reading:
    """Return the sum of `readings`; zero if there are none."""
    low = value = high = ZERO
    qualifier = EXACT
    for reading in readings:
        low, value, high = low + reading.low, value + reading.value, high + reading.high
        if reading.qualifier != EXACT:
            qualifier = _joined(qualifier, reading.qualifier)
    return Reading(low, value, high, qualifier)


def of_cells(cells: Iterable[Observation]) -> Reading:
    """Return the sum of the readings of `cells`, without cells that have no value."""
    readings = (Reading.of(cell) for cell in cells)
    return total(reading for reading in readings if reading is not None)


def quotient(dividend: Reading, divisor: Reading) -> Reading | None:
    """Return `dividend / divisor`; None if the divisor may be zero."""
    may_be_zero = divisor.low <= 0 and divisor.high >= 0
    if may_be_zero:
        return None
    ends = (
        dividend.low / divisor.low,
        dividend.low / divisor.high,
        dividend.high / divisor.low,
        dividend.high / divisor.high,
    )
    return Reading(min(ends), dividend.value / divisor.value, max(ends))


def order(first: Reading, second: Reading) -> int | None:
    """Return 1 if `first` is certainly larger, -1 if it is certainly smaller, 0 if both are the same exact number.

    Return None if the readings overlap. "9.00" and "9.01" only touch, at 9.005, and do not overlap.
    """
    if first.value > second.value and first.low >= second.high:
        return 1
    if first.value < second.value and first.high <= second.low:
        return -1
    return 0 if first.low == first.high == second.low == second.high else None


def growth(now: Reading, base: Reading) -> Reading | None:
    """Return 100 (now / base - 1) in per cent; None if the base may be zero."""
    ratio = quotient(now, base)
    if ratio is None:
        return None
    return _percent(ratio, shift=HUNDRED)


def contribution(now: Reading, base: Reading, base_total: Reading) -> Reading | None:
    """Return 100 (now - base) / base_total in percentage points; None if the base period's total may be zero."""
    ratio = quotient(now - base, base_total)
    if ratio is None:
        return None
    return _percent(ratio)


def share(part: Reading, remainder: Reading) -> Reading | None:
    """Return 100 part / (part + remainder) in per cent; None if the total may be zero.

    Its ends combine opposite ends of part and remainder, since the part stands in numerator and denominator.
    """
    low, value, high = part.low + remainder.high, part.value + remainder.value, part.high + remainder.low
    if min(low, value, high) <= 0:
        return None
    return Reading(HUNDRED * part.low / low, HUNDRED * part.value / value, HUNDRED * part.high / high)


def value_effect(now: Reading, base: Reading, times: Reading) -> Reading:
    """Return the price effect of a line, (q + q₀)(v/q − v₀/q₀)/2. `times` is q/q₀ and must be positive.

    It equals half of v(1 + 1/times) − v₀(1 + times), which is least with the least `now` and the greatest `base` and
    `times`.
    """

    def effect(value: Decimal, before: Decimal, ratio: Decimal) -> Decimal:
        return (value * (1 + 1 / ratio) - before * (1 + ratio)) / 2

    return Reading(
        effect(now.low, base.high, times.high), effect(now.value, base.value, times.value),
        effect(now.high, base.low, times.low),
    )  # fmt: skip


def quantity_effect(now: Reading, base: Reading, times: Reading) -> Reading:
    """Return the quantity effect of a line, (q − q₀)(v/q + v₀/q₀)/2. `times` is q/q₀ and must be positive.

    It equals (times − 1)/2 · (v/times + v₀). That rises with `times`, and, if `times` is above one, with the values.
    """

    def effect(value: Decimal, before: Decimal, ratio: Decimal) -> Decimal:
        return (ratio - 1) / 2 * (value / ratio + before)

    least = effect(now.low, base.low, times.low) if times.low >= 1 else effect(now.high, base.high, times.low)
    most = effect(now.high, base.high, times.high) if times.high >= 1 else effect(now.low, base.low, times.high)
    return Reading(least, effect(now.value, base.value, times.value), most)


def _percent(ratio: Reading, *, shift: Decimal = ZERO) -> Reading:
    return Reading(HUNDRED * ratio.low - shift, HUNDRED * ratio.value - shift, HUNDRED * ratio.high - shift)
