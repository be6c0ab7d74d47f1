"""Place: tables of truths for records, heights and depths, and an odd base."""

import pytest

from generator.story.news.extremes import ExtremeLevel, Records
from tests.story.news.made import HOLIDAY, PLAIN, Levels, news, years


def _place(found: ExtremeLevel | None) -> tuple[str, int, str | None] | None:
    return (found.side, found.months, str(found.since) if found.since else None) if found else None


def _records(found: Records | None) -> tuple[int, int] | None:
    return (found.row, found.of_year) if found else None


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([*[100.0] * 5, 130.0, *[100.0] * 24, 120.0], ("highest", 25, "2023-11")),
        ([*[100.0] * 5, 80.0, *[100.0] * 24, 90.0], ("lowest", 25, "2023-11")),
        ([*[100.0] * 5, 120.0, *[100.0] * 24, 120.0], ("highest", 25, "2023-11")),  # as high
        ([*[100.0] * 30, 120.0], ("highest", 31, None)),  # of all on file
        ([*[100.0] * 5, None, *[100.0] * 24, 120.0], ("highest", 25, None)),  # what a gap hides is not known
        ([*[100.0] * 30, 100.0], None),
        ([*[100.0] * 30, 100.001], None),  # a dollar more: rounding may hide that they are alike
        ([100.0], None),
        ([*[100.0] * 30, 0.0], None),  # of no trade nothing is said
    ],
)
def test_a_place_goes_back_to_the_last_level_as_high_or_as_low(
    levels: Levels, expected: tuple[str, int, str | None] | None
) -> None:
    """Its months are those of which it is the highest or lowest, its own among them."""
    assert expected == _place(news(levels).place)


def test_a_bound_ends_the_months_of_a_place() -> None:
    """Whether "over 100" is as high as 120 nobody knows."""
    levels = [*[100.0] * 30, 120.0]
    assert _place(news(levels, over={("7403", "2025-06")}).place) == ("highest", 6, None)


def test_a_low_holiday_month_is_met() -> None:
    """A February below the newest month was published, so that nothing is "the lowest" across it."""
    levels = [*[100.0] * 26, 60.0, *[100.0] * 9, 70.0]  # to December, February of that year at 60
    assert _place(news(levels, parties=HOLIDAY).place) == ("lowest", 10, "2025-02")


RISING = [100.0 + at for at in range(50)]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([100.0] * 35 + [120.0], (1, 1)),
        ([100.0] * 34 + [120.0], None),  # 35 months are too few
        ([100.0] * 36 + [120.0, 130.0, 140.0], (3, 3)),
        ([100.0] * 36 + [120.0, 110.0, 140.0], (1, 2)),
        ([100.0] * 36 + [120.0, *[110.0] * 12, 140.0], (1, 1)),  # the one before is over a year ago
        ([100.0] * 36 + [120.0, 120.0], None),  # as high is no record
        ([100.0] * 20 + [None] + [100.0] * 36 + [120.0], None),  # a gap may hide a higher one
        (RISING, (14, 12)),  # those after the first 36 months
    ],
)
def test_a_record_is_above_all_before_it(levels: Levels, expected: tuple[int, int] | None) -> None:
    """Of three years or more; it counts the records in a row, and those of twelve months."""
    assert expected == _records(news(levels).records)


def test_two_months_together_set_no_record() -> None:
    """They are longer than the months that they would be held against."""
    levels = [100.0] * 48 + [90.0, 90.0]
    found = news(levels, "2025-01..2025-02", HOLIDAY)
    assert (found.records, found.place) == (None, None)


def test_a_quarter_is_held_against_quarters() -> None:
    """Twelve of them are three years."""
    levels = [100.0] * 36 + [101.0] * 3
    found = news(levels, "2025-Q4")
    assert _records(found.records) == (1, 1)
    assert _place(found.place) == ("highest", 39, None)
    assert [] == found.faults([])


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([100.0] * 23 + [60.0] + [100.0] * 12, ("lowest", 24)),
        ([100.0] * 23 + [140.0] + [100.0] * 12, ("highest", 24)),
        ([50.0] + [100.0] * 23 + [60.0] + [100.0] * 12, ("lowest", 24)),  # older months are not asked
        ([100.0] * 10 + [50.0] + [100.0] * 12 + [60.0] + [100.0] * 12, None),
        ([100.0] * 22 + [60.0] + [100.0] * 12, None),  # 23 months are too few
        ([100.0] * 5 + [None] + [100.0] * 17 + [60.0] + [100.0] * 12, None),
    ],
)
def test_an_odd_base_is_the_least_or_most_of_two_years(levels: Levels, expected: tuple[str, int] | None) -> None:
    """Its own months, which end with it, not those since."""
    found = news(levels).odd_base
    assert expected == ((found.side, found.months) if found else None)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([100.0] * 40 + [130.0, 120.0], "2025-11"),
        ([100.0] * 40 + [130.0, 125.0, 120.0], None),  # third
        ([100.0] * 40 + [120.0, 120.0], None),  # a tie
        ([100.0] * 33 + [130.0, 120.0], None),  # 35 months are too few
    ],
)
def test_a_second_place_names_the_best(levels: Levels, expected: str | None) -> None:
    """One level alone is above it."""
    found = news(levels).second
    assert expected == (str(found.best.span) if found else None)


def test_the_auditor_finds_every_place() -> None:
    """Records in a row and of a year, a since, an odd base: worked out from the raw bytes."""
    found = news([100.0] * 36 + [120.0, 110.0, 130.0, 140.0], parties=PLAIN)
    assert found.records is not None
    ledger = found.ledger
    claims = [work(ledger) for work in (found.records.claim, found.records.claim_of_row, found.records.claim_of_year)]
    assert [] == found.ground.faults(claims)
    assert [3, 2, 2] == [claims[2].value, claims[1].value, _records(found.records)[0]]  # type: ignore[index]
    later = news([*[100.0] * 5, 130.0, *years(100.0, 100.0), 120.0])
    assert later.place is not None
    assert [] == later.ground.faults([later.place.claim(later.ledger), later.place.claim_of_months(later.ledger)])
