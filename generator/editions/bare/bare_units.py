"""Scales: how many of which currency a printed 1 is, by the words of a `value_unit`, all of which are known."""

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
_TEN, _YEAR = re.compile("10{0,12}"), re.compile("(19|20)[0-9]{2}")
_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "BND", "FJD", "JMD", "NAD", "TTD", "BBD", "XCD")
_RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
_MONEY = {  # the currencies that a word may mean
    **dict.fromkeys(("dollar", "dollars", "$"), _DOLLARS),
    "us$": ("USD",),
    **dict.fromkeys(("yuan", "rmb", "renminbi"), ("CNY",)),
    **dict.fromkeys(("euro", "euros", "€"), ("EUR",)),
    "yen": ("JPY",),
    **dict.fromkeys(("rupee", "rupees"), _RUPEES),
}
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


def money_of(text: str) -> frozenset[str]:
    """Return the currencies that the words may mean, none where they name no money: CNY of "thousand CNY".

    ValueError where they mean two.
    """
    words = re.sub("[,'’()]", " ", text.lower()).split()
    meant = [_MONEY.get(word) or (word.upper(),) for word in words if word in _MONEY or word.upper() in currencies()]
    if "us" in words or "u.s." in words:
        meant.append(("USD",))
    found = frozenset.intersection(*map(frozenset, meant)) if meant else frozenset()
    if meant and not found:
        msg = f"value_unit {text!r} names two currencies"
        raise ValueError(msg)
    return found


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
