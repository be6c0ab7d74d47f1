"""Growth a year over the years of a line, and what of them was revised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from generator.movements import Line, Thresholds, find_movements
from generator.trade.figures import Figures

Maker = Callable[..., Figures]
ANY = Thresholds.read()


def line(figures: Figures, previous: Figures | None = None, code: str = "74") -> Line:
    """Return one line of the movements, or the total."""
    found = find_movements(figures, ANY, previous=previous)
    assert found.total is not None
    return found.total if code == "total" else found.line(code)


def years(*values: str, end: int = 2025) -> dict[int, str]:
    """Return values of consecutive years by year; a dash is none."""
    return {end - len(values) + 1 + at: value for at, value in enumerate(values) if value != "-"}


@pytest.mark.parametrize(
    ("values", "rate", "flags"),
    [
        (("100", "110", "121"), "10.000", ()),
        (("100", "80", "144"), "20.000", ()),  # of three years the slope is that of the ends
        (("100", "100", "100", "133.1"), "10.000", ()),  # slope: 3 x 0.28593 / 2 / 5 = 0.08578, 8.956 %
        (("100", "400", "400", "133.1"), "10.000", ()),  # two alike in the middle change no slope
        (("100", "400", "50", "133.1"), "10.000", ("endpoint",)),  # slope: (0.42890 - 1.03972) / 5 = -0.12216, -11.5 %
        (("100", "-", "-", "133.1"), "10.000", ("endpoint",)),
    ],
)
def test_growth_a_year_is_that_of_the_ends(
    typed: Maker, values: tuple[str, ...], rate: str, flags: tuple[str, ...]
) -> None:
    """133.1 of 100 after three years is 10 % a year; the middle years only say whether the ends mislead."""
    found = line(typed({"74": years(*values)})).metric("cagr")
    assert found.value is not None
    assert (rate, flags, len(values) - 1) == (str(found.value.quantize(Decimal("0.001"))), found.flags, found.n)
    assert str(2026 - len(values)) == str(found.compare_period)


def test_an_odd_first_year_is_no_flag_of_the_line(typed: Maker) -> None:
    """What the text says of this year has nothing to do with it."""
    assert "endpoint" not in line(typed({"74": years("100", "400", "50", "133.1")})).flags


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("100", "110"), "short_history"),
        (("100", "110", "-"), "missing 2025"),
        ((">100", "110", "121"), "bound"),
        (("0", "110", "121"), "zero_base"),
        (("100", "110", "0"), "no_trade"),
    ],
)
def test_no_growth_a_year_says_why(typed: Maker, values: tuple[str, ...], reason: str) -> None:
    """Two years between the ends, and trade at both."""
    table = {"74": years(*values), "76": {2025: "1"}}
    assert reason == line(typed(table)).metric("cagr").reason


def test_prints_bound_the_growth_a_year(typed: Maker) -> None:
    """144 is 143.5 to 144.5 and 100 is 99.5 to 100.5 over two years: 19.493 to 20.510 %."""
    found = line(typed({"74": years("100", "120", "144")})).metric("cagr")
    assert found.low is not None
    assert found.high is not None
    assert ["19.493", "20.510"] == [str(end.quantize(Decimal("0.001"))) for end in (found.low, found.high)]


def revised(typed: Maker, was: Mapping[int, str], now: Mapping[int, str], code: str = "74") -> object:
    """Return the revision in millions, or why there is none, beside a line that nobody revised."""
    figures, before = (typed({"74": one, "76": {2024: "5", 2025: "6"}}) for one in (now, was))
    found = line(figures, before, code).metric("revision")
    return found.reason or float(found.value or 0) / 1e6


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({2023: "10", 2024: "20"}, {2023: "11", 2024: "18.5", 2025: "30"}, -0.5),
        ({2023: "10", 2024: "20"}, {2023: "10", 2024: "20", 2025: "30"}, 0.0),
        ({2023: "10"}, {2024: "20", 2025: "30"}, "not there before"),
        ({}, {2024: "20", 2025: "30"}, "not there before"),
        ({2024: ">20"}, {2024: "21", 2025: "30"}, "bound"),
        ({2023: "9", 2024: ">20"}, {2023: "10", 2024: ">20", 2025: "30"}, 1.0),
    ],
)
def test_a_revision_is_the_net_of_the_years_that_were_known(
    typed: Maker, was: Mapping[int, str], now: Mapping[int, str], expected: object
) -> None:
    """+1 of 2023 and -1.5 of 2024; the new year is none; what was a bound and stays is revised by nothing."""
    assert expected == revised(typed, was, now)


def test_the_total_is_revised_by_what_its_lines_are(typed: Maker) -> None:
    """In the years that all of them have: -1.5 of 2024."""
    assert -1.5 == revised(typed, {2023: "10", 2024: "20"}, {2023: "11", 2024: "18.5", 2025: "30"}, "total")


def test_without_earlier_figures_there_is_no_revision(typed: Maker) -> None:
    """And it says so."""
    assert "no_previous" == line(typed({"74": years("100", "110")})).metric("revision").reason
