"""Rows that cannot be used: set aside with file, line, column and reason, while the rest goes on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from generator.sources import NothingUsable, TableLayout, read, write_refusals
from generator.trade.release import Batch, Refusal

Reader = Callable[..., Batch]
GOOD = "76,PAK,2025,million,30.35,exact,customs,"


@pytest.mark.parametrize(
    ("row", "column", "text", "reason"),
    [
        ("74,PAK,2025", "", "74,PAK,2025", "3 fields where the header has 8"),
        ("74,PAK,2025,million,1,234,exact,customs,", "", "*", "9 fields where the header has 8"),
        ("0000,PAK,2025,million,1,exact,customs,", "code", "0000", "'0000' is no HS code of 2, 4, 6, 8 or 10 digits"),
        ("74,XXX,2025,million,1,exact,customs,", "partner", "XXX", "'XXX' is not an economy; write an ISO code*"),
        ("74,PAK,2025-13,million,1,exact,customs,", "period", "2025-13", "2025-13: there is no month 13"),
        ("74,PAK,٢٠٢٥,million,1,exact,customs,", "period", "٢٠٢٥", '"٢٠٢٥" has characters other than*'),
        ("74,PAK,2026-02,million,1,exact,customs,", "period", "2026-02", "2026-02 begins after the release*"),
        ("74,PAK,2025,mln,1,exact,customs,", "scale", "mln", '"mln" is none of the scales million, one'),
        ("74,PAK,2025,million,-1,exact,customs,", "value", "-1", '"-1" is negative'),
        ("74,PAK,2025,million,\u22121,exact,customs,", "value", "\u22121", '"\u22121" is negative'),
        ('74,PAK,2025,million,"(1,234)",exact,customs,', "value", "(1,234)", "*is negative: it stands in brackets"),
        ("74,PAK,2025,million,1e400,exact,customs,", "value", "1e400", '"1e400" is written with an exponent*'),
        ("74,PAK,2025,million,NaN,exact,customs,", "value", "NaN", '"NaN" is not finite'),
        ("74,PAK,2025,million,Infinity,exact,customs,", "value", "Infinity", '"Infinity" is not finite'),
        ("74,PAK,2025,million,١٢,exact,customs,", "value", "١٢", '"١٢" has digits other than 0 to 9'),
        ("74,PAK,2025,million,5 p,exact,customs,", "value", "5 p", '"5 p" is no number of the declared form 1,234.5'),
        *(
            (
                f"74,PAK,2025,million,{mark},exact,customs,",
                "value",
                mark,
                f'"{mark}" is no number of the declared form*',
            )
            for mark in (":", "c", "..", "x", "1 234", "1.234.5", "1'234")
        ),
        (
            "74,PAK,2025,million,1\u00a0234,exact,customs,",
            "value",
            "1\\xa0234",
            '"1\\xa0234" is no number of the declared*',
        ),
        ('74,PAK,2025,million,"1.234,5",exact,customs,', "value", "1.234,5", '"1.234,5" is no number of the declared*'),
        ('74,PAK,2025,million,"0,123",exact,customs,', "value", "0,123", '"0,123" is no number of the declared form*'),
        ("74,PAK,2025,million,,exact,customs,", "value", "", '"" is missing, and no status mark says*'),
        (f"74,PAK,2025,million,1{'0' * 11},exact,customs,", "value", "*", "* is larger than all trade of the world"),
        (f"74,PAK,2025,one,1.{'0' * 9},exact,customs,", "value", "*", "* has more digits than a figure of trade"),
        ("74,PAK,2025,million,1,nearly,customs,", "qualifier", "nearly", '"nearly" is no qualifier; known are exact*'),
        ("74,PAK,2025,million,1,exact,rumour,", "standing", "rumour", '"rumour" is no standing; known are customs*'),
        ("74,PAK,2025,million,1,exact,customs,20260119", "published", "20260119", '"20260119" is no date; write*'),
        ("74,PAK,2025,million,1,exact,customs,2026-02-30", "published", "2026-02-30", '"2026-02-30" is no date*'),
        ("74,PAK,2025,million,1,exact,customs,2026-01-21", "published", "2026-01-21", "2026-01-21 is later than*"),
        ("74,PA\u202eK,2025,million,1,exact,customs,", "partner", "PA\\u202eK", "*the invisible character U+202E"),
        ("74,PAK,2025,million,1\u200b2,exact,customs,", "value", "1\\u200b2", "*the invisible character U+200B"),
    ],
)
def test_a_row_that_says_something_unknown_is_set_aside(
    read_rows: Reader, row: str, column: str, text: str, reason: str
) -> None:
    """The refusal says where and why (a star stands for the rest), and the good row after it counts."""
    batch = read_rows(row, GOOD)
    assert ["76"] == [one.code for one in batch.observations]
    [found] = batch.refusals
    assert Refusal("table.csv", 2, column, _like(reason, found.reason), _like(text, found.text)) == found


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("currency", "CNY", '"CNY" is another currency; values are in USD'),
        ("code_basis", "guessed", '"guessed" is no code basis; known are printed, assigned'),
        ("status", "", '"" is no status; known are F, P, X, E, C'),
        ("address", "javascript:alert(1)", '"javascript:alert(1)" is not a web address'),
        ("flow", "transit", '"transit" is not a flow; write import, export, re-import or re-export'),
        ("quantity", "-3", '"-3" is negative'),
    ],
)
def test_a_word_outside_its_list_is_set_aside(layout: TableLayout, field: str, text: str, reason: str) -> None:
    """A word that the program does not know is never taken for one that it does."""
    columns = {"code": "code", "period": "period", "value": "value", field: "Their word"}
    flow = "" if field == "flow" else "import"
    other = replace(layout, columns=columns, scales={}, partner="PAK", flow=flow)
    raw = f"code,period,value,Their word\n74,2025,1,{text}\n".encode()
    with pytest.raises(NothingUsable) as fault:
        read(other, raw, "t.csv", date(2026, 1, 20))
    assert (Refusal("t.csv", 2, "Their word", reason, text),) == fault.value.refusals


def test_one_odd_number_is_a_fault_of_its_row(read_rows: Reader) -> None:
    """Among plain digits a single decimal comma says nothing about the form of the table."""
    batch = read_rows('74,PAK,2025,million,"1,14",exact,customs,', "76,PAK,2025,million,30,exact,customs,")
    assert [2] == [one.row for one in batch.refusals]


def _like(pattern: str, words: str) -> str:
    start, star, end = pattern.partition("*")
    return words if star and words.startswith(start) and words.endswith(end) else pattern


def test_lines_are_counted_as_they_lie_in_the_file(read_rows: Reader) -> None:
    """Blank lines and fields with a line break do not shift the count."""
    batch = read_rows("", '74,PAK,2025,million,1,"exact\n",customs,', "XX,PAK,2025,million,1,exact,customs,", GOOD)
    assert [3, 5] == [one.row for one in batch.refusals]
    assert [6] == [one.cell.row for one in batch.observations]


@pytest.mark.parametrize(
    ("periods", "row", "remedy"),
    [
        (
            "iso",
            "74,Pakistan,2025,million,1,exact,customs,",
            'words: {partner: {"Pakistan": PAK}} and every other such',
        ),
        (
            "iso",
            "74,PAK,2024-01-01,million,1,exact,customs,",
            "write periods: first-day in the source's settings; else",
        ),
        ("iso", "74,PAK,202401,million,1,exact,customs,", "write periods: yyyymm in the source's settings; else fix"),
        ("first-day", "74,PAK,2024-01,million,1,exact,customs,", "write periods: iso in the source's"),
        ("iso", "74,PAK,2024-01-09,million,1,exact,customs,", ". Nothing was stored. Fix the file."),
        ("iso", "74,PAK,2025,million,-1,exact,customs,", ". Nothing was stored. Fix the file."),
    ],
)
def test_a_file_whose_words_a_setting_would_read_names_it(
    layout: TableLayout, periods: str, row: str, remedy: str
) -> None:
    """Where no row can be used: the file may be as it should be, and the settings not."""
    raw = f"{','.join(layout.columns)}\n{row}\n".encode()
    with pytest.raises(NothingUsable) as fault:
        read(replace(layout, periods=periods), raw, "table.csv", date(2026, 1, 20))
    assert remedy in str(fault.value)


def test_refusals_are_a_table() -> None:
    """A person opens the file and finds each row that was set aside."""
    found = write_refusals([Refusal("t.csv", 4, "value", '"-5" is negative', "-5")])
    assert b'file,row,column,reason,text\nt.csv,4,value,"""-5"" is negative",\'-5\n' == found


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_starts_a_formula(start: str) -> None:
    """A spreadsheet runs a cell that begins so; with an apostrophe it shows it."""
    found = write_refusals([Refusal("t.csv", 2, "", "ragged", f"{start}cmd()")]).decode()
    assert f"'{start}cmd()" == found.split("ragged,")[1].strip('"\n')
