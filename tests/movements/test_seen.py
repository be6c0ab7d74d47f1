"""What is measured of every series: each metric by its formula, each null with its reason."""

from __future__ import annotations

import numpy as np
import pytest

from generator.movements import Thresholds
from generator.movements.metric_names import UNITS
from generator.movements.metric_values import row
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.movements.surprise_statistic import bands
from generator.trade.period import Period
from tests.movements.panels import NEW_YEARS, calm, made, newest, picked, summed


def reason(found: Snapshot, name: str, code: str = "74") -> str:
    """Return why a metric is null, empty where it is not."""
    value = row(found, found.panel.places[code]).metric(name)
    assert (value.value is None) == bool(value.reason)
    return value.reason


@pytest.mark.parametrize(("months", "said"), [(119, False), (120, True), (180, True)])
def test_a_record_needs_ten_years(months: int, said: bool) -> None:  # noqa: FBT001 -- a table
    """Before that it is the highest of the data, in the metric alone."""
    found = newest(made({"74": np.arange(1e6, 1e6 + months)}))
    assert (1.0, said) == (found.metrics["record"][0], found.flags["record"][0])
    assert said == ("record" in row(found, 0).events)


@pytest.mark.parametrize(
    ("end", "nulls", "known"),
    [
        ("2025", ["mom", "r3", "r3_yoy", "z3", "r12", "r12_yoy"], ["yoy", "z", "ytd", "ytd_yoy", "share"]),
        ("2025-Q4", ["mom", "r3", "r3_yoy", "z3"], ["yoy", "z", "ytd", "ytd_yoy", "r12", "r12_yoy", "share"]),
    ],
)
def test_longer_periods_have_no_months(end: str, nulls: list[str], known: list[str]) -> None:
    """Growth, surprise and the year to date stay."""
    found = newest(made({"74": calm("74", 1e9, 40), "76": calm("76", 1e9, 40)}, end))
    assert ["frequency"] * len(nulls) == [reason(found, name) for name in nulls]
    assert [""] * len(known) == [reason(found, name) for name in known]


def test_four_quarters_are_the_year_to_date() -> None:
    """1 to 4 in the last year: 10 of the year, 5 times 2 of the one before; a quarter that lacks is named."""
    values = np.array([2.0, 2, 2, 2, 1, 2, 3, 4]) * 1e6
    found = newest(made({"74": values}, "2025-Q4"))
    assert (1e7, 25.0) == (found.metrics["ytd"][0], found.metrics["ytd_yoy"][0])
    values[5] = np.nan
    assert "missing 2025-Q2" == reason(newest(made({"74": values}, "2025-Q4")), "ytd")


@pytest.mark.parametrize(
    ("end", "lunar"),
    [
        ("2026-01", ["mom", "yoy", "r3_yoy", "z", "z3"]),
        ("2026-02", ["mom"]),
        ("2026-03", ["mom"]),
        ("2026-04", ["r3_yoy", "z3"]),
        ("2026-05", []),
    ],
)
def test_a_holiday_that_moves_takes_the_rates_that_it_moves(end: str, lunar: list[str]) -> None:
    """And leaves levels and the year to date where they are."""
    found = newest(made({"74": calm("74", 1e9)}, end, lunar=NEW_YEARS))
    names = ["mom", "yoy", "r3_yoy", "z", "z3"]
    assert lunar == [name for name in names if reason(found, name) == "lunar"]
    assert [""] * 3 == [reason(found, name) for name in ("level", "ytd", "r12")]


def test_two_months_published_together_have_no_level_of_their_own() -> None:
    """The sum is compared with the sum, and no month with it."""
    values = np.full(26, 1e6)
    values[-2:] = np.nan, 3e6
    found = newest(made({"74": values}, "2026-02", combined=["2026-02"]))
    assert ["combined", "lunar"] == [reason(found, name) for name in ("level", "mom")]
    assert (50.0, 3e6) == (found.metrics["yoy"][0], found.metrics["ytd"][0])


def test_a_streak_counts_january_and_february_as_two_months() -> None:
    """October to March, all above the year before: six months in five steps."""
    values = np.full(27, 1e6)
    values[-6:] = 1.1e6
    assert 6.0 == newest(made({"74": values}, "2026-03", lunar=NEW_YEARS)).metrics["streak"][0]
    assert 6.0 == newest(made({"74": values}, "2026-03")).metrics["streak"][0]


@pytest.mark.parametrize(("n", "is_short"), [(5, True), (6, False), (11, False), (23, False)])
def test_from_six_changes_on_a_history_is_not_short(n: int, *, is_short: bool) -> None:
    """A year without changes, n of them, and the month that is judged."""
    found = picked(made(summed({code: calm(code, 1e7, 12 + n + 1) for code in ("7403", "7404")})))
    known = found.judged.snapshot
    at = known.panel.places["7403"]
    assert (n, is_short) == (known.unusual.month.n[at], known.flags["short_history"][at])


def test_series_of_one_size_are_in_one_band() -> None:
    """Whatever their order."""
    size = np.array([1.0, 5, 5, 5, 5, 9])
    assert 1 == len(set(bands(size)[1:5].tolist()))
    assert bands(size).tolist() == bands(size[::-1])[::-1].tolist()


def test_every_null_of_every_metric_has_a_reason() -> None:
    """Of a leaf, a sum, a flow that came and one that went, in a long table, a short one, years and quarters."""
    for months, end in ((72, "2025-12"), (72, "2026-01"), (5, "2025-12"), (9, "2025"), (20, "2025-Q4")):
        lines = {code: calm(code, 1e7, months) for code in ("7403", "7404", "7407")}
        lines["7403"][-1], lines["7404"][:-1] = 0, 0
        found = newest(made(summed(lines), end, lunar=NEW_YEARS if end == "2026-01" else None))
        for code in found.panel.codes:
            for name in UNITS:
                reason(found, name, code)


def test_a_single_month_is_compared_with_single_months() -> None:
    """A February of 2020 that has its January says nothing of either: the highest of the other months is a record."""
    values = np.arange(1e6, 1e6 + 124)
    values[[48, 49]] = np.nan, 9e6
    panel = made({"74": values}, "2026-04", combined=["2020-02"])
    assert Period.parse("2020-02") == panel.period(49)
    assert (1.0, True) == (newest(panel).metrics["record"][0], newest(panel).flags["record"][0])
    values[60] = 2e6
    assert 0.0 == newest(made({"74": values}, "2026-04", combined=["2020-02"])).metrics["record"][0]


def test_since_is_counted_in_months_that_passed() -> None:
    """April 2026 stands as high as December 2019 did: 76 months, of which two were published together."""
    values = np.linspace(2e6, 1e6, 124)
    values[[48, 49, 47, 123]] = np.nan, 9e6, 3e6, 2.9e6
    assert 76.0 == newest(made({"74": values}, "2026-04", combined=["2020-02"])).metrics["since"][0]


@pytest.mark.parametrize(("last", "months"), [([0, 1], 13.0), ([1, 0], 1.0), ([0, 0, 0], 3.0)])
def test_how_long_a_flow_was_away_is_counted(last: list[int], months: float) -> None:
    """Thirteen empty months before it came back, one since it went, three."""
    values = np.full(60, 1e6)
    values[-len(last) :] *= np.array(last)
    values[-14:-2] *= last != [0, 1]
    found = newest(made({"74": values}))
    assert months == found.metrics["idle"][0]
    assert "active" == reason(newest(made({"74": calm("74", 1e6)})), "idle")


def test_a_record_that_cannot_be_told_says_why() -> None:
    """Never so high, or less than two years ago; a month is missing; there is no trade now."""
    values = np.linspace(1e6, 2e6, 72)
    assert "no_earlier" == reason(newest(made({"74": values})), "since")
    values[-2] = 3e6
    assert "recent" == reason(newest(made({"74": values})), "since")
    values[30] = np.nan
    assert ["missing 2022-07"] * 2 == [reason(newest(made({"74": values})), name) for name in ("record", "since")]
    values[30], values[-1] = 1e6, 0
    assert "no_trade" == reason(newest(made({"74": values})), "record")


def test_a_streak_ends_at_a_month_that_began_from_nothing() -> None:
    """Six months up on a year before, and six before them from no trade at all, which is no rate."""
    values = np.append(np.full(6, 0.0), np.full(18, 1e6))
    values[12:] = 1.1e6
    assert 6.0 == newest(made({"74": values})).metrics["streak"][0]


def test_what_is_missing_is_not_empty() -> None:
    """Thirteen of 24 months that nobody has seen, all others active: not irregular; with no trade in them it is."""
    for gap, irregular in ((np.nan, False), (0.0, True)):
        values = calm("74", 1e7, 60)
        values[-25:-12] = gap
        assert irregular == newest(made({"74": values})).flow.intermittent[0]


def test_an_irregular_flow_is_an_event_that_a_rule_may_name() -> None:
    """As of a line of the text: where one month in three has trade."""
    values = np.where(np.arange(60) % 3 == 2, 1e7, 0.0)
    panel, rule = made({"74": values}), {"defaults": {"notable": {"event": ["intermittent"]}}}
    found = snapshot_of(panel, 59, Thresholds.read(rule).of_panel())
    assert found.passed[0]
    assert found.rules[0].notable.judge(row(found, 0)).holds


def test_an_irregular_flow_has_no_month_on_month_and_a_surprise_of_its_shipments() -> None:
    """Trade in one month of three, in this one and in the one before; without trade, or with five shipments, none."""
    values = np.where(np.arange(60) % 3 == 2, 1e7, 0.0)
    values[-2] = 2e7
    found = newest(made({"74": values, "76": calm("76", 1e7, 60)}))
    assert ["intermittent", ""] == [reason(found, name) for name in ("mom", "z")]
    few = np.where(np.arange(60) < 45, 0.0, values)
    for column in (few, np.append(values, 0.0)):
        assert "intermittent" == reason(newest(made({"74": column, "76": calm("76", 1e7, len(column))})), "z")
    assert [""] * 2 == [reason(found, name, "76") for name in ("mom", "z")]
