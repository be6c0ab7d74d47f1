"""Prints: what a printed figure comes to, by the digits that it shows, and whether it is a rounding of its claim.

"40%" stands for 39.5 to 40.5 and no more: a nought at the end is a digit like any other, unless the reading of the
claim leaves that digit open: "$40,400" is printed of 40,370 to 40,430. An amount with a word for its scale has two
digits at least: "2 crore" stands for 1.95 to 2.05.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from generator.audit.gathered import number
from generator.audit.patterns.tongue import SCALES, UNITS, Tongue
from generator.trade.currency import is_money

Data = Mapping[str, Any]
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGNS = {"+": 1, "\N{MINUS SIGN}": -1, "-": -1}
_THREE, _MANY = Decimal(10) ** 3, Decimal(10) ** 9  # how many times its last digit a print may be coarse
_ONE = Decimal(1)
_COARSEST = 20  # "at least" leaves out a twentieth at most
_KILOGRAMS = 1000  # in a tonne
_ABOUT, _SLIGHT = Decimal("0.03"), Decimal("0.005")  # "about" is three per cent, and half of one for its rounding
_BARE = frozenset({"count", "months", "ratio", "pp", "pct", "z", "index"})  # units whose figure may stand without one


@dataclass(frozen=True)
class Print:
    """A printed figure: its value, what its last digit stands for, its unit (None: it names none), its sign."""

    value: Decimal
    step: Decimal
    unit: str | None
    signed: bool


def read(words: str, tongue: Tongue, scale: Decimal = Decimal(1)) -> Print | None:
    """Return what a figure in digits comes to, None where the words are none.

    `scale` is that of a table or a picture, whose head names unit and scale.
    """
    match = _figure(tongue).fullmatch(words.strip())
    if match is None:
        return None
    parts = [(digits, word) for digits, word in re.findall(_part(tongue), match["figure"])]
    unit = _unit(match, tongue)
    scaled = [SCALES[tongue.tag][word] if word else Decimal(1) for _, word in parts]
    if len(parts) == 1 and not parts[0][1] and unit is None:
        scaled = [scale]
    if unit == "kg":
        scaled = [factor * _KILOGRAMS for factor in scaled]
    worth = [_plain(digits) * factor for (digits, _), factor in zip(parts, scaled, strict=True)]
    sign = match["sign"] or ""
    step = _last_digit(parts[-1][0], alone=len(parts) == 1) * scaled[-1]
    value = sum(worth, Decimal(0))
    if parts[0][1] and "." not in parts[-1][0]:
        step = min(step, Decimal(1).scaleb(value.adjusted() - 1))
    return Print(value * _SIGNS.get(sign, 1), step, unit, bool(sign))


def fault(words: str, claim: Data, tongue: Tongue, scale: Decimal = Decimal(1), *, may_be_bare: bool = False) -> str:
    """Return why the words are no print of a claim, "" where they are one.

    A person's figure `may_be_bare`: of "3 billion to 4 billion dollars" the first names no unit.
    """
    if claim["unit"] in {"count", "months"}:
        known = tongue.number_words(int(number(claim["value"])))
        if words in known or words in {word[:1].upper() + word[1:] for word in known}:
            return ""
    shown = read(words, tongue, scale if is_money(claim["unit"]) else Decimal(1))
    if shown is None:
        return f"{words!r} is no figure that can be read"
    is_bare = may_be_bare and shown.unit is None
    if problem := "" if is_bare else _unit_fault(shown, claim, scale):
        return f"{words!r} {problem}"
    if not _is_rounding(shown, claim):
        return f"{words!r} is no rounding of {claim['value']}"
    return ""


def _unit_fault(shown: Print, claim: Data, scale: Decimal) -> str:
    unit = _money_of(claim["unit"])
    if shown.unit == unit:
        return ""
    if shown.unit is None and (unit in _BARE or scale != 1):
        return ""
    return f"is in {shown.unit or 'no unit'}, the claim in {unit}"


def _money_of(unit: str) -> str:
    """Return the unit that stands before a figure: dollars of "$/mt" and of "usd_per_t", yuan of "CNY per USD"."""
    head = re.split(r"/| per |_per_", unit)[0]
    return unit if head == unit else "usd" if head == "$" else head.lower()


def _is_rounding(shown: Print, claim: Data) -> bool:
    """Say whether a print is its claim, rounded to the last digit that it shows; without a sign it is the size."""
    low, value, high = (number(claim[end]) for end in ("low", "value", "high"))
    if not shown.signed and value < 0:
        low, value, high = -high, -value, -low
    qualifier = claim["qualifier"]
    if qualifier == "at_least":
        noughts = Decimal(1).scaleb(int(shown.value.normalize().as_tuple().exponent))
        return shown.value <= low < shown.value + max(shown.step, min(noughts, shown.value / _COARSEST))
    half = shown.step / 2
    if qualifier == "about":
        half = max(half, abs(shown.value) * _ABOUT + min(half, abs(shown.value) * _SLIGHT))
        return shown.value - half <= low and high <= shown.value + half
    return abs(shown.value - value) <= half or _is_open(shown, low, high)


def _is_open(shown: Print, low: Decimal, high: Decimal) -> bool:
    """Say whether the noughts at the end of a print are digits that a reading leaves open, and it is its rounding.

    Of an amount in full they are three at most: a reader takes "$560,000,000" for a sum known to the dollar.
    """
    grain, coarsest = shown.step, shown.step * (_THREE if shown.step == 1 else _MANY)
    while grain < coarsest and shown.value % (grain * 10) == 0 and _common(low, high, grain) is None:
        grain *= 10
        if _common(low, high, grain) == shown.value:
            return True
    return False


def _common(low: Decimal, high: Decimal, grain: Decimal) -> Decimal | None:
    """Return the rounding that all of a reading shares, None where there is none."""
    first, last = ((end / grain).quantize(_ONE, ROUND_HALF_UP) for end in (low, high))
    return first * grain if first == last else None


def _last_digit(digits: str, *, alone: bool) -> Decimal:
    """Return what the last digit stands for.

    In "13 lakh 50 thousand" the nought is none: the figure has two decimals of a million, which are tens of thousands.
    """
    if alone or "." in digits:
        return Decimal(1).scaleb(int(_plain(digits).as_tuple().exponent))
    return Decimal(1).scaleb(len(digits) - len(digits.rstrip("0")))


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _unit(match: re.Match[str], tongue: Tongue) -> str | None:
    if sign := match["money"]:
        return "usd" if sign == "$" else sign.strip().lower()
    after = match["unit"]
    if not after:
        return None
    return UNITS[tongue.tag].get(after) or tongue.moneys()[after]


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
