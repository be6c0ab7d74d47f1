"""Contributions (C1): what each part adds or takes away, in points from a zero line, each with its name and figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.bar_rows import (
    GAP,
    bar_bands,
    bar_layers,
    bar_step,
    bar_words,
    fewer_bars,
    named,
    no_room,
    widest,
)
from generator.charts.canvas import CARDS, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import across, view
from generator.story.plan import Bar, Chart


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
    height = bar_step(sides.names, canvas) * len(picture.bars)
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
        raise no_room(picture, canvas)
    most = max(abs(value) for value, _ in wides) or room
    point = widest(lambda point: sum(sides(point)) <= room, room / most)
    left, _ = sides(point)
    return _Sides(names, column, left, room - left, point)


def _datum(at: int, bar: Bar, sides: _Sides, canvas: Canvas) -> dict[str, Any]:
    """Return one bar as data; `text` is where its figure begins, on the side of its sign."""
    end = canvas.size * GAP / sides.point
    return bar_words(sides.names[at], bar, canvas) | {
        "row": at,
        "length": bar.value,
        "bound": bar.bound,
        "rest": bar.rest,
        "text": bar.value - end if bar.value < 0 else bar.value + end,
        "ink": COLOURS["other" if bar.rest or bar.total else "down" if bar.value < 0 else "mark"],
    }


def _layers(sides: _Sides, canvas: Canvas, count: int) -> list[Any]:
    edges = (-sides.left / sides.point, sides.right / sides.point)
    y = alt.Y("row:O", sort=list(range(count)), scale=bar_bands(bar_step(sides.names, canvas), canvas))
    bars = alt.Chart().mark_bar().encode(x=across("length", *edges), y=y, color=alt.Color("ink:N", scale=None))
    return [bars, *bar_layers(edges, y, canvas, "datum.length < 0")]


FORM = ChartForm(draw, is_mirrored=True, card=fewer_bars, cards=CARDS)
