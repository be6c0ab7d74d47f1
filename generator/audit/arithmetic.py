"""The auditor's own arithmetic on readings `[low, value, high]`: what a formula of docs/edition.md comes to.

Every operation varies its parts apart, but for a share: its part stands on both sides of the division.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

PRECISION = 60
HUNDRED = Decimal(100)


class Span(NamedTuple):
    """The least, the published and the greatest value that a figure may stand for."""

    low: Decimal
    value: Decimal
    high: Decimal

    @classmethod
    def point(cls, value: Decimal | int) -> Span:
        """Return the span of a number that is known."""
        return cls(Decimal(value), Decimal(value), Decimal(value))

    def plus(self, other: Span) -> Span:
        """Return the sum."""
        return Span(self.low + other.low, self.value + other.value, self.high + other.high)

    def minus(self, other: Span) -> Span:
        """Return the difference of two figures that vary apart."""
        return Span(self.low - other.high, self.value - other.value, self.high - other.low)

    def without(self, part: Span) -> Span:
        """Return the rest of a sum of which `part` is a term."""
        return Span(self.low - part.low, self.value - part.value, self.high - part.high)

    def over(self, other: Span) -> Span:
        """Return the quotient; ZeroDivisionError where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        corners = [end / by for end in (self.low, self.high) for by in (other.low, other.high)]
        return Span(min(corners), self.value / other.value, max(corners))

    def size(self) -> Span:
        """Return the span without its sign."""
        ends = (abs(self.low), abs(self.high))
        return Span(Decimal(0) if self.low < 0 < self.high else min(ends), abs(self.value), max(ends))

    def times(self, factor: Decimal) -> Span:
        """Return the span times a positive `factor`."""
        return Span(self.low * factor, self.value * factor, self.high * factor)

    @property
    def way(self) -> str | None:
        """The way of a change under every reading, None where that is open."""
        return "up" if self.low > 0 else "down" if self.high < 0 else None

    def is_beyond(self, other: Span, way: str) -> bool:
        """Say whether every value lies above (`up`) or below (`down`) every value of `other`."""
        return self.low > other.high if way == "up" else self.high < other.low


def total(spans: Sequence[Span]) -> Span:
    """Return the sum of `spans`."""
    ends = zip(*((span.low, span.value, span.high) for span in spans), strict=True)
    return Span(*(sum(end, Decimal(0)) for end in ends)) if spans else Span.point(0)


def growth(now: Span, base: Span) -> Span:
    """Return 100 (now / base - 1)."""
    return now.over(base).times(HUNDRED).minus(Span.point(HUNDRED))


def moved_by_value(ends: Sequence[Span]) -> Span:
    """Return (q + q0) (v/q - v0/q0) / 2 of value and quantity now and before, each of which varies apart.

    In v and v0 it goes one way, and in q/q0, too: so it is least and greatest where these are.
    """
    now, quantity, before, earlier = ends
    ratio = quantity.over(earlier)
    return Span(
        _of_value(now.low, before.high, ratio.high),
        _of_value(now.value, before.value, ratio.value),
        _of_value(now.high, before.low, ratio.low),
    )


def moved_by_quantity(ends: Sequence[Span]) -> Span:
    """Return (q - q0) (v/q + v0/q0) / 2: the change of the value less what its average value moved, end by end."""
    now, quantity, before, earlier = ends
    ratio = quantity.over(earlier)
    corners = [
        _of_quantity(value, base, times)
        for value in (now.low, now.high)
        for base in (before.low, before.high)
        for times in (ratio.low, ratio.high)
    ]
    return Span(min(corners), _of_quantity(now.value, before.value, ratio.value), max(corners))


def _of_value(value: Decimal, base: Decimal, times: Decimal) -> Decimal:
    return (value + value / times - base - base * times) / 2


def _of_quantity(value: Decimal, base: Decimal, times: Decimal) -> Decimal:
    return (value - value / times - base + base * times) / 2


def part_of(part: Span, whole: Span) -> Span:
    """Return part / whole where `whole` contains `part`: only the other terms vary against it."""
    rest = whole.without(part)
    return Span(part.low / (part.low + rest.high), part.value / whole.value, part.high / (part.high + rest.low))


def last_digit(printed: Decimal) -> Decimal:
    """Return what the last digit of a printed number stands for."""
    return _power(int(printed.as_tuple().exponent))


@cache
def _power(exponent: int) -> Decimal:
    return Decimal(1).scaleb(exponent)


def equal(one: Decimal, other: Decimal) -> bool:
    """Say whether two results are the same, quotients to 1 part in 10^20."""
    if one == other:
        return True
    with localcontext() as context:
        context.prec = PRECISION
        return abs(one - other) <= Decimal("1e-20") * max(abs(one), abs(other), Decimal(1))


def number(text: object) -> Decimal:
    """Return the number that a claim or cell writes; ValueError where it writes none."""
    try:
        found = Decimal(str(text))
    except ArithmeticError:
        found = Decimal("NaN")
    if not found.is_finite():
        msg = f"{text!r} is no number"
        raise ValueError(msg)
    return found
