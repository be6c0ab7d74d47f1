"""The Pink Sheet read strictly: a form that changed is refused whole, a strange cell alone."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.errors import SourceChanged
from generator.sources import SideLayout, read_context
from generator.trade.period import Period
from generator.trade.side_batches import ContextBatch
from tests.side_tables import MONTHS, NAMES, PINK, pink_sheet

LAYOUT = SideLayout("pink-sheet", "prices")
FETCHED = date(2026, 4, 1)


def read(raw: bytes) -> ContextBatch:
    """Return what a workbook says."""
    return read_context(LAYOUT, raw, "CMO.xlsx", FETCHED)


def told(batch: ContextBatch) -> dict[tuple[str, str], Decimal | None]:
    """Return the values by name and period."""
    return {(one.name, str(one.period)): one.value for one in batch.observations}


def test_a_price_has_its_cell_and_its_unit() -> None:
    """Copper of February 2026 stands in B10 of the sheet."""
    found = {(one.name, str(one.period)): one for one in read(pink_sheet()).observations}
    copper = found["Copper", "2026-02"]
    assert (Decimal("12951.35"), "$/mt") == (copper.value, copper.unit)
    assert (10, "Monthly Prices!B10", "12951.35") == (copper.cell.row, copper.cell.column, copper.cell.text)


def test_the_day_of_release_is_the_publishers() -> None:
    """The day on which a person fetched it is not when it was out; the newest month with a price is its period."""
    batch = read(pink_sheet())
    assert (date(2026, 3, 3), Period.parse("2026-02")) == (batch.released, batch.period)


def test_a_gap_is_no_price() -> None:
    """An ellipsis of either form and a blank cell are gaps; notes and blanks behind a name are none of it."""
    values = told(read(pink_sheet()))
    gaps = {(name, month) for (name, month), value in values.items() if value is None}
    south = "Coal, South African"
    assert {(south, "2026-01"), (south, "2026-02"), ("Urea", "2025-01")} == gaps


@pytest.mark.parametrize(
    ("price", "reason"),
    [
        ("n.a.", "is no number"),
        (-3, "is no number"),
        (0, "of 0 is none"),
        (True, "is no number"),
        (1e-50, "is no number"),
    ],
)
def test_a_strange_price_is_set_aside_alone(price: object, reason: str) -> None:
    """The others of its row are taken."""
    batch = read(pink_sheet(dict(MONTHS) | {"2026M02": (price, 70, 472)}))
    assert ("Copper", "2026-02") not in told(batch)
    assert Decimal(70) == told(batch)["Coal, South African", "2026-02"]
    assert [("Monthly Prices!B10", True)] == [(one.column, reason in one.reason) for one in batch.refusals]


def test_a_month_that_had_not_ended_is_set_aside() -> None:
    """On 3 March no price of March is an average of the month."""
    batch = read(pink_sheet(dict(MONTHS) | {"2026M03": (1, 2, 3)}))
    assert {"2026-03 had not ended on the day of release, 2026-03-03"} == {one.reason for one in batch.refusals}
    assert Period.parse("2026-02") == batch.period


def test_a_month_that_stands_twice_with_two_prices_has_none() -> None:
    """Nobody can say which is right; equal ones are one."""
    raw = pink_sheet(dict(MONTHS) | {"2026M02 ": (1, None, 472)})
    batch = read(raw)
    assert ("Copper", "2026-02") not in told(batch)
    assert Decimal(472) == told(batch)["Urea", "2026-02"]
    assert {"Copper has different figures for 2026-02"} == {one.reason for one in batch.refusals}


STRANGE: list[tuple[dict[str, Any], str]] = [
    ({"sheet": "Prices"}, 'there is no sheet "Monthly Prices"'),
    ({"updated": "March 2026"}, "cell A4 has"),
    ({"updated": "Updated on March 33, 2026"}, "cell A4 has"),
    ({"names": (None, "Copper", "Copper **", "Urea")}, 'two columns are called "Copper"'),
    ({"names": (None, "Copper", None, "Urea")}, "column C has the name"),
    ({"units": (None, "($/mt)", None, "($/mt)")}, "column C has the name"),
    ({"units": NAMES}, "column B has the name"),
    ({"names": ("Copper", "Coal", "Urea", "DAP")}, "column A has"),
    ({"months": {}}, "has no months"),
]


@pytest.mark.parametrize(("change", "problem"), STRANGE)
def test_another_form_is_refused_whole(change: dict[str, Any], problem: str) -> None:
    """Names, units, day and months stand where they always stood, or nothing is stored."""
    with pytest.raises(SourceChanged, match=r"Nothing was stored\.") as error:
        read(pink_sheet(**change))
    assert problem in str(error.value)


def damaged() -> Sequence[bytes]:
    """Return a good workbook damaged in a hundred places, and cut at as many."""
    raw = pink_sheet()
    places = range(0, len(raw), len(raw) // 100)
    return [raw[:at] + bytes([raw[at] ^ 0x5A]) + raw[at + 1 :] for at in places] + [raw[:at] for at in places]


def test_a_damaged_workbook_is_read_or_refused() -> None:
    """No traceback, and no other figure than the good one has."""
    good = told(read(pink_sheet()))
    refused = 0
    for raw in damaged():
        try:
            assert good == told(read(raw))
        except SourceChanged:
            refused += 1
    assert refused > 150


def test_the_worlds_own_file_is_read_whole(shared_data: Path) -> None:
    """The release of 3 March 2026: 71 series, 794 months, nothing set aside; copper as its cell BM800 prints it."""
    batch = read((shared_data / PINK).read_bytes())
    values = told(batch)
    assert (71, 794, ()) == (len({name for name, _ in values}), len({when for _, when in values}), batch.refusals)
    assert Decimal("12951.35") == values["Copper", "2026-02"]
    assert {"Monthly Prices!BM800"} == {
        one.cell.column for one in batch.observations if (one.name, str(one.period)) == ("Copper", "2026-02")
    }
    assert (date(2026, 3, 3), None) == (batch.released, values["Coal, South African", "1960-01"])
