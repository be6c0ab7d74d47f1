"""Read printed figures, and say whether each is a rounding of its claim.

"40%" means 39.5 to 40.5: a final zero is a digit like any other. Urdu does not print such zeros. "12 کروڑ" is a sum in
two units of which the second is zero, so it means a sum of three digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from generator.audit.patterns.tongue import SCALES, TAGS, UNITS, Tongue
from generator.audit.trace.value_spans import number
from generator.trade.currency import is_money
from generator.trade.period import TIME_UNITS

Data = Mapping[str, Any]
SCALES_OF_HEADS = {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}  # by the scale of a table or chart
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGNS = {"+": 1, "\N{MINUS SIGN}": -1, "-": -1}
_NOUGHTS = 100_000  # at most five final zeros of an amount in full may stand for unknown digits
_COARSEST = 20  # "at least" may leave out at most one twentieth
_ABOUT = Decimal("0.03")  # the tolerance of "about" (docs/figures.md)
_KILOGRAMS = 1000  # in a tonne
_TO_A_TONNE = {"tonne": 1, "kilogram": _KILOGRAMS}
_COMPOSED = frozenset({"ارب", "کروڑ", "لاکھ", "ہزار"})  # units of Urdu, of which a sum has two
_MILLION = 6  # power of ten
_BARE = frozenset({"count", *TIME_UNITS, "ratio", "pp", "pct", "z"})  # units that a print may omit


@dataclass(frozen=True)
class Print:
    """A printed figure."""

    value: Decimal
    step: Decimal  # the value of one unit in its last digit
    coarse: Decimal  # the value of one unit in its last digit that is not zero
    unit: str | None  # None if it names none
    signed: bool  # whether it has a sign


def read(words: str, tongue: Tongue, scale: Decimal = Decimal(1)) -> Print | None:
    """Return the figure that the words print in digits, or None if they do not.

    `scale` is that of a table or chart, whose head states unit and scale.
    """
    match = _figure(tongue).fullmatch(words.strip())
    if match is None:
        return None
    parts = re.findall(_part(tongue), match["figure"])
    unit = _unit(match, tongue)
    scaled = [SCALES[tongue.tag][word] if word else Decimal(1) for _, word in parts]
    if len(parts) == 1 and not parts[0][1] and unit is None:
        scaled = [scale]
    if unit == "kg":
        scaled = [factor * _KILOGRAMS for factor in scaled]
    worth = [_plain(digits) * factor for (digits, _), factor in zip(parts, scaled, strict=True)]
    sign = match["sign"] or ""
    digits = _plain(parts[-1][0])
    step, coarse = (
        Decimal(1).scaleb(int(shape.as_tuple().exponent)) * scaled[-1] for shape in (digits, digits.normalize())
    )
    if not parts[-1][1]:  # readers assume that "$560,000,000" is exact to at least the hundred thousand
        coarse = min(coarse, step * _NOUGHTS)
    value = sum(worth, Decimal(0))
    if parts[0][1] in _COMPOSED:  # such a sum has three significant digits, or two below a million
        size = value.adjusted()
        step = min(coarse, Decimal(1).scaleb(size - (2 if size >= _MILLION else 1)))
    return Print(value * _SIGNS.get(sign, 1), step, coarse, unit, bool(sign))


def read_in_any(words: str) -> Print | None:
    """Return the figure that the words print in digits, in the first language that can read it, or None."""
    for tag in TAGS:
        shown = read(words, Tongue.of(tag))
        if shown is not None:
            return shown
    return None


def fault(
    words: str,
    claim: Data,
    tongue: Tongue,
    scale: Decimal = Decimal(1),
    weight: str = "",
    *,
    may_be_bare: bool = False,
) -> str:
    """Return why the words are not a print of a claim, or "".

    `weight` is the unit of weight beside an average value: a tonne, as in claims, or a kilogram. A person's figure
    `may_be_bare`: in "3 billion to 4 billion dollars" the first figure has no unit.
    """
    if claim["unit"] in {"count", *TIME_UNITS}:
        number_words = tongue.number_words(int(number(claim["value"])))
        if words in number_words or words in {word[:1].upper() + word[1:] for word in number_words}:
            return ""
    money, _, per = claim["unit"].partition("_per_")
    shown = read(words, tongue, scale if is_money(claim["unit"]) else Decimal(1))
    if shown is None:
        return f"{words!r} is no figure that can be read"
    if may_be_bare and _is_persons(shown, claim, money if per else ""):
        return ""
    if per and weight:  # convert the print to an average value for a tonne
        unit, many = claim["unit"] if shown.unit == money else shown.unit, _TO_A_TONNE[weight]
        shown = Print(shown.value * many, shown.step * many, shown.coarse * many, unit, shown.signed)
    unit = _unit_in_print(claim["unit"])
    is_bare = shown.unit is None and (may_be_bare or unit in _BARE or scale != 1)
    if not is_bare and shown.unit not in {unit, claim["unit"]}:
        return f"{words!r} is in {shown.unit or 'no unit'}, the claim in {unit}"
    if not _is_rounding(shown, claim):
        return f"{words!r} is no rounding of {claim['value']}"
    return ""


def _is_persons(shown: Print, claim: Data, priced: str) -> bool:
    """Whether a person may have rounded a sum or weight so: to its last nonzero digit, within 5 %.

    A price, whose currency is `priced`, may be for a tonne or a kilogram. The words around it say which.
    """
    value = abs(number(claim["value"]))
    values = (value, value / _KILOGRAMS) if priced else (value,)
    is_unit = shown.unit == (priced or claim["unit"])
    is_amount = bool(priced) or is_money(claim["unit"]) or claim["unit"] == "kg"
    reach = min(shown.coarse / 2, abs(shown.value) / _COARSEST)
    return is_unit and is_amount and any(abs(abs(shown.value) - possible) <= reach for possible in values)


def _unit_in_print(unit: str) -> str:
    """Return the unit in which a claim is printed: of a price, "$/mt", or a rate, "CNY per USD", its currency."""
    money, _, per = unit.partition(" per ")
    if per:
        return money.lower()
    return "usd" if unit.startswith("$/") else unit


def _is_rounding(shown: Print, claim: Data) -> bool:
    """Whether a print is its claim, rounded to its last digit. A print without a sign is the size of the claim."""
    low, value, high = (number(claim[end]) for end in ("low", "value", "high"))
    if not shown.signed and value < 0:
        low, value, high = -high, -value, -low
    qualifier = claim["qualifier"]
    if shown.value == value and qualifier != "at_least":
        return True
    if qualifier == "at_least":
        return shown.value <= low < shown.value + max(shown.step, min(shown.coarse, shown.value / _COARSEST))
    half = shown.coarse / 2
    has_room = shown.value - half <= low and high <= shown.value + half  # its final zeros stand for unknown digits
    is_rounding = abs(shown.value - value) <= shown.step / 2
    if qualifier == "about":
        return is_rounding or has_room or abs(shown.value - value) <= min(half, abs(shown.value) * _ABOUT)
    if qualifier == "over":  # the upper end of a bound does not limit the digits
        return is_rounding or has_room
    is_open = shown.coarse > shown.step and _in_steps(low, shown.step) != _in_steps(high, shown.step)
    return has_room if is_open else is_rounding


def _in_steps(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP)


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _unit(match: re.Match[str], tongue: Tongue) -> str | None:
    sign = match["money"]
    if sign:
        return "usd" if sign == "$" else sign.strip().lower()
    word = match["unit"]
    if not word:
        return None
    return UNITS[tongue.tag].get(word) or tongue.moneys()[word]


@cache
def _figure(tongue: Tongue) -> re.Pattern[str]:
    units = _either((*UNITS[tongue.tag], *tongue.moneys()))
    scales = _either(SCALES[tongue.tag])
    part = rf"(?:{_DIGITS})(?:\s?(?:{scales}))?"
    return re.compile(
        rf"(?P<sign>[+\-\N{{MINUS SIGN}}])?(?P<money>\$|[A-Z]{{3}}\s)?"
        rf"(?P<figure>{part}(?:\s{part})*)(?:\s?(?P<unit>{units}))?"
    )


@cache
def _part(tongue: Tongue) -> str:
    return rf"({_DIGITS})(?:\s?({_either(SCALES[tongue.tag])}))?"


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
