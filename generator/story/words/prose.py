"""Prose of a year: one sentence per kind of fact.

Figures are by origin and CIF, so goods are "imported", never "bought". A verb of direction needs two levels; a strong
one needs a surprise that annual figures cannot show, so none stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.story.brief import Line
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.text import words_of
from generator.story.words.numbers import way
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades
from generator.trade.codes import WORLD
from generator.trade.observation import Observation
from generator.trade.period import Period

_BOTH, _NAMED = 2, 3  # lines that a sentence names; of more it gives the number


class Prose(Trades):
    """The sentences of an annual edition."""

    def came_to(self, lines: Sequence[Line]) -> Text:
        """Return "Zinc ores … came to $110.90 million and chromium ores … to $89.43 million."; at most three lines."""
        first, *rest = lines
        parts = [self.say("came_to.first", name=self.named(first), level=self.level(first))]
        parts += [self.say("came_to.next", name=self.briefly(line), level=self.level(line)) for line in rest]
        return self.say("sentence", all=self.listed(parts, "clauses"))

    def without_figures(self, lines: Sequence[Line], when: Period) -> Text:
        """Return which lines of the briefing have no figure at all this period."""
        return self.say("without_figures", when=self.period(when), names=self._names(lines))

    def _names(self, lines: Sequence[Line]) -> Text:
        return self.listed([self.briefly(line) for line in lines])

    def no_trade(self, line: Line, when: Text) -> Text:
        """Return that no trade in a line was recorded."""
        return self.say("no_trade", name=_short(line), when=when)

    def vanished(self, line: Line, base: Claim, when: Period, before: Period) -> tuple[Text, Text]:
        """Return the level of a line whose trade ended, and that it ended: no rate of minus a hundred."""
        said: dict[str, Slot] = {"name": self.named(line), "base": self.money(base), "when": self.period(before)}
        return self.say("came_to.then", **said), self.no_trade(line, self.period(when))

    def untraded(self, lines: Sequence[Line], when: Period) -> Text:
        """Return the lines in which no trade was recorded."""
        return self.say("untraded", when=self.period(when), names=self._names(lines))

    def not_in_sums(self) -> Text:
        """Return that lines without figures are in no sum."""
        return self.say("not_in_sums")

    def relayed(self, line: Line, levels: Sequence[Claim], source: Observation) -> Text:
        """Return a figure that was passed on, with who said it, and why nothing is computed from it."""
        parts = [self.say("relayed.level", level=self.money(one), when=self.period(one.period)) for one in levels]
        month = self.month(source.published) if source.published else self.say("relayed.undated")
        who, said = ("speaker", source.speaker) if source.speaker else ("publication", source.publication)
        whose = "world" if source.partner == WORLD else "pair"  # of the World: whose exports they are nobody can say
        trade = self.say(
            f"relayed.{whose}.{way(source.flow)}", land=self.land(source.reporter), flow=self.flow(source.flow)[0]
        )
        ends: dict[str, Slot] = {
            "name": Noun.of(line.label, "head"),
            "trade": trade,
            "levels": self.listed(parts, "clauses"),
        }
        return self.say(f"relayed.{who}", who=said, publication=source.publication, month=month, **ends)

    def untraced(self, *, many: bool) -> Text:
        """Return why no change is computed from figures that were passed on."""
        return self.say("untraced.many" if many else "untraced.one")

    def said_again(self, speaker: str, form: str = "paraphrased", tongue: str = "") -> Text:
        """Return the line that names a speaker whose office stands above."""
        return self._in_form(self.say("said_again", speaker=speaker), form, tongue)

    def said_by(
        self,
        speaker: str,
        role: str,
        organisation: str,
        medium: str,
        when: date,
        form: str = "paraphrased",
        tongue: str = "",
    ) -> Text:
        """Return the line that names a speaker: who, what, where, to whom, when, and in which `form` it stands here.

        That is paraphrased, verbatim or translated from a `tongue`.
        """
        both = self.say("said_by.office", role=role, organisation=organisation) if role and organisation else ""
        office = both or role or organisation
        to = self.say("said_by.to", medium=medium)
        parts = [part for part in (speaker, office, to, self.day(when)) if words_of(part)]
        return self._in_form(self.listed(parts, "row"), form, tongue)

    def _in_form(self, said: Text, form: str, tongue: str) -> Text:
        return self.say(f"said_by.{form}", said=said, tongue=self.say(f"tongue.{tongue}") if tongue else "")

    def quoted(self, sentences: Sequence[Text]) -> tuple[Text, ...]:
        """Return sentences between the quotation marks of the language."""
        first, *rest = sentences
        opened = (self.say("quoted.begins", words=first), *rest)
        return (*opened[:-1], self.say("quoted.ends", words=opened[-1]))

    def attributed(self, words: Text, medium: str, when: date) -> Text:
        """Return an outside account's sentence with its source."""
        return self.say("attributed", words=words, medium=medium, day=self.day(when))


def _short(line: Line) -> Noun:
    return Noun.of(line.label, "short")
