"""Ranked dumbbell (C2): a ring for last year, a point for this one, a rule between; what it came to at the right.

Where the largest line would leave the others no room the picture has two scales, each from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt

from generator.charts.bar_rows import AIR, GAP, even, named
from generator.charts.canvas import Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, fixed, over, px_down, tick_values, view
from generator.errors import RenderError
from generator.story.plan import Chart

_FIGURES = 0.3  # of the canvas: wider figures take a second line
_DOT, _RING = 0.8, 0.72  # em across
_CLEAR, _SIDE = 0.35, 1.0  # em more than usual from names to the plot, where a ring may stand; from it to the figures
_RULE = 0.16  # em
_FOOT, _BETWEEN = LEADING + 0.55, 0.8  # em: the figures of a scale; from them to the next scale
_APART = 0.4  # em between the words of two ticks
_WAYS = (("rose", "mark"), ("fell", "down"))


@dataclass(frozen=True)
class _Panel:
    """A scale with its rows: px from the top and of its height, the value at its right edge, its ticks.

    Each tick has its value, its words and the line under the scale on which these stand.
    """

    top: float
    height: float
    high: float
    ticks: tuple[tuple[float, str, int], ...]


@dataclass(frozen=True)
class _DumbbellFrame:
    """Px before, across and after the plot; the words of the rows in lines, their middles, the scales.

    `foot` are the px under a scale for the words of its ticks.
    """

    left: float
    width: float
    right: float
    names: tuple[tuple[str, ...], ...]
    figures: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    panels: tuple[_Panel, ...]
    foot: float

    def x(self, value: float, panel: int) -> float:
        """Return how far right of zero a value stands on its scale."""
        return round(value / self.panels[panel].high * self.width, 2)


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: blue where a line rose, orange where it fell."""
    frame = _framed(picture, canvas, ruler)
    rows = _rows(picture, frame, canvas)
    last = frame.panels[-1]
    height = last.top + last.height
    layers = [*_grid(frame, canvas, height), *_marks(rows, frame, canvas, height), *_words(frame, canvas, height)]
    return view(layers, rows, canvas, (frame.left, 0, frame.width, height, frame.foot))


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _DumbbellFrame:
    size = canvas.size
    names, column = named(picture, canvas, ruler)
    left = column + size * _CLEAR
    figures = [even(bar.figure.words, _FIGURES * canvas.width, canvas, ruler, 600) for bar in picture.bars]
    right = max(ruler.width(line, size, weight=600) for figure in figures for line in figure) + size * _SIDE
    lines = [max(map(len, words)) for words in zip(names, figures, strict=True)]
    steps = [max(float(canvas.step), size * (LEADING * count + AIR)) for count in lines]
    width = round(canvas.width - left - right, 2)
    scales = [_lined(picture, panel, ticks, width, canvas, ruler) for panel, ticks in enumerate(_scales(picture))]
    foot = size * (_FOOT + LEADING * max(line for ticks in scales for _, _, line in ticks))
    middles, panels, top = list[float](), list[_Panel](), 0.0
    for panel, ticks in enumerate(scales):
        bars = [(bar, step) for bar, step in zip(picture.bars, steps, strict=True) if bar.panel == panel]
        down = top
        for _, step in bars:
            middles.append(round(down + step / 2, 2))
            down += step
        panels.append(_Panel(top, round(down - top), _high(picture, panel, ticks), ticks))
        top = round(down + foot + size * _BETWEEN, 2)
    return _DumbbellFrame(left, width, right, tuple(names), tuple(figures), tuple(middles), tuple(panels), foot)


def _high(picture: Chart, panel: int, ticks: Sequence[tuple[float, str, int]]) -> float:
    """Return the value at the right edge of a scale."""
    ends = [max(bar.value, bar.before or 0.0) for bar in picture.bars if bar.panel == panel]
    return max(*ends, *(value for value, _, _ in ticks)) or 1.0


def _lined(
    picture: Chart, panel: int, ticks: Sequence[tuple[float, str]], width: float, canvas: Canvas, ruler: Ruler
) -> tuple[tuple[float, str, int], ...]:
    """Return the ticks of a scale with their lines: every second one is on a line of its own where they would meet."""
    one_line = [(value, words, 0) for value, words in ticks]
    high = _high(picture, panel, one_line)
    for (value, words), (following, others) in pairwise(ticks):
        needed = (ruler.width(words, canvas.size) + ruler.width(others, canvas.size)) / 2 + canvas.size * _APART
        if (following - value) / high * width < needed:
            return tuple((at_value, at_words, at % 2) for at, (at_value, at_words) in enumerate(ticks))
    return tuple(one_line)


def _scales(picture: Chart) -> list[tuple[tuple[float, str], ...]]:
    """Return the ticks of each scale; each begins at nothing."""
    scales: list[list[tuple[float, str]]] = []
    for value, text in zip(tick_values(picture), picture.ticks, strict=True):
        if not value or not scales:
            scales.append([])
        scales[-1].append((value, text.words))
    wanted = 1 + max(bar.panel for bar in picture.bars)
    if len(scales) != wanted or any(ticks[0][0] for ticks in scales):
        msg = f"chart {picture.name}: {wanted} scales from zero are wanted, the ticks make {len(scales)}"
        raise RenderError(msg)
    return [tuple(ticks) for ticks in scales]


def _rows(picture: Chart, frame: _DumbbellFrame, canvas: Canvas) -> list[dict[str, Any]]:
    """Return every line as data; `lift` and `drop` are px from its middle to the first line of its words."""
    line = canvas.size * LEADING
    return [
        {
            "label": bar.label.words, "figure": bar.figure.words, "length": bar.value, "before": bar.before,
            "bound": bar.bound, "panel": bar.panel, "y": middle,
            "way": "fell" if bar.value < (bar.before or 0) else "rose",
            "x": frame.x(bar.value, bar.panel), "from": frame.x(bar.before or 0.0, bar.panel),
            "name_lines": "\n".join(name), "lift": -line * (len(name) - 1) / 2,
            "figure_lines": "\n".join(figure), "drop": -line * (len(figure) - 1) / 2,
        }
        for bar, middle, name, figure in zip(picture.bars, frame.middles, frame.names, frame.figures, strict=True)
    ]  # fmt: skip


def _grid(frame: _DumbbellFrame, canvas: Canvas, height: float) -> list[Any]:
    """Return a pale line for each tick and the zero line in ink, with the ticks' words under them."""
    rows = [
        {
            "x": frame.x(value, at), "words": words, "zero": not value,
            "y": panel.top, "foot": panel.top + panel.height,
            "word_y": round(panel.top + panel.height + canvas.size * (LEADING * (line + 0.5) + 0.3), 2),
        }
        for at, panel in enumerate(frame.panels)
        for value, words, line in panel.ticks
    ]  # fmt: skip
    x, ticks = across("x", 0, frame.width), over(rows)
    lines = [("!datum.zero", "grid"), ("datum.zero", "ink")]
    return [
        *(
            ticks.transform_filter(test)
            .mark_rule(color=COLOURS[ink])
            .encode(x=x, y=px_down("y", height), y2=alt.Y2("foot:Q"))
            for test, ink in lines
        ),
        ticks.mark_text(align="center", color=COLOURS["second"]).encode(
            x=x, y=px_down("word_y", height), text=alt.Text("words:N")
        ),
    ]


def _marks(rows: list[dict[str, Any]], frame: _DumbbellFrame, canvas: Canvas, height: float) -> list[Any]:
    """Return rules, then rings, then points: what is new lies on top."""
    size, base = canvas.size, alt.Chart()
    x, start, y = across("x", 0, frame.width), across("from", 0, frame.width), px_down("y", height)
    told = [(base.transform_filter(f"datum.way === '{way}'"), ink) for way, ink in _WAYS if _has(rows, way)]
    ring: dict[str, Any] = {"filled": True, "opacity": 1, "size": (_RING * size) ** 2, "strokeWidth": size * 0.13}
    return [
        *(
            own.mark_rule(color=COLOURS[ink], strokeWidth=round(_RULE * size, 2)).encode(x=start, x2=alt.X2("x:Q"), y=y)
            for own, ink in told
        ),
        base.mark_point(**ring, fill=COLOURS["paper"], stroke=COLOURS["last"]).encode(x=start, y=y),
        *(
            own.mark_point(filled=True, opacity=1, size=(_DOT * size) ** 2, color=COLOURS[ink]).encode(x=x, y=y)
            for own, ink in told
        ),
    ]


def _has(rows: list[dict[str, Any]], way: str) -> bool:
    return any(row["way"] == way for row in rows)


def _words(frame: _DumbbellFrame, canvas: Canvas, height: float) -> list[Any]:
    """Return the names left of the rows, and their figures at the right edge."""
    base, y = alt.Chart(), px_down("y", height)
    name: dict[str, Any] = {"align": "right", "dx": -canvas.size * (GAP + _CLEAR), "dy": alt.expr("datum.lift")}
    figure: dict[str, Any] = {"align": "right", "dy": alt.expr("datum.drop"), "fontWeight": 600}
    return [
        base.mark_text(**name, color=COLOURS["ink"]).encode(x=fixed("X", 0), y=y, text=alt.Text("name_lines:N")),
        base.mark_text(**figure, color=COLOURS["label"]).encode(
            x=fixed("X", round(frame.width + frame.right, 2)), y=y, text=alt.Text("figure_lines:N")
        ),
    ]


FORM = ChartForm(draw, is_mirrored=True)
