"""The lines of a desk: HS codes of a few topics, what the desk calls them, its themes and its group."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from generator.story.languages.en.goods import is_plural
from generator.trade.codes import nomenclature

Words = Mapping[str, str]  # by language
_HERE = Path(__file__).parent
_LINES = {1: 12, 2: 8, 3: 14, 5: 20, 8: 20, 13: 14, 22: 6, 40: 6}  # how many, and how often
_CHAPTER = 2  # digits
_LONGEST = 80  # letters of a name that a desk writes


@dataclass(frozen=True)
class Basket:
    """`codes` are the lines, `parents` the chapters or headings that the desk lists beside or in place of them."""

    codes: tuple[str, ...]
    parents: tuple[str, ...]
    traits: frozenset[str]
    group: Words | None = None
    themes: tuple[Mapping[str, Any], ...] = ()
    labels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def selected(self) -> tuple[str, ...]:
        """The codes of the briefing: headings alone where their lines are rolled up."""
        return self.parents if "rolled up" in self.traits else (*self.parents, *self.codes)

    @property
    def certain(self) -> frozenset[str]:
        """The codes that the office prints in full: the first line, and what others are summed to."""
        return frozenset({self.codes[0], *self.parents})


@cache
def odd_names() -> tuple[Mapping[str, str], ...]:
    """Return names with a country, month, number, direction or adverb in them, each with its code."""
    return _rows("odd_names.csv")


@cache
def topics() -> tuple[Mapping[str, str], ...]:
    """Return what a desk may be about: words for all lines within some codes."""
    return _rows("topics.csv")


def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    with (_HERE / name).open(encoding="utf-8", newline="") as text:
        return tuple(csv.DictReader(text))


def basket(chance: random.Random, languages: tuple[str, ...]) -> Basket:
    """Return the lines of a desk, named in its languages."""
    count = chance.choices(list(_LINES), list(_LINES.values()))[0]
    chosen = chance.sample(topics(), chance.randint(1, min(4, count)))
    depth = chance.choice([4, 4, 6])
    codes = _codes(chance, chosen, depth, count)
    traits = {"one line"} if len(codes) == 1 else {"forty lines"} if len(codes) > 30 else set[str]()
    names = chance.choices(["names of the program", "odd names", "names of the desk"], [45, 30, 25])[0]
    labels = dict[str, Any]()
    if names == "odd names":
        codes, labels = _oddly(chance, codes, languages)
    elif names == "names of the desk":
        labels = _named(codes) if "en" in languages else {}
    shape = chance.choices(["lines alone", "parents", "rolled up"], [65, 20, 15])[0]
    parents = _parents(shape, codes)
    themes, group = _themes(chance, chosen, codes, languages), None
    if len(chosen) == 1 and names != "odd names" and chance.random() < 0.7:  # of odd lines it would not be true
        group = {tag: chosen[0][tag].lower() for tag in languages}
    if shape == "rolled up":
        themes = ()
    traits |= {names, shape} | ({"themes"} if themes else set()) | ({"group"} if group else set())
    return Basket(codes, parents, frozenset(traits), group, themes, {} if shape == "rolled up" else labels)


def all_goods() -> Basket:
    """Return every chapter, as the program names it."""
    chapters = sorted(code for code in nomenclature() if len(code) == _CHAPTER)
    return Basket(tuple(chapters), (), frozenset({"all goods", "names of the program", "lines alone"}))


def _codes(chance: random.Random, chosen: list[Words], depth: int, count: int) -> tuple[str, ...]:
    """Return `count` codes of so many digits, some of each topic; fewer where the topics have no more."""
    found = list[str]()
    for at, topic in enumerate(chosen):
        pool = sorted(code for code in nomenclature() if len(code) == depth and is_of(topic, code))
        wanted = count // len(chosen) + (at < count % len(chosen))
        found += chance.sample(pool, min(wanted, len(pool)))
    chance.shuffle(found)
    return tuple(found)


def is_of(topic: Words, code: str) -> bool:
    """Say whether a line lies within the codes of a topic."""
    return code.startswith(tuple(topic["codes"].split()))


def _oddly(
    chance: random.Random, codes: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the lines with odd ones in the place of some, and what the desk calls those."""
    odd = chance.sample(odd_names(), min(chance.randint(1, 6), len(codes)))
    kept = [code for code in codes[len(odd) :] if all(code != row["code"][: len(code)] for row in odd)]
    mixed = [*(row["code"] for row in odd), *kept]
    chance.shuffle(mixed)
    return tuple(mixed), {row["code"]: _label(row, languages) for row in odd}


def _label(row: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, Any]:
    plural = row["plural"] == "yes"
    return {tag: {"full": row[tag], "short": row[tag], "head": row[tag], "plural": plural} for tag in languages}


def _named(codes: tuple[str, ...]) -> dict[str, Any]:
    """Return the first two clauses of what the nomenclature says of a line, where they are short and no other's."""
    names = {code: ";".join(nomenclature()[code].split(";")[:2]).strip() for code in codes}
    times = Counter(names.values())
    return {
        code: {"en": {"full": name, "short": name, "head": name, "plural": is_plural(name)}}
        for code, name in names.items()
        if times[name] == 1 and len(name) <= _LONGEST
    }


def _parents(shape: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the chapters of the lines; the headings where lines are rolled up, none where they stand alone."""
    digits = {"lines alone": 0, "parents": _CHAPTER, "rolled up": min(map(len, codes)) - 2}[shape]
    return tuple(sorted({code[:digits] for code in codes})) if digits else ()


def _themes(
    chance: random.Random, chosen: list[Words], codes: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[Mapping[str, Any], ...]:
    """Return a paragraph for each topic of the desk that has lines; half of the desks have none."""
    if chance.random() < 0.5:
        return ()
    own = [(topic, [code for code in codes if is_of(topic, code)]) for topic in chosen]
    return tuple({"label": {tag: topic[tag] for tag in languages}, "codes": lines} for topic, lines in own if lines)
