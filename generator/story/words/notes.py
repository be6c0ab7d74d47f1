"""The method note of a monthly edition."""

from __future__ import annotations

from collections.abc import Container, Sequence

from generator.story import rounding
from generator.story.brief import Line, Valued
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.readers import Reader, needs_reader
from generator.story.text import leaf
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades
from generator.trade.codes import WORLD, Flow, is_within
from generator.trade.currency import DOLLAR
from generator.trade.editions import TOTAL
from generator.trade.figures import Selection
from generator.trade.flags import Flag
from generator.trade.period import Period

Note = tuple[Text, list[Text]]
_RUNS = 4  # runs of months that a sentence has room for


class Notes(Trades):
    """The runs of a month's note, each with its head."""

    def note_counted(
        self, of: Selection, customs: str, trade: Text, valued: Valued, currency: str, editions: Sequence[str] = ()
    ) -> Note:
        """Return what is measured, how it is valued and what a line is."""
        counted: dict[str, Slot] = {"trade": trade, "counted": self.counted_by(of), "how": self.valuation(valued.how)}
        counted |= {"money": self.currency_name(currency), "office": self.office_of(of.reporter, customs)}
        said = self.say("note.counted.dollars" if currency == DOLLAR else "note.counted.published", **counted)
        ends = self.note_valuation(of.flow, valued)
        if TOTAL in of.whole:
            return self._note("counted", [self.say("note.counted.all", said=said), *ends])
        codes = self.say(
            "note.counted.codes", said=said, codes=self.listed([self.code(code) for code in sorted(of.whole)])
        )
        if set(of.whole) == set(of.lines):
            return self._note("counted", [codes, *ends])
        hs = self.hs_editions(editions) if editions else self.say("note.counted.the_hs")
        return self._note("counted", [codes, *ends, self.say("note.counted.lines", hs=hs)])

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

    def note_reported(self, customs: str, reporter: str, reported: Text, addresses: Sequence[str]) -> Note:
        """Return who printed the office's figures, and where they were read."""
        said = self.say("note.source.reported", whose=self.office_of(reporter, customs), reported=reported)
        return self._note("source", [said, *(leaf(address, "words", address) for address in addresses)])

    def note_codes(self, editions: Sequence[str]) -> Note:
        """Return whose reading the codes are, and of which editions."""
        years = self.listed([leaf(name.removeprefix("HS"), "hs", name, "year") for name in editions], "row")
        return self._note("codes", [self.say("note.codes.of" if editions else "note.codes.ours", years=years)])

    def _note(self, key: str, said: Sequence[Text]) -> Note:
        return self.say(f"note.{key}.head"), list(said)

    def _run_of(self, key: str, *keys: str) -> Note:
        return self._note(key, [self.say(f"note.{key}.{one}") for one in keys])

    def note_change(self, when: Period, currency: str) -> Note:
        """Return what rates compare, and what a contribution is."""
        ends = {"when": self.span(when), "before": self.span(when.year_before()), "money": self.in_money(currency)}
        return self._note("change", [self.say(f"note.change.{one}", **ends) for one in ("rate", "contribution")])

    def note_published(self, found: Sequence[tuple[Line | None, Claim, Claim]]) -> Note:
        """Return what the source prints as the change of lines (None: of the total), and what its levels give."""
        return self._note("published", [self._published(*one) for one in found])

    def _published(self, line: Line | None, theirs: Claim, ours: Claim) -> Text:
        shown = {"theirs": (rounding.as_published(theirs), theirs), "ours": (rounding.per_cent(ours), ours)}
        said: dict[str, Slot] = {
            name: self.in_per_cent(rounding.with_sign(value, claim), claim)
            for name, (value, claim) in shown.items()
            if value is not None
        }
        if line is None:
            return self.say("note.published.total", **said)
        return self.say("note.published.line", name=self.briefly(line), **said)

    def note_average(self) -> Note:
        """Return what an average value is, and is not."""
        return self._run_of("average", "is", "moves")

    def note_estimated(self) -> Note:
        """Return that weights of the edition were estimated, by whoever publishes them."""
        return self._run_of("estimated", "said")

    def note_lunar(self, *, late: bool) -> Note:
        """Return why January and February are read together; of a `late` holiday, that March may still show it."""
        return self._run_of("lunar", "said", *(["late"] if late else []))

    def note_leap(self) -> Note:
        """Return that one of the two Februaries had a day more, and that nothing is adjusted for it."""
        return self._run_of("leap", "said")

    def note_low_base(self) -> Note:
        """Return how a low base is told."""
        return self._run_of("low_base", "said", "no_rate")

    def note_qualified(self, kinds: Container[str]) -> Note:
        """Return what the words for the `kinds` of bounds mean, and that no rate is computed from one."""
        return self._run_of("qualified", *(kind for kind in ("over", "at_least", "about") if kind in kinds), "no_rate")

    def note_left_out(self, lines: Sequence[Line]) -> Note:
        """Return which lines the editor left out of the text, and that no sum leaves them out."""
        names = self.listed([self.briefly(line) for line in lines])
        return self._note("left_out", [self.say("note.left_out.said", names=names)])

    def note_odd(self, flags: Sequence[Flag], codes: Sequence[str]) -> Note:
        """Return what is odd about the figures, a sentence for each kind of oddity and line (docs/figures.md).

        No figure stands in them: what is odd is looked up with `tradebrief status`.
        """
        return self._note("odd", list(dict.fromkeys(self._odd(flag, codes) for flag in flags)))

    def _odd(self, flag: Flag, codes: Sequence[str]) -> Text:
        own = flag.code if flag.code in codes else next((code for code in codes if is_within(flag.code, code)), "")
        which = "a_line" if not own else "own" if own == flag.code else "within"
        kind = "parts_of_all" if (flag.kind, flag.partner) == ("parts", WORLD) else flag.kind
        line = self.say(f"note.odd.{which}", code=self.code(own))
        when = self.span(flag.period) if flag.period else self.say("note.odd.months")
        return self.say(f"note.odd.{kind}", line=line, when=when)

    def note_accepted(self, accepted: Sequence[tuple[Period, str]]) -> Note:
        """Return of which periods a person took in figures that were set aside, and the reason in its own words."""
        return self._note(
            "accepted", [self.say("note.accepted.said", when=self.span(when), why=why) for when, why in accepted]
        )

    def note_rounding(self) -> Note:
        """Return how figures are rounded."""
        return self._run_of("rounding", "said")

    def note_composed(self, contact: str, reader: Reader | None) -> Note:
        """Return how the text was made, who read its words as a native, where one must, and whom to write to."""
        head, said = self._run_of("composed", "said", "traced")
        if needs_reader(self.language):
            read: dict[str, Slot] = {"name": reader.name, "day": self.day(reader.day)} if reader else {}
            said.append(self.say("note.reader.read" if reader else "note.reader.none", **read))
        if contact:
            said.append(self.say("corrections", contact=leaf(contact, "setting", "contact")))
        return head, said

    def note_provisional(self) -> Note:
        """Return that figures may change."""
        return self._run_of("provisional", "said")

    def note_revised(self, count: Claim, mean: Claim, size: Claim) -> Note | None:
        """Return how many months were published again, and by how much they changed.

        None where no rounding holds, and where the change would be printed as none.
        """
        signed, plain = (rounding.per_cent(claim) for claim in (mean, size))
        if signed is None or not plain:
            return None
        said: dict[str, Slot] = {"n": self.number(count), "when": self.period(count.period.last)}
        said["mean"] = self.in_per_cent(rounding.signed(signed + 0), mean)  # no minus before zero
        said["size"] = self.in_per_cent(rounding.grouped(plain), size)
        return self._note("revised", [self.say("note.revised.said", **said)])

    def note_invented(self, tag: Text) -> Note:
        """Return what illustrative figures are."""
        return self.say("note.invented.head", tag=tag), [self.say("note.invented.said")]

    def note_gaps(self, runs: Sequence[Period]) -> Note:
        """Return which months, in runs that follow one another, the desk's releases lack; of many the first and last.

        Whose doing that is nobody says: a source may have them, and a check have set them aside.
        """
        if len(runs) > _RUNS:
            ends = {"first": self.period(runs[0].split()[0]), "last": self.period(runs[-1].last)}
            told = self.say("note.gaps.some", **ends)
        else:
            told = self.listed([self._run_of_months(run) for run in runs])
        return self._note("gaps", [self.say("note.gaps.said", months=told)])

    def _run_of_months(self, run: Period) -> Text:
        if run.months == 1:
            return self.period(run)
        first, last = run.split()[0], run.last
        ends = {"first": self.period(first), "last": self.period(last)}
        if first.year != last.year:
            return self.say("note.gaps.run", **ends)
        return self.say("note.gaps.within", begin=self.month_name(first), end=self.month_name(last), **ends)

    def note_untraded(self, codes: Sequence[str], when: Period) -> Note:
        """Return in which codes of the briefing nothing was traded, so that no line of them stands anywhere."""
        said = self.say(
            "note.untraded.said", codes=self.listed([self.code(code) for code in sorted(codes)]), when=self.span(when)
        )
        return self._note("untraded", [said])

    def note_unknown(self, lines: Sequence[Line], when: Period, *, compared: bool) -> Note:
        """Return which codes have no figure, and that no sum includes them, nor is `compared` where they had some."""
        key = "note.unknown.no_sum" if compared else "note.unknown.no_whole"
        return self._note("unknown", [self.lacks_figures(lines, when), self.say(key)])

    def lacks_figures(self, lines: Sequence[Line], when: Period) -> Text:
        """Return that lines have no figure for a month."""
        return self.say(
            "note.unknown.said",
            when=self.span(when),
            names=self.listed([Noun.of(line.label, "short") for line in lines]),
        )
