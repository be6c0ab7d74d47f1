"""Shares, ranks, and who passed whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.peers import concentration, rank, rank_change

SIZES = st.lists(st.floats(0, 1e9), min_size=3, max_size=40)
SEED = [1140.0, 30.35, 101.0, 11.0, 14.16, 110.90, 89.43]


def changes(before: list[float], now: list[float]) -> list[float | str]:
    """Return each peer's change, or why it has none."""
    found = rank_change(np.array(before), np.array(now))
    return [why or moved for why, moved in zip(found.reason.tolist(), found.change.tolist(), strict=True)]


def test_the_published_lines_are_concentrated() -> None:
    """1,496.84 million in seven lines: copper 76.2 per cent, HHI 0.594, as good as 1.7 equal lines."""
    found = concentration(np.array([SEED]))
    assert [0.762, 0.594, 1.7] == [round(found.top_1[0], 3), round(found.hhi[0], 3), round(found.equivalent[0], 1)]
    assert (1140 + 110.90 + 101) / 1496.84 == pytest.approx(found.top_3[0])


def test_what_stands_on_no_line_is_told_apart() -> None:
    """50, 30 and 20 of 125: HHI 0.38, and 20 per cent of the whole unallocated."""
    found = concentration(np.array([[50.0, 30.0, 20.0]]), np.array([25.0]))
    assert [0.38, 0.5, 1.0, 0.2] == pytest.approx([found.hhi[0], found.top_1[0], found.top_3[0], found.unallocated[0]])


def test_rows_are_periods() -> None:
    """Four equal peers, then one alone; then one that is missing, then no trade."""
    found = concentration(np.array([[5.0, 5, 5, 5], [0, 7, 0, 0], [1, np.nan, 1, 1], [0, 0, 0, 0]]))
    assert [0.25, 1.0, np.nan, np.nan] == pytest.approx(found.hhi.tolist(), nan_ok=True)
    assert ["", "", "missing", "no_trade"] == found.reason.tolist()


def test_two_peers_have_no_index() -> None:
    """Their shares say more."""
    assert ["few_members"] == concentration(np.array([[5.0, 5.0]])).reason.tolist()


def test_ranks_are_those_of_a_competition() -> None:
    """Two second places, then a fourth; who has no trade has no place."""
    found = rank(np.array([20.0, 30.0, 20.0, 0.0, 10.0]))
    assert [2, 1, 2, np.nan, 4] == pytest.approx(found.tolist(), nan_ok=True)


def test_a_missing_peer_takes_all_ranks() -> None:
    """It could stand above any of them."""
    assert np.isnan(rank(np.array([20.0, np.nan, 10.0]))).all()
    assert ["missing"] * 2 == changes([20, np.nan], [20, 10])


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        ([100, 102, 50], [-1, 1, 0]),
        ([100, 101.9, 50], [0, 0, 0]),
        ([100, 100, 50], [0, 0, 0]),
        ([10, 100, 50], [-2, 1, 1]),
        ([100, 90, 95], [0, -1, 1]),
    ],
)
def test_who_passed_is_ahead_by_two_per_cent(now: list[float], moved: list[float]) -> None:
    """From 100, 90 and 50: less is flicker, of whoever it is the rank."""
    assert moved == changes([100, 90, 50], now)


def test_entries_and_exits_are_no_changes_of_rank() -> None:
    """A new first and a second that left: the others, who passed nobody, stay where they are."""
    assert ["entry", 0, "exit", 0, "no_trade"] == changes([0, 100, 90, 50, 0], [500, 100, 0, 50, 0])


@given(SIZES)
def test_the_index_lies_between_equal_and_one(sizes: list[float]) -> None:
    """No lower than of equal peers, no higher than of one alone; never more peers than there are."""
    found = concentration(np.array([sizes]))
    if found.reason[0] == "":
        assert 1 / len(sizes) <= found.hhi[0] * (1 + 1e-9)
        assert found.hhi[0] <= found.top_1[0] * (1 + 1e-9)
        assert found.top_1[0] <= found.top_3[0] <= 1 + 1e-9


@given(SIZES, st.data())
def test_places_won_are_places_lost(sizes: list[float], data: st.DataObject) -> None:
    """Who passes is set against who is passed."""
    now = data.draw(st.lists(st.floats(0, 1e9), min_size=len(sizes), max_size=len(sizes)))
    assert 0 == np.nansum(rank_change(np.array(sizes), np.array(now)).change)


@given(st.lists(st.integers(1, 10), min_size=300, max_size=300), st.permutations(range(300)))
def test_without_ties_and_flicker_a_change_is_the_difference_of_ranks(before: list[int], now: list[int]) -> None:
    """Of three hundred peers, more than are compared at once, each a tenth larger than the next."""
    old = np.array(before) + np.arange(300) / 1000.0
    new = 1.1 ** np.array(now)
    found = rank_change(old, new)
    assert (found.before - found.now).tolist() == found.change.tolist()
