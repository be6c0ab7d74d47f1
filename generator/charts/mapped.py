"""The table by which a face finds its glyphs, written so that whoever draws PNG reads it.

He takes a glyph beyond 32,767 for missing where the table lists it, and finds it where it says how far the numbers of
characters and glyphs lie apart. Chinese faces have 65,000 glyphs, and whoever cuts them makes such lists.
"""

from __future__ import annotations

import struct
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNICODE, _LAST = ((0, 3), (3, 1)), 0xFFFF


def mapped(glyphs: Mapping[int, int]) -> bytes:
    """Return the `cmap` of characters of 16 bits, in order, in format 4 of OpenType without an array of glyphs."""
    apart = groupby(enumerate(glyphs), lambda at: (at[1] - at[0], glyphs[at[1]] - at[1]))
    runs = [(codes[0][1], codes[-1][1], key[1]) for key, found in apart if (codes := list(found))]
    starts, ends, steps = zip(*runs, (_LAST, _LAST, 1), strict=True)
    count = len(starts)
    power: int = 1 << (count.bit_length() - 1)
    head = (4, 16 + 8 * count, 0, 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    numbers = (*head, *ends, 0, *starts, *(step & _LAST for step in steps), *[0] * count)
    directory = (field for place in _UNICODE for field in (*place, 0, 4 + 8 * len(_UNICODE)))
    return struct.pack(f">HH{'HHHH' * len(_UNICODE)}{len(numbers)}H", 0, len(_UNICODE), *directory, *numbers)
