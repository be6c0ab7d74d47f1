"""Shares of a whole (C10): a bar of 100 per cent for each period, its parts in one order, named above the first bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import altair as alt

from generator.charts.bar_rows import even
from generator.charts.canvas import Canvas
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, fixed, over, spread, view
from generator.story.plan import Chart, Stack

_INKS = ("mark", "part2", "part3", "second", "other", "part6")
_ON = {"mark": "paper", "part2": "paper", "second": "paper"}  # on all others the words are in ink
_BAR, _BETWEEN = 2.1, 2.3  # em: height of a bar, and between two
_GAP = 0.9  # em between the name of a stack and its bar
_LEVEL = 1.3  # em from one line of names to the next
_SLACK = 0.05  # per cent by which a whole may miss 100: its parts are rounded
_DROP = 0.5  # em from a narrow part to its figure
_INSIDE = 6.0  # per cent: a narrower part has its figure under it
_AIR = 0.45  # em beside a word
_LEADER = 0.35  # em between a name and its leader
_STACK_LINES, _STACK_SHARE, _STEPS = 3, 0.2, 40  # lines of a stack's name; of the canvas that one line may take


@dataclass(frozen=True)
class _Name:
    """Px of a part's name in lines: where they begin, the level of the lowest (0 is next to the bar), its leader."""

    lines: tuple[str, ...]
    start: float
    width: float
    level: int
    leader: float | None

    @property
    def top(self) -> int:
        """The level of the first line."""
        return self.level + len(self.lines) - 1

    @property
    def end(self) -> float:
        """Where the words end, or the leader right of them."""
        return max(self.start + self.width, self.leader or 0.0)


@dataclass(frozen=True)
class _SharesFrame:
    """Px: where the bars begin and how wide they are, the heights of bar and gap, the top of the first bar.

    `lift` is what the names of the stacks need above their bars.
    """

    left: float
    width: float
    bar: float
    step: float
    top: float
    lift: float

    def middle(self, stack: int) -> float:
        """Return how far under the top of the plot the middle of a bar is."""
        return self.top + stack * self.step + self.bar / 2

    def high(self, stacks: int) -> float:
        """Return how far under the top of the plot the last bar ends."""
        return self.middle(stacks - 1) + self.bar / 2

    def per_cent(self, across: float) -> float:
        """Return the share that stands `across` px right of the bars' start."""
        return 100 * across / self.width


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.TopLevelLayerSpec:
    """Return the chart of `picture`, `canvas.width` px wide: parts in the story's order, blue first, then grey."""
    size = canvas.size
    stacks = [_stack_lines(stack, canvas, ruler) for stack in picture.stacks]
    left = max(ruler.width(line, size, weight=600) for lines in stacks for line in lines) + size * _GAP
    width, bar = canvas.width - left, round(size * _BAR)
    names = _named(picture.stacks[0], width, left, canvas, ruler)
    levels = max(name.top for name in names) + 1
    lift = max(0.0, (max(map(len, stacks)) * LEADING * size - bar) / 2)
    lower = max(_tiers(stack, width, canvas, ruler) for stack in picture.stacks) - 1
    step = round(bar + size * (_BETWEEN + LEADING * lower) + lift)
    frame = _SharesFrame(left, width, bar, step, round(size * (_LEVEL * levels + _AIR) + lift), lift)
    rows = [row for at, stack in enumerate(picture.stacks) for row in _segments(stack, at, frame, canvas, ruler)]
    for row in rows:
        lines = stacks[row["row"]]
        row |= {"stack_lines": "\n".join(lines), "rise": -size * LEADING * (len(lines) - 1) / 2}
    below = max(1, lift) if all(row["inside"] for row in rows) else size * (_DROP + LEADING * (lower + 1))
    box = (left, 0, width, frame.high(len(picture.stacks)), below)
    return view(_layers(picture, names, rows, frame, canvas), rows, canvas, box)


def _segments(stack: Stack, row: int, frame: _SharesFrame, canvas: Canvas, ruler: Ruler) -> list[dict[str, Any]]:
    """Return the parts of one stack as data; `place` and `down` say where a figure stands: in its part or under it."""
    under = _beneath(stack, frame.width, canvas, ruler)
    inks, middle, outside = iter(_INKS), frame.middle(row), {at for at, _ in under}
    rows: list[dict[str, Any]] = []
    for at, (start, part) in enumerate(zip(_starts(stack), stack.parts, strict=True)):
        ink = "remainder" if part.rest else next(inks)
        rows.append({
            "row": row, "stack": stack.label.words, "label": part.label.words, "figure": part.figure.words,
            "value": part.value, "start": start, "end": start + part.value, "middle": middle, "ink": COLOURS[ink],
            "on": COLOURS[_ON.get(ink, "ink")], "place": start + part.value / 2, "down": middle,
            "inside": at not in outside, "first": not at,
        })  # fmt: skip
    lines = _tiers(stack, frame.width, canvas, ruler)
    for line in range(lines):
        own = under[line::lines]
        gaps = [(one + other) / 2 for (_, one), (_, other) in pairwise(own)]
        wanted = [rows[at]["place"] * frame.width / 100 for at, _ in own]
        low, high = ((own[at][1] - canvas.size * _AIR) / 2 for at in (0, -1)) if own else (0.0, 0.0)
        down = middle + frame.bar / 2 + canvas.size * (_DROP + LEADING * (line + 0.5))
        for (at, _), place in zip(own, spread(wanted, gaps, low, frame.width - high), strict=True):
            rows[at] |= {"place": frame.per_cent(place), "down": down}
    return rows


def _joints(rows: list[dict[str, Any]], frame: _SharesFrame) -> list[dict[str, Any]]:
    """Return the lines from each part's end to its end in the next stack; none where figures stand between the two."""
    return [
        {
            "from": one["end"],
            "to": other["end"],
            "top": one["middle"] + frame.bar / 2,
            "foot": other["middle"] - frame.bar / 2,
        }
        for one, other in zip(rows, [row for row in rows if row["row"]], strict=False)
        if all(row["inside"] for row in rows if row["row"] == one["row"]) and one["end"] < 100 - _SLACK
    ]


def _drops(rows: list[dict[str, Any]], frame: _SharesFrame, canvas: Canvas) -> list[dict[str, Any]]:
    """Return the short lines from narrow parts to the figures under them."""
    return [
        {
            "from": (row["start"] + row["end"]) / 2,
            "to": row["place"],
            "top": row["middle"] + frame.bar / 2,
            "foot": row["down"] - canvas.size * LEADING / 2,
        }
        for row in rows
        if not row["inside"]
    ]


def _leaders(names: list[_Name], frame: _SharesFrame, canvas: Canvas) -> list[dict[str, Any]]:
    return [
        {"from": at, "to": at, "top": _down(name, frame, canvas) - canvas.size / 2, "foot": frame.top}
        for name in names
        if name.leader is not None
        for at in (frame.per_cent(name.leader),)
    ]


def _down(name: _Name, frame: _SharesFrame, canvas: Canvas) -> float:
    """Return how far under the top of the plot the middle of a name's first line is."""
    return frame.top - frame.lift - canvas.size * (_AIR + _LEVEL * name.top + LEADING / 2)


def _layers(
    picture: Chart, names: list[_Name], rows: list[dict[str, Any]], frame: _SharesFrame, canvas: Canvas
) -> list[Any]:
    """Return segments, the lines between them and to their names, and all words."""
    scale = alt.Scale(domain=[0, frame.high(len(picture.stacks))], range=[0, frame.high(len(picture.stacks))])

    def down(field: str) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
        return alt.Y(f"{field}:Q", scale=scale)

    base = alt.Chart()
    told = [
        {"words": "\n".join(name.lines), "at": frame.per_cent(name.start), "down": _down(name, frame, canvas)}
        for name in names
    ]
    lines = _joints(rows, frame) + _drops(rows, frame, canvas) + _leaders(names, frame, canvas)
    line = over(lines).mark_rule(color=COLOURS["other"], strokeWidth=0.75)
    stack = base.transform_filter("datum.first").mark_text(
        align="right", dx=-canvas.size * _GAP, dy=alt.expr("datum.rise"), fontWeight=600, color=COLOURS["ink"]
    )
    figure = base.mark_text(align="center", fontWeight=600)
    name = over(told).mark_text(align="left", color=COLOURS["ink"])
    return [
        base.mark_bar(size=frame.bar, orient="horizontal", stroke=COLOURS["paper"], strokeWidth=1).encode(
            x=across("start", 0, 100), x2=alt.X2("end:Q"), y=down("middle"), color=alt.Color("ink:N", scale=None)
        ),
        *(
            [line.encode(x=across("from", 0, 100), x2=alt.X2("to:Q"), y=down("top"), y2=alt.Y2("foot:Q"))]
            if lines
            else []
        ),
        stack.encode(x=fixed("X", 0), y=down("middle"), text=alt.Text("stack_lines:N")),
        figure.transform_filter("datum.inside").encode(
            x=across("place", 0, 100), y=down("down"), text=alt.Text("figure:N"), color=alt.Color("on:N", scale=None)
        ),
        figure.transform_filter("!datum.inside").encode(
            x=across("place", 0, 100), y=down("down"), text=alt.Text("figure:N"), color=fixed("Color", COLOURS["label"])
        ),
        name.encode(x=across("at", 0, 100), y=down("down"), text=alt.Text("words:N")),
    ]


def _starts(stack: Stack) -> list[float]:
    """Return where each part begins, in per cent of the whole."""
    return [0.0, *accumulate(part.value for part in stack.parts)][:-1]


def _stack_lines(stack: Stack, canvas: Canvas, ruler: Ruler) -> tuple[str, ...]:
    """Return the name of a stack in as few lines as leave the bars their room, three at most."""
    words = stack.label.words
    for most in range(1, _STACK_LINES + 1):
        lines = _narrowest(words, most, canvas, ruler)
        if max(ruler.width(line, canvas.size, weight=600) for line in lines) <= _STACK_SHARE * canvas.width:
            break
    return lines


def _narrowest(words: str, most: int, canvas: Canvas, ruler: Ruler) -> tuple[str, ...]:
    wide = ruler.width(words, canvas.size, weight=600) + 1
    rooms = (wide * at / _STEPS for at in range(1, _STEPS + 1))
    return next(lines for room in rooms if len(lines := even(words, room, canvas, ruler, 600)) <= most)


def _named(stack: Stack, width: float, left: float, canvas: Canvas, ruler: Ruler) -> list[_Name]:
    """Return each name over its part, or, where it is wider, left of a leader to it, as low as no leader crosses it.

    A name left of its leader ends there and breaks where the canvas begins: none reaches over a later leader.
    """
    done: list[_Name] = []
    gap = canvas.size * _AIR
    for start, part in zip(_starts(stack), stack.parts, strict=True):
        begin, wide = start * width / 100, part.value * width / 100
        words = ruler.width(part.label.words, canvas.size)
        over = begin + (wide - words) / 2
        if words + gap / 2 <= wide and all(name.end <= over - gap / 2 for name in done):
            done.append(_Name((part.label.words,), over, words, 0, None))
            continue
        leader, lines = _broken(part.label.words, begin, wide, left, canvas, ruler)
        words = max(ruler.width(line, canvas.size) for line in lines)
        place = max(leader - canvas.size * _LEADER - words, -left)
        lower = [name.top for name in done if name.end > place - gap]
        done.append(_Name(lines, place, words, max(lower, default=-1) + 1, leader))
    return done


def _broken(
    words: str, begin: float, wide: float, left: float, canvas: Canvas, ruler: Ruler
) -> tuple[float, tuple[str, ...]]:
    """Return where a leader rises from its part, at its middle or, for a long word, its end, and the name in lines."""
    for leader in (begin + wide / 2, begin + wide - 1):
        room = leader - canvas.size * _LEADER + left
        lines = even(words, room, canvas, ruler, 400)
        if all(ruler.width(line, canvas.size) <= room for line in lines):
            break
    return leader, lines


def _beneath(stack: Stack, width: float, canvas: Canvas, ruler: Ruler) -> list[tuple[int, float]]:
    """Return the parts whose figures stand under them, each with the px that its figure needs."""
    wides = [ruler.width(part.figure.words, canvas.size, weight=600) + canvas.size * _AIR for part in stack.parts]
    both = enumerate(zip(stack.parts, wides, strict=True))
    return [(at, wide) for at, (part, wide) in both if part.value < _INSIDE or wide > part.value * width / 100]


def _tiers(stack: Stack, width: float, canvas: Canvas, ruler: Ruler) -> int:
    """Return in how many lines the figures under a bar stand, so that they have room beside each other."""
    return max(1, math.ceil(sum(wide for _, wide in _beneath(stack, width, canvas, ruler)) / width))


FORM = ChartForm(draw, is_mirrored=True)
