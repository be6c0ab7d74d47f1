"""The sidecar of a bare table: units, marks, breaks and notices, and series that stand beside others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from generator.editions.bare_panel import as_json, picks_of
from generator.editions.sidecar import read_sidecar
from generator.errors import SettingsError
from generator.movements.metric_values import value_of
from generator.movements.pick_facts import gaps, published_otherwise
from generator.movements.picks import PanelPicks
from generator.trade.period import Period
from tests.desk.bare_table import CODES, months, rows, run, sidecar, table

END = "2025-12"
TRIPLED = {("7403", END): 30.0}
MINUS = "\N{MINUS SIGN}"


def picked(folder: Path, meta: object, period: str | None = END, lines: list[str] | None = None) -> PanelPicks:
    """Return the picks of the usual table, or of `lines`, with a sidecar."""
    return picks_of(table(folder, lines or rows()), period, sidecar(folder, meta))


def test_the_reference_period_stands_for_the_option(tmp_path: Path) -> None:
    """And the option before it."""
    assert "2025-11" == str(picked(tmp_path, {"reference_period": "2025-11"}, None).period)
    assert END == str(picked(tmp_path, {"reference_period": "2025-11"}).period)


@pytest.mark.parametrize(
    ("meta", "scale", "currency"),
    [
        ({"value_unit": "USD"}, 1, "usd"),
        ({"value_unit": "thousands of US dollars"}, 1_000, "usd"),
        ({"value_unit": "1,000 USD"}, 1_000, "usd"),
        ({"value_unit": "USD '000"}, 1_000, "usd"),
        ({"value_unit": "billions"}, 10**9, "usd"),
        ({"value_unit": "FOB value in USD million"}, 10**6, "usd"),
        ({"value_unit": 1_000_000}, 10**6, "usd"),
        ({"value_unit": "thousand CNY"}, 1_000, "cny"),
        ({"value_unit": "million yuan"}, 10**6, "cny"),
        ({"value_unit": "PKR crore", "currency": "pkr"}, 10**7, "pkr"),
        ({"value_unit": "crore", "currency": "INR"}, 10**7, "inr"),
        ({"value_unit": "crore rupees", "currency": "INR"}, 10**7, "inr"),
        ({"value_unit": "dollars", "currency": "AUD"}, 1, "aud"),
        ({"value_unit": "current US$"}, 1, "usd"),
        ({"value_unit": "constant 2015 USD"}, 1, "usd"),  # a year in the words of a unit is no scale
        ({"value_unit": "thousand U.S. dollars"}, 1_000, "usd"),
        ({"value_unit": "$ million", "currency": "CAD"}, 10**6, "cad"),
        ({"value_unit": "US$ million, constant 2015 prices"}, 10**6, "usd"),
        ({"value_unit": "million baht", "currency": "THB"}, 10**6, "thb"),
    ],
)
def test_the_unit_says_its_scale_and_its_currency(tmp_path: Path, meta: object, scale: int, currency: str) -> None:
    """Alone, or beside a `currency` that it does not contradict."""
    found = read_sidecar(sidecar(tmp_path, meta))
    assert (scale, currency) == (found.value_unit.scale, found.unit)


def test_values_are_scaled_and_in_their_currency(tmp_path: Path) -> None:
    """20 million thousand yuan in the first month of the smallest line; the facts of one that rose are in yuan."""
    found = picked(tmp_path, {"value_unit": "thousand CNY"}, lines=rows(TRIPLED))
    seen = found.judged.panel
    assert (20_000_000_000.0, "cny") == (seen.value[0, seen.places["7403"]], seen.currency)
    assert ["7403"] == [one.series for one in found.picks]
    assert {"cny"} == {one["unit"] for one in found.picks[0].facts if one["metric"] in ("level", "yoy_abs")}


def test_a_notice_blocks_what_it_is_of(tmp_path: Path) -> None:
    """Since March 7403 is counted with more; since June all is converted otherwise."""
    notices = [{"kind": "coverage", "from": "2025-03", "series": ["7403"]}, {"kind": "currency", "from": "2025-06"}]
    seen = picked(tmp_path, {"notices": notices}).judged.snapshot
    flagged = {
        name: {seen.panel.codes[at] for at in np.flatnonzero(seen.flags[name])} for name in ("coverage", "currency")
    }
    assert (True, False) == ("7403" in flagged["coverage"], "7404" in flagged["coverage"])
    assert {*seen.panel.codes} == flagged["currency"]


def test_marks_of_the_table_are_read_as_ours(tmp_path: Path) -> None:
    """An i that means incomplete: nothing of that month is compared."""
    lines = [one.removesuffix("F") + "i" if f",{END}," in one else one for one in rows(TRIPLED)]
    found = picked(tmp_path, {"status": {"i": "incomplete month"}}, lines=lines)
    assert ((), True) == (found.picks, bool(found.judged.snapshot.flags["partial"].all()))


def test_breaks_are_families(tmp_path: Path) -> None:
    """7403 became 7408 in 2025: the line goes on under its new code."""
    lines = [one for one in rows() if not one.startswith("7408") or ",2025" in one]
    lines = [one for one in lines if not one.startswith("7403") or ",2025" not in one]
    found = picked(tmp_path, {"hs_breaks": [{"old": "7403", "new": ["7408"], "effective": "2025-01"}]}, lines=lines)
    assert np.isfinite(found.judged.snapshot.metrics["yoy"][found.judged.panel.places["7408"]])
    assert not found.judged.snapshot.is_event.any()


@pytest.mark.parametrize(("start", "count"), [(1, 3), (7, 9)])
def test_a_year_to_date_begins_where_the_sidecar_says(tmp_path: Path, start: int, count: int) -> None:
    """March 2025 in a series of a million a month, 1.2 in 2025: January to March, or nine months from July on."""
    times = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(2023 * 12, 2025 * 12 + 3)]
    lines = [f"7403,{when},{1_200_000 if when > '2025' else 1_000_000}" for when in times]
    file = table(tmp_path, lines, header="series,period,value_usd")
    seen = picks_of(file, None, sidecar(tmp_path, {"year_start": start})).judged.snapshot
    now, before = 1_000_000 * (count - 3) + 3_600_000, 1_000_000 * count
    assert now == value_of(seen, "ytd", 0).value
    assert round(100 * (now / before - 1), 6) == float(value_of(seen, "ytd_yoy", 0).value or 0)


SIDES = {code: f"PAK {code}" for code in (*CODES, "74", "76", "total")}


def report(own: str, silent: str = "") -> list[str]:
    """Return the partner's row beside one of ours: 1.07 times it, of 7403 in December 2025 1.38 times."""
    series, level, parent, when, value, *rest = own.split(",")
    factor = 1.38 if (series, when) == ("7403", END) else 1.07
    above = f"PAK {parent}" if parent else ""
    theirs = ",".join([f"PAK {series}", level, above, when, str(round(factor * int(value))), *rest])
    return [own] if when == silent else [own, theirs]


def mirrored(folder: Path, silent: str = "", **meta: object) -> PanelPicks:
    """Return the picks of the usual table with the partner's report of all of it, but for a `silent` month."""
    return picked(folder, {"mirror": SIDES, **meta}, lines=[one for own in rows() for one in report(own, silent)])


def test_a_gap_unlike_itself_is_shown_and_the_partners_series_are_not_told(tmp_path: Path) -> None:
    """One line of six: 1.38 times where it is usually 1.07. The panel is that of the table without the partner."""
    alone, found = picks_of(table(tmp_path, rows(), "alone.csv"), END).judged.panel, mirrored(tmp_path).judged
    assert (alone.codes, alone.value.tolist()) == (found.panel.codes, found.panel.value.tolist())
    told = gaps(found.snapshot)
    assert (9, ["7403"]) == (len(told), [one["series"] for one in told if one["flags"]])
    assert (1.38, 1.07) == (round(told[0]["times"], 2), round(told[0]["usual_times"], 2))


def test_a_rule_may_turn_on_the_gap(tmp_path: Path) -> None:
    """By the flag, and by the size as a logarithm: 0.3 is 1.35 times."""
    for asked in ({"flag": ["mirror_gap"]}, {"metric": "mirror", "abs_gte": 0.3}):
        found = mirrored(tmp_path, thresholds={"series": {code: {"notable": asked} for code in CODES}})
        assert ["7403"] == [one.series for one in found.picks]
        assert "mirror_gap" in found.picks[0].flags
        assert "mirror" in [fact["metric"] for fact in json.loads(as_json(found))[0]["facts"]]


def test_the_partners_months_are_no_months_of_ours(tmp_path: Path) -> None:
    """Rows of theirs before and after: our panel begins and ends with our own; a month of theirs alone is missing."""
    extra = [f"PAK total,total,,{when},5000000,,,F" for when in ("2018-12", "2026-01")]
    lines = [one for own in rows() for one in report(own) if one.startswith("PAK") or ",2025-06," not in one]
    file, meta = table(tmp_path, [*lines, *extra]), sidecar(tmp_path, {"mirror": SIDES})
    panel = picks_of(file, END, meta).judged.panel
    assert (months()[0], len(months())) == (str(panel.first), len(panel.value))
    june = panel.row(Period.parse("2025-06"))
    assert (True, False) == (bool(np.isnan(panel.value[june]).all()), bool(panel.released[june]))
    with pytest.raises(SettingsError, match="2026-01"):
        picks_of(file, "2026-01", meta)


# Imports and exports of 7403 and 7404 in every month of 2024, and of 2025
IMPORTS, EXPORTS = {"7403": (900, 1000), "7404": (400, 300)}, {"7403": (500, 800), "7404": (600, 700)}
OTHER = {code: f"{code} exported" for code in ("74", "7403", "7404")}


def both_flows(folder: Path) -> Path:
    """Return a table of two years of both flows of two headings and their chapter."""
    lines = []
    for place in range(24):
        when = f"{2024 + place // 12}-{place % 12 + 1:02d}"
        for name, of in (("", IMPORTS), (" exported", EXPORTS)):
            now = {code: pair[place // 12] for code, pair in of.items()}
            lines += [f"{code}{name},74{name},{when},{value}" for code, value in now.items()]
            lines.append(f"74{name},,{when},{sum(now.values())}")
    return table(folder, lines, header="series,parent,period,value_usd")


@pytest.mark.parametrize(("flow", "sign"), [("M", 1), ("exports", -1)])
def test_a_table_of_both_flows_has_balances(tmp_path: Path, flow: str, sign: int) -> None:
    """7403: 800 out, 1000 in: -200, after 500 and 900. The chapter: 1500 out, 1300 in, after 1100 and 1300."""
    seen = picks_of(both_flows(tmp_path), None, sidecar(tmp_path, {"flow": flow, "other_flow": OTHER})).judged.snapshot
    found = {
        code: [value_of(seen, name, at).value for name in ("balance", "balance_abs")]
        for at, code in enumerate(seen.panel.codes)
    }
    expected = {"74": (200, 400), "7403": (-200, 200), "7404": (400, 200)}
    assert {code: [sign * one for one in pair] for code, pair in expected.items()} == found


def test_a_rule_on_the_balance_decides_and_is_shown(tmp_path: Path) -> None:
    """A surplus of 400 or more: 7404 alone. `--why` shows what was found of any, and no note is left."""
    rule = {"series": {code: {"notable": {"metric": "balance", "gte": 400}} for code in ("7403", "7404")}}
    file = both_flows(tmp_path)
    meta = sidecar(tmp_path, {"flow": "M", "other_flow": OTHER, "thresholds": rule})
    assert ["7404"] == [one.series for one in picks_of(file, None, meta).picks]
    code, said = run("--input", file, "--meta", meta, "--why", "7403")
    assert (0, True) == (code, any(line.split()[:2] == ["balance", "no"] and "200" in line for line in said))
    assert f"exports less imports {MINUS}200, +200 on a year before" in said
    assert not [line for line in said if "is null" in line]


# December 2024 and 2025, and what is published: ours are +10, -20 and +50 per cent
PRINTED = {"7403": (1000, 1100, "10.1"), "7404": (1000, 800, "-20.2"), "7408": (1000, 1500, "")}
PUBLISHED = "series,period,value_usd,published_yoy"


def published(folder: Path) -> Path:
    """Return a table of three series over two years; a growth is printed in the newest month alone."""
    lines = []
    for place in range(24):
        when = f"{2024 + place // 12}-{place % 12 + 1:02d}"
        for code, (before, now, printed) in PRINTED.items():
            lines.append(f"{code},{when},{now if place == 23 else before},{printed if place == 23 else ''}")
    return table(folder, lines, header=PUBLISHED)


def test_what_is_published_stands_beside_ours(tmp_path: Path) -> None:
    """Null where nothing is printed; another one only beyond a tenth of a point: -20.2 is, 10.1 of 10 is not."""
    seen = picks_of(published(tmp_path), None).judged.snapshot
    values = [value_of(seen, "published_yoy", at) for at in range(3)]
    assert ["10.1", "-20.2", "None"] == [str(one.value) for one in values]
    assert "not published" == values[2].reason
    [one] = published_otherwise(seen)
    assert ("7404", -20.2, -20.0, -0.2) == (one["series"], one["value"], one["yoy"], one["beyond"])


def test_a_rule_on_what_is_published_decides_and_the_editor_sees_both(tmp_path: Path) -> None:
    """It is a fact of a pick, on the screen under the ranking, and with `--why`."""
    rule = {"thresholds": {"series": {"7404": {"notable": {"metric": "published_yoy", "lt": -20}}}}}
    file, meta = published(tmp_path), sidecar(tmp_path, rule)
    found = picks_of(file, None, meta)
    assert ["7404"] == [one.series for one in found.picks]
    assert b'"published_yoy"' in as_json(found)
    for more in ((), ("--why", "7404")):
        code, said = run("--input", file, "--meta", meta, *more)
        assert (0, True) == (code, any(f"{MINUS}20.2%" in line and f"{MINUS}20.0%" in line for line in said))
