"""Spans: which months each piece of an editor's sentence is about, and against which a change is measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.commentary.pieces import AGAINST, NEAR, Pieces, nearest
from generator.commentary.times import TimeMention, like
from generator.trade.period import Period

_MOVES = frozenset({"up", "down"})
_PAIR = 2  # months, of which one may be compared with the other
_JOINTS = frozenset({"to", "by", "against", "up", "down", "joins", "comma"})


@dataclass(frozen=True, eq=False)
class Spans:
    """The times of a sentence in an edition of a `period`; `last` are those of the sentence before.

    `whens` are the times that it names, by their places.
    """

    of: Pieces
    whens: dict[int, TimeMention]
    period: Period
    last: Spans | None

    @cached_property
    def roles(self) -> dict[int, str]:
        """What each time is: a `base`, which a change is measured against, a `bound` ("since May"), or a `span`."""
        return {at: self._role(at, when) for at, when in self.whens.items()}

    def _role(self, at: int, when: TimeMention) -> str:
        if when.is_base or (when.kind == "last_year" and len(self.whens) > 1):
            return "base"
        return self._role_before(at) or self._role_behind(at) or "span"

    def _role_before(self, at: int) -> str:
        """Return the role that the words before a time give it, "" for none."""
        place = self._before(at, {"glue", "pronoun", "to"})
        if place is not None and self.of.words.data["measured"] != "behind":
            kind = self.of.tokens[place].kind
            is_against = kind in AGAINST or (kind == "beside" and self._has_moved(place))
            is_beside = place in self.of.figures and self.of.joint(place) == "against"
            if is_against or is_beside:
                return "base"
        place = self._before(at, {"glue", "word", "to", "of_whole"})
        return "bound" if place is not None and self.of.tokens[place].kind == "bound" else ""

    def _before(self, at: int, passed: set[str]) -> int | None:
        """Return the place of the first piece before a place that is none of those passed."""
        return next((place for place in range(at - 1, -1, -1) if self.of.tokens[place].kind not in passed), None)

    def _has_moved(self, at: int) -> bool:
        """Say whether something of the clause before a place can be measured against what follows: "up 5% on May"."""
        own = self.of.clause(at)
        return not {"figure", "up", "down", "flat"}.isdisjoint(self.of.between(own.start - 1, at))

    def _role_behind(self, at: int) -> str:
        """Return the role that the words behind a time give it, in languages in which they stand there."""
        measured = self.of.words.data["measured"]
        figure = next((place for place in self.of.inside(at, self.of.figures) if place > at), None)
        is_next = figure is not None and {"glue"}.issuperset(self.of.between(at, figure))
        if measured == "behind" and figure is not None and is_next and self.of.joint(figure) == "against":
            return "base"  # "than the $5 million of October"
        after = self.of.behind(at, "glue", within=NEAR - 1)
        if measured == "before" or not after:
            return ""
        return {"against": "base", "beside": "base", "bound": "bound"}.get(after[0], "")

    def named(self, role: str) -> list[int]:
        """Return the places of the times of a role that name months."""
        return [at for at, own in self.roles.items() if own == role and self.whens[at].spans]

    def at(self, at: int) -> tuple[Period, ...]:
        """Return the months that a piece is about: those named nearest before it, else behind it, else before."""
        own = self.named("span")
        place = nearest(self.of.inside(at, own), at)
        if place is not None:
            return _with_ends(self.whens[place].spans)
        earlier = _with_ends(span for place in reversed(own) if place < at for span in self.whens[place].spans)
        if earlier:  # of a clause before; where that is of another time it may be of the edition again
            again = [self.period] if earlier[0].last.first < self.period.first else []
            return _each([*earlier, *again])
        if own:  # of a clause behind this one
            return _each([self.period, *self.whens[own[0]].spans])
        return _each([*(self.last.first if self.last is not None else ()), self.period])

    @property
    def first(self) -> tuple[Period, ...]:
        """The months that it names first; none where it names none."""
        own = [at for at, role in self.roles.items() if role == "span"]
        return self.whens[own[0]].spans if own else ()

    def bases(self, at: int, span: Period) -> tuple[Period, ...]:
        """Return what a change over `span` is measured against: as it says, else the same a year before."""
        own = [place for place, role in self.roles.items() if role == "base"] or self.named("bound")
        place = nearest(self.of.inside(at, own), at, is_behind=self.of.words.data["figure_first"])
        chosen = own[:1] if place is None else [place]
        if not chosen:
            pairs = [one for when in self.whens.values() for one in when.spans if one.months == _PAIR]
            return (span.step(-1),) if any(one.last == span for one in pairs) else (span.year_before(),)
        when = self.whens[chosen[0]]
        match when.kind:
            case "year_before" | "last_year":
                return (span.year_before(),)
            case "month_before" | "quarter_before":
                return (span.step(-1),)
            case _:
                found = [like(base, span) for base in when.spans]
                return tuple(base if base != span else span.year_before() for base in found)

    def changes(self, at: int) -> Iterator[tuple[Period, Period]]:
        """Yield the months of a change, each with those that it is measured against, likeliest first."""
        for span in self.at(at):
            for base in self.bases(at, span):
                yield span, base

    def levels(self, at: int) -> tuple[Period, ...]:
        """Return the months that a level may be of: those right beside it, else those of its clause."""
        spans, beside, is_base = self.at(at), self._beside(at), self.of.joint(at) == "against"
        if beside is not None:
            return _each(self._named_beside(self.whens[beside], spans, is_base=is_base))
        if is_base:
            bases = [base for span in spans for base in (*self.bases(at, span), span.year_before(), span.step(-1))]
            return _each([*bases, *spans])
        return spans

    def _named_beside(self, when: TimeMention, spans: Sequence[Period], *, is_base: bool) -> list[Period]:
        """Return the months of a level by the time beside it; one as long as a span stands for the same months."""
        match when.kind:
            case "year_before":
                return [span.year_before() for span in spans]
            case "month_before" | "quarter_before":
                return [span.step(-1) for span in spans]
            case "last_year":
                return [*(span.year_before() for span in spans), *when.spans]
            case "year":
                return [*when.spans, *(like(period, span) for period in when.spans for span in (*spans, self.period))]
            case _:
                alike = [like(period, span) for period in when.spans for span in spans] if is_base else []
                return [*alike, *when.spans]

    def _beside(self, at: int) -> int | None:
        """Return the time that stands beside a level: behind it, or before it since the figure before.

        None is one that something else is measured against: "$5 million, more than in May"; "rose on the year to $5
        million".
        """
        behind = [place for place in self.of.places_after(at) if place in self.whens]
        behind = [place for place in behind if {"against", *_MOVES}.isdisjoint(self.of.between(at, place))]
        before = [place for place in self.of.places_before(at) if place in self.whens]
        before = [
            place for place in before if not self.whens[place].is_base or _MOVES.isdisjoint(self.of.between(place, at))
        ]
        if not self.of.words.data["figure_first"]:
            return before[-1] if before else None
        if before and at - before[-1] <= NEAR and _JOINTS.isdisjoint(self.of.between(before[-1], at)):
            return before[-1]  # "October’s $5 million", but not "in May to $5 million"
        return behind[0] if behind else None


def _with_ends(spans: Iterable[Period]) -> tuple[Period, ...]:
    """Return some months, then the last of each two: "doubled between March and April"."""
    every = list(spans)
    return _each([*every, *(span.last for span in every if span.months == _PAIR)])


def _each(spans: Iterable[Period]) -> tuple[Period, ...]:
    """Return some months in order, each once."""
    return tuple(dict.fromkeys(spans))
