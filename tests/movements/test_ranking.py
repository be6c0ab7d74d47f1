"""What is told first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.movements import Metric, Past, Reading, Thresholds, find_movements
from generator.movements.metrics import Maker
from generator.trade.figures import Figures

Typed = Callable[..., Figures]
ALL = Thresholds.read({"defaults": {"notable": {"metric": "level", "gte": 0}}})


def test_the_larger_contribution_comes_first(typed: Typed) -> None:
    """Rises and falls by size."""
    table = {"74": {2024: "50", 2025: "52"}, "76": {2024: "50", 2025: "40"}, "79": {2024: "5", 2025: "8"}}
    found = find_movements(typed(table), ALL).notable
    assert [("76", "fall"), ("79", "rise"), ("74", "rise")] == [(item.code, item.kind) for item in found]


def test_equal_scores_go_by_code(typed: Typed) -> None:
    """Same inputs, same order."""
    row = {2024: "50", 2025: "52"}
    assert ["74", "76"] == [item.code for item in find_movements(typed({"76": row, "74": row}), ALL).notable]


def test_a_change_within_the_print_has_no_direction(typed: Typed) -> None:
    """50 to 51 may be 50.5 to 50.5."""
    found = find_movements(typed({"74": {2024: "50", 2025: "51"}}), ALL).notable
    assert [("level", None)] == [(item.kind, item.direction) for item in found]


@pytest.mark.parametrize(("bar", "leads"), [(5, True), (50, False)])
def test_a_low_base_leads_only_by_its_contribution(typed: Typed, bar: int, leads: bool) -> None:  # noqa: FBT001
    """From 1 to 20 million on a base of 100 adds 19 points: enough for a bar of 5, not of 50."""
    rule = {"any": [{"metric": "contrib", "abs_gte": bar}, {"metric": "level", "gte": 0}]}
    figures = typed({"74": {2024: "1", 2025: "20"}, "76": {2024: "99", 2025: "99"}})
    found = find_movements(figures, Thresholds.read({"defaults": {"notable": rule}})).notable
    assert {"74": leads, "76": True} == {item.code: item.may_lead for item in found}
    assert ["74", "76"][:: 1 if leads else -1] == [item.code for item in found]


def test_an_event_is_told_as_such(typed: Typed) -> None:
    """A flow that vanished is no fall of 100 per cent."""
    found = find_movements(typed({"74": {2024: "7"}}, covered=(2025,)), ALL).notable
    assert [("vanished", "down")] == [(item.kind, item.direction) for item in found]


def past(score: float, told: str = "") -> Past:
    """Return what the engine knows of a line: a score of that much."""
    return Past(score, {"surprise": score, "quality": 1.0}, told)


def test_what_the_past_says_comes_before_the_contribution(typed: Typed) -> None:
    """The score ranks; equal ones go by the contribution, and its parts stay with the movement."""
    table = {"74": {2024: "50", 2025: "52"}, "76": {2024: "50", 2025: "40"}, "79": {2024: "5", 2025: "8"}}
    scores = {"74": past(30.5, "2024"), "76": past(10), "79": past(10)}
    found = find_movements(typed(table), ALL, scores).notable
    assert ["74", "76", "79"] == [item.code for item in found]
    assert (Decimal("30.5"), {"surprise": 30.5, "quality": 1.0}, "2024") == (
        found[0].score,
        found[0].parts,
        found[0].told_before,
    )


def test_a_past_gives_what_a_line_does_not_compute_and_nothing_else(monthly: Typed) -> None:
    """A z comes from the engine; a rate that the line has, or has a reason for, is its own."""
    figures = monthly({"74": "1.0 " * 25})
    nine = Reading(Decimal(9), Decimal(9), Decimal(9))

    def metric(name: str) -> Metric:
        make = Maker(name, figures.period)
        return make.null("short_history") if name == "z3" else make.known(nine, ())

    known = replace(past(1), doubts=("volatile",), metric=metric)
    line = find_movements(figures, ALL, {"74": known}).line("74")
    assert ["9", "0"] == [str(line.metric(name).value) for name in ("z", "yoy")]
    assert ["short_history", "no_quantity"] == [line.metric(name).reason for name in ("z3", "uv")]
    assert ("volatile",) == line.flags
