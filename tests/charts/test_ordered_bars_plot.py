"""Ordered bars: true lengths, labels beside their marks, an arrow head for a bound, a tick for the base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.charts import canvas
from generator.charts.canvas import Canvas
from generator.charts.chart_form import draw_chart
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, DrawnMark
from generator.story.plan import Bar, Text
from tests.charts.rules import drawing_faults
from tests.page.sample import chart

PLACES = (canvas.TEXT_COLUMN, canvas.TEXT_COLUMN, canvas.PHONE, canvas.MAIL, canvas.MAIL_NARROW, canvas.CARDS[0])


def marks(drawing: ChartDrawing, tag: str, colour: str) -> list[DrawnMark]:
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


def ticked(before: float, ruler: Ruler) -> tuple[float, dict[float, DrawnMark]]:
    """Return where the tick of the second bar should begin, and what is drawn there: marks by their width."""
    bars = list(chart().bars)
    bars[1] = replace(bars[1], before=before)
    drawing = draw_chart(chart(bars=tuple(bars)), canvas.TEXT_COLUMN, ruler).drawing
    first, second = marks(drawing, "rect", "mark")[:2]
    boxes = {round(mark.width, 3): mark for mark in drawing.marks if mark.tag == "rect"}
    ticks = {width: mark for width, mark in boxes.items() if width in {2, 4}}
    return second.x + before * first.width / 1140 - 1, ticks


def test_a_base_inside_its_bar_is_a_white_tick(ruler: Ruler) -> None:
    """Last year's value is seen against the bar."""
    place, ticks = ticked(60.0, ruler)
    assert [(2, COLOURS["paper"], round(place, 2))] == [
        (wide, mark.get("fill"), round(mark.x, 2)) for wide, mark in ticks.items()
    ]


@pytest.mark.parametrize("before", [110.5, 110.9, 300.0])
def test_a_base_at_or_past_the_end_is_ink_between_gaps_of_paper(ruler: Ruler, before: float) -> None:
    """Ink would melt into a dark bar that it touches: a px of paper parts them."""
    place, ticks = ticked(before, ruler)
    assert (COLOURS["ink"], round(place, 2)) == (ticks[2].get("fill"), round(ticks[2].x, 2))
    assert (COLOURS["paper"], round(place - 1, 2)) == (ticks[4].get("fill"), round(ticks[4].x, 2))


def test_a_base_too_near_to_zero_is_not_drawn(ruler: Ruler) -> None:
    """0.29 of 1,140 would lie on the zero line and be read as part of it."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    assert [] == [mark for mark in drawing.marks if mark.tag == "rect" and mark.width == 2]


def test_a_long_name_takes_a_second_line_and_a_taller_row(ruler: Ruler) -> None:
    """No name is cut and none meets the next."""
    bars = list(chart().bars)
    bars[1] = replace(bars[1], label=Text("Zinc ores and their concentrates"))
    picture = chart(bars=tuple(bars))
    drawing = draw_chart(picture, canvas.PHONE, ruler).drawing
    assert [] == list(drawing_faults(picture, drawing, ruler))
    assert [2] == [len(mark.lines) for mark in drawing.marks if len(mark.lines) > 1]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.width}px")
@pytest.mark.parametrize("label", ["Zinc ores", "Ores and concentrates of zinc, lead and copper"])
def test_twelve_bars_that_each_say_their_base_are_drawn_everywhere(ruler: Ruler, label: str, place: Canvas) -> None:
    """Ordinary data is never refused: names and figures break by measure, down to the narrowest page."""
    bars = tuple(
        Bar(Text(label), Text(f"{value:,.2f}, from {value - 140.01:,.2f} in 2024"), value, value, value)
        for value in (1140.12 - 80 * at for at in range(12))
    )
    drawing = draw_chart(chart(bars=bars), place, ruler).drawing
    assert [] == list(drawing_faults(chart(bars=bars), drawing, ruler))
    assert 12 == len(marks(drawing, "rect", "mark"))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.width}px")
def test_a_long_figure_leaves_the_longest_bar_a_third_of_the_room(ruler: Ruler, place: Canvas) -> None:
    """A figure that would squeeze the bars takes a second line, or stands under its bar."""
    first, *others = chart().bars
    told = replace(first, figure=Text("published as more than 1,140.12, from about 1,000.11 in 2024"))
    drawing = draw_chart(chart(bars=(told, *others)), place, ruler).drawing
    bar = marks(drawing, "rect", "mark")[0]
    assert bar.width >= (place.width - bar.x) / 3 - 0.01


def test_a_long_figure_on_a_short_bar_takes_nothing_from_the_longest(ruler: Ruler) -> None:
    """The scale asks of each bar only the room of its own figure."""
    bars = list(chart().bars)
    plain = marks(draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing, "rect", "mark")[0]
    bars[5] = replace(bars[5], figure=Text("14.16, from 0.29 in the year 2024"))
    drawn = draw_chart(chart(bars=tuple(bars)), canvas.TEXT_COLUMN, ruler).drawing
    assert plain.width == marks(drawn, "rect", "mark")[0].width


def test_the_bar_of_all_other_lines_is_grey(ruler: Ruler) -> None:
    """What was put together is no line of its own and does not compete with those."""
    rest = Bar(Text("All other lines"), Text("at least 5.3"), 5.3, 5.3, 5.6, bound=True, rest=True)
    drawing = draw_chart(chart(bars=(*chart().bars, rest)), canvas.TEXT_COLUMN, ruler).drawing
    assert ["rect", "path"] == [mark.tag for mark in drawing.marks if mark.get("fill") == COLOURS["other"]]


def test_the_data_of_a_spec_hold_whole_words(ruler: Ruler) -> None:
    """Where words break is a matter of width; who reads the data finds them unbroken."""
    bars = (replace(chart().bars[0], label=Text("Copper and articles of copper and its alloys")), *chart().bars[1:])
    spec = draw_chart(chart(bars=bars), canvas.PHONE, ruler).spec
    assert bars[0].label.words == spec["data"]["values"][0]["label"]


def test_the_same_chart_has_the_same_spec_and_drawing(ruler: Ruler) -> None:
    """Equal inputs give equal bytes: nothing comes from clock, chance or the order of a set."""
    assert draw_chart(chart(), canvas.MAIL, ruler) == draw_chart(chart(), canvas.MAIL, ruler)
