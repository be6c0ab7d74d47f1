"""Exports less imports of a line, of years and of months, and why it is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generator.movements import Line, Thresholds, find_movements
from generator.trade.codes import Flow
from generator.trade.figures import Figures

Maker = Callable[..., Figures]
ANY = Thresholds.read()


def both(own: Figures, other: Figures | None, flow: Flow = Flow.IMPORT) -> Figures:
    """Return figures of one flow with those of the other."""
    return replace(own, selection=replace(own.selection, flow=flow), opposite=other)


def line(figures: Figures, code: str = "74") -> Line:
    """Return one line of the movements, or the total."""
    found = find_movements(figures, ANY)
    assert found.total is not None
    return found.total if code == "total" else found.line(code)


def said(found: Line) -> tuple[object, object]:
    """Return balance and change in millions, each as a number or as the reason why it has none."""
    metrics = (found.metric(name) for name in ("balance", "balance_abs"))
    return tuple(one.reason if one.value is None else float(one.value) / 1e6 for one in metrics)  # type: ignore[return-value]


@pytest.mark.parametrize(("flow", "sign"), [(Flow.EXPORT, 1), (Flow.IMPORT, -1)])
def test_a_year_has_the_balance_of_every_line(typed: Maker, flow: Flow, sign: int) -> None:
    """70 less 105, after 60 less 100; 40 less 25, after 10 less 30; of both -20 after -60."""
    own = typed({"74": {2024: "60", 2025: "70"}, "76": {2024: "10", 2025: "40"}})
    other = typed({"74": {2024: "100", 2025: "105"}, "76": {2024: "30", 2025: "25"}})
    expected = {"74": (-35.0, 5.0), "76": (15.0, 35.0), "total": (-20.0, 40.0)}
    figures = both(own, other, flow)
    assert {code: (sign * one, sign * two) for code, (one, two) in expected.items()} == {
        code: said(line(figures, code)) for code in expected
    }
    assert [2, 4] == [line(figures).metric(name).n for name in ("balance", "balance_abs")]


def test_a_print_bounds_the_balance_by_both_sides(typed: Maker) -> None:
    """70 is 69.5 to 70.5, 105.0 is 104.95 to 105.05: 34.45 to 35.55."""
    found = line(both(typed({"74": {2025: "70"}}), typed({"74": {2025: "105.0"}}))).metric("balance")
    assert [34_450_000, 35_000_000, 35_550_000] == [found.low, found.value, found.high]


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ({2024: "60", 2025: "70"}, None, ("no other flow", "no other flow")),
        ({2024: "60", 2025: "70"}, {}, ("no other flow", "no other flow")),
        ({2024: "60", 2025: "70"}, {2025: "105"}, (35.0, "missing 2024 of the other flow")),
        ({2024: "60", 2025: "70"}, {2024: "105"}, ("missing 2025 of the other flow",) * 2),
        ({2024: "60"}, {2024: "100", 2025: "105"}, ("missing 2025",) * 2),
        ({2024: "60", 2025: ">70"}, {2024: "100", 2025: "105"}, ("bound", "bound")),
        ({2024: "60", 2025: "70"}, {2024: ">100", 2025: "105"}, (35.0, "bound")),
    ],
)
def test_no_balance_says_why(
    typed: Maker, own: dict[int, str], other: dict[int, str] | None, expected: tuple[object, object]
) -> None:
    """And whose figure is missing."""
    figures = both(typed({"74": own, "76": {2025: "1"}}), None if other is None else typed({"74": other}))
    assert expected == said(line(figures))


def test_a_complete_release_without_the_row_is_no_trade_of_that_flow(typed: Maker) -> None:
    """Nothing went out: all of 70 is a deficit."""
    other = typed({"74": {}}, covered=(2024, 2025))
    assert (-70.0, -10.0) == said(line(both(typed({"74": {2024: "60", 2025: "70"}}), other)))


def test_a_month_has_it_and_a_lunar_january_no_change(monthly: Maker) -> None:
    """9 less 4, after 5 less 5; and two months together: 20 and 30 less 15 and 25 after 4 and 6 less 2 and 3."""
    rest = " 1" * 11
    assert (-5.0, -5.0) == said(line(both(monthly({"74": f"5{rest} 9"}), monthly({"74": f"5{rest} 4"}))))
    china = {"pair": ("CHN", "PAK")}
    year = "4 6" + " 5" * 10, "2 3" + " 5" * 10
    february = [
        monthly({"74": f"{one} {two}"}, "2026-01..2026-02", **china)
        for one, two in zip(year, ("20 30", "15 25"), strict=True)
    ]
    assert (-10.0, -5.0) == said(line(both(february[0], february[1])))
    january = [monthly({"74": f"{one} {two}"}, "2026-01", **china) for one, two in zip(year, ("20", "15"), strict=True)]
    assert (-5.0, "lunar") == said(line(both(january[0], january[1])))
