"""Months: sums of them, comparisons across them, and what a gap takes away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.movements import Line, Metric, Thresholds, find_movements
from generator.trade.figures import Figures
from generator.trade.period import Period

Monthly = Callable[..., Figures]
ANY = Thresholds.read()
YEAR = "10 10 10 10 10 10 10 10 10 10 10 10"


def line(figures: Figures, code: str = "74") -> Line:
    """Return one line of the movements, or the total."""
    found = find_movements(figures, ANY)
    assert found.total is not None
    return found.total if code == "total" else found.line(code)


def said(metric: Metric, places: str = "0.1") -> str:
    """Return the value rounded, or the reason for a null."""
    return metric.reason if metric.value is None else str(metric.value.quantize(Decimal(places)))


def test_headings_contribute_to_the_growth_of_the_whole(monthly: Monthly) -> None:
    """60 to 66 and 40 to 38 in two headings of one chapter of 100 add +6.0 and -2.0 points to +4.0 per cent."""
    rest = " 1" * 11
    rows = {"74": f"100{rest} 104", "7403": f"60{rest} 66", "7404": f"40{rest} 38"}
    found = find_movements(monthly(rows), ANY)
    assert ["6.0", "-2.0"] == [said(found.line(code).metric("contrib")) for code in ("7403", "7404")]
    assert found.total is not None
    assert "4.0" == said(found.total.metric("yoy"))
    assert ("7403", "7404") == found.told


@pytest.mark.parametrize(("now", "shares"), [(("66", "38"), ["offsetting"] * 2), (("66.0", "39.5"), ["109.1", "-9.1"])])
def test_headings_share_a_change_that_goes_one_way(monthly: Monthly, now: tuple[str, str], shares: list[str]) -> None:
    """8 moved for a change of 4 gives no share; +6 and -0.5 of +5.5 are 109 and -9 per cent."""
    rest = " 1" * 11
    whole = sum(map(Decimal, now))
    rows = {"74": f"100{rest} {whole}", "7403": f"60{rest} {now[0]}", "7404": f"40{rest} {now[1]}"}
    found = find_movements(monthly(rows), ANY)
    assert shares == [said(found.line(code).metric("contrib_share")) for code in ("7403", "7404")]


def test_windows_are_sums_of_their_months(monthly: Monthly) -> None:
    """Twelve tens, then twelve from 11 to 22: 198 in twelve months, 63 in the last three."""
    found = line(monthly({"74": f"{YEAR} 11 12 13 14 15 16 17 18 19 20 21 22"}))
    sums = [found.metric(name) for name in ("level", "ytd", "r3", "r12")]
    assert [22, 198, 63, 198] == [(one.value or 0) / 1_000_000 for one in sums]
    assert [1, 12, 3, 12] == [one.n for one in sums]
    rates = [said(found.metric(name)) for name in ("mom", "yoy", "ytd_yoy", "r3_yoy", "r12_yoy")]
    assert ["4.8", "120.0", "65.0", "110.0", "65.0"] == rates


def test_the_year_to_date_starts_in_january(monthly: Monthly) -> None:
    """January to April of 11, 12, 13 and 14."""
    found = line(monthly({"74": f"{YEAR} 10 10 10 10 11 12 13 14"}, "2025-04")).metric("ytd")
    assert ("2025-01..2025-04", Decimal(50_000_000)) == (str(found.period), found.value)


def test_a_missing_month_takes_its_sums_away(monthly: Monthly) -> None:
    """April is not known: no year to date, no twelve months, nothing equal to zero."""
    found = line(monthly({"74": f"{YEAR} 10 10 10 - 10 10 10 10 10 10 10 10"}))
    names = ("ytd", "ytd_yoy", "r12", "r12_yoy", "share", "share_shift", "record")
    assert {"missing 2025-04"} == {found.metric(name).reason for name in names}
    assert ["0.0", "0.0"] == [said(found.metric(name)) for name in ("yoy", "r3_yoy")]


def test_a_missing_line_takes_the_whole_away(monthly: Monthly) -> None:
    """A total without one of its lines would be a smaller one, unseen."""
    figures = monthly({"74": f"{YEAR} {YEAR}", "76": f"{YEAR} 10 10 10 - 10 10 10 10 10 10 10 -"})
    total = line(figures, "total")
    assert ["missing 2025-12", "missing 2025-12"] == [total.metric(name).reason for name in ("level", "yoy")]
    assert "missing 2025-04" == total.metric("r12").reason
    assert ["missing 2025-12", "missing 2025-04"] == [
        line(figures).metric(name).reason for name in ("contrib", "share")
    ]


def test_shares_and_ranks_are_of_twelve_months(monthly: Monthly) -> None:
    """A single large month does not make the largest line."""
    steady = " ".join(["20"] * 24)
    found = find_movements(monthly({"74": steady, "7403": steady, "76": "1.0 " * 23 + "109"}), ANY)
    assert ["1", "2", "parent"] == [said(found.line(code).metric("rank"), "1") for code in ("7403", "76", "74")]
    assert ["66.7", "33.3"] == [said(found.line(code).metric("share")) for code in ("7403", "76")]
    period = found.line("76").metric("share_shift")
    assert ("2025", "2024", "28.6") == (str(period.period), str(period.compare_period), said(period))


def test_two_months_together_are_compared_with_the_same_two(monthly: Monthly) -> None:
    """100 and 50, then 60 and 95: from 150 to 155."""
    found = line(monthly({"74": "100 50 1 1 1 1 1 1 1 1 1 1 60 95"}, "2026-01..2026-02"))
    assert ("2025-01..2025-02", "3.3") == (str(found.metric("yoy").compare_period), said(found.metric("yoy")))
    assert Decimal(155_000_000) == found.metric("level").value
    assert ["combined"] * 3 == [found.metric(name).reason for name in ("mom", "record", "since")]


def test_two_months_published_together_are_never_split(monthly: Monthly) -> None:
    """155 in January and February, 40 in March: 195 in the year to date, and no month on month."""
    together = {("74", "2026-01..2026-02"): "155"}
    found = line(monthly({"74": "- - 40"}, "2026-03", together=together))
    assert Decimal(195_000_000) == found.metric("ytd").value
    assert "missing 2026-02" == found.metric("mom").reason
    assert ["155", "40"] == [cell.cell.text for cell in found.metric("ytd").inputs]


@pytest.mark.parametrize(
    ("base", "now", "low"),
    [("0.11", "0.20", False), ("0.09", "0.20", True), ("0.20", "0.90", False), ("0.20", "1.10", True)],
)
def test_a_month_is_low_under_a_hundred_thousand(monthly: Monthly, base: str, now: str, low: bool) -> None:  # noqa: FBT001
    """Or under a fifth of the new level."""
    figures = monthly({"74": f"{base} 1 1 1 1 1 1 1 1 1 1 1 {now}"})
    assert low is ("low_base" in line(figures).metric("yoy").flags)


def test_two_months_are_low_under_twice_as_much(monthly: Monthly) -> None:
    """0.09 and 0.09 million are under 200,000 dollars; 0.11 and 0.11 are not."""
    rest = " 1" * 10
    months = [f"{base} {base}{rest} 0.20 0.20" for base in ("0.09", "0.11")]
    found = [line(monthly({"74": row}, "2025-01..2025-02")).metric("yoy").flags for row in months]
    assert [("low_base",), ()] == found


def test_a_low_base_of_another_window_is_no_flag_of_the_line(monthly: Monthly) -> None:
    """From 0.05 last month to 5 is a rise from almost nothing, from 5 a year before it is none."""
    found = line(monthly({"74": "5.0 5 5 5 5 5 5 5 5 5 5 0.05 5.0"}))
    assert (("low_base",), ()) == (found.metric("mom").flags, found.flags)


@pytest.mark.parametrize(
    ("levels", "value", "flags"),
    [("1 " * 35 + "2", 1, ("highest",)), ("1 " * 119 + "2", 1, ("highest", "record")), ("3 " + "1 " * 34 + "2", 0, ())],
)
def test_a_record_needs_ten_years_of_months(monthly: Monthly, levels: str, value: int, flags: tuple[str, ...]) -> None:
    """Three years make it the highest of the data; it names the first month of them."""
    found = line(monthly({"74": levels})).metric("record")
    assert (Decimal(value), flags, len(levels.split())) == (found.value, found.flags, found.n)
    assert str(found.compare_period) == {36: "2023-01", 120: "2016-01"}[found.n]


@pytest.mark.parametrize(("months", "said_so"), [(22, "recent"), (23, "24")])
def test_since_reaches_back_two_years(monthly: Monthly, months: int, said_so: str) -> None:
    """A month as high as 9 counts when it is 24 months ago."""
    assert said_so == said(line(monthly({"74": "9" + " 1" * months + " 8"})).metric("since"), "1")


def test_every_threshold_of_months_can_be_read() -> None:
    """The packaged blocks differ by frequency: a hundred thousand dollars a month, a million a year."""
    periods = [Period.parse(text) for text in ("2025-12", "2025-01..2025-02", "2025")]
    assert [100_000, 100_000, 1_000_000] == [ANY.fitting(period).defaults.floor.value for period in periods]


def test_a_long_streak_that_weighs_is_notable(monthly: Monthly) -> None:
    """Six months up by a tenth, a tenth of a point or more."""
    rows = {"74": "10.0 " * 12 + "11.0 " * 6, "76": "500 " * 18}
    found = find_movements(monthly(rows), ANY)
    assert {"74": True, "76": False} == {code: code in {item.code for item in found.notable} for code in ("74", "76")}


def test_a_line_that_comes_later_is_no_member_before(monthly: Monthly) -> None:
    """The total of November stays that of one line when December is known."""
    november = replace(monthly({"74": "10 10", "76": "- 10"}), period=Period.parse("2025-11"))
    assert ("74",) == find_movements(november, ANY).members


def test_months_count_before_a_sum_that_has_no_row(monthly: Monthly) -> None:
    """A release of both months without the line does not undo what the months said."""
    figures = monthly({"74": "100 50"}, "2025-01..2025-02")
    covered = replace(figures, covered=dict.fromkeys(figures.selection.codes, frozenset((figures.period,))))
    assert Decimal(150_000_000) == line(covered).metric("level").value


def test_a_heading_varies_apart_from_the_whole(monthly: Monthly) -> None:
    """40 of 100 in each month, printed in whole millions: 474 of 1,206 to 486 of 1,194."""
    found = line(monthly({"74": "100 " * 12, "7403": "40 " * 12}), "7403").metric("share")
    assert found.low is not None
    assert found.high is not None
    assert ("39.30", "40.70") == (f"{found.low:.2f}", f"{found.high:.2f}")


def test_concentration_is_of_twelve_months(monthly: Monthly) -> None:
    """Three equal lines make 1/3, whatever December was."""
    rows = {"74": "10 " * 11 + "40", "76": "10 " * 10 + "40 10", "79": "10 " * 9 + "40 10 10"}
    assert "0.333" == said(find_movements(monthly(rows), ANY).hhi, "0.001")


def test_three_months_end_with_the_second_of_two(monthly: Monthly) -> None:
    """December, January and February."""
    assert "2024-12..2025-02" == str(line(monthly({"74": "1 2 3"}, "2025-01..2025-02")).metric("r3").period)


def test_an_end_of_two_months_is_large_enough_to_tell(monthly: Monthly) -> None:
    """0.6 million twice, then nothing: the larger end is 1.2 million."""
    rule = Thresholds.read({"defaults": {"notable": {"event": "vanished", "min_value": 1_000_000}}})
    found = find_movements(monthly({"74": "0.6 " * 12 + ". ."}, "2025-01..2025-02"), rule).notable
    assert ["vanished"] == [item.kind for item in found]


def test_two_months_are_low_beside_two_of_the_past(monthly: Monthly) -> None:
    """0.5 and 0.5 million are under 5 per cent of twice a median of 11 million, not of once."""
    figures = monthly({"74": "0.5 0.5" + " 11.0" * 10 + " 2.0 2.0"}, "2025-01..2025-02")
    assert ("low_base",) == line(figures).metric("yoy").flags


def test_an_incomplete_month_of_the_year_leaves_the_others_told(monthly: Monthly) -> None:
    """It takes the sums away, not the comparison of December."""
    figures = monthly({"74": "10 " * 24})
    april = ("74", Period.parse("2025-04"))
    found = line(replace(figures, cells={**figures.cells, april: replace(figures.cells[april], status="X")}))
    assert ("partial", ()) == (found.metric("r12_yoy").reason, found.flags)


def test_a_year_is_the_sum_of_its_months(monthly: Monthly) -> None:
    """Where no year was published: 240 million after 120."""
    found = line(monthly({"74": "10 " * 12 + "20 " * 12}, "2025"))
    assert ["240000000.0", "100.0"] == [said(found.metric(name)) for name in ("level", "yoy")]
