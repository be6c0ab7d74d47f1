"""Key: above the plot, by name, what a filled mark is, what an outline, and what the two in one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.charts.plot import LEADING
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart

_LEVEL, _SIGN, _BETWEEN, _AIR = 1.5, 1.7, 1.6, 0.6  # em: a line, room of a mark, between two names, under the last line
_SIDE = 0.75  # em: of a mark
ROUND = 2.2  # how much larger the area of an outline is


@dataclass(frozen=True)
class Key:
    """The names with their px from the left and from the top of the canvas, and the px that all of them take."""

    names: tuple[tuple[float, float, str], ...]
    height: float

    @classmethod
    def of(cls, picture: Chart, canvas: Canvas, ruler: Ruler) -> Key:
        """Return the ticks of a picture in lines, as many in each as there is room for; nothing where it has none."""
        found, at, down = list[tuple[float, float, str]](), 0.0, 0.0
        for words in (text.words for text in picture.ticks):
            wide = ruler.width(words, canvas.size) + canvas.size * _SIGN
            if at and at + wide > canvas.width:
                at, down = 0.0, down + canvas.size * _LEVEL
            found.append((at, down + canvas.size * LEADING / 2, words))
            at += wide + canvas.size * _BETWEEN
        return cls(tuple(found), round(down + canvas.size * (_LEVEL + _AIR)) if found else 0)

    def rows(self, left: float, size: float) -> list[dict[str, Any]]:
        """Return the names as data of a plot that begins `left` px in, under this key: filled, outline, both."""
        return [
            {
                "x": round(x + size * _SIGN / 2 - size * 0.15 - left, 2), "word": round(x + size * _SIGN - left, 2),
                "y": round(y - self.height, 2), "words": words, "filled": at != 1, "round": at != 0,
                "area": round((_SIDE * size) ** 2, 1),
            }
            for at, (x, y, words) in enumerate(self.names)
        ]  # fmt: skip


def sign(over: Any, shape: str, ink: str, *, outline: bool = False) -> Any:  # noqa: ANN401 -- Altair
    """Return marks of a shape: filled in a colour, or as outlines."""
    if outline:
        return over.mark_point(shape=shape, filled=False, opacity=1, color=COLOURS["ink"], strokeWidth=1.25)
    paper = COLOURS["paper"]
    return over.mark_point(shape=shape, filled=True, opacity=1, color=COLOURS[ink], stroke=paper, strokeWidth=0.75)
