"""Shares of a whole (C10): a bar of 100 per cent for each period, its parts in one order, named above the first bar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from generator.charts.plot import LEADING, across, fixed, over, spread, view
from generator.charts.share_words import AIR, Name, beneath, named, stacked, starts, tiers
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Stack

MIRRORED = True  # its bars begin where its names stand, on the right in Urdu
_INKS = ("mark", "part2", "part3", "second", "other", "part6")
_ON = {"mark": "paper", "part2": "paper", "second": "paper"}  # on all others the words are in ink
_BAR, _BETWEEN = 2.1, 2.3  # em: height of a bar, and between two
_GAP = 0.9  # em between the name of a stack and its bar
_LEVEL = 1.3  # em from one line of names to the next
_SLACK = 0.05  # per cent by which a whole may miss 100: its parts are rounded
_DROP = 0.5  # em from a narrow part to its figure


@dataclass(frozen=True)
class _Frame:
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
    stacks = [stacked(stack, canvas, ruler) for stack in picture.stacks]
    left = max(ruler.width(line, size, weight=600) for lines in stacks for line in lines) + size * _GAP
    width, bar = canvas.width - left, round(size * _BAR)
    names = named(picture.stacks[0], width, left, canvas, ruler)
    levels = max(name.top for name in names) + 1
    lift = max(0.0, (max(map(len, stacks)) * LEADING * size - bar) / 2)
    lower = max(tiers(stack, width, canvas, ruler) for stack in picture.stacks) - 1
    step = round(bar + size * (_BETWEEN + LEADING * lower) + lift)
    frame = _Frame(left, width, bar, step, round(size * (_LEVEL * levels + AIR) + lift), lift)
    rows = [row for at, stack in enumerate(picture.stacks) for row in _segments(stack, at, frame, canvas, ruler)]
    for row in rows:
        lines = stacks[row["row"]]
        row |= {"stack_lines": "\n".join(lines), "rise": -size * LEADING * (len(lines) - 1) / 2}
    below = max(1, lift) if all(row["inside"] for row in rows) else size * (_DROP + LEADING * (lower + 1))
    box = (left, 0, width, frame.high(len(picture.stacks)), below)
    return view(_layers(picture, names, rows, frame, canvas), rows, canvas, box)


def _segments(stack: Stack, row: int, frame: _Frame, canvas: Canvas, ruler: Ruler) -> list[dict[str, Any]]:
    """Return the parts of one stack as data; `place` and `down` say where a figure stands: in its part or under it."""
    under = beneath(stack, frame.width, canvas, ruler)
    inks, middle, outside = iter(_INKS), frame.middle(row), {at for at, _ in under}
    rows: list[dict[str, Any]] = []
    for at, (start, part) in enumerate(zip(starts(stack), stack.parts, strict=True)):
        ink = "remainder" if part.rest else next(inks)
        rows.append({
            "row": row, "stack": stack.label.words, "label": part.label.words, "figure": part.figure.words,
            "value": part.value, "start": start, "end": start + part.value, "middle": middle, "ink": COLOURS[ink],
            "on": COLOURS[_ON.get(ink, "ink")], "place": start + part.value / 2, "down": middle,
            "inside": at not in outside, "first": not at,
        })  # fmt: skip
    lines = tiers(stack, frame.width, canvas, ruler)
    for line in range(lines):
        own = under[line::lines]
        gaps = [(one + other) / 2 for (_, one), (_, other) in pairwise(own)]
        wanted = [rows[at]["place"] * frame.width / 100 for at, _ in own]
        low, high = ((own[at][1] - canvas.size * AIR) / 2 for at in (0, -1)) if own else (0.0, 0.0)
        down = middle + frame.bar / 2 + canvas.size * (_DROP + LEADING * (line + 0.5))
        for (at, _), place in zip(own, spread(wanted, gaps, low, frame.width - high), strict=True):
            rows[at] |= {"place": frame.per_cent(place), "down": down}
    return rows


def _joints(rows: list[dict[str, Any]], frame: _Frame) -> list[dict[str, Any]]:
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


def _drops(rows: list[dict[str, Any]], frame: _Frame, canvas: Canvas) -> list[dict[str, Any]]:
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


def _leaders(names: list[Name], frame: _Frame, canvas: Canvas) -> list[dict[str, Any]]:
    return [
        {"from": at, "to": at, "top": _down(name, frame, canvas) - canvas.size / 2, "foot": frame.top}
        for name in names
        if name.leader is not None
        for at in (frame.per_cent(name.leader),)
    ]


def _down(name: Name, frame: _Frame, canvas: Canvas) -> float:
    """Return how far under the top of the plot the middle of a name's first line is."""
    return frame.top - frame.lift - canvas.size * (AIR + _LEVEL * name.top + LEADING / 2)


def _layers(picture: Chart, names: list[Name], rows: list[dict[str, Any]], frame: _Frame, canvas: Canvas) -> list[Any]:
    """Return segments, the lines between them and to their names, and all words."""
    import altair as alt

    scale = alt.Scale(domain=[0, frame.high(len(picture.stacks))], range=[0, frame.high(len(picture.stacks))])

    def down(field: str) -> Any:  # noqa: ANN401 -- Altair, imported late
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
