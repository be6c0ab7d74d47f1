"""One face of an edition, and how its file is named so that whoever draws finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SERIF, DISPLAY, SANS = "Source Serif Text", "Source Serif Display", "Source Sans 3"
_STYLE_NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}


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


def named(font: Any, face: Face) -> None:  # noqa: ANN401 -- fontTools is untyped
    """Name the face so that fontconfig, fontdb and WeasyPrint all find it by family and weight."""
    style = "Italic" if face.italic else _STYLE_NAMES[face.weight]
    linked = style in {"Regular", "Italic", "Bold"}
    names = {1: face.family if linked else f"{face.family} {style}", 2: style if linked else "Regular"}
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
