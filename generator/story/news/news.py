"""News: the metrics of one edition's news, each worked out once, and the words in which they are told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story import surprises
from generator.story.amounts import Amount, Step
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.ledger import Ledger
from generator.story.month import Month
from generator.story.news import place, quarter, runs, season, tonnage, year
from generator.story.news.parts import Parts
from generator.story.news.steps import Series
from generator.story.plan import Text
from generator.story.words import Words
from generator.story.words.speech import Slot
from generator.trade.period import A_QUARTER, Period

_YEAR = 12  # months


@dataclass(frozen=True)
class News:
    """What happened over `span`, which is the edition's own period, or the year that its December ends."""

    month: Month
    span: Period

    run = cached_property(lambda self: runs.run(self.total))
    turn = cached_property(lambda self: runs.turned(self.total))
    pace = cached_property(lambda self: runs.pace(self.total))
    records = cached_property(lambda self: place.records(self.total))
    place = cached_property(lambda self: place.extreme(self.total))
    second = cached_property(lambda self: place.second(self.total))
    odd_base = cached_property(lambda self: place.odd_base(self.total))
    season = cached_property(lambda self: season.season(self.total))
    pair = cached_property(lambda self: season.pair(self.total, self.span))
    path = cached_property(lambda self: quarter.path(self.total))
    gap = cached_property(lambda self: year.short_of(self.total))
    passed = cached_property(lambda self: year.passed(self.total))
    halves = cached_property(lambda self: year.halves(self.total))
    tempo = cached_property(lambda self: year.tempo(self.total))
    parts = cached_property(lambda self: Parts(self.month, self.span))
    tonnage = cached_property(lambda self: tonnage.of_whole(self.month, self.span))

    @property
    def ledger(self) -> Ledger:
        """Where claims are written."""
        return self.month.ledger

    @property
    def words(self) -> Words:
        """The words of the edition's language."""
        return self.month.words

    @cached_property
    def total(self) -> Series:
        """The whole."""
        return Series(self.month, self.month.whole, self.span)

    @cached_property
    def item(self) -> Item:
        """The whole with its claims; where some lines have not come, what the others make together."""
        if self.month.lost:
            return self.month.rest(self.month.whole, self.span)
        return self.month.whole_item(self.span)

    @cached_property
    def step(self) -> Step | None:
        """The whole against a year before; None where that is open."""
        return self.total.step(self.span) if not self.month.lost else None

    @property
    def now(self) -> Amount | None:
        """What the whole came to."""
        return self.total.now

    @cached_property
    def growth(self) -> Reading | None:
        """The growth of the whole in per cent."""
        return self.step.growth if self.step else None

    @cached_property
    def size(self) -> Reading | None:
        """The growth of the whole without its sign."""
        return abs(self.growth) if self.growth else None

    @cached_property
    def ratio(self) -> Reading | None:
        """The whole as a multiple of the year before."""
        return readings.quotient(self.step.now.reading, self.step.base.reading) if self.step else None

    @property
    def way(self) -> str | None:
        """The way of the whole."""
        return self.step.way if self.step else None

    @property
    def is_quiet(self) -> bool:
        """Whether the whole moved by less than one per cent."""
        return self.size is not None and self.size.high < 1

    @property
    def is_month(self) -> bool:
        """Whether it is a step of months: one, or the two between which a holiday moves."""
        return self.span.months < A_QUARTER

    @property
    def is_year(self) -> bool:
        """Whether it is a year."""
        return self.span.months == _YEAR

    @property
    def is_one_line(self) -> bool:
        """Whether the whole is one line."""
        return self.month.is_single

    @cached_property
    def on_month(self) -> Reading | None:
        """The growth on the month before."""
        return readings.growth(*(level.reading for level in self.pair)) if self.pair else None

    @cached_property
    def moved(self) -> Text | None:
        """How the whole moved, as a headline has it; None where no rate holds."""
        return self.change("head.change", self.item)

    @cached_property
    def frame(self) -> dict[str, Slot]:
        """The slots that every pattern has: whose trade it is, which way, with whom, and when."""
        words, trade = self.words, self.month.trade
        noun, verb = words.flow(trade.of.flow)
        return {
            "trade": words.trade_of(trade),
            "flow": noun,
            "did": verb,
            "deal": words.deal(trade.of.flow),
            "reporter": words.land(trade.of.reporter),
            "whence": words.whence(trade.of),
            "period": words.span(self.span),
            "when": words.of_headline(self.span),
            "step": words.word("steps", self.span.frequency),
        }

    def say(self, key: str, claim: Claim | None = None, /, **slots: Slot | None) -> Text | None:
        """Return the sentence of `key`, of which one clause says the `claim` in words.

        None where a slot is None or missing: a figure that has no print takes its sentence with it.
        """
        known = {name: slot for name, slot in slots.items() if slot is not None}
        if len(known) < len(slots):
            return None
        known = self.frame | known
        if claim is not None:
            known["proof"] = self.words.proof(key, claim, **known)
        return self.words.say(key, **known) if self.words.slots_of(key) <= known.keys() else None

    def change(self, key: str, item: Item, place: int = 0) -> Text | None:
        """Return how a line, or the whole, moved, as `key` has it; `place` varies the verb."""
        return self.words.changed(key, item.growth, surprises.size(self.month, item), self.times(item), place)

    def times(self, item: Item) -> Claim | None:
        """Return a line, or the whole, as a multiple of the year before; None where a rate would mislead."""
        if item.growth is None or item.amount is None or item.base_amount is None:
            return None
        return self.ledger.multiple(item.amount, item.base_amount)
