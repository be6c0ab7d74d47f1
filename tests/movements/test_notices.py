"""What a source or an earlier edition says of figures: revised, of another coverage, converted otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generator.movements.metric_values import row
from generator.movements.panel import Panel, PanelNotice
from generator.movements.picks import verdict
from generator.movements.snapshot import Snapshot
from generator.trade.period import Period
from tests.movements.panels import before, lines, made, picked, summed, told


def with_notice(panel: Panel, kind: str, since: str, *codes: str) -> Panel:
    """Return the panel with one notice."""
    return replace(panel, notices=(PanelNotice(kind, Period.parse(since), codes),))


def flagged(found: Snapshot, flag: str) -> set[str]:
    """Return which series have a flag."""
    return {found.panel.codes[at] for at in np.flatnonzero(found.flags[flag])}


def metric(found: Snapshot, name: str, code: str) -> str:
    """Return the reason of a null, "" of a value."""
    return row(found, found.panel.places[code]).metric(name).reason


@pytest.mark.parametrize(
    ("places", "times", "codes"),
    [
        ([("7403", -1)], 1.05, {"7403"}),
        ([("7403", -13)], 1.05, {"7403"}),
        ([("7403", -2)], 1.05, set()),  # neither end
        ([("7403", -1)], 1.005, set()),  # half a per cent
        ([("7403", -1), ("7604", -13)], 0.9, {"7403", "7604"}),
    ],
)
def test_what_was_revised_at_either_end_says_so(places: list[tuple[str, int]], times: float, codes: set[str]) -> None:
    """By 1 per cent of the figure and 0.02 of the whole, now or a year before."""
    panel = made(summed(lines()))
    known = panel.value.copy()
    for code, at in places:
        known[at, panel.places[code]] *= times
    found = picked(panel, previous=replace(panel, value=known)).judged.snapshot
    assert codes == {code for code in flagged(found, "revised") if len(code) == 4}
    assert set() == flagged(picked(panel).judged.snapshot, "revised")


def test_a_threshold_may_be_silent_on_what_was_revised() -> None:
    """A heading that trebled, and of which the edition before had a tenth less a year ago."""
    panel = made(summed(lines(_7403=3)))
    rules = {"defaults": {"notable": {"metric": "z", "abs_gte": 3, "unless": {"flag": "revised"}}}}
    known = before(panel, {("7403", -13): 0.9})
    at = panel.places["7403"]
    assert [True, False] == [
        bool(picked(panel, rules=rules, previous=one).judged.snapshot.passed[at]) for one in (None, known)
    ]


def test_nothing_is_compared_across_another_coverage() -> None:
    """Three times as much since March, when more began to be counted: no growth, no surprise, no sum across it."""
    columns = lines()
    columns["7403"][-10:] *= 3
    panel = with_notice(made(summed(columns)), "coverage", "2025-03", "7403")
    found = picked(panel)
    snapshot = found.judged.snapshot
    assert {"total", "74", "7403"} == flagged(snapshot, "coverage")
    assert ["coverage"] * 6 == [
        metric(snapshot, name, "7403") for name in ("yoy", "contrib", "z", "ytd", "r12", "record")
    ]
    assert ["", "", ""] == [metric(snapshot, name, "7403") for name in ("level", "mom", "r3")]
    assert ["", ""] == [metric(snapshot, name, "7404") for name in ("yoy", "contrib")]
    assert [] == told(found)
    assert "coverage" in [one.actual for one in verdict(found, "7403").gates]


def test_a_year_on_another_coverage_is_the_usual_one() -> None:
    """From March on the year before counts the same trade."""
    panel = with_notice(made(summed(lines())), "coverage", "2025-03", "7403")
    february, march = (with_notice(made(summed(lines()), end), "coverage", "2025-03") for end in ("2026-02", "2026-03"))
    assert len(panel.codes) == len(flagged(picked(february).judged.snapshot, "coverage"))
    snapshot = picked(march).judged.snapshot
    assert (set(), "") == (flagged(snapshot, "coverage"), metric(snapshot, "yoy", "7403"))
    assert set() == flagged(picked(panel, "2025-02").judged.snapshot, "coverage")


def test_another_rate_is_a_note() -> None:
    """All stay as they are; a threshold may name the flag."""
    panel = made(summed(lines(_7403=3)))
    noted = picked(with_notice(panel, "currency", "2025-06"))
    assert told(picked(panel)) == told(noted) != []
    assert set(panel.codes) == flagged(noted.judged.snapshot, "currency")
    assert "currency" in noted.picks[0].flags
