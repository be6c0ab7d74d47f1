"""The languages, one package each: numbers, prose, furniture, the reading of an editor's sentences, a lexicon.

`Words` is what a language package must provide; the type checker holds each against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from generator.story.brief import Label, Line, Trade, Valued
from generator.story.facts import Claim
from generator.story.languages.beside import BesideWords
from generator.story.languages.monthly import MonthlyWords
from generator.story.plan import Text
from generator.story.rounding import Scale
from generator.story.sayings import Known, Saying
from generator.story.text import Part
from generator.trade.figures import Observation, Selection
from generator.trade.period import Period


class Figure(Protocol):
    """A figure in an editor's sentence: where it stands, its words, its worth and its unit (usd, cny, pct, count)."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def words(self) -> str:
        """How it is written."""

    @property
    def value(self) -> Decimal:
        """What it is worth."""

    @property
    def unit(self) -> str:
        """In which unit."""

    @property
    def qualifier(self) -> str:
        """Whether it is exact, about or over, by the word beside it."""


class Words(MonthlyWords, BesideWords, Protocol):
    """One language, as the sections speak it."""

    @property
    def LANGUAGE(self) -> str:  # noqa: N802 -- a constant of the package
        """The tag: "en"."""

    @property
    def DIRECTION(self) -> str:  # noqa: N802 -- a constant of the package
        """The writing direction: "ltr" or "rtl"."""

    def label(self, key: str) -> str:
        """Return the fixed words of `key`."""

    def from_list(self, words: str, code: str) -> Label | None:
        """Return the names of `code` by a code list's words for it, or None where no sentence can have them."""

    def level(self, line: Line, scale: Scale | None = None) -> Part:
        """Return a level as it may be said: with its qualifier where it has one."""

    def period(self, when: Period) -> str:
        """Return the period in words: "2025", "December 2025", "January–February 2026" and so on."""

    def day(self, when: date) -> str:
        """Return "27 January 2026"."""

    def about_day(self, when: date) -> str:
        """Return "About 20 March 2026"."""

    def balance(self, of: Selection, exports: Claim, imports: Claim, net: Claim) -> Text | None:
        """Return what went out and came in, and the deficit or surplus; None where its side is not sure."""

    def balance_moved(self, net: Claim, base: Claim, change: Claim) -> Text | None:
        """Return how the balance changed on the year before: "The deficit narrowed by $1.10 million, …"."""

    def trade_of(self, trade: Trade) -> str:
        """Return what was measured, as a whole or as the part that it is: "China’s imports of copper from Pakistan"."""

    def came_to(self, lines: Sequence[Line]) -> Text:
        """Return "Zinc ores … came to $110.90 million and chromium ores … to $89.43 million."; at most three lines."""

    def published_as(self, lines: Sequence[Line]) -> Text:
        """Return "Iron ores … were published as above $101 million, copper ores … as more than $11 million."."""

    def moved(self, line: Line, base: Claim, growth: Claim | None, way: str | None, before: Period) -> Text:
        """Return how a line moved between two levels, with a per cent where one holds and a verb where it is sure."""

    def from_little(self, change: Claim, share: Claim | None, lines: Claim) -> Text:
        """Return the gain on a low base, and what it is of the whole: never a per cent of growth."""

    def headline_total(self, growth: Claim, trade: Trade, when: Period) -> Text | None:
        """Return "China’s mineral and metal imports from Pakistan rose 10% in 2025", or None where no rate holds."""

    def headline_growth(self, line: Line, growth: Claim, of: Selection, when: Period) -> Text | None:
        """Return "China’s imports of Pakistani copper rose 12% in 2025", or None where no per cent holds."""

    def headline_level(self, line: Line, of: Selection, when: Period) -> Text:
        """Return "China imported $1.14 billion of Pakistani copper in 2025"."""

    def coverage(self, lines: Claim, based: Claim, before: Period, *, broken: bool = False) -> Text:
        """Return how many of the lines have a figure for the year before too; where it is `broken`, to compare with."""

    def contributions(
        self, up: tuple[Line, Claim] | None, down: tuple[Line, Claim] | None, before: Period
    ) -> Text | None:
        """Return which line added most and which took most away, in points; None where neither can be printed."""

    def lede(self, line: Line, customs: str, of: Selection, when: Period) -> Text:
        """Return who counted how much of what, from where and when: the first half of the lede."""

    def of_the_lines(self, said: Text, share: Claim | None, lines: Claim, group: str) -> Text:
        """Return the lede with the share of its line in the whole, where one holds."""

    def the_others(self, others: Claim, count: Claim) -> Text | None:
        """Return what the lines beside the leading one came to, together; None where no rounding of it holds."""

    def not_comparable(
        self, reason: str, lines: Sequence[Line], counts: tuple[Claim, Claim], before: Period, *, broken: bool = False
    ) -> Text:
        """Return why nothing is said of the whole: `bound`, `lost`, `few` (lines have a base), or `none`."""

    def of_whole(
        self, now: Claim, base: Claim, growth: Claim | None, lines: Claim | None, before: Period
    ) -> Text | None:
        """Return the whole between its two levels, with a rate where one holds; None where no level can be printed."""

    def without_figures(self, lines: Sequence[Line], when: Period) -> Text:
        """Return which lines of the briefing have no figure at all this period."""

    def appeared(self, line: Line, before: Period) -> tuple[Text, Text]:
        """Return a level, and that customs recorded no trade in the line a period earlier."""

    def vanished(self, line: Line, base: Claim, when: Period, before: Period) -> tuple[Text, Text]:
        """Return the level of a line whose trade ended, and that it ended: no rate of minus a hundred."""

    def untraded(self, lines: Sequence[Line], when: Period) -> Text:
        """Return the lines in which no trade was recorded."""

    def not_in_sums(self) -> Text:
        """Return that lines without figures are in no sum."""

    def relayed(self, line: Line, levels: Sequence[Claim], source: Observation) -> Text:
        """Return a figure that was passed on, with who said it, and why nothing is computed from it."""

    def untraced(self, *, many: bool) -> Text:
        """Return why no change is computed from figures that were passed on."""

    def said_again(self, speaker: str) -> str:
        """Return the line that names a speaker whose office stands above."""

    def said_by(self, speaker: str, role: str, organisation: str, medium: str, when: date) -> str:
        """Return the line that names a speaker: who, what, where, to whom, when."""

    def attributed(self, words: Text, medium: str, when: date) -> Text:
        """Return an outside account's sentence with its source."""

    def from_level(self, now: Claim, base: Claim, before: Period) -> Text:
        """Return "from $0.29 million in 2024"."""

    def share_of_lines(self, share: Claim, lines: Claim) -> Text:
        """Return "76% of the seven lines"."""

    def no_base(self, before: Period, *, broken: bool = False) -> Text:
        """Return "no figure for 2024", or that the line is not compared with it."""

    def of_count(self, some: Claim, all_of_them: Claim) -> Text:
        """Return "1 of 7" in digits: a key figure."""

    def with_figure(self, before: Period, *, broken: bool = False) -> Text:
        """Return what the counted lines have."""

    def chart_title(self, line: Line, share: Claim | None, lines: Claim) -> Text:
        """Return the finding of the bars: the leading line's share, or what they are."""

    def chart_subtitle(self, trade: str, when: Period, before: Period | None, *, currency: str, bounds: bool) -> Text:
        """Return measure, unit, period and signs: "China’s imports from Pakistan, US$ million, 2025"."""

    def chart_alt(self, trade: str, line: Line, when: Period) -> Text:
        """Return the picture in one sentence."""

    def chart_description(self, bounds: Claim, currency: str) -> Text:
        """Return how the picture is made, for a reader who does not see it."""

    def chart_head(self, currency: str) -> tuple[str, ...]:
        """Return the heads of the picture as a table."""

    def bar_figure(self, line: Line, base: Claim | None = None, before: Period | None = None) -> Text:
        """Return the figure beside a bar, in millions: "110.90", "above 101", "14.16, from 0.29 in 2024"."""

    def source_line(
        self, customs: str, cells: Sequence[Observation], as_of: date, editions: Sequence[str] = ()
    ) -> Text:
        """Return whose figures these are, who printed them when, and whose reading the codes are."""

    def code_list(self, codes: Sequence[str]) -> str:
        """Return "HS 2608, 2610, 2601 and 2603"."""

    def table_head(self, when: Period, before: Period) -> tuple[str, ...]:
        """Return the heads of the table's columns."""

    def mail_head(self, when: Period, before: Period) -> tuple[str, ...]:
        """Return the heads of the mail's table."""

    def table_subtitle(self, trade: str, currency: str) -> Text:
        """Return measure and unit, and what a dash is."""

    def total_label(self) -> Text:
        """Return the name of the total's row."""

    def total_figure(self, claim: Claim) -> Text:
        """Return a sum in millions with the word for its bounds, "at least 1,496.8"; a dash where none holds."""

    def dated(self, as_of: date, revision: int) -> str:
        """Return "Figures as of 27 January 2026, revision 1"."""

    def note_values(
        self, trade: str, of: Selection, when: Period, valued: Valued, currency: str
    ) -> tuple[str, list[Text]]:
        """Return what was measured, how it is valued and for when."""

    def note_source(self, customs: str, reporter: str, cells: Sequence[Observation]) -> tuple[str, list[Text]]:
        """Return whose figures these are and where they were read."""

    def note_codes(self, editions: Sequence[str] = ()) -> tuple[str, list[Text]]:
        """Return whose reading the codes are, and of which editions."""

    def note_bounds(self, wordings: Sequence[str]) -> tuple[str, list[Text]]:
        """Return how bounds are read: N to 1.05 N."""

    def note_growth(self, lines: Claim, before: Period, *, broken: bool = False) -> tuple[str, list[Text]]:
        """Return for how many lines nothing can be said about growth, or (`broken`) no figure can be compared."""

    def note_made(self, contact: str) -> tuple[str, list[Text]]:
        """Return how the text was made, and whom to write to."""

    def foot_left(self, when: Period, revision: int) -> str:
        """Return "2025, revision 1"."""

    def reason(self, title: str, contact: str) -> str:
        """Return why a reader has this mail and how to end it."""

    def figures_in(self, text: str) -> Iterable[Figure]:
        """Return the figures of `text` in order; dates, years and HS codes are not figures."""

    def numbers_in(self, text: str) -> Iterable[Figure]:
        """Return the counts of `text` that are words: "seven", "twenty-eight"."""

    def sayings_in(self, text: str, known: Known, *, own: bool) -> Iterable[Saying]:
        """Return what `text` says without a figure: moves, places, and words that no figure can stand for."""

    def sentences(self, text: str) -> list[str]:
        """Return the sentences of a paragraph."""
