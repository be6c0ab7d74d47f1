"""What is missing in a month is said plainly, and the audit hears whether it is so."""

from __future__ import annotations

from functools import cache

import pytest

from tests.audit.owing import heard, without
from tests.story.months import Monthly, months, table

MILLION = 10**6
CODES = ("7403", "7404")
GONE = ("2023-03", "2024-05", "2024-06", "2024-12")  # of the 36 months to 2025-12
BASE = "There is no figure for December 2024, so no change on the year is given."
GAPS = "The data used here have no figures of these goods for March 2023, May to June 2024 and December 2024."


@cache
def told(gone: tuple[str, ...] = GONE, lost: str = "") -> Monthly:
    """Return the story of two lines of which a listed table has nothing in `gone`; one has `lost` a month besides."""
    rows = table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=CODES)
    kept = {key: row for key, row in rows.items() if key[1] not in gone and key != ("7404", lost)}
    return months(kept, codes=CODES, covers="listed", parties=("DEU", "POL"))


def test_a_missing_year_before_is_told_in_the_opening() -> None:
    """In the second paragraph, before the longer view; the table has no column for what no line has."""
    assert told().said("lede").split(". ", 1)[1].startswith(BASE)
    assert [text.words for text in told().block("table").head][2:4] == ["2025", "2025"]
    assert told().findings == ()


def test_what_a_dash_is_stands_below_the_table() -> None:
    """Where some lines have a figure and others have none."""
    assert "A dash stands where there is no figure, or none to compare with." in told((), "2024-12").words


WITHHELD = "The source withheld HS 7404 in May 2025: no sum over that month is given."


def withheld(*when: str) -> Monthly:
    """Return the story of two lines of which one is withheld in some months."""
    rows = table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=CODES)
    return months(rows, codes=CODES, withheld=tuple(("7404", one) for one in when))


def test_a_withheld_month_is_told_where_its_sum_is_not_given() -> None:
    """The year of the line and of the total has dashes: below them stands why."""
    of = withheld("2025-05")
    rows = of.block("table").rows
    assert [row.cells[-2].words for row in rows if "scrap" not in row.cells[0].words.lower()][-1] == "–"
    assert WITHHELD in [note.words for note in of.block("table").notes]
    assert of.findings == ()


def test_many_withheld_months_are_not_listed() -> None:
    """Five months of a line would be a list that nobody reads."""
    of = withheld(*(f"2025-{month:02}" for month in range(3, 8)))
    assert "The source withheld some months of HS 7404: no sum over them is given." in of.words
    assert of.findings == ()


LINE = '["withheld.line", {"code": ["code", "7404"], "months": ["time", "2025-05", "period"]}]'


@pytest.mark.parametrize("other", [("2025-05", "2025-06"), ("7404", "7403")])
def test_the_audit_knows_what_is_not_withheld(other: tuple[str, str]) -> None:
    """Another month, another line."""
    assert heard(withheld("2025-05"), LINE, LINE.replace(*other)) != []


def test_the_audit_knows_that_figures_have_not_just_begun() -> None:
    """Three years of them are there."""
    assert heard(told(()), "note.rounding.said", "no_past.begun") != []


def test_months_that_the_source_does_not_have_are_told_as_runs() -> None:
    """In the note; months on end as one run."""
    assert GAPS in told().words


def test_many_gaps_are_told_by_their_ends() -> None:
    """Six single months would be a list that nobody reads."""
    of = told(tuple(f"2023-{month:02}" for month in range(2, 13, 2)))
    said = "The data used here have no figures of these goods for some months between February 2023 and December 2023."
    assert (said in of.words, of.findings) == (True, ())


def test_where_some_lines_have_a_figure_the_total_has_no_change() -> None:
    """The lines that have one are compared all the same."""
    of = told((), "2024-12")
    said = "Not every line has a figure for December 2024, so the total has no change on the year."
    assert (said in of.words, of.findings) == (True, ())


def test_nothing_is_said_where_nothing_is_missing() -> None:
    """Months before the figures begin are no gap."""
    words = " ".join(told(()).words)
    assert not [part for part in ("no figure for", "Not every line", "no figures of", "A dash") if part in words]


SAID = '["without_base.all", {"then": ["time", "2024-12", "span"]}]'
MARCH, DECEMBER = '["time", "2023-03", "period"]', '["time", "2024-12", "period"]'
RUN = '["note.gaps.within", {"begin": ["time", "2024-05", "months"], "last": ["time", "2024-06", "period"]}]'


@pytest.mark.parametrize(
    "change",
    [
        (SAID, SAID.replace("2024-12", "2024-11")),
        (SAID, SAID.replace("all", "some")),
        without("without_base.all"),
        (MARCH, MARCH.replace("03", "04")),
        (f"{MARCH}, ", ""),
        (RUN, RUN.replace("06", "07")),
        (RUN, '["time", "2024-05", "period"]'),
        (RUN, RUN.replace("within", "some")),
        without("note.gaps.said"),
    ],
)
def test_the_audit_knows_what_is_not_so(change: tuple[str, str]) -> None:
    """Another month, one more, one less, and nothing at all are refused; what is said without need, too."""
    assert heard(told(), *change) != []


@pytest.mark.parametrize("needless", [SAID, f'["note.gaps.said", {{"months": {MARCH}}}]'])
def test_the_audit_refuses_a_gap_that_is_none(needless: str) -> None:
    """The releases have the month before."""
    assert heard(told(()), '["note.rounding.said", {}]', needless) != []


def test_no_edition_of_the_hs_is_assumed() -> None:
    """A table that does not say of which edition its codes are is of none that anybody knows."""
    said = " ".join(told(()).words)
    assert ("HS 2022" in said, "Source: General Administration of Customs, Germany, 28 January 2026." in said) == (0, 1)
