"""Upright bars (N1): one for each month or quarter from zero, this year's in colour, with a tick at a year before.

Half a step lies between two years. The newest bar has its figure; years stand under the middle of their bars.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, tick_values
from generator.story.plan import Chart
from generator.trade.period import Period

_ROWS = 8.3  # height of the plot in row steps, at most
_HIGH = 0.215  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 9  # height of the plot in em, at least
_GAP = 0.6  # em from the plot to the words of its ticks
_HEAD = 1.6  # em above the plot, for the newest figure
_FOOT = LEADING + 0.8  # em under the plot
_BAR = 0.74  # of a step
_BETWEEN = 0.5  # of a step, between two years
_TICK = 1.5  # px
_INSIDE = 2.5  # px under the top of its bar from which a tick is inside
_CLEAR = 1.0  # em between two years' words
_YEAR = 12  # months


@dataclass(frozen=True)
class _UprightBars:
    """A picture with its plot and its scales."""

    picture: Chart
    surface: Surface
    plot: Plot
    high: float  # the value at the top of the plot

    def down(self, value: float) -> float:
        """Return how far under the top of the plot a value stands."""
        return round(self.plot.height * (1 - value / self.high), 2)


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: bars, a tick in or over each of this year's, the newest figure and the years."""
    canvas = surface.canvas
    size = surface.size
    x = round(surface.longest(text.words for text in picture.ticks) + size * _GAP)
    height = round(max(min(_ROWS * canvas.step, _HIGH * canvas.width), _LEAST * size))
    plot = Plot(canvas, x, round(size * _HEAD), canvas.width - x, height, size * _FOOT)
    known = [point for point in picture.curves[0].points if point is not None]
    bars = _UprightBars(picture, surface, plot, max(*tick_values(picture), *known))
    rows = _months(bars)
    layers = [
        *plot.tick_grid(picture, bars.down, size * _GAP),
        plot.draw("rect", where="isValid(datum.value)", x="start", x2="end", y="top", y2="foot", color="ink"),
        *_ticks(bars, rows),
        _newest_figure(bars, rows),
        _years(bars, rows),
    ]
    return plot.chart(layers, rows)


def _months(bars: _UprightBars) -> Rows:
    """Return each month as data, with the px of its bar, and the value a year before where it is of this year."""
    curve = bars.picture.curves[0]
    years = [int(span[:4]) for span in curve.spans]
    step = bars.plot.width / (len(years) + _BETWEEN * (years[-1] - years[0]))
    half = _BAR * step / 2
    year = _YEAR // min(Period.parse(span).months for span in curve.spans)
    rows = Rows()
    for at, (span, value) in enumerate(zip(curve.spans, curve.points, strict=True)):
        middle = step * (at + 0.5 + _BETWEEN * (years[at] - years[0]))
        is_new = years[at] == years[-1]
        rows.append(
            {
                "label": curve.label.words,
                "span": span,
                "value": value,
                "before": curve.points[at - year] if is_new and at >= year else None,
                "x": round(middle, 2),
                "start": round(middle - half, 2),
                "end": round(middle + half, 2),
                "top": bars.down(value or 0.0),
                "foot": bars.plot.height,
                "ink": COLOURS["mark" if is_new else "other"],
            }
        )
    return rows


def _ticks(bars: _UprightBars, rows: Rows) -> list[Layer]:
    """Return the ticks: of paper inside a bar, of ink at its top and above."""
    ticks = [
        {"start": row["start"], "end": row["end"], "y": bars.down(row["before"]), "top": row["top"]}
        for row in rows
        if row["before"] is not None and row["value"] is not None
    ]
    inside = [tick for tick in ticks if tick["y"] >= tick["top"] + _INSIDE]
    outside = [tick for tick in ticks if tick not in inside]
    paper = {"color": COLOURS["paper"], "strokeWidth": _TICK}
    ink = {"color": COLOURS["ink"], "strokeWidth": _TICK}
    marks = ((inside, paper), (outside, ink))
    return [bars.plot.draw("rule", places, x="start", x2="end", y="y", style=style) for places, style in marks]


def _newest_figure(bars: _UprightBars, rows: Rows) -> Layer:
    """Return the figure of the newest bar, flush with its right edge and above all bars under it."""
    words = bars.picture.curves[0].figure.words
    newest = [row for row in rows if row["value"] is not None][-1]
    size = bars.surface.size
    left = newest["end"] - bars.surface.width(words, 700) - size * _GAP
    under = [row for row in rows if row["end"] > left]
    tops = [row["top"] for row in under] + [bars.down(row["before"]) for row in under if row["before"] is not None]
    y = round(max(min(tops) - size * LEADING / 2 - _TICK, -size * (_HEAD - LEADING / 2)), 2)
    place = [{"x": newest["end"], "y": y, "words": words}]
    style = {"align": "right", "fontWeight": 700, "color": COLOURS["ink"]}
    return bars.plot.draw("text", place, x="x", y="y", text="words", style=style)


def _years(bars: _UprightBars, rows: Rows) -> Layer:
    """Return each year under the middle of its bars, where it has room beside the one before."""
    surface = bars.surface
    places = Rows()
    end = -float(bars.plot.x)
    for row, text in zip(rows, bars.picture.steps, strict=False):
        if not text.words:
            continue
        months = [other["x"] for other in rows if other["span"][:4] == row["span"][:4]]
        x = (months[0] + months[-1]) / 2
        half = surface.width(text.words, 700) / 2
        if x - half >= end:
            places.append({"x": round(x, 2), "words": text.words})
            end = x + half + surface.size * _CLEAR
    y = bars.plot.height + surface.size * 1.05
    style = {"fontWeight": 700, "color": COLOURS["ink"]}
    return bars.plot.draw("text", places, x="x", y=y, text="words", style=style)


FORM = ChartForm(draw)
