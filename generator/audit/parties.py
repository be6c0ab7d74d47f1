"""Rules on parties: a text names the reporter and the partner of its figures, each in its part, and no other country.

Of the World, all partners together, no partner is named; and what is of one partner is not told of all.
What a named person said, and what an editor passes on, may speak of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from generator.audit.passages import Passage
from generator.audit.tongues import LEXICONS
from generator.audit.tongues.heard import Vocabulary, vocabulary
from generator.trade.codes import WORLD, economies

if TYPE_CHECKING:
    from generator.audit.grounds import Grounds

_ELSEWHERE = frozenset({"voice"})
_ATTRIBUTED = frozenset({"voices", "correction", "earlier", "note", "watch", "masthead", "foot", "call", "remarks"})


def named(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the countries that are no party of the edition's figures, and parties in the other's part."""
    known = grounds.parties
    if not known or passage.role in _ELSEWHERE or _is_passed_on(passage, grounds):
        return
    if passage.block == "note" or passage.block not in _ATTRIBUTED:
        yield from _how_many(passage, grounds)
    if not _may_name(passage.words, grounds):
        return
    if passage.block == "note":  # it may speak of others, but not give them a part in the figures
        yield from _roles(passage.words, party_names(grounds.language), known, grounds.language)
    if passage.block in _ATTRIBUTED:
        return
    words, names = passage.words, party_names(grounds.language)
    here = {code for one in known for code in one[:2]}
    for found in naming_any(grounds.language).finditer(words):
        if names[found.group()] not in here:
            yield f"{found.group()!r} is neither reporter nor partner of the figures"
    yield from _roles(words, names, known, grounds.language)


def _may_name(words: str, grounds: Grounds) -> bool:
    """Say whether a text may name an economy at all; one without spaces between its words is gone through anyway."""
    return not grounds.lexicon.spaced or _vocabulary(grounds.language).may_be_in(grounds.heard(words))


@cache
def _vocabulary(language: str) -> Vocabulary:
    return vocabulary(tuple(party_names(language)))


def _how_many(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield what tells the trade with one partner as that with all, or the other way round; a title may be any."""
    words = " ".join(passage.words.split()).replace(grounds.title or "\0", "")
    speech = grounds.lexicon.partners
    patterns, whose = [speech.together] if passage.block == "note" else [speech.together, speech.every], "one partner"
    if any(partner == WORLD for _, partner, _ in grounds.parties):
        patterns, whose = [speech.each], "all partners together"
    for found in (found for pattern in patterns for found in pattern.finditer(words)):
        yield f"{found.group()!r} is said of figures of {whose}"


def _roles(
    words: str, names: Mapping[str, str], known: frozenset[tuple[str, str, str]], language: str
) -> Iterator[str]:
    """Yield the parties that a text puts in the other's part: who imports what comes from whom."""
    for part in LEXICONS[language].partners.parts:
        if part.stem not in words.lower():
            continue
        reporters = {one[0] for one in known if one[2] in part.flows}
        partners = {one[1] for one in known if one[2] in part.flows}
        for forms, allowed in ((part.by, reporters), (part.to, partners)):
            for found in (found for form in forms for found in _naming(form, language).finditer(words)):
                if names[found["who"]] not in allowed:
                    yield f"{found.group()!r} gives {found['who']} a part that the figures do not"


@cache
def _naming(form: str, language: str) -> re.Pattern[str]:
    """Return how texts name who reports or who trades, by a form of the words for either direction.

    What comes in or goes out again is meant as well: "re-exports to Pakistan". It knows the names of all economies, and
    so is made where a text has the stem of its words.
    """
    return re.compile(form.replace("<who>", f"(?P<who>{naming_any(language).pattern})"))


def _is_passed_on(passage: Passage, grounds: Grounds) -> bool:
    return any(claim["kind"] in {"background", "quoted"} for _, claim in grounds.marked(passage))


@cache
def party_names(language: str) -> Mapping[str, str]:
    """Return each name and demonym with the ISO code of its economy."""
    names = {word: code for code, words in LEXICONS[language].partners.demonyms.items() for word in words}
    return (
        {row.name.partition(" (")[0]: row.iso3 for row in economies().values()} | names if language == "en" else names
    )


@cache
def naming_any(language: str) -> re.Pattern[str]:
    """Return a pattern for the names and demonyms of economies."""
    ordered = sorted(party_names(language), key=len, reverse=True)
    joined = "|".join(re.escape(name) for name in ordered)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])" if LEXICONS[language].spaced else f"(?:{joined})")
