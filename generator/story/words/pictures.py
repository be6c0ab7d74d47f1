"""Words around the pictures of a monthly edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.label import Label
from generator.story.plan import ALT_LETTERS, Text
from generator.story.text import leaf, printed
from generator.story.words.amounts import is_little
from generator.story.words.columns import Columns
from generator.story.words.speech import Noun, Slot
from generator.trade.observation import Observation
from generator.trade.period import Period


class Pictures(Columns):
    """Titles, subtitles, alternative texts and heads."""

    def bars_title(self, total: Item, first: Item | None) -> Text:
        """Return the finding of the contributions: "Refined copper added 10.1 of the 10.2 points"."""
        shown = self.bare_points(first.contribution if first else None)
        whole = self.bare_points(total.contribution)
        if first is None or first.label is None or shown is None or whole is None or first.way != total.way:
            return self.say("bars.title")
        kind = "over" if abs(first.points) > abs(total.points) else "within"
        return self.say(f"bars.{kind}.{first.way or 'down'}", name=self.short(first), n=shown, t=whole)

    def bars_subtitle(self, trade: Text, when: Period) -> Text:
        """Return measure, unit and what it is compared with."""
        return self.say("bars.subtitle", trade=trade, **self._ends(when))

    def _ends(self, when: Period) -> dict[str, Text]:
        return {"when": self.span(when), "before": self.span(when.year_before())}

    def bars_aside(self, total: Item, before: Period, currency: str, *, whole: bool) -> tuple[Text, ...]:
        """Return how to read the bars; that they sum to the total is said where they do so as printed (`whole`)."""
        divided = self.say("bars.divided", money=self.in_money(currency), before=self.span(before))
        head = self.say("bars.how"), divided
        if not whole:
            return *head, self.say("bars.rounded")
        shown = self.bare_points(total.contribution)
        if total.contribution is None or shown is None:
            return head
        sign = "+" if total.contribution.value > 0 else "\N{MINUS SIGN}"
        return *head, self.say("bars.sum", n=printed(f"{sign}{shown.words}", total.contribution.id))

    def bars_rounded(self) -> tuple[Text, ...]:
        """Return what the mail says of bars that miss the total by their last digit."""
        return self.say("bars.how"), self.say("bars.rounded")

    def bars_alt(self, trade: Text, when: Period, first: Label | None) -> Text:
        """Return the contributions in one sentence; `first` is the line that added most, None where none did."""
        said: dict[str, Slot] = {"trade": trade, **self._ends(when)}
        led = [self.say("bars.alt_led", name=Noun.of(first, "short"), **said)] if first else []
        return self._in_a_breath(*led, *(self.say(f"bars.{key}", **said) for key in ("alt", "alt_short")))

    def _in_a_breath(self, *said: Text) -> Text:
        """Return the first sentence that those who listen hear to its end, else the last."""
        return next((text for text in said if len(text.words) <= ALT_LETTERS), said[-1])

    def _with_finding(self, finding: Text, alone: Sequence[Text], *before: Text) -> Text:
        """Return the first of the names `before` it that is heard to its end together with the finding.

        Where the title is none, or is too long, the picture is named `alone`.
        """
        said = (self.say("alt_found", picture=one, finding=finding) for one in before if finding.marks)
        return self._in_a_breath(*said, *alone)

    def _told_first(self, finding: Text, said: Text) -> Text:
        """Return how a picture is drawn after what it shows, where the title is a finding."""
        return self.say("summary", headline=finding, thing=said) if finding.marks else said

    def bars_description(self) -> Text:
        """Return how the contributions are drawn."""
        return self.say("bars.described")

    def bars_head(self) -> tuple[Text, ...]:
        """Return the heads of the contributions as a table."""
        return self.say("heads.line"), self.say("bars.head")

    def months_source(
        self, customs: str, cells: Sequence[Observation], as_of: date, tag: Text | None, editions: Sequence[str] = ()
    ) -> Text:
        """Return whose figures these are and of when, of which HS, whether they may change or are invented."""
        lands = self.lands_of(cells)
        said = [self.listed([self.source_of(customs, lands), self.day(as_of)], "row")]
        said += [self.hs_editions(editions)] if editions else []
        said += [self.say("source.provisional")] if any(cell.status == "P" for cell in cells) else []
        said += [tag] if tag else []
        return self.say("source.monthly", all=self.listed(said, "stops"))

    def panels_title(self, rose: Claim, fell: Claim, when: Period, shown: Claim | None, *, largest: bool) -> Text:
        """Return "Nine lines rose from December 2024 to December 2025, three fell".

        Where only the `largest` lines are `shown`, or the largest that an editor leaves, they are counted among
        themselves.
        """
        said: dict[str, Slot] = {"rose": self.number(rose), "fell": self.number(fell)}
        said |= {"now": self.span(when), "before": self.span(when.year_before())}
        if not rose.value and not fell.value:
            return self.say("panels.none", **said)
        if not rose.value or not fell.value:
            return self.say("panels.one.up" if rose.value else "panels.one.down", **said)
        if shown is not None:
            return self.say("panels.largest" if largest else "panels.drawn", shown=self.number(shown), **said)
        return self.say("panels.both", **said)

    def panels_subtitle(self, trade: Text, first: Period, last: Period, currency: str) -> Text:
        """Return measure, unit and span of the panels."""
        ends: dict[str, Slot] = {
            "first": self.period(first.split()[0]),
            "last": self.period(last.last),
            "month": self.month_of(last),
        }
        return self.say(f"panels.subtitle.{_step(last)}", trade=trade, unit=self.millions_of(currency), **ends)

    def panels_alt(self, trade: Text, first: Period, last: Period) -> Text:
        """Return the panels in one sentence."""
        said: dict[str, Slot] = {"trade": trade, "first": self.period(first.split()[0]), "last": self.period(last.last)}
        of = f"panels.alt.{_step(last)}"
        return self._in_a_breath(self.say(f"{of}.long", **said), self.say(f"{of}.short", **said))

    def panels_description(self) -> Text:
        """Return how the panels are drawn."""
        return self.say("panels.described")

    def panel_figure(self, item: Item) -> Text:
        """Return what stands under a panel's name: "74.12, +22%"."""
        level = self.million(item.now)
        if item.growth is None or self.rate(item.growth) is None:
            return level
        return self.say("panels.figure", level=level, n=self.signed_rate(item.growth))

    def panels_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the heads of the panels as a table."""
        unit = self.millions_of(currency)
        ends = (self.say("panels.head", when=self.span(one), unit=unit) for one in (when, when.year_before()))
        return self.say("heads.line"), *ends, self.say("panels.change")

    def years_title(self, total: Item) -> Text:
        """Return the finding of the years against each other."""
        said: dict[str, Slot] = {"name": self.whole_name(total), "last": self.period(total.span.last)}
        said["before"] = self.year_of(total.span.year_before())
        if is_little(total.growth):
            return self.say("years.little", **said)
        if total.growth is None or (shown := self.rate(total.growth)) is None:
            return self.say("years.months", **said)
        return self.say(f"years.{total.growth.direction}", n=shown, **said)

    def years_subtitle(self, trade: Text, when: Period, years: int, currency: str) -> Text:
        """Return measure, unit and span of the years."""
        ends: dict[str, Slot] = {
            "months": self.months_of(when),
            "unit": self.millions_of(currency),
            **self._years(when, years),
        }
        return self.say("years.subtitle", trade=trade, **ends)

    def _years(self, when: Period, years: int) -> dict[str, Text]:
        """Return the first and the last of so many years: 2023 and 2025, of years from July on 2023-24 and 2025-26."""
        first = Period(when.first - 12 * (years - 1), when.months)
        return {"first": self.year_of(first), "last": self.year_of(when)}

    def years_aside(self, *, lunar: bool) -> tuple[Text, ...]:
        """Return why the lines start at the sum of two months."""
        return (self.say("years.lunar"), self.say("years.lunar_why")) if lunar else ()

    def years_alt(self, trade: Text, when: Period, years: int) -> Text:
        """Return the years in one sentence."""
        said: dict[str, Slot] = {"trade": trade, **self._years(when, years)}
        return self._in_a_breath(self.say("years.alt", **said), self.say("years.alt_short", **said))

    def years_description(self) -> Text:
        """Return how the years are drawn."""
        return self.say("years.described")

    def years_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the heads of the years as a table."""
        head = self.say("years.head", months=self.months_of(when), unit=self.millions_of(currency))
        return self.say("years.year"), head

    def step_name(self, when: Period) -> Text:
        """Return a month on the axis: "Apr"; two months: "Jan–Feb"."""
        names = self.lexicon["short_months"]
        words = str(names[when.first % 12])
        if when.months > 1:
            first = self.lexicon.get("first_months", names)[when.first % 12]
            words = self.plainly("months", first=first, last=names[when.last.first % 12])
        return leaf(words, "time", str(when), "short_months")

    def year_name(self, when: Period) -> Text:
        """Return the year of a curve."""
        return self.year_of(when)

    def tick(self, value: Decimal) -> Text:
        """Return a figure along an axis."""
        digits = f"{value.normalize():,f}"
        return leaf(digits, "number", digits)

    def shares_title(self, item: Item, share: Claim) -> Text:
        """Return the finding of the shares: "Refined copper made up 50% of the total"."""
        return self.say("shares.title", name=self.short(item), n=self.per_cent(share) or "", when=self.span(item.span))

    def shares_subtitle(self, trade: Text, when: Period) -> Text:
        """Return what the parts are parts of."""
        return self.say("shares.subtitle", trade=trade, **self._ends(when))

    def shares_alt(self, trade: Text, when: Period) -> Text:
        """Return the shares in one sentence."""
        said: dict[str, Slot] = {"trade": trade, **self._ends(when)}
        return self._in_a_breath(self.say("shares.alt", **said), self.say("shares.alt_short", **said))

    def shares_description(self) -> Text:
        """Return how the shares are drawn."""
        return self.say("shares.described")

    def shares_head(self, when: Period) -> tuple[Text, ...]:
        """Return the heads of the shares as a table."""
        ends = (self.say("shares.head", when=self.span(one)) for one in (when, when.year_before()))
        return self.say("heads.line"), *ends

    def stack_name(self, when: Period) -> Text:
        """Return what a stack is of: "2025", "To Jun 2025" for the twelve months to then: a stack has little room."""
        if when.frequency == "annual":
            return self.period(when)
        month = str(self.lexicon["short_months"][when.last.first % 12])
        name = leaf(month, "time", str(when.last), "short_months")
        return self.say("shares.rolling", month=name, year=self.last_year(when))

    def share_figure(self, claim: Claim) -> Text:
        """Return "50%"."""
        return leaf("–", "dash") if (shown := self.per_cent(claim)) is None else self._alone(shown)


def _step(when: Period) -> str:
    return "quarter" if when.frequency == "quarterly" else "month"
