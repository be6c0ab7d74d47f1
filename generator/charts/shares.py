"""Shares of a whole (C10): a bar of 100 per cent for each period, its parts in one order, named above the first bar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from generator.charts.plot import LEADING, across, fixed, over, spread, view
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    import altair as alt

    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Part, Stack

INSIDE = 6.0  # per cent: a narrower part has its figure under it
_INKS = ("mark", "part2", "part3", "second", "other", "part6")
_ON = {"mark": "paper", "part2": "paper", "second": "paper"}  # on all others the words are in ink
_BAR, _BETWEEN = 2.1, 2.3  # em: height of a bar, and between two
_GAP, _AIR = 0.9, 0.45  # em: between the name of a stack and its bar; beside a word
_LEVEL = 1.3  # em from one line of names to the next
_SLACK = 0.05  # per cent by which a whole may miss 100: its parts are rounded
_DROP = 0.5  # em from a narrow part to its figure
_LEADER = 0.35  # em between a name and its leader


@dataclass(frozen=True)
class _Name:
    """Px of the name of a part: where its words begin, their line above the bar (0 is the nearest), its leader."""

    part: Part
    start: float
    width: float
    level: int
    leader: float | None


@dataclass(frozen=True)
class _Frame:
    """Px: where the bars begin and how wide they are, the heights of bar and gap, the top of the first bar."""

    left: float
    width: float
    bar: float
    step: float
    top: float

    def middle(self, stack: int) -> float:
        """Return how far under the top of the plot the middle of a bar is."""
        return self.top + stack * self.step + self.bar / 2

    def high(self, stacks: int) -> float:
        """Return how far under the top of the plot the last bar ends."""
        return self.middle(stacks - 1) + self.bar / 2

    def per_cent(self, across: float) -> float:
        """Return the share that stands `across` px right of the bars' start."""
        return 100 * across / self.width


def draw(picture: Chart, canvas: Canvas, ruler: Ruler) -> alt.LayerChart:
    """Return the chart of `picture`, `canvas.width` px wide: parts in the story's order, blue first, then grey."""
    size = canvas.size
    left = max(ruler.width(stack.label.words, size, weight=600) for stack in picture.stacks) + size * _GAP
    width = canvas.width - left
    names = _named(picture.stacks[0], width, left, canvas, ruler)
    lines = max(name.level for name in names) + 1
    bar, step = round(size * _BAR), round(size * (_BAR + _BETWEEN))
    frame = _Frame(left, width, bar, step, round(size * (_LEVEL * lines + _AIR)))
    rows = [row for at, stack in enumerate(picture.stacks) for row in _segments(stack, at, frame, canvas, ruler)]
    below = 1 if all(row["inside"] for row in rows) else size * (_DROP + LEADING)
    box = (left, 0, width, frame.high(len(picture.stacks)), below)
    return view(_layers(picture, names, rows, frame, canvas), rows, canvas, box)


def _starts(stack: Stack) -> list[float]:
    return [0.0, *accumulate(part.value for part in stack.parts)][:-1]


def _named(stack: Stack, width: float, left: float, canvas: Canvas, ruler: Ruler) -> list[_Name]:
    """Return each name over its part, or, where it is wider, left of a leader to it, as low as no leader crosses it."""
    done: list[_Name] = []
    gap = canvas.size * _AIR
    for start, part in zip(_starts(stack), stack.parts, strict=True):
        begin, wide = start * width / 100, part.value * width / 100
        words = ruler.width(part.label.words, canvas.size)
        if words + gap / 2 <= wide:
            done.append(_Name(part, begin + (wide - words) / 2, words, 0, None))
            continue
        leader = begin + wide / 2
        place = max(leader - canvas.size * _LEADER - words, -left)
        crossed = [name.level for name in done if name.leader is not None and name.leader > place - gap]
        beside = [name.level for name in done if name.leader is None and name.start + name.width > place - gap]
        done.append(_Name(part, place, words, max([*(level + 1 for level in (*crossed, *beside)), 0]), leader))
    return done


def _segments(stack: Stack, row: int, frame: _Frame, canvas: Canvas, ruler: Ruler) -> list[dict[str, Any]]:
    """Return the parts of one stack as data; `place` and `down` say where a figure stands: in its part or under it."""
    wides = [ruler.width(part.figure.words, canvas.size, weight=600) + canvas.size * _AIR for part in stack.parts]
    inks, middle = iter(_INKS), frame.middle(row)
    rows: list[dict[str, Any]] = []
    for start, part, wide in zip(_starts(stack), stack.parts, wides, strict=True):
        ink = "remainder" if part.rest else next(inks)
        rows.append({
            "row": row, "stack": stack.label.words, "label": part.label.words, "figure": part.figure.words,
            "value": part.value, "start": start, "end": start + part.value, "middle": middle, "ink": COLOURS[ink],
            "on": COLOURS[_ON.get(ink, "ink")], "place": start + part.value / 2, "down": middle,
            "inside": part.value >= INSIDE and wide <= part.value * frame.width / 100,
        })  # fmt: skip
    under = [(row, wide) for row, wide in zip(rows, wides, strict=True) if not row["inside"]]
    gaps = [(one + other) / 2 for (_, one), (_, other) in pairwise(under)]
    places = [row["place"] * frame.width / 100 for row, _ in under]
    edge = frame.width - (under[-1][1] - canvas.size * _AIR) / 2 if under else 0.0
    for (row_, _), place in zip(under, spread(places, gaps, 0, edge), strict=True):
        row_ |= {"place": frame.per_cent(place), "down": middle + frame.bar / 2 + canvas.size * (_DROP + LEADING / 2)}
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
        {"from": (row["start"] + row["end"]) / 2, "to": row["place"], "top": foot, "foot": foot + canvas.size * _DROP}
        for row in rows
        if not row["inside"]
        for foot in (row["middle"] + frame.bar / 2,)
    ]


def _leaders(names: list[_Name], frame: _Frame, canvas: Canvas) -> list[dict[str, Any]]:
    return [
        {"from": at, "to": at, "top": _down(name, frame, canvas) - canvas.size / 2, "foot": frame.top}
        for name in names
        if name.leader is not None
        for at in (frame.per_cent(name.leader),)
    ]


def _down(name: _Name, frame: _Frame, canvas: Canvas) -> float:
    return frame.top - canvas.size * (_AIR + _LEVEL * name.level + LEADING / 2)


def _layers(picture: Chart, names: list[_Name], rows: list[dict[str, Any]], frame: _Frame, canvas: Canvas) -> list[Any]:
    """Return segments, the lines between them and to their names, and all words."""
    import altair as alt

    scale = alt.Scale(domain=[0, frame.high(len(picture.stacks))], range=[0, frame.high(len(picture.stacks))])

    def down(field: str) -> Any:  # noqa: ANN401 -- Altair, imported late
        return alt.Y(f"{field}:Q", scale=scale)

    base = alt.Chart()
    told = [
        {"words": name.part.label.words, "at": frame.per_cent(name.start), "down": _down(name, frame, canvas)}
        for name in names
    ]
    lines = _joints(rows, frame) + _drops(rows, frame, canvas) + _leaders(names, frame, canvas)
    line = over(lines).mark_rule(color=COLOURS["other"], strokeWidth=0.75)
    stack = base.transform_filter("datum.start == 0").mark_text(
        align="right", dx=-canvas.size * _GAP, fontWeight=600, color=COLOURS["ink"]
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
        stack.encode(x=fixed("X", 0), y=down("middle"), text=alt.Text("stack:N")),
        figure.transform_filter("datum.inside").encode(
            x=across("place", 0, 100), y=down("down"), text=alt.Text("figure:N"), color=alt.Color("on:N", scale=None)
        ),
        figure.transform_filter("!datum.inside").encode(
            x=across("place", 0, 100), y=down("down"), text=alt.Text("figure:N"), color=fixed("Color", COLOURS["label"])
        ),
        name.encode(x=across("at", 0, 100), y=down("down"), text=alt.Text("words:N")),
    ]
