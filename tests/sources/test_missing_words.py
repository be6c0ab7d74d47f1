"""Texts that programs write for a missing value stay the texts that they are in every form: NA is Namibia's code."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from html import escape
from pathlib import Path

import duckdb
import openpyxl
import pytest

from generator.sources import NothingUsable, TableLayout, layout_of, read, read_large
from generator.sources.sdmx_messages import COMEXT
from generator.trade.release import Batch, LargeBatch
from tests.sources.sdmx_samples import as_json, comext, xml

DAY = date(2026, 3, 20)
WORDS = ("NA", "NaN", "nan", "null", "NULL", "None", "<NA>", "N/A", "#N/A", "")
COLUMNS = ("period", "reporter", "partner", "flow", "code", "value")
ROWS = [
    *(("2025", "CHN", word, "import", "2603", "5") for word in WORDS),
    *(("2025", word, "CHN", "import", "2603", "5") for word in WORDS),
]
TABLE = TableLayout("office", {name: name for name in COLUMNS})
Said = tuple[list[tuple[str, str]], list[str]]  # the pairs that have a figure, and the texts that were set aside
Read = Callable[[], Batch | LargeBatch]


def said(ask: Read) -> Said:
    """Return what a reading comes to."""
    try:
        batch = ask()
    except NothingUsable as fault:
        return [], [one.text for one in fault.refusals]
    pairs = [(reporter, partner) for reporter, partner, _ in batch.parties]
    return sorted(pairs), [one.text for one in batch.refusals]


def small(form: str, raw: bytes) -> Said:
    """Return what a table in `form` says."""
    return said(lambda: read(replace(TABLE, form=form), raw, "table", DAY))


def as_csv(_: Path) -> Said:
    """Read the rows as CSV."""
    return small("csv", written(ROWS))


def as_a_large_file(folder: Path) -> Said:
    """Read them as DuckDB reads a large file by itself."""
    return large(folder, written(ROWS))


def as_xlsx(_: Path) -> Said:
    """Read them as a workbook; "#N/A" is an error of a spreadsheet there."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet
    for row in (COLUMNS, *ROWS):
        sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return small("xlsx", file.getvalue())


def as_parquet(folder: Path) -> Said:
    """Read them as Parquet, in which no text is null."""
    file = folder / "table.parquet"
    with duckdb.connect(":memory:") as page:
        page.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in COLUMNS)})")
        page.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, nullif(?, ''))", ROWS)
        page.execute("UPDATE t SET partner = nullif(partner, ''), reporter = nullif(reporter, '')")
        page.execute(f"COPY t TO '{file}' (FORMAT parquet)")
    return small("parquet", file.read_bytes())


def as_json_records(_: Path) -> Said:
    """Read them as the records of an answer; an empty cell is null."""
    records = [{name: cell or None for name, cell in zip(COLUMNS, row, strict=True)} for row in ROWS]
    return small("json", json.dumps({"data": records}).encode())


def written(rows: Iterable[Iterable[str]]) -> bytes:
    """Return the rows under their header as CSV."""
    return "".join(",".join(row) + "\n" for row in (COLUMNS, *rows)).encode()


def large(folder: Path, raw: bytes) -> Said:
    """Return what a large file says."""
    file = folder / "table.csv"
    file.write_bytes(raw)
    return said(lambda: read_large(TABLE, file, "table", DAY, folder))


FORMS = (as_csv, as_a_large_file, as_xlsx, as_parquet, as_json_records)
MESSAGES = {
    "csv": (comext("M,DE,PK,260300,1,VALUE_IN_EUROS,2025-01,100.50,"), ",{},"),
    "xml": (xml(), '"{}"'),
    "json": (as_json(), '"{}"'),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_word_for_a_missing_value_stays_a_word(tmp_path: Path, form: Callable[[Path], Said]) -> None:
    """Namibia reports and is traded with; every other row is set aside with the text that it has, an empty one too."""
    expected = [("CHN", "NAM"), ("NAM", "CHN")]
    assert (expected, [*WORDS[1:], *WORDS[1:]]) == form(tmp_path)


@pytest.mark.parametrize("form", MESSAGES)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_a_missing_value_stays_a_word_in_sdmx(form: str, word: str) -> None:
    """As a partner and as a reporter, in its CSV, in XML and in JSON alike."""
    raw, cell = MESSAGES[form]
    text = escape(word) if form == "xml" else word
    for place, pair in (("PK", ("DEU", "NAM")), ("DE", ("NAM", "PAK"))):
        message = raw.replace(cell.format(place).encode(), cell.format(text).encode())
        pairs, texts = said(partial(read, layout_of(COMEXT, message, "message"), message, "message", DAY))
        expected = ([pair], set()) if word == "NA" else ([], {word})
        assert expected == (pairs, set(texts))
