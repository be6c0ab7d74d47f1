"""The news of one edition: its metrics, each computed once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.movements import readings
from generator.movements.exact_surprise import MOST, surprise
from generator.movements.readings import Reading
from generator.story.amounts import Claim, Size, YearChange, asks, size_of
from generator.story.claim_ledger import ClaimLedger
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news import extremes, line_changes, time_series
from generator.story.news.line_changes import LineChanges
from generator.story.news.market import market_of
from generator.story.news.time_series import Series
from generator.story.plan import Text
from generator.story.words import Words
from generator.story.words.speech import Slot
from generator.trade.currency import rough_worth
from generator.trade.period import A_QUARTER, Period

_YEAR = 12  # months


@dataclass(frozen=True)
class News:
    """What happened over a span."""

    month: Month
    span: Period  # the edition's own period, or the year that its December ends

    run = cached_property(lambda self: time_series.run(self.total))
    turn = cached_property(lambda self: time_series.turn(self.total))
    pace = cached_property(lambda self: time_series.pace(self.total))
    records = cached_property(lambda self: extremes.records(self.total))
    place = cached_property(lambda self: extremes.extreme(self.total))
    second = cached_property(lambda self: extremes.second(self.total))
    odd_base = cached_property(lambda self: extremes.odd_base(self.total))
    season = cached_property(lambda self: time_series.season(self.total))
    pair = cached_property(lambda self: time_series.pair(self.total, self.span))
    path = cached_property(lambda self: time_series.path(self.total))
    gap = cached_property(lambda self: time_series.short_of(self.total))
    passed = cached_property(lambda self: time_series.passed(self.total))
    halves = cached_property(lambda self: time_series.halves(self.total))
    tempo = cached_property(lambda self: time_series.tempo(self.total))
    parts = cached_property(lambda self: LineChanges(self.month, self.span))
    mix = cached_property(lambda self: line_changes.mix(self.month, self.span))
    tonnage = cached_property(lambda self: line_changes.of_whole(self.month, self.span))
    market = cached_property(lambda self: market_of(self.month, self.step))

    @property
    def ledger(self) -> ClaimLedger:
        """The ledger of claims."""
        return self.month.ledger

    @property
    def words(self) -> Words:
        """The words of the edition's language."""
        return self.month.words

    @cached_property
    def total(self) -> Series:
        """The series of the total."""
        return Series(self.month, self.month.total_codes, self.span)

    @cached_property
    def item(self) -> LineItem:
        """The total with its claims. Where lines are missing, the sum of the others."""
        if self.month.lost:
            return self.month.combined_item(self.month.total_codes, self.span)
        return self.month.whole_item(self.span)

    @cached_property
    def step(self) -> YearChange | None:
        """The total against a year before. None where that is unknown."""
        return self.total.step(self.span) if not self.month.lost else None

    @cached_property
    def growth(self) -> Reading | None:
        """The growth of the total in per cent."""
        return self.step.growth if self.step else None

    @cached_property
    def size(self) -> Reading | None:
        """The growth of the total without its sign."""
        return abs(self.growth) if self.growth else None

    @cached_property
    def ratio(self) -> Reading | None:
        """The total as a multiple of the year before."""
        return readings.quotient(self.step.now.reading, self.step.base.reading) if self.step else None

    @property
    def way(self) -> str | None:
        """The direction of the total."""
        return self.step.way if self.step else None

    @property
    def is_quiet(self) -> bool:
        """Whether the total moved by less than one per cent."""
        return self.size is not None and self.size.high < 1

    @property
    def is_month(self) -> bool:
        """Whether the span is one step of months: a month, or the two between which a holiday moves."""
        return self.span.months < A_QUARTER

    @property
    def is_year(self) -> bool:
        """Whether the span is a year."""
        return self.span.months == _YEAR

    @property
    def is_one_line(self) -> bool:
        """Whether the total is a single line."""
        return self.month.is_single

    @cached_property
    def on_month(self) -> Reading | None:
        """The growth on the month before."""
        return readings.growth(*(level.reading for level in self.pair)) if self.pair else None

    @cached_property
    def change_of_whole(self) -> Text | None:
        """How the total moved, in a headline's words. None where no rate holds."""
        return self.change("head.change", self.item)

    @cached_property
    def frame(self) -> dict[str, Slot]:
        """The slots that every pattern has: reporter, flow, partner and period, and no use of a line."""
        words, trade = self.words, self.month.trade
        noun, verb = words.flow(trade.selection.flow)
        return {
            "trade": words.trade_of(trade),
            "flow": noun,
            "did": verb,
            "deal": words.deal(trade.selection.flow),
            "reporter": words.land(trade.selection.reporter),
            "whence": words.whence(trade.selection),
            "period": words.span(self.span),
            "when": words.of_headline(self.span),
            "step": words.word("steps", self.span.frequency),
            "time_unit": words.word("time_units", self.span.time_unit),
            "use": "",
        }

    def say(self, key: str, claim: Claim | None = None, /, **slots: Slot | None) -> Text | None:
        """Return the sentence of `key`, or None where a slot is None or missing.

        One clause of the sentence (the slot `proof`) expresses `claim` in words. A figure that cannot be printed thus
        removes its whole sentence.
        """
        printed = {name: slot for name, slot in slots.items() if slot is not None}
        if len(printed) < len(slots):
            return None
        printed = self.frame | printed
        if claim is not None:
            printed["proof"] = self.words.proof(key, claim, **printed)
        return self.words.say(key, **printed) if self.words.slots_of(key) <= printed.keys() else None

    def change(self, key: str, item: LineItem, place: int = 0) -> Text | None:
        """Return how a line or the total moved, by the pattern `key`; `place` varies the verb."""
        return self.words.changed(key, item.growth, self._size(item), self.times(item), place)

    def _size(self, item: LineItem) -> Size:
        """Return the size class of a line's change, with the claim of its surprise if the class depends on that."""
        if item.growth is None:
            return Size("plain")
        claim = self._surprise(item) if asks(item.growth) else None
        name = size_of(item.growth, (claim.low, claim.high) if claim else None)
        return Size(name, claim if name not in {"slight", "plain"} else None)

    def _surprise(self, item: LineItem) -> Claim | None:
        """Return how unusual a line's change in a month is. None where that is unknown."""
        month = self.month
        if item.span != month.period or not month.is_step:
            return None
        year = _YEAR - month.is_lunar  # steps: January and February may be one
        levels = month.past(item.codes, year + MOST + 1)
        if not levels:
            return None
        z = surprise([level.reading for level in levels], year, rough_worth(Decimal(1), levels[0].unit))
        return month.ledger.surprise(z, levels) if z else None

    def times(self, item: LineItem) -> Claim | None:
        """Return a line or the total as a multiple of the year before. None where a rate would mislead."""
        if item.growth is None or item.amount is None or item.base_amount is None:
            return None
        return self.ledger.multiple(item.amount, item.base_amount)
