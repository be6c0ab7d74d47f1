"""Prices and rates that a briefing asks for: each is mentioned once, with the line it belongs to.

Price and trade are stated side by side. The text never says that one explains the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from generator.errors import SettingsError
from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.brief import LineContext
from generator.story.month import Month
from generator.story.plan import Section, Text
from generator.story.text import printed
from generator.story.words.month_figures import is_little
from generator.trade.codes import is_within

Lines = Mapping[str, Claim | None]  # by code, the change on a year before; None where it may not be printed
_CODE = 3  # letters of a currency code
_WHOLE, _ONE = 1000, 1  # from 1000 on a price has no decimals, below one it has three, else two
_FOUR, _MANY = 4, 100  # an exchange rate below a hundred has four decimals, else two


class PriceParagraphs:
    """The sentences on prices and rates, each given out once."""

    def __init__(self, month: Month) -> None:
        """Start with all series of the briefing. Raise SettingsError if the language has no words for a unit."""
        self._month = month
        self._untold = list(month.brief.contexts)
        self.used: list[tuple[LineContext, date]] = []
        lexicon = month.words.lexicon
        for context in self._untold:
            unit = context.series.unit
            code, _, per = unit.partition(" per ")
            is_rate = per == "USD" and len(code) == _CODE and code != per
            if not is_rate and unit not in lexicon["price_units"] and unit not in lexicon["rate_units"]:
                problem = f"{context.series.name} is printed in {unit}, for which there are no words."
                remedy = "Take a series in dollars a unit of weight or volume, or a rate."
                raise SettingsError(context.where, problem, remedy)

    def add_to(self, section: Section, lines: Lines) -> Section:
        """Return a section, with a paragraph added for each series that belongs to one of its lines."""
        more = tuple((sentence,) for sentence in self._of_lines(lines))
        return replace(section, paragraphs=(*section.paragraphs, *more))

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
        """Yield the sentence of one series, or nothing where a month of it is missing."""
        self._untold.remove(context)
        month, ledger = self._month, self._month.ledger
        figures, base_figures = (context.series.over(when) for when in (month.period, month.period.year_before()))
        if not figures or not base_figures:
            return
        codes = (code,) if code else ()
        now, base = ledger.average(figures, codes), ledger.average(base_figures, codes)
        change = ledger.average_growth(now, base)
        opposed = ledger.opposed(growth, change) if growth else None
        days = (figure.cell.release.split("/")[1] for figure in (*figures, *base_figures))
        released = max(map(date.fromisoformat, days))
        sentence = _averaged(month, context, (now, base), change, opposed, released)
        if sentence is not None:
            self.used.append((context, released))
            yield sentence


def _averaged(
    month: Month,
    context: LineContext,
    ends: tuple[Claim, Claim],
    change: Claim,
    opposed: Claim | None,
    released: date,
) -> Text | None:
    """Return "The World Bank’s price of copper averaged $12,951 a tonne …", or None where no rounding holds."""
    words, unit = month.words, context.series.unit
    now, base = (_price(month, claim, unit) for claim in ends)
    rate = words.rate(change)
    if now is None or base is None or (rate is None and not is_little(change)):
        return None
    way = "little" if is_little(change) else str(change.direction or "down")
    source = "averaged.updated" if context.kind == "prices" else "averaged.as_of"
    went = printed(words.say("averaged.went"), opposed.id) if opposed else ""
    return words.say(
        f"averaged.{way}",
        subject=_subject(month, context),
        opposed=words.say("averaged.opposed", went=went) if opposed else "",
        now=now,
        unit=words.word("price_units", unit) if unit in words.lexicon["price_units"] else "",
        when=words.span(ends[0].period),
        rate=rate or "",
        base=base,
        source=words.say(source, title=context.title, day=words.day(released)),
    )


def _subject(month: Month, context: LineContext) -> Text:
    """Return the subject of the sentence: the World Bank's own name of a series, or a currency."""
    words, name = month.words, context.series.name
    if context.kind == "rates":
        money = words.lexicon["rate_units"].get(context.series.unit) or words.say("averaged.dollar")
        return words.say("averaged.rate", money=money)
    name = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    return words.say("averaged.price_aside" if "," in name else "averaged.price", name=name)


def _price(month: Month, claim: Claim, unit: str) -> Text | None:
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
