"""Chinese grammar (zh-Hans): what no pattern can hold. 万 and 亿; no plural, no capitals, no spaces between words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.story.plan import Text
from generator.story.rounding import Scale
from generator.story.text import words_of
from generator.story.words.speech import Noun

DIRECTION = "ltr"
HEADLINE = (38, "letters")  # at most
LONGEST = 44
_BOUNDS = ("至少", "超过", "约")
_UNITS = ((12, "万亿"), (8, "亿"), (4, "万"))  # power of ten, its name
_FIGURES, _DECIMALS, _FINEST = 4, 2, -4  # at most; of what stands in no unit
_WHOLE = 6  # power of ten: from a million on nobody parts a 万


def place(value: Decimal, more: int) -> int:
    """Return where the digits of a sum end: 1.25亿, 11.46亿 and 266.7亿, 1349万, 5.22万; four figures at most."""
    size = abs(value).adjusted() if value else 0
    unit = next((power for power, _ in _UNITS if power <= size), None)
    if unit is None:
        return _FINEST
    if unit == _UNITS[-1][0] and size >= _WHOLE:
        return max(unit - more, size + 1 - _FIGURES)
    return max(unit - _DECIMALS - more, size + 1 - _FIGURES)


place_of_tonnes = place


def money(unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
    """Return "1416万美元", "11.4亿美元", "4321美元"."""
    name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
    return f"{_in_units(shown.scaleb(scale.power))}{name}"


def tonnes(shown: Decimal, words: Mapping[str, Any]) -> str:  # noqa: ARG001 -- as every language
    """Return "5637", "5596万", as sums of money have it."""
    return _in_units(shown)


def _in_units(value: Decimal) -> str:
    """Return a figure in the largest unit that it fills, with the digits that it has; no commas stand beside 万."""
    size = abs(value).adjusted() if value else 0
    for power, name in _UNITS:
        if power <= size:
            return f"{value.scaleb(-power):f}{name}".replace("-", "\N{MINUS SIGN}")
    return f"{value:f}".replace("-", "\N{MINUS SIGN}")


def form(noun: Noun, spec: str, words: Mapping[str, Any]) -> str:  # noqa: ARG001 -- as every language
    """Return the word `spec` as it is, since nothing agrees with a noun.

    "与" stands for 比 before 持平; "为" is left out before the word of a bound: 至少27.4亿美元.
    """
    said = words_of(noun.part)
    if spec == "为" and said.startswith(_BOUNDS):
        return ""
    return said and f"与{said.removeprefix('比')}" if spec == "与" else spec


def begin(text: Text) -> Text:
    """Return `text`: a sentence begins like any other word."""
    return text


def fits_headline(words: str, *, long: bool = False) -> bool:
    """Say whether a headline is short enough, or at least not too `long`, in letters."""
    return len(words) <= (LONGEST if long else HEADLINE[0])
