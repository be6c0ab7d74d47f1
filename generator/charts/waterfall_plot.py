"""A change in its steps (C6): from last year's total to this year's, each step where the one before it ended.

Where no bar is the total that the steps begin with they stand alone, from a zero line like contributions, the last bar
their sum: beside the totals they would not be seen.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from generator.charts import contributions_plot
from generator.charts.bar_rows import GAP, chart_of_bars, largest, name_lines, no_room
from generator.charts.canvas import CARDS, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.vega import ChartSpec
from generator.story.plan import Chart

_FIGURE_SHARE = 2 / 3  # of the room: a longer figure leaves the bars too little


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: a row for each total and step, in their order, as wide as leaves each figure its room."""
    if not picture.bars[0].total:
        return contributions_plot.draw(picture, surface)
    names, column = name_lines(picture, surface)
    room = surface.canvas.width - column
    gap = surface.size * GAP
    spans = levels(picture)
    low = min(0.0, *(min(span) for span in spans))
    widths = [surface.width(bar.figure.words, 600) + gap for bar in picture.bars]
    if max(widths) > room * _FIGURE_SHARE:
        raise no_room(picture, surface.canvas)
    tops = [max(span) - low for span in spans]

    def fits(point: float) -> bool:
        return all(top * point + width <= room for top, width in zip(tops, widths, strict=True))

    point = largest(fits, room / (max(tops) or 1.0))
    rows = []
    for bar, span, width in zip(picture.bars, spans, widths, strict=True):
        start = (span[0] - low) * point
        end = (span[1] - low) * point
        # the figure of a fall stands left of it where it has room there
        is_left = bar.value < 0 and not bar.total and min(start, end) >= width
        rows.append(
            {
                "start": start,
                "end": end,
                "figure_x": min(start, end) - gap if is_left else max(start, end) + gap,
                "is_left": is_left,
            }
        )
    return chart_of_bars(picture, surface, names, column, rows, -low * point, joined=True)


def levels(picture: Chart) -> list[tuple[float, float]]:
    """Return where each bar begins and ends: totals at nothing, a step where the one before it ended."""
    ends = list(accumulate(bar.value for bar in picture.bars[:-1]))
    steps = [*pairwise(ends), (0.0, picture.bars[-1].value)]
    return [(0.0, picture.bars[0].value), *steps]


FORM = ChartForm(draw, cards=CARDS)
