"""What is measured of every series: each metric by its formula, each null with its reason."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from generator.movements import Thresholds
from generator.movements.engine.flow import streak
from generator.movements.engine.panel import Panel
from generator.movements.engine.rows import row
from generator.movements.engine.seen import Seen, seen
from generator.movements.engine.surprise import bands
from tests.movements.engine.small import calm, made

NEW_YEARS = {2024: date(2024, 2, 10), 2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}


def newest(panel: Panel) -> Seen:
    """Return what is measured in the last row."""
    return seen(panel, len(panel.value) - 1, Thresholds.read().of_panel())


def reason(found: Seen, name: str, code: str = "74") -> str:
    """Return why a metric is null, empty where it is not."""
    value = row(found, found.panel.places[code]).metric(name)
    assert (value.value is None) == bool(value.reason)
    return value.reason


@pytest.mark.parametrize(("months", "said"), [(119, False), (120, True), (180, True)])
def test_a_record_needs_ten_years(months: int, said: bool) -> None:  # noqa: FBT001 -- a table
    """Before that it is the highest of the data, in the metric alone."""
    found = newest(made({"74": np.arange(1e6, 1e6 + months)}))
    assert (1.0, said) == (found.metrics["record"][0], found.flags["record"][0])
    assert said == ("record" in row(found, 0).events)


def test_ten_years_of_years_are_a_record() -> None:
    """Ten rows of a year each, not 120 of them."""
    assert [False, True] == [
        bool(newest(made({"74": np.arange(1e9, 1e9 + years)}, "2025")).flags["record"][0]) for years in (9, 10)
    ]


@pytest.mark.parametrize(
    ("end", "nulls", "known"),
    [
        ("2025", ["mom", "r3", "r3_yoy", "z3", "r12", "r12_yoy"], ["yoy", "z", "ytd", "ytd_yoy", "share"]),
        ("2025-Q4", ["mom", "r3", "r3_yoy", "z3"], ["yoy", "z", "ytd", "ytd_yoy", "r12", "r12_yoy", "share"]),
    ],
)
def test_longer_periods_have_no_months(end: str, nulls: list[str], known: list[str]) -> None:
    """Growth, surprise and the year to date stay."""
    found = newest(made({"74": calm("74", 1e9, 40), "76": calm("76", 1e9, 40)}, end))
    assert ["frequency"] * len(nulls) == [reason(found, name) for name in nulls]
    assert [""] * len(known) == [reason(found, name) for name in known]


def test_four_quarters_are_the_year_to_date() -> None:
    """1 to 4 in the last year: 10 of the year, 5 times 2 of the one before; a quarter that lacks is named."""
    values = np.array([2.0, 2, 2, 2, 1, 2, 3, 4]) * 1e6
    found = newest(made({"74": values}, "2025-Q4"))
    assert (1e7, 25.0) == (found.metrics["ytd"][0], found.metrics["ytd_yoy"][0])
    values[5] = np.nan
    assert "missing 2025-Q2" == reason(newest(made({"74": values}, "2025-Q4")), "ytd")


@pytest.mark.parametrize(
    ("end", "lunar"),
    [
        ("2026-01", ["mom", "yoy", "r3_yoy", "z", "z3"]),
        ("2026-02", ["mom"]),
        ("2026-03", ["mom"]),
        ("2026-04", ["r3_yoy", "z3"]),
        ("2026-05", []),
    ],
)
def test_a_holiday_that_moves_takes_the_rates_that_it_moves(end: str, lunar: list[str]) -> None:
    """And leaves levels and the year to date where they are."""
    found = newest(made({"74": calm("74", 1e9)}, end, lunar=NEW_YEARS))
    names = ["mom", "yoy", "r3_yoy", "z", "z3"]
    assert lunar == [name for name in names if reason(found, name) == "lunar"]
    assert [""] * 3 == [reason(found, name) for name in ("level", "ytd", "r12")]


def test_two_months_published_together_have_no_level_of_their_own() -> None:
    """The sum is compared with the sum, and no month with it."""
    values = np.full(26, 1e6)
    values[-2:] = np.nan, 3e6
    found = newest(made({"74": values}, "2026-02", combined=["2026-02"]))
    assert ["combined", "lunar"] == [reason(found, name) for name in ("level", "mom")]
    assert (50.0, 3e6) == (found.metrics["yoy"][0], found.metrics["ytd"][0])


def test_a_streak_counts_january_and_february_as_two_months() -> None:
    """October to March, all above the year before: six months in five steps."""
    values = np.full(27, 1e6)
    values[-6:] = 1.1e6
    assert 6.0 == newest(made({"74": values}, "2026-03", lunar=NEW_YEARS)).metrics["streak"][0]
    assert 6.0 == newest(made({"74": values}, "2026-03")).metrics["streak"][0]


def test_a_streak_of_quarters_is_told_in_months() -> None:
    """Two quarters."""
    assert 6.0 == newest(made({"74": [1e6, 1e6, 1e6, 1e6, 1e6, 1e6, 2e6, 2e6]}, "2025-Q4")).metrics["streak"][0]


def test_no_step_is_no_streak() -> None:
    """A panel that begins in a lunar January."""
    assert np.isnan(streak(np.empty((0, 1)), np.empty(0))[0])
    assert "lunar" == reason(newest(made({"74": [1e6]}, "2026-01", lunar=NEW_YEARS)), "streak")


@pytest.mark.parametrize("months", [1, 2, 12, 14, 25])
def test_a_short_table_is_measured(months: int) -> None:
    """Any beginning, also one that ends in a lunar January."""
    for end in ("2026-01", "2026-02", "2026-07"):
        found = newest(made({"74": calm("74", 1e6, months), "76": calm("76", 1e6, months)}, end, lunar=NEW_YEARS))
        assert (months > 13 and end != "2026-01") == (reason(found, "yoy") == "")


def test_series_of_one_size_are_in_one_band() -> None:
    """Whatever their order."""
    size = np.array([1.0, 5, 5, 5, 5, 9])
    assert 1 == len(set(bands(size, 6)[1:5].tolist()))
    assert bands(size, 6).tolist() == bands(size[::-1], 6)[::-1].tolist()


def test_what_is_never_computed_says_so() -> None:
    """A threshold on it passes nothing, and its reason tells why."""
    found = newest(made({"74": calm("74", 1e6)}))
    names = ("rank", "hhi", "sa_mom", "cagr", "balance", "mirror")
    assert ["not computed"] * 6 == [reason(found, name) for name in names]
