"""Tokens: splits an editor's sentence into pieces: names, times, figures and known words. All else is `word`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile, takewhile

from generator.commentary.editor_vocabulary import Vocabulary
from generator.commentary.goods_names import Codes, GoodsNames
from generator.commentary.sentence_figures import Figure, is_one, is_year

_WAYS = {"up": "up", "above": "up", "down": "down", "below": "down"}
_NAMES = frozenset({"subject", "party", "foreign"})
_SAID = frozenset({"up", "down", "flat", "largest", "smallest", "record", "highest", "lowest", "share", "place"})
_STARTS = frozenset({"", ".", ":", ";", "“", '"', "!", "?", "–", "—"})
_ENDS = frozenset({"clause", "comma", "turn"})
_SAYS = frozenset({"figure", "up", "down", "flat", "share", "largest", "record"})
_LISTED = frozenset({"glue", "joins", "comma"})


@dataclass(frozen=True)
class Token:
    """A piece of a sentence."""

    kind: str  # subject, party, foreign, time, day, figure, clause, comma, name, word, or a class of words
    start: int  # offsets in the sentence
    end: int
    words: str
    codes: tuple[Codes, ...] = ()  # the goods that a subject may mean (WHOLE: all that is counted)
    match: re.Match[str] | None = None  # of a figure or a time
    clause: int = 0  # number of its clause
    is_loose: bool = False  # a name that is a single word of a line's name, and may mean something else

    @property
    def way(self) -> str | None:
        """The direction of its word: "up" for "above"; None for words without one."""
        return _WAYS.get(self.kind)


def tokens_of(text: str, names: GoodsNames) -> list[Token]:
    """Return the pieces of a sentence in order, each with its clause.

    If several begin at one place, a name is preferred, then the longest.
    """
    tokens: list[Token] = []
    end = 0
    for token in sorted(_matches(text, names), key=lambda token: (token.start, token.kind not in _NAMES, -token.end)):
        if token.start >= end:
            tokens.append(token)
            end = token.end
    return _in_clauses(_with_words(_without_capitals(tokens, text), text))


def _matches(text: str, names: GoodsNames) -> Iterator[Token]:
    words = names.words
    for match in names.pattern.finditer(text):
        if match[0].lower() in names.lines or not words.says(match[0]):  # "tea rose 5%" on a desk of roses
            codes, is_loose = names.meant(match[0])
            yield Token("subject", *match.span(), match[0], codes=codes, is_loose=is_loose)
    for kind, match in _pattern_matches(text, (*words.times, *words.relative)):
        yield Token("time", *match.span(), kind, match=match)
    for match in words.figure.finditer(text):
        if not is_year(match) and not is_one(match, words):
            yield Token("figure", *match.span(), match[0], match=match)
    for kind, match in _pattern_matches(text, words.classes):
        # "imports" are all goods of an edition of imports, and another trade in an edition of exports. With a named
        # partner `flow` is "": our imports are the partner's exports.
        is_whole = names.flow in {"", kind}
        meant = ("whole" if is_whole else "foreign") if kind in {"import", "export"} else kind
        yield Token(meant, *match.span(), match[0].lower())
    for kind, match in _pattern_matches(text, (("party", names.party), ("foreign", names.foreign), *words.signs)):
        yield Token(kind, *match.span(), match[0])


def _pattern_matches(text: str, patterns: Iterable[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            yield kind, match


def _without_capitals(tokens: list[Token], text: str) -> list[Token]:
    """Return the pieces without known words that are capitalised as names: "Mount Kenya" is not a rise."""
    letters = [word[:1] for word in re.findall(r"[^\W\d_]+", text)]
    if 2 * sum(letter.isupper() for letter in letters) > len(letters):  # a title
        return tokens
    remaining = []
    for token in tokens:
        is_start = text[: token.start].rstrip()[-1:] in _STARTS
        if token.kind not in _SAID or is_start or not text[token.start].isupper():
            remaining.append(token)
    return remaining


def _with_words(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the pieces, with the text between them as words and names."""
    pieces: list[Token] = []
    at = 0
    for token in (*tokens, None):
        start = token.start if token else len(text)
        for match in re.finditer(r"[^\W\d_]+|\d+", text[at:start]):
            is_name = match[0][:1].isupper() and bool(pieces) and pieces[-1].kind != "clause"
            kind = "name" if is_name and match[0].lower() != "hs" else "word"
            pieces.append(Token(kind, at + match.start(), at + match.end(), match[0]))
        if token:
            pieces.append(token)
            at = token.end
    return pieces


def _in_clauses(tokens: Sequence[Token]) -> list[Token]:
    """Return the pieces with the number of their clause. A comma or "and" within a list of names ends no clause."""
    kinds = [token.kind for token in tokens]
    placed: list[Token] = []
    clause = 0
    for at, token in enumerate(tokens):
        is_end = token.kind in _ENDS or (token.kind == "joins" and _begins_another(kinds, at))
        if is_end and not _is_in_list(kinds, at):
            clause += 1
        placed.append(replace(token, clause=clause))
    return placed


def _is_in_list(kinds: Sequence[str], at: int) -> bool:
    """Whether a comma or an "and" separates two names of a list, which has an "and" before its last name."""
    before = [kind for kind in kinds[:at] if kind not in _LISTED]
    following = takewhile(lambda kind: kind in _LISTED or kind == "subject", kinds[at:])
    has_last = "subject" in dropwhile(lambda kind: kind != "joins", following)
    return kinds[at] in {"comma", "joins"} and before[-1:] == ["subject"] and has_last


def _begins_another(kinds: Sequence[str], at: int) -> bool:
    """Whether a clause with a subject of its own follows an "and"."""
    before = takewhile(lambda kind: kind not in _ENDS, reversed(kinds[:at]))
    following = list(takewhile(lambda kind: kind not in _ENDS, kinds[at + 1 :]))
    if _SAYS.isdisjoint(before) or "subject" not in following:
        return False
    place = following.index("subject")
    return _SAYS.isdisjoint(following[:place]) and not _SAYS.isdisjoint(following[place:])


PER = frozenset({"per_tonne", "per_kilogram"})
AGAINST = frozenset({"against", "above", "below"})
NEAR = 3  # a word within this many pieces may belong to a figure
_SIGNS = {"+": "up", "-": "down", "\N{MINUS SIGN}": "down"}
_BREAKS = frozenset({"joins", "comma"})
_PASSED = frozenset({"glue", "to", "time", "lines", "word"}) | PER


@dataclass(frozen=True, eq=False)
class Pieces:
    """A sentence in pieces. A place is an index into `tokens`."""

    text: str
    tokens: Sequence[Token]
    figures: dict[int, Figure]  # by their places
    words: Vocabulary

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its pieces."""
        return frozenset(token.kind for token in self.tokens)

    @cached_property
    def has_tonnes(self) -> bool:
        """Whether one of its figures is a weight."""
        return any(figure.unit == "kg" for figure in self.figures.values())

    @property
    def has_weight(self) -> bool:
        """Whether the sentence mentions a weight, by a figure or by a word."""
        return "weight" in self.kinds or self.has_tonnes

    @property
    def is_priced(self) -> bool:
        """Whether the sentence mentions a price: by a word, by "a tonne", or as the average of a weight."""
        return bool(self.kinds & {"price", *PER}) or ("mean" in self.kinds and self.has_weight)

    @property
    def is_without(self) -> bool:
        """Whether the sentence excludes some goods: "without copper, imports would have fallen"."""
        return "without" in self.kinds

    def is_elsewhere(self, at: int) -> bool:
        """Whether the clause of a piece is about other economies or the future, and excludes no goods."""
        return self.has(at, "foreign", "ahead") and not self.is_without

    # Pieces by place and clause

    def places(self, *kinds: str) -> list[int]:
        """Return the places of the pieces of some kinds."""
        return [at for at, token in enumerate(self.tokens) if token.kind in kinds]

    def clause(self, at: int) -> range:
        """Return the places of the clause in which a piece stands."""
        number = self.tokens[at].clause
        places = [place for place, token in enumerate(self.tokens) if token.clause == number]
        return range(places[0], places[-1] + 1)

    def inside(self, at: int, places: Iterable[int]) -> list[int]:
        """Return those of `places` that are in the clause of the piece at `at`."""
        clause = self.clause(at)
        return [place for place in places if place in clause]

    def has(self, at: int, *kinds: str) -> bool:
        """Whether the clause of a piece has a word of some kinds."""
        return any(self.tokens[place].kind in kinds for place in self.clause(at))

    def between(self, first: int, last: int) -> list[str]:
        """Return the kinds of the pieces between two places."""
        return [token.kind for token in self.tokens[first + 1 : last]]

    def around(self, at: int, before: int, behind: int) -> set[str]:
        """Return the kinds of `before` pieces before a place and of `behind` pieces behind it."""
        return {*self.between(max(at - before, 0) - 1, at), *self.between(at, at + behind + 1)}

    def behind(self, at: int, *passed: str, within: int | None = None) -> list[str]:
        """Return the kinds of the pieces behind a place, at most the next `within`, without the kinds `passed`."""
        last = len(self.tokens) if within is None else at + within + 1
        return [kind for kind in self.between(at, last) if kind not in passed]

    # Pieces that belong to a figure

    def places_before(self, at: int) -> range:
        """Return the places between the previous figure of its clause and this one."""
        clause = self.clause(at)
        first = max((place + 1 for place in self.figures if clause.start <= place < at), default=clause.start)
        return range(first, at)

    def places_after(self, at: int) -> range:
        """Return the places between this figure and the next of its clause."""
        clause = self.clause(at)
        return range(at + 1, min((place for place in self.figures if at < place < clause.stop), default=clause.stop))

    def kinds_before(self, at: int) -> list[str]:
        """Return the kinds of the pieces between the previous figure of its clause and this one."""
        return [self.tokens[place].kind for place in self.places_before(at)]

    def kinds_after(self, at: int, *passed: str, within: int | None = None) -> list[str]:
        """Return the kinds of the pieces between this figure and the next, filtered as in `behind`."""
        places = self.places_after(at)[:within]
        return [self.tokens[place].kind for place in places if self.tokens[place].kind not in passed]

    def joint(self, at: int) -> str:
        """Return the kind of the word that links a figure to the words before it ("to", "by"); "" if there is none."""
        measured = self.words.data["measured"]
        behind = self.kinds_after(at, *PER)
        is_beside = behind[:1] == ["against"] or (behind[:1] == ["beside"] and behind[1:2] != ["figure"])
        if measured == "behind" and is_beside:
            return "against"
        for kind in reversed(self.kinds_before(at)):
            if kind in AGAINST or kind == "denied":  # "rather than $5 million"
                return "" if measured == "behind" else "against"
            if kind in {"to", "by", "of_whole", "part"}:
                return kind
            if kind not in {"glue", "turn", "whole", "time", *PER}:
                return ""
        return ""

    def way(self, at: int) -> str | None:
        """Return the direction of a figure: by its sign, or a word right behind it, or the last before it, or any."""
        sign = self.text[: self.tokens[at].start].rstrip()[-1:]
        if sign in _SIGNS:
            return _SIGNS[sign]
        following = [self.tokens[place] for place in self.places_after(at)]
        unbroken = takewhile(lambda token: token.kind not in _BREAKS, following)
        words = [token for token in unbroken if token.kind not in _PASSED]
        if words and words[0].way:
            return words[0].way
        ahead = [self.tokens[place].way for place in reversed(self.places_before(at))]
        for way in (*ahead, *(token.way for token in words)):
            if way is not None:
                return way
        clause_ways = {self.tokens[place].way for place in self.clause(at)} - {None}
        return clause_ways.pop() if len(clause_ways) == 1 else None


def nearest(places: Iterable[int], at: int, *, is_behind: bool = False) -> int | None:
    """Return the nearest of some places before `at`, or else behind it; with `is_behind`, the one behind first."""
    ordered = sorted(places)
    before = [place for place in ordered if place < at][-1:]
    behind = [place for place in ordered if place > at][:1]
    chosen = behind or before if is_behind else before or behind
    return chosen[0] if chosen else None
