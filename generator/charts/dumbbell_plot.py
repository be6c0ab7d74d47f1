"""Ranked dumbbell (C2): a ring for last year, a point for this one, a rule between; what it came to at the right.

Where the largest line would leave the others no room the picture has two scales, each from zero.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts.bar_rows import AIR, GAP, name_lines
from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, tick_values
from generator.errors import RenderError
from generator.story.plan import Chart

_FIGURES = 0.3  # of the canvas: wider figures take a second line
_DOT = 0.8  # em across: this year's point
_RING = 0.72  # em across: last year's ring
_RING_GAP = 0.35  # em added between the names and the plot, as a ring may stand at zero
_SIDE = 1.0  # em from the plot to the figures
_RULE = 0.16  # em: the rule between ring and point
_FOOT = LEADING + 0.55  # em under a scale, for its words
_BETWEEN = 0.8  # em from those words to the next scale
_TICK_GAP = 0.4  # em between the words of two ticks
_INKS = {"rose": "mark", "fell": "down"}


@dataclass(frozen=True)
class _ScaleTick:
    """A tick of a scale."""

    value: float
    words: str
    line: int  # under the scale, on which the words stand: 0 is the first


@dataclass(frozen=True)
class _Scale:
    """A scale that begins at zero."""

    ticks: tuple[_ScaleTick, ...]
    high: float  # the value at its right edge


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: blue where a line rose, orange where it fell."""
    canvas = surface.canvas
    size = surface.size
    names, column = name_lines(picture, surface)
    x = column + size * _RING_GAP
    figures = [surface.lines(bar.figure.words, _FIGURES * canvas.width, 600) for bar in picture.bars]
    right = max(surface.longest(lines, 600) for lines in figures) + size * _SIDE
    width = round(canvas.width - x - right, 2)
    scales = _scales(picture, width, surface)
    last_line = 0
    for scale in scales:
        last_line = max(last_line, *(tick.line for tick in scale.ticks))
    foot = size * (_FOOT + LEADING * last_line)
    rows = Rows()
    ticks = Rows()
    top = 0.0
    for panel, scale in enumerate(scales):
        down = top
        for bar, name, figure in zip(picture.bars, names, figures, strict=True):
            if bar.panel != panel:
                continue
            lines = max(len(name), len(figure))
            step = max(float(canvas.step), size * (LEADING * lines + AIR))
            middle = round(down + step / 2, 2)
            before = bar.before or 0.0
            way = "fell" if bar.value < before else "rose"
            rows.append(
                {
                    "label": bar.label.words,
                    "figure": bar.figure.words,
                    "length": bar.value,
                    "before": bar.before,
                    "bound": bar.bound,
                    "panel": panel,
                    "way": way,
                    "x": round(bar.value / scale.high * width, 2),
                    "from": round(before / scale.high * width, 2),
                    "y": middle,
                    "name": "\n".join(name),
                    "name_y": surface.first_line(middle, name),
                    "figure_lines": "\n".join(figure),
                    "figure_y": surface.first_line(middle, figure),
                }
            )
            down += step
        height = round(down - top)
        ticks += [
            {
                "x": round(tick.value / scale.high * width, 2),
                "y": top,
                "foot": top + height,
                "words": tick.words,
                "words_y": round(top + height + size * (LEADING * (tick.line + 0.5) + 0.3), 2),
                "zero": not tick.value,
            }
            for tick in scale.ticks
        ]
        end = top + height
        top = round(down + foot + size * _BETWEEN, 2)
    plot = Plot(canvas, x, 0, width, end, foot)
    edge = round(width + right, 2)
    return plot.chart(
        [*_grid(plot, ticks), *_marks(plot, rows, size), *_words(plot, size, edge)], rows, is_mirrored=True
    )


def _scales(picture: Chart, width: float, surface: Surface) -> list[_Scale]:
    """Return the scales; each tick of zero begins one."""
    parts: list[list[tuple[float, str]]] = []
    for value, text in zip(tick_values(picture), picture.ticks, strict=True):
        if not value or not parts:
            parts.append([])
        parts[-1].append((value, text.words))
    count = 1 + max(bar.panel for bar in picture.bars)
    if len(parts) != count or any(ticks[0][0] for ticks in parts):
        msg = f"chart {picture.name}: it needs {count} scales from zero, its ticks make {len(parts)}"
        raise RenderError(msg)
    scales = []
    for panel, ticks in enumerate(parts):
        ends = [max(bar.value, bar.before or 0.0) for bar in picture.bars if bar.panel == panel]
        high = max(*ends, *(value for value, _ in ticks)) or 1.0
        labels = [(value / high * width, words) for value, words in ticks]
        # where the words would touch, every second tick has its words in a second line
        line_count = 1 if surface.are_apart(labels, surface.size * _TICK_GAP) else 2
        scale_ticks = []
        for index, (value, words) in enumerate(ticks):
            scale_ticks.append(_ScaleTick(value, words, index % line_count))
        scales.append(_Scale(tuple(scale_ticks), high))
    return scales


def _grid(plot: Plot, ticks: Rows) -> list[Layer]:
    """Return a pale line for each tick and the zero line in ink, with the ticks' words under them."""
    pale = [tick for tick in ticks if not tick["zero"]]
    zero = [tick for tick in ticks if tick["zero"]]
    return [
        plot.draw("rule", pale, x="x", y="y", y2="foot", style={"color": COLOURS["grid"]}),
        plot.draw("rule", zero, x="x", y="y", y2="foot", style={"color": COLOURS["ink"]}),
        plot.draw("text", ticks, x="x", y="words_y", text="words", style={"color": COLOURS["second"]}),
    ]


def _marks(plot: Plot, rows: Rows, size: float) -> list[Layer]:
    """Return rules, then rings, then points: what is new lies on top."""
    ways = {row["way"] for row in rows}
    inks = [(f"datum.way === '{way}'", COLOURS[ink]) for way, ink in _INKS.items() if way in ways]
    point = {"filled": True, "opacity": 1}
    ring = {
        **point,
        "size": (_RING * size) ** 2,
        "strokeWidth": size * 0.13,
        "fill": COLOURS["paper"],
        "stroke": COLOURS["last"],
    }
    rule = {"strokeWidth": round(_RULE * size, 2)}
    dot = {**point, "size": (_DOT * size) ** 2}
    rules = [plot.draw("rule", x="from", x2="x", y="y", where=way, style={**rule, "color": ink}) for way, ink in inks]
    points = [plot.draw("point", x="x", y="y", where=way, style={**dot, "color": ink}) for way, ink in inks]
    return [*rules, plot.draw("point", x="from", y="y", style=ring), *points]


def _words(plot: Plot, size: float, edge: float) -> list[Layer]:
    """Return the names left of the rows, and their figures at the right `edge` of the canvas."""
    name_style = {"align": "right", "dx": -size * (GAP + _RING_GAP), "color": COLOURS["ink"]}
    figure_style = {"align": "right", "fontWeight": 600, "color": COLOURS["label"]}
    return [
        plot.draw("text", x=0, y="name_y", text="name", style=name_style),
        plot.draw("text", x=edge, y="figure_y", text="figure_lines", style=figure_style),
    ]


FORM = ChartForm(draw)
