"""Large files say what small ones say: both ways of reading a table come to the same, or refuse in the same words."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.errors import SourceChanged
from generator.sources import NothingUsable, TableLayout, read
from generator.sources.large_file import is_large, read_large
from generator.trade.columns import BY_SERIES, COLUMNS, row_of
from generator.trade.release import Batch, LargeBatch

DAY = date(2026, 1, 20)
FIELDS = ("period", "partner", "code", "edition", "scale", "value", "quantity", "quantity_unit")
MORE = ("quantity_status", "status", "qualifier", "standing", "speaker", "published", "publication", "wording")
KIND = "kind"  # a column that says which rows are read
HEADER = (*FIELDS, *MORE, KIND)
PLAIN = TableLayout(
    "customs",
    {field: field for field in (*FIELDS, *MORE)},
    reporter="CHN",
    flow="import",
    scales={"million": Decimal(1_000_000), "one": Decimal(1), "half": Decimal("0.5")},
    status_marks={"...": "C", "x": "X", " c ": "C"},
    words={"quantity_status": {"true": "E", "false": "", "": ""}},
    only={KIND: ("total", "all")},
    unknown=("-", "n/a"),
    covers="all",
    covers_codes=("26",),
    valued={"CIF": "cif", "FOB": "fob"},
    ignored=("cif", "fob"),
)
GOOD = {
    "period": ["2025", "2015", "2025-11", "2025-01..2025-02"],
    "partner": ["PAK", "586", "USA", "W00"],
    "code": ["26", "2603", "260300", "74"],
    "edition": ["HS2022", "H5", "HS2012", ""],
    "scale": ["million", "one"],
    "value": ["1", "0", "12.50", "1234", "...", "x"],
    "quantity": ["", "-", "3", "2.50", "0"],
    "quantity_unit": ["kg", "t"],
    "quantity_status": ["true", "false", ""],
    "status": ["F", "P", "C"],
    "qualifier": ["exact", "over"],
    "standing": ["customs", "customs", "relayed"],
    "speaker": ["", "A minister", 'Another, "loud"'],
    "published": ["", "2026-01-20", "2025-12-31"],
    "publication": ["", "A paper"],
    "wording": ["", "above"],
    KIND: ["total", "total", "all", "part"],
    "cif": ["1", "0", "12.50", "1234", ""],
    "fob": ["1", "0.0", "12.5", "1234", ""],
}
ODD = {
    "period": [" 2025-12", "2026-02", "2025-13", "٢٠٢٥"],
    "partner": ["pk", " PAK ", "XXX", "PA\u202eK", "", "NA"],
    "code": ["854231", "852872", "0000", "2603 ", "TOTAL", ""],
    "edition": ["HS2002", "HS1"],
    "scale": ["half", "mln", " one"],
    "value": [
        "1234.5",
        "1,234.5",
        "1.234,5",
        "1 234",
        "1\u00a0234",
        "0,5",
        " c ",
        "c",
        "",
        " ",
        "-1",
        "(1)",
        "1e5",
        "NaN",
    ],
    "quantity": ["n/a", "0.0", "1,234", "x", " 3 ", "9" * 16, "1.123456789"],
    "quantity_unit": ["-", "", " kg", "pairs"],
    "quantity_status": [" true", "maybe"],
    "status": ["", "Z"],
    "qualifier": ["nearly"],
    "standing": ["rumour"],
    "speaker": ["of two\nlines", "O'Neil", " "],
    "published": [" 2026-01-19", "2026-01-21", "20260119"],
    "publication": ["\tA paper"],
    "wording": ["'", "NULL", "\\N"],
    "cif": [" 1", "NULL", "1,234.5", "..."],
    "fob": ['"', "1.0", "1,234.5", "..."],
    KIND: [" all", "", "Total"],
}
ODD["value"] += ["01", "1.", ".5", "1.123456789", "0.000000001", "9" * 15, "9" * 17, "5 p", "1\u200b2"]
FORMS = [(".", ""), (".", ","), (",", "."), (",", " ")]


def outcome(ask: Callable[[], Batch | LargeBatch]) -> dict[str, Any]:
    """Return what a reading comes to: the rows, and everything else of the batch, or why there is none."""
    try:
        batch = ask()
    except NothingUsable as fault:
        return {"fault": str(fault), "refusals": fault.refusals}
    except SourceChanged as fault:
        return {"fault": str(fault)}
    told = (
        "release",
        "released",
        "document",
        "period",
        "refusals",
        "covers",
        "layout",
        "coverage",
        "parties",
        "count",
        "repeated",
    )
    return {"rows": rows_of(batch)} | {name: getattr(batch, name) for name in told}


def rows_of(batch: Batch | LargeBatch) -> list[tuple[Any, ...]]:
    """Return the observations as rows of the columns, by series."""
    if isinstance(batch, LargeBatch):
        return duckdb.execute("SELECT * FROM read_parquet($1)", [str(batch.file)]).fetchall()
    rows = sorted((row_of(one) for one in batch.observations), key=itemgetter(*BY_SERIES))
    return [tuple(row[name] for name in COLUMNS) for row in rows]


def both(layout: TableLayout, raw: bytes, released: date | None = DAY) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what both ways of reading come to."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "table.csv")
        file.write_bytes(raw)
        large = outcome(lambda: read_large(layout, file, "table.csv", released, Path(folder)))
    return outcome(lambda: read(layout, raw, "table.csv", released)), large


def written(cell: str, mark: str, *, always: bool) -> str:
    """Return a cell as CSV has it."""
    if always or any(sign in cell for sign in f'{mark}"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


@st.composite
def tables(draw: st.DrawFn) -> tuple[TableLayout, bytes]:
    """Return a layout, and a file that is nearly written so."""
    (mark, grouping), delimiter = draw(st.sampled_from(FORMS)), draw(st.sampled_from(",,;\t|"))
    header = draw(st.sampled_from([HEADER, (*HEADER, "cif", "fob"), ("fob", *HEADER)]))
    cells = {name: st.sampled_from(GOOD[name]) for name in header}
    for name in draw(st.sets(st.sampled_from(header), max_size=4)):
        cells[name] = st.sampled_from([*GOOD[name], *ODD[name]])
    row = st.tuples(*(cells[name] for name in header))
    rows = draw(st.lists(row, min_size=1, max_size=8))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2))
    always = draw(st.booleans())
    lines = [delimiter.join(written(cell, delimiter, always=always) for cell in one) for one in (header, *rows)]
    odd = st.sampled_from(
        ["", " ", "a,b", '"', ' "a"', 'a"b', '"a"b', "\r", delimiter * (len(HEADER) - 1), "x" * 140_000]
    )
    for line in draw(st.lists(odd, max_size=draw(st.sampled_from([0, 0, 2])))):
        lines.insert(draw(st.integers(0, len(lines))), line)
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "gb18030"]))
    text = draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + draw(st.sampled_from(["", end, end * 2]))
    layout = replace(
        PLAIN,
        decimal_mark=mark,
        grouping=grouping,
        delimiter=delimiter,
        encoding=encoding,
        zero_is_unknown=draw(st.booleans()),
        editions=draw(st.sampled_from([{}, {"2012": "HS2012", "2022": "HS2022"}])),
        every_partner=draw(st.booleans()),
        at_most=draw(st.sampled_from([None, None, 5])),
    )
    return layout, text.encode(encoding)


@settings(max_examples=150, deadline=None)
@given(tables(), st.sampled_from([DAY, DAY, None]))
@example((replace(PLAIN, at_least=0), ",".join(HEADER).encode()), DAY)
@example((PLAIN, b""), DAY)
@example((PLAIN, b"<html>"), DAY)
@example((PLAIN, ",".join(HEADER).encode() + b"\n\xff"), DAY)
@example((PLAIN, ",".join(HEADER).encode() + b"\n\n\0"), DAY)
def test_a_large_file_says_what_a_small_one_says(table: tuple[TableLayout, bytes], released: date | None) -> None:
    """Figures, places, refusals and what the release is complete about are the same, whatever is odd in the file."""
    small, large = both(*table, released)
    assert small == large


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_how_a_value_is_meant_is_the_same_in_both(end: str) -> None:
    """Every value beside every CIF and every FOB amount, read by DuckDB itself and by the csv module."""
    cells = list(product(("12.50", "1", "0"), GOOD["cif"], GOOD["fob"]))
    rows = [
        f"{2010 + at // 12}-{at % 12 + 1:02},PAK,26,,one,{value},3,kg,,F,exact,customs,,,,,total,{cif},{fob}"
        for at, (value, cif, fob) in enumerate(cells)
    ]
    small, large = both(PLAIN, end.join([",".join((*HEADER, "cif", "fob")), *rows]).encode())
    assert small == large
    said = {(row[list(COLUMNS).index("printed")], row[list(COLUMNS).index("valuation")]) for row in small["rows"]}
    assert said == {("12.50", "CIF"), ("12.50", ""), ("1", "CIF"), ("1", "FOB"), ("1", ""), ("0", "")}


@pytest.mark.parametrize("weights", [("3,kg", "4,kg"), ("3,kg", "3,t"), (",kg", "3,kg", "3.0,kg"), ("3,kg", ",t")])
def test_one_value_with_two_weights_is_no_repeated_row(weights: tuple[str, ...]) -> None:
    """Rows of one value contradict each other, or one of them is kept, as in a small file."""
    rows = [f"2025-11,PAK,26,,one,1,{weight},,F,exact,customs,,,,,total" for weight in (*weights, "3,kg")]
    rows.append(rows[0].replace(",26,", ",74,"))
    small, large = both(PLAIN, "\n".join([",".join(HEADER), *rows]).encode())
    assert small == large
    assert 1 <= small["count"] < len(rows)


def test_the_same_figures_in_another_order_are_no_news(tmp_path: Path) -> None:
    """Where a figure stands in a file is no part of what the file says."""
    header = ",".join(HEADER)
    rows = [f"2025-1{at},PAK,26,,one,{at},3,kg,,F,exact,customs,,,,,total" for at in range(2)]
    found = []
    for name, lines in {"one": rows, "other": rows[::-1]}.items():
        file = tmp_path / name
        file.write_text("\n".join([header, *lines]), "utf-8")
        found.append(read_large(PLAIN, file, "table.csv", DAY, tmp_path, address="https://example.org/"))
    assert 2 == found[0].count
    assert found[0].content == found[1].content != ""


@pytest.mark.parametrize("cut", [0, 1, 2, 15, -9, -1])
def test_a_cut_archive_is_refused(tmp_path: Path, cut: int) -> None:
    """A file that cannot be unpacked to its end says nothing."""
    raw = gzip.compress(b"code\n" + b"74\n" * 50)
    (tmp_path / "table.csv.gz").write_bytes(raw[:cut])
    with pytest.raises(SourceChanged, match=r"unpacked|not compressed"):
        read_large(replace(PLAIN, form="csv.gz"), tmp_path / "table.csv.gz", "table.csv.gz", DAY, tmp_path)


def test_a_small_archive_may_be_a_large_file(tmp_path: Path) -> None:
    """Six kilobytes can hold three million rows: they are not held whole, and no more than a table's measure."""
    layout, raw = replace(PLAIN, form="csv.gz"), gzip.compress(",".join(HEADER).encode() + b"\n" * 65 * 2**20)
    assert (True, False) == (is_large(layout, len(raw), raw), is_large(layout, 30, gzip.compress(b"code\n74\n")))
    (tmp_path / "table.csv.gz").write_bytes(raw)
    with pytest.raises(SourceChanged, match="the file comes to more than 64 MiB"):
        read_large(layout, tmp_path / "table.csv.gz", "table.csv.gz", DAY, tmp_path)


def test_rows_that_hang_together_are_read_at_once() -> None:
    """Where a quantity stands in a row of its own, any row may be needed for any other."""
    apart = replace(PLAIN, measures={"column": "what", "value": "V", "quantity": "Q"})
    assert (True, False) == (is_large(PLAIN, 10**9), is_large(apart, 10**9))
