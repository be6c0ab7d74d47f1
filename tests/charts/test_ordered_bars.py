"""Ordered bars: true lengths, labels beside their marks, an arrow head for a bound, a tick for the base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.charts import canvas, draw_chart
from generator.charts.canvas import Canvas
from generator.charts.drawing import Drawing, Mark
from generator.charts.measure import Ruler
from generator.charts.tokens import COLOURS
from generator.story.plan import Text
from tests.page.sample import chart

PLACES = (canvas.TEXT_COLUMN, *canvas.SCREENS, canvas.MAIL, canvas.MAIL_NARROW, canvas.CARD)


def marks(drawing: Drawing, tag: str, colour: str) -> list[Mark]:
    """Return the marks of one kind in one colour."""
    return [mark for mark in drawing.marks if mark.tag == tag and mark.get("fill") == COLOURS[colour]]


def test_bars_are_as_long_as_their_figures(ruler: Ruler) -> None:
    """Length is the only scale that a reader has: zero is zero, twice is twice; a bound is drawn at its print."""
    bars = marks(draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing, "rect", "mark")
    unit = bars[0].width / 1140
    assert [1140, 110.9, 101, 89.43, 30.35, 14.16, 11] == [round(bar.width / unit, 2) for bar in bars]
    assert 1 == len({round(bar.x, 3) for bar in bars})


def test_a_bound_ends_in_an_arrow_head_and_keeps_its_word(ruler: Ruler) -> None:
    """Two of seven figures are bounds: two heads, each beside the row that says "above" or "more than"."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    heads = marks(drawing, "path", "mark")
    said = [mark for mark in drawing.marks if mark.lines and mark.lines[0].startswith(("above", "more than"))]
    assert len(heads) == len(said) == 2
    assert all(abs(head.y - text.y) < 5 and head.x < text.x for head, text in zip(heads, said, strict=True))


@pytest.mark.parametrize(("before", "colour"), [(60.0, "paper"), (300.0, "ink")])
def test_a_base_is_a_tick_white_inside_its_bar_and_ink_outside(ruler: Ruler, before: float, colour: str) -> None:
    """Last year's value is seen against the bar and against the page."""
    bars = list(chart().bars)
    bars[1] = replace(bars[1], before=before)
    drawing = draw_chart(chart(bars=tuple(bars)), canvas.TEXT_COLUMN, ruler).drawing
    bar, unit = marks(drawing, "rect", "mark")[1], marks(drawing, "rect", "mark")[0].width / 1140
    ticks = [mark for mark in marks(drawing, "rect", colour) if mark.width == 2]
    assert [round(before)] == [round((tick.x + 1 - bar.x) / unit) for tick in ticks]


def test_a_base_too_near_to_zero_is_not_drawn(ruler: Ruler) -> None:
    """0.29 of 1,140 would lie on the zero line and be read as part of it."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    assert [] == [mark for mark in drawing.marks if mark.tag == "rect" and mark.width == 2]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.width}px")
def test_a_chart_is_drawn_at_its_final_width(ruler: Ruler, place: Canvas) -> None:
    """Labels have one size through a document, so nothing is scaled; the height keeps the page's unit."""
    drawing = draw_chart(chart(), place, ruler).drawing
    assert place.width == drawing.width
    assert abs(drawing.height / place.module - round(drawing.height / place.module)) < 0.01


def test_a_long_name_takes_a_second_line_and_a_taller_row(ruler: Ruler) -> None:
    """No name is cut and none meets the next: the checker would refuse the chart."""
    bars = list(chart().bars)
    bars[1] = replace(bars[1], label=Text("Zinc ores and concentrates of every kind"))
    drawing = draw_chart(chart(bars=tuple(bars)), canvas.TEXT_COLUMN, ruler).drawing
    assert [2] == [len(mark.lines) for mark in drawing.marks if len(mark.lines) > 1]


def test_the_same_chart_has_the_same_spec_and_drawing(ruler: Ruler) -> None:
    """Equal inputs give equal bytes: nothing comes from clock, chance or the order of a set."""
    assert draw_chart(chart(), canvas.MAIL, ruler) == draw_chart(chart(), canvas.MAIL, ruler)
