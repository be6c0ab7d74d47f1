"""Files that are not what the settings describe, and layouts that no file could satisfy: one line, nothing stored."""

import gzip
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.errors import SettingsError, SourceChanged
from generator.sources import NothingUsable, TableLayout, read
from generator.sources.large_file import read_large
from generator.sources.source_table import LIMIT

HEADER = "code,partner,period,scale,value,qualifier,standing,published"
ROW = "74,PAK,2025,million,14.16,exact,customs,"
GOOD = f"{HEADER}\n{ROW}\n"


def _sentence(layout: TableLayout, raw: bytes) -> str:
    with pytest.raises(SourceChanged) as fault:
        read(layout, raw, "table.csv", date(2026, 1, 20))
    return str(fault.value)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "the file is empty."),
        (b"\xef\xbb\xbf\r\n", "the file is empty."),
        (HEADER.encode(), "the file has a header and no rows."),
        (GOOD.encode("utf-16"), "the file is in UTF-16, not utf-8; expected a table in CSV."),
        (GOOD.replace("74", "Côte d’Ivoire").encode("cp1252"), "line 2 is not utf-8: byte 0xF4."),
        (GOOD.replace("74", "7\0").encode(), "line 2 holds a NUL byte."),
        (b"\n <!DOCTYPE html><html>", "the file is a web page; expected a table in CSV."),
        (b"PK\x03\x04" + GOOD.encode(), "the file is a spreadsheet or ZIP archive; expected a table in CSV."),
        (gzip.compress(GOOD.encode()), "the file is compressed with gzip; expected a table in CSV."),
        (
            GOOD.replace("exact", '"exact').encode(),
            "the row that starts on line 2 cannot be read: unexpected end of data.",
        ),
        (
            f"{HEADER}\n{ROW}".ljust(4096, "a").encode(),
            "the file ends inside its last line, after 4,096 bytes: a copy that was cut off ends so.",
        ),
        (GOOD.replace("scale", "value").encode(), 'two columns are called "value".'),
        (b"a" * (LIMIT + 1), "the file is larger than 64 MiB."),
    ],
)
def test_a_file_of_another_kind_is_named(layout: TableLayout, raw: bytes, problem: str) -> None:
    """The line says which source, which file, what is wrong, and that nothing was stored."""
    assert f"customs: table.csv: {problem}" == _sentence(layout, raw).partition(" Nothing was stored. ")[0]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (HEADER.replace("value", "valeu"), 'column "value" is missing; "valeu" may be its new name; the file has '),
        (HEADER.replace(",value", ""), 'column "value" is missing; the file has "code", "partner", "period", '),
        (
            "74,PAK,,",
            'column "code", "partner", "period", "scale", "value", "qualifier", "standing", "published" is missing',
        ),
        (HEADER + ",note", 'column "note" is unknown; expected "code", "partner", "period", '),
        (HEADER.replace("value", "value\u200b"), '"value\\u200b" may be its new name'),
        (HEADER.replace("value", "val\u202eeu"), '"val\\u202eeu" may be its new name'),
        (HEADER.replace("value", "</script>{{7*7}}"), '"period", "scale", "</script>{{7*7}}", "qualifier"'),
        (HEADER.replace(",", ";"), "It seems to be separated by ';': declare that as delimiter."),
    ],
)
def test_a_changed_header_is_named(layout: TableLayout, header: str, problem: str) -> None:
    """A column that is missing, renamed or new is news, never passed over."""
    assert problem in _sentence(layout, f"{header}\n{ROW}".encode())


def test_a_title_above_the_table_is_skipped(layout: TableLayout, tmp_path: Path) -> None:
    """The settings say on which line the columns are named; lines are counted as they lie in the file."""
    raw = f'Imports,"of two\nlines"\n\n{GOOD}'.encode()
    assert "say in which row the columns are named: header_row." in _sentence(layout, raw)
    (tmp_path / "table.csv").write_bytes(raw)
    below = replace(layout, header_row=4)
    large = read_large(below, tmp_path / "table.csv", "table.csv", date(2026, 1, 20), tmp_path)
    assert (5, 1) == (read(below, raw, "table.csv", date(2026, 1, 20)).observations[0].cell.row, large.count)


@pytest.mark.parametrize("header", ["</script><b>", "{{7*7}}", "China's [value]", '"USD", in 1', "'; DROP TABLE x --"])
def test_a_column_may_have_any_name(layout: TableLayout, header: str, tmp_path: Path) -> None:
    """It is compared and shown as it is, and runs nowhere, in a small file and in a large one."""
    named = replace(layout, columns={**layout.columns, "value": header})
    quoted = '"' + header.replace('"', '""') + '"'
    file = tmp_path / "table.csv"
    file.write_text(f"{HEADER.replace('value', quoted)}\n{ROW}\n", encoding="utf-8")
    small = read(named, file.read_bytes(), file.name, date(2026, 1, 20))
    large = read_large(named, file, file.name, date(2026, 1, 20), tmp_path)
    assert ((header, "14.16"), 1) == ((small.observations[0].cell.column, small.observations[0].cell.text), large.count)


@pytest.mark.parametrize(
    ("values", "form"),
    [
        (["1,14", "11", "14,16", "101"], "1234,5"),
        (['"1.140,5"', '"11"', '"2.014,16"'], "1.234,5"),
        (['"1 140,50"'], "1 234,5"),
    ],
)
def test_numbers_in_another_form_throughout_are_no_figures(layout: TableLayout, values: list[str], form: str) -> None:
    """A decimal comma read as a thousands comma would make a figure a thousandfold; both forms are named."""
    rows = [
        f'{74 + place},PAK,2025,million,"{text.strip(chr(34))}",exact,customs,' for place, text in enumerate(values)
    ]
    problem = f"numbers are written as {form} throughout; declared is 1,234.5."
    assert problem in _sentence(layout, "\n".join((HEADER, *rows)).encode())


@pytest.mark.parametrize(
    ("at_least", "at_most", "words"), [(3, None, "at least 3"), (1, 1, "at least 1 and at most 1")]
)
def test_a_file_of_another_size_is_set_aside(
    layout: TableLayout, at_least: int, at_most: int | None, words: str
) -> None:
    """A cut download has too few rows, a wrong query too many."""
    bounded = replace(layout, at_least=at_least, at_most=at_most)
    assert f"the file has 2 rows; expected {words}." in _sentence(bounded, f"{GOOD}{ROW}".encode())


def test_a_file_without_a_usable_row_gives_its_refusals(layout: TableLayout) -> None:
    """There is no release to store, but the reasons are kept for the quarantine."""
    with pytest.raises(NothingUsable, match=r"none of the 1 rows can be used \(line 2, 'XX' is no HS code") as fault:
        read(layout, GOOD.replace("74", "XX").encode(), "t.csv", date(2026, 1, 20))
    assert [2] == [one.row for one in fault.value.refusals]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"columns": {"code": "code", "period": "period"}}, "columns has no value."),
        ({"reporter": ""}, "columns has no reporter."),
        ({"partner": "PAK"}, "partner is given twice, as a constant and as a column."),
        ({"ignored": ("value",)}, "'value' is both mapped and ignored."),
        ({"scales": {}}, "a scale column needs scales, and scales a scale column."),
        ({"scale": Decimal(0)}, "a scale is a positive number."),
        ({"decimal_mark": ","}, "grouping is '', ',', '.' or ' ', and not the decimal mark."),
        ({"status_marks": {"c": "secret"}}, "status_marks give one of F, P, X, E, C."),
        ({"at_least": 5, "at_most": 2}, "rows: at_most is smaller than at_least."),
        ({"covers": "most"}, "covers is 'listed' or 'all'."),
        ({"delimiter": ";;"}, "delimiter is one character."),
        ({"encoding": "klingon"}, "'klingon' is no encoding."),
        ({"encoding": "hex"}, "'hex' is no encoding."),
    ],
)
def test_a_layout_that_cannot_hold_is_refused(layout: TableLayout, change: dict[str, Any], problem: str) -> None:
    """The fault is found in the settings, not in the first file."""
    with pytest.raises(SettingsError) as fault:
        replace(layout, **change)
    assert f"source customs: {problem} See docs/sources/tables.md." == str(fault.value)


def test_a_layout_that_reads_otherwise_has_another_digest(layout: TableLayout) -> None:
    """The digest follows what decides a figure; how many rows a file may have decides none."""
    assert layout.digest == replace(layout, at_most=9).digest
    others = (replace(layout, scale=Decimal(10)), replace(layout, covers="all"), replace(layout, flow="export"))
    assert len({layout.digest, *(other.digest for other in others)}) == 4
