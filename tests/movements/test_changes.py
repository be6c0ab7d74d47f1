"""Changes against the year before, and the reasons for which there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from generator.movements import Line, Metric, Thresholds, find_movements
from generator.movements.vocabulary import UNITS
from generator.trade.figures import Figures
from generator.trade.observation import Standing
from generator.trade.period import Period

Typed = Callable[..., Figures]
ANNUAL = Thresholds.read()


def lines(figures: Figures) -> dict[str, Line]:
    """Return the lines and the total by code."""
    found = find_movements(figures, ANNUAL)
    return {line.code: line for line in (*found.lines, *((found.total,) if found.total else ()))}


def rounded(metric: Metric, places: str = "0.1") -> Decimal | None:
    """Return the value at one decimal, None for a null."""
    return None if metric.value is None else metric.value.quantize(Decimal(places))


def test_children_contribute_what_they_add_to_the_whole(typed: Typed) -> None:
    """60 to 66 and 40 to 38 add +6.0 and -2.0 points to +4.0 per cent."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}, "76": {2024: "40", 2025: "38"}}))
    assert [Decimal(6), Decimal(-2)] == [rounded(found[code].metric("contrib")) for code in ("74", "76")]
    assert Decimal(4) == rounded(found["total"].metric("yoy"))


def test_parts_that_cancel_have_no_share_in_the_change(typed: Typed) -> None:
    """8 million moved for a change of 4: percentages of 4 would mislead."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}, "76": {2024: "40", 2025: "38"}}))
    assert "offsetting" == found["74"].metric("contrib_share").reason


def test_parts_that_move_one_way_share_the_change(typed: Typed) -> None:
    """+6 and -0.5 of +5.5 are 109 and -9 per cent."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}, "76": {2024: "40.0", 2025: "39.5"}}))
    shares = [rounded(found[code].metric("contrib_share"), "1") for code in ("74", "76")]
    assert [Decimal(109), Decimal(-9)] == shares


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({2025: "5"}, "missing 2024"),
        ({2024: "5"}, "missing 2025"),
        ({2024: "", 2025: "5"}, "missing 2024"),
        ({2024: ">5", 2025: "7"}, "bound"),
        ({2024: "5", 2025: "~7"}, "bound"),
        ({2024: "0", 2025: "7"}, "zero_base"),
        ({2024: "0", 2025: "0"}, "no_trade"),
    ],
)
def test_a_growth_that_cannot_be_known_says_why(typed: Typed, row: dict[int, str], reason: str) -> None:
    """A null is never silent and never zero."""
    assert (None, reason) == (
        (metric := lines(typed({"74": row}))["74"].metric("yoy")).value,
        metric.reason,
    )


def test_the_change_in_money_stands_where_the_rate_does_not(typed: Typed) -> None:
    """From nothing to 7 million is +7 million and no per cent."""
    found = lines(typed({"74": {2025: "7"}}, covered=(2024,)))["74"]
    assert ("zero_base", Decimal(7_000_000)) == (found.metric("yoy").reason, found.metric("yoy_abs").value)


def test_an_absent_row_of_a_complete_release_is_zero(typed: Typed) -> None:
    """No trade recorded: -100 per cent, for the table only."""
    found = lines(typed({"74": {2024: "7"}}, covered=(2025,)))["74"]
    assert (Decimal(0), Decimal(-100)) == (found.metric("level").value, rounded(found.metric("yoy")))
    assert "table_only" in found.metric("yoy").flags


def test_an_absent_row_of_a_listed_release_is_missing(typed: Typed) -> None:
    """The same table from a press piece says nothing about the line."""
    assert "missing 2025" == lines(typed({"74": {2024: "7"}}))["74"].metric("level").reason


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({2025: "5"}, "no_base_for_all"),
        ({2024: "5"}, "missing 2025"),
        ({2024: "5", 2025: ">5"}, "bound"),
    ],
)
def test_the_total_grows_only_if_every_part_can_be_compared(typed: Typed, other: dict[int, str], reason: str) -> None:
    """One part without a base, gone missing, or a bound, and neither total nor contribution is said."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}, "76": other}))
    assert reason == found["total"].metric("yoy").reason
    assert reason == found["74"].metric("contrib").reason
    assert reason == found["74"].metric("share_shift").reason
    assert Decimal(10) == rounded(found["74"].metric("yoy"))


def test_a_code_within_another_is_not_summed_twice(typed: Typed) -> None:
    """The total over 26 and 2603 is that of 26; the heading still contributes to it."""
    found = lines(typed({"26": {2024: "50", 2025: "60"}, "2603": {2024: "20", 2025: "25"}}))
    assert 60_000_000 == found["total"].metric("level").value
    assert Decimal(10) == rounded(found["2603"].metric("contrib"))
    assert "nested" == found["2603"].metric("share").reason


def test_an_incomplete_year_is_not_compared(typed: Typed) -> None:
    """Status X: the level so far, flagged, and no growth."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}}, status="X"))["74"]
    assert ("partial", True) == (found.metric("yoy").reason, "partial" in found.flags)


def test_every_metric_of_the_vocabulary_is_answered(typed: Typed) -> None:
    """A year has no month on month and no surprise: null, because of the frequency."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}}))["74"]
    assert set(UNITS) - {"hhi", "equivalent"} == set(found.metrics)
    assert {"frequency"} == {found.metric(name).reason for name in ("mom", "ytd", "r3", "r12", "z", "streak")}


def test_a_metric_names_the_cells_it_stands_on(typed: Typed) -> None:
    """Growth stands on this year's cell and the one before, in that order."""
    inputs = lines(typed({"74": {2024: "60", 2025: "66"}}))["74"].metric("yoy").inputs
    assert ["66", "60"] == [cell.cell.text for cell in inputs]


def test_a_relayed_statement_is_never_a_base(typed: Typed) -> None:
    """What was passed on is background."""
    figures = typed({"74": {2024: "60", 2025: "66"}})
    relayed = {
        key: replace(cell, standing=Standing.RELAYED) if key[1] != figures.period else cell
        for key, cell in figures.cells.items()
    }
    assert "missing 2024" == lines(replace(figures, cells=relayed))["74"].metric("yoy").reason


def test_a_metric_with_neither_value_nor_reason_cannot_be_made() -> None:
    """A null always has a reason."""
    with pytest.raises(ValueError, match="a value or a reason"):
        Metric("usd", Period.parse("2025"))


@pytest.mark.parametrize(
    ("code", "metric", "texts"),
    [
        ("74", "level", "66"),
        ("74", "contrib", "66 60 60 40"),
        ("74", "contrib_share", "66 44 60 40"),
        ("74", "share", "66 44"),
        ("74", "share_shift", "66 44 60 40"),
        ("76", "rank", "66 44"),
        ("76", "rank_change", "66 44 60 40"),
        ("total", "level", "66 44"),
        ("total", "yoy", "66 44 60 40"),
    ],
)
def test_a_metric_counts_and_names_its_cells(typed: Typed, code: str, metric: str, texts: str) -> None:
    """The line's own first, then the whole's, of a place all lines' in their order; this year's first."""
    found = lines(typed({"74": {2024: "60", 2025: "66"}, "76": {2024: "40", 2025: "44"}}))[code].metric(metric)
    assert (texts.split(), len(texts.split())) == ([cell.cell.text for cell in found.inputs], found.n)


def test_a_zero_without_a_row_counts_and_has_no_cell(typed: Typed) -> None:
    """Two levels were compared, one of them is implied by the release."""
    found = lines(typed({"74": {2024: "7"}}, covered=(2025,)))["74"].metric("yoy_abs")
    assert (2, 1) == (found.n, len(found.inputs))


def test_the_total_is_no_line_of_its_own(typed: Typed) -> None:
    """It has no one cell, no share in itself and no rank."""
    total = lines(typed({"74": {2025: "66"}, "76": {2025: "44"}}))["total"]
    assert (None, "whole", "whole") == (total.now, total.metric("share").reason, total.metric("rank").reason)
