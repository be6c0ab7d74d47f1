"""States of flows over many series at once: what was missing is neither trade nor none."""

from __future__ import annotations

import numpy as np
import pytest

from generator.movements.flow_states import FlowStates, flow_states, states
from tests.movements.panels import made


def of(row: str, *, months: int = 1, now: int = 1) -> FlowStates:
    """Return the states of one series written as signs: `x` trade, `.` none, `-` missing."""
    signs = np.array([[sign] for sign in row])
    return states(signs == "x", signs != "-", months=months, now=now)


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ("x" * 12 + ".", "vanished"),
        ("x" * 9 + "...", "ceased"),
        ("x" * 9 + "..." + ".", "ceased"),
        ("...." + "x" * 8 + ".....", "active"),  # eight of the twelve before it fell empty
        ("x" * 8 + ".....", "unknown"),  # eight, and four that lie before the data
        ("xxxx" + "x" * 8 + "----" + ".", "unknown"),  # the month before it is missing: since when is it empty?
        ("----" + "x" * 8 + ".", "unknown"),  # eight, and four that nobody has seen
        ("---" + "x" * 9 + ".", "vanished"),  # nine, whatever the three were
        ("x---x" + "." + "x" * 6 + ".", "unknown"),
        ("x" * 12 + "...-..", "unknown"),
        ("x" * 12 + "." * 13 + "-" + "." * 13 + "x", "unknown"),
        ("x" * 12 + "-" + "." * 36 + "x", "new"),  # what lies before the 36 is past caring
        ("x" * 12 + "-" + "." * 35 + "x", "unknown"),
        ("x" * 12 + "." * 11 + "-x", "unknown"),
        ("x" * 12 + "." * 10 + "-x", "active"),  # 11 are no 12
        ("." * 24, "no_trade"),
        ("." * 23 + "-", "unknown"),
    ],
)
def test_a_run_with_a_missing_month_is_not_known(row: str, state: str) -> None:
    """Of a row of months, the last of them now."""
    assert state == of(row).standing[0]


def test_longer_periods_vanish_in_their_first_and_cease_in_their_second() -> None:
    """Three of four quarters are nine of twelve months; a year is its twelve."""
    found = [
        of(row, months=3).standing[0]
        for row in ("xx.x.", "xx.x..", ".x.x..", "x" + "." * 4 + "x", "x" + "." * 12 + "x")
    ]
    assert ["vanished", "ceased", "active", "resumed", "new"] == found
    assert ["vanished", "ceased", "new"] == [of(row, months=12).standing[0] for row in ("xx.", "xx..", "x...x")]


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        ("x..." * 6 + ".", True),
        ("x." * 12 + "x", False),
        ("xx--" * 6 + "x", False),
        ("x....." * 2 + "x", True),
        ("x." * 5 + "x", False),
    ],
)
def test_who_comes_and_goes_was_active_in_under_half_of_the_months_known(row: str, *, is_one: bool) -> None:
    """Of the 24 before, twelve of them known at least."""
    assert is_one == of(row).intermittent[0]


@pytest.mark.parametrize(
    ("row", "event"),
    [
        ("x" * 24 + ".", "vanished"),
        ("x" * 24 + "..", "active"),
        ("x" * 24 + "...", "ceased"),
        ("x" * 24 + "....", "active"),
        ("x" * 24 + "-", "unknown"),
        ("x" * 24 + "-.", "unknown"),
        ("." * 24 + "x", "new"),
    ],
)
def test_a_panel_has_an_event_in_the_month_in_which_it_happens(row: str, event: str) -> None:
    """The same states, and no news from the month after."""
    values = [{"x": 5e6, ".": 0.0, "-": np.nan}[sign] for sign in row]
    panel = made({"74": values})
    assert event == flow_states(panel, len(values) - 1, 1_000.0).state[0]


def test_a_january_that_was_published_with_its_february_is_no_gap() -> None:
    """Empty in January and February together and in March: ceased after three months, vanished in the two."""
    values = np.array([5e6] * 24 + [np.nan, 0.0, 0.0])
    panel = made({"74": values}, "2025-03", combined=["2025-02"])
    assert ["vanished", "ceased"] == [flow_states(panel, at, 1_000.0).state[0] for at in (25, 26)]
