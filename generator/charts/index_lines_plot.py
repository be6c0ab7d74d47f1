"""Two lines that are both 100 at the start (N7): the world price dashed, ours solid, with dollars at their ends."""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, spread, tick_values
from generator.story.plan import Chart, Curve

_START = 100.0  # the value whose line is in ink
_ROWS = 9  # height of the plot in row steps, at most
_HIGH = 0.36  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 11  # height of the plot in em, at least
_GAP = 0.6  # em from the plot to words beside it
_HEAD = 0.8  # em above the plot
_FOOT = LEADING + 0.8  # em under the plot
_CLEAR = 1.0  # em between two words under the plot
_BETWEEN = 0.4  # em between the words of two ends
_DOT = 0.62  # em across
_INKS = {"price": "last", "average": "mark"}  # as they lie on one another
_WIDTHS = {"price": 1.75, "average": 2.25}  # px
_DASHES = [5, 3.5]  # px: a dash and the gap after it
_WORDS = {"price": "second", "average": "mark"}


@dataclass(frozen=True)
class _Indexes:
    """A picture with its plot and its scales."""

    picture: Chart
    surface: Surface
    plot: Plot
    low: float  # the value at the foot of the plot
    high: float  # the value at its top

    def down(self, value: float) -> float:
        """Return how far under the top of the plot a value stands."""
        return round(self.plot.height * (self.high - value) / (self.high - self.low), 2)

    def across(self, at: float) -> float:
        """Return how far right of its start a place stands, counted in months from the first."""
        return round(self.plot.width * at / (len(self.picture.curves[0].spans) - 1), 2)


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: the grid with 100 in ink, the world price, our line over it, and words at both ends."""
    canvas = surface.canvas
    size = surface.size
    x = round(surface.longest(text.words for text in picture.ticks) + size * _GAP)
    beside = max(
        surface.longest((curve.label.words for curve in picture.curves), 700),
        surface.longest(curve.figure.words for curve in picture.curves),
    )
    width = round(canvas.width - x - beside - size * (_GAP + _DOT / 2), 2)
    height = round(max(min(_ROWS * canvas.step, _HIGH * canvas.width), _LEAST * size))
    plot = Plot(canvas, x, round(size * _HEAD), width, height, size * _FOOT)
    ticks = tick_values(picture)
    indexes = _Indexes(picture, surface, plot, min(ticks), max(ticks))
    curves = {curve.role: _points(indexes, curve) for curve in picture.curves}
    layers = [*_grid(indexes), *_lines(indexes, curves), *_ends(indexes, curves), _years(indexes)]
    return plot.chart(layers, [row for curve in picture.curves for row in curves[curve.role]])


def _points(indexes: _Indexes, curve: Curve) -> Rows:
    """Return the points of a line as data."""
    return [
        {
            "label": curve.label.words,
            "span": span,
            "value": value,
            "role": curve.role,
            "x": indexes.across(at),
            "y": indexes.down(value or 0.0),
        }
        for at, (span, value) in enumerate(zip(curve.spans, curve.points, strict=True))
    ]


def _grid(indexes: _Indexes) -> list[Layer]:
    """Return a pale line for each tick, that of 100 in ink, and the ticks' words left of them."""
    plot = indexes.plot
    ticks = [
        {"tick": value, "y": indexes.down(value), "words": text.words}
        for value, text in zip(tick_values(indexes.picture), indexes.picture.ticks, strict=True)
    ]
    pale = [tick for tick in ticks if tick["tick"] != _START]
    start = [tick for tick in ticks if tick["tick"] == _START]
    words = {"align": "right", "dx": -indexes.surface.size * _GAP, "color": COLOURS["second"]}
    return [
        plot.draw("rule", pale, x=0, x2=plot.width, y="y", style={"color": COLOURS["grid"]}),
        plot.draw("rule", start, x=0, x2=plot.width, y="y", style={"color": COLOURS["ink"]}),
        plot.draw("text", ticks, x=0, y="y", text="words", style=words),
    ]


def _lines(indexes: _Indexes, curves: dict[str, Rows]) -> list[Layer]:
    """Return each line and the point at its end."""
    plot = indexes.plot
    layers = []
    for role, ink in _INKS.items():
        line = {"color": COLOURS[ink], "strokeWidth": _WIDTHS[role], "strokeJoin": "round"}
        if role == "price":
            line["strokeDash"] = _DASHES
        dot = {"filled": True, "opacity": 1, "size": (_DOT * indexes.surface.size) ** 2, "color": COLOURS[ink]}
        layers += [
            plot.draw("line", curves[role], x="x", y="y", order="x", style=line),
            plot.draw("point", curves[role][-1:], x="x", y="y", style=dot),
        ]
    return layers


def _ends(indexes: _Indexes, curves: dict[str, Rows]) -> list[Layer]:
    """Return name and dollars right of the end of each line, the higher line's above the other's."""
    plot, surface = indexes.plot, indexes.surface
    size = surface.size
    ends = sorted(indexes.picture.curves, key=lambda curve: curves[curve.role][-1]["y"])
    half = surface.leading / 2
    ys = [curves[curve.role][-1]["y"] for curve in ends]
    middles = spread(ys, [2 * surface.leading + size * _BETWEEN], half, plot.height - half + size * _BETWEEN)
    x = round(plot.width + size * (_GAP + _DOT / 2), 2)
    layers = []
    for curve, middle in zip(ends, middles, strict=True):
        name = [{"x": x, "y": round(middle - half, 2), "words": curve.label.words}]
        figure = [{"x": x, "y": round(middle + half, 2), "words": curve.figure.words}]
        style = {"align": "left", "fontWeight": 700, "color": COLOURS[_WORDS[curve.role]]}
        layers += [
            plot.draw("text", name, x="x", y="y", text="words", style=style),
            plot.draw("text", figure, x="x", y="y", text="words", style={"align": "left", "color": COLOURS["second"]}),
        ]
    return layers


def _years(indexes: _Indexes) -> Layer:
    """Return each year under the middle of its months, where it has room beside the one before."""
    surface, plot = indexes.surface, indexes.plot
    spans = indexes.picture.curves[0].spans
    places = Rows()
    end = -float(plot.x)
    for span, text in zip(spans, indexes.picture.steps, strict=False):
        if not text.words:
            continue
        months = [at for at, other in enumerate(spans) if other[:4] == span[:4]]
        x = indexes.across((months[0] + months[-1]) / 2)
        half = surface.width(text.words) / 2
        if x - half >= end:
            places.append({"x": x, "words": text.words})
            end = x + half + surface.size * _CLEAR
    y = plot.height + surface.size * 1.05
    return plot.draw("text", places, x="x", y=y, text="words", style={"color": COLOURS["second"]})


FORM = ChartForm(draw)
