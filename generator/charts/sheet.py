"""A sheet of SVG: its root, its white, lines of text set on it, a drawing put in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.charts.drawing import Drawing, elements, new
from generator.charts.face import DISPLAY, SANS
from generator.charts.tokens import COLOURS
from generator.charts.worded import fill

if TYPE_CHECKING:
    from generator.charts.measure import Ruler

# Of words from the right: how much more a line takes, and em from the top of its size to where its letters stand.
_LEADING_JOINED = {SANS: (1.2, 0.74), DISPLAY: (1.9, 1.15)}


@dataclass(frozen=True)
class Type:
    """How words are set: px of letters and of lines, weight, colour by meaning, family."""

    size: int
    leading: int
    weight: int = 400
    colour: str = "second"
    family: str = SANS


def sheet(width: float, height: float, ruler: Ruler) -> Any:  # noqa: ANN401 -- lxml
    """Return an SVG of that size in the faces of its language, its white laid out."""
    size = {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}
    made = new("svg", **size, **{"font-family": f"{ruler.family(SANS)}, 'Noto Sans', Arial, sans-serif"})
    made.append(new("rect", width=size["width"], height=size["height"], fill=COLOURS["paper"]))
    return made


def column(
    words: str, kind: Type, ruler: Ruler, place: tuple[float, float], room: float, phrases: tuple[int, ...] = ()
) -> tuple[Any, float]:
    """Return `words` as a `text` in lines of at most `room`, its top left corner at `place`, and where it ends.

    Words from the right begin at the right of that room. Where `phrases` end, lines do.
    """
    x, y = place
    text = new("text", **{"font-size": str(kind.size), "font-weight": str(kind.weight), "fill": COLOURS[kind.colour]})
    if kind.family != SANS:
        text.set("font-family", f"{ruler.family(kind.family)}, Georgia, serif")
    if ruler.is_joined:
        text.set("text-anchor", "end")
        x += room
    leading, rise = _LEADING_JOINED[kind.family] if ruler.is_joined else (1.0, 0.82)
    leading *= kind.leading
    for line in ruler.lines(words, room, kind.size, family=kind.family, weight=kind.weight, phrases=phrases):
        baseline = y + (leading - kind.size) / 2 + kind.size * rise
        span = new("tspan", x=f"{x:g}", y=f"{baseline:g}")
        fill(span, line, kind.family)
        text.append(span)
        y += leading
    return text, y


def shifted(drawing: Drawing, x: float, y: float) -> Any:  # noqa: ANN401 -- lxml
    """Return a drawing with its top left corner at (x, y)."""
    group = new("g", transform=f"translate({x:g},{y:g})")
    group.extend(elements(drawing))
    return group


def written(root: Any) -> str:  # noqa: ANN401 -- lxml
    """Return an SVG as text."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")
