"""Words around a heat map of changes: title and key, figures in its cells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.text import leaf, printed
from generator.story.words.speech import Slot
from generator.story.words.steps import Steps
from generator.trade.period import Period

_REASONS = ("missing", "bound", "idle", "low", "rounded")  # of a dash, in the order in which they are told
_LAST = Decimal(60)  # per cent: the ends of the key name a step, all other words a border


class Heat(Steps):
    """Titles, subtitles, alternative texts and labels."""

    def heat_subtitle(self, trade: Text, first: Period, last: Period) -> Text:
        """Return measure, unit and span."""
        return self.say("heat.subtitle", trade=trade, first=self.period(first), last=self.period(last))

    def heat_alt(self, finding: Text, trade: Text, first: Period, last: Period) -> Text:
        """Return the picture and its finding in a breath."""
        said: dict[str, Slot] = {"trade": trade, "first": self.period(first), "last": self.period(last)}
        alone = self.say("heat.alt", **said), self.say("heat.alt_short", **said)
        return self._with_finding(finding, alone, self.say("heat.alt_of", trade=trade), self.say("heat.alt_name"))

    def heat_aside(self, reasons: Collection[str], *, lunar: bool) -> tuple[Text, ...]:
        """Return what its dashes stand for, a sentence for each of the `reasons`, and why two months stand together."""
        said = [self.say(f"dash_note.{reason}") for reason in _REASONS if reason in reasons]
        said += [self.say("heat.lunar")] if lunar else []
        return (self.say("bars.how"), *said) if said else ()

    def heat_description(self, finding: Text) -> Text:
        """Return what the changes show and how they are drawn."""
        return self._told_first(finding, self.say("heat.described"))

    def heat_head(self, spans: Sequence[Period]) -> tuple[Text, ...]:
        """Return the heads of the changes as a table."""
        return self.say("heads.line"), *(self.say("heat.head", when=self.period(span)) for span in spans)

    def heat_tick(self, threshold: float) -> Text:
        """Return a border of the key; its ends name the first and the last step: "+60% or more"."""
        value = Decimal(repr(threshold)).to_integral()
        shown = leaf(rounding.signed(value), "number", rounding.signed(value))
        if abs(value) < _LAST:
            return shown
        return self.say("heat.most" if value > 0 else "heat.least", n=shown)

    def heat_figure(self, claim: Claim | None, empty: str = "") -> Text:
        """Return a change in whole per cents with its sign, finer where only that holds."""
        dash = leaf(empty, "dash") if empty else Text("")
        if claim is None:
            return dash
        value = rounding.finest(claim.low, claim.high, 0)
        value = rounding.per_cent(claim) if value is None else value
        return dash if value is None else self._alone(printed(rounding.with_sign(value, claim), claim.id))
