"""The growth that a table prints of its own rows."""

from datetime import date
from decimal import Decimal

import pytest

from generator.sources import TableLayout, read
from generator.trade.release import Batch

COLUMNS = {"period": "month", "code": "hs", "value": "usd", "published_yoy": "growth"}
LAYOUT = TableLayout("office", COLUMNS, "DEU", "POL", "import", unknown=("n.a.",), status_marks={"c": "C"})


def batch(*printed: str) -> Batch:
    """Return a table of months, each with a growth."""
    rows = [f"2024-{month:02d},7403,{month}000,{text}" for month, text in enumerate(("1", *printed), start=1)]
    return read(LAYOUT, "\n".join(["month,hs,usd,growth", *rows]).encode(), "table.csv", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("printed", "growth", "half"),
    [
        *(("14.8", "14.8", "0.05"), ("+14.8 %", "14.8", "0.05"), ("0.0", "0", "0.05"), ("-100", "-100", "0.5")),
        *((f"{minus}3.25%", "-3.25", "0.005") for minus in "-\N{MINUS SIGN}\N{EN DASH}"),
    ],
)
def test_a_growth_is_read_with_sign_digits_and_per_cent(printed: str, growth: str, half: str) -> None:
    """And kept as it was found, with half of its last digit."""
    one = batch(printed).observations[1]
    assert (Decimal(growth), Decimal(half)) == (one.published_yoy, one.published_yoy_half)
    assert one.published_yoy_cell is not None
    assert ("growth", printed, 3) == (one.published_yoy_cell.column, one.published_yoy_cell.text, one.cell.row)


@pytest.mark.parametrize("printed", ["", "-", "--", "\N{EM DASH}", "n.a.", "c"])
def test_a_dash_and_a_text_for_what_is_unknown_give_none(printed: str) -> None:
    """The row counts."""
    one = batch(printed).observations[1]
    assert (None, None, Decimal(2000)) == (one.published_yoy, one.published_yoy_cell, one.value)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [("x", "no number"), ("-100.5", "is a fall by more than all there was"), ("--3", "is negative")],
)
def test_a_growth_that_is_no_number_sets_its_row_aside(printed: str, reason: str) -> None:
    """With column, text and reason."""
    [refusal] = batch(printed).refusals
    assert (3, "growth") == (refusal.row, refusal.column)
    assert reason in refusal.reason


def test_weights_and_sums_have_none() -> None:
    """What is printed is of the row's own value."""
    one = batch("14.8").observations[1]
    assert one.growth is not None
    assert ("pct", "14.75", "14.85") == (one.growth.unit, str(one.growth.low), str(one.growth.high))
    assert one.growth.growth is None
