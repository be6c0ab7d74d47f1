"""Shares of a whole (C10): a bar of 100 per cent for each period, its parts in one order, named above the first bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise

from generator.charts.canvas import LEADING, Surface
from generator.charts.chart_form import ChartForm
from generator.charts.colours import COLOURS
from generator.charts.vega import ChartSpec, Layer, Plot, Rows, spread
from generator.story.plan import Chart, Stack

_INKS = ("mark", "part2", "part3", "second", "other", "part6")
_WHITE_WORDS = frozenset({"mark", "part2", "second"})  # on all others the words are in ink
_BAR = 2.1  # em: height of a bar
_BETWEEN = 2.3  # em between two bars
_GAP = 0.9  # em between the name of a stack and its bar
_LEVEL = 1.3  # em from one line of names to the next
_SLACK = 0.05  # per cent by which a whole may miss 100: its parts are rounded
_DROP = 0.5  # em from a narrow part to its figure
_INSIDE = 6.0  # per cent: a narrower part has its figure under it
_AIR = 0.45  # em beside a word
_LEADER = 0.35  # em between a name and its leader
_STACK_LINES = 3  # of a stack's name, at most
_STACK_SHARE = 0.2  # of the canvas that a line of such a name may take
_STEPS = 40  # widths at which a name is tried, up to its own


@dataclass(frozen=True)
class _PartName:
    """A part's name, in px."""

    lines: tuple[str, ...]
    start: float  # left of the words
    width: float
    level: int  # of the lowest line: 0 is next to the bar
    leader: float | None  # where the thin line from the name to its part stands; None where the name is over its part

    @property
    def top(self) -> int:
        """The level of the first line."""
        return self.level + len(self.lines) - 1

    @property
    def end(self) -> float:
        """Where the words end, or the leader right of them."""
        return max(self.start + self.width, self.leader or 0.0)


@dataclass(frozen=True)
class _Bars:
    """The bars of all stacks, in px."""

    surface: Surface
    width: float
    height: float
    step: float  # from the top of a bar to the top of the next
    top: float  # of the first bar
    lift: float  # what the names of the stacks need above their bars

    def middle(self, stack: int) -> float:
        """Return how far under the top of the plot the middle of a bar is."""
        return self.top + stack * self.step + self.height / 2

    def name_y(self, name: _PartName) -> float:
        """Return how far under the top of the plot the middle of a name's first line is."""
        return self.top - self.lift - self.surface.size * (_AIR + _LEVEL * name.top + LEADING / 2)


def draw(picture: Chart, surface: Surface) -> ChartSpec:
    """Return the chart: parts in the story's order, blue first, then grey."""
    size = surface.size
    canvas = surface.canvas
    stacks = picture.stacks
    labels = [_stack_lines(stack.label.words, surface) for stack in stacks]
    x = max(surface.longest(lines, 600) for lines in labels) + size * _GAP
    width = canvas.width - x
    height = round(size * _BAR)
    names = _part_names(stacks[0], width, x, surface)
    lift = max(0.0, (max(map(len, labels)) * surface.leading - height) / 2)
    tiers = max(_tiers(_figures_under(stack, width, surface), width) for stack in stacks)
    step = round(height + size * (_BETWEEN + LEADING * (tiers - 1)) + lift)
    top = round(size * (_LEVEL * (max(name.top for name in names) + 1) + _AIR) + lift)
    bars = _Bars(surface, width, height, step, top, lift)
    rows = []
    for at, (stack, lines) in enumerate(zip(stacks, labels, strict=True)):
        stack_words = {"stack_lines": "\n".join(lines), "stack_y": surface.first_line(bars.middle(at), lines)}
        rows += [part | stack_words for part in _parts(stack, at, bars)]
    foot = max(1, lift) if all(row["inside"] for row in rows) else size * (_DROP + LEADING * tiers)
    plot = Plot(canvas, x, 0, width, bars.middle(len(stacks) - 1) + height / 2, foot)
    return plot.chart(_layers(plot, rows, names, bars), rows)


def _parts(stack: Stack, number: int, bars: _Bars) -> Rows:
    """Return the parts of one stack as data; `x` and `y` say where a figure stands: in its part or under it."""
    under = _figures_under(stack, bars.width, bars.surface)
    outside = {at for at, _ in under}
    middle = bars.middle(number)
    inks = iter(_INKS)
    rows = Rows()
    for at, (start, part) in enumerate(zip(_starts(stack), stack.parts, strict=True)):
        ink = "remainder" if part.rest else next(inks)
        rows.append(
            {
                "row": number,
                "stack": stack.label.words,
                "label": part.label.words,
                "figure": part.figure.words,
                "value": part.value,
                "start": start * bars.width / 100,
                "end": (start + part.value) * bars.width / 100,
                "middle": middle,
                "top": middle - bars.height / 2,
                "foot": middle + bars.height / 2,
                "ink": COLOURS[ink],
                "on": COLOURS["paper" if ink in _WHITE_WORDS else "ink"],
                "x": (start + part.value / 2) * bars.width / 100,
                "y": middle,
                "inside": at not in outside,
                "first": at == 0,
                "last": start + part.value >= 100 - _SLACK,
            }
        )
    tiers = _tiers(under, bars.width)
    for tier in range(tiers):
        figures = under[tier::tiers]
        if not figures:
            continue
        gaps = [(width + next_width) / 2 for (_, width), (_, next_width) in pairwise(figures)]
        low, high = ((figures[at][1] - bars.surface.size * _AIR) / 2 for at in (0, -1))
        places = spread([rows[at]["x"] for at, _ in figures], gaps, low, bars.width - high)
        y = rows[0]["foot"] + bars.surface.size * (_DROP + LEADING * (tier + 0.5))
        for (at, _), x in zip(figures, places, strict=True):
            rows[at] |= {"x": x, "y": y}
    return rows


def _lines(rows: Rows, names: list[_PartName], bars: _Bars) -> Rows:
    """Return all thin lines.

    They lead from each part's end to its end in the next stack, unless figures stand between the two; from narrow parts
    to the figures under them; and from names to their parts.
    """
    size = bars.surface.size
    crowded = {row["row"] for row in rows if not row["inside"]}
    later = [row for row in rows if row["row"]]
    joints = [
        {"x": row["end"], "x2": below["end"], "y": row["foot"], "y2": below["top"]}
        for row, below in zip(rows, later, strict=False)
        if row["row"] not in crowded and not row["last"]
    ]
    drops = [
        {"x": (row["start"] + row["end"]) / 2, "x2": row["x"], "y": row["foot"], "y2": row["y"] - size * LEADING / 2}
        for row in rows
        if not row["inside"]
    ]
    leaders = [
        {"x": name.leader, "x2": name.leader, "y": bars.name_y(name) - size / 2, "y2": bars.top}
        for name in names
        if name.leader is not None
    ]
    return joints + drops + leaders


def _layers(plot: Plot, rows: Rows, names: list[_PartName], bars: _Bars) -> list[Layer]:
    """Return segments, the lines between them and to their names, and all words."""
    labels = [{"words": "\n".join(name.lines), "x": name.start, "y": bars.name_y(name)} for name in names]
    # Vega-Lite leaves 5 px free above and below bars of a given size, and squeezes all between them.
    part = {"size": bars.height, "orient": "horizontal", "stroke": COLOURS["paper"], "strokeWidth": 1}
    line = {"color": COLOURS["other"], "strokeWidth": 0.75}
    ink = {"color": COLOURS["ink"]}
    stack_style = {"align": "right", "dx": -bars.surface.size * _GAP, "fontWeight": 600, **ink}
    figure = {"align": "center", "fontWeight": 600}
    under = {**figure, "color": COLOURS["label"]}
    return [
        plot.draw("bar", x="start", x2="end", y="middle", color="ink", style=part),
        plot.draw("rule", _lines(rows, names, bars), x="x", x2="x2", y="y", y2="y2", style=line),
        plot.draw("text", where="datum.first", x=0, y="stack_y", text="stack_lines", style=stack_style),
        plot.draw("text", where="datum.inside", x="x", y="y", text="figure", color="on", style=figure),
        plot.draw("text", where="!datum.inside", x="x", y="y", text="figure", style=under),
        plot.draw("text", labels, x="x", y="y", text="words", style={"align": "left", **ink}),
    ]


def _starts(stack: Stack) -> list[float]:
    """Return where each part begins, in per cent of the whole."""
    return [0.0, *accumulate(part.value for part in stack.parts)][:-1]


def _stack_lines(words: str, surface: Surface) -> tuple[str, ...]:
    """Return the name of a stack in as few lines as leave the bars their room, three at most, and even."""
    width = surface.width(words, 600) + 1
    rooms = [width * step / _STEPS for step in range(1, _STEPS + 1)]
    for most in range(1, _STACK_LINES + 1):
        broken = (surface.lines(words, room, 600) for room in rooms)
        lines = next(lines for lines in broken if len(lines) <= most)
        if surface.longest(lines, 600) <= _STACK_SHARE * surface.canvas.width:
            break
    return lines


def _part_names(stack: Stack, width: float, margin: float, surface: Surface) -> list[_PartName]:
    """Return each name over its part, or, where it is wider, left of a leader to it, as low as no leader crosses it.

    A name left of its leader ends there and breaks where the canvas begins, `margin` px left of the bars: none reaches
    over a later leader.
    """
    names: list[_PartName] = []
    gap = surface.size * _AIR
    for start, part in zip(_starts(stack), stack.parts, strict=True):
        x = start * width / 100
        part_width = part.value * width / 100
        words = surface.width(part.label.words)
        centred = x + (part_width - words) / 2
        if words + gap / 2 <= part_width and all(name.end <= centred - gap / 2 for name in names):
            names.append(_PartName((part.label.words,), centred, words, 0, None))
            continue
        # from the middle of the part, or, for a long word, from its end
        for leader in (x + part_width / 2, x + part_width - 1):
            room = leader - surface.size * _LEADER + margin
            lines = surface.lines(part.label.words, room)
            words = surface.longest(lines)
            if words <= room:
                break
        place = max(leader - surface.size * _LEADER - words, -margin)
        below = max((name.top for name in names if name.end > place - gap), default=-1)
        names.append(_PartName(lines, place, words, below + 1, leader))
    return names


def _figures_under(stack: Stack, width: float, surface: Surface) -> list[tuple[int, float]]:
    """Return the parts whose figures stand under them, each with the px that its figure needs."""
    figures = []
    for at, part in enumerate(stack.parts):
        needed = surface.width(part.figure.words, 600) + surface.size * _AIR
        if part.value < _INSIDE or needed > part.value * width / 100:
            figures.append((at, needed))
    return figures


def _tiers(figures: list[tuple[int, float]], width: float) -> int:
    """Return in how many lines the figures under a bar stand, so that they have room beside each other."""
    return max(1, math.ceil(sum(needed for _, needed in figures) / width))


FORM = ChartForm(draw, is_mirrored=True)
