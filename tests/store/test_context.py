"""Prices and rates as they stood at a vintage, apart from trade figures."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.sources import SideLayout, read_context
from generator.store import FigureStore
from generator.trade.period import Period
from tests.side_tables import PINK, pink_sheet
from tests.store.releases_by_hand import take_in

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
FEBRUARY = Period.parse("2026-02")
LAYOUT = SideLayout("pink-sheet", "prices")
LATER = pink_sheet(
    {"2026M01": (13012, 99, "…"), "2026M02": (12960, 97, 470), "2026M03": (1, 2, 3)},
    updated="Updated on April 02, 2026",
)


def record(store: FigureStore, raw: bytes, layout: SideLayout = LAYOUT) -> bool:
    """Record a workbook, and say whether it was news."""
    store.raw.keep(raw)
    return store.record(read_context(layout, raw, "CMO.xlsx", NOON.date()), layout.as_data(), NOON)


def prices(store: FigureStore, name: str, as_of: date | None = None) -> dict[str, Decimal | None]:
    """Return a series by period as it was known on a day."""
    found = store.context("pink-sheet", name, store.releases.vintage("pink-sheet", as_of))
    return {str(period): one.value for period, one in found.figures.items()}


def test_the_newest_release_wins_and_a_day_knows_no_later_one(store: FigureStore) -> None:
    """April corrects February's copper; as of March it stands as it was printed then."""
    assert [True, True] == [record(store, pink_sheet()), record(store, LATER)]
    assert Decimal("12951.35") == prices(store, "Copper", date(2026, 4, 1))["2026-02"]
    expected = {
        "2025-01": Decimal("9000.5"), "2025-02": Decimal(9331), "2026-01": Decimal(13012),
        "2026-02": Decimal(12960), "2026-03": Decimal(1),
    }  # fmt: skip
    assert expected == prices(store, "Copper")


def test_a_price_that_was_taken_back_is_gone(store: FigureStore) -> None:
    """April prints an ellipsis where March had urea of January."""
    record(store, pink_sheet())
    assert Decimal("415.4") == prices(store, "Urea")["2026-01"]
    record(store, LATER)
    assert "2026-01" not in prices(store, "Urea")


def test_a_series_that_changed_its_unit_is_told_in_the_newest(store: FigureStore) -> None:
    """Dollars a kilogram and dollars a tonne are two series under one name."""
    record(store, pink_sheet())
    units = (None, "($/kg)", "($/mt)", "($/mt)")
    record(store, pink_sheet({"2026M03": (13, 2, 3)}, updated="Updated on April 02, 2026", units=units))
    assert {"2026-03": Decimal(13)} == prices(store, "Copper")
    assert {"Coal, South African": "$/mt", "Copper": "$/kg", "Urea": "$/mt"} == store.series(
        store.releases.vintage("pink-sheet")
    )


def test_prices_and_trade_figures_share_no_source(store: FigureStore) -> None:
    """A name in desk.yaml that changes its kind would mix them."""
    take_in(store, date(2026, 1, 20), {("74", "2025"): 10})
    raw = pink_sheet()
    with pytest.raises(SettingsError, match="customs: has trade figures"):
        record(store, raw, SideLayout("customs", "prices"))
    record(store, raw, LAYOUT)
    trade = replace(take_in(store, date(2026, 1, 21), {("74", "2025"): 11}), source="pink-sheet")
    with pytest.raises(SettingsError, match="pink-sheet: has prices or exchange rates"):
        store.record(trade, {}, NOON)
    assert ["customs", "customs", "pink-sheet"] == [one.source for one in store.releases.all()]


def test_the_figure_comes_back_with_its_cell(store: FigureStore, shared_data: Path) -> None:
    """Of the real release: value, unit, row, cell of the sheet, text."""
    record(store, (shared_data / PINK).read_bytes())
    copper = store.context("pink-sheet", "Copper", store.releases.vintage("pink-sheet"))
    found = copper.at(FEBRUARY)
    assert found is not None
    assert (Decimal("12951.35"), "$/mt", 794) == (found.value, copper.unit, len(copper.figures))
    assert (800, "Monthly Prices!BM800", "12951.35") == (found.cell.row, found.cell.column, found.cell.text)
