"""What a row becomes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from generator.sources import TableLayout, read
from generator.trade.codes import Flow
from generator.trade.observation import Cell, Observation
from generator.trade.period import Period
from generator.trade.release import Batch

Reader = Callable[..., Batch]


def test_a_row_becomes_an_observation_with_its_cell(layout: TableLayout) -> None:
    """Every number leads back to release, digest, line, column and the text as it was found."""
    raw = b"\xef\xbb\xbfcode,period,value\r\n\r\n0901,2025,14.16\r\n"
    narrow = replace(layout, partner="NA", columns={name: name for name in ("code", "period", "value")}, scales={})
    digest = sha256(raw).hexdigest()
    expected = Observation(
        *("CHN", "NAM", Flow.IMPORT, "0901", Period.parse("2025"), Decimal("14.16"), Decimal("0.005")),
        Cell(f"customs/2026-01-20/{digest[:12]}-{narrow.digest[:8]}", digest, 3, "value", "14.16"),
    )
    assert (expected,) == read(narrow, raw, "table.csv", date(2026, 1, 20)).observations


@pytest.mark.parametrize(
    ("scale", "text", "value", "half_unit"),
    [
        ("million", "14.16", "14160000", "5000"),
        ("million", "110.90", "110900000", "5000"),
        ("million", "101", "101000000", "500000"),
        ("one", '"1,234"', "1234", "0.5"),
        ("one", '"25,953,364,622.05"', "25953364622.05", "0.005"),
        ("one", "1234", "1234", "0.5"),
        ("million", "0", "0", "500000"),
    ],
)
def test_half_a_unit_is_half_of_the_last_printed_digit(
    read_rows: Reader, scale: str, text: str, value: str, half_unit: str
) -> None:
    """A printed number is a reading: its last digit says how far the value may lie from it."""
    [found] = read_rows(f"74,PAK,2025,{scale},{text},exact,customs,").observations
    assert (Decimal(value), Decimal(half_unit)) == (found.value, found.half_unit)


def test_a_cell_says_what_its_number_was_multiplied_by(layout: TableLayout) -> None:
    """The scale's word and the scale of the whole table together; nobody has to guess it from the print."""
    thousands = replace(layout, scale=Decimal(1000), decimal_mark=",", grouping=" ")
    raw = ",".join(layout.columns) + '\n74,PAK,2025,million,"1,50",exact,customs,'
    [found] = read(thousands, raw.encode(), "t.csv", date(2026, 1, 20)).observations
    assert (Decimal(10**9), Decimal(1_500_000_000)) == (found.cell.multiplier, found.value)


def test_a_withheld_value_needs_a_status_mark(layout: TableLayout) -> None:
    """Nothing in the cell is a gap, unless the source says that it is a secret."""
    marked = replace(layout, status_marks={"c": "C", "": "X"})
    header = ",".join(layout.columns)
    rows = [f"{code},PAK,2025,million,{text},exact,customs," for code, text in (("74", "c"), ("76", ""))]
    found = read(marked, "\n".join((header, *rows)).encode(), "t.csv", date(2026, 1, 20)).observations
    assert [(None, "C"), (None, "X")] == [(one.value, one.status) for one in found]


def test_a_quantity_is_read_in_its_own_unit(layout: TableLayout) -> None:
    """The scale of the values does not touch the weight; an empty quantity is none."""
    columns = dict(layout.columns) | {"quantity": "kg", "quantity_unit": "unit"}
    rows = ['74,PAK,2025,million,1,exact,customs,,"1,200",kg', "76,PAK,2025,million,1,exact,customs,,,"]
    raw = "\n".join((",".join(columns.values()), *rows)).encode()
    found = read(replace(layout, columns=columns), raw, "t.csv", date(2026, 1, 20)).observations
    assert [(Decimal(1200), "kg"), (None, "")] == [(one.quantity, one.quantity_unit) for one in found]


def test_a_table_in_another_dress_gives_the_same_value(layout: TableLayout) -> None:
    """Encoding, delimiter, decimal comma and spaced groups are declared, so they change nothing."""
    dressed = replace(layout, encoding="gb18030", delimiter=";", decimal_mark=",", grouping=" ", ignored=("说明",))
    rows = [";".join((*layout.columns, "说明")), "74;PAK;2025;one;1\u00a0234,5;exact;customs;;铜"]
    [found] = read(dressed, "\n".join(rows).encode("gb18030"), "t.csv", date(2026, 1, 20)).observations
    assert (Decimal("1234.5"), "1\u00a0234,5") == (found.value, found.cell.text)
