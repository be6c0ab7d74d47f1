"""The checker's rules on curves and wholes: each refuses one chart and names itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generator.charts import canvas, checker, draw_chart, plot
from generator.charts.drawing import Drawing, Mark
from generator.charts.measure import Ruler
from generator.errors import RenderError
from generator.story.plan import Chart, Text
from tests.page.pictures import MONTHS, contributions, cumulative, dumbbell, heatmap, panels, shares, trend, waterfall

CURVE, STACK = panels().curves[0], shares().stacks[0]
HOLE = replace(CURVE, spans=(*MONTHS[:5], *MONTHS[6:]), points=CURVE.points[:35])
SHORT = replace(CURVE, points=CURVE.points[1:])
UNKNOWN = replace(CURVE, points=(None,) * 36)
LATE = replace(cumulative().curves[0], spans=("2025-01..2025-02", "2025-01..2025-04"), points=(1.0, 2.0))
WRONG = replace(contributions().bars[0], figure=Text("+10.3"))
OTHERS = replace(STACK, parts=tuple(reversed(STACK.parts)))
STEPS, HEAT = waterfall().bars, heatmap().curves[0]
LINES, LINE = dumbbell().bars, trend().curves[0]
MORE = replace(STACK, parts=(replace(STACK.parts[0], value=46.1), *STACK.parts[1:]))


@pytest.mark.parametrize(
    ("rule", "picture"),
    [
        (8, contributions(bars=(*contributions().bars, *contributions().bars[:2]))),
        (8, cumulative(curves=cumulative().curves * 2)),
        (8, cumulative(ticks=(Text("0"),) * 6)),
        (8, panels(curves=(*panels().curves, CURVE))),
        (8, shares(stacks=(STACK,))),
        (8, shares(stacks=(STACK, OTHERS))),
        (9, panels(curves=(HOLE,))),
        (9, panels(curves=(SHORT,))),
        (9, panels(curves=(UNKNOWN,))),
        (9, cumulative(curves=(LATE,))),
        (2, dumbbell(bars=tuple(replace(bar, panel=0) for bar in LINES), ticks=(Text("0"), Text("2,000")))),
        (2, dumbbell(bars=(replace(LINES[1], panel=0), *LINES[2:]))),
        (7, trend(band=None)),
        (7, trend(band=Text("95% confidence interval"))),
        (7, trend(curves=(replace(LINE, label=Text("more than was told of it in any month since the year of 2019")),))),
        (8, dumbbell(bars=LINES[::-1])),
        (8, trend(curves=(LINE, LINE))),
        (9, dumbbell(bars=(replace(LINES[0], before=None), *LINES[1:]))),
        (9, trend(curves=(replace(LINE, points=LINE.points[1:]),))),
        (9, trend(curves=(replace(LINE, highs=LINE.highs[1:]),))),
        (9, trend(curves=(replace(LINE, lows=LINE.highs, highs=LINE.lows),))),
        (9, trend(curves=(replace(LINE, provisional=("2026-01",)),))),
        (11, dumbbell(bars=(*LINES[:5], replace(LINES[5], figure=Text("14.16, +4,783%"))))),
        (13, panels(steps=(Text("年"),))),
        (13, trend(band=Text("年"))),
        (
            1,
            waterfall(
                bars=(
                    replace(STEPS[0], value=1112.30, figure=Text("1,112.30")),
                    *STEPS[1:5],
                    replace(STEPS[5], value=1147.46, figure=Text("1,147.46")),
                )
            ),
        ),
        (8, waterfall(bars=STEPS[:-1])),
        (8, waterfall(bars=(STEPS[0], STEPS[5]))),
        (8, waterfall(bars=(STEPS[0], replace(STEPS[1], total=True), *STEPS[2:]))),
        (17, waterfall(bars=(*STEPS[:2], *STEPS[3:]))),
        (17, waterfall(bars=(STEPS[0], replace(STEPS[1], figure=Text("+31.31")), *STEPS[2:]))),
        (17, waterfall(alone=True, bars=(*STEPS[2:5], waterfall(alone=True).bars[-1]))),
        (6, heatmap(thresholds=(-60.0, -30.0, 30.0, 60.0, 61.0), ticks=heatmap().ticks[:5])),
        (6, heatmap(thresholds=(-80.0, -30.0, -10.0, 10.0, 30.0, 80.0))),
        (6, heatmap(thresholds=(-60.0, -30.0, -10.0, 10.0, 40.0, 60.0))),
        (7, heatmap(ticks=(Text("much less"), *heatmap().ticks[1:]))),
        (8, heatmap(curves=tuple(replace(HEAT, label=Text(f"Ores {at}")) for at in range(9)))),
        (9, heatmap(curves=(replace(HEAT, cells=HEAT.cells[1:]),))),
        (9, heatmap(curves=(HEAT, replace(HEAT, spans=MONTHS[:12])))),
        (13, heatmap(curves=(replace(HEAT, cells=(Text("年"), *HEAT.cells[1:])),))),
        (17, contributions(bars=(WRONG, *contributions().bars[1:]))),
        (17, shares(stacks=(STACK, MORE))),
    ],
)
def test_a_picture_with_a_hole_or_a_wrong_sum_is_refused(ruler: Ruler, rule: int, picture: Chart) -> None:
    """A calendar is complete, parts add up, and no more is drawn than can be read."""
    with pytest.raises(RenderError, match=f"chart {picture.name}: rule {rule}: "):
        checker.check_words(picture, ruler)


def lifted(spec: dict[str, Any]) -> None:
    """Start running totals at a hundred."""
    for layer in spec["layer"]:
        if "scale" in layer["encoding"].get("y", {}):
            layer["encoding"]["y"]["scale"]["zero"] = False


def stretched(spec: dict[str, Any]) -> None:
    """Give one layer a scale of its own."""
    spec["layer"][-1]["encoding"]["y"]["scale"]["domain"] = [0, 1]


def bridged(spec: dict[str, Any]) -> None:
    """Lose the months that are not known."""
    spec["data"]["values"] = [row for row in spec["data"]["values"] if row["at"] != 3]


def unknown(spec: dict[str, Any]) -> None:
    """Lose a month."""
    spec["data"]["values"] = [row for row in spec["data"]["values"] if row["span"] != "2023-05"]


def alphabetical(spec: dict[str, Any]) -> None:
    """Let Vega-Lite sort the names of the panels."""
    spec["layer"][-1]["encoding"]["y"] = {"field": "label", "type": "ordinal"}


def parted(spec: dict[str, Any]) -> None:
    """Leave a gap between two parts of a whole."""
    spec["data"]["values"][1]["start"] += 1


def faded(spec: dict[str, Any]) -> None:
    """Print a share in the colour of its part."""
    spec["data"]["values"][0]["on"] = spec["data"]["values"][0]["ink"]


def thinned(spec: dict[str, Any]) -> None:
    """Draw a line that fades into the page."""
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    line["mark"]["color"] = "#D9D9D9"


def moved(spec: dict[str, Any]) -> None:
    """Set one end of a line elsewhere."""
    spec["data"]["values"][1]["from"] += 5


def shortened(spec: dict[str, Any]) -> None:
    """Lose the last line."""
    spec["data"]["values"].pop()


def widened(spec: dict[str, Any]) -> None:
    """Draw what is usual wider than it is."""
    spec["data"]["values"][-1]["high"] += 10


def grounded(spec: dict[str, Any]) -> None:
    """Let bars begin where it suits them."""
    for layer in spec["layer"]:
        if "scale" in layer["encoding"].get("x", {}):
            layer["encoding"]["x"]["scale"]["zero"] = False


def pale(spec: dict[str, Any]) -> None:
    """Print white on a cell that is light."""
    next(row for row in spec["data"]["values"] if row["step"] == 3)["on"] = "#FFFFFF"


def unmarked(spec: dict[str, Any]) -> None:
    """Tell rises by their hue alone."""
    for row in spec["data"]["values"]:
        row["mark"] = row["mark"].replace("triangle-up", "")


def hotter(spec: dict[str, Any]) -> None:
    """Put a cell into the next step."""
    spec["data"]["values"][0]["step"] += 1


def lost(spec: dict[str, Any]) -> None:
    """Lose a cell."""
    spec["data"]["values"].pop(0)


def begun(spec: dict[str, Any]) -> None:
    """Begin a step beside the end of the one before it."""
    for end in ("start", "end"):
        spec["data"]["values"][2][end] += 5


@pytest.mark.parametrize(
    ("rule", "picture", "spoil"),
    [
        *[
            (1, dumbbell(), moved),
            (9, dumbbell(), shortened),
            (2, dumbbell(), stretched),
            (8, dumbbell(), alphabetical),
        ],
        *[(6, heatmap(), pale), (6, heatmap(12, 24), unmarked), (9, heatmap(), hotter), (9, heatmap(), lost)],
        *[(1, waterfall(), grounded), (9, waterfall(), shortened), (17, waterfall(), begun)],
        *[(1, trend(), lifted), (6, trend(), thinned), (9, trend(), unknown), (9, trend(), widened)],
        *[(1, cumulative(), lifted), (2, cumulative(), stretched), (6, cumulative(), thinned), (6, shares(), faded)],
        *[(8, panels(), alphabetical), (9, panels(), bridged), (9, cumulative(), bridged), (17, shares(), parted)],
    ],
)
def test_a_spec_that_misleads_is_refused(
    ruler: Ruler, rule: int, picture: Chart, spoil: Callable[[dict[str, Any]], None]
) -> None:
    """Scales, order, points, parts and colours of every form are judged before anything is drawn."""
    spec = copy.deepcopy(draw_chart(picture, canvas.SCREENS[0], ruler).spec)
    spoil(spec)
    with pytest.raises(RenderError, match=f"chart {picture.name}: rule {rule}: "):
        checker.check_spec(picture, spec)


@pytest.mark.parametrize(
    "picture", [cumulative(), dumbbell(), panels(), shares(), trend(), waterfall()], ids=lambda picture: picture.form
)
@pytest.mark.parametrize("lost", ["figure", "label"])
def test_a_form_that_loses_a_word_is_refused(ruler: Ruler, picture: Chart, lost: str) -> None:
    """Each name and each figure is drawn once."""
    marked = [*picture.bars, *picture.curves, *(part for stack in picture.stacks for part in stack.parts)][0]
    words = (getattr(marked, lost).words,)

    def gone(mark: Mark) -> bool:
        return mark.lines == words

    drawing = draw_chart(picture, canvas.SCREENS[0], ruler).drawing
    spoiled = Drawing(drawing.width, drawing.height, tuple(mark for mark in drawing.marks if not gone(mark)))
    with pytest.raises(RenderError, match=f"chart {picture.name}: rule 7: "):
        checker.check_drawing(picture, spoiled, ruler)


@pytest.mark.parametrize("words", ["Usual range of changes", "HS 2022"])
def test_a_band_and_a_break_keep_their_names(ruler: Ruler, words: str) -> None:
    """Grey without a name is a riddle."""
    drawing = draw_chart(trend(), canvas.SCREENS[0], ruler).drawing
    kept = tuple(mark for mark in drawing.marks if mark.lines != (words,))
    with pytest.raises(RenderError, match="chart trend: rule 7: "):
        checker.check_drawing(trend(), Drawing(drawing.width, drawing.height, kept), ruler)


@pytest.mark.parametrize("ticks", [("0", "50", "100"), ("5", "10", "0", "50")])
def test_each_scale_begins_at_nothing(ruler: Ruler, ticks: tuple[str, ...]) -> None:
    """Two scales have two zeros."""
    with pytest.raises(RenderError, match="chart dumbbell: rule 1: 2 scales from zero are wanted"):
        draw_chart(dumbbell(ticks=tuple(map(Text, ticks))), canvas.SCREENS[0], ruler)


def test_a_tick_that_is_no_number_is_refused(ruler: Ruler) -> None:
    """The words of a tick say where its line stands."""
    with pytest.raises(RenderError, match="chart cumulative: rule 2: a tick is no number"):
        draw_chart(cumulative(ticks=(Text("much"),)), canvas.TEXT_COLUMN, ruler)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda spec: {**spec, "encodings": {}},
        lambda spec: {**spec, "layer": [{**spec["layer"][0], "mark": {"type": "bars"}}, *spec["layer"][1:]]},
        lambda spec: {**spec, "width": "as wide as it is"},
    ],
)
def test_a_spec_that_vega_lite_does_not_know_is_refused(
    ruler: Ruler, spoil: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """By Altair, which has its schema: a key, a mark or a value that is none of it."""
    spec = draw_chart(trend(), canvas.SCREENS[0], ruler).spec
    plot.check_schema(trend(), spec)
    with pytest.raises(RenderError, match="Vega-Lite knows no such spec"):
        plot.check_schema(trend(), spoil(spec))
