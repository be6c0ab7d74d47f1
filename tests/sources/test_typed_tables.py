"""Workbooks and Parquet: the same figures as in CSV, and the same texts as the audit reads by its own means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.audit.trace.document_sheets import DocumentSheet
from generator.errors import SourceChanged
from generator.sources import TableLayout, read, typed_tables
from generator.trade.release import Batch
from tests.sources.typed_samples import JANUARY, OUT, PARQUET, ROWS, TYPED, XLSX, book, parquet, repacked, saved

DAY = date(2026, 1, 20)


def batch(layout: TableLayout, raw: bytes) -> Batch:
    """Return what the bytes say."""
    return read(layout, raw, "table", DAY)


def audited(layout: TableLayout, raw: bytes) -> Mapping[int, Mapping[str, str]]:
    """Return the rows that the audit finds in the bytes."""
    return DocumentSheet.of(layout.as_data(), raw).rows


def refusal(layout: TableLayout, raw: bytes) -> str:
    """Return the sentence with which a file is refused."""
    with pytest.raises(SourceChanged) as fault:
        batch(layout, raw)
    return str(fault.value)


def test_a_sheet_is_read_below_its_title() -> None:
    """A cell is named by the row of the sheet; a number is its shortest writing, a date its day."""
    found = batch(XLSX, saved(book(*ROWS)))
    assert () == found.refusals
    assert [(5, "14.1"), (6, "1.1"), (7, "31415926"), (8, "c")] == [
        (one.cell.row, one.cell.text) for one in found.observations
    ]
    assert [Decimal("14.1"), Decimal("1.1"), Decimal(31415926), None] == [one.value for one in found.observations]
    assert ["PAK", "NAM", "PAK", "PAK"] == [one.partner for one in found.observations]
    assert [Decimal(7), None, Decimal(10**7), None] == [one.quantity for one in found.observations]
    assert ("C", date(2026, 1, 18)) == (found.observations[3].status, found.observations[0].published)


@pytest.mark.parametrize("mark", [".", ","])
def test_the_audit_finds_the_same_texts_in_a_sheet(mark: str) -> None:
    """The reader's library and the audit's XML agree on every cell, whatever the decimal mark."""
    layout, made = replace(XLSX, decimal_mark=mark), book(*ROWS, (JANUARY, "PAK", "2602", 0.1 + 0.2, 1e-7, None))
    made["Figures"]["D5"].number_format = "0.00"
    raw = repacked(saved(made), b"<v>0.3</v>", b"<v>0.30000000000000004</v>")
    told = {number: tuple(row.values()) for number, row in audited(layout, raw).items()}
    assert dict(list(typed_tables.rows_of_workbook(layout, raw))[1:]) == told
    assert (f"0{mark}30000000000000004", f"0{mark}0000001") == told[9][3:5]


def test_a_number_is_no_code_of_a_spreadsheet_that_lost_a_zero() -> None:
    """0101 that became 101 is set aside with its row and what to do; it is never padded."""
    found = batch(XLSX, saved(book(*ROWS, (JANUARY, "PAK", 102, 5, 1, OUT), (JANUARY, "PAK", 2602, 5, 1, OUT))))
    reason = "102 is no HS code: 0102 may have lost its zero as a number; store codes as text"
    assert [(9, reason)] == [(one.row, one.reason) for one in found.refusals]
    assert "2602" == found.observations[-1].code


def test_a_formula_that_was_never_calculated_is_refused() -> None:
    """Its cell looks empty, and is not; a result is read like any other number."""
    raw = saved(book(*ROWS, (JANUARY, "PAK", "2602", "=D5*2", 1, OUT)))
    assert "cell D9 holds a formula that was never calculated." in refusal(XLSX, raw)
    calculated = repacked(raw, b"<v></v>", b"<v>28.2</v>")
    assert Decimal("28.2") == batch(XLSX, calculated).observations[-1].value
    assert "28.2" == audited(XLSX, calculated)[9]["usd"]


@pytest.mark.parametrize(
    ("layout", "words"),
    [
        (replace(XLSX, sheet="Tables"), 'there is no sheet "Tables"; there is "Figures", "Notes".'),
        (replace(XLSX, sheet=""), 'the workbook has the sheets "Figures", "Notes".'),
        (replace(XLSX, header_row=1), "say in which row the columns are named: header_row."),
        (replace(XLSX, form="csv", sheet="", header_row=1), "declare form: xlsx"),
    ],
)
def test_a_sheet_that_was_not_meant_is_refused(layout: TableLayout, words: str) -> None:
    """Which table is meant is said, never guessed."""
    assert words in refusal(layout, saved(book(*ROWS)))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small archive can hold a large one."""
    raw = saved(book(*ROWS))
    monkeypatch.setattr(typed_tables, "LARGEST_WORKBOOK", 4 * 2**20)
    bomb = repacked(raw, b"</sheetData>", b"</sheetData>" + b" " * 5 * 2**20)
    assert "the workbook comes to more than 4 MiB." in refusal(XLSX, bomb)
    assert len(bomb) < 64 * 2**10


@pytest.mark.parametrize("place", [b'r="99999999"', b'r="5" s="1"><c r="XFD1"/></row><row r="6"'])
def test_a_sheet_without_end_is_refused(place: bytes) -> None:
    """One row far below, or one cell far to the right, stands for millions of empty ones."""
    assert "more than 1,048,576 rows or 1,024 columns" in refusal(XLSX, repacked(saved(book(*ROWS)), b'r="5"', place))


@pytest.mark.parametrize("cut", [0, 4, 100, 3000])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    """What the library raises becomes one line."""
    assert "Nothing was stored." in refusal(XLSX, saved(book(*ROWS))[:cut] if cut else b"PK\x03\x04<html>")


def test_parquet_is_read_as_it_is_typed(tmp_path: Path) -> None:
    """A decimal keeps the digits that it has, a float its shortest writing; nothing is nothing."""
    found = batch(PARQUET, parquet(tmp_path, TYPED))
    assert () == found.refusals
    assert [(1, "14.10"), (2, "1.10")] == [(one.cell.row, one.cell.text) for one in found.observations]
    assert [Decimal("7.5"), None] == [one.quantity for one in found.observations]
    assert (Decimal("0.005"), "NAM") == (found.observations[0].half_unit, found.observations[1].partner)


@pytest.mark.parametrize("mark", [".", ","])
def test_the_audit_finds_the_same_texts_in_parquet(tmp_path: Path, mark: str) -> None:
    """Python's values and the texts of SQL agree, for every type that a table may have."""
    raw = parquet(
        tmp_path,
        """SELECT DATE '2025-01-01' AS month, TIMESTAMP '2025-01-02' AS partner, 0.1::FLOAT AS hs, 3::HUGEINT AS usd,
        unnest([1e16, 1e-7, 14, 0.1::DOUBLE + 0.2]) AS kg, true AS out""",
    )
    layout = replace(PARQUET, decimal_mark=mark)
    told = {number: tuple(row.values()) for number, row in audited(layout, raw).items()}
    assert dict(list(typed_tables.rows_of_parquet(layout, raw))[1:]) == told
    texts = ("10000000000000000", f"0{mark}0000001", "14", f"0{mark}30000000000000004")
    assert ("2025-01-01", "2025-01-02", f"0{mark}1", "3", texts[0], "TRUE") == told[1]
    assert texts == tuple(row[4] for row in told.values())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT [1, 2] AS month", 'column "month" holds no plain texts, numbers or days.'),
        ("SELECT now() AS month", 'column "month" holds no plain texts, numbers or days.'),
        ("SELECT repeat('a', 10001) AS month", "a text has more than 10,000 characters."),
        ("SELECT 1 AS month FROM range(10000001)", "at most 10,000,000"),
    ],
)
def test_parquet_that_is_no_table_is_refused(tmp_path: Path, query: str, words: str) -> None:
    """Lists, moments without a zone of their own, long texts and endless rows are no figures."""
    assert words in refusal(PARQUET, parquet(tmp_path, query))


@pytest.mark.parametrize("cut", [0, 4, 12, 300])
def test_damaged_parquet_is_refused(tmp_path: Path, cut: int) -> None:
    """A cut file is one line, not a traceback, and says no path of this machine."""
    said = refusal(PARQUET, parquet(tmp_path, TYPED)[:cut] if cut else b"PAR1" * 9)
    assert "Nothing was stored." in said
    assert "tradebrief-" not in said
