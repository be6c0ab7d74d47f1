"""Ordered bars (C8): levels from zero, in the story's order; a bound ends in an arrow head, a tick is the base.

A figure stands beside its bar, in two lines at most, or else under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.charts.bar_rows import AIR, GAP, fewer_bars, name_lines
from generator.charts.canvas import CARDS, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.errors import RenderError
from generator.story.plan import Bar, Chart

_HEAD = 0.85  # the room of an arrow head with its gap, in em
_BAR_SHARE = 1 / 3  # of the room, which the longest bar keeps whatever the figures are
_BESIDE_AT_MOST = 2  # lines of a figure beside its bar
_VISIBLE = 0.01  # of the longest bar: a tick nearer to zero than this would be read as the zero line
_TICK = 2  # px of ink
_PAPER = 1  # px of paper on each side of the ink


@dataclass(frozen=True)
class _BarRow:
    """One bar with its words in lines."""

    bar: Bar
    name: tuple[str, ...]
    figure: tuple[str, ...]
    under: bool = False  # the figure stands under the bar instead of beside it

    @property
    def length(self) -> float:
        """Where the bar ends: a bound at its published figure, the least it can be."""
        return self.bar.low if self.bar.bound else self.bar.value

    @property
    def reach(self) -> float:
        """Where bar or tick ends, whichever is farther."""
        return max(self.length, self.bar.before or 0.0)

    @property
    def gap(self) -> float:
        """The em between bar and figure: more where the bar is a bound and ends in an arrow head."""
        return GAP + _HEAD * self.bar.bound


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, with every name and figure beside its mark."""
    names, column = name_lines(picture, surface)
    canvas = surface.canvas
    room = surface.canvas.width - column
    rows = [_BarRow(bar, name, (bar.figure.words,)) for bar, name in zip(picture.bars, names, strict=True)]
    limit = max(row.reach for row in rows) / _BAR_SHARE or 1.0
    if not 0 < _most(rows, room, surface) <= limit:
        rows = [_broken(picture, row, room, limit, surface) for row in rows]
    pixel = _most(rows, room, surface) / room
    above, below = _extent(rows, surface)
    step = canvas.step
    if any(row.under or len(row.name) > 1 or len(row.figure) > 1 for row in rows):
        step = max(step, round(above + below + surface.size * AIR))
    first = (step - above - below) / 2 + above
    hangs = any(row.under for row in rows)
    bars = [_bar(row, first + step * at, pixel, surface, hangs=hangs) for at, row in enumerate(rows)]
    longest = max(row.length for row in rows)
    ticks = []
    for row, bar in zip(rows, bars, strict=True):
        if row.bar.before and row.bar.before >= _VISIBLE * longest:
            x = row.bar.before / pixel
            is_inside = x <= bar["end"] - _TICK - _PAPER
            ink = COLOURS["paper" if is_inside else "ink"]
            ticks.append({"x": x, "top": bar["top"], "foot": bar["foot"], "inside": is_inside, "ink": ink})
    plot = Plot(canvas, column, 0, room, step * len(rows))
    return plot.chart(_layers(plot, bars, ticks, surface), bars, is_mirrored=True)


def _most(rows: list[_BarRow], room: float, surface: Surface) -> float:
    """Return the value at the right edge, as small as leaves every bar the room of its own figure; -1 where none can.

    A long figure beside a short bar takes nothing from the longest.
    """
    most = 0.0
    for row in rows:
        figure = 0.0 if row.under else surface.longest(row.figure, 600)
        free = room - surface.size * row.gap - figure
        if free <= 0:
            return -1.0
        most = max(most, row.reach * room / free)
    return most or 1.0


def _broken(picture: Chart, row: _BarRow, room: float, limit: float, surface: Surface) -> _BarRow:
    """Return `row` with its figure beside the bar in two lines at most, or else under it; RenderError where neither."""
    words = row.bar.figure.words
    room_beside = room * (1 - row.reach / limit) - surface.size * row.gap
    for under, free in ((False, room_beside), (True, room - surface.size)):
        lines = surface.lines(words, free, 600)
        if surface.longest(lines, 600) <= free and (under or len(lines) <= _BESIDE_AT_MOST):
            return _BarRow(row.bar, row.name, lines, under)
    msg = f"chart {picture.name}: {words!r} of {row.bar.label.words!r} has no room on {surface.canvas.width} px"
    raise RenderError(msg)


def _extent(rows: list[_BarRow], surface: Surface) -> tuple[float, float]:
    """Return the px that a row needs above and below the middle of its bar.

    Where some figure stands under its bar, names begin at the bar and hang.
    """
    line = surface.leading
    half = surface.canvas.bar / 2
    figures = [line * len(row.figure) / 2 for row in rows if not row.under]
    under = [half + line * len(row.figure) for row in rows if row.under]
    if under:
        hanging = [line * (len(row.name) - 0.5) for row in rows]
        return max(half, line / 2, *figures), max(half, *figures, *hanging, *under)
    most = max(half, *figures, *(line * len(row.name) / 2 for row in rows))
    return most, most


def _bar(row: _BarRow, middle: float, pixel: float, surface: Surface, *, hangs: bool) -> dict[str, Any]:
    """Return one bar as data, in px; `pixel` is what one px across the plot is worth."""
    half = surface.canvas.bar / 2
    size = surface.size
    end = row.length / pixel
    ink = "other" if row.bar.rest else "mark"
    name_y = middle if hangs else surface.first_line(middle, row.name)
    if row.under:
        figure_x = size * GAP
        figure_y = middle + half + surface.leading / 2
    else:
        figure_x = row.reach / pixel + size * row.gap
        figure_y = surface.first_line(middle, row.figure)
    return {
        "label": row.bar.label.words,
        "figure": row.bar.figure.words,
        "length": row.length,
        "bound": row.bar.bound,
        "start": 0,
        "end": end,
        "top": middle - half,
        "foot": middle + half,
        "y": middle,
        "ink": COLOURS[ink],
        "head_x": end + size * 0.55,
        "name": "\n".join(row.name),
        "name_y": name_y,
        "figure_lines": "\n".join(row.figure),
        "figure_x": figure_x,
        "figure_y": figure_y,
    }


def _layers(plot: Plot, bars: Rows, ticks: Rows, surface: Surface) -> list[Layer]:
    """Return bars, heads, ticks and words.

    A tick is white inside a bar, and outside ink with paper on both sides, so that none melts in.
    """
    paper = [
        tick | {"x": tick["x"] - _TICK / 2 - _PAPER, "x2": tick["x"] + _TICK / 2 + _PAPER}
        for tick in ticks
        if not tick["inside"]
    ]
    inks = [tick | {"x": tick["x"] - _TICK / 2, "x2": tick["x"] + _TICK / 2} for tick in ticks]
    head = {"shape": "triangle-right", "filled": True, "opacity": 1, "size": surface.size**2 * 0.62}
    name_style = {"align": "right", "dx": -surface.size * GAP, "color": COLOURS["ink"]}
    figure_style = {"align": "left", "fontWeight": 600, "color": COLOURS["label"]}
    return [
        plot.draw("rect", x="start", x2="end", y="top", y2="foot", color="ink"),
        plot.draw("point", [bar for bar in bars if bar["bound"]], x="head_x", y="y", color="ink", style=head),
        plot.draw("rect", paper, x="x", x2="x2", y="top", y2="foot", style={"color": COLOURS["paper"]}),
        plot.draw("rect", inks, x="x", x2="x2", y="top", y2="foot", color="ink"),
        plot.draw("rule", [{}], x=0, style={"color": COLOURS["ink"]}),
        plot.draw("text", x=0, y="name_y", text="name", style=name_style),
        plot.draw("text", x="figure_x", y="figure_y", text="figure_lines", style=figure_style),
    ]


FORM = ChartForm(draw, card=fewer_bars, cards=CARDS)
