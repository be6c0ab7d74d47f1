"""Figures that stand alone: in the strip, in the rows of a table, beside bars and at the ends of lines."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.plan import Text
from generator.story.rounding import MILLIONS
from generator.story.text import Part, joined, leaf, printed
from generator.story.words.amounts import is_rolling
from generator.story.words.monthly import Monthly
from generator.story.words.speech import Noun
from generator.trade.period import Period

_FINER = 3  # digits more of a small level, so that the row has the rate of text and pictures
NONE = leaf("–", "dash")
_TOLD = 4  # withheld figures that a note names one by one


class Columns(Monthly):
    """Key figures and cells of tables."""

    def key_label(self, item: Item) -> Text:
        """Return the name of a key figure: the span, after the name of a single line."""
        said = {"name": self.short(item), "when": Noun(self.span(item.span))}
        if item.label is None:
            return self.say("key_label.span", **said)
        is_coded = item.label.short[-1:].isdigit()  # "goods of HS 3004, 2025" would be two codes
        return self.say("key_label.coded" if is_coded else "key_label.named", **said)

    def key_level(self, item: Item) -> Text:
        """Return a key figure: "$147.46 million"."""
        return self._alone(self.worth(item.now)) if item.now else NONE

    def key_change(self, item: Item) -> Text:
        """Return what it is against a year before: "+10% on December 2024"."""
        if item.growth is None or self.rate(item.growth) is None:
            return self._no_base(item.span, broken=item.broken) if item.base is None else self._level_before(item)
        before = self.say("a_year_before") if is_rolling(item.span) else self.span(item.span.year_before())
        return self.say("key_change.rate", n=self.signed_rate(item.growth), when=before)

    def _no_base(self, when: Period, *, broken: bool) -> Text:
        return self.say("no_base.broken" if broken else "no_base.none", then=self.span(when.year_before()))

    def _level_before(self, item: Item) -> Text:
        if item.base is None:
            return NONE
        return self.say("in_a_period", n=self.worth(item.base), when=self.span(item.span.year_before()))

    def key_share(self, share: Claim) -> Text:
        """Return "50% of the total"."""
        return self.say("key_share", n=self.per_cent(share) or "")

    def share_before(self, share: Claim | None, when: Period, *, broken: bool = False) -> Text:
        """Return "45% in 2024"; without a share that there is no figure, or that it is `broken` and not compared."""
        shown = self.per_cent(share) if share else None
        before = self.span(when.year_before())
        return self.say("in_a_period", n=shown, when=before) if shown else self._no_base(when, broken=broken)

    def other_lines(self, count: Claim) -> Text:
        """Return the name of the lines without a bar or a row of their own: "Nine other lines"."""
        return self.say("other_lines", n=self.number(count))

    def folded(self, count: Claim, kept_in: str) -> Text:
        """Return how many lines of a table have no row of their own, and where their figures are (Brief.kept_in)."""
        return self.say(f"folded.{kept_in}", n=self.digits(count))

    def key_count(self, some: Claim, lines: Claim) -> Text:
        """Return "9 of 12"."""
        return self.say("of_count", some=self.digits(some), all=self.digits(lines))

    def others_too(self, others: Claim, before: Period, *, fell: bool) -> Text:
        """Return "on December 2024; three fell"."""
        if not others.value:
            return self.say("others_too.none", when=self.span(before))
        return self.say(f"others_too.{'fell' if fell else 'rose'}", when=self.span(before), n=self.number(others))

    def signed_rate(self, claim: Claim) -> Text:
        """Return "+22%", a dash where no rounding holds."""
        value = rounding.per_cent(claim)
        return NONE if value is None else self.in_per_cent(rounding.signed(value), claim)

    def whole_million(self, claim: Claim) -> Text:
        """Return a sum to the whole million, "1,565", to a tenth where it lies between two: "1,327.5"."""
        low, high = claim.low.scaleb(-MILLIONS.power), claim.high.scaleb(-MILLIONS.power)
        least = 0 if abs(claim.value) >= Decimal(10) ** 8 else 1
        found = next((one for more in (0, 1) if (one := rounding.finest(low, high, least + more)) is not None), None)
        return NONE if found is None else self._alone(printed(rounding.grouped(found), claim.id))

    def million(self, claim: Claim | None, digits: Decimal | None = None) -> Text:
        """Return a level in millions, "nil" for no trade, a dash for an unknown one."""
        if claim is None:
            return NONE
        if not claim.value:
            return self.label("nil")
        found = rounding.in_digits(claim, MILLIONS) if digits is None else (digits, MILLIONS)
        if found is None or found[1] is not MILLIONS:
            return NONE
        return self._alone(self.hedged(claim, printed(rounding.grouped(found[0]), claim.id)))

    def pair_cells(self, item: Item) -> tuple[Text, Text, Text]:
        """Return level, level a year before and signed rate of a row; the three agree as they are printed."""
        if item.now is None or item.base is None:
            return self.million(item.now), self.million(item.base), NONE
        if item.began or item.low:
            return self.million(item.now), self.million(item.base), self._no_rate(item)
        if (
            item.growth is None
            or (found := rounding.together(item.now, item.base, item.growth, MILLIONS, more=_FINER)) is None
        ):
            return self.million(item.now), self.million(item.base), NONE
        now, base, shown = found
        if shown is None:  # no levels bear the rate out: it is that of headline and text all the same
            shown = rounding.per_cent(item.growth)
        cell = NONE if shown is None else self._alone(printed(rounding.with_sign(shown, item.growth), item.growth.id))
        return self.million(item.now, now), self.million(item.base, base), cell

    def long_cells(self, item: Item) -> tuple[Text, Text]:
        """Return level and signed rate over a longer span."""
        shown = rounding.per_cent(item.growth) if item.growth else None
        if item.began or item.low or shown is None or item.growth is None:
            return self.million(item.now), self._no_rate(item)
        return self.million(item.now), self._alone(printed(rounding.with_sign(shown, item.growth), item.growth.id))

    def _no_rate(self, item: Item) -> Text:
        """Return the word for a rate that is none: it began, or its base is low."""
        if item.began:
            return self.label("no_base")
        return self.label("low_base") if item.low else NONE

    def lines_subtitle(self, trade: Text, when: Period, currency: str) -> Text:
        """Return measure, unit and order of the table."""
        return self.say("lines_subtitle", trade=trade, unit=self.millions_of(currency), when=self.span(when))

    def lines_groups(self, when: Period, longer: Period) -> tuple[tuple[Text, int], ...]:
        """Return the heads over several columns, each with how many it covers."""
        groups = (self.month_name(when), 3), (self.say("heads.contribution"), 1), (self._longer_name(longer), 2)
        return (Text(""), 2), *groups, (Text(""), 1)

    def _longer_name(self, longer: Period) -> Text:
        if is_rolling(longer):
            return self.say("rolling_head", last=self.month_name(longer.last))
        return self.months_of(longer)

    def months_of(self, when: Period) -> Text:
        """Return the months of a span by their names, of a calendar year all twelve: "January–December"."""
        if when.frequency != "annual":
            return self.month_name(when)
        months = self.lexicon["months"]
        first = self.lexicon.get("first_months", months)[0]
        words = self.plainly("months", first=first, last=months[-1])
        return leaf(words, "time", str(when), "all_months")

    def lines_head(self, when: Period, longer: Period, drawn: int) -> tuple[Text, ...]:
        """Return the heads of the columns; the last stands over the months `drawn`."""
        now, before = self.last_year(when), self.last_year(when.year_before())
        line, code, rate = (self.say(f"heads.{key}") for key in ("line", "code", "rate"))
        points, months = self.say("heads.points"), self.say("heads.months", n=self.integer(drawn))
        return line, code, now, before, rate, points, self.year_of(longer), rate, months

    def last_year(self, when: Period) -> Text:
        """Return the year in which a span ends."""
        return leaf(str(when.last.year), "time", str(when), "end_year")

    def mail_lines_head(self, when: Period) -> tuple[Text, ...]:
        """Return the heads of the mail's table."""
        ends = self.span(when), self.span(when.year_before())
        return self.say("heads.line"), *ends, self.say("heads.rate")

    def low_base_note(self) -> Text:
        """Return what "low base" means in the table."""
        return self.say("low_base_note")

    def footmark(self, place: int) -> tuple[str, str]:
        """Return the letter of the note at `place`, from 0, of a table, and how it is read out: "note a"."""
        mark = self.plainly("footnote.marks").split()[place]
        return mark, self.plainly("footnote.heard", mark=mark)

    def dash_note(self, reason: str) -> Text:
        """Return what a dash stands for: a figure that is `missing`, or why one that is known cannot be told."""
        return self.say(f"dash_note.{reason}")

    def withheld_note(self, withheld: Sequence[tuple[str, Sequence[Period]]]) -> Text:
        """Return "The source withheld HS 160414 in May 2025: no sum over that month is given."; of many, which."""
        count = sum(len(months) for _, months in withheld)
        if count > _TOLD and len(withheld) > _TOLD:
            return self.say("withheld.many_lines")
        if count > _TOLD:
            return self.say("withheld.many", codes=self.listed([self.code(code) for code, _ in withheld]))
        named = [
            self.say("withheld.line", code=self.code(code), months=self.listed([self.period(one) for one in months]))
            for code, months in withheld
        ]
        return self.say("withheld.some", lines=self.listed(named), count=Noun("", plural=count != 1))

    def signed_points(self, claim: Claim | None) -> Text:
        """Return a contribution beside a bar or in a table: one decimal, two below a tenth."""
        value = rounding.points(claim) if claim else None
        if claim is None or value is None:
            return NONE
        return self._alone(printed(rounding.with_sign(value, claim), claim.id))

    def _alone(self, shown: Part) -> Text:
        return joined([shown])
