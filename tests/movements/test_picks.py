"""What is told, in which order, and what else is said of it."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from generator.movements import Thresholds
from generator.movements.gates import why
from generator.movements.metric_values import row
from generator.movements.picks import picks
from generator.trade.period import Period
from tests.movements.panels import MILLION, before, calm, lines, made, picked, summed, told


def test_an_empty_edition_remembers_nothing() -> None:
    """No pick, no memory."""
    found = picked(made(summed(lines())))
    assert ((), {}) == (found.picks, found.memory.movements)


@pytest.mark.parametrize("budget", [0, 1, 20])
def test_no_more_is_told_than_the_budget(budget: int) -> None:
    """The others are left out for it, the best are told first."""
    panel = made(summed(lines(_7403=3, _2605=0.2, _8406=4)))
    every = picked(panel)
    assert len(every.picks) >= 3
    found = picks(panel, Period.parse("2025-12"), Thresholds.read().of_panel(), budget=budget)
    assert found.picks == every.picks[:budget]
    over = [one.series for one in found.left_out if one.why == f"over {budget}"]
    assert [one.series for one in every.picks[budget:]] == over
    scores = [one.score.total for one in every.picks]
    assert scores == sorted(scores, reverse=True)


def test_a_correction_comes_first_and_beyond_the_budget() -> None:
    """7604 rose in November as it was published, and fell as it is now; it is not left out as well."""
    panel = made(summed(lines(_7403=3)))
    at = panel.places["7604"]
    growth = panel.value[-2, at] / panel.value[-14, at]
    factor = 1.2 / growth if growth < 1 else 0.8 / growth
    found = picks(
        panel,
        Period.parse("2025-12"),
        Thresholds.read().of_panel(),
        previous=before(panel, {("7604", -2): factor}),
        budget=0,
    )
    assert [("7604", "correction")] == [(one.series, one.kind) for one in found.picks]
    assert "7604" not in [one.series for one in found.left_out]


@pytest.mark.parametrize(("old", "new"), [(80_480_000, 79_520_000), (80_401_000, 79_599_000)])
def test_a_revision_that_turns_a_growth_is_a_correction(old: int, new: int) -> None:
    """From 80 million a year ago: 0.6 per cent more, then less; 0.501, which is less than a revision needs."""
    columns = lines()
    columns["7604"][-14], columns["7604"][-2] = 80_000_000, new
    panel = made(summed(columns))
    [pick] = picked(panel, previous=before(panel, {("7604", -2): old / new})).picks
    [fact] = pick.facts
    assert ("7604", "correction", "down", "2025-11") == (pick.series, pick.kind, pick.direction, fact["period"])
    assert [old, new, new - old] == pytest.approx([fact["old"], fact["new"], fact["value"]])
    assert pick.contrib < 0
    assert "NaN" not in json.dumps(pick.as_data())


@pytest.mark.parametrize("period", ["2025", "2025-Q4", "2025-11..2025-12", "2026-01", "2019-12"])
def test_a_panel_has_only_its_own_periods(period: str) -> None:
    """A year is no January, and two months are no month."""
    with pytest.raises(ValueError, match="it has 2020-01 to 2025-12"):
        picked(made(summed(lines())), period)


def test_the_words_of_a_pick_say_why() -> None:
    """Every bar with what was found, of any series, told or not."""
    found = picked(made(summed(lines(_7403=3))))
    judged, places = found.judged, found.judged.panel.places
    assert found.picks[0].rule == why(judged, places["7403"])
    assert "≥ 3.0 yes" in why(judged, places["7403"])
    assert "not notable" in why(judged, places["2605"])


def test_a_month_that_is_not_finished_is_not_told() -> None:
    """A third of its usual, marked X; as a finished month it is."""
    columns = summed(lines(_7403=0.2))
    assert ["7403"] == [one.series for one in picked(made(columns)).picks]
    assert [] == told(picked(made(columns, status={"7403": "X"})))
    assert ["7403"] == [one.series for one in picked(made(columns, status={"7403": "P"})).picks]


@pytest.mark.parametrize(
    ("last", "kind", "direction"),
    [([0] * 13 + [1], "resumed", "up"), ([1, 0], "vanished", "down"), ([1, 0, 0, 0], "ceased", "down")],
)
def test_flows_that_come_and_go_are_told(last: list[int], kind: str, direction: str) -> None:
    """After thirteen empty months; the first month without; the third."""
    columns = lines()
    columns["7404"][-len(last) :] *= np.array(last)
    assert [("7404", kind, direction)] == told(picked(made(summed(columns))))


def test_a_flow_that_never_was_is_new() -> None:
    """40 million after 71 empty months; from 400 dollars it is none."""
    columns = lines() | {"7409": np.array([0.0] * 71 + [40 * MILLION])}
    assert [("7409", "new", "up")] == told(picked(made(summed(columns))))
    columns["7409"][-1] = 400
    assert [] == told(picked(made(summed(columns))))


def test_a_flow_is_active_from_a_thousand_dollars_on() -> None:
    """Whatever its currency: 100,000 yen are less, 200,000 are more. A rule of the user's own has no other floor."""
    rule = {"defaults": {"notable": {"event": "new"}}}
    for yen, kinds in ((100_000.0, []), (200_000.0, ["new"])):
        columns = lines() | {"7409": np.array([0.0] * 71 + [yen])}
        panel = replace(made(summed(columns)), currency="jpy")
        assert kinds == [kind for code, kind, _ in told(picked(panel, rules=rule)) if code == "7409"]


def test_two_lines_that_carry_their_chapter_are_named_beside_it() -> None:
    """Neither explains 60 per cent, both together 70: the chapter is told, they stand in its context alone."""
    columns = lines()
    for code in ("7403", "7404"):
        columns[code] = calm(code, 100 * MILLION)
        columns[code][-1] = 2 * columns[code][-13]
    found = picked(made(summed(columns)))
    assert ["74"] == [one.series for one in found.picks]
    assert {"7403", "7404"} == set(found.picks[0].context)
    assert ["told as 74"] * 2 == [one.why for one in found.left_out if one.series in ("7403", "7404")]


def test_a_line_that_went_against_its_chapter_is_told_as_well() -> None:
    """The chapter rose by two lines, a third one fell."""
    columns = lines()
    for code, factor in (("7403", 2), ("7404", 2), ("7405", 0.4)):
        columns[code] = calm(code, 100 * MILLION)
        columns[code][-1] = factor * columns[code][-13]
    found = {(code, way) for code, _, way in told(picked(made(summed(columns))))}
    assert ("7405", "down") in found
    assert not {("7403", "up"), ("7404", "up")} & found or ("74", "up") not in found


def test_the_interest_of_an_editor_moves_a_score_by_five_points() -> None:
    """From nothing to all of it, times the quality; what is told stays the same."""
    panel = made(summed(lines(_7403=3)))
    groups = [{"groups": {"copper": {"codes": ["74"], "interest": interest}}} for interest in (0, 1)]
    none, all_of_it = (picked(panel, rules=rules).picks for rules in groups)
    assert ["7403"] == [one.series for one in none] == [one.series for one in all_of_it]
    quality = none[0].score.quality
    assert 5 * quality == pytest.approx(all_of_it[0].score.total - none[0].score.total)
    assert 0 == none[0].score.interest


@pytest.mark.parametrize(
    ("block", "by_itself"),
    [
        ({"interest": 1}, False),
        ({"floor": {"value": 5}}, False),
        ({"notable": {"metric": "yoy", "gte": 1}}, True),
    ],
)
def test_only_a_condition_of_its_own_lets_a_series_through(block: object, by_itself: bool) -> None:  # noqa: FBT001 -- a table
    """An interest and a floor do not: chance is asked of such a series as of any other."""
    columns = lines()
    columns["7403"][-1] = 1.02 * columns["7403"][-13]
    rules = {"defaults": {"notable": {"metric": "yoy", "gte": 1}}, "series": {"7403": block}}
    found = picked(made(summed(columns)), rules=rules).judged
    at = found.panel.places["7403"]
    assert found.snapshot.passed[at]
    assert (by_itself, by_itself) == (found.named[at], found.notable[at])


def test_a_group_of_many_lines_has_one_rule() -> None:
    """Judged together; a line with a block of its own apart."""
    rules = Thresholds.read(
        {
            "groups": {"copper": {"codes": ["74"], "interest": 1}},
            "series": {"7404": {"notable": {"metric": "z", "gt": 1}}},
        }
    )
    found = rules.of_panel().rules(["7403", "7404", "7405", "26", "27"])
    assert [0, 1, 0, 3, 3] == [[id(one) for one in found].index(id(one)) for one in found]


def test_what_was_restated_is_a_metric_for_thresholds() -> None:
    """Two months of 7604 were raised by 30 and 20 million; what was not there before has no revision."""
    columns = lines() | {"7609": np.array([np.nan] * 60 + [1e6] * 12)}
    panel = made(summed(columns))
    older = before(panel, {})
    older.value[[-3, -5], panel.places["7604"]] -= [30 * MILLION, 20 * MILLION]
    older.value[:, panel.places["7609"]] = np.nan
    rules = {"series": {"7604": {"notable": {"metric": "revision", "gte": 50 * MILLION}}}}
    found = picked(panel, rules=rules, previous=older).judged.snapshot
    values = [row(found, panel.places[code]).metric("revision") for code in ("7604", "7605", "7609")]
    assert [50 * MILLION, 0, None] == [one.value for one in values]
    assert "not there before" == values[2].reason
    assert found.passed[panel.places["7604"]]
    assert "no_previous" == row(picked(panel).judged.snapshot, 0).metric("revision").reason
