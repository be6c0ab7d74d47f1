"""Reading English: what an editor's sentence says without a figure, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.story.languages.en.clauses import Clause, clauses, unbounded
from generator.story.languages.en.sizes import reach_of, size_of, sizes
from generator.story.languages.en.tokens import Token, listed_words, tokens
from generator.story.sayings import Doubt, Known, Move, Place, Saying

_UP = ("up", "up_strong", "open_up")
_DOWN = ("down", "down_strong", "open_down")
_OPEN = ("open_up", "open_down", "new", "gone", "flat", "nil")  # words that speak of lines only beside a line's name
_STATES = frozenset({"new", "gone", "flat", "nil"})
_NOTHING = frozenset({"nothing", "none", "zero", "nil"})
_INTO = frozenset({"in", "of", "for"})
_REASON = frozenset({"on", "with", "under", "by", "through", "over", "in", "from"})  # what may begin a reason
_LISTS = ("plain", "strongly", "slightly", "nil", "place", "fractions", "numbers", "ordinals")


def sayings_in(text: str, known: Known, *, own: bool) -> Iterator[Saying]:
    """Return what `text` says without a figure, in order; `own`: it speaks of the lines alone, as a headline does.

    In a paragraph a sentence that names no line may use the words of record and praise for other things.
    """
    found = tokens(text, known)
    yield from unbounded(text, found, known)
    named = any(token.kind == "name" for token in found)
    before: tuple[str, ...] = ()
    for clause in clauses(found):
        said = list(_Reader(text, clause, known, before, named).sayings(own=own))
        yield from said
        here = tuple(token.code for token in clause.tokens if token.kind == "name")
        before = next((one.codes for one in reversed(said) if isinstance(one, Move | Place)), here or before)


@dataclass
class _Reader:
    """One clause; `before` are the lines of the clause before it."""

    text: str
    clause: Clause
    known: Known
    before: tuple[str, ...]
    named: bool

    def sayings(self, *, own: bool) -> Iterator[Saying]:
        """Yield what is said, and what cannot be."""
        yield from self._doubts(own=own)
        read = self._tokens()
        moves = [at for at, token in enumerate(read) if self._way(read, at)]
        places = [at for at in range(len(read)) if at not in moves and self._is_place(read, at)]
        taken: set[int] = set()
        heard: list[int] = []
        last = 0
        for at in sorted((*moves, *places)):
            subjects, reach = self._subjects(read, at, last, taken)
            strange = list(self._strangers(read[last:reach], read[at]))
            if strange and not own and self._way(read, at) in _STATES:
                continue  # "talks on zinc ores begin": of something else, as a paragraph may be
            yield from strange
            heard.append(at)
            codes = tuple(dict.fromkeys(read[place].code for place in subjects))
            taken |= {*subjects}
            last = max(at, reach - 1) + 1
            if not codes and not self.clause.reason:
                codes = self.before
            if at in places:
                yield Place(self._said(read[at]), codes) if codes else Doubt(self._said(read[at]), "alone")
            elif codes:
                yield self._move(read, at, codes)
            elif own and self._way(read, at) == "nil":
                yield Doubt(self._said(read[at]), "number")
            elif self._way(read, at) not in {"nil", "flat", "new", "gone"}:
                yield Doubt(self._said(read[at]), "alone")
        if heard and moves:
            yield from self._left(read, taken, last, read[heard[0]])
        elif not places:
            yield from self._still(read, own=own)

    def _still(self, read: Sequence[Token], *, own: bool) -> Iterator[Doubt]:
        """Yield what is wrong with a clause in which nothing moves: it gives a reason, or speaks of other things."""
        if self.clause.reason:
            yield Doubt(self._tail(self.clause.start), "cause")
        elif own:
            yield from self._loose(read)

    def _tokens(self) -> list[Token]:
        """Return the tokens with "copper imports" and "imports of copper" as the name of the line alone."""
        read: list[Token] = []
        for token in self.clause.tokens:
            if token.kind == "name" and token.code and len(read) > 1 and self._is_whole_of(read):
                while read[-1].kind != "name":
                    read.pop()
                read.pop()
            if token.kind == "name" and not token.code and read and read[-1].kind == "name":
                continue
            read.append(token)
        return read

    def _is_whole_of(self, read: Sequence[Token]) -> bool:
        """Say whether `read` ends in "imports of", "imports of Pakistani", "imports from Pakistan of"."""
        for token in reversed(read):
            if token.kind == "name":
                return not token.code and any(one.words == "of" for one in read[read.index(token) :])
            if token.kind != "party" and token.words not in {"of", "from", "the", "its", "to"}:
                return False
        return False

    def _way(self, read: Sequence[Token], at: int) -> str:
        """Return the way of the word at `at`, "" where it is no word of movement here."""
        token = read[at]
        if token.kind != "word" or self._is_bound(read, at):
            return ""
        named = bool(self.before) or self.named
        if token.words == "new" and at + 1 < len(read) and read[at + 1].kind == "word":
            return ""  # "a new notice"
        for key in (*_UP, *_DOWN, "flat", "gone", "new", "nil", *sizes()):
            if token.words in listed_words(key) and (named or key not in _OPEN or token.words in _NOTHING):
                return "up" if key in _UP else "down" if key in _DOWN else key
        return ""

    def _is_bound(self, read: Sequence[Token], at: int) -> bool:
        """Say whether it is the "more" of "more than $11 million", the "up" of "up to"."""
        after = list(read[at + 1 : at + 3])
        if read[at].words == "up" and after and after[0].words == "to":
            return True
        is_than = len(after) > 1 and after[0].words == "than" and (after[1].kind == "figure" or bool(size_of(after[1])))
        is_than = is_than or (bool(after) and after[0].kind == "figure" and read[at].words in {"above", "below"})
        if read[at].words == "no":
            return not any(token.kind == "name" for token in read[at + 1 : at + 4])
        return read[at].words in listed_words("bounds") and is_than

    def _is_place(self, read: Sequence[Token], at: int) -> bool:
        after = read[at + 1].words if at + 1 < len(read) else ""
        is_time = after in {"months", "month", "year", "years", "time", "quarter", "half", "five", "six", "to"}
        return read[at].kind == "word" and read[at].words in listed_words("place") and not is_time

    def _subjects(self, read: Sequence[Token], at: int, last: int, taken: set[int]) -> tuple[list[int], int]:
        """Return the places of the names that a word is said of, and where the reading of it ends."""
        names = [place for place, token in enumerate(read) if token.kind == "name" and place not in taken]
        before = [place for place in names if last <= place < at]
        after = self._after(read, at)
        if after and (not before or self._is_noun(read, at)):
            return after, after[-1] + 1
        if before:
            is_place = read[at].words in listed_words("place")
            whole = [at + 1] if is_place and at + 1 in names and not read[at + 1].code else []
            return before, (whole[-1] if whole else at) + 1
        return [], at + 1

    def _is_noun(self, read: Sequence[Token], at: int) -> bool:
        """Say whether the names after it are its own: "a fall in iron ores", "rising copper", "no imports of"."""
        nxt = read[at + 1] if at + 1 < len(read) else None
        if nxt is None:
            return False
        turned = read[at].words.endswith("ing") or read[at].words in listed_words("open_up") | listed_words("open_down")
        return nxt.words in _INTO or turned or read[at].words in listed_words("nil")

    def _after(self, read: Sequence[Token], at: int) -> list[int]:
        """Return the names that follow at once, a list of them as one."""
        found: list[int] = []
        for place in range(at + 1, len(read)):
            token = read[place]
            if token.kind == "name":
                found.append(place)
            elif found and token.kind != "party" and token.words not in {",", "and", "of", "from"}:
                break
            elif self._way(read, place):
                return [one for one in found if one < place - 1] if found else []
            elif not found and (token.kind in {"comma", "time", "figure"}):
                break
        return found

    def _strangers(self, read: Sequence[Token], of: Token) -> Iterator[Doubt]:
        """Yield the first word beside a movement that is neither a line nor any word of trade."""
        for token in read:
            if token.kind == "word" and token is not of and not self._is_known(token.words):
                yield Doubt(self._said(of), "stranger", self._said(token))
                return

    def _is_known(self, word: str) -> bool:
        bare = word.removesuffix("’s").removesuffix("'s")
        return bare in self.known.group.lower().split() or any(
            bare in listed_words(key) for key in (*_LISTS, *_UP, *_DOWN, "flat", "new", "gone", *sizes())
        )

    def _left(self, read: Sequence[Token], taken: set[int], last: int, of: Token) -> Iterator[Doubt]:
        """Yield the reasons after the last movement, and the names of which nothing is said."""
        for at in range(last, len(read)):
            if read[at].kind == "word" and read[at].words in _REASON:
                rest = read[at + 1 :]
                after = next((token for token in rest if token.kind != "word" or not self._is_known(token.words)), None)
                if after and after.kind == "word":
                    yield Doubt(self._tail(read[at].start), "cause")
                    return
        for at in range(len(read)):
            is_figured = any(token.kind == "figure" for token in read[at:])
            is_whole_sum = read[at].words in {"total", "the total", "the whole"}  # "off the total"
            if read[at].kind == "name" and at not in taken and not is_figured and not is_whole_sum:
                yield Doubt(self._said(read[at]), "idle", self._said(of))
                return

    def _loose(self, read: Sequence[Token]) -> Iterator[Doubt]:
        """Yield the first word said of a line that is no word of trade, where no figure stands beside it."""
        name = next((token for token in read if token.kind == "name"), None)
        if name and not any(token.kind == "figure" for token in read):
            for token in read:
                if token.kind == "word" and not self._is_known(token.words):
                    yield Doubt(self._said(token), "loose", self._said(name))
                    return

    def _move(self, read: Sequence[Token], at: int, codes: tuple[str, ...]) -> Move:
        token, way = read[at], self._way(read, at)
        spans = tuple(dict.fromkeys(one.span for one in self.clause.tokens if one.span)) or self.known.spans[:1]
        start, reach = reach_of(read, at, way) if way in sizes() else (token.start, None)
        turn = way if reach is None else "up" if reach[0] > 0 else "down"
        return Move(self.text[start : token.end], start, token.end, turn, codes, spans, self._force(read, at), reach)

    def _force(self, read: Sequence[Token], at: int) -> str:
        near = {token.words for token in (*read[max(at - 1, 0) : at], *read[at + 1 : at + 2])}
        if read[at].words in listed_words("up_strong") | listed_words("down_strong") or near & listed_words("strongly"):
            return "strong"
        return "slight" if read[at].words in listed_words("slight") or near & listed_words("slightly") else ""

    def _doubts(self, *, own: bool) -> Iterator[Doubt]:
        """Yield the words that no figure can stand for."""
        read, strict = self.clause.tokens, own or self.named
        moving = [at for at in range(len(read)) if (way := self._way(read, at)) and (own or way not in _STATES)]
        for at, token in enumerate(read):
            said = self._said(token)
            if token.kind == "fold" or (token.kind == "word" and token.words in _counts()):
                yield Doubt(said, "number")
            if token.kind == "time" and moving and token.span is None and not token.is_base:
                yield Doubt(self._said(read[moving[0]]), "period", said)
            if token.kind != "word":
                continue
            if token.words in listed_words("cause") or (
                (moving or (own and self.named)) and token.words in listed_words("cause_beside")
            ):
                yield Doubt(self._tail(token.start), "cause")
            elif strict and token.words in listed_words("past"):
                yield Doubt(said, "past")
            elif strict and token.words in listed_words("praise"):
                yield Doubt(said, "praise")
            elif moving and token.words in listed_words("denied"):
                yield Doubt(said, "denied", self._said(read[moving[0]]))
            elif moving and self._is_ahead(read, at, moving):
                yield Doubt(said, "ahead", self._said(read[moving[0]]))

    def _is_ahead(self, read: Sequence[Token], at: int, moving: Sequence[int]) -> bool:
        """Say whether a word tells what will be; "to" does before a verb alone, "May" is a month."""
        if read[at].words == "to":
            return at + 1 in moving and self._way(read, at + 1) != "nil"
        return read[at].words in listed_words("ahead") and not self._said(read[at]).startswith("May")

    def _said(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _tail(self, start: int) -> str:
        """Return the words from `start` to the end of the clause, as they are written."""
        ends = [token.start for token in self.clause.tokens if token.start > start and token.kind == "comma"]
        return self.text[start : ends[0] if ends else max(token.end for token in self.clause.tokens)]


def _counts() -> frozenset[str]:
    return listed_words("fractions") | listed_words("ordinals")
