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
_APART = 9  # levels of red, green or blue at least between two that are kept
_EDGES = 4096  # colours, soft edges included, of a picture of flat ink at most


_KEPT = ("transform", "fill", "opacity")
_LEFT_OF = {"start": 0.0, "middle": 0.5, "end": 1.0}
_Run = tuple[str, str, bool]  # a family, words, whether they run from the right


def to_png(svg: str, scale: float, faces: Path) -> bytes:
    """Return `svg` as a PNG of at most 64 colours, `scale` pixels to a px: flat ink needs no more, mail stays light.

    `faces` is the folder of the faces that it names.
    """
    import vl_convert
    from PIL import Image

    full = Image.open(io.BytesIO(vl_convert.svg_to_png(outlined(svg, faces), scale=scale))).convert("RGB")
    packed = io.BytesIO()
    # 9, which `optimize` means, takes six times as long for 5 per cent
    _flat(full).save(packed, "PNG", compress_level=6)
    return packed.getvalue()


def _flat(full: Image) -> Image:
    """Return `full` in its commonest colours, each kept as it is; a rare or a close one becomes one of them."""
    from PIL import Image

    counted: Any = full.getcolors(_EDGES)  # a tuple for each colour of an RGB picture
    if counted is None:
        return full.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in _apart(counted) for part in colour])
    return full.quantize(palette=palette, dither=Image.Dither.NONE)


def _apart(counted: list[tuple[int, _Colour]]) -> list[_Colour]:
    """Return the commonest colours, but none that is close to one before it."""
    kept: list[_Colour] = []
    for _, colour in sorted(counted, reverse=True):
        if all(max(abs(one - two) for one, two in zip(colour, other, strict=True)) >= _APART for other in kept):
            kept.append(colour)
        if len(kept) == _COLOURS:
            break
    return kept


def outlined(svg: str, faces: Path) -> str:
    """Return `svg` with the letters of its texts as paths; `faces` is the folder of the faces that it names.

    Texts are as `drawing.element` and `sheet.column` write them: sizes in px, steps in em, one fill and no stroke.
    """
    root: Any = etree.fromstring(svg.encode())
    for text in list(root.iter("{*}text")):
        group = new("g", **{name: text.get(name) for name in _KEPT if text.get(name)})
        for line in [part for part in text if part.get("x")] or [text]:
            group.extend(_letters(line, faces))
        text.getparent().replace(text, group)
    return etree.tostring(root, encoding="unicode")


def _letters(line: Any, faces: Path) -> Iterator[Any]:  # noqa: ANN401 -- lxml
    """Give a path for each letter of a line."""
    size, weight = float(_said(line, "font-size").removesuffix("px")), int(_said(line, "font-weight", "400"))
    runs = [(faces / _face(family, weight).file, words, from_right) for family, words, from_right in _runs(line)]
    shaped = [shaping.shaped(file, words, from_right=from_right) for file, words, from_right in runs]
    wide = size * sum(width for _, width in shaped)
    x, y = float(line.get("x", "0")) - wide * _LEFT_OF[_said(line, "text-anchor", "start")], _height(line)
    for (file, *_), (glyphs, width) in zip(runs, shaped, strict=True):
        for glyph in glyphs:
            yield _letter(file, glyph.number, size, (x + size * glyph.x, y - size * glyph.y))
        x += size * width


def _letter(file: Path, number: int, size: float, place: tuple[float, float]) -> Any:  # noqa: ANN401 -- lxml
    x, y = place
    scale = size / shaping.units(file)
    turned = f"translate({x:.3f},{y:.3f}) scale({scale:.6f},{-scale:.6f})"  # the outlines of letters rise
    return new("path", d=shaping.outline(file, number), transform=turned)


def _height(line: Any) -> float:  # noqa: ANN401 -- lxml
    """Return where the line stands.

    A step down is for the sign that is written first: in a line from the right its mark, and no letter would follow.
    """
    steps = line.xpath("(self::*[@x] | preceding-sibling::*[@x])/@dy")
    size = float(_said(line, "font-size").removesuffix("px"))
    return float(line.get("y", "0")) + size * sum(float(step.removesuffix("em")) for step in steps)


def _said(line: Any, name: str, otherwise: str = "") -> str:  # noqa: ANN401 -- lxml
    """Return what the line or the nearest around it says of `name`."""
    return str(next(iter(line.xpath(f"ancestor-or-self::*[@{name}][1]/@{name}")), otherwise))


def _runs(line: Any) -> Iterator[_Run]:  # noqa: ANN401 -- lxml
    """Give the runs of a line from left to right."""
    if not len(line):
        yield _said(line, "font-family").split(",")[0].strip("'"), line.text or "", False
        return
    written = [(run.get("font-family", "").strip("'"), run.text or "") for run in line]
    if line.text != FROM_RIGHT:
        yield from ((family, words, False) for family, words in written)
        return
    families = [family for family, words in written for _ in words]
    whole = "".join(words for _, words in written)
    seen = [(place, level) for place, level in shaping.from_the_left(whole) if ord(whole[place]) not in DIRECTING]
    for (family, level), signs in groupby(seen, lambda sign: (families[sign[0]], sign[1])):
        yield family, "".join(whole[place] for place in sorted(place for place, _ in signs)), bool(level % 2)


def _face(family: str, weight: int) -> Face:
    """Return the upright face of `family` with that weight, or with the next heavier one."""
    known = [face for face in (*FACES, *sum(SCRIPTS.values(), ())) if face.family == family and not face.italic]
    return min(known, key=lambda face: (face.weight < weight, face.weight))
