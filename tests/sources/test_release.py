"""What a file becomes as a whole: its day, its period, its repeated rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from generator.errors import SourceChanged
from generator.sources import TableLayout, read
from generator.trade.period import Period
from generator.trade.release import Batch

Reader = Callable[..., Batch]


def test_the_newest_publication_dates_the_release(read_rows: Reader) -> None:
    """Without a given day, a release is as old as the last piece in it."""
    rows = [f"{code},PAK,2024,million,1,exact,customs,{day}" for code, day in (("74", "2026-01-19"), ("76", ""))]
    assert date(2026, 1, 19) == read_rows(*rows, released=None).released


def test_a_release_without_any_day_asks_for_one(read_rows: Reader) -> None:
    """The day is never taken from the clock."""
    with pytest.raises(SourceChanged, match=r"no row says when it was published\..*--released DATE"):
        read_rows("74,PAK,2025,million,1,exact,customs,", released=None)


def test_a_release_is_about_the_newest_period_of_customs(read_rows: Reader) -> None:
    """A relayed statement about a later month does not make that month's figures public."""
    rows = ["74,PAK,2025-11,million,1,exact,customs,", "74,PAK,2025-12,million,1,exact,relayed,"]
    assert Period.parse("2025-11") == read_rows(*rows).period


def test_equal_rows_collapse(read_rows: Reader) -> None:
    """Two pieces that print one figure are one figure."""
    batch = read_rows(*["74,PAK,2025,million,1,exact,customs,"] * 2)
    assert (1, ()) == (len(batch.observations), batch.refusals)


def test_contradicting_rows_are_all_set_aside(read_rows: Reader) -> None:
    """Nobody can tell which of two values customs meant, so neither counts."""
    rows = ["74", "76", "74"]
    batch = read_rows(*[f"{code},PAK,2025,million,{place},exact,customs," for place, code in enumerate(rows, 1)])
    assert ["76"] == [one.code for one in batch.observations]
    reason = "lines 2 and 4 give 74 in 2025 different values"
    assert [(2, "value", reason, "1"), (4, "value", reason, "3")] == [
        (one.row, one.column, one.reason, one.text) for one in batch.refusals
    ]


WEIGHED = TableLayout(
    "customs",
    {name: name for name in ("code", "value", "quantity", "quantity_unit")},
    reporter="CHN",
    partner="PAK",
    flow="import",
    period="2025",
)


def weighed(*rows: str) -> Batch:
    """Return what rows of code, value, quantity and unit say."""
    raw = "\n".join([",".join(WEIGHED.columns), *rows]).encode()
    return read(WEIGHED, raw, "table.csv", date(2026, 1, 20))


@pytest.mark.parametrize("other", ["74,5,3,kg", "74,5,2,t"])
def test_rows_with_another_weight_contradict_each_other(other: str) -> None:
    """One value with two weights is no repeated row: neither counts, and the reason says what differs."""
    found = weighed("74,5,2,kg", other, "76,1,1,kg")
    assert (["76"], 0) == ([one.code for one in found.observations], found.repeated)
    assert ["lines 2 and 3 give 74 in 2025 different quantities"] * 2 == [one.reason for one in found.refusals]


def test_a_row_without_a_weight_denies_none() -> None:
    """Of rows with one value the one that has a weight is kept."""
    (one,) = weighed("74,5,,kg", "74,5.0,2,kg", "74,5,2.0,kg").observations
    assert (Decimal(2), 3) == (one.quantity, one.cell.row)


def test_two_voices_may_differ(read_rows: Reader) -> None:
    """What customs counted and what somebody said are two things, not a contradiction."""
    rows = [f"74,PAK,2025,million,{value},exact,{who}," for value, who in ((1, "customs"), (2, "relayed"))]
    assert () == read_rows(*rows).refusals
