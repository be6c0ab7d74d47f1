"""Read the SVG of a chart, or of a small picture in a table, as flat shapes with absolute places, in painting order.

Only the elements of our drawings are accepted. A mark that is scaled, clipped, faded or styled is refused, so the marks
that are read are the marks that a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from generator.audit.edition_data import fold_spaces, strip_directions

_RISE = 0.3  # em, rounded to whole px: from a text line's baseline to its middle
_MOVE = re.compile(r"translate\((-?[\d.e-]+)[, ](-?[\d.e-]+)\)")
_STEP = re.compile(r"([MLHVhvAZ])([^MLHVhvAZ]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
_CORNERS = 4  # corners of a square; a closed path with fewer is a triangle
_KNOWN = re.compile(
    r"d|[xy][12]?|dy|r|c[xy]|width|height|transform|fill|stroke(-(width|dasharray|linecap|linejoin))?|opacity|"
    r"text-anchor|font-(family|size|weight)|id"
)
_THICK = 4.0  # px; a thicker rule could cover what is under it
_PARTS = frozenset(("g", "tspan", "title", "desc", "style"))
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
Point = tuple[float, float]
Node = Any  # of lxml, which ships no types


class StrangeDrawing(ValueError):
    """A drawing does not consist of the shapes of its form."""


def demand(holds: bool, otherwise: str) -> None:  # noqa: FBT001 -- what must hold
    """Raise StrangeDrawing with the text `otherwise` unless `holds`."""
    if not holds:
        raise StrangeDrawing(otherwise)


@dataclass
class SvgMark:
    """A `box`, `rule`, `line`, `area`, `dot` or `text` with its corners in px. A text has one corner for each line.

    `left`, `top`, `right` and `foot` are its edges, `x` and `y` its middle. For a text these are its anchors.
    """

    kind: str
    points: tuple[Point, ...]
    fill: str = "none"
    stroke: str = "none"
    is_dashed: bool = False
    words: str = ""
    size: float = 0.0  # of a text

    def __post_init__(self) -> None:
        """Compute the edges and the middle."""
        across, down = [x for x, _ in self.points], [y for _, y in self.points]
        self.left, self.right = min(across), max(across)
        self.top, self.foot = min(down), max(down)
        self.x, self.y = (self.left + self.right) / 2, (self.top + self.foot) / 2

    def far(self, y: float) -> float:
        """Return how far above or below the mark the height `y` is, 0 if it is within."""
        return max(self.top - y, y - self.foot, 0.0)

    def holds(self, mark: SvgMark) -> bool:
        """Whether the middle of another mark is within this mark's edges."""
        return mark is not self and self.left < mark.x < self.right and self.top < mark.y < self.foot


def letters(words: str) -> str:
    """Return `words` in the form in which they are compared: a drawing may break lines anywhere."""
    return "".join(strip_directions(words).split())


def marks(root: Node) -> list[SvgMark]:
    """Return the marks of an SVG without its background, or raise StrangeDrawing."""
    for node in root.iterdescendants(etree.Element):
        _check(node)
    result = list(_marks(root, (0.0, 0.0)))
    size = (_number(root, "width"), _number(root, "height"))
    is_ground = bool(result) and result[0].kind == "box" and (result[0].right, result[0].foot) == size
    return result[is_ground:]


def _check(node: Node) -> None:
    """Raise StrangeDrawing if an element is not part of our drawings, or if its look differs from its shape."""
    kind = kind_of(node)
    demand(kind in _PARTS or kind in _SHAPES, f"<{kind}> is no mark")
    strange = [str(name) for name in node.attrib if not _KNOWN.fullmatch(str(name))]
    demand(not strange, f"<{kind}> carries {', '.join(map(repr, strange))}")
    demand(node.get("opacity", "1") == "1", f"<{kind}> is not opaque")
    is_plain = kind != "style" or not _FACE.sub("", node.text or "").strip()
    demand(is_plain, "its style says more than its faces")


def _marks(node: Node, place: Point) -> Iterator[SvgMark]:
    for child in node.iterchildren(etree.Element):
        kind, transform = kind_of(child), child.get("transform") or "translate(0,0)"
        move = _MOVE.fullmatch(transform)
        if move is None:
            msg = f"a mark is turned or scaled: {transform}"
            raise StrangeDrawing(msg)
        at = place[0] + float(move[1]), place[1] + float(move[2])
        if kind == "g":
            yield from _marks(child, at)
        elif kind in _SHAPES:
            yield _SHAPES[kind](child, at)


def _number(node: Node, name: str) -> float:
    return float(node.get(name, "0").removesuffix("px").removesuffix("em"))


def _ink(node: Node) -> dict[str, Any]:
    is_dashed = bool(node.get("stroke-dasharray"))
    return {"fill": node.get("fill", "#000000"), "stroke": node.get("stroke", "none"), "is_dashed": is_dashed}


def _box(node: Node, at: Point) -> SvgMark:
    x, y = at[0] + _number(node, "x"), at[1] + _number(node, "y")
    return SvgMark("box", ((x, y), (x + _number(node, "width"), y + _number(node, "height"))), **_ink(node))


def _rule(node: Node, at: Point) -> SvgMark:
    demand(_number(node, "stroke-width") <= _THICK, f"a rule is {node.get('stroke-width')} px thick")
    ends = [(at[0] + _number(node, f"x{end}"), at[1] + _number(node, f"y{end}")) for end in (1, 2)]
    return SvgMark("rule", tuple(ends), **_ink(node))


def _circle(node: Node, at: Point) -> SvgMark:
    x, y, r = at[0] + _number(node, "cx"), at[1] + _number(node, "cy"), _number(node, "r")
    return SvgMark("dot", ((x - r, y - r), (x + r, y + r)), **_ink(node))


def _path(node: Node, at: Point) -> SvgMark:
    points, steps, x, y = list[Point](), node.get("d", ""), 0.0, 0.0
    for letter, arguments in _STEP.findall(steps):
        numbers = [float(number) for number in _NUMBER.findall(arguments)]
        if letter in "MLA":
            x, y = numbers[-2:]
        elif letter in "Hh":
            x = numbers[0] + (x if letter == "h" else 0.0)
        elif letter in "Vv":
            y = numbers[0] + (y if letter == "v" else 0.0)
        if letter != "Z":
            points.append((at[0] + x, at[1] + y))
    demand(bool(points), f"a path draws nothing: {steps!r}")
    kind = "line" if node.get("fill") == "none" else "area"
    is_triangle = kind == "area" and "Z" in steps and "L" in steps and len(points) < _CORNERS
    if "A" in steps or is_triangle:
        kind = "dot"
    elif "h" in steps:
        kind = "box"
    return SvgMark(kind, tuple(points), **_ink(node))


def _text(node: Node, at: Point) -> SvgMark:
    size = _number(node, "font-size")
    lines = [part for part in node if part.get("x")]
    down, places = 0.0, list[Point]()
    for line in lines or [node]:
        down += _number(line, "dy") * size
        foot = at[1] + _number(line, "y") + down
        places.append((at[0] + _number(line, "x"), foot - int(_RISE * size + 0.5)))
    return SvgMark(
        "text", tuple(places), node.get("fill", "#000000"), words=letters("".join(node.itertext())), size=size
    )


_SHAPES = {"rect": _box, "line": _rule, "circle": _circle, "path": _path, "text": _text}


@dataclass(frozen=True)
class SvgPicture:
    """The words of the SVG `root`: `<title>`, `<desc>`, each `<text>` with its parts joined, and stray text."""

    title: str
    desc: str
    labels: tuple[str, ...]
    stray: str = ""
    root: Any = None


def picture(root: Any) -> SvgPicture:  # noqa: ANN401 -- lxml's elements have no public type
    """Return the words of the SVG element `root`."""
    words_of: dict[str, list[str]] = {"title": [], "desc": [], "text": []}
    stray: list[str] = []
    for node, kind in _svg_nodes(root):
        words = " ".join(node.itertext()) if kind in words_of else node.text
        words_of.get(kind, stray).append(fold_spaces(words or "").strip())
        if node is not root:
            stray.append(fold_spaces(node.tail or "").strip())
    labels = tuple(filter(None, words_of["text"]))
    return SvgPicture(
        " ".join(words_of["title"]), " ".join(words_of["desc"]), labels, " ".join(filter(None, stray)), root
    )


def _svg_nodes(root: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 -- a node of lxml, which ships no types
    kind = kind_of(root)
    if kind not in {"", "style"}:
        yield root, kind
    if kind not in {"title", "desc", "text", "style"}:
        for child in root:
            yield from _svg_nodes(child)


def kind_of(node: Any) -> str:  # noqa: ANN401 -- a node of lxml, which ships no types
    """Return the name of an element without its namespace, "" for a comment."""
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""
