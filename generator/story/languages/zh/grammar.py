"""Chinese grammar (zh-Hans): what no pattern can hold. 万 and 亿; no plural, no capitals, no spaces between words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.story.plan import Text
from generator.story.rounding import Scale, grouped, plain
from generator.story.text import words_of
from generator.story.words.speech import Noun

DIRECTION = "ltr"
HEADLINE = (38, "letters")  # at most
LONGEST = 44
_BOUNDS = ("至少", "超过", "约")
_UNITS = ((8, "亿", 4), (4, "万", 2))  # power of ten, its name, decimals that a reader takes in


def money(unit: str, digits: str, scale: Scale, words: Mapping[str, Any]) -> str:
    """Return "1416万美元", "11.4亿美元", "93,296美元": the same figure as in any language, in 万 or 亿."""
    name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
    return f"{scaled(digits, scale, words)}{name}"


def scaled(digits: str, scale: Scale, words: Mapping[str, Any]) -> str:  # noqa: ARG001 -- as every language
    """Return the figure in the largest of 亿 and 万 in which it has no more decimals than a reader takes in."""
    value = plain(digits).scaleb(scale.power)
    for power, name, most in _UNITS:
        exact = Decimal(f"{value.scaleb(-power):f}").normalize()
        if abs(exact) >= 1 and -int(exact.as_tuple().exponent) <= most:
            return f"{exact:f}{name}".replace("-", "\N{MINUS SIGN}")
    return grouped(Decimal(f"{value:f}"))


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
