"""Periods: parse, order, step, and the same period a year earlier."""

import pytest
from hypothesis import strategies as st

from generator.trade.period import Period

FORMS = ["2025-12", "2025-01..2025-02", "2025-Q4", "2025"]
periods = st.builds(Period, first=st.integers(1900 * 12, 2100 * 12), months=st.integers(1, 12))


@pytest.mark.parametrize("text", FORMS)
def test_a_period_is_written_as_it_is_read(text: str) -> None:
    """The four forms of the contract come back as they went in."""
    assert text == str(Period.parse(text))


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "25", "2025-Q5", "2025-02..2025-01", "", "2025/12"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """A form that is not known is an error, never a guess."""
    with pytest.raises(ValueError, match=r"no period|no month"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "frequency"), list(zip(FORMS, ["monthly", "combined", "quarterly", "annual"], strict=True))
)
def test_a_period_knows_its_frequency(text: str, frequency: str) -> None:
    """Months published together are combined, not a quarter."""
    assert frequency == Period.parse(text).frequency


@pytest.mark.parametrize(
    ("period", "of", "holds", "ends"),
    [
        ("2025-Q4", "2025-Q4", True, True),
        ("2025-Q4", "2025-12", True, True),
        ("2025-Q4", "2025-10", True, False),
        ("2025-Q4", "2025-09", False, False),
        ("2025-Q1", "2025-01..2025-02", True, False),
        ("2025-01..2025-02", "2025-02", True, True),
        ("2025-12", "2025-12", True, True),
        ("2025-12", "2025-Q4", False, False),
        ("2025", "2025-12", True, True),
        ("2025", "2025-Q3", True, False),
        ("2025", "2024-12", False, False),
        ("2025", "2025", True, True),
    ],
)
def test_a_quarter_and_a_year_hold_their_months(period: str, of: str, *, holds: bool, ends: bool) -> None:
    """With the last of them it is there."""
    one, other = Period.parse(period), Period.parse(of)
    assert (holds, ends) == (one.holds(other), one.ends_with(other))


@pytest.mark.parametrize(("month", "quarter"), [("2025-01", "2025-Q1"), ("2025-06", "2025-Q2"), ("2025-12", "2025-Q4")])
def test_a_month_lies_in_a_quarter(month: str, quarter: str) -> None:
    """Of the calendar, wherever a desk lets its year begin."""
    assert quarter == str(Period.parse(month).quarter)
