"""Two flows and their balance (N6): exports up, imports down, and the balance as a line over both."""

from __future__ import annotations

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, spread
from generator.story.plan import Chart

_ROWS = 9  # height of the plot in row steps, at most
_HIGH = 0.34  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 11  # height of the plot in em, at least: three labels of two lines stand beside it
_GAP = 0.9  # em from the last bar to the words beside it
_HEAD = 0.8  # em above the plot
_FOOT = LEADING + 0.8  # em under the plot
_BAR = 0.55  # of a step
_BETWEEN = 0.35  # em between two labels
_CLEAR = 0.8  # em between two words under the plot
_LINE, _HALO = 1.5, 4.0  # px: the line of the balance, and the paper under it
_OUTLINE = 0.75  # px around a bar of imports
_DOT = 0.5  # em across
_WORDS = {"exports": "mark", "balance": "ink", "imports": "second"}


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: bars on either side of zero, the line, words at the right, and the years."""
    canvas, size = surface.canvas, surface.size
    beside = max(
        surface.longest((curve.label.words for curve in picture.curves), 700),
        surface.longest(curve.figure.words for curve in picture.curves),
    )
    width = round(canvas.width - beside - size * _GAP, 2)
    height = round(max(min(_ROWS * canvas.step, _HIGH * canvas.width), _LEAST * size))
    plot = Plot(canvas, 0, round(size * _HEAD), width, height, size * _FOOT)
    levels = {curve.role: [point or 0.0 for point in curve.points] for curve in picture.curves}
    high, low = max(levels["exports"]), max(levels["imports"])
    step = width / len(levels["exports"])

    def down(value: float) -> float:
        return round(height * (high - value) / (high + low), 2)

    rows = Rows()
    for curve in picture.curves:
        for at, (span, value) in enumerate(zip(curve.spans, levels[curve.role], strict=True)):
            middle = step * (at + 0.5)
            rows.append(
                {
                    "label": curve.label.words,
                    "span": span,
                    "value": value,
                    "role": curve.role,
                    "x": round(middle, 2),
                    "left": round(middle - step * _BAR / 2, 2),
                    "right": round(middle + step * _BAR / 2, 2),
                    "y": down(-value if curve.role == "imports" else value),
                    "zero": down(0.0),
                }
            )
    layers = [
        *_bars(plot, rows),
        *_line(plot, rows, size),
        *_ends(plot, picture, rows, surface),
        _years(plot, picture, rows, surface),
    ]
    return plot.chart(layers, rows)


def _of(rows: Rows, role: str) -> Rows:
    return [row for row in rows if row["role"] == role]


def _bars(plot: Plot, rows: Rows) -> list[Layer]:
    """Return the bars of exports, those of imports with an outline, and zero."""
    exports, imports = _of(rows, "exports"), _of(rows, "imports")
    outline = {"color": COLOURS["part6"], "stroke": COLOURS["last"], "strokeWidth": _OUTLINE}
    zero = {"color": COLOURS["ink"]}
    return [
        plot.draw("rect", exports, x="left", x2="right", y="y", y2="zero", style={"color": COLOURS["mark"]}),
        plot.draw("rect", imports, x="left", x2="right", y="zero", y2="y", style=outline),
        plot.draw("rule", [{"y": rows[0]["zero"]}], x=0, x2=plot.width, y="y", style=zero),
    ]


def _line(plot: Plot, rows: Rows, size: float) -> list[Layer]:
    """Return the line of the balance over a halo of paper, with a point for each year."""
    balance = _of(rows, "balance")
    halo = {"color": COLOURS["paper"], "strokeWidth": _HALO, "strokeJoin": "round"}
    line = {"color": COLOURS["ink"], "strokeWidth": _LINE, "strokeJoin": "round"}
    dot = {"filled": True, "opacity": 1, "size": (_DOT * size) ** 2, "color": COLOURS["ink"]}
    return [
        plot.draw("line", balance, x="x", y="y", order="x", style=halo),
        plot.draw("line", balance, x="x", y="y", order="x", style=line),
        plot.draw("point", balance, x="x", y="y", style={**dot, "stroke": COLOURS["paper"], "strokeWidth": 1}),
    ]


def _ends(plot: Plot, picture: Chart, rows: Rows, surface: Surface) -> list[Layer]:
    """Return name and figure of each flow and of the balance, right of the newest year and pushed apart."""
    half = surface.leading / 2
    places = [_of(rows, curve.role)[-1]["y"] for curve in picture.curves]
    gaps = [2 * surface.leading + surface.size * _BETWEEN] * (len(places) - 1)
    middles = spread(places, gaps, half, plot.height - half)
    x = round(plot.width + surface.size * _GAP, 2)
    layers = []
    for curve, middle in zip(picture.curves, middles, strict=True):
        ink = {"align": "left", "color": COLOURS[_WORDS[curve.role]]}
        name = [{"x": x, "y": round(middle - half, 2), "words": curve.label.words}]
        figure = [{"x": x, "y": round(middle + half, 2), "words": curve.figure.words}]
        layers += [
            plot.draw("text", name, x="x", y="y", text="words", style={**ink, "fontWeight": 700}),
            plot.draw("text", figure, x="x", y="y", text="words", style=ink),
        ]
    return layers


def _years(plot: Plot, picture: Chart, rows: Rows, surface: Surface) -> Layer:
    """Return the words under the bars: all, or every second, third …, counted from the newest, that have room."""
    steps = zip(_of(rows, "exports"), picture.steps, strict=True)
    labels = [(row["x"], text.words) for row, text in steps]
    stride = 1
    while not surface.are_apart(labels[::-1][::stride][::-1], surface.size * _CLEAR):
        stride += 1
    places = [{"x": x, "words": words} for x, words in labels[::-1][::stride][::-1]]
    y = plot.height + surface.size * 1.05
    return plot.draw("text", places, x="x", y=y, text="words", style={"color": COLOURS["second"]})


FORM = ChartForm(draw)
