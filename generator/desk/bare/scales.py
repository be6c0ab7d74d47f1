"""Scales: how many of the currency a printed 1 is, by the words of a sidecar's `value_unit`, all of which are known."""

from __future__ import annotations

import re

from generator.trade.currency import currencies

SCALES = {
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
}
_MANY = {**SCALES, **{f"{word}s": scale for word, scale in SCALES.items()}}
_TEN, _YEAR = re.compile("10*"), re.compile("(19|20)[0-9]{2}")
_MONEY = ("dollar", "dollars", "$", "us$", "yuan", "rmb", "renminbi", "euro", "euros", "€", "yen", "rupee", "rupees")
_BESIDE = (
    "us",
    "u.s.",
    "of",
    "in",
    "at",
    "the",
    "value",
    "price",
    "prices",
    "constant",
    "current",
    "nominal",
    "fob",
    "cif",
)


def scale_of(text: str) -> int:
    """Return how many a printed 1 is: "thousand USD", "1,000 USD", "USD '000"; ValueError with a word that is none."""
    plain = re.sub("[,'’()]", "", text.lower())
    words = re.sub(r"(?<=\d)\s(?=000\b)", "", plain).split()  # 1 000 is one number
    words = ["1000" if word == "000" else word for word in words]
    found = [_MANY.get(word) or int(word) for word in words if word in _MANY or _TEN.fullmatch(word)]
    strange = next((word for word in words if not _is_known(word)), None)
    if strange is not None or not words:
        raise ValueError(strange or text)
    if len(found) > 1:
        raise ValueError(text)
    return found[0] if found else 1


def _is_known(word: str) -> bool:
    return (
        word in (*_MANY, *_MONEY, *_BESIDE)
        or word.upper() in currencies()
        or _TEN.fullmatch(word) is not None
        or _YEAR.fullmatch(word) is not None
    )
