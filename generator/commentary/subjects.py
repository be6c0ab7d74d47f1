"""Subjects: finds which goods each piece of an editor's sentence is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator.commentary.goods_names import WHOLE, Codes
from generator.commentary.tokens import NEAR, PER, Pieces, nearest

_ALL = ((WHOLE,),)
_SIGNS = frozenset({"joins", "comma"})
_BETWEEN = frozenset({"glue", "word", "party", "of_whole", "to"})
_REACH = 5  # pieces behind a rate in which its goods may stand: "a 5% rise in Chinese imports"


@dataclass(frozen=True)
class Subject:
    """Goods that a sentence names."""

    end: int  # place of the last piece of the name
    codes: tuple[Codes, ...]  # what the name may mean; for a list, the sum of its members, then each member
    members: tuple[Codes, ...] = ()  # of a list; empty for a single name
    is_loose: bool = False  # whether the name may be merely a word of a longer one

    @property
    def is_whole(self) -> bool:
        """Whether the name means all goods together."""
        return self.codes == _ALL


Named = Mapping[int, Subject]  # goods by the place at which their names begin


@dataclass(frozen=True, eq=False)
class Subjects:
    """The goods of a sentence. `last` are those of the previous sentence, which this one may refer to."""

    of: Pieces
    last: Subjects | None

    @cached_property
    def named(self) -> Named:
        """The goods that the sentence names, in order. A list is one entry. "Imports" beside a name is not an entry."""
        lines = dict(self._lines())
        has_owner = self.of.kinds & {"pronoun", "subject"}  # without one, "volumes" are those of all goods
        places = self.of.places("whole") if has_owner else self.of.places("whole", "weight")
        wholes = {at: Subject(at, _ALL) for at in places if not self._is_beside(at, lines)}
        return dict(sorted((lines | wholes).items()))

    def _lines(self) -> Iterator[tuple[int, Subject]]:
        end = -1
        for at in self.of.places("subject"):
            if at > end:
                end = self._end_of_list(at)
                names = [token for token in self.of.tokens[at : end + 1] if token.kind == "subject"]
                is_loose = all(token.is_loose for token in names)
                if len(names) == 1:
                    yield at, Subject(end, names[0].codes, is_loose=is_loose)
                else:
                    members = tuple(token.codes[0] for token in names)
                    together = tuple(code for codes in members for code in codes)
                    yield at, Subject(end, (together, *members), members, is_loose)

    def _end_of_list(self, at: int) -> int:
        """Return the place of the last name of a list that begins at `at`; `at` itself if there is no list."""
        end = at
        for place in range(at + 1, self.of.clause(at).stop):
            token = self.of.tokens[place]
            if token.kind == "subject":
                end = place
            elif token.kind not in _SIGNS and token.words != "the":
                break
        return end if _SIGNS.intersection(self.of.between(at, end)) else at

    def _is_beside(self, at: int, lines: Named) -> bool:
        """Whether the word at `at` stands right before or behind a name: "imports of copper", "copper imports"."""
        passed = {"glue", "time"} if self.of.words.data["figure_first"] else {"glue", "time", "word"}
        for start, line in lines.items():
            between = self.of.between(line.end, at) if line.end < at else self.of.between(at, start)
            is_before = line.end > at and len(between) < NEAR and _BETWEEN.issuperset(between)
            is_behind = line.end < at and passed.issuperset(between)
            if not line.is_whole and (is_before or is_behind):
                return True
        return False

    def is_strange(self, at: int) -> bool:
        """Whether an unknown word may be part of the name of goods, so that it means others: "swordfish imports"."""
        start = nearest(self.of.inside(at, self.named) or self.named, at)
        if start is None or not self.named[start].is_whole:
            return self.is_of_another_name(at)
        ahead = self.of.between(-1, start)
        if self.of.words.data["figure_first"]:
            return self.of.tokens[start].words.endswith("s") and ahead[-1:] == ["word"]
        if not self.of.words.spaced:
            return self.of.behind(start)[:2] == ["word", "figure"]
        owner = [kind for kind in ahead if kind != "glue"]
        return ahead[-1:] == ["glue"] and owner[-1:] == ["word"]  # in Urdu: "chromium's imports"

    def is_of_another_name(self, at: int) -> bool:
        """Whether the name of a line is part of a longer, unknown name: "frozen sardines", "ores and metals"."""
        start = nearest(self.of.inside(at, self.named) or self.named, at)
        if start is None or self.named[start].is_whole:
            return False
        line = self.named[start]
        behind = self.of.behind(line.end)
        if not self.of.words.spaced:
            return behind[:2] in (["word", "figure"], ["word", "whole"])
        is_part = line.is_loose and behind[:1] == ["word"]
        return is_part or behind[:2] == ["joins", "word"] or behind[:4] == ["glue", "word", "glue", "whole"]

    def counts(self, at: int, number: int) -> bool:
        """Whether a number at a place counts the names of the list before it: "copper and zinc both rose"."""
        lists = [line for line in self.named.values() if line.end < at and len(line.members) == number]
        passed = {"glue", "word", "to", "of_whole"}
        return bool(lists) and passed.issuperset(self.of.between(lists[-1].end, at))

    def at(self, at: int, *, line: bool = False) -> tuple[tuple[Codes, ...], bool]:
        """Return the goods that the piece at a place may be about, likeliest first, and whether they are named.

        With `line`, all goods together do not count as named: "a third of imports were roses".
        """
        named = {start: goods for start, goods in self.named.items() if not (line and goods.is_whole)}
        subject = self._remainder(at, named) or self._in_clause(at, named)
        if (subject is None or subject.is_whole) and self.of.has_weight and "subject" not in self.of.kinds:
            return self._of_last(line=line), self.last is not None or "pronoun" not in self.of.kinds
        if subject is None and self._is_of_last(at, named):
            return self._of_last(line=True), True
        if subject is None or subject.is_whole:
            elsewhere = self._elsewhere(at, named, lines_only=subject is not None)
            if subject is not None and elsewhere is not None:
                return (*subject.codes, *elsewhere.codes), True
            subject = subject or elsewhere
        if subject is not None:
            return self._shared_out(at, subject), not subject.is_loose
        return self._of_last(line=line), False

    def _remainder(self, at: int, named: Named) -> Subject | None:
        """Return the goods named behind a piece that follows "the remainder", in its clause or the next; else None."""
        number = self.of.tokens[at].clause
        rests = [place for place in self.of.places("rest") if place < at]
        if not any(self.of.tokens[place].clause >= number - 1 for place in rests):
            return None
        return next((subject for start, subject in named.items() if start > at), None)

    def _in_clause(self, at: int, named: Named) -> Subject | None:
        """Return the goods of its clause that a piece is about: right behind it, or the last before it, or any."""
        for start, subject in named.items():
            if at < start <= at + _REACH and self._follows(at, start):
                return subject
        place = None if self._is_of_last(at, named) else nearest(self.of.inside(at, named), at)
        return None if place is None else named[place]

    def _follows(self, at: int, start: int) -> bool:
        """Whether goods stand right behind a figure: "$5 million of copper", "a 5% rise in imports"."""
        is_first = self.of.words.data["figure_first"]
        between = self.of.between(at, start)
        if is_first and between in (["up"], ["down"]):
            return not self.named[start].is_whole  # "12% more copper"
        if is_first and between[:1] in (["up"], ["down"]) and "glue" in between:
            return {"glue", "to", "of_whole", "party"}.issuperset(between[1:])
        passed = {"glue", "to", "beside", "of_whole", *PER}
        is_near = len(between) < NEAR and passed.issuperset(between) and not self.named[start].is_whole
        return is_near and (bool(between) or not is_first)

    def _is_of_last(self, at: int, named: Named) -> bool:
        """Whether a clause with "it" or "their" refers to the goods of the previous sentence."""
        stop = self.of.clause(at).stop
        has_own = any(start < stop and not subject.is_whole for start, subject in named.items())
        return self.last is not None and self.of.has(at, "pronoun") and not has_own

    def _of_last(self, *, line: bool) -> tuple[Codes, ...]:
        """Return the goods that "it" may refer to: all goods, unless `line`, then the previous sentence's lines."""
        lines = self.last.lines() if self.last is not None else ()
        return lines if line and lines else (*_ALL, *lines)

    def lines(self) -> tuple[Codes, ...]:
        """Return the lines that the sentence names, last first; if it names none, those of the previous sentence."""
        named = [
            codes for subject in reversed(list(self.named.values())) if not subject.is_whole for codes in subject.codes
        ]
        if not named and self.last is not None:
            return self.last.lines()
        return tuple(dict.fromkeys(named))

    def _elsewhere(self, at: int, named: Named, *, lines_only: bool) -> Subject | None:
        """Return the nearest goods of another clause, before this one or else behind it.

        If these are all goods, the nearest line before is added: "imports" may be the imports of that line.
        """
        clause = self.of.clause(at)
        outside = {
            start: subject
            for start, subject in named.items()
            if start not in clause and not (lines_only and subject.is_whole)
        }
        before = [subject for subject in outside.values() if subject.end < clause.start]
        if before:
            line = next((subject for subject in reversed(before) if not subject.is_whole), before[-1])
            return replace(before[-1], codes=tuple(dict.fromkeys((*before[-1].codes, *line.codes))))
        first = next(iter(outside.values()), None)
        if first is None or first.is_whole:
            return first
        return replace(first, codes=(*first.codes, (WHOLE,)))

    def _shared_out(self, at: int, subject: Subject) -> tuple[Codes, ...]:
        """Return the goods of a figure.

        If as many figures follow as a list has names, pair them in order. Otherwise each refers to the whole list.
        """
        figures = self.of.figures
        unit = figures[at].unit if at in figures else ""
        alike = [place for place, figure in figures.items() if place > subject.end and figure.unit == unit]
        if subject.members and len(alike) == len(subject.members) and at in alike:
            return (subject.members[alike.index(at)],)
        return subject.codes
