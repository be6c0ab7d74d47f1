"""Words around a change in its steps: average value, quantity, what is new or ended, what cannot be told apart."""

from __future__ import annotations

from collections.abc import Mapping

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.rounding import MILLIONS
from generator.story.text import printed
from generator.story.words.forms import Forms
from generator.story.words.speech import Slot
from generator.trade.period import Period


class Steps(Forms):
    """Titles, subtitles, alternative texts and labels."""

    def waterfall_title(self, worth: Claim, mass: Claim) -> Text:
        """Return the finding: "Higher average values added $31.20 million, larger quantities $14.86 million"."""
        if any(claim.direction is None or rounding.is_open(claim) for claim in (worth, mass)):
            return self.say("waterfall.title")
        return self.say(f"waterfall.{worth.direction}.{mass.direction}", worth=self.size(worth), mass=self.size(mass))

    def waterfall_subtitle(self, trade: Text, when: Period, currency: str, coverage: Claim, *, alone: bool) -> Text:
        """Return measure, unit, periods, and how much of the value is split."""
        said: dict[str, Slot] = {"trade": trade, "unit": self.millions_of(currency), **self._ends(when)}
        key = "waterfall.subtitle_alone" if alone else "waterfall.subtitle"
        return self.say(key, n=self.per_cent(coverage) or "", **said)

    def waterfall_aside(self, kept: Mapping[str, bool]) -> tuple[Text, ...]:
        """Return what the steps are, of those that are there, and that they were rounded."""
        more = (self.say(f"waterfall.how_{name}") for name, is_there in kept.items() if is_there)
        return self.say("bars.how"), self.say("waterfall.how"), *more

    def waterfall_alt(self, finding: Text, trade: Text, when: Period) -> Text:
        """Return the picture and its finding in a breath."""
        said: dict[str, Slot] = {"trade": trade, **self._ends(when)}
        alone = self.say("waterfall.alt", **said), self.say("waterfall.alt_short", **said)
        return self._with_finding(finding, alone, *alone, self.say("waterfall.alt_name"))

    def waterfall_description(self, finding: Text, *, alone: bool) -> Text:
        """Return what the steps show and how they are drawn."""
        return self._told_first(finding, self.say("waterfall.described_alone" if alone else "waterfall.described"))

    def waterfall_head(self, currency: str) -> tuple[Text, ...]:
        """Return the heads of the steps as a table."""
        return self.say("waterfall.step"), self.millions_of(currency)

    def step_of_change(self, name: str) -> Text:
        """Return the name of a step: "Average value"."""
        return self.say(f"waterfall.{name}")

    def step_figure(self, claim: Claim, places: int, *, is_total: bool) -> Text:
        """Return a step in millions with its sign, a total without."""
        value = rounding.rounded(claim.value.scaleb(-MILLIONS.power), places)
        return self._alone(printed((rounding.grouped if is_total else rounding.signed)(value), claim.id))
