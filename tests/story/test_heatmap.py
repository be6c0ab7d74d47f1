"""Changes month by month: which months and lines are drawn, where a figure stands, and what carries no rate."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from generator.audit.readers.expected_texts import drawing
from generator.audit.readers.page_reader import compare_drawing
from generator.audit.seen.svg_marks import picture
from generator.charts import canvas, chart_frame
from generator.charts.chart_form import draw_chart
from generator.charts.faces import cut_faces
from generator.charts.ruler import Ruler
from generator.story.patterns import sentences_of
from generator.story.plan import Chart
from tests.story.months import NAMES, Monthly, Table, months, table

MILLION = 10**6
HOUSES = ("AUS", "NZL")  # parties without Lunar New Year
FIVE = ("7403", "7402", "2608", "2601", "2606")


def rows(codes: tuple[str, ...] = FIVE) -> Table:
    """Return three years of lines that grow by a fifth a year, the second by half and the third falling by a tenth."""
    by_year = {codes[1]: (10, 15, 22), codes[2]: (100, 90, 81)}
    return table(
        lambda code, place: (
            MILLION * by_year.get(code, (10, 12, 14))[place // 12] * (1 + FIVE.index(code) % 3)
            if code in FIVE
            else MILLION * (10 + place // 12)
        ),
        codes=codes,
    )


def told(asked: Table | None = None, **more: Any) -> Monthly:  # noqa: ANN401 -- fields of a brief
    """Return the month whose briefing asks for the heat map alone; the audit finds nothing in it."""
    month = months(rows() if asked is None else asked, **{"charts": ("heatmap",), "parties": HOUSES, **more})
    assert month.findings == ()
    return month


def heatmap(month: Monthly) -> Chart:
    """Return the picture."""
    found: Chart | None = month.block("heatmap")
    assert found is not None
    return found


def test_a_year_of_changes_has_its_figures() -> None:
    """Five lines of twelve months: whole per cents with a sign, in seven steps that the key names."""
    chart = heatmap(told())
    figures = {curve.label.words: {cell.words for cell in curve.cells} for curve in chart.curves}
    assert {"Refined copper": {"+17"}, "Unrefined copper": {"+47"}, "Zinc ores": {"−10"}}.items() <= figures.items()
    assert ("2025-01", "2025-12", 12) == (chart.curves[0].spans[0], chart.curves[0].spans[-1], len(chart.steps))
    assert ["−60% or less", "−30", "−10", "+10", "+30", "+60% or more"] == [tick.words for tick in chart.ticks]
    assert "Four of the five lines rose on the year" == chart.title.words
    assert (("pdf", "html"), 13, ()) == (chart.shown, len(chart.head), chart.aside)


@pytest.mark.parametrize("case", ["many lines", "coarse figures"])
def test_two_years_have_no_figures(case: str) -> None:
    """More than a hundred are not read, and a cell without its figure would look as if nothing had changed."""
    month = told(rows(tuple(NAMES))) if case == "many lines" else told(**DASHES["rounded"]())
    chart = heatmap(month)
    assert ({()}, 24, "2024-01") == (
        {curve.cells for curve in chart.curves},
        len(chart.curves[0].spans),
        chart.curves[0].spans[0],
    )
    assert ["2024", "2025"] == [step.words for step in chart.steps if step.words]


def test_a_base_of_almost_nothing_carries_no_rate() -> None:
    """Nothing is drawn there, nor where there was no trade."""
    spoilt = {**rows(), ("2606", "2024-03"): (20_000, 5000)}
    del spoilt["2606", "2025-07"]
    curve = next(curve for curve in heatmap(told(spoilt)).curves if curve.codes == ("2606",))
    assert [at for at, point in enumerate(curve.points) if point is None] == [2, 6]
    assert ("", "") == (curve.cells[2].words, curve.cells[6].words)


@pytest.mark.parametrize(
    ("language", "many"),
    [("en", True), pytest.param("zh", False, marks=pytest.mark.long), pytest.param("ur", True, marks=pytest.mark.long)],
)
def test_no_month_stands_twice_under_a_year(language: str, many: bool, faces: Path) -> None:  # noqa: FBT001 -- a case
    """Where a holiday moves, January and February stand together; drawn at any width the audit agrees."""
    four = table(lambda _, place: MILLION * (10 + place // 12), codes=tuple(NAMES), months=48)
    month = told(four if many else None, language=language, parties=("CHN", "PAK"))
    chart, ruler = heatmap(month), Ruler(cut_faces(faces, [language]), language)
    named = [step.words for step in chart.steps if step.words]
    first, columns = ("2024-01..2024-02", 22) if many else ("2025-01..2025-02", 11)
    assert (first, columns) == (chart.curves[0].spans[0], len(chart.steps))
    assert len({*named}) == len(named)
    block = next(block for block in month.edition["stories"][language]["blocks"] if block["id"] == "heatmap")
    drawn = drawing(block, framed=True)
    for place in (canvas.TEXT_COLUMN, canvas.PAGE, *canvas.COLUMNS.values()):
        svg = chart_frame.framed_svg(draw_chart(chart, place, ruler).drawing, chart, ruler)
        shown = picture(etree.fromstring(svg.encode()))
        assert [] == [
            str(fault) for fault in compare_drawing("a.svg", shown, drawn, is_turned=language == "ur", described=True)
        ]


def test_few_lines_and_a_short_past_make_no_heat_map() -> None:
    """Two lines, or months without a year before them."""
    assert told(table(lambda *_: MILLION, codes=("7403", "7402"))).block("heatmap") is None
    assert told(table(lambda *_: MILLION, codes=FIVE, months=14)).block("heatmap") is None


SPOILT: dict[str, tuple[str, Callable[[Any], object]]] = {
    "a cell": ("2025-03 is drawn at 40.0", lambda it: it["curves"][0]["points"].__setitem__(2, 40.0)),
    "a cell less": ("2025-03 is not drawn", lambda it: it["curves"][0]["points"].__setitem__(2, None)),
    "a figure of another month": (
        "is not its change",
        lambda it: it["curves"][1]["cells"].__setitem__(1, it["curves"][1]["cells"][2]),
    ),
    "no figure": (
        "has no figure",
        lambda it: it["curves"][0]["cells"].__setitem__(1, {"words": ""}),
    ),
    "a name twice": ("it names two of its periods 'Feb'", lambda it: it["steps"][0].update(words="Feb")),
    "a border": ("it parts at", lambda it: it["thresholds"].__setitem__(0, -50.0)),
    "a word of the key": ("its key says", lambda it: it["ticks"][1].update(words="−40", said=["number", "−40"])),
    "a month": ("2023", lambda it: it["subtitle"].update(words=it["subtitle"]["words"].replace("2025", "2023"))),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_the_audit_knows_each_cell(fault: str) -> None:
    """By the raw rows, and by the claims of its figures."""
    problem, spoil = SPOILT[fault]
    month = told()
    found = month.findings_after("heatmap", spoil)
    assert any(problem in line for line in found), found


def _coarse(code: str, place: int) -> int:
    """Return hundreds of thousands: 5 to 12 million a month, of which no change has a figure that holds."""
    return 50 + place % 7 + 10 * FIVE.index(code)


DASHES: dict[str, Callable[[], dict[str, Any]]] = {  # by the reason of a dash, figures that have it alone
    "bound": lambda: {"over": (("7403", "2025-05"),)},
    "idle": lambda: {"asked": {key: own for key, own in rows().items() if key != ("2606", "2025-07")}},
    "low": lambda: {"asked": {**rows(), ("2606", "2024-03"): (20_000, 5000)}},
    "rounded": lambda: {"asked": table(_coarse, codes=FIVE), "scale": 100_000},
    "missing": lambda: {
        "asked": {key: own for key, own in rows().items() if key != ("2606", "2025-07")},
        "codes": FIVE,
        "covers": "listed",
    },
}


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
@pytest.mark.parametrize("reason", DASHES)
def test_a_dash_is_told_by_its_reason_alone(reason: str, language: str) -> None:
    """In each language, after "How to read it."."""
    words, sentences = heatmap(told(language=language, **DASHES[reason]())).aside, sentences_of(language)
    assert [sentences["bars.how"], sentences[f"dash_note.{reason}"]] == [text.words for text in words]


LOW = {"words": sentences_of("en")["dash_note.low"], "said": ["dash_note.low", {}]}


@pytest.mark.parametrize(
    ("reason", "spoil", "problem"),
    [
        ("idle", lambda it: it.update(aside=[]), "it has a dash, and no note says"),
        ("rounded", lambda it: it.update(aside=[]), "it has a dash, and no note says"),
        ("", lambda it: it.update(aside=[LOW]), "it has no dash"),
        ("bound", lambda it: it["curves"][-1]["points"].__setitem__(4, 16.0), "its levels carry no rate"),
    ],
)
def test_the_audit_knows_each_dash(reason: str, spoil: Callable[[Any], object], problem: str) -> None:
    """One that is not told, a note on none, and a change on a bound that is drawn."""
    month = told(**DASHES[reason]()) if reason else told()
    found = month.findings_after("heatmap", spoil)
    assert any(problem in line for line in found), found


@pytest.mark.parametrize("step", [10, -10])
@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_lines_that_all_went_one_way_are_told(language: str, step: int) -> None:
    """The description names no way that none of them went."""
    same = table(lambda code, place: MILLION * (50 + step * (place // 12) + FIVE.index(code)), codes=FIVE)
    assert 5 == len(heatmap(told(same, language=language)).curves)
