"""Contributions (C1): what each part adds or takes away, in points from a zero line, each with its name and figure."""

from __future__ import annotations

from generator.charts.bar_rows import (
    GAP,
    chart_of_bars,
    fewer_bars,
    largest,
    name_lines,
    no_room,
    sides,
    signed_bars,
)
from generator.charts.canvas import CARDS, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.vega import ChartSpec
from generator.story.plan import Chart


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: rises to the right of zero, falls to the left, as wide as leaves each figure its room.

    The name of the longest bar is bolder.
    """
    lead = max(picture.bars, key=lambda bar: 0.0 if bar.rest else abs(bar.value))
    names, column = name_lines(picture, surface, lead)
    room = surface.canvas.width - column
    gap = surface.size * GAP
    figures = [(bar.value, surface.width(bar.figure.words, 600)) for bar in picture.bars]
    if sum(sides(figures, 0.0, gap)) > room:
        raise no_room(picture, surface.canvas)
    most = max(abs(bar.value) for bar in picture.bars) or room
    point = largest(lambda point: sum(sides(figures, point, gap)) <= room, room / most)
    zero, _ = sides(figures, point, gap)
    rows = signed_bars(figures, zero, point, gap)
    return chart_of_bars(picture, surface, names, column, rows, zero, lead=lead)


FORM = ChartForm(draw, is_high=True, card=fewer_bars, cards=CARDS)
