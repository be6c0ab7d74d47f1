"""The state of a flow, read from months."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.movements import Thresholds, find_movements
from generator.movements.records import Line
from generator.trade.figures import Figures

Monthly = Callable[..., Figures]


def line(monthly: Monthly, row: str, reference: str = "2025-12", **more: object) -> Line:
    """Return the line of a row written as signs: `x` trade, `.` none, `-` missing, `s` a thousand dollars less one."""
    texts = {"x": "5.0", "s": "0.000999", ".": ".", "-": "-"}
    figures = monthly({"74": " ".join(texts[sign] for sign in row)}, reference, **more)
    return find_movements(figures, Thresholds.read()).line("74")


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("x" * 24, "active"),
        ("x" + "." * 36 + "x", "new"),
        ("." * 12 + "x", "new"),
        ("s" * 12 + "x", "new"),
        ("." * 11 + "x", "unknown"),
        ("x" + "." * 35 + "x", "resumed"),
        ("x" * 30 + "." * 12 + "x", "resumed"),
        ("x" * 30 + "." * 11 + "x", "active"),
        ("x" * 30 + "." * 5 + "-" + "." * 6 + "x", "unknown"),
        ("x" * 30 + "-" + "x", "active"),
        ("x" * 24 + ".", "vanished"),
        ("x" * 15 + "..." + "x" * 9 + ".", "vanished"),
        ("x" * 24 + "..", "vanished"),
        ("x" * 24 + "...", "ceased"),
        ("x" * 24 + "." * 30, "ceased"),
        ("x" * 24 + "-..", "unknown"),
        ("x" * 24 + "-", "unknown"),
        ("x." * 6 + "x..." * 6, "intermittent"),
        ("x." * 6 + "...x" * 6, "intermittent"),
        ("." * 24, "no_trade"),
        ("x", "unknown"),
    ],
)
def test_the_state_follows_the_months(monthly: Monthly, row: str, state: str) -> None:
    """New after 36 empty months or all of the data, resumed after 12, vanished at once, ceased after three."""
    assert state == line(monthly, row).flow_state


@pytest.mark.parametrize(
    ("row", "idle", "months"),
    [("." * 14 + "x", 14, 15), ("xx" + "." * 12 + "x", 12, 15), ("x" * 24 + "..", 2, 26), ("x" * 24, "active", 0)],
)
def test_a_state_says_for_how_long_there_was_no_trade(monthly: Monthly, row: str, idle: object, months: int) -> None:
    """And how many months of data say so: a new flow is the first in so many."""
    found = line(monthly, row).metric("idle")
    assert (idle, months) == (found.reason or int(found.value or 0), found.n)


def test_two_months_together_count_for_each(monthly: Monthly) -> None:
    """Trade somewhere in January and February 2025 leaves no 36 empty months: the flow comes and goes."""
    row = "." * 40 + "--" + "." * 9 + "x"
    assert "unknown" == line(monthly, row).flow_state
    assert "intermittent" == line(monthly, row, together={("74", "2025-01..2025-02"): "5.0"}).flow_state


def test_a_flow_appears_in_two_months_together(monthly: Monthly) -> None:
    """Twelve empty months, then a January and February with trade in one."""
    assert "new" == line(monthly, "." * 12 + "x.", "2025-01..2025-02").flow_state
    assert "vanished" == line(monthly, "x" * 12 + "..", "2025-01..2025-02").flow_state


def test_a_flow_that_comes_and_goes_has_no_month_on_month(monthly: Monthly) -> None:
    """It is flagged, and its twelve months stand."""
    found = line(monthly, "...x" * 8)
    assert ("intermittent", True) == (found.metric("mom").reason, "intermittent" in found.flags)
    assert found.metric("r12").value is not None
