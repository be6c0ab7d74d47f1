"""Phrases of a sentence without spaces: where a line of large type may end, by the words that the ear knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from generator.story.hearing.tables import table_of
from generator.story.hearing.tokens import Token, tokens
from generator.story.patterns import lexicon_of
from generator.story.sayings import Known

# What a line may end with before a figure or a word of movement; other words are said of those: 大幅, 至少.
_ALONE = frozenset({"name", "party", "time", "day", "code", "unknown", "comma", "stop", "figure", "contrast"})
_MOVES = frozenset({"up", "down", "flat", "doubled", "halved", "gone", "new", "nil"})
_OPENING = frozenset("不自从对由向往为至到比占和与及约近在以因受继")  # a letter that is said with what follows
_CLOSING = frozenset("的了后内中等年月日份类")  # and with what stands before it


def phrases_in(text: str, known: Known, language: str) -> tuple[int, ...]:
    """Return where the phrases of `text` end, its own end among them; nothing where spaces part words.

    What no word is known for is one phrase, as is a figure with its unit and with the word of its movement. Signs are
    left aside: charts.breaks knows which of them no line begins or ends with.
    """
    if table_of(language).spaced:
        return ()
    within = {place for start, end in _whole(text, language) for place in range(start + 1, end)}
    ends = {one.end for one, other in pairwise(tokens(text, known, language)) if _parted(one, other)}
    return (*sorted(ends - within), len(text))


def _parted(one: Token, other: Token) -> bool:
    """Say whether a line may end between two pieces that stand side by side."""
    if _is_letter(other) and other.words not in _OPENING:
        return False
    if _is_letter(one) and one.words not in _CLOSING:
        return False
    if one.kind == "joins" and one.words not in _CLOSING:
        return False
    is_said = other.kind in {"figure", "number"} or other.kind.partition("_")[0] in _MOVES
    return one.kind in _ALONE or not is_said


def _is_letter(one: Token) -> bool:
    """Say whether a piece is a single letter, which a line does not stand apart; a name may be one: 铜."""
    return len(one.words) == 1 and one.kind not in {"comma", "stop", "name", "figure"}


def _whole(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of movement and the economies of the lexicon stand: 增至两倍以上, 刚果（金）."""  # noqa: RUF002 -- a name
    return (found.span() for found in _words(language).finditer(text))


@cache
def _words(language: str) -> re.Pattern[str]:
    lexicon = lexicon_of(language)
    verbs = [word for ways in lexicon["verbs"].values() for words in ways.values() for word in words]
    multiples = [word for forms in lexicon["multiples"].values() for word in _forms(forms)]
    return re.compile(table_of(language).either([*verbs, *multiples, *lexicon["economies"].values()]))


def _forms(word: str | dict[str, str]) -> list[str]:
    return [word] if isinstance(word, str) else list(word.values())
