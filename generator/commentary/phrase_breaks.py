"""Phrasing: where the lines of large type may end, so that none parts a word, a name, or a figure from its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from generator.commentary.editor_vocabulary import forms_of, vocabulary_of
from generator.commentary.goods_names import GoodsNames, names_in
from generator.commentary.tokens import Token, tokens_of
from generator.story.month import Month
from generator.story.patterns import lexicon_of
from generator.story.plan import Text

# What a line may end with before a figure or a word of movement; other words are said of those: 大幅, 至少.
_ALONE = frozenset({"subject", "party", "foreign", "time", "day", "code", "comma", "clause", "figure", "turn", "whole"})
_MOVES = frozenset({"up", "down", "flat", "nil", "figure"})
_SIGNS = frozenset({"comma", "clause", "subject", "figure"})
_KNOWN = _ALONE | _MOVES | {"joins", "glue", "against", "to"}
_OPENING = frozenset("不自从对由向往为至到比占和与及约近在以因受继")  # a letter that is said with what follows
_CLOSING = frozenset("的了后内中等年月日份类")  # and with what stands before it


def phrased(text: Text, month: Month) -> Text:
    """Return `text` with the places where its phrases end; as it is where spaces part words. No claim is divided."""
    language = month.words.language
    if vocabulary_of(language).spaced:
        return text
    within = {place for mark in text.marks for place in range(mark.start + 1, mark.end)}
    ends = phrases_in(text.words, names_in(month), language)
    return replace(text, phrases=tuple(end for end in ends if end not in within))


def phrases_in(text: str, names: GoodsNames, language: str) -> tuple[int, ...]:
    """Return where the phrases of a text end, its own end among them."""
    whole = {place for start, end in _whole(text, language) for place in range(start + 1, end)}
    found = _with_unknown_together(tokens_of(text, names))
    ends = {one.end for one, other in pairwise(found) if _is_parted(one, other)} | {len(text)}
    return tuple(sorted(ends - whole))


def _with_unknown_together(found: Sequence[Token]) -> list[Token]:
    """Return the pieces with those that stand side by side and are no known phrase as one."""
    kept: list[Token] = []
    for token in found:
        is_next = bool(kept) and kept[-1].end == token.start
        if is_next and kept[-1].kind not in _KNOWN and token.kind not in _KNOWN:
            kept[-1] = replace(kept[-1], end=token.end, words=kept[-1].words + token.words)
        else:
            kept.append(token)
    return kept


def _is_parted(one: Token, other: Token) -> bool:
    """Say whether a line may end between two pieces that stand side by side."""
    if _is_letter(other) and other.words not in _OPENING:
        return False
    if _is_letter(one) and one.words not in _CLOSING:
        return False
    if one.kind == "joins" and one.words not in _CLOSING:
        return False
    return one.kind in _ALONE or one.kind == "word" or other.kind not in _MOVES


def _is_letter(one: Token) -> bool:
    """Say whether a piece is a single letter, which a line does not stand apart; a name may be one: 铜."""
    return one.end - one.start == 1 and one.kind not in _SIGNS


def _whole(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of movement and the economies of the lexicon stand: 增至两倍以上, 刚果（金）."""  # noqa: RUF002 -- a name
    return (found.span() for found in _words(language).finditer(text))


@cache
def _words(language: str) -> re.Pattern[str]:
    lexicon = lexicon_of(language)
    verbs = [word for ways in lexicon["verbs"].values() for words in ways.values() for word in words]
    multiples = [word for forms in lexicon["multiples"].values() for word in _forms(forms)]
    return re.compile(forms_of([*verbs, *multiples, *map(str, lexicon["economies"].values())]))


def _forms(word: str | dict[str, str]) -> list[str]:
    return [word] if isinstance(word, str) else list(word.values())
