"""Widths of text in the cut faces, so that labels are placed and wrapped by measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from generator.charts import harfbuzz, scripts
from generator.charts.breaks import units
from generator.charts.face import SANS, Face
from generator.charts.faces import FACES
from generator.errors import RenderError

_STEPS = 60


@cache
def _advances(file: Path) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(file, lazy=True) as font:
        metrics, size = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: metrics[glyph][0] / size for code, glyph in font.getBestCmap().items()}


@dataclass(frozen=True)
class Ruler:
    """Measures text in the faces of `directory`; kerning is left aside, so widths are a little too large.

    In a `language` of another script the faces of that stand before ours.
    """

    directory: Path
    language: str = "en"

    @property
    def is_joined(self) -> bool:
        """Whether the letters join and run from right to left."""
        return self.language in scripts.JOINED

    def family(self, family: str) -> str:
        """Return the families that draw words in a `family` of ours, as CSS lists them.

        No space stands between them: WeasyPrint would take it for a part of the second name.
        """
        before = scripts.BEFORE.get(self.language, {}).get(family)
        return f"'{family}','{before}'" if before else f"'{family}'"

    def missing(self, text: str) -> str:
        """Return the characters of `text` that some face cannot draw, "" where all faces have them all."""
        ours, others = ([face for face in some if not face.italic] for some in (FACES, self._scripts))
        drawn = self._had_by(ours) | (self._had_by(others) if others else frozenset())
        return "".join(sorted({char for char in text if ord(char) not in drawn}))

    def width(self, text: str, size: float, *, family: str = SANS, weight: int = 400) -> float:
        """Return the width of `text` in the unit of `size`, or raise RenderError for a character without a glyph."""
        faces = [*self._script(family, weight), _ours(family, weight)]
        advances = [_advances(self.directory / face.file) for face in faces]
        if lacking := {char for char in text if self._seen(char) and not any(ord(char) in one for one in advances)}:
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(lacking))
            msg = f"{family} has no glyph for {signs} in {text!r}: a package with such a face must be added"
            raise RenderError(msg)
        if self.is_joined:
            return size * sum(self._joined(text, faces[0], *advances))
        return size * sum(next(one[ord(char)] for one in advances if ord(char) in one) for char in text)

    def lines(self, text: str, room: float, size: float, *, family: str = SANS, weight: int = 400) -> tuple[str, ...]:
        """Return `text` broken where it may be into lines of at most `room`; a longer word stands alone."""
        done: list[str] = []
        for space, word in units(text, self.language):
            longer = f"{done[-1]}{space}{word}" if done else word
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

    @property
    def _scripts(self) -> tuple[Face, ...]:
        return scripts.SCRIPTS.get(self.language, ())

    def _script(self, family: str, weight: int) -> tuple[Face, ...]:
        """Return the face of the script that stands before a family of ours: the next heavier one."""
        before = scripts.BEFORE.get(self.language, {}).get(family)
        found = sorted((f for f in self._scripts if f.family == before), key=lambda f: (f.weight < weight, f.weight))
        return tuple(found[:1])

    def _had_by(self, faces: list[Face]) -> frozenset[int]:
        known = frozenset.intersection(*(frozenset(_advances(self.directory / face.file)) for face in faces))
        return known | scripts.INVISIBLE if self.is_joined else known

    def _seen(self, char: str) -> bool:
        return not (self.is_joined and ord(char) in scripts.INVISIBLE)

    def _joined(self, text: str, face: Face, script: dict[int, float], ours: dict[int, float]) -> Iterator[float]:
        for is_script, run in groupby(filter(self._seen, text), lambda char: ord(char) in script):
            words = "".join(run)
            file = self.directory / face.file
            yield harfbuzz.width(file, words) if is_script else sum(ours[ord(char)] for char in words)


def _ours(family: str, weight: int) -> Face:
    return next(f for f in FACES if (f.family, f.weight, f.italic) == (family, weight, False))
