"""Every form in every language and on every canvas keeps the rules of a chart; and each rule can be broken."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.charts import canvas, chart_frame, raster
from generator.charts.chart_form import draw_chart, form_of
from generator.charts.ruler import Ruler
from generator.charts.svg import DrawnMark
from generator.errors import RenderError
from generator.story.plan import Bar, Text
from tests.charts.drawings import TOLD, charts_of
from tests.charts.rules import MAIL_BYTES, drawing_faults, spec_faults, word_faults
from tests.page.sample import chart

BAR = chart().bars[0]


@pytest.mark.parametrize("form", sorted(TOLD))
def test_a_form_keeps_the_rules_in_every_language_on_every_canvas(scripts: Path, form: str) -> None:
    """Words are whole, stand apart and inside; scales begin at zero; colours can be told from the paper."""
    for picture, ruler in charts_of(form, scripts):
        drawn_as = form_of(picture)
        places = {drawn_as.printed(style) for style in canvas.COLUMNS} | {drawn_as.canvas, canvas.PHONE}
        places |= {canvas.MAIL, canvas.MAIL_NARROW} if "mail" in picture.shown else set()
        assert [] == list(word_faults(picture, ruler))
        for place in sorted(places, key=lambda place: place.width):
            drawn = draw_chart(picture, place, ruler)
            faults = [*spec_faults(picture, drawn.spec), *drawing_faults(picture, drawn.drawing, ruler)]
            assert (place.width, []) == (place.width, faults)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": Text(" ")}, "no title"),
        ({"subtitle": Text("Imports, US$ million")}, "names a period"),
        ({"source": Text("Source: customs, HS 2022")}, "no date of issue"),
        ({"alt": Text("x" * 151)}, "151 letters"),
        ({"description": Text("")}, "no description"),
        ({"bars": (replace(BAR, label=Text("铜")),)}, "no face has '铜'"),
    ],
)
def test_words_that_lack_are_found(ruler: Ruler, changes: dict[str, Any], fault: str) -> None:
    """A chart carries title, period, source and both descriptions, in characters that can be drawn."""
    found = list(word_faults(chart(**changes), ruler))
    assert [fault in line for line in found] == [True]


def _put(spec: dict[str, Any], layer: int, path: str, value: object) -> None:
    *way, last = path.split(".")
    part = spec["layer"][layer]
    for key in way:
        part = part[key]
    part[last] = value


@pytest.mark.parametrize(
    ("layer", "path", "value", "fault"),
    [
        (0, "encoding.x.scale.zero", False, "linear scale from zero"),
        (-1, "encoding.x.scale.domain", [0, 1], "scales along x differ"),
        (-2, "mark.color", "#F46A25", "words are set in"),
        (0, "mark.color", "#00AA00", "outside the palette"),
        (0, "encoding.color.value", "#FFFFFF", "a bar fades"),
        (0, "encoding.x.type", "temporal", "a time channel"),
        (2, "data", {"url": "https://example.org/x.csv"}, "would fetch"),
    ],
)
def test_a_spec_that_misleads_is_found(ruler: Ruler, layer: int, path: str, value: object, fault: str) -> None:
    """Scale, colours and data."""
    spec = copy.deepcopy(draw_chart(chart(), canvas.TEXT_COLUMN, ruler).spec)
    _put(spec, layer, path, value)
    assert any(fault in line for line in spec_faults(chart(), spec))


def _moved(mark: DrawnMark, right: float = 0, down: float = 0) -> DrawnMark:
    return replace(mark, x=mark.x + right, y=mark.y + down)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda mark: replace(mark, lines=("Zink",)), "missing: ['Zincores']"),
        (lambda mark: _moved(mark, right=-80), "leaves the canvas"),
        (lambda mark: _moved(mark, down=-18), "meets"),
    ],
)
def test_a_label_that_is_gone_or_in_the_way_is_found(
    ruler: Ruler, change: Callable[[DrawnMark], DrawnMark], fault: str
) -> None:
    """Vega-Lite moves no label out of the way, so each box is measured."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    marks = tuple(change(mark) if mark.lines == ("Zinc ores",) else mark for mark in drawing.marks)
    assert any(fault in line for line in drawing_faults(chart(), replace(drawing, marks=marks), ruler))


@pytest.mark.parametrize("form", sorted(TOLD))
def test_a_picture_is_light_enough_for_mail(scripts: Path, form: str) -> None:
    """In the language whose letters take most room."""
    for picture, ruler in charts_of(form, scripts, ("zh",)):
        drawing = draw_chart(picture, canvas.MAIL, ruler).drawing
        assert len(raster.to_png(chart_frame.bare_svg(drawing, ruler), 2, ruler.directory)) <= MAIL_BYTES


def test_an_unknown_form_names_those_there_are(ruler: Ruler) -> None:
    """A form is a file of the folder; a wrong name is told with the right ones."""
    with pytest.raises(RenderError, match=re.escape("no form is called 'pie'; there are contributions, ")):
        draw_chart(chart(form="pie"), canvas.TEXT_COLUMN, ruler)


def test_a_chart_that_cannot_be_drawn_is_named(ruler: Ruler) -> None:
    """A word wider than the canvas fits neither beside its bar nor under it: its bar is named."""
    wide = Bar(Text("Copper"), Text("a figure of " + "1" * 60), 1.0, 1.0, 1.0)
    with pytest.raises(RenderError, match=r"chart lines: 'a figure.*' of 'Copper' has no room on 320 px"):
        draw_chart(chart(bars=(wide,)), canvas.PHONE, ruler)
