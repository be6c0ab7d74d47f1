"""Upright bars (N1): one for each month or quarter from zero, this year's in colour, with a tick at a year before.

Half a step lies between two years. The newest bar has its figure; years stand under the middle of their bars, each with
its sum beside or under it. Where all bars are of a year at most, none has a year before: each has its figure and its
name, and only the newest is in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, tick_values
from generator.story.plan import Chart, Text
from generator.trade.period import Period

_ROWS = 6  # height of the plot in row steps, at most
_ROWS_OF_ONE_YEAR = 4  # the same where each bar has its figure, so that no axis must be read
_HIGH = 0.265  # height of the plot as a share of the canvas's width, where that is less
_LEAST = 9  # height of the plot in em, at least
_GAP = 0.6  # em from the plot to the words of its ticks
_HEAD = 1.6  # em above the plot, for the newest figure
_FOOT = LEADING + 0.8  # em under the plot
_NAME = 1.05  # em from the plot to the middle of the years
_BESIDE = 0.6  # em between a year and its sum
_BAR = 0.74  # of a step
_BETWEEN = 0.5  # of a step, between two years
_TICK = 1.5  # px
_INSIDE = 2.5  # px under the top of its bar from which a tick is inside
_CLEAR = 1.0  # em between two years' words
_APART = 0.35  # em between the figures or the names of two bars
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
    """Return the chart: bars, a tick in or over each of this year's, the newest figure, the years and their sums."""
    canvas = surface.canvas
    size = surface.size
    x = round(surface.longest(text.words for text in picture.ticks) + size * _GAP) if picture.ticks else 0
    height = round(max(min(_ROWS * canvas.step, _HIGH * canvas.width), _LEAST * size))
    if _is_of_one_year(picture):
        height = _ROWS_OF_ONE_YEAR * canvas.step
    places = _places(picture, canvas.width - x)
    years = Rows() if _is_of_one_year(picture) else _years(picture, surface, places)
    is_beside = all(year["room"] >= year["pair"] for year in years)
    foot = size * _FOOT + (0.0 if is_beside else surface.leading)
    plot = Plot(canvas, x, round(size * _HEAD), canvas.width - x, height, foot)
    known = [point for point in picture.curves[0].points if point is not None]
    bars = _UprightBars(picture, surface, plot, max([*tick_values(picture), *known]))
    rows = _months(bars, places)
    layers = [
        *plot.tick_grid(picture, bars.down, size * _GAP),
        plot.draw("rect", where="isValid(datum.value)", x="start", x2="end", y="top", y2="foot", color="ink"),
    ]
    if _is_of_one_year(picture):
        layers += _words_of_bars(bars, rows)
    else:
        layers += [
            *_ticks(bars, rows),
            _newest_figure(bars, rows),
            *_words_of_years(bars, years, is_beside=is_beside),
        ]
    return plot.chart(layers, rows)


def _steps_a_year(picture: Chart) -> int:
    return _YEAR // min(Period.parse(span).months for span in picture.curves[0].spans)


def _is_of_one_year(picture: Chart) -> bool:
    """Return whether the bars are of a year at most, so that none has a year before."""
    return len(picture.curves[0].spans) <= _steps_a_year(picture)


def _places(picture: Chart, width: float) -> list[tuple[float, float, float]]:
    """Return the px of the start, the middle and the end of each bar."""
    years = [int(span[:4]) for span in picture.curves[0].spans]
    step = width / (len(years) + _BETWEEN * (years[-1] - years[0]))
    half = _BAR * step / 2
    middles = [step * (at + 0.5 + _BETWEEN * (year - years[0])) for at, year in enumerate(years)]
    return [(round(middle - half, 2), round(middle, 2), round(middle + half, 2)) for middle in middles]


def _months(bars: _UprightBars, places: list[tuple[float, float, float]]) -> Rows:
    """Return each month as data, with the px of its bar, and the value a year before where it is of this year."""
    curve = bars.picture.curves[0]
    year = _steps_a_year(bars.picture)
    is_of_one_year = _is_of_one_year(bars.picture)
    rows = Rows()
    for at, (span, value, (start, middle, end)) in enumerate(zip(curve.spans, curve.points, places, strict=True)):
        is_new = span == curve.spans[-1] if is_of_one_year else span[:4] == curve.spans[-1][:4]
        rows.append(
            {
                "label": curve.label.words,
                "span": span,
                "value": value,
                "before": curve.points[at - year] if is_new and at >= year else None,
                "x": middle,
                "start": start,
                "end": end,
                "top": bars.down(value or 0.0),
                "foot": bars.plot.height,
                "ink": COLOURS["mark" if is_new else "earlier"],
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


def _years(picture: Chart, surface: Surface, places: list[tuple[float, float, float]]) -> Rows:
    """Return each year that has room beside the one before, and its sum where that has room under its bars.

    A year has the middle of its bars, their width as `room`, and as `pair` the width of both words side by side.
    """
    spans = picture.curves[0].spans
    sums = picture.curves[0].cells or (Text(""),) * len(spans)
    years = Rows()
    end = float("-inf")
    for span, text, total in zip(spans, picture.steps, sums, strict=False):
        if not text.words:
            continue
        bars = [place for place, other in zip(places, spans, strict=True) if other[:4] == span[:4]]
        middle = (bars[0][1] + bars[-1][1]) / 2
        room = bars[-1][2] - bars[0][0]
        width = surface.width(text.words, 700)
        if middle - width / 2 < end:
            continue
        words = total.words if surface.width(total.words) <= room else ""
        pair = width + (surface.size * _BESIDE + surface.width(words) if words else 0.0)
        years.append(
            {"year": text.words, "sum": words, "x": middle, "room": max(room, width), "width": width, "pair": pair}
        )
        end = middle + width / 2 + surface.size * _CLEAR
    return years


def _words_of_years(bars: _UprightBars, years: Rows, *, is_beside: bool) -> list[Layer]:
    """Return the years and their sums: side by side, as they are read, or the sums under the years."""
    surface = bars.surface
    gap = surface.size * _BESIDE
    y = bars.plot.height + surface.size * _NAME
    names, sums = Rows(), Rows()
    for year in years:
        name_x = sum_x = year["x"]
        if is_beside:
            start, end = year["x"] - year["pair"] / 2, year["x"] + year["pair"] / 2
            name_x, sum_x = start, start + year["width"] + gap
            if surface.ruler.is_joined:
                name_x, sum_x = end - year["width"], start
        names.append({"x": round(name_x, 2), "words": year["year"]})
        if year["sum"]:
            sums.append({"x": round(sum_x, 2), "words": year["sum"]})
    align = "left" if is_beside else "center"
    under = y if is_beside else y + surface.leading
    name_style = {"align": align, "fontWeight": 700, "color": COLOURS["ink"]}
    sum_style = {"align": align, "color": COLOURS["second"]}
    return [
        bars.plot.draw("text", names, x="x", y=y, text="words", style=name_style),
        bars.plot.draw("text", sums, x="x", y=under, text="words", style=sum_style),
    ]


def _words_of_bars(bars: _UprightBars, rows: Rows) -> list[Layer]:
    """Return the figure over each bar and its name under it: of two months at their mean, in the middle of both.

    Where they have no room side by side, those of some bars are left out. The newest bar has both.
    """
    curve, size = bars.picture.curves[0], bars.surface.size
    under = bars.plot.height + size * _NAME
    figures, names = Rows(), Rows()
    for row, cell, step in zip(rows, curve.cells, bars.picture.steps, strict=True):
        same = [other for other in rows if other["span"] == row["span"]]
        place = {"x": (same[0]["x"] + same[-1]["x"]) / 2, "end": same[-1]["end"]}
        is_newest = row["span"] == rows[-1]["span"]
        figure = curve.figure if is_newest and row is same[0] else cell
        figures.append(place | {"words": figure.words, "weight": 700 if is_newest else 400})
        names.append(place | {"y": under, "words": step.words, "weight": 400})
    above = [text | {"y": _over_bars(text, rows, size)} for text in _with_room(bars, figures)]
    shown = [*above, *_with_room(bars, names)]
    layers: list[Layer] = []
    for align in ("center", "right"):
        for weight, ink in ((400, "second"), (700, "ink")):
            texts = [text for text in shown if (text["align"], text["weight"]) == (align, weight)]
            style = {"align": align, "fontWeight": weight, "color": COLOURS[ink]}
            layers.append(bars.plot.draw("text", texts, x="x", y="y", text="words", style=style))
    return layers


def _with_room(bars: _UprightBars, texts: Rows) -> Rows:
    """Return the texts that do not touch a later one. One that would reach beyond the plot is flush with its bar.

    One that would begin before the plot is left out, too.
    """
    apart = bars.surface.size * _APART
    shown = Rows()
    edge = bars.plot.width + apart
    for text in reversed(texts):
        if not text["words"]:
            continue
        width = bars.surface.width(text["words"], text["weight"])
        align, right = "center", text["x"] + width / 2
        if right > bars.plot.width:
            align, right = "right", text["end"]
        left = right - width
        if left >= 0 and right + apart <= edge:
            x = text["end"] if align == "right" else round(text["x"], 2)
            shown.append(text | {"align": align, "x": x, "left": left, "right": right})
            edge = left
    return shown


def _over_bars(text: dict[str, Any], rows: Rows, size: float) -> float:
    """Return the px of a text over its bar, and over the bars beside that under which it would stand."""
    tops: list[float] = [row["top"] for row in rows if row["end"] > text["left"] and row["start"] < text["right"]]
    return round(min(tops) - size * LEADING / 2 - _TICK, 2)


FORM = ChartForm(draw, is_high=True)
