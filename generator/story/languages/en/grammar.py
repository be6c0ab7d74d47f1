"""English grammar: what no pattern can hold. Money in front of its figure, plural verbs, articles, whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.story.plan import Text
from generator.story.rounding import MILLIONS, Scale, grouped
from generator.story.text import words_of
from generator.story.words.speech import Noun
from generator.trade.currency import DOLLAR, unit_of

DIRECTION = "ltr"
HEADLINE = (14, "words")  # at most
LONGEST = 16
_FINEST = -4  # power of ten: no sum has more decimals


def place(value: Decimal, more: int) -> int:  # noqa: ARG001 -- as every language
    """Return where the digits of a sum end: the scales of English are those in which sums are rounded."""
    return _FINEST


place_of_tonnes = place


def money(unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any]) -> str:
    """Return "$14.16 million", "CNY 14.16 million", "$290,000"."""
    sign = "$" if unit == unit_of(DOLLAR) else f"{unit.upper()} "
    return f"{sign}{grouped(shown)} {words['scales'].get(scale.name, '')}".rstrip()


def tonnes(shown: Decimal, words: Mapping[str, Any]) -> str:
    """Return "6,890", "44.27 million"."""
    if shown < Decimal(10) ** MILLIONS.power:
        return grouped(shown)
    return f"{grouped(shown.scaleb(-MILLIONS.power))} {words['scales'][MILLIONS.name]}"


def form(noun: Noun, spec: str, words: Mapping[str, Any]) -> str:
    """Return a form of `noun` ("’s" whose it is, "bare" without its article), its "a", or a word in its number."""
    said = words_of(noun.part)
    match spec:
        case "’s":
            return f"{said}’" if said.endswith("s") else f"{said}’s"
        case "bare":
            return said.removeprefix("the ")
        case "a":
            return "an" if said[0] in "aeiou" else "a"
        case _:
            one, many = words["agreement"].get(spec, (spec, spec))
            return str(many if noun.plural else one)


def begin(text: Text) -> Text:
    """Return `text` with its first letter in capital."""
    return replace(text, words=text.words[:1].upper() + text.words[1:])


def fits_headline(words: str, *, long: bool = False) -> bool:
    """Say whether a headline is short enough, or at least not too `long`, in words."""
    return len(words.split()) <= (LONGEST if long else HEADLINE[0])
