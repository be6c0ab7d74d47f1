"""What is left of a month without its season, of the series of which somebody asks."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.movements import Thresholds
from generator.movements.arrays import Floats
from generator.movements.metric_values import row
from generator.movements.panel import CodeBreak, Panel
from generator.movements.seasonal_adjustment import NOT_INSTALLED, Adjustments
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.trade.period import Period
from tests.movements.panels import calm, made, picked, summed, told

SEASON = np.array([0.2, -0.4, 0.2, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.0])
ASKS = {"series": {"74": {"notable": {"metric": "sa_mom", "abs_gte": 5}}}}


@pytest.fixture(autouse=True)
def _no_x13(monkeypatch: pytest.MonkeyPatch) -> None:
    """Adjust by STL alone, whose patterns without noise are exact."""
    monkeypatch.setattr("generator.movements.seasonal_adjustment.find_x13", lambda: None)


def seasonal(months: int = 96, growth: float = 1.01, noise: float = 0.0) -> Floats:
    """Return months up to a December that grow, with a season; steady in the same way for every length."""
    chance = np.random.default_rng(7).normal(0, noise, months)
    return np.asarray(1e6 * growth ** np.arange(months) * np.exp(np.resize(SEASON, months) + chance))


def newest(panel: Panel, rules: object = None) -> Snapshot:
    """Return what is measured in the last row."""
    return snapshot_of(panel, len(panel.value) - 1, Thresholds.read(rules).of_panel())


def said(found: Snapshot, name: str, code: str = "74") -> float | str:
    """Return a metric of a series, or the reason of its null."""
    value = row(found, found.panel.places[code]).metric(name)
    return value.reason if value.value is None else float(value.value)


def test_what_grows_by_one_per_cent_does_so_in_every_month() -> None:
    """February has a third less than January: 1 per cent more, adjusted; a quarter on the one before 1.01 cubed."""
    value = seasonal(98)
    found = newest(made({"74": value}, "2026-02"))
    assert -44.6 == pytest.approx(said(found, "mom"), abs=0.1)
    assert 1.0 == pytest.approx(said(found, "sa_mom"), abs=1e-4)
    assert 100 * (1.01**3 - 1) == pytest.approx(said(found, "r3_prev"), abs=1e-4)


def test_a_month_that_the_season_does_not_explain_is_a_surprise() -> None:
    """A tenth more than its season and trend: S is 0.05, n is 36, of ln 1.1 to begin with."""
    value = seasonal(98)
    value[-1] *= 1.1
    found = newest(made({"74": value}, "2026-02"))
    assert 11.1 == pytest.approx(said(found, "sa_mom"), abs=1e-4)
    assert np.log(1.1) / (0.05 * (1 + 2 / 36)) == pytest.approx(said(found, "z_sa"), abs=1e-4)


def test_a_short_adjustment_is_flagged_as_unstable() -> None:
    """Under seven years."""
    names = [row(newest(made({"74": seasonal(n)})), 0).metric("sa_mom").flags for n in (72, 108)]
    assert [("sa_unstable",), ()] == names


@pytest.mark.parametrize(
    ("values", "end", "why"),
    [
        (seasonal(40), "2025-12", "short_history"),
        (calm("74", 1e6, 96, 0.1), "2025-12", "no_seasonality"),
        (seasonal() * (np.arange(96) != 70), "2025-12", "not_positive"),
        (seasonal(96)[::12], "2025", "frequency"),
        (seasonal(96), "2025-Q4", "frequency"),
        (np.append(seasonal(95), 0), "2025-12", "no_trade"),
        (np.append(seasonal(95), np.nan), "2025-12", "missing 2025-12"),
    ],
)
def test_every_null_has_a_reason(values: Floats, end: str, why: str) -> None:
    """Too short, without a season, with months without trade, of years and quarters; or now without trade."""
    found = newest(made({"74": values}, end))
    assert [why] * 3 == [said(found, name) for name in ("sa_mom", "z_sa", "r3_prev")]


def test_months_together_are_not_split() -> None:
    """A February of this year, or of a year in the middle, that has its January."""
    for feb in (97, 61):
        value = seasonal(98)
        value[[feb - 1, feb]] = np.nan, 2e6
        panel = made({"74": value}, "2026-02", combined=[str(Period.parse("2026-02").step(feb - 97))])
        assert "combined" == said(newest(panel), "sa_mom")


def test_a_holiday_that_moves_is_taken_out_with_the_season() -> None:
    """In February, and in January, when nothing can be compared with a year before."""
    new_years = {2025: date(2025, 1, 29), 2026: date(2026, 2, 17)}
    for end, n in (("2026-02", 98), ("2026-01", 97)):
        found = newest(made({"74": seasonal(n)}, end, lunar=new_years))
        assert 1.0 == pytest.approx(said(found, "sa_mom"), abs=0.5)
    assert "lunar" == said(found, "yoy")


def test_a_code_that_changed_is_not_adjusted_across_the_change() -> None:
    """74 was narrowed a year ago and 76 is new: too few months of either; their family has all its months."""
    columns = {"74": seasonal(), "76": np.where(np.arange(96) < 84, np.nan, seasonal())}
    found = newest(made(columns, breaks=[CodeBreak("74", ("74", "76"), Period.parse("2025-01"))]))
    assert ["hs_break"] * 2 == [row(found, at).metric("sa_mom").reason for at in (0, 1)]
    assert "74" == found.panel.codes[2]
    assert isinstance(said(found, "sa_mom"), float)


def test_what_could_not_matter_is_not_adjusted() -> None:
    """Under a two thousandth of all trade, unless a threshold names it."""
    columns = summed({"74": seasonal(), "76": 2500 * seasonal()})
    assert "small" == said(newest(made(columns)), "sa_mom")
    assert isinstance(said(newest(made(columns), ASKS), "sa_mom"), float)


def test_only_what_a_rule_can_decide_by_it_is_adjusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines of three grew by 5 per cent; of them one fell without its season, and passes."""
    asked: set[int] = set()
    was = Adjustments.over
    monkeypatch.setattr(Adjustments, "over", lambda own, at: was(own, noted(at)))

    def noted(columns: Iterable[int]) -> list[int]:
        found = list(columns)
        asked.update(found)
        return found

    lines = {"74": seasonal(growth=1.005), "76": seasonal(growth=1.005), "84": seasonal(growth=1.0)}
    lines["74"][-1] *= 0.99
    lines["76"][-1] *= 1.1
    both = {"all": [{"metric": "yoy", "gte": 4}, {"not": {"metric": "sa_mom", "gte": 0}}]}
    unless = {"metric": "yoy", "gte": 4, "unless": {"metric": "sa_mom", "gte": 0}}
    for notable in (both, unless):
        asked.clear()
        found = newest(made(lines), {"defaults": {"notable": notable}})
        assert [True, False, False] == found.passed.tolist()
        assert {0, 1} == asked
    is_null = {"defaults": {"notable": {"metric": "sa_mom", "is": None}}}
    assert not newest(made(lines), is_null).passed.any()


def test_a_named_series_is_told_by_its_adjusted_month() -> None:
    """A February that fell less than it does; the fact names the method and the months that it stands on."""
    columns = {"74": seasonal(98, 1.0), "76": 3 * seasonal(98, 1.0), "84": calm("84", 1e6, 98)}
    assert [] == told(picked(made(columns, "2026-02"), rules=ASKS))
    columns["74"][-1] *= 1.08
    assert "74" in [one.series for one in picked(made(columns, "2026-02"), rules=ASKS).told]


def test_without_a_program_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the extra nor X-13ARIMA-SEATS."""
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    found = newest(made({"74": seasonal()}))
    assert NOT_INSTALLED == said(found, "sa_mom") == found.adjustments.why_none()


@given(st.integers(2, 11), st.floats(0.5, 2), st.sampled_from([7, 150, 1000]))
@settings(max_examples=12, deadline=None)
def test_later_months_and_other_money_change_no_adjusted_month(months: int, factor: float, rate: int) -> None:
    """Whatever the year brings, what was said of January stands: factors stand on the December before."""
    value = seasonal(96 + 12, noise=0.03)
    january = newest(made({"74": value[:97]}, "2026-01"))
    value[97:] *= factor
    later = made({"74": rate * value[: 96 + months]}, str(Period.parse("2025-12").step(months)))
    again = snapshot_of(later, 96, Thresholds.read().of_panel())
    for name in ("sa_mom", "z_sa", "r3_prev"):
        assert said(january, name) == pytest.approx(said(again, name), abs=1e-5), name
