"""Urdu grammar: what no pattern can hold. ارب, کروڑ, لاکھ and ہزار; oblique case; number, and an ordinal’s gender."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from generator.story.plan import Text
from generator.story.rounding import Scale, grouped, plain
from generator.story.text import words_of
from generator.story.words.speech import Noun

DIRECTION = "rtl"
HEADLINE = (90, "letters")  # at most
LONGEST = 110
_UNITS = ((9, "ارب"), (7, "کروڑ"), (5, "لاکھ"), (3, "ہزار"))  # power of ten, its name
_MINUS, _ISOLATE = "\N{MINUS SIGN}", "\N{LEFT-TO-RIGHT ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_INVISIBLE = dict.fromkeys(range(0x2066, 0x206A))  # what isolates one direction from the other


def money(unit: str, digits: str, scale: Scale, words: Mapping[str, Any], style: str = "arab") -> str:
    """Return "1 کروڑ 41 لاکھ 60 ہزار ڈالر", in the style "million" "14.16 ملین ڈالر"."""
    name = words["money"].get(unit) or words["currencies"].get(unit.upper(), unit.upper())
    return f"{scaled(digits, scale, words, style)} {name}"


def scaled(digits: str, scale: Scale, words: Mapping[str, Any], style: str = "arab") -> str:
    """Return a figure as it is said, "4 کروڑ 42 لاکھ 70 ہزار", in the style "million" "44.27 ملین"."""
    sign, said = digits[: digits.startswith(_MINUS)], digits.removeprefix(_MINUS)
    told = _in_units(plain(said).scaleb(scale.power)) if style == "arab" else _in_millions(said, scale, words)
    first, _, rest = told.partition(" ")
    return f"{_ISOLATE.format(sign + first)} {rest}".rstrip() if sign else told


def _in_units(value: Decimal) -> str:
    """Return a figure in the units that it fills, none of them nought times; below a thousand in digits."""
    said = []
    for power, name in _UNITS:
        count, value = divmod(value, Decimal(10) ** power)
        said += [f"{count:,.0f} {name}"] if count else []
    return " ".join([*said, grouped(value)] if value or not said else said)


def _in_millions(digits: str, scale: Scale, words: Mapping[str, Any]) -> str:
    return f"{digits} {words['scales'].get(scale.name, '')}".rstrip()


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
