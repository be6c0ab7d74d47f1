"""Exports, imports and their balance as a picture: which years it has, and what the audit finds in a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generator.story.plan import Chart
from generator.trade.codes import Flow
from tests.story.months import Monthly, Table, months

MILLION = 10**6
HOUSES = ("DEU", "POL")
# Millions of dollars a month, by year: exports of 24, 36 and 60 a year, imports of 60, 96 and 108
OUT, INTO = {2023: 2, 2024: 3, 2025: 5}, {2023: 5, 2024: 8, 2025: 9}


def rows(levels: Mapping[int, int]) -> Table:
    """Return each month of some years."""
    months_of_all = [(year, f"{year}-{month:02}") for year in levels for month in range(1, 13)]
    return {("7403", when): (MILLION * levels[year], 1000) for year, when in months_of_all}


def told(out: Mapping[int, int] = OUT, into: Mapping[int, int] = INTO, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the month whose briefing shows the balance and asks for its picture alone."""
    hand = {"charts": ("balance",), "codes": ("7403",), "parties": HOUSES, "themes": (), **more}
    made = months(rows(into), opposite=rows(out), **hand)
    assert made.findings == ()
    return made


def test_exports_stand_above_imports() -> None:
    """With the balance between them, and the figures of the newest year beside its bars."""
    chart: Chart = told().block("flows")
    assert [
        ("Exports, 2025", "60.00", (24.0, 36.0, 60.0)),
        ("Balance, 2025", "−48.00", (-36.0, -60.0, -48.0)),
        ("Imports, 2025", "108.00", (60.0, 96.0, 108.0)),
    ] == [(curve.label.words, curve.figure.words, curve.points) for curve in chart.curves]
    title = "Germany’s deficit in these goods narrowed by $12.00 million, to $48.00 million in 2025"
    assert (title, ["2023", "2024", "2025"]) == (chart.title.words, [step.words for step in chart.steps])


def test_the_flow_that_a_briefing_tells_changes_nothing() -> None:
    """Exports are exports, whichever of the two the text is about."""
    told_of_exports = told(INTO, OUT, flow=Flow.EXPORT)
    assert [curve.points for curve in told_of_exports.block("flows").curves] == [
        curve.points for curve in told().block("flows").curves
    ]


def test_a_month_has_its_twelve_months_of_each_year() -> None:
    """November 2025 after November 2024, 2023 and 2022; the twelve months to November 2021 are not known."""
    earlier = {2021: 1, 2022: 1}
    chart: Chart = told(earlier | OUT, earlier | INTO, period="2025-11").block("flows")
    # eleven months of the year, and one of the year before
    assert ((12.0, 23.0, 35.0, 58.0), "2021-12..2022-11") == (chart.curves[0].points, chart.curves[0].spans[0])
    assert chart.subtitle.words.endswith("US$ million in the twelve months to November")
    assert "in the twelve months to November 2025" in chart.title.words


@pytest.mark.parametrize(
    ("out", "title"),
    [
        ({**OUT, 2025: 12}, "surplus in these goods came to $36.00 million in 2025"),  # after a deficit
        ({**OUT, 2025: 6}, "deficit in these goods narrowed by $24.00 million, to $36.00 million in 2025"),
        ({**OUT, 2025: 2}, "deficit in these goods widened by $24.00 million, to $84.00 million in 2025"),
        (dict.fromkeys(OUT, 20), "surplus in these goods narrowed by $12.00 million, to $132.00 million in 2025"),
    ],
)
def test_a_title_says_which_way_it_went(out: Mapping[int, int], title: str) -> None:
    """A surplus after a deficit neither widened nor narrowed."""
    assert title in told(out).block("flows").title.words


def test_two_years_have_no_picture() -> None:
    """Both flows must be known in three."""
    assert told({2024: 3, 2025: 5}).block("flows") is None


def test_without_the_other_flow_there_is_no_picture() -> None:
    """A briefing may ask for what its figures do not have."""
    made = months(rows(INTO), codes=("7403",), charts=("balance",), themes=(), parties=HOUSES)
    assert (None, ()) == (made.block("flows"), made.findings)


@pytest.mark.parametrize("language", ["zh", "ur"])
@pytest.mark.parametrize("period", ["2025-11", "2025-12"])
def test_it_is_told_in_every_language(language: str, period: str) -> None:
    """Every sentence passes the audit of its language."""
    earlier = {2021: 1, 2022: 1}
    assert told(earlier | OUT, earlier | INTO, language=language, period=period).block("flows") is not None


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "exports": ("is drawn at 30.0, customs has 24", lambda it: it["curves"][0]["points"].__setitem__(0, 30.0)),
    "a balance": ("is drawn at 36.0, customs has -36", lambda it: it["curves"][1]["points"].__setitem__(0, 36.0)),
    "imports": ("is drawn at 61.0, customs has 60", lambda it: it["curves"][2]["points"].__setitem__(0, 61.0)),
    "flows": ("customs has", lambda it: _exchange(it["curves"])),
    "a year": ("customs has", lambda it: it["curves"][0]["spans"].__setitem__(0, "2024")),
    "a figure": ("it ends at 60.0", lambda it: it["curves"][0].update(figure=it["curves"][2]["figure"])),
    "a step": ("stands at 2023", lambda it: it["steps"].reverse()),
}


def _exchange(curves: list[Any]) -> None:
    """Call exports imports, and the other way round."""
    curves[0].update(role="imports")
    curves[2].update(role="exports")


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_both_flows(fault: str) -> None:
    """Each point is the sum of customs' rows of its direction."""
    said, spoil = SPOILT[fault]
    found = told().findings_after("flows", spoil)
    assert any(said in line for line in found), found
