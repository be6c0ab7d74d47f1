"""Share, rank and concentration hold under every reading, or are not said."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from generator.movements import Thresholds, find_movements
from generator.trade.figures import Figures

Typed = Callable[..., Figures]
ANNUAL = Thresholds.read()


def ranks(figures: Figures, metric: str = "rank") -> list[int | str]:
    """Return rank or reason of each line."""
    found = [line.metric(metric) for line in find_movements(figures, ANNUAL).lines]
    return [item.reason or int(item.value or 0) for item in found]


def test_a_bound_widens_the_share_of_every_other_line(typed: Typed) -> None:
    """300 of 300 + "over 100" is 75 per cent, and 74.07 if the bound is 105."""
    share = find_movements(typed({"74": {2025: "300.0000"}, "76": {2025: ">100"}}), ANNUAL).line("74").metric("share")
    assert share.low is not None
    assert (Decimal(75), Decimal("74.07")) == (share.value, share.low.quantize(Decimal("0.01")))


def test_a_share_shifts_by_percentage_points(typed: Typed) -> None:
    """From 60 of 100 to 66 of 110 is no shift, to 77 of 110 is ten points."""
    found = find_movements(typed({"74": {2024: "60", 2025: "77"}, "76": {2024: "40", 2025: "33"}}), ANNUAL)
    shift = found.line("74").metric("share_shift")
    assert ("pp", Decimal(10)) == (shift.unit, shift.value)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (["5", "9", "7"], [3, 1, 2]),
        (["5", "9", ""], ["missing peers", "missing peers", "missing 2025"]),
        (["5", "9", ">7"], [3, 1, "bound"]),
        (["5", "7.2", ">7"], [3, "bound", "bound"]),
        (["5", "9.00", "9.01"], [3, 2, 1]),
        (["5", "9.00", "9.00"], [3, "tie", "tie"]),
    ],
)
def test_a_rank_is_given_where_no_reading_could_change_it(
    typed: Typed, levels: list[str], expected: list[int | str]
) -> None:
    """A bound or a missing line that could stand between takes the rank away; so does a tie in print."""
    codes = ("74", "76", "79")
    assert expected == ranks(typed({code: {2025: text} for code, text in zip(codes, levels, strict=True)}))


def test_lines_without_trade_share_the_last_rank(typed: Typed) -> None:
    """Competition rank: 1, 2, 2."""
    assert [1, 2, 2] == ranks(typed({"74": {2025: "5"}, "76": {}, "79": {}}, covered=(2025,)))


def test_a_line_climbs_by_the_lines_it_passed(typed: Typed) -> None:
    """From third to first is +2; the two that it passed lose one place each."""
    table = {"74": {2024: "1", 2025: "9"}, "76": {2024: "5", 2025: "5"}, "79": {2024: "3", 2025: "3"}}
    assert [2, -1, -1] == ranks(typed(table), "rank_change")


def test_a_crossing_by_two_per_cent_counts(typed: Typed) -> None:
    """5.00 to 5.10 is a gap of exactly a fiftieth."""
    table = {"74": {2024: "1.00", 2025: "5.10"}, "76": {2024: "5.00", 2025: "5.00"}}
    assert [1, -1] == ranks(typed(table), "rank_change")


def test_a_crossing_within_two_per_cent_is_no_change(typed: Typed) -> None:
    """5.00 and 5.05 flicker."""
    table = {"74": {2024: "1.00", 2025: "5.05"}, "76": {2024: "5.00", 2025: "5.00"}}
    assert [0, 0] == ranks(typed(table), "rank_change")


def test_a_line_that_appears_has_an_event_and_passes_nobody(typed: Typed) -> None:
    """Entries are events, not rank changes."""
    table = {"74": {2025: "9"}, "76": {2024: "5", 2025: "5"}}
    assert [0, 0] == ranks(typed(table, covered=(2024,)), "rank_change")


def test_two_lines_have_no_concentration(typed: Typed) -> None:
    """Their shares say it."""
    found = find_movements(typed({"74": {2025: "9"}, "76": {2025: "5"}}), ANNUAL)
    assert ("few_members", "few_members") == (found.hhi.reason, found.equivalent.reason)


def test_three_lines_without_trade_have_no_concentration(typed: Typed) -> None:
    """Nothing has no shares."""
    found = find_movements(typed({"74": {}, "76": {}, "79": {}}, covered=(2024, 2025)), ANNUAL)
    assert "no_trade" == found.hhi.reason
    assert {"no_trade"} == {line.metric("share").reason for line in found.lines}
    assert {"no_trade"} == {line.metric("share_shift").reason for line in found.lines} - {"zero_base"}


def test_a_selection_without_any_figure_has_no_total(typed: Typed) -> None:
    """Nothing published, nothing summed."""
    found = find_movements(typed({"74": {}}), ANNUAL)
    assert (None, "missing 2025") == (found.total, found.hhi.reason)
