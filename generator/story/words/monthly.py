"""Prose of a month: the total and what carried it, then the longer view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from generator.story import rounding
from generator.story.brief import Line, Trade
from generator.story.facts import Claim
from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.rounding import UNITS
from generator.story.sizes import Size
from generator.story.text import Part, joined, printed
from generator.story.words.amounts import TWICE, is_little, is_named, is_rolling, scale_of
from generator.story.words.numbers import hs_edition, known
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades
from generator.trade.period import Period

_BOTH, _IN_WORDS = 2, 12
_CODES = 4  # codes that a note has room for
Side = Literal["highest", "lowest"]


class Monthly(Trades):
    """The sentences of a month about the whole."""

    def headline_form(self, total: Item, size: Size) -> str:
        """Return what a headline says of a total: `little` changed, how it `turned`, or its `level`."""
        growth = total.growth
        if is_little(growth):
            return "little"
        is_told = growth is not None and self.rate(growth) and (growth.value < TWICE or size.is_multiple)
        return "turned" if is_told else "level"

    def headline_month(self, total: Item, trade: Trade, size: Size, *, other: bool = False) -> Text:
        """Return "China’s mineral and metal imports from Pakistan rose 10% in December", or its level.

        The `other` form begins with the month, or ends with it; a level that is too long with it goes without.
        """
        growth, key = total.growth, self.headline_form(total, size)
        said: dict[str, Slot] = {"when": self.month_name(total.span), "told": ""}
        if key == "level":
            said["told"] = self.worth(known(total.now))
        elif key == "turned" and growth:
            said["told"] = self.turned(growth, size, many=True)
        keys = (f"other.{key}" if other else key, *(["undated"] if key == "level" else []))
        line = Line(total.label, total.code) if total.label and is_named(total) else None
        names = [*(self.of_line(line, trade.of) if line else self.trades(trade))]
        return self.fitting(self.say(f"headline_month.{one}", trade=name, **said) for one in keys for name in names)

    def carried(self, total: Item, first: Item | None, other: Item | None, run: Claim | None) -> Text | None:
        """Return which line carried the total's change and which went the other way, with its `run` of months."""
        parts = [part for part in (self._carried(total, first), self._against(other, run)) if part]
        if len(parts) == len("ab"):
            return self.say("one_after_the_other", a=parts[0], b=parts[1])
        return parts[0] if parts else None

    def _carried(self, total: Item, first: Item | None) -> Text | None:
        if first is None or first.label is None or (added := self.in_points(first.contribution)) is None:
            return None
        within = abs(first.points) <= abs(total.points) and first.way == total.way
        whole, bare = self.bare_points(total.contribution) if within else None, self.bare_points(first.contribution)
        name, way = self.short(first), first.way or "down"
        if whole and bare:
            return self.say(f"carried.part.{way}", name=name, n=bare, t=whole)
        return self.say(f"carried.{way}", name=name, n=added)

    def _against(self, other: Item | None, run: Claim | None) -> Text | None:
        if (
            other is None
            or other.label is None
            or (taken := self.in_points(other.contribution, "points.brief")) is None
        ):
            return None
        said: dict[str, Slot] = {"name": self.short(other), "n": taken}
        if other.way != "up" and run is not None:
            return self.say("carried.run", run=self.streak(run, "streak.down"), **said)
        return self.say("carried.up" if other.way == "up" else "carried.down", **said)

    def leading(self, items: Sequence[Item], *, largest: bool) -> Text:
        """Return the levels of the `largest` lines, or of some that are told, where nothing is compared."""
        named = [item for item in items if item.label]
        sure = all(known(item.now).qualifier == "exact" for item in named)
        key = "leading.line" if sure else "leading.bounded"
        parts = [self.say(key, name=self.short(item), level=self.worth(known(item.now))) for item in named]
        return self.say("leading.largest" if largest else "leading.told", lines=self.listed(parts))

    def no_past(self, begin: Period, longer: Item) -> Text:
        """Return why a single line has no longer view: its figures have just begun, or have a gap.

        No month is named: an opening names only those of its figures.
        """
        has_begun = begin > longer.span.year_before().last
        return self.say("no_past.begun" if has_begun else "no_past.gap")

    def broken_past(self, codes: Sequence[str], then: str, *, known: bool) -> Text:
        """Return that the figures before are of another edition of the HS, in which the codes cover other goods."""
        key = f"broken_past.{'known' if known else 'open'}"
        return self.say(key, edition=hs_edition(then), codes=Noun("", plural=len(codes) != 1))

    def month_lede(self, total: Item, customs: str, trade: Trade, *, other: bool = False) -> Text:
        """Return who counted how much of what, from where and when, and how it stands against a year before.

        The `other` form begins with what was counted, and ends with who did.
        """
        of = trade.of
        named = self.say("month_lede.line", of=self.of_trade(of), name=self.full(total))
        now, tail = self.against(total)
        if total.base is not None and not total.base.value:
            tail = self.say("month_lede.after_nothing", then=self.period(total.span.year_before()))
        return self.say(
            "month_lede.other" if other else "month_lede.said",
            whole=self._of_line_whole(total, trade) if is_named(total) else self.trade_of(trade),
            office=self.office_of(of.reporter, customs),
            now=now,
            trade=named if is_named(total) else self.in_trade(trade),
            way=joined([self.whence(of), self.whose_trade(of, customs)]),
            when=self.period(total.span),
            tail=self.tail(tail),
        )

    def _of_line_whole(self, total: Item, trade: Trade) -> Text:
        """Return "China’s imports of refined copper (HS 7403) from Pakistan"."""
        name, way, of = self.full(total), self.whence(trade.of), trade.of
        ends = name.part, name.oblique or name.part
        said, before = (self.say("goods.whence", people="", goods=end, way=way) for end in ends)
        goods, who = Noun(said, oblique=before), Noun(self.land(of.reporter))
        return self.say("trade_in.whose", who=who, flow=self.flow(of.flow)[0], goods=goods)

    def tail(self, clause: Text | None) -> Part:
        """Return a clause as what follows: ", 9.0% more than …"; nothing where there is none."""
        return self.say("tail", clause=clause) if clause else ""

    def without_base(self, before: Period, *, some: bool) -> Text:
        """Return "There is no figure for March 2015, so no change on the year is given."; `some` lines have one."""
        return self.say("without_base.some" if some else "without_base.all", then=self.span(before))

    def other_goods(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return "HS 030289 does not cover the same goods in HS 2012 and HS 2017"; of many "some lines do not …".

        `known` says that a table of the two editions tells so; otherwise nobody knows what the code covered.
        """
        names = self.say("hs", codes=self.listed([self.code(code) for code in sorted(codes)]))
        names = names if len(codes) <= _CODES else self.say("some_lines")
        return self.say(
            f"other_goods.{'known' if known else 'open'}",
            names=Noun(names, plural=len(codes) != 1),
            then=hs_edition(then),
            now=hs_edition(now),
        )

    def broken_base(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return that the total has no change on the year, since codes of it came to cover other goods."""
        return self.say("broken_base", why=self.other_goods(codes, then, now, known=known))

    def break_note(self, codes: Sequence[str], then: str, now: str, *, known: bool) -> Text:
        """Return why lines of the table have no change: their codes came to cover other goods."""
        return self.say("break_note", why=self.other_goods(codes, then, now, known=known))

    def revalued_base(self, before: Period, then: str, now: str) -> Text:
        """Return that the total has no change on the year, since it was valued in another way then."""
        return self.say("revalued_base", when=self.period(before), then=then, now=now)

    def revalued_note(self, then: str, now: str) -> Text:
        """Return why lines of the table have no change: they were valued in another way."""
        return self.say("revalued_note", then=then, now=now)

    def extreme(self, total: Item, claim: Claim, side: str, begin: Period) -> Text:
        """Return "It was the largest single month since these figures begin in January 2021."."""
        word = printed(self.say(f"extreme.{side}"), claim.id)
        return self.say("extreme.said", it=self._it(total), word=word, when=self.period(begin))

    def _it(self, total: Item) -> Text:
        return self.say("it.line", name=self.short(total)) if total.label else self.say("it.total")

    def since(self, total: Item, claim: Claim, side: str) -> Text:
        """Return "It was the highest since March 2023."."""
        return self.say("since.said", it=self._it(total), words=self._since(claim, side))

    def _since(self, claim: Claim, side: str) -> Text:
        if claim.compare_period is None:
            msg = f"{claim.id} is since nothing"
            raise ValueError(msg)
        return printed(self.say(f"since.{side}", then=self.period(claim.compare_period)), claim.id)

    def breadth(self, lines: Claim, rose: Claim, fell: Claim, *, every: bool) -> Text:
        """Return "Nine of the twelve lines rose and three fell."; None of a side leaves it out.

        Where they are not `every` line, they are those "that can be compared".
        """
        counts = {"lines": self.number(lines), "rose": self.number(rose), "fell": self.number(fell)}
        said: dict[str, Slot] = {**counts, "that": "" if every else self.say("breadth.that")}
        if not fell.value or not rose.value:
            some, way = (rose, "rose") if rose.value else (fell, "fell")
            kind = "both" if some.value == lines.value == _BOTH else "all" if some.value == lines.value else "some"
            return self.say(f"breadth.{kind}.{way}", **said)
        # a sentence does not begin with digits
        if rose.value <= _IN_WORDS:
            return self.say("breadth.words", **said)
        return self.say("breadth.digits", **said | ({} if every else {"that": self.say("breadth.that_digits")}))

    def to_date(self, total: Item) -> Text:
        """Return "In January–June 2025 the total came to $1.57 billion, 9.0% more than the $1.44 billion of …"."""
        now, tail = self.against(total)
        said: dict[str, Slot] = {"when": self.span(total.span), "whole": self.whole_name(total), "now": now}
        if not is_little(total.growth):
            return self.say("to_date.came_to", tail=self.tail(tail), **said)
        base = None if is_rolling(total.span) else self.both(total)[1]
        then = self.span(total.span.year_before())
        clause = self.say("against.level", base=base, then=then) if base else None
        return self.say("to_date.little", tail=self.tail(clause), **said)

    def quiet(self) -> Text:
        """Return that nothing stands out."""
        return self.say("quiet")

    def year_change(self, total: Item, change: Claim) -> Text | None:
        """Return by how much the total of a longer span changed in money."""
        if change.direction is None or (size := self._sure_size(change)) is None:
            return None
        return self.say(
            f"year_change.{change.direction}",
            whole=self.whole_name(total),
            when=self.span(total.span),
            change=size,
            before=self.span(total.span.year_before()),
        )

    def _sure_size(self, change: Claim) -> Part | None:
        """Return a change in money without its sign; None where no rounding of it holds."""
        if all(rounding.money(change, scale) is None for scale in (scale_of(change), UNITS)):
            return None
        return self.size(change)

    def year_part(self, item: Item, change: Claim, *, whole: bool) -> Text | None:
        """Return a line's part in it: "Refined copper, up 18% to $775.40 million, added $120.22 million.".

        Not `whole`: its part alone, "A fall in iron ores took away $24.11 million.".
        """
        if item.label is None or change.direction is None or (size := self._sure_size(change)) is None:
            return None
        shown, way = self.rate(item.growth) if whole else None, change.direction
        said: dict[str, Slot] = {"name": self.short(item), "n": size, "rate": shown or ""}
        said["level"] = self.worth(known(item.now))
        return self.say(f"year_part.{way}.{'level' if shown else 'alone'}", **said)

    def replaced(self, up: tuple[Item, Claim], down: Item) -> Text:
        """Return "In 2025 the third-largest line was zinc ores, at $110.90 million, in place of iron ores, at …"."""
        item, place = up
        if item.label is None or down.label is None:
            msg = "only lines have ranks"
            raise ValueError(msg)
        first = place.value == 1
        rank = printed(self.say("largest"), place.id) if first else self.say("nth_largest", n=self.ordinal(place) or "")
        return self.say(
            "replaced",
            when=self.span(item.span),
            rank=rank,
            name=self.short(item),
            now=self.worth(known(item.now)),
            other=self.short(down),
            then=self.worth(known(down.now)),
        )

    def shares_together(self, lines: Claim, now: Claim, base: Claim, when: Period) -> Text | None:
        """Return "The three largest lines made up 71% of it, against 72% a year before."."""
        shown = self.per_cent(now), self.per_cent(base)
        if shown[0] is None or shown[1] is None:
            return None
        said: dict[str, Slot] = {"n": self.number(lines), "now": shown[0], "base": shown[1]}
        key = "same" if shown[0].words == shown[1].words else "against"
        return self.say(f"shares_together.{key}", before=self.span(when.year_before()), **said)

    def share_moved(self, item: Item, now: Claim, base: Claim) -> Text | None:
        """Return "Refined copper made up 50% of the total in 2025, against 45% in 2024."."""
        shown = self.per_cent(now), self.per_cent(base)
        if item.label is None or shown[0] is None or shown[1] is None:
            return None
        ends = {"when": self.span(item.span), "before": self.span(item.span.year_before())}
        key = "same" if shown[0].words == shown[1].words else "against"
        return self.say(f"share_moved.{key}", name=self.short(item), now=shown[0], base=shown[1], **ends)
