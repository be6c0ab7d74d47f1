"""What holds of any months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.movements import Movements, Thresholds, find_movements
from generator.trade.figures import Figures

CODES = ("7403", "7404", "7601", "7602")
LEVELS = st.integers(10**3, 10**6)
ROWS = st.lists(st.lists(LEVELS, min_size=26, max_size=26), min_size=4, max_size=4)
TINY = Decimal("1e-9")

Monthly = Callable[..., Figures]
Rows = list[list[int]]


def table(monthly: Monthly, rows: Rows, reference: str, scale: int = 1) -> Figures:
    """Return four headings and their two chapters by month, levels in hundredths of a million."""
    sums = {"74": [one + two for one, two in zip(*rows[:2], strict=True)]}
    sums["76"] = [one + two for one, two in zip(*rows[2:], strict=True)]
    levels = sums | dict(zip(CODES, rows, strict=True))
    texts = {code: " ".join(f"{Decimal(level * scale) / 100:.2f}" for level in row) for code, row in levels.items()}
    return monthly(texts, reference)


def found(figures: Figures, floor: int = 100_000) -> Movements:
    """Return the movements under a floor."""
    return find_movements(figures, Thresholds.read({"defaults": {"floor": {"value": floor}}}))


def values(movements: Movements, metric: str) -> list[Decimal]:
    """Return the values of the lines that are told, all of which must be known."""
    known = [movements.line(code).metric(metric).value for code in movements.told]
    assert None not in known
    return [value for value in known if value is not None]


@given(ROWS)
@settings(max_examples=25, deadline=None)
def test_contributions_of_the_lines_add_up_to_the_growth_of_the_whole(monthly: Monthly, rows: Rows) -> None:
    """The chapters are the whole, their headings the lines."""
    movements = found(table(monthly, rows, "2026-02"))
    assert movements.total is not None
    growth = movements.total.metric("yoy").value
    assert growth is not None
    assert abs(growth - sum(values(movements, "contrib"), Decimal(0))) < TINY
    assert abs(100 - sum(values(movements, "share"), Decimal(0))) < TINY
    assert {} == movements.unallocated


@given(ROWS, st.sampled_from([10, 1000]))
@settings(max_examples=15, deadline=None)
def test_scaling_values_and_floors_changes_no_rate_of_months(monthly: Monthly, rows: Rows, scale: int) -> None:
    """Nor a contribution or a share."""
    one = found(table(monthly, rows, "2026-02"))
    other = found(table(monthly, rows, "2026-02", scale), 100_000 * scale)
    for name in ("mom", "yoy", "ytd_yoy", "r3_yoy", "r12_yoy", "contrib", "share"):
        assert values(one, name) == pytest.approx(values(other, name))


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_a_later_month_changes_nothing_before_it(monthly: Monthly, rows: Rows) -> None:
    """The movements of January are the same when February is known."""
    early = table(monthly, [row[:-1] for row in rows], "2026-01")
    later = replace(table(monthly, rows, "2026-02"), period=early.period)
    assert found(early) == found(later)


@given(ROWS)
@settings(max_examples=15, deadline=None)
def test_every_value_of_months_lies_within_its_reading(monthly: Monthly, rows: Rows) -> None:
    """Low, value and high stand in order."""
    metrics = [metric for line in found(table(monthly, rows, "2026-02")).lines for metric in line.metrics.values()]
    readings = [metric.reading for metric in metrics if metric.reading is not None]
    assert all(reading.low <= reading.value <= reading.high for reading in readings)
