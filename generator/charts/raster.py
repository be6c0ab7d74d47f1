"""Render SVG as PNG, with text as outlines of letters and each run of a line in its own font."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from generator.charts import shaping
from generator.charts.faces import FACES
from generator.charts.scripts import DIRECTING, SCRIPTS
from generator.charts.svg import FROM_RIGHT, new
from generator.charts.typeface import Face

if TYPE_CHECKING:
    from PIL.Image import Image


_Colour = tuple[int, int, int]
_COLOURS = 64
# Pillow finds the nearest colour for cubes of four levels, by their corner: white became the soft edge of a letter.
_COLOUR_GAP = 9  # levels of red, green or blue at least between two that are kept
_EDGES = 4096  # colours, soft edges included, of a picture of flat ink at most
_ATTRIBUTES = ("transform", "fill", "opacity")  # of a text, which its letters take over
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}  # the part of a line that stands left of its place
_Run = tuple[str, str, bool]  # a family, words, whether they run from the right


def to_png(svg: str, scale: float, faces: Path) -> bytes:
    """Return `svg` as a PNG of at most 64 colours, `scale` pixels to a px: flat ink needs no more, mail stays light.

    `faces` is the folder of the faces that it names.
    """
    import vl_convert
    from PIL import Image

    png = vl_convert.svg_to_png(outline_letters(svg, faces), scale=scale)
    file = io.BytesIO()
    # 9, which `optimize` means, takes six times as long for 5 per cent
    _flatten(Image.open(io.BytesIO(png)).convert("RGB")).save(file, "PNG", compress_level=6)
    return file.getvalue()


def _flatten(image: Image) -> Image:
    """Return an image in its commonest colours, each as it is; a rare or a close one becomes one of them."""
    from PIL import Image

    counts: Any = image.getcolors(_EDGES)  # a tuple for each colour of an RGB picture
    if counts is None:
        return image.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour in _commonest(counts) for level in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _commonest(counts: list[tuple[int, _Colour]]) -> list[_Colour]:
    """Return the commonest colours, but none that is close to a commoner one."""
    colours: list[_Colour] = []
    for _, colour in sorted(counts, reverse=True):
        if len(colours) == _COLOURS:
            break
        if all(_gap(colour, commoner) >= _COLOUR_GAP for commoner in colours):
            colours.append(colour)
    return colours


def _gap(first: _Colour, second: _Colour) -> int:
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


def outline_letters(svg: str, faces: Path) -> str:
    """Return `svg` with the letters of its texts as paths; `faces` is the folder of the faces that it names.

    Texts are as `svg.element` and `chart_frame.column` write them: sizes in px, steps in em, one fill and no stroke.
    """
    root: Any = etree.fromstring(svg.encode())
    for text in list(root.iter("{*}text")):
        group = new("g", **{name: text.get(name) for name in _ATTRIBUTES if text.get(name)})
        for line in [part for part in text if part.get("x")] or [text]:
            group.extend(_letters(line, faces))
        text.getparent().replace(text, group)
    return etree.tostring(root, encoding="unicode")


def _letters(line: Any, faces: Path) -> Iterator[Any]:  # noqa: ANN401 -- lxml
    """Yield a path for each letter of a line."""
    size = float(_attribute(line, "font-size").removesuffix("px"))
    weight = int(_attribute(line, "font-weight", "400"))
    runs = []
    for family, words, from_right in _runs(line):
        file = faces / _face(family, weight).file
        runs.append((file, *shaping.shape_words(file, words, from_right=from_right)))
    width = size * sum(run_width for *_, run_width in runs)
    x = float(line.get("x", "0")) - width * _ANCHORS[_attribute(line, "text-anchor", "start")]
    # A step down is for the sign that is written first: in a line from the right its mark, and no letter would follow.
    steps = line.xpath("(self::*[@x] | preceding-sibling::*[@x])/@dy")
    y = float(line.get("y", "0")) + size * sum(float(step.removesuffix("em")) for step in steps)
    for file, glyphs, run_width in runs:
        scale = size / shaping.units(file)
        for glyph in glyphs:
            place = f"translate({x + size * glyph.x:.3f},{y - size * glyph.y:.3f})"
            # the outlines of letters rise
            transform = f"{place} scale({scale:.6f},{-scale:.6f})"
            yield new("path", d=shaping.outline(file, glyph.number), transform=transform)
        x += size * run_width


def _attribute(line: Any, name: str, default: str = "") -> str:  # noqa: ANN401 -- lxml
    """Return an attribute of the line or of the nearest element around it that has it."""
    return str(next(iter(line.xpath(f"ancestor-or-self::*[@{name}][1]/@{name}")), default))


def _runs(line: Any) -> Iterator[_Run]:  # noqa: ANN401 -- lxml
    """Yield the runs of a line from left to right."""
    if not len(line):
        yield _attribute(line, "font-family").split(",")[0].strip("'"), line.text or "", False
        return
    spans = [(span.get("font-family", "").strip("'"), span.text or "") for span in line]
    if line.text != FROM_RIGHT:
        for family, words in spans:
            yield family, words, False
        return
    families: list[str] = []  # of each character of the text
    text = ""
    for family, words in spans:
        families += [family] * len(words)
        text += words
    signs = [(place, level) for place, level in shaping.from_the_left(text) if ord(text[place]) not in DIRECTING]
    for (family, level), run in groupby(signs, lambda sign: (families[sign[0]], sign[1])):
        places = sorted(place for place, _ in run)
        words = "".join(text[place] for place in places)
        yield family, words, bool(level % 2)


def _face(family: str, weight: int) -> Face:
    """Return the upright face of `family` with that weight, or with the next heavier one."""
    faces = [face for face in (*FACES, *sum(SCRIPTS.values(), ())) if face.family == family and not face.italic]
    return min(faces, key=lambda face: (face.weight < weight, face.weight))
