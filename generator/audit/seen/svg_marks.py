"""Marks: the SVG of a chart or of a table's small picture as flat shapes with absolute places, in painting order.

Nothing but what our drawings are made of is understood: a mark that is scaled, clipped, faded or styled is refused, so
that what is read is what is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import attrgetter
from statistics import median
from typing import Any

from lxml import etree

from generator.audit.findings import undirected
from generator.audit.readers.html_reader import kind_of

_RISE = 0.3  # em, in whole px, from the foot of a line to its middle
_MOVE = re.compile(r"translate\((-?[\d.e-]+)[, ](-?[\d.e-]+)\)")
_STEP = re.compile(r"([MLHVhvAZ])([^MLHVhvAZ]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_CORNERS = 4  # of a sign: a triangle, which its last step closes, or a square
_KNOWN = re.compile(
    r"d|[xy][12]?|dy|r|c[xy]|width|height|transform|fill|stroke(-(width|dasharray|linecap|linejoin))?|opacity|"
    r"text-anchor|font-(family|size|weight)|id"
)
_THICK = 4.0  # px: such a rule would cover what lies under it
_PARTS = frozenset(("g", "tspan", "title", "desc", "style"))
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
Point = tuple[float, float]


class StrangeDrawing(ValueError):
    """A drawing is not of the shapes of which its form is made."""


@dataclass(frozen=True)
class Mark:
    """A `box`, `rule`, `line`, `area`, `dot` or `text` with its corners in px; the corners of a text are its lines."""

    kind: str
    points: tuple[Point, ...]
    fill: str = "none"
    stroke: str = "none"
    is_dashed: bool = False
    words: str = ""
    size: float = 0.0  # of a text

    @property
    def left(self) -> float:
        """Px of its left edge."""
        return min(x for x, _ in self.points)

    @property
    def right(self) -> float:
        """Px of its right edge."""
        return max(x for x, _ in self.points)

    @property
    def top(self) -> float:
        """Px of its upper edge."""
        return min(y for _, y in self.points)

    @property
    def foot(self) -> float:
        """Px of its lower edge."""
        return max(y for _, y in self.points)

    @property
    def x(self) -> float:
        """Px of its middle from the left; of a text where it is tied."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Px of its middle from the top."""
        return (self.top + self.foot) / 2

    @property
    def middle(self) -> Point:
        """Its middle, from the left and from the top."""
        return self.x, self.y

    def far(self, y: float) -> float:
        """Return how far above or below it a height is."""
        return max(self.top - y, y - self.foot, 0.0)

    def holds(self, other: Mark) -> bool:
        """Say whether the middle of another mark lies within its edges."""
        return other is not self and self.left < other.x < self.right and self.top < other.y < self.foot


def letters(words: str) -> str:
    """Return `words` as they are compared: a drawing breaks lines where it likes."""
    return "".join(undirected(words).split())


def marks(root: Any) -> list[Mark]:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Return the marks of an SVG without its ground, or raise StrangeDrawing."""
    for node in root.iterdescendants(etree.Element):
        _refuse(node)
    found = list(_marks(root, (0.0, 0.0)))
    whole = (_number(root, "width"), _number(root, "height"))
    is_ground = bool(found) and found[0].kind == "box" and (found[0].right, found[0].foot) == whole
    return found[is_ground:]


def _refuse(node: Any) -> None:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Raise StrangeDrawing where an element is none of a drawing, or is seen otherwise than its shape says."""
    kind = kind_of(node)
    if kind not in _PARTS and kind not in _SHAPES:
        msg = f"<{kind}> is no mark"
        raise StrangeDrawing(msg)
    strange = [str(name) for name in node.attrib if not _KNOWN.fullmatch(str(name))]
    if strange:
        msg = f"<{kind}> carries {strange[0]!r}"
        raise StrangeDrawing(msg)
    if node.get("opacity", "1") != "1":
        msg = f"<{kind}> is not opaque"
        raise StrangeDrawing(msg)
    if kind == "style" and _FACE.sub("", node.text or "").strip():
        msg = "its style says more than its faces"
        raise StrangeDrawing(msg)


def _marks(node: Any, place: Point) -> Iterator[Mark]:  # noqa: ANN401 -- a node of lxml, which ships no types
    for child in node.iterchildren(etree.Element):
        kind, at = kind_of(child), _moved(child, place)
        if kind == "g":
            yield from _marks(child, at)
        elif kind in _SHAPES:
            yield _SHAPES[kind](child, at)


def _moved(node: Any, place: Point) -> Point:  # noqa: ANN401 -- a node of lxml, which ships no types
    said = node.get("transform")
    if not said:
        return place
    move = _MOVE.fullmatch(said)
    if move is None:
        msg = f"a mark is turned or scaled: {said}"
        raise StrangeDrawing(msg)
    return place[0] + float(move[1]), place[1] + float(move[2])


def _number(node: Any, name: str) -> float:  # noqa: ANN401 -- lxml
    return float(node.get(name, "0").removesuffix("px").removesuffix("em"))


def _ink(node: Any) -> dict[str, Any]:  # noqa: ANN401 -- lxml
    is_dashed = bool(node.get("stroke-dasharray"))
    return {"fill": node.get("fill", "#000000"), "stroke": node.get("stroke", "none"), "is_dashed": is_dashed}


def _box(node: Any, at: Point) -> Mark:  # noqa: ANN401 -- lxml
    x, y = at[0] + _number(node, "x"), at[1] + _number(node, "y")
    return Mark("box", ((x, y), (x + _number(node, "width"), y + _number(node, "height"))), **_ink(node))


def _rule(node: Any, at: Point) -> Mark:  # noqa: ANN401 -- lxml
    if _number(node, "stroke-width") > _THICK:
        msg = f"a rule is {node.get('stroke-width')} px thick"
        raise StrangeDrawing(msg)
    ends = [(at[0] + _number(node, f"x{end}"), at[1] + _number(node, f"y{end}")) for end in (1, 2)]
    return Mark("rule", tuple(ends), **_ink(node))


def _circle(node: Any, at: Point) -> Mark:  # noqa: ANN401 -- lxml
    x, y, r = at[0] + _number(node, "cx"), at[1] + _number(node, "cy"), _number(node, "r")
    return Mark("dot", ((x - r, y - r), (x + r, y + r)), **_ink(node))


def _path(node: Any, at: Point) -> Mark:  # noqa: ANN401 -- lxml
    points, steps, x, y = list[Point](), node.get("d", ""), 0.0, 0.0
    for letter, rest in _STEP.findall(steps):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if letter in "ML":
            x, y = numbers
        elif letter == "A":
            x, y = numbers[-2:]
        elif letter == "h":
            x += numbers[0]
        elif letter == "v":
            y += numbers[0]
        else:
            x = numbers[0] if letter == "H" else x
            y = numbers[0] if letter == "V" else y
        if letter != "Z":
            points.append((at[0] + x, at[1] + y))
    if not points:
        msg = f"a path draws nothing: {steps!r}"
        raise StrangeDrawing(msg)
    is_round, is_closed = "A" in steps, "Z" in steps
    if is_round or (is_closed and "L" in steps and len(points) < _CORNERS):
        return Mark("dot", tuple(points), **_ink(node))
    if "h" in steps:
        return Mark("box", tuple(points), **_ink(node))
    return Mark("line" if node.get("fill") == "none" else "area", tuple(points), **_ink(node))


def _text(node: Any, at: Point) -> Mark:  # noqa: ANN401 -- lxml
    size = _number(node, "font-size")
    lines = [part for part in node if part.get("x")]
    down, places = 0.0, list[Point]()
    for line in lines or [node]:
        down += _number(line, "dy") * size
        foot = at[1] + _number(line, "y") + down
        places.append((at[0] + _number(line, "x"), foot - int(_RISE * size + 0.5)))
    return Mark("text", tuple(places), node.get("fill", "#000000"), words=letters("".join(node.itertext())), size=size)


_SHAPES = {"rect": _box, "line": _rule, "circle": _circle, "path": _path, "text": _text}


CLOSE = 0.3  # px: places are written in hundredths, and a scale in whole px is no coarser
_ENDS = 3  # places at either end of a scale that are tried


@dataclass(frozen=True)
class Place:
    """A mark that stands for a value: on which scale, at how many px, and what it is in words."""

    scale: str
    value: float
    px: float
    what: str


def scale_faults(places: Sequence[Place]) -> Iterator[str]:
    """Yield what is drawn otherwise than its value, with the value at which it is drawn.

    Two places always make a scale: of one bar alone nothing can be said.
    """
    for _, own in groupby(sorted(places, key=attrgetter("scale", "value")), attrgetter("scale")):
        yield from _faults(list(own))


def _faults(places: Sequence[Place]) -> Iterator[str]:
    zero, step = _scale(places)
    for place in places:
        if abs(zero + step * place.value - place.px) > CLOSE:
            at = f"at {(place.px - zero) / step:,.4g}" if step else f"{place.px - zero:+.1f} px away"
            yield f"{place.what} is drawn {at}, it is {place.value:,.4g}"


def _scale(places: Sequence[Place]) -> tuple[float, float]:
    """Return px of nought and px of one, of places in the order of their values, by which most of them stand.

    The lowest and the highest make the closest scale; one or two of either may be wrong.
    """
    scales = [(median(place.px for place in places), 0.0)]
    for low, high in product(places[:_ENDS], places[-_ENDS:]):
        if high.value > low.value:
            step = (high.px - low.px) / (high.value - low.value)
            scales.append((low.px - step * low.value, step))
    return max(scales, key=lambda scale: sum(abs(scale[0] + scale[1] * one.value - one.px) <= CLOSE for one in places))
