"""What of a change in money is unit value, quantity, or neither; worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.price_volume import Split, split
from generator.movements.unit_values import WeighedValues, bennet, in_kilograms, uv_change

UNITS = ("", "t", "pieces")
Item = tuple[float, float]  # value, quantity
ITEMS = st.tuples(st.floats(0, 1e9), st.one_of(st.just(np.nan), st.floats(1e-3, 1e6)))
PAIRS = st.lists(st.tuples(ITEMS, ITEMS), min_size=1, max_size=12)
SURE = st.tuples(st.floats(1, 1e6), st.floats(1, 1e6))


def goods(items: list[Item], units: list[int] | None = None) -> WeighedValues:
    """Return items at one period, in tonnes unless said otherwise."""
    table = np.array(items, dtype=float)
    unit = np.array(units or [1] * len(items))
    return in_kilograms(table[:, 0], table[:, 1], unit, UNITS, np.zeros(len(items), dtype=np.uint8))


def both(
    before: list[Item], now: list[Item], units: list[int] | None = None, broken: list[bool] | None = None
) -> Split:
    """Return the split of items at two periods."""
    old, new = goods(before, units), goods(now, units)
    changed = np.array(broken or [False] * len(before), dtype=bool)
    return split(old, new, uv_change(old, new, changed, np.full(len(before), np.nan)))


def parts(found: Split) -> list[float]:
    """Return the four parts."""
    return [found.price, found.volume, found.items, found.unsplit]


def test_one_item_splits_without_a_residual() -> None:
    """100 to 120 a tonne for 10 and 9 t: +190 by value, -110 by quantity, +80 in all."""
    price, volume = bennet(goods([(1000, 10)]), goods([(1080, 9)]))
    assert [190, -110] == pytest.approx([price[0], volume[0]])


def test_a_group_has_four_parts() -> None:
    """+190 and -110 of the item with quantities, +50 of a new one, -20 of a vanished, -30 of one without quantity."""
    found = both([(1000, 10), (0, 0), (20, 1), (100, np.nan)], [(1080, 9), (50, 5), (0, 0), (70, 3)])
    assert [190, -110, 30, -30] == pytest.approx(parts(found))
    assert [80, 2080 / 2320] == pytest.approx([found.change, found.coverage])
    assert "" == found.reason


@pytest.mark.parametrize(("without", "reason"), [(299.0, ""), (301.0, "coverage")])
def test_a_split_of_too_little_is_not_told(without: float, reason: str) -> None:
    """700 of 999 is 70.07 per cent, 700 of 1,001 is 69.93; the coverage is there in both cases."""
    found = both([(350, 1), (without, np.nan)], [(350, 1), (0.0, np.nan)])
    assert 700 / (700 + without) == pytest.approx(found.coverage)
    assert reason == found.reason
    assert bool(reason) == np.isnan(found.price_index)


def test_a_missing_item_takes_the_split_away() -> None:
    """A sum without one of its parts would be a smaller one, unseen."""
    found = both([(10, 1), (np.nan, np.nan)], [(12, 1), (5, 1)])
    assert ("missing", True, True) == (found.reason, bool(np.isnan(found.change)), bool(np.isnan(found.price)))


def test_a_group_without_trade_has_no_split() -> None:
    """Nothing to divide."""
    found = both([(0, 0)], [(0, 0)])
    assert ("no_trade", True) == (found.reason, bool(np.isnan(found.coverage)))


def test_a_code_that_changed_is_neither_new_nor_vanished() -> None:
    """Its value stands on another code: not split."""
    found = both([(1000, 10), (50, 1), (0, 0)], [(1080, 9), (0, 0), (55, 1)], broken=[False, True, True])
    assert [190, -110, 0, 5] == pytest.approx(parts(found))


def test_indices_of_two_items() -> None:
    """One doubles in value, the other in quantity: Laspeyres 3/2, Paasche 4/3, Fisher the root of 2 for both."""
    found = both([(10, 10), (10, 10)], [(20, 10), (20, 20)])
    assert [np.sqrt(2), np.sqrt(2)] == pytest.approx([found.price_index, found.volume_index])
    assert np.log(4 / 3) - np.log(2) / 2 == pytest.approx(found.mix)
    assert not found.is_mix


def test_dearer_goods_make_the_group_dearer_without_a_price() -> None:
    """10 t at 1 and 10 t at 3 become 5 and 15: 2.00 to 2.50 a tonne on average, no unit value moved."""
    found = both([(10, 10), (30, 10)], [(5, 5), (45, 15)])
    assert [1.0, np.log(1.25)] == pytest.approx([found.price_index, found.mix])
    assert found.is_mix


def test_tonnes_and_pieces_have_no_mix() -> None:
    """They add up to nothing; their indices stand."""
    found = both([(10, 10), (30, 10)], [(5, 5), (45, 15)], units=[1, 2])
    assert [1.0, np.nan] == pytest.approx([found.price_index, found.mix], nan_ok=True)


@given(PAIRS)
def test_the_parts_add_up_to_the_change(pairs: list[tuple[Item, Item]]) -> None:
    """Within a dollar, whatever lacks a quantity, appears or vanishes."""
    found = both([one for one, _ in pairs], [other for _, other in pairs])
    assert sum(parts(found)) == pytest.approx(found.change, abs=1)


@given(st.lists(st.tuples(SURE, SURE), min_size=1, max_size=12))
def test_price_times_volume_is_the_ratio_of_values(pairs: list[tuple[Item, Item]]) -> None:
    """Fisher leaves nothing over, of the items that are matched."""
    before, now = [one for one, _ in pairs], [other for _, other in pairs]
    found = both(before, now)
    if found.reason == "":
        changes = uv_change(goods(before), goods(now), np.zeros(len(pairs), dtype=bool), np.full(len(pairs), np.nan))
        x0, x1 = (goods(items).value[changes.is_valid].sum() for items in (before, now))
        assert x1 / x0 == pytest.approx(found.price_index * found.volume_index)


@given(st.lists(SURE, min_size=1, max_size=12), st.floats(0.3, 3), st.floats(0.3, 3))
def test_what_moves_all_items_alike_is_the_index(items: list[Item], price: float, volume: float) -> None:
    """Unit values times p and quantities times q: p, q, and no mix."""
    found = both(items, [(x * price * volume, q * volume) for x, q in items])
    assert [price, volume] == pytest.approx([found.price_index, found.volume_index])
    assert abs(found.mix) < 1e-9
