"""Prose of a month: one line after the other."""

from __future__ import annotations

from dataclasses import replace

from generator.story.crossings import Crossing
from generator.story.facts import Claim
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import multiple
from generator.story.sizes import Size
from generator.story.text import printed
from generator.story.words.amounts import TWICE, is_little
from generator.story.words.monthly import Monthly
from generator.story.words.numbers import known
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period


class Lines(Monthly):
    """The sentences of a month about its lines."""

    def line_moved(
        self,
        item: Item,
        place: int,
        clause: Text | None,
        times: Claim | None,
        size: Size,
        *,
        first: bool = True,
        level_first: bool = False,
    ) -> Text:
        """Return how a line moved: verb, rate, level, then one `clause`; `place` and `level_first` vary the sentence.

        From a doubling on, `times` tells how many times the level of a year before, where the verb does not. The
        `first` of a paragraph says what it is compared with.
        """
        growth, then = item.growth, self.span(item.span.year_before())
        said: dict[str, Slot] = {"name": self.full(item), "now": self.worth(known(item.now))}
        said |= {"tail": self.tail(clause), "on": self.say("on", then=then) if first else ""}
        if is_little(growth):
            return self.say("line_moved.little", **said)
        if growth is None or (shown := self.rate(growth)) is None:
            return self._levels(item, said)
        if size.is_multiple:
            return self._multiplied(item, growth, size, said)
        if growth.value >= TWICE:
            return self._manifold(item, times, said)
        if level_first and size.surprise is None:
            return self.say(f"line_moved.level_first.{growth.direction}", rate=shown, **said)
        return self.say("line_moved.turned", turned=self.turned(growth, size, place), **said)

    def says_base(self, item: Item) -> bool:
        """Say whether a line's sentence says what it is compared with: a rate does, and two levels that differ."""
        growth = item.growth
        if is_little(growth) or (growth and growth.value < TWICE and self.rate(growth) is not None):
            return True
        return item.now is not None and item.base is not None and self.both(item)[1] is not None

    def may_continue(self, item: Item, size: Size) -> bool:
        """Say whether a line may be said to go on as before: its change has a rate, and no stronger verb."""
        growth = item.growth
        has_rate = growth is not None and self.rate(growth) is not None and not is_little(growth)
        return has_rate and size.surprise is None and growth is not None and growth.value < TWICE

    def line_continued(self, item: Item, clause: Text | None, run: Claim, *, first: bool) -> Text:
        """Return "Iron ores … continued to fall, down 12% on December 2024 to $8.70 million."."""
        then, way = self.span(item.span.year_before()), item.growth.direction if item.growth else None
        said: dict[str, Slot] = {"name": self.full(item), "now": self.worth(known(item.now))}
        said |= {"tail": self.tail(clause), "on": self.say("on", then=then) if first else ""}
        went = printed(self.say("line_continued.went"), run.id)
        return self.say(f"line_continued.{way}", went=went, rate=self.rate(item.growth) or "", **said)

    def _levels(self, item: Item, said: dict[str, Slot]) -> Text:
        if item.base is None:
            return self.say("line_moved.came_to", **said)
        now, base, _ = self.both(item)
        if base is None:
            return self.say("line_moved.came_to", **said)
        ends: dict[str, Slot] = said | {"now": now, "base": base, "when": self.span(item.span.year_before())}
        return self.say(f"line_moved.levels.{item.way or 'open'}", **ends)

    def _multiplied(self, item: Item, growth: Claim, size: Size, said: dict[str, Slot]) -> Text:
        """Return "Zinc ores more than doubled to $57.09 million from $21.95 million in December 2024."."""
        now, base, _ = self.both(replace(item, growth=None))
        if base is None:
            return self.say("line_moved.turned", turned=self.turned(growth, size), **said)
        ends: dict[str, Slot] = said | {"now": now, "base": base, "when": self.span(item.span.year_before())}
        return self.say("line_moved.multiplied", verb=self.sized(growth, size), **ends)

    def _manifold(self, item: Item, times: Claim | None, said: dict[str, Slot]) -> Text:
        shown = multiple(times) if times else None
        if times is None or shown is None or item.base is None:
            return self._levels(item, said)
        return self.say(
            "line_moved.manifold",
            times=printed(self.say("times", n=str(shown)), times.id),
            base=self.worth(item.base),
            when=self.span(item.span.year_before()),
            **said,
        )

    def extreme_clause(self, item: Item, claim: Claim, side: str) -> Text:
        """Return "its largest single month in these figures"."""
        word = printed(self.say(f"extreme.{side}"), claim.id)
        return self.say("extreme.clause", name=self.short(item), word=word)

    def since_clause(self, claim: Claim, side: str) -> Text:
        """Return "the highest since March 2023"."""
        return self.say("since.clause", words=self._since(claim, side))

    def step_clause(self, claim: Claim, way: str) -> Text:
        """Return "a rise that has stood since the step in October 2025"."""
        then = self.period(claim.compare_period) if claim.compare_period else ""
        return self.say(f"step.{way}", since=printed(self.say("step.since", then=then), claim.id))

    def crossed(self, found: Crossing, whole: Noun | None = None) -> Text:
        """Return "The total topped $100 million for the first time in these figures.".

        Without a `whole` it is a clause of a line's sentence: "topping $20 million for the first time …".
        """
        then, kind = found.claim.compare_period, "said" if whole else "clause"
        said: dict[str, Slot] = {"level": self.round_number(found.claim), "then": self.period(then) if then else ""}
        text = self.say(f"crossing.{kind}.{found.verb}", whole=whole or "", **said)
        return replace(text, form=found.form)

    def streak_clause(self, claim: Claim, way: str) -> Text:
        """Return "down for an eighth month in a row"."""
        return self.streak(claim, f"streak.{way}")

    def swing_clause(self, claim: Claim) -> Text:
        """Return "in a volatile series"."""
        return self.say("swing.clause", series=printed(self.say("swing.series"), claim.id))

    def weight_clause(self, item: Item, change: Claim | None) -> Text | None:
        """Return "its weight down 5.5%"."""
        if is_little(change):
            return self.say("weight_clause.little", name=self.short(item))
        shown = self.rate(change)
        if change is None or shown is None or change.value >= TWICE:
            return None
        return self.say(f"weight_clause.{change.direction}", name=self.short(item), n=shown)

    def took_away(self, item: Item) -> Text | None:
        """Return what a line that went against the total took from its change, or added to it."""
        if item.label is None or (shown := self.in_points(item.contribution)) is None:
            return None
        return self.say("took_away.up" if item.way == "up" else "took_away.down", n=shown)

    def by_weight(
        self, weights: tuple[Claim, Claim, Claim | None], worth: Claim | None, before: Period | None = None
    ) -> Text | None:
        """Return how the quantity moved and the average value of a tonne, on the period `before`: never a price."""
        mass, earlier, change = weights
        shown, moved, was = self.tonnes(mass), self.rate(change), self.tonnes(earlier)
        if shown is None or moved is None or change is None:
            return None
        said: dict[str, Slot] = {"rate": moved, "mass": shown, "was": was or "", "on": "", "tail": self._value(worth)}
        manifold = change.value >= TWICE and was
        if before:
            said["on"] = self.say("in" if manifold else "on", then=self.span(before))
        return self.say("by_weight.manifold" if manifold else f"by_weight.{change.direction}", **said)

    def _value(self, worth: Claim | None) -> Text:
        """Return the average value of a tonne as what follows; nothing where it has no rate that holds."""
        if is_little(worth):
            return self.say("by_weight.value.little")
        shown = self.rate(worth)
        if worth is None or shown is None:
            return Text("")
        return self.say(f"by_weight.value.{worth.direction}", rate=shown)

    def from_little_month(self, item: Item, change: Claim | None) -> Text | None:
        """Return the gain on a low base and what it added, never a rate."""
        shown = self.in_points(item.contribution)
        if item.way != "up" or shown is None:
            return None
        gain = self.say("from_little_month.of", n=self.worth(change)) if change else ""
        return self.say("from_little_month.gain", gain=gain, n=shown)

    def longer_levels(self, item: Item) -> Text | None:
        """Return the levels of a longer span: "In 2025 aluminium ores came to $14.16 million, against … in 2024."."""
        if item.label is None or item.now is None or item.base is None:
            return None
        now, tail = self.against(replace(item, growth=None))
        ends: dict[str, Slot] = {"when": self.span(item.span), "whole": self.short(item), "now": now}
        return self.say("to_date.came_to", tail=self.tail(tail), **ends)

    def began(self, item: Item) -> tuple[Text, ...]:
        """Return a level, where a print of it holds, and that no trade in the line was recorded a year before."""
        before = self._no_trade(item, item.span.year_before())
        if item.now is None:
            return (before,)
        return self.say("line_moved.came_to", name=self.full(item), now=self.worth(item.now), tail=""), before

    def ended(self, item: Item) -> tuple[Text, ...]:
        """Return a level a year before, where a print of it holds, and that no trade was recorded since."""
        return *self.had(item), self._no_trade(item, item.span)

    def had(self, item: Item) -> tuple[Text, ...]:
        """Return the level of a year before, nothing where no print of it holds."""
        if item.base is None:
            return ()
        when = self.span(item.span.year_before())
        return (self.say("came_to.then", name=self.full(item), base=self.worth(item.base), when=when),)

    def _no_trade(self, item: Item, when: Period) -> Text:
        return self.say("no_trade", name=self.short(item), when=self.span(when))
