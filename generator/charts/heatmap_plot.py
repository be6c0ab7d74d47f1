"""Heat by month (C7): a row for each line, a cell for each month in one of a few steps, which the key above names.

Where a cell has room for it, its figure stands in it. Where it has not, a rise and a fall have a mark that points their
way: their colours alone would not be told from one another, or from no change, in a grey print. A month without a
figure is a dash on paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts.bar_rows import AIR
from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.step_key import STEPS, StepKey, step_look, step_marks
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.story.plan import Chart

_NAMES = 0.34  # of the canvas: a wider name takes a second line
_GAP = 0.7  # em from the names to the cells
_ROOM = 0.35  # em beside a figure in its cell
_ROW = 2.0  # em of a row at least
_SMALL = 0.92  # of the label: the figures in the cells
_DASH = 0.7  # em: the dash of a month without a figure
_CLEAR = 1.0  # em at least between two words under the plot
_FOOT = LEADING + 0.8  # em that they need


@dataclass(frozen=True)
class _Heat:
    """A picture with its plot and its measures."""

    picture: Chart
    surface: Surface
    plot: Plot
    month: float  # px of a cell
    key: StepKey
    with_figures: bool  # every figure has room in its cell


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, with its figures where all of them find room."""
    canvas = surface.canvas
    size = surface.size
    curves = picture.curves
    names = [surface.lines(curve.label.words, _NAMES * canvas.width) for curve in curves]
    heights = [float(round(max(size * _ROW, size * (LEADING * len(name) + AIR)))) for name in names]
    x = round(max(map(surface.longest, names)) + size * _GAP)
    width = canvas.width - x
    month = width / len(curves[0].spans)
    figures = []
    for curve in curves:
        figures += [text.words for text in curve.cells if text.words]
    needed = max((surface.width(words, scale=_SMALL) for words in figures), default=0.0) + size * _ROOM
    key = StepKey(picture, surface)
    plot = Plot(canvas, x, key.height, width, sum(heights), size * _FOOT)
    heat = _Heat(picture, surface, plot, month, key, bool(figures) and needed <= month)
    rows = Rows()
    labels = Rows()
    top = 0.0
    for at, (name, height) in enumerate(zip(names, heights, strict=True)):
        rows += _months(heat, at, top, height)
        labels.append({"name": "\n".join(name), "y": surface.first_line(top + height / 2, name)})
        top += height
    name_style = {"align": "right", "dx": -size * _GAP, "color": COLOURS["label"]}
    names_layer = plot.draw("text", labels, x=0, y="y", text="name", style=name_style)
    return plot.chart(
        [*_cells(heat, rows), names_layer, *key.layers(plot, is_marked=not heat.with_figures), _month_names(heat)], rows
    )


def _months(heat: _Heat, row: int, top: float, height: float) -> Rows:
    """Return every month of a line as data, with the place of its cell, its step and what stands on it."""
    curve = heat.picture.curves[row]
    texts = [text.words for text in curve.cells] or [""] * len(curve.spans)
    rows = []
    for index, (span, value, words) in enumerate(zip(curve.spans, curve.points, texts, strict=True)):
        step = None
        look = step_look("paper", is_marked=False)
        if value is not None:
            step = heat.key.step(value)
            look = step_look(STEPS[step], is_marked=not heat.with_figures)
        x = heat.month * index
        rows.append(
            {
                "label": curve.label.words,
                "span": span,
                "value": value,
                "step": step,
                "x": round(x, 2),
                "x2": round(x + heat.month, 2),
                "y": top,
                "y2": top + height,
                "middle": round(x + heat.month / 2, 2),
                "down": round(top + height / 2, 2),
                **look,
                "figure": words if heat.with_figures else "",
            }
        )
    return rows


def _cells(heat: _Heat, rows: Rows) -> list[Layer]:
    """Return the cells with what stands on them, and the dashes of months without a figure."""
    plot = heat.plot
    size = heat.surface.size
    half = min(size * _DASH, heat.month * 0.5) / 2
    gaps = [
        {"x": row["middle"] - half, "x2": row["middle"] + half, "y": row["down"]}
        for row in rows
        if row["value"] is None
    ]
    edge = {"stroke": COLOURS["paper"], "strokeWidth": 1.5}
    dash = {"color": COLOURS["last"], "strokeWidth": 1.25}
    figure = {"align": "center", "fontSize": size * _SMALL}
    layers = [
        plot.draw("rect", where="datum.value !== null", x="x", x2="x2", y="y", y2="y2", color="ink", style=edge),
        plot.draw("rule", gaps, x="x", x2="x2", y="y", style=dash),
    ]
    if heat.with_figures:
        where = "datum.figure !== ''"
        return [*layers, plot.draw("text", where=where, x="middle", y="down", text="figure", color="on", style=figure)]
    return [*layers, step_marks(plot, size, rows)]


def _month_names(heat: _Heat) -> Layer:
    """Return the words under the months: all, or every second, third …, that have room.

    One that would leave the canvas is not among them: January and February together have a long name.
    """
    surface = heat.surface
    plot = heat.plot
    labels = []
    for at, text in enumerate(heat.picture.steps):
        x = round((at + 0.5) * heat.month, 2)
        half = surface.width(text.words) / 2
        if text.words and -plot.x <= x - half and x + half <= plot.width:
            labels.append((x, text.words))
    stride = 1
    while not surface.are_apart(labels[::stride], surface.size * _CLEAR):
        stride += 1
    rows = [{"x": x, "words": words} for x, words in labels[::stride]]
    y = plot.height + surface.size * 1.05
    return plot.draw("text", rows, x="x", y=y, text="words", style={"align": "center", "color": COLOURS["second"]})


FORM = ChartForm(draw)
