"""What stands around a drawing: nothing for the printed page, names for the screen, title and source for the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from generator.charts.canvas import LEADING
from generator.charts.colours import COLOURS
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, elements, fill, new
from generator.charts.typeface import DISPLAY, SANS
from generator.story.plan import Chart

# Of words from the right: how much more a line takes, and em from the top of its size to where its letters stand.
_LEADING_JOINED = {SANS: (1.2, 0.74), DISPLAY: (1.9, 1.15)}
_MARGIN = 21.0


@dataclass(frozen=True)
class TypeStyle:
    """How words are set: px of letters and of lines, weight, colour by meaning, family."""

    size: int
    leading: int
    weight: int = 400
    colour: str = "second"
    family: str = SANS


@dataclass(frozen=True)
class DrawingPlace:
    """Where the drawing of a framed chart stands: how far from each side, as a part of the whole, and its pixels."""

    left: float
    top: float
    right: float
    foot: float
    width: float
    height: float


# Of a file's own words, to labels of 11 px.
_TITLE = TypeStyle(14, 18, 700, "ink")
_SUBTITLE = TypeStyle(11, 15)
_SOURCE = TypeStyle(10, 14)


def bare_svg(drawing: ChartDrawing, ruler: Ruler) -> str:
    """Return the drawing alone on white, for the printed page and for mail: the words around it stand in the page."""
    root = sheet(drawing.width, drawing.height, ruler)
    root.extend(elements(drawing))
    return to_text(root)


def from_left(drawing: ChartDrawing, ruler: Ruler) -> ChartDrawing:
    """Return a drawing in which each line of text is a mark that begins at its left end, for the printed page.

    WeasyPrint draws a text that ends or is centred at its place as a transparent group, of which PDFium cuts the edge.
    """
    marks = []
    for mark in drawing.marks:
        anchor = mark.get("text-anchor")
        if anchor not in {"middle", "end"}:
            marks.append(mark)
            continue
        size, weight = float(mark.get("font-size").removesuffix("px")), int(mark.get("font-weight") or 400)
        attributes = tuple(pair for pair in mark.attributes if pair[0] != "text-anchor")
        for number, line in enumerate(mark.lines):
            width = ruler.width(line, size, weight=weight)
            x = mark.x - (width if anchor == "end" else width / 2)
            y = mark.y + number * LEADING * size
            marks.append(replace(mark, x=x, y=y, attributes=attributes, lines=(line,)))
    return replace(drawing, marks=tuple(marks))


def screen_svg(drawing: ChartDrawing, picture: Chart) -> str:
    """Return the drawing for a page whose styles give the colours their value, on light and on dark paper."""
    width = f"{drawing.width:g}"
    height = f"{drawing.height:g}"
    root = new("svg", width=width, height=height, viewBox=f"0 0 {width} {height}", **{"class": "ink"})
    _name(root, picture, f"{picture.name}-{drawing.width:g}", description=False)
    root.extend(elements(drawing))
    svg = to_text(root)
    for name, colour in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    return svg


def framed_svg(drawing: ChartDrawing, picture: Chart, ruler: Ruler) -> str:
    """Return the chart as a file of its own: title, subtitle and source inside, named and described for listeners."""
    room = drawing.width
    title, y = column(picture.title.words, _TITLE, ruler, (_MARGIN, _MARGIN), room)
    subtitle, y = column(picture.subtitle.words, _SUBTITLE, ruler, (_MARGIN, y), room)
    chart = place_drawing(drawing, _MARGIN, y + 9)
    source, y = column(picture.source.words, _SOURCE, ruler, (_MARGIN, y + 9 + drawing.height + 10), room)
    root = sheet(room + 2 * _MARGIN, y + _MARGIN - 4, ruler)
    root.extend([title, subtitle, chart, source])
    _name(root, picture, picture.name, description=True)
    return to_text(root)


def drawing_place(framed: str, drawing: ChartDrawing) -> DrawingPlace:
    """Return where `drawing` stands in its framed chart."""
    root: Any = etree.fromstring(framed.encode())
    [group] = root.findall("{*}g")
    x, y = (float(number) for number in group.get("transform").removeprefix("translate(")[:-1].split(","))
    width, height = float(root.get("width")), float(root.get("height"))
    right, foot = width - x - drawing.width, height - y - drawing.height
    return DrawingPlace(x / width, y / height, right / width, foot / height, drawing.width, drawing.height)


def with_faces(svg: str, faces: str) -> str:
    """Return such a file with the rules of its faces inside, for a place that has none of ours."""
    return svg.replace(">", f"><style>{faces}</style>", 1)


def _name(root: Any, picture: Chart, stem: str, *, description: bool) -> None:  # noqa: ANN401 -- lxml
    """Name the picture as WAI-ARIA wants it: vl-convert writes labels of its own and leaves the chart's out."""
    parts = {"title": picture.alt.words} | ({"desc": picture.description.words} if description else {})
    for place, (tag, words) in enumerate(parts.items()):
        root.insert(place, new(tag, id=f"{stem}-{tag}"))
        root[place].text = words
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(f"{stem}-{tag}" for tag in parts))


def sheet(width: float, height: float, ruler: Ruler) -> Any:  # noqa: ANN401 -- lxml
    """Return an SVG of that size in the faces of its language, its white laid out."""
    size = {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}
    root = new("svg", **size, **{"font-family": f"{ruler.family(SANS)}, 'Noto Sans', Arial, sans-serif"})
    root.append(new("rect", width=size["width"], height=size["height"], fill=COLOURS["paper"]))
    return root


def column(
    words: str, style: TypeStyle, ruler: Ruler, place: tuple[float, float], room: float, phrases: tuple[int, ...] = ()
) -> tuple[Any, float]:
    """Return `words` as a `text` in lines of at most `room`, its top left corner at `place`, and where it ends.

    Words from the right begin at the right of that room. Where `phrases` end, lines do.
    """
    x, y = place
    font = {"font-size": str(style.size), "font-weight": str(style.weight)}
    text = new("text", **font, fill=COLOURS[style.colour])
    if style.family != SANS:
        text.set("font-family", f"{ruler.family(style.family)}, Georgia, serif")
    if ruler.is_joined:
        text.set("text-anchor", "end")
        x += room
    leading, rise = _LEADING_JOINED[style.family] if ruler.is_joined else (1.0, 0.82)
    leading *= style.leading
    for line in ruler.lines(words, room, style.size, family=style.family, weight=style.weight, phrases=phrases):
        baseline = y + (leading - style.size) / 2 + style.size * rise
        span = new("tspan", x=f"{x:g}", y=f"{baseline:g}")
        fill(span, line, style.family)
        text.append(span)
        y += leading
    return text, y


def place_drawing(drawing: ChartDrawing, x: float, y: float) -> Any:  # noqa: ANN401 -- lxml
    """Return a drawing with its top left corner at (x, y)."""
    group = new("g", transform=f"translate({x:g},{y:g})")
    group.extend(elements(drawing))
    return group


def to_text(root: Any) -> str:  # noqa: ANN401 -- lxml
    """Return an SVG as text."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")
