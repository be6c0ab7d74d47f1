"""Code lists read strictly: each line of a list has its name, or is known to have none that can be read."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

from datetime import date
from pathlib import Path

import pytest

from generator.errors import SourceChanged
from generator.sources import SideLayout, read_names
from generator.trade.period import Period
from generator.trade.side_batches import UNREAD, NamesBatch
from tests.name_lists import ENGLISH, GACC, UN, of_customs, of_ones_own, of_the_un

TODAY = date(2026, 11, 26)
ANY = SideLayout("names", "names", at_least=1)
URDU = SideLayout("ministry", "names", language="ur")


def read(raw: bytes, layout: SideLayout = ANY, released: date | None = None) -> NamesBatch:
    """Return what a list says."""
    return read_names(layout, raw, "list", released, TODAY)


def told(batch: NamesBatch) -> dict[str, str]:
    """Return the names by code; a line whose name cannot be read has ""."""
    return {one.code: one.words for one in batch.observations}


@pytest.mark.parametrize(
    ("file", "lines", "aside"),
    [
        ("en-hs8-2017.csv", 8_555, {3198, 3200, 3201, 3204, 6962, 6053}),
        ("en-hs8-2022.csv", 8_939, {3308, 3310, 3311, 3314, 5305, 5319, 7170, 4780, 4782, 4784, 6240}),
        (
            "en-hs8-2023.csv",
            8_957,
            {3320, 3322, 3323, 3326, 5317, 5331, 5623, 5624, 7186, 4792, 4794, 4796, 6255},
        ),
        ("zh-hs8-2017.csv", 8_555, set()),
        ("zh-hs8-2022.csv", 8_939, set()),
        ("zh-hs8-2023.csv", 8_957, set()),
    ],
)
def test_every_record_of_chinas_lists_is_accounted_for(
    shared_data: Path, file: str, lines: int, aside: set[int]
) -> None:
    """Records as its SOURCE.md counts them; lines with a quotation mark or a control sign within are set aside.

    Three of each English list come out with too many fields; others would lose a quotation mark in silence.
    """
    batch = read((shared_data / GACC / file).read_bytes(), SideLayout("gacc", "names"))
    assert (lines, lines - len(aside)) == (len(batch.observations), batch.count)
    assert aside == {refusal.row for refusal in batch.refusals}
    assert {file[:2]} == {one.language for one in batch.observations}
    assert (Period.parse(file[7:11]), date(int(file[7:11]), 1, 1)) == (batch.period, batch.released)


def test_every_entry_of_the_uns_table_is_read(shared_data: Path) -> None:
    """8,262 entries, none set aside; the code in front of a text is none of it."""
    batch = read((shared_data / UN).read_bytes(), SideLayout("un", "names"))
    words = told(batch)
    assert (8_262, ()) == (batch.count, batch.refusals)
    assert "Horses, asses, mules and hinnies; live" == words["0101"]
    assert "- Capers" == words["071130"]  # a part of a name: its mark says so
    assert (TODAY, Period.parse("2026")) == (batch.released, batch.period)


def test_a_table_of_ones_own_is_in_the_declared_language() -> None:
    """Two columns, in any order; the joiners of Urdu stay."""
    batch = read("\ufeffname,code\nتانبا,74\nمچھلی\u200cاں,03\n".encode(), URDU)
    assert ({"74": "تانبا", "03": "مچھلی\u200cاں"}, {"ur"}) == (
        told(batch),
        {one.language for one in batch.observations},
    )
    assert (3, "name") == (batch.observations[1].cell.row, batch.observations[1].cell.column)


def test_a_person_may_say_the_day() -> None:
    """Else a list of a year counts from its first day, one of no year from the day of intake."""
    said = date(2023, 3, 1)
    assert said == read(of_customs(ENGLISH), released=said).released
    assert Period.parse("2023") == read(of_customs(ENGLISH), released=said).period
    assert Period.parse("2023") == read(of_the_un({"74": "74 - Copper"}), released=said).period


@pytest.mark.parametrize(
    ("raw", "layout", "problem"),
    [
        (of_customs(ENGLISH), SideLayout("gacc", "names"), "has 2 rows; expected at least 5,000"),
        (of_the_un({"74": "74 - Copper"}), SideLayout("un", "names"), "has 1 rows; expected at least 5,000"),
        (of_customs(ENGLISH), SideLayout("gacc", "names", at_least=1, at_most=1), "at most 1"),
        (
            of_customs(ENGLISH),
            SideLayout("gacc", "names", language="zh", at_least=1),
            "names are in en; declared is language: zh",
        ),
        (
            of_the_un({"74": "74 - Copper"}),
            SideLayout("un", "names", language="ur", at_least=1),
            "names are in en; declared is language: ur",
        ),
        (of_ones_own({"74": "Kupfer"}), ANY, "does not say in which language"),
        (b"code,name,unit\n74,Copper,kg\n", URDU, 'columns are "code", "name", "unit"; expected code, name or CODES'),
        (b"", URDU, "columns are none"),
        (b'"code\n', URDU, "header cannot be read"),
        (b'code,name\n74,"Copper\n', URDU, "ends inside the record that starts on line 2"),
        (b"code,name\n74,\xff\n", URDU, "line 2 is neither UTF-8 nor GB18030: byte 0xFF"),
        (of_customs(ENGLISH) + of_customs(ENGLISH, year=2022).partition(b"\n")[2], ANY, "are of 2022 and 2023"),
        (of_customs(ENGLISH, year="?"), ANY, "are of no year"),
        (b'{"results": [', ANY, "no JSON that can be read"),
        (b'{"classCode": "HS", "classCode": "BEC"}', ANY, "a name stands twice"),
        (b"[]", ANY, "no table of the HS"),
        (of_the_un({"74": "74 - Copper"}, classCode="S4"), ANY, "no table of the HS"),
        (of_the_un({"74": "74 - Copper"}, more=True), ANY, "the table is a part of one"),
        (b"code,name\n" + b"x" * (17 * 2**20), URDU, "larger than 16 MiB"),
    ],
)
def test_a_strange_list_is_refused_whole(raw: bytes, layout: SideLayout, problem: str) -> None:
    """One sentence says what is wrong; nothing of the list is used."""
    with pytest.raises(SourceChanged, match=problem) as error:
        read(raw, layout)
    assert "Nothing was stored." in str(error.value)


@pytest.mark.parametrize(
    ("lines", "aside", "unnamed"),
    [
        (["2603,"], ["it has no name"], ["2603"]),
        (["26 03,ores"], ['"26 03" is no HS code'], [UNREAD]),
        (["2603,ores\u202eserO"], ["holds an invisible character"], ["2603"]),
        (['2603,"ores" and more'], ["quotation marks do not pair"], ["2603"]),
        (["2603,ores,more"], ["3 fields where the header has 2"], ["2603"]),
        (["ores"], ["1 fields where the header has 2"], [UNREAD]),
        (["2603,ores", "2603,other ores"], ["2603 has different names"] * 2, ["2603"]),
        (["2603," + "o" * 2_001], ["has 2,001 letters"], ["2603"]),
    ],
)
def test_a_strange_record_is_set_aside_alone(lines: list[str], aside: list[str], unnamed: list[str]) -> None:
    """Its line stays known, without words: whoever counts the lines of a list counts it."""
    batch = read("\n".join(["code,name", "74,copper", *lines, ""]).encode(), URDU)
    assert {"74": "copper"} | dict.fromkeys(unnamed, "") == told(batch)
    assert len(aside) == len(batch.refusals)
    assert all(reason in refusal.reason for reason, refusal in zip(aside, batch.refusals, strict=True))
    assert 1 == batch.count


def test_a_quotation_mark_that_swallows_a_line_loses_no_line() -> None:
    """The record over two lines is set aside, and both of its codes are known to be lines of the list."""
    batch = read(b'code,name\n2603,"ores\n7403,"refined copper"\n74,copper\n', URDU)
    assert {"2603": "", "7403": "", "74": "copper"} == told(batch)
    assert [2] == [refusal.row for refusal in batch.refusals]


def test_a_code_of_another_length_is_none_of_customs() -> None:
    """Its list has lines of eight digits; a longer or shorter code is a slip."""
    batch = read(of_customs(ENGLISH | {"260300": "Copper ores"}))
    assert ['"260300" is no HS code of 8 digits'] == [refusal.reason for refusal in batch.refusals]


def test_a_record_of_another_year_that_is_none_is_set_aside() -> None:
    """Other records say which year the list is of."""
    batch = read(of_customs(ENGLISH) + of_customs({"74040000": "Copper waste"}, year="20 23").partition(b"\n")[2])
    assert (['"20 23" is no year'], "") == ([one.reason for one in batch.refusals], told(batch)["74040000"])
