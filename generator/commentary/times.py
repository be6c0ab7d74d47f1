"""Times: finds the periods that the times in an editor's sentence may mean, seen from the edition's period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.commentary.editor_vocabulary import Vocabulary
from generator.commentary.tokens import AGAINST, NEAR, Pieces, Token, nearest
from generator.trade.period import Period

_YEAR, _QUARTER, _HALF = 12, 3, 6
_BASES = frozenset({"year_before", "month_before", "quarter_before"})


class TimeMention(NamedTuple):
    """A time in a sentence, with the periods that it may mean."""

    spans: tuple[Period, ...]  # likeliest first
    kind: str  # a key of `relative` or `times` in commentary.yaml

    @property
    def is_base(self) -> bool:
        """Whether the time is the base of a change."""
        return self.kind in _BASES


@dataclass(frozen=True)
class EditionCalendar:
    """Reads times as seen from the `period` of an edition, whose year to date is `to_date`."""

    period: Period
    to_date: Period
    words: Vocabulary

    def read(self, token: Token, previous: Token | None = None, following: Token | None = None) -> TimeMention:
        """Return the meaning of a time. `previous` and `following` are adjacent times ("December last year")."""
        groups = token.match.groupdict() if token.match else {}
        parts = {key: value for key, value in groups.items() if value}
        year = int(parts.get("year") or parts.get("year0") or parts.get("year2") or 0)
        spans = self._relative.get(token.words) or tuple(self._parsed(token.words, parts, year))
        shifts = {time.words for time in (previous, following) if time is not None} & {"year_before", "last_year"}
        if not shifts or year or token.words in {*_BASES, "last_year"}:
            return TimeMention(spans, token.words)
        years = [self.period.last.year - 1]
        if self._is_over and "last_year" in shifts:
            years.append(self.period.last.year)
        return TimeMention(tuple(_in_year(span, year) for year in years for span in spans), token.words)

    @property
    def _is_over(self) -> bool:
        """Whether the edition ends a year. It comes out in the next one, so "last year" may mean the edition's year."""
        return self.period.last.first % _YEAR == _YEAR - 1

    @cached_property
    def _relative(self) -> dict[str, tuple[Period, ...]]:
        """The periods of relative times."""
        now = self.period
        to_date = self.to_date
        last = now.last
        year = Period(last.year * _YEAR, _YEAR)
        before = (now.year_before(), to_date.year_before(), year.step(-1))
        quarter_now = (now,) if now.months == _QUARTER else ()
        last_year = (*before, year) if self._is_over else before
        return {
            "period": (now,),
            "to_date": (to_date,),
            "year_now": (year, to_date),
            "twelve": (now.twelve_months(),),
            "last_month": (last, last.step(-1)),
            "quarter_now": quarter_now,
            "month_before": (last.step(-1),),
            "quarter_before": (now.step(-1),),
            "year_before": before,
            "last_year": last_year,
        }

    def _parsed(self, kind: str, parts: dict[str, str], year: int) -> Iterator[Period]:
        """Yield the period of a time from its parts. Months without a year are the latest that are over."""
        match kind:
            case "year":
                yield Period(year * _YEAR, _YEAR)
            case "months":
                yield self._months(parts, year)
            case "first_months":
                yield Period((year or self.period.last.year) * _YEAR, self.words.worth(parts["count"]) or 0)
            case "first_quarters":
                months = (self.words.worth(parts["count"]) or 0) * _QUARTER
                yield Period((year or self.period.last.year) * _YEAR, months)
            case "last_months":
                count = self.words.worth(parts.get("count", "1")) or 0
                yield Period(((year + 1) * _YEAR if year else self.period.last.first + 1) - count, count)
            case "until":
                last = self._months({"first": parts["until"]}, year)
                yield Period(last.year * _YEAR, last.first % _YEAR + 1)
            case "quarter" | "half":
                yield from self._part(kind, parts, year)

    def _months(self, parts: dict[str, str], year: int) -> Period:
        first = self.words.keyed("months", parts["first"])
        until = self.words.keyed("months", parts["until"]) if "until" in parts else first
        count = (until - first) % _YEAR + 1
        if year:
            begin = int(parts["year0"]) if "year0" in parts and "until" in parts else year
            start = begin * _YEAR + first
            return Period(start, year * _YEAR + until - start + 1 if "until" in parts else 1)
        end = self.period.last.first
        last = end - (end - until) % _YEAR
        return Period(last - count + 1, count)

    def _part(self, kind: str, parts: dict[str, str], year: int) -> Iterator[Period]:
        """Yield a quarter or a half year. Without a year it is the latest that is over."""
        length = _QUARTER if kind == "quarter" else _HALF
        words = parts.get("nth") or parts.get("nth2") or ""
        end = self.words.data.get("ends", {}).get(words.lower())  # "the final quarter", "the opening quarter"
        place = self.words.place(words) or self.words.worth(words) or {"first": 1, "last": _YEAR // length}.get(end)
        if place is not None:
            part = Period((year or self.period.last.year) * _YEAR + (place - 1) * length, length)
            is_over = part.last.first <= self.period.last.first
            yield part if year or is_over else part.year_before()


def _in_year(span: Period, year: int) -> Period:
    """Return the same months, moved so that they end in a year."""
    return Period(span.first + (year - span.last.year) * _YEAR, span.months)


def like(base: Period, span: Period) -> Period:
    """Return a base as long as a span: for "a tenth more than in 2024", the same months of 2024."""
    if base.months == span.months:
        return base
    return _in_year(span, base.last.year)


def _all_like(bases: Iterable[Period], spans: Sequence[Period]) -> list[Period]:
    """Return each base, made like each span in turn."""
    return [like(base, span) for base in bases for span in spans]


def whens(tokens: Sequence[Token], calendar: EditionCalendar) -> dict[int, TimeMention]:
    """Return the meaning of each time of a sentence, by its place."""
    times = [at for at, token in enumerate(tokens) if token.kind == "time"]
    return {at: calendar.read(tokens[at], _neighbour(tokens, at, -1), _neighbour(tokens, at, 1)) for at in times}


def _neighbour(tokens: Sequence[Token], at: int, way: int) -> Token | None:
    """Return the time next to another one, with only small words between them; None if there is none."""
    places = range(len(tokens))
    place = at + way
    while place in places and tokens[place].kind in {"glue", "against"}:
        place += way
    if place in places and tokens[place].kind == "time":
        return tokens[place]
    return None


_MOVES = frozenset({"up", "down"})
RANKS = frozenset({"highest", "lowest", "largest", "smallest", "record"})
_PAIR = 2  # months: a span of two may mean a comparison of one with the other
_JOINTS = frozenset({"to", "by", "against", "up", "down", "joins", "comma"})


@dataclass(frozen=True, eq=False)
class Spans:
    """Finds which months each piece of a sentence is about."""

    of: Pieces
    whens: dict[int, TimeMention]  # the times that the sentence names, by their places
    period: Period  # of the edition
    last: Spans | None  # those of the previous sentence

    @cached_property
    def roles(self) -> dict[int, str]:
        """The role of each time: "base" of a change, "bound" ("since May"), or "span"."""
        roles = {}
        for at, when in self.whens.items():
            is_base = when.is_base or (when.kind == "last_year" and len(self.whens) > 1)
            roles[at] = "base" if is_base else self._role_before(at) or self._role_behind(at) or "span"
        return roles

    def _role_before(self, at: int) -> str:
        """Return the role of a time by the words before it; "" if they give none."""
        place = self._before(at, {"glue", "pronoun", "to"})
        if place is not None and self.of.words.data["measured"] != "behind":
            kind = self.of.tokens[place].kind
            before = self.of.between(self.of.clause(place).start - 1, place)
            has_moved = not {"figure", "up", "down", "flat"}.isdisjoint(before)  # "up 5% on May"
            is_against = kind in AGAINST or (kind == "beside" and has_moved)
            is_beside = place in self.of.figures and self.of.joint(place) == "against"
            if is_against or is_beside:
                return "base"
        place = self._before(at, {"glue", "word", "to", "of_whole"})
        return "bound" if place is not None and self.of.tokens[place].kind == "bound" else ""

    def _before(self, at: int, passed: set[str]) -> int | None:
        """Return the place of the nearest piece before a place, skipping the kinds `passed`."""
        return next((place for place in range(at - 1, -1, -1) if self.of.tokens[place].kind not in passed), None)

    def _role_behind(self, at: int) -> str:
        """Return the role of a time by the words behind it, in languages that place them there; "" for none."""
        measured = self.of.words.data["measured"]
        figure = next((place for place in self.of.inside(at, self.of.figures) if place > at), None)
        is_next = figure is not None and {"glue"}.issuperset(self.of.between(at, figure))
        if measured == "behind" and figure is not None and is_next and self.of.joint(figure) == "against":
            return "base"  # "than the $5 million of October"
        following = self.of.behind(at, "glue", within=NEAR - 1)
        if measured == "before" or not following:
            return ""
        return {"against": "base", "beside": "base", "bound": "bound"}.get(following[0], "")

    def named(self, role: str) -> list[int]:
        """Return the places of the times with a role and with at least one period."""
        return [at for at, time_role in self.roles.items() if time_role == role and self.whens[at].spans]

    def at(self, at: int) -> tuple[Period, ...]:
        """Return the months that a piece may be about, likeliest first.

        They are named in its clause; or else in an earlier clause; or else in a later one; or else in the previous
        sentence.
        """
        places = self.named("span")
        place = nearest(self.of.inside(at, places), at)
        if place is not None:
            return _with_ends(self.whens[place].spans)
        spans_before: list[Period] = []
        for place_before in reversed(places):
            if place_before < at:
                spans_before.extend(self.whens[place_before].spans)
        earlier = _with_ends(spans_before)
        if earlier:  # named in an earlier clause; if they are before the edition's period, that may be meant too
            if earlier[0].last.first < self.period.first:
                return _unique([*earlier, self.period])
            return _unique(earlier)
        if places:  # named in a later clause
            return _unique([self.period, *self.whens[places[0]].spans])
        if self.last is not None:
            return _unique([*self.last.first, self.period])
        return (self.period,)

    @property
    def first(self) -> tuple[Period, ...]:
        """The months that the sentence names first; () if it names none."""
        places = [at for at, role in self.roles.items() if role == "span"]
        return self.whens[places[0]].spans if places else ()

    def bases(self, at: int, span: Period) -> tuple[Period, ...]:
        """Return the base of a change over `span`: as the sentence says, else the same months a year before."""
        places = [place for place, role in self.roles.items() if role == "base"]
        if not places:
            places = [place for place in self.named("bound") if not self.is_of_rank(place)]
        place = nearest(self.of.inside(at, places), at, is_behind=self.of.words.data["figure_first"])
        chosen = places[:1] if place is None else [place]
        if not chosen:
            if self._ends_a_pair(span):
                return (span.step(-1),)
            return (span.year_before(),)
        when = self.whens[chosen[0]]
        match when.kind:
            case "year_before" | "last_year":
                return (span.year_before(),)
            case "month_before" | "quarter_before":
                return (span.step(-1),)
            case _:
                bases = [like(base, span) for base in when.spans]
                return tuple(span.year_before() if base == span else base for base in bases)

    def is_of_rank(self, at: int) -> bool:
        """Return whether a time bounds a rank: "the lowest since May" is no change on May."""
        kinds = [token.kind for token in self.of.tokens[:at] if token.kind in RANKS | _MOVES | {"figure"}]
        nearest_kinds = {*kinds[-1:], *self.of.behind(at, within=2)}
        return not RANKS.isdisjoint(nearest_kinds)

    def _ends_a_pair(self, span: Period) -> bool:
        """Say whether the sentence names two months together of which the last is `span`."""
        for when in self.whens.values():
            for pair in when.spans:
                if pair.months == _PAIR and pair.last == span:
                    return True
        return False

    def changes(self, at: int) -> Iterator[tuple[Period, Period]]:
        """Yield the months of a change with their base, likeliest first."""
        for span in self.at(at):
            for base in self.bases(at, span):
                yield span, base

    def levels(self, at: int) -> tuple[Period, ...]:
        """Return the months that a level may be of: those right beside it, else those that the piece is about."""
        spans = self.at(at)
        neighbour = self._time_beside(at)
        is_base = self.of.joint(at) == "against"
        if neighbour is not None:
            return _unique(self._named_beside(self.whens[neighbour], spans, is_base=is_base))
        if not is_base:
            return spans
        bases: list[Period] = []
        for span in spans:
            bases.extend((*self.bases(at, span), span.year_before(), span.step(-1)))
        return _unique([*bases, *spans])

    def _named_beside(self, when: TimeMention, spans: Sequence[Period], *, is_base: bool) -> list[Period]:
        """Return the months of a level by the time beside it."""
        match when.kind:
            case "year_before":
                return [span.year_before() for span in spans]
            case "month_before" | "quarter_before":
                return [span.step(-1) for span in spans]
            case "last_year":
                return [*(span.year_before() for span in spans), *when.spans]
            case "year":
                return [*when.spans, *_all_like(when.spans, (*spans, self.period))]
            case _ if is_base:
                return [*_all_like(when.spans, spans), *when.spans]
            case _:
                return [*when.spans]

    def _time_beside(self, at: int) -> int | None:
        """Return the place of the time beside a level: behind it, or between the previous figure and it.

        Skip a time that is the base of a change: "$5 million, more than in May"; "rose on the year to $5 million".
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
    """Return the spans, then the second month of each span of two months.

    "Doubled between March and April" may be about April alone.
    """
    all_spans = list(spans)
    return _unique([*all_spans, *(span.last for span in all_spans if span.months == _PAIR)])


def _unique(spans: Iterable[Period]) -> tuple[Period, ...]:
    """Return some periods in order, without repeats."""
    return tuple(dict.fromkeys(spans))
