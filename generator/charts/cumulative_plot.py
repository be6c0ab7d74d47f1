"""Running totals (C3), year against year: this one solid, last one dashed, earlier ones dotted, named at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt

from generator.charts.canvas import Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, over, spread, straight, tick_grid, tick_values, view
from generator.story.plan import Chart, Curve
from generator.trade.period import Period

_ROWS, _HIGH, _LEAST = 11, 0.42, 15  # of the plot: row steps at most, of the width, em of the label at least
_GAP, _PART = 0.75, 0.6  # em: from plot to label, between a label and its figure
_INSET = 1.0  # em from the start of the grid to the first point
_CLEAR = 1.4  # em at least between two words under the plot
_SPREAD = 1.25  # lines of the label between two ends
_DOT = 0.36  # em
_INKS = {"this": "mark", "last": "last", "earlier": "other"}
# Widths and dashes, in em of the label.
_DASHES = {"last": [0.45, 0.25], "earlier": [0.13, 0.25]}
_WEIGHTS = {"this": 0.23, "last": 0.13, "earlier": 0.13}


@dataclass(frozen=True)
class _CumulativeFrame:
    """The plot in px, its place on the canvas, the steps at its edges and the number at its top."""

    left: float
    top: float
    width: float
    height: float
    high: float
    first: float
    last: float

    def down(self, value: float) -> float:
        """Return how far under the top of the plot a value stands."""
        return self.height * (1 - value / self.high)

    def value(self, down: float) -> float:
        """Return the value that stands `down` px under the top of the plot."""
        return self.high * (1 - down / self.height)

    def at(self, across: float) -> float:
        """Return the step that stands `across` px right of the start of the plot."""
        return self.first + (self.last - self.first) * across / self.width

    def across(self, at: float) -> float:
        """Return how far right of the start of the plot a step stands."""
        return (at - self.first) / (self.last - self.first) * self.width


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide, with a name and a figure at the end of each line."""
    frame = _framed(picture, canvas, ruler)
    rows = [row for curve in picture.curves for row in _points(curve)]
    layers = [
        *tick_grid(picture, straight(0, frame.high), frame.width, canvas.size * _GAP / 1.5),
        *(layer for role in ("earlier", "last", "this") for layer in _lines(picture, role, frame, canvas)),
        *_ends(picture, frame, canvas, ruler),
        *_steps(picture, frame, canvas, ruler),
    ]
    below = canvas.size * (LEADING + 0.8)
    return view(layers, rows, canvas, (frame.left, frame.top, frame.width, frame.height, below))


def places(curve: Curve) -> list[float]:
    """Return how many months after its first one each point of `curve` stands, by the end of its span."""
    spans = [Period.parse(span) for span in curve.spans]
    return [float(span.last.first - spans[0].first) for span in spans]


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _CumulativeFrame:
    words = max(ruler.width(text.words, canvas.size) for text in picture.ticks) + canvas.size * _GAP
    left = max(words, ruler.width(_first(picture), canvas.size) / 2 - canvas.size * _INSET)
    names, figures = _widths(picture, canvas, ruler)
    right = canvas.size * (_GAP + _PART) + names + figures
    height = min(_ROWS * canvas.step, max(_HIGH * canvas.width, _LEAST * canvas.size))
    points = [point for curve in picture.curves for point in curve.points if point is not None]
    steps = [place for curve in picture.curves for place in places(curve)]
    width, inset = canvas.width - left - right, canvas.size * _INSET
    first = min(steps) - inset / (width - inset) * (max(steps) - min(steps) or 1.0)
    return _CumulativeFrame(
        left, canvas.size, width, round(height), max(*tick_values(picture), *points), first, max(steps) or 1.0
    )


def _first(picture: Chart) -> str:
    """Return the words under the first point, which the longest line has: half of them stand left of it."""
    return picture.steps[0].words if picture.steps else ""


def _widths(picture: Chart, canvas: Canvas, ruler: Ruler) -> tuple[float, float]:
    """Return the px of the column of names and of that of figures; this year's are bold."""
    weights = [(curve, 700 if curve.role == "this" else 400) for curve in picture.curves]
    return (
        max(ruler.width(curve.label.words, canvas.size, weight=weight) for curve, weight in weights),
        max(ruler.width(curve.figure.words, canvas.size, weight=weight) for curve, weight in weights),
    )


def _points(curve: Curve) -> list[dict[str, Any]]:
    known = [at for at, point in enumerate(curve.points) if point is not None]
    return [
        {"label": curve.label.words, "span": span, "value": point, "at": place, "role": curve.role}
        | {"end": bool(known) and number == known[-1]}
        for number, (span, point, place) in enumerate(zip(curve.spans, curve.points, places(curve), strict=True))
    ]


def _channels(frame: _CumulativeFrame) -> dict[str, Any]:
    wide = alt.Scale(domain=[frame.first, frame.last], nice=False, type="linear")
    return {"x": alt.X("at:Q", scale=wide), "y": alt.Y("value:Q", scale=straight(0, frame.high))}


def _lines(picture: Chart, role: str, frame: _CumulativeFrame, canvas: Canvas) -> list[Any]:
    if role not in {curve.role for curve in picture.curves}:
        return []
    ink = COLOURS[_INKS[role]]
    dash: dict[str, Any] = {"strokeDash": [em * canvas.size for em in _DASHES[role]]} if role in _DASHES else {}
    own = alt.Chart().transform_filter(f"datum.role == '{role}'")
    size = (canvas.size * _DOT * (1.25 if role == "this" else 1)) ** 2 * 2
    return [
        own.mark_line(color=ink, strokeWidth=_WEIGHTS[role] * canvas.size, strokeJoin="round", **dash).encode(
            **_channels(frame), detail=alt.Detail("label:N"), order=alt.Order("at:Q")
        ),
        own.transform_filter("datum.end")
        .mark_point(filled=True, opacity=1, size=size, color=ink)
        .encode(**_channels(frame)),
    ]


def _ends(picture: Chart, frame: _CumulativeFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return a name and a figure for each line: beside its end, pushed apart in order."""
    rows = _labels(picture, frame, canvas, ruler)
    layers = []
    for this in (True, False):
        own = [row for row in rows if row["this"] is this]
        style: dict[str, Any] = {
            "align": "left",
            "fontWeight": 700 if this else 400,
            "color": COLOURS["mark" if this else "second"],
        }
        text = over(own).mark_text(**style)
        layers += [text.encode(**_channels(frame), text=alt.Text("words:N"))] if own else []
    return layers


def _labels(picture: Chart, frame: _CumulativeFrame, canvas: Canvas, ruler: Ruler) -> list[dict[str, Any]]:
    """Return the words of the lines as data: beside their ends, or within the plot where a line ends there."""
    ends = sorted(
        ((rows[-1]["at"], frame.down(rows[-1]["value"]), curve) for curve in picture.curves if (rows := _known(curve))),
        key=lambda end: end[1],
    )
    edge = [end for end in ends if end[0] == frame.last]
    step = canvas.size * LEADING * _SPREAD
    downs = spread([down for _, down, _ in edge], [step] * (len(edge) - 1), 0, frame.height)
    names, _ = _widths(picture, canvas, ruler)
    left = frame.width + canvas.size * _GAP
    places = [(left, left + names + canvas.size * _PART, down) for down in downs]
    outer = [_label_rows(curve, place, frame) for (*_, curve), place in zip(edge, places, strict=True)]
    inner = [
        _label_rows(curve, _inside(end, ends, frame, canvas, ruler), frame)
        for end in ends
        for curve in end[2:]
        if end not in edge
    ]
    return [row for rows in (*outer, *inner) for row in rows]


def _label_rows(curve: Curve, place: tuple[float, float, float], frame: _CumulativeFrame) -> list[dict[str, Any]]:
    left, right, down = place
    this, value = curve.role == "this", frame.value(down)
    return [
        {"words": text.words, "at": frame.at(px), "value": value, "this": this}
        for px, text in ((left, curve.label), (right, curve.figure))
    ]


def _inside(
    end: tuple[float, float, Curve],
    ends: list[tuple[float, float, Curve]],
    frame: _CumulativeFrame,
    canvas: Canvas,
    ruler: Ruler,
) -> tuple[float, float, float]:
    """Return where name and figure stand of a line that ends in the plot.

    Totals only grow: left of the highest line's end and above it is free ground, right of any other's and below.
    """
    at, down, curve = end
    weight = 700 if curve.role == "this" else 400
    name, figure = (ruler.width(text.words, canvas.size, weight=weight) for text in (curve.label, curve.figure))
    part = canvas.size * _PART
    level = [row["value"] for _, _, other in ends if other != curve for row in _known(other) if row["at"] == at]
    if all(frame.value(down) >= value for value in level):
        left = frame.across(at) - canvas.size * _GAP - name - part - figure
        return left, left + name + part, down - canvas.size * 0.4
    left = frame.across(at) + canvas.size * _GAP
    return left, left + name + part, down + canvas.size * 0.7


def _known(curve: Curve) -> list[dict[str, Any]]:
    return [row for row in _points(curve) if row["value"] is not None]


def _steps(picture: Chart, frame: _CumulativeFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return the words under the plot; where they would meet, every second or third, counted from the last."""
    longest = max((places(curve) for curve in picture.curves), key=len)
    named = [(at, text.words) for at, text in zip(longest, picture.steps, strict=False) if text.words]
    every = next(every for every in range(1, len(named) + 2) if _is_clear(named[::-1][::every], frame, canvas, ruler))
    kept = named[::-1][::every]
    if named and named[0] not in kept:  # where the year begins takes the place of what is too near to it
        kept = [step for step in kept if _is_clear([step, named[0]], frame, canvas, ruler)] + named[:1]
    down = frame.value(frame.height + canvas.size * (LEADING / 2 + 0.45))
    rows = [{"words": words, "at": at, "value": down} for at, words in kept]
    text = over(rows).mark_text(align="center", color=COLOURS["second"])
    return [text.encode(**_channels(frame), text=alt.Text("words:N"))] if rows else []


def _is_clear(named: list[tuple[float, str]], frame: _CumulativeFrame, canvas: Canvas, ruler: Ruler) -> bool:
    """Return whether words, the last first, stand well apart."""
    halves = [ruler.width(words, canvas.size) / 2 for _, words in named]
    pixels = [frame.across(at) for at, _ in named]
    both = zip(pairwise(pixels), pairwise(halves), strict=True)
    return all(right - left >= one + other + canvas.size * _CLEAR for (right, left), (one, other) in both)


FORM = ChartForm(draw)
