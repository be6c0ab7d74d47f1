"""The sidecar of a bare table: what it says is taken, and a fault in it names its key."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator.editions.bare_panel import picks_of
from generator.editions.sidecar import read_sidecar
from generator.errors import SettingsError
from generator.movements.metric_values import value_of
from generator.movements.picks import PanelPicks
from tests.desk.bare_table import rows, sidecar, table


def picked(folder: Path, meta: object, period: str | None = "2025-12") -> PanelPicks:
    """Return the picks of the usual table with a sidecar."""
    return picks_of(table(folder, rows()), period, sidecar(folder, meta))


FAULTS: dict[str, tuple[object, str, str]] = {
    "a list": ([], " is no object of keys", "reference_period"),
    "a misspelt key": ({"threshold": {}}, " threshold: is no key", "Nearest known: thresholds"),
    "a period": ({"reference_period": "2025-13"}, " reference_period: 2025-13: there is no month 13", "2025-12"),
    "a currency": ({"currency": "dollars"}, " currency: 'DOLLARS' is no currency", "USD"),
    "marks": ({"status": ["P"]}, " status: is no list of marks", "provisional"),
    "a mark": ({"status": {"q": "dubious"}}, " status.q: is 'dubious'", "provisional"),
    "no list of breaks": ({"hs_breaks": {"850110": "850111"}}, " hs_breaks: is no list", "square brackets"),
    "a break": ({"hs_breaks": [{"old": "850110"}]}, " hs_breaks[0]: has no old, new and effective", "850111"),
    "the day of a break": (
        {"hs_breaks": [{"old": "1", "new": ["2"], "effective": "soon"}]},
        " hs_breaks[0].effective: 'soon' is no period",
        "2025-12",
    ),
    "a holiday": ({"lunar_new_year": {"2025": "29 January"}}, " lunar_new_year: has no days by year", "2025-01-29"),
    "holidays": ({"lunar_new_year": ["2025-01-29"]}, " lunar_new_year: has no days by year", "2025-01-29"),
    "neither yes nor no": ({"lunar": "no"}, ' lunar: is "no", not true or false', "true"),
    "a number that is no yes": ({"lunar": 1}, " lunar: is 1, not true or false", "true"),
    "a year that begins in April": ({"year_start": 4}, " year_start: is 4.", "from July to June"),
    "a month by its name": ({"year_start": "July"}, ' year_start: is "July", not a month', "7"),
    "a unit of no money": ({"value_unit": "bananas"}, " value_unit: bananas is no unit", "thousand, lakh, million"),
    "a unit of very many": ({"value_unit": f"1{5000 * '0'} USD"}, " value_unit: 1000", "a power of ten"),
    "more than a trillion": ({"value_unit": f"1{13 * '0'} USD"}, " value_unit: 10000000000000 is no", "a power of ten"),
    "a misspelt unit": ({"value_unit": "thosand USD"}, " value_unit: thosand is no unit", "thousand USD"),
    "an m": ({"value_unit": "USD m"}, " value_unit: m is no unit", "million"),
    "two scales": ({"value_unit": "hundred thousand"}, " value_unit: hundred is no unit", "power of ten"),
    "two scales of ours": ({"value_unit": "thousand million"}, " value_unit: thousand million is no unit", "power"),
    "no unit": ({"value_unit": ""}, " value_unit: ", "thousand USD"),
    "a half": ({"value_unit": 0.5}, ' value_unit: is "0.5", not a text', "thousand USD"),
    "another currency": (
        {"value_unit": "thousand CNY", "currency": "USD"},
        " currency: is USD, and value_unit says 'thousand CNY'",
        "value_unit without its own",
    ),
    "dollars of no yuan": ({"value_unit": "dollars", "currency": "CNY"}, " currency: is CNY, and value_unit", "one"),
    "rupees of several": (
        {"value_unit": "rupees"},
        " currency: is not said, and value_unit 'rupees' may be",
        "USD, EUR",
    ),
    "two currencies": (
        {"value_unit": "yuan of EUR", "currency": "EUR"},
        " currency: value_unit 'yuan of EUR' names",
        "EUR",
    ),
    "a notice": ({"notices": [{"kind": "coverage"}]}, " notices[0]: has no kind and from", "2025-03"),
    "another kind of notice": (
        {"notices": [{"kind": "cover", "from": "2025-03"}]},
        " notices[0].kind: is 'cover'",
        "coverage",
    ),
    "a notice of when": ({"notices": [{"kind": "currency", "from": "May"}]}, " notices[0].from: ", "2025-12"),
    "a notice of one": (
        {"notices": [{"kind": "currency", "from": "2025-05", "series": "7403"}]},
        " notices[0].series: is no list",
        "Leave it out",
    ),
    "a notice of nothing": (
        {"notices": [{"kind": "coverage", "from": "2025-05", "series": ["7403", "74003"]}]},
        " notices[0].series: names 74003",
        "7403",
    ),
    "levels in a text": ({"levels": "x"}, ' levels: is "x", not a list', "hs2"),
    "a flow by number": ({"flow": 3}, " flow: is 3, not a text", '"M"'),
    "a currency by number": ({"currency": 840}, " currency: is 840, not a text", '"USD"'),
    "a period that is true": ({"reference_period": True}, " reference_period: is true, not a period", "2025-12"),
    "an empty text for breaks": ({"hs_breaks": ""}, " hs_breaks: is no list", "square brackets"),
    "holidays in no months": ({"lunar_new_year": []}, " lunar_new_year: has no days by year", "2025-01-29"),
    "a metric": (
        {"thresholds": {"defaults": {"notable": {"metric": "yooy", "gte": 1}}}},
        " thresholds.defaults.notable.metric: ",
        "Nearest known: yoy.",
    ),
    "a metric in a list": (
        {"thresholds": {"series": {"7403": {"notable": {"any": [{"metric": "z", "gte": 3}, {"metric": "contrb"}]}}}}},
        " thresholds.series.7403.notable.any.1.metric: ",
        "Nearest known: contrib.",
    ),
    "a number without end": (
        {"thresholds": {"defaults": {"floor": {"value": 10**400}}}},
        " thresholds.defaults.floor.value: 1000",
        "has more than 30 digits before or after the point",
    ),
    "a key of thresholds": ({"thresholds": {"default": {}}}, " thresholds.default: ", "Nearest known: defaults."),
    "a flag": (
        {"thresholds": {"defaults": {"notable": {"flag": ["lunnar"]}}}},
        " thresholds.defaults.notable.flag",
        "Nearest known: lunar.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_its_key_and_the_remedy(tmp_path: Path, fault: str) -> None:
    """In one line with the file; exit 2."""
    data, problem, remedy = FAULTS[fault]
    with pytest.raises(SettingsError) as raised:
        picked(tmp_path, data)
    said = str(raised.value)
    assert said.startswith(f"{tmp_path / 'meta.json'}")
    assert problem in said
    assert remedy in said
    assert (2, 1) == (raised.value.exit_code, len(said.splitlines()))


@pytest.mark.parametrize("text", ["{", "", "\xff\xfe"])
def test_what_is_no_json_is_refused(tmp_path: Path, text: str) -> None:
    """Half of it, nothing, other bytes."""
    file = tmp_path / "meta.json"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match="is no JSON") as raised:
        read_sidecar(file)
    assert str(file) in str(raised.value)


@pytest.mark.parametrize(("name", "problem"), [("no.json", "is not there."), (".", "is a folder.")])
def test_a_sidecar_that_is_not_there_is_said_to_be_none(tmp_path: Path, name: str, problem: str) -> None:
    """Nothing about JSON."""
    with pytest.raises(SettingsError) as raised:
        read_sidecar(tmp_path / name)
    assert str(raised.value).startswith(f"{tmp_path / name}: {problem} Name a file")


def test_the_reference_period_stands_for_the_option(tmp_path: Path) -> None:
    """And the option before it."""
    assert "2025-11" == str(picked(tmp_path, {"reference_period": "2025-11"}, None).period)
    assert "2025-12" == str(picked(tmp_path, {"reference_period": "2025-11"}).period)


@pytest.mark.parametrize(
    ("unit", "scale"),
    [
        ("USD", 1),
        ("thousand USD", 1_000),
        ("thousands of US dollars", 1_000),
        ("1,000 USD", 1_000),
        ("USD '000", 1_000),
        ("USD million", 1_000_000),
        ("billions", 1_000_000_000),
        ("1 000 USD", 1_000),
        ("PKR crore", 10_000_000),
        (1_000_000, 1_000_000),
        ("constant 2015 USD", 1),
    ],
)
def test_a_printed_1_is_so_many(tmp_path: Path, unit: object, scale: int) -> None:
    """A year in the words of a unit is no scale."""
    assert scale == read_sidecar(sidecar(tmp_path, {"value_unit": unit})).scale


@pytest.mark.parametrize(
    ("meta", "currency"),
    [
        ({"value_unit": "thousand CNY"}, "cny"),
        ({"value_unit": "million yuan"}, "cny"),
        ({"value_unit": "thousand US dollars"}, "usd"),
        ({"value_unit": "dollars"}, "usd"),
        ({"value_unit": "thousand"}, "usd"),
        ({"value_unit": "dollars", "currency": "AUD"}, "aud"),
        ({"value_unit": "PKR crore", "currency": "pkr"}, "pkr"),
        ({"value_unit": "crore rupees", "currency": "INR"}, "inr"),
    ],
)
def test_the_unit_says_its_currency(tmp_path: Path, meta: object, currency: str) -> None:
    """Alone, or beside a `currency` that it does not contradict."""
    assert currency == read_sidecar(sidecar(tmp_path, meta)).currency


def test_a_notice_blocks_what_it_is_of(tmp_path: Path) -> None:
    """Since March 7403 is counted with more; since June all is converted otherwise."""
    notices = [{"kind": "coverage", "from": "2025-03", "series": ["7403"]}, {"kind": "currency", "from": "2025-06"}]
    seen = picked(tmp_path, {"notices": notices}).judged.snapshot
    flagged = {
        name: [seen.panel.codes[at] for at in np.flatnonzero(seen.flags[name])] for name in ("coverage", "currency")
    }
    assert "7403" in flagged["coverage"]
    assert "7404" not in flagged["coverage"]
    assert [*seen.panel.codes] == flagged["currency"]


def test_values_are_scaled_and_in_their_currency(tmp_path: Path) -> None:
    """20 million thousand yuan in the first month of the smallest line."""
    found = picked(tmp_path, {"value_unit": "thousand CNY", "currency": "CNY"}).judged.panel
    assert (20_000_000_000.0, "cny") == (found.value[0, found.places["7403"]], found.currency)


def test_facts_are_in_the_currency_of_the_table(tmp_path: Path) -> None:
    """A line that tripled, in yuan."""
    file = table(tmp_path, rows({("7403", "2025-12"): 30}))
    found = picks_of(file, "2025-12", sidecar(tmp_path, {"value_unit": "thousand", "currency": "CNY"}))
    assert ["7403"] == [one.series for one in found.told]
    assert {"cny"} == {one["unit"] for one in found.told[0].facts if one["metric"] in ("level", "yoy_abs")}


def test_marks_of_the_table_are_read_as_ours(tmp_path: Path) -> None:
    """An i that means incomplete: nothing of that month is compared."""
    lines = [one.removesuffix("F") + "i" if ",2025-12," in one else one for one in rows({("7403", "2025-12"): 30})]
    found = picks_of(table(tmp_path, lines), "2025-12", sidecar(tmp_path, {"status": {"i": "incomplete month"}}))
    assert () == found.told
    assert found.judged.snapshot.flags["partial"].all()


@pytest.mark.parametrize(
    ("data", "known"),
    [
        ({}, 0),
        ({"lunar_new_year": {"2025": "2025-01-29"}}, 1),
        ({"lunar_new_year": {"2025": "2025-01-29"}, "lunar": False}, 0),
        ({"lunar": True}, 41),
    ],
)
def test_a_table_that_brings_the_holiday_is_lunar(tmp_path: Path, data: object, known: int) -> None:
    """Unless it says no; who says yes without days has those of 2000 to 2040."""
    assert known == len(read_sidecar(sidecar(tmp_path, data)).lunar)


def test_a_users_rule_on_a_series_is_enough(tmp_path: Path) -> None:
    """2 per cent more than a year ago, which no bar of ours would tell."""
    rule = {"thresholds": {"series": {"7403": {"notable": {"metric": "yoy", "abs_gte": 1}}}}}
    file = table(tmp_path, rows())
    assert () == picks_of(file, "2025-12").told
    found = picks_of(file, "2025-12", sidecar(tmp_path, rule))
    assert ["7403"] == [one.series for one in found.told]
    assert found.told[0].rule.startswith("series 7403: yoy")


def test_breaks_are_families(tmp_path: Path) -> None:
    """7403 became 7408 in 2025: the line goes on under its new code."""
    lines = [one for one in rows() if not one.startswith("7408") or ",2025" in one]
    lines = [one for one in lines if not one.startswith("7403") or ",2025" not in one]
    meta = sidecar(tmp_path, {"hs_breaks": [{"old": "7403", "new": ["7408"], "effective": "2025-01"}]})
    found = picks_of(table(tmp_path, lines), "2025-12", meta).judged
    assert np.isfinite(found.snapshot.metrics["yoy"][found.panel.places["7408"]])
    assert not found.snapshot.is_event.any()


@pytest.mark.parametrize(("start", "months"), [(1, 3), (7, 9)])
def test_a_year_to_date_begins_where_the_sidecar_says(tmp_path: Path, start: int, months: int) -> None:
    """March 2025 in a series of a million a month, 1.2 in 2025: January to March, or nine months from July on."""
    lines = [
        f"7403,{when},{1_200_000 if when > '2025' else 1_000_000}"
        for when in map(month, range(2023 * 12, 2025 * 12 + 3))
    ]
    file = table(tmp_path, lines, header="series,period,value_usd")
    seen = picks_of(file, None, sidecar(tmp_path, {"year_start": start})).judged.snapshot
    now, before = 1_000_000 * (months - 3) + 3_600_000, 1_000_000 * months
    assert now == value_of(seen, "ytd", 0).value
    assert round(100 * (now / before - 1), 6) == float(value_of(seen, "ytd_yoy", 0).value or 0)


def month(at: int) -> str:
    """Return a month by its number from year 0."""
    return f"{at // 12}-{at % 12 + 1:02d}"
