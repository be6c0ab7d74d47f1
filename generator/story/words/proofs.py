"""The evidence of a figure in words: what it is of, how it is worked out, which cells carry it, how it is rounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from generator.story.plan import Text
from generator.story.text import words_of
from generator.story.words.speech import Slot
from generator.story.words.trades import Trades
from generator.trade.currency import is_money
from generator.trade.period import Period

_NAMED = 4  # codes that stand beside a figure; of more their number
_FOUR = Decimal("0.0001")
_PLAIN = ("count", "months")


class Proving(Trades):
    """What stands in the evidence that opens from a figure."""

    def _code_list(self, codes: Sequence[str]) -> Text:
        """Return "HS 2608, 2610, 2601 and 2603"."""
        return self.say("hs", codes=self.listed([self.code(code) for code in sorted(codes)]))

    def evidence_of(self, name: str, codes: Sequence[str], when: Period, then: Period | None) -> str:
        """Return what a figure is of: "Zinc ores (HS 2608), December 2025, against December 2024"."""
        said: dict[str, Slot] = {"goods": self._goods(name, codes), "when": self.whole_span(when)}
        if then is None:
            return self.plainly("proof.of.alone", **said)
        return self.plainly("proof.of.against", then=self.whole_span(then), **said)

    def whole_span(self, when: Period) -> str:
        """Return a period in words, with both years where it has two."""
        if when.year == when.last.year:
            return self.period(when).words
        first, last = (self.period(end) for end in (Period(when.first, 1), when.last))
        return self.plainly("proof.span", first=first, last=last)

    def _goods(self, name: str, codes: Sequence[str]) -> str:
        if not codes:
            return self.plainly("proof.statement")
        if len(codes) > _NAMED:
            return self.plainly("proof.lines", n=str(len(codes)))
        return words_of(self._with_code(name, codes[0])) if name else self._code_list(codes).words

    def worked(self, head: str) -> str:
        """Return a formula in words, by its head."""
        return self.grammar.begin(self.say(f"proof.formula.{head}")).words

    def exactly(self, value: Decimal, unit: str) -> str:
        """Return a number with four decimals at most, and its unit."""
        whole = value == value.to_integral()
        digits = f"{abs(value):,.0f}" if whole else f"{abs(value.quantize(_FOUR)):,f}".rstrip("0").rstrip(".")
        return self.measured(("\u2212" if value < 0 else "") + digits, unit)

    def measured(self, digits: str, unit: str) -> str:
        """Return digits with their unit: "$290,000", "22.35%", "6,890 kg", "$8,112 a tonne"."""
        of = unit.removesuffix("_per_t")
        if of in _PLAIN:
            return self.plainly("proof.unit.plain", n=digits)
        if is_money(of):
            key = "proof.unit.dollar" if of == "usd" else "proof.unit.money"
            said = self.plainly(key, n=digits, money=of.upper())
            return self.plainly("proof.unit.a_tonne", n=said) if of != unit else said
        key = f"proof.unit.{of}"
        return self.plainly(key, n=digits) if key in self.sentences else self.plainly("proof.unit.of", n=digits, of=of)

    def as_printed(self, cell: Mapping[str, Any]) -> str:
        """Return what stands in a cell: its own digits, times the scale that its table has them in."""
        text, factor = str(cell["text"]), Decimal(cell.get("multiplier", 1))
        if factor != 1:
            text = self.plainly("proof.scaled", n=text, factor=f"{factor:,f}")
        unit = str(cell.get("measure", cell.get("unit", "usd")))
        return text if is_money(unit) else self.measured(text, unit)

    def cell_of(self, cell: Mapping[str, Any]) -> str:
        """Return period and code of a cell, or period and series of a price."""
        when = self.whole_span(Period.parse(cell["period"]))
        if "series" in cell:
            return self.plainly("proof.series", when=when, name=cell["series"])
        return self.plainly("proof.cell", when=when, code=cell["code"])

    def stands(self, cell: Mapping[str, Any], document: Mapping[str, Any]) -> str:
        """Return who published a cell when, and where in which file it stands."""
        if parts := str(cell.get("parts", "")).split():
            return self.plainly("proof.summed", n=str(len(parts)))
        by = str(cell.get("publication") or document.get("source", ""))
        day = date.fromisoformat(cell.get("published") or document["released"])
        place: dict[str, Slot] = {"by": by, "day": self.day(day), "file": str(document["name"]), "n": str(cell["row"])}
        return self.plainly("proof.where", **place)

    def rounded(self, figure: str, ends: Sequence[Decimal], unit: str, qualifier: str) -> str:
        """Return how a figure came to be printed as it is: its least, exact and greatest value."""
        low, value, high = (self.exactly(end, unit) for end in ends)
        key = qualifier if qualifier != "exact" else "exact" if low == high else "range"
        return self.plainly(f"proof.rounded.{key}", figure=figure, low=low, value=value, high=high)
