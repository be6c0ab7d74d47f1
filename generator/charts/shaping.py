"""The only calls into HarfBuzz and FriBidi, which Pango brings: faces cut to characters, words as glyphs, outlines.

fontTools would read all 65,535 glyphs of a Chinese face to leave 7,000 of them: half a minute, and this half a second.
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_float, c_int, c_int8, c_int32, c_uint, c_uint32, c_void_p
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


PACKAGES = "libpango-1.0-0 libharfbuzz-subset0"
# hb-subset.h and hb-common.h
# flags of a subset
_NO_HINTING = 0x1
_SAME_NUMBERS = 0x2
_NOTDEF_OUTLINE = 0x40
# kinds of its sets
_DROPPED = 3
_NAMES = 4
_FEATURES = 6
_OF_COLUMNS = (b"GSUB", b"GPOS", b"BASE", b"vhea", b"vmtx", b"VORG")
# hb-draw.h: steps of an outline, their letters in SVG, and how many numbers each has
_STEPS = (
    ("move_to", "M", 2),
    ("line_to", "L", 2),
    ("quadratic_to", "Q", 4),
    ("cubic_to", "C", 6),
    ("close_path", "Z", 0),
)
_DRAWS = ("hb_font_draw_glyph", "hb_font_get_glyph_shape")  # since 7.0, and since 4.0
_READ_ONLY = 1
_LEFT_TO_RIGHT = 4
_RIGHT_TO_LEFT = 5
# fribidi-bidi-types.h and fribidi-deprecated.h
_FROM_RIGHT = 0x111
_contents: dict[Path, bytes] = {}  # the bytes of fonts in use: HarfBuzz does not copy them


class _Info(ctypes.Structure):
    _fields_ = (("number", c_uint32), *((name, c_uint32) for name in ("mask", "cluster", "private", "spare")))


class _Place(ctypes.Structure):
    _fields_ = (("advance", c_int32), ("down", c_int32), ("x", c_int32), ("y", c_int32), ("private", c_uint32))


def subset_font(content: bytes, characters: Iterable[int], *, number: int = 0, ideographs: bool = False) -> bytes:
    """Return a font file with those of `characters` that it has, and all that its layout makes of them.

    `number` is the place of a face in a collection. A face of `ideographs` keeps no layout, which is for columns, and
    every glyph its number: a PDF takes it for its name.
    """
    base = _base()
    subset = _subset_library()
    face = _face(content, number)
    options = subset.hb_subset_input_create_or_fail()
    for character in characters:
        base.hb_set_add(subset.hb_subset_input_unicode_set(options), character)
    for kind in (_NAMES, _FEATURES):  # all of them stay
        numbers = subset.hb_subset_input_set(options, kind)
        base.hb_set_clear(numbers)
        base.hb_set_invert(numbers)
    flags = _NO_HINTING | _NOTDEF_OUTLINE
    if ideographs:
        flags |= _SAME_NUMBERS
        for table in _OF_COLUMNS:
            base.hb_set_add(subset.hb_subset_input_set(options, _DROPPED), int.from_bytes(table))
    subset.hb_subset_input_set_flags(options, flags)
    small = subset.hb_subset_or_fail(face, options)
    try:
        return _content(small)
    finally:
        base.hb_face_destroy(small)
        subset.hb_subset_input_destroy(options)
        base.hb_face_destroy(face)


@dataclass(frozen=True)
class Glyph:
    """A letter as it is set, or what stands for several: its number in its face, and where it stands, in em."""

    number: int
    x: float
    y: float


def shape_words(file: Path, words: str, *, from_right: bool) -> tuple[list[Glyph], float]:
    """Return the glyphs of words from left to right, as a font file has them, and how wide they are together, in em."""
    base = _base()
    text = words.encode("utf-8")
    font, size = _font(file)
    buffer = base.hb_buffer_create()
    count = c_uint()
    try:
        base.hb_buffer_add_utf8(buffer, text, len(text), 0, len(text))
        base.hb_buffer_guess_segment_properties(buffer)
        base.hb_buffer_set_direction(buffer, _RIGHT_TO_LEFT if from_right else _LEFT_TO_RIGHT)
        base.hb_shape(font, buffer, None, 0)
        kinds = base.hb_buffer_get_glyph_infos(buffer, byref(count))
        places = base.hb_buffer_get_glyph_positions(buffer, None)
        glyphs = list[Glyph]()
        pen = 0
        for at in range(count.value):
            glyphs.append(Glyph(kinds[at].number, (pen + places[at].x) / size, places[at].y / size))
            pen += places[at].advance
        return glyphs, pen / size
    finally:
        base.hb_buffer_destroy(buffer)


def version() -> str:
    """Return the version of HarfBuzz, "10.2.0": where letters stand in a picture, and their outlines, are up to it."""
    return str(_base().hb_version_string().decode())


def units(file: Path) -> int:
    """Return how many units of a font file are an em."""
    return _font(file)[1]


@cache
def outline(file: Path, number: int) -> str:
    """Return the outline of a glyph as the `d` of an SVG path in units of its font, which rise; "" for a space."""
    base = _base()
    steps = list[str]()
    callbacks = []
    pens = c_void_p(base.hb_draw_funcs_create())
    for step, letter, numbers in _STEPS:
        kind = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, *(c_float,) * numbers, c_void_p)
        callbacks.append(kind(partial(_write_step, steps, letter)))  # they must live until it is drawn
        getattr(base, f"hb_draw_funcs_set_{step}_func")(pens, callbacks[-1], None, None)
    _draw_function()(_font(file)[0], number, pens, None)
    base.hb_draw_funcs_destroy(pens)
    return "".join(steps)


def _write_step(steps: list[str], letter: str, *arguments: Any) -> None:  # noqa: ANN401 -- as HarfBuzz calls it
    """Write down a step of an outline: its numbers stand between three pointers and one."""
    steps.append(letter + " ".join(f"{number:g}" for number in arguments[3:-1]))


def advances(file: Path, characters: Iterable[int]) -> dict[int, float]:
    """Return how wide each of `characters` is, in em, that a font file has."""
    base = _base()
    glyph = c_uint32()
    font, size = _font(file)
    return {
        character: base.hb_font_get_glyph_h_advance(font, glyph) / size
        for character in sorted(characters)
        if base.hb_font_get_nominal_glyph(font, character, byref(glyph))
    }


def _face(content: bytes, number: int) -> c_void_p:
    base = _base()
    blob = base.hb_blob_create(content, len(content), _READ_ONLY, None, None)  # the caller keeps the bytes
    face = base.hb_face_create(blob, number)
    base.hb_blob_destroy(blob)
    return c_void_p(face)


def _content(face: c_void_p) -> bytes:
    base = _base()
    length = c_uint()
    blob = base.hb_face_reference_blob(face)
    start = base.hb_blob_get_data(blob, byref(length))
    content = ctypes.string_at(start, length.value)
    base.hb_blob_destroy(blob)
    return content


@cache
def _font(file: Path) -> tuple[c_void_p, int]:
    """Return the font in a file, and its units to the em."""
    base = _base()
    _contents[file] = file.read_bytes()
    face = _face(_contents[file], 0)
    return c_void_p(base.hb_font_create(face)), int(base.hb_face_get_upem(face))


@cache
def _base() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    library = _load("libharfbuzz.so.0")
    pointers = ("hb_blob_create", "hb_face_create", "hb_font_create", "hb_buffer_create", "hb_draw_funcs_create")
    for name in (*pointers, "hb_face_reference_blob"):
        getattr(library, name).restype = c_void_p
    library.hb_version_string.restype = c_char_p
    library.hb_blob_create.argtypes = (c_char_p, c_uint, c_int, c_void_p, c_void_p)
    library.hb_face_create.argtypes = (c_void_p, c_uint)
    library.hb_blob_get_data.restype, library.hb_blob_get_data.argtypes = c_void_p, (c_void_p, c_void_p)
    library.hb_set_add.argtypes = (c_void_p, c_uint32)
    for name in ("hb_set_clear", "hb_set_invert", "hb_face_destroy", "hb_blob_destroy", "hb_face_reference_blob"):
        getattr(library, name).argtypes = (c_void_p,)
    for name in (
        "hb_font_create",
        "hb_face_get_upem",
        "hb_buffer_destroy",
        "hb_draw_funcs_destroy",
        "hb_buffer_guess_segment_properties",
    ):
        getattr(library, name).argtypes = (c_void_p,)
    library.hb_font_get_nominal_glyph.argtypes = (c_void_p, c_uint32, c_void_p)
    library.hb_font_get_glyph_h_advance.argtypes = (c_void_p, c_uint32)
    library.hb_buffer_add_utf8.argtypes = (c_void_p, c_char_p, c_int, c_uint, c_int)
    library.hb_buffer_set_direction.argtypes = (c_void_p, c_int)
    library.hb_shape.argtypes = (c_void_p, c_void_p, c_void_p, c_uint)
    library.hb_buffer_get_glyph_infos.restype = POINTER(_Info)
    library.hb_buffer_get_glyph_positions.restype = POINTER(_Place)
    for name in ("hb_buffer_get_glyph_infos", "hb_buffer_get_glyph_positions"):
        getattr(library, name).argtypes = (c_void_p, c_void_p)
    for step, *_ in _STEPS:
        getattr(library, f"hb_draw_funcs_set_{step}_func").argtypes = (c_void_p,) * 4
    return library


@cache
def _draw_function() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    """Return what draws a glyph with pens; RenderError where HarfBuzz is too old to have any."""
    base = _base()
    for name in _DRAWS:
        if hasattr(base, name):
            function = getattr(base, name)
            function.argtypes = (c_void_p, c_uint32, c_void_p, c_void_p)
            return function
    msg = f"HarfBuzz {version()} draws no letters, which pictures need: 4.0 is the oldest that does"
    raise RenderError(msg)


@cache
def _subset_library() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    library = _load("libharfbuzz-subset.so.0")
    for name in ("input_create_or_fail", "input_unicode_set", "input_set", "or_fail"):
        getattr(library, f"hb_subset_{name}").restype = c_void_p
    library.hb_subset_input_unicode_set.argtypes = library.hb_subset_input_destroy.argtypes = (c_void_p,)
    library.hb_subset_input_set.argtypes = library.hb_subset_input_set_flags.argtypes = (c_void_p, c_uint)
    library.hb_subset_or_fail.argtypes = (c_void_p, c_void_p)
    return library


def _load(name: str, packages: str = PACKAGES) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(name)
    except OSError:
        msg = f"{name} is not installed, which faces and letters of pictures need: apt-get install {packages}"
        raise RenderError(msg) from None


def from_the_left(words: str) -> list[tuple[int, int]]:
    """Return the place in `words` of each sign of a line from the right, from left to right, with its level.

    Signs of an odd level run from the right.
    """
    size = len(words)
    signs = (c_uint32 * size)(*map(ord, words))
    places = (c_int * size)()
    levels = (c_int8 * size)()
    if not _bidi_library().fribidi_log2vis(signs, size, byref(c_uint32(_FROM_RIGHT)), None, None, places, levels):
        msg = f"FriBidi has no memory for {words!r}"
        raise RenderError(msg)
    return [(place, levels[place]) for place in places]


@cache
def _bidi_library() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    library = _load("libfribidi.so.0", "libfribidi0")
    library.fribidi_log2vis.restype = c_int8
    library.fribidi_log2vis.argtypes = (c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
    return library
