"""Words around a dumbbell of two years, and around one line in the band of its usual changes."""

from __future__ import annotations

from collections.abc import Sequence

from generator.story.item import Item
from generator.story.plan import Text
from generator.story.text import leaf
from generator.story.words.amounts import is_little
from generator.story.words.numbers import hs_edition
from generator.story.words.pictures import Pictures
from generator.story.words.speech import Slot
from generator.trade.period import Period
from generator.trade.valuations import VALUATIONS


class Forms(Pictures):
    """Titles, subtitles, alternative texts and labels."""

    def dumbbell_subtitle(self, trade: Text, when: Period, currency: str, *, scales: bool) -> Text:
        """Return measure, unit, period and signs: "…, US$ million, 2025. The ring is 2024"."""
        said: dict[str, Slot] = {"trade": trade, "unit": self.millions_of(currency), **self._ends(when)}
        return self.say("dumbbell.subtitle_scales" if scales else "dumbbell.subtitle", **said)

    def dumbbell_aside(self, *, left_out: bool) -> tuple[Text, ...]:
        """Return that lines are not drawn which have no exact figure of both years."""
        return (self.say("dumbbell.which"), self.say("dumbbell.left_out")) if left_out else ()

    def dumbbell_alt(self, finding: Text, trade: Text, when: Period) -> Text:
        """Return the picture and its finding in a breath."""
        said: dict[str, Slot] = {"trade": trade, **self._ends(when)}
        alone = self.say("dumbbell.alt", **said), self.say("dumbbell.alt_short", **said)
        return self._with_finding(finding, alone, *alone, self.say("dumbbell.alt_name"))

    def dumbbell_description(self, finding: Text, when: Period, *, scales: bool) -> Text:
        """Return what the lines show and how they are drawn."""
        said = self.say("dumbbell.described", **self._ends(when))
        said = self.say("one_after_the_other", a=said, b=self.say("dumbbell.two")) if scales else said
        return self._told_first(finding, said)

    def dumbbell_figure(self, item: Item) -> Text:
        """Return what stands beside a line: "110.90, +20%", from little "14.16, from 0.29 in 2024"."""
        if item.low and item.now and item.base:
            when = self.period(item.span.year_before())
            return self.say("bar_figure.before", said=self.million(item.now), was=self.million(item.base), when=when)
        return self.panel_figure(item)

    def trend_title(self, item: Item) -> Text:
        """Return the finding of the line: "Refined copper was up 22% on December 2024"."""
        said: dict[str, Slot] = {"name": self.whole_name(item), "before": self.span(item.span.year_before())}
        if is_little(item.growth):
            return self.say("trend.little", **said)
        if item.growth is None or (shown := self.rate(item.growth)) is None:
            return self.say("trend.months", name=said["name"])
        return self.say(f"trend.{item.growth.direction}", n=shown, **said)

    def trend_subtitle(self, trade: Text, first: Period, last: Period, currency: str, *, dashed: bool) -> Text:
        """Return measure, unit and span of the line."""
        ends: dict[str, Slot] = {"first": self.period(first), "last": self.period(last)}
        key = "trend.subtitle_dashed" if dashed else "trend.subtitle"
        return self.say(key, trade=trade, unit=self.millions_of(currency), **ends)

    def trend_alt(self, finding: Text, trade: Text, first: Period, last: Period) -> Text:
        """Return the line and its finding in a breath."""
        said: dict[str, Slot] = {"trade": trade, "first": self.period(first), "last": self.period(last)}
        alone = self.say("trend.alt", **said), self.say("trend.alt_short", **said)
        return self._with_finding(finding, alone, self.say("trend.alt_of", trade=trade), self.say("trend.alt_name"))

    def how_to_read(self) -> Text:
        """Return the head of what helps to read a picture."""
        return self.say("bars.how")

    def band_name(self) -> Text:
        """Return what the band is."""
        return self.say("trend.band")

    def band_aside(self, *, lunar: bool) -> tuple[Text, ...]:
        """Return what is usual, and why two months have no band."""
        return self.say("bars.how"), self.say("trend.usual"), *([self.say("trend.lunar")] if lunar else [])

    def trend_description(self, finding: Text, *, band: bool) -> Text:
        """Return what the line shows and how it is drawn."""
        said = self.say("trend.described")
        said = self.say("one_after_the_other", a=said, b=self.say("trend.usual")) if band else said
        return self._told_first(finding, said)

    def break_name(self, pair: Sequence[str]) -> Text:
        """Return by what trade is counted from a month on: an edition of the HS, a valuation."""
        return leaf(pair[1], "valuation", pair[1]) if pair[1] in VALUATIONS else hs_edition(pair[1])
