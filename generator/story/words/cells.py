"""Figures outside sentences: in tables, beside bars, at the ends of lines, on axes and in source lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.line_selection import LineItem
from generator.story.plan import Text
from generator.story.rounding import MILLIONS
from generator.story.text import leaf, printed, words_of
from generator.story.words.speech import Slot
from generator.story.words.trades import Trades
from generator.trade.observation import Observation
from generator.trade.period import Period

NONE = leaf("–", "dash")


class Cells(Trades):
    """The figures of a line, as its column or picture prints them."""

    def other_lines(self, count: Claim) -> Text:
        """Return the name of the lines without a bar or row of their own: "Nine other lines"."""
        return self.say("other_lines", n=self.number(count))

    def signed_rate(self, claim: Claim) -> Text:
        """Return "+22%", or a dash where no rounding holds."""
        value = rounding.per_cent(claim)
        return NONE if value is None else self.in_per_cent(rounding.signed(value), claim)

    def million(self, claim: Claim | None) -> Text:
        """Return a level in millions, "nil" for no trade, or a dash for an unknown level."""
        if claim is None:
            return NONE
        if not claim.value:
            return self.label("nil")
        digits_at_scale = rounding.in_digits(claim, MILLIONS)
        if digits_at_scale is None or digits_at_scale[1] is not MILLIONS:
            return NONE
        return self.hedged(claim, printed(rounding.grouped(digits_at_scale[0]), claim.id))

    def pair_cells(self, item: LineItem) -> tuple[Text, Text, Text]:
        """Return level, level a year before and signed rate of a row. The rate is that of the unrounded levels."""
        return self.million(item.now), self.million(item.base), self.rate_cell(item)

    def long_cells(self, item: LineItem) -> tuple[Text, Text]:
        """Return level and signed rate over a longer span."""
        return self.million(item.now), self.rate_cell(item)

    def rate_cell(self, item: LineItem) -> Text:
        """Return a signed rate without its unit, or the label of a missing one, or a dash."""
        if item.began:
            return self.label("no_base")
        if item.ended:
            return self.say("no_level")
        if item.low:
            return self.label("low_base")
        rate = rounding.per_cent(item.growth) if item.growth else None
        return NONE if item.growth is None or rate is None else _signed(rate, item.growth)

    def months_of(self, when: Period) -> Text:
        """Return the months of a span by name; a calendar year is "January–December"."""
        if when.frequency != "annual":
            return self.month_name(when)
        months = self.lexicon["months"]
        first = self.lexicon.get("first_months", months)[0]
        words = self.plainly("months", first=first, last=months[-1])
        return leaf(words, "time", str(when), "all_months")

    def last_year(self, when: Period) -> Text:
        """Return the year in which a span ends."""
        return leaf(str(when.last.year), "time", str(when), "end_year")

    def signed_points(self, claim: Claim | None) -> Text:
        """Return a contribution beside a bar or in a table: with one decimal, or two below a tenth."""
        value = rounding.points(claim) if claim else None
        return NONE if claim is None or value is None else _signed(value, claim)

    def share_cell(self, claim: Claim | None) -> Text:
        """Return a share without its unit, in a table: "0.37", "8.5" or "52", or a dash."""
        value = rounding.finest(claim.low, claim.high, rounding.decimals_of_share(claim.value)) if claim else None
        return NONE if claim is None or value is None else printed(rounding.grouped(value), claim.id)

    def signed_million(self, claim: Claim, places: int) -> Text:
        """Return a change in millions with `places` decimals, as bars that add up have it."""
        return _signed(rounding.rounded(claim.value.scaleb(-MILLIONS.power), places), claim)

    def ends(self, when: Period) -> dict[str, Slot]:
        """Return the slots of a period and of the same period a year before."""
        return {"when": self.span(when), "before": self.span(when.year_before())}

    def level_and_rate(self, item: LineItem) -> Text:
        """Return the figure beside a line: "74.12, +22%"."""
        level = self.million(item.now)
        if item.growth is None or self.rate(item.growth) is None:
            return level
        return self.say("panels.figure", level=level, n=self.signed_rate(item.growth))

    def level_from(self, item: LineItem) -> Text:
        """Return a level with the level a year before: "14.16, from 0.29 in 2024"."""
        before = self.period(item.span.year_before())
        return self.say("bar_figure.before", said=self.million(item.now), was=self.million(item.base), when=before)

    def pair_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the table heads of a picture of levels and rates."""
        unit = self.millions_of(currency)
        ends = (self.say("panels.head", when=self.span(span), unit=unit) for span in (when, when.year_before()))
        return self.say("heads.line"), *ends, self.say("panels.change")

    def step_name(self, when: Period) -> Text:
        """Return a month on the axis: "Apr"; two months: "Jan–Feb"."""
        names = self.lexicon["short_months"]
        words = str(names[when.first % 12])
        if when.months > 1:
            first = self.lexicon.get("first_months", names)[when.first % 12]
            words = self.plainly("months", first=first, last=names[when.last.first % 12])
        return leaf(words, "time", str(when), "short_months")

    def tick(self, value: Decimal) -> Text:
        """Return a number on an axis."""
        digits = f"{value.normalize():,f}"
        return leaf(digits, "number", digits)

    def reports(self, cells: Sequence[Observation], names: Mapping[str, str]) -> Text | None:
        """Return who reported an office's figures, and when: "as reported by The Ledger on 27 January 2026".

        `names` says what publications are called in the language.
        """
        reports = sorted({(cell.published, cell.publication) for cell in cells if cell.published and cell.publication})
        parts = [self.say("source.report", publication=names.get(by, by), day=self.day(when)) for when, by in reports]
        return self.listed(parts, "reports") if parts else None

    def source_line(
        self,
        customs: str,
        cells: Sequence[Observation],
        as_of: date,
        tag: Text | None,
        editions: Sequence[str],
        names: Mapping[str, str],
    ) -> Text:
        """Return the source line: whose figures, as of when, by which HS, and whether they are provisional.

        `tag` is a warning of the edition, for example that its figures are invented.
        """
        when = self.reports(cells, names) or self.day(as_of)
        reporters = {cell.reporter for cell in cells}
        lands = sorted((self.bare_land(code) for code in reporters), key=words_of)
        parts = [self.listed([self.source_of(customs, lands), when], "row")]
        codes = []
        if editions:
            codes.append(self.hs_editions(editions))
        if any(cell.code_basis == "assigned" for cell in cells):
            codes.append(self.say("source.ours" if editions else "source.hs_ours"))
        if codes:
            parts.append(self.listed(codes, "row"))
        if any(cell.status == "P" for cell in cells):
            parts.append(self.say("source.provisional"))
        if tag:
            parts.append(tag)
        return self.say("source.line", all=self.listed(parts, "stops"))


def _signed(value: Decimal, claim: Claim) -> Text:
    return printed(rounding.with_sign(value, claim), claim.id)
