"""Heat by month (C7): a row for each line, a cell for each month in one of a few steps, which the key above names.

Where a cell has room for it, its figure stands in it. Where it has not, a rise and a fall have a mark that points their
way: their colours alone would not be told from one another, or from no change, in a grey print. A month without a
figure is a dash on paper.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.bar_rows import AIR, even
from generator.charts.canvas import Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.month_columns import FOOT, MonthColumns, words_beneath
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, fixed, over, px_down, view
from generator.story.plan import Chart

STEPS = ("cold3", "cold2", "cold1", "remainder", "heat1", "heat3", "heat5")
DARK = frozenset({"cold3", "heat5"})  # on which words are white
_NAMES = 0.34  # of the canvas: a wider name takes a second line
_GAP, _ROOM = 0.7, 0.35  # em: from the names to the cells, and beside a figure in its cell
_ROW = 2.0  # em of a row at least
_SMALL = 0.92  # of the label: the figures in the cells
_STRIP, _STEP, _UNDER = 0.8, 5.5, 0.25  # em: the key's height, a step's width at most, from the key to its words
_DASH, _MARK = 0.7, 0.5  # em: a month without a figure, and a change without one


@dataclass(frozen=True)
class _Months(MonthColumns):
    """The months as columns of one width, two that stand together as one."""

    spans: tuple[str, ...] = ()

    def middle(self, span: str) -> float:
        """Return the px from the left of the plot to the middle of a month."""
        return round((self.spans.index(span) + 0.5) * self.step, 2)


@dataclass(frozen=True)
class _HeatmapFrame:
    """The plot in px: its names in lines, the top and the height of each row, its months, and the key's height."""

    names: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[float, float], ...]
    height: float
    months: _Months
    key: float
    with_figures: bool


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide, with its figures where all of them find room."""
    frame = _framed(picture, canvas, ruler)
    rows = _rows(picture, frame)
    layers = [*_cells(rows, frame, canvas), *_words(frame, canvas)]
    layers += _key(picture, frame, canvas, ruler)
    layers += words_beneath(picture, frame.months, canvas, ruler, fixed("Y", frame.height + canvas.size * 1.05))
    return view(
        layers, rows, canvas, (frame.months.left, frame.key, frame.months.width, frame.height, canvas.size * FOOT)
    )


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _HeatmapFrame:
    size = canvas.size
    names = tuple(even(curve.label.words, _NAMES * canvas.width, canvas, ruler, 400) for curve in picture.curves)
    left = round(max(ruler.width(line, size) for name in names for line in name) + size * _GAP)
    rows, down = [], 0.0
    for name in names:
        high = round(max(size * _ROW, size * (LEADING * len(name) + AIR)))
        rows.append((down, float(high)))
        down += high
    spans = picture.curves[0].spans
    months = _Months(0, len(spans), canvas.width - left, left, spans)
    figures = [text.words for curve in picture.curves for text in curve.cells if text.words]
    wide = max((ruler.width(words, size * _SMALL) for words in figures), default=0.0) + size * _ROOM
    key = size * (_STRIP + _UNDER + LEADING * max(map(len, _named(picture, canvas, ruler))) + 0.9)
    return _HeatmapFrame(names, tuple(rows), down, months, round(key), bool(figures) and wide <= months.step)


def _rows(picture: Chart, frame: _HeatmapFrame) -> list[dict[str, Any]]:
    """Return every month of every line as data, with the place of its cell, its step and what stands on it."""
    found = []
    for curve, (top, high) in zip(picture.curves, frame.rows, strict=True):
        texts = [text.words for text in curve.cells] or [""] * len(curve.spans)
        for at, (span, point) in enumerate(zip(curve.spans, curve.points, strict=True)):
            step = None if point is None else bisect_right(picture.thresholds, point)
            ink = None if step is None else STEPS[step]
            left = frame.months.step * at
            found.append({
                "label": curve.label.words, "span": span, "value": point, "step": step,
                "x": round(left, 2), "x2": round(left + frame.months.step, 2), "y": top, "y2": top + high,
                "middle": round(left + frame.months.step / 2, 2), "down": round(top + high / 2, 2),
                "ink": COLOURS["paper" if ink is None else ink],
                "on": COLOURS["paper" if ink in DARK else "ink"],
                "figure": texts[at] if frame.with_figures else "", "inside": True,
                "mark": "" if ink is None or frame.with_figures else _mark(ink),
            })  # fmt: skip
    return found


def _cells(rows: list[dict[str, Any]], frame: _HeatmapFrame, canvas: Canvas) -> list[Any]:
    """Return the cells with what stands on them, and the dashes of months without a figure."""
    x, base = frame.months.x, alt.Chart()
    known = base.transform_filter("datum.value !== null")
    rect = known.mark_rect(stroke=COLOURS["paper"], strokeWidth=1.5).encode(
        x=x("x"),
        x2=alt.X2("x2:Q"),
        y=px_down("y", frame.height),
        y2=alt.Y2("y2:Q"),
        color=alt.Color("ink:N", scale=None),
    )
    layers = [rect]
    if any(row["value"] is None for row in rows):
        half = min(canvas.size * _DASH, frame.months.step * 0.5) / 2
        gaps = [{"x": row["middle"] - half, "x2": row["middle"] + half, "down": row["down"]}
                for row in rows if row["value"] is None]  # fmt: skip
        dash = over(gaps).mark_rule(color=COLOURS["last"], strokeWidth=1.25)
        layers.append(dash.encode(x=x("x"), x2=alt.X2("x2:Q"), y=px_down("down", frame.height)))
    if frame.with_figures:
        text = base.transform_filter("datum.figure !== ''").mark_text(align="center", fontSize=canvas.size * _SMALL)
        layers.append(
            text.encode(
                x=x("middle"),
                y=px_down("down", frame.height),
                text=alt.Text("figure:N"),
                color=alt.Color("on:N", scale=None),
            )
        )
    elif any(row["mark"] for row in rows):
        layers.append(_marks(base.transform_filter("datum.mark !== ''"), frame, canvas))
    return layers


def _mark(ink: str) -> str:
    """Return the mark of a step: a rise and a fall have one."""
    if ink == "remainder":
        return ""
    return "triangle-down" if ink.startswith("cold") else "triangle-up"


def _marks(over_cells: Any, frame: _HeatmapFrame, canvas: Canvas) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    points = over_cells.mark_point(filled=True, opacity=1, size=(canvas.size * _MARK) ** 2)
    return points.encode(
        x=frame.months.x("middle"),
        y=px_down("down", frame.height),
        color=alt.Color("on:N", scale=None),
        shape=alt.Shape("mark:N", scale=None),
    )


def _words(frame: _HeatmapFrame, canvas: Canvas) -> list[Any]:
    """Return the names left of the rows."""
    line = canvas.size * LEADING
    rows = [
        {"name": "\n".join(name), "down": top + high / 2, "rise": line * (1 - len(name)) / 2}
        for name, (top, high) in zip(frame.names, frame.rows, strict=True)
    ]
    names = over(rows).mark_text(align="right", dx=-canvas.size * _GAP, dy=alt.expr("datum.rise"))
    return [
        names.encode(
            x=fixed("X", 0),
            y=px_down("down", frame.height),
            text=alt.Text("name:N"),
            color=fixed("Color", COLOURS["label"]),
        )
    ]


def _strip(canvas: Canvas) -> float:
    """Return the px of one step in the key."""
    return min(canvas.width / len(STEPS), canvas.size * _STEP)


def _named(picture: Chart, canvas: Canvas, ruler: Ruler) -> list[tuple[str, ...]]:
    """Return the words of the key in lines: its ends name the first and the last step, others the borders between."""
    wide, last = _strip(canvas), len(picture.ticks) - 1
    inner = max((ruler.width(tick.words, canvas.size) for tick in picture.ticks[1:-1]), default=0.0)
    end = 2 * wide - inner / 2 - canvas.size * _ROOM
    rooms = [end if at in (0, last) else wide for at in range(last + 1)]
    return [even(tick.words, room, canvas, ruler, 400) for tick, room in zip(picture.ticks, rooms, strict=True)]


def _key(picture: Chart, frame: _HeatmapFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return the steps above the plot from the lowest to the highest, with the words under them."""
    size, wide = canvas.size, _strip(canvas)
    x, left, top = frame.months.x, frame.months.left, -frame.key
    cells = [
        {"x": wide * at - left, "x2": wide * (at + 1) - left, "middle": wide * (at + 0.5) - left, "y": top,
         "y2": top + size * _STRIP, "down": top + size * _STRIP / 2, "ink": COLOURS[ink],
         "on": COLOURS["paper" if ink in DARK else "ink"], "mark": _mark(ink)}
        for at, ink in enumerate(STEPS)
    ]  # fmt: skip
    layers = [
        over(cells)
        .mark_rect(stroke=COLOURS["paper"], strokeWidth=1)
        .encode(
            x=x("x"),
            x2=alt.X2("x2:Q"),
            y=px_down("y", frame.height),
            y2=alt.Y2("y2:Q"),
            color=alt.Color("ink:N", scale=None),
        )
    ]
    marked = [cell for cell in cells if cell["mark"] and not frame.with_figures]
    layers += [_marks(over(marked), frame, canvas)] if marked else []
    down = top + size * (_STRIP + _UNDER + LEADING / 2)
    last = len(picture.ticks) - 1
    for align, places in (("left", [0]), ("center", range(1, last)), ("right", [last])):
        words = [
            {"at": wide * {0: 0, last: last + 2}.get(at, at + 1) - left, "down": down,
             "words": "\n".join(_named(picture, canvas, ruler)[at])}
            for at in places
        ]  # fmt: skip
        text = over(words).mark_text(align=align, color=COLOURS["second"], fontSize=size)
        layers += [text.encode(x=x("at"), y=px_down("down", frame.height), text=alt.Text("words:N"))] if words else []
    return layers


FORM = ChartForm(draw)
