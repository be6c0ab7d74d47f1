"""The faces of a web page or a drawing, inside it: of each only the characters that are shown."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from generator.charts.faces import FACES, SANS, Face

LABELS = tuple(face for face in FACES if face.family == SANS)


def font_faces(directory: Path, words: str, faces: tuple[Face, ...] = FACES) -> str:
    """Return @font-face rules whose WOFF2 data draw every character of `words` in each of `faces`."""
    characters = frozenset(map(ord, words))
    return "\n".join(_rule(face, _subset(directory / face.file, characters)) for face in faces)


def _rule(face: Face, data: bytes) -> str:
    style = "italic" if face.italic else "normal"
    source = f"url(data:font/woff2;base64,{base64.b64encode(data).decode()})"
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{style};'
        f'src:{source} format("woff2");font-display:swap}}'
    )


def _subset(path: Path, characters: frozenset[int]) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]  # the licence stays; to weed names out takes as long as all the rest
    work = subset.Subsetter(options)
    work.populate(unicodes=characters)
    work.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed, reorderTables=False)
    return packed.getvalue()
