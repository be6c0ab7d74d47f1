"""The only call into FriBidi, which Pango brings: in which order signs stand in a line that runs from the right."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_int, c_int8, c_uint32, c_void_p
from functools import cache
from typing import Any

from generator.errors import RenderError

# fribidi-bidi-types.h and fribidi-deprecated.h
_FROM_RIGHT = 0x111


def from_the_left(words: str) -> list[tuple[int, int]]:
    """Return the place in `words` of each sign of a line from the right, from left to right, with its level.

    Signs of an odd level run from the right.
    """
    size = len(words)
    signs, places, levels = (c_uint32 * size)(*map(ord, words)), (c_int * size)(), (c_int8 * size)()
    if not _library().fribidi_log2vis(signs, size, byref(c_uint32(_FROM_RIGHT)), None, None, places, levels):
        msg = f"FriBidi has no memory for {words!r}"
        raise RenderError(msg)
    return [(place, levels[place]) for place in places]


@cache
def _library() -> Any:  # noqa: ANN401 -- ctypes makes functions as they are asked for
    try:
        library = ctypes.CDLL("libfribidi.so.0")
    except OSError:
        msg = "libfribidi.so.0 is not installed, which this script needs: apt-get install libfribidi0"
        raise RenderError(msg) from None
    library.fribidi_log2vis.restype = c_int8
    library.fribidi_log2vis.argtypes = (c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
    return library
