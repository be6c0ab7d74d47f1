"""A font face of an edition: the names by which fontconfig and CSS find it, and its WOFF2 for the web."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERIF = "Source Serif Text"
DISPLAY = "Source Serif Display"
SANS = "Source Sans 3"
_STYLE_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
# What English prose and its figures are written with. A face is packed with these when it is cut: to pack one again,
# with the very characters of a page, takes a tenth of a second and saves 3 KB.
PLAIN = frozenset({
    *range(0x20, 0x7F),
    *map(ord, "\u00a0£¥§©°±²³·×–—‘’“”…−≈≤≥€"),
    *range(0x2009, 0x2012),
    0x202F,
    *map(ord, "←↑→↓▲▼■●"),
})  # fmt: skip


@dataclass(frozen=True)
class Face:
    """One static face: its file, the family and weight that styles ask for, and where it is cut from."""

    file: str
    family: str
    weight: int
    source: tuple[str, str]
    optical: float | None = None
    italic: bool = False

    @property
    def rule(self) -> str:
        """The file in which the face stands packed for the web."""
        return f"{self.file[:-4]}.css"


def set_names(font: Any, face: Face) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Name the face so that fontconfig, fontdb and WeasyPrint all find it by family and weight."""
    style = "Italic" if face.italic else _STYLE_NAMES[face.weight]
    names = {1: f"{face.family} {style}", 2: "Regular"}
    if style in {"Regular", "Italic", "Bold"}:
        names = {1: face.family, 2: style}
    names |= {4: f"{face.family} {style}", 6: face.file.removesuffix(".ttf"), 16: face.family, 17: style}
    table = font["name"]
    for number in (3, 21, 22, 25, *names):
        table.removeNames(nameID=number)
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    table.setName(f"{names[6]};cut", 3, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    selection = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = selection | (face.italic << 0) | ((style == "Bold") << 5) | ((style == "Regular") << 6)
    font["head"].macStyle = (style == "Bold") | (face.italic << 1)


def face_rule(face: Face, file: Path, characters: Iterable[int] = PLAIN) -> str:
    """Return the @font-face rule of `face`, whose TTF is `file`, with those of `characters` that it has."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(layout_features=["*"], hinting=False, notdef_outline=True)
    options.name_IDs = ["*"]  # the licence stays; to weed names out takes as long as all the rest
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return _rule(face, font)


def script_rule(face: Face, file: Path, characters: Iterable[int]) -> str:
    """Return the @font-face rule of a face of another script; HarfBuzz reduces it, which is faster by far."""
    from fontTools.ttLib import TTFont

    from generator.charts.shaping import subset_font

    content = subset_font(file.read_bytes(), sorted(characters))
    return _rule(face, TTFont(io.BytesIO(content), recalcTimestamp=False, lazy=True))


def _rule(face: Face, font: Any) -> str:  # noqa: ANN401 -- fontTools is untyped
    """Return the rule of `face` with a font, packed for the web, inside it."""
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file, reorderTables=False)
    style = "italic" if face.italic else "normal"
    source = f"url(data:font/woff2;base64,{base64.b64encode(file.getvalue()).decode()})"
    return (
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};font-style:{style};'
        f'src:{source} format("woff2");font-display:swap}}'
    )
