"""The rule on wholes: a text that speaks of all that two economies trade stands on figures of all of it.

A part is named as one: "mineral imports", "imports of copper", "selected imports", or with its codes beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from generator.audit.grounds import Grounds
from generator.audit.lexicon import LEXICONS
from generator.audit.parties import party_names
from generator.audit.passages import PASSED_ON, SPOKEN, Passage
from generator.trade.codes import nomenclature
from generator.trade.editions import TOTAL
from generator.trade.rollup import roots

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“])")
_NOUN = re.compile(
    r"(?:(?P<before>[^\s(]+)\s)?(?<![\w-])(?P<noun>(?:re-)?(?:imports|exports))\b(?P<told>\sof\b)?", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:re-)?(?:im|ex)ported\s(?:at\sleast\s|about\s)?(?:goods|products|more|less|(?:\$|(?-i:[A-Z]{3})\s)[\d.,]+(?:\s[mbtr]+illion)?)\s(?:goods\s)?(?:(?:from|to)\b|in\s(?:the\b|\d{4}|(?-i:[A-Z])))",
    re.IGNORECASE,
)
_CODES = re.compile(r"\bHS\s\d")
_CHAPTER = 2  # digits
# words before "imports" that say nothing about the goods
_OF_ALL = frozenset(
    (
        *("of", "in", "and", "the", "all", "its", "their", "total", "overall", "whole", "entire", "merchandise"),
        *("goods", "monthly", "annual", "yearly", "quarterly", "this", "that", "more", "less", "bilateral"),
    )
)


def part(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the sentences about a part of the trade in which it goes for the whole of it."""
    codes = grounds.edition.get("codes", ())
    if passage.role in SPOKEN or passage.block in PASSED_ON or counts_all(codes):
        return
    marked = grounds.marked(passage)
    if any(claim["kind"] in {"background", "quoted"} for _, claim in marked):
        return
    for sentence in _SENTENCE.split(" ".join(passage.words.split())):
        if found := speaks_of_all(sentence, grounds.language, told=bool(marked)):
            yield f"{found!r} is said of all goods, and the figures are of HS {', '.join(roots(codes))} alone"


def counts_all(codes: Sequence[str]) -> bool:
    """Say whether `codes` hold every chapter; where none is known nothing is left out."""
    return not codes or TOTAL in codes or _chapters() <= set(codes)


@cache
def _chapters() -> frozenset[str]:
    return frozenset(code for code in nomenclature() if len(code) == _CHAPTER)


def speaks_of_all(words: str, language: str = "en", *, told: bool = False) -> str | None:
    """Return the imports or exports of which a sentence says no more than whose they are, None where there are none.

    A sentence that names no economy, and is not `told` with a figure, speaks of none.
    """
    if language != "en" or _CODES.search(words) or not (told or _names_party(words, language)):
        return None
    nouns = list(_NOUN.finditer(words))
    if any(found["told"] or not _is_bare(found["before"] or "", language) for found in nouns):
        return None
    found = nouns[0]["noun"] if nouns else None
    verb = _VERB.search(words)
    return found or (verb.group() if verb else None)


def _names_party(words: str, language: str) -> bool:
    return any(word in words for word in party_names(language))


def _is_bare(before: str, language: str) -> bool:
    """Say whether the word before "imports" leaves open which goods: it says whose they are, when, or nothing."""
    word = before.strip('“”‘"(,;:').lower()
    is_whose = word.endswith(("’s", "'s", "s’", "s'"))
    return not word or is_whose or word.isdigit() or word in _OF_ALL or word in _times_and_parties(language)


@cache
def _times_and_parties(language: str) -> frozenset[str]:
    return frozenset(word.lower() for word in (*LEXICONS[language].months, *party_names(language)))
