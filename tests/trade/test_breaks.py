"""A code that counts other goods in another edition of the HS has no figures to compare with there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.movements import Thresholds, find_movements
from generator.movements.metric_names import UNITS
from generator.trade.figures import Figures
from generator.trade.period import Period
from generator.trade.series_breaks import counts_alike, is_known, without_breaks
from tests.movements.conftest import figures

YEARS = range(2012, 2020)
IN_FORCE = {year: "HS2012" if year < 2017 else "HS2017" for year in YEARS}
OTHER = "030289"  # lost fish of 0302.4 in 2017
SAME, PARENT = "030192", "0302"  # eels; goods moved only within the heading
ROW = {year: f"{10 + year % 7}.5" for year in YEARS}


def told(table: Mapping[str, Mapping[int, str]], editions: Mapping[int, str] = IN_FORCE, year: int = 2018) -> Figures:
    """Return the figures of `year`, each year's in its edition, without those that break."""
    found = figures(table, year=year)
    cells = {key: replace(cell, edition=editions[cell.period.year]) for key, cell in found.cells.items()}
    return without_breaks(replace(found, cells=cells))


@pytest.mark.parametrize(
    ("code", "one", "other", "alike"),
    [
        (OTHER, "HS2012", "HS2017", False),
        (OTHER, "HS2017", "HS2022", True),
        (SAME, "HS2012", "HS2017", True),
        (PARENT, "HS2012", "HS2017", True),
        ("030249", "HS2012", "HS2017", False),  # which HS2012 does not have
        (SAME, "HS2007", "HS2012", False),  # no table says so
        (OTHER, "", "HS2017", True),
        (OTHER, "HS2017", "HS2017", True),
    ],
)
def test_a_code_counts_the_same_goods_or_it_does_not(code: str, one: str, other: str, alike: bool) -> None:  # noqa: FBT001 -- a table
    """As the tables of the UN say, both ways; where nobody says which edition it is, nothing speaks against it."""
    assert alike is counts_alike(code, one, other) is counts_alike(code, other, one)


def test_what_an_edition_does_not_have_was_not_untraded() -> None:
    """No row of 030249 in 2016 is no trade that ended: its fish were counted elsewhere."""
    assert (is_known("030249", "HS2012"), is_known("030249", "HS2017"), is_known("030269", "HS2017")) == (0, 1, 0)
    assert is_known("98010000", "HS2017")


def test_a_break_takes_the_rate_and_every_claim_across_it() -> None:
    """In 2017 all of them; in 2018 the year before is of the same edition, but the record has no past."""
    first, second = (
        find_movements(told({OTHER: ROW, SAME: ROW}, year=year), Thresholds.read()).line(OTHER) for year in (2017, 2018)
    )
    assert [first.metric(name).reason for name in ("yoy", "yoy_abs", "record", "since")] == ["hs_break"] * 4
    assert "hs_break" in first.flags
    assert second.metric("yoy").value is not None
    assert second.metric("record").value is None


@given(st.dictionaries(st.sampled_from(list(YEARS)), st.integers(1, 999), min_size=2), st.sampled_from([SAME, PARENT]))
def test_a_code_that_did_not_change_keeps_its_rates(values: Mapping[int, int], code: str) -> None:
    """Whatever the figures: every metric is that of figures without editions."""
    row = {year: f"{value / 10:.1f}" for year, value in values.items()}
    table, year = {code: row}, max(values)
    mine, plain = told(table, year=year), figures(table, year=year)
    assert mine.broken == {}
    one, other = (find_movements(one, Thresholds.read()).line(code) for one in (mine, plain))
    assert [one.metric(name) for name in UNITS] == [other.metric(name) for name in UNITS]


def test_a_line_that_the_edition_does_not_have_is_no_line() -> None:
    """030269 of HS2007 within 0302; a code that somebody chose himself stays."""
    found = told({PARENT: ROW, OTHER: ROW, "030269": {2012: "1.0"}})
    assert found.selection.codes == (PARENT, OTHER)
    assert told({"030269": {2012: "1.0"}}).selection.codes == ("030269",)
    assert found.value(OTHER, Period.parse("2018")) == Decimal(ROW[2018]) * 10**6
