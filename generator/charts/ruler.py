"""Measure text in the fonts of an edition, and break it into lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.charts import scripts, shaping
from generator.charts.faces import FACES
from generator.charts.typeface import SANS, Face
from generator.errors import RenderError

# No line begins with a closing sign or ends with an opening one; a figure keeps its unit, and a range its end: 1—2月.
_FIGURE = "[!-~−–]+[万亿年月日]?"
_UNIT = re.compile(rf"(?P<space> *)(?P<word>[（《“‘]*(?:{_FIGURE}(?:—{_FIGURE})*|.)[，。；：、）》”’！？…—]*)")  # noqa: RUF001 -- signs of another script
_STEPS = 60
_TEXTS = 20_000  # measured texts that are kept


@cache
def _advances(file: Path, language: str = "") -> dict[int, float]:
    """Return how wide each character of a face is; HarfBuzz says it of a script, whose faces are large."""
    from fontTools.ttLib import TTFont

    if language:
        return shaping.advances(file, scripts.characters(language))
    with TTFont(file, lazy=True) as font:
        metrics = font["hmtx"].metrics
        size = font["head"].unitsPerEm
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

    @property
    def is_unspaced(self) -> bool:
        """Whether no spaces stand between the words."""
        return self.language in scripts.UNSPACED

    def family(self, family: str) -> str:
        """Return the families that draw words in a `family` of ours, as CSS lists them.

        No space stands between them: WeasyPrint would take it for a part of the second name.
        """
        before = scripts.BEFORE.get(self.language, {}).get(family)
        return f"'{family}','{before}'" if before else f"'{family}'"

    def missing(self, text: str) -> str:
        """Return the characters of `text` that some face cannot draw, "" where all faces have them all."""
        drawable = _drawable(self)
        return "".join(sorted({char for char in text if ord(char) not in drawable}))

    def width(self, text: str, size: float, *, family: str = SANS, weight: int = 400) -> float:
        """Return the width of `text` in the unit of `size`, or raise RenderError for a character without a glyph."""
        advances = _chain(self, family, weight)
        try:
            width = sum(map(advances.__getitem__, map(ord, text)))
        except KeyError:
            lacking = {char for char in text if ord(char) not in advances}
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(lacking))
            msg = f"{family} has no glyph for {signs} in {text!r}: a package with such a face must be added"
            raise RenderError(msg) from None
        return size * (_joined_width(self, text, family, weight) if self.is_joined else width)

    def lines(
        self,
        text: str,
        room: float,
        size: float,
        *,
        family: str = SANS,
        weight: int = 400,
        phrases: tuple[int, ...] = (),
    ) -> tuple[str, ...]:
        """Return `text` broken where it may be into lines of at most `room`; a longer word stands alone.

        Where `phrases` end it breaks between them, and within one that is longer than a line.
        """
        lines: list[str] = []
        for space, word in self._parts(text, room, size, phrases, family, weight):
            longer = f"{lines[-1]}{space}{word}" if lines else word
            if lines and self.width(longer, size, family=family, weight=weight) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return tuple(lines)

    def balanced(
        self, text: str, room: float, *, family: str = SANS, weight: int = 400, phrases: tuple[int, ...] = ()
    ) -> float:
        """Return the least width, in em, that needs no more lines than `room` em: no last line of one word.

        It has room for each of the `phrases` that `room` itself holds.
        """
        style: dict[str, Any] = {"family": family, "weight": weight, "phrases": phrases}
        count = len(self.lines(text, room, 1.0, **style))
        parts = self._parts(text, room, 1.0, phrases, family, weight) if phrases else ()
        least = max((self.width(word, 1.0, family=family, weight=weight) for _, word in parts), default=0.0)
        for step in range(_STEPS // 2, _STEPS + 1):
            width = room * step / _STEPS
            if width >= least and len(self.lines(text, width, 1.0, **style)) <= count:
                return width
        return room

    def _parts(
        self, text: str, room: float, size: float, phrases: tuple[int, ...], family: str, weight: int
    ) -> Iterator[tuple[str, str]]:
        """Yield what no line of `room` divides: a phrase that is longer is divided like other text."""
        for space, phrase in units(text, self.language, phrases):
            if phrases and self.width(phrase, size, family=family, weight=weight) > room:
                (_, first), *words = units(phrase, self.language)
                yield space, first
                yield from words
            else:
                yield space, phrase

    @property
    def scripts(self) -> tuple[Face, ...]:
        """The faces of the language's own script."""
        return scripts.SCRIPTS.get(self.language, ())

    def script(self, family: str, weight: int) -> tuple[Face, ...]:
        """Return the face of the script that stands before a family of ours: the next heavier one."""
        before = scripts.BEFORE.get(self.language, {}).get(family)
        faces = [face for face in self.scripts if face.family == before]
        faces.sort(key=lambda face: (face.weight < weight, face.weight))
        return tuple(faces[:1])


@cache
def _drawable(ruler: Ruler) -> frozenset[int]:
    """Return the characters that all of our faces have, or all of the script's."""
    latin = [frozenset(_advances(ruler.directory / face.file)) for face in FACES if not face.italic]
    characters = frozenset.intersection(*latin)
    if ruler.scripts:
        script = [frozenset(_advances(ruler.directory / face.file, ruler.language)) for face in ruler.scripts]
        characters |= frozenset.intersection(*script)
    return characters | (scripts.INVISIBLE if ruler.is_joined else frozenset())


@cache
def _chain(ruler: Ruler, family: str, weight: int) -> dict[int, float]:
    """Return how wide each character is in the first face that has it; a script's own stands before ours."""
    latin = next(face for face in FACES if (face.family, face.weight, face.italic) == (family, weight, False))
    widths = dict(_advances(ruler.directory / latin.file))
    for face in ruler.script(family, weight):
        widths |= _advances(ruler.directory / face.file, ruler.language)
    if ruler.is_joined:
        widths |= dict.fromkeys(scripts.INVISIBLE, 0.0)
    return widths


@lru_cache(_TEXTS)
def _joined_width(ruler: Ruler, text: str, family: str, weight: int) -> float:
    """Return the width in em of text in which runs of joined letters alternate with ours."""
    (face,) = ruler.script(family, weight)
    advances = _chain(ruler, family, weight)
    file = ruler.directory / face.file
    script = _advances(file, ruler.language)
    visible = (char for char in text if ord(char) not in scripts.INVISIBLE)
    width = 0.0
    for is_script, run in groupby(visible, lambda char: ord(char) in script):
        words = "".join(run)
        if is_script:
            width += shaping.shape_words(file, words, from_right=True)[1]
        else:
            width += sum(advances[ord(char)] for char in words)
    return width


def units(words: str, language: str, phrases: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return the parts of `words` that no line divides, each with what stands before it: a space, or nothing.

    Where `phrases` say at which places phrases end, these are the parts.
    """
    if language not in scripts.UNSPACED:
        return [(" ", word) for word in words.split(" ")]
    return ideograph_units(words, phrases)


def ideograph_units(words: str, phrases: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Return the same as `units` for a language that has no spaces between words."""
    parts = [(match["space"], match["word"]) for match in _UNIT.finditer(words)]
    return list(_join_phrases(parts, phrases)) if phrases else parts


def _join_phrases(parts: Iterable[tuple[str, str]], phrases: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield the parts up to each end of a phrase as one; an end within a part does not count."""
    before, phrase, place = "", "", 0
    for space, word in parts:
        if phrase:
            phrase += space + word
        else:
            before, phrase = space, word
        place += len(space) + len(word)
        if place in phrases:
            yield before, phrase
            before, phrase = "", ""
    if phrase:
        yield before, phrase
