"""Report: one edition's news with what its text has told so far, so that nothing is told twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import takewhile

from generator.movements import readings
from generator.movements.readings import Reading
from generator.story import surprises
from generator.story.amounts import Amount
from generator.story.brief import Line
from generator.story.facts import Claim
from generator.story.item import Item
from generator.story.month import Month
from generator.story.news.head import Head, Headline, last_of
from generator.story.news.headline import headline
from generator.story.news.news import News
from generator.story.news.parts import Part
from generator.story.news.place import Records, records
from generator.story.news.states import of_largest
from generator.story.news.steps import OTHER, Series, Step
from generator.story.news.tonnage import Tonnage, tonnage
from generator.story.plan import Text
from generator.story.sizes import Size
from generator.story.words import Words
from generator.story.words.speech import Noun, Slot
from generator.trade.currency import rough_worth
from generator.trade.editions import TOTAL

_CODED = 6  # digits of a code that stands beside its name
_PART, _OF_BASE, _MOST = Decimal(5), Decimal(1), Decimal(10)  # per cent: the floor of a sentence
_MULTIPLE = Decimal(95)  # per cent from which a rate is told as a multiple
_MANY = 6  # lines in the text; the table has them all
_OF_THE_WHOLE = frozenset({"place", "records", "run", "season_broken", "year", "month", "base", "breadth", "weight"})
_APART = Decimal(1)  # points
_QUARTER = 4
_WHOLE = 100  # per cent
_FIFTIETH, _TENTH, _HALF_YEAR = 50, 10, 6
_ENDED = 36  # months of trade after which its end is told
_SECOND, _MOVED = Decimal(10), Decimal(5)  # per cent of the value, and of its own base, that the second line must have


@dataclass
class Report:
    """The news of an edition, its headline, and the topics and lines of which its text has spoken.

    `place` counts the changes that are told, so that their verbs vary.
    """

    news: News
    headline: Headline
    topics: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    faded: set[str] = field(default_factory=set)
    place: int = 0

    @property
    def month(self) -> Month:
        """The amounts of the edition."""
        return self.news.month

    @property
    def words(self) -> Words:
        """The words of its language."""
        return self.month.words

    @property
    def head(self) -> Head:
        """What the headline says."""
        return self.headline.head

    @property
    def is_quiet(self) -> bool:
        """Whether the whole moved by less than one per cent."""
        return self.news.size is not None and self.news.size.high < 1

    @property
    def heads(self) -> tuple[str, ...]:
        """The rows of the headline and of its tail; none of an editor's own headline."""
        if self.month.brief.headline:
            return ()
        return (self.head.row, self.headline.tail.row) if self.headline.tail else (self.head.row,)

    def __post_init__(self) -> None:
        """Of a part of the whole nothing is told but its level and its lines."""
        if self.month.lost:
            self.topics |= _OF_THE_WHOLE

    @cached_property
    def total(self) -> Item:
        """The whole over the span of the news; where some lines have not come, what the others make together."""
        if self.month.lost:
            return self.month.rest(self.month.whole, self.news.span)
        return self.month.whole_item(self.news.span)

    @property
    def only(self) -> str | None:
        """The one line of an edition, by whose name its trade goes; None where there are several, or all goods."""
        code = self.month.lines[0] if self.month.is_single else TOTAL
        return None if code == TOTAL else code

    @cached_property
    def whole(self) -> Item:
        """The whole over the period of the edition."""
        return self.month.whole_item()

    @cached_property
    def first(self) -> Item | None:
        """The line that carried the change of the whole most; None of a single line, or where nothing is compared."""
        month, way = self.month, self.whole.way
        moved = [item for item in month.compared if way and item.way == way and item.contribution]
        told = [item for item in moved if month.hand.tells(item.code)]
        return None if month.is_single else max(told, key=lambda item: abs(item.points), default=None)

    def item(self, code: str) -> Item:
        """Return a line over the span of the news."""
        return self.month.item(code, self.news.span)

    @cached_property
    def frame(self) -> dict[str, Slot]:
        """The slots that every pattern has: whose trade it is, which way, with whom, and when."""
        words, trade, span = self.words, self.month.material.trade, self.news.span
        noun, verb = words.flow(trade.of.flow)
        return {
            "trade": words.trade_of(trade),
            "flow": noun,
            "did": verb,
            "deal": words.deal(trade.of.flow),
            "reporter": words.land(trade.of.reporter),
            "who": words.land(trade.of.reporter),
            "whence": words.whence(trade.of),
            "period": words.span(span),
            "when": words.of_headline(span),
            "step": words.word("steps", span.frequency),
        }

    def say(self, key: str, **slots: Slot) -> Text:
        """Return the sentence of `key`, with the slots of the frame and its own."""
        return self.words.say(key, **self.frame | slots)

    def lacks(self, key: str, slots: Mapping[str, Slot]) -> bool:
        """Say whether a pattern has a slot that neither the frame nor `slots` fill."""
        return not self.words.slots_of(key) <= {*self.frame, *slots, "proof"}

    def proof(self, key: str, claim: Claim, **slots: Slot) -> Text:
        """Return the clause of a pattern that says a claim in words."""
        return self.words.proof(key, claim, **self.frame | slots)

    def proven(self, key: str, claim: Claim, **slots: Slot) -> Text:
        """Return a pattern of which one clause says a claim in words."""
        return self.words.proven(key, claim, **self.frame | slots)

    def is_new(self, topic: str) -> bool:
        """Say whether neither the headline nor the text has spoken of a topic; from now on it has."""
        if topic in self.topics or topic in self.heads:
            return False
        self.topics.add(topic)
        return True

    def size(self, item: Item) -> Size:
        """Return the class of a change."""
        return surprises.size(self.month, item)

    def times(self, item: Item) -> Claim | None:
        """Return a line, or the whole, as a multiple of the year before; None where a rate would mislead."""
        if item.growth is None or item.amount is None or item.base_amount is None:
            return None
        return self.month.account.multiple(item.amount, item.base_amount)

    def changed(self, key: str, item: Item) -> Text | None:
        """Return how a line, or the whole, moved, the verb varied by how many were told before it."""
        said = self.words.changed(key, item.growth, self.size(item), self.times(item), self.place)
        self.place += said is not None
        return said

    def against(self, item: Item) -> Text | None:
        """Return what a level is against a year before."""
        base = item.base if item.base and item.base.value else None
        return self.words.against_then(item.growth, self.times(item), item.span, base)

    def line(self, code: str) -> Line:
        """Return a line by its names."""
        return Line(self.month.brief.label(code), code)

    def name(self, code: str) -> Noun:
        """Return the short name of a line in a sentence, a code of six digits beside its first mention."""
        coded = code not in self.named and len(code) >= _CODED
        self.named.add(code)
        return self.words.line_name(self.line(code), "short", coded=coded)

    def brief_name(self, code: str) -> Noun:
        """Return the short name of a line where no code has room."""
        return self.words.line_name(self.line(code), "short")

    def head_name(self, code: str) -> Noun:
        """Return the name that a headline has for a line."""
        return self.words.line_name(self.line(code), "head")

    def tonnage(self, code: str) -> Tonnage | None:
        """Return value and weight of a line; None where its weight is not known, or in doubt."""
        line = self.month.moved(code)
        if line and "quantity_suspect" in line.flags:
            return None
        return tonnage(self.month, (code,), self.news.span)

    def record(self, code: str) -> Records | None:
        """Return the record month of a line, where it is one of a line worth a fiftieth of the whole."""
        total, found = self.news.now, records(Series(self.month, (code,), self.news.span))
        if found is None or total is None or self.news.is_one_line or not total.value:
            return None
        return found if _FIFTIETH * found.levels[0].value >= total.value else None

    def peak(self, part: Part) -> Amount | None:
        """Return what a line brought when it last led, within half a year; None where it brings a tenth of it still."""
        span, found = self.news.span, None
        for back in range(1, _HALF_YEAR + 1):
            when = span.step(-back)
            own = self.month.amount([part.code], when)
            if own is None or not own.is_exact:
                break
            others = [self.month.amount([code], when) for code in self.month.every_line if code != part.code]
            led = all(other and readings.order(own.reading, other.reading) == 1 for other in others)
            if led and (found is None or own.value > found.value):
                found = own
        is_far = found is not None and _TENTH * part.step.now.value < found.value
        return found if is_far else None

    def without(self, part: Part) -> dict[str, Slot] | None:
        """Return rate and way of the whole without a line; None where it would be a multiple, or no rate holds."""
        rest = None if self.month.lost else self.news.parts.rest(part)
        if rest is None or rest.way is None:
            return None
        growth = self.month.account.growth(rest.now, rest.base)
        rate = self.words.rate(growth)
        if growth is None or rate is None or growth.value >= _MULTIPLE or self._is_as_it_was(growth):
            return None
        return {"rate": rate, "way": self.words.way(growth.direction or "up")}

    def _is_as_it_was(self, rest: Claim) -> bool:
        """Say whether the whole without a line moved as it did with it: then nothing is said of it."""
        growth = self.news.growth
        return growth is not None and abs(growth.value - rest.value) < _APART

    def money(self, claim: Claim) -> Claim | None:
        """Return a sum of money, None where no print of it holds."""
        return None if self.words.is_open(claim) else claim

    def gain(self, part: Part) -> Claim | None:
        """Return what a line gained or lost in money, None where no print of it holds."""
        return self.change(part.step)

    def averages(self, found: Tonnage) -> tuple[Claim, Claim] | None:
        """Return the average value of a tonne now and a year before."""
        ends = [self.month.account.unit_value(value, mass) for value, mass in zip(found.value, found.mass, strict=True)]
        return (ends[0], ends[1]) if ends[0] and ends[1] else None

    def gross(self, part: Part) -> Reading:
        """Return what the change of a line is of all changes, in per cent."""
        return self.news.parts.gross(part)

    def is_within(self, ratio: Reading) -> bool:
        """Say whether a line's change is no more than that of the whole, which it is a part of."""
        return ratio.high <= _WHOLE

    def change(self, step: Step) -> Claim | None:
        """Return what some lines gained or lost together in money, None where no print of it holds."""
        return self.money(self.month.account.change(*step))

    def dollars(self, dollars: Decimal) -> Decimal:
        """Return about as much in the currency of the figures."""
        return rough_worth(dollars, self.month.figures.unit)

    def rate_of(self, item: Item) -> Decimal:
        """Return the size of a growth in per cent; nothing where there is none."""
        return abs(item.growth.value) if item.growth else Decimal(0)

    @cached_property
    def lead(self) -> Part | None:
        """The line that is told first: the editor's, that of the headline or its tail, else the largest of its way."""
        parts, hand = self.news.parts, self.month.hand
        tail = self.headline.tail
        named = [hand.lead, self.head.line, tail.line if tail else None]
        named += [str(tail.arguments["one"])] if tail and "one" in tail.arguments else []
        found = [part for code in named if code and (part := parts.by_code(code))]
        return next((part for part in found if hand.tells(part.code)), None) or self._largest(self.news.way)

    @cached_property
    def counter(self) -> Part | None:
        """The line that went most against the whole."""
        return self._largest(OTHER[self.news.way]) if self.news.way else None

    def other_way(self) -> Part | None:
        """Return the line that went against the whole by a quarter of the largest change of its way: it is told."""
        parts = self.news.parts
        first = next((part for part in parts.lines if part.way and part.way == self.news.way), None)
        other = next((part for part in parts.lines if self.news.way and part.way == OTHER[self.news.way]), None)
        return other if first and other and _QUARTER * other.size.value >= first.size.value else None

    def _largest(self, way: str | None) -> Part | None:
        tells = self.month.hand.tells
        return next((part for part in self.news.parts.lines if tells(part.code) and way in {None, part.way}), None)

    @cached_property
    def told(self) -> tuple[Part, ...]:
        """The lines of the text, the largest change first: those above the floor, the lead, and the largest ones."""
        parts = [part for part in self.news.parts.lines if self.month.hand.tells(part.code)]
        chosen = [part for part in parts if self._is_news(part) or (part == self.lead and not self.is_quiet)]
        largest = sorted(parts, key=lambda part: -part.step.now.value)[:2]
        chosen += [part for at, part in enumerate(largest) if part not in chosen and (not at or self._is_second(part))]
        ranked = sorted(chosen, key=lambda part: (part != self.lead, -part.size.value, part.code))
        return tuple(ranked[:_MANY])

    def _is_news(self, part: Part) -> bool:
        """Say whether a line moved enough for a sentence."""
        step, gross = self.news.step, self.gross(part)
        of_base = readings.quotient(part.size, step.base.reading) if step and step.base.value else None
        if self.record(part.code) or self._has_ended(part):
            return True
        size = 100 * of_base.low if of_base is not None else _OF_BASE
        if self.is_quiet:
            return gross.low >= _PART and size >= _OF_BASE / 2
        return gross.low >= _PART and (gross.low >= _MOST or size >= _OF_BASE)

    def _has_ended(self, part: Part) -> bool:
        """Say whether a line has no trade after three years in each month of which it had some."""
        if part.step.now.value or not self.news.is_month:
            return False
        before = Series(self.month, (part.code,), self.news.span).levels[1:]
        traded = tuple(takewhile(lambda level: level.value, before))
        return sum(level.span.months for level in traded) >= _ENDED

    def _is_second(self, part: Part) -> bool:
        total, growth = self.news.parts.total, part.step.growth
        share = readings.quotient(part.step.now.reading, total.now.reading) if total and total.now.value else None
        large = share is not None and 100 * share.low >= _SECOND
        return large and growth is not None and abs(growth).low >= _MOVED


def report_of(month: Month) -> Report:
    """Return the report of an edition: of its period, or of the year that its December ends, where that leads."""
    found = _of_lines_told(month, headline(month, last_of(month.brief.last)))
    news = News(month, found.span)
    if month.whole_item(news.span).now is None and not month.lost and (largest := of_largest(news)):
        found = Headline(news.span, largest, None, (largest,))
    lead = month.hand.lead
    if lead and not month.is_single:
        item = month.item(lead)
        key = "head.plain" if item.growth and item.way else "head.low" if item.low and item.way else "head.level"
        levels = {"level": item.now, "base_level": item.base}
        arguments = {name: claim for name, claim in levels.items() if claim is not None}
        found = Headline(news.span, Head(key, arguments, (), "hand", item.way, lead), None, found.true)
    report = Report(news, found)
    if (other := report.other_way()) is not None:
        month.hand.must_tell(other.code)
    return report


def _of_lines_told(month: Month, found: Headline) -> Headline:
    """Return a headline that names no line which the editor leaves out."""
    if not month.hand.left_out:
        return found
    head = found.head if _tells(month, found.head) else next((one for one in found.true if _tells(month, one)), None)
    tail = found.tail if found.tail and _tells(month, found.tail) else None
    return replace(found, head=head or found.true[-1], tail=tail)


def _tells(month: Month, head: Head) -> bool:
    """Say whether the editor lets every line that a head names be told."""
    named = [one for one in head.arguments.values() if isinstance(one, str) and one in month.every_line]
    return all(map(month.hand.tells, named))
