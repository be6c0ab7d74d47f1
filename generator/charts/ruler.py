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
        drawn = _drawn(self)
        return "".join(sorted({char for char in text if ord(char) not in drawn}))

    def width(self, text: str, size: float, *, family: str = SANS, weight: int = 400) -> float:
        """Return the width of `text` in the unit of `size`, or raise RenderError for a character without a glyph."""
        advances = _chain(self, family, weight)
        try:
            wide = sum(map(advances.__getitem__, map(ord, text)))
        except KeyError:
            lacking = {char for char in text if ord(char) not in advances}
            signs = ", ".join(f"{char!r} (U+{ord(char):04X})" for char in sorted(lacking))
            msg = f"{family} has no glyph for {signs} in {text!r}: a package with such a face must be added"
            raise RenderError(msg) from None
        return size * (_joined(self, text, family, weight) if self.is_joined else wide)

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
        done: list[str] = []
        for space, word in self._parts(text, room, size, phrases, family, weight):
            longer = f"{done[-1]}{space}{word}" if done else word
            if done and self.width(longer, size, family=family, weight=weight) <= room:
                done[-1] = longer
            else:
                done.append(word)
        return tuple(done)

    def balanced(
        self, text: str, room: float, *, family: str = SANS, weight: int = 400, phrases: tuple[int, ...] = ()
    ) -> float:
        """Return the least width, in em, that needs no more lines than `room` em: no last line of one word.

        It has room for each of the `phrases` that `room` itself holds.
        """
        set_in: dict[str, Any] = {"family": family, "weight": weight, "phrases": phrases}
        count = len(self.lines(text, room, 1.0, **set_in))
        parts = self._parts(text, room, 1.0, phrases, family, weight) if phrases else ()
        least = max((self.width(word, 1.0, family=family, weight=weight) for _, word in parts), default=0.0)
        widths = (room * step / _STEPS for step in range(_STEPS // 2, _STEPS + 1))
        return next((w for w in widths if w >= least and len(self.lines(text, w, 1.0, **set_in)) <= count), room)

    def _parts(
        self, text: str, room: float, size: float, phrases: tuple[int, ...], family: str, weight: int
    ) -> Iterator[tuple[str, str]]:
        """Yield what no line of `room` divides: a phrase that is longer is divided like other text."""
        for space, phrase in units(text, self.language, phrases):
            if phrases and self.width(phrase, size, family=family, weight=weight) > room:
                (_, first), *others = units(phrase, self.language)
                yield from ((space, first), *others)
            else:
                yield space, phrase

    @property
    def scripts(self) -> tuple[Face, ...]:
        """The faces of the language's own script."""
        return scripts.SCRIPTS.get(self.language, ())

    def script(self, family: str, weight: int) -> tuple[Face, ...]:
        """Return the face of the script that stands before a family of ours: the next heavier one."""
        before = scripts.BEFORE.get(self.language, {}).get(family)
        found = sorted((f for f in self.scripts if f.family == before), key=lambda f: (f.weight < weight, f.weight))
        return tuple(found[:1])


@cache
def _drawn(ruler: Ruler) -> frozenset[int]:
    """Return the characters that all of our faces have, or all of the script's."""
    ours = frozenset.intersection(*(_had(ruler, face) for face in FACES if not face.italic))
    if not ruler.scripts:
        return ours
    others = frozenset.intersection(*(_had(ruler, face, ruler.language) for face in ruler.scripts))
    return ours | others | (scripts.INVISIBLE if ruler.is_joined else frozenset())


def _had(ruler: Ruler, face: Face, language: str = "") -> frozenset[int]:
    return frozenset(_advances(ruler.directory / face.file, language))


@cache
def _chain(ruler: Ruler, family: str, weight: int) -> dict[int, float]:
    """Return how wide each character is in the first face that has it; a script's own stands before ours."""
    ours = next(f for f in FACES if (f.family, f.weight, f.italic) == (family, weight, False))
    found = dict(_advances(ruler.directory / ours.file))
    for face in ruler.script(family, weight):
        found |= _advances(ruler.directory / face.file, ruler.language)
    return found | (dict.fromkeys(scripts.INVISIBLE, 0.0) if ruler.is_joined else {})


@lru_cache(_TEXTS)
def _joined(ruler: Ruler, text: str, family: str, weight: int) -> float:
    """Return the width in em of text in which runs of joined letters alternate with ours."""
    (face,), advances = ruler.script(family, weight), _chain(ruler, family, weight)
    file, wide = ruler.directory / face.file, 0.0
    of_script = _advances(file, ruler.language)
    seen = (char for char in text if ord(char) not in scripts.INVISIBLE)
    for is_script, run in groupby(seen, lambda char: ord(char) in of_script):
        words = "".join(run)
        wide += shaping.width(file, words) if is_script else sum(advances[ord(char)] for char in words)
    return wide


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
    return list(_held(parts, phrases)) if phrases else parts


def _held(parts: Iterable[tuple[str, str]], phrases: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """Yield the parts up to each end of a phrase as one; an end within a part is none."""
    before, phrase, place = "", "", 0
    for space, word in parts:
        before, phrase = (before, f"{phrase}{space}{word}") if phrase else (space, word)
        place += len(space) + len(word)
        if place in phrases:
            yield before, phrase
            before, phrase = "", ""
    if phrase:
        yield before, phrase
