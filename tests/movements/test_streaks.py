"""A streak counts months in a row, all beyond half a per cent on one side."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.movements import Metric, Thresholds, find_movements
from generator.trade.figures import Figures

Monthly = Callable[..., Figures]


def streak(figures: Figures) -> Metric:
    """Return the streak of the one line."""
    return find_movements(figures, Thresholds.read()).line("74").metric("streak")


@pytest.mark.parametrize(
    ("year", "months", "way"),
    [
        ("100.00 " * 8 + "99.00 101.00 101.00 101.00", 3, ("up",)),
        ("100.00 " * 10 + "99.00 99.00", 2, ("down",)),
        ("100.00 " * 9 + "102.00 100.49 102.00", 1, ("up",)),
        ("100.00 " * 11 + "100.49", 0, ()),
        ("101.00 " * 12, 12, ("up",)),
        ("101.00 " * 9 + "- 101.00 101.00", 2, ("up",)),
    ],
)
def test_a_streak_ends_at_the_first_month_that_goes_another_way(
    monthly: Monthly, year: str, months: int, way: tuple[str, ...]
) -> None:
    """Against twelve months of 100; a missing month ends it, and so does a change of 0.49 per cent."""
    found = streak(monthly({"74": "100.00 " * 12 + year}))
    assert (Decimal(months), way, 2 * max(months, 1)) == (found.value, found.flags, found.n)


def test_january_and_february_are_one_step_of_two(monthly: Monthly) -> None:
    """40 per cent down and 90 up are 3.3 up together: with March and April a streak of four months."""
    row = "100.00 50.00 70.00 70.00" + " 70.00" * 8 + " 60.00 95.00 71.00 71.00"
    figures = [monthly({"74": row}, "2026-04", pair=pair) for pair in (("CHN", "PAK"), ("PAK", "USA"))]
    assert [Decimal(4), Decimal(3)] == [streak(one).value for one in figures]


def test_two_months_published_together_are_a_step(monthly: Monthly) -> None:
    """By one publisher who does not keep the holiday."""
    together = {("74", "2026-01..2026-02"): "155.00", ("74", "2025-01..2025-02"): "150.00"}
    found = streak(monthly({"74": "70.00" + " 70.00" * 9 + " - - 71.00"}, "2026-03", together=together))
    assert (Decimal(3), 4) == (found.value, found.n)


@pytest.mark.parametrize(("base", "reason"), [("-", "missing 2024-12"), (".", "zero_base"), (">5", "bound")])
def test_a_month_without_a_rate_has_no_streak(monthly: Monthly, base: str, reason: str) -> None:
    """The reason is that of the rate."""
    assert reason == streak(monthly({"74": f"{base} " + "5 " * 12})).reason
