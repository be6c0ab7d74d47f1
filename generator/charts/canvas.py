"""The places where a chart is drawn, each at its final width, so that labels have one size through a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.charts.ruler import Ruler

LEADING = 1.2  # of words in several lines, in em
_HIGH_STEP, _HIGH_BAR = 21, 14  # px


@dataclass(frozen=True)
class Canvas:
    """Width, label size, row step and bar height in px; the height is padded to whole multiples of `module`."""

    width: int
    size: float
    step: int
    bar: int
    module: float = 4

    def height(self, content: float) -> float:
        """Return `content` padded to the next whole module."""
        return round(-(-content // self.module) * self.module, 2)

    def raised(self) -> Canvas:
        """Return the canvas of the same width with higher row steps."""
        return replace(self, step=_HIGH_STEP, bar=_HIGH_BAR)


# A screen shows the drawings of the printed page by a third larger, as it does with its text.
TEXT_COLUMN = Canvas(476, 11, 17, 12)
PAGE = Canvas(642, 11, 17, 12)  # margin, gutter and text column together
NARROW_COLUMN = Canvas(318, 11, 17, 12)
COLUMNS = {"ministry": TEXT_COLUMN, "gazette": NARROW_COLUMN}  # of the printed page, by house style
PHONE = Canvas(320, 13, 28, 19)  # shown as wide as the phone's column, with labels of 11 to 18 px
MAIL = Canvas(536, 14, 30, 20)
MAIL_NARROW = Canvas(304, 14, 30, 20)
MAILS = (MAIL, MAIL_NARROW)
CARDS = Canvas(1088, 22, 40, 28), Canvas(1088, 21, 34, 24), Canvas(1088, 20, 28, 20)  # the first that finds room
CARD_LOW = Canvas(1088, 20, 20, 16)  # of a plot that is as high as its row steps make it


@dataclass(frozen=True)
class Surface:
    """A canvas with the ruler of a language: it measures and breaks words at the size of the canvas's labels."""

    canvas: Canvas
    ruler: Ruler

    @property
    def size(self) -> float:
        """The px of one em of a label."""
        return self.canvas.size

    @property
    def leading(self) -> float:
        """The px from one line of a label to the next."""
        return self.canvas.size * LEADING

    def width(self, words: str, weight: int = 400, *, scale: float = 1.0) -> float:
        """Return the px that `words` take in one line, `scale` times as large as a label."""
        return self.ruler.width(words, self.canvas.size * scale, weight=weight)

    def longest(self, lines: Iterable[str], weight: int = 400) -> float:
        """Return the px of the longest of some lines."""
        return max(self.width(line, weight) for line in lines)

    def lines(self, words: str, room: float, weight: int = 400) -> tuple[str, ...]:
        """Return `words` in as few lines as `room` px allow, as even as can be; a longer word stands alone."""
        width = self.ruler.balanced(words, max(room, 1.0) / self.canvas.size, weight=weight)
        return self.ruler.lines(words, width, 1.0, weight=weight)

    def first_line(self, middle: float, lines: tuple[str, ...]) -> float:
        """Return where the first of some lines stands that have their `middle` there."""
        return middle - self.leading * (len(lines) - 1) / 2

    def are_apart(self, labels: list[tuple[float, str]], gap: float) -> bool:
        """Return whether words that stand in the middle of their places, from left to right, are `gap` px apart."""
        edges = [(x, self.width(words) / 2) for x, words in labels]
        return all(x + half + gap <= next_x - next_half for (x, half), (next_x, next_half) in pairwise(edges))
