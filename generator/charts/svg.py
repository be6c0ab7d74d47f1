"""Read the SVG of vl-convert as a flat list of marks, and write it again without groups, classes and ARIA labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from lxml import etree

from generator.charts.scripts import BEFORE, JOINED, LACKED, characters, letters
from generator.charts.typeface import SANS

SVG = "http://www.w3.org/2000/svg"
FROM_RIGHT = "\N{RIGHT-TO-LEFT ISOLATE}"
_END = "\N{POP DIRECTIONAL ISOLATE}"
_PLACE = re.compile(r"translate\((-?[\d.e-]+),(-?[\d.e-]+)\)")
_BOX = re.compile(r"M(-?[\d.e-]+),(-?[\d.e-]+)h([\d.e-]+)v([\d.e-]+)h-[\d.e-]+Z")
_ATTRIBUTES = (
    *("d", "x2", "y2", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
    *("opacity", "text-anchor", "font-size", "font-weight"),
)


@dataclass(frozen=True)
class DrawnMark:
    """One element at (x, y) in px: a `rect` of `width`, a `path`, a `line`, or a `text` of `lines`."""

    tag: str
    x: float
    y: float
    attributes: tuple[tuple[str, str], ...]
    width: float = 0.0
    lines: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return an attribute, "" where it is absent."""
        return dict(self.attributes).get(name, "")


@dataclass(frozen=True)
class ChartDrawing:
    """A chart of `width` by `height` px, marks in painting order."""

    width: float
    height: float
    marks: tuple[DrawnMark, ...]


def read_drawing(svg: str) -> ChartDrawing:
    """Return the drawing in an SVG of vl-convert: all its transforms are translations, so places add up.

    Its size is in hundredths of a px: a sum of parts may be off by the last bit of a float.
    """
    root: Any = etree.fromstring(svg.encode())
    width, height = (round(float(root.get(side)), 2) for side in ("width", "height"))
    return ChartDrawing(width, height, tuple(_marks(root, 0.0, 0.0)))


def _marks(element: Any, x: float, y: float) -> list[DrawnMark]:  # noqa: ANN401 -- lxml
    marks: list[DrawnMark] = []
    for child in element:
        dx, dy = _place(child)
        match etree.QName(child).localname:
            case "g":
                marks += _marks(child, x + dx, y + dy)
            case "path" | "line" | "text" if child.get("aria-hidden") != "true":
                marks.append(_mark(child, x + dx, y + dy))
    return marks


def _place(element: Any) -> tuple[float, float]:  # noqa: ANN401 -- lxml
    match = _PLACE.fullmatch(element.get("transform", ""))
    return (float(match[1]), float(match[2])) if match else (0.0, 0.0)


def _mark(element: Any, x: float, y: float) -> DrawnMark:  # noqa: ANN401 -- lxml
    tag = etree.QName(element).localname
    attributes = {name: element.get(name) for name in _ATTRIBUTES if element.get(name)}
    box = _BOX.fullmatch(attributes.get("d", ""))
    if box:
        del attributes["d"]
        attributes["height"] = _short(float(box[4]))
        return DrawnMark("rect", x + float(box[1]), y + float(box[2]), tuple(attributes.items()), width=float(box[3]))
    if "d" in attributes:
        attributes["d"] = re.sub(r"-?\d+\.\d+", lambda number: _short(float(number[0])), attributes["d"])

    if tag != "text":
        attributes.setdefault("fill", "none")  # the root, which is left out, sets it
        return DrawnMark(tag, x, y, tuple(attributes.items()))
    spans = [span.text or "" for span in element] or [element.text or ""]
    return DrawnMark(tag, x, y, tuple(attributes.items()), lines=tuple(spans))


def _short(value: float) -> str:
    """Write a length with at most two decimals: the same on every machine."""
    return f"{round(value, 2):g}" if abs(value) < 1e5 else str(round(value))  # noqa: PLR2004 -- no chart is wider


def new(tag: str, **attributes: str) -> Any:  # noqa: ANN401 -- lxml
    """Return an empty SVG element; SVG is the namespace that needs no prefix."""
    without: Any = None
    return etree.Element(f"{{{SVG}}}{tag}", attributes, nsmap={without: SVG})


def elements(drawing: ChartDrawing) -> list[Any]:
    """Return the marks as SVG elements, texts in Source Sans with one tspan a line."""
    return [element(mark) for mark in drawing.marks]


def element(mark: DrawnMark) -> Any:  # noqa: ANN401 -- lxml
    """Return one mark as an SVG element."""
    node = new(mark.tag, **dict(mark.attributes))
    node.set("transform", f"translate({_short(mark.x)},{_short(mark.y)})")
    if mark.tag == "rect":
        node.set("width", _short(mark.width))
    if len(mark.lines) == 1:
        fill(node, mark.lines[0])
        return node
    for number, line in enumerate(mark.lines):
        span = new("tspan", x="0")
        if number:
            span.set("dy", "1.2em")
        fill(span, line)
        node.append(span)
    return node


def fill(element: Any, words: str, family: str = SANS) -> None:  # noqa: ANN401 -- lxml
    """Put `words` into an empty text or tspan; in English they are its text."""
    language = next((tag for tag in BEFORE if any(ord(sign) in letters(tag) for sign in words)), "")
    if not language:
        element.text = words
        return
    element.text, end = (FROM_RIGHT, _END) if language in JOINED else (None, None)
    script = BEFORE[language][family]
    for is_script, run in groupby(_parts(words, language, script), lambda part: part[0]):
        span = etree.SubElement(element, f"{{{etree.QName(element).namespace}}}tspan")
        span.set("font-family", f"'{script if is_script else family}'")
        span.text = "".join(part for _, part in run)
    element[-1].tail = end


def _parts(words: str, language: str, family: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of `words`, each with whether the script's `family` draws it; spaces alone are ours."""
    drawable = characters(language) - LACKED.get(family, frozenset())
    for is_script, signs in groupby(words, lambda sign: ord(sign) in drawable):
        part = "".join(signs)
        yield is_script and not part.isspace(), part
