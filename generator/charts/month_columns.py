"""Months across a chart: a column for each, of one width, and the words under them, thinned where they would meet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt

from generator.charts.canvas import Canvas
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.vega import LEADING, across, over
from generator.story.plan import Chart
from generator.trade.period import Period

_CLEAR = 1.0  # em at least between two words under the plot
FOOT = LEADING + 0.8  # em that they need


@dataclass(frozen=True)
class MonthColumns:
    """The months of a chart: the first as Period counts, how many, the px that all take together and those before."""

    first: int
    count: int
    width: float
    left: float = 0.0

    @classmethod
    def of(cls, picture: Chart, width: float, left: float = 0.0) -> MonthColumns:
        """Return the columns of a picture whose curves all have the same spans."""
        spans = [Period.parse(span) for span in picture.curves[0].spans]
        first = spans[0].last.first
        return cls(first, spans[-1].last.first - first + 1, width, left)

    @property
    def step(self) -> float:
        """The px of one month."""
        return self.width / self.count

    def middle(self, span: str) -> float:
        """Return the px from the left of the plot to the middle of a month; two months together stand in the second."""
        return round((Period.parse(span).last.first - self.first + 0.5) * self.step, 2)

    def x(self, field: str = "x") -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
        """Return the channel that sets a px across the plot."""
        return across(field, 0, self.width)


def beneath(picture: Chart, columns: MonthColumns, canvas: Canvas, ruler: Ruler) -> list[tuple[float, str]]:
    """Return the words under the months with their places: all, or every second, third …, that have room.

    One that would leave the canvas is not among them: January and February together have a long name.
    """
    every_one = zip(picture.curves[0].spans, picture.steps, strict=False)
    placed = [(columns.middle(span), text.words) for span, text in every_one if text.words]
    halves = [ruler.width(words, canvas.size) / 2 for _, words in placed]
    named = [
        (at, words)
        for (at, words), half in zip(placed, halves, strict=True)
        if -columns.left <= at - half and at + half <= columns.width
    ]
    kept = (named[::every] for every in range(1, len(named) + 1))
    return next((some for some in kept if _is_clear(some, canvas, ruler)), [])


def _is_clear(named: list[tuple[float, str]], canvas: Canvas, ruler: Ruler) -> bool:
    """Return whether words stand well apart."""
    halves = [(at, ruler.width(words, canvas.size) / 2) for at, words in named]
    return all(right - left >= one + other + canvas.size * _CLEAR for (left, one), (right, other) in pairwise(halves))


def words_beneath(picture: Chart, columns: MonthColumns, canvas: Canvas, ruler: Ruler, y: Any) -> list[Any]:  # noqa: ANN401 -- Altair makes its classes as it runs
    """Return the layer of the words under the months, each in the middle of its own; `y` is where they stand."""
    rows = [{"x": at, "words": words} for at, words in beneath(picture, columns, canvas, ruler)]
    text = over(rows).mark_text(align="center", color=COLOURS["second"])
    return [text.encode(x=columns.x(), y=y, text=alt.Text("words:N"))] if rows else []
