"""Thresholds that can hold of no line of a table are found, and no others."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from generator.movements import Thresholds
from generator.movements.lunar_new_year import new_years
from generator.movements.metric_names import UNITS
from generator.movements.panel import Panel, PanelNotice
from generator.movements.snapshot import snapshot_of
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.movements.threshold_grammar import Path
from tests.movements.panels import Columns, calm, made, summed

EVERY = {"defaults": {"notable": {"any": [{"metric": name, "gt": 0} for name in UNITS]}}}


def silent(panel: Panel, rules: object) -> dict[Path, tuple[str, str]]:
    """Return metric and reason of each threshold that holds of nothing, by its path."""
    found = snapshot_of(panel, len(panel.value) - 1, Thresholds.read(rules).of_panel())
    return {one.path: (one.metric, one.reason) for one in idle_thresholds(found)}


def lines(months: int = 72) -> Columns:
    """Return four lines in two chapters."""
    return summed({code: calm(code, 1e7, months) for code in ("7403", "7404", "7408", "2603")})


def metrics(panel: Panel) -> dict[str, str]:
    """Return the metrics that no series has, of all there are, with their reasons."""
    return dict(silent(panel, EVERY).values())


OF_OTHERS = {
    "balance": "no other flow",
    "balance_abs": "no other flow",
    "mirror": "no partner's report",
    "published_yoy": "not published",
}
NO_WEIGHT = dict.fromkeys(("quantity", "quantity_yoy", "uv", "uv_yoy", "z_uv"), "no_quantity")
MONTHLY = ("mom", "r3", "r3_yoy", "r3_prev", "sa_mom", "z_sa", "z3")


def test_of_months_with_weights_only_the_other_side_is_missing() -> None:
    """And what the table was before."""
    weights = {code: np.full(72, 1e5) for code in ("7403", "7404")}
    assert OF_OTHERS | {"revision": "no_previous"} == metrics(made(lines(), quantity=weights))


@pytest.mark.parametrize("end", ["2025", "2025-Q4"])
def test_longer_periods_have_no_months(end: str) -> None:
    """Of years nor r12, which is the level by another name."""
    more = ("r12", "r12_yoy") if end == "2025" else ()
    expected = OF_OTHERS | NO_WEIGHT | {"revision": "no_previous"} | dict.fromkeys((*MONTHLY, *more), "frequency")
    assert expected == metrics(made(lines(40), end))


def test_a_table_that_is_too_short_for_anything_says_so() -> None:
    """Six months: no year before."""
    found = metrics(made(lines(6)))
    assert {"short_history"} == {
        found[name] for name in ("yoy", "contrib", "z", "cagr", "rank", "rank_change", "hhi", "sa_mom")
    }
    assert not {"level", "mom", "r3"} & set(found)


def test_without_the_extra_its_thresholds_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line that installs it."""
    monkeypatch.setitem(sys.modules, "statsmodels", None)
    monkeypatch.setattr("generator.movements.seasonal_adjustment.find_x13", lambda: None)
    rules = {"series": {"74": {"notable": {"not": {"metric": "sa_mom", "lt": 0}}}}}
    found = snapshot_of(made(lines()), 71, Thresholds.read(rules).of_panel())
    [one] = idle_thresholds(found)
    assert ("series", "74", "notable", "not", "metric") == one.path
    assert str(one).endswith("Run: pip install 'tradebrief[seasonal]'")


def test_a_block_is_asked_of_its_own_lines() -> None:
    """A line has nothing within it, a chapter has; one series is alone under its parent."""
    asks = {"notable": {"all": [{"metric": "hhi", "gt": 0.5}, {"metric": "rank", "lte": 1}]}}
    rules = {"groups": {"ores": {"codes": ["2603"], **asks}, "copper": {"codes": ["74"], **asks}}}
    expected = {
        ("groups", "ores", "notable", "all", 0, "metric"): ("hhi", "few_members"),
        ("groups", "ores", "notable", "all", 1, "metric"): ("rank", "no_peers"),
    }
    assert expected == silent(made(lines()), rules)


def test_what_passes_with_the_month_is_not_named() -> None:
    """A lunar January has no growth, February will; a null can be asked of any metric."""
    assert "yoy" not in metrics(made(lines(73), "2026-01", lunar=new_years()))
    assert {} == silent(made(lines()), {"defaults": {"notable": {"metric": "mirror", "is": None}}})


def asking(head: str, *names: str, **more: object) -> dict[str, object]:
    """Return thresholds that let through by some flags or events."""
    return {"defaults": {"notable": {"any": [{"metric": "z", "gte": 3}, {head: list(names), **more}]}}}


@pytest.mark.parametrize(
    ("head", "names", "reason"),
    [
        ("flag", ["revised"], "no_previous"),
        ("flag", ["coverage", "currency"], "no notice"),
        ("flag", ["coverage", "low_base"], ""),  # one of them can be
        ("flag", ["mirror_gap"], "no partner's report"),
        ("flag", ["lunar"], "not lunar"),
        ("flag", ["unit_change"], "no_quantity"),
        ("flag", ["partial"], ""),  # not this month, perhaps the next
        ("event", ["record"], "short_history"),  # 72 months are no 120
        ("event", ["record", "new"], ""),
    ],
)
def test_a_flag_or_an_event_that_cannot_be_is_named(head: str, names: list[str], reason: str) -> None:
    """Where a condition asks for nothing else; by the first of them."""
    path = ("defaults", "notable", "any", 1, head)
    expected = {path: (f"{head} {names[0]}", reason)} if reason else {}
    assert expected == silent(made(lines()), asking(head, *names))
    assert {} == silent(made(lines()), {"defaults": {"notable": {"metric": "z", "gte": 3, "unless": {head: names}}}})


def test_what_the_panel_has_is_not_named() -> None:
    """A previous edition, a notice, a lunar calendar, ten years."""
    panel = made(lines(120), lunar=new_years(), quantity={"7403": np.full(120, 1e5)})
    panel = replace(panel, previous=panel, notices=(PanelNotice("coverage", panel.first),))
    every = [asking("flag", name) for name in ("revised", "coverage", "lunar_tail", "quantity_suspect")]
    assert [{}] * 5 == [silent(panel, one) for one in (*every, asking("event", "record"))]


def test_a_bare_table_has_no_lines_beside_it() -> None:
    """Only the figures of a briefing may be bounds, or broken."""
    found = snapshot_of(made(lines()), 71, Thresholds.read(asking("flag", "bound")).of_panel())
    [one] = idle_thresholds(found)
    assert "flag bound can be said of no line (of lines), so that this holds of none. Only the lines" in str(one)


def test_one_line_that_is_withheld_hides_nothing() -> None:
    """The others still say it; and where all are withheld, nobody knows."""
    rules = {"defaults": {"notable": {"metric": "uv", "gt": 0}}}
    assert 1 == len(silent(made(lines(), status={"7403": "C"}), rules))
    assert {} == silent(made(lines(), status=dict.fromkeys(lines(), "C")), rules)


def test_a_code_that_no_line_has_is_named_by_its_path() -> None:
    """A series by the whole code, a group by how codes begin; those that are there are not named."""
    level = {"notable": {"metric": "level", "gt": 0}}
    series = {"7403": level, "74": {"interest": 1}, "7499": {"interest": 1}}
    rules = {"groups": {"some": {"codes": ["74", "99"], **level}, "all": {"codes": ["TOTAL"]}}, "series": series}
    found = list(unknown_codes(Thresholds.read(rules, ("thresholds",)), ["7403", "7404"]))
    assert [
        (("thresholds", "groups", "some", "codes", 1), "no line begins with 99, so that this holds of none."),
        (("thresholds", "series", "74"), "no line is 74, so that this holds of none."),
        (("thresholds", "series", "7499"), "no line is 7499, so that this holds of none."),
    ] == [(one.path, str(one)) for one in found]
