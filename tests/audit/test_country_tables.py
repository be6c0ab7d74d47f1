"""The audit reads customs' table by country with its own parsers, and finds the cells that the reader used."""

from typing import Any

import pytest

from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet
from generator.sources import layout_of
from generator.trade.period import Period
from tests.sources.gacc_rows import batch
from tests.sources.test_gacc_countries import CNY, FORMS

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
