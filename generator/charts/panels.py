"""Small multiples (C4): a line a panel over the same months, each on a scale of its own and with its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.charts.plot import LEADING, data, dress, fixed
from generator.charts.rows import even
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Curve

_COLUMNS = ((56, 4), (36, 3), (0, 2))  # em of the canvas at least, and the columns that leave panels their words
_GUTTER = 1.9  # em between columns
_RATIO = 0.31  # of a plot: height to width
_SMALL = 0.92  # of the label: the figure under a name
_AIR, _FOOT = 0.5, 1.5  # em between the figure and the plot, and under the plot
_DOT, _RING = 0.38, 0.34  # em: radius of the last point and of the rings
_YEAR = 12


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

    @property
    def head(self) -> float:
        """Px from the top of a panel to its plot."""
        return round(self.size * (LEADING * (self.name + self.figure * _SMALL) + _AIR), 2)

    @property
    def height(self) -> float:
        """Px of a panel, its share of the gap to the next row included."""
        return round(self.head + self.plot + self.size * _FOOT, 2)


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.FacetChart:
    """Return the chart of `picture`, `canvas.width` px wide, a panel for each curve in the story's order."""
    import altair as alt

    words = _worded(picture, canvas, ruler)
    grid = _gridded(words, canvas)
    rows = [row for at in range(len(picture.curves)) for row in _rows(picture, at, words[at], grid)]
    count = max(len(curve.points) for curve in picture.curves)
    layers = _layers(grid, count, {row["role"] for row in rows})
    bare = alt.Header(
        title=None, labelExpr="''", labelFontSize=0, labelPadding=0
    )  # no header at all is one with numbers
    high = grid.height * -(-len(picture.curves) // grid.columns)
    return alt.FacetChart(
        data=data(rows),
        spec=alt.LayerChart(layer=layers, width=grid.width, height=grid.height),
        facet=alt.Facet("panel:O", sort=list(range(len(picture.curves))), header=bare),
        columns=grid.columns,
        bounds="flush",
        resolve=alt.Resolve(scale=alt.ScaleResolveMap(y="independent")),
        spacing={"row": 0, "column": grid.gutter},
        padding={"left": 0, "right": 0, "top": 0, "bottom": canvas.height(high) - high},
        usermeta={"width": canvas.width, "height": canvas.height(high)},
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


def _gridded(words: list[tuple[tuple[str, ...], tuple[str, ...]]], canvas: Canvas) -> _Grid:
    wide = _panel(canvas)
    name, figure = (max(len(word[part]) for word in words) for part in (0, 1))
    return _Grid(_columns(canvas), canvas.size * _GUTTER, wide, round(wide * _RATIO), canvas.size, name, figure)


def _rows(
    picture: Chart, panel: int, words: tuple[tuple[str, ...], tuple[str, ...]], grid: _Grid
) -> list[dict[str, Any]]:
    """Return the points of one panel as data; the first carries its words, others what stands under the lowest row."""
    curve = picture.curves[panel]
    last = len(curve.points) - 1
    foot = _feet(picture, curve) if panel + grid.columns >= len(picture.curves) else {}
    name, figure = words
    rows = [
        {
            "panel": panel, "label": curve.label.words, "span": span, "value": point, "at": at, "role": curve.role,
            "end": at == last and point is not None,
            "ring": at < last and (last - at) % _YEAR == 0 and point is not None,
            "year": at > 0 and span[:4] != curve.spans[at - 1][:4],
        }
        for at, (span, point) in enumerate(zip(curve.spans, curve.points, strict=True))
    ]  # fmt: skip
    rows[0] |= {"name_lines": "\n".join(name), "figure_lines": "\n".join(figure)}
    rows[0] |= {
        "lift": -grid.size * LEADING * (len(name) - 1),
        "rise": -grid.size * _SMALL * LEADING * (len(figure) - 1),
    }
    for at, (step, middle) in foot.items():
        rows[at] |= {"step": step, "middle": middle}
    return rows


def _feet(picture: Chart, curve: Curve) -> dict[int, tuple[str, float]]:
    """Return the labelled steps: each under the middle of its year, or under its point where it names no year."""
    labelled = [(at, text.words) for at, text in enumerate(picture.steps[: len(curve.spans)]) if text.words]
    found = {}
    for at, words in labelled:
        year = [place for place, span in enumerate(curve.spans) if span[:4] == words] or [at]
        found[at] = (words, (year[0] + year[-1]) / 2)
    return found


def _layers(grid: _Grid, count: int, roles: set[str]) -> list[Any]:
    """Return rules, line, rings, last point and words of a panel; what a filter leaves empty draws nothing."""
    import altair as alt

    dot = grid.size * _DOT
    low, high = grid.head + grid.plot, grid.head
    x = alt.Scale(domain=[0, max(count - 1, 1)], range=[dot, grid.width - dot], nice=False, type="linear")
    y = alt.Scale(range=[low - dot - 1, high + dot], zero=False, nice=False, type="linear")
    at, value = alt.X("at:Q", scale=x), alt.Y("value:Q", scale=y)
    base, first = alt.Chart(), alt.Chart().transform_filter("datum.at == 0")
    ring: dict[str, Any] = {"filled": True, "opacity": 1, "size": (grid.size * _RING) ** 2 * 2.6}
    ends = base.transform_filter("datum.end")
    layers = [
        base.transform_filter("datum.year")
        .transform_calculate(edge="datum.at - 0.5")
        .mark_rule(color=COLOURS["grid"])
        .encode(x=alt.X("edge:Q", scale=x), y=fixed("Y", high), y2=fixed("Y2", low)),
        first.mark_rule(color=COLOURS["part6"]).encode(x=fixed("X", 0), x2=fixed("X2", grid.width), y=fixed("Y", low)),
        base.mark_line(color=COLOURS["mark"], strokeWidth=grid.size * 0.15, strokeJoin="round").encode(
            x=at, y=value, order=alt.Order("at:Q")
        ),
        base.transform_filter("datum.ring")
        .mark_point(**ring, fill=COLOURS["paper"], stroke=COLOURS["last"], strokeWidth=1.4)
        .encode(x=at, y=value),
    ]
    for role, ink in (("line", "mark"), ("fallen", "down")):
        if role in roles:
            point = ends.transform_filter(f"datum.role == '{role}'").mark_point(
                filled=True, opacity=1, size=dot**2 * 3.2, color=COLOURS[ink]
            )
            layers.append(point.encode(x=at, y=value))
    return layers + _texts(grid, first, alt.X("middle:Q", scale=x))


def _texts(grid: _Grid, first: Any, middle: Any) -> list[Any]:  # noqa: ANN401 -- Altair, imported late
    import altair as alt

    small = grid.size * _SMALL
    low = grid.head - grid.size * _AIR - small * LEADING / 2
    top = low - small * LEADING * (grid.figure - 0.5) - grid.size * LEADING / 2
    left = fixed("X", 0)
    small_lines: dict[str, Any] = {"fontSize": small, "lineHeight": small * LEADING, "color": COLOURS["second"]}
    steps = alt.Chart().transform_filter("isValid(datum.step)")
    return [
        first.mark_text(align="left", fontWeight=700, color=COLOURS["ink"], dy=alt.expr("datum.lift")).encode(
            x=left, y=fixed("Y", top), text=alt.Text("name_lines:N")
        ),
        first.mark_text(align="left", dy=alt.expr("datum.rise"), **small_lines).encode(
            x=left, y=fixed("Y", low), text=alt.Text("figure_lines:N")
        ),
        steps.mark_text(align="center", **small_lines).encode(
            x=middle, y=fixed("Y", grid.head + grid.plot + small * 0.85), text=alt.Text("step:N")
        ),
    ]
