"""Exports less imports, where a panel brings the other direction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from generator.movements.lunar_new_year import new_years
from generator.movements.metric_values import value_of
from generator.movements.panel import CodeBreak, Panel
from generator.movements.pick_facts import facts
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.movements.thresholds import Thresholds
from generator.trade.codes import Flow
from generator.trade.period import Period
from tests.movements.panels import Columns, made, picked, summed

YEARS = {"2603": [60.0] * 12 + [70.0] * 12, "7403": [10.0] * 12 + [40.0] * 12}
BACK = {"2603": [100.0] * 12 + [105.0] * 12, "7403": [30.0] * 12 + [25.0] * 12}


def beside(own: Panel, other: Panel, flow: Flow = Flow.EXPORT) -> Snapshot:
    """Return what is seen of the newest period of a panel that brings its other direction."""
    panel = replace(own, opposite=other, flow=flow)
    return snapshot_of(panel, len(panel.value) - 1, Thresholds.read(None).of_panel())


def said(found: Snapshot, at: int = 0) -> tuple[object, object]:
    """Return balance and change of one series, each as a number or as the reason why it has none."""
    values = (value_of(found, name, at) for name in ("balance", "balance_abs"))
    return tuple(one.reason if one.value is None else float(one.value) for one in values)  # type: ignore[return-value]


@pytest.mark.parametrize(("flow", "sign"), [(Flow.EXPORT, 1), (Flow.IMPORT, -1)])
def test_a_balance_is_what_went_out_less_what_came_in(flow: Flow, sign: int) -> None:
    """70 less 105, after 60 less 100; 40 less 25, after 10 less 30. The other way round for a panel of imports."""
    found = beside(made(YEARS), made(BACK), flow)
    assert [(sign * -35.0, sign * 5.0), (sign * 15.0, sign * 35.0)] == [said(found, at) for at in (0, 1)]


def test_a_sum_has_a_balance_of_its_own() -> None:
    """110 less 130, after 70 less 130."""
    found = beside(made(summed(YEARS)), made(summed(BACK)))
    assert (-20.0, 40.0) == said(found, found.panel.places["total"])


def test_no_trade_of_one_flow_is_a_balance() -> None:
    """Nothing that came in: all of 70; missing is not nothing."""
    found = beside(made({"2603": YEARS["2603"]}), made({"2603": [0.0] * 24}))
    assert (70.0, 10.0) == said(found)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (made(YEARS), None, ("no other flow", "no other flow")),
        (made(YEARS), made({"7403": BACK["7403"]}), ("no other flow", "no other flow")),
        (made(YEARS), made({"2603": [100.0] * 23}, "2025-11"), ("missing 2025-12 of the other flow",) * 2),
        (made(YEARS), made({"2603": [100.0] * 12}), (-30.0, "missing 2024-12 of the other flow")),
        (made({"2603": [*[60.0] * 23, np.nan]}), made(BACK), ("missing 2025-12",) * 2),
        (made({"2603": [60.0] * 12}), made(BACK), (-45.0, "short_history")),
        (made(YEARS, status={"2603": "X"}), made(BACK), ("partial", "partial")),
        (made(YEARS), made(BACK, status={"2603": "X"}), ("missing 2025-12 of the other flow",) * 2),
    ],
)
def test_no_balance_says_why(own: Panel, other: Panel | None, expected: tuple[object, object]) -> None:
    """And whose figure is missing."""
    found = beside(own, other) if other else snapshot_of(own, len(own.value) - 1, Thresholds.read(None).of_panel())
    assert expected == said(found)


def test_january_and_february_are_one_where_the_holiday_matters() -> None:
    """20 and 30 less 15 and 25: 10, after 4 and 6 less 2 and 3: 5. In January a balance, and nothing to compare."""
    own = [4.0, 6.0, *[5.0] * 10, 20.0, 30.0]
    other = [2.0, 3.0, *[5.0] * 10, 15.0, 25.0]
    days = new_years()
    february = beside(made({"74": own}, "2026-02", lunar=days), made({"74": other}, "2026-02", lunar=days))
    january = beside(made({"74": own[:-1]}, "2026-01", lunar=days), made({"74": other[:-1]}, "2026-01", lunar=days))
    assert ((10.0, 5.0), (5.0, "lunar")) == (said(february), said(january))
    fact = next(one for one in facts(february, 0) if one["metric"] == "balance_abs")
    assert ("2026-01..2026-02", "2025-01..2025-02") == (fact["period"], fact["compare_period"])


def test_a_family_of_codes_has_a_balance() -> None:
    """850110 became two codes in both directions: 12 less 4, after 10 less 5; no code has a change of its own."""

    def columns(before: float, now: float) -> Columns:
        return {
            "850110": [before] * 20 + [0.0] * 4,
            "850111": [0.0] * 20 + [now] * 4,
            "850119": [0.0] * 20 + [now] * 4,
        }

    one = CodeBreak("850110", ("850111", "850119"), Period.parse("2025-09"))
    found = beside(made(columns(10, 6), breaks=[one]), made(columns(5, 2)))
    assert (8.0, 3.0) == said(found, 3)
    assert (4.0, "hs_break") == said(found, 1)


def test_facts_and_thresholds_have_it() -> None:
    """A deficit that turned: told by a rule on the series, with balance and change in the panel's currency."""
    months = {"2603": [6e6] * 47 + [9e6], "7403": [5e6] * 48}
    other = made({"2603": [8e6] * 48, "7403": [5e6] * 48})
    rule = {"all": [{"metric": "balance", "gt": 0}, {"metric": "balance_abs", "gte": 3000000}]}
    panel = replace(made(months), opposite=other, flow=Flow.EXPORT)
    found = picked(panel, rules={"series": {"2603": {"notable": rule}, "7403": {"notable": rule}}})
    assert ["2603"] == [one.series for one in found.told]
    known = {one["metric"]: (one["value"], one["unit"], one["compare_period"]) for one in found.told[0].facts}
    assert {"balance": (1e6, "usd", None), "balance_abs": (3e6, "usd", "2024-12")} == {
        name: known[name] for name in ("balance", "balance_abs")
    }


def test_without_the_other_flow_no_fact_is_written() -> None:
    """Nothing more where nothing more is known."""
    found = snapshot_of(made(YEARS), 23, Thresholds.read(None).of_panel())
    assert not {"balance", "balance_abs"} & {one["metric"] for one in facts(found, 0)}
