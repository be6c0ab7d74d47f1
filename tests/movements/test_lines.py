"""The lines of an edition: what is measured of them, of years and of months, and which are notable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.movements import Movements, Thresholds, find_movements
from generator.movements.lunar_new_year import new_years
from generator.trade.codes import Flow
from generator.trade.figures import Figures
from generator.trade.period import Period

Maker = Callable[..., Figures]
ANY = Thresholds.read()
YEAR = "10 10 10 10 10 10 10 10 10 10 10 10"
CHINA = ("CHN", "PAK")
# January and February 2025 of 100 and 50, then 60 and 95.
MOVED = "100 50" + " 70" * 10 + " 60 95"
CODES = ("7403", "7404", "7601", "7602")
LEVELS = st.integers(10**3, 10**6)
ROWS = st.lists(st.lists(LEVELS, min_size=26, max_size=26), min_size=4, max_size=4)


def said(figures: Figures, *names: str, code: str = "74", rules: Thresholds = ANY) -> list[object]:
    """Return metrics of a line, each as a number (money in millions) or as the reason why it has none."""
    line = find_movements(figures, rules).line(code)
    found = [line.metric(name) for name in names]
    return [one.reason or _plain(one.value) for one in found]


def _plain(value: Decimal | None) -> float:
    number = float(value or 0)
    return round(number / 1e6, 2) if abs(number) >= 100_000 else round(number, 2)


def flags(figures: Figures, code: str = "74") -> tuple[str, ...]:
    """Return the flags of a line."""
    return find_movements(figures, ANY).line(code).flags


def years(*values: str, end: int = 2025) -> dict[int, str]:
    """Return values of consecutive years by year; a dash is none."""
    return {end - len(values) + 1 + at: value for at, value in enumerate(values) if value != "-"}


def test_a_year_is_compared_with_the_year_before(typed: Maker) -> None:
    """60 to 90 of 100 in all: 50 per cent, 30 points, 69 of 130 after 60 of 100."""
    figures = typed({"74": years("60", "90"), "76": years("40", "40")})
    names = ("level", "yoy", "yoy_abs", "contrib", "share", "share_shift", "rank", "rank_change")
    assert [90.0, 50.0, 30.0, 30.0, 69.23, 9.23, 1.0, 0.0] == said(figures, *names)
    assert [100.0, 0.0] == said(figures, "contrib_share") + said(figures, "contrib_share", code="76")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (years("-", "90"), "missing 2024"),
        (years("60", ">90"), "bound"),
        (years(">60", "90"), "bound"),
        (years("0", "90"), "zero_base"),
        (years("0", "0"), "no_trade"),
    ],
)
def test_what_cannot_be_compared_says_why(typed: Maker, row: Mapping[int, str], reason: str) -> None:
    """A bound and a missing year leave the level, and nothing else."""
    figures = typed({"74": row, "76": years("40", "40")})
    assert [reason] == said(figures, "yoy")
    assert said(figures, "level") == [float(row[2025].lstrip(">"))]


def test_an_absent_row_is_zero_where_the_release_is_complete(typed: Maker) -> None:
    """No trade recorded; a press piece that names some lines says nothing of the others."""
    table = {"74": {2024: "7"}, "76": years("40", "40")}
    assert [0.0, -100.0] == said(typed(table, covered=(2025,)), "level", "yoy")
    assert "missing 2025" == find_movements(typed(table), ANY).left_out[0].reason


def test_a_code_within_another_is_not_summed_twice(typed: Maker) -> None:
    """The total over 26 and 2603 is that of 26; the heading contributes to it."""
    figures = typed({"26": years("50", "60"), "2603": years("20", "25")})
    assert [10.0, 41.67] == said(figures, "contrib", "share", code="2603")


def test_an_incomplete_year_has_its_level_alone(typed: Maker) -> None:
    """Status X: the level so far, flagged, and no growth."""
    figures = typed({"74": years("60", "66")}, status="X")
    assert ([66.0, "partial"], True) == (said(figures, "level", "yoy"), "partial" in flags(figures))


def test_a_bound_is_a_flag_and_is_told_by_its_level(typed: Maker) -> None:
    """The packaged rule of years tells a large line that cannot be compared."""
    found = find_movements(typed({"74": {2025: ">101"}, "76": {2025: "30"}}), ANY)
    assert [("74", "level", True), ("76", "level", False)] == [
        (one.code, one.kind, "bound" in one.flags) for one in found.notable
    ]


def test_a_line_without_a_figure_is_left_out(typed: Maker) -> None:
    """With the reason, and it takes no part in the whole of the others."""
    found = find_movements(typed({"74": years("60", "90"), "2510": {}}), ANY)
    assert ("2510", "missing 2025") == (found.left_out[0].code, found.left_out[0].reason)
    assert "2510" not in found.by_code
    assert [100.0] == said(typed({"74": years("60", "90"), "2510": {}}), "share")


def test_a_line_that_lost_its_figure_leaves_no_growth_of_the_whole(typed: Maker) -> None:
    """A smaller total would be a fall, unseen."""
    figures = typed({"74": years("60", "90"), "76": years("40", "-")})
    assert ["no_base_for_all", 50.0] == [*said(figures, "contrib"), *said(figures, "yoy")]


def test_nothing_is_measured_of_nothing(typed: Maker) -> None:
    """No figure at all is no movement."""
    found = find_movements(typed({"74": {}}), ANY)
    assert ((), (), ["missing 2025"]) == (found.lines, found.notable, [one.reason for one in found.left_out])


@pytest.mark.parametrize(
    ("base", "now", "low"),
    [("1.01", "2.00", False), ("0.99", "1.50", True), ("2.00", "9.90", False), ("2.0", "11.0", True)],
)
def test_a_base_is_low_under_a_million_or_a_fifth(typed: Maker, base: str, now: str, low: bool) -> None:  # noqa: FBT001
    """Of a year."""
    assert low is ("low_base" in flags(typed({"74": years(base, now)})))


@pytest.mark.parametrize(("other", "low"), [("3000", True), ("1000", False)])
def test_a_base_is_low_beside_a_large_group(typed: Maker, other: str, low: bool) -> None:  # noqa: FBT001
    """2 million is under 0.1 per cent of 3 billion."""
    assert low is ("low_base" in flags(typed({"74": years("2", "3"), "76": years(other, other)})))


def test_a_desk_sets_its_own_floor(typed: Maker) -> None:
    """Of money, and of the median of the line's own years: 2 million is under 30 per cent of 50."""
    past = typed({"74": years("60", "50", "2.0", "8.0")})
    found = []
    for floor in ({}, {"value": 10_000_000}, {"of_median": 30}):
        line = find_movements(past, Thresholds.read({"defaults": {"floor": floor}})).line("74")
        found.append(line.has_low_base("yoy"))
    assert [False, True, True] == found


@pytest.mark.parametrize(
    ("row", "low"),
    [
        ("0.11 1 1 1 1 1 1 1 1 1 1 1 0.20", False),
        ("0.09 1 1 1 1 1 1 1 1 1 1 1 0.20", True),
        ("0.20 1 1 1 1 1 1 1 1 1 1 1 1.10", True),
    ],
)
def test_a_month_is_low_under_a_hundred_thousand(monthly: Maker, row: str, low: bool) -> None:  # noqa: FBT001
    """Or under a fifth of the new level."""
    assert low is ("low_base" in flags(monthly({"74": row})))


@pytest.mark.parametrize(
    ("row", "low"),
    [("0.09 0.09" + " 1" * 10 + " 0.20 0.20", True), ("0.11 0.11" + " 1" * 10 + " 0.20 0.20", False)],
)
def test_two_months_are_low_under_twice_as_much(monthly: Maker, row: str, low: bool) -> None:  # noqa: FBT001
    """Of both together."""
    assert low is ("low_base" in flags(monthly({"74": row}, "2025-01..2025-02")))


def test_longer_windows_have_floors_of_their_own(monthly: Maker) -> None:
    """A year to date from 0.9 million is low under 1.1 of eleven months; of the whole, too."""
    found = find_movements(monthly({"74": "0.09 " * 13 + "0.3 " * 11}, "2025-11"), ANY)
    assert {"ytd_yoy", "r12_yoy"} <= found.low_whole
    assert found.line("74").has_low_base("r12_yoy")


@pytest.mark.parametrize(
    ("currency", "floor", "low"),
    [("USD", None, []), ("CNY", None, ["2606"]), ("CNY", 4_000_000, []), ("CNY", 6_000_000, ["2606"])],
)
def test_a_floor_is_in_the_money_of_the_figures(typed: Maker, currency: str, floor: int | None, low: list[str]) -> None:
    """A million dollars are seven million yuan; what a desk wrote is not scaled."""
    figures = typed({"2606": years("5", "9"), "74": years("1900", "2000")})
    figures = replace(figures, cells={key: replace(one, currency=currency) for key, one in figures.cells.items()})
    rules = Thresholds.read({"defaults": {"floor": {"value": floor} if floor else {}}})
    assert low == [one.code for one in find_movements(figures, rules).lines if one.has_low_base("yoy")]


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (years("0", "0", "0", "5"), "new"),
        (years("5", "0", "0", "5"), "resumed"),
        (years("5", "5", "0"), "vanished"),
        (years("5", "0", "0"), "ceased"),
        (years("5", "5"), "active"),
        (years("0", "0", "0", "0"), "no_trade"),
    ],
)
def test_a_year_stands_for_twelve_months_of_a_state(typed: Maker, row: Mapping[int, str], state: str) -> None:
    """As movements.md has it."""
    found = find_movements(typed({"74": row, "76": years("1", "1", "1", "1")}), ANY).line("74")
    assert state == found.flow_state


def test_a_flow_that_ceased_earlier_is_still_one(monthly: Maker) -> None:
    """The state stands for as long as it is true."""
    found = find_movements(monthly({"74": "5 " * 20 + ". " * 6}), ANY).line("74")
    assert ("ceased", Decimal(6)) == (found.flow_state, found.metric("idle").value)


def test_windows_are_sums_of_their_months(monthly: Maker) -> None:
    """Twelve tens, then twelve from 11 to 22: 198 in twelve months, 63 in the last three."""
    figures = monthly({"74": f"{YEAR} 11 12 13 14 15 16 17 18 19 20 21 22"})
    assert [22.0, 198.0, 63.0, 198.0] == said(figures, "level", "ytd", "r3", "r12")
    assert [4.76, 120.0, 65.0, 110.0, 65.0] == said(figures, "mom", "yoy", "ytd_yoy", "r3_yoy", "r12_yoy")


def test_a_missing_month_takes_its_sums_away(monthly: Maker) -> None:
    """April is not known: no year to date, no twelve months, nothing equal to zero."""
    figures = monthly({"74": f"{YEAR} 10 10 10 - 10 10 10 10 10 10 10 10"})
    names = ("ytd", "ytd_yoy", "r12", "r12_yoy", "share")
    assert ["missing 2025-04"] * 5 == said(figures, *names)
    assert [0.0, 0.0] == said(figures, "yoy", "r3_yoy")


def test_shares_and_ranks_are_of_twelve_months(monthly: Maker) -> None:
    """A single large month does not make the largest line."""
    figures = monthly({"74": "20 " * 24, "76": "1.0 " * 23 + "109"})
    assert [1.0, 66.67] == said(figures, "rank", "share")
    assert [2.0, 33.33, 28.57] == said(figures, "rank", "share", "share_shift", code="76")


def test_two_months_together_are_compared_with_the_same_two(monthly: Maker) -> None:
    """100 and 50, then 60 and 95: from 150 to 155."""
    figures = monthly({"74": "100 50 1 1 1 1 1 1 1 1 1 1 60 95"}, "2026-01..2026-02")
    assert [155.0, 3.33] == said(figures, "level", "yoy")


def test_two_months_published_together_are_never_split(monthly: Maker) -> None:
    """155 in January and February, 40 in March: 195 in the year to date."""
    figures = monthly({"74": "- - 40"}, "2026-03", together={("74", "2026-01..2026-02"): "155"})
    assert [195.0] == said(figures, "ytd")


def test_a_quarter_is_the_sum_of_its_months(monthly: Maker) -> None:
    """33 after 30, and no month on month."""
    figures = monthly({"74": f"{YEAR} 10 10 10 10 10 10 10 10 10 11 11 11"}, "2025-Q4")
    assert [33.0, 10.0, "frequency"] == said(figures, "level", "yoy", "mom")


def test_a_year_is_the_sum_of_its_months(monthly: Maker) -> None:
    """Where no year was published: 240 million after 120."""
    assert [240.0, 100.0] == said(monthly({"74": "10 " * 12 + "20 " * 12}, "2025"), "level", "yoy")


@pytest.mark.parametrize(("row", "streak"), [("11.0 " * 6, 6.0), ("9.0 " * 6, 6.0), ("10.01 " * 6, 0.0)])
def test_a_streak_is_long_either_way(monthly: Maker, row: str, streak: float) -> None:
    """Six months beyond half a per cent; a line that weighs is told for it."""
    figures = monthly({"74": "10.0 " * 12 + row, "76": "500 " * 18})
    assert [streak] == said(figures, "streak")
    assert bool(streak) is ("74" in {one.code for one in find_movements(figures, ANY).notable})


@pytest.mark.parametrize("day", [date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17)])
def test_new_years_days_are_known(day: date) -> None:
    """Three days printed on every calendar; 2000 to 2040, a whole number of moons apart."""
    days = new_years()
    assert day == days[day.year]
    moons = [(one - days[2000]).days / 29.530588 for one in days.values()]
    assert all(abs(count - round(count)) < 0.05 for count in moons)


def test_a_single_january_is_not_compared(monthly: Maker) -> None:
    """-40 per cent says when the holiday fell; the level stands, nothing is notable."""
    figures = monthly({"74": MOVED.removesuffix(" 95")}, "2026-01", pair=CHINA)
    assert ["lunar"] * 4 + [60.0] == said(figures, "yoy", "yoy_abs", "contrib", "mom", "level")
    assert ("lunar" in flags(figures), ()) == (True, find_movements(figures, ANY).notable)


def test_windows_with_both_months_are_compared(monthly: Maker) -> None:
    """January and February together, January to March; February to April is not."""
    assert [155.0, 3.33] == said(monthly({"74": MOVED}, "2026-01..2026-02", pair=CHINA), "level", "yoy")
    march = said(monthly({"74": MOVED + " 80"}, "2026-03", pair=CHINA), "ytd_yoy", "r3_yoy", "mom")
    april = said(monthly({"74": MOVED + " 80 80"}, "2026-04", pair=CHINA), "ytd_yoy", "r3_yoy", "mom")
    assert (["lunar"], ["lunar"]) == (march[2:], april[1:2])
    assert all(isinstance(one, float) for one in (*march[:2], april[0], april[2]))


@pytest.mark.parametrize(("reference", "tail"), [("2026-03", True), ("2027-03", True), ("2025-03", False)])
def test_a_late_new_year_reaches_into_march(monthly: Maker, reference: str, tail: bool) -> None:  # noqa: FBT001
    """17 February 2026 touches March of 2026 and the comparison of 2027; 10 February 2024 does not."""
    assert tail is ("lunar_tail" in flags(monthly({"74": "70 " * 13}, reference, pair=CHINA)))


def balanced(own: Figures, other: Figures | None, flow: Flow = Flow.IMPORT) -> Figures:
    """Return figures of one flow with those of the other."""
    return replace(own, selection=replace(own.selection, flow=flow), opposite=other)


@pytest.mark.parametrize(("flow", "sign"), [(Flow.EXPORT, 1), (Flow.IMPORT, -1)])
def test_a_line_has_the_balance(typed: Maker, flow: Flow, sign: int) -> None:
    """70 less 105, after 60 less 100."""
    figures = balanced(typed({"74": years("60", "70")}), typed({"74": years("100", "105")}), flow)
    assert [sign * -35.0, sign * 5.0] == said(figures, "balance", "balance_abs")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (None, ["no other flow"] * 2),
        ({}, ["no other flow"] * 2),
        ({2025: "105"}, [35.0, "missing 2024 of the other flow"]),
    ],
)
def test_no_balance_says_why(typed: Maker, other: dict[int, str] | None, expected: list[object]) -> None:
    """And whose figure is missing."""
    own = typed({"74": years("60", "70")})
    assert expected == said(balanced(own, None if other is None else typed({"74": other})), "balance", "balance_abs")


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ({2023: "10", 2024: "20"}, {2023: "11", 2024: "18.5", 2025: "30"}, -0.5),
        ({2023: "10"}, {2024: "20", 2025: "30"}, "not there before"),
        (None, {2024: "20", 2025: "30"}, "no_previous"),
    ],
)
def test_a_year_is_revised_by_the_net_of_what_was_known(
    typed: Maker, was: dict[int, str] | None, now: dict[int, str], expected: object
) -> None:
    """+1 of 2023 and -1.5 of 2024; the new year is none."""
    before = None if was is None else typed({"74": was})
    line = find_movements(typed({"74": now}), ANY, previous=before).line("74")
    found = line.metric("revision")
    assert expected == (found.reason or float(found.value or 0) / 1e6)


def test_lines_go_by_what_they_contribute(typed: Maker) -> None:
    """A low base comes last, unless its contribution passed its own threshold."""
    rule = Thresholds.read({"defaults": {"notable": {"metric": "level", "gt": 0}}})
    figures = typed({"74": years("100", "110"), "76": years("0.5", "20"), "2603": years("100", "70")})
    assert ["2603", "74", "76"] == [one.code for one in find_movements(figures, rule).notable]
    by_weight = Thresholds.read({"defaults": {"notable": {"metric": "contrib", "abs_gte": 1}}})
    found = find_movements(figures, by_weight).notable
    assert [("2603", "fall"), ("76", "rise"), ("74", "rise")] == [(one.code, one.kind) for one in found]


def table(monthly: Maker, rows: list[list[int]], scale: int = 1) -> Figures:
    """Return four headings and their two chapters by month, levels in hundredths of a million."""
    sums = {"74": [one + two for one, two in zip(*rows[:2], strict=True)]}
    sums["76"] = [one + two for one, two in zip(*rows[2:], strict=True)]
    levels = sums | dict(zip(CODES, rows, strict=True))
    texts = {code: " ".join(f"{Decimal(level * scale) / 100:.2f}" for level in row) for code, row in levels.items()}
    return monthly(texts, "2026-02")


def values(found: Movements, name: str) -> list[float]:
    """Return a metric of the headings."""
    return [float(line.metric(name).value or 0) for line in found.lines if line.code in CODES]


@given(ROWS, st.sampled_from([10, 1000]))
@settings(max_examples=15, deadline=None)
def test_parts_add_up_and_scaling_changes_no_rate(monthly: Maker, rows: list[list[int]], scale: int) -> None:
    """Contributions add up to the growth of the whole, shares to all of it; rates know no currency."""
    found, other = (
        find_movements(table(monthly, rows, by), Thresholds.read({"defaults": {"floor": {"value": 100_000 * by}}}))
        for by in (1, scale)
    )
    now, base = (sum(row[at] for row in rows) for at in (-1, -13))
    assert sum(values(found, "contrib")) == pytest.approx(100 * (now / base - 1), abs=1e-4)
    assert sum(values(found, "share")) == pytest.approx(100, abs=1e-4)
    for name in ("mom", "yoy", "ytd_yoy", "r3_yoy", "r12_yoy", "contrib", "share"):
        assert values(found, name) == pytest.approx(values(other, name), abs=1e-5)


def test_the_packaged_thresholds_differ_by_frequency() -> None:
    """A hundred thousand dollars a month, a million a year."""
    periods = [Period.parse(text) for text in ("2025-12", "2025-01..2025-02", "2025")]
    assert [100_000, 100_000, 1_000_000] == [ANY.fitting(period).defaults.floor.value for period in periods]
