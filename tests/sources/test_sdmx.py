"""SDMX: Comext's CSV, SDMX-ML and SDMX-JSON say the same figures, and the audit finds the same cells."""

import sys
from datetime import date
from decimal import Decimal

import pytest

from generator.audit.trace.document_sheets import DocumentSheet
from generator.errors import SettingsError, SourceChanged
from generator.sources import layout_of, read
from generator.sources.sdmx_messages import COMEXT
from generator.sources.table_forms import rows_of
from generator.sources.table_layout import TableLayout
from generator.trade.codes import Flow
from generator.trade.release import Batch
from tests.sources.sdmx_samples import COMEXT_HEAD, as_json, comext, xml

DAY = date(2025, 11, 20)
ROWS = (
    "M,DE,PK,260300,1,VALUE_IN_EUROS,2025-01,100.50,",
    "M,DE,PK,260300,1,VALUE_IN_EUROS,2025-02,200,p",
    "M,DE,PK,260300,1,QUANTITY_IN_100KG,2025-01,7.10,",
    "M,DE,PK,260300,1,QUANTITY_IN_100KG,2025-02,,p",
)
MESSAGES = {
    "csv": comext(*ROWS),
    "specific": xml("StructureSpecificData"),
    "generic": xml("GenericData"),
    "json": as_json(),
}


def batch(raw: bytes, layout: TableLayout = COMEXT) -> Batch:
    """Return what a message says."""
    return read(layout_of(layout, raw, "message"), raw, "message", DAY)


def audited(raw: bytes, layout: TableLayout = COMEXT) -> DocumentSheet:
    """Return the message as the audit reads it."""
    return DocumentSheet.of(layout_of(layout, raw, "message").as_data(), raw)


@pytest.mark.parametrize("form", MESSAGES)
def test_value_and_quantity_are_one_figure(form: str) -> None:
    """Two rows of a message become one observation, in euros, with its weight out of 100 kg; nothing is not zero."""
    one, two = batch(MESSAGES[form]).observations
    assert ("DEU", "PAK", Flow.IMPORT, "260300", "2025-01", "EUR") == (
        *(one.reporter, one.partner, one.flow, one.code, str(one.period), one.currency),
    )
    assert (Decimal("100.50"), Decimal("0.005"), "F", "P") == (one.value, one.half_unit, one.status, two.status)
    assert one.weight
    assert (Decimal(710), Decimal("0.5"), None) == (one.weight.value, one.weight.half_unit, two.quantity)


@pytest.mark.parametrize("form", MESSAGES)
def test_each_number_has_a_cell_of_its_own(form: str) -> None:
    """The quantity's cell stands in its own row, where the audit finds the same text and measure."""
    one, sheet = batch(MESSAGES[form]).observations[0], audited(MESSAGES[form])
    assert one.weight
    for cell, measure, text in ((one.cell, "money", "100.50"), (one.weight.cell, "kg", "7.10")):
        row = sheet.rows[cell.row]
        assert (text, text) == (cell.text, row[cell.column])
        assert (True, cell.column, cell.multiplier) == (
            *(sheet.measures(row, measure), sheet.column(measure, row), sheet.multiplier(row, measure)),
        )
    assert one.cell.row != one.weight.cell.row
    assert not sheet.measures(sheet.rows[one.weight.cell.row], "money")


@pytest.mark.parametrize("form", MESSAGES)
def test_the_audit_reads_every_observation_alike(form: str) -> None:
    """sdmx1 and the audit's own eyes agree on every dimension and attribute, in the same order."""
    layout = layout_of(COMEXT, MESSAGES[form], "message")
    rows = rows_of(layout, MESSAGES[form])
    _, header = next(rows)
    told = [(place, {name: text for name, text in zip(header, texts, strict=True) if text}) for place, texts in rows]
    found = audited(MESSAGES[form]).rows.items()
    assert told == [(place, {name: text for name, text in row.items() if text}) for place, row in found]


@pytest.mark.parametrize("raw", [xml(mult="3"), xml("GenericData", mult="3"), as_json(mult="3")])
def test_a_unit_multiplier_of_a_series_counts(raw: bytes) -> None:
    """10 to the power of 3: thousands of euros, in the reader and in the audit; the quantity has its own."""
    one, sheet = batch(raw).observations[0], audited(raw)
    assert (Decimal(100500), Decimal(5)) == (one.value, one.half_unit)
    assert Decimal(1000) == sheet.multiplier(sheet.rows[one.cell.row])
    assert one.weight
    assert Decimal(710) == one.weight.value


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ((ROWS[2],), ["a quantity without its value"]),
        ((ROWS[0], ROWS[2], ROWS[2].replace("7.10", "8")), ["a quantity is given twice"] * 2),
        (
            (ROWS[0].replace("PK", "QP"), ROWS[0].replace(",1,", ",4,"), ROWS[0] + "u"),
            ["'QP' is no", '"4" is', '"u" is'],
        ),
    ],
)
def test_what_is_not_known_is_set_aside(rows: tuple[str, ...], reasons: list[str]) -> None:
    """A quantity of nothing, a secret partner, a strange flow or flag: with the line, and never guessed."""
    found = batch(comext("M,FR,PK,260300,1,VALUE_IN_EUROS,2025-01,1,", *rows))
    assert len(reasons) == len(found.refusals)
    assert all(one.reason.startswith(reason) for one, reason in zip(found.refusals, reasons, strict=True))


def test_missing_and_confidential_are_no_zero() -> None:
    """An empty value is not there; with the flag c it is withheld."""
    rows = (ROWS[0].replace("100.50,", ","), ROWS[1].replace("200,p", ",c"))
    assert [(None, "X"), (None, "C")] == [(one.value, one.status) for one in batch(comext(*rows)).observations]


def test_other_indicators_are_passed_over() -> None:
    """A supplementary quantity is neither value nor weight."""
    extra = ROWS[0].replace("VALUE_IN_EUROS", "SUPPLEMENTARY_QUANTITY")
    assert [Decimal("100.50")] == [one.value for one in batch(comext(ROWS[0], extra)).observations]


def test_eurostats_names_of_areas_are_known() -> None:
    """Greece is EL or GR, the Union EU27_2020, all partners WORLD."""
    rows = [ROWS[0].replace("DE,PK", pair) for pair in ("EL,WORLD", "GR,PK", "EU27_2020,PK")]
    raw = comext(*rows)
    assert ["GRC", "GRC", "EUR"] == [one.reporter for one in batch(raw).observations]
    assert "W00" == batch(raw).observations[0].partner == audited(raw).field(audited(raw).rows[2], "partner")


def test_a_table_without_flags_is_read_too() -> None:
    """Not every answer has OBS_FLAG; a column that nobody knows is news."""
    head = COMEXT_HEAD.removesuffix(",OBS_FLAG")
    assert 1 == len(batch(comext(ROWS[0].removesuffix(","), head=head)).observations)
    with pytest.raises(SourceChanged, match='column "EMBARGO" is unknown'):
        batch(comext(f"{ROWS[0]},x", head=f"{COMEXT_HEAD},EMBARGO"))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"<html><body>busy</body></html>", "no message of SDMX that can be read"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml(), "declares entities"),
        (xml()[:900], "no message of SDMX that can be read"),
        (as_json()[:900], "no message of SDMX that can be read"),
        (b'{"error": 1}', "no message of SDMX that can be read"),
        (b"", "the file is empty"),
        (comext(), "the file has a header and no rows"),
    ],
)
def test_what_is_no_message_is_refused(raw: bytes, says: str) -> None:
    """One line, nothing stored."""
    with pytest.raises(SourceChanged, match=says):
        batch(raw)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comext's CSV needs no package; a message in XML says which one it needs."""
    monkeypatch.setitem(sys.modules, "sdmx", None)
    assert 2 == len(batch(MESSAGES["csv"]).observations)
    with pytest.raises(SettingsError, match=r"tradebrief\[sdmx\]"):
        batch(MESSAGES["generic"] + b" ")  # bytes that were not read before
