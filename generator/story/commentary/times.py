"""Times: the periods that the times of an editor's sentence may mean, by the period of the edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.story.commentary.tokens import Token
from generator.story.commentary.vocabulary import Vocabulary
from generator.trade.period import Period

_YEAR, _QUARTER, _HALF = 12, 3, 6
_BASES = frozenset({"year_before", "month_before", "quarter_before"})


class When(NamedTuple):
    """What a time may mean: the periods it names, and whether a change is measured against it (`is_base`)."""

    spans: tuple[Period, ...]
    is_base: bool
    kind: str


@dataclass(frozen=True)
class Calendar:
    """Reads times beside the `period` of an edition, whose year to date is `to_date`."""

    period: Period
    to_date: Period
    words: Vocabulary

    def read(self, token: Token, before: Token | None = None, after: Token | None = None) -> When:
        """Return what a time means; `before` and `after` are the times that stand beside it ("December last year")."""
        beside = {one.words for one in (before, after) if one is not None}
        if token.words in _BASES or token.words == "last_year":
            return self._relative(token.words)
        spans = self._spans(token)
        if beside & {"year_before", "last_year"} and not self._has_year(token):
            years = [self.period.last.year - 1]
            if self._is_over and "last_year" in beside:
                years.append(self.period.last.year)
            meant = tuple(_in_year(span, year) for year in years for span in spans)
            return When(meant, is_base=False, kind=token.words)
        return When(spans, is_base=False, kind=token.words)

    @property
    def _is_over(self) -> bool:
        """Whether the edition ends a year: it comes out in the next, when "last year" may be the year that it is of."""
        return self.period.last.first % _YEAR == _YEAR - 1

    def _relative(self, kind: str) -> When:
        last = self.period.last
        if kind == "month_before":
            return When((Period(last.first - 1, 1),), is_base=True, kind=kind)
        if kind == "quarter_before":
            return When((self.period.step(-1),), is_base=True, kind=kind)
        year = Period((last.year - 1) * _YEAR, _YEAR)
        if kind == "last_year":
            own = (year.step(1),) if self._is_over else ()
            return When((self.period.year_before(), year, self.to_date.year_before(), *own), is_base=False, kind=kind)
        return When((self.period.year_before(), self.to_date.year_before(), year), is_base=True, kind=kind)

    def _spans(self, token: Token) -> tuple[Period, ...]:
        last = self.period.last
        year = Period(last.year * _YEAR, _YEAR)
        meant = {
            "period": (self.period,),
            "to_date": (self.to_date,),
            "year_now": tuple(dict.fromkeys((year, self.to_date))),
            "twelve": (self.period.twelve_months(),),
            "last_month": (last, last.step(-1)),
            "quarter_now": (self.period,) if self.period.months == _QUARTER else (),
        }
        return meant[token.words] if token.words in meant else self._named(token)

    def _named(self, token: Token) -> tuple[Period, ...]:
        if token.match is None:
            return ()
        parts = {key: value for key, value in token.match.groupdict().items() if value}
        year = int(parts.get("year") or parts.get("year0") or parts.get("year2") or 0)
        return tuple(self._parsed(token.words, parts, year))

    def _parsed(self, kind: str, parts: dict[str, str], year: int) -> Iterator[Period]:
        """Yield the period of a time by its parts; of several months without a year the last that are over."""
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

    def _part(self, kind: str, parts: dict[str, str], year: int) -> tuple[Period, ...]:
        length = _QUARTER if kind == "quarter" else _HALF
        words = parts.get("nth") or parts.get("nth2") or ""
        place = self._place(words, _YEAR // length)
        if place is None:
            return ()
        if year:
            return (Period(year * _YEAR + (place - 1) * length, length),)
        start = self.period.last.year * _YEAR + (place - 1) * length
        is_over = start + length - 1 <= self.period.last.first
        return (Period(start if is_over else start - _YEAR, length),)

    def _place(self, words: str, last: int) -> int | None:
        digits = words[-1:]
        if digits.isdigit():
            return int(digits)
        return self.words.place(words) or self.words.worth(words) or self._ends(words, last)

    def _ends(self, words: str, last: int) -> int | None:
        """Return the place of "the final quarter", "the opening quarter"."""
        ends = self.words.data.get("ends", {})
        return {"first": 1, "last": last}.get(str(ends.get(words.lower(), "")))

    def _has_year(self, token: Token) -> bool:
        groups = token.match.groupdict() if token.match else {}
        return any(groups.get(name) for name in ("year", "year0", "year2"))


def _in_year(span: Period, year: int) -> Period:
    """Return the same months so that they end in a year."""
    return Period(span.first + (year - span.last.year) * _YEAR, span.months)


def like(base: Period, span: Period) -> Period:
    """Return a base as long as a span: of "a tenth more than in 2024" the same months of 2024."""
    if base.months == span.months:
        return base
    return _in_year(span, base.last.year)


def whens(found: Sequence[Token], calendar: Calendar) -> dict[int, When]:
    """Return what each time of a sentence means, by its place; one that only shifts its neighbour means no other."""
    times = [at for at, token in enumerate(found) if token.kind == "time"]
    meant: dict[int, When] = {}
    for at in times:
        before, after = _beside(found, at, -1), _beside(found, at, 1)
        if found[at].words == "year" and before is not None and before.words in _BASES:
            continue  # "the same month of 2024"
        meant[at] = calendar.read(found[at], before, after)
    return meant


def _beside(found: Sequence[Token], at: int, way: int) -> Token | None:
    """Return the time next to another one, with nothing but small words between them."""
    place = at + way
    while 0 <= place < len(found) and found[place].kind in {"glue", "against"}:
        place += way
    return found[place] if 0 <= place < len(found) and found[place].kind == "time" else None
