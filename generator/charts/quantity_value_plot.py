"""Tonnes and average value (N3): two panels of bars from zero, one px per point in both, names before the first.

The second panel is as wide as its head, or as its bars. Where names leave the bars too little room, as on a phone, each
stands over its bars.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from generator.charts.bar_rows import GAP, largest, no_room, sides, signed_bars
from generator.charts.canvas import Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.story.plan import Bar, Chart

_NAME = 0.3  # of the canvas: a wider name takes a second line
_HEADS = 0.36, 0.3  # of the canvas: a wider head takes a second line
_BETWEEN = 1.4  # em between the panels
_LEAST = 0.12  # of the canvas: if the longest bar beside names is shorter, they stand over the bars
_OVER = 0.7  # em from a head to the first row
_AIR = 0.8  # em between the bars of a row and what follows


@dataclass(frozen=True)
class _Panel:
    """A panel's bars, with the px of each figure, and its head in lines."""

    bars: tuple[Bar, ...]
    figures: list[tuple[float, float]]
    head: tuple[str, ...]
    head_width: float

    def width(self, point: float, gap: float) -> float:
        """Return the px of the panel if a point takes so many."""
        return max(sum(sides(self.figures, point, gap)), self.head_width)

    def zero(self, point: float, gap: float) -> float:
        """Return the px from the panel's left edge to zero."""
        left, right = sides(self.figures, point, gap)
        return left + (self.width(point, gap) - left - right) / 2

    def head_x(self, point: float, gap: float) -> float:
        """Return the px from the panel's left edge to the middle of its head, which is near zero."""
        half = self.head_width / 2
        return min(max(self.zero(point, gap), half), self.width(point, gap) - half)


@dataclass(frozen=True)
class _Panels:
    """Both panels of a picture on a surface."""

    picture: Chart
    surface: Surface
    panels: tuple[_Panel, _Panel]

    @property
    def gap(self) -> float:
        """The px between a bar and its figure."""
        return self.surface.size * GAP

    @property
    def labels(self) -> list[str]:
        """The names of the rows."""
        return [bar.label.words for bar in self.panels[0].bars]

    def width(self, point: float) -> float:
        """Return the px of both panels if a point takes so many."""
        return sum(panel.width(point, self.gap) for panel in self.panels) + self.surface.size * _BETWEEN

    def point(self, room: float) -> float:
        """Return the px of a point with which both panels fill `room`. Raise RenderError if not even the words fit."""
        if self.width(0.0) > room:
            raise no_room(self.picture, self.surface.canvas)
        return largest(lambda point: self.width(point) <= room, room / self.longest)

    @property
    def longest(self) -> float:
        """The value of the longest bar, without its sign."""
        return max(abs(bar.value) for bar in self.picture.bars) or 1.0


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, with the names before the bars where those have room, else over them."""
    canvas = surface.canvas
    panels = _panels(picture, surface)
    names = [surface.lines(label, _NAME * canvas.width) for label in panels.labels]
    column = max(map(surface.longest, names)) + panels.gap
    room = canvas.width - column
    if panels.width(_LEAST * canvas.width / panels.longest) <= room:
        return _chart(panels, names, column, panels.point(room))
    names = [surface.lines(label, canvas.width) for label in panels.labels]
    return _chart(panels, names, 0.0, panels.point(canvas.width))


def _panels(picture: Chart, surface: Surface) -> _Panels:
    found = []
    for at, (head, share) in enumerate(zip(picture.ticks, _HEADS, strict=True)):
        bars = tuple(bar for bar in picture.bars if bar.panel == at)
        figures = [(bar.value, surface.width(bar.figure.words, 600)) for bar in bars]
        lines = surface.lines(head.words, share * surface.canvas.width, 600)
        found.append(_Panel(bars, figures, lines, surface.longest(lines, 600)))
    first, second = found
    return _Panels(picture, surface, (first, second))


def _chart(panels: _Panels, names: list[tuple[str, ...]], column: float, point: float) -> ChartSpec:
    """Return the chart on `column` px of names, or with the names over the bars where that is 0."""
    surface, gap = panels.surface, panels.gap
    canvas, size = surface.canvas, surface.size
    head = surface.leading * max(len(panel.head) for panel in panels.panels) + size * _OVER
    lines = max(map(len, names))
    over = 0.0 if column else surface.leading * lines
    step = round(max(over + canvas.bar + size * _AIR, surface.leading * lines + size * _AIR))
    tops = [head + step * at + (step - over - canvas.bar) / 2 + over for at in range(len(names))]
    plot = Plot(canvas, column, 0.0, canvas.width - column, round(head + step * len(names)))
    rows, zeros, heads = Rows(), Rows(), Rows()
    left = 0.0
    for panel in panels.panels:
        zero = left + panel.zero(point, gap)
        rows += _bars(panel, signed_bars(panel.figures, zero, point, gap), tops, canvas.bar)
        ends = [(top - size * 0.2, top + canvas.bar + size * 0.2) for top in tops] if over else [(head, plot.height)]
        zeros += [{"x": zero, "y": round(top, 2), "y2": round(foot, 2)} for top, foot in ends]
        y = head - size * _OVER - surface.leading * (len(panel.head) - 0.5)
        heads.append({"x": round(left + panel.head_x(point, gap), 2), "y": round(y, 2), "words": "\n".join(panel.head)})
        left += panel.width(point, gap) + size * _BETWEEN
    side = alt.expr("datum.is_left ? 'right' : 'left'")
    figure_style = {"align": side, "fontWeight": 600, "color": COLOURS["label"]}
    layers = [
        plot.draw("rect", x="start", x2="end", y="top", y2="foot", color="ink"),
        plot.draw("rule", zeros, x="x", y="y", y2="y2", style={"color": COLOURS["ink"], "strokeWidth": 1.25}),
        plot.draw("text", heads, x="x", y="y", text="words", style={"fontWeight": 600, "color": COLOURS["ink"]}),
        _names(plot, panels, names, tops),
        plot.draw("text", x="figure_x", y="y", text="figure", style=figure_style),
    ]
    return plot.chart(layers, rows, is_mirrored=True)


def _bars(panel: _Panel, places: Rows, tops: list[float], high: float) -> Rows:
    """Return a panel's bars as data."""
    rows = Rows()
    for bar, place, top in zip(panel.bars, places, tops, strict=True):
        words = {"label": bar.label.words, "figure": bar.figure.words, "length": bar.value, "bound": bar.bound}
        rows.append(words | place | {"y": top + high / 2, "top": top, "foot": top + high})
    return rows


def _names(plot: Plot, panels: _Panels, names: list[tuple[str, ...]], tops: list[float]) -> Layer:
    """Return the names: before the first panel, or over their bars where they have no column."""
    surface, bar = panels.surface, panels.surface.canvas.bar
    rows = Rows()
    for name, top in zip(names, tops, strict=True):
        over = top - surface.leading * (len(name) - 0.4)
        y = surface.first_line(top + bar / 2, name) if plot.x else over
        rows.append({"words": "\n".join(name), "y": round(y, 2)})
    style = {"align": "right", "dx": -panels.gap} if plot.x else {"align": "left"}
    return plot.draw("text", rows, x=0, y="y", text="words", style=style | {"color": COLOURS["ink"]})


FORM = ChartForm(draw, is_high=True)
