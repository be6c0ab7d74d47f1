"""Dots by month: a row for each line, a mark for each month in which it is told, the larger the higher its score.

Two curves of one name share its row: the second, whose role is `other`, is drawn as outlines round the marks of the
first. The picture's `ticks` name the two and what both have, above the plot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.bar_rows import even
from generator.charts.canvas import SCREEN_BESIDE, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.month_columns import FOOT, MonthColumns, beneath, words_beneath
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, fixed, over, px_down, view
from generator.story.plan import Chart, Curve

_NAMES = 0.36  # of the canvas: a wider name takes a second line
_GAP, _AIR = 0.9, 0.75  # em: between names, plot and figures; between two rows
_WHOLE = 100.0  # the highest score
_LARGE, _SMALL = 1.35, 0.5  # em: the side of a mark of the highest score, and of the lowest that can be seen
_WITHIN = 0.95  # em: the former, where there are outlines
_HEAD = 0.4  # em above the first row
_LEVEL, _SIGN, _BETWEEN, _KEY_AIR = (
    1.5,
    1.7,
    1.6,
    0.6,
)  # em: a line, room of a mark, between two names, under the last line
_SIDE = 0.75  # em: of a mark
_OUTLINE = 2.2  # how much larger the area of an outline is


@dataclass(frozen=True)
class _Key:
    """The names with their px from the left and from the top of the canvas, and the px that all of them take."""

    names: tuple[tuple[float, float, str], ...]
    height: float

    @classmethod
    def of(cls, picture: Chart, canvas: Canvas, ruler: Ruler) -> _Key:
        """Return the ticks of a picture in lines, as many in each as there is room for; nothing where it has none."""
        found, at, down = list[tuple[float, float, str]](), 0.0, 0.0
        for words in (text.words for text in picture.ticks):
            wide = ruler.width(words, canvas.size) + canvas.size * _SIGN
            if at and at + wide > canvas.width:
                at, down = 0.0, down + canvas.size * _LEVEL
            found.append((at, down + canvas.size * LEADING / 2, words))
            at += wide + canvas.size * _BETWEEN
        return cls(tuple(found), round(down + canvas.size * (_LEVEL + _KEY_AIR)) if found else 0)

    def rows(self, left: float, size: float) -> list[dict[str, Any]]:
        """Return the names as data of a plot that begins `left` px in, under this key: filled, outline, both."""
        return [
            {
                "x": round(x + size * _SIGN / 2 - size * 0.15 - left, 2), "word": round(x + size * _SIGN - left, 2),
                "y": round(y - self.height, 2), "words": words, "filled": at != 1, "round": at != 0,
                "area": round((_SIDE * size) ** 2, 1),
            }
            for at, (x, y, words) in enumerate(self.names)
        ]  # fmt: skip


@dataclass(frozen=True)
class _DotsFrame:
    """The plot in px: where it begins, its rows' middles, its height; the names in lines, the months, the key."""

    left: float
    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    height: float
    columns: MonthColumns
    key: _Key


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


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _DotsFrame:
    size = canvas.size
    names = tuple(even(curve.label.words, _NAMES * canvas.width, canvas, ruler, 400) for curve in _lines(picture))
    left = round(max(ruler.width(line, size) for name in names for line in name) + size * _GAP)
    figures = max(ruler.width(curve.figure.words, size, weight=600) for curve in _lines(picture))
    middles, down = [], size * _HEAD
    for name in names:
        high = max(float(canvas.step) * 0.75, size * (LEADING * len(name) + _AIR))
        middles.append(round(down + high / 2, 2))
        down += high
    columns = MonthColumns.of(picture, canvas.width - left - round(figures + size * _GAP), left)
    return _DotsFrame(left, names, tuple(middles), round(down), columns, _Key.of(picture, canvas, ruler))


def _rows(picture: Chart, frame: _DotsFrame, canvas: Canvas) -> list[dict[str, Any]]:
    """Return every month of every line as data; a fall has a score below zero."""
    middles = {curve.label.words: middle for curve, middle in zip(_lines(picture), frame.middles, strict=True)}
    large = _WITHIN if picture.ticks else _LARGE

    def area(score: float) -> float:
        least, most = (_SMALL * canvas.size) ** 2, (large * canvas.size) ** 2
        return round(least + (most - least) * min(abs(score), _WHOLE) / _WHOLE, 1)

    return [
        {"label": name, "role": curve.role, "span": span, "value": point, "x": frame.columns.middle(span)}
        | {"y": middles[name]}
        | ({} if point is None else {"area": area(point) * (_OUTLINE if curve.role == "other" else 1)})
        for curve in picture.curves
        for name in (curve.label.words,)
        for span, point in zip(curve.spans, curve.points, strict=True)
    ]


def _grid(picture: Chart, frame: _DotsFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return a pale line for each row, and one down the plot at each month that is named."""
    rows = over([{"y": middle} for middle in frame.middles]).mark_rule(color=COLOURS["grid"])
    named = over([{"x": at} for at, _ in beneath(picture, frame.columns, canvas, ruler)])
    return [
        rows.encode(x=fixed("X", 0), x2=fixed("X2", frame.columns.width), y=px_down("y", frame.height)),
        named.mark_rule(color=COLOURS["grid"]).encode(
            x=frame.columns.x(), y=fixed("Y", 0), y2=fixed("Y2", frame.height)
        ),
    ]


def _marks(frame: _DotsFrame, rows: list[dict[str, Any]]) -> list[Any]:
    """Return the marks of all rises, then of all falls: the area goes with the score, and the shape with the way."""
    layers = []
    for role in sorted({row["role"] for row in rows}):
        for shape, test, ink in (("triangle-up", ">", "mark"), ("triangle-down", "<", "down")):
            own = alt.Chart().transform_filter(
                f"datum.role === '{role}' && datum.value !== null && datum.value {test} 0"
            )
            layers.append(_placed(_sign(own, shape, ink, outline=role == "other"), frame))
    return layers


def _placed(marks: Any, frame: _DotsFrame) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    return marks.encode(x=frame.columns.x(), y=px_down("y", frame.height), size=alt.Size("area:Q", scale=None))


def _named(frame: _DotsFrame, canvas: Canvas) -> list[Any]:
    """Return the key above the plot: whose a filled mark is, whose an outline, and both."""
    rows = frame.key.rows(frame.left, canvas.size)
    filled = [row for row in rows if row["filled"]]
    outlines = [row | {"area": row["area"] * _OUTLINE} for row in rows if row["round"]]
    words = over(rows).mark_text(align="left", color=COLOURS["ink"])
    return [
        _placed(_sign(over(filled), "triangle-up", "mark"), frame),
        _placed(_sign(over(outlines), "triangle-up", "", outline=True), frame),
        words.encode(x=frame.columns.x("word"), y=px_down("y", frame.height), text=alt.Text("words:N")),
    ]


def _words(picture: Chart, frame: _DotsFrame, canvas: Canvas) -> list[Any]:
    """Return the names left of the rows, and their figures right of them."""
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
        names.encode(x=fixed("X", -frame.left), y=px_down("y", frame.height), text=alt.Text("name:N")),
        figures.encode(
            x=fixed("X", canvas.width - frame.left), y=px_down("y", frame.height), text=alt.Text("figure:N")
        ),
    ]


def _sign(over: Any, shape: str, ink: str, *, outline: bool = False) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    """Return marks of a shape: filled in a colour, or as outlines."""
    if outline:
        return over.mark_point(shape=shape, filled=False, opacity=1, color=COLOURS["ink"], strokeWidth=1.25)
    paper = COLOURS["paper"]
    return over.mark_point(shape=shape, filled=True, opacity=1, color=COLOURS[ink], stroke=paper, strokeWidth=0.75)


FORM = ChartForm(draw, wide=SCREEN_BESIDE)
