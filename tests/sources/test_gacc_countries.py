"""The monthly table by country as a person saves it: a page, a workbook, or a table by commas."""

# ruff: noqa: RUF001 -- a Chinese table has Chinese commas and brackets

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest
from openpyxl import Workbook

from generator.errors import SourceChanged
from generator.trade.period import Period
from generator.trade.release import Batch
from tests.sources.gacc_rows import batch, layout

TITLE = ("（2）2024年12月进出口商品国别（地区）总值表（人民币值）",)
UNIT = ("单位：万元人民币",)
OVER = ("进口原产国（地区） 出口最终目的国（地区）", "进出口", "", "出口", "", "进口", "", "累计比去年同期±%", "", "")
UNDER = ("", "12月", "1至12月", "12月", "1至12月", "12月", "1至12月", "进出口", "出口", "进口")
TOTAL = (
    "总值",
    *["40,670,123", "438,468,000", "24,099,123", "254,545,000", "16,571,000", "183,923,000", "5.0", "7.1", "2.3"],
)
ASIA = (
    "亚洲",
    *["20,000,000", "200,000,000", "11,000,000", "110,000,000", "9,000,000", "90,000,000", "5.0", "7.1", "2.3"],
)
PAKISTAN = (
    "　巴基斯坦",
    *["1,484,899", "16,000,000", "1,271,358", "14,000,000", "213,541", "2,000,000", "1.8", "1.5", "-3.9"],
)
BHUTAN = ("　不丹", "6", "96", "6", "96", "-", "-", "-24.0", "-17.2", "-")
NOTE = ("注：国别（地区）按原产国统计。",)
TABLE = (TITLE, UNIT, OVER, UNDER, TOTAL, ASIA, PAKISTAN, BHUTAN, NOTE)
ENGLISH = (
    ("(2) Imports and Exports by Country (Region), 12.2024",),
    ("Unit: US$1,000",),
    ("Country (Region)", "Total", "", "Exports", "", "Imports", "", "Percentage Change", "", ""),
    ("", "12", "1to12", "12", "1to12", "12", "1to12", "Total", "Exports", "Imports"),
    ("ASEAN", *ASIA[1:]),
    ("Pakistan", *PAKISTAN[1:]),
    ("Guinea-Bissau", *BHUTAN[1:]),
)
CNY = layout(currency="CNY")
Rows = Sequence[tuple[str, ...]]


def commas(table: Rows) -> bytes:
    """Return the table as GB18030 with every field in quotes."""
    return "".join(",".join(f'"{text}"' for text in row) + "\r\n" for row in table).encode("gb18030")


def workbook(table: Rows) -> bytes:
    """Return it as a workbook whose upper labels are merged cells."""
    book, page = Workbook(), io.BytesIO()
    for row in table:
        book.worksheets[0].append(row)
    for span in ("B3:C3", "D3:E3", "F3:G3", "H3:J3", "A3:A4"):
        book.worksheets[0].merge_cells(span)
    book.save(page)
    return page.getvalue()


def page(table: Rows) -> bytes:
    """Return it as a page with spans, as the site has it, after a table of links."""
    title, unit, _, under, *rows = table
    spans = [(3, "进出口"), (3, "出口"), (3, "进口")]
    over = f"<td rowspan=2>{OVER[0]}</td>" + "".join(f"<td colspan=2>{name}</td>" for _, name in spans)
    over += "<td colspan=3>累计比去年同期±%</td>"
    below = "".join(f"<td>{text}</td>" for text in under[1:])
    body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    head = f"<tr><td colspan=10>{title[0]}</td></tr><tr><td colspan=10>{unit[0]}</td></tr>"
    links = "<table><tr><td rowspan=9><a>2024年11月</a></td></tr></table>"
    whole = f"<table>{head}<tr>{over}</tr><tr>{below}</tr>{body}</table>"
    return f"<html><meta charset=gb2312>{links}{whole}".encode("gb18030")


FORMS = {"commas": commas(TABLE), "workbook": workbook(TABLE), "page": page(TABLE)}


def told(found: Batch) -> dict[str, Decimal | None]:
    """Return the value of every partner."""
    return {one.partner: one.value for one in found.observations}


@pytest.mark.parametrize("form", FORMS)
def test_the_month_of_the_flow_is_read_in_every_form(form: str) -> None:
    """In full yuan, by economy; continents and dashes are no figures, and the months to date are none either."""
    found = batch(FORMS[form], CNY)
    assert {"W00": Decimal(165_710_000_000), "PAK": Decimal(2_135_410_000)} == told(found)
    one = found.observations[1]
    assert ("TOTAL", Period.parse("2024-12"), "CNY", "进口 / 12月", "213,541") == (
        *(one.code, one.period, one.currency, one.cell.column, one.cell.text),
    )


def test_exports_are_the_other_column() -> None:
    """A source has one flow; its sister reads the same file."""
    assert Decimal(12_713_580_000) == told(batch(commas(TABLE), layout(currency="CNY", flow="export")))["PAK"]
    assert Decimal(60_000) == told(batch(commas(TABLE), layout(currency="CNY", flow="export")))["BTN"]


def test_the_english_table_says_the_same() -> None:
    """Thousands of dollars; ASEAN is a group, Guinea-Bissau not Guinea."""
    found = told(batch(commas(ENGLISH), layout(flow="export")))
    assert {"PAK": Decimal(1_271_358_000), "GNB": Decimal(6_000)} == found


def test_a_title_may_stand_above_the_table() -> None:
    """As a heading of the page; what other tables of the page are about does not count."""
    moved = FORMS["page"].replace(f"<tr><td colspan=10>{TITLE[0]}</td></tr>".encode("gb18030"), b"")
    with pytest.raises(SourceChanged, match="it is the table of 2024-11, and a column is of month 12"):
        batch(moved, CNY)
    titled = moved.replace("<a>2024年11月</a>".encode("gb18030"), b"").replace(
        b"<meta", f"<h1>{TITLE[0]}</h1><meta".encode("gb18030")
    )
    assert Period.parse("2024-12") == batch(titled, CNY).period


def test_what_the_table_does_not_say_is_said_by_a_person() -> None:
    """Without a title the month, without a unit the scale; both are checked where they are there."""
    bare = commas(TABLE[2:])
    scaled = layout(currency="CNY")
    with pytest.raises(SourceChanged, match="no title above the table says its month"):
        batch(bare, scaled)
    with pytest.raises(SourceChanged, match="neither the table nor the settings say in which unit"):
        batch(bare, scaled, period="2024-12")


def test_what_a_person_says_otherwise_than_the_table_is_refused() -> None:
    """Another month, another scale."""
    with pytest.raises(SourceChanged, match="its title says 2024-12, you said 2024-11"):
        batch(commas(TABLE), CNY, period="2024-11")
    with pytest.raises(SourceChanged, match="in units of 10,000, source gacc-imports is declared with scale 1,000"):
        batch(commas(TABLE), replace(CNY, scale=Decimal(1_000)))
    bare = batch(commas(TABLE[2:]), replace(CNY, scale=Decimal(10_000)), period="2024-12")
    assert told(batch(commas(TABLE), CNY)) == told(bare)


def changed(place: int, **texts: str) -> bytes:
    """Return the table with other texts in a row, by column: `c5="1"`."""
    row = list(TABLE[place])
    for column, text in texts.items():
        row[int(column[1:])] = text
    return commas([*TABLE[:place], tuple(row), *TABLE[place + 1 :]])


REFUSED = {
    "more than to date": (changed(6, c6="213,540"), "line 7, .*213,541 in the month is more than 213,540 to date"),
    "flows that do not add up": (changed(6, c3="127,135"), "line 7, .*127,135 out and 213,541 in are not 1,484,899"),
    "lost letters": (changed(6, c0="????"), 'a country is called "\\?\\?\\?\\?": its letters were lost'),
    "lost thousands": (changed(6, c5="213.541"), "line 7 has 213.541: a decimal point stands where thousands end"),
    "another month": (changed(3, c5="11月"), "it is the table of 2024-12, and a column is of month 11"),
    "another currency": (changed(1, c0="单位：千美元"), "the table is in US dollars, source gacc-imports is declared"),
    "two units": (changed(1, c0="单位：万元人民币 千美元"), "neither the table nor the settings say in which unit"),
    "no month of one flow": (changed(3, c5="1至11月"), "has not the columns of the query platform"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_table_that_contradicts_itself_is_refused_whole(fault: str) -> None:
    """Nothing is guessed, and nothing stored."""
    content, words = REFUSED[fault]
    with pytest.raises(SourceChanged, match=f"{words}.*Nothing was stored"):
        batch(content, CNY)


HUGE = {
    "columns": b"a," * 1_500_000,
    "spans": b"<table>" + b"<tr><td colspan=900 rowspan=900>x" * 2_000,
    "rows": commas([*TABLE, *[PAKISTAN] * 5_000]),
}


@pytest.mark.parametrize("kind", HUGE)
def test_what_is_no_table_of_countries_takes_no_time(kind: str) -> None:
    """A million columns, cells over everything, more rows than the world has countries."""
    begun = perf_counter()
    with pytest.raises(SourceChanged, match="Nothing was stored"):
        batch(HUGE[kind], CNY)
    assert perf_counter() - begun < 8  # seconds; without bounds on columns and rows it is many more


def test_badly_parsed_tables_are_refused_by_what_is_wrong(shared_data: Path) -> None:
    """Names that became question marks; thousands that became decimals."""
    folder = shared_data / "gacc-country-totals-2024"
    with pytest.raises(SourceChanged, match=r'a country is called "\?\?": its letters were lost'):
        batch((folder / "gac_regions_2024.csv").read_bytes(), CNY)
    with pytest.raises(SourceChanged, match=r"line 2 has 33\.312: a decimal point stands where thousands end"):
        batch((folder / "gac_monthly_clean.csv").read_bytes(), CNY)
