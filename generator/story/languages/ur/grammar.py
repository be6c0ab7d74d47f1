"""Urdu grammar, beyond what patterns can express: ارب, کروڑ, لاکھ and ہزار; oblique case; number; ordinals' gender."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from generator.story.rounding import MILLIONS, Scale, grouped
from generator.story.text import words_of
from generator.story.words.speech import Grammar, Noun

_UNITS = ((9, "ارب"), (7, "کروڑ"), (5, "لاکھ"), (3, "ہزار"))  # power of ten, its name
_IN_FIGURES = 4  # power of ten: a smaller sum is written in digits
_FEMININE = frozenset({"quarters"})  # units of time; the others are masculine
_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}\N{MINUS SIGN}{}\N{POP DIRECTIONAL ISOLATE}"


class Own(Grammar):
    """The grammar of Urdu."""

    DIRECTION: ClassVar = "rtl"
    HEADLINE: ClassVar = (90, "letters")
    LONGEST: ClassVar = 110

    def place(self, value: Decimal, more: int) -> int:  # noqa: ARG002 -- as every language
        """Return where the digits of a sum end: with the second of the units that it fills, 12 کروڑ 47 لاکھ."""
        size = abs(value).adjusted() if value else 0
        if size < _IN_FIGURES:
            return self.FINEST
        return next((lower for (upper, _), (lower, _) in pairwise(_UNITS) if upper <= size), _UNITS[-1][0])

    def place_of_tonnes(self, value: Decimal, more: int) -> int:
        """Return the same for a weight, which below a million tonnes is written in digits: 5,637."""
        return self.place(value, more) if value >= Decimal(10) ** MILLIONS.power else self.FINEST

    def money(self, unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
        """Return "1 کروڑ 42 لاکھ ڈالر"."""
        name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
        digits = _in_units(abs(shown).scaleb(scale.power))
        if shown < 0:
            first, _, rest = digits.partition(" ")
            digits = f"{_ISOLATE.format(first)} {rest}".rstrip()
        return f"{digits} {name}"

    def tonnes(self, shown: Decimal, words: Mapping[str, Any]) -> str:  # noqa: ARG002 -- as every language
        """Return "5,637", or from a million on "5 کروڑ 60 لاکھ"."""
        return grouped(shown) if shown < Decimal(10) ** MILLIONS.power else _in_units(shown)

    def form(self, noun: Noun, spec: str, words: Mapping[str, Any]) -> str:
        """Return `noun` in the form "oblique", "masculine" or "of_time", or a word in its number.

        The oblique form stands before a postposition. The other two are those of an ordinal: "of_time" has the gender
        of the unit of time that it counts.
        """
        name = words_of(noun.part)
        match spec:
            case "oblique":
                return words_of(noun.oblique) or name
            case "of_time" if noun.counts in _FEMININE:
                return name
            case "masculine" | "of_time":
                return str(words["masculine"].get(name, name))
        return super().form(noun, spec, words)


def _in_units(value: Decimal) -> str:
    """Return a figure in the units that it fills, leaving out units with zero; below ten thousand, in digits."""
    if value < Decimal(10) ** _IN_FIGURES:
        return grouped(value)
    parts = []
    for power, name in _UNITS:
        count, value = divmod(value, Decimal(10) ** power)
        if count:
            parts.append(f"{count:,.0f} {name}")
    if value:
        parts.append(grouped(value))
    return " ".join(parts)
