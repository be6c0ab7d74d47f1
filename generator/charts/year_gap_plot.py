"""The year against the year before (N4): a bar from zero for each month with its figure, and the sum beside them.

A month is a step wide, and two months together are twice as wide. Where the figures have no room side by side, as on a
phone, each month is a row.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from generator.charts.bar_rows import GAP, largest, sides, signed_bars
from generator.charts.canvas import Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.story.plan import Chart, Curve
from generator.trade.period import Period

_ROWS = 4.65  # height of the plot in row steps, at most
_HIGH = 0.21  # height of the plot as a share of the canvas's width, where that is less
_BETWEEN = 6.0  # px between two bars
_CLEAR = 0.4  # em between two figures
_OVER = 0.8  # em from the end of a bar to the middle of its figure
_HEAD = 1.5  # em above or under the bars, for their figures
_NAME = 1.1  # em from there to the middle of the months' names
_SIDE = 0.9  # em from the last bar to the sum
_FOOT = 0.9  # em under the middle of the last words


@dataclass(frozen=True)
class _YearGap:
    """A picture with its plot and its scale."""

    picture: Chart
    surface: Surface
    plot: Plot
    pixel: float  # px of one million
    zero: float  # px from the start of the scale to zero

    @property
    def curve(self) -> Curve:
        """The changes."""
        return self.picture.curves[0]


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: upright with the sum beside the bars, or under them, or in rows: the first that has room."""
    for beside in (_sum_width(picture, surface) + surface.size * _SIDE, 0.0):
        step = (surface.canvas.width - beside) / sum(_months(picture.curves[0]))
        widths = [surface.width(cell.words, 600) for cell in picture.curves[0].cells]
        rooms = [months * step for months in _months(picture.curves[0])]
        if all(width + surface.size * _CLEAR <= room for width, room in zip(widths, rooms, strict=True)):
            return _upright(picture, surface, beside)
    return _in_rows(picture, surface)


def _months(curve: Curve) -> list[int]:
    return [Period.parse(span).months for span in curve.spans]


def _values(curve: Curve) -> list[float]:
    return [point or 0.0 for point in curve.points]


def _sum_width(picture: Chart, surface: Surface) -> float:
    curve = picture.curves[0]
    return max(surface.width(curve.label.words, 700), surface.width(curve.figure.words))


def _upright(picture: Chart, surface: Surface, beside: float) -> ChartSpec:
    """Return upright bars with `beside` px for the sum, or 0 where it stands under them."""
    canvas, size = surface.canvas, surface.size
    values = _values(picture.curves[0])
    high, low = max(0.0, *values), min(0.0, *values)
    height = round(min(_ROWS * canvas.step, _HIGH * canvas.width))
    head = size * _HEAD if high else size * (_FOOT - 0.4)
    under = size * _HEAD if low else 0.0
    names = height + under + size * _NAME
    foot = names + (0.0 if beside else surface.leading + size * 0.4) + size * _FOOT
    plot = Plot(canvas, 0.0, round(head), canvas.width - beside, height, foot - height)
    pixel = height / (high - low)
    gap = _YearGap(picture, surface, plot, pixel, high * pixel)
    rows = _bars(gap)
    if beside:
        sum_x = plot.width + size * _SIDE
        least, most = -gap.plot.y + surface.leading / 2, height - surface.leading / 2
        sum_y = min(max(gap.zero - surface.leading * 1.6, least), most)
    else:
        sum_x, sum_y = _BETWEEN / 2, names + surface.leading + size * 0.4
    layers = [
        plot.draw("rect", x="start", x2="end", y="top", y2="foot", color="ink"),
        plot.draw("rule", [{}], x=0, x2=plot.width, y=round(gap.zero, 2), style={"color": COLOURS["ink"]}),
        plot.draw("text", x="x", y="figure_y", text="figure", style={"fontWeight": 600, "color": COLOURS["label"]}),
        _names(gap, rows, names),
        *_sum(gap, sum_x, sum_y, is_below=bool(beside)),
    ]
    return plot.chart(layers, rows)


def _bars(gap: _YearGap) -> Rows:
    """Return each step as data, with the px of its bar and of its figure: over a rise, under a fall."""
    curve, size = gap.curve, gap.surface.size
    months = _months(curve)
    step = gap.plot.width / sum(months)
    rows = _data(curve)
    at = 0
    for row, count in zip(rows, months, strict=True):
        end = gap.zero - row["value"] * gap.pixel
        is_fall = row["value"] < 0
        row |= {
            "start": round(at * step + _BETWEEN / 2, 2),
            "end": round((at + count) * step - _BETWEEN / 2, 2),
            "x": round((at + count / 2) * step, 2),
            "top": round(min(end, gap.zero), 2),
            "foot": round(max(end, gap.zero), 2),
            "figure_y": round(end + size * (_OVER if is_fall else -_OVER), 2),
        }
        at += count
    return rows


def _data(curve: Curve) -> Rows:
    """Return each step as data with its ink."""
    return [
        {
            "label": curve.label.words,
            "span": span,
            "value": value,
            "figure": cell.words,
            "ink": COLOURS["down" if value < 0 else "mark"],
        }
        for span, value, cell in zip(curve.spans, _values(curve), curve.cells, strict=True)
    ]


def _names(gap: _YearGap, rows: Rows, y: float) -> Layer:
    """Return the names of the months; where they would meet, every second or third, counted from the last."""
    labels = [(row["x"], text.words) for row, text in zip(rows, gap.picture.steps, strict=True)]
    shown = labels
    for stride in range(1, len(labels) + 1):
        shown = labels[::-1][::stride]
        if gap.surface.are_apart(shown[::-1], gap.surface.size * _CLEAR):
            break
    places = [{"x": x, "words": words} for x, words in shown]
    return gap.plot.draw("text", places, x="x", y=round(y, 2), text="words", style={"color": COLOURS["second"]})


def _sum(gap: _YearGap, x: float, y: float, *, is_below: bool) -> list[Layer]:
    """Return the sum from `x` on, and both totals after it or below it."""
    surface = gap.surface
    label, figure = gap.curve.label.words, gap.curve.figure.words
    after = x if is_below else x + surface.width(label, 700) + surface.size
    below = y + surface.leading if is_below else y
    sums = [{"words": label, "x": round(x, 2), "y": round(y, 2)}]
    totals = [{"words": figure, "x": round(after, 2), "y": round(below, 2)}]
    sum_style = {"align": "left", "fontWeight": 700, "color": COLOURS["ink"]}
    totals_style = {"align": "left", "color": COLOURS["second"]}
    return [
        gap.plot.draw("text", places, x="x", y="y", text="words", style=style)
        for places, style in ((sums, sum_style), (totals, totals_style))
    ]


def _in_rows(picture: Chart, surface: Surface) -> ChartSpec:
    """Return a row for each step: its name, its bar from zero to the right or the left, and its figure."""
    canvas, size = surface.canvas, surface.size
    curve = picture.curves[0]
    gap = size * GAP
    values = _values(curve)
    figures = [(value, surface.width(cell.words, 600)) for value, cell in zip(values, curve.cells, strict=True)]
    column = surface.longest(text.words for text in picture.steps) + gap
    room = canvas.width - column
    pixel = largest(lambda pixel: sum(sides(figures, pixel, gap)) <= room, room / max(map(abs, values)))
    zero, _ = sides(figures, pixel, gap)
    rows = [row | bar for row, bar in zip(_data(curve), signed_bars(figures, zero, pixel, gap), strict=True)]
    for at, (row, name) in enumerate(zip(rows, picture.steps, strict=True)):
        middle = canvas.step * (at + 0.5)
        row |= {"name": name.words, "y": middle, "top": middle - canvas.bar / 2, "foot": middle + canvas.bar / 2}
    height = canvas.step * len(rows)
    plot = Plot(canvas, column, 0.0, room, height, surface.leading * 2 + size)
    year = _YearGap(picture, surface, plot, pixel, zero)
    side = alt.expr("datum.is_left ? 'right' : 'left'")
    layers = [
        plot.draw("rect", x="start", x2="end", y="top", y2="foot", color="ink"),
        plot.draw("rule", [{}], x=zero, style={"color": COLOURS["ink"], "strokeWidth": 1.25}),
        plot.draw("text", x=0, y="y", text="name", style={"align": "right", "dx": -gap, "color": COLOURS["ink"]}),
        plot.draw(
            "text",
            x="figure_x",
            y="y",
            text="figure",
            style={"align": side, "fontWeight": 600, "color": COLOURS["label"]},
        ),
        *_sum(year, 0.0, height + surface.leading / 2 + size * 0.5, is_below=True),
    ]
    return plot.chart(layers, rows, is_mirrored=True)


FORM = ChartForm(draw, is_high=True)
