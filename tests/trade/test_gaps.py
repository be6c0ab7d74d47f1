"""The rule on large lines that a complete release leaves out: which absence is a gap, and which is no trade."""

from datetime import date
from decimal import Decimal

import pytest

from generator.trade.codes import Flow
from generator.trade.figures import Figures, Selection
from generator.trade.observation import Cell, Observation
from generator.trade.period import Period
from generator.trade.release import Vintage
from generator.trade.series_gaps import without_gaps

JUNE = Period.parse("2025-06")
YEAR = [JUNE.step(-back) for back in range(12, 0, -1)]


def observed(code: str, when: Period, value: int | None, edition: str = "") -> Observation:
    """Return what customs printed of a line."""
    cell = Cell("office/1", "", 1, "", "")
    amount = None if value is None else Decimal(value)
    return Observation("DEU", "POL", Flow.IMPORT, code, when, amount, Decimal(0), cell, edition=edition)


def known(*cells: Observation, codes: tuple[str, ...] = ("2601", "2610"), accepted: bool = False) -> Figures:
    """Return figures of which every period is covered, without what was not reported."""
    every = {(one.code, one.period): one for one in cells}
    periods = frozenset({one.period for one in cells} | {JUNE})
    selection, vintage = Selection("office", "DEU", "POL", Flow.IMPORT, codes), Vintage(date(2025, 8, 1), ("office/1",))
    figures = Figures(selection, JUNE, vintage, every, (), dict.fromkeys(codes, periods))
    return without_gaps(figures, lambda _, __: accepted)


def year(code: str, value: int, *without: int, edition: str = "") -> list[Observation]:
    """Return the twelve months before June, but those at the places `without`."""
    return [observed(code, when, value, edition) for at, when in enumerate(YEAR) if at not in without]


@pytest.mark.parametrize(
    ("large", "line", "value"),
    [(97, 3, None), (98, 2, Decimal(0)), (0, 5, None)],
)
def test_a_line_of_three_per_cent_is_large(large: int, line: int, value: Decimal | None) -> None:
    """Three of a hundred are, two are not, and a line alone is all of the total."""
    others = [*year("2601", large), observed("2601", JUNE, large)] if large else []
    assert value == known(*others, *year("2610", line)).value("2610", JUNE)


@pytest.mark.parametrize("month", [0, 6, 11])
def test_a_line_that_was_not_traded_in_one_of_twelve_months_comes_and_goes(month: int) -> None:
    """Its absence means no trade, whichever month it was, and whether a row says nothing or there is none."""
    others = [*year("2601", 50), observed("2601", JUNE, 50)]
    nothing = observed("2610", YEAR[month], 0)
    assert [0, 0] == [known(*others, *year("2610", 50, month), *more).value("2610", JUNE) for more in ([], [nothing])]


@pytest.mark.parametrize("value", [0, None, 7])
def test_a_row_is_believed(value: int | None) -> None:
    """Nothing traded, withheld, or a figure."""
    found = known(*year("2610", 50), observed("2610", JUNE, value), codes=("2610",))
    assert (value, {}) == (found.value("2610", JUNE), found.gaps)


def test_what_a_person_accepted_is_believed() -> None:
    """A release that leaves it out was taken in with a reason."""
    assert 0 == known(*year("2601", 50), *year("2610", 50), accepted=True).value("2610", JUNE)


def test_months_printed_together_count_each() -> None:
    """January and February of China stand in one row."""
    both = Period.parse("2025-01..2025-02")
    months = [one for one in year("2610", 50) if not both.holds(one.period)]
    found = known(*year("2601", 50), observed("2601", JUNE, 50), *months, observed("2610", both, 100))
    assert [None] == [found.value("2610", JUNE)]
    assert {"2610": {JUNE}} == found.gaps


def test_a_code_that_the_edition_of_the_hs_does_not_have_is_no_gap() -> None:
    """HS 030510 of HS2017 is no code of HS2022: no row of it can come, as one of 030520 can."""
    lines = [*year("030510", 50, edition="HS2017"), *year("030520", 50, edition="HS2017")]
    now = observed("030431", JUNE, 50, "HS2022")
    assert {"030520": {JUNE}} == known(*lines, now, codes=("030431", "030510", "030520")).gaps


def test_a_quarter_says_nothing_of_a_month_that_has_no_row_beside_others_that_have() -> None:
    """The office prints both: the month had no trade, so the line comes and goes."""
    quarter = Period.parse("2025-Q1")
    lines = [*year("2601", 50), observed("2601", JUNE, 50), *year("2610", 50, 8), observed("2610", quarter, 100)]
    assert 0 == known(*lines).value("2610", JUNE)
