"""What the query platform of China's customs gives: columns by any of their names, and what a file leaves unsaid."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from generator.errors import SourceChanged
from generator.trade.codes import Flow, hs_code
from generator.trade.period import Period
from tests.sources.gacc_rows import COPPER, ENGLISH, HEADER, batch, layout, written

MONTH = Period.parse("2025-12")


def one_with(**changed: str) -> tuple[str, ...]:
    """Return the row of copper ores with other texts, by the place of the column: `c3="116"`."""
    row = list(COPPER)
    for place, text in changed.items():
        row[int(place[1:])] = text
    return tuple(row)


def test_a_row_is_read_to_the_last_field() -> None:
    """Customs' own partner code, eight digits, kilograms, thousands commas; the flow and currency of the settings."""
    (one,) = batch(written(COPPER)).observations
    assert ("CHN", "PAK", Flow.IMPORT, "26030000", MONTH) == (
        *(one.reporter, one.partner, one.flow, one.code, one.period),
    )
    assert (Decimal(2_110_900), "USD", "HS2022", "美元") == (one.value, one.currency, one.edition, one.cell.column)
    assert one.weight
    assert (Decimal(1_040_000), "第一数量") == (one.weight.value, one.weight.cell.column)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_every_encoding_gives_the_same_figures(encoding: str) -> None:
    """People save the file again; what it says stays."""
    text = written(COPPER)
    assert batch(text).observations[0].value == batch(text.encode(encoding)).observations[0].value


def test_a_workbook_of_the_platforms_columns_is_read() -> None:
    """Where a spreadsheet kept the code as text; a number has lost its zero."""
    assert Decimal(2_110_900) == batch(workbook("26030000")).observations[0].value
    with pytest.raises(SourceChanged, match='code "3034200" has 7 digits'):
        batch(workbook(3034200))


def workbook(code: str | int) -> bytes:
    """Return the row of copper ores as a workbook, with a number for the value."""
    book, page = Workbook(), io.BytesIO()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append((COPPER[0], code, *COPPER[2:-1], 2110900))
    book.save(page)
    return page.getvalue()


def test_the_english_export_says_the_same() -> None:
    """English names, with the platform's own slip of the pen, and English units."""
    row = one_with(c6="Kilogram")
    chinese, english = batch(written(COPPER)).observations[0], batch(written(row, header=ENGLISH)).observations[0]
    assert (chinese.value, chinese.weight and chinese.weight.value) == (
        english.value,
        english.weight and english.weight.value,
    )


@pytest.mark.parametrize(
    ("first", "second", "kilograms", "column"),
    [
        (("1040000", "千克"), ("0", "?"), "1040000", "第一数量"),
        (("20", "台"), ("1500", "千克"), "1500", "第二数量"),
        (("20", "台"), ("2", "吨"), "2000", "第二数量"),
        (("1040000", "千克"), ("1041", "吨"), "1040000", "第一数量"),
        (("1500", "克"), ("3", "个"), "1.5", "第一数量"),
        (("10", "克拉"), ("", ""), "0.002", "第一数量"),
        (("20", "台"), ("1988203", "?"), None, ""),
        (("1988203", "?"), ("-", "--"), None, ""),
        (("20", "台"), ("-", "千克"), None, ""),
    ],
)
def test_of_two_quantities_the_weight_counts(
    first: tuple[str, str], second: tuple[str, str], kilograms: str | None, column: str
) -> None:
    """A quantity without a unit is none, whatever its number."""
    (one,) = batch(written(one_with(c5=first[0], c6=first[1], c7=second[0], c8=second[1]))).observations
    if kilograms is None:
        assert one.weight is None
    else:
        assert one.weight
        assert (Decimal(kilograms), column) == (one.weight.value, one.weight.cell.column)


@pytest.mark.parametrize(
    ("month", "code", "edition"), [("202201", "24041100", "HS2022"), ("202112", "85299030", "HS2017")]
)
def test_the_edition_is_that_of_the_year(month: str, code: str, edition: str) -> None:
    """China counts by the new codes from January of the year of an edition."""
    (one,) = batch(written(one_with(c0=month, c1=code))).observations
    assert edition == one.edition
    assert "HS2012" == batch(written(one_with(c0="201612"))).observations[0].edition


def test_a_row_of_no_economy_is_passed_over() -> None:
    """The Canary Islands are counted apart by China, and are Spain to everybody else: their row is no fault."""
    found = batch(written(COPPER, one_with(c3="207", c4="加那利群岛")))
    assert ((), ["PAK"]) == (found.refusals, [one.partner for one in found.observations])


def test_a_scale_of_the_settings_is_that_of_monthly_tables() -> None:
    """The platform prints full dollars, whatever a table by country does."""
    assert Decimal(2_110_900) == batch(written(COPPER), replace(layout(), scale=Decimal(10_000))).observations[0].value


def test_a_row_of_another_partner_than_declared_is_refused() -> None:
    """The settings say of whom the file is."""
    with pytest.raises(SourceChanged, match=r"of trading partner 116 \(JPN\), source gacc-imports of PAK alone"):
        batch(written(COPPER, JAPAN), layout(partner="PAK"))


@pytest.mark.parametrize(
    ("partner", "name", "whose"),
    [
        ("PAK", "日本", "PAK alone"),
        ("W00", "日本", "all partners together"),
        ("W00", "巴基斯坦某地", "all partners together"),
        ("W00", "亚洲", "all partners together"),
    ],
)
def test_a_name_of_another_partner_than_declared_is_refused(partner: str, name: str, whose: str) -> None:
    """Without its code, too: a file of Japan would be taken for Pakistan's, or for the World's."""
    file = written(nameless((*COPPER[:4], name, *COPPER[5:])), header=nameless(HEADER))
    with pytest.raises(SourceChanged, match=rf'of trading partner "{name}", source gacc-imports of {whose}\. Nothing'):
        batch(file, layout(partner=partner))


def test_the_name_of_the_declared_partner_agrees() -> None:
    """And a file of the World has no name at all, or the platform's word for all."""
    kept = batch(written(nameless(COPPER), header=nameless(HEADER)), layout(partner="PAK"))
    header, row = (*HEADER[:3], *HEADER[5:]), (*COPPER[:3], *COPPER[5:])
    world = [
        batch(written(row, header=header), layout(partner="W00")),
        batch(written(nameless((*COPPER[:4], "总值", *COPPER[5:])), header=nameless(HEADER)), layout(partner="W00")),
    ]
    assert ["PAK", "W00", "W00"] == [one.observations[0].partner for one in (kept, *world)]


def test_a_file_without_months_is_of_the_period_that_is_said() -> None:
    """One row is then the total of the months that were asked for."""
    found = batch(written(COPPER[1:], header=HEADER[1:]), period="2025-01..2025-03")
    assert [Period.parse("2025-01..2025-03")] == [one.period for one in found.observations]


def nameless(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return the row without the partner's code: its name is left."""
    return (*row[:3], *row[4:])


JAPAN = one_with(c3="116", c4="日本")
YUAN, AMOUNT = (*HEADER[:-1], "人民币"), (*HEADER[:-1], "金额")
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "the other currency": (written(COPPER, header=YUAN), "in Renminbi, source gacc-imports is declared in US dollars"),
    "no currency": (written(COPPER, header=AMOUNT), 'column "金额" is none of the query platform'),
    "no months": (written(COPPER[1:], header=HEADER[1:]), "no column says the month"),
    "a year": (written(one_with(c0="2025")), "a row is of the year 2025, not of a month"),
    "no code": (written((*COPPER[:1], *COPPER[2:]), header=(*HEADER[:1], *HEADER[2:])), "no column has the codes"),
    "seven digits": (written(one_with(c1="3034200")), 'code "3034200" has 7 digits: a spreadsheet took'),
    "names alone": (written(nameless(COPPER), nameless(JAPAN), header=nameless(HEADER)), "have names and no codes"),
    "no partner": (written((*COPPER[:3], *COPPER[5:]), header=(*HEADER[:3], *HEADER[5:])), "neither a column nor"),
    "a strange partner": (written(one_with(c3="998")), '"998" in column "贸易伙伴编码" is no trading partner'),
    "two regimes": (
        written((*COPPER, "10"), (*COPPER, "14"), header=(*HEADER, "贸易方式编码")),
        'split by customs regime .*: "10", "14"',
    ),
    "one regime": (
        written((*COPPER, "10"), header=(*HEADER, "贸易方式编码")),
        'of one customs regime .* alone, "10": a part of the trade',
    ),
    "two provinces": (
        written((*COPPER, "11"), (*COPPER, "31"), header=(*HEADER, "注册地编码")),
        "split by registration place",
    ),
    "the other flow": (
        written((*COPPER, "出口"), header=(*HEADER, "进出口")),
        'a row says "出口", source gacc-imports',
    ),
    "torn numbers": (
        ",".join(HEADER) + ",\n" + ",".join((*COPPER[:9], "22", "567")) + "\n",
        'there is "567" after the last column: a number was torn',
    ),
    "cut": (written(*[one_with(c0="202511")] * 10_000), "exactly 10,000 rows"),
    "two codes": (written((*COPPER, "1"), header=(*HEADER, "Commodity code")), "say the same"),
    "other columns": ("a,b,c\n1,2,3\n", 'its first line is "a,b,c"'),
    "nothing": ("", "its first line is"),
    "no text": (b"\xff\x00\x81\xff\xff\xff" * 3, "its first line is"),
    "a web page": ("<html><body>412</body></html>", "a web page"),
    "cut in a name": (written(COPPER).encode("gb18030")[:37], "neither UTF-8, UTF-16 nor GB18030"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_misleads_is_refused_whole(fault: str) -> None:
    """Nothing is stored, and the sentence names what is wrong."""
    content, words = REFUSED[fault]
    with pytest.raises(SourceChanged, match=f"{words}.*Nothing was stored"):
        batch(content)


def test_one_regime_counts_where_the_settings_pass_it_over() -> None:
    """Who asked for ordinary trade alone says so; an empty column says nothing."""
    told, header = replace(layout(), ignored=("贸易方式编码",)), (*HEADER, "贸易方式编码")
    assert 1 == len(batch(written((*COPPER, "10"), header=header), told).observations)
    assert 1 == len(batch(written((*COPPER, ""), header=header)).observations)


def test_the_platforms_own_files_are_read(shared_data: Path) -> None:
    """Crude oil, 39 months in two currencies: every row, and nothing set aside."""
    found: dict[str, int] = {"USD": 0, "CNY": 0}
    for path in (shared_data / "gacc-query-csv").glob("*.csv"):
        currency = "CNY" if "人民币" in path.name else "USD"
        one = batch(path.read_bytes(), layout("W00", currency=currency))
        assert () == one.refusals
        assert all(row.weight for row in one.observations)
        found[currency] += len(one.observations)
    assert {"USD": 39, "CNY": 39} == found


@pytest.mark.parametrize("year", ["2017", "2022", "2023"])
def test_every_code_of_customs_stands_in_its_edition(year: str, shared_data: Path) -> None:
    """Else a whole line would be set aside for years."""
    raw = (shared_data / "gacc-codelists" / "commodities" / f"zh-hs8-{year}.csv").read_bytes()
    codes = [row[0] for row in csv.reader(io.StringIO(raw.decode("gb18030"))) if row[0].isdigit()]
    edition = "HS2017" if year == "2017" else "HS2022"
    assert len(codes) > 8_000
    assert codes == [hs_code(code, edition) for code in codes]
