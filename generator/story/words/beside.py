"""Prices and rates beside the lines: facts with their source, and never a cause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.brief import Beside
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.text import Part, printed
from generator.story.words.amounts import Amounts, is_little
from generator.story.words.speech import Slot

_CODE = 3  # letters of a currency
_WHOLE, _ONE = 1000, 1  # a price from here on needs no cents; one below needs a third decimal
_FOUR, _MANY = 4, 100  # decimals of a rate below a hundred


class Besides(Amounts):
    """What prices and rates were, and never what they did to trade."""

    def has_unit(self, unit: str) -> bool:
        """Say whether the language has words for a publisher's unit."""
        code, _, per = unit.partition(" per ")
        is_rate = per == "USD" and len(code) == _CODE and code != per
        return unit in self.lexicon["price_units"] or unit in self.lexicon["rate_units"] or is_rate

    def averaged(
        self, of: Beside, ends: tuple[Claim, Claim], change: Claim, opposed: Claim | None, released: date
    ) -> Text | None:
        """Return "The World Bank’s price of copper averaged $12,951 a tonne in February 2026, 39% above a year …".

        None where no rounding of a level or of the change holds.
        """
        now, base = (self._price(claim, of.context.unit) for claim in ends)
        shown = self.rate(change)
        if now is None or base is None or (shown is None and not is_little(change)):
            return None
        way = "little" if is_little(change) else str(change.direction or "down")
        went = self.say("averaged.went") if opposed else ""
        said: dict[str, Slot] = {
            "subject": self._subject(of),
            "opposed": self.say("averaged.opposed", went=printed(went, opposed.id)) if opposed else "",
            "now": now,
            "unit": self._a_unit(of.context.unit),
            "when": self.span(ends[0].period),
            "rate": shown or "",
            "base": base,
            "source": self._source(of, released),
        }
        return self.say(f"averaged.{way}", **said)

    def _subject(self, of: Beside) -> Text:
        """Return what is spoken of: a series of the World Bank's in its own words, or a currency."""
        if of.kind == "rates":
            money = self.lexicon["rate_units"].get(of.context.unit) or self.say("averaged.dollar")
            return self.say("averaged.rate", money=money)
        name = of.context.name
        name = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
        return self.say("averaged.price_aside" if "," in name else "averaged.price", name=name)

    def _source(self, of: Beside, released: date) -> Text:
        key = "averaged.updated" if of.kind == "prices" else "averaged.as_of"
        return self.say(key, title=of.title, day=self.day(released))

    def _a_unit(self, unit: str) -> Part:
        """Return "a tonne" of a price in dollars a tonne; nothing of a rate."""
        return self.word("price_units", unit) if unit in self.lexicon["price_units"] else ""

    def _price(self, claim: Claim, unit: str) -> Text | None:
        """Return "$12,951", "$68.01", "CNY 6.7758": no more digits than anybody reads, or than the reading bears."""
        most = (_FOUR if claim.value < _MANY else 2) if " per " in unit else _cents(claim.value)
        found = next((n for n in range(most, -1, -1) if claim.high - claim.low <= Decimal(1).scaleb(-n)), None)
        if found is None:
            return None
        code, _, per = unit.partition(" per ")
        money = code.lower() if per == "USD" else "usd"
        shown = rounding.rounded(claim.value, min(found, -self.grammar.place(claim.value, 0)))
        return printed(self.grammar.money(money, shown, rounding.UNITS, self.lexicon), claim.id)


def _cents(value: Decimal) -> int:
    return 0 if value >= _WHOLE else 2 if value >= _ONE else 3
