"""What charts of bars share: the column of names, the largest scale that fits, bars from a zero line, fewer bars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import altair as alt

from generator.charts.canvas import Canvas, Surface
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Plot, Rows
from generator.errors import RenderError
from generator.story.plan import Bar, Chart

GAP = 0.55  # between bar and figure, in em of the label
AIR = 0.55  # between two rows at least, in em
_NAME_SHARE = 0.4  # of the canvas: a wider name takes a second line
_ON_CARD = 8  # bars of a card, at most
_ON_CARD_LEAST = 3  # bars of a card, at least, where the picture has so many
_HALVINGS = 50


def name_lines(picture: Chart, surface: Surface, lead: Bar | None = None) -> tuple[list[tuple[str, ...]], float]:
    """Return the name of each bar in lines, and the px of the column that holds them, its gap to the bars included.

    The name of the bar `lead` is bolder.
    """
    room = _NAME_SHARE * surface.canvas.width
    weights = [_weight(bar, lead) for bar in picture.bars]
    names = [surface.lines(bar.label.words, room, weight) for bar, weight in zip(picture.bars, weights, strict=True)]
    longest = max(surface.longest(name, weight) for name, weight in zip(names, weights, strict=True))
    return names, longest + surface.size * GAP


def _weight(bar: Bar, lead: Bar | None) -> int:
    return 600 if bar is lead else 400


def largest(fits: Callable[[float], bool], too_much: float) -> float:
    """Return the largest number under `too_much` that fits."""
    most = 0.0
    for _ in range(_HALVINGS):
        middle = (most + too_much) / 2
        if fits(middle):
            most = middle
        else:
            too_much = middle
    return most


def signed_bars(figures: Sequence[tuple[float, float]], zero: float, point: float, gap: float) -> Rows:
    """Return bars from `zero`, `point` px for one, with their figures `gap` px from their ends: falls to the left.

    `figures` are the value of each bar and the px of its figure.
    """
    rows = Rows()
    for value, _ in figures:
        end = zero + value * point
        is_fall = value < 0
        rows.append(
            {
                "start": min(zero, end),
                "end": max(zero, end),
                "figure_x": end - gap if is_fall else end + gap,
                "is_left": is_fall,
                "ink": COLOURS["down" if is_fall else "mark"],
            }
        )
    return rows


def sides(figures: Sequence[tuple[float, float]], point: float, gap: float) -> tuple[float, float]:
    """Return the px that bars and their figures take left and right of zero, if one takes `point` px."""
    falls = [width + gap * 1.5 - value * point for value, width in figures if value < 0]
    rises = [width + gap + value * point for value, width in figures if value >= 0]
    return max(falls, default=0.0), max(rises, default=1.0)


def no_room(picture: Chart, canvas: Canvas) -> RenderError:
    """Return the error that names the longest figure of a picture that does not fit its canvas."""
    longest = max(picture.bars, key=lambda bar: len(bar.figure.words))
    return RenderError(f"chart {picture.name}: {longest.figure.words!r} has no room on {canvas.width} px")


def chart_of_bars(
    picture: Chart,
    surface: Surface,
    names: Sequence[tuple[str, ...]],
    column: float,
    rows: Rows,
    zero: float,
    *,
    lead: Bar | None = None,
    joined: bool = False,
) -> ChartSpec:
    """Return bars in px with names left of the plot and figures beside them; `column` are the px of the names.

    Each of `rows` says where its bar has its `start` and `end`, where its figure stands (`figure_x`), and whether that
    is left of it (`is_left`). The name of the bar `lead` is bolder. Bars that are `joined` have lines from one to the
    next.
    """
    canvas = surface.canvas
    lines = max(map(len, names))
    step = float(canvas.step)
    if lines > 1:
        step = max(step, round(surface.leading * lines + surface.size * AIR))
    half = canvas.bar / 2
    for at, (row, bar, name) in enumerate(zip(rows, picture.bars, names, strict=True)):
        middle = step * (at + 0.5)
        is_pale = bar.rest or bar.total
        if is_pale:
            ink = "part6"
        elif bar.value < 0:
            ink = "down"
        else:
            ink = "mark"
        row |= {
            "label": bar.label.words,
            "figure": bar.figure.words,
            "length": bar.value,
            "bound": bar.bound,
            "ink": COLOURS[ink],
            "edge": COLOURS["last"] if is_pale else None,
            "y": middle,
            "top": middle - half,
            "foot": middle + half,
            "name": "\n".join(name),
            "name_y": surface.first_line(middle, name),
            "weight": _weight(bar, lead),
        }
    plot = Plot(canvas, column, 0, canvas.width - column, step * len(rows))
    joints = [{"x": row["end"], "y": row["foot"], "y2": row["foot"] + step - 2 * half} for row in rows[:-1]]
    name_style = {"align": "right", "dx": -surface.size * GAP, "color": COLOURS["ink"]}
    side = alt.expr("datum.is_left ? 'right' : 'left'")
    figure_style = {"align": side, "fontWeight": 600, "color": COLOURS["label"]}
    layers = [
        plot.draw("rule", joints if joined else [], x="x", y="y", y2="y2", style={"color": COLOURS["other"]}),
        plot.draw(
            "rect", x="start", x2="end", y="top", y2="foot", color="ink", stroke="edge", style={"strokeWidth": 0.75}
        ),
        plot.draw("rule", [{}], x=zero, style={"color": COLOURS["ink"], "strokeWidth": 1.25}),
        *(
            plot.draw(
                "text",
                where=f"datum.weight == {weight}",
                x=0,
                y="name_y",
                text="name",
                style=name_style | {"fontWeight": weight},
            )
            for weight in (400, 600)
        ),
        plot.draw("text", x="figure_x", y="y", text="figure", style=figure_style),
    ]
    return plot.chart(layers, rows, is_mirrored=True)


def fewer_bars(picture: Chart) -> Iterator[Chart]:
    """Yield a picture with eight of its bars, then with ever fewer: the largest, in the story's order.

    The bar of all other lines goes first.
    """
    bars = picture.bars
    places = sorted(range(len(bars)), key=lambda at: (bars[at].rest, -abs(bars[at].value), at))
    most = min(len(bars), _ON_CARD)
    for count in range(most, min(most, _ON_CARD_LEAST) - 1, -1):
        yield replace(picture, bars=tuple(bars[at] for at in sorted(places[:count])))
