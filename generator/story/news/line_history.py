"""The past of one line: since when it is traded, when it fell away, for how long it has gone one way.

All of it is worked out from cells. What the last editions said (`LineMemory`) only decides what is not said again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story.amounts import Amount, Claim
from generator.story.brief import LineMemory
from generator.story.claim_ledger import ClaimLedger
from generator.story.news import time_series
from generator.story.news.extremes import reaches_back
from generator.story.news.time_series import Run, Series, count_of, months_of
from generator.trade.period import Period

_ABSENT = 12  # months without trade that "first recorded" needs before it
_TRADED = 24  # months of trade after which an end is dated
_FAR = 4  # times the level before, or as little of it
_ALIKE = 4  # two changes are alike if they differ by a quarter of the older one at most
_PEAK = 6  # months back to the peak of a line that faded
_FADED = 10  # a line faded if it is below a tenth of its peak


class Beginning(NamedTuple):
    """The months in which a line was traded, and those before, which had no trade."""

    traded: tuple[Amount, ...]  # newest first, without a gap
    empty: tuple[Amount, ...]  # all earlier months on file

    @property
    def first(self) -> Period:
        """The first period with trade."""
        return self.traded[-1].span

    @property
    def start(self) -> Period:
        """The first period on file."""
        return self.empty[-1].span

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of how many months, quarters or years it has been traded."""
        since = self.first if len(self.traded) > 1 else None
        formula, now = ("begun", *self.traded, *self.empty), self.traded[0]
        return ledger.count("begun", count_of(self.traded), formula, now, unit=now.span.time_unit, compare=since)


class Stop(NamedTuple):
    """A month without trade after months that all had trade."""

    now: Amount
    traded: tuple[Amount, ...]
    last: Amount | None  # the last period without trade before these; None where all on file had trade

    def claim(self, ledger: ClaimLedger) -> Claim:
        """Write the claim of the months since it last had no trade, or of all steps on file."""
        if self.last is None:
            levels = (self.now, *self.traded)
            return ledger.count(
                "stopped", count_of(levels), ("stopped", *levels), self.now, unit=self.now.span.time_unit
            )
        formula, months = ("paused", self.now, *self.traded, self.last), months_of(self.traded)
        return ledger.count("paused", months, formula, self.now, unit="months", compare=self.last.span)


@dataclass(frozen=True)
class LineHistory:
    """One line of an edition with its past, and what the text last said of it."""

    series: Series
    memory: LineMemory | None

    @property
    def was_told(self) -> bool:
        """Whether the edition of the step before said something of the line."""
        return self.memory is not None and self.memory.period in self._before

    @cached_property
    def _before(self) -> tuple[Period, ...]:
        """The periods that an edition of the step before may have."""
        span = self.series.span
        return span.step(-1), self.series.before(span)

    @property
    def editions(self) -> int:
        """How many editions in a row, with this one, say the same of it."""
        return 1 + self.memory.editions if self.memory and self.was_told else 1

    @cached_property
    def is_steady(self) -> bool:
        """Whether the last edition said of it the same direction, and a change of about the same size.

        A line that is back after a step without trade is not steady.
        """
        if self.gap is not None:
            return False
        now = self.series.step(self.series.span)
        before = self.series.step(self.memory.period) if self.memory and self.was_told else None
        if now is None or before is None or now.way is None or before.way != now.way:
            return False
        return _are_alike(now.change, before.change) or _are_alike(now.growth, before.growth)

    @cached_property
    def gap(self) -> Amount | None:
        """The step before, if it had no trade and this one has some."""
        levels = self.series.levels
        is_back = len(levels) > 1 and levels[0].reading.low > 0 and levels[1].is_exact and not levels[1].value
        return levels[1] if is_back else None

    @cached_property
    def far_before(self) -> Amount | None:
        """The step before, as long as this one, if its level was four times as high as now, or a quarter of it."""
        levels = self.series.levels
        if len(levels) < 2 or levels[0].span.months != levels[1].span.months:  # noqa: PLR2004 -- two
            return None
        now, before = levels[0].reading, levels[1].reading
        is_far = before.low >= _FAR * now.high or now.low >= _FAR * before.high
        return levels[1] if is_far and levels[1].is_exact and before.low > 0 else None

    @cached_property
    def has_same_level(self) -> bool:
        """Whether the last edition printed about the same level."""
        now, printed = self.series.now, self.memory.level if self.memory and self.was_told else None
        return now is not None and printed is not None and _ALIKE * abs(now.value - printed) <= printed

    @cached_property
    def run(self) -> Run | None:
        """For how long it has gone one way."""
        return time_series.run(self.series)

    @cached_property
    def beginning(self) -> Beginning | None:
        """Its first months of trade, where nothing had been traded before, for a year or more."""
        levels = self.series.levels
        traded = tuple(takewhile(lambda level: level.reading.low > 0, levels))
        empty = levels[len(traded) :]
        if not traded or any(level.value for level in empty):
            return None
        is_first = months_of(empty) >= _ABSENT and reaches_back(self.series)
        return Beginning(traded, empty) if is_first else None

    @cached_property
    def stop(self) -> Stop | None:
        """Its first month without trade after three years of trade."""
        return self._stop(0)

    @cached_property
    def gap_as_stop(self) -> Stop | None:
        """The step before, if it was the first month without trade after three years of trade."""
        return self._stop(1)

    def _stop(self, back: int) -> Stop | None:
        """Return the step so many steps back, if it was the first without trade after three years of trade."""
        levels = self.series.levels[back:]
        if not levels or levels[0].value:
            return None
        now, *past = levels
        traded = tuple(takewhile(lambda level: level.reading.low > 0, past))
        if months_of(traded) < _TRADED:
            return None
        last = past[len(traded)] if len(traded) < len(past) else None
        if last is None and not reaches_back(self.series):
            return None
        return None if last is not None and last.value else Stop(now, traded, last)


def _are_alike(now: Reading | None, before: Reading | None) -> bool:
    """Return whether two changes differ by a quarter of the older one at most."""
    if now is None or before is None:
        return False
    return _ALIKE * abs(now.value - before.value) <= abs(before.value)


def peak(series: Series, leaders: dict[Period, str]) -> Amount | None:
    """Return the highest level of a line in the steps in which it was the largest, if it fell below a tenth of it.

    `leaders` has the largest line of each of the last steps.
    """
    now = series.now
    led = [series.amount(span) for span, code in leaders.items() if (code,) == series.codes]
    levels = [level for level in led if level is not None and level.is_exact]
    highest = max(levels, key=lambda level: level.value, default=None)
    if now is None or highest is None or not now.value or not now.is_exact:
        return None
    ratio = readings.quotient(now.reading, highest.reading)
    return highest if ratio is not None and _FADED * ratio.high < 1 else None


def spans_of_peak(span: Period) -> tuple[Period, ...]:
    """Return the six months, or two quarters, before `span` in which a line that faded may have had its peak.

    Combined months have none, since they would be compared with single months; a year has none within six months.
    """
    if span.frequency == "combined":
        return ()
    return tuple(span.step(-back) for back in range(1, _PEAK // span.months + 1))
