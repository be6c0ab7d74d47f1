"""Words as glyphs, by HarfBuzz and FriBidi: faces cut to some characters, widths, places and outlines of letters.

fontTools would read all 65,535 glyphs of a Chinese face to leave 7,000 of them: half a minute, and HarfBuzz half a
second. FriBidi, which Pango brings, is called by ctypes: python-bidi returns reordered words, and not their places.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from ctypes import byref, c_int, c_int8, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz

from generator.errors import RenderError

_OF_COLUMNS = ("GSUB", "GPOS", "BASE", "vhea", "vmtx", "VORG")
_FROM_RIGHT = 0x111  # fribidi-bidi-types.h: the direction of a paragraph


def reduced(content: bytes, characters: Iterable[int], *, number: int = 0, ideographs: bool = False) -> bytes:
    """Return a font file with those of `characters` that it has, and all that its layout makes of them.

    `number` is the place of a face in a collection. A face of `ideographs` keeps no layout, which is for columns, and
    every glyph its number: a PDF takes it for its name.
    """
    flags = uharfbuzz.SubsetFlags
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.name_id_set.invert()
    wanted.layout_feature_tag_set.invert()
    wanted.flags = flags.NO_HINTING | flags.NOTDEF_OUTLINE
    if ideographs:
        wanted.flags |= flags.RETAIN_GIDS
        wanted.drop_table_tag_set.update(int.from_bytes(table.encode()) for table in _OF_COLUMNS)
    face = uharfbuzz.Face(uharfbuzz.Blob(content), number)
    return bytes(uharfbuzz.subset(face, wanted).blob.data)


@dataclass(frozen=True)
class Glyph:
    """A letter as it is set, or what stands for several: its number in its face, and where it stands, in em."""

    number: int
    x: float
    y: float


def shaped(file: Path, words: str, *, from_right: bool = False) -> tuple[list[Glyph], float]:
    """Return the glyphs of words from left to right, as a font file has them, and how wide they are together, in em."""
    font, size = _font(file), units(file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if from_right else "ltr"
    uharfbuzz.shape(font, buffer)
    glyphs, pen = list[Glyph](), 0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs.append(Glyph(info.codepoint, (pen + place.x_offset) / size, place.y_offset / size))
        pen += place.x_advance
    return glyphs, pen / size


def units(file: Path) -> int:
    """Return how many units of a font file are an em."""
    return int(_font(file).face.upem)


@cache
def outline(file: Path, number: int) -> str:
    """Return the outline of a glyph as the `d` of an SVG path in units of its font, which rise; "" for a space."""
    from fontTools.pens.svgPathPen import SVGPathPen

    pen = SVGPathPen(None)
    _font(file).draw_glyph_with_pen(number, pen)
    return str(pen.getCommands())


def advances(file: Path, characters: Iterable[int]) -> dict[int, float]:
    """Return how wide each of `characters` is, in em, that a font file has."""
    font, size = _font(file), units(file)
    glyphs = {character: font.get_nominal_glyph(character) for character in sorted(characters)}
    return {
        character: font.get_glyph_h_advance(glyph) / size for character, glyph in glyphs.items() if glyph is not None
    }


@cache
def _font(file: Path) -> Any:  # noqa: ANN401 -- uharfbuzz ships no types
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))


def from_the_left(words: str) -> list[tuple[int, int]]:
    """Return the place in `words` of each sign of a line from the right, from left to right, with its level.

    Signs of an odd level run from the right.
    """
    size = len(words)
    signs, places, levels = (c_uint32 * size)(*map(ord, words)), (c_int * size)(), (c_int8 * size)()
    if not _fribidi().fribidi_log2vis(signs, size, byref(c_uint32(_FROM_RIGHT)), None, None, places, levels):
        msg = f"FriBidi has no memory for {words!r}"
        raise RenderError(msg)
    return [(place, levels[place]) for place in places]


@cache
def _fribidi() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    try:
        library = ctypes.CDLL("libfribidi.so.0")
    except OSError:
        msg = "libfribidi.so.0 is not installed, which this script needs: apt-get install libfribidi0"
        raise RenderError(msg) from None
    library.fribidi_log2vis.restype = c_int8
    library.fribidi_log2vis.argtypes = (c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
    return library
