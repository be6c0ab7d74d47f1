"""Running totals (C3), year against year: this one solid, last one dashed, earlier ones dotted, named at their ends."""

from __future__ import annotations

from dataclasses import dataclass

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, spread, tick_values
from generator.story.plan import Chart, Curve
from generator.trade.period import Period

_ROWS = 11  # height of the plot in row steps, at most
_HIGH = 0.42  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 15  # height of the plot in em, at least
_GAP = 0.75  # em from the plot to a label
_PART = 0.6  # em between a label and its figure
_INSET = 1.0  # em from the start of the grid to the first point
_CLEAR = 1.4  # em at least between two words under the plot
_SPREAD = 1.25  # lines of the label between two ends
_DOT = 0.36  # em
_INKS = {"earlier": "other", "last": "last", "this": "mark"}  # as they lie on one another
_DASHES = {"last": [0.45, 0.25], "earlier": [0.13, 0.25]}  # em: a dash and the gap after it
_WEIGHTS = {"this": 0.23, "last": 0.13, "earlier": 0.13}  # em: widths of the lines


@dataclass(frozen=True)
class _Totals:
    """A picture with its plot and its scales."""

    picture: Chart
    surface: Surface
    plot: Plot
    high: float  # the value at the top of the plot
    first: float  # the month at its left edge, a fraction
    last: float  # the month at its right edge

    def down(self, value: float) -> float:
        """Return how far under the top of the plot a value stands."""
        return self.plot.height * (1 - value / self.high)

    def across(self, month: float) -> float:
        """Return how far right of the start of the plot a month stands."""
        return (month - self.first) / (self.last - self.first) * self.plot.width


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart, with a name and a figure at the end of each line."""
    totals = _arrange(picture, surface)
    curves = [_points(curve, totals) for curve in picture.curves]
    rows = [row for points in curves for row in points]
    layers = [
        *totals.plot.tick_grid(picture, totals.down, surface.size * _GAP / 1.5),
        *_lines(totals),
        *_names(totals, curves),
        _months(totals),
    ]
    return totals.plot.chart(layers, rows)


def months_of(curve: Curve) -> list[float]:
    """Return how many months after its first one each point of `curve` stands, by the end of its span."""
    spans = [Period.parse(span) for span in curve.spans]
    return [float(span.last.first - spans[0].first) for span in spans]


def _weight(curve: Curve) -> int:
    return 700 if curve.role == "this" else 400


def _arrange(picture: Chart, surface: Surface) -> _Totals:
    size = surface.size
    canvas = surface.canvas
    inset = size * _INSET
    first_step = picture.steps[0].words if picture.steps else ""  # half of it stands left of the first point
    ticks = surface.longest(text.words for text in picture.ticks)
    x = max(ticks + size * _GAP, surface.width(first_step) / 2 - inset)
    width = canvas.width - x - size * (_GAP + _PART) - _names_width(picture, surface)
    width -= max(surface.width(curve.figure.words, _weight(curve)) for curve in picture.curves)
    height = round(min(_ROWS * canvas.step, max(_HIGH * canvas.width, _LEAST * size)))
    values: list[float] = []
    months: list[float] = []
    for curve in picture.curves:
        values += [point for point in curve.points if point is not None]
        months += months_of(curve)
    first = min(months) - inset / (width - inset) * (max(months) - min(months) or 1.0)
    plot = Plot(canvas, x, size, width, height, size * (LEADING + 0.8))
    return _Totals(picture, surface, plot, max(*tick_values(picture), *values), first, max(months) or 1.0)


def _names_width(picture: Chart, surface: Surface) -> float:
    """Return the px of the column of names; this year's is bold."""
    return max(surface.width(curve.label.words, _weight(curve)) for curve in picture.curves)


def _points(curve: Curve, totals: _Totals) -> Rows:
    """Return the points of a curve as data; the last one with a value is its `end`."""
    months = zip(curve.spans, curve.points, months_of(curve), strict=True)
    points = [
        {
            "label": curve.label.words,
            "span": span,
            "value": value,
            "at": month,
            "role": curve.role,
            "x": totals.across(month),
            "y": None if value is None else totals.down(value),
            "end": False,
        }
        for span, value, month in months
    ]
    ends = [point for point in points if point["value"] is not None][-1:]
    for end in ends:
        end["end"] = True
    return points


def _lines(totals: _Totals) -> list[Layer]:
    """Return a line and its last point for each curve, the newest year's on top."""
    size = totals.surface.size
    layers = []
    for role, colour in _INKS.items():
        if role not in {curve.role for curve in totals.picture.curves}:
            continue
        ink = COLOURS[colour]
        where = f"datum.role == '{role}'"
        line = {"color": ink, "strokeWidth": _WEIGHTS[role] * size, "strokeJoin": "round"}
        if role in _DASHES:
            line["strokeDash"] = [em * size for em in _DASHES[role]]
        radius = size * _DOT * (1.25 if role == "this" else 1)
        dot = {"filled": True, "opacity": 1, "size": radius**2 * 2, "color": ink}
        layers += [
            totals.plot.draw("line", x="x", y="y", detail="label", order="at", where=where, style=line),
            totals.plot.draw("point", x="x", y="y", where=f"{where} && datum.end", style=dot),
        ]
    return layers


def _names(totals: _Totals, curves: list[Rows]) -> list[Layer]:
    """Return a name and a figure for each line.

    They stand right of the plot beside its end, pushed apart in order, or within the plot where a line ends there.
    """
    surface = totals.surface
    plot = totals.plot
    ends = []
    for curve, points in zip(totals.picture.curves, curves, strict=True):
        ends += [(point["y"], point["x"], curve) for point in points if point["end"]]
    ends.sort(key=lambda end: end[0])
    outer = [(y, curve) for y, x, curve in ends if x == plot.width]
    gap = surface.leading * _SPREAD
    names_y = spread([y for y, _ in outer], [gap] * (len(outer) - 1), 0, plot.height)
    name_x = plot.width + surface.size * _GAP
    figure_x = name_x + _names_width(totals.picture, surface) + surface.size * _PART
    places = [(curve, name_x, figure_x, y) for (_, curve), y in zip(outer, names_y, strict=True)]
    places += [_place_inside(totals, curve, x, y, curves) for y, x, curve in ends if x != plot.width]
    layers = []
    for weight, ink in ((700, "mark"), (400, "second")):
        words = []
        for curve, name_x, figure_x, y in places:
            if _weight(curve) == weight:
                words.append({"words": curve.label.words, "x": name_x, "y": y})
                words.append({"words": curve.figure.words, "x": figure_x, "y": y})
        style = {"align": "left", "fontWeight": weight, "color": COLOURS[ink]}
        layers.append(plot.draw("text", words, x="x", y="y", text="words", style=style))
    return layers


def _place_inside(
    totals: _Totals, curve: Curve, x: float, y: float, curves: list[Rows]
) -> tuple[Curve, float, float, float]:
    """Return where name and figure stand of a line that ends in the plot, at `x` and `y`.

    Totals only grow: left of the highest line's end and above it is free ground, right of any other's and below.
    """
    surface = totals.surface
    size = totals.surface.size
    name = surface.width(curve.label.words, _weight(curve))
    figure = surface.width(curve.figure.words, _weight(curve))
    to_figure = name + size * _PART
    levels = []
    for points in curves:
        levels += [point["y"] for point in points if point["x"] == x and point["y"] is not None]
    if y <= min(levels):
        start = x - size * _GAP - to_figure - figure
        return curve, start, start + to_figure, y - size * 0.4
    start = x + size * _GAP
    return curve, start, start + to_figure, y + size * 0.7


def _months(totals: _Totals) -> Layer:
    """Return the words under the plot; where they would meet, every second or third, counted from the last."""
    surface = totals.surface
    gap = totals.surface.size * _CLEAR
    months = max((months_of(curve) for curve in totals.picture.curves), key=len)
    steps = zip(months, totals.picture.steps, strict=False)
    labels = [(totals.across(month), text.words) for month, text in steps if text.words]
    shown = labels
    for stride in range(1, len(labels) + 1):
        shown = labels[::-1][::stride][::-1]
        if surface.are_apart(shown, gap):
            break
    if labels and labels[0] not in shown:  # where the year begins takes the place of what is too near to it
        shown = [labels[0], *(label for label in shown if surface.are_apart([labels[0], label], gap))]
    y = totals.plot.height + surface.leading / 2 + surface.size * 0.45
    rows = [{"words": words, "x": x} for x, words in reversed(shown)]
    return totals.plot.draw("text", rows, x="x", y=y, text="words", style={"color": COLOURS["second"]})


FORM = ChartForm(draw)
