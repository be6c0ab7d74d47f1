"""Small multiples (C4): a line a panel over the same months, each from zero to its own highest month."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.story.plan import Chart, Curve
from generator.trade.period import Period

_COLUMNS = ((56, 4), (36, 3), (0, 2))  # em of the canvas at least, and the columns that leave panels their words
_GUTTER = 1.9  # em between columns
_ROWS = 2.65  # height of a plot in row steps, at most
_RATIO = 0.38  # height of a plot as a share of its width in a full row, where that is less
_SMALL = 0.92  # of the label: the figure under a name
_AIR = 0.5  # em between the figure and the plot
_FOOT = 1.5  # em under the plot
_UNDER = 0.85  # of the small size: the middle of a step's label below its plot
_DOT = 0.38  # em: radius of the last point
_RING = 0.34  # em: radius of the rings
_YEAR = 12
_ON_CARD = 6, 3  # panels: whole rows

PanelWords = tuple[tuple[str, ...], tuple[str, ...]]  # the lines of its name and of its figure


@dataclass(frozen=True)
class _Grid:
    """The panels in columns, in px."""

    picture: Chart
    size: float  # px of an em
    columns: int
    gutter: float  # px between two columns
    width: float  # px of a panel
    plot_height: int  # px of a plot from its top to its foot
    name_lines: int  # above each plot, for the longest name
    figure_lines: int  # under the name, for the longest figure
    is_joined: bool  # the script runs from the right, and so do the panels

    @property
    def head(self) -> float:
        """Px from the top of a panel to its plot."""
        return round(self.size * (LEADING * (self.name_lines + self.figure_lines * _SMALL) + _AIR), 2)

    @property
    def height(self) -> float:
        """Px of a panel, its share of the gap to the next row included."""
        return round(self.head + self.plot_height + self.size * _FOOT, 2)

    def corner(self, panel: int) -> tuple[float, float]:
        """Return the left and top px of a panel, in the story's order, which begins at the right in Urdu."""
        row, column = divmod(panel, self.columns)
        if self.is_joined:
            column = self.columns - 1 - column
        return round(column * (self.width + self.gutter), 2), round(row * self.height, 2)


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, a panel for each curve in the story's order.

    All panels are one view: Vega-Lite's facets would lay out a chart for each of them, which takes four times as long.
    Every panel has a scale of its own; its values stand in the data beside the px they come to.
    """
    canvas = surface.canvas
    size = surface.size
    room = next(count for least, count in _COLUMNS if canvas.width / size >= least)
    columns = min(room, len(picture.curves))  # fewer panels are wider, and as high
    gutter = size * _GUTTER
    width = (canvas.width - (columns - 1) * gutter) / columns
    plot_height = round(min(_ROWS * canvas.step, (canvas.width - (room - 1) * gutter) / room * _RATIO))
    names = [surface.lines(curve.label.words, width, 700) for curve in picture.curves]
    figures = [surface.lines(curve.figure.words, width / _SMALL) for curve in picture.curves]
    name_lines = max(map(len, names))
    figure_lines = max(map(len, figures))
    grid = _Grid(picture, size, columns, gutter, width, plot_height, name_lines, figure_lines, surface.ruler.is_joined)
    rows = Rows()
    for panel, words in enumerate(zip(names, figures, strict=True)):
        rows += _points(grid, panel, words)
    row_count = math.ceil(len(picture.curves) / columns)
    plot = Plot(canvas, 0, 0, canvas.width, grid.height * row_count)
    area = {"color": COLOURS["heat1"], "opacity": 1}
    under_lines = plot.draw("area", _areas(grid, rows), x="x", y="y", y2="foot", detail="run", style=area)
    return plot.chart([under_lines, *_layers(plot, grid, {row["role"] for row in rows})], rows)


def _areas(grid: _Grid, rows: Rows) -> Rows:
    """Return the corners of the area under each run of known months, from two on, down to the line of zero."""
    corners = Rows()
    runs = groupby(rows, lambda row: (row["panel"], row["y"] is not None))
    for run, ((panel, is_known), months) in enumerate(runs):
        points = list(months)
        if not is_known or len(points) == 1:
            continue
        _, y = grid.corner(panel)
        foot = round(y + grid.head + grid.plot_height, 2)
        corners += [{"x": row["x"], "y": row["y"], "foot": foot, "run": run} for row in points]
    return corners


def _points(grid: _Grid, panel: int, words: PanelWords) -> Rows:
    """Return the points of one panel as data; the first carries its words, others what stands under the lowest row."""
    curve = grid.picture.curves[panel]
    x, y = grid.corner(panel)
    top = round(y + grid.head, 2)
    foot = round(y + grid.head + grid.plot_height, 2)
    last = len(curve.points) - 1
    year = _YEAR // min(Period.parse(span).months for span in curve.spans)
    across, down = _scales(curve, grid)
    rows: Rows = [
        {
            "panel": panel,
            "label": curve.label.words,
            "span": span,
            "value": value,
            "at": at,
            "role": curve.role,
            "x": round(x + across(at), 2),
            "y": None if value is None else round(y + down(value), 2),
            "end": at == last and value is not None,
            "ring": at < last and (last - at) % year == 0 and value is not None,
        }
        for at, (span, value) in enumerate(zip(curve.spans, curve.points, strict=True))
    ]
    for at in range(1, last + 1):
        if curve.spans[at][:4] != curve.spans[at - 1][:4]:
            rows[at] |= {"edge": round(x + across(at - 0.5), 2), "high": top, "low": foot}
    small = grid.size * _SMALL
    name, figure = words
    figure_y = y + grid.head - grid.size * _AIR - small * LEADING / 2
    name_y = figure_y - small * LEADING * (grid.figure_lines - 0.5) - grid.size * LEADING / 2
    rows[0] |= {
        "first": True,
        "left": x,
        "right": round(x + grid.width, 2),
        "high": top,
        "low": foot,
        "name": "\n".join(name),
        "name_y": round(name_y - grid.size * LEADING * (len(name) - 1), 2),
        "figure": "\n".join(figure),
        "figure_y": round(figure_y - small * LEADING * (len(figure) - 1), 2),
    }
    if panel + grid.columns >= len(grid.picture.curves):
        step_y = round(y + grid.head + grid.plot_height + small * _UNDER, 2)
        for at, text in enumerate(grid.picture.steps[: len(curve.spans)]):
            if text.words:
                # under the middle of its year, or under its point where it names no year
                months = [place for place, span in enumerate(curve.spans) if span[:4] == text.words] or [at]
                middle = (months[0] + months[-1]) / 2
                rows[at] |= {"step": text.words, "step_x": round(x + across(middle), 2), "step_y": step_y}
    return rows


def _scales(curve: Curve, grid: _Grid) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Return where a month stands from the left of its panel, and a value from the top: zero at the foot."""
    dot = grid.size * _DOT
    count = max(len(panel.points) for panel in grid.picture.curves)
    most = max((point for point in curve.points if point is not None), default=0.0) or 1.0
    low = grid.head + grid.plot_height
    high = grid.head + dot

    def across(at: float) -> float:
        return dot + at / max(count - 1, 1) * (grid.width - 2 * dot)

    def down(value: float) -> float:
        return low - value / most * (low - high)

    return across, down


def _layers(plot: Plot, grid: _Grid, roles: set[str]) -> list[Layer]:
    """Return rules, lines, rings, last points and words of all panels; what a filter leaves empty draws nothing."""
    size = grid.size
    small = grid.size * _SMALL
    line = {"color": COLOURS["mark"], "strokeWidth": size * 0.15, "strokeJoin": "round"}
    point = {"filled": True, "opacity": 1}
    ring = {
        **point,
        "size": (size * _RING) ** 2 * 2.6,
        "fill": COLOURS["paper"],
        "stroke": COLOURS["last"],
        "strokeWidth": 1.4,
    }
    under = {"fontSize": small, "lineHeight": small * LEADING, "color": COLOURS["second"]}
    side = "right" if grid.is_joined else "left"
    name = {"align": side, "fontWeight": 700, "color": COLOURS["ink"]}
    head, edge, step = "datum.first", "isValid(datum.edge)", "isValid(datum.step)"
    layers = [
        plot.draw("rule", where=edge, x="edge", y="high", y2="low", style={"color": COLOURS["grid"]}),
        plot.draw("rule", where=head, x="left", x2="right", y="low", style={"color": COLOURS["ink"]}),
        plot.draw("line", x="x", y="y", order="at", detail="panel", style=line),
        plot.draw("point", where="datum.ring", x="x", y="y", style=ring),
    ]
    for role, ink in (("line", "mark"), ("fallen", "down")):
        if role in roles:
            dot = {**point, "size": (size * _DOT) ** 2 * 3.2, "color": COLOURS[ink]}
            layers.append(plot.draw("point", where=f"datum.end && datum.role == '{role}'", x="x", y="y", style=dot))
    return [
        *layers,
        plot.draw("text", where=head, x=side, y="name_y", text="name", style=name),
        plot.draw("text", where=head, x=side, y="figure_y", text="figure", style={"align": side, **under}),
        plot.draw("text", where=step, x="step_x", y="step_y", text="step", style={"align": "center", **under}),
    ]


def _fewer_panels(picture: Chart) -> Iterator[Chart]:
    """Yield the picture with two rows of its panels, then with one: the largest stand first."""
    for count in _ON_CARD:
        yield replace(picture, curves=picture.curves[:count])


FORM = ChartForm(draw, is_wide=True, is_high=True, card=_fewer_panels)
