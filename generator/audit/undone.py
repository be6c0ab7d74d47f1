"""Undone: whether what the last edition printed holds by today's releases, worked out from them alone.

A rate is undone where it is another one by more than a unit of its last digit, a place in time (a record, a height
since a month) where another month lies beyond it by more than a hundredth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from generator.audit.edition import Data
from generator.audit.releases import Parties, Releases
from generator.trade.codes import is_within
from generator.trade.currency import rough_worth
from generator.trade.period import Period

HIGH = frozenset({"highest", "since_high"})
SINCE = frozenset({"since_high", "since_low"})
_RATIO, _LEAST, _YEARLY, _YEAR = 5, Decimal(100_000), Decimal(1_000_000), 12  # beyond them a rate would mislead
_PRINTS = Decimal(1), Decimal("0.1")  # a rate is printed in full per cents or in tenths
_APART = Decimal("0.01")  # of a level: what lies so near may print alike
_SURE = 10  # times what the last digits leave open
Gravity = tuple[bool, bool, Decimal]
_SAME = Decimal("0.000001")  # errors that differ by less are one


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
class Bench:
    """Works out what was printed of `parties` in `money`: of single `codes`, or of the `whole`."""

    releases: Releases
    parties: Parties
    money: str
    codes: Sequence[str]
    whole: Sequence[str]

    def rate(self, row: Data) -> Undone | None:
        """Return what holds now of a rate; None where that is not known, or where a rate would mislead."""
        period, base = (Period.parse(row[key]) for key in ("period", "base"))
        now, then = (self.span(row["codes"], when) for when in (period, base))
        was = _printed(row)
        least = _YEARLY if base.months >= _YEAR else _LEAST * base.months
        if now is None or then is None or was is None or then[0] <= 0:
            return None
        value, before = middle(now), middle(then)
        if before < rough_worth(least, self.money) or value > _RATIO * before:
            return None
        moved, low, high = (
            100 * (one / other - 1) for one, other in ((value, before), (now[0], then[1]), (now[1], then[0]))
        )
        step = Decimal(1).scaleb(int(was.as_tuple().exponent))
        off = [abs(_rounded(end, step) - was) > step for end in (low, moved, high)]
        is_sure = (low > 0 or high < 0) and any(_rounded(low, one) == _rounded(high, one) != 0 for one in _PRINTS)
        turned = (moved > 0) != (was > 0)
        now_is = f"the releases now give {moved:.1f}%"
        return Undone(
            row,
            now_is,
            self.gravity(row, abs(moved - was), turned=turned),
            self.is_ours(row) and is_sure and all(off),
        )

    def place(self, row: Data) -> Undone | None:
        """Return what holds now of a record, or of a height since a month; None where no month undoes it."""
        found = max(self._beyond(row), key=lambda pair: (pair[0], abs(pair[1])), default=None)
        if found is None:
            return None
        _, by, month, must = found
        return Undone(
            row,
            f"{month} lies {by:+.1f}% from it",
            self.gravity(row, abs(by), turned=True),
            self.is_ours(row) and must,
        )

    def undoes(self, row: Data, month: Period) -> bool:
        """Say whether the level of a month undoes a place."""
        return any(month == one for _, _, one, _ in self._beyond(row))

    def _beyond(self, row: Data) -> Iterator[tuple[bool, Decimal, Period, bool]]:
        """Yield the months that undo a place: whether within its past, by how many per cent, which, and if for sure."""
        period, then, is_high = Period.parse(row["period"]), Period.parse(row["then"]), row["side"] in HIGH
        now = self.span(row["codes"], period)
        for back in range(1, period.first - then.first + 1) if now is not None and now[0] > 0 else ():
            month = period.step(-back)
            one = self.span(row["codes"], month)
            if now is None or one is None:
                continue
            is_end = row["side"] in SINCE and month == then
            above, below = (now, one) if is_end == is_high else (one, now)
            gap, value = above[0] - below[1], middle(now)
            if gap > 0:
                open_by = (above[1] - above[0]) + (below[1] - below[0])
                far = above[0] - below[1] > max(_APART * above[1], _SURE * open_by)
                yield not is_end, 100 * (middle(one) / value - 1), month, far

    def gravity(self, row: Data, error: Decimal, *, turned: bool) -> Gravity:
        """Return how grave an error is: what turned is graver, then the total, then the larger one; lower is graver."""
        return not turned, not self._is_whole(row), -_rounded(error, _SAME)

    def _is_whole(self, row: Data) -> bool:
        return list(row["codes"]) == list(self.whole)

    def is_ours(self, row: Data) -> bool:
        """Say whether it is of the whole, or of a line of the edition."""
        return self._is_whole(row) or (len(row["codes"]) == 1 and row["codes"][0] in self.codes)

    def span(self, codes: Sequence[str], span: Period) -> tuple[Decimal, Decimal] | None:
        """Return the least and the most that the codes came to by the last digits of their figures, None: not known."""
        total = self.releases.total(self.parties, codes, span)
        half = span.months * sum(map(self._unit, codes), Decimal(0)) / 2
        return None if total is None else (total - half, total + half)

    def _unit(self, code: str) -> Decimal:
        units = self.releases.units
        own = units.get((self.parties, code))
        within = (unit for (of, line), unit in units.items() if of == self.parties and is_within(line, code))
        return sum(within, Decimal(0)) if own is None else own


def _printed(row: Data) -> Decimal | None:
    try:
        size = Decimal(str(row["shown"]).rstrip("%").replace(",", ""))
    except InvalidOperation:
        return None
    return -size if row["way"] == "down" else size


def middle(span: tuple[Decimal, Decimal]) -> Decimal:
    """Return what lies between the least and the most."""
    return (span[0] + span[1]) / 2


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_UP)
