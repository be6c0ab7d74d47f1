"""Readings follow the formula table of docs/edition.md."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.movements.readings import (
    NOTHING,
    Reading,
    contribution,
    growth,
    quotient,
    share,
    total,
)
from generator.trade.figures import Figures
from generator.trade.period import Period


def reading(low: int, value: int, high: int, qualifier: str = "exact") -> Reading:
    """Return a reading of whole numbers."""
    return Reading(Decimal(low), Decimal(value), Decimal(high), qualifier)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("14.16", 14_155_000, 14_165_000), (">101", 101_000_000, 106_050_000), ("~50", 48_500_000, 51_500_000)],
)
def test_a_print_reads_as_widely_as_its_qualifier_allows(
    typed: Callable[..., Figures], text: str, low: int, high: int
) -> None:
    """Half a last digit, N to 1.05 N, or 3 per cent either way."""
    found = Reading.of(typed({"74": {2025: text}}).at("74", Period.parse("2025")))
    assert found is not None
    assert (Decimal(low), Decimal(high)) == (found.low, found.high)


def test_a_withheld_value_has_no_reading(typed: Callable[..., Figures]) -> None:
    """Missing is not zero."""
    assert Reading.of(typed({"74": {2025: ""}}).at("74", Period.parse("2025"))) is None


def test_a_sum_adds_its_ends_and_names_the_bound_in_it() -> None:
    """An "over" makes the sum at_least, an "about" alone leaves it about."""
    exact, over, about = reading(9, 10, 11), reading(5, 5, 6, "over"), reading(2, 3, 4, "about")
    assert reading(14, 15, 17, "at_least") == total([exact, over])
    assert reading(11, 13, 15, "about") == total([exact, about])
    assert reading(16, 18, 21, "at_least") == total([exact, over, about])


def test_a_difference_varies_both_ends() -> None:
    """Low is now.low - base.high."""
    assert reading(7, 10, 13) == reading(19, 20, 21) - reading(8, 10, 12)


def test_growth_is_widest_where_the_base_is_smallest() -> None:
    """100 (now / base - 1) over every pair of readings."""
    assert reading(20, 100, 275) == growth(reading(60, 80, 75 * 2), reading(40, 40, 50))


def test_growth_from_what_may_be_nothing_is_none() -> None:
    """A base whose reading touches zero gives no rate."""
    assert growth(reading(1, 2, 3), reading(0, 1, 2)) is None
    assert growth(reading(1, 2, 3), NOTHING) is None


def test_a_fall_contributes_less_to_a_larger_whole() -> None:
    """The ends of 100 (now - base) / whole change places with the sign."""
    assert reading(-20, -10, -5) == contribution(reading(30, 30, 30), reading(40, 40, 40), reading(50, 100, 200))


def test_a_share_varies_the_other_terms_alone() -> None:
    """The part stands in numerator and whole: 60 of 60 + 40 is lowest where it is least and the others most."""
    found = share(reading(50, 60, 80), reading(20, 40, 50))
    assert reading(50, 60, 80) == found


def test_a_share_of_nothing_is_none() -> None:
    """No trade in the whole leaves no share."""
    assert share(NOTHING, NOTHING) is None


def test_a_quotient_of_losses_keeps_its_ends_in_order() -> None:
    """Dividing by a negative whole turns the interval round."""
    assert reading(-3, -2, -1) == quotient(reading(2, 4, 6), reading(-2, -2, -2))


def test_a_size_has_no_sign() -> None:
    """An interval across zero starts at zero."""
    assert reading(0, 1, 3) == abs(reading(-3, -1, 2))
    assert reading(2, 4, 6) == abs(reading(-6, -4, -2))
