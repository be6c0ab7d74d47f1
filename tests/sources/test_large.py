"""Large files say what small ones say: rows, refusals and what a release is complete about, or the same refusal."""

import gzip
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.errors import SourceChanged
from generator.sources import TableLayout, is_large, read, read_large
from generator.trade.columns import BY_SERIES, COLUMNS, row_of
from generator.trade.release import Batch, LargeBatch

DAY = date(2026, 1, 20)
CELLS = {
    "period": ["2025", "2025-11", "2025-01..2025-02", "2026-02", "2025-13"],
    "partner": ["PAK", "586", "W00", " pk", "PA\u202eK", ""],
    "code": ["26", "2603", "260300", "74", "0000"],
    "scale": ["million", "one", "mln"],
    "value": ["1", "0", "12.50", "...", "1,5", "-1", "", "9" * 17],
    "quantity": ["", "-", "3", "3.0", "2.50", "x"],
    "quantity_unit": ["kg", "t", ""],
    "standing": ["customs", "customs", "relayed"],
    "speaker": ["", 'Another, "loud"', "of two\nlines", "O'Neil"],
    "published": ["", "2026-01-20", "2025-12-31", "20260119"],
    "kind": ["total", "total", "part"],
}
HEADER = tuple(CELLS)
LAYOUT = TableLayout(
    "customs",
    {field: field for field in HEADER if field != "kind"},
    reporter="CHN",
    flow="import",
    scales={"million": Decimal(1_000_000), "one": Decimal(1)},
    status_marks={"...": "C"},
    only={"kind": ("total",)},
    unknown=("-",),
    covers="all",
    covers_codes=("26",),
)
Outcome = dict[str, Any]


def outcome(ask: Callable[[], Batch | LargeBatch]) -> Outcome:
    """Return what a reading comes to: the rows, and everything else of the batch, or why there is none."""
    try:
        batch = ask()
    except SourceChanged as fault:
        return {"fault": str(fault), "refusals": getattr(fault, "refusals", ())}
    names = {field.name for field in fields(Batch)} - {"observations", "raw"} | {"release", "count", "parties"}
    return {"rows": rows_of(batch)} | {name: getattr(batch, name) for name in names}


def rows_of(batch: Batch | LargeBatch) -> list[tuple[Any, ...]]:
    """Return the observations as rows of the columns, by series."""
    if isinstance(batch, LargeBatch):
        return duckdb.execute("SELECT * FROM read_parquet($1)", [str(batch.file)]).fetchall()
    rows = sorted((row_of(one) for one in batch.observations), key=itemgetter(*BY_SERIES))
    return [tuple(row[name] for name in COLUMNS) for row in rows]


def both(layout: TableLayout, raw: bytes, released: date | None = DAY) -> tuple[Outcome, Outcome]:
    """Return what both ways of reading come to."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "table.csv")
        file.write_bytes(raw)
        large = outcome(lambda: read_large(layout, file, "table.csv", released, Path(folder)))
    return outcome(lambda: read(layout, raw, "table.csv", released)), large


def table(*rows: str) -> bytes:
    """Return a table of the rows, whose first cell is the code: `26,1,3,kg`."""
    cells = [f"2025-11,PAK,{code},one,{rest},customs,,,total" for code, _, rest in (row.partition(",") for row in rows)]
    return "\n".join([",".join(HEADER), *cells]).encode()


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableLayout, bytes]:
    """Return a layout, and a file that is nearly written so."""
    row = st.tuples(*(st.sampled_from(CELLS[name]) for name in HEADER))
    rows = draw(st.lists(row, min_size=1, max_size=8))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in one) for one in (HEADER, *rows)]
    for line in draw(st.lists(st.sampled_from(["", "a,b", '"', "\r", "x" * 140_000]), max_size=1)):
        quoted.insert(draw(st.integers(0, len(quoted))), line)
    encoding = draw(st.sampled_from(["utf-8", "utf-16", "gb18030"]))
    text = draw(st.sampled_from(["", "\ufeff"])) + draw(st.sampled_from(["\n", "\r\n"])).join(quoted)
    layout = replace(
        LAYOUT, encoding=encoding, every_partner=draw(st.booleans()), at_most=draw(st.sampled_from([None, 5]))
    )
    return layout, text.encode(encoding)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from([DAY, DAY, None]))
@example((replace(LAYOUT, at_least=0), ",".join(HEADER).encode()), DAY)
@example((LAYOUT, b""), DAY)
@example((LAYOUT, b"<html>"), DAY)
@example((LAYOUT, ",".join(HEADER).encode() + b"\n\xff"), DAY)
@example((LAYOUT, ",".join(HEADER).encode() + b"\n\n\0"), DAY)
@example((LAYOUT, table("26,1,3,kg", "26,1,4,kg", "74,1,,")), DAY)
@example((LAYOUT, table("26,1,,kg", "26,1,3,kg", "26,1,3.0,kg")), DAY)
def test_a_large_file_says_what_a_small_one_says(table: tuple[TableLayout, bytes], released: date | None) -> None:
    """Figures, places, refusals and what the release is complete about are the same, whatever is odd in the file."""
    small, large = both(*table, released)
    assert small == large


def test_the_same_figures_in_another_order_are_no_news(tmp_path: Path) -> None:
    """Where a figure stands in a file is no part of what the file says."""
    contents = []
    for rows in (("26,1,3,kg", "74,2,,"), ("74,2,,", "26,1,3,kg")):
        file = tmp_path / "table.csv"
        file.write_bytes(table(*rows))
        contents.append(read_large(LAYOUT, file, file.name, DAY, tmp_path, address="https://example.org/").content)
    assert contents[0] == contents[1] != ""


@pytest.mark.parametrize("cut", [0, 1, 15, -9, -1])
def test_a_cut_archive_is_refused(tmp_path: Path, cut: int) -> None:
    """A file that cannot be unpacked to its end says nothing."""
    (tmp_path / "table.csv.gz").write_bytes(gzip.compress(table("26,1,3,kg") * 50)[:cut])
    with pytest.raises(SourceChanged, match=r"unpacked|not compressed"):
        read_large(replace(LAYOUT, form="csv.gz"), tmp_path / "table.csv.gz", "table.csv.gz", DAY, tmp_path)


def test_a_small_archive_may_be_a_large_file(tmp_path: Path) -> None:
    """Six kilobytes can hold three million rows: they are not held whole, and no more than a table's measure."""
    layout, raw = replace(LAYOUT, form="csv.gz"), gzip.compress(table() + (b"\n" + b"x" * 100_000) * 700)
    assert (True, False) == (is_large(layout, len(raw), raw), is_large(layout, 30, gzip.compress(table())))
    (tmp_path / "table.csv.gz").write_bytes(raw)
    with pytest.raises(SourceChanged, match="the file comes to more than 64 MiB"):
        read_large(layout, tmp_path / "table.csv.gz", "table.csv.gz", DAY, tmp_path)


def test_rows_that_hang_together_are_read_at_once() -> None:
    """Where a quantity stands in a row of its own, any row may be needed for any other."""
    apart = replace(LAYOUT, measures={"column": "what", "value": "V", "quantity": "Q"})
    assert (True, False) == (is_large(LAYOUT, 10**9), is_large(apart, 10**9))
