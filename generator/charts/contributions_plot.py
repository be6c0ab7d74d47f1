"""Contributions (C1): what each part adds or takes away, in points from a zero line, each with its name and figure."""

from __future__ import annotations

from generator.charts.bar_rows import GAP, chart_of_bars, fewer_bars, largest, name_lines, no_room
from generator.charts.canvas import CARDS, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.vega import ChartSpec
from generator.story.plan import Chart


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: rises to the right of zero, falls to the left, as wide as leaves each figure its room."""
    names, column = name_lines(picture, surface)
    room = surface.canvas.width - column
    gap = surface.size * GAP
    figures = [(bar.value, surface.width(bar.figure.words, 600) + gap) for bar in picture.bars]

    def sides(point: float) -> tuple[float, float]:
        """Return the px that bars and figures take left and right of zero if one point takes so many."""
        falls = [gap / 2 + width - value * point for value, width in figures if value < 0]
        rises = [width + value * point for value, width in figures if value >= 0]
        return max(falls, default=0.0), max(rises, default=1.0)

    if sum(sides(0.0)) > room:
        raise no_room(picture, surface.canvas)
    most = max(abs(bar.value) for bar in picture.bars) or room
    point = largest(lambda point: sum(sides(point)) <= room, room / most)
    zero, _ = sides(point)
    rows = []
    for bar in picture.bars:
        end = zero + bar.value * point
        is_fall = bar.value < 0
        rows.append(
            {
                "start": min(zero, end),
                "end": max(zero, end),
                "figure_x": end - gap if is_fall else end + gap,
                "is_left": is_fall,
            }
        )
    return chart_of_bars(picture, surface, names, column, rows, zero)


FORM = ChartForm(draw, is_mirrored=True, card=fewer_bars, cards=CARDS)
