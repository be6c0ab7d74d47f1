"""Exports less imports, and the partner's own report, where a panel brings them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.movements.lunar_new_year import new_years
from generator.movements.panel import CodeBreak, Panel
from generator.movements.pick_facts import facts, gaps, mirror_fact
from generator.movements.snapshot import Snapshot
from generator.trade.codes import Flow
from generator.trade.period import Period
from tests.movements.panels import Columns, made, newest, picked, said, summed

YEARS = {"2603": [60.0] * 12 + [70.0] * 12, "7403": [10.0] * 12 + [40.0] * 12}
BACK = {"2603": [100.0] * 12 + [105.0] * 12, "7403": [30.0] * 12 + [25.0] * 12}
MILLION = {"7403": [1e6] * 40}


def balance(own: Panel, other: Panel | None, flow: Flow = Flow.EXPORT, code: str = "2603") -> tuple[object, object]:
    """Return balance and change of one series, each as a number or as the reason why it has none."""
    found = newest(replace(own, opposite=other, flow=flow))
    return said(found, "balance", code), said(found, "balance_abs", code)


@pytest.mark.parametrize(("flow", "sign"), [(Flow.EXPORT, 1), (Flow.IMPORT, -1)])
def test_a_balance_is_what_went_out_less_what_came_in(flow: Flow, sign: int) -> None:
    """70 less 105, after 60 less 100. The other way round for a panel of imports; a sum has one of its own."""
    assert (sign * -35.0, sign * 5.0) == balance(made(YEARS), made(BACK), flow)
    assert (sign * -20.0, sign * 40.0) == balance(made(summed(YEARS)), made(summed(BACK)), flow, "total")


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (made(YEARS), None, ("no other flow", "no other flow")),
        (made(YEARS), made({"7403": BACK["7403"]}), ("no other flow", "no other flow")),
        (made(YEARS), made({"2603": [0.0] * 24}), (70.0, 10.0)),
        (made(YEARS), made({"2603": [100.0] * 23}, "2025-11"), ("missing 2025-12 of the other flow",) * 2),
        (made(YEARS), made({"2603": [100.0] * 12}), (-30.0, "missing 2024-12 of the other flow")),
        (made({"2603": [*[60.0] * 23, np.nan]}), made(BACK), ("missing 2025-12",) * 2),
        (made({"2603": [60.0] * 12}), made(BACK), (-45.0, "short_history")),
        (made(YEARS, status={"2603": "X"}), made(BACK), ("partial", "partial")),
        (made(YEARS), made(BACK, status={"2603": "X"}), ("missing 2025-12 of the other flow",) * 2),
    ],
)
def test_no_balance_says_why(own: Panel, other: Panel | None, expected: tuple[object, object]) -> None:
    """And whose figure is missing; no trade of one flow is a balance."""
    assert expected == balance(own, other)


def test_january_and_february_have_one_balance_where_the_holiday_matters() -> None:
    """20 and 30 less 15 and 25: 10, after 4 and 6 less 2 and 3: 5. In January a balance, and nothing to compare."""
    own = [4.0, 6.0, *[5.0] * 10, 20.0, 30.0]
    other = [2.0, 3.0, *[5.0] * 10, 15.0, 25.0]
    ends = {"2026-02": slice(None), "2026-01": slice(-1)}
    found = [
        balance(made({"74": own[rows]}, end, lunar=new_years()), made({"74": other[rows]}, end), code="74")
        for end, rows in ends.items()
    ]
    assert [(10.0, 5.0), (5.0, "lunar")] == found


def test_facts_and_thresholds_have_the_balance() -> None:
    """A deficit that turned: told by a rule on the series, with balance and change in the panel's currency."""
    months = {"2603": [6e6] * 47 + [9e6], "7403": [5e6] * 48}
    other = made({"2603": [8e6] * 48, "7403": [5e6] * 48})
    rule = {"all": [{"metric": "balance", "gt": 0}, {"metric": "balance_abs", "gte": 3000000}]}
    panel = replace(made(months), opposite=other, flow=Flow.EXPORT)
    found = picked(panel, rules={"series": {"2603": {"notable": rule}, "7403": {"notable": rule}}})
    assert ["2603"] == [pick.series for pick in found.picks]
    known = {fact["metric"]: (fact["value"], fact["unit"], fact["compare_period"]) for fact in found.picks[0].facts}
    assert ((1e6, "usd", None), (3e6, "usd", "2024-12")) == (known["balance"], known["balance_abs"])
    assert not {"balance", "balance_abs"} & {fact["metric"] for fact in facts(newest(made(YEARS)), 0)}


def beside(ours: Panel, theirs: Panel) -> Snapshot:
    """Return what is seen of the newest period of a panel that brings the partner's report."""
    return newest(replace(ours, mirror=theirs))


def after(past: Sequence[float], gap: float) -> Snapshot:
    """Return what is seen of one series with such gaps, as logarithms."""
    rows = np.exp([*past, gap])
    return beside(made({"74": 1e6 * np.ones(len(rows))}), made({"74": 1e6 * rows}))


CALM = [0.08, 0.10, 0.12] * 12  # median 0.10, median distance 0.02: spread 0.029652
WILD = [0.0, 0.2, 0.4] * 12  # median 0.20, median distance 0.20: spread 0.29652


@pytest.mark.parametrize(
    ("past", "gap", "usual", "flag"),
    [
        (CALM, 0.34, 0.10, False),
        (CALM, 0.36, 0.10, True),
        (CALM, -0.16, 0.10, True),
        (WILD, 1.08, 0.20, False),
        (WILD, 1.10, 0.20, True),
        ([2.0] * 60 + CALM, 2.0, 0.10, True),  # an old habit is no habit
        ([0.0] * 5, 2.0, np.nan, False),  # too few to be one
    ],
)
def test_a_gap_unlike_itself_is_flagged(past: list[float], gap: float, usual: float, flag: bool) -> None:  # noqa: FBT001
    """Beyond 0.10 by a quarter; where it is never calm, beyond 0.20 by three spreads of 0.29652."""
    found = after(past, gap)
    assert found.mirror is not None
    assert [gap, usual] == pytest.approx([found.metrics["mirror"][0], found.mirror.usual[0]], nan_ok=True, abs=1e-6)
    assert flag == bool(found.flags["mirror_gap"][0])


@given(st.lists(st.floats(-2, 2), min_size=6, max_size=40), st.floats(-2, 2))
@settings(max_examples=20, deadline=None)
def test_to_exchange_the_sides_changes_the_sign(past: list[float], gap: float) -> None:
    """Of the gap and of what is usual."""
    one, other = (after([sign * value for value in past], sign * gap).mirror for sign in (1, -1))
    assert one is not None
    assert other is not None
    assert [one.metric.value[0], one.usual[0]] == pytest.approx([-other.metric.value[0], -other.usual[0]], abs=1e-6)


def times(factor: float, last: float, months: int = 40) -> Columns:
    """Return the partner's months of one line: `factor` times a million, in the newest `last` times."""
    return {"7403": [factor * 1e6] * (months - 1) + [last * 1e6]}


def test_a_panel_has_the_gap_to_the_report_that_it_brings() -> None:
    """1.38 times after 1.07: a fact of the editor's, a metric and a flag; the money beyond usual is 0.31 million."""
    found = beside(made(MILLION), made(times(1.07, 1.38)))
    fact = mirror_fact(found, 0)
    assert (1.38, 1.07, 36) == (fact["times"], fact["usual_times"], fact["n"])
    assert [np.log(1.38), 310_000] == pytest.approx([fact["value"], fact["beyond"]], abs=1e-6)
    assert ["mirror_gap"] == fact["flags"]
    assert {"series": "7403", **fact} == gaps(found)[0]
    assert [] == gaps(newest(made(MILLION)))


def test_a_report_may_begin_and_end_elsewhere() -> None:
    """It is laid beside the periods of the panel; what comes later is not looked at."""
    early = made({"7403": [9e6] * 12 + [1.2e6] * 40 + [9e6] * 3}, "2026-03")
    assert np.log(1.2) == pytest.approx(said(beside(made(MILLION), early), "mirror", "7403"), abs=1e-6)


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (made(MILLION), made({"7403": [1e6] * 39}, "2025-11"), "missing 2025-12 at the partner"),
        (made({"7403": [*[1e6] * 39, np.nan]}), made(MILLION), "missing 2025-12"),
        (made(MILLION, status={"7403": "X"}), made(MILLION), "partial"),
        (made(MILLION), made(MILLION, status={"7403": "X"}), "missing 2025-12 at the partner"),
        (made(MILLION), made(times(1, 0)), "no_trade"),
        (made(MILLION), made({"7404": [1e6] * 40}), "no partner's report"),
        (made(MILLION), made(MILLION, "2010-12"), "no partner's report"),
        (made(MILLION, "2026-01", lunar=new_years()), made(MILLION, "2026-01"), "lunar"),
    ],
)
def test_no_gap_says_whose_figure_is_missing(ours: Panel, theirs: Panel, reason: str) -> None:
    """And nothing is flagged."""
    found = beside(ours, theirs)
    assert reason == said(found, "mirror", "7403")
    assert not found.flags["mirror_gap"].any()
    assert not gaps(found)


def test_what_lies_in_a_sum_that_is_not_finished_is_told_and_the_sum_is_not() -> None:
    """A partner whose one line is marked: the chapter has no gap."""
    columns = summed({"7403": [1e6] * 40, "7404": [2e6] * 40})
    found = beside(made(columns), made(columns, status={"7403": "X"}))
    assert {"7404"} == {fact["series"] for fact in gaps(found)}


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
    assert sign * np.log(1.2) == pytest.approx(found.metrics["mirror"][0])


def test_a_family_of_codes_has_a_gap_and_a_balance_of_its_own() -> None:
    """850110 became two codes, of which the other side counted half as much again."""
    old, new = [1e6] * 30 + [0.0] * 10, [0.0] * 30 + [5e5] * 10
    ours = {"850110": old, "850111": new, "850119": new}
    split = CodeBreak("850110", ("850111", "850119"), Period.parse("2025-03"))
    other = made({code: 1.5 * np.array(row) for code, row in ours.items()})
    found = newest(replace(made(ours, breaks=[split]), mirror=other, opposite=other, flow=Flow.EXPORT))
    assert [np.log(1.5), -5e5] == pytest.approx([found.metrics[name][3] for name in ("mirror", "balance")])
    assert "hs_break" == said(found, "balance_abs", "850111")


def test_a_gap_unlike_itself_comes_before_more_money() -> None:
    """0.2 million of one that doubled, against 200 million within a quarter."""
    ours = made({"7403": [2e5] * 40, "7404": [1e9] * 40, "7405": [1e6] * 40})
    theirs = made({"7403": [2e5] * 39 + [4e5], "7404": [1e9] * 39 + [1.2e9], "7405": [1e6] * 39 + [9e5]})
    assert ["7403", "7404", "7405"] == [fact["series"] for fact in gaps(beside(ours, theirs))]
