"""Broken code lists: whatever a reader is given, it answers with names that stand in its bytes, or with one error."""

import random
import time
from datetime import date

import pytest

from generator.errors import SourceChanged
from generator.sources import SideLayout, read_names
from generator.trade.side_batches import LineName
from tests.name_lists import ENGLISH, of_customs, of_ones_own, of_the_un
from tests.sources.test_fuzz import LONGEST, broken

DAY = date(2026, 1, 20)
ROUNDS = 300
CHINESE = {"26030000": "铜矿砂及其精矿", "74031111": "高纯阴极铜", "74040000": "铜废碎料"}
LISTS = {
    "customs, English": of_customs(ENGLISH | {"74040000": "Copper waste,\nand scrap"}),
    "customs, Chinese": of_customs(CHINESE, "zh"),
    "the UN": of_the_un({"74": "74 - Copper and articles thereof", "7404": "7404 - Copper; waste and scrap"}),
    "a table": of_ones_own({"74": "تانبا", "2603": "تانبے کی کچ دھات"}),
}
LAYOUTS = {name: SideLayout("names", "names", language="ur" if name == "a table" else "", at_least=1) for name in LISTS}


def outcome(layout: SideLayout, raw: bytes) -> tuple[str, tuple[LineName, ...]]:
    """Return the error of a refused list, or "" and the names of one that is read; another fault goes on."""
    try:
        return "", read_names(layout, raw, "f", None, DAY).observations
    except SourceChanged as error:
        return str(error), ()


@pytest.mark.parametrize("name", LISTS)
def test_a_broken_list_gives_names_or_an_error(name: str) -> None:
    """No other fault, no hang, and no name with a sign that does not print."""
    raw, layout, chance = LISTS[name], LAYOUTS[name], random.Random(name)  # noqa: S311 -- a draw that can be repeated
    for _ in range(ROUNDS):
        bytes_now, start = broken(raw, chance), time.monotonic()
        said, names = outcome(layout, bytes_now)
        assert not said or said.startswith("names: f: ")
        assert all(one.words.replace("\u200c", "").isprintable() for one in names)
        assert len({one.code for one in names}) == len(names)
        assert LONGEST > time.monotonic() - start
