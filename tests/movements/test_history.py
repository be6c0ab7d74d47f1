"""Records and "since" need a past that is long, unbroken and exact."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.movements import Metric, Thresholds, find_movements
from generator.trade.figures import Figures

Typed = Callable[..., Figures]


def past(typed: Typed, levels: str, metric: str) -> Metric:
    """Return a metric of a line whose levels end in 2025; a dash is a year without a figure."""
    texts = levels.split()
    years = range(2026 - len(texts), 2026)
    row = {year: text for year, text in zip(years, texts, strict=True) if text != "-"}
    return find_movements(typed({"74": row}), Thresholds.read()).line("74").metric(metric)


@pytest.mark.parametrize(
    ("levels", "value", "flags"),
    [
        ("1 2 3 4 5 6 7 8 9 10", 1, ("highest", "record")),
        ("9 9 8 8 7 7 6 6 5 2", -1, ("lowest", "record")),
        ("1 2 3 4 5 6 7 8 9", 1, ("highest",)),
        ("1 9 5", 0, ()),
        ("1 9 9 9 9 9 9 9 9 5", 0, ()),
    ],
)
def test_a_record_needs_ten_years(typed: Typed, levels: str, value: int, flags: tuple[str, ...]) -> None:
    """In fewer it is the highest of so many years of data."""
    found = past(typed, levels, "record")
    assert (Decimal(value), flags, len(levels.split())) == (found.value, found.flags, found.n)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [
        ("1 2", "short_history"),
        ("1 - 3 4 5", "missing 2022"),
        ("1 2 >3 9", "bound"),
        ("1 2 3 >9", "bound"),
        ("1 9 9", "tie"),
        ("1 2 0", "no_trade"),
        ("1 2 -", "missing 2025"),
    ],
)
def test_a_past_that_proves_nothing_gives_no_record(typed: Typed, levels: str, reason: str) -> None:
    """A gap or a bound may hide a higher year; equal prints are called ties."""
    assert reason == past(typed, levels, "record").reason


@pytest.mark.parametrize(
    ("levels", "months", "base", "flag"),
    [
        ("9 3 4 8", 36, "2022", "highest"),
        ("1 6 8 4", 36, "2022", "lowest"),
        ("9 1 5 7 8", 48, "2021", "highest"),
    ],
)
def test_since_names_the_last_year_that_stood_there(
    typed: Typed, levels: str, months: int, base: str, flag: str
) -> None:
    """After a rise the highest since, after a fall the lowest."""
    found = past(typed, levels, "since")
    assert (Decimal(months), base, (flag,)) == (found.value, str(found.compare_period), found.flags)


def test_since_stands_on_the_years_that_it_spans(typed: Typed) -> None:
    """From now back to the year it names."""
    found = past(typed, "5 9 3 4 8", "since")
    assert (["8", "4", "3", "9"], 4) == ([cell.cell.text for cell in found.inputs], found.n)


@pytest.mark.parametrize(
    ("levels", "reason"),
    [("5", "short_history"), ("1 2 3", "no_earlier"), ("1 3 3", "tie"), ("5 2 5", "tie"), ("9 - 4 8", "missing 2023")],
)
def test_since_is_silent_where_the_year_is_not_certain(typed: Typed, levels: str, reason: str) -> None:
    """Equal prints, gaps, and a line that never stood there."""
    assert reason == past(typed, levels, "since").reason


def test_an_incomplete_year_proves_nothing(typed: Typed) -> None:
    """Its level may still grow."""
    figures = typed({"74": {2022: "1", 2023: "2", 2024: "3", 2025: "9"}}, status="X")
    assert "partial" == find_movements(figures, Thresholds.read()).line("74").metric("record").reason
