"""A face packed for a web page or a drawing: WOFF2 of some characters, inside the rule that a style sheet takes."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.charts.face import Face

# What English prose and its figures are written with. A face is packed with these when it is cut: to pack one anew,
# with the very characters of a page, takes a tenth of a second and saves 3 KB.
PLAIN = frozenset({
    *range(0x20, 0x7F),
    *map(ord, "\u00a0£¥§©°±²³·×–—‘’“”…−≈≤≥€"),
    *range(0x2009, 0x2012),
    0x202F,
    *map(ord, "←↑→↓▲▼■●"),
})  # fmt: skip


def face_rule(face: Face, file: Path, characters: Iterable[int] = PLAIN) -> str:
    """Return the @font-face rule of `face`, whose TTF is `file`, with those of `characters` that it has."""
    return _rule(face, _packed(file, characters))


def _rule(face: Face, packed: bytes) -> str:
    style = "italic" if face.italic else "normal"
    source = f"url(data:font/woff2;base64,{base64.b64encode(packed).decode()})"
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{style};'
        f'src:{source} format("woff2");font-display:swap}}'
    )


def script_rule(face: Face, file: Path, characters: Iterable[int]) -> str:
    """Return the @font-face rule of a face of another script; HarfBuzz reduces it, which is faster by far."""
    from generator.charts.harfbuzz import reduced

    return _rule(face, _woff2(reduced(file.read_bytes(), sorted(characters))))


def _packed(file: Path, characters: Iterable[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]  # the licence stays; to weed names out takes as long as all the rest
    work = subset.Subsetter(options)
    work.populate(unicodes=characters)
    work.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()


def _woff2(content: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()
