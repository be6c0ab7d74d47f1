"""Names as they stood at a vintage, apart from figures: the newest list in a language is the list."""

from datetime import UTC, date, datetime

import pytest

from generator.sources import SideLayout, read_names
from generator.store import FigureStore
from generator.trade.side_batches import UNREAD, NameList
from tests.name_lists import ENGLISH, of_customs, of_ones_own

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
LAYOUT = SideLayout("gacc-names", "names", at_least=1)


def record(store: FigureStore, raw: bytes, layout: SideLayout = LAYOUT, released: date | None = None) -> bool:
    """Record a list, and say whether it was news."""
    store.raw.keep(raw)
    return store.record(read_names(layout, raw, "list", released, NOON.date()), layout.as_data(), NOON)


def names(store: FigureStore, language: str = "en", as_of: date | None = None) -> NameList:
    """Return the list in a language as it was known on a day."""
    return store.names("gacc-names", language, store.releases.vintage("gacc-names", as_of))


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
