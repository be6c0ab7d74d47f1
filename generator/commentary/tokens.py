"""Tokens: an editor's sentence in pieces: what it is about, times, figures, known words; all else is `word`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from generator.commentary.goods_names import Codes, GoodsNames
from generator.commentary.sentence_figures import is_one, is_year

_WAYS = {"up": "up", "above": "up", "down": "down", "below": "down"}
_NAMES = frozenset({"subject", "party", "foreign"})
_SAID = frozenset({"up", "down", "flat", "largest", "smallest", "record", "highest", "lowest", "share", "place"})
_STARTS = frozenset({"", ".", ":", ";", "“", '"', "!", "?", "–", "—"})
_ENDS = frozenset({"clause", "comma", "turn"})
_SAYS = frozenset({"figure", "up", "down", "flat", "share", "largest", "record"})
_LISTED = frozenset({"glue", "joins", "comma"})


@dataclass(frozen=True)
class Token:
    """A piece of a sentence; `kind` is subject, party, foreign, time, day, figure, clause, comma, word, or a class.

    `codes` are the goods that a subject may mean, each a tuple of codes (WHOLE: all that is counted); `match` is what
    the pattern of a figure or a time found. `clause` counts the clauses of the sentence. A name `is_loose` where it is
    but one word of a line's: what it says may be of something else.
    """

    kind: str
    start: int
    end: int
    words: str
    codes: tuple[Codes, ...] = ()
    match: re.Match[str] | None = None
    clause: int = 0
    is_loose: bool = False

    @property
    def way(self) -> str | None:
        """The way that its word stands for: that of "above" is up."""
        return _WAYS.get(self.kind)


def tokens_of(text: str, names: GoodsNames) -> list[Token]:
    """Return the pieces of a sentence in order, each with its clause.

    Of several that begin at one place a name is taken, then the longest.
    """
    kept: list[Token] = []
    end = 0
    for token in sorted(_every(text, names), key=lambda token: (token.start, token.kind not in _NAMES, -token.end)):
        if token.start >= end:
            kept.append(token)
            end = token.end
    return _in_clauses(_with_words(_without_capitals(kept, text), text))


def _every(text: str, names: GoodsNames) -> Iterator[Token]:
    words = names.words
    for match in names.pattern.finditer(text):
        if match[0].lower() in names.lines or not words.says(match[0]):  # "tea rose 5%" on a desk of roses
            codes, is_loose = names.meant(match[0])
            yield Token("subject", *match.span(), match[0], codes=codes, is_loose=is_loose)
    for kind, match in _found(text, (*words.times, *words.relative)):
        yield Token("time", *match.span(), kind, match=match)
    for match in words.figure.finditer(text):
        if not is_year(match) and not is_one(match, words):
            yield Token("figure", *match.span(), match[0], match=match)
    for kind, match in _found(text, words.classes):
        yield Token(_of_flow(kind, names.flow), *match.span(), match[0].lower())
    for kind, match in _found(text, (("party", names.party), ("foreign", names.foreign), *words.signs)):
        yield Token(kind, *match.span(), match[0])


def _found(text: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield kind, match


def _of_flow(kind: str, flow: str) -> str:
    """Return the kind of a word for trade: all that the edition counts, or the trade of others.

    Imports from a partner are its exports: both words are right, and `flow` is "".
    """
    if kind in {"import", "export"}:
        return "whole" if flow in {"", kind} else "foreign"
    return kind


def _without_capitals(found: list[Token], text: str) -> list[Token]:
    """Return the pieces without known words that are written as names: "Mount Kenya" is no rise."""
    letters = [word[:1] for word in re.findall(r"[^\W\d_]+", text)]
    if 2 * sum(letter.isupper() for letter in letters) > len(letters):  # a title
        return found
    return [token for token in found if token.kind not in _SAID or not _is_capital(token.start, text)]


def _is_capital(at: int, text: str) -> bool:
    """Say whether a word is written as a name: it begins with a capital, and no sentence begins with it."""
    return text[at].isupper() and text[:at].rstrip()[-1:] not in _STARTS


def _with_words(found: Sequence[Token], text: str) -> list[Token]:
    """Return the pieces with what lies between them as words."""
    every: list[Token] = []
    at = 0
    for token in (*found, None):
        start = token.start if token else len(text)
        for match in re.finditer(r"[^\W\d_]+|\d+", text[at:start]):
            is_name = match[0][:1].isupper() and bool(every) and every[-1].kind != "clause"
            kind = "name" if is_name and match[0].lower() != "hs" else "word"
            every.append(Token(kind, at + match.start(), at + match.end(), match[0]))
        if token:
            every.append(token)
            at = token.end
    return every


def _in_clauses(found: Sequence[Token]) -> list[Token]:
    """Return the pieces with the number of their clause; a comma or "and" between names of a list ends none."""
    kinds = [token.kind for token in found]
    placed: list[Token] = []
    clause = 0
    for at, token in enumerate(found):
        is_end = token.kind in _ENDS or (token.kind == "joins" and _begins_another(kinds, at))
        if is_end and not _is_in_list(kinds, at):
            clause += 1
        placed.append(replace(token, clause=clause))
    return placed


def _is_in_list(kinds: Sequence[str], at: int) -> bool:
    """Say whether a comma or an "and" parts two names of a list, which has an "and" before its last."""
    before = [kind for kind in kinds[:at] if kind not in _LISTED]
    following = takewhile(lambda kind: kind in _LISTED or kind == "subject", kinds[at:])
    has_last = "subject" in dropwhile(lambda kind: kind != "joins", following)
    return kinds[at] in {"comma", "joins"} and before[-1:] == ["subject"] and has_last


def _begins_another(kinds: Sequence[str], at: int) -> bool:
    """Say whether a clause with a subject of its own follows an "and"."""
    before = takewhile(lambda kind: kind not in _ENDS, reversed(kinds[:at]))
    after = list(takewhile(lambda kind: kind not in _ENDS, kinds[at + 1 :]))
    if _SAYS.isdisjoint(before) or "subject" not in after:
        return False
    place = after.index("subject")
    return _SAYS.isdisjoint(after[:place]) and not _SAYS.isdisjoint(after[place:])
