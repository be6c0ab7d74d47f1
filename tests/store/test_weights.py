"""Weights: a quantity keeps its own cell, through the store and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.sources import TableLayout, read
from generator.store import FigureStore
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.period import Period
from tests.store.releases_by_hand import NOON

COLUMNS = {"period": "month", "code": "hs", "value": "usd", "quantity": "net", "quantity_unit": "unit"}
LAYOUT = TableLayout("customs", COLUMNS, reporter="CHN", partner="PAK", flow="import", covers="all")
RAW = b"month,hs,usd,net,unit\n2025-12,74,1000,12.5,t\n2025-12,7403,900,,kg\n2025-12,76,50,7,pieces\n"


def test_a_weight_is_a_figure_in_kilograms_with_its_own_cell(tmp_path: Path) -> None:
    """12.5 tonnes are 12,500 kg, give or take half of the last digit; no quantity and pieces are no weight."""
    batch = read(LAYOUT, RAW, "table.csv", date(2026, 1, 20))
    selection = Selection("customs", "CHN", "PAK", Flow.IMPORT, ("74", "76"))
    with FigureStore(tmp_path) as store:
        store.raw.keep(RAW)
        store.record(batch, LAYOUT.as_data(), NOON)
        vintage = store.releases.vintage("customs")
        deep = store.detailed(selection, 4, vintage)
        figures = store.figures(deep, Period.parse("2025-12"), vintage)
    assert ("74", "76", "7403") == deep.codes
    copper, refined, aluminium = (figures.cells[code, figures.period] for code in ("74", "7403", "76"))
    assert copper.weight is not None
    assert (Decimal(12500), Decimal(50), "kg") == (copper.weight.value, copper.weight.half_unit, copper.weight.measure)
    assert ("net", "12.5", 2, Decimal(1000)) == (
        copper.weight.cell.column,
        copper.weight.cell.text,
        copper.weight.cell.row,
        copper.weight.cell.multiplier,
    )
    assert (None, None) == (refined.weight, aluminium.weight)
