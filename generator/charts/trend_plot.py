"""One line month by month (C9) in the band of its usual changes, with its newest month told by name.

A month that is not known breaks the line; months whose figures may still change are dashed; a rule stands where other
goods came to be counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt

from generator.charts.canvas import Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.month_columns import MonthColumns
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, fixed, over, spread, straight, tick_grid, tick_values, view
from generator.story.plan import Chart, Curve

_ROWS, _HIGH, _LEAST = 10, 0.38, 13  # of the plot: row steps at most, of the width, em of the label at least
_GAP, _PART = 0.6, 0.55  # em: from the plot to its figures, between two words of a line
_EDGE = 0.8  # em right of the plot, for the newest point
_SWATCH = 1.6, 0.8  # em: of the band in its key
_LEVEL, _AIR = 1.5, 0.5  # em: a line of words above the plot, and under the last one
_FOOT = LEADING + 0.8  # em under the plot
_LINE, _DASHES = 0.17, (0.32, 0.26)  # em
_DOT = 0.8  # em across
_CLEAR = 1.0  # em between two words under the plot


@dataclass(frozen=True)
class _TrendFrame:
    """The plot in px, the number at its top, its months; `levels` are the lines of words above it."""

    left: float
    top: float
    height: float
    high: float
    columns: MonthColumns
    levels: dict[str, int]

    @property
    def y(self) -> alt.Scale:
        """The scale of the values, from nothing."""
        return straight(0, self.high)

    def value(self, down: float) -> float:
        """Return the value that stands `down` px under the top of the plot."""
        return self.high * (1 - down / self.height)


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: the band, the line over it, the newest month above it."""
    frame, curve = _framed(picture, canvas, ruler), picture.curves[0]
    rows = _rows(curve, frame)
    layers = [
        *_band(rows, frame),
        *_grid(picture, frame, canvas),
        *_lines(rows, frame, canvas),
        *_event(picture, rows, frame, canvas, ruler),
        *_key(picture, frame, canvas, ruler),
        *_breaks(picture, frame, canvas, ruler),
        *_years(picture, frame, canvas, ruler),
    ]
    box = (frame.left, frame.top, frame.columns.width, frame.height, canvas.size * _FOOT)
    return view(layers, rows, canvas, box)


def _framed(picture: Chart, canvas: Canvas, ruler: Ruler) -> _TrendFrame:
    size, curve = canvas.size, picture.curves[0]
    left = round(max(ruler.width(text.words, size) for text in picture.ticks) + size * _GAP)
    known = [value for value in (*curve.points, *curve.highs) if value is not None]
    height = round(min(_ROWS * canvas.step, max(_HIGH * canvas.width, _LEAST * size)))
    levels = _levels(picture, canvas, ruler)
    top = round(size * (_LEVEL * (max(levels.values()) + 1) + _AIR))
    columns = MonthColumns.of(picture, round(canvas.width - left - size * _EDGE, 2), left)
    return _TrendFrame(left, top, height, max(*tick_values(picture), *known), columns, levels)


def _levels(picture: Chart, canvas: Canvas, ruler: Ruler) -> dict[str, int]:
    """Return which line above the plot the newest month, the key and the breaks stand in, counted from the plot."""
    levels = {"break": 0} if picture.breaks else {}
    event = levels["event"] = len(levels)
    if picture.band is not None:
        taken = _key_width(picture, canvas, ruler) + 2 * canvas.size + _event_width(picture, canvas, ruler)
        levels["key"] = event if taken <= canvas.width else event + 1
    return levels


def _key_width(picture: Chart, canvas: Canvas, ruler: Ruler) -> float:
    words = picture.band.words if picture.band else ""
    return ruler.width(words, canvas.size) + canvas.size * (_SWATCH[0] + _PART)


def _event_width(picture: Chart, canvas: Canvas, ruler: Ruler) -> float:
    curve = picture.curves[0]
    label, figure = (
        ruler.width(curve.label.words, canvas.size),
        ruler.width(curve.figure.words, canvas.size, weight=700),
    )
    return label + canvas.size * _PART + figure


def _rows(curve: Curve, frame: _TrendFrame) -> list[dict[str, Any]]:
    """Return every month as data."""
    nothing = (None,) * len(curve.spans)
    return [
        {
            "label": curve.label.words, "span": span, "value": point, "role": curve.role, "low": low, "high": high,
            "x": frame.columns.middle(span), "provisional": span in curve.provisional,
        }
        for span, point, low, high in zip(
            curve.spans, curve.points, curve.lows or nothing, curve.highs or nothing, strict=True
        )
    ]  # fmt: skip


def _band(rows: list[dict[str, Any]], frame: _TrendFrame) -> list[Any]:
    """Return the band: each run of months without a hole, from half a month before it to half a month after."""
    half, drawn, run = frame.columns.step / 2, list[dict[str, Any]](), 0
    for at, row in enumerate(rows):
        if row["low"] is None:
            continue
        begins, ends = (at == edge or rows[at + by]["low"] is None for edge, by in ((0, -1), (len(rows) - 1, 1)))
        run += begins
        places = (-half,) * begins + (0.0,) + (half,) * ends
        drawn += [{"x": round(row["x"] + by, 2), "low": row["low"], "high": row["high"], "run": run} for by in places]
    if not drawn:
        return []
    base, x = over(drawn), frame.columns.x()
    edge: dict[str, Any] = {"color": COLOURS["other"], "strokeWidth": 0.6, "strokeJoin": "round"}
    ends_of = [
        base.mark_line(**edge).encode(x=x, y=alt.Y(f"{field}:Q", scale=frame.y), detail="run:N")
        for field in ("low", "high")
    ]
    area = base.mark_area(color=COLOURS["remainder"], opacity=1).encode(
        x=x, y=alt.Y("low:Q", scale=frame.y), y2=alt.Y2("high:Q"), detail=alt.Detail("run:N")
    )
    return [area, *ends_of]


def _grid(picture: Chart, frame: _TrendFrame, canvas: Canvas) -> list[Any]:
    """Return the ticks' lines and words, and a pale line where a year begins."""
    lines, *others = tick_grid(picture, frame.y, frame.columns.width, canvas.size * _GAP)
    edges = [
        {"x": round(frame.columns.middle(span) - frame.columns.step / 2, 2)}
        for before, span in pairwise(picture.curves[0].spans)
        if before[:4] != span[:4]
    ]
    years = over(edges).mark_rule(color=COLOURS["grid"])
    across = years.encode(x=frame.columns.x(), y=fixed("Y", 0), y2=fixed("Y2", frame.height))
    return [lines, *([across] if edges else []), *others]


def _lines(rows: list[dict[str, Any]], frame: _TrendFrame, canvas: Canvas) -> list[Any]:
    """Return the line in its parts, which share a point where it comes to be dashed, and months that stand alone."""
    x, y, size = frame.columns.x(), alt.Y("value:Q", scale=frame.y), canvas.size
    style: dict[str, Any] = {"color": COLOURS["mark"], "strokeWidth": round(_LINE * size, 2), "strokeJoin": "round"}
    dash = [round(em * size, 2) for em in _DASHES]
    parts = _parts(rows)
    layers = []
    for dashed in (False, True):
        own = [row for row in parts if row["dashed"] is dashed]
        line = over(own).mark_line(**style, **({"strokeDash": dash} if dashed else {}))
        layers += [line.encode(x=x, y=y, detail=alt.Detail("run:N"), order=alt.Order("x:Q"))] if own else []
    alone = [row for row in rows if row["value"] is not None and row["x"] not in {part["x"] for part in parts}]
    dot = over(alone).mark_point(filled=True, opacity=1, size=(1.6 * _LINE * size) ** 2, color=COLOURS["mark"])
    return [*layers, *([dot.encode(x=x, y=y)] if alone else [])]


def _parts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the points of the parts of the line: a step to a provisional month is dashed."""
    found: list[dict[str, Any]] = []
    for one, other in pairwise(rows):
        if one["value"] is None or other["value"] is None:
            continue
        ends = [{"x": row["x"], "value": row["value"], "dashed": other["provisional"]} for row in (one, other)]
        joins = found and found[-1]["x"] == one["x"] and found[-1]["dashed"] is other["provisional"]
        run = (found[-1]["run"] + (not joins)) if found else 0
        found += [{**end, "run": run} for end in ends[bool(joins) :]]
    return found


def _event(picture: Chart, rows: list[dict[str, Any]], frame: _TrendFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return the newest month: its point, its name and figure above the plot, and what joins them."""
    curve, size, level = picture.curves[0], canvas.size, frame.levels["event"]
    known = [row for row in rows if row["value"] is not None][-1]
    right = frame.columns.width + size * _EDGE
    down = -size * (_AIR + _LEVEL * (level + 0.5))
    x, y = frame.columns.x(), alt.Y("value:Q", scale=frame.y)
    place = frame.value(down)
    label, figure = (curve.label.words, 400, "second"), (curve.figure.words, 700, "ink")
    # the one that is read last stands at the end of the line
    first, last = (figure, label) if ruler.is_joined else (label, figure)
    wide = ruler.width(last[0], size, weight=last[1])
    words = [(*first, right - wide - size * _PART), (*last, right)]
    point = over([{"x": known["x"], "value": known["value"]}])
    lead = over([{"x": known["x"], "value": frame.value(down + size * 0.75), "to": known["value"]}])
    dot: dict[str, Any] = {"filled": True, "opacity": 1, "size": (_DOT * size) ** 2}
    return [
        lead.mark_rule(color=COLOURS["last"], strokeWidth=0.75).encode(x=x, y=y, y2=alt.Y2("to:Q")),
        point.mark_point(
            **dot, color=COLOURS["down" if curve.role == "fallen" else "mark"], stroke=COLOURS["paper"], strokeWidth=1
        ).encode(x=x, y=y),
        *(
            over([{"x": round(at, 2), "value": place, "words": said}])
            .mark_text(align="right", fontWeight=weight, color=COLOURS[ink])
            .encode(x=x, y=y, text=alt.Text("words:N"))
            for said, weight, ink, at in words
        ),
    ]


def _key(picture: Chart, frame: _TrendFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return a piece of the band with its name, above the plot on the left."""
    if picture.band is None:
        return []
    size, middle = canvas.size, canvas.size * (_AIR + _LEVEL * (frame.levels["key"] + 0.5))
    high, low = (frame.value(-middle + by * size * _SWATCH[1] / 2) for by in (-1, 1))
    wide, gap = size * _SWATCH[0], size * _PART
    after = ruler.width(picture.band.words, size) + gap if ruler.is_joined else 0.0
    rows = [{"x": round(after - frame.left + by * wide, 2), "low": low, "high": high} for by in (0, 1)]
    x, base = frame.columns.x(), over(rows)
    edge: dict[str, Any] = {"color": COLOURS["other"], "strokeWidth": 0.6}
    lines = [base.mark_line(**edge).encode(x=x, y=alt.Y(f"{end}:Q", scale=frame.y)) for end in ("low", "high")]
    place = -frame.left + (0.0 if ruler.is_joined else wide + gap)
    words = over([{"x": round(place, 2), "mid": frame.value(-middle), "words": picture.band.words}])
    return [
        base.mark_area(color=COLOURS["remainder"], opacity=1).encode(
            x=x, y=alt.Y("low:Q", scale=frame.y), y2=alt.Y2("high:Q")
        ),
        *lines,
        words.mark_text(align="left", color=COLOURS["second"]).encode(
            x=x, y=alt.Y("mid:Q", scale=frame.y), text=alt.Text("words:N")
        ),
    ]


def _breaks(picture: Chart, frame: _TrendFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return a rule where other goods came to be counted, with its words above the plot."""
    if not picture.breaks:
        return []
    size, half = canvas.size, frame.columns.step / 2
    wanted = [round(frame.columns.middle(mark.span) - half, 2) for mark in picture.breaks]
    wide = [ruler.width(mark.label.words, size) for mark in picture.breaks]
    gaps = [(one + other) / 2 + size * _CLEAR for one, other in pairwise(wide)]
    low, high = wide[0] / 2 - frame.left, frame.columns.width + size * _EDGE - wide[-1] / 2
    places = spread(wanted, gaps, low, high)
    rows = [
        {"x": at, "word": round(place, 2), "value": frame.value(-size * (_AIR + _LEVEL / 2)), "words": one.label.words}
        for at, place, one in zip(wanted, places, picture.breaks, strict=True)
    ]
    base = over(rows)
    return [
        base.mark_rule(color=COLOURS["ink"], strokeDash=[2, 2]).encode(
            x=frame.columns.x(), y=fixed("Y", -size * _AIR / 2), y2=fixed("Y2", frame.height)
        ),
        base.mark_text(align="center", color=COLOURS["second"]).encode(
            x=frame.columns.x("word"), y=alt.Y("value:Q", scale=frame.y), text=alt.Text("words:N")
        ),
    ]


def _years(picture: Chart, frame: _TrendFrame, canvas: Canvas, ruler: Ruler) -> list[Any]:
    """Return the steps under the plot: a year under the middle of its months, where it has room beside the others."""
    spans, rows, end = picture.curves[0].spans, list[dict[str, Any]](), -float(frame.left)
    for span, text in zip(spans, picture.steps, strict=False):
        if not text.words:
            continue
        months = [frame.columns.middle(month) for month in spans if month[:4] == span[:4]]
        at, half = (months[0] + months[-1]) / 2, ruler.width(text.words, canvas.size) / 2
        if at - half >= end and at + half <= frame.columns.width + canvas.size * _EDGE:
            rows.append({"x": round(at, 2), "words": text.words})
            end = at + half + canvas.size * _CLEAR
    words = over(rows).mark_text(align="center", color=COLOURS["second"])
    y = fixed("Y", frame.height + canvas.size * 1.05)
    return [words.encode(x=frame.columns.x(), y=y, text=alt.Text("words:N"))] if rows else []


FORM = ChartForm(draw)
