"""The partner's own report in a bare table: series that the sidecar names, and that are never told themselves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from generator.editions.bare_panel import as_json, picks_of
from generator.errors import SettingsError
from generator.movements.metric_values import value_of
from generator.movements.pick_facts import gaps
from generator.movements.picks import PanelPicks
from generator.trade.period import Period
from tests.desk.bare_table import CODES, months, rows, run, sidecar, table

CALM, WIDE = 1.07, 1.38


def report(row: str, *, wide: str = "", silent: str = "") -> list[str]:
    """Return the partner's row beside one of ours: 1.07 times it, 1.38 in December 2025 for the series `wide`."""
    series, level, parent, when, value, *rest = row.split(",")
    factor = WIDE if (series, when) == (wide, "2025-12") else CALM
    above = f"PAK {parent}" if parent else ""
    theirs = ",".join([f"PAK {series}", level, above, when, str(round(factor * int(value))), *rest])
    return [row] if when == silent else [row, theirs]


def mirrored(folder: Path, wide: str = "7403", silent: str = "", **meta: object) -> PanelPicks:
    """Return the picks of the usual table with the partner's report of all of it."""
    lines = [one for row in rows() for one in report(row, wide=wide, silent=silent)]
    sides = {code: f"PAK {code}" for code in (*CODES, "74", "76", "total")}
    return picks_of(table(folder, lines), "2025-12", sidecar(folder, {"mirror": sides, **meta}))


def test_the_partners_series_are_not_told_themselves(tmp_path: Path) -> None:
    """The panel is that of the table without them."""
    alone = picks_of(table(tmp_path, rows(), "alone.csv"), "2025-12").judged.panel
    found = mirrored(tmp_path).judged.panel
    assert (alone.codes, alone.levels, alone.parents.tolist()) == (found.codes, found.levels, found.parents.tolist())
    assert (alone.value.tolist(), alone.whole.tolist()) == (found.value.tolist(), found.whole.tolist())


def test_a_gap_unlike_itself_is_shown_and_the_others_are_not(tmp_path: Path) -> None:
    """One line of six: 1.38 times where it is usually 1.07."""
    told = gaps(mirrored(tmp_path).judged.snapshot)
    assert ["7403"] == [one["series"] for one in told if one["flags"]]
    assert (1.38, 1.07) == (round(told[0]["times"], 2), round(told[0]["usual_times"], 2))
    assert 9 == len(told)


def test_a_rule_may_turn_on_the_gap(tmp_path: Path) -> None:
    """By the flag, and by the size as a logarithm: 0.3 is 1.35 times."""
    for asked in ({"flag": ["mirror_gap"]}, {"metric": "mirror", "abs_gte": 0.3}):
        rule = {"series": {code: {"notable": asked} for code in CODES}}
        found = mirrored(tmp_path, thresholds=rule)
        assert ["7403"] == [one.series for one in found.told]
        assert "mirror_gap" in found.told[0].flags
        assert "mirror" in [fact["metric"] for fact in json.loads(as_json(found))[0]["facts"]]


def test_a_partner_that_reports_later_has_not_counted_nothing(tmp_path: Path) -> None:
    """Its month is missing; ours stands."""
    found = mirrored(tmp_path, silent="2025-12")
    seen = found.judged.snapshot
    assert {"missing 2025-12 at the partner"} == {value_of(seen, "mirror", at).reason for at in range(len(CODES) + 3)}
    assert not seen.flags["missing"].any()


def test_the_partners_months_are_no_months_of_ours(tmp_path: Path) -> None:
    """Rows of theirs before and after: our panel begins and ends with our own."""
    extra = [f"PAK 7403,hs4,PAK 74,{when},5000000,,kg,F" for when in ("2018-12", "2026-01")]
    file = table(tmp_path, [*rows(), *extra, "PAK 74,hs2,,2018-12,5000000,,,F"])
    meta = sidecar(tmp_path, {"mirror": {"7403": "PAK 7403"}})
    panel = picks_of(file, "2025-12", meta).judged.panel
    assert (months()[0], len(months())) == (str(panel.first), len(panel.value))
    with pytest.raises(SettingsError, match="the table has no 2026-01; it has 2019-01 to 2025-12"):
        picks_of(file, "2026-01", meta)


def test_a_month_in_which_only_the_partner_has_rows_is_missing(tmp_path: Path) -> None:
    """Not empty: nothing vanished in June."""
    lines = [one for row in rows() for one in report(row) if one.startswith("PAK") or ",2025-06," not in one]
    panel = picks_of(
        table(tmp_path, lines), "2025-12", sidecar(tmp_path, {"mirror": {"total": "PAK total"}})
    ).judged.panel
    june = panel.row(Period.parse("2025-06"))
    assert (True, False) == (bool(np.isnan(panel.value[june]).all()), bool(panel.released[june]))


FAULTS: dict[str, tuple[object, str, str]] = {
    "a list": (["7403"], "mirror is no list of series with", '{"7403": "7403 as PAK counts"}'),
    "a list of reports": ({"7403": ["PAK 7403"]}, "mirror is no list of series with", "PAK"),
    "an unknown series": ({"7405": "PAK 7403"}, "mirror.7405: the table has no such series", "Nearest: 7404"),
    "an unknown report": ({"7403": "PAK 7405"}, "mirror.7403: the table has no series PAK 7405", "PAK 7404"),
    "one report twice": (
        {"7403": "PAK 7403", "7404": "PAK 7403"},
        "mirror.7404: PAK 7403 is the partner's report of 7403, too",
        "Name each series once",
    ),
    "both ways": (
        {"7403": "PAK 7403", "PAK 7403": "7403"},
        "mirror.7403: PAK 7403 cannot stand beside it, for 7403 is the partner's report of PAK 7403",
        "one side alone",
    ),
    "in one tree": ({"7403": "7404"}, "mirror.7403: 7404 lies in one tree with a series that is told", "no parent"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_the_key_and_the_remedy(tmp_path: Path, fault: str) -> None:
    """In one line with the sidecar."""
    data, problem, remedy = FAULTS[fault]
    file = table(tmp_path, [one for row in rows() for one in report(row)])
    with pytest.raises(SettingsError) as raised:
        picks_of(file, "2025-12", meta := sidecar(tmp_path, {"mirror": data}))
    said = str(raised.value).replace(": is no", " is no")
    assert said.startswith(str(meta))
    assert (True, True, 2) == (problem in said, remedy in said, raised.value.exit_code)


def test_the_gap_is_on_the_screen(tmp_path: Path) -> None:
    """Of the table in one line, and of any series that is asked for."""
    lines = [one for row in rows() for one in report(row, wide="7403")]
    file, meta = table(tmp_path, lines), sidecar(tmp_path, {"mirror": {"7403": "PAK 7403", "7404": "PAK 7404"}})
    asked = ("--input", file, "--meta", meta, "--period", "2025-12")
    code, said = run(*asked)
    assert 0 == code
    assert "The partner's own report, for the editor alone: 1 of 2 gaps unlike themselves" in said
    assert "7403: the partner counts 1.38 times as much, usually 1.07 times" in said
    for series, words in (
        ("7404", "the partner counts 1.07 times as much, usually 1.07 times"),
        ("7408", "the partner counts no gap: no report of the partner"),
    ):
        assert words in run(*asked, "--why", series)[1]
