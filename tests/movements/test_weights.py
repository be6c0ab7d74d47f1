"""Quantities and the average value per tonne, and what makes them unsound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.movements import Line, Thresholds, find_movements
from generator.trade.figures import Figures

Monthly = Callable[..., Figures]
NAMES = ("quantity", "quantity_yoy", "uv", "uv_yoy")


def line(monthly: Monthly, before: str, now: str, status: str = "F") -> Line:
    """Return the line of two months a year apart."""
    figures = monthly({"74": f"{before}" + " -" * 11 + f" {now}"})
    last = figures.cells["74", figures.period]
    cells = {**figures.cells, ("74", figures.period): replace(last, status=status)}
    return find_movements(replace(figures, cells=cells), Thresholds.read()).line("74")


def said(found: Line) -> list[str]:
    """Return the four metrics, or their reasons."""
    metrics = [found.metric(name) for name in NAMES]
    return [one.reason if one.value is None else f"{one.value:.1f}" for one in metrics]


def test_a_tonne_is_worth_more_on_average(monthly: Monthly) -> None:
    """2 million dollars for 400 t, then 3 million for 500 t: 5,000 and 6,000 dollars a tonne, 20 per cent more."""
    found = line(monthly, "2.0@400t", "3.0@500t")
    assert ["500000.0", "25.0", "6000.0", "20.0"] == said(found)
    assert ["kg", "pct", "money_per_t", "pct"] == [found.metric(name).unit for name in NAMES]
    assert [1, 2, 2, 4] == [found.metric(name).n for name in NAMES]


def test_an_estimated_weight_has_no_average(monthly: Monthly) -> None:
    """UN Comtrade estimates weights from averages of others; the weight itself is flagged."""
    figures = monthly({"74": "2.0@400t" + " -" * 11 + " 3.0@500t"})
    last = replace(figures.cells["74", figures.period], quantity_status="E")
    cells = {**figures.cells, ("74", figures.period): last}
    found = find_movements(replace(figures, cells=cells), Thresholds.read()).line("74")
    assert ["500000.0", "25.0", "estimated", "estimated"] == said(found)
    assert "estimated" in found.metric("quantity").flags


def test_the_whole_is_weighed_by_its_lines(monthly: Monthly) -> None:
    """100 kg and 300 kg for 4 million."""
    found = find_movements(monthly({"74": "1.0@100kg", "76": "3.0@300kg"}), Thresholds.read())
    assert found.total is not None
    assert ["400.0", "missing 2024-12", "10000000.0", "missing 2024-12"] == said(found.total)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("2.0@400t", "3.0@500pieces", ["unit", "unit", "unit", "unit"]),
        ("2.0@400kg", "3.0@500t", ["500000.0", "unit", "unit", "unit"]),
        ("2.0@400t", "3.0", ["no_quantity"] * 4),
        ("2.0", "3.0@500t", ["500000.0", "no_quantity", "6000.0", "no_quantity"]),
        ("2.0@400t", "3.0@0t", ["0.0", "-100.0", "no_quantity", "no_quantity"]),
        ("2.0@0t", "3.0@500t", ["500000.0", "zero_base", "6000.0", "no_quantity"]),
        ("-", "3.0@500t", ["500000.0", "missing 2024-12", "6000.0", "missing 2024-12"]),
    ],
)
def test_what_was_not_weighed_alike_has_no_average(
    monthly: Monthly, before: str, now: str, expected: list[str]
) -> None:
    """Another unit, no quantity, none weighed; the growth of the value stands."""
    found = line(monthly, before, now)
    assert expected == said(found)
    assert ("50.0" if before != "-" else "") == f"{found.metric('yoy').value or '':.4}"


@pytest.mark.parametrize(("now", "suspect"), [("2.0@81t", False), ("2.0@79t", True), ("2.0@2001t", True)])
def test_a_quantity_is_suspect_where_the_average_leaps_fivefold(
    monthly: Monthly,
    now: str,
    suspect: bool,  # noqa: FBT001
) -> None:
    """From 5,000 dollars a tonne to over 25,000 or under 1,000: the quantity is wrong, not the value."""
    found = line(monthly, "2.0@400t", now)
    assert suspect is ("quantity_suspect" in found.flags)
    assert suspect is (found.metric("uv").reason == "quantity_suspect")


def test_another_unit_is_flagged(monthly: Monthly) -> None:
    """Kilograms or pieces a year ago, tonnes now."""
    found = [line(monthly, f"2.0@400{unit}", "3.0@500t").flags for unit in ("kg", "pieces", "t")]
    assert [True, True, False] == ["unit_change" in flags for flags in found]


def test_an_estimate_has_no_average(monthly: Monthly) -> None:
    """Status E."""
    assert ["500000.0", "25.0", "estimated", "estimated"] == said(line(monthly, "2.0@400t", "3.0@500t", "E"))
