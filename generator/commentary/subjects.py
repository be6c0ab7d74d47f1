"""Subjects: which goods each piece of an editor's sentence is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator.commentary.goods_names import WHOLE, Codes
from generator.commentary.tokens import NEAR, PER, Pieces, nearest

_ALL = ((WHOLE,),)
_SIGNS = frozenset({"joins", "comma"})
_BETWEEN = frozenset({"glue", "word", "party", "of_whole", "to"})
_REACH = 5  # pieces behind a rate within which its goods stand: "a 5% rise in Chinese imports"


@dataclass(frozen=True)
class Subject:
    """Goods that a sentence names, up to the piece at `end`: what they may be.

    A list is its sum, then each of its `members`. A name `is_loose` where it may be but a word of another.
    """

    end: int
    codes: tuple[Codes, ...]
    members: tuple[Codes, ...] = ()
    is_loose: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether they are all goods."""
        return self.codes == _ALL


Named = Mapping[int, Subject]  # goods by the place at which their names begin


@dataclass(frozen=True, eq=False)
class Subjects:
    """The goods of a sentence; `last` are those of the sentence before, about which it may go on."""

    of: Pieces
    last: Subjects | None

    @cached_property
    def named(self) -> Named:
        """The goods that it names, in order; a list of names is one; "imports" beside a name means that name."""
        lines = dict(self._lines())
        has_owner = self.of.kinds & {"pronoun", "subject"}  # of "volumes", else those of all goods
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
        """Return where a list of names ends that begins at `at`."""
        end = at
        for place in range(at + 1, self.of.clause(at).stop):
            token = self.of.tokens[place]
            if token.kind == "subject":
                end = place
            elif token.kind not in _SIGNS and token.words != "the":
                break
        return end if _SIGNS.intersection(self.of.between(at, end)) else at

    def _is_beside(self, at: int, lines: Named) -> bool:
        """Say whether "imports" stands right before or behind a name: "imports of copper", "copper imports"."""
        passed = {"glue", "time"} if self.of.words.data["figure_first"] else {"glue", "time", "word"}
        for start, line in lines.items():
            between = self.of.between(line.end, at) if line.end < at else self.of.between(at, start)
            is_before = line.end > at and len(between) < NEAR and _BETWEEN.issuperset(between)
            is_behind = line.end < at and passed.issuperset(between)
            if not line.is_whole and (is_before or is_behind):
                return True
        return False

    def is_strange(self, at: int) -> bool:
        """Say whether a word that nobody knows may make the name of goods longer: "swordfish imports"."""
        start = nearest(self.of.inside(at, self.named) or self.named, at)
        if start is None or not self.named[start].is_whole:
            return self.is_of_another_name(at)
        ahead = self.of.between(-1, start)
        if self.of.words.data["figure_first"]:
            return self.of.tokens[start].words.endswith("s") and ahead[-1:] == ["word"]
        if not self.of.words.spaced:
            return self.of.behind(start)[:2] == ["word", "figure"]
        owner = [kind for kind in ahead if kind != "glue"]
        return ahead[-1:] == ["glue"] and owner[-1:] == ["word"]  # of Urdu: "chromium's imports"

    def is_of_another_name(self, at: int) -> bool:
        """Say whether the name of a line is but a part of one: "frozen sardines" beside "frozen", "ores and metals"."""
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
        """Say whether a number at a place counts the names before it: "copper and zinc both rose"."""
        lists = [line for line in self.named.values() if line.end < at and len(line.members) == number]
        passed = {"glue", "word", "to", "of_whole"}
        return bool(lists) and passed.issuperset(self.of.between(lists[-1].end, at))

    def at(self, at: int, *, line: bool = False) -> tuple[tuple[Codes, ...], bool]:
        """Return what the piece at a place may be about, likeliest first, and whether the sentence names it.

        `line` asks for a line: "a third of imports were roses".
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
        """Return the goods behind "the remainder", which are no more those before it."""
        number = self.of.tokens[at].clause
        rests = [place for place in self.of.places("rest") if place < at]
        if not any(self.of.tokens[place].clause >= number - 1 for place in rests):
            return None
        return next((subject for start, subject in named.items() if start > at), None)

    def _in_clause(self, at: int, named: Named) -> Subject | None:
        """Return the goods of a clause that a piece is about: right behind it, else the last before it, else any."""
        for start, subject in named.items():
            if at < start <= at + _REACH and self._follows(at, start):
                return subject
        place = None if self._is_of_last(at, named) else nearest(self.of.inside(at, named), at)
        return None if place is None else named[place]

    def _follows(self, at: int, start: int) -> bool:
        """Say whether goods stand right behind a figure: "$5 million of copper", "a 5% rise in imports"."""
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
        """Say whether a clause with "it" or "their" goes on about the goods of the sentence before."""
        stop = self.of.clause(at).stop
        has_own = any(start < stop and not subject.is_whole for start, subject in named.items())
        return self.last is not None and self.of.has(at, "pronoun") and not has_own

    def _of_last(self, *, line: bool) -> tuple[Codes, ...]:
        """Return what "it" may go on about: all goods, unless a `line` is asked for, then the lines before."""
        lines = self.last.lines() if self.last is not None else ()
        return lines if line and lines else (*_ALL, *lines)

    def lines(self) -> tuple[Codes, ...]:
        """Return the lines that it names, the last first; where it names none, those of the sentence before."""
        named = [
            codes for subject in reversed(list(self.named.values())) if not subject.is_whole for codes in subject.codes
        ]
        if not named and self.last is not None:
            return self.last.lines()
        return tuple(dict.fromkeys(named))

    def _elsewhere(self, at: int, named: Named, *, lines_only: bool) -> Subject | None:
        """Return the nearest goods of another clause: before this one, else behind it.

        Where those are all goods the nearest line comes after them, since "imports" may be those of the line.
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
        """Return the goods of a figure; of a list with as many figures as names each has its own."""
        figures = self.of.figures
        unit = figures[at].unit if at in figures else ""
        alike = [place for place, figure in figures.items() if place > subject.end and figure.unit == unit]
        if subject.members and len(alike) == len(subject.members) and at in alike:
            return (subject.members[alike.index(at)],)
        return subject.codes
