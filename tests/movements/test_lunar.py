"""The Lunar New Year takes single months out of comparisons; January and February together keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from generator.movements import Line, Thresholds, find_movements
from generator.movements.lunar import new_years
from generator.trade.figures import Figures

Monthly = Callable[..., Figures]
CHINA = ("CHN", "PAK")
# January and February 2025 of 100 and 50, then 60 and 95.
MOVED = "100 50" + " 70" * 10 + " 60 95"


def line(figures: Figures) -> Line:
    """Return the one line of the movements."""
    return find_movements(figures, Thresholds.read()).line("74")


@pytest.mark.parametrize("day", [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)])
def test_new_years_days_are_known(day: date) -> None:
    """Three days printed on every calendar."""
    assert day == new_years()[day.year]


def test_every_new_years_day_is_a_new_moon_in_season() -> None:
    """2000 to 2040, from 21 January to 20 February, a whole number of moons of 29.53 days apart."""
    days = new_years()
    assert list(range(2000, 2041)) == list(days)
    assert all((1, 21) <= (day.month, day.day) <= (2, 20) and day.year == year for year, day in days.items())
    moons = [(day - days[2000]).days / 29.530588 for day in days.values()]
    assert all(abs(count - round(count)) < 0.05 for count in moons)


@pytest.mark.parametrize(("reference", "row"), [("2026-01", MOVED.removesuffix(" 95")), ("2026-02", MOVED)])
def test_a_single_january_or_february_is_not_compared(monthly: Monthly, reference: str, row: str) -> None:
    """-40 and +90 per cent say when the holiday fell; levels stand, nothing is notable."""
    figures = monthly({"74": row}, reference, pair=CHINA)
    found = line(figures)
    names = ("yoy", "yoy_abs", "contrib", "contrib_share", "streak", "mom")
    assert {"lunar"} == {found.metric(name).reason for name in names}
    assert (True, "lunar" in found.flags) == (found.metric("level").value is not None, True)
    assert () == find_movements(figures, Thresholds.read()).notable


def test_january_and_february_together_are_compared(monthly: Monthly) -> None:
    """150 to 155 million is 3.3 per cent."""
    growth = line(monthly({"74": MOVED}, "2026-01..2026-02", pair=CHINA)).metric("yoy").value
    assert growth is not None
    assert "3.33" == f"{growth:.2f}"


def test_windows_with_both_months_are_compared(monthly: Monthly) -> None:
    """January to March is, with its last three months; February to April is not."""
    march = line(monthly({"74": MOVED + " 80"}, "2026-03", pair=CHINA))
    april = line(monthly({"74": MOVED + " 80 80"}, "2026-04", pair=CHINA))
    assert ["", "", "lunar"] == [march.metric(name).reason for name in ("ytd_yoy", "r3_yoy", "mom")]
    assert ["", "lunar", ""] == [april.metric(name).reason for name in ("ytd_yoy", "r3_yoy", "mom")]


@pytest.mark.parametrize(("reference", "tail"), [("2026-03", True), ("2027-03", True), ("2025-03", False)])
def test_a_late_new_year_reaches_into_march(monthly: Monthly, reference: str, tail: bool) -> None:  # noqa: FBT001
    """17 February 2026 touches March of 2026 and the comparison of 2027; 10 February 2024 does not."""
    assert tail is ("lunar_tail" in line(monthly({"74": "70 " * 13}, reference, pair=CHINA)).flags)


def test_other_pairs_compare_any_month(monthly: Monthly) -> None:
    """Pakistan and the United States keep no such holiday."""
    assert "" == line(monthly({"74": MOVED}, "2026-02")).metric("yoy").reason
