"""Widths of text in the cut faces, so that labels are placed and wrapped by measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator.charts.faces import FACES, SANS
from generator.errors import RenderError

_STEPS = 60


@cache
def _advances(directory: Path, family: str, weight: int) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    name = next(face.file for face in FACES if (face.family, face.weight, face.italic) == (family, weight, False))
    with TTFont(directory / name, lazy=True) as font:
        metrics, size = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / size for code, glyph in font.getBestCmap().items()}


@dataclass(frozen=True)
class Ruler:
    """Measures text in the faces of `directory`; kerning is left aside, so widths are a little too large."""

    directory: Path

    def missing(self, text: str) -> str:
        """Return the characters of `text` that some face cannot draw, "" where all faces have them all."""
        known = (_advances(self.directory, face.family, face.weight) for face in FACES if not face.italic)
        drawn = frozenset.intersection(*map(frozenset, known))
        return "".join(sorted({char for char in text if ord(char) not in drawn}))

    def width(self, text: str, size: float, *, family: str = SANS, weight: int = 400) -> float:
        """Return the width of `text` in the unit of `size`, or raise RenderError for a character without a glyph."""
        advances = _advances(self.directory, family, weight)
        if lacking := {char for char in text if ord(char) not in advances}:
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(lacking))
            msg = f"{family} has no glyph for {signs} in {text!r}: a package with such a face must be added"
            raise RenderError(msg)
        return size * sum(advances[ord(char)] for char in text)

    def lines(self, text: str, room: float, size: float, *, family: str = SANS, weight: int = 400) -> tuple[str, ...]:
        """Return `text` broken at spaces into lines of at most `room`; a longer word stands alone."""
        done: list[str] = []
        for word in text.split(" "):
            longer = f"{done[-1]} {word}" if done else word
            if done and self.width(longer, size, family=family, weight=weight) <= room:
                done[-1] = longer
            else:
                done.append(word)
        return tuple(done)

    def balanced(self, text: str, room: float, *, family: str = SANS, weight: int = 400) -> float:
        """Return the least width, in em, that needs no more lines than `room` em: no last line of one word."""
        count = len(self.lines(text, room, 1.0, family=family, weight=weight))
        widths = (room * step / _STEPS for step in range(_STEPS // 2, _STEPS + 1))
        return next(w for w in widths if len(self.lines(text, w, 1.0, family=family, weight=weight)) <= count)
