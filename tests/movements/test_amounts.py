"""Average values of a unit, the quantities that are not believed, and the split of a change; worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.pick_facts import facts
from generator.movements.price_volume import Split, split
from generator.movements.unit_values import WeighedValues, bennet, incomparable, is_suspect
from tests.movements.panels import Columns, made, newest, said

Item = tuple[float, float]  # value, tonnes
CENTS = st.integers(0, 10**11)  # customs count money in cents: no value lies between 0 and 0.01
ITEMS = st.tuples(CENTS.map(lambda cents: cents / 100), st.one_of(st.just(np.nan), st.floats(1, 1e6)))
SURE = st.tuples(st.floats(1, 1e6), st.floats(1, 1e6))
AT_ENDS = 13  # months


def ended(before: float, now: float) -> list[float]:
    """Return months that stand at `before` and end at `now`."""
    return [before] * (AT_ENDS - 1) + [now]


def uv_yoy(before: Item, now: Item, units: tuple[str, str] = ("t", "t"), status: str = "F") -> float | str:
    """Return the growth of a unit value between two ends, or why there is none."""
    panel = made(
        {"74": ended(before[0], now[0])},
        quantity={"74": ended(before[1], now[1])},
        unit={"74": [units[0]] * (AT_ENDS - 1) + [units[1]]},
        status={"74": status},
    )
    return said(newest(panel), "uv_yoy")


@pytest.mark.parametrize(
    ("before", "now", "units", "expected"),
    [
        ((1000, 10), (1080, 9), ("t", "t"), 20.0),
        ((1000, 10), (1080, 9000), ("t", "kg"), "unit_change"),  # converted, but counted otherwise now
        ((1000, 10), (1000, 10), ("", ""), "no_quantity"),
        ((1000, np.nan), (1000, 10), ("t", "t"), "no_quantity"),
        ((1000, 10), (1000, 0), ("t", "t"), "no_quantity"),
        ((1000, 10), (1000, 1), ("t", "t"), "quantity_suspect"),
    ],
)
def test_the_average_value_of_a_tonne(before: Item, now: Item, units: tuple[str, str], expected: float | str) -> None:
    """1,000 for 10 t, then 1,080 for 9 t: 100 and 120 a tonne; both ends need a quantity in one unit."""
    assert expected == uv_yoy(before, now, units)


@pytest.mark.parametrize(("status", "expected"), [("X", "partial"), ("C", "confidential"), ("E", "no_quantity")])
def test_a_mark_takes_the_average_value_away(status: str, expected: str) -> None:
    """An estimate has no quantity that was weighed."""
    assert expected == uv_yoy((1000, 10), (1000, 10), status=status)


@pytest.mark.parametrize(
    ("ratio", "z_uv", "suspect"),
    [
        (4.99, np.nan, False),
        (5.01, np.nan, True),
        (1 / 5.01, np.nan, True),
        (2.01, 6.1, True),
        (2.01, 5.9, False),
        (1.99, 6.1, False),
        (1 / 2.01, -6.1, True),
        (np.nan, np.nan, False),
    ],
)
def test_the_quantity_is_suspected_not_the_value(ratio: float, z_uv: float, suspect: bool) -> None:  # noqa: FBT001 -- a table
    """Beyond five times, or beyond twice where its own history knows nothing like it."""
    assert suspect == is_suspect(np.log(np.array([ratio])), np.array([z_uv]))[0]


def goods(items: list[Item], kinds: list[int] | None = None) -> WeighedValues:
    """Return items at one period, of one unit unless said otherwise."""
    table, unit = np.array(items, dtype=float), np.array(kinds or [1] * len(items), dtype=np.int16)
    return WeighedValues(table[:, 0], table[:, 1], unit, unit, np.zeros(len(items), dtype=np.uint8))


def both(before: list[Item], now: list[Item], kinds: list[int] | None = None) -> Split:
    """Return the split of items at two periods."""
    old, new = goods(before, kinds), goods(now, kinds)
    return split(old, new, incomparable(old, new))


def parts(found: Split) -> list[float]:
    """Return the four parts."""
    return [found.price, found.volume, found.items, found.unsplit]


def test_a_change_has_four_parts() -> None:
    """+190 and -110 of the item with quantities, +50 of a new one, -20 of a vanished, -30 of one without quantity."""
    price, volume = bennet(goods([(1000, 10)]), goods([(1080, 9)]))
    assert [190, -110] == pytest.approx([price[0], volume[0]])
    found = both([(1000, 10), (0, 0), (20, 1), (100, np.nan)], [(1080, 9), (50, 5), (0, 0), (70, 3)])
    assert [190, -110, 30, -30] == pytest.approx(parts(found))
    assert [80, 2080 / 2320] == pytest.approx([found.change, found.coverage])
    assert "" == found.reason


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        ([(350, 1), (299, np.nan)], [(350, 1), (0.0, np.nan)], ""),  # 700 of 999: 70.07 per cent
        ([(350, 1), (301, np.nan)], [(350, 1), (0.0, np.nan)], "coverage"),
        ([(10, 1), (np.nan, np.nan)], [(12, 1), (5, 1)], "missing"),
        ([(0, 0)], [(0, 0)], "no_trade"),
    ],
)
def test_a_split_that_is_not_told_says_why(before: list[Item], now: list[Item], reason: str) -> None:
    """Too little of it has a quantity, a part is missing, there is nothing to divide."""
    found = both(before, now)
    assert reason == found.reason
    assert bool(reason) == np.isnan(found.price_index)


@pytest.mark.parametrize(
    ("before", "now", "kinds", "index", "mix"),
    [
        ([(10, 10), (10, 10)], [(20, 10), (20, 20)], [1, 1], np.sqrt(2), np.log(4 / 3) - np.log(2) / 2),
        ([(10, 10), (30, 10)], [(5, 5), (45, 15)], [1, 1], 1.0, np.log(1.25)),  # dearer goods, and no unit value moved
        ([(10, 10), (30, 10)], [(5, 5), (45, 15)], [1, 2], 1.0, np.nan),  # tonnes and pieces add up to nothing
    ],
)
def test_indices_and_mix(before: list[Item], now: list[Item], kinds: list[int], index: float, mix: float) -> None:
    """One doubles in value, the other in quantity: Laspeyres 3/2, Paasche 4/3, Fisher the root of 2."""
    found = both(before, now, kinds)
    assert [index, mix] == pytest.approx([found.price_index, found.mix], nan_ok=True)
    assert found.is_mix == (mix > abs(np.log(index)))


@given(st.lists(st.tuples(ITEMS, ITEMS), min_size=1, max_size=12))
def test_the_parts_add_up_to_the_change(pairs: list[tuple[Item, Item]]) -> None:
    """Within a dollar, whatever lacks a quantity, appears or vanishes."""
    found = both([one for one, _ in pairs], [other for _, other in pairs])
    assert sum(parts(found)) == pytest.approx(found.change, abs=1)


@given(st.lists(SURE, min_size=1, max_size=12), st.floats(0.3, 3), st.floats(0.3, 3))
def test_what_moves_all_items_alike_is_the_index(items: list[Item], price: float, volume: float) -> None:
    """Unit values times p and quantities times q: p, q, and no mix; their product is the ratio of the values."""
    found = both(items, [(x * price * volume, q * volume) for x, q in items])
    assert [price, volume] == pytest.approx([found.price_index, found.volume_index])
    assert abs(found.mix) < 1e-9


def ppv(values: Columns, weights: Columns, code: str = "total") -> list[dict[str, Any]]:
    """Return the facts of the split of a sum, as a pick has them."""
    total = np.sum([np.asarray(row) for row in values.values()], axis=0)
    found = newest(made({"total": total, **values}, quantity=weights))
    return [fact for fact in facts(found, found.panel.places[code]) if fact["metric"] == "ppv"]


def test_a_pick_tells_the_split_of_the_lines_within_it() -> None:
    """Two lines with weights, one that is new, one without a weight; nothing without any weight."""
    values = {"01": ended(400e6, 500e6), "02": ended(300e6, 240e6), "03": ended(0, 50e6), "04": ended(60e6, 90e6)}
    weights = {"01": ended(40e6, 44e6), "02": ended(10e6, 9e6), "03": ended(0, 5e6)}
    [fact] = ppv(values, weights)
    assert (120e6, 50e6, 30e6, 4) == (fact["change"], fact["items"], fact["unsplit"], fact["n"])
    assert fact["change"] == pytest.approx(sum(fact[name] for name in ("value", "volume", "items", "unsplit")), abs=1)
    ratio = (1 + fact["value_pct"] / 100) * (1 + fact["volume_pct"] / 100)
    assert (500 + 240) / (400 + 300) == pytest.approx(ratio)
    [little] = ppv(values, {"03": ended(0, 5e6), "04": ended(1, 1)})
    assert (None, None, "coverage") == (little["value"], little["volume"], little["reason"])
    assert [] == ppv(values, {})
