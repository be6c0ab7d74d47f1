"""Prices and rates that a briefing asks for: each is mentioned once, with the line it belongs to.

Price and trade are stated side by side. The text never says that one explains the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.errors import SettingsError
from generator.movements.readings import Reading
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.brief import LineContext
from generator.story.month import Month
from generator.story.news.line_changes import tonnage_of_line
from generator.story.plan import Section, Text
from generator.story.text import printed
from generator.story.words.month_figures import is_little
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import is_within
from generator.trade.period import Period

Lines = Mapping[str, Claim | None]  # by code, the change on a year before; None where it may not be printed
_CODE = 3  # letters of a currency code
_CHAPTER = 2  # digits
_POINTS = 5  # per cent of the price: a gap or its change from here on is worth a sentence
# per cent: an average value of less than half a price, or more than twice it, is one of another grade
_LEAST_GAP, _MOST_GAP = -50, 100
_WHOLE, _ONE = 1000, 1  # from 1000 on a price has no decimals, below one it has three, else two
_FOUR, _MANY = 4, 100  # an exchange rate below a hundred has four decimals, else two


class PriceParagraphs:
    """The sentences on prices and rates, each given out once."""

    def __init__(self, month: Month, span: Period) -> None:
        """Start with all series of the briefing. Raise SettingsError if the language has no words for a unit.

        `span` is the period that the text describes, which may be the whole year of a December.
        """
        self._month = month
        self._span = span
        self._untold = list(month.brief.contexts)
        lexicon = month.words.lexicon
        for context in self._untold:
            unit = context.series.unit
            code, _, per = unit.partition(" per ")
            is_rate = per == "USD" and len(code) == _CODE and code != per
            if not is_rate and unit not in lexicon["price_units"] and unit not in lexicon["rate_units"]:
                problem = f"{context.series.name} is printed in {unit}, for which there are no words."
                remedy = "Take a series in dollars a unit of weight or volume, or a rate."
                raise SettingsError(context.where, problem, remedy)

    def of_line(self, code: str, growth: Claim | None) -> tuple[Text, ...]:
        """Return a sentence on each series that belongs to a line; it stands behind those on the line itself."""
        return tuple(self._of_lines({code: growth}))

    def remaining_section(self, lines: Lines) -> Section | None:
        """Return a section on the series of `lines`, which have no section of their own, and of the total, or None."""
        sentences = list(self._of_lines(lines))
        for context in [context for context in self._untold if not context.codes]:
            sentences += self._sentence(context, "", None)
        if not sentences:
            return None
        label = self._month.words.label("beside")
        return Section("beside", label=label, paragraphs=tuple((sentence,) for sentence in sentences))

    def _of_lines(self, lines: Lines) -> Iterator[Text]:
        for context in list(self._untold):
            meets = (
                code
                for code in lines
                for series_code in context.codes
                if is_within(code, series_code) or is_within(series_code, code)
            )
            code = next(meets, None)
            if code is not None:
                yield from self._sentence(context, code, lines[code])

    def _sentence(self, context: LineContext, code: str, growth: Claim | None) -> Iterator[Text]:
        """Yield the sentence of one series; none where it lacks a month, or its line's year and month went two ways."""
        self._untold.remove(context)
        month, ledger = self._month, self._month.ledger
        figures, base_figures = (context.series.over(when) for when in (month.period, month.period.year_before()))
        if not figures or not base_figures:
            return
        codes = (code,) if code else ()
        now, base = ledger.average(figures, codes), ledger.average(base_figures, codes)
        change = ledger.average_growth(now, base)
        own = month.item(code).growth if growth else None
        if growth and own and growth.direction != own.direction:
            return
        opposed = ledger.opposed(own, change) if own else None
        days = (figure.cell.release.split("/")[1] for figure in (*figures, *base_figures))
        released = max(map(date.fromisoformat, days))
        averaged = AveragePrice(month, context, (now, base), change, opposed, released)
        gap = averaged.beside_line(code) if self._span == month.period else None
        sentence = gap or averaged.alone()
        if sentence is not None:
            yield sentence


@dataclass(frozen=True)
class AveragePrice:
    """The average of a price or rate over the edition's period, with what a sentence says of it."""

    month: Month
    context: LineContext
    ends: tuple[Claim, Claim]  # the average now and a year before
    change: Claim
    opposed: Claim | None  # that it went the other way than its line
    released: date

    def alone(self) -> Text | None:
        """Return "The World Bank’s price of copper averaged $12,951 a tonne …", or None where no rounding holds."""
        now, base = self.ends
        return self._say(
            f"averaged.{self._way}",
            when=self.month.words.span(now.period),
            base=price_words(self.month, base, self.context.series.unit),
        )

    def beside_line(self, code: str) -> Text | None:
        """Return how the price moved, and how far a line's average value lay from it a year before and lies now.

        None where the price is not that of the line, where they lie near each other as they did, and where they lie so
        far apart that the line is of another grade.
        """
        gaps = _gaps(self.month, code, self.ends) if _is_mapped(self.context, code) else None
        if gaps is None or not all(_is_alike(gap) for gap in gaps) or not _is_news(*gaps):
            return None
        words, selection = self.month.words, self.month.figures.selection
        now_gap, base_gap = gaps
        return self._say(
            f"averaged.gap.{self._way}",
            line=Noun.of(self.month.brief.label(code), "short"),
            whence=words.whence(selection),
            now_gap=words.rate(now_gap),
            now_way=words.way(now_gap.direction or ""),
            base_gap=words.rate(base_gap),
            base_way=words.way(base_gap.direction or ""),
        )

    @property
    def _way(self) -> str:
        """The way of the price: `up`, `down` or `little`."""
        return "little" if is_little(self.change) else str(self.change.direction or "down")

    def _say(self, key: str, **slots: Slot | None) -> Text | None:
        """Return the sentence of `key`, or None where a slot cannot be printed."""
        words, unit = self.month.words, self.context.series.unit
        printed_slots: dict[str, Slot | None] = {
            "subject": subject_of(self.month, self.context),
            "opposed": self._opposed(),
            "now": price_words(self.month, self.ends[0], unit),
            "unit": words.word("price_units", unit) if unit in words.lexicon["price_units"] else "",
            "rate": words.rate(self.change) or ("" if is_little(self.change) else None),
            "source": self._source(),
            **slots,
        }
        known = {name: slot for name, slot in printed_slots.items() if slot is not None}
        if len(known) < len(printed_slots):
            return None
        return words.say(key, **known)

    def _opposed(self) -> Slot:
        words = self.month.words
        if self.opposed is None:
            return ""
        return words.say("averaged.opposed", went=printed(words.say("averaged.went"), self.opposed.id))

    def _source(self) -> Text:
        words = self.month.words
        key = "averaged.updated" if self.context.kind == "prices" else "averaged.as_of"
        return words.say(key, title=self.context.title, day=words.day(self.released))


def line_prices(month: Month) -> Iterator[tuple[LineContext, str]]:
    """Yield each price of a weight with each line of the text that the desk gave it to, if both are near each other.

    Prices come in the order of the briefing, lines by size. Ends are the edition's period and the year before.
    """
    for context in month.brief.contexts:
        if context.kind != "prices":
            continue
        for code in filter(month.choice.tells, month.lines):
            ends = [context.series.over(when) for when in (month.period, month.base)]
            if all(ends) and _is_mapped(context, code):
                now, base = (month.ledger.average(figures, (code,)) for figures in ends)
                gaps = _gaps(month, code, (now, base))
                if gaps is not None and all(map(_is_alike, gaps)):
                    yield context, code


def _is_mapped(context: LineContext, code: str) -> bool:
    """Return whether the desk gave the price to this line, or to a heading around it that is no chapter."""
    headings = [outer for outer in context.codes if outer.isdigit() and len(outer) > _CHAPTER]
    return any(is_within(code, heading) for heading in headings)


def _gaps(month: Month, code: str, prices: tuple[Claim, Claim]) -> tuple[Claim, Claim] | None:
    """Return by how many per cent a line's average value lies above a price, now and a year before."""
    tonnage = tonnage_of_line(month, code, month.period)
    if tonnage is None:
        return None
    ends = zip(tonnage.value, tonnage.mass, prices, strict=True)
    now_gap, base_gap = (month.ledger.gap(value, mass, price) for value, mass, price in ends)
    return (now_gap, base_gap) if now_gap and base_gap else None


def _is_alike(gap: Claim) -> bool:
    """Return whether an average value lies near enough to a price to be of the same good, on a known side of it."""
    return gap.low >= _LEAST_GAP and gap.high <= _MOST_GAP and gap.direction is not None


def _is_news(now_gap: Claim, base_gap: Claim) -> bool:
    """Return whether the gap, or its change, is five points or more under every reading."""
    now = Reading(now_gap.low, now_gap.value, now_gap.high)
    base = Reading(base_gap.low, base_gap.value, base_gap.high)
    return abs(now).low >= _POINTS or abs(now - base).low >= _POINTS


def subject_of(month: Month, context: LineContext) -> Text:
    """Return the subject of the sentence: the World Bank's own name of a series, or a currency."""
    words, name = month.words, context.series.name
    if context.kind == "rates":
        money = words.lexicon["rate_units"].get(context.series.unit) or words.say("averaged.dollar")
        return words.say("averaged.rate", money=money)
    if name in words.lexicon["price_names"]:
        return words.say("averaged.price_named", name=words.word("price_names", name))
    name = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    return words.say("averaged.price_aside" if "," in name else "averaged.price", name=name)


def price_words(month: Month, claim: Claim, unit: str) -> Text | None:
    """Return "$12,951", "$68.01", "CNY 6.7758", with no more digits than are useful or than the range allows."""
    code, _, per = unit.partition(" per ")
    most = 0 if claim.value >= _WHOLE else 2 if claim.value >= _ONE else 3
    if per:
        most = _FOUR if claim.value < _MANY else 2
    step = claim.high - claim.low
    decimals = next((count for count in range(most, -1, -1) if step <= Decimal(1).scaleb(-count)), None)
    if decimals is None:
        return None
    words, grammar = month.words, month.words.grammar
    shown = rounding.rounded(claim.value, min(decimals, -grammar.place(claim.value, 0)))
    money = code.lower() if per == "USD" else "usd"
    return printed(grammar.money(money, shown, rounding.UNITS, words.lexicon), claim.id)
