"""The partner's figure beside the reporter's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements.counterparts import log_gap, mirror
from generator.movements.lunar_new_year import new_years
from generator.movements.metric_values import value_of
from generator.movements.panel import CodeBreak, Panel
from generator.movements.pick_facts import gaps, mirror_facts
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period
from tests.movements.panels import Columns, made, summed

CALM = [0.08, 0.10, 0.12] * 12  # median 0.10, median distance 0.02: spread 0.029652
WILD = [0.0, 0.2, 0.4] * 12  # median 0.20, median distance 0.20: spread 0.29652


def flagged(past: list[float], gap: float) -> bool:
    """Say whether a gap is flagged after a past."""
    gaps = np.array([*past, gap])[:, np.newaxis]
    return bool(mirror(np.exp(gaps), np.ones_like(gaps), len(past)).is_flagged[0])


def test_the_gap_is_a_logarithm() -> None:
    """110 imported of 100 exported: ln 1.1; none where one side has nothing."""
    found = log_gap(np.array([110.0, 0.0, 110.0, np.nan]), np.array([100.0, 100.0, 0.0, 100.0]))
    assert [np.log(1.1), np.nan, np.nan, np.nan] == pytest.approx(found.tolist(), nan_ok=True)


def test_the_usual_gap_is_a_median_and_its_spread() -> None:
    """0.10 and 1.4826 times 0.02 over 36 months."""
    gaps = np.array([*CALM, 0.5])[:, np.newaxis]
    found = mirror(np.exp(gaps), np.ones_like(gaps), 36)
    assert [0.5, 0.10, 0.029652] == pytest.approx([found.gap[0], found.usual[0], found.spread[0]])
    assert 36 == found.n[0]


@pytest.mark.parametrize(
    ("past", "gap", "flag"),
    [(CALM, 0.34, False), (CALM, 0.36, True), (CALM, -0.16, True), (WILD, 1.08, False), (WILD, 1.10, True)],
)
def test_a_gap_unlike_itself_is_flagged(past: list[float], gap: float, flag: bool) -> None:  # noqa: FBT001 -- a table
    """Beyond 0.10 by a quarter; where it is never calm, beyond 0.20 by three spreads of 0.29652, which is 0.88956."""
    assert flag == flagged(past, gap)


def test_only_the_last_36_months_count() -> None:
    """An old habit is no habit."""
    gaps = np.array([2.0] * 100 + CALM + [2.0])[:, np.newaxis]
    found = mirror(np.exp(gaps), np.ones_like(gaps), 136)
    assert [36, 0.10, 0.029652] == pytest.approx([found.n[0], found.usual[0], found.spread[0]])
    assert found.is_flagged[0]


@pytest.mark.parametrize(
    ("imports", "exports", "reason"), [(np.nan, 1.0, "missing"), (1.0, 0.0, "no_trade"), (3.0, 1.0, "")]
)
def test_no_gap_says_why(imports: float, exports: float, reason: str) -> None:
    """Missing is not zero, and neither is a gap."""
    column = np.ones((7, 1))
    found = mirror(np.vstack([column, [[imports]]]), np.vstack([column, [[exports]]]), 7)
    assert reason == found.reason[0]
    assert (reason == "") == found.is_flagged[0]


def test_a_short_history_has_no_habit() -> None:
    """Five months are too few, in one series of two."""
    imports = np.ones((7, 2))
    imports[0, 0] = np.nan
    imports[6] = 9.0
    found = mirror(imports, np.ones((7, 2)), 6)
    assert ["short_history", ""] == found.reason.tolist()
    assert [False, True] == found.is_flagged.tolist()


def test_nothing_after_t_is_looked_at() -> None:
    """The same answer with a year to come."""
    gaps = np.array([*CALM, 0.5, 9.0, 9.0])[:, np.newaxis]
    one, other = (mirror(np.exp(gaps[:end]), np.ones_like(gaps[:end]), 36) for end in (37, 39))
    assert [one.usual[0], one.spread[0]] == [other.usual[0], other.spread[0]]


@given(st.lists(st.floats(-2, 2), min_size=6, max_size=48), st.floats(-2, 2), st.floats(1e-3, 1e6))
def test_a_currency_changes_no_gap_nor_its_habit(past: list[float], gap: float, rate: float) -> None:
    """Both sides in other money."""
    gaps = np.array([*past, gap])[:, np.newaxis]
    plain, other = (mirror(np.exp(gaps) * factor, np.full_like(gaps, factor), len(past)) for factor in (1.0, rate))
    assert [plain.gap[0], plain.usual[0]] == pytest.approx([other.gap[0], other.usual[0]], abs=1e-9)
    assert plain.spread[0] == pytest.approx(other.spread[0], abs=1e-9)


@given(st.lists(st.floats(-2, 2), min_size=6, max_size=48), st.floats(-2, 2))
def test_to_exchange_the_sides_changes_the_sign(past: list[float], gap: float) -> None:
    """Of the gap and of what is usual; what is unlike itself is so from either side."""
    gaps = np.array([*past, gap])[:, np.newaxis]
    theirs, ours = 1e6 * np.exp(gaps), np.full_like(gaps, 1e6)
    one, other = mirror(theirs, ours, len(past)), mirror(ours, theirs, len(past))
    assert [one.gap[0], one.usual[0]] == pytest.approx([-other.gap[0], -other.usual[0]], abs=1e-9)
    assert one.spread[0] == pytest.approx(other.spread[0], abs=1e-9)
    if abs(abs(gap - one.usual[0]) - one.bar[0]) > 1e-6:
        assert one.is_flagged.tolist() == other.is_flagged.tolist()


def beside(ours: Panel, theirs: Panel) -> Snapshot:
    """Return what is seen of the newest period of a panel that brings the partner's report."""
    return snapshot_of(replace(ours, mirror=theirs), len(ours.value) - 1, Thresholds.read(None).of_panel())


def times(factor: float, last: float, months: int = 40) -> Columns:
    """Return the partner's months of one line: `factor` times a million, in the newest `last` times."""
    return {"7403": [factor * 1e6] * (months - 1) + [last * 1e6]}


MILLION = {"7403": [1e6] * 40}


def test_a_panel_has_the_gap_to_the_report_that_it_brings() -> None:
    """1.38 times after 1.07: a fact of the editor's, a metric and a flag; the money beyond usual is 0.31 million."""
    found = beside(made(MILLION), made(times(1.07, 1.38)))
    [fact] = mirror_facts(found, 0)
    assert (1.38, 1.07, 36) == (fact["times"], fact["usual_times"], fact["n"])
    assert [np.log(1.38), 310_000] == pytest.approx([fact["value"], fact["beyond"]], abs=1e-6)
    assert (True, ["mirror_gap"]) == (bool(found.flags["mirror_gap"][0]), fact["flags"])
    assert fact == {key: part for key, part in gaps(found)[0].items() if key != "series"}


def test_a_report_may_begin_and_end_elsewhere() -> None:
    """It is laid beside the periods of the panel; what comes later is not looked at."""
    early = made({"7403": [9e6] * 12 + [1.2e6] * 40 + [9e6] * 3}, "2026-03")
    found = beside(made(MILLION), early)
    assert found.metrics["mirror"][0] == pytest.approx(np.log(1.2))
    assert "no partner's report" == value_of(beside(made(MILLION), made(MILLION, "2010-12")), "mirror", 0).reason


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (made(MILLION), made({"7403": [1e6] * 39}, "2025-11"), "missing 2025-12 at the partner"),
        (made({"7403": [*[1e6] * 39, np.nan]}), made(MILLION), "missing 2025-12"),
        (made(MILLION, status={"7403": "X"}), made(MILLION), "partial"),
        (made(MILLION), made(MILLION, status={"7403": "X"}), "missing 2025-12 at the partner"),
        (made(MILLION), made(times(1, 0)), "no_trade"),
        (made(MILLION), made({"7404": [1e6] * 40}), "no partner's report"),
        (made(MILLION, "2026-01", lunar=new_years()), made(MILLION, "2026-01"), "lunar"),
    ],
)
def test_no_gap_of_a_panel_says_whose_figure_is_missing(ours: Panel, theirs: Panel, reason: str) -> None:
    """And nothing is flagged."""
    found = beside(ours, theirs)
    assert reason == value_of(found, "mirror", 0).reason
    assert not found.flags["mirror_gap"].any()
    assert [] == gaps(found)


def test_what_lies_in_a_sum_that_is_not_finished_is_told_and_the_sum_is_not() -> None:
    """A partner whose one line is marked: the chapter has no gap."""
    lines = {"7403": [1e6] * 40, "7404": [2e6] * 40}
    found = beside(made(summed(lines)), made(summed(lines), status={"7403": "X"}))
    assert {"7404"} == {one["series"] for one in gaps(found)}


@pytest.mark.parametrize("together", [0, 1])
def test_two_months_that_one_side_has_together_are_one(together: int) -> None:
    """3 million of both against 1 and 1.5 single ones: ln 1.2, or the same the other way round."""
    plain = [1e6] * 38
    sides = [
        made({"7403": [*plain, np.nan, 3e6]}, "2026-02", combined=["2026-02"]),
        made({"7403": [*plain, 1e6, 1.5e6]}, "2026-02"),
    ]
    sign = -1 if together == 0 else 1
    found = beside(sides[together], sides[1 - together])
    assert found.metrics["mirror"][0] == pytest.approx(sign * np.log(1.2))


def test_a_family_of_codes_has_a_gap_of_its_own() -> None:
    """850110 became two codes, of which the partner counted the half as much again."""
    old, new = [1e6] * 30 + [0.0] * 10, [0.0] * 30 + [5e5] * 10
    ours = {"850110": old, "850111": new, "850119": new}
    one = CodeBreak("850110", ("850111", "850119"), Period.parse("2025-03"))
    found = beside(made(ours, breaks=[one]), made({code: 1.5 * np.array(row) for code, row in ours.items()}))
    column = len(ours)
    assert found.metrics["mirror"][column] == pytest.approx(np.log(1.5))
    assert 36 == found.mirror.n[column]  # type: ignore[union-attr]  # a report is brought


def test_a_panel_without_a_report_has_no_fact_of_it() -> None:
    """Nothing more is written where nothing was asked."""
    found = snapshot_of(made(MILLION), 39, Thresholds.read(None).of_panel())
    assert ((), [], None) == (mirror_facts(found, 0), gaps(found), found.mirror)


def test_a_gap_unlike_itself_comes_before_more_money() -> None:
    """0.2 million of one that doubled, against 200 million within a quarter."""
    ours = made({"7403": [2e5] * 40, "7404": [1e9] * 40, "7405": [1e6] * 40})
    theirs = made({"7403": [2e5] * 39 + [4e5], "7404": [1e9] * 39 + [1.2e9], "7405": [1e6] * 39 + [9e5]})
    assert ["7403", "7404", "7405"] == [one["series"] for one in gaps(beside(ours, theirs))]
