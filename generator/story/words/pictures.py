"""Words that several pictures share: how one is read out, what its lines did, whose figures it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.plan import ALT_LETTERS, Text
from generator.story.text import leaf
from generator.story.words.cells import Cells
from generator.story.words.speech import Slot
from generator.trade.observation import Observation
from generator.trade.period import Period


class Pictures(Cells):
    """Alternative texts, titles, axes and source lines."""

    def in_a_breath(self, *said: Text) -> Text:
        """Return the first sentence that those who listen hear to its end, else the last."""
        return next((text for text in said if len(text.words) <= ALT_LETTERS), said[-1])

    def with_finding(self, finding: Text, alone: Sequence[Text], *before: Text) -> Text:
        """Return the first of the names `before` it that is heard to its end together with the finding.

        Where the title is none, or is too long, the picture is named `alone`.
        """
        said = (self.say("alt_found", picture=one, finding=finding) for one in before if finding.marks)
        return self.in_a_breath(*said, *alone)

    def after_finding(self, finding: Text, said: Text) -> Text:
        """Return how a picture is drawn after what it shows, where the title is a finding."""
        return self.say("summary", headline=finding, thing=said) if finding.marks else said

    def ends(self, when: Period) -> dict[str, Slot]:
        """Return the slots of a period and the year before it."""
        return {"when": self.span(when), "before": self.span(when.year_before())}

    def lines_title(self, rose: Claim, fell: Claim, when: Period, shown: Claim | None, *, largest: bool) -> Text:
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

    def level_and_rate(self, item: Item) -> Text:
        """Return what stands beside a line: "74.12, +22%"."""
        level = self.million(item.now)
        if item.growth is None or self.rate(item.growth) is None:
            return level
        return self.say("panels.figure", level=level, n=self.signed_rate(item.growth))

    def level_from(self, item: Item) -> Text:
        """Return a level with that of a year before: "14.16, from 0.29 in 2024"."""
        before = self.period(item.span.year_before())
        return self.say("bar_figure.before", said=self.million(item.now), was=self.million(item.base), when=before)

    def pair_head(self, when: Period, currency: str) -> tuple[Text, ...]:
        """Return the heads of a picture as a table of levels and rates."""
        unit = self.millions_of(currency)
        ends = (self.say("panels.head", when=self.span(one), unit=unit) for one in (when, when.year_before()))
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
        """Return a figure along an axis."""
        digits = f"{value.normalize():,f}"
        return leaf(digits, "number", digits)

    def reports(self, cells: Sequence[Observation]) -> Text | None:
        """Return who printed figures of an office, and when: "as reported by The Ledger on 27 January 2026"."""
        found = sorted({(cell.published, cell.publication) for cell in cells if cell.published and cell.publication})
        parts = [self.say("source.report", publication=by, day=self.day(when)) for when, by in found]
        return self.listed(parts, "reports") if parts else None

    def source_line(
        self, customs: str, cells: Sequence[Observation], as_of: date, tag: Text | None, editions: Sequence[str] = ()
    ) -> Text:
        """Return whose figures these are and of when, of which HS, whether they may change or are invented."""
        when = self.reports(cells) or self.day(as_of)
        said = [self.listed([self.source_of(customs, self.lands_of(cells)), when], "row")]
        codes = [self.hs_editions(editions)] if editions else []
        if any(cell.code_basis == "assigned" for cell in cells):
            codes.append(self.say("source.ours" if editions else "source.hs_ours"))
        said += [self.listed(codes, "row")] if codes else []
        said += [self.say("source.provisional")] if any(cell.status == "P" for cell in cells) else []
        said += [tag] if tag else []
        return self.say("source.line", all=self.listed(said, "stops"))
