"""Rules on parties: a text names the reporter and the partner of its figures, each in its part, and no other country.

Of the World, all partners together, no partner is named; and what is of one partner is not told of all.
What a named person said, and what an editor passes on, may speak of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from generator.audit.demonyms import DEMONYMS
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage
from generator.trade.codes import WORLD, economies

_ELSEWHERE = frozenset({"voice"})
_ATTRIBUTED = frozenset({"voices", "earlier", "note", "watch", "masthead", "foot", "call", "remarks"})
_Patterns = tuple[re.Pattern[str], ...]
# how the note counts partners, and what else means all of them
_EACH = re.compile(r"\bby (?:country of origin|last known destination|partner)\b")
_TOGETHER = re.compile(r"\ball (?:countries of origin|destinations|partners) together\b")
_ALL = re.compile(
    r"\b(?:from|to|with) (?:all (?:countries|partners|economies|origins|destinations|suppliers|markets)|everywhere)\b"
    r"|\b[Tt]he (?:whole |entire )?[Ww]orld\b(?! Bank| Trade| Customs)|\b[Ww]orldwide\b"
)
_OWN, _GOODS = r"(?:[\u2019']s?)", r"(?:\s[\w-]+){0,6}?\s"


def named(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the countries that are no party of the edition's figures, and parties in the other's part."""
    known = grounds.parties
    if not known or passage.role in _ELSEWHERE or _is_passed_on(passage, grounds):
        return
    if passage.block == "note" or passage.block not in _ATTRIBUTED:
        yield from _how_many(passage, grounds)
    if passage.block in _ATTRIBUTED:
        return
    words, names = passage.words, party_names(grounds.language)
    here = {code for one in known for code in one[:2]}
    for found in _pattern(grounds.language).finditer(words):
        if names[found.group()] not in here:
            yield f"{found.group()!r} is neither reporter nor partner of the figures"
    yield from _roles(words, names, known, grounds.language)


def _how_many(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield what tells the trade with one partner as that with all, or the other way round; a title may be any."""
    words = " ".join(passage.words.split()).replace(grounds.title or "\0", "")
    patterns, whose = [_TOGETHER] if passage.block == "note" else [_TOGETHER, _ALL], "one partner"
    if any(partner == WORLD for _, partner, _ in grounds.parties):
        patterns, whose = [_EACH], "all partners together"
    for found in (found for pattern in patterns for found in pattern.finditer(words)):
        yield f"{found.group()!r} is said of figures of {whose}"


def _roles(
    words: str, names: Mapping[str, str], known: frozenset[tuple[str, str, str]], language: str
) -> Iterator[str]:
    """Yield the parties that a text puts in the other's part: who imports what comes from whom."""
    for flows, stem, by, to in _parts(language):
        if stem not in words:
            continue
        reporters = {one[0] for one in known if one[2] in flows}
        partners = {one[1] for one in known if one[2] in flows}
        for patterns, allowed in ((by, reporters), (to, partners)):
            for found in (found for pattern in patterns for found in pattern.finditer(words)):
                if names[found["who"]] not in allowed:
                    yield f"{found.group()!r} gives {found['who']} a part that the figures do not"


@cache
def _parts(language: str) -> tuple[tuple[frozenset[str], str, _Patterns, _Patterns], ...]:
    """Return for either direction: its flows, the stem of its words, and how texts name who reports and who trades.

    What comes in or goes out again is meant as well: "re-exports to Pakistan".
    """
    who = f"(?P<who>{_pattern(language).pattern})"
    ways = ((("M", "RM"), "import", "from"), (("X", "RX"), "export", "to"))
    return tuple(
        (
            frozenset(flows),
            stem,
            (re.compile(rf"{who}{_OWN}{_GOODS}{stem}s\b"), re.compile(rf"{who}\s{stem}ed\b")),
            (
                re.compile(rf"\b{stem}s{_GOODS}{way}\s(?:the\s)?{who}"),
                re.compile(rf"\b{stem}s\s{way}\s(?:the\s)?{who}"),
            ),
        )
        for flows, stem, way in ways
    )


def _is_passed_on(passage: Passage, grounds: Grounds) -> bool:
    return any(claim["kind"] in {"background", "quoted"} for _, claim in grounds.marked(passage))


@cache
def party_names(language: str) -> Mapping[str, str]:
    """Return each name and demonym with the ISO code of its economy."""
    table = {row.name.partition(" (")[0]: row.iso3 for row in economies().values()} if language == "en" else {}
    return table | {word: code for code, words in DEMONYMS.get(language, {}).items() for word in words}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    ordered = sorted(party_names(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in ordered)})(?![\w-])")
