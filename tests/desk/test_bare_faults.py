"""A bare table that cannot be read: one line with the file, the line in it, what is wrong and what helps; exit 2."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.editions.bare_panel import picks_of
from generator.errors import GeneratorError, SourceChanged
from tests.desk.bare_table import HEADER, rows, run, table

TWO = "2025-01..2025-02"
# By what is wrong: the rows after the header (line 1), the line, the problem, the remedy.
FAULTS: dict[str, tuple[list[str], int, str, str]] = {
    "a period": (["74,hs2,,2025-1,5,,,F"], 2, "2025-1 is no period", "Write 2025-12"),
    "a thirteenth month": (["74,hs2,,2025-12,5,,,F", "74,hs2,,2025-13,5,,,F"], 3, "no month 13", "Mend the row"),
    "months backwards": (["74,hs2,,2025-02..2025-01,5,,,F"], 2, "is no period", "Mend the row"),
    "a number": (['74,hs2,,2025-12,"1,5",,,F'], 2, "value_usd is 1,5", "1234.5"),
    "no number": (["74,hs2,,2025-12,NaN,,,F"], 2, "value_usd is NaN", "1234.5"),
    "a word for none": (["74,hs2,,2025-12,n/a,,,F"], 2, "value_usd is n/a", "leave the cell empty"),
    "a quantity": (["74,hs2,,2025-12,5,many,kg,F"], 2, "quantity is many", "1234.5"),
    "below zero": (["74,hs2,,2025-12,-5,,,F"], 2, "value_usd is -5, below zero", "no negative values"),
    "beyond all trade": (["74,hs2,,2025-12,1e400,,,F"], 2, "value_usd is 1e400", "No trade is so large"),
    "a status": (["74,hs2,,2025-12,5,,,Q"], 2, "status is Q", "F P X E C"),
    "no series": ([",hs2,,2025-12,5,,,F"], 2, "names no series", "Fill it in"),
    "a control sign": (["74\x07,hs2,,2025-12,5,,,F"], 2, "control sign", "Leave it out"),
    "a second row": (["74,hs2,,2025-12,5,,,F"] * 2, 3, "74 has a second row for 2025-12", "Leave one row"),
    "another parent": (
        ["74,hs2,,2025-11,5,,,F", "74,hs2,76,2025-12,5,,,F"],
        3,
        "74 has another level or parent",
        "one of each",
    ),
    "its own parent": (["74,hs2,74,2025-12,5,,,F"], 2, "74 lies within itself", "Mend its parent"),
    "parents in a circle": (
        ["7,a,,2025-12,9,,,F", "1,a,2,2025-12,5,,,F", "2,a,3,2025-12,5,,,F", "3,a,1,2025-12,5,,,F"],
        3,
        "1 lies within itself",
        "Mend its parent",
    ),
    "years of nothing": (
        ["74,hs2,,2025-11,5,,,F", "74,hs2,,0205-12,5,,,F", "74,hs2,,2025-12,5,,,F"],
        3,
        "no row between 0205-12 and 2025-11",
        "Mend 0205-12",
    ),
    "years to come": (
        ["74,hs2,,2025-11,5,,,F", "74,hs2,,2025-12,5,,,F", "74,hs2,,2205-12,5,,,F"],
        4,
        "no row between 2025-12 and 2205-12",
        "Mend 2205-12",
    ),
    "a year among months": (
        ["74,hs2,,2025-11,5,,,F", "74,hs2,,2025-12,5,,,F", "74,hs2,,2024,5,,,F"],
        4,
        "2024 is a year, and most rows are of a month",
        "a table of their own",
    ),
    "a sum beside its months": (
        ["74,hs2,,2025-02,5,,,F", f"74,hs2,,{TWO},9,,,F"],
        3,
        f"{TWO} stands beside 2025-02",
        "or their sum",
    ),
    "a sum of other months": (
        ["74,hs2,,2025-02,5,,,F", "74,hs2,,2025-03..2025-04,9,,,F"],
        3,
        "2025-03..2025-04 is not January and February",
        "leave the row out",
    ),
    "a cell too few": (["74,hs2,,2025-11,5,,,F", "74,hs2,,2025-12,5"], 3, "5 cells, and the header 8", "Mend the row"),
    "a cell too many": (["74,hs2,,2025-12,5,,,F,x"], 2, "9 cells, and the header 8", "Mend the row"),
    "an open quotation mark": (["74,hs2,,2025-11,5,,,F", '"74,hs2,,2025-12,5,,,F'], 3, "cannot be read", "Close the"),
    "a blank line before it": (
        ["74,hs2,,2025-11,5,,,F", "", "74,hs2,,2025-13,5,,,F"],
        4,
        "no month 13",
        "Mend the row",
    ),
    "a header and no rows": ([], 1, "a header and no rows", "Fill it in"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_with_its_place_and_remedy(tmp_path: Path, fault: str) -> None:
    """The file and its line, what stands there, what to do."""
    lines, line, problem, remedy = FAULTS[fault]
    file = table(tmp_path, lines)
    with pytest.raises(SourceChanged) as raised:
        picks_of(file, "2025-12")
    said = str(raised.value)
    assert said.startswith(f"{file}:{line}: ")
    assert problem in said
    assert remedy in said
    assert (2, 1) == (raised.value.exit_code, len(said.splitlines()))


HEADERS = {
    "series,period": ("1: it has no column value_usd", "It needs series, period, value_usd"),
    "code,period,value_usd": ("1: it has no column series", "it may have level, parent"),
    "series,value_usd,level": ("1: it has no column period", "It needs"),
    "series,period,value_usd,period": ("1: two columns have one name", "Leave one out"),
    HEADER.replace(",", ";"): ("1: it has no column series", "apart by semicolons: save it with commas"),
    HEADER.replace(",", "\t"): (
        "1: it has no column series",
        "apart by tabs: save it with commas, or, with tabs, as .tsv",
    ),
    "series,period,value": ("1: it has no column value_usd", "Call the column 'value' value_usd. It needs"),
    "series,period, Value_USD ": ("1: it has no column value_usd", "Call the column 'Value_USD' value_usd."),
    "series,period,value_usd,Parent": ("1: it has no column parent", "Call the column 'Parent' parent."),
    "series,period,value_usd,quantity,quantity unit": (
        "1: it has no column quantity_unit",
        "Call the column 'quantity unit' quantity_unit.",
    ),
    "": (" its first line is empty", "It needs"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_missing_column_is_named(tmp_path: Path, header: str) -> None:
    """With those that it needs."""
    problem, remedy = HEADERS[header]
    file = table(tmp_path, ["74,2025-12,5"], header=header)
    with pytest.raises(SourceChanged) as raised:
        picks_of(file, "2025-12")
    assert f"{file}:{problem}" in str(raised.value)
    assert remedy in str(raised.value)


def short(data: bytes) -> bytes:
    """Cut an archive."""
    return gzip.compress(data)[:12]


FORMS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "UTF-16": ("table.csv", lambda data: data.decode().encode("utf-16"), ":1: it is not UTF-8. Save it as UTF-8."),
    "Latin-1 near": ("table.csv", lambda data: data + b"74\xe9,hs2,,2025-12,5,,,F\n", ":3: it is not UTF-8."),
    "Latin-1 far": ("table.csv", lambda data: data + b"74,hs2,,2025-11,5,,,F\n" * 9_000 + b"\xe9", ":9003: it is not"),
    "nothing": ("table.csv", lambda _: b"", ": its first line is empty. It needs series"),
    "no archive": ("table.csv.gz", lambda data: data, "Save it as CSV in UTF-8"),
    "half an archive": ("table.csv.gz", lambda data: gzip.compress(data)[:-9], "Save it as CSV in UTF-8"),
    "a torn archive": ("table.csv.gz", short, "Save it as CSV in UTF-8"),
    "no Parquet": ("table.parquet", lambda data: data, "Save it as CSV in UTF-8"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_another_form_is_refused(tmp_path: Path, form: str) -> None:
    """Another encoding, an archive that is none or torn, Parquet that is none."""
    name, change, said = FORMS[form]
    file = tmp_path / name
    file.write_bytes(change(f"{HEADER}\n74,hs2,,2025-12,5,,,F\n".encode()))
    with pytest.raises(SourceChanged) as raised:
        picks_of(file, "2025-12")
    assert str(raised.value).startswith(str(file))
    assert said in str(raised.value)


def test_a_folder_and_a_file_that_is_not_there_are_no_tables(tmp_path: Path) -> None:
    """Each said as what it is."""
    for file, said in ((tmp_path, "it is a folder"), (tmp_path / "no.csv", "there is no such file")):
        with pytest.raises(SourceChanged) as raised:
            picks_of(file, "2025-12")
        assert f"{file}: {said}. Name a table in CSV, TSV or Parquet." == str(raised.value)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2030-01", "the table has no 2030-01; it has 2019-01 to 2025-12. Name a period that it has."),
        ("2025", "the table has no 2025; it has 2019-01 to 2025-12."),
        ("2025-Q4", "the table has no 2025-Q4"),
        ("2025-01..2025-02", "the table has no 2025-01..2025-02"),
        ("December", "--period: 'December' is no period"),
    ],
)
def test_a_period_that_it_lacks_is_refused(tmp_path: Path, period: str, said: str) -> None:
    """With those that it has; a year is no month of it."""
    file = table(tmp_path, rows())
    with pytest.raises(GeneratorError) as raised:
        picks_of(file, period)
    assert said in str(raised.value)
    assert 2 == raised.value.exit_code


def test_a_fault_ends_with_2_and_one_line(tmp_path: Path) -> None:
    """On the command line, of the file and of the table before it; no picks are written."""
    good, bad = table(tmp_path, rows()), table(tmp_path, ["74,hs2,,2025-12,-5,,,F"], "bad.csv")
    out = tmp_path / "picks.json"
    for given in (("--input", bad), ("--input", good, "--previous", bad)):
        code, said = run(*given, "--period", "2025-12", "--out", out)
        assert (2, 1) == (code, len(said)), said
        assert f"{bad}:2: value_usd is -5" in said[0]
        assert not out.exists()
