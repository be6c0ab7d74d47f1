"""Tables: the words that a language hears in an editor's sentences, each with its class, from its `hearing.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from generator.story.patterns import hearing_of, lexicon_of
from generator.trade.codes import WORLD, Flow
from generator.trade.currency import currencies, unit_of
from generator.trade.figures import Selection

_ONE_WAY = {Flow.RE_IMPORT: Flow.IMPORT, Flow.RE_EXPORT: Flow.EXPORT}


@dataclass(frozen=True, eq=False)
class Table:
    """One language's words by class, its times and its units; `spaced` where spaces stand between words."""

    language: str
    data: Mapping[str, Any]

    @property
    def spaced(self) -> bool:
        """Whether spaces stand between words."""
        return bool(self.data["spaced"])

    @cached_property
    def classes(self) -> dict[str, str]:
        """The class of each word: "up", "cause", "plain"."""
        return {word: kind for kind, words in self.data["words"].items() for word in _listed(words)}

    @cached_property
    def sizes(self) -> dict[str, tuple[int, int]]:
        """The changes in per cent that a word such as "doubled" stands for, least and most, by its class."""
        return {kind: (low, high) for kind, (low, high) in self.data["sizes"].items()}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """What each number in words is worth."""
        return {word: value for value, words in self.data["numbers"].items() for word in _listed(words)}

    @cached_property
    def months(self) -> dict[str, int]:
        """The place in the year, 0 to 11, of what stands for a month in a time."""
        return {word: place for place, words in enumerate(self.data["months"]) for word in _listed(words)}

    @cached_property
    def quarters(self) -> dict[str, int]:
        """The number, 1 to 4, of what stands for a quarter's in a time."""
        return {word: number for number, words in enumerate(self.data["quarters"], 1) for word in _listed(words)}

    @cached_property
    def scales(self) -> dict[str, int]:
        """The powers of ten of the words that scale a figure."""
        return {word: int(power) for word, power in self.data["scales"].items()}

    @cached_property
    def units(self) -> dict[str, str]:
        """The unit of each word that may stand after a figure: per cent, points, tonnes, times, money."""
        known, money = currencies(), lexicon_of(self.language)
        found = {name: unit_of(code) for code, name in money["currencies"].items() if code in known}
        found |= {name: unit for unit, name in money["money"].items()}
        return found | {word: unit for unit, words in self.data["units"].items() for word in _listed(words)}

    def words_of(self, kind: str) -> frozenset[str]:
        """Return the words of a class."""
        return frozenset(_listed(self.data["words"][kind]))

    @property
    def any_of_all(self) -> frozenset[str]:
        """The words for all that is counted that say of no direction: "the total"."""
        return frozenset(_listed(self.data["whole"]["any"]))

    def some(self, key: str) -> frozenset[str]:
        """Return the words of a list that is no class."""
        return frozenset(_listed(self.data[key]))

    def whole(self, of: Selection) -> tuple[str, ...]:
        """Return the words for all that the edition counts, in its direction."""
        own = str(lexicon_of(self.language)["flows"][of.flow.value][0])
        flow = _ONE_WAY.get(of.flow, of.flow)
        return (own, *_listed(self.data["whole"][flow.value]), *_listed(self.data["whole"]["any"]))

    def parties(self, of: Selection) -> tuple[str, ...]:
        """Return the names of the economies that trade."""
        economies = lexicon_of(self.language)["economies"]
        return tuple(str(economies[code]) for code in (of.reporter, of.partner) if code != WORLD)

    def either(self, words: Iterable[str]) -> str:
        """Return a pattern for any of `words` as whole words, the longest first."""
        ordered = sorted(set(words), key=len, reverse=True)
        said = "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered) or "(?!)"
        return rf"(?<!\w)(?:{said})(?!\w)" if self.spaced else f"(?:{said})"


def _listed(words: str) -> list[str]:
    return [word.replace("_", " ") for word in str(words).split()]


@cache
def table_of(language: str) -> Table:
    """Return the words that a language hears."""
    return Table(language, hearing_of(language))
