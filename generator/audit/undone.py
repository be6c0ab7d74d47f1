"""Undone: whether what the last edition printed holds by today's releases, worked out from them alone.

A rate is undone where it is another one by more than a unit of its last digit, a place in time (a record, a height
since a month) where another month lies beyond it by more than a hundredth, an amount where it is another one by more
than a hundredth, a run where it has more months or fewer. What last digits leave open undoes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from generator.audit.arithmetic import HUNDRED, Span, growth, last_digit
from generator.audit.edition import Data
from generator.audit.releases import Parties, Releases
from generator.audit.series import is_from_little
from generator.audit.usual import step_before, steps_a_year
from generator.trade.currency import rough_worth
from generator.trade.period import Period

_HIGH = frozenset({"highest", "since_high"})
_SINCE = frozenset({"since_high", "since_low"})
_PRINTS = Decimal(1), Decimal("0.1")  # a rate is printed in full per cents or in tenths
_LITTLE = Decimal("0.01")  # of a level: what lies so near may print alike
_SURE, _SURELY = 10, Decimal("1.1")  # times what the last digits leave open; so that no rounding decides
_GOES, _STOPS = Decimal("0.6"), Decimal("0.4")  # per cent: more goes on with a run for sure, less does not
_PLAINLY = -1  # per cent: levels that lie so far the other way print otherwise
_RUN = 2  # months
_SAME = Decimal("0.000001")  # errors that differ by less are one
Gravity = tuple[bool, bool, Decimal]


@dataclass(frozen=True)
class Undone:
    """What holds now of one thing that was printed: `now` in words; `gravity` is lower the graver the error is.

    `must` says that it is undone for sure, so that an edition has to say so.
    """

    row: Data
    now: str
    gravity: Gravity
    must: bool


@dataclass(frozen=True)
class Works:
    """Works out what was printed of `parties` in `money`: of single `codes`, or of the `whole`."""

    releases: Releases
    parties: Parties
    money: str
    codes: Sequence[str]
    whole: Sequence[str]

    def of(self, head: str, row: Data) -> Undone | None:
        """Return what holds now of a row that the last edition left behind; None where it holds, or is not known."""
        works: dict[str, Callable[[Data], Undone | None]] = {
            "printed": self._rate,
            "placed": self._place,
            "stood": self._level,
            "ran": self._run,
        }
        return works[head](row)

    def undoes(self, row: Data, month: Period) -> bool:
        """Say whether the level of a month undoes a place."""
        return any(month == one for _, _, one, _ in self._beyond(row))

    def stops(self, row: Data, month: Period) -> bool:
        """Say whether a month that a run was said to have, or its own, goes no such way."""
        moved = self._moved(row, month)
        is_inside = Period.parse(row["then"]).first <= month.first <= Period.parse(row["period"]).first
        return is_inside and moved is not None and moved.low <= _GOES

    def _rate(self, row: Data) -> Undone | None:
        period, base = (Period.parse(row[key]) for key in ("period", "base"))
        now, then, was = self._span(row["codes"], period), self._span(row["codes"], base), _rate_in(row)
        if now is None or then is None or was is None or then.low <= 0:
            return None
        if is_from_little(now.value, then.value, base.months, rough_worth(Decimal(1), self.money)):
            return None  # it would mislead
        moved, step = growth(now, then), last_digit(was)
        are_off = all(abs(_rounded(end, step) - was) > step for end in moved)
        ends = [(_rounded(moved.low, to), _rounded(moved.high, to)) for to in _PRINTS]
        is_sure = moved.way is not None and any(low == high != 0 for low, high in ends)
        has_turned = (moved.value > 0) != (was > 0)
        error = abs(moved.value - was)
        return self._undone(row, f"give {moved.value:.1f}%", error, turned=has_turned, must=is_sure and are_off)

    def _place(self, row: Data) -> Undone | None:
        found = max(self._beyond(row), key=lambda one: (one[0], abs(one[1])), default=None)
        if found is None:
            return None
        _, by, month, must = found
        return self._undone(row, f"have {month}, {by:+.1f}% from it", abs(by), turned=True, must=must)

    def _beyond(self, row: Data) -> Iterator[tuple[bool, Decimal, Period, bool]]:
        """Yield the months that undo a place: whether within its past, by how many per cent, which, and if for sure."""
        period, then, is_high = Period.parse(row["period"]), Period.parse(row["then"]), row["side"] in _HIGH
        now = self._span(row["codes"], period)
        for back in range(1, period.first - then.first + 1) if now is not None and now.low > 0 else ():
            month = period.step(-back)
            one = self._span(row["codes"], month)
            if now is None or one is None:
                continue
            is_end = row["side"] in _SINCE and month == then
            above, below = (now, one) if is_end == is_high else (one, now)
            gap = above.low - below.high
            if gap > 0:
                open_by = (above.high - above.low) + (below.high - below.low)
                is_sure = gap > max(_LITTLE * above.high, _SURE * open_by)
                yield not is_end, HUNDRED * (one.value / now.value - 1), month, is_sure

    def _level(self, row: Data) -> Undone | None:
        now, was = self._span(row["codes"], Period.parse(row["period"])), _decimal(row["shown"])
        if now is None or now.low <= 0 or was is None or was <= 0 or row["unit"] != self.money:
            return None
        least = _SURELY * max(last_digit(was), _LITTLE * was)
        is_sure = now.low - was > least or was - now.high > least
        error = abs(HUNDRED * (now.value / was - 1))
        return self._undone(row, f"give {now.value:.0f}", error, turned=False, must=is_sure)

    def _run(self, row: Data) -> Undone | None:
        had, months, step = length(row), 0, Period.parse(row["period"])
        moved = self._moved(row, step)
        while moved is not None and moved.high >= _STOPS:
            if moved.low <= _GOES:
                return None  # it may go on, or not
            months, step = months + step.months, step_before(step, steps_a_year([self.parties]))
            moved = self._moved(row, step)
        if months == had or (moved is None and months < had):
            return None
        is_none = months < _RUN
        is_sure = not is_none or (moved is not None and moved.high < _PLAINLY)
        error = Decimal(had if is_none else abs(months - had))
        return self._undone(row, f"give {months} months", error, turned=is_none, must=is_sure)

    def _moved(self, row: Data, step: Period) -> Span | None:
        """Return by how many per cent a month went the way of a run, None where it is not known."""
        now, base = self._span(row["codes"], step), self._span(row["codes"], step.year_before())
        if now is None or base is None or base.low <= 0:
            return None
        moved = growth(now, base)
        return moved if row["way"] == "up" else Span.point(0).minus(moved)

    def _undone(self, row: Data, now: str, error: Decimal, *, turned: bool, must: bool) -> Undone:
        """Return what holds now; what turned is graver, then what is of the whole, then the larger error."""
        is_whole = list(row["codes"]) == list(self.whole)
        is_ours = is_whole or (len(row["codes"]) == 1 and row["codes"][0] in self.codes)
        gravity = not turned, not is_whole, -_rounded(error, _SAME)
        return Undone(row, f"the releases now {now}", gravity, must and is_ours)

    def _span(self, codes: Sequence[str], span: Period) -> Span | None:
        """Return what the codes came to, open by the last digits of their figures; None where that is not known."""
        total = self.releases.total(self.parties, codes, span)
        half = self.releases.off(self.parties, codes, span)
        return None if total is None else Span(total - half, total, total + half)


def length(row: Data) -> int:
    """Return how many months a run had."""
    period = Period.parse(row["period"])
    return period.first + period.months - Period.parse(row["then"]).first


def _rate_in(row: Data) -> Decimal | None:
    size = _decimal(str(row["shown"]).rstrip("%").replace(",", ""))
    return size if size is None or row["way"] == "up" else -size


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)
