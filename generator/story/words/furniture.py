"""Furniture: labels, captions, heads and the method note of a year; what stands around the prose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.story import rounding
from generator.story.brief import Line, Valued
from generator.story.facts import Claim
from generator.story.plan import ALT_LETTERS, Text
from generator.story.readers import Reader, needs_reader
from generator.story.rounding import MILLIONS
from generator.story.text import joined, leaf, printed
from generator.story.words.numbers import known
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades
from generator.trade.codes import Flow
from generator.trade.figures import Selection
from generator.trade.observation import Observation
from generator.trade.period import Period

Note = tuple[Text, list[Text]]


class Furniture(Trades):
    """What stands around the sentences of a year."""

    def from_level(self, now: Claim, base: Claim, before: Period) -> Text:
        """Return "from $0.29 million in 2024"."""
        return self.say("from_level", base=self.pair(now, base)[1], when=self.period(before))

    def share_of_lines(self, share: Claim, lines: Claim) -> Text:
        """Return "76% of the seven lines"."""
        part = self.per_cent(share)
        return self.say("share_of_lines", part=part, count=self.number(lines)) if part else Text("")

    def no_base(self, before: Period, *, broken: bool = False) -> Text:
        """Return "no figure for 2024", or that the line is not compared with it."""
        return self.say("no_base.broken" if broken else "no_base.none", then=self.period(before))

    def of_count(self, some: Claim, all_of_them: Claim) -> Text:
        """Return "1 of 7" in digits: a key figure."""
        return self.say("of_count", some=self.digits(some), all=self.digits(all_of_them))

    def with_figure(self, before: Period, *, broken: bool = False) -> Text:
        """Return what the counted lines have."""
        return self.say("with_figure.broken" if broken else "with_figure.whole", when=self.period(before))

    def chart_title(self, line: Line, share: Claim | None, lines: Claim) -> Text:
        """Return the finding of the bars: the leading line's share, or what they are."""
        part = self.per_cent(share)
        if part is None:
            return self.say("chart.title", n=self.number(lines))
        return self.say("chart.share", name=Noun.of(line.label, "short"), part=part, n=self.number(lines))

    def chart_subtitle(self, trade: Text, when: Period, before: Period | None, *, currency: str, bounds: bool) -> Text:
        """Return measure, unit, period and signs: "China’s imports from Pakistan, US$ million, 2025. The tick is …"."""
        return self.say(
            "chart.subtitle",
            trade=trade,
            unit=self.millions_of(currency),
            when=self.period(when),
            tick=self.say("chart.tick", before=self.period(before)) if before else "",
            arrow=self.say("chart.arrow") if bounds else "",
        )

    def chart_alt(self, trade: Text, line: Line, when: Period) -> Text:
        """Return the picture in one sentence."""
        said: dict[str, Slot] = {"trade": trade, "when": self.period(when)}
        led = self.say("chart.alt_led", name=Noun.of(line.label, "short"), level=self.level(line), **said)
        return led if len(led.words) <= ALT_LETTERS else self.say("chart.alt", **said)

    def chart_description(self, bounds: Claim, currency: str) -> Text:
        """Return how the picture is made, for a reader who does not see it."""
        said = self.say("chart.described", unit=self.millions_of(currency))
        if not bounds.value:
            return said
        return self.say("one_after_the_other", a=said, b=self.say("chart.bounds", n=self.number(bounds)))

    def chart_head(self, currency: str) -> tuple[Text, ...]:
        """Return the heads of the picture as a table; a figure of another year says so itself."""
        return self.say("heads.line"), self.millions_of(currency)

    def bar_figure(self, line: Line, base: Claim | None = None, before: Period | None = None) -> Text:
        """Return the figure beside a bar, in millions: "110.90", "above 101", "14.16, from 0.29 in 2024"."""
        claim = known(line.now)
        key = claim.qualifier if claim.qualifier in {"exact", "about"} else "over"
        said = self.say(f"bar_figure.{key}", n=in_millions(claim), word=self.wording(line))
        if base is None or before is None:
            return said
        return self.say("bar_figure.before", said=said, was=in_millions(base), when=self.period(before))

    def source_line(
        self,
        customs: str,
        cells: Sequence[Observation],
        as_of: date,
        warning: Text | None,
        editions: Sequence[str] = (),
    ) -> Text:
        """Return whose figures these are, who printed them when, whose reading the codes are, and what to beware of."""
        lands = self.lands_of(cells)
        codes = [self.hs_editions(editions)] if editions else []
        if any(cell.code_basis == "assigned" for cell in cells):
            codes.append(self.say("source.ours" if editions else "source.hs_ours"))
        return self.say(
            "source.annual",
            whose=self.source_of(customs, lands),
            reported=self._reported(cells) or self.say("source.as_of", day=self.day(as_of)),
            codes=joined([self._aside(self.listed(codes, "row")), self._aside(warning or Text(""))]),
        )

    def _aside(self, words: Text) -> Text:
        return self.say("source.codes", all=words) if words.words else Text("")

    def _reported(self, cells: Sequence[Observation]) -> Text | None:
        found = sorted({(cell.published, cell.publication) for cell in cells if cell.published and cell.publication})
        parts = [self.say("source.report", publication=by, day=self.day(when)) for when, by in found]
        return self.say("source.reported", all=self.listed(parts, "reports")) if parts else None

    def code_list(self, codes: Sequence[str]) -> Text:
        """Return "HS 2608, 2610, 2601 and 2603"."""
        return self.say("hs", codes=self.listed([self.code(code) for code in sorted(codes)]))

    def table_head(self, when: Period, before: Period) -> tuple[Text, ...]:
        """Return the heads of the table's columns."""
        line, code, change, share = (self.say(f"mail_heads.{one}") for one in ("line", "code", "change", "share"))
        return line, code, self.period(when), self.period(before), change, share

    def mail_head(self, when: Period, before: Period) -> tuple[Text, ...]:
        """Return the heads of the mail's table."""
        return self.say("mail_heads.line"), self.period(when), self.period(before)

    def table_subtitle(self, trade: Text, currency: str) -> Text:
        """Return measure and unit."""
        return self.say("table_subtitle", trade=trade, unit=self.millions_of(currency))

    def total_label(self) -> Text:
        """Return the name of the total's row."""
        return self.say("total_row")

    def total_figure(self, claim: Claim) -> Text:
        """Return a sum in millions with the word for its bounds, "at least 1,496.8"; a dash where none holds."""
        return Text("–") if rounding.money(claim, MILLIONS) is None else self.about(claim, in_millions(claim))

    def dated(self, as_of: date, revision: int) -> Text:
        """Return "Figures as of 27 January 2026, revision 1"; a draft or preview, 0, has no revision."""
        return self.say("dated.revision" if revision else "dated.draft", day=self.day(as_of), n=self.integer(revision))

    def note_valuation(self, flow: Flow, valued: Valued) -> list[Text]:
        """Return what it means that the office does not value the flow by the rule, or did not before; else nothing."""
        said = []
        if valued.how != flow.valuation:
            key = valued.how if valued.how in {"CIF", "FOB"} else "both"
            said.append(self.say(f"note.rule.{key}", flow=self.flow(flow)[0], rule=self.valuation(flow.valuation)))
        if valued.before:
            last, then = valued.before
            said.append(self.say("note.rule.before", when=self.period(last), then=self.valuation(then)))
        return said

    def note_values(self, trade: Text, of: Selection, when: Period, valued: Valued, currency: str) -> Note:
        """Return what was measured, how it is valued and for when."""
        said: dict[str, Slot] = {"trade": trade, "counted": self.counted_by(of), "how": self.valuation(valued.how)}
        said |= {"money": self.money_of(currency), "when": self.period(when)}
        key = "year" if when.frequency == "annual" else "period"
        values = self.say(f"note.values.{key}", **said)
        return self.say("note.values.head"), [values, *self.note_valuation(of.flow, valued)]

    def note_source(self, customs: str, reporter: str, cells: Sequence[Observation]) -> Note:
        """Return whose figures these are and where they were read."""
        whose = self.office_of(reporter, customs)
        reported = self._reported(cells)
        said = self.say("note.source.reported" if reported else "note.source.own", whose=whose, reported=reported or "")
        addresses = sorted({cell.address for cell in cells if cell.address})
        return self.say("note.source.head"), [said, *(Text(address) for address in addresses)]

    def note_codes(self, editions: Sequence[str] = ()) -> Note:
        """Return whose reading the codes are, and of which editions."""
        years = self.listed([leaf(name.removeprefix("HS"), "hs", name, "year") for name in editions], "row")
        return self.say("note.codes.head"), [self.say("note.codes.of" if editions else "note.codes.ours", years=years)]

    def note_bounds(self, wordings: Sequence[Text]) -> Note:
        """Return how bounds are read: N to 1.05 N."""
        first, *rest = dict.fromkeys(wordings)
        quoted = [self.say("note.bounds.word", word=word) for word in (self.grammar.begin(first), *rest)]
        said = self.say("note.bounds.many" if rest else "note.bounds.one", words=self.listed(quoted))
        return self.say("note.bounds.head"), [said, self.say("note.bounds.rounding")]

    def note_growth(self, lines: Claim, before: Period, *, broken: bool = False) -> Note:
        """Return for how many lines nothing can be said about growth, or (`broken`) no figure can be compared."""
        key = "note.growth.broken" if broken else "note.growth.found"
        return self.say("note.growth.head"), [self.say(key, n=self.number(lines), when=self.period(before))]

    def note_made(self, contact: str, read: Sequence[Text] = ()) -> Note:
        """Return how the text was made, who `read` its words, and whom to write to."""
        return self.say("note.made.head"), [self.say("note.made.said"), *read, *self.corrections(contact)]

    def of_reader(self, reader: Reader | None) -> list[Text]:
        """Return which native reader read the words and when, or that nobody has; nothing where none is needed."""
        if not needs_reader(self.language):
            return []
        if reader is None:
            return [self.say("note.reader.none")]
        return [self.say("note.reader.read", name=reader.name, day=self.day(reader.day))]

    def corrections(self, contact: str) -> list[Text]:
        """Return whom to write to, where there is somebody."""
        return [self.say("corrections", contact=leaf(contact, "setting", "contact"))] if contact else []

    def foot_left(self, when: Period, revision: int) -> Text:
        """Return "2025, revision 1"; a draft or preview, 0, has no revision."""
        return self.say(
            "foot_left.revision" if revision else "foot_left.draft", when=self.period(when), n=self.integer(revision)
        )

    def reason(self, title: str, contact: str) -> Text:
        """Return why a reader has this mail and how to end it."""
        return self.say(
            "reason.stop" if contact else "reason.open",
            title=leaf(title, "setting", "title"),
            contact=leaf(contact, "setting", "contact"),
        )


def in_millions(claim: Claim) -> Text:
    """Return the digits of a level or change in millions."""
    shown = rounding.money(claim, MILLIONS)
    return printed("" if shown is None else rounding.grouped(shown), claim.id)
