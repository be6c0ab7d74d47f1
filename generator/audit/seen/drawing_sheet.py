"""The marks of one drawing as the reader of its form takes them, and whether they stand where their values are.

Values and the px at which they stand are on one straight line, or those that are not are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, product
from operator import attrgetter
from statistics import median

from generator.audit.edition_data import Data
from generator.audit.seen.svg_marks import SvgMark, demand, letters

_NEAR = 1.0  # px
_CLOSE = 0.3  # px: places are written in hundredths, and a scale in whole px is no coarser
_ENDS = 3  # places at either end of a scale that are tried


@dataclass(frozen=True)
class MarkPlace:
    """A mark that stands for a value: on which scale, at how many px, and what it is in words."""

    scale: str
    value: float
    px: float
    what: str


@dataclass
class DrawingSheet:
    """The marks of a drawing in painting order, what it is drawn of, and what was read: places and faults."""

    marks: Sequence[SvgMark]
    block: Data
    is_turned: bool = False  # bars begin at the right
    places: list[MarkPlace] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the marks by kind."""
        self._left: dict[str, list[SvgMark]] = {}
        for mark in self.marks:
            self._left.setdefault(mark.kind, []).append(mark)
        self.words = self._left.get("text", [])
        self.rules = self._left.get("rule", [])
        self.across = [rule for rule in self.rules if rule.right - rule.left > _NEAR]
        self.upright = [rule for rule in self.rules if rule.foot - rule.top > _NEAR]

    def take(self, kind: str, count: int, what: str) -> list[SvgMark]:
        """Return the next `count` marks of a kind, or raise StrangeDrawing: `what` is drawn less often."""
        own = self._left.get(kind, [])
        demand(len(own) >= count, f"{count} {what} are to be seen, {len(own)} are drawn")
        self._left[kind] = own[count:]
        return own[:count]

    def rest(self, kind: str) -> list[SvgMark]:
        """Return all marks of a kind that were not taken."""
        return self._left.pop(kind, [])

    def close(self) -> None:
        """Note the marks that stand for nothing."""
        for kind in ("box", "area", "line", "dot"):
            for mark in self.rest(kind):
                self.faults.append(f"a {kind} at {mark.x:.0f}, {mark.y:.0f} px stands for nothing")

    def put(self, scale: str, value: float, px: float, what: str) -> None:
        """Note that a mark at `px` stands for `value`."""
        self.places.append(MarkPlace(scale, value, px, what))

    def span(self, scale: str, ends: tuple[float, float], px: tuple[float, float], what: str) -> None:
        """Note that a mark reaches from the lower of two values to the higher, as its `px` do."""
        for value, place in zip(sorted(ends), px, strict=True):
            self.put(scale, value, place, what)

    def ends(self, mark: SvgMark) -> tuple[float, float]:
        """Return where a mark begins and ends, in the direction in which values grow."""
        return (mark.right, mark.left) if self.is_turned else (mark.left, mark.right)

    def texts(self, words: str) -> list[SvgMark]:
        """Return where words stand; nowhere where there are none."""
        own = letters(words)
        return [mark for mark in self.words if own and mark.words == own]

    def beside(self, rows: Iterable[tuple[str, float]]) -> None:
        """Note the rows beside which other words stand than their own: of all words of rows the nearest are theirs."""
        wanted = [(words, y) for words, y in rows if words.strip()]
        marks = [mark for words in {words for words, _ in wanted} for mark in self.texts(words)]
        for words, y in wanted:
            nearest = min(marks, key=lambda mark: mark.far(y), default=None)
            if nearest not in self.texts(words):
                self.faults.append(f"{words} stands beside another mark")

    def ticks(self) -> None:
        """Note where the ticks of an upright axis stand: their words, and their lines, that of nought last."""
        values = [(tick["words"], number(tick["words"])) for tick in self.block.get("ticks", ())]
        lines = [(words, value) for words, value in values if value]
        for (words, value), mark in zip((*lines, ("0", 0.0)), self.across, strict=False):
            self.put("value", value, mark.y, f"the line of the tick {words}")
        plot = min((mark.left for mark in self.across), default=0.0)
        for words, value in values:
            side = [mark for mark in self.texts(words) if mark.x < plot]
            if len(side) != 1 or len(self.across) <= len(lines):
                self.faults.append(f"the tick {words} is not drawn beside its line")
            for mark in side:
                self.put("value", value, mark.y, f"the tick {words}")

    def steps(self, scale: str, places: Iterable[float], plot: SvgMark | None = None) -> None:
        """Note where the names of steps stand under the whole drawing, or under the lower edge of one `plot` in it."""
        low = plot.foot if plot else max((rule.foot for rule in self.rules), default=0.0)
        under = [mark for mark in self.words if mark.top > low and (not plot or plot.left <= mark.x <= plot.right)]
        for step, at in zip(self.block.get("steps", ()), places, strict=False):
            for mark in self.texts(step["words"]):
                if mark in under:
                    self.put(scale, at, mark.x, f"the step {step['words']}")

    def scale_faults(self) -> Iterator[str]:
        """Yield what is drawn otherwise than its value, with the value at which it is drawn.

        Two places always make a scale: of one bar alone nothing can be said.
        """
        for _, group in groupby(sorted(self.places, key=attrgetter("scale", "value")), attrgetter("scale")):
            places = list(group)
            zero, step = _scale(places)
            for place in places:
                if abs(zero + step * place.value - place.px) > _CLOSE:
                    at = f"at {(place.px - zero) / step:,.4g}" if step else f"{place.px - zero:+.1f} px away"
                    yield f"{place.what} is drawn {at}, it is {place.value:,.4g}"


def number(words: str) -> float:
    """Return the number that a tick prints."""
    return float(re.sub(r"[^\d.-]", "", words.replace("\N{MINUS SIGN}", "-")))


def _scale(places: Sequence[MarkPlace]) -> tuple[float, float]:
    """Return px of nought and px of one, of places in the order of their values, by which most of them stand.

    The lowest and the highest make the closest scale; one or two of either may be wrong.
    """
    scales = [(median(place.px for place in places), 0.0)]
    for low, high in product(places[:_ENDS], places[-_ENDS:]):
        if high.value > low.value:
            step = (high.px - low.px) / (high.value - low.value)
            scales.append((low.px - step * low.value, step))
    return max(scales, key=lambda scale: sum(abs(scale[0] + scale[1] * one.value - one.px) <= _CLOSE for one in places))
