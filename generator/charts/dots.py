"""Dots by month: a row for each line, a mark for each month in which it is told, the larger the higher its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.charts.months import FOOT, Columns, beneath, words_beneath
from generator.charts.plot import LEADING, fixed, over, view
from generator.charts.rows import even
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart

_NAMES = 0.36  # of the canvas: a wider name takes a second line
_GAP, _AIR = 0.9, 0.75  # em: between names, plot and figures; between two rows
_WHOLE = 100.0  # the highest score
_LARGE, _SMALL = 1.35, 0.5  # em: the side of a mark of the highest score, and of the lowest that can be seen
_HEAD = 0.4  # em above the first row


@dataclass(frozen=True)
class _Frame:
    """The plot in px: where it begins, its rows' middles, its height; the names in lines, the months."""

    left: float
    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    height: float
    columns: Columns


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: a mark that points up for a rise, down for a fall."""
    frame = _framed(picture, canvas, ruler)
    rows = _rows(picture, frame, canvas)
    layers = [*_grid(picture, frame, canvas, ruler), *_marks(frame), *_words(picture, frame, canvas)]
    layers += words_beneath(picture, frame.columns, canvas, ruler, fixed("Y", frame.height + canvas.size * 1.05))
    return view(layers, rows, canvas, (frame.left, 0, frame.columns.width, frame.height, canvas.size * FOOT))


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _Frame:
    size = canvas.size
    names = tuple(even(curve.label.words, _NAMES * canvas.width, canvas, ruler, 400) for curve in picture.curves)
    left = round(max(ruler.width(line, size) for name in names for line in name) + size * _GAP)
    figures = max(ruler.width(curve.figure.words, size, weight=600) for curve in picture.curves)
    middles, down = [], size * _HEAD
    for name in names:
        high = max(float(canvas.step) * 0.75, size * (LEADING * len(name) + _AIR))
        middles.append(round(down + high / 2, 2))
        down += high
    columns = Columns.of(picture, canvas.width - left - round(figures + size * _GAP), left)
    return _Frame(left, names, tuple(middles), round(down), columns)


def _rows(picture: Chart, frame: _Frame, canvas: Canvas) -> list[dict[str, Any]]:
    """Return every month of every line as data; a fall has a score below zero."""

    def area(score: float) -> float:
        least, most = (_SMALL * canvas.size) ** 2, (_LARGE * canvas.size) ** 2
        return round(least + (most - least) * min(abs(score), _WHOLE) / _WHOLE, 1)

    return [
        {"label": curve.label.words, "span": span, "value": point, "x": frame.columns.middle(span), "y": middle}
        | ({} if point is None else {"area": area(point)})
        for curve, middle in zip(picture.curves, frame.middles, strict=True)
        for span, point in zip(curve.spans, curve.points, strict=True)
    ]


def _y(frame: _Frame) -> alt.Y:
    """Return the channel that sets px down the plot."""
    import altair as alt

    whole = [0, frame.height]
    return alt.Y("y:Q", scale=alt.Scale(domain=whole, range=whole, nice=False, type="linear"))


def _grid(picture: Chart, frame: _Frame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return a pale line for each row, and one down the plot at each month that is named."""
    rows = over([{"y": middle} for middle in frame.middles]).mark_rule(color=COLOURS["grid"])
    named = over([{"x": at} for at, _ in beneath(picture, frame.columns, canvas, ruler)])
    return [
        rows.encode(x=fixed("X", 0), x2=fixed("X2", frame.columns.width), y=_y(frame)),
        named.mark_rule(color=COLOURS["grid"]).encode(
            x=frame.columns.x(), y=fixed("Y", 0), y2=fixed("Y2", frame.height)
        ),
    ]


def _marks(frame: _Frame) -> list[Any]:
    """Return the marks of all rises, then of all falls: the area goes with the score, and the shape with the way."""
    import altair as alt

    layers = []
    for shape, test, ink in (("triangle-up", ">", "mark"), ("triangle-down", "<", "down")):
        own = alt.Chart().transform_filter(f"datum.value !== null && datum.value {test} 0")
        marks = own.mark_point(
            shape=shape, filled=True, opacity=1, color=COLOURS[ink], stroke=COLOURS["paper"], strokeWidth=0.75
        )
        layers.append(marks.encode(x=frame.columns.x(), y=_y(frame), size=alt.Size("area:Q", scale=None)))
    return layers


def _words(picture: Chart, frame: _Frame, canvas: Canvas) -> list[Any]:
    """Return the names left of the rows, and their figures right of them."""
    import altair as alt

    line = canvas.size * LEADING
    rows = [
        {
            "name": "\n".join(name),
            "figure": curve.figure.words,
            "y": middle,
            "rise": line * (1 - len(name)) / 2,
        }
        for curve, name, middle in zip(picture.curves, frame.names, frame.middles, strict=True)
    ]
    names = over(rows).mark_text(align="left", dy=alt.expr("datum.rise"), color=COLOURS["label"])
    figures = over(rows).mark_text(align="right", fontWeight=600, color=COLOURS["ink"])
    return [
        names.encode(x=fixed("X", -frame.left), y=_y(frame), text=alt.Text("name:N")),
        figures.encode(x=fixed("X", canvas.width - frame.left), y=_y(frame), text=alt.Text("figure:N")),
    ]
