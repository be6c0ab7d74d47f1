"""One line month by month (C9) in the band of its usual changes, with its newest month told by name.

A month that is not known breaks the line; months whose figures may still change are dashed; a rule stands where other
goods came to be counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, spread, tick_values
from generator.story.plan import Chart
from generator.trade.period import Period

_ROWS = 10  # height of the plot in row steps, at most
_HIGH = 0.38  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 13  # height of the plot in em, at least
_GAP = 0.6  # em from the plot to the words of its ticks
_PART = 0.55  # em between two words of a line
_EDGE = 0.8  # em right of the plot, for the newest point
_SWATCH = 1.6, 0.8  # em: width and height of the band in its key
_LEVEL = 1.5  # em: a line of words above the plot
_AIR = 0.5  # em under the last of these lines
_FOOT = LEADING + 0.8  # em under the plot
_LINE = 0.17  # em: width of the line
_DASHES = (0.32, 0.26)  # em: a dash and the gap after it
_DOT = 0.8  # em across
_CLEAR = 1.0  # em between two words under the plot
_BAND_EDGE = {"color": COLOURS["other"], "strokeWidth": 0.6, "strokeJoin": "round"}


@dataclass(frozen=True)
class _Trend:
    """A picture with its plot and its scales."""

    picture: Chart
    surface: Surface
    plot: Plot
    high: float  # the value at the top of the plot
    step: float  # px of a month
    middles: dict[str, float]  # px from the left of the plot to the middle of each month
    levels: dict[str, int]  # the line of words above the plot on which each stands, counted from the plot

    def down(self, value: float) -> float:
        """Return how far under the top of the plot a value stands."""
        return self.plot.height * (1 - value / self.high)

    def level(self, name: str) -> float:
        """Return where the words of a level stand."""
        return -self.surface.size * (_AIR + _LEVEL * (self.levels[name] + 0.5))


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: the band, the line over it, the newest month above it."""
    trend = _arrange(picture, surface)
    rows = _months(trend)
    layers = [
        *_band(trend, rows),
        *_grid(trend),
        *_lines(trend, rows),
        *_newest_month(trend, rows),
        *_key(trend),
        *_breaks(trend),
        _years(trend),
    ]
    return trend.plot.chart(layers, rows)


def _arrange(picture: Chart, surface: Surface) -> _Trend:
    size = surface.size
    canvas = surface.canvas
    curve = picture.curves[0]
    levels = {"break": 0} if picture.breaks else {}
    event = levels["event"] = len(levels)
    if picture.band is not None:
        key = surface.width(picture.band.words) + size * (_SWATCH[0] + _PART)
        newest = surface.width(curve.label.words) + size * _PART + surface.width(curve.figure.words, 700)
        levels["key"] = event if key + 2 * size + newest <= canvas.width else event + 1
    x = round(surface.longest(text.words for text in picture.ticks) + size * _GAP)
    y = round(size * (_LEVEL * (max(levels.values()) + 1) + _AIR))
    width = round(canvas.width - x - size * _EDGE, 2)
    height = round(min(_ROWS * canvas.step, max(_HIGH * canvas.width, _LEAST * size)))
    # two months together stand in the second
    months = {span: Period.parse(span).last.first for span in curve.spans}
    first = months[curve.spans[0]]
    last = months[curve.spans[-1]]
    step = width / (last - first + 1)
    middles = {span: round((month - first + 0.5) * step, 2) for span, month in months.items()}
    values = [value for value in (*curve.points, *curve.highs) if value is not None]
    plot = Plot(canvas, x, y, width, height, size * _FOOT)
    return _Trend(picture, surface, plot, max(*tick_values(picture), *values), step, middles, levels)


def _months(trend: _Trend) -> Rows:
    """Return every month as data."""
    curve = trend.picture.curves[0]
    missing = (None,) * len(curve.spans)
    months = zip(curve.spans, curve.points, curve.lows or missing, curve.highs or missing, strict=True)
    return [
        {
            "label": curve.label.words,
            "span": span,
            "value": value,
            "role": curve.role,
            "low": low,
            "high": high,
            "x": trend.middles[span],
            "y": None if value is None else trend.down(value),
            "provisional": span in curve.provisional,
        }
        for span, value, low, high in months
    ]


def _band(trend: _Trend, rows: Rows) -> list[Layer]:
    """Return the band: each run of months without a hole, from half a month before it to half a month after."""
    half = trend.step / 2
    edges = Rows()
    run = 0
    for index, row in enumerate(rows):
        if row["low"] is None:
            continue
        offsets = [0.0]
        if index == 0 or rows[index - 1]["low"] is None:
            run += 1
            offsets.insert(0, -half)
        if index == len(rows) - 1 or rows[index + 1]["low"] is None:
            offsets.append(half)
        low = trend.down(row["low"])
        high = trend.down(row["high"])
        for offset in offsets:
            edges.append({"x": round(row["x"] + offset, 2), "low": low, "high": high, "run": run})
    area = {"color": COLOURS["remainder"], "opacity": 1}
    return [
        trend.plot.draw("area", edges, x="x", y="low", y2="high", detail="run", style=area),
        *(trend.plot.draw("line", edges, x="x", y=end, detail="run", style=_BAND_EDGE) for end in ("low", "high")),
    ]


def _grid(trend: _Trend) -> list[Layer]:
    """Return the ticks' lines and words, and a pale line where a year begins."""
    lines, *words = trend.plot.tick_grid(trend.picture, trend.down, trend.surface.size * _GAP)
    years = [
        {"x": round(trend.middles[span] - trend.step / 2, 2)}
        for before, span in pairwise(trend.middles)
        if before[:4] != span[:4]
    ]
    style = {"color": COLOURS["grid"]}
    return [lines, trend.plot.draw("rule", years, x="x", y=0, y2=trend.plot.height, style=style), *words]


def _lines(trend: _Trend, rows: Rows) -> list[Layer]:
    """Return the line in its parts, which share a point where it comes to be dashed, and months without neighbours."""
    size = trend.surface.size
    ends = _line_ends(rows)
    style = {"color": COLOURS["mark"], "strokeWidth": round(_LINE * size, 2), "strokeJoin": "round"}
    dashes = {**style, "strokeDash": [round(em * size, 2) for em in _DASHES]}
    layers = []
    for is_dashed in (False, True):
        points = [end for end in ends if end["dashed"] is is_dashed]
        line_style = dashes if is_dashed else style
        layers.append(trend.plot.draw("line", points, x="x", y="y", detail="run", order="x", style=line_style))
    joined = {end["x"] for end in ends}
    lonely = [row for row in rows if row["value"] is not None and row["x"] not in joined]
    dot = {"filled": True, "opacity": 1, "size": (1.6 * _LINE * size) ** 2, "color": COLOURS["mark"]}
    return [*layers, trend.plot.draw("point", lonely, x="x", y="y", style=dot)]


def _line_ends(rows: Rows) -> Rows:
    """Return the points of the parts of the line: a step to a provisional month is dashed."""
    ends = Rows()
    run = 0
    for before, row in pairwise(rows):
        if before["value"] is None or row["value"] is None:
            continue
        is_dashed = row["provisional"]
        is_new = not ends or ends[-1]["x"] != before["x"] or ends[-1]["dashed"] is not is_dashed
        if ends and is_new:
            run += 1
        months = [before, row] if is_new else [row]
        for month in months:
            ends.append({"x": month["x"], "y": month["y"], "value": month["value"], "dashed": is_dashed, "run": run})
    return ends


def _newest_month(trend: _Trend, rows: Rows) -> list[Layer]:
    """Return the newest month: its point, its name and figure above the plot, and what joins them."""
    curve = trend.picture.curves[0]
    surface = trend.surface
    plot = trend.plot
    newest = [row for row in rows if row["value"] is not None][-1]
    size = surface.size
    y = trend.level("event")
    right = plot.width + surface.size * _EDGE
    label = (curve.label.words, 400, "second")
    figure = (curve.figure.words, 700, "ink")
    # the one that is read last stands at the end of the line
    first, last = (figure, label) if surface.ruler.is_joined else (label, figure)
    words = [(*first, right - surface.width(last[0], last[1]) - size * _PART), (*last, right)]
    lead = [{"x": newest["x"], "y": y + size * 0.75, "y2": newest["y"]}]
    dot = {
        "filled": True,
        "opacity": 1,
        "size": (_DOT * size) ** 2,
        "color": COLOURS["down" if curve.role == "fallen" else "mark"],
        "stroke": COLOURS["paper"],
        "strokeWidth": 1,
    }
    layers = [
        plot.draw("rule", lead, x="x", y="y", y2="y2", style={"color": COLOURS["last"], "strokeWidth": 0.75}),
        plot.draw("point", [{"x": newest["x"], "y": newest["y"]}], x="x", y="y", style=dot),
    ]
    for text, weight, ink, x in words:
        style = {"align": "right", "fontWeight": weight, "color": COLOURS[ink]}
        place = [{"x": round(x, 2), "y": y, "words": text}]
        layers.append(plot.draw("text", place, x="x", y="y", text="words", style=style))
    return layers


def _key(trend: _Trend) -> list[Layer]:
    """Return a piece of the band with its name, above the plot on the left; in Urdu the name comes first."""
    if trend.picture.band is None:
        return []
    surface = trend.surface
    plot = trend.plot
    words = trend.picture.band.words
    y = trend.level("key")
    half = surface.size * _SWATCH[1] / 2
    width = surface.size * _SWATCH[0]
    gap = surface.size * _PART
    start = 0.0
    words_x = width + gap
    if surface.ruler.is_joined:
        start = surface.width(words) + gap
        words_x = 0.0
    ends = [{"x": round(x - plot.x, 2), "low": y + half, "high": y - half} for x in (start, start + width)]
    label = [{"x": round(words_x - plot.x, 2), "y": y, "words": words}]
    area = {"color": COLOURS["remainder"], "opacity": 1}
    return [
        plot.draw("area", ends, x="x", y="low", y2="high", style=area),
        *(plot.draw("line", ends, x="x", y=end, style=_BAND_EDGE) for end in ("low", "high")),
        plot.draw("text", label, x="x", y="y", text="words", style={"align": "left", "color": COLOURS["second"]}),
    ]


def _breaks(trend: _Trend) -> list[Layer]:
    """Return a rule where other goods came to be counted, with its words above the plot."""
    breaks = trend.picture.breaks
    if not breaks:
        return []
    surface = trend.surface
    plot = trend.plot
    places = [round(trend.middles[mark.span] - trend.step / 2, 2) for mark in breaks]
    halves = [surface.width(mark.label.words) / 2 for mark in breaks]
    gaps = [half + next_half + surface.size * _CLEAR for half, next_half in pairwise(halves)]
    words = spread(places, gaps, halves[0] - plot.x, plot.width + surface.size * _EDGE - halves[-1])
    y = trend.level("break")
    rows = [
        {"x": x, "words_x": round(words_x, 2), "y": y, "words": mark.label.words}
        for x, words_x, mark in zip(places, words, breaks, strict=True)
    ]
    dashes = {"color": COLOURS["ink"], "strokeDash": [2, 2]}
    return [
        plot.draw("rule", rows, x="x", y=-surface.size * _AIR / 2, y2=plot.height, style=dashes),
        plot.draw("text", rows, x="words_x", y="y", text="words", style={"color": COLOURS["second"]}),
    ]


def _years(trend: _Trend) -> Layer:
    """Return the words under the plot: a year under the middle of its months, where it has room beside the others."""
    surface = trend.surface
    plot = trend.plot
    rows = Rows()
    end = -float(plot.x)
    for span, text in zip(trend.middles, trend.picture.steps, strict=False):
        if not text.words:
            continue
        months = [middle for month, middle in trend.middles.items() if month[:4] == span[:4]]
        x = (months[0] + months[-1]) / 2
        half = surface.width(text.words) / 2
        if x - half >= end and x + half <= plot.width + surface.size * _EDGE:
            rows.append({"x": round(x, 2), "words": text.words})
            end = x + half + surface.size * _CLEAR
    y = plot.height + surface.size * 1.05
    return plot.draw("text", rows, x="x", y=y, text="words", style={"color": COLOURS["second"]})


FORM = ChartForm(draw)
