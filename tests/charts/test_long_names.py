"""Names of eighty letters and figures of any size: every form is drawn on every canvas, whatever its words are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.charts import canvas
from generator.charts.canvas import Canvas
from generator.charts.chart_form import draw_chart, form_of
from generator.charts.ruler import Ruler
from generator.story.plan import Chart, Text
from tests.charts.rules import drawing_faults
from tests.page import pictures
from tests.page.sample import chart

LONG = "Pharmaceutical products, electrotechnical instruments and apparatus for hospitals"[:78]


def fits(picture: Chart, place: Canvas, ruler: Ruler) -> bool:
    """Return whether a picture fills a canvas and none of its words meets another, leaves it or is gone."""
    drawing = draw_chart(picture, place, ruler).drawing
    return drawing.width == place.width and not list(drawing_faults(picture, drawing, ruler))


PLACES = (canvas.TEXT_COLUMN, canvas.NARROW_COLUMN, canvas.TEXT_COLUMN, canvas.PHONE)


def named(picture: Chart) -> Chart:
    """Return `picture` with a long name for every bar or line."""
    bars = (replace(bar, label=Text(f"{LONG} {at}")) for at, bar in enumerate(picture.bars))
    curves = (replace(curve, label=Text(f"{LONG} {at}")) for at, curve in enumerate(picture.curves))
    return replace(picture, bars=tuple(bars), curves=tuple(curves))


@pytest.mark.parametrize("form", ["contributions", "ordered_bars", "panels"])
def test_bars_and_panels_are_drawn_whatever_their_names(ruler: Ruler, form: str) -> None:
    """On every canvas of print, screen and mail."""
    picture = named({"ordered_bars": chart, "contributions": pictures.contributions, "panels": pictures.panels}[form]())
    places = {*PLACES, form_of(picture).canvas, *(() if form == "panels" else (canvas.MAIL, canvas.MAIL_NARROW))}
    assert all(fits(picture, place, ruler) for place in places)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: str(place.width))
def test_ticks_of_a_dumbbell_stand_apart_beside_long_names_and_figures(ruler: Ruler, place: Canvas) -> None:
    """On the narrowest canvas a third of what names and figures left was less than "10,000" is wide."""
    drawn = pictures.dumbbell()
    name, figure = Text("Telecommunications equipment parts"), Text("17,800.25, from 12,345.67")
    bars = [
        replace(bar, label=name, panel=0, value=29_900.25 - at, before=12_345.67, figure=figure)
        for at, bar in enumerate(drawn.bars)
    ]
    picture = replace(drawn, bars=tuple(bars), ticks=(Text("0"), Text("10,000"), Text("20,000")))
    assert fits(picture, place, ruler)
