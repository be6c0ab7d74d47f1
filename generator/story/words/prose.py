"""What others said: relayed figures, statements and outside accounts, each with its source."""

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


class Prose(Trades):
    """The sentences around what others said."""

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
