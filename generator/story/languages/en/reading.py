"""Reading English: the figures in a sentence that an editor wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.story.sayings import Known
from generator.trade.currency import DOLLAR, currencies, unit_of

_FIGURE = re.compile(
    r"(?P<date>\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|(?P<code>\bHS \d{2,6}(?:(?:, | and | to )\d{2,6})*)"
    rf"|(?:\$|\b(?P<currency>{'|'.join(currencies())}) )"
    r"(?P<money>\d[\d,]*(?:\.\d+)?)(?: (?P<scale>thousand|million|billion|trillion)\b)?"
    r"|\b(?P<weight>\d[\d,]*(?:\.\d+)?)(?: (?P<many>thousand|million|billion))? tonnes?\b"
    r"|\b(?P<points>\d[\d,]*(?:\.\d+)?) percentage points?\b"
    r"|(?P<percent>\d[\d,]*(?:\.\d+)?)(?:%| per ?cent\b)"
    r"|\b(?P<year>(?:19|20)\d\d(?:-\d\d)?)\b"
    r"|\b(?P<plain>\d[\d,]*(?:\.\d+)?)"
)
_TONNE = 3  # a tonne is 10^3 kg, the unit of weights
_UNITS = {"money": unit_of(DOLLAR), "weight": "kg", "points": "pp", "percent": "pct", "plain": "count"}
_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_QUALIFIED = re.compile(r"\b(?:(?P<about>about|around|some)|(?P<over>over|above|more than|exceeding)) $", re.IGNORECASE)
_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_TENS = {word: ten for ten, word in enumerate(("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 3)}
_IN_WORDS = re.compile(
    rf"\b(?:(?P<tens>twenty|{'|'.join(_TENS)})(?:[-\s](?P<ones>{'|'.join(_NUMBERS[:9])}))?|(?P<number>{'|'.join(_NUMBERS)}))\b"
    r"(?!-fold)(?!\smonths\sto\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


@dataclass(frozen=True)
class Figure:
    """A figure as an editor wrote it: where it stands, what it is worth, in which unit (usd, cny, kg, pp, pct, count).

    `qualifier` is exact, about or over, by the word before it.
    """

    start: int
    end: int
    words: str
    value: Decimal
    unit: str
    qualifier: str = "exact"


def figures_in(text: str) -> Iterator[Figure]:
    """Return the figures of `text` in order; dates, years and HS codes are not figures."""
    for found in _FIGURE.finditer(text):
        for kind, unit in _UNITS.items():
            if digits := found[kind]:
                power = _SCALES[found["scale"] or found["many"] or ""] + (_TONNE if kind == "weight" else 0)
                value = Decimal(digits.replace(",", "")).scaleb(power)
                of = unit_of(found["currency"]) if found["currency"] else unit
                yield Figure(found.start(), found.end(), found[0], value, of, _qualifier(text[: found.start()]))


def numbers_in(text: str) -> Iterator[Figure]:
    """Return the counts of `text` that are words: "seven", "twenty-eight"."""
    for found in _IN_WORDS.finditer(text):
        ones = (found["number"] or found["ones"] or "").lower()
        tens = (found["tens"] or "").lower()
        value = (_NUMBERS.index(ones) + 1 if ones else 0) + 10 * ({"twenty": 2} | _TENS).get(tens, 0)
        yield Figure(found.start(), found.end(), found[0], Decimal(value), "count")


def phrases_in(text: str, known: Known) -> tuple[int, ...]:  # noqa: ARG001 -- as every language
    """Return nothing: spaces part words."""
    return ()


def is_named(code: str, text: str, known: Known) -> bool:
    """Say whether `text` names the line of `code`."""
    forms = known.labels[code].forms()
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text, re.IGNORECASE) for form in forms)


def _qualifier(before: str) -> str:
    found = _QUALIFIED.search(before)
    return str(found.lastgroup) if found else "exact"


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [part for part in _SENTENCE.split(" ".join(text.split())) if part]
