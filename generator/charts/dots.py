"""Dots by month: a row for each line, a mark for each month in which it is told, the larger the higher its score.

Two curves of one name share its row: the second, whose role is `other`, is drawn as outlines round the marks of the
first. The picture's `ticks` name the two and what both have, above the plot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.charts.key import ROUND, Key, sign
from generator.charts.months import FOOT, Columns, beneath, words_beneath
from generator.charts.plot import LEADING, fixed, over, view
from generator.charts.rows import even
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Curve

_NAMES = 0.36  # of the canvas: a wider name takes a second line
_GAP, _AIR = 0.9, 0.75  # em: between names, plot and figures; between two rows
_WHOLE = 100.0  # the highest score
_LARGE, _SMALL = 1.35, 0.5  # em: the side of a mark of the highest score, and of the lowest that can be seen
_WITHIN = 0.95  # em: the former, where there are outlines
_HEAD = 0.4  # em above the first row


@dataclass(frozen=True)
class _Frame:
    """The plot in px: where it begins, its rows' middles, its height; the names in lines, the months, the key."""

    left: float
    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    height: float
    columns: Columns
    key: Key


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: a mark that points up for a rise, down for a fall."""
    frame = _framed(picture, canvas, ruler)
    rows = _rows(picture, frame, canvas)
    layers = [*_grid(picture, frame, canvas, ruler), *_marks(frame, rows), *_words(picture, frame, canvas)]
    layers += _named(frame, canvas) if frame.key.names else []
    layers += words_beneath(picture, frame.columns, canvas, ruler, fixed("Y", frame.height + canvas.size * 1.05))
    return view(
        layers, rows, canvas, (frame.left, frame.key.height, frame.columns.width, frame.height, canvas.size * FOOT)
    )


def _lines(picture: Chart) -> list[Curve]:
    """Return the curves that have a row: the first of each name."""
    return list({curve.label.words: curve for curve in reversed(picture.curves)}.values())[::-1]


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _Frame:
    size = canvas.size
    names = tuple(even(curve.label.words, _NAMES * canvas.width, canvas, ruler, 400) for curve in _lines(picture))
    left = round(max(ruler.width(line, size) for name in names for line in name) + size * _GAP)
    figures = max(ruler.width(curve.figure.words, size, weight=600) for curve in _lines(picture))
    middles, down = [], size * _HEAD
    for name in names:
        high = max(float(canvas.step) * 0.75, size * (LEADING * len(name) + _AIR))
        middles.append(round(down + high / 2, 2))
        down += high
    columns = Columns.of(picture, canvas.width - left - round(figures + size * _GAP), left)
    return _Frame(left, names, tuple(middles), round(down), columns, Key.of(picture, canvas, ruler))


def _rows(picture: Chart, frame: _Frame, canvas: Canvas) -> list[dict[str, Any]]:
    """Return every month of every line as data; a fall has a score below zero."""
    middles = {curve.label.words: middle for curve, middle in zip(_lines(picture), frame.middles, strict=True)}
    large = _WITHIN if picture.ticks else _LARGE

    def area(score: float) -> float:
        least, most = (_SMALL * canvas.size) ** 2, (large * canvas.size) ** 2
        return round(least + (most - least) * min(abs(score), _WHOLE) / _WHOLE, 1)

    return [
        {"label": name, "role": curve.role, "span": span, "value": point, "x": frame.columns.middle(span)}
        | {"y": middles[name]}
        | ({} if point is None else {"area": area(point) * (ROUND if curve.role == "other" else 1)})
        for curve in picture.curves
        for name in (curve.label.words,)
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


def _marks(frame: _Frame, rows: list[dict[str, Any]]) -> list[Any]:
    """Return the marks of all rises, then of all falls: the area goes with the score, and the shape with the way."""
    import altair as alt

    layers = []
    for role in sorted({row["role"] for row in rows}):
        for shape, test, ink in (("triangle-up", ">", "mark"), ("triangle-down", "<", "down")):
            own = alt.Chart().transform_filter(
                f"datum.role === '{role}' && datum.value !== null && datum.value {test} 0"
            )
            layers.append(_placed(sign(own, shape, ink, outline=role == "other"), frame))
    return layers


def _placed(marks: Any, frame: _Frame) -> Any:  # noqa: ANN401 -- Altair
    import altair as alt

    return marks.encode(x=frame.columns.x(), y=_y(frame), size=alt.Size("area:Q", scale=None))


def _named(frame: _Frame, canvas: Canvas) -> list[Any]:
    """Return the key above the plot: whose a filled mark is, whose an outline, and both."""
    import altair as alt

    rows = frame.key.rows(frame.left, canvas.size)
    filled = [row for row in rows if row["filled"]]
    outlines = [row | {"area": row["area"] * ROUND} for row in rows if row["round"]]
    words = over(rows).mark_text(align="left", color=COLOURS["ink"])
    return [
        _placed(sign(over(filled), "triangle-up", "mark"), frame),
        _placed(sign(over(outlines), "triangle-up", "", outline=True), frame),
        words.encode(x=frame.columns.x("word"), y=_y(frame), text=alt.Text("words:N")),
    ]


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
        for curve, name, middle in zip(_lines(picture), frame.names, frame.middles, strict=True)
    ]
    names = over(rows).mark_text(align="left", dy=alt.expr("datum.rise"), color=COLOURS["label"])
    figures = over(rows).mark_text(align="right", fontWeight=600, color=COLOURS["ink"])
    return [
        names.encode(x=fixed("X", -frame.left), y=_y(frame), text=alt.Text("name:N")),
        figures.encode(x=fixed("X", canvas.width - frame.left), y=_y(frame), text=alt.Text("figure:N")),
    ]
