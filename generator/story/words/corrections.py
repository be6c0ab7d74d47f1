"""Corrections: what the last edition printed, and what is right."""

from __future__ import annotations

from dataclasses import dataclass

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.last import Level, Place
from generator.story.plan import Text
from generator.story.sizes import Size, size_of
from generator.story.text import printed
from generator.story.words.amounts import Amounts
from generator.story.words.speech import Noun, Slot
from generator.trade.period import Period


@dataclass(frozen=True)
class Stood:
    """An amount that is another one `now` than it `was` by the last edition's print of it."""

    of: Level
    was: Claim
    now: Claim


class Corrections(Amounts):
    """The sentences of what a revision has undone."""

    def correction(
        self, item: Item | None, once: Claim, right: Claim, stood: Stood | None = None, *, turned: bool
    ) -> Text:
        """Return "refined copper rose 14% in November 2025 on November 2024; the last edition printed 12%".

        It is of the total where `item` is None, and of the amount too where that `stood` otherwise. Where the direction
        `turned` it says what had been printed.
        """
        said: dict[str, Slot] = {"name": self._named(item), "was": self.per_cent(once) or ""}
        said |= {"turned": self.turned(right, Size(size_of(right))), "when": self.span(right.period)}
        said["base"] = self.span(right.compare_period or right.period)
        key = f"turned.{once.direction}" if turned else "rate"
        if stood is None:
            return self.say(f"correction.{key}", **said)
        return self.say(f"correction.with_level.{key}", now=self.worth(stood.now), level=self._stood(stood), **said)

    def correction_of_level(self, item: Item | None, stood: Stood) -> Text:
        """Return "refined copper came to $75.00 million in November 2025; the last edition printed $67.20 million"."""
        said: dict[str, Slot] = {"name": self._named(item), "when": self.span(stood.of.period)}
        return self.say("correction.level", now=self.worth(stood.now), level=self._stood(stood), **said)

    def correction_of_run(self, item: Item | None, ran: Claim, now: Claim) -> Text:
        """Return "iron ores were down for a fifth month in a row in …; the last edition printed a fourth …"."""
        said: dict[str, Slot] = {"name": self._named(item), "when": self.span(ran.period)}
        months = {"now": self.streak(now, "correction.months"), "was": self.streak(ran, "correction.months")}
        return self.say(f"correction.run.{ran.direction}", **said, **months)

    def correction_of_no_run(self, item: Item, ran: Claim, *, whole: bool) -> Text | None:
        """Return "iron ores came to …, against …; the last edition printed a fall for a fourth month in a row in …".

        `item` has the two levels that break the run, None where they print alike.
        """
        now, base, _ = self.both(item)
        if base is None:
            return None
        said: dict[str, Slot] = {"name": self._named(None if whole else item), "now": now, "base": base}
        said |= {"then": self.span(item.span), "before": self.span(item.span.year_before())}
        said |= {"when": self.span(ran.period), "was": self.streak(ran, "correction.months")}
        return self.say(f"correction.no_run.{ran.direction}", **said)

    def correction_of_place(
        self, item: Item, of: Place, place_claim: Claim, other: Period, *, whole: bool
    ) -> Text | None:
        """Return "refined copper came to … in November 2025, against … in May 2025; the last edition called it …".

        `item` has the level of its month, and as its base that of the `other` one, which undoes the place. None where
        the two print alike.
        """
        now, base, _ = self.both(item)
        if base is None:
            return None
        side = "highest" if of.is_high else "lowest"
        word = self.say(f"since.{side}", then=self.period(of.then)) if of.is_since else self.say(f"extreme.{side}")
        shown = printed(word, place_claim.id)
        place = self.say("correction.since", words=shown) if of.is_since else self.say("correction.record", word=shown)
        said: dict[str, Slot] = {"name": self._named(None if whole else item), "now": now}
        said |= {"when": self.span(of.period), "base": base, "then": self.span(other), "place": place}
        return self.say("correction.place", **said)

    def correction_first(self, said: Text) -> Text:
        """Return the correction at the top: "Correction: …"."""
        return self.say("correction.first", said=said)


    def _named(self, item: Item | None) -> Noun:
        return Noun(self.say("the_total")) if item is None else self.full(item)

    def _stood(self, stood: Stood) -> Text:
        """Return an amount in the digits and at the scale in which the last edition printed it."""
        digits, power = stood.of.digits
        scale = rounding.scale_at(power)
        return self.priced(stood.was, rounding.on_place(digits, scale, self.grammar.place), scale)
