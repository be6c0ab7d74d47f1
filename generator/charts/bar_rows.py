"""Lay out the words of bars: names beside the zero line, figures beside the bar or, if they are long, under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt

from generator.charts.canvas import Canvas
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, fixed, straight
from generator.errors import RenderError
from generator.story.plan import Bar, Chart

GAP = 0.55  # between bar and figure, in em of the label
_HEAD = 0.85  # the room of an arrow head with its gap, in em
_NAME_SHARE = 0.4  # of the canvas: a wider name takes a second line
_BAR_SHARE = 1 / 3  # of the room, which the longest bar keeps whatever the figures are
_BESIDE_AT_MOST = 2  # lines of a figure beside its bar
_ON_CARD, _ON_CARD_LEAST = 8, 3  # bars
_PRESENCE = 1.17  # of a canvas's row step and bar: the picture of the finding may stand out
_HALVINGS = 50
AIR = 0.55  # between two rows at least, in em


@dataclass(frozen=True)
class BarRow:
    """One bar with its words in lines; `under` says that the figure stands under the bar."""

    bar: Bar
    name: tuple[str, ...]
    figure: tuple[str, ...]
    under: bool = False

    @property
    def length(self) -> float:
        """Where the bar ends: a bound at its published figure, the least it can be."""
        return self.bar.low if self.bar.bound else self.bar.value

    @property
    def reach(self) -> float:
        """Where bar or tick ends, whichever is farther."""
        return max(self.length, self.bar.before or 0.0)

    @property
    def clear(self) -> float:
        """The em between bar and figure: a gap, and an arrow head where the bar is a bound."""
        return GAP + _HEAD * self.bar.bound


@dataclass(frozen=True)
class BarRows:
    """All rows of a chart: px of the column of names and of the room of bars, `domain` the value at its right edge."""

    rows: tuple[BarRow, ...]
    column: float
    room: float
    domain: float

    @property
    def hang(self) -> bool:
        """Whether some figure stands under its bar: then names begin at the bar and hang."""
        return any(row.under for row in self.rows)

    def extent(self, canvas: Canvas) -> tuple[float, float]:
        """Return the px that a row needs above and below the middle of its bar."""
        line, half = canvas.size * LEADING, canvas.bar / 2
        sides = [line * len(row.figure) / 2 for row in self.rows if not row.under]
        names = [line * len(row.name) / 2 for row in self.rows]
        if not self.hang:
            return (most := max(half, *sides, *names)), most
        hanging = [line * (len(row.name) - 0.5) for row in self.rows]
        below = [half + line * len(row.figure) for row in self.rows if row.under]
        return max(half, line / 2, *sides), max(half, *sides, *hanging, *below)

    def step(self, canvas: Canvas) -> int:
        """Return the px from one row to the next."""
        needed = sum(self.extent(canvas)) + canvas.size * AIR if self._is_tall() else 0.0
        return max(canvas.step, round(needed))

    def _is_tall(self) -> bool:
        return any(row.under or len(row.name) > 1 or len(row.figure) > 1 for row in self.rows)


def arranged(picture: Chart, canvas: Canvas, ruler: Ruler) -> BarRows:
    """Return the words of `picture` broken and placed by measure, or raise RenderError naming a bar that cannot fit."""
    names, column = named(picture, canvas, ruler)
    room = canvas.width - column
    rows = [BarRow(bar, name, (bar.figure.words,)) for bar, name in zip(picture.bars, names, strict=True)]
    limit = max(row.reach for row in rows) / _BAR_SHARE or 1.0
    if not 0 < _domain(rows, room, canvas, ruler) <= limit:
        rows = [_broken(picture, row, room, limit, canvas, ruler) for row in rows]
    return BarRows(tuple(rows), column, room, _domain(rows, room, canvas, ruler))


def named(picture: Chart, canvas: Canvas, ruler: Ruler) -> tuple[list[tuple[str, ...]], float]:
    """Return the name of each bar in lines, and the px of the column that holds them, its gap to the bars included."""
    names = [even(bar.label.words, _NAME_SHARE * canvas.width, canvas, ruler, 400) for bar in picture.bars]
    return names, max(ruler.width(line, canvas.size) for name in names for line in name) + canvas.size * GAP


def _domain(rows: list[BarRow], room: float, canvas: Canvas, ruler: Ruler) -> float:
    """Return the value at the right edge, as small as leaves every bar the room of its own figure; -1 where none can.

    A long figure beside a short bar takes nothing from the longest.
    """
    frees = [room - canvas.size * row.clear - _wide(row, canvas, ruler) for row in rows]
    if min(frees) <= 0:
        return -1.0
    return max(row.reach * room / free for row, free in zip(rows, frees, strict=True)) or 1.0


def _wide(row: BarRow, canvas: Canvas, ruler: Ruler) -> float:
    return 0.0 if row.under else max(ruler.width(line, canvas.size, weight=600) for line in row.figure)


def _broken(picture: Chart, row: BarRow, room: float, limit: float, canvas: Canvas, ruler: Ruler) -> BarRow:
    """Return `row` with its figure beside the bar in two lines at most, or else under it."""
    words = row.bar.figure.words
    for under, free in ((False, room * (1 - row.reach / limit) - canvas.size * row.clear), (True, room - canvas.size)):
        lines = even(words, free, canvas, ruler, 600)
        wide = max(ruler.width(line, canvas.size, weight=600) for line in lines)
        if wide <= free and (under or len(lines) <= _BESIDE_AT_MOST):
            return BarRow(row.bar, row.name, lines, under)
    msg = f"chart {picture.name}: {words!r} of {row.bar.label.words!r} has no room on {canvas.width} px"
    raise RenderError(msg)


def even(words: str, room: float, canvas: Canvas, ruler: Ruler, weight: int) -> tuple[str, ...]:
    """Return `words` in as few lines as `room` allows, as even as can be; a longer word stands alone."""
    wide = ruler.balanced(words, max(room, 1.0) / canvas.size, weight=weight)
    return ruler.lines(words, wide, 1.0, weight=weight)


def widest(fits: Callable[[float], bool], too_much: float) -> float:
    """Return the largest number under `too_much` that fits."""
    most = 0.0
    for _ in range(_HALVINGS):
        middle = (most + too_much) / 2
        most, too_much = (middle, too_much) if fits(middle) else (most, middle)
    return most


def no_room(picture: Chart, canvas: Canvas) -> RenderError:
    """Return the error that names the longest figure of a picture that does not fit its canvas."""
    longest = max(picture.bars, key=lambda bar: len(bar.figure.words))
    return RenderError(f"chart {picture.name}: {longest.figure.words!r} has no room on {canvas.width} px")


def bar_step(names: Sequence[tuple[str, ...]], canvas: Canvas) -> int:
    """Return the px from one bar to the next: more where a name has several lines."""
    lines, step = max(map(len, names)), round(canvas.step * _PRESENCE)
    return step if lines == 1 else max(step, round(canvas.size * (LEADING * lines + AIR)))


def bar_bands(step: int, canvas: Canvas) -> alt.Scale:
    """Return the scale that leaves bars `step` px apart their height."""
    gap = 1 - canvas.bar * _PRESENCE / step
    return alt.Scale(paddingInner=gap, paddingOuter=gap / 2)


def bar_words(name: tuple[str, ...], bar: Bar, canvas: Canvas) -> dict[str, Any]:
    """Return the data of a bar's words: `lift` are px from the middle of its row to the first line of its name."""
    return {
        "label": bar.label.words,
        "figure": bar.figure.words,
        "name_lines": "\n".join(name),
        "lift": -canvas.size * LEADING * (len(name) - 1) / 2,
    }


def bar_layers(edges: tuple[float, float], y: alt.Y, canvas: Canvas, figures_end: str) -> list[Any]:
    """Return the zero line, names right beside it and figures, which end at their place where `figures_end` holds."""
    low, high = edges
    base = alt.Chart()
    zero = base.transform_filter("datum.row == 0").mark_rule(color=COLOURS["ink"], strokeWidth=1.25)
    names = base.mark_text(align="right", dx=-canvas.size * GAP, dy=alt.expr("datum.lift"), color=COLOURS["ink"])
    side = alt.expr(f"{figures_end} ? 'right' : 'left'")
    figures = base.mark_text(fontWeight=600, color=COLOURS["label"], align=side)
    return [
        zero.encode(x=alt.XDatum(0, scale=straight(low, high))),
        names.encode(x=fixed("X", 0), y=y, text=alt.Text("name_lines:N")),
        figures.encode(x=across("text", low, high), y=y, text=alt.Text("figure:N")),
    ]


def fewer_bars(picture: Chart) -> Iterator[Chart]:
    """Yield a picture with eight of its bars, then with ever fewer: the largest, in the story's order.

    The bar of all other lines goes first.
    """
    bars = picture.bars
    places = sorted(range(len(bars)), key=lambda at: (bars[at].rest, -abs(bars[at].value), at))
    most = min(len(bars), _ON_CARD)
    for count in range(most, min(most, _ON_CARD_LEAST) - 1, -1):
        yield replace(picture, bars=tuple(bars[at] for at in sorted(places[:count])))
