"""Pieces: an editor's sentence in pieces, with its figures, and what stands before, behind and beside each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from generator.commentary.editor_vocabulary import Vocabulary
from generator.commentary.sentence_figures import Figure
from generator.commentary.tokens import Token

PER = frozenset({"per_tonne", "per_kilogram"})
AGAINST = frozenset({"against", "above", "below"})
NEAR = 3  # pieces within which a word belongs to a figure
_SIGNS = {"+": "up", "-": "down", "\N{MINUS SIGN}": "down"}
_ENDS = frozenset({"joins", "comma"})
_PASSED = frozenset({"glue", "to", "time", "lines", "word"}) | PER


@dataclass(frozen=True, eq=False)
class Pieces:
    """A sentence in pieces; `figures` are its figures, each at its place among the `tokens`."""

    text: str
    tokens: Sequence[Token]
    figures: dict[int, Figure]
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
        """Whether it tells of a weight, by a figure or by its name."""
        return "weight" in self.kinds or self.has_tonnes

    @property
    def is_priced(self) -> bool:
        """Whether it tells of a price: by its name, by "a tonne", or as the average of a weight."""
        return bool(self.kinds & {"price", *PER}) or ("mean" in self.kinds and self.has_weight)

    @property
    def is_without(self) -> bool:
        """Whether it says how all would have gone without some goods."""
        return "without" in self.kinds

    def is_elsewhere(self, at: int) -> bool:
        """Say whether the clause of a piece speaks of others, or of what will be, and not of what would have been."""
        return self.has(at, "foreign", "ahead") and not self.is_without

    # What stands where

    def places(self, *kinds: str) -> list[int]:
        """Return the places of the pieces of some kinds."""
        return [at for at, token in enumerate(self.tokens) if token.kind in kinds]

    def clause(self, at: int) -> range:
        """Return the places of the clause in which a piece stands."""
        number = self.tokens[at].clause
        places = [place for place, token in enumerate(self.tokens) if token.clause == number]
        return range(places[0], places[-1] + 1)

    def inside(self, at: int, places: Iterable[int]) -> list[int]:
        """Return those of some places that are in the clause of a piece."""
        own = self.clause(at)
        return [place for place in places if place in own]

    def has(self, at: int, *kinds: str) -> bool:
        """Say whether the clause of a piece has a word of some kinds."""
        return any(self.tokens[place].kind in kinds for place in self.clause(at))

    def between(self, first: int, last: int) -> list[str]:
        """Return the kinds of the pieces between two places."""
        return [token.kind for token in self.tokens[first + 1 : last]]

    def around(self, at: int, before: int, behind: int) -> set[str]:
        """Return the kinds of so many pieces before a place and so many behind it."""
        return {*self.between(max(at - before, 0) - 1, at), *self.between(at, at + behind + 1)}

    def behind(self, at: int, *passed: str, within: int | None = None) -> list[str]:
        """Return the kinds of the pieces behind a place, of the first `within` alone, without those `passed`."""
        last = len(self.tokens) if within is None else at + within + 1
        return [kind for kind in self.between(at, last) if kind not in passed]

    # What belongs to a figure

    def places_before(self, at: int) -> range:
        """Return the places of its clause between the figure before and this one."""
        own = self.clause(at)
        first = max((place + 1 for place in self.figures if own.start <= place < at), default=own.start)
        return range(first, at)

    def places_after(self, at: int) -> range:
        """Return the places of its clause between this figure and the next."""
        own = self.clause(at)
        return range(at + 1, min((place for place in self.figures if at < place < own.stop), default=own.stop))

    def before(self, at: int) -> list[str]:
        """Return the kinds of the pieces of its clause between the figure before and this one."""
        return [self.tokens[place].kind for place in self.places_before(at)]

    def after(self, at: int, *passed: str, within: int | None = None) -> list[str]:
        """Return the kinds of those between this figure and the next, as `behind` does."""
        places = self.places_after(at)[:within]
        return [self.tokens[place].kind for place in places if self.tokens[place].kind not in passed]

    def joint(self, at: int) -> str:
        """Return the kind of the word that joins a figure to what stands before it ("to", "by"), "" for none."""
        measured = self.words.data["measured"]
        behind = self.after(at, *PER)
        is_beside = behind[:1] == ["against"] or (behind[:1] == ["beside"] and behind[1:2] != ["figure"])
        if measured == "behind" and is_beside:
            return "against"
        for kind in reversed(self.before(at)):
            if kind in AGAINST or kind == "denied":  # "rather than $5 million"
                return "" if measured == "behind" else "against"
            if kind in {"to", "by", "of_whole", "part"}:
                return kind
            if kind not in {"glue", "turn", "whole", "time", *PER}:
                return ""
        return ""

    def way(self, at: int) -> str | None:
        """Return which way a figure goes by the word for it: right behind it, else the last before it, else any."""
        sign = self.text[: self.tokens[at].start].rstrip()[-1:]
        if sign in _SIGNS:
            return _SIGNS[sign]
        after = [self.tokens[place] for place in self.places_after(at)]
        known = [
            token for token in takewhile(lambda token: token.kind not in _ENDS, after) if token.kind not in _PASSED
        ]
        if known and known[0].way:
            return known[0].way
        ahead = [self.tokens[place].way for place in reversed(self.places_before(at))]
        for way in (*ahead, *(token.way for token in known)):
            if way is not None:
                return way
        whole = {self.tokens[place].way for place in self.clause(at)} - {None}
        return whole.pop() if len(whole) == 1 else None


def nearest(places: Iterable[int], at: int, *, is_behind: bool = False) -> int | None:
    """Return the last of some places before another one, else the first behind it; with `is_behind` that one first."""
    ordered = sorted(places)
    before = [place for place in ordered if place < at][-1:]
    behind = [place for place in ordered if place > at][:1]
    chosen = behind or before if is_behind else before or behind
    return chosen[0] if chosen else None
