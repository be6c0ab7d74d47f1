"""Shares of partners (N5): a ring for the year before, a disc for this one; share and change at the right.

Ours is in colour on a tint, with its rank before its name.
"""

from __future__ import annotations

from generator.charts.bar_rows import AIR, GAP
from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows
from generator.story.plan import Chart

_NAMES = 0.34  # of the canvas: a wider name takes a second line
_DOT, _RING = 0.8, 0.72  # em across
_EDGE = 0.13  # em: the line of a ring
_JOINT = 0.16  # em: the rule between ring and disc
_SIDE = 0.6  # em on either side of the plot, as dots stand at its ends
_BETWEEN = 1.0  # em between two columns
_HEAD = LEADING + 0.7  # em over the plot, for its key and the heads of its columns
_LINE = 1.5  # em: the line of a key that stands over the heads
_PART = 0.75  # em between a dot of the key and its words
_INKS = {"own": "mark", "supplier": "last"}


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: a row for each partner, largest first."""
    canvas, size = surface.canvas, surface.size
    names = [surface.lines(curve.label.words, _NAMES * canvas.width, _weight(curve.role)) for curve in picture.curves]
    longest = max(surface.longest(name, _weight(curve.role)) for name, curve in zip(names, picture.curves, strict=True))
    ranks = surface.longest(curve.figure.words for curve in picture.curves)
    x = round(ranks + size * _BETWEEN + longest + size * (GAP + _SIDE))
    columns = [
        max(surface.width(head.words), *(surface.width(curve.cells[at].words, 600) for curve in picture.curves))
        for at, head in enumerate(picture.ticks)
    ]
    right = size * (_SIDE + _BETWEEN) + sum(columns)
    plot_width = round(canvas.width - x - right - size * _SIDE, 2)
    steps = [round(max(float(canvas.step), size * (LEADING * len(name) + AIR)), 2) for name in names]
    key = _key_width(picture, surface)
    has_room = key + size * _BETWEEN <= plot_width + size * (_SIDE + _BETWEEN)
    # where the key would meet the heads of the columns, it stands in a line over them
    head = size * (_HEAD if has_room else _HEAD + _LINE)
    plot = Plot(canvas, x, round(head), plot_width, round(sum(steps), 2))
    high = max(point for curve in picture.curves for point in curve.points if point is not None)

    def across(value: float) -> float:
        return round(value / high * plot_width, 2)

    rows = Rows()
    top = 0.0
    for curve, name, step in zip(picture.curves, names, steps, strict=True):
        known = [point for point in curve.points if point is not None]
        middle = round(top + step / 2, 2)
        top += step
        for span, value in zip(curve.spans, curve.points, strict=True):
            rows.append(
                {
                    "label": curve.label.words,
                    "span": span,
                    "value": value,
                    "is_now": span == curve.spans[-1],
                    "x": None if value is None else across(value),
                    "from": across(known[0]),
                    "y": middle,
                    "ink": COLOURS[_INKS[curve.role]],
                    "role": curve.role,
                    "top": round(middle - step / 2, 2),
                    "foot": round(middle + step / 2, 2),
                    "name": "\n".join(name),
                    "name_y": surface.first_line(middle, name),
                    "rank": curve.figure.words,
                    "share": curve.cells[0].words,
                    "change": curve.cells[1].words,
                }
            )
    edge = canvas.width - x
    places = (edge - columns[1] - size * _BETWEEN, edge)
    layers = [
        *_marks(plot, rows, surface, edge),
        *_words(plot, rows, surface, places),
        *_heads(plot, picture, surface, places),
    ]
    return plot.chart(layers, rows, is_mirrored=True)


def _weight(role: str) -> int:
    return 700 if role == "own" else 400


def _marks(plot: Plot, rows: Rows, surface: Surface, edge: float) -> list[Layer]:
    """Return the tint of our row, a pale line for each row, zero, the rules between the dots, rings, and discs."""
    size = surface.size
    newest = [row for row in rows if row["is_now"]]
    own = [row for row in newest if row["role"] == "own"]
    pairs = [row for row in newest if row["x"] != row["from"]]
    before = [row for row in rows if not row["is_now"] and row["value"] is not None]
    dot = {"filled": True, "opacity": 1}
    ring = {**dot, "size": (_RING * size) ** 2, "strokeWidth": size * _EDGE, "fill": COLOURS["paper"]}
    zero = -size * _SIDE
    return [
        plot.draw("rect", own, x=-plot.x, x2=edge, y="top", y2="foot", style={"color": COLOURS["heat1"]}),
        plot.draw("rule", newest, x=zero, x2=plot.width + size * _SIDE, y="y", style={"color": COLOURS["grid"]}),
        plot.draw("rule", [{}], x=0, y=0, y2=plot.height, style={"color": COLOURS["ink"]}),
        plot.draw("rule", pairs, x="from", x2="x", y="y", color="ink", style={"strokeWidth": size * _JOINT}),
        *(plot.draw("point", [row], x="x", y="y", style={**ring, "stroke": row["ink"]}) for row in before),
        plot.draw("point", newest, x="x", y="y", color="ink", style={**dot, "size": (_DOT * size) ** 2}),
    ]


def _words(plot: Plot, rows: Rows, surface: Surface, places: tuple[float, float]) -> list[Layer]:
    """Return rank and name left of each row, share and change right of it."""
    size = surface.size
    layers = []
    for role in _INKS:
        own = [row for row in rows if row["is_now"] and row["role"] == role]
        weight = _weight(role)
        name = {"align": "right", "fontWeight": weight, "color": COLOURS["ink"]}
        share = {"align": "right", "fontWeight": max(weight, 600), "color": COLOURS["label"]}
        change = {"align": "right", "color": COLOURS["second"]}
        rank = {"align": "left", "color": COLOURS["second"]}
        ranked = [row for row in own if row["rank"]]
        layers += [
            plot.draw("text", own, x=-size * (GAP + _SIDE), y="name_y", text="name", style=name),
            plot.draw("text", ranked, x=-plot.x, y="y", text="rank", style=rank),
            plot.draw("text", own, x=places[0], y="y", text="share", style=share),
            plot.draw("text", own, x=places[1], y="y", text="change", style=change),
        ]
    return layers


def _key_width(picture: Chart, surface: Surface) -> float:
    """Return the px of ring and disc with their words."""
    size = surface.size
    dots = size * (_PART + _BETWEEN + _RING / 2)
    return sum(surface.width(text.words) + dots for text in picture.steps) - size * _BETWEEN


def _heads(plot: Plot, picture: Chart, surface: Surface, places: tuple[float, float]) -> list[Layer]:
    """Return over the plot what ring and disc are, and the heads of the columns."""
    size = surface.size
    y = round(-size * (_HEAD - LEADING / 2), 2)
    head = [{"x": x, "y": y, "words": text.words} for x, text in zip(places, picture.ticks, strict=True)]
    x = 0.0
    y = round(size * LEADING / 2 - plot.y, 2)  # the key stands at the top
    layers = []
    words = {"align": "left", "color": COLOURS["second"]}
    dot = {"filled": True, "opacity": 1, "stroke": COLOURS["last"], "strokeWidth": size * _EDGE}
    for text, fill in zip(picture.steps, ("paper", "last"), strict=True):
        place = [{"x": round(x, 2), "y": y, "words_x": round(x + size * _PART, 2), "words": text.words}]
        style = {**dot, "fill": COLOURS[fill], "size": (_RING * size) ** 2}
        layers += [
            plot.draw("point", place, x="x", y="y", style=style),
            plot.draw("text", place, x="words_x", y="y", text="words", style=words),
        ]
        x += size * (_PART + _BETWEEN) + surface.width(text.words) + size * _RING / 2
    return [*layers, plot.draw("text", head, x="x", y="y", text="words", style={**words, "align": "right"})]


FORM = ChartForm(draw)
