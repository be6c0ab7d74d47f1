"""Of a table of the world's trade the auditor keeps what the edition stands on, and no verdict hangs on the rest."""

import gzip
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet, NeededRows
from generator.audit.trace.price_trace import PriceSheet
from generator.sources import SideLayout, TableLayout, layout_of, layout_of_period, read_context
from generator.trade.period import Period
from tests.side_tables import PINK, RATES
from tests.sources.gacc_rows import COPPER, ENGLISH, HEADER, batch, layout, written
from tests.sources.test_gacc_countries import CNY, FORMS

COLUMNS = {"reporter": "from", "partner": "to", "flow": "flow", "code": "hs", "period": "month", "value": "usd"}
DOCUMENT = {"columns": COLUMNS, "scale": "1", "covers": "all", "words": {"partner": {"Pak.": "PAK", "ind": "IND"}}}
TABLE = """from,to,flow,hs,month,usd
CHN,Pak.,M,2603,2025-11,10
156,Pak.,M,2603,2025-12,20
CHN,ind,M,2603,2025-12,7
CHN,"of two
lines",M,2603,2025-12,9
CHN
chn,Pak.,X,2603,2025-12,30
USA,Pak.,M,2603,2025-12,40
"""
CELLS = {"c1": {"reporter": "CHN", "partner": "PAK", "flow": "M", "raw": "d1", "row": 2}}
PAIR = ("CHN", "PAK", "M")


@pytest.mark.parametrize("form", ["csv", "csv.gz"])
def test_only_the_edition_s_parties_are_kept(form: str) -> None:
    """However a row writes them; a row keeps its line, one that is torn stays, and so does one that a cell names."""
    raw = TABLE.encode() if form == "csv" else gzip.compress(TABLE.encode())
    cells = CELLS | {"c2": {**CELLS["c1"], "row": 9}}
    sheet = DocumentSheet.of({**DOCUMENT, "form": form}, raw, NeededRows.of(cells, "d1"))
    assert [2, 3, 7, 8, 9] == list(sheet.rows)
    assert [2, 3, 7, 8] == list(DocumentSheet.of({**DOCUMENT, "form": form}, raw, NeededRows.of(cells, "d2")).rows)


def test_the_releases_say_of_them_what_whole_sheets_say() -> None:
    """Values, silence and what is covered are those of the whole table."""
    document = {**DOCUMENT, "refused": [5, 7]}
    whole, kept = (
        CustomsReleases.of({"d1": DocumentSheet.of(document, TABLE.encode(), wanted)})
        for wanted in (None, NeededRows.of(CELLS, "d1"))
    )
    for month in ("2025-10", "2025-11", "2025-12"):
        span = Period.parse(month)
        assert whole.value(PAIR, "2603", span) == kept.value(PAIR, "2603", span)
        assert whole.is_silent(PAIR, "7403", span) == kept.is_silent(PAIR, "7403", span)
    assert 30 == kept.total(PAIR, ["2603"], Period(Period.parse("2025-11").first, 2))
    assert whole.first_month(PAIR, ["2603"]) == kept.first_month(PAIR, ["2603"])


@pytest.mark.parametrize(("partner", "covers"), [("IRN", True), ("W00", False)])
def test_a_table_of_every_partner_is_silent_about_one_and_not_about_the_world(
    partner: str,
    covers: bool,  # noqa: FBT001 -- a table
) -> None:
    """No row of Iran is no trade; no row of the World is no total."""
    every = {"reporter": "CHN", "partner": "", "flow": "M", "codes": ["26"], "periods": ["2025-12"]}
    releases = CustomsReleases.of(
        {"d1": DocumentSheet.of({**DOCUMENT, "covers": "listed", "coverage": [every]}, TABLE.encode())}
    )
    parties, month = ("CHN", partner, "M"), Period.parse("2025-12")
    assert covers == releases.is_silent(parties, "2603", month)
    assert ({month} if covers else set()) == releases.complete(parties, "2603")
    assert ({None: False, month.first: True}[releases.first_month(parties, ["2603"])]) == covers


def test_a_table_of_one_pair_is_kept_whole() -> None:
    """Where the parties are constants there is nothing to choose by."""
    document = {"columns": {"code": "hs", "value": "usd"}, "reporter": "CHN", "partner": "PAK", "scale": "1"}
    sheet = DocumentSheet.of(document, b"hs,usd\n2603,1\n7403,2\n", NeededRows.of({}, "d1"))
    assert [2, 3] == list(sheet.rows)


DRESS = {"code": "HS", "value": "Wert", "scale": "Einheit"}


@pytest.mark.parametrize(
    ("mark", "grouping", "text", "value"),
    [
        (",", " ", "1\u00a0234,50", "1234.50"),
        (",", " ", "1\u202f234\u2009567", "1234567"),
        (",", ".", "1.234,5", "1234.5"),
        (".", ",", "1,234.5", "1234.5"),
    ],
)
def test_a_number_is_read_in_the_form_of_its_document(mark: str, grouping: str, text: str, value: str) -> None:
    """Groups may be set off by any space where the document says that spaces do it."""
    assert Decimal(value) == DocumentSheet({"decimal_mark": mark, "grouping": grouping}, {}).value(text)


def test_the_scale_of_the_table_and_of_the_row_count_both() -> None:
    """A word in a column is multiplied by what holds for every value."""
    document = {"columns": DRESS, "scales": {"Mio": "1000000"}, "scale": "1000"}
    assert Decimal(10**9) == DocumentSheet(document, {}).multiplier({"Einheit": " Mio "})


def test_lines_before_the_header_that_hold_nothing_are_passed_over() -> None:
    """The reader of the source passes over them too."""
    assert {3: {"a": "1"}} == DocumentSheet.of({}, b"\na\n1\n").rows


PARTIES = ("CHN", "PAK", "M")
CATHODES = ("202512", "74031111", "精炼铜阴极", "127", "巴基斯坦", "12", "件", "260000", "千克", "2,611,000")
CANARIES = ("202512", "74031111", "精炼铜阴极", "207", "加那利群岛", "1", "件", "900", "千克", "1,000")


def sheet(raw: bytes, told: TableLayout | None = None) -> DocumentSheet:
    """Return the auditor's reading of a file under what claims.json says of it."""
    return DocumentSheet.of(
        layout_of(told or layout(), raw, "query").as_data() | {"covers": "listed", "refused": []}, raw
    )


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("header", [HEADER, ENGLISH])
def test_every_cell_is_found_in_every_encoding(encoding: str, header: tuple[str, ...]) -> None:
    """The same value and weight as the reader's, at the same place, by other code."""
    raw = written(COPPER, CATHODES, header=header).encode(encoding)
    audited = sheet(raw)
    for one in batch(raw).observations:
        assert one.weight
        row = audited.rows[one.cell.row]
        assert (one.cell.column, one.weight.cell.column) == (audited.column("money", row), audited.column("kg", row))
        assert (one.cell.text, one.weight.cell.text) == (row[one.cell.column], row[one.weight.cell.column])
        kilograms = audited.value(row[one.weight.cell.column]) * (audited.multiplier(row, "kg") or 0)
        assert (one.value, one.weight.value) == (audited.value(row[one.cell.column]), kilograms)


def test_rows_that_are_passed_over_are_passed_over_twice() -> None:
    """Spain's islands are no figure of Pakistan, nor of anybody."""
    releases = CustomsReleases.of({"file": sheet(written(COPPER, CATHODES, CANARIES).encode("gb18030"))})
    assert {(PARTIES, "26030000"), (PARTIES, "74031111")} == set(releases.rows)
    assert Decimal(2_611_000) == releases.value(PARTIES, "74031111", Period.parse("2025-12"))


def test_a_period_that_a_person_said_is_the_audits_too() -> None:
    """The file has no column for it; claims.json does."""
    raw, span = written(COPPER[1:], header=HEADER[1:]).encode("gb18030"), Period.parse("2025-01..2025-03")
    releases = CustomsReleases.of({"file": sheet(raw, layout_of_period(layout(), span))})
    assert Decimal(2_110_900) == releases.value(PARTIES, "26030000", span)


FILES = [
    (PINK, SideLayout("pink-sheet", "prices")),
    (RATES / "monthly.csv", SideLayout("fred", "rates")),
    (RATES / "annual.csv", SideLayout("fred", "rates", "annual")),
    (RATES / "imf_exchangerates_A_ENDA_USD.csv", SideLayout("imf", "rates", "annual")),
]


@pytest.mark.parametrize(("file", "layout"), FILES)
def test_two_readings_of_a_file_agree(shared_data: Path, file: Path, layout: SideLayout) -> None:
    """Series, unit, period and text of each cell, read by two ways that share no code."""
    raw = (shared_data / file).read_bytes()
    sheet = PriceSheet.of(layout.as_data(), raw)
    batch = read_context(layout, raw, file.name, date(2026, 7, 21))
    told = [one for one in batch.observations if one.value is not None and "bolivares" not in one.unit]
    other = [
        one.cell.column
        for one in told
        if (said := sheet.cells.get((one.cell.row, one.cell.column))) is None
        or (said.series, said.unit, said.period, said.text) != (one.name, one.unit, str(one.period), one.cell.text)
    ]
    assert len(told) > 900
    assert [] == other
    assert sheet.day in {"", str(batch.released)}


NESTED = b"<table><tr><td><p>x<td><table><tr><td>1<tr><td>2</table></tr></table>"


def document(raw: bytes) -> dict[str, Any]:
    """Return what claims.json says of the document."""
    return layout_of(CNY, raw, "table").as_data() | {"covers": "listed", "refused": []}


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_is_found_again(form: str) -> None:
    """Row, column, text, partner, code and period, each by the other reading."""
    raw = FORMS[form]
    sheet, found = DocumentSheet.of(document(raw), raw), batch(raw, CNY).observations
    assert 2 == len(found)
    for one in found:
        row = sheet.rows[one.cell.row]
        assert (one.cell.text, one.partner) == (row[one.cell.column], sheet.field(row, "partner"))
        assert (one.code, str(one.period)) == (sheet.field(row, "code"), sheet.field(row, "period"))


@pytest.mark.parametrize("form", FORMS)
def test_the_release_is_read_anew(form: str) -> None:
    """What customs has of Pakistan is the reader's figure; a dash is none, and a continent is no partner."""
    raw = FORMS[form]
    releases = CustomsReleases.of({"table": DocumentSheet.of(document(raw), raw)})
    pakistan = next(one.value for one in batch(raw, CNY).observations if one.partner == "PAK")
    assert pakistan == releases.value(("CHN", "PAK", "M"), "TOTAL", Period.parse("2024-12"))
    assert {"PAK", "W00"} == {of[1] for of, _ in releases.rows}


def test_tables_in_tables_have_their_rows_in_order() -> None:
    """Old pages lay themselves out with tables and close no cell."""
    nested = NESTED + FORMS["page"] + NESTED
    raw = nested.replace(b"<html><meta charset=gb2312>", b"")
    sheet = DocumentSheet.of(document(raw), raw)
    assert [one.cell.text for one in batch(raw, CNY).observations] == [
        sheet.rows[one.cell.row][one.cell.column] for one in batch(raw, CNY).observations
    ]


@pytest.mark.parametrize("change", [{"label_rows": 1}, {"header_row": 2}, {"held": "html"}, {"encoding": "utf-8"}])
def test_another_reading_finds_other_cells(change: dict[str, Any]) -> None:
    """What is said of the file and is not so is found, or cannot be read at all."""
    raw, told = FORMS["commas"], batch(FORMS["commas"], CNY).observations[1].cell
    try:
        row = DocumentSheet.of(document(raw) | change, raw).rows.get(told.row, {})
    except (ValueError, KeyError, IndexError):
        row = {}
    assert told.text != row.get(told.column)
