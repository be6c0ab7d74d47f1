"""Amounts of a monthly edition: levels that agree with their rate, tonnes, spans of months, and verbs of change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import LITTLE, Claim, Size
from generator.story.label import Label
from generator.story.line_selection import LineItem
from generator.story.plan import Text
from generator.story.rounding import MILLIONS, UNITS, Scale
from generator.story.text import leaf, printed
from generator.story.words.numbers import Numbers, required_claim, year_of
from generator.story.words.speech import Noun
from generator.trade.editions import TOTAL
from generator.trade.period import Period

_YEAR = 12  # months


class Amounts(Numbers):
    """Figures of a month, and the words for them."""

    def worth(self, claim: Claim, digits: Decimal | None = None, scale: Scale | None = None) -> Text:
        """Return an amount: "$147.46 million", "$4,321", "more than CNY 1.05 billion", or "nothing" for zero.

        `digits` at `scale` are printed instead of the claim's own rounding. Raise ValueError if no rounding holds.
        """
        if not claim.value:
            return printed(self.say("nothing"), claim.id)
        scale = scale or scale_of(claim)
        digits_at_scale = rounding.in_digits(claim, scale, self.grammar.place) if digits is None else (digits, scale)
        if digits_at_scale is None:
            msg = f"{claim.id} reads {claim.low} to {claim.high}: no rounding holds"
            raise ValueError(msg)
        return self.hedged(claim, self.priced(claim, *digits_at_scale))

    def size(self, claim: Claim) -> Text:
        """Return an amount without its sign, for a sentence whose verb gives the direction."""
        if claim.value >= 0:
            return self.worth(claim)
        return self.worth(replace(claim, low=-claim.high, value=-claim.value, high=-claim.low))

    def level_pair(self, item: LineItem) -> tuple[Text, Text | None]:
        """Return a line's level and that of a year before. The second is None where both print alike.

        It is then None in every language, since all languages print the same claims. Where only a language's own units
        make the two alike, they keep the digits of the others.
        """
        now = required_claim(item.now)
        base = required_claim(item.base)
        digits, base_digits = (rounding.in_digits(claim, scale_of(claim)) for claim in (now, base))
        level = self.worth(now, *self._as_in_table(now, base))
        base_level = self.worth(base, *self._as_in_table(base, now))
        if digits == base_digits:
            return level, None
        if level.words == base_level.words and digits and base_digits:
            return self.worth(now, *digits), self.worth(base, *base_digits)
        return level, base_level

    def _as_in_table(self, claim: Claim, other: Claim) -> tuple[Decimal, Scale] | tuple[()]:
        """Return a level below a hundred thousand in the millions of the `other` beside it: "$0.02 million".

        Empty in a language whose sums name no scale, and for a level that two decimals of a million cannot print.
        """
        if not self.grammar.NAMES_SCALES or scale_of(claim) is not UNITS or scale_of(other) is not MILLIONS:
            return ()
        digits, scale = rounding.in_digits(claim, MILLIONS) or (Decimal(0), UNITS)
        is_short = bool(digits) and digits == rounding.rounded(digits, 2)
        return (digits, scale) if scale is MILLIONS and is_short else ()

    def rate(self, claim: Claim | None) -> Text | None:
        """Return a per cent without its sign. None where it is too wide, of uncertain direction, or prints as 0.0."""
        return self.per_cent(claim) if claim is not None and claim.direction and rounding.per_cent(claim) else None

    def verb_and_rate(self, claim: Claim, size: Size) -> Text:
        """Return verb and rate of a change: "rose 22%"."""
        return self.say("turned", verb=self.sized(claim, size), rate=self.rate(claim) or "")

    def sized(self, claim: Claim, size: Size, place: int = 0, *, many: bool = False) -> Text:
        """Return the verb for the size of a change, marked with the claim of its surprise if that decided the size."""
        verbs = self.lexicon["verbs"][size.name][claim.direction or "up"]
        place %= len(verbs)
        way = claim.direction or "up"
        word = self.grammar.form(Noun("", plural=many), str(verbs[place]), self.lexicon)
        verb = leaf(word, "size", way, size.name, claim.id, place)
        return printed(verb, size.surprise.id) if size.surprise else verb

    def tonnes(self, claim: Claim) -> Text | None:
        """Return a weight: "6,890 tonnes", "45.6 tonnes", "44.27 million tonnes"."""
        weight = rounding.tonnes(claim, self.grammar.place_of_tonnes)
        if not weight:
            return None
        return printed(self.plainly("tonnes", n=self.grammar.tonnes(weight, self.lexicon)), claim.id)

    def month_name(self, when: Period) -> Text:
        """Return the months without their year: "December", "January–February". A calendar year is its number."""
        if when.frequency == "annual":
            words = str(when.year)
        elif when.months == 1:
            words = self.month_of(when).words
        else:
            words = self.plainly("months", first=self.first_month_of(when), last=self.month_of(when.last))
        return leaf(words, "time", str(when), "months")

    def span(self, when: Period) -> Text:
        """Return a span with its year or years: "2025", "January–June 2025", "the twelve months to June 2025".

        A year to date that began in July names both years: "July–December 2025-26".
        """
        words = self.period(when).words
        if is_rolling(when):
            words = self.plainly("rolling", last=self.period(when.last))
        elif when.is_fiscal:
            words = self.plainly("fiscal", months=self.month_name(when), year=year_of(when))
        return leaf(words, "time", str(when), "span")

    def lacks_figures(self, lines: Iterable[Label], when: Period) -> Text:
        """Return the sentence that says that `lines` have no figure for a period."""
        names = self.listed([Noun.of(line, "short") for line in lines])
        return self.say("note.unknown.said", when=self.span(when), names=names)

    def ordinal(self, claim: Claim, unit: str = "") -> Noun | None:
        """Return "third" for three, or None where the language has no word.

        `unit` is the unit of time that it counts, where the claim itself has none.
        """
        words = self.lexicon["ordinals"]
        place = int(claim.value)
        if place <= 0 or place >= len(words):
            return None
        return Noun(printed(str(words[place]), claim.id), counts=unit or claim.unit)

    def full(self, item: LineItem) -> Noun:
        """Return a line's name at its first mention: "zinc ores and concentrates (HS 2608)"."""
        if item.label is None:
            return Noun(self.say("all_other_lines"), plural=True)
        return Noun.of(item.label, "full") if item.code == TOTAL else self.coded(item.label, "full")

    def short(self, item: LineItem) -> Noun:
        """Return a line's short name."""
        return Noun.of(item.label, "short") if item.label else Noun("", plural=True)

    def whole_name(self, item: LineItem) -> Noun:
        """Return the name of the whole for a sentence: a single line by its name, anything else as the total."""
        is_line = item.label is not None and item.code != TOTAL
        return self.short(item) if is_line else Noun(self.say("the_total"))


def scale_of(claim: Claim) -> Scale:
    """Return the scale for a level: trillions, billions or millions from a hundred thousand up; below that, units."""
    return rounding.prose_scale(claim)


def is_rolling(when: Period) -> bool:
    """Return whether a span is twelve months, but not a calendar year."""
    return when.months == _YEAR and when.frequency != "annual"


def is_little(claim: Claim | None) -> bool:
    """Return whether a change is under one per cent under every reading."""
    return claim is not None and max(abs(claim.low), abs(claim.high)) < LITTLE
