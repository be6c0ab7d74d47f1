"""Numbers in prose: where a text holds one, and what a printed figure comes to, by the auditor's own reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from generator.audit.finding import folded
from generator.audit.signs import SIGN, unit_of_sign
from generator.audit.tongues import AFTER, LEXICONS, Lexicon, any_of
from generator.trade.currency import is_money

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PERHAPS = re.compile(r"[0-9\x80-\U0010ffff]+")  # every number of any script is in such a run
_KILOGRAMS = 1000  # in a tonne
_SIGNS = {"+": 1, "-": -1, "\N{MINUS SIGN}": -1, "": 1}


@dataclass(frozen=True)
class Print:
    """A printed figure: `value` in plain units; its last digit stands for anything from `fine` to `coarse`.

    "1,140" million may be printed to the million or, like "1.14 billion", to the ten million. `unit` is None where
    the print itself names none, `signed` says that it carries a sign, `in_words` is the number word that it is,
    `bound` the word before that ("more than" doubled), `scale` what its digits are multiplied by; a `trimmed` one has
    lost the zeros that its digits ended in.
    """

    value: Decimal
    fine: Decimal
    coarse: Decimal
    unit: str | None = None
    signed: bool = False
    in_words: str = ""
    bound: str = ""
    scale: Decimal = Decimal(1)
    trimmed: bool = False


def numerals(words: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the range of every number in `words`: digits of any script, and the language's number words."""
    lexicon = LEXICONS[language]
    yield from _digits(words)
    spare = [found.span() for pattern in lexicon.free for found in pattern.finditer(words)]
    for found in (lexicon.counted or _number_words(lexicon)).finditer(words):
        if not any(first <= found.start() and found.end() <= last for first, last in spare):
            yield found.span(found.lastgroup or 0)


def _digits(words: str) -> Iterator[tuple[int, int]]:
    for run in _PERHAPS.finditer(words):
        place, end = run.span()
        if run.group().isascii():
            yield place, end
            continue
        while place < end:
            last = place
            while last < end and _is_number(words[last]):
                last += 1
            if last > place:
                yield place, last
            place = max(last, place + 1)


@cache
def _is_number(letter: str) -> bool:
    return unicodedata.category(letter).startswith("N")


def read_print(text: str, language: str, scale: Decimal = Decimal(1)) -> Print | None:
    """Return what the printed figure `text` comes to, or None where it is none.

    `scale` is that of the table or chart: it counts where the print has no currency, unit or scale of its own.
    """
    lexicon, bare = LEXICONS[language], folded(text).strip()
    if found := _figure(lexicon).fullmatch(bare):
        return _read(found, lexicon, scale)
    if found := _in_words(lexicon).fullmatch(bare):
        word = folded(found["word"]).lower()
        value = Decimal(lexicon.numbers.get(word, 0))
        unit = "ratio" if found["times"] else None
        return Print(value, Decimal(1), Decimal(1), unit, in_words=word, bound=folded(found["bound"] or "").lower())
    return None


def _read(found: re.Match[str], lexicon: Lexicon, scale: Decimal) -> Print | None:
    sign = unit_of_sign(found["currency"]) if found["currency"] else None
    if found["currency"] and sign is None:  # "TOP 5": three letters that are no currency
        return None
    unit = next(
        (kind for word, kind in lexicon.units.items() if found["unit"] and word.lower() == found["unit"].lower()), None
    )
    if not found["scale"] and (found["currency"] or unit in {"pct", "pp", "ratio", "kg"} or is_money(unit or "")):
        scale = Decimal(1)
    if (sum_of := _summed(found, lexicon, scale)) is None:
        return None
    digits, factor, more = sum_of
    factor *= _KILOGRAMS if unit == "kg" else 1
    plain = Decimal(digits.replace(",", ""))
    fine = Decimal(1).scaleb(int(plain.as_tuple().exponent))
    coarse = fine if "." in digits else Decimal(1).scaleb(_zeros(digits))
    value = (plain * factor + more * (_KILOGRAMS if unit == "kg" else 1)) * _SIGNS[found["sign"] or ""]
    of = _unit(sign, unit, scaled=bool(found["scale"]))
    signed = bool(found["sign"])
    trimmed = lexicon.trims and (bool(found["scale"]) or is_money(unit or ""))  # a column keeps its zeros
    return Print(value, fine * factor, coarse * factor, of, signed=signed, scale=factor, trimmed=trimmed)


def _summed(found: re.Match[str], lexicon: Lexicon, scale: Decimal) -> tuple[str, Decimal, Decimal] | None:
    """Return digits and scale of the last part of a figure, and what the parts before it come to; None: no figure.

    "17 crore 81 lakh 90 thousand" has three parts, each smaller than one of the scale before it.
    """
    parts = [(found["digits"], lexicon.scales[found["scale"].lower()] if found["scale"] else scale)]
    if lexicon.composed and found["more"]:
        parts += [
            (digits, lexicon.scales[name] if name else Decimal(1))
            for digits, name in re.findall(rf"({_DIGITS})(?:\s({_either(lexicon.scales)})(?!\w))?", found["more"])
        ]
    worth = [Decimal(digits.replace(",", "")) * of for digits, of in parts]
    if any(here >= of for here, (_, of) in zip(worth[1:], parts, strict=False)):
        return None
    return *parts[-1], sum(worth[:-1], Decimal(0))


def _unit(sign: str | None, unit: str | None, *, scaled: bool) -> str | None:
    """Return the unit of a print by its sign and the word after it; bare millions are read as dollars."""
    if sign and unit == "usd_per_t":
        return f"{sign}_per_t"
    if sign and unit not in {None, sign}:  # "CNY 5 million dollars"
        return f"{sign} and {unit}"
    return sign or ("usd" if scaled and unit is None else unit)


def _zeros(digits: str) -> int:
    bare = digits.replace(",", "")
    return len(bare) - len(bare.rstrip("0")) if bare.strip("0") else 0


@cache
def _figure(lexicon: Lexicon) -> re.Pattern[str]:
    before, after = _qualifiers(lexicon)
    scales, gap = _either(lexicon.scales), r"\s" if lexicon.spaced else r"\s?"
    more = rf"(?P<more>(?:\s(?:{_DIGITS})\s(?:{scales})(?!\w))*(?:\s(?:{_DIGITS}))?)" if lexicon.composed else ""
    return re.compile(
        rf"(?:(?:{before})\s?)?(?P<sign>[+\-\N{{MINUS SIGN}}])?(?:(?P<currency>{SIGN})\s?)?"
        rf"(?P<digits>{_DIGITS})"
        rf"(?:\s?(?P<scale>{scales}){AFTER})?{more}(?:\s?(?P<unit>{_either(lexicon.units)}))?(?:{gap}(?:{after}))?",
        re.IGNORECASE,
    )


@cache
def _in_words(lexicon: Lexicon) -> re.Pattern[str]:
    before, after = _qualifiers(lexicon)
    known, gap = _either((*lexicon.numbers, *lexicon.sizes)), r"\s" if lexicon.spaced else r"\s?"
    times = _either(lexicon.times_words)
    return re.compile(
        rf"(?:(?P<bound>{before}){gap})?(?:an?\s)?(?P<word>{known})(?P<times>{gap}(?:{times}))?(?:{gap}(?:{after}))?",
        re.IGNORECASE,
    )


@cache
def _number_words(lexicon: Lexicon) -> re.Pattern[str]:
    return any_of((*lexicon.numbers, *lexicon.sizes))


def _qualifiers(lexicon: Lexicon) -> tuple[str, str]:
    before = _either(word for words in lexicon.before.values() for word in words)
    return before, _either(word for words in lexicon.after.values() for word in words)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
