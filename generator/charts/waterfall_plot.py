"""A change in its steps (C6): from last year's total to this year's, each step where the one before it ended.

Where no bar is the total that the steps begin with they stand alone, from a zero line like contributions, the last bar
their sum: beside the totals they would not be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import altair as alt

from generator.charts import contributions_plot
from generator.charts.bar_rows import GAP, bar_bands, bar_layers, bar_step, bar_words, named, no_room, widest
from generator.charts.canvas import CARDS, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import across, over, view
from generator.story.plan import Bar, Chart


@dataclass(frozen=True)
class _WaterfallFrame:
    """Names in lines, px of their column, of the plot and of a row; the values at the plot's edges."""

    names: list[tuple[str, ...]]
    column: float
    width: float
    step: int
    low: float
    high: float

    @property
    def pixel(self) -> float:
        """What one px across the plot is worth."""
        return (self.high - self.low) / self.width


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: a row for each total and step, in their order."""
    if not picture.bars[0].total:
        return contributions_plot.draw(picture, canvas, ruler)
    spans = levels(picture)
    frame = _framed(picture, spans, canvas, ruler)
    rows = [_datum(at, bar, spans[at], frame, canvas, ruler) for at, bar in enumerate(picture.bars)]
    height = frame.step * len(rows)
    return view(_layers(rows, frame, canvas), rows, canvas, (frame.column, 0, frame.width, height, 0))


def levels(picture: Chart) -> list[tuple[float, float]]:
    """Return where each bar begins and ends: totals at nothing, a step where the one before it ended."""
    ends = list(accumulate(bar.value for bar in picture.bars[:-1]))
    steps = [*pairwise(ends), (0.0, picture.bars[-1].value)]
    return [(0.0, picture.bars[0].value), *steps]


def _framed(picture: Chart, spans: list[tuple[float, float]], canvas: Canvas, ruler: Ruler) -> _WaterfallFrame:
    """Return the widest bars that leave each figure its room to their right, or raise RenderError."""
    names, column = named(picture, canvas, ruler)
    room = canvas.width - column
    wides = [_wide(bar, canvas, ruler) for bar in picture.bars]
    low = min(0.0, *(min(span) for span in spans))
    tops = [max(span) - low for span in spans]
    if max(wides) > room * (1 - 1 / 3):
        raise no_room(picture, canvas)

    def fits(point: float) -> bool:
        return all(top * point + wide <= room for top, wide in zip(tops, wides, strict=True))

    point = widest(fits, room / (max(tops) or 1.0))
    return _WaterfallFrame(names, column, room, bar_step(names, canvas), low, low + room / point)


def _wide(bar: Bar, canvas: Canvas, ruler: Ruler) -> float:
    return ruler.width(bar.figure.words, canvas.size, weight=600) + canvas.size * GAP


def _datum(
    at: int, bar: Bar, span: tuple[float, float], frame: _WaterfallFrame, canvas: Canvas, ruler: Ruler
) -> dict[str, Any]:
    """Return one bar as data; the figure of a fall stands left of it where it has room there, else on the right."""
    low, high = sorted(span)
    left = bar.value < 0 and not bar.total and (low - frame.low) / frame.pixel >= _wide(bar, canvas, ruler)
    gap = canvas.size * GAP * frame.pixel
    return bar_words(frame.names[at], bar, canvas) | {
        "row": at,
        "length": bar.value,
        "bound": bar.bound,
        "total": bar.total,
        "start": span[0],
        "end": span[1],
        "left": left,
        "text": low - gap if left else high + gap,
        "ink": COLOURS["other" if bar.total else "down" if bar.value < 0 else "mark"],
    }


def _layers(rows: list[dict[str, Any]], frame: _WaterfallFrame, canvas: Canvas) -> list[Any]:
    edges = (frame.low, frame.high)
    scale = bar_bands(frame.step, canvas)

    def y(**place: Any) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
        return alt.Y("row:O", sort=list(range(len(rows))), scale=scale, **place)

    joints = [{"at": row["end"], "row": row["row"], "next": row["row"] + 1} for row in rows[:-1]]
    joined = over(joints).mark_rule(color=COLOURS["other"], strokeWidth=1)
    bars = alt.Chart().mark_bar()
    return [
        joined.encode(x=across("at", *edges), y=y(bandPosition=1), y2=alt.Y2("next:O", bandPosition=0)),
        bars.encode(x=across("start", *edges), x2=alt.X2("end:Q"), y=y(), color=alt.Color("ink:N", scale=None)),
        *bar_layers(edges, y(), canvas, "datum.left"),
    ]


FORM = ChartForm(draw, is_mirrored=True, cards=CARDS)
