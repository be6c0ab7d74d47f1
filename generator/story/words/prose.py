"""Prose of a year: one sentence per kind of fact.

Figures are by origin and CIF, so goods are "imported", never "bought". A verb of direction needs two levels; a strong
one needs a surprise that annual figures cannot show, so none stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.story import rounding
from generator.story.brief import Line, Trade
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.sizes import LITTLE, size_of
from generator.story.text import joined, leaf, words_of
from generator.story.words.numbers import known, scales_of, way
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades
from generator.trade.codes import WORLD
from generator.trade.figures import Selection
from generator.trade.observation import Observation
from generator.trade.period import Period

_BOTH, _NAMED = 2, 3  # lines that a sentence names; of more it gives the number


class Prose(Trades):
    """The sentences of an annual edition."""

    def came_to(self, lines: Sequence[Line]) -> Text:
        """Return "Zinc ores … came to $110.90 million and chromium ores … to $89.43 million."; at most three lines."""
        first, *rest = lines
        parts = [self.say("came_to.first", name=self.named(first), level=self.level(first))]
        parts += [self.say("came_to.next", name=self.briefly(line), level=self.level(line)) for line in rest]
        return self.say("sentence", all=self.listed(parts, "clauses"))

    def published_as(self, lines: Sequence[Line]) -> Text:
        """Return "Iron ores … were published as above $101 million, copper ores … as more than $11 million."."""
        first, *rest = lines
        parts = [self.say("published_as.first", name=self.named(first), level=self.bounded(first))]
        parts += [self.say("published_as.next", name=self.briefly(line), level=self.bounded(line)) for line in rest]
        return self.say("sentence", all=self.listed(parts, "row"))

    def moved(
        self,
        line: Line,
        base: Claim,
        growth: Claim | None,
        way: str | None,
        before: Period,
        *,
        level_first: bool = False,
    ) -> Text:
        """Return how a line moved between two levels, with a per cent where one holds and a verb where it is sure.

        `level_first` varies the sentence: a third one of the same build reads like a table.
        """
        now = known(line.now)
        this, last = self.pair(now, base)
        shown = self._shown(growth, now, base)
        said: dict[str, Slot] = {"name": self.named(line), "now": this, "base": last, "when": self.period(before)}
        if now.value == base.value:
            return self.say("moved.same", **said)
        if shown and growth and abs(growth.value) < LITTLE:
            return self.say("moved.little", **said)
        if way is None:
            return self.say("moved.level", **said)
        if growth and shown and level_first:
            return self.say(f"moved.level_first.{way}", rate=shown, **said)
        if growth and shown:
            return self.say("moved.rate", verb=self.verb_of(growth), rate=shown, **said)
        return self.say("moved.way", verb=self._plain_verb(now, way), **said)

    def _plain_verb(self, now: Claim, way: str) -> Text:
        return leaf(str(self.lexicon["verbs"]["plain"][way][0]), "size", way, "plain", now.id, 0)

    def verb_of(self, growth: Claim, *, many: bool = False) -> Text:
        """Return the verb for a change of known size and unknown surprise; `many`: it is said of a plural."""
        if growth.direction is None:
            return self.say("verb_of_no_way")
        size = size_of(growth)
        verb = str(self.lexicon["verbs"][size][growth.direction][0])
        return leaf(self.in_number(verb, many=many), "size", growth.direction, size, growth.id, 0)

    def from_little(self, change: Claim, share: Claim | None, lines: Claim) -> Text:
        """Return the gain on a low base, and what it is of the whole: never a per cent of growth."""
        part, gain = self.per_cent(share), self.money(change)
        if part is None:
            return self.say("from_little.gain", change=gain)
        return self.say("from_little.share", change=gain, part=part, count=self.number(lines))

    def headline_total(self, growth: Claim, trade: Trade, when: Period) -> Text | None:
        """Return "China’s mineral and metal imports from Pakistan rose 10% in 2025", or None where no rate holds."""
        if (shown := self.per_cent(growth)) is None or (growth.direction is None and abs(growth.value) >= LITTLE):
            return None
        key = "headline.little" if abs(growth.value) < LITTLE else "headline.rate"
        said: dict[str, Slot] = {"verb": self.verb_of(growth, many=True), "rate": shown, "when": self.period(when)}
        return self.fitting(self.say(key, trade=name, **said) for name in self.trades(trade))

    def headline_growth(self, line: Line, growth: Claim, of: Selection, when: Period) -> Text | None:
        """Return "China’s imports of Pakistani copper rose 12% in 2025", or None where no per cent holds."""
        shown = self.per_cent(growth)
        if shown is None or abs(growth.value) < LITTLE or growth.direction is None:
            return None
        said: dict[str, Slot] = {"verb": self.verb_of(growth, many=True), "rate": shown, "when": self.period(when)}
        return self.fitting(self.say("headline.rate", trade=name, **said) for name in self.of_line(line, of))

    def headline_level(self, line: Line, of: Selection, when: Period) -> Text:
        """Return "China imported $1.14 billion of Pakistani copper in 2025"."""
        said: dict[str, Slot] = {"who": self.land(of.reporter), "did": self.flow(of.flow)[1]}
        said |= {"level": self.level(line), "when": self.period(when)}
        code = Noun(self.say("hs", codes=self.code(line.code)))
        coded = Noun(self.say("goods.whence", goods=code, way=self.whence(of)))
        goods = (self.goods_of(line, of), coded, code)
        return self.fitting(self.say("headline.level", goods=one, **said) for one in goods)

    def coverage(self, lines: Claim, based: Claim, before: Period, *, broken: bool = False) -> Text:
        """Return how many lines have a figure for the year before too; where it is `broken`, to compare with."""
        said: dict[str, Slot] = {"lines": self.number(lines), "based": self.number(based)}
        said["when"] = self._base(before, broken=broken)
        if lines.value == 1:
            return self.say("coverage.line" if based.value else "coverage.no_line", **said)
        if based.value == 0:
            return self.say("coverage.none", **said)
        if based.value == lines.value:
            return self.say("coverage.both" if lines.value == _BOTH else "coverage.all", **said)
        return self.say("coverage.some", **said)

    def _base(self, before: Period, *, broken: bool) -> Text:
        return self.say("base.broken" if broken else "base.whole", when=self.period(before))

    def contributions(
        self, up: tuple[Line, Claim] | None, down: tuple[Line, Claim] | None, before: Period
    ) -> Text | None:
        """Return which line added most and which took most away, in points; None where neither can be printed."""
        added, taken = (self.points(part[1]) if part else None for part in (up, down))
        said: dict[str, Slot] = {"when": self.period(before), "added": added or "", "taken": taken or ""}
        said |= {key: _short(part[0]) if part else "" for key, part in (("up", up), ("down", down))}
        if added or taken:
            return self.say(f"contributions.{'both' if added and taken else 'up' if added else 'down'}", **said)
        return None

    def lede(self, line: Line, customs: str, of: Selection, when: Period) -> Text:
        """Return who counted how much of what, from where and when: the first half of the lede."""
        return self.say(
            "lede.said",
            office=self.office_of(of.reporter, customs),
            level=self.level(line),
            of=self.of_trade(of),
            name=self.named(line),
            way=joined([self.whence(of), self.whose_trade(of, customs)]),
            when=self.period(when),
        )

    def of_the_lines(self, said: Text, share: Claim | None, lines: Claim, group: str) -> Text:
        """Return the lede with the share of its line in the whole, where one holds."""
        part = self.per_cent(share)
        if part is None:
            return self.say("lede.alone", said=said)
        whose = self.say("lede.group", group=group) if group else ""
        return self.say("lede.share", said=said, part=part, lines=self.number(lines), group=whose)

    def the_others(self, others: Claim, count: Claim) -> Text | None:
        """Return what the lines beside the leading one came to, together; None where no rounding of it holds."""
        if (sum_of_them := self.total(others)) is None:
            return None
        return self.say("the_others", count=self.number(count), total=sum_of_them)

    def not_comparable(
        self, reason: str, lines: Sequence[Line], counts: tuple[Claim, Claim], before: Period, *, broken: bool = False
    ) -> Text:
        """Return why nothing is said of the whole: `bound`, `lost`, `few` (lines have a base), or `none`."""
        many = len(lines) > 1 or any(line.label.plural for line in lines)
        said: dict[str, Slot] = {"when": self._base(before, broken=broken)}
        said |= {"some": self.number(counts[0]), "all": self.number(counts[1])}
        said["names"] = Noun(self.listed([line.label.short for line in lines]), plural=many)
        key = "none" if not lines else "some" if reason == "few" and len(lines) > _NAMED else reason
        return self.say(f"not_comparable.{key}", **said)

    def of_whole(
        self, now: Claim, base: Claim, growth: Claim | None, lines: Claim | None, before: Period
    ) -> Text | None:
        """Return the whole between its two levels, with a rate where one holds; None: no level can be printed."""
        this, last, shown = self.total(now), self.total(base), self.per_cent(growth)
        whole: dict[str, Slot] = {"lines": self._all_lines(lines), "when": self.period(before)}
        whole |= {"now": this or "", "base": last or ""}
        has_levels = this is not None and last is not None
        if growth and shown and growth.direction is not None and abs(growth.value) >= LITTLE:
            key = "of_whole.levels_rate" if has_levels else "of_whole.rate"
            return self.say(key, verb=self.verb_of(growth), rate=shown, **whole)
        return self.say("of_whole.levels", **whole) if has_levels else None

    def _all_lines(self, lines: Claim | None) -> Text:
        if lines is None or lines.value == _BOTH:
            return self.say("all_lines.both" if lines else "all_lines.all")
        return self.say("all_lines.number", n=self.number(lines))

    def without_figures(self, lines: Sequence[Line], when: Period) -> Text:
        """Return which lines of the briefing have no figure at all this period."""
        return self.say("without_figures", when=self.period(when), names=self._names(lines))

    def _names(self, lines: Sequence[Line]) -> Text:
        return self.listed([self.briefly(line) for line in lines])

    def appeared(self, line: Line, before: Period) -> tuple[Text, Text]:
        """Return a level, and that customs recorded no trade in the line a period earlier."""
        return self.came_to([line]), self.no_trade(line, self.period(before))

    def no_trade(self, line: Line, when: Text) -> Text:
        """Return that no trade in a line was recorded."""
        return self.say("no_trade", name=_short(line), when=when)

    def vanished(self, line: Line, base: Claim, when: Period, before: Period) -> tuple[Text, Text]:
        """Return the level of a line whose trade ended, and that it ended: no rate of minus a hundred."""
        said: dict[str, Slot] = {"name": self.named(line), "base": self.money(base), "when": self.period(before)}
        return self.say("came_to.then", **said), self.no_trade(line, self.period(when))

    def untraded(self, lines: Sequence[Line], when: Period) -> Text:
        """Return the lines in which no trade was recorded."""
        return self.say("untraded", when=self.period(when), names=self._names(lines))

    def not_in_sums(self) -> Text:
        """Return that lines without figures are in no sum."""
        return self.say("not_in_sums")

    def relayed(self, line: Line, levels: Sequence[Claim], source: Observation) -> Text:
        """Return a figure that was passed on, with who said it, and why nothing is computed from it."""
        parts = [self.say("relayed.level", level=self.money(one), when=self.period(one.period)) for one in levels]
        month = self.month(source.published) if source.published else self.say("relayed.undated")
        who, said = ("speaker", source.speaker) if source.speaker else ("publication", source.publication)
        whose = "world" if source.partner == WORLD else "pair"  # of the World: whose exports they are nobody can say
        trade = self.say(
            f"relayed.{whose}.{way(source.flow)}", land=self.land(source.reporter), flow=self.flow(source.flow)[0]
        )
        ends: dict[str, Slot] = {
            "name": Noun.of(line.label, "head"),
            "trade": trade,
            "levels": self.listed(parts, "clauses"),
        }
        return self.say(f"relayed.{who}", who=said, publication=source.publication, month=month, **ends)

    def untraced(self, *, many: bool) -> Text:
        """Return why no change is computed from figures that were passed on."""
        return self.say("untraced.many" if many else "untraced.one")

    def said_again(self, speaker: str, form: str = "paraphrased", tongue: str = "") -> Text:
        """Return the line that names a speaker whose office stands above."""
        return self._in_form(self.say("said_again", speaker=speaker), form, tongue)

    def said_by(
        self,
        speaker: str,
        role: str,
        organisation: str,
        medium: str,
        when: date,
        form: str = "paraphrased",
        tongue: str = "",
    ) -> Text:
        """Return the line that names a speaker: who, what, where, to whom, when, and in which `form` it stands here.

        That is paraphrased, verbatim or translated from a `tongue`.
        """
        both = self.say("said_by.office", role=role, organisation=organisation) if role and organisation else ""
        office = both or role or organisation
        to = self.say("said_by.to", medium=medium)
        parts = [part for part in (speaker, office, to, self.day(when)) if words_of(part)]
        return self._in_form(self.listed(parts, "row"), form, tongue)

    def _in_form(self, said: Text, form: str, tongue: str) -> Text:
        return self.say(f"said_by.{form}", said=said, tongue=self.say(f"tongue.{tongue}") if tongue else "")

    def quoted(self, sentences: Sequence[Text]) -> tuple[Text, ...]:
        """Return sentences between the quotation marks of the language."""
        first, *rest = sentences
        opened = (self.say("quoted.begins", words=first), *rest)
        return (*opened[:-1], self.say("quoted.ends", words=opened[-1]))

    def attributed(self, words: Text, medium: str, when: date) -> Text:
        """Return an outside account's sentence with its source."""
        return self.say("attributed", words=words, medium=medium, day=self.day(when))

    def _shown(self, growth: Claim | None, now: Claim, base: Claim) -> Text | None:
        """Return the rate where a reader who divides the two levels as they are printed finds it again."""
        rate = rounding.per_cent(growth) if growth else None
        ends = [rounding.money(*end) for end in zip((now, base), scales_of(now, base), strict=True)]
        if rate is None or ends[0] is None or ends[1] is None or not rounding.recomputes(rate, ends[0], ends[1]):
            return None
        return self.per_cent(growth)


def _short(line: Line) -> Noun:
    return Noun.of(line.label, "short")
