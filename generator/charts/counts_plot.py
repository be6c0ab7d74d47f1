"""Counts by month: a column for each month, a part for each kind; what is lost stands below the line of none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.canvas import SCREEN_BESIDE, Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.month_columns import FOOT, MonthColumns, words_beneath
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, fixed, over, straight, tick_grid, tick_values, view
from generator.story.plan import Chart

_INKS = ("mark", "part2", "part3", "second", "other", "part6")
_OF_ROLE = {"rest": "remainder", "fallen": "down"}
_ROWS, _HIGH, _LEAST = 9, 0.4, 12  # of the plot: row steps at most, of the width, em of the label at least
_GAP = 0.6  # em between the plot and its figures, and after a swatch
_PART, _BETWEEN = 0.35, 1.5  # em between a name and its figure, and between two names
_SWATCH = 0.8  # em
_LEVEL = 1.5  # em from one line of names to the next
_AIR = 0.9  # em under the names
_BAR, _WIDEST = 0.78, 2.0  # of a month, and em at most
_QUIET = 0.16  # em: radius of the dot of a month without any


@dataclass(frozen=True)
class _Entry:
    """One name above the plot: px from the left, its line, and the words behind its swatch."""

    left: float
    line: int
    label: str
    figure: str
    figure_left: float
    ink: str


@dataclass(frozen=True)
class _CountsFrame:
    """The plot in px, the counts at its edges, its months, the heights of names and of all that is above it."""

    left: float
    top: float
    height: float
    low: float
    high: float
    columns: MonthColumns

    @property
    def y(self) -> alt.Scale:
        """The scale of the counts, zero within it."""
        return straight(self.low, self.high)

    def value(self, down: float) -> float:
        """Return the count that stands `down` px under the top of the plot."""
        return self.high - (self.high - self.low) * down / self.height


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: its kinds named above, with how many there are of each."""
    entries = _entries(picture, canvas, ruler)
    frame = _framed(picture, entries, canvas, ruler)
    rows = _rows(picture, entries, frame)
    grid = tick_grid(picture, frame.y, frame.columns.width, canvas.size * _GAP)
    layers = [*grid, *_columns(rows, frame, canvas), *_names(entries, frame, canvas)]
    layers += words_beneath(picture, frame.columns, canvas, ruler, fixed("Y", frame.height + canvas.size * 1.05))
    box = (frame.left, frame.top, frame.columns.width, frame.height, canvas.size * FOOT)
    return view(layers, rows, canvas, box)


def _entries(picture: Chart, canvas: Canvas, ruler: Ruler) -> list[_Entry]:
    """Return the names in lines, in the order of the kinds, as many in each as there is room for."""
    found: list[_Entry] = []
    inks, at, line = iter(_INKS), 0.0, 0
    for curve in picture.curves:
        name, figure = curve.label.words, curve.figure.words
        wide = ruler.width(name, canvas.size) + canvas.size * (_SWATCH + _GAP + _PART)
        total = wide + ruler.width(figure, canvas.size, weight=600)
        if at and at + total > canvas.width:
            at, line = 0.0, line + 1
        found.append(_Entry(at, line, name, figure, at + wide, COLOURS[_OF_ROLE.get(curve.role) or next(inks)]))
        at += total + canvas.size * _BETWEEN
    return found


def _framed(picture: Chart, entries: list[_Entry], canvas: Canvas, ruler: Ruler) -> _CountsFrame:
    left = round(max(ruler.width(text.words, canvas.size) for text in picture.ticks) + canvas.size * _GAP)
    sums = list(zip(*(curve.points for curve in picture.curves), strict=True))
    high = max(*tick_values(picture), *(sum(part for part in month if part and part > 0) for month in sums))
    low = min(*tick_values(picture), *(sum(part for part in month if part and part < 0) for month in sums))
    height = round(min(_ROWS * canvas.step, max(_HIGH * canvas.width, _LEAST * canvas.size)))
    top = canvas.size * (_LEVEL * (entries[-1].line + 1) + _AIR)
    return _CountsFrame(left, round(top), height, low, high, MonthColumns.of(picture, canvas.width - left, left))


def _rows(picture: Chart, entries: list[_Entry], frame: _CountsFrame) -> list[dict[str, Any]]:
    """Return every kind of every month as data, each on top of those before it, or below them where it is negative."""
    ends: dict[tuple[str, bool], float] = {}
    rows = []
    for curve, entry in zip(picture.curves, entries, strict=True):
        for span, point in zip(curve.spans, curve.points, strict=True):
            key, value = (span, (point or 0) < 0), point or 0.0
            start = ends.get(key, 0.0)
            ends[key] = start + value
            rows.append({
                "label": curve.label.words, "span": span, "value": point, "x": frame.columns.middle(span),
                "start": start, "end": start + value, "ink": entry.ink,
            })  # fmt: skip
    return rows


def _columns(rows: list[dict[str, Any]], frame: _CountsFrame, canvas: Canvas) -> list[Any]:
    """Return the parts of all months, and a dot for each month that has none."""
    wide = round(min(_BAR * frame.columns.step, _WIDEST * canvas.size), 2)
    y, told = alt.Y("start:Q", scale=frame.y), {row["span"] for row in rows if row["value"]}
    parts = (
        alt.Chart()
        .transform_filter("datum.start != datum.end")
        .mark_bar(size=wide, orient="vertical", stroke=COLOURS["paper"], strokeWidth=min(1, wide / 10))
    )
    quiet = [{"x": x, "start": 0} for x in sorted({row["x"] for row in rows if row["span"] not in told})]
    dots = over(quiet).mark_point(
        filled=True, opacity=1, size=(2 * _QUIET * canvas.size) ** 2, color=COLOURS["other"], yOffset=-canvas.size * 0.4
    )
    return [
        parts.encode(x=frame.columns.x(), y=y, y2=alt.Y2("end:Q"), color=alt.Color("ink:N", scale=None)),
        *([dots.encode(x=frame.columns.x(), y=y)] if quiet else []),
    ]


def _names(entries: list[_Entry], frame: _CountsFrame, canvas: Canvas) -> list[Any]:
    """Return swatches, names and figures above the plot."""
    size = canvas.size
    rows = [
        {
            "swatch": entry.left - frame.left + size * _SWATCH / 2,
            "name": entry.left - frame.left + size * (_SWATCH + _GAP),
            "number": entry.figure_left - frame.left,
            "at": frame.value(size * (_LEVEL * entry.line + LEADING / 2) - frame.top),
            "label": entry.label,
            "figure": entry.figure,
            "ink": entry.ink,
        }
        for entry in entries
    ]
    y = alt.Y("at:Q", scale=frame.y)

    def words(field: str, place: str, colour: str, weight: int) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
        text = over(rows).mark_text(align="left", color=COLOURS[colour], fontWeight=weight)
        return text.encode(x=frame.columns.x(place), y=y, text=alt.Text(f"{field}:N"))

    swatches = over(rows).mark_point(shape="square", filled=True, opacity=1, size=(size * _SWATCH) ** 2)
    return [
        swatches.encode(x=frame.columns.x("swatch"), y=y, color=alt.Color("ink:N", scale=None)),
        words("label", "name", "ink", 400),
        words("figure", "number", "ink", 600),
    ]


FORM = ChartForm(draw, wide=SCREEN_BESIDE)
