"""Prices and rates on their way into a desk's store."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.intake.file_intake import SetAside, ingest, take_in
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from tests.desk.own_desk import DESK, briefing
from tests.side_tables import BY_COUNTRY, pink_sheet

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
SIDE = "  pink-sheet: {kind: prices}\n  fred: {kind: rates, title: {en: Federal Reserve}}\nmail:"
TRADE = ("CHN", "PAK", "import")


def side_desk(folder: Path, side: str = SIDE, of: str = "office") -> DeskParts:
    """Return a desk with a source of prices and one of rates, and nothing in its store."""
    (folder / "briefings").mkdir(parents=True)
    (folder / "state").mkdir(mode=0o700)
    settings = DESK.replace("SCALE", "1").replace("COVERS", "all").replace("mail:", side)
    (folder / "desk.yaml").write_text(settings, "utf-8")
    text = briefing(TRADE, ["74"]).replace("source: office", f"source: {of}")
    (folder / "briefings" / "copper.yaml").write_text(text, "utf-8")
    return open_desk(folder, {})


def test_a_workbook_in_the_inbox_becomes_a_release(tmp_path: Path) -> None:
    """It is recorded under its own day, and moves to done/."""
    desk = side_desk(tmp_path / "desk")
    inbox = tmp_path / "desk" / "inbox" / "pink-sheet"
    inbox.mkdir(parents=True)
    (inbox / "CMO.xlsx").write_bytes(pink_sheet())
    with desk.store:
        (taken,) = take_in(desk.desk, desk.store, "pink-sheet", NOON)
        (release,) = desk.store.releases("pink-sheet")
    assert not isinstance(taken, SetAside)
    assert (True, 12, date(2026, 3, 3)) == (taken.new, taken.batch.count, release.released)
    assert 1 == len(list((inbox / "done").iterdir()))


def test_rates_bear_the_day_that_a_person_says(tmp_path: Path) -> None:
    """A table of rates has no day of its own: the day of intake, or the one that is said."""
    desk = side_desk(tmp_path / "desk")
    file = tmp_path / "rates.csv"
    file.write_text(BY_COUNTRY + "2026-02-01,China,6.9\n", "utf-8")
    with desk.store:
        said = ingest(desk.desk, desk.store, file, "fred", NOON, released=date(2026, 3, 2))
        assert [date(2026, 3, 2)] == [said.batch.released]
        assert {"China": "CNY per USD"} == desk.store.series(desk.store.vintage("fred"))


@pytest.mark.parametrize(
    ("side", "problem"),
    [
        ("  pink-sheet: {kind: prices, columns: {value: USD}}\nmail:", "columns is no key of kind: prices"),
        ("  pink-sheet: {kind: prices, covers: all}\nmail:", "covers is no key of kind: prices"),
        ("  fred: {kind: rates}\nmail:", "has no title"),
        ("  fred: {kind: rates, title: {en: F}, frequency: daily}\nmail:", "frequency"),
    ],
)
def test_a_key_of_trade_figures_is_refused(tmp_path: Path, side: str, problem: str) -> None:
    """A source of prices says neither what it covers nor how its columns are called."""
    with pytest.raises(SettingsError, match=problem):
        side_desk(tmp_path / "desk", side)
