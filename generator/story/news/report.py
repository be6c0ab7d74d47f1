"""The news of one edition, with the topics and lines that its text has mentioned, so that nothing is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from generator.movements import readings
from generator.story.amounts import Amount, Claim, YearChange
from generator.story.brief import TextMemory
from generator.story.claim_ledger import ClaimLedger
from generator.story.line_selection import LineItem
from generator.story.month import Month
from generator.story.news.edition_news import News
from generator.story.news.extremes import SINCE, ExtremeLevel, Records, records
from generator.story.news.head_rows import Head
from generator.story.news.headline import Headline, headline, last_of
from generator.story.news.line_changes import Tonnage, tonnage_of_line
from generator.story.news.line_history import LineHistory, peak, spans_of_peak
from generator.story.news.time_series import OTHER, Series, months_of
from generator.story.patterns import variants_of
from generator.story.plan import Text
from generator.story.text import leaf
from generator.story.words import Words
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import is_within
from generator.trade.editions import TOTAL
from generator.trade.period import Period
from generator.trade.trees import leaves

_LEADING = 2  # lines whose use an edition explains
_EXPLAINED = 3  # editions after which it explains a line again
_CODED = 6  # digits of a code that is printed with its name
# per cent, in `_is_news`: of all changes; of the total's base; of all changes, enough without the second
_PART, _OF_BASE, _MOST = Decimal(5), Decimal(1), Decimal(10)
_MULTIPLE = Decimal(95)  # per cent: from here on a rate is expressed as a multiple
_MANY = 6  # lines in the text at most; the table has them all
# topics on the total, which are blocked where some of its lines are missing
_OF_THE_WHOLE = frozenset(
    {"place", "records", "run", "season_broken", "year", "month", "base", "weight", "mix", "next"}
)
_APART = Decimal(1)  # points by which growth without a line must differ
_QUARTER = 4  # a line against the total must have a quarter of the largest change
_WHOLE = 100  # per cent
_FIFTIETH = 50  # a record of a line must be a fiftieth of the total
_ENDS = 3  # an end has a sentence from a third of the floor on
_ENDED = 36  # months of trade after which its end is worth a sentence
_SECOND, _MOVED = Decimal(10), Decimal(5)  # per cent: smallest share of the value, and change, of a second line


@dataclass
class NewsReport:
    """The news of an edition, its headline, and what its text has mentioned so far."""

    news: News
    headline: Headline
    topics: set[str] = field(default_factory=set)  # the topics mentioned
    named_codes: set[str] = field(default_factory=set)  # the lines mentioned
    explained_codes: set[str] = field(default_factory=set)  # those of which it said what they are for
    place: int = 0  # how many changes were described, so that verbs vary
    is_headed_by_editor: bool = False
    histories: dict[str, LineHistory] = field(default_factory=dict)
    weighed_codes: set[str] = field(default_factory=set)  # the lines of which it said how their weight moved
    used: dict[str, int] = field(default_factory=dict)  # the patterns of its sentences, and their order of last use

    def __post_init__(self) -> None:
        """Where lines of the total are missing, block all topics on the total except its level and lines."""
        if self.month.lost:
            self.topics |= _OF_THE_WHOLE

    @property
    def month(self) -> Month:
        """The amounts of the edition."""
        return self.news.month

    @property
    def words(self) -> Words:
        """The words of its language."""
        return self.month.words

    @property
    def ledger(self) -> ClaimLedger:
        """The ledger of claims."""
        return self.month.ledger

    @property
    def head(self) -> Head:
        """What the headline says."""
        return self.headline.head

    @property
    def heads(self) -> tuple[str, ...]:
        """The rows of the headline and its tail. Empty for an editor's own headline."""
        if self.is_headed_by_editor:
            return ()
        return (self.head.row, self.headline.tail.row) if self.headline.tail else (self.head.row,)

    @cached_property
    def single_line(self) -> str | None:
        """The only line of an edition, whose name its trade goes by. None where there are several lines, or all goods.

        If another line had trade earlier, statements about earlier months are about the total, so there is no single
        line.
        """
        code = self.month.lines[0] if self.month.is_single else TOTAL
        other_codes = [
            line for line in self.month.total_codes if not is_within(line, code) and not is_within(code, line)
        ]
        cells = self.month.figures.cells.items()
        has_others = any(
            cell.value for (line, _), cell in cells if any(is_within(line, other_code) for other_code in other_codes)
        )
        return None if code == TOTAL or has_others else code

    @cached_property
    def period_total(self) -> LineItem:
        """The total over the edition's period."""
        return self.month.whole_item()

    @cached_property
    def main_line(self) -> LineItem | None:
        """The line that contributed most to the change of the total. None for a single line or without comparison."""
        month, way = self.month, self.period_total.way
        moved = [item for item in month.compared if way and item.way == way and item.contribution]
        allowed = [item for item in moved if month.choice.tells(item.code)]
        return None if month.is_single else max(allowed, key=lambda item: abs(item.points), default=None)

    def item(self, code: str) -> LineItem:
        """Return a line over the span of the news."""
        return self.month.item(code, self.news.span)

    def say(self, key: str, claim: Claim | None = None, /, **slots: Slot | None) -> Text | None:
        """Return the sentence of `key`, or None where a slot cannot be printed.

        Of patterns that say the same in other words, it is the one unused longest.
        """
        for variant in self.by_last_use(variants_of(self.words.language, key)):
            sentence = self.news.say(variant, claim, **slots)
            if sentence is not None:
                self.use(variant)
                return sentence
        return None

    def by_last_use(self, keys: Sequence[str]) -> list[str]:
        """Return patterns in the order of their last use: first those that were never used, then the oldest."""
        return sorted(keys, key=self._last_use)

    def use(self, key: str) -> None:
        """Note that a pattern is used."""
        self.used[key] = 1 + max(self.used.values(), default=0)

    def _last_use(self, key: str) -> tuple[int, int]:
        """Return when a pattern was last used: in this edition, in an earlier one, or never."""
        if key in self.used:
            return 2, self.used[key]
        period = self.memory.patterns.get(key)
        return (1, period.first) if period else (0, 0)

    def was_said(self, family: str, since: Period | None = None) -> bool:
        """Return whether the edition before, or one from `since` on, used a pattern whose key begins with `family`."""
        last = self.month.brief.last
        if last is None:
            return False
        first = (since or last.period).first
        return any(key.startswith(family) and when.first >= first for key, when in last.text.patterns.items())

    def history(self, code: str) -> LineHistory:
        """Return the past of a line, with what the text last said of it."""
        if code not in self.histories:
            series = Series(self.month, (code,), self.news.span)
            self.histories[code] = LineHistory(series, self.memory.line(code))
        return self.histories[code]

    @cached_property
    def peaks(self) -> dict[str, Amount]:
        """The peak of each line that was the largest within six months and fell below a tenth of that, by code."""
        leaders = {span: self.news.parts.largest_at(span) for span in spans_of_peak(self.news.span)}
        led = {span: code for span, code in leaders.items() if code}
        peaks = {}
        for code in dict.fromkeys(led.values()):
            highest = peak(self.history(code).series, led)
            if highest is not None and self.month.choice.tells(code) and not self._is_told_as_faded(code, highest):
                peaks[code] = highest
        return peaks

    @cached_property
    def faded_since_last_month(self) -> tuple[str, ...]:
        """The lines of `peaks` with their peak in the month before, whose level the headline compares with."""
        if "but_month" not in self.heads or self.news.pair is None:
            return ()
        last = self.news.pair[1].span
        return tuple(code for code, highest in self.peaks.items() if highest.span == last)

    def _is_told_as_faded(self, code: str, highest: Amount) -> bool:
        """Return whether the text said since the peak that a line faded, and it has not halved since."""
        memory = self.memory.line(code)
        now = self.history(code).series.now
        if memory is None or now is None or not memory.key.startswith("body.line.faded"):
            return False
        return memory.period.first > highest.span.first and (memory.level is None or 2 * now.value >= memory.level)

    @property
    def memory(self) -> TextMemory:
        """What the editions before this one said. Empty for a first edition."""
        return self.month.brief.last.text if self.month.brief.last else TextMemory()

    def say_of(self, code: str, key: str, claim: Claim | None = None, /, **slots: Slot | None) -> Text | None:
        """Return the same about a line, whose first mention adds its code, and what it is for."""
        if None in slots.values():
            return None
        return self.say_with_use(code, key, claim, line=self.name(code), **slots)

    def say_with_use(self, code: str, key: str, claim: Claim | None = None, /, **slots: Slot | None) -> Text | None:
        """Return a sentence on a line with what it is for, where that is due."""
        sentence = self.say(key, claim, use=self._use(key, code), **slots)
        if sentence is not None and sentence.tree and any(leaf[0] == "use" for leaf in leaves(sentence.tree)):
            self.explained_codes.add(code)
        return sentence

    def _use(self, key: str, code: str) -> Text | str:
        """Return what a line is for, where a pattern has room for it and the edition explains it here; else ""."""
        if not self.is_due(code) or "use" not in self.words.slots_of(key):
            return ""
        return self.words.say("with_use", use=leaf(self.month.brief.label(code).use, "use", code))

    def is_due(self, code: str) -> bool:
        """Return whether the text has still to say what a line is for."""
        is_next = code in self.codes_to_explain and code not in self.explained_codes
        return is_next and bool(self.month.brief.label(code).use)

    @cached_property
    def codes_to_explain(self) -> frozenset[str]:
        """The lines whose use the text explains: all in a year, else the leading two, not again within three editions.

        Without a growth of the total the largest lines lead.
        """
        leading = [part.code for part in self.lines_to_tell] or list(self.month.lines)
        if self.month.period.frequency == "annual":
            return frozenset(self.month.lines)
        last = self.month.brief.last
        told = last.uses if last else {}
        recent = {str(span) for span in self.month.earlier_steps(_EXPLAINED)}
        return frozenset(code for code in leading[:_LEADING] if told.get(code) not in recent)

    def listed(self, parts: Sequence[Text | None], key: str = "list") -> Text | None:
        """Return parts of a sentence as a list, or None where one of them is None."""
        printed = [part for part in parts if part is not None]
        return self.words.listed(printed, key) if len(printed) == len(parts) else None

    def is_new(self, topic: str) -> bool:
        """Return whether neither headline nor text has mentioned a topic. It counts as mentioned from now on."""
        if topic in self.topics or topic in self.heads:
            return False
        self.topics.add(topic)
        return True

    def changed(self, item: LineItem) -> Text | None:
        """Return how a line or the total moved; the verb varies with each call."""
        change = self.news.change("body.change", item, self.place)
        self.place += change is not None
        return change

    def against(self, item: LineItem, then: Text | None = None) -> Text | None:
        """Return how a level compares with a year before, which `then` prints: "a year earlier" if None."""
        base = item.base if item.base and item.base.value else None
        rated = self.by_last_use(variants_of(self.words.language, "body.against.rate"))[0]
        times = self.news.times(item)
        against = self.words.against_then(item.growth, times, item.span, base, then=then, rated=rated)
        if against is not None and against.tree is not None and against.tree[0] == rated:
            self.use(rated)
        return against

    def name(self, code: str) -> Noun:
        """Return a line's short name for a sentence.

        The first mention of a line of six or more digits has its full name and its code.
        """
        is_first = code not in self.named_codes
        self.named_codes.add(code)
        if is_first and len(code) >= _CODED:
            return self.words.coded(self.month.brief.label(code), "full")
        return self.brief_name(code)

    def brief_name(self, code: str) -> Noun:
        """Return a line's short name, without its code."""
        return Noun.of(self.month.brief.label(code), "short")

    def tonnage(self, code: str) -> Tonnage | None:
        """Return value and weight of a line. None where its weight is unknown or in doubt."""
        return tonnage_of_line(self.month, code, self.news.span)

    def record(self, code: str) -> Records | None:
        """Return a line's record for its sentence. None in a record year of the total, which makes many of them."""
        return None if self.news.is_year and self.news.records is not None else self._record_of_size(code)

    def _record_of_size(self, code: str) -> Records | None:
        """Return a line's record, if it is worth a fiftieth of the total or more."""
        total, line_records = self.news.total.now, records(Series(self.month, (code,), self.news.span))
        if line_records is None or total is None or self.news.is_one_line or not total.value:
            return None
        return line_records if _FIFTIETH * line_records.levels[0].value >= total.value else None

    def say_place(self, key: str, metric: ExtremeLevel, **slots: Slot | None) -> Text | None:
        """Return a rank in time: since when, or of how many months where that is open or less than two years."""
        words = self.words
        side = words.side(metric.side)
        if metric.since is None or metric.months < SINCE:
            return self.say(f"{key}.of", n=words.number(metric.claim_of_months(self.ledger)), side=side, **slots)
        since = words.period(metric.since)
        return self.say(f"{key}.since", metric.claim(self.ledger), place=since, side=side, **slots)

    def without(self, key: str, part: YearChange) -> Text | None:
        """Return how the total would have moved without a line, by the pattern `key`, or None.

        There is none where that growth would be a multiple, or about the same as with the line.
        """
        remainder, growth_of_total = None if self.month.lost else self.news.parts.without_line(part), self.news.growth
        growth = self.ledger.growth(*remainder) if remainder else None
        if growth is None or growth.value >= _MULTIPLE:
            return None
        is_as_it_was = growth_of_total is not None and abs(growth_of_total.value - growth.value) < _APART
        if is_as_it_was or not self.is_new("without"):
            return None
        name, rate = self.brief_name(part.code), self.words.rate(growth)
        return self.say(key, line=name, rate=rate, way=self.way(growth.direction))

    def level(self, of: Amount | None) -> Text | None:
        """Return an amount in words. None where it is unknown or cannot be printed."""
        return self.worth(self.month.level(of))

    def worth(self, claim: Claim | None) -> Text | None:
        """Return a sum of money in words. None where it is unknown or cannot be printed."""
        if claim is None or (claim.value and self.words.is_open(claim)):
            return None
        return self.words.worth(claim)

    def gain(self, claim: Claim) -> Text | None:
        """Return a sum gained or lost, without its sign. None where it cannot be printed."""
        return None if self.words.is_open(claim) else self.words.size(claim)

    def gain_of(self, part: YearChange) -> Text | None:
        """Return what a line gained or lost."""
        return self.gain(self.ledger.change(*part))

    def gain_of_whole(self, part: YearChange) -> Text | None:
        """Return what the total gained or lost. None where the line's change is not a part of it."""
        total, ratio = self.news.parts.total, self.news.parts.share_of_change(part)
        return None if total is None or ratio is None or ratio.high > _WHOLE else self.gain_of(total)

    def rate(self, step: YearChange) -> Text | None:
        """Return a change in per cent, without its sign."""
        return self.words.rate(self.ledger.growth(*step))

    def way(self, way: str | None) -> Text | None:
        """Return the word of a direction, or None where that is unknown."""
        return None if way is None else self.words.way(way)

    def level_pair(self, item: LineItem) -> tuple[Text | None, Text | None]:
        """Return the levels of an item now and a year before; None for one that is unknown, or was nothing."""
        if item.now is None or item.base is None or not item.base.value:
            return self.worth(item.now), None
        return self.words.level_pair(item)

    def levels(self, key: str, item: LineItem, **slots: Slot | None) -> Text | None:
        """Return a sentence with a line's levels now and a year before. None where they cannot be printed."""
        level, base = self.level_pair(item)
        year_earlier = self.words.year_earlier(item.span)
        return self.say_of(item.code, key, level=level, base=base, then=year_earlier, **slots)

    @cached_property
    def lead(self) -> YearChange | None:
        """The line described first: that of the editor, the headline or its tail, or the largest in the total's way."""
        parts, hand = self.news.parts, self.month.choice
        tail = self.headline.tail.lines if self.headline.tail else ()
        codes = (hand.lead, self.head.line, *tail)
        candidates = [parts.by_code(code) for code in codes if code]
        first = next((part for part in candidates if part and hand.tells(part.code)), None)
        return first or self._largest(self.news.way)

    def is_lead(self, code: str) -> bool:
        """Return whether the text describes a line first."""
        return self.lead is not None and self.lead.code == code

    def other_way(self) -> YearChange | None:
        """Return the line that moved most against the total, which the text must mention, or None.

        Its change must be a quarter or more of the largest change in the total's direction.
        """
        parts = self.news.parts
        largest = next((part for part in parts.lines if part.way and part.way == self.news.way), None)
        counter = next((part for part in parts.lines if self.news.way and part.way == OTHER[self.news.way]), None)
        return counter if largest and counter and _QUARTER * counter.size.value >= largest.size.value else None

    def _largest(self, way: str | None) -> YearChange | None:
        tells = self.month.choice.tells
        return next((part for part in self.news.parts.lines if tells(part.code) and way in {None, part.way}), None)

    @cached_property
    def lines_to_tell(self) -> tuple[YearChange, ...]:
        """The lines of the text: those that are news, the lead, and the largest. The lead is first, then by change."""
        parts = [part for part in self.news.parts.lines if self.month.choice.tells(part.code)]
        chosen = [part for part in parts if self._is_news(part) or (part == self.lead and not self.news.is_quiet)]
        chosen += [part for part in parts if part not in chosen and part.code in self._lines_of_last_head]
        largest = sorted(parts, key=lambda part: -part.now.value)[:2]
        chosen += [part for at, part in enumerate(largest) if part not in chosen and (not at or self._is_second(part))]
        ranked = sorted(chosen, key=lambda part: (part != self.lead, -part.size.value, part.code))
        return tuple(ranked[:_MANY])

    @property
    def _lines_of_last_head(self) -> set[str]:
        """The lines that the headline of the edition before named, of which this one says what became of them."""
        marks = last_of(self.month.brief.last) or ()
        return {code for mark in marks for code in (mark.line or "").split("+") if code}

    def _is_news(self, part: YearChange) -> bool:
        """Return whether a line moved enough for a sentence, is a record, or moved half of that and ended."""
        if self._record_of_size(part.code):
            return True
        step, gross = self.news.step, self.news.parts.gross_share(part)
        of_base = readings.quotient(part.size, step.base.reading) if step and step.base.value else None
        size = 100 * of_base.low if of_base is not None else _OF_BASE
        if not part.now.value and _ENDS * gross.low >= _PART:
            before = Series(self.month, (part.code,), self.news.span).levels[1:]
            traded = tuple(takewhile(lambda level: level.value, before))
            if months_of(traded) >= _ENDED:
                return True
        if self.news.is_quiet:
            return gross.low >= _PART and size >= _OF_BASE / 2
        return gross.low >= _PART and (gross.low >= _MOST or size >= _OF_BASE)

    def _is_second(self, part: YearChange) -> bool:
        """Return whether the second line by value is large, and moved enough, for a sentence."""
        total, growth = self.news.parts.total, part.growth
        share = readings.quotient(part.now.reading, total.now.reading) if total and total.now.value else None
        is_large = share is not None and 100 * share.low >= _SECOND
        return is_large and growth is not None and abs(growth).low >= _MOVED


def report_of(month: Month) -> NewsReport:
    """Return the report of an edition: on its period, or on the year that its December ends, where that leads."""
    edition_headline = headline(month, last_of(month.brief.last))
    report = NewsReport(News(month, edition_headline.span), edition_headline)
    counter = report.other_way()
    if counter is not None:
        month.choice.must_tell(counter.code)
    return report
