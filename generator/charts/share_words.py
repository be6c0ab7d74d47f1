"""Where the words of shares stand: names of parts above the first bar, names of stacks beside theirs, figures under."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.charts.rows import even

if TYPE_CHECKING:
    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Stack

INSIDE = 6.0  # per cent: a narrower part has its figure under it
AIR = 0.45  # em beside a word
LEADER = 0.35  # em between a name and its leader
_STACK_LINES, _STACK_SHARE, _STEPS = 3, 0.2, 40  # lines of a stack's name; of the canvas that one line may take


@dataclass(frozen=True)
class Name:
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


def starts(stack: Stack) -> list[float]:
    """Return where each part begins, in per cent of the whole."""
    return [0.0, *accumulate(part.value for part in stack.parts)][:-1]


def stacked(stack: Stack, canvas: Canvas, ruler: Ruler) -> tuple[str, ...]:
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


def named(stack: Stack, width: float, left: float, canvas: Canvas, ruler: Ruler) -> list[Name]:
    """Return each name over its part, or, where it is wider, left of a leader to it, as low as no leader crosses it.

    A name left of its leader ends there and breaks where the canvas begins: none reaches over a later leader.
    """
    done: list[Name] = []
    gap = canvas.size * AIR
    for start, part in zip(starts(stack), stack.parts, strict=True):
        begin, wide = start * width / 100, part.value * width / 100
        words = ruler.width(part.label.words, canvas.size)
        over = begin + (wide - words) / 2
        if words + gap / 2 <= wide and all(name.end <= over - gap / 2 for name in done):
            done.append(Name((part.label.words,), over, words, 0, None))
            continue
        leader, lines = _broken(part.label.words, begin, wide, left, canvas, ruler)
        words = max(ruler.width(line, canvas.size) for line in lines)
        place = max(leader - canvas.size * LEADER - words, -left)
        lower = [name.top for name in done if name.end > place - gap]
        done.append(Name(lines, place, words, max(lower, default=-1) + 1, leader))
    return done


def _broken(
    words: str, begin: float, wide: float, left: float, canvas: Canvas, ruler: Ruler
) -> tuple[float, tuple[str, ...]]:
    """Return where a leader rises from its part, at its middle or, for a long word, its end, and the name in lines."""
    for leader in (begin + wide / 2, begin + wide - 1):
        room = leader - canvas.size * LEADER + left
        lines = even(words, room, canvas, ruler, 400)
        if all(ruler.width(line, canvas.size) <= room for line in lines):
            break
    return leader, lines


def beneath(stack: Stack, width: float, canvas: Canvas, ruler: Ruler) -> list[tuple[int, float]]:
    """Return the parts whose figures stand under them, each with the px that its figure needs."""
    wides = [ruler.width(part.figure.words, canvas.size, weight=600) + canvas.size * AIR for part in stack.parts]
    both = enumerate(zip(stack.parts, wides, strict=True))
    return [(at, wide) for at, (part, wide) in both if part.value < INSIDE or wide > part.value * width / 100]


def tiers(stack: Stack, width: float, canvas: Canvas, ruler: Ruler) -> int:
    """Return in how many lines the figures under a bar stand, so that they have room beside each other."""
    return max(1, math.ceil(sum(wide for _, wide in beneath(stack, width, canvas, ruler)) / width))
