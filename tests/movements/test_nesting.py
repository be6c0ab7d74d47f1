"""Codes within codes: which lines are told, and what the children of a code leave over."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from generator.movements import Thresholds, find_movements
from generator.trade.figures import Figures

Typed = Callable[..., Figures]
ANNUAL = Thresholds.read()


def test_the_lines_that_are_told_contain_no_other(typed: Typed) -> None:
    """Chapter 26 is told by its heading; 79 has no figure in either year."""
    table = {"26": {2025: "60"}, "2603": {2024: "20"}, "74": {2025: "5"}, "79": {2023: "1"}}
    assert ("2603", "74") == find_movements(typed(table), ANNUAL).told


def test_what_children_leave_over_is_said(typed: Typed) -> None:
    """60 less 25 and 5 leaves 30 million that no child has."""
    table = {"26": {2025: "60"}, "2603": {2025: "25"}, "2606": {2025: "5"}}
    rest = find_movements(typed(table), ANNUAL).unallocated["26"]
    assert ("money", Decimal(30_000_000), 3) == (rest.unit, rest.value, rest.n)


def test_a_difference_within_the_print_is_none(typed: Typed) -> None:
    """0.1 million is left, but "30" may be 30.5."""
    table = {"26": {2025: "60.0"}, "2603": {2025: "30"}, "2606": {2025: "29.9"}}
    assert {} == find_movements(typed(table), ANNUAL).unallocated


def test_a_dollar_a_child_is_none(typed: Typed) -> None:
    """Publishers round each line."""
    row = {"2603": {2025: "25.0000000"}, "2606": {2025: "5.0000000"}}
    assert {} == find_movements(typed({"26": {2025: "30.0000020"}, **row}), ANNUAL).unallocated
    assert ["26"] == list(find_movements(typed({"26": {2025: "30.0000030"}, **row}), ANNUAL).unallocated)


def test_a_missing_child_leaves_the_rest_unknown(typed: Typed) -> None:
    """Not zero, and not all of the parent."""
    table = {"26": {2025: "60"}, "2603": {}}
    assert "missing 2025" == find_movements(typed(table), ANNUAL).unallocated["26"].reason
