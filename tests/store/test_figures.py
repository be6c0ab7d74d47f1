"""The figures as they stood at a vintage."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.store import FigureStore
from generator.trade.period import Period
from tests.store.releases_by_hand import SELECTION, YEAR, millions, take_in

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 20)


def test_the_newest_release_wins_cell_by_cell(store: FigureStore) -> None:
    """A revision replaces what it prints and leaves the rest, even where it withholds a value."""
    take_in(store, JANUARY, {("74", "2025"): 10, ("74", "2024"): 8, ("76", "2025"): 5})
    take_in(store, FEBRUARY, {("74", "2025"): 11, ("76", "2025"): None})
    expected = {("74", "2024"): 8, ("74", "2025"): 11, ("76", "2025"): None}
    assert expected == millions(store, store.releases.vintage("customs"))


def test_the_day_of_release_counts_before_the_order_of_arrival(store: FigureStore) -> None:
    """An old file that turns up late does not replace a newer one; of one day, the last recorded counts."""
    for day, value in ((FEBRUARY, 11), (FEBRUARY, 12), (JANUARY, 10)):
        take_in(store, day, {("74", "2025"): value})
    assert {("74", "2025"): 12} == millions(store, store.releases.vintage("customs"))


def test_a_vintage_ends_with_its_day(store: FigureStore) -> None:
    """As of January, February's revision does not exist; before everything, nothing does."""
    take_in(store, JANUARY, {("74", "2025"): 10})
    take_in(store, FEBRUARY, {("74", "2025"): 11})
    days = [date(2026, 1, 19), JANUARY, date(2026, 2, 19), FEBRUARY]
    seen = [millions(store, store.releases.vintage("customs", day)).get(("74", "2025")) for day in days]
    assert [None, 10, 10, 11] == seen


def test_history_ends_with_the_period(store: FigureStore) -> None:
    """A briefing on 2024 made today does not know of 2025."""
    take_in(store, JANUARY, {("74", period): 1 for period in ("2023", "2024", "2024-12", "2025-01", "2025")})
    seen = millions(store, store.releases.vintage("customs"), Period.parse("2024"))
    assert ["2023", "2024", "2024-12"] == [period for _, period in seen]


def test_relayed_statements_stand_apart(store: FigureStore) -> None:
    """What was passed on is no figure of customs; each speaker's newest statement is kept."""
    take_in(store, JANUARY, {("74", "2025"): 10, ("74", "2025", "A"): 90, ("74", "2025", "B"): 80})
    take_in(store, FEBRUARY, {("74", "2025", "A"): 95})
    figures = store.figures(SELECTION, YEAR, store.releases.vintage("customs"))
    assert [Decimal(10_000_000)] == [one.value for one in figures.cells.values()]
    assert {("A", Decimal(95_000_000)), ("B", Decimal(80_000_000))} == {
        (one.speaker, one.value) for one in figures.relayed
    }


def test_only_a_complete_release_makes_an_absent_line_zero(store: FigureStore) -> None:
    """A complete table covers the periods it prints; a list of some lines covers none."""
    take_in(store, JANUARY, {("74", "2024"): 1}, covers="all")
    take_in(store, FEBRUARY, {("74", "2025"): 1})
    figures = store.figures(SELECTION, YEAR, store.releases.vintage("customs"))
    assert [Decimal(0), None] == [figures.value("76", Period.parse(year)) for year in ("2024", "2025")]


def test_no_later_period_is_covered(store: FigureStore) -> None:
    """What a complete table says of 2025 is not part of the history of 2024."""
    take_in(store, JANUARY, {("74", "2024"): 1, ("74", "2025"): 1}, covers="all")
    figures = store.figures(SELECTION, Period.parse("2024"), store.releases.vintage("customs"))
    assert {"74": {Period.parse("2024")}, "76": {Period.parse("2024")}} == figures.covered


def test_history_counts_figures_of_customs(store: FigureStore) -> None:
    """A withheld value and a relayed one give a period no figure."""
    take_in(store, JANUARY, {("74", "2024"): 1, ("74", "2023"): None, ("74", "2022", "A"): 1, ("76", "2021"): 2})
    assert ("2021", "2024") == tuple(map(str, store.history(SELECTION, store.releases.vintage("customs"))))


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    """Signs that mean a pattern or a partition to the engine are only names."""
    with FigureStore(tmp_path / "partner=PAK [old] * é") as store:
        take_in(store, JANUARY, {("74", "2025"): 10})
        assert {("74", "2025"): 10} == millions(store, store.releases.vintage("customs"))
