"""Names as they stood at a vintage, apart from figures: the newest list in a language is the list."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.sources import SideLayout, read_context, read_names
from generator.store import FigureStore
from generator.trade.side_batches import UNREAD, NameList
from tests.name_lists import ENGLISH, GACC, of_customs, of_ones_own
from tests.side_tables import pink_sheet
from tests.store.releases_by_hand import take_in

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
LAYOUT = SideLayout("gacc-names", "names", at_least=1)


def record(store: FigureStore, raw: bytes, layout: SideLayout = LAYOUT, released: date | None = None) -> bool:
    """Record a list, and say whether it was news."""
    store.keep(raw)
    return store.record(read_names(layout, raw, "list", released, NOON.date()), layout.as_data(), NOON)


def names(store: FigureStore, language: str = "en", as_of: date | None = None) -> NameList:
    """Return the list in a language as it was known on a day."""
    return store.names("gacc-names", language, store.vintage("gacc-names", as_of))


def words(found: NameList, *codes: str) -> list[str | None]:
    """Return what a list calls some codes."""
    return [name.words if (name := found.of(code)) else None for code in codes]


def test_the_newest_list_wins_and_a_day_knows_no_later_one(store: FigureStore) -> None:
    """The list of 2024 renames a line and drops another; whoever looks from 2023 sees the list of 2023."""
    later = {"26030000": "Copper ores", "74040000": "Copper waste"}
    assert [True, True] == [record(store, of_customs(later, year=2024)), record(store, of_customs(ENGLISH))]
    codes = ("26030000", "74031111", "74040000")
    assert ["Copper ores", None, "Copper waste"] == words(names(store), *codes)
    then = names(store, as_of=date(2023, 12, 31))
    assert [ENGLISH["26030000"], ENGLISH["74031111"], None] == words(then, *codes)
    assert {} == names(store, as_of=date(2022, 12, 31)).lines


def test_a_later_release_of_one_year_wins(store: FigureStore) -> None:
    """The office mended its list in March: from then on that one counts."""
    record(store, of_customs(ENGLISH))
    record(store, of_customs({"26030000": "Copper ores"}), released=date(2023, 3, 1))
    assert ["Copper ores"] == words(names(store), "26030000")
    assert [ENGLISH["26030000"]] == words(names(store, as_of=date(2023, 2, 28)), "26030000")


def test_the_same_list_is_recorded_once(store: FigureStore) -> None:
    """Bytes that are known add nothing."""
    assert [True, False] == [record(store, of_customs(ENGLISH)), record(store, of_customs(ENGLISH))]
    assert 1 == len(store.releases("gacc-names"))
    assert () == store.check()


def test_a_list_that_is_given_another_day_counts_from_that_day(store: FigureStore) -> None:
    """It was taken in without one; and the right one of two of a day is put back. Read again, it is known."""
    own, layout = of_ones_own({"26030000": "Copper ores"}), SideLayout("gacc-names", "names", language="en")
    assert [True, False] == [record(store, own, layout), record(store, own, layout)]
    assert [None] == words(names(store, as_of=date(2026, 1, 31)), "26030000")
    assert [True, False] == [record(store, own, layout, date(2026, 1, 1)) for _ in range(2)]
    assert ["Copper ores"] == words(names(store, as_of=date(2026, 1, 31)), "26030000")
    record(store, of_ones_own({"26030000": "A slip"}), layout)
    assert ["A slip"] == words(names(store), "26030000")
    assert record(store, own, layout, date(2026, 4, 2))
    assert ["Copper ores"] == words(names(store), "26030000")


def test_lists_in_two_languages_stand_side_by_side(store: FigureStore) -> None:
    """The Chinese list of a later year says nothing of the English one."""
    record(store, of_customs(ENGLISH))
    record(store, of_customs({"26030000": "铜矿砂及其精矿"}, "zh", year=2024))
    assert [ENGLISH["26030000"]] == words(names(store), "26030000")
    assert ["铜矿砂及其精矿"] == words(names(store, "zh"), "26030000")
    assert ({}, "") == (names(store, "ur").lines, names(store, "ur").release)


def test_a_subheading_goes_by_its_only_line(store: FigureStore) -> None:
    """260300 has one line within it, 740311 two; a heading never goes by a line's name, nor a line by another's."""
    record(store, of_customs(ENGLISH | {"74031119": "Other refined copper cathodes"}))
    expected = [ENGLISH["26030000"], None, None, None]
    assert expected == words(names(store), "260300", "740311", "2603", "26030010")


@pytest.mark.parametrize("bad", ['740311,"?', '74031119,"Other "cathodes""'])
def test_a_line_that_was_set_aside_is_a_line(store: FigureStore, bad: str) -> None:
    """Its name cannot be read, or not even its code: 740311 does not go by the one that is left."""
    raw = of_customs(ENGLISH) + f'{bad.removesuffix("?")}",2023,09,"Kilogram",?,"?",\n'.encode()
    record(store, raw)
    found = names(store)
    assert [None, ENGLISH["74031111"]] == words(found, "740311", "74031111")
    assert {UNREAD, "74031119"} & found.lines.keys()


def test_of_chinas_list_the_lines_of_a_torn_record_count(store: FigureStore, shared_data: Path) -> None:
    """Of 401180 three lines are there, two of them torn: their subheading has no only line."""
    record(store, (shared_data / GACC / "en-hs8-2023.csv").read_bytes())
    found = names(store)
    assert [None, None] == words(found, "40118011", "401180")
    assert 8_957 == len(found.lines)
    assert ["Live pure-bred breeding horses"] == words(found, "010121")  # 01012100 is its only line


def test_names_and_figures_share_no_source(store: FigureStore) -> None:
    """A name in desk.yaml that changes its kind would mix them."""
    take_in(store, date(2026, 1, 20), {("74", "2025"): 10})
    with pytest.raises(SettingsError, match="customs: has trade figures"):
        record(store, of_customs(ENGLISH), SideLayout("customs", "names", at_least=1))
    record(store, of_customs(ENGLISH))
    trade = replace(take_in(store, date(2026, 1, 21), {("74", "2025"): 11}), source="gacc-names")
    with pytest.raises(SettingsError, match="gacc-names: has names"):
        store.record(trade, {}, NOON)
    prices, layout = pink_sheet(), SideLayout("gacc-names", "prices")
    store.keep(prices)
    with pytest.raises(SettingsError, match="gacc-names: has names"):
        store.record(read_context(layout, prices, "CMO.xlsx", NOON.date()), layout.as_data(), NOON)


def test_a_list_that_says_its_language_first_and_not_later_is_read_as_declared(store: FigureStore) -> None:
    """Settings were corrected: the same bytes, read as Urdu now, are a release of Urdu names alone."""
    raw = of_ones_own({"74": "tanba"})
    assert record(store, raw, SideLayout("gacc-names", "names", language="en"))
    assert record(store, raw, SideLayout("gacc-names", "names", language="ur"))
    assert ({}, ["tanba"]) == (names(store, "en").lines, words(names(store, "ur"), "74"))
