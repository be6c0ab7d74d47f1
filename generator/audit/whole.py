"""The rule on wholes: a text that speaks of all that two economies trade stands on figures of all of it.

A part is named as one: "mineral imports", "imports of copper", "selected imports", or with its codes beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from generator.audit.parties import party_names
from generator.audit.passages import PASSED_ON, SPOKEN, Passage
from generator.audit.tongues import LEXICONS
from generator.audit.tongues.heard import folded
from generator.trade.codes import nomenclature
from generator.trade.editions import TOTAL
from generator.trade.rollup import roots

if TYPE_CHECKING:
    from generator.audit.grounds import Grounds

_CODES = re.compile(r"(?<![A-Za-z])HS\s\d")
_CHAPTER = 2  # digits


def part(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the sentences about a part of the trade in which it goes for the whole of it."""
    codes = grounds.edition.get("codes", ())
    if passage.role in SPOKEN or passage.block in PASSED_ON:
        return
    if not any(part.stem in folded(passage.words) for part in LEXICONS[grounds.language].partners.parts):
        return
    marked = grounds.marked(passage)
    if any(claim["kind"] in {"background", "quoted"} for _, claim in marked):
        return
    for sentence in LEXICONS[grounds.language].wholes.sentence.split(" ".join(passage.words.split())):
        found = speaks_of_all(sentence, grounds.language, told=bool(marked))
        if found and not counts_all(codes):
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
    speech = LEXICONS[language].wholes
    nouns = list(speech.noun.finditer(words))
    verb = speech.verb.search(words) if speech.verb else None
    if not nouns and verb is None:
        return None
    if _CODES.search(words) or not (told or _names_party(words, language)):
        return None
    if any(found["told"] or not _is_bare(found["before"] or "", language) for found in nouns):
        return None
    return (nouns[0]["noun"] if nouns else None) or (verb.group() if verb else None)


def _names_party(words: str, language: str) -> bool:
    return any(word in words for word in party_names(language))


def _is_bare(before: str, language: str) -> bool:
    """Say whether the word before "imports" leaves open which goods: it says whose they are, when, or nothing."""
    word = before.strip('“”‘"(,;:').lower()
    if not LEXICONS[language].spaced:
        word = _joins(language).sub("", word)
    speech = LEXICONS[language].wholes
    is_whose = word.endswith(speech.whose)
    return not word or is_whose or word.isdigit() or word in speech.bare or word in _times_and_parties(language)


@cache
def _joins(language: str) -> re.Pattern[str]:
    """Return a pattern for the economies, and what joins them to a noun, of a language without spaces between words."""
    ordered = sorted(party_names(language), key=len, reverse=True)
    return re.compile(rf"{'|'.join(map(re.escape, ordered))}|[自从对向往由在的年月]")


@cache
def _times_and_parties(language: str) -> frozenset[str]:
    return frozenset(word.lower() for word in (*LEXICONS[language].months, *party_names(language)))
