"""Sheet: the marks of one drawing as the reader of its form takes them, each in its turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.audit.drawings.marks import Mark, Unlike, key
from generator.audit.drawings.scale import Place
from generator.audit.edition import Data
from generator.audit.terms import period_of

_NEAR = 1.0  # px
_THIN = 4.0  # px: a thicker rule would cover what lies under it


@dataclass
class Sheet:
    """The marks of a drawing in painting order, what it is drawn of, and what was read: places and faults."""

    marks: Sequence[Mark]
    block: Data
    is_turned: bool = False  # bars begin at the right
    places: list[Place] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the marks by kind."""
        self._left: dict[str, list[Mark]] = {}
        for mark in self.marks:
            self._left.setdefault(mark.kind, []).append(mark)

    def take(self, kind: str, count: int, what: str) -> list[Mark]:
        """Return the next `count` marks of a kind, or raise Unlike: `what` is drawn less often."""
        own = self._left.get(kind, [])
        if len(own) < count:
            msg = f"{count} {what} are to be seen, {len(own)} are drawn"
            raise Unlike(msg)
        self._left[kind] = own[count:]
        return own[:count]

    def rest(self, kind: str) -> list[Mark]:
        """Return all marks of a kind that were not taken."""
        return self._left.pop(kind, [])

    def close(self) -> None:
        """Note the marks that stand for nothing, and rules that cover what lies under them."""
        thick = [mark for mark in self.marks if mark.kind == "rule" and mark.size > _THIN]
        besides = [mark for kind in ("box", "area", "line", "dot") for mark in self.rest(kind)]
        for mark in (*besides, *thick):
            self.faults.append(f"a {mark.kind} at {mark.x:.0f}, {mark.y:.0f} px stands for nothing")

    def put(self, scale: str, value: float, px: float, what: str) -> None:
        """Note that a mark at `px` stands for `value`."""
        self.places.append(Place(scale, value, px, what))

    def span(self, scale: str, ends: tuple[float, float], px: tuple[float, float], what: str) -> None:
        """Note that a mark reaches from the lower of two values to the higher, as its `px` do."""
        for value, place in zip(sorted(ends), px, strict=True):
            self.put(scale, value, place, what)

    def texts(self, words: str) -> list[Mark]:
        """Return where words stand."""
        return [mark for mark in self.marks if mark.kind == "text" and mark.words == key(words)]

    def beside(self, rows: Iterable[tuple[str, float]]) -> None:
        """Note the rows beside which other words stand than their own: of all words of rows the nearest are theirs."""
        wanted = [(words, y) for words, y in rows if words.strip()]
        own = {key(words) for words, _ in wanted}
        told = [mark for mark in self.marks if mark.kind == "text" and mark.words in own]
        for words, y in wanted:
            nearest = min(told, key=lambda mark: mark.far(y), default=None)
            if nearest is None or nearest.words != key(words):
                self.faults.append(f"{words} stands beside another mark")

    def ticks(self) -> None:
        """Note where the ticks of an upright axis stand: their words, and their lines, that of nought last."""
        values = [(tick["words"], number(tick["words"])) for tick in self.block.get("ticks", ())]
        lines = [(words, value) for words, value in values if value]
        across = [mark for mark in self.marks if mark.kind == "rule" and mark.right - mark.left > _NEAR]
        for (words, value), mark in zip((*lines, ("0", 0.0)), across, strict=False):
            self.put("value", value, mark.y, f"the line of the tick {words}")
        plot = min((mark.left for mark in across), default=0.0)
        for words, value in values:
            side = [mark for mark in self.texts(words) if mark.x < plot]
            if len(side) != 1 or len(across) <= len(lines):
                self.faults.append(f"the tick {words} is not drawn beside its line")
            for mark in side:
                self.put("value", value, mark.y, f"the tick {words}")

    def steps(self, scale: str, places: Iterable[tuple[str, float]]) -> None:
        """Note the words under the plot that are drawn, each with the month under which it stands."""
        low = max((mark.foot for mark in self.marks if mark.kind == "rule"), default=0.0)
        for words, at in places:
            for mark in self.texts(words) if words.strip() else ():
                if mark.top > low:
                    self.put(scale, at, mark.x, f"the step {words}")


def number(words: str) -> float:
    """Return the number that a tick prints."""
    return float(re.sub(r"[^\d.-]", "", words.replace("\N{MINUS SIGN}", "-")))


def month(span: str) -> int:
    """Return the number of the month with which a span ends."""
    return int(period_of(span).last.first)


def known(curve: Data) -> list[tuple[str, float]]:
    """Return the spans of a curve that have a point, with it."""
    points = zip(curve["spans"], curve["points"], strict=True)
    return [(span, point) for span, point in points if point is not None]
