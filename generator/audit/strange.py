"""The rule on strange words: beside its figures a sentence of ours has no word that the audit does not know.

What a table lists is judged by its rule; a word that none lists says what nothing bears out ("the only line that
fell"). Known are tongues/words.csv, the words that other rules judge, and names: of lines, times and parties, and of
the office and the goods as sources and subtitles have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from generator.audit.finding import folded
from generator.audit.grounds import Grounds
from generator.audit.parties import naming_any
from generator.audit.passages import PASSED_ON, Passage
from generator.audit.sayings import form
from generator.audit.tongues import LEXICONS
from generator.audit.tongues.lexicon import HAN
from generator.audit.tongues.tables import known_words
from generator.audit.unmarked import is_title

_KINDS = frozenset({"section", "finding", "strip"})
_ANOTHERS = frozenset({"background", "quoted"})
_CODES = re.compile(r"HS\s[\d,\s]+")
_WORD = re.compile(rf"[{HAN}]+|(?:(?![{HAN}])[^\W\d_])+(?:[-\N{{NON-BREAKING HYPHEN}}](?:(?![{HAN}])[^\W\d_])+)*")
_WHOSE = re.compile("[’']s?(?!\\w)")


def strange(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield the words beside the figures of a sentence of ours that no table has."""
    if _is_ours(passage, grounds) and form(folded(passage.words), grounds) is None:
        for word in _WORD.findall(_rest(passage, grounds)):
            if not is_known(word.casefold(), grounds):
                yield f"{word!r} is no word that is known here"


def _is_ours(passage: Passage, grounds: Grounds) -> bool:
    """Say whether a passage has figures, all of them of customs, and is no editor's; or is a picture's title."""
    is_passed_on = passage.block.startswith((*PASSED_ON, "remarks")) or passage.kind not in _KINDS
    kinds = {claim["kind"] for _, claim in grounds.marked(passage)}
    is_prose = (passage.role == "prose" and not is_passed_on) or is_title(passage)
    return is_prose and bool(kinds) and not kinds & _ANOTHERS


def _rest(passage: Passage, grounds: Grounds) -> str:
    """Return the words of a passage without its figures, and without what names lines, times, parties and codes."""
    words = passage.words
    spans = [(mark.start, mark.end) for mark in passage.said.marks]
    spans += [(first, last) for first, last, _ in grounds.named(words)]
    spans += [(one.start, one.end) for one in grounds.mentions(words)]
    spans += [found.span() for form in (naming_any(grounds.language), _CODES) for found in form.finditer(words)]
    rest, at = "", 0
    for first, last in sorted(spans):
        rest, at = f"{rest}{words[at:first]} \N{MIDDLE DOT} ", max(at, last)
    return _WHOSE.sub("", rest + words[at:])


def is_known(word: str, grounds: Grounds) -> bool:
    """Say whether a word, in small letters, is in a table, or names the office or the goods."""
    known = _known(grounds.language)
    return word in known or word in grounds.setting or (not grounds.lexicon.spaced and _is_joined(word, known, grounds))


def _is_joined(words: str, known: frozenset[str], grounds: Grounds) -> bool:
    """Say whether words without a space between them are all known, or stand so in sources and subtitles."""
    ends = {0}
    for start, end in combinations(range(len(words) + 1), 2):
        part = words[start:end]
        if start in ends and (part in known or (len(part) > 1 and part in grounds.setting)):
            ends.add(end)
    return len(words) in ends


@cache
def _known(language: str) -> frozenset[str]:
    """Return every word of the tables that other rules judge by, and of those that say nothing by themselves."""
    lexicon = LEXICONS[language]
    kinds: list[Iterable[str]] = [
        *(lexicon.numbers, lexicon.sizes, lexicon.scales, lexicon.units, lexicon.up, lexicon.down, lexicon.moved),
        *(lexicon.judgements, lexicon.forces, lexicon.slight, lexicon.nothing, lexicon.crossings.passed),
        *(lexicon.prices, lexicon.no_price, lexicon.causes),
        *(lexicon.crossings.first, lexicon.crossings.stayed, lexicon.continued, lexicon.part_of, lexicon.part_after),
    ]
    for by_kind in (lexicon.before, lexicon.after, lexicon.beside, lexicon.earlier, lexicon.spans, lexicon.sides):
        kinds += by_kind.values()
    said = {word.casefold() for kind in kinds for word in kind} | set(known_words(language))
    return frozenset(said | {part for word in said for part in _WORD.findall(word)})
