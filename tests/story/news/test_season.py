"""Season: a table of truths for the step from the month before, and for one that does not come."""

from collections.abc import Sequence

import pytest

from tests.story.news.made import HOLIDAY, PLAIN, news


def _year(december: float, november: float = 100.0) -> list[float]:
    return [*[100.0] * 10, november, december]


def _levels(*decembers: float) -> list[float]:
    return [level for december in decembers for level in _year(december)]


@pytest.mark.parametrize(
    ("decembers", "expected"),
    [
        ((120.0, 120.0, 120.0, 80.0), ("up", 3, True)),
        ((120.0, 120.0, 120.0, 130.0), ("up", 3, False)),
        ((120.0, 120.0, 120.0, 96.0), ("up", 3, False)),  # against it by less than five per cent
        ((120.0, 120.0, 120.0, 94.9), ("up", 3, True)),
        ((80.0, 80.0, 80.0, 80.0, 120.0), ("down", 4, True)),
        ((120.0,) * 6 + (80.0,), ("up", 5, True)),  # five years are enough
        ((80.0, 120.0, 120.0, 120.0, 80.0), ("up", 3, True)),
        ((120.0, 120.0, 80.0), None),  # two years are too few
        ((120.0, 100.0, 120.0, 80.0), None),  # one of three went no way
        ((120.0, 80.0, 120.0, 80.0), None),
    ],
)
def test_a_season_goes_one_way_for_three_years(
    decembers: Sequence[float], expected: tuple[str, int, bool] | None
) -> None:
    """And is broken by a step of five per cent the other way."""
    found = news(_levels(*decembers)).season
    assert expected == ((found.way, len(found.years), found.is_broken) if found else None)


def test_a_holiday_has_no_season() -> None:
    """From February to March trade comes back each year, where New Year is kept; elsewhere it may be a season."""
    levels = [level for _ in range(4) for level in (100.0, 60.0, *[100.0] * 10)]
    levels = [*levels, 100.0, 60.0, 50.0]
    assert news(levels, "2025-03", HOLIDAY).season is None
    assert news(levels, "2025-03", PLAIN).season is not None


def test_a_gap_or_a_bound_ends_a_season() -> None:
    """What happened in a month that is not known, or only as a bound, is open."""
    levels = _levels(120.0, 120.0, 120.0, 120.0, 80.0)
    found = [news(levels, over={("7403", month)}).season for month in ("2023-12", "2021-11")]
    assert [None, 3] == [one and len(one.years) for one in found]


def test_the_auditor_finds_the_season() -> None:
    """It counts the same years from the raw bytes."""
    made = news(_levels(120.0, 120.0, 120.0, 80.0))
    assert made.season is not None
    claim = made.season.claim(made.ledger)
    assert [3, "up"] == [claim.value, claim.direction]
    assert [] == made.ground.faults([claim])
