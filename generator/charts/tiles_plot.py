"""Tiles: one for each chapter, largest first, in a step of its change; its name and its figure stand in it.

The sign of the change stands in the figure, so that a grey print tells a rise from a fall.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.step_key import STEPS, StepKey, step_look
from generator.charts.vega import ChartSpec, Plot, Rows
from generator.errors import RenderError
from generator.story.plan import Chart

_LEAST = 9.0  # em: the width of a tile
_EDGE = 0.55  # em from the edges of a tile to its words
_BETWEEN = 0.2  # em from a name to its figure
_NAME = 600  # the weight of a name
_IN_A_ROW = 5  # tiles of a card
_PAPER = 2  # px of paper around a tile


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, in as many columns as the words of its tiles leave."""
    size = surface.size
    columns, names, figures = _lines(picture, surface)
    width = surface.canvas.width / columns
    words = max(map(len, names)) + max(map(len, figures))
    height = round(size * (LEADING * words + _BETWEEN + 2 * _EDGE) + _PAPER)
    key = StepKey(picture, surface)
    plot = Plot(surface.canvas, 0, key.height, surface.canvas.width, height * -(-len(picture.bars) // columns))
    rows = Rows()
    for at, (bar, name, figure) in enumerate(zip(picture.bars, names, figures, strict=True)):
        left = width * (at % columns)
        top = height * (at // columns)
        change = 100 * (bar.value / (bar.before or bar.value) - 1)
        rows.append(
            {
                "label": bar.label.words,
                "figure": bar.figure.words,
                "length": bar.value,
                "before": bar.before,
                "bound": bar.bound,
                "x": round(left, 2),
                "x2": round(left + width, 2),
                "y": top,
                "y2": top + height,
                "words_x": round(left + size * _EDGE + _PAPER, 2),
                "name": "\n".join(name),
                "name_y": round(top + _PAPER + size * (_EDGE + LEADING / 2), 2),
                "figure_lines": "\n".join(figure),
                "figure_y": round(top + height - size * (_EDGE + LEADING * (len(figure) - 0.5)), 2),
                **step_look(STEPS[key.step(change)], is_marked=False),
            }
        )
    edge = {"stroke": COLOURS["paper"], "strokeWidth": _PAPER}
    name_style = {"align": "left", "fontWeight": _NAME}
    layers = [
        plot.draw("rect", x="x", x2="x2", y="y", y2="y2", color="ink", style=edge),
        plot.draw("text", x="words_x", y="name_y", text="name", color="on", style=name_style),
        plot.draw("text", x="words_x", y="figure_y", text="figure_lines", color="on", style={"align": "left"}),
    ]
    return plot.chart([*layers, *key.layers(plot, is_marked=False)], rows, is_mirrored=True)


def _lines(picture: Chart, surface: Surface) -> tuple[int, list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the most columns in which all words have room, and the names and the figures in lines.

    A number of columns that fills the last row goes before one that leaves it open.
    """
    canvas, size, count = surface.canvas, surface.size, len(picture.bars)
    most = max(1, int(canvas.width / (size * _LEAST)))
    for columns in sorted(range(1, most + 1), key=lambda columns: (bool(count % columns) or columns == 1, -columns)):
        room = canvas.width / columns - 2 * size * _EDGE - 2 * _PAPER
        names = [surface.lines(bar.label.words, room, _NAME) for bar in picture.bars]
        figures = [surface.lines(bar.figure.words, room) for bar in picture.bars]
        longest = max(*(surface.longest(name, _NAME) for name in names), *map(surface.longest, figures))
        if longest <= room:
            return columns, names, figures
    msg = f"chart {picture.name}: the words of its tiles have no room on {canvas.width} px"
    raise RenderError(msg)


def fewer_tiles(picture: Chart) -> Iterator[Chart]:
    """Yield a picture with three rows of its tiles as a card has them, then with two and with one: the largest."""
    for rows in (3, 2, 1):
        yield replace(picture, bars=picture.bars[: rows * _IN_A_ROW])


FORM = ChartForm(draw, card=fewer_tiles)
