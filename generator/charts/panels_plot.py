"""Small multiples (C4): a line a panel over the same months, each on a scale of its own and with its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from generator.charts.bar_rows import even
from generator.charts.canvas import SCREEN_PAGE, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, data, dress, px_down
from generator.story.plan import Chart, Curve
from generator.trade.period import Period

_COLUMNS = ((56, 4), (36, 3), (0, 2))  # em of the canvas at least, and the columns that leave panels their words
_GUTTER = 1.9  # em between columns
_RATIO = 0.31  # of a plot: height to width
_SMALL = 0.92  # of the label: the figure under a name
_AIR, _FOOT = 0.5, 1.5  # em between the figure and the plot, and under the plot
_UNDER = 0.85  # of the small size: the middle of a step's label below its plot
_DOT, _RING = 0.38, 0.34  # em: radius of the last point and of the rings
_YEAR = 12
_ON_CARD = 6, 3  # panels: whole rows


@dataclass(frozen=True)
class _Grid:
    """Columns, and px: gutter, a panel's width, its plot, and the lines of names and figures above it."""

    columns: int
    gutter: float
    width: float
    plot: float
    size: float
    name: int
    figure: int
    turned: bool = False

    @property
    def head(self) -> float:
        """Px from the top of a panel to its plot."""
        return round(self.size * (LEADING * (self.name + self.figure * _SMALL) + _AIR), 2)

    @property
    def height(self) -> float:
        """Px of a panel, its share of the gap to the next row included."""
        return round(self.head + self.plot + self.size * _FOOT, 2)

    def corner(self, panel: int) -> tuple[float, float]:
        """Return the left and top px of a panel, in the story's order, which begins at the right where it is turned."""
        row, column = divmod(panel, self.columns)
        column = self.columns - 1 - column if self.turned else column
        return round(column * (self.width + self.gutter), 2), round(row * self.height, 2)


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide, a panel for each curve in the story's order.

    All panels are one view in px: Vega-Lite's facets would lay out a chart for each of them, which takes four times
    as long. Every panel has a scale of its own; its values stand in the data beside the px they come to.
    """
    words = _worded(picture, canvas, ruler)
    grid = _gridded(words, canvas, turned=ruler.is_joined)
    rows = [row for at in range(len(picture.curves)) for row in _rows(picture, at, words[at], grid)]
    high = canvas.height(grid.height * -(-len(picture.curves) // grid.columns))
    return alt.TopLevelLayerSpec(
        layer=_layers(grid, canvas.width, high, {row["role"] for row in rows}),
        data=data(rows),
        width=canvas.width,
        height=high,
        autosize="none",
        padding=0,
        **dress(canvas),
    )


def _columns(canvas: Canvas) -> int:
    em = canvas.width / canvas.size
    return next(count for least, count in _COLUMNS if em >= least)


def _panel(canvas: Canvas) -> float:
    return (canvas.width - (_columns(canvas) - 1) * canvas.size * _GUTTER) / _columns(canvas)


def _worded(picture: Chart, canvas: Canvas, ruler: Ruler) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the name and the figure of each curve in lines that a panel has room for."""
    room = _panel(canvas)
    return [
        (even(curve.label.words, room, canvas, ruler, 700), even(curve.figure.words, room / _SMALL, canvas, ruler, 400))
        for curve in picture.curves
    ]


def _gridded(words: list[tuple[tuple[str, ...], tuple[str, ...]]], canvas: Canvas, *, turned: bool) -> _Grid:
    wide = _panel(canvas)
    name, figure = (max(len(word[part]) for word in words) for part in (0, 1))
    return _Grid(_columns(canvas), canvas.size * _GUTTER, wide, round(wide * _RATIO), canvas.size, name, figure, turned)


def _rows(
    picture: Chart, panel: int, words: tuple[tuple[str, ...], tuple[str, ...]], grid: _Grid
) -> list[dict[str, Any]]:
    """Return the points of one panel as data; the first carries its words, others what stands under the lowest row."""
    curve, (left, top) = picture.curves[panel], grid.corner(panel)
    last, year = len(curve.points) - 1, _YEAR // Period.parse(curve.spans[-1]).months
    across, down = _scales(picture, curve, grid)
    rows: list[dict[str, Any]] = [
        {
            "panel": panel, "label": curve.label.words, "span": span, "value": point, "at": at, "role": curve.role,
            "x": round(left + across(at), 2), "y": None if point is None else round(top + down(point), 2),
            "end": at == last and point is not None,
            "ring": at < last and (last - at) % year == 0 and point is not None,
        }
        for at, (span, point) in enumerate(zip(curve.spans, curve.points, strict=True))
    ]  # fmt: skip
    for at in (at for at in range(1, last + 1) if curve.spans[at][:4] != curve.spans[at - 1][:4]):
        rows[at] |= {"edge": round(left + across(at - 0.5), 2), **_plot(grid, top)}
    rows[0] |= _head(words, grid, left, top)
    foot = _feet(picture, curve) if panel + grid.columns >= len(picture.curves) else {}
    for at, (step, middle) in foot.items():
        low = top + grid.head + grid.plot + grid.size * _SMALL * _UNDER
        rows[at] |= {"step": step, "step_x": round(left + across(middle), 2), "step_y": round(low, 2)}
    return rows


def _scales(picture: Chart, curve: Curve, grid: _Grid) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Return where a month stands from the left of its panel, and a value from the top: each panel's own."""
    dot, count = grid.size * _DOT, max(len(other.points) for other in picture.curves)
    known = [point for point in curve.points if point is not None] or [0.0]
    least, most = min(known), max(known)
    low, high = grid.head + grid.plot - dot - 1, grid.head + dot

    def across(at: float) -> float:
        return dot + at / max(count - 1, 1) * (grid.width - 2 * dot)

    def down(value: float) -> float:
        share = (value - least) / (most - least) if most > least else 0.5
        return low - share * (low - high)

    return across, down


def _plot(grid: _Grid, top: float) -> dict[str, float]:
    return {"high": round(top + grid.head, 2), "low": round(top + grid.head + grid.plot, 2)}


def _head(words: tuple[tuple[str, ...], tuple[str, ...]], grid: _Grid, left: float, top: float) -> dict[str, Any]:
    """Return the words above a plot, each with the px of its last line, and the line under it."""
    (name, figure), small = words, grid.size * _SMALL
    low = top + grid.head - grid.size * _AIR - small * LEADING / 2
    high = low - small * LEADING * (grid.figure - 0.5) - grid.size * LEADING / 2
    return {
        "first": True, "left": left, "right": round(left + grid.width, 2), **_plot(grid, top),
        "name_lines": "\n".join(name), "name_y": round(high - grid.size * LEADING * (len(name) - 1), 2),
        "figure_lines": "\n".join(figure), "figure_y": round(low - small * LEADING * (len(figure) - 1), 2),
    }  # fmt: skip


def _feet(picture: Chart, curve: Curve) -> dict[int, tuple[str, float]]:
    """Return the labelled steps: each under the middle of its year, or under its point where it names no year."""
    labelled = [(at, text.words) for at, text in enumerate(picture.steps[: len(curve.spans)]) if text.words]
    found = {}
    for at, words in labelled:
        year = [place for place, span in enumerate(curve.spans) if span[:4] == words] or [at]
        found[at] = (words, (year[0] + year[-1]) / 2)
    return found


def _layers(grid: _Grid, width: float, height: float, roles: set[str]) -> list[Any]:
    """Return rules, lines, rings, last points and words of all panels; what a filter leaves empty draws nothing."""

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, width], range=[0, width], type="linear", nice=False))

    def y(field: str) -> alt.Y:
        return px_down(field, height)

    dot, small = grid.size * _DOT, grid.size * _SMALL
    ring: dict[str, Any] = {"filled": True, "opacity": 1, "size": (grid.size * _RING) ** 2 * 2.6}
    under: dict[str, Any] = {"fontSize": small, "lineHeight": small * LEADING, "color": COLOURS["second"]}
    side: Any = "right" if grid.turned else "left"
    base, heads = alt.Chart(), alt.Chart().transform_filter("datum.first")
    layers = [
        base.transform_filter("isValid(datum.edge)")
        .mark_rule(color=COLOURS["grid"])
        .encode(x=x("edge"), y=y("high"), y2=alt.Y2("low:Q")),
        heads.mark_rule(color=COLOURS["part6"]).encode(x=x("left"), x2=alt.X2("right:Q"), y=y("low")),
        base.mark_line(color=COLOURS["mark"], strokeWidth=grid.size * 0.15, strokeJoin="round").encode(
            x=x("x"), y=y("y"), order=alt.Order("at:Q"), detail=alt.Detail("panel:N")
        ),
        base.transform_filter("datum.ring")
        .mark_point(**ring, fill=COLOURS["paper"], stroke=COLOURS["last"], strokeWidth=1.4)
        .encode(x=x("x"), y=y("y")),
    ]
    for role, ink in (("line", "mark"), ("fallen", "down")):
        if role in roles:
            point = base.transform_filter(f"datum.end && datum.role == '{role}'")
            layers.append(
                point.mark_point(filled=True, opacity=1, size=dot**2 * 3.2, color=COLOURS[ink]).encode(
                    x=x("x"), y=y("y")
                )
            )
    return [
        *layers,
        heads.mark_text(align=side, fontWeight=700, color=COLOURS["ink"]).encode(
            x=x(side), y=y("name_y"), text=alt.Text("name_lines:N")
        ),
        heads.mark_text(align=side, **under).encode(x=x(side), y=y("figure_y"), text=alt.Text("figure_lines:N")),
        base.transform_filter("isValid(datum.step)")
        .mark_text(align="center", **under)
        .encode(x=x("step_x"), y=y("step_y"), text=alt.Text("step:N")),
    ]


def _fewer_panels(picture: Chart) -> Iterator[Chart]:
    """Yield the picture with two rows of its panels, then with one: the largest stand first."""
    for count in _ON_CARD:
        yield replace(picture, curves=picture.curves[:count])


FORM = ChartForm(draw, wide=SCREEN_PAGE, card=_fewer_panels)
