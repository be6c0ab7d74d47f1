"""Times: the periods that the times of an editor's sentence may mean, by the period of the edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from generator.commentary.editor_vocabulary import Vocabulary
from generator.commentary.tokens import Token
from generator.trade.period import Period

_YEAR, _QUARTER, _HALF = 12, 3, 6
_BASES = frozenset({"year_before", "month_before", "quarter_before"})


class TimeMention(NamedTuple):
    """What a time of some kind may mean: the periods that it names."""

    spans: tuple[Period, ...]
    kind: str

    @property
    def is_base(self) -> bool:
        """Whether a change is measured against it."""
        return self.kind in _BASES


@dataclass(frozen=True)
class EditionCalendar:
    """Reads times beside the `period` of an edition, whose year to date is `to_date`."""

    period: Period
    to_date: Period
    words: Vocabulary

    def read(self, token: Token, before: Token | None = None, after: Token | None = None) -> TimeMention:
        """Return what a time means; `before` and `after` are the times that stand beside it ("December last year")."""
        groups = token.match.groupdict() if token.match else {}
        parts = {key: value for key, value in groups.items() if value}
        year = int(parts.get("year") or parts.get("year0") or parts.get("year2") or 0)
        spans = self._relative.get(token.words) or tuple(self._parsed(token.words, parts, year))
        shifts = {time.words for time in (before, after) if time is not None} & {"year_before", "last_year"}
        if not shifts or year or token.words in {*_BASES, "last_year"}:
            return TimeMention(spans, token.words)
        years = [self.period.last.year - 1]
        if self._is_over and "last_year" in shifts:
            years.append(self.period.last.year)
        return TimeMention(tuple(_in_year(span, year) for year in years for span in spans), token.words)

    @property
    def _is_over(self) -> bool:
        """Whether the edition ends a year: it comes out in the next, when "last year" may be the year that it is of."""
        return self.period.last.first % _YEAR == _YEAR - 1

    @cached_property
    def _relative(self) -> dict[str, tuple[Period, ...]]:
        """The periods of times that go by those of the edition."""
        now, to_date, last = self.period, self.to_date, self.period.last
        year = Period(last.year * _YEAR, _YEAR)
        before = (now.year_before(), to_date.year_before(), year.step(-1))
        return {
            "period": (now,),
            "to_date": (to_date,),
            "year_now": (year, to_date),
            "twelve": (now.twelve_months(),),
            "last_month": (last, last.step(-1)),
            "quarter_now": (now,) if now.months == _QUARTER else (),
            "month_before": (last.step(-1),),
            "quarter_before": (now.step(-1),),
            "year_before": before,
            "last_year": (*before, year) if self._is_over else before,
        }

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

    def _part(self, kind: str, parts: dict[str, str], year: int) -> Iterator[Period]:
        """Yield a quarter or a half; without a year the last that is over."""
        length = _QUARTER if kind == "quarter" else _HALF
        words = parts.get("nth") or parts.get("nth2") or ""
        end = self.words.data.get("ends", {}).get(words.lower())  # "the final quarter", "the opening quarter"
        place = self.words.place(words) or self.words.worth(words) or {"first": 1, "last": _YEAR // length}.get(end)
        if place is not None:
            part = Period((year or self.period.last.year) * _YEAR + (place - 1) * length, length)
            is_over = part.last.first <= self.period.last.first
            yield part if year or is_over else part.year_before()


def _in_year(span: Period, year: int) -> Period:
    """Return the same months so that they end in a year."""
    return Period(span.first + (year - span.last.year) * _YEAR, span.months)


def like(base: Period, span: Period) -> Period:
    """Return a base as long as a span: of "a tenth more than in 2024" the same months of 2024."""
    if base.months == span.months:
        return base
    return _in_year(span, base.last.year)


def whens(found: Sequence[Token], calendar: EditionCalendar) -> dict[int, TimeMention]:
    """Return what each time of a sentence means, by its place."""
    times = [at for at, token in enumerate(found) if token.kind == "time"]
    return {at: calendar.read(found[at], _beside(found, at, -1), _beside(found, at, 1)) for at in times}


def _beside(found: Sequence[Token], at: int, way: int) -> Token | None:
    """Return the time next to another one, with nothing but small words between them."""
    place = at + way
    while 0 <= place < len(found) and found[place].kind in {"glue", "against"}:
        place += way
    return found[place] if 0 <= place < len(found) and found[place].kind == "time" else None
