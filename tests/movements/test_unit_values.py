"""Average values of a unit: when two of them compare, and which quantity is not believed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.unit_values import WeighedValues, in_kilograms, is_suspect, relabelled, uv_change

UNITS = ("", "kg", "t", "lb", "pieces")
AMOUNTS = st.floats(1e-3, 1e9)


def goods(value: float, quantity: float, unit: str = "t", status: str = "F") -> WeighedValues:
    """Return one series at one period."""
    letters = np.array([ord(status) if status else 0], dtype=np.uint8)
    return in_kilograms(np.array([value]), np.array([quantity]), np.array([UNITS.index(unit)]), UNITS, letters)


def told(before: WeighedValues, now: WeighedValues, z_uv: float = np.nan, *, broken: bool = False) -> float | str:
    """Return the change in per cent, or why there is none."""
    found = uv_change(before, now, np.array([broken]), np.array([z_uv]))
    assert np.isnan(found.yoy[0]) != found.is_valid[0]
    return float(found.yoy[0]) if found.is_valid[0] else str(found.reason[0])


def test_the_average_value_of_a_tonne_rises() -> None:
    """1,000 for 10 t, then 1,080 for 9 t: 100 and 120 a tonne."""
    assert 20.0 == pytest.approx(told(goods(1000, 10), goods(1080, 9)))


def test_weights_are_converted() -> None:
    """10 t are 10,000 kg, and 2,000 lb are 907.18474 kg."""
    assert 20.0 == pytest.approx(told(goods(1000, 10), goods(1080, 9000, "kg")))
    assert 907.18474 == pytest.approx(goods(1, 2000, "lb").quantity[0])
    assert 0.0 == pytest.approx(told(goods(907.18474, 2000, "lb"), goods(1, 1, "kg")))


def test_another_label_is_seen_even_where_it_is_converted() -> None:
    """A source that goes from kilograms to tonnes is flagged; one that begins to give a unit is not."""
    assert relabelled(goods(1, 1000, "kg"), goods(1, 1, "t"))[0]
    assert not relabelled(goods(1, 1, ""), goods(1, 1, "t"))[0]
    assert uv_change(goods(1, 1000, "kg"), goods(1, 1), np.array([False]), np.array([0.0])).unit_change[0]


def test_a_label_without_its_conversion_is_a_quantity_to_suspect() -> None:
    """9,000 kg called 9,000 t would make a tonne cost a thousandth."""
    assert "quantity_suspect" == told(goods(1000, 10_000, "kg"), goods(1080, 9000, "t"))


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (goods(1000, 10, "pieces"), goods(1000, 10, "kg"), "unit_change"),
        (goods(1000, 10, ""), goods(1000, 10, ""), "no_unit"),
        (goods(1000, np.nan), goods(1000, 10), "no_quantity"),
        (goods(1000, 10), goods(1000, 0), "no_quantity"),
        (goods(np.nan, 10), goods(1000, 10), "missing"),
        (goods(np.nan, np.nan), goods(np.nan, np.nan, status="C"), "confidential"),
        (goods(0, 10), goods(1000, 10), "no_trade"),
        (goods(1000, 10), goods(1000, 10, status="X"), "partial"),
        (goods(1000, 10, status="E"), goods(1000, 10), "estimated"),
    ],
)
def test_what_does_not_compare_says_why(before: WeighedValues, now: WeighedValues, reason: str) -> None:
    """Both ends need a value, a quantity that was weighed, and one unit."""
    assert reason == told(before, now)


def test_a_code_that_changed_does_not_compare() -> None:
    """Its goods are others."""
    assert "hs_break" == told(goods(1000, 10), goods(1000, 10), broken=True)


@pytest.mark.parametrize(
    ("ratio", "z_uv", "suspect"),
    [
        (4.99, np.nan, False),
        (5.01, np.nan, True),
        (1 / 5.01, np.nan, True),
        (1000, np.nan, True),
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


def test_a_suspect_quantity_keeps_its_logarithm() -> None:
    """Who asks why it is not told is shown by how much it moved."""
    found = uv_change(goods(1000, 10), goods(1000, 1), np.array([False]), np.array([np.nan]))
    assert [np.log(10), np.nan] == pytest.approx([found.log[0], found.yoy[0]], nan_ok=True)


def test_all_periods_are_measured_at_once() -> None:
    """Three years of two series: the rows are what each pair of years gives alone."""
    value, quantity = (
        np.array([[10.0, 8.0], [12.0, 9.0], [15.0, np.nan]]),
        np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]),
    )
    panel = in_kilograms(value, quantity, np.full((3, 2), 2), UNITS, np.zeros((3, 2), dtype=np.uint8))
    found = uv_change(panel.at(slice(0, -1)), panel.at(slice(1, None)), np.zeros((2, 2), dtype=bool), np.zeros((2, 2)))
    assert np.array([[20.0, 12.5], [25.0, np.nan]]) == pytest.approx(found.yoy, nan_ok=True)
    assert [["", ""], ["", "missing"]] == found.reason.tolist()


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(["kg", "t", "lb"]), st.sampled_from(["kg", "t", "lb"]))
def test_the_unit_of_weight_changes_nothing(x0: float, q0: float, x1: float, q1: float, one: str, other: str) -> None:
    """What is said of tonnes is said of the same weight in pounds."""
    factor = {"kg": 1000, "t": 1, "lb": 1000 / 0.45359237}
    plain, mixed = (
        uv_change(goods(x0, q0 * a, u), goods(x1, q1 * b, v), np.array([False]), np.array([0.0]))
        for a, u, b, v in ((1, "t", 1, "t"), (factor[one], one, factor[other], other))
    )
    assert plain.log == pytest.approx(mixed.log, abs=1e-9)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_back_is_there_undone(x0: float, q0: float, x1: float, q1: float) -> None:
    """The logarithm of a change has the sign of its direction, and whether it is suspect does not hang on it."""
    there = uv_change(goods(x0, q0), goods(x1, q1), np.array([False]), np.array([np.nan]))
    back = uv_change(goods(x1, q1), goods(x0, q0), np.array([False]), np.array([np.nan]))
    assert -there.log[0] == pytest.approx(back.log[0])
    assert there.reason[0] == back.reason[0]
