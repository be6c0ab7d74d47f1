"""What stands around a drawing: nothing for the printed page, names for the screen, title and source for the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.charts.drawing import Drawing, elements, new
from generator.charts.faces import DISPLAY, SANS
from generator.charts.tokens import COLOURS

if TYPE_CHECKING:
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Finding

_FAMILY = f"'{SANS}', 'Noto Sans', Arial, sans-serif"
_MARGIN, _CARD = 28.0, (1200, 675)


def bare(drawing: Drawing) -> str:
    """Return the drawing alone on white, for the printed page and for mail: the words around it stand in the page."""
    root = _root(drawing.width, drawing.height)
    root.extend([_paper(root), *elements(drawing)])
    return _text(root)


def screen(drawing: Drawing, picture: Chart) -> str:
    """Return the drawing for a page whose styles give the colours their value, on light and on dark paper."""
    root = new("svg", width=f"{drawing.width:g}", height=f"{drawing.height:g}", **{"class": "ink"})
    _named(root, picture, f"{picture.name}-{drawing.width:g}", description=False)
    root.extend(elements(drawing))
    return _tokens(_text(root))


def sheet(drawing: Drawing, picture: Chart, ruler: Ruler) -> str:
    """Return the chart as a file of its own: title, subtitle and source inside, named and described for listeners."""
    room = drawing.width
    words, y = _column(
        ruler, _MARGIN, _MARGIN, room,
        ((picture.title.words, 18, 700, "ink", 24), (picture.subtitle.words, 13, 400, "second", 19)),
    )  # fmt: skip
    top = y + 12
    source, y = _column(
        ruler, _MARGIN, top + drawing.height + 14, room, ((picture.source.words, 12, 400, "second", 17),)
    )
    root = _root(room + 2 * _MARGIN, y + _MARGIN - 6)
    _named(root, picture, picture.name, description=True)
    root.extend([_paper(root), *words, _shifted(drawing, _MARGIN, top), *source])
    return _text(root)


def card(drawing: Drawing, picture: Chart, finding: Finding, ruler: Ruler) -> str:
    """Return the picture for social pages, 1200 by 675 px: headline, chart and source."""
    wide, high = _CARD
    edge = (wide - drawing.width) / 2
    root = _root(wide, high)
    series, y = _column(ruler, edge, 44, drawing.width, ((finding.series.words, 24, 700, "mark", 34),))
    words = finding.headline.words
    room = ruler.balanced(words, drawing.width / 52, family=DISPLAY, weight=600) * 52
    headline, y = _column(ruler, edge, y + 6, room, ((words, 52, 600, "ink", 60),), DISPLAY)
    measure, y = _column(ruler, edge, y + 14, drawing.width, ((picture.subtitle.words, 22, 400, "second", 32),))
    source, bottom = _column(ruler, edge, 0, drawing.width, ((picture.source.words, 17, 400, "second", 24),))
    lift = high - 30 - bottom
    for text in source:
        text.set("transform", f"translate(0,{lift:g})")
    room = lift - y - 16
    scale = min(1.0, room / drawing.height)
    chart = _shifted(drawing, edge, y + 10 + max(0.0, room - drawing.height) / 2)
    chart.set("transform", f"{chart.get('transform')} scale({scale:.4g})")
    rule = new("rect", x=f"{edge:g}", width=f"{drawing.width:g}", height="8", fill=COLOURS["mark"])
    root.extend([_paper(root), rule, *series, *headline, *measure, chart, *source])
    return _text(root)


def _root(width: float, height: float) -> Any:  # noqa: ANN401 -- lxml
    size = {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}
    return new("svg", **size, **{"font-family": _FAMILY})


def _named(root: Any, picture: Chart, stem: str, *, description: bool) -> None:  # noqa: ANN401 -- lxml
    """Name the picture as WAI-ARIA wants it: vl-convert writes labels of its own and leaves the chart's out."""
    parts = {"title": picture.alt.words} | ({"desc": picture.description.words} if description else {})
    for tag, words in parts.items():
        named = new(tag, id=f"{stem}-{tag}")
        named.text = words
        root.append(named)
    root.set("role", "img")
    root.set("aria-labelledby", " ".join(f"{stem}-{tag}" for tag in parts))


def _paper(root: Any) -> Any:  # noqa: ANN401 -- lxml
    return new("rect", width=root.get("width"), height=root.get("height"), fill=COLOURS["paper"])


def _shifted(drawing: Drawing, x: float, y: float) -> Any:  # noqa: ANN401 -- lxml
    group = new("g", transform=f"translate({x:g},{y:g})")
    group.extend(elements(drawing))
    return group


def _column(
    ruler: Ruler, x: float, y: float, room: float, texts: tuple[tuple[str, int, int, str, int], ...], family: str = SANS
) -> tuple[list[Any], float]:
    """Return one `text` for each of (words, size, weight, colour, line height), set below one another, and the end."""
    made = []
    for words, size, weight, colour, leading in texts:
        text = new("text", **{"font-size": str(size), "font-weight": str(weight)})
        text.set("fill", COLOURS[colour])
        if family != SANS:
            text.set("font-family", f"'{family}', Georgia, serif")
        for line in ruler.lines(words, room, size, family=family, weight=weight):
            baseline = y + (leading - size) / 2 + size * 0.82
            span = new("tspan", x=f"{x:g}", y=f"{baseline:g}")
            span.text = line
            text.append(span)
            y += leading
        made.append(text)
    return made, y


def _tokens(svg: str) -> str:
    for name, colour in COLOURS.items():
        svg = svg.replace(f'"{colour}"', f'"var(--{name})"')
    return svg


def _text(root: Any) -> str:  # noqa: ANN401 -- lxml
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")
