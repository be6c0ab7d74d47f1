"""Reading English: the figures in a sentence that an editor wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = re.compile(
    r"(?P<date>\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|(?P<code>\bHS \d{2,6}(?:(?:, | and | to )\d{2,6})*)"
    r"|\$(?P<money>\d[\d,]*(?:\.\d+)?)(?: (?P<scale>thousand|million|billion|trillion)\b)?"
    r"|(?P<percent>\d[\d,]*(?:\.\d+)?)(?:%| per ?cent\b)"
    r"|\b(?P<year>(?:19|20)\d\d)\b"
    r"|\b(?P<plain>\d[\d,]*(?:\.\d+)?)"
)
_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_QUALIFIED = re.compile(r"\b(?:(?P<about>about|around|some)|(?P<over>over|above|more than|exceeding)) $", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")


@dataclass(frozen=True)
class Figure:
    """A figure as an editor wrote it: where it stands, what it is worth, in which unit (usd, pct, count).

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
        for kind, unit in (("money", "usd"), ("percent", "pct"), ("plain", "count")):
            if digits := found[kind]:
                power = _SCALES[found["scale"] or ""] if kind == "money" else 0
                value = Decimal(digits.replace(",", "")).scaleb(power)
                yield Figure(found.start(), found.end(), found[0], value, unit, _qualifier(text[: found.start()]))


def _qualifier(before: str) -> str:
    found = _QUALIFIED.search(before)
    return str(found.lastgroup) if found else "exact"


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    return [part for part in _SENTENCE.split(" ".join(text.split())) if part]
