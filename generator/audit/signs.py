"""Signs of money: "$", "CNY", "HK$", and the unit that each stands for; the same in every language."""

from __future__ import annotations

import re

from generator.trade.currency import is_money

SIGN = r"(?:(?<![A-Za-z])[A-Z]{1,2})?\$|[€£¥₹₩₨₽₺₫฿]|(?<![A-Za-z])(?-i:[A-Z]{3})(?![A-Za-z])"
_SIGNS = {
    **dict.fromkeys(("$", "US$"), "usd"),
    "HK$": "hkd",
    "A$": "aud",
    "AU$": "aud",
    "C$": "cad",
    "CA$": "cad",
    "NZ$": "nzd",
    "S$": "sgd",
    "NT$": "twd",
    "€": "eur",
    "£": "gbp",
    "₹": "inr",
    "₩": "krw",
    "₽": "rub",
    "₺": "try",
    "₫": "vnd",
    "฿": "thb",
}
_AT_END = re.compile(rf"(?P<sign>{SIGN})\s?$")
_LONGEST = 5  # letters of a sign, the space after it and one before


def unit_of_sign(sign: str) -> str | None:
    """Return the unit of a sign of money; itself where that is open ("¥"), None for letters that are no currency."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isascii() and sign.isalpha():
        return sign.lower() if is_money(sign.lower()) else None
    return sign


def sign_before(words: str, start: int) -> str | None:
    """Return the unit of the sign that stands just before `start`, None where none does."""
    found = _AT_END.search(words[max(0, start - _LONGEST) : start])
    return unit_of_sign(found["sign"]) if found else None
