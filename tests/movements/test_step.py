"""Since when a level stands: the month of a step, which a movement that goes on is labelled with."""

from __future__ import annotations

import pytest

from generator.movements.picks import verdict
from generator.movements.scores import step_of
from tests.movements.panels import lines, made, picked, summed


def since(months: int, before: float = 1.0, times: float = 3.0) -> str:
    """Return since when 7403 stands, `times` as large for so many months to December, `before` it in the one before."""
    columns = lines()
    columns["7403"][-months:] *= times
    columns["7403"][-months - 1] *= before
    judged = picked(made(summed(columns))).judged
    return str(step_of(judged.snapshot, judged.panel.places["7403"]) or "")


@pytest.mark.parametrize(
    ("months", "month"), [(1, ""), (2, "2025-11"), (3, "2025-10"), (8, "2025-05"), (12, "2025-01"), (13, "")]
)
def test_a_level_stands_since_the_month_of_its_step_for_a_year(months: int, month: str) -> None:
    """One month is no level yet; after twelve the step is its own base."""
    assert month == since(months)


def test_a_month_on_the_same_side_before_it_is_not_the_step() -> None:
    """A fifth more in April, as happens, and three times as much from May on."""
    assert "2025-05" == since(8, before=1.2)


def test_the_month_is_a_fact_and_is_said_where_the_step_keeps_it_out() -> None:
    """Eight months with December: the gate names May, the facts have it."""
    columns = lines()
    columns["7403"][-8:] *= 3
    why = verdict(picked(made(summed(columns))), "7403")
    [gate] = [one.actual for one in why.gates if one.condition == "step"]
    [fact] = [one for one in why.facts if one["metric"] == "step"]
    assert ("a step of 8 months ago, in 2025-05", 8, "2025-05") == (gate, fact["value"], fact["period"])
