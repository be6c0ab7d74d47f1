"""Every form on every canvas: whole, exact in size, and with the picture's numbers in its spec."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import altair as alt
import pytest

from generator.charts import canvas
from generator.charts.canvas import Canvas
from generator.charts.chart_form import draw_chart, form_of, forms
from generator.charts.chart_table import figures_csv
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.story.plan import Chart, Text
from tests.charts.rules import drawing_faults
from tests.page import pictures
from tests.page.sample import chart

PICTURES = {
    "contributions": pictures.contributions(),
    "dumbbell": pictures.dumbbell(),
    "heatmap": pictures.heatmap(),
    "index_lines": pictures.price(),
    "ordered_bars": chart(),
    "panels": pictures.panels(),
    "quantity_value": pictures.quantity_value(),
    "share_dots": pictures.partners(),
    "tiles": pictures.tiles(),
    "updown_bars": pictures.balance(),
    "upright_bars": pictures.total(),
    "trend": pictures.trend(),
    "waterfall": pictures.waterfall(),
    "year_gap": pictures.year_gap(),
}
FORMS = {name: form_of(picture) for name, picture in PICTURES.items()}
MAILED = ("contributions", "dumbbell", "ordered_bars", "quantity_value", "trend", "waterfall", "year_gap")
PLACES = [
    *((form, place) for form, own in FORMS.items() for place in (own.canvas, canvas.PHONE)),
    *((form, own.printed("gazette")) for form, own in FORMS.items()),
    *((form, one) for form in MAILED for one in (canvas.MAIL, canvas.MAIL_NARROW)),
]


def data(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows over which the whole chart is drawn."""
    found: list[dict[str, Any]] = spec["data"]["values"]
    return found


def test_every_form_has_its_picture_here() -> None:
    """A new form is drawn on every canvas before anybody sees it."""
    assert set(forms()) == set(PICTURES)


@pytest.mark.parametrize(("form", "place"), PLACES, ids=lambda part: str(getattr(part, "width", part)))
def test_a_form_fits_every_canvas_it_is_shown_on(ruler: Ruler, form: str, place: Canvas) -> None:
    """Nothing meets or leaves, and the drawing has the canvas's width and whole modules."""
    drawing = draw_chart(PICTURES[form], place, ruler).drawing
    assert [] == list(drawing_faults(PICTURES[form], drawing, ruler))
    assert place.width == drawing.width
    assert drawing.height / place.module == pytest.approx(round(drawing.height / place.module), abs=0.01)


@pytest.mark.parametrize("form", PICTURES)
def test_a_spec_keeps_the_schema_of_vega_lite(ruler: Ruler, form: str) -> None:
    """As a reader's own Altair takes it."""
    spec = draw_chart(PICTURES[form], canvas.TEXT_COLUMN, ruler).spec
    made = alt.Chart.from_dict(spec, validate=True)  # raises where a key or a value is unknown
    assert isinstance(made, alt.LayerChart)


def numbers(picture: Chart) -> list[tuple[object, ...]]:
    """Return the numbers of a picture with their words: what spec and table have of each point or part."""
    rows: list[tuple[object, ...]] = []
    for curve in picture.curves:
        columns = [curve.spans, curve.points, *([curve.lows, curve.highs] if curve.lows else [])]
        rows += [(curve.label.words, *point) for point in zip(*columns, strict=True)]
    return rows


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("heatmap", "label,span,value"),
        ("index_lines", "label,span,value"),
        ("panels", "label,span,value"),
        ("share_dots", "label,span,value"),
        ("updown_bars", "label,span,value"),
        ("upright_bars", "label,span,value"),
        ("year_gap", "label,span,value"),
        ("trend", "label,span,value,low,high"),
    ],
)
def test_numbers_stand_in_spec_and_table(ruler: Ruler, form: str, columns: str) -> None:
    """Each point and part, empty where a month is not known: whoever reads them back gets them all."""
    picture = PICTURES[form]
    spec = draw_chart(picture, canvas.TEXT_COLUMN, ruler).spec
    assert numbers(picture) == [tuple(row[column] for column in columns.split(",")) for row in data(spec)]
    head, *rows = figures_csv(picture).decode().splitlines()
    cells = [",".join("" if cell is None else str(cell) for cell in row) for row in numbers(picture)]
    assert (columns, cells) == (head, [row.removeprefix("'") for row in rows])  # a sum with its sign is no formula


@pytest.mark.parametrize("place", [canvas.TEXT_COLUMN, canvas.PHONE, canvas.MAIL_NARROW], ids=str)
def test_two_years_of_heat_fit_every_canvas(ruler: Ruler, place: Canvas) -> None:
    """Twelve lines, whose cells have no room for figures."""
    picture = pictures.heatmap(12, 24)
    assert [] == list(drawing_faults(picture, draw_chart(picture, place, ruler).drawing, ruler))


def test_a_cell_without_room_for_its_figure_marks_its_way(ruler: Ruler) -> None:
    """On a phone no cell has a figure, each rise and each fall a mark; on a wide page all have their figures."""
    wide, narrow = (
        data(draw_chart(PICTURES["heatmap"], place, ruler).spec) for place in (canvas.TEXT_COLUMN, canvas.PHONE)
    )
    assert all(row["figure"] and not row["mark"] for row in wide if row["value"] is not None)
    known = [row for row in narrow if row["value"] is not None]
    assert {"triangle-up", "triangle-down", ""} == {row["mark"] for row in known}
    assert [-10 <= row["value"] < 10 for row in known] == [row["mark"] == "" for row in known]
    assert all(row["value"] > 0 for row in known if row["mark"] == "triangle-up")


def test_each_panel_has_its_place_and_a_scale_of_its_own(ruler: Ruler) -> None:
    """Its greatest value stands at the head of its plot, zero at the foot; panels follow one another in rows."""
    spec = draw_chart(PICTURES["panels"], canvas.TEXT_COLUMN, ruler).spec
    corners, heights = [], set()
    for panel in range(12):
        rows = [row for row in data(spec) if row["panel"] == panel and row["value"] is not None]
        least, most = (pick(rows, key=lambda row: row["value"]) for pick in (min, max))
        foot = rows[0]["low"]
        corners.append((rows[0]["high"], rows[0]["left"]))
        heights.add(round(foot - most["y"], 1))
        assert rows[0]["high"] < most["y"] < least["y"] <= foot
        assert (foot - least["y"]) / (foot - most["y"]) == pytest.approx(least["value"] / most["value"], abs=0.01)
    assert (1, sorted(corners)) == (len(heights), corners)


def test_the_name_of_the_longest_bar_is_bolder(ruler: Ruler) -> None:
    """A bar of other lines is no line that leads, however long it is."""
    picture = pictures.contributions()
    rest = replace(picture.bars[-1], label=Text("21 other lines"), value=90.0, rest=True)
    drawing = draw_chart(replace(picture, bars=(*picture.bars, rest)), canvas.TEXT_COLUMN, ruler).drawing
    words = [(" ".join(mark.lines), mark.get("font-weight")) for mark in drawing.marks if mark.tag == "text"]
    names = {bar.label.words: bar.value for bar in picture.bars}
    bold = [name for name, weight in words if weight == "600" and name in {*names, rest.label.words}]
    assert [max(names, key=lambda name: abs(names[name]))] == bold


def test_bars_of_years_before_are_paler(ruler: Ruler) -> None:
    """Those of this year have the colour of what is told."""
    drawing = draw_chart(pictures.total(), canvas.TEXT_COLUMN, ruler).drawing
    curve = pictures.total().curves[0]
    known = [span for span, point in zip(curve.spans, curve.points, strict=True) if point is not None]
    inks = ["mark" if span[:4] == known[-1][:4] else "earlier" for span in known]
    assert [COLOURS[ink] for ink in inks] == [mark.get("fill") for mark in drawing.marks if mark.tag == "rect"]


def test_bars_in_points_keep_their_sign(ruler: Ruler) -> None:
    """A fall is a number below zero, in the spec and in the table."""
    picture = PICTURES["contributions"]
    spec = draw_chart(picture, canvas.TEXT_COLUMN, ruler).spec
    assert [bar.value for bar in picture.bars] == [row["length"] for row in data(spec)]
    assert "Iron ores,\u22123.0,-3.0,-3.05,-2.95,false," in figures_csv(picture).decode().splitlines()


def test_two_months_together_are_twice_as_wide(ruler: Ruler) -> None:
    """With the gap between them, so that a year is as wide as its months; each end is as far from zero as its value."""
    rows = data(draw_chart(PICTURES["year_gap"], canvas.TEXT_COLUMN, ruler).spec)
    widths = [row["end"] - row["start"] for row in rows]
    gap = rows[1]["start"] - rows[0]["end"]
    assert widths[0] == pytest.approx(2 * widths[1] + gap, abs=0.05)
    assert {round(width) for width in widths[1:]} == {round(widths[1])}
    pixel = (rows[-1]["foot"] - rows[-1]["top"]) / rows[-1]["value"]
    assert [(row["foot"] - row["top"]) for row in rows] == pytest.approx(
        [abs(row["value"]) * pixel for row in rows], abs=0.03
    )


def test_months_whose_figures_would_meet_are_rows(ruler: Ruler) -> None:
    """On a phone each month is a row, with its name before its bar and the sum under all of them."""
    drawing = draw_chart(PICTURES["year_gap"], canvas.PHONE, ruler).drawing
    places = {mark.lines[0]: mark for mark in drawing.marks if mark.tag == "text"}
    names = [places[name].y for name in pictures.MONTH_NAMES]
    assert sorted(names) == names
    assert len({places[name].x for name in pictures.MONTH_NAMES}) == 1
    assert places["+47.2 in the year"].y > names[-1]


def test_in_urdu_rows_begin_at_the_right_and_months_stay(scripts: Path) -> None:
    """A row has its name at the right of its bar; where months stand side by side, the newest is the last one."""
    ruler = Ruler(scripts, "ur")
    for place in (canvas.TEXT_COLUMN, canvas.PHONE):
        marks = draw_chart(PICTURES["year_gap"], place, ruler).drawing.marks
        texts = {mark.lines[0]: mark.x for mark in marks if mark.tag == "text"}
        if place == canvas.TEXT_COLUMN:
            assert texts["Mar"] < texts["Dec"]
        else:
            assert texts["Mar"] == texts["Dec"] > texts["+12.5"]


@pytest.mark.parametrize("place", [canvas.TEXT_COLUMN, canvas.PHONE], ids=str)
def test_both_panels_have_one_scale(ruler: Ruler, place: Canvas) -> None:
    """A point of tonnes is as many px as a point of average value, to the right for rises and to the left for falls."""
    rows = data(draw_chart(PICTURES["quantity_value"], place, ruler).spec)
    pixels = [(row["end"] - row["start"]) / abs(row["length"]) for row in rows]
    assert pixels == pytest.approx([pixels[0]] * 12)
    assert pixels[0] > 0.5
    assert [row["length"] < 0 for row in rows] == [row["is_left"] for row in rows]
    zeros = [row["end"] if row["is_left"] else row["start"] for row in rows]
    assert zeros == pytest.approx([zeros[0]] * 6 + [zeros[6]] * 6)


def test_on_a_phone_a_name_stands_over_its_bars(ruler: Ruler) -> None:
    """Beside them it would leave no room for two panels."""
    drawn = (
        draw_chart(PICTURES["quantity_value"], place, ruler).drawing.marks
        for place in (canvas.TEXT_COLUMN, canvas.PHONE)
    )
    wide, phone = ({mark.lines[0]: mark for mark in marks if mark.lines} for marks in drawn)
    assert wide["Iron ores"].y == wide["\u221240.0%"].y
    assert phone["Copper scrap"].y < phone["+1.3%"].y < phone["Chromium ores"].y


def test_ends_stand_as_far_from_zero_as_their_values(ruler: Ruler) -> None:
    """On either scale ring and point are in the proportion of the two years."""
    rows = data(draw_chart(PICTURES["dumbbell"], canvas.TEXT_COLUMN, ruler).spec)
    assert [bar.value for bar in PICTURES["dumbbell"].bars] == [row["length"] for row in rows]
    assert all(row["from"] / row["x"] == pytest.approx(row["before"] / row["length"], abs=1e-3) for row in rows)
    assert ["rose", "rose", "fell", "rose", "fell", "rose"] == [row["way"] for row in rows]


def test_a_line_is_dashed_where_it_may_change_and_broken_where_it_is_not_known(ruler: Ruler) -> None:
    """The dashes begin at the last month that is final; nothing leads over a hole."""
    spec = draw_chart(PICTURES["trend"], canvas.TEXT_COLUMN, ruler).spec
    lines = [
        layer for layer in spec["layer"] if layer["mark"]["type"] == "line" and layer["mark"]["color"] == "#12436D"
    ]
    solid, dashed = ([row["value"] for row in layer["data"]["values"]] for layer in lines)
    points = PICTURES["trend"].curves[0].points
    assert [("strokeDash" in layer["mark"]) for layer in lines] == [False, True]
    assert ([*points[:20], *points[21:54]], list(points[53:])) == (solid, dashed)
    assert len({row["run"] for layer in lines for row in layer["data"]["values"]}) == 3


def test_in_urdu_the_newest_month_is_read_from_the_right(scripts: Path) -> None:
    """Its name at the right edge, its figure left of it; the band follows its words in the key; months stay."""
    picture = replace(
        PICTURES["trend"],
        curves=(replace(PICTURES["trend"].curves[0], label=Text("دسمبر 2025"), figure=Text("79.0")),),
        band=Text("معمول کی حد"),
    )
    drawing = draw_chart(picture, canvas.TEXT_COLUMN, Ruler(scripts, "ur")).drawing
    texts = {mark.lines[0]: mark.x for mark in drawing.marks if mark.tag == "text"}
    assert texts["79.0"] < texts["دسمبر 2025"] == pytest.approx(476, abs=1)
    assert 0 == pytest.approx(texts["معمول کی حد"], abs=1)
    assert texts["2021"] < texts["2025"]


@pytest.mark.parametrize("form", ["contributions", "dumbbell", "ordered_bars", "tiles", "waterfall"])
def test_the_data_of_bars_are_those_that_the_audit_reads(ruler: Ruler, form: str) -> None:
    """Name, figure, length, and whether that is a bound: an edition whose spec lacks one is held."""
    rows = data(draw_chart(PICTURES[form], canvas.TEXT_COLUMN, ruler).spec)
    read = [(row["label"], row["figure"], row["length"], row["bound"]) for row in rows]
    assert [(bar.label.words, bar.figure.words, bar.value, bar.bound) for bar in PICTURES[form].bars] == read
