"""What holds of any figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.movements import Movements, Thresholds, find_movements
from generator.trade.figures import Figures

CODES = ("74", "76", "78", "79", "2603", "2606")
LEVELS = st.integers(100, 10**6).map(lambda hundredths: f"{hundredths / 100:.2f}")
PAIRS = st.lists(st.tuples(LEVELS, LEVELS), min_size=3, max_size=6)
TINY = Decimal("1e-9")

Pairs = list[tuple[str, str]]
Typed = Callable[..., Figures]


def found(
    typed: Typed, pairs: Pairs, scale: int = 1, codes: tuple[str, ...] = CODES, floor: int = 1_000_000
) -> Movements:
    """Return the movements of levels a year before and now, under a floor."""
    table = {
        code: {2024: str(Decimal(before) * scale), 2025: str(Decimal(now) * scale)}
        for code, (before, now) in zip(codes, pairs, strict=False)
    }
    return find_movements(typed(table), Thresholds.read({"defaults": {"floor": {"value": floor}}}))


def values(movements: Movements, metric: str) -> list[Decimal]:
    """Return the lines' values, all of which must be known."""
    known = [line.metric(metric).value for line in movements.lines]
    return [value for value in known if value is not None]


@given(PAIRS)
@settings(max_examples=50, deadline=None)
def test_contributions_add_up_to_the_growth_of_the_whole(typed: Typed, pairs: Pairs) -> None:
    """To a thousand-millionth of a point."""
    movements = found(typed, pairs)
    assert movements.total is not None
    whole = movements.total.metric("yoy").value
    assert whole is not None
    assert abs(whole - sum(values(movements, "contrib"), Decimal(0))) < TINY


@given(PAIRS)
@settings(max_examples=50, deadline=None)
def test_shares_add_up_to_the_whole(typed: Typed, pairs: Pairs) -> None:
    """100 per cent, and their shifts to nothing."""
    movements = found(typed, pairs)
    assert abs(100 - sum(values(movements, "share"), Decimal(0))) < TINY
    assert abs(sum(values(movements, "share_shift"), Decimal(0))) < TINY


@given(PAIRS, st.sampled_from([10, 1000]))
@settings(max_examples=25, deadline=None)
def test_scaling_values_and_floors_changes_no_rate(typed: Typed, pairs: Pairs, scale: int) -> None:
    """Rates, shares and flags know no currency."""
    one, other = found(typed, pairs), found(typed, pairs, scale=scale, floor=1_000_000 * scale)
    assert values(one, "yoy") == pytest.approx(values(other, "yoy"))
    assert values(one, "share") == pytest.approx(values(other, "share"))


@given(PAIRS, st.integers())
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_codes_changes_nothing(typed: Typed, pairs: Pairs, seed: int) -> None:
    """Every line and the ranking stay what they are."""
    codes = CODES[: len(pairs)]
    mixed = Random(seed).sample(list(zip(codes, pairs, strict=True)), len(pairs))  # noqa: S311 -- an order, no secret
    one, other = found(typed, pairs), found(typed, [pair for _, pair in mixed], codes=tuple(code for code, _ in mixed))
    assert [item.code for item in one.notable] == [item.code for item in other.notable]
    assert [values(one, "contrib")[codes.index(code)] for code, _ in mixed] == values(other, "contrib")
    assert [line.code for line in other.lines] == [code for code, _ in mixed]


@given(PAIRS)
@settings(max_examples=25, deadline=None)
def test_every_value_lies_within_its_reading(typed: Typed, pairs: Pairs) -> None:
    """Low, value and high stand in order, for every metric of every line."""
    metrics = [metric for line in found(typed, pairs).lines for metric in line.metrics.values() if metric.reading]
    assert all(item.low <= item.value <= item.high for item in (metric.reading for metric in metrics) if item)
