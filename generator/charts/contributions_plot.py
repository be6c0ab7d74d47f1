"""Contributions (C1): what each part adds or takes away, in points from a zero line, each with its name and figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.bar_rows import AIR, GAP, fewer_bars, named
from generator.charts.canvas import CARDS, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, fixed, straight, view
from generator.errors import RenderError
from generator.story.plan import Bar, Chart

_HALVINGS = 50
_PRESENCE = 1.17  # of a canvas's row step and bar: the picture of the finding may stand out


@dataclass(frozen=True)
class _Sides:
    """Names in lines; px of their column, of the room left and right of zero, and of one point."""

    names: list[tuple[str, ...]]
    column: float
    left: float
    right: float
    point: float


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: rises to the right of zero, falls to the left."""
    sides = _arranged(picture, canvas, ruler)
    height = _step(sides, canvas) * len(picture.bars)
    rows = [_datum(at, bar, sides, canvas) for at, bar in enumerate(picture.bars)]
    return view(_layers(sides, canvas, len(rows)), rows, canvas, (sides.column, 0, sides.left + sides.right, height, 0))


def _arranged(picture: Chart, canvas: Canvas, ruler: Ruler) -> _Sides:
    """Return the widest bars that leave each figure its room beside them, or raise RenderError."""
    names, column = named(picture, canvas, ruler)
    room, gap = canvas.width - column, canvas.size * GAP
    wides = [(bar.value, ruler.width(bar.figure.words, canvas.size, weight=600) + gap) for bar in picture.bars]

    def sides(point: float) -> tuple[float, float]:
        falls = [gap / 2 + wide - value * point for value, wide in wides if value < 0]
        return max(falls, default=0.0), max((wide + value * point for value, wide in wides if value >= 0), default=1.0)

    if sum(sides(0.0)) > room:
        longest = max(picture.bars, key=lambda bar: len(bar.figure.words))
        msg = f"chart {picture.name}: {longest.figure.words!r} has no room on {canvas.width} px"
        raise RenderError(msg)
    point, too_much = 0.0, room / (max(abs(value) for value, _ in wides) or room)
    for _ in range(_HALVINGS):
        middle = (point + too_much) / 2
        point, too_much = (middle, too_much) if sum(sides(middle)) <= room else (point, middle)
    left, _ = sides(point)
    return _Sides(names, column, left, room - left, point)


def _step(sides: _Sides, canvas: Canvas) -> int:
    """Return the px from one row to the next: more where a name has several lines."""
    lines, step = max(map(len, sides.names)), round(canvas.step * _PRESENCE)
    return step if lines == 1 else max(step, round(canvas.size * (LEADING * lines + AIR)))


def _datum(at: int, bar: Bar, sides: _Sides, canvas: Canvas) -> dict[str, Any]:
    """Return one bar as data; `text` is where its figure begins, on the side of its sign."""
    end = canvas.size * GAP / sides.point
    return {
        "row": at, "label": bar.label.words, "figure": bar.figure.words, "length": bar.value, "bound": bar.bound,
        "rest": bar.rest, "name_lines": "\n".join(sides.names[at]),
        "lift": -canvas.size * LEADING * (len(sides.names[at]) - 1) / 2,
        "text": bar.value - end if bar.value < 0 else bar.value + end,
        "ink": COLOURS["other" if bar.rest or bar.total else "down" if bar.value < 0 else "mark"],
    }  # fmt: skip


def _layers(sides: _Sides, canvas: Canvas, count: int) -> list[Any]:
    low, high = -sides.left / sides.point, sides.right / sides.point
    gap = 1 - canvas.bar * _PRESENCE / _step(sides, canvas)
    y = alt.Y("row:O", sort=list(range(count)), scale=alt.Scale(paddingInner=gap, paddingOuter=gap / 2))
    name: dict[str, Any] = {
        "align": "right",
        "dx": -canvas.size * GAP,
        "dy": alt.expr("datum.lift"),
        "color": COLOURS["ink"],
    }
    figure: dict[str, Any] = {"fontWeight": 600, "color": COLOURS["label"]}
    side = alt.expr("datum.length < 0 ? 'right' : 'left'")
    base = alt.Chart()
    return [
        base.mark_bar().encode(x=across("length", low, high), y=y, color=alt.Color("ink:N", scale=None)),
        base.transform_filter("datum.row == 0")
        .mark_rule(color=COLOURS["ink"], strokeWidth=1.25)
        .encode(x=alt.XDatum(0, scale=straight(low, high))),
        base.mark_text(**name).encode(x=fixed("X", 0), y=y, text=alt.Text("name_lines:N")),
        base.mark_text(**figure, align=side).encode(x=across("text", low, high), y=y, text=alt.Text("figure:N")),
    ]


FORM = ChartForm(draw, is_mirrored=True, card=fewer_bars, cards=CARDS)
