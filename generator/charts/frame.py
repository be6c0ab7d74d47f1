"""What stands around a drawing: nothing for the printed page, names for the screen, title and source for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.charts.drawing import Drawing, elements, new
from generator.charts.sheet import Type, column, sheet, shifted, written
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart

_MARGIN = 28.0
_TITLE, _SUBTITLE, _SOURCE = Type(18, 24, 700, "ink"), Type(13, 19), Type(12, 17)


def bare(drawing: Drawing, ruler: Ruler) -> str:
    """Return the drawing alone on white, for the printed page and for mail: the words around it stand in the page."""
    root = sheet(drawing.width, drawing.height, ruler)
    root.extend(elements(drawing))
    return written(root)


def screen(drawing: Drawing, picture: Chart) -> str:
    """Return the drawing for a page whose styles give the colours their value, on light and on dark paper."""
    width, height = f"{drawing.width:g}", f"{drawing.height:g}"
    root = new("svg", width=width, height=height, viewBox=f"0 0 {width} {height}", **{"class": "ink"})
    _name(root, picture, f"{picture.name}-{drawing.width:g}", description=False)
    root.extend(elements(drawing))
    return _tokens(written(root))


def framed(drawing: Drawing, picture: Chart, ruler: Ruler) -> str:
    """Return the chart as a file of its own: title, subtitle and source inside, named and described for listeners."""
    room = drawing.width
    title, y = column(picture.title.words, _TITLE, ruler, (_MARGIN, _MARGIN), room)
    subtitle, y = column(picture.subtitle.words, _SUBTITLE, ruler, (_MARGIN, y), room)
    chart = shifted(drawing, _MARGIN, y + 12)
    source, y = column(picture.source.words, _SOURCE, ruler, (_MARGIN, y + 12 + drawing.height + 14), room)
    root = sheet(room + 2 * _MARGIN, y + _MARGIN - 6, ruler)
    root.extend([title, subtitle, chart, source])
    _name(root, picture, picture.name, description=True)
    return written(root)


def with_faces(svg: str, faces: str) -> str:
    """Return such a file with the rules of its faces inside, for a place that has none of ours."""
    root, more, rest = svg.partition(">")
    return f"{root}{more}<style>{faces}</style>{rest}"


def _name(root: Any, picture: Chart, stem: str, *, description: bool) -> None:  # noqa: ANN401 -- lxml
    """Name the picture as WAI-ARIA wants it: vl-convert writes labels of its own and leaves the chart's out."""
    parts = {"title": picture.alt.words} | ({"desc": picture.description.words} if description else {})
    for place, (tag, words) in enumerate(parts.items()):
        root.insert(place, new(tag, id=f"{stem}-{tag}"))
        root[place].text = words
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(f"{stem}-{tag}" for tag in parts))


def _tokens(svg: str) -> str:
    for name, colour in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    return svg
