"""Prose of a month: the total and what carried it, then the longer view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from generator.story.plan import Text
from generator.story.words.numbers import hs_edition
from generator.story.words.speech import Noun
from generator.story.words.trades import Trades
from generator.trade.period import Period

_BOTH, _IN_WORDS = 2, 12
_CODES = 4  # codes that a note has room for
Side = Literal["highest", "lowest"]


class Monthly(Trades):
    """The sentences of a month about the whole."""

    def without_base(self, before: Period, *, some: bool) -> Text:
        """Return "There is no figure for March 2015, so no change on the year is given."; `some` lines have one."""
        return self.say("without_base.some" if some else "without_base.all", then=self.span(before))

    def other_goods(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return "HS 030289 does not cover the same goods in HS 2012 and HS 2017"; of many "some lines do not …".

        `known` says that a table of the two editions tells so; otherwise nobody knows what the code covered.
        """
        names = self.say("hs", codes=self.listed([self.code(code) for code in sorted(codes)]))
        names = names if len(codes) <= _CODES else self.say("some_lines")
        return self.say(
            f"other_goods.{'known' if known else 'open'}",
            names=Noun(names, plural=len(codes) != 1),
            then=hs_edition(then),
            now=hs_edition(now),
        )

    def broken_base(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return that the total has no change on the year, since codes of it came to cover other goods."""
        return self.say("broken_base", why=self.other_goods(codes, then, now, known=known))

    def break_note(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return why lines of the table have no change: their codes came to cover other goods."""
        return self.say("break_note", why=self.other_goods(codes, then, now, known=known))

    def revalued_base(self, before: Period, then: str, now: str) -> Text:
        """Return that the total has no change on the year, since it was valued in another way then."""
        return self.say("revalued_base", when=self.period(before), then=self.valuation(then), now=self.valuation(now))

    def revalued_note(self, then: str, now: str) -> Text:
        """Return why lines of the table have no change: they were valued in another way."""
        return self.say("revalued_note", then=self.valuation(then), now=self.valuation(now))
