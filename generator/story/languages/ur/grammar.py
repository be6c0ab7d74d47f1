"""Urdu grammar: what no pattern can hold. ارب, کروڑ, لاکھ and ہزار; oblique case; number, and an ordinal’s gender."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from generator.story.plan import Text
from generator.story.rounding import MILLIONS, Scale, grouped
from generator.story.text import words_of
from generator.story.words.speech import Noun

DIRECTION = "rtl"
HEADLINE = (90, "letters")  # at most
LONGEST = 110
_UNITS = ((9, "ارب"), (7, "کروڑ"), (5, "لاکھ"), (3, "ہزار"))  # power of ten, its name
_IN_FIGURES, _FINEST = 4, -4  # powers of ten: below the first a sum stands in digits
_MINUS, _ISOLATE = "\N{MINUS SIGN}", "\N{LEFT-TO-RIGHT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_INVISIBLE = dict.fromkeys(range(0x2066, 0x206A))  # what isolates one direction from the other


def place(value: Decimal, more: int) -> int:  # noqa: ARG001 -- as every language
    """Return where the digits of a sum end: with the second of the units that it fills, 12 کروڑ 47 لاکھ."""
    size = abs(value).adjusted() if value else 0
    if size < _IN_FIGURES:
        return _FINEST
    return next((lower for (upper, _), (lower, _) in pairwise(_UNITS) if upper <= size), _UNITS[-1][0])


def place_of_tonnes(value: Decimal, more: int) -> int:
    """Return the same of a weight, which stands in digits below a million tonnes: 5,637."""
    return place(value, more) if value >= Decimal(10) ** MILLIONS.power else _FINEST


def money(unit: str, shown: Decimal, scale: Scale, words: Mapping[str, Any], style: str = "arab") -> str:
    """Return "1 کروڑ 42 لاکھ ڈالر", in the style "million" "14.16 ملین ڈالر"."""
    name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
    told = f"{grouped(abs(shown))} {words['scales'].get(scale.name, '')}".rstrip()
    if style == "arab":
        told = _in_units(abs(shown).scaleb(scale.power))
    first, _, rest = told.partition(" ")
    if shown < 0:
        told = f"{_ISOLATE.format(_MINUS + first)} {rest}".rstrip()
    return f"{told} {name}"


def tonnes(shown: Decimal, words: Mapping[str, Any]) -> str:  # noqa: ARG001 -- as every language
    """Return "5,637", from a million on "5 کروڑ 60 لاکھ"."""
    return grouped(shown) if shown < Decimal(10) ** MILLIONS.power else _in_units(shown)


def _in_units(value: Decimal) -> str:
    """Return a figure in the units that it fills, none of them nought times; one below ten thousand in digits."""
    if value < Decimal(10) ** _IN_FIGURES:
        return grouped(value)
    said = []
    for power, name in _UNITS:
        count, value = divmod(value, Decimal(10) ** power)
        if count:
            said.append(f"{count:,.0f} {name}")
    if value:
        said.append(grouped(value))
    return " ".join(said)


def form(noun: Noun, spec: str, words: Mapping[str, Any]) -> str:
    """Return a form of `noun` ("oblique" before a postposition, "masculine" of an ordinal), or a word in its number."""
    said = words_of(noun.part)
    match spec:
        case "oblique":
            return words_of(noun.oblique) or said
        case "masculine":
            return str(words["masculine"].get(said, said))
        case _:
            one, many = words["agreement"].get(spec, (spec, spec))
            return str(many if noun.plural else one)


def begin(text: Text) -> Text:
    """Return `text`: a sentence begins like any other word."""
    return text


def fits_headline(words: str, *, long: bool = False) -> bool:
    """Say whether a headline is short enough, or at least not too `long`, in letters that are seen."""
    return len(words.translate(_INVISIBLE)) <= (LONGEST if long else HEADLINE[0])
