"""Prices and rates on their way into a desk's store."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.editions.figure_tables import rows
from generator.intake.file_intake import SetAside, ingest, take_in
from generator.settings.desk_parts import DeskParts
from tests.desk.own_desk import briefing, empty_desk
from tests.desk.test_beside import NOW, SIDE, side_desk
from tests.side_tables import BY_COUNTRY, BY_CURRENCY, pink_sheet

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
SIDE_SOURCES = "  pink-sheet: {kind: prices}\n  fred: {kind: rates, title: {en: Federal Reserve}}\nmail:"
TRADE = ("CHN", "PAK", "import")


def sources_desk(folder: Path) -> DeskParts:
    """Return a desk with a source of prices and one of rates, and nothing in its store."""
    return empty_desk(folder, {"copper": briefing(TRADE, ["74"])}, ("mail:", SIDE_SOURCES))


def test_a_workbook_in_the_inbox_becomes_a_release(tmp_path: Path) -> None:
    """It is recorded under its own day, and moves to done/."""
    desk = sources_desk(tmp_path / "desk")
    inbox = tmp_path / "desk" / "inbox" / "pink-sheet"
    inbox.mkdir(parents=True)
    (inbox / "CMO.xlsx").write_bytes(pink_sheet())
    with desk.store:
        (taken,) = take_in(desk.desk, desk.store, "pink-sheet", NOON)
        (release,) = desk.store.releases.all("pink-sheet")
    assert not isinstance(taken, SetAside)
    assert (True, 12, date(2026, 3, 3)) == (taken.new, taken.batch.count, release.released)
    assert 1 == len(list((inbox / "done").iterdir()))


def test_rates_bear_the_day_that_a_person_says(tmp_path: Path) -> None:
    """A table of rates has no day of its own: the day of intake, or the one that is said."""
    desk = sources_desk(tmp_path / "desk")
    file = tmp_path / "rates.csv"
    file.write_text(BY_COUNTRY + "2026-02-01,China,6.9\n", "utf-8")
    with desk.store:
        said = ingest(desk.desk, desk.store, file, "fred", NOON, released=date(2026, 3, 2))
        assert [date(2026, 3, 2)] == [said.batch.released]
        assert {"China": "CNY per USD"} == desk.store.series(desk.store.releases.vintage("fred"))


LINES = {"74": (94_123_456, 7_100_000)}
IMF = BY_CURRENCY + (
    "2024-12-31,0.9239,EUR,A,IMF,XK,Kosovo\n2024-12-31,0.9244,EUR,A,IMF,U2,Euro Area (EA)\n"
    "2024-12-31,278.58,PKR,A,IMF,PK,Pakistan\n"
)


@pytest.fixture(scope="module")
def yuan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskParts]:
    """Return a desk whose office publishes in yuan."""
    desk = side_desk(tmp_path_factory.mktemp("yuan") / "desk", "", lines=LINES, currency="CNY")
    with desk.store:
        yield desk


def told(desk: DeskParts, as_of: date | None = None) -> dict[str, dict[str, Any]]:
    """Return the converted rows by period."""
    return {row["period"]: row for row in rows(desk.desk, desk.store, "minerals", None, as_of, "USD")}


def test_a_figure_has_its_rate_and_the_source(yuan: DeskParts) -> None:
    """94,123,456 yuan at 6.9128 are 13.6158… million dollars; a rate of five figures bears 13,616,000."""
    row = told(yuan)["2026-02"]
    assert ("94123456", "CNY", "13616000") == (row["value"], row["currency"], row["converted"])
    assert ("6.9128 CNY per USD", "2026-02") == (row["rate"], row["rate_period"])
    assert "Federal Reserve, as of 2026-03-02" == row["rate_source"]


def test_a_month_without_a_rate_stays_empty_with_a_note(yuan: DeskParts) -> None:
    """No rate of a month before or after stands in for it."""
    row = told(yuan)["2026-01"]
    assert ("", "", "") == (row["converted"], row["rate"], row["rate_period"])
    assert "Federal Reserve has no rate of CNY in 2026-01" == row["rate_source"]


def test_a_later_release_counts_and_an_earlier_day_does_not_know_it(tmp_path: Path) -> None:
    """The rates are those that were known on the day, and say which day."""
    desk = side_desk(tmp_path / "desk", "", lines=LINES, currency="CNY")
    file = tmp_path / "later.csv"
    file.write_text(BY_COUNTRY + "2026-02-01,China,6.9130\n", "utf-8")
    with desk.store:
        ingest(desk.desk, desk.store, file, "fred", NOW, released=date(2026, 3, 31))
        assert "6.9130 CNY per USD" == told(desk)["2026-02"]["rate"]
        row = told(desk, date(2026, 3, 20))["2026-02"]
        assert ("6.9128 CNY per USD", "Federal Reserve, as of 2026-03-20") == (row["rate"], row["rate_source"])


def test_a_year_has_the_rate_of_the_year_and_of_the_currencys_own_area(tmp_path: Path) -> None:
    """The IMF prints the euro for each country that has it, and not always alike."""
    years = [f"{year},DEU,PAK,import,74,{value},2026-03-18" for year, value in (("2023", 9), ("2024", 9_244_000))]
    imf = "imf: {kind: rates, title: {en: IMF}, frequency: annual}\n  fred:"
    side = SIDE.replace("fred:", imf).replace("mail:", "rates: imf\nmail:")
    desk = side_desk(tmp_path / "desk", "", lines=LINES, rows=years, frequency="annual", currency="EUR", side=side)
    file = tmp_path / "imf.csv"
    file.write_text(IMF, "utf-8")
    with desk.store:
        ingest(desk.desk, desk.store, file, "imf", NOW, released=date(2025, 11, 1))
        row = told(desk)["2024"]
        assert ("10000000", "0.9244 EUR per USD", "2024") == (row["converted"], row["rate"], row["rate_period"])
        assert "IMF has no rate of EUR in 2023" == told(desk)["2023"]["rate_source"]
