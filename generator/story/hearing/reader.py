"""Reading Chinese or Urdu: what an editor's sentence says without a figure, clause by clause.

Both name what they speak of before they say how it moved, and both are read strictly: a sentence about the lines has
no word that the tables do not know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.story.hearing.tables import Table, table_of
from generator.story.hearing.tokens import Token, tokens
from generator.story.sayings import WHOLE, Doubt, Known, Move, Place, Saying
from generator.story.words.trades import is_whole
from generator.trade.period import Period

_MOVES = {f"{way}{force}": way for way in ("up", "down") for force in ("", "_strong", "_slight")}
_STATES = {"flat": "flat", "gone": "gone", "new": "new", "nil": "nil"}
_REFUSED = {"cause_beside": "cause", "number": "number", "past": "past", "praise": "praise"}  # a class, its doubt
_BETWEEN = frozenset({"party", "figure", "time"})  # what may stand between "imports" and what is imported
_NEXT, _NEAR = Decimal(100), Decimal(10)  # per cent: how far "more than doubled" and "nearly doubled" reach


def sayings_in(text: str, known: Known, language: str, *, own: bool) -> Iterator[Saying]:
    """Yield what `text` says without a figure, in order; `own`: it speaks of the lines alone, as a headline does."""
    table = table_of(language)
    found = _merged(_bounded(tokens(text, known, language), table), table)
    is_ours = own or any(_is_of_trade(token, table) for token in found)
    yield from _doubts(found, known, table, is_ours=is_ours)
    if is_ours:
        reading = _Reading(text, known, table)
        for clause in _clauses(found, table):
            yield from reading.sayings(clause)
        yield from reading.idle()


def _is_of_trade(token: Token, table: Table) -> bool:
    return token.kind in {"name", "figure", "place", *_MOVES, *_STATES, *table.sizes}


def _bounded(found: Sequence[Token], table: Table) -> list[Token]:
    """Return the tokens with "more than" beside a figure as the word of a bound, which moves nothing."""
    before, after = table.some("bound_before"), table.some("bound_after")

    def is_bound(at: int) -> bool:
        beside = [*(found[at - 1 : at] if found[at].words in after and at else ())]
        beside += found[at + 1 : at + 2] if found[at].words in before else ()
        return any(token.kind in {"figure", *table.sizes} for token in beside)

    return [replace(token, kind="bound") if is_bound(at) else token for at, token in enumerate(found)]


def _merged(found: Sequence[Token], table: Table) -> list[Token]:
    """Return the tokens with "imports of copper", whichever stands first, as the name of the line alone."""
    between = table.words_of("joins")
    read: list[Token] = []
    for token in found:
        before = next((one for one in reversed(read) if one.kind not in _BETWEEN and one.words not in between), None)
        if token.kind == "name" and before and before.kind == "name" and WHOLE in {token.code, before.code}:
            if token.code == WHOLE:
                read[read.index(before)] = replace(before, bare=False)
                continue
            read.remove(before)
        read.append(token)
    return read


def _clauses(found: Sequence[Token], table: Table) -> Iterator[list[Token]]:
    """Yield the tokens between stops, contrasts and, where a comma parts clauses and not names, commas."""
    clause: list[Token] = []
    for token in found:
        if token.kind in {"stop", "contrast"} or (token.kind == "comma" and not table.spaced):
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


def _doubts(found: Sequence[Token], known: Known, table: Table, *, is_ours: bool) -> Iterator[Doubt]:
    """Yield the words that no figure can stand for, and those that are unknown."""
    moving = next((token for token in found if token.kind in {*_MOVES, *_STATES, *table.sizes}), None)
    for token in found:
        if token.kind == "cause" or (is_ours and token.kind in _REFUSED):
            yield Doubt(token.words, _REFUSED.get(token.kind, "cause"))
    if not is_ours:
        return
    near = moving or next((token for token in found if token.kind == "name"), None)
    for at, token in enumerate(found):
        if token.kind in {"denied", "ahead"}:
            yield Doubt(token.words, token.kind, near.words) if near else Doubt(token.words, "unheard")
        elif token.kind == "unknown" or (token.kind == "bound" and not _bounds(found, at, table)):
            yield Doubt(token.words, "unheard")
        elif token.kind == "time" and moving and token.span is None and not token.is_base:
            yield Doubt(moving.words, "period", token.words)
    if not is_whole(known.of.whole) and any(token.kind in {"figure", "party"} for token in found):
        yield from (Doubt(token.words, "part") for token in found if token.bare)


def _bounds(found: Sequence[Token], at: int, table: Table) -> bool:
    """Say whether a figure stands beside the word of a bound, or a word for a size after it."""
    beside = [*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]]
    is_size = any(token.kind in table.sizes for token in found[at + 1 : at + 2])
    return is_size or any(token.kind == "figure" for token in beside)


@dataclass
class _Reading:
    """One sentence as far as it is read: the lines and spans of which the clause before spoke.

    `moved` are the words of movement so far, `waiting` the names of which nothing is said yet.
    """

    text: str
    known: Known
    table: Table
    codes: tuple[str, ...] = ()
    spans: tuple[Period, ...] = ()
    moved: list[Token] = field(default_factory=list)
    waiting: list[Token] = field(default_factory=list)

    def sayings(self, clause: Sequence[Token]) -> Iterator[Saying]:
        """Yield the moves and places of a clause."""
        heads = [at for at, token in enumerate(clause) if self._way(clause, at) or token.kind == "place"]
        taken: set[int] = set()
        for place, at in enumerate(heads):
            last = heads[place - 1] + 1 if place else 0
            until = heads[place + 1] if place + 1 < len(heads) else len(clause)
            said = self._subjects(clause, (last, at, until), taken)
            if said:
                self.codes = tuple(dict.fromkeys(clause[one].code for one in said))
            else:
                self.waiting.clear()
            taken |= set(said)
            end = until if place + 1 == len(heads) else at
            named = (token.span for token in clause[last:end] if token.span)
            self.spans = tuple(dict.fromkeys(named)) or self.spans or self.known.spans[:1]
            self.moved.append(clause[at])
            yield self._said(clause, at)
        names = [token for at, token in enumerate(clause) if token.kind == "name" and at not in taken]
        if not any(token.kind == "figure" for token in clause):
            self.waiting += [token for token in names if token.code != WHOLE]
        if names and not heads:
            self.codes = tuple(dict.fromkeys(token.code for token in names))

    def idle(self) -> Iterator[Doubt]:
        """Yield the names of which a sentence about movements says nothing."""
        yield from (Doubt(token.words, "idle", self.moved[0].words) for token in self.waiting if self.moved)

    def _subjects(self, clause: Sequence[Token], ends: tuple[int, int, int], taken: set[int]) -> list[int]:
        """Return the places of the names that a word is said of: those before it, else those that follow at once."""
        last, at, until = ends
        names = [one for one, token in enumerate(clause) if token.kind == "name" and one not in taken]
        if before := [one for one in names if last <= one < at]:
            return before
        after: list[int] = []
        turning = self.table.words_of("turn") | self.table.words_of("joins")
        for place in range(at + 1, until):
            if clause[place].kind == "name":
                after.append(place)
            elif clause[place].kind not in {"party", "comma"} and clause[place].words not in turning:
                break
        return after

    def _said(self, clause: Sequence[Token], at: int) -> Saying:
        token = clause[at]
        if not self.codes:
            return Doubt(token.words, "alone")
        if token.kind == "place":
            return Place(token.words, self.codes)
        way, (start, reach) = self._way(clause, at), self._reach(clause, at)
        turn = way if reach is None else "up" if reach[0] > 0 else "down"
        spans = self.spans or self.known.spans[:1]
        words = self.text[start : token.end]
        return Move(words, start, token.end, turn, self.codes, spans, self._force(clause, at), reach)

    def _way(self, clause: Sequence[Token], at: int) -> str:
        kind = clause[at].kind
        return _MOVES.get(kind) or _STATES.get(kind) or (kind if kind in self.table.sizes else "")

    def _force(self, clause: Sequence[Token], at: int) -> str:
        near = {token.kind for token in clause[max(at - 2, 0) : at + 2]}
        if clause[at].kind.endswith("_strong") or "strongly" in near:
            return "strong"
        return "slight" if clause[at].kind.endswith("_slight") or "slightly" in near else ""

    def _reach(self, clause: Sequence[Token], at: int) -> tuple[int, tuple[Decimal, Decimal] | None]:
        """Return where a word for a size begins, with the word of its bound, and the changes that it allows."""
        token = clause[at]
        if token.kind not in self.table.sizes:
            return token.start, None
        low, high = map(Decimal, self.table.sizes[token.kind])
        middle, before = (low + high) / 2, clause[at - 1] if at else token
        if before.kind == "bound" and before.words in self.table.some("more"):
            return before.start, (middle, middle + _NEXT) if middle > 0 else (middle - _NEXT / 2, middle)
        if before.kind == "bound":
            return before.start, (middle - _NEAR, middle + _NEAR)
        return token.start, (low, high)
