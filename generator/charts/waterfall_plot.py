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
from generator.charts.bar_rows import AIR, GAP, named
from generator.charts.canvas import CARDS, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, fixed, over, straight, view
from generator.errors import RenderError
from generator.story.plan import Bar, Chart

_PRESENCE = 1.17  # of a canvas's row step and bar, as in contributions
_HALVINGS = 50


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
        longest = max(picture.bars, key=lambda bar: len(bar.figure.words))
        msg = f"chart {picture.name}: {longest.figure.words!r} has no room on {canvas.width} px"
        raise RenderError(msg)
    point, too_much = 0.0, room / (max(tops) or 1.0)
    for _ in range(_HALVINGS):
        middle = (point + too_much) / 2
        fits = all(top * middle + wide <= room for top, wide in zip(tops, wides, strict=True))
        point, too_much = (middle, too_much) if fits else (point, middle)
    lines, step = max(map(len, names)), round(canvas.step * _PRESENCE)
    step = step if lines == 1 else max(step, round(canvas.size * (LEADING * lines + AIR)))
    return _WaterfallFrame(names, column, room, step, low, low + room / point)


def _wide(bar: Bar, canvas: Canvas, ruler: Ruler) -> float:
    return ruler.width(bar.figure.words, canvas.size, weight=600) + canvas.size * GAP


def _datum(
    at: int, bar: Bar, span: tuple[float, float], frame: _WaterfallFrame, canvas: Canvas, ruler: Ruler
) -> dict[str, Any]:
    """Return one bar as data; the figure of a fall stands left of it where it has room there, else on the right."""
    low, high = sorted(span)
    left = bar.value < 0 and not bar.total and (low - frame.low) / frame.pixel >= _wide(bar, canvas, ruler)
    gap = canvas.size * GAP * frame.pixel
    return {
        "row": at, "label": bar.label.words, "figure": bar.figure.words, "length": bar.value, "bound": bar.bound,
        "total": bar.total, "start": span[0], "end": span[1], "left": left, "text": low - gap if left else high + gap,
        "name_lines": "\n".join(frame.names[at]), "lift": -canvas.size * LEADING * (len(frame.names[at]) - 1) / 2,
        "ink": COLOURS["other" if bar.total else "down" if bar.value < 0 else "mark"],
    }  # fmt: skip


def _layers(rows: list[dict[str, Any]], frame: _WaterfallFrame, canvas: Canvas) -> list[Any]:
    gap = 1 - canvas.bar * _PRESENCE / frame.step
    scale = alt.Scale(paddingInner=gap, paddingOuter=gap / 2)

    def y(field: str = "row", **place: Any) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
        return alt.Y(f"{field}:O", sort=list(range(len(rows))), scale=scale, **place)

    name: dict[str, Any] = {"align": "right", "dx": -canvas.size * GAP, "dy": alt.expr("datum.lift")}
    side = alt.expr("datum.left ? 'right' : 'left'")
    base = alt.Chart()
    joints = [{"at": row["end"], "row": row["row"], "next": row["row"] + 1} for row in rows[:-1]]
    return [
        over(joints)
        .mark_rule(color=COLOURS["other"], strokeWidth=1)
        .encode(x=across("at", frame.low, frame.high), y=y(bandPosition=1), y2=alt.Y2("next:O", bandPosition=0)),
        base.mark_bar().encode(
            x=across("start", frame.low, frame.high),
            x2=alt.X2("end:Q"),
            y=y(),
            color=alt.Color("ink:N", scale=None),
        ),
        base.transform_filter("datum.row == 0")
        .mark_rule(color=COLOURS["ink"], strokeWidth=1.25)
        .encode(x=alt.XDatum(0, scale=straight(frame.low, frame.high))),
        base.mark_text(**name, color=COLOURS["ink"]).encode(x=fixed("X", 0), y=y(), text=alt.Text("name_lines:N")),
        base.mark_text(fontWeight=600, color=COLOURS["label"], align=side).encode(
            x=across("text", frame.low, frame.high), y=y(), text=alt.Text("figure:N")
        ),
    ]


FORM = ChartForm(draw, is_mirrored=True, cards=CARDS)
