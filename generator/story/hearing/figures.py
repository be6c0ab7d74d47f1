"""Figures in a sentence of Chinese or Urdu: 1416万美元, 1 کروڑ 41 لاکھ 60 ہزار ڈالر; times and HS codes are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from generator.story.hearing.tables import Table, table_of

NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
CODES = r"HS\s?[0-9]{2,10}(?:\s?[、,،和اور\s]{1,5}[0-9]{2,10})*"
_RANGE = ("至", "到", "—", "–", "-", "سے", "تا")
_TONNE = 3  # a tonne is 10^3 kg, the unit of weights


@dataclass(frozen=True)
class Figure:
    """A figure as an editor wrote it: where it stands, its worth and unit (usd, cny, kg, pp, pct, ratio, count).

    `qualifier` is exact, about or over, by the word beside it.
    """

    start: int
    end: int
    words: str
    value: Decimal
    unit: str
    qualifier: str = "exact"


def figures_in(text: str, language: str) -> Iterator[Figure]:
    """Yield the figures of `text` in order; the first of a range (30亿至40亿美元) has the unit of the second."""
    found = [*_figures_in(text, language), None]
    for one, other in pairwise(found):
        if one and other and one.unit == "count" and text[one.end : other.start].strip() in _RANGE:
            yield replace(one, unit=other.unit)
        elif one:
            yield one


def _figures_in(text: str, language: str) -> Iterator[Figure]:
    table = table_of(language)
    for found in _pattern(language).finditer(text):
        if found["figure"]:
            unit = table.units.get(" ".join((found["unit"] or "").split()), "count")
            if unit == "ratio" and re.search(table.data["more_by"], text[: found.start()]):
                unit = "more"  # "grew by 1.5 times" is no ratio of two levels, and nothing here says so
            power = _TONNE if unit == "kg" else 0
            value = _worth(found, table).scaleb(power)
            yield Figure(found.start(), found.end(), found[0], value, unit, _qualifier(text, found, table))


def numbers_in(text: str, language: str) -> Iterator[Figure]:
    """Yield the counts that are words: a number before a word that lines are counted by."""
    table = table_of(language)
    for found in re.finditer(counted(table), text):
        yield Figure(*found.span("count"), found["count"], Decimal(table.numbers[found["count"]]), "count")


def counted(table: Table) -> str:
    """Return a pattern for a number in words that counts lines."""
    number = table.either(table.numbers)
    return rf"(?P<count>{number})(?=\s?{table.either(str(table.data['counts']).split())})"


def shape(table: Table) -> str:
    """Return a pattern for a figure: groups `many` (parts before the last), `last`, `more`, `scale` and `unit`."""
    before, gap, end = (r"(?<![\w.,])", r"\s", r"(?!\w)") if table.spaced else ("(?<![0-9.,])", r"\s?", "")
    scale, unit = _some(table.scales), _some(table.units)
    many = rf"(?:{NUMBER}{gap}(?:{scale}){gap})*" if table.data["composed"] else ""
    last = rf"(?P<last>{NUMBER}){table.data['inside']}(?:{gap}(?P<scale>{scale}){end})?"
    return rf"{before}(?P<many>{many}){last}(?:\s?(?P<unit>{unit}){end})?"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    table = table_of(language)
    times = (plain(str(table.data["times"][key])) for key in ("day", "quarter", "month"))
    return re.compile(rf"{CODES}|{'|'.join(times)}|(?P<figure>{shape(table)})")


def plain(pattern: str) -> str:
    """Return a pattern without the names of its groups."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _some(words: dict[str, int] | dict[str, str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)


def _worth(found: re.Match[str], table: Table) -> Decimal:
    parts = [(found["last"], table.scales.get(found["scale"] or "", 0))]
    scale = _some(table.scales)
    parts += [(digits, table.scales[name]) for digits, name in re.findall(rf"({NUMBER})\s({scale})\s", found["many"])]
    return sum((Decimal(digits.replace(",", "")).scaleb(power) for digits, power in parts), Decimal(0))


def _qualifier(text: str, found: re.Match[str], table: Table) -> str:
    before, after = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    if found["more"]:
        return "over"
    for kind in ("about", "over"):
        words = table.data["qualified"][kind]
        if before.endswith(tuple(_parts(words, "before"))) or after.startswith(tuple(_parts(words, "after"))):
            return kind
    return "exact"


def _parts(words: dict[str, str], place: str) -> list[str]:
    return [word.replace("_", " ") for word in words[place].split()]
