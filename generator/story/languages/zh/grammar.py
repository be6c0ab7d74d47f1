"""Chinese grammar (zh-Hans), beyond what patterns can express: 万 and 亿; no plural, no capitals, no spaces."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from generator.story.rounding import Scale
from generator.story.text import words_of
from generator.story.words.speech import Grammar, Noun

_BOUNDS = ("至少", "超过", "约")
_UNITS = ((12, "万亿"), (8, "亿"), (4, "万"))  # power of ten, its name
_FIGURES, _DECIMALS = 4, 2  # at most: digits in all, digits after the point
_WHOLE = 6  # power of ten: from a million on 万 has no decimals


class Own(Grammar):
    """The grammar of Chinese."""

    HEADLINE: ClassVar = (38, "letters")
    LONGEST: ClassVar = 44

    def place(self, value: Decimal, more: int) -> int:
        """Return where the digits of a sum end: 1.25亿, 11.46亿 and 266.7亿, 1349万, 5.22万.

        There are four digits at most, but never fewer than a sum has before its point: 62516万亿.
        """
        size = abs(value).adjusted() if value else 0
        unit = next((power for power, _ in _UNITS if power <= size), None)
        if unit is None:
            return self.FINEST
        if unit == _UNITS[-1][0] and size >= _WHOLE:
            return max(unit - more, size + 1 - _FIGURES)
        return max(unit - _DECIMALS - more, min(unit, size + 1 - _FIGURES))

    def money(self, unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
        """Return "1416万美元", "11.4亿美元", "4321美元"."""
        name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
        return f"{_in_units(shown.scaleb(scale.power))}{name}"

    def tonnes(self, shown: Decimal, words: Mapping[str, Any]) -> str:  # noqa: ARG002 -- as every language
        """Return "5637", "5596万", in the same units as sums of money."""
        return _in_units(shown)

    def form(self, noun: Noun, spec: str, words: Mapping[str, Any]) -> str:  # noqa: ARG002 -- as every language
        """Return the word `spec` unchanged, since nothing agrees with a noun, except for two words.

        "与" replaces 比 before 持平. "为" is left out before a qualifying word: 至少27.4亿美元.
        """
        name = words_of(noun.part)
        if spec == "为" and name.startswith(_BOUNDS):
            return ""
        return name and f"与{name.removeprefix('比')}" if spec == "与" else spec


def _in_units(value: Decimal) -> str:
    """Return a figure in the largest unit that it fills, with all its digits and without commas."""
    size = abs(value).adjusted() if value else 0
    for power, name in _UNITS:
        if power <= size:
            return f"{value.scaleb(-power):f}{name}".replace("-", "\N{MINUS SIGN}")
    return f"{value:f}".replace("-", "\N{MINUS SIGN}")
