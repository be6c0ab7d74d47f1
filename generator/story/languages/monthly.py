"""What a language package must provide for a monthly edition, beside what every edition needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from generator.story.brief import Label, Line, Trade, Valued
from generator.story.facts import Claim
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.trade.figures import Observation, Selection
from generator.trade.flags import Flag
from generator.trade.period import Period

Note = tuple[str, list[Text]]


class MonthlyWords(Protocol):
    """One language, as the sections of a month speak it."""

    def span(self, when: Period) -> str:
        """Return a span with its year or years: "2025", "January–June 2025", "the twelve months to June 2025"."""

    def headline_month(self, total: Item, trade: Trade) -> Text:
        """Return "China’s mineral and metal imports from Pakistan rose 10% in December", or its level."""

    def carried(self, total: Item, first: Item | None, other: Item | None, run: Claim | None) -> Text | None:
        """Return which line carried the total's change and which went the other way, with its `run` of months."""

    def leading(self, items: Sequence[Item], *, largest: bool) -> Text:
        """Return the levels of the `largest` lines, or of those that an editor tells, where nothing can be compared."""

    def no_past(self, begin: Period, longer: Item) -> Text:
        """Return why a single line has no longer view: its figures have just begun, or have a gap."""

    def broken_past(self, codes: Sequence[str], then: str, *, known: bool) -> Text:
        """Return that the figures before are those of another edition of the HS, in which the codes cover other goods.

        `known` says that a table of the two editions tells so.
        """

    def month_lede(self, total: Item, customs: str, trade: Trade) -> Text:
        """Return who counted how much of what, from where and when, and how it stands against a year before."""

    def extreme(self, total: Item, claim: Claim, side: str, begin: Period) -> Text:
        """Return "It was the largest single month since these figures begin in January 2021."."""

    def since(self, total: Item, claim: Claim, side: str) -> Text:
        """Return "It was the highest since March 2023."."""

    def breadth(self, lines: Claim, rose: Claim, fell: Claim) -> Text:
        """Return "Nine of the twelve lines rose and three fell."; None of a side leaves it out."""

    def to_date(self, total: Item) -> Text:
        """Return "In January–June 2025 the total came to $1.57 billion, 9.0% more than the $1.44 billion of …"."""

    def quiet(self) -> Text:
        """Return that nothing stands out."""

    def year_change(self, total: Item, change: Claim) -> Text | None:
        """Return by how much the total of a longer span changed in money."""

    def year_part(self, item: Item, change: Claim, *, whole: bool) -> Text | None:
        """Return a line's part in it: "Refined copper, up 18% to $775.40 million, added $120.22 million.".

        Not `whole`: its part alone, "A fall in iron ores took away $24.11 million.".
        """

    def replaced(self, up: tuple[Item, Claim], down: Item) -> Text:
        """Return "In 2025 the third-largest line was zinc ores, at $110.90 million, in place of iron ores, at …"."""

    def shares_together(self, lines: Claim, now: Claim, base: Claim, when: Period) -> Text | None:
        """Return "The three largest lines made up 71% of it, against 72% a year before."."""

    def share_moved(self, item: Item, now: Claim, base: Claim) -> Text | None:
        """Return "Refined copper made up 50% of the total in 2025, against 45% in 2024."."""

    def line_moved(
        self,
        item: Item,
        place: int,
        clause: Text | None,
        times: Claim | None,
        *,
        first: bool = True,
        level_first: bool = False,
    ) -> Text:
        """Return how a line moved: verb, rate, level, then one `clause`; `place` and `level_first` vary the sentence.

        From a doubling on, `times` tells how many times the level of a year before. The `first` of a paragraph says
        what it is compared with.
        """

    def extreme_clause(self, item: Item, claim: Claim, side: str) -> Text:
        """Return "its largest single month in these figures"."""

    def since_clause(self, claim: Claim, side: str) -> Text:
        """Return "the highest since March 2023"."""

    def step_clause(self, claim: Claim, way: str) -> Text:
        """Return "a rise that has stood since the step in October 2025"."""

    def streak_clause(self, claim: Claim, way: str) -> Text:
        """Return "down for an eighth month in a row"."""

    def weight_clause(self, item: Item, change: Claim | None) -> Text | None:
        """Return "its weight down 5.5%"."""

    def took_away(self, item: Item) -> Text | None:
        """Return what a line that went against the total took from its change, or added to it."""

    def by_weight(
        self, weights: tuple[Claim, Claim, Claim | None], worth: Claim | None, before: Period | None = None
    ) -> Text | None:
        """Return how the quantity moved and the average value of a tonne: never a price."""

    def from_little_month(self, item: Item, change: Claim | None) -> Text | None:
        """Return the gain on a low base and what it added, never a rate."""

    def longer_levels(self, item: Item) -> Text | None:
        """Return the levels of a longer span: "In 2025 aluminium ores came to $14.16 million, against … in 2024."."""

    def began(self, item: Item) -> tuple[Text, Text]:
        """Return a level, and that no trade in the line was recorded a year before."""

    def ended(self, item: Item) -> tuple[Text, Text]:
        """Return a level a year before, and that no trade was recorded since."""

    def key_label(self, item: Item) -> Text:
        """Return the name of a key figure: the span, after the name of a single line."""

    def key_level(self, item: Item) -> Text:
        """Return a key figure: "$147.46 million"."""

    def key_change(self, item: Item) -> Text:
        """Return what it is against a year before: "+10% on December 2024"."""

    def key_share(self, share: Claim) -> Text:
        """Return "50% of the total"."""

    def share_before(self, share: Claim | None, when: Period, *, broken: bool = False) -> Text:
        """Return "45% in 2024"."""

    def other_lines(self, count: Claim) -> Text:
        """Return the name of so many lines without a bar or a row of their own."""

    def key_count(self, some: Claim, lines: Claim) -> Text:
        """Return "9 of 12"."""

    def others_too(self, others: Claim, before: Period, *, fell: bool) -> Text:
        """Return "on December 2024; three fell"."""

    def whole_million(self, claim: Claim) -> Text:
        """Return a sum to the whole million: "1,565"."""

    def pair_cells(self, item: Item) -> tuple[Text, Text, Text]:
        """Return level, level a year before and signed rate of a row; the three agree as they are printed."""

    def long_cells(self, item: Item) -> tuple[Text, Text]:
        """Return level and signed rate over a longer span."""

    def lines_subtitle(self, trade: str, when: Period, currency: str) -> Text:
        """Return measure, unit and order of the table."""

    def lines_groups(self, when: Period, longer: Period) -> tuple[tuple[str, int], ...]:
        """Return the heads over several columns, each with how many it covers."""

    def lines_head(self, when: Period, longer: Period, drawn: int) -> tuple[Text, ...]:
        """Return the heads of the columns; the last stands over the months `drawn`."""

    def mail_lines_head(self, when: Period) -> tuple[Text, ...]:
        """Return the heads of the mail's table."""

    def without_base(self, before: Period, *, some: bool) -> Text:
        """Return that there is no figure a year before, or that only `some` lines have one, and so no change."""

    def broken_base(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return that the total has no change on the year, since codes of it came to cover other goods."""

    def break_note(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return why lines of the table have no change: their codes came to cover other goods."""

    def revalued_base(self, before: Period, then: str, now: str) -> Text:
        """Return that the total has no change on the year, since it was valued in another way then."""

    def revalued_note(self, then: str, now: str) -> Text:
        """Return why lines of the table have no change: they were valued in another way."""

    def dash_note(self) -> Text:
        """Return what a dash in the table stands for."""

    def withheld_note(self, withheld: Sequence[tuple[str, Sequence[Period]]]) -> Text:
        """Return which codes their publisher withheld in which months, and that no sum over these is given."""

    def note_gaps(self, runs: Sequence[Period]) -> tuple[str, list[Text]]:
        """Return which runs of months the releases do not have."""

    def note_untraded(self, codes: Sequence[str], when: Period) -> tuple[str, list[Text]]:
        """Return in which codes of the briefing nothing was traded, so that no line of them stands anywhere."""

    def low_base_note(self) -> Text:
        """Return what "low base" means in the table."""

    def signed_points(self, claim: Claim | None) -> Text:
        """Return a contribution beside a bar or in a table: one decimal, two below a tenth."""

    def bars_title(self, total: Item, first: Item | None) -> Text:
        """Return the finding of the contributions: "Refined copper added 10.1 of the 10.2 points"."""

    def bars_subtitle(self, trade: str, when: Period) -> Text:
        """Return measure, unit and what it is compared with."""

    def bars_aside(self, total: Item, before: Period, currency: str) -> tuple[Text, ...]:
        """Return how to read the bars."""

    def bars_alt(self, trade: str, when: Period, first: Label) -> Text:
        """Return the contributions in one sentence."""

    def bars_description(self) -> Text:
        """Return how the contributions are drawn."""

    def bars_head(self) -> tuple[Text, ...]:
        """Return the heads of the contributions as a table."""

    def months_source(
        self, customs: str, cells: Sequence[Observation], as_of: date, tag: str, editions: Sequence[str] = ()
    ) -> Text:
        """Return whose figures these are and of when, of which HS, whether they may change or are invented."""

    def panels_title(self, rose: Claim, fell: Claim, when: Period, shown: Claim | None, *, largest: bool) -> Text:
        """Return "Nine lines stood above December 2024 in December 2025, three below"."""

    def panels_subtitle(self, trade: str, first: Period, last: Period, currency: str) -> Text:
        """Return measure, unit and span of the panels."""

    def panels_alt(self, trade: str, first: Period, last: Period) -> Text:
        """Return the panels in one sentence."""

    def panels_description(self) -> Text:
        """Return how the panels are drawn."""

    def panel_figure(self, item: Item) -> Text:
        """Return what stands under a panel's name: "74.12, +22%"."""

    def panels_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the heads of the panels as a table."""

    def years_title(self, total: Item) -> Text:
        """Return the finding of the years against each other."""

    def years_subtitle(self, trade: str, when: Period, years: int, currency: str) -> Text:
        """Return measure, unit and span of the years."""

    def years_aside(self, *, lunar: bool) -> tuple[Text, ...]:
        """Return why the lines start at the sum of two months."""

    def years_alt(self, trade: str, when: Period, years: int) -> Text:
        """Return the years in one sentence."""

    def years_description(self) -> Text:
        """Return how the years are drawn."""

    def years_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the heads of the years as a table."""

    def step_name(self, when: Period) -> Text:
        """Return a month on the axis: "Apr"; two months: "Jan–Feb"."""

    def year_name(self, when: Period) -> Text:
        """Return the year of a curve."""

    def tick(self, value: Decimal) -> Text:
        """Return a figure along an axis."""

    def shares_title(self, item: Item, share: Claim) -> Text:
        """Return the finding of the shares: "Refined copper made up 50% of the total"."""

    def shares_subtitle(self, trade: str, when: Period) -> Text:
        """Return what the parts are parts of."""

    def shares_alt(self, trade: str, when: Period) -> Text:
        """Return the shares in one sentence."""

    def shares_description(self) -> Text:
        """Return how the shares are drawn."""

    def shares_head(self, when: Period) -> tuple[Text, ...]:
        """Return the heads of the shares as a table."""

    def stack_name(self, when: Period) -> Text:
        """Return what a stack is of: "2025", "To Jun 2025" for the twelve months to then: a stack has little room."""

    def share_figure(self, claim: Claim) -> Text:
        """Return "50%"."""

    def note_counted(
        self, of: Selection, customs: str, trade: str, valued: Valued, currency: str, editions: Sequence[str] = ()
    ) -> Note:
        """Return what is measured, how it is valued and what a line is."""

    def note_change(self, when: Period, currency: str) -> Note:
        """Return what rates compare, and what a contribution is."""

    def note_average(self) -> Note:
        """Return what an average value is, and is not."""

    def note_estimated(self) -> Note:
        """Return that weights of the edition were estimated."""

    def note_lunar(self, *, late: bool) -> Note:
        """Return why January and February are read together; of a `late` holiday, that March may still show it."""

    def note_leap(self) -> Note:
        """Return that one of the two Februaries had a day more."""

    def note_low_base(self) -> Note:
        """Return how a low base is told."""

    def note_left_out(self, lines: Sequence[Line]) -> Note:
        """Return which lines the editor left out of the text, and that no sum leaves them out."""

    def note_odd(self, flags: Sequence[Flag], codes: Sequence[str]) -> Note:
        """Return what is odd about the figures; `codes` are those of the edition."""

    def note_accepted(self, accepted: Sequence[tuple[Period, str]]) -> Note:
        """Return of which periods a person took in figures that were set aside, and the reason in its own words."""

    def note_rounding(self) -> Note:
        """Return how figures are rounded."""

    def note_composed(self, contact: str) -> Note:
        """Return how the text was made, and whom to write to."""

    def note_provisional(self) -> Note:
        """Return that figures may change."""

    def note_revised(self, count: Claim, mean: Claim, size: Claim) -> Note | None:
        """Return how many months were published again, and their mean and mean absolute revision; None if too wide."""

    def note_invented(self, tag: str) -> Note:
        """Return what illustrative figures are."""

    def note_unknown(self, names: Sequence[str], when: Period) -> Note:
        """Return which codes have no figure."""
