"""The words of the evidence that a figure opens, put together by the auditor from the patterns of the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.audit.arithmetic import number as decimal
from generator.audit.edition import Data
from generator.audit.patterns.tongue import Tongue
from generator.trade.currency import is_money
from generator.trade.period import Period

_PROOF = "proof."
_NAMED = 4
_FOUR = Decimal("0.0001")


@dataclass(frozen=True)
class Wording:
    """How the evidence is worded in one language."""

    language: str

    @property
    def tongue(self) -> Tongue:
        """The patterns and names of the language."""
        return Tongue.of(self.language)

    @cached_property
    def words(self) -> dict[str, str]:
        """The patterns and heads of the evidence, by key."""
        found = self.tongue.sentences.items()
        return {key.removeprefix(_PROOF): words.removeprefix("^") for key, words in found if key.startswith(_PROOF)}

    def goods(self, codes: list[str], name: str) -> str:
        """Return what codes are of: one by its `name`, several codes, or how many."""
        if not codes:
            return self.words["statement"]
        if len(codes) > _NAMED:
            return self.words["lines"].format(n=len(codes))
        if len(codes) == 1 and name:
            if name.endswith(f"HS {codes[0]}"):
                return name
            return self.tongue.sentences["with_code"].format(name=name, code=codes[0])
        return f"HS {self.listed(sorted(codes))}"

    def listed(self, parts: list[str]) -> str:
        """Return parts as a list in prose."""
        *most, last = parts
        comma, before_last = self.tongue.joints("list")
        return f"{comma.join(most)}{before_last if most else ''}{last}"

    def when(self, written: str) -> str:
        """Return a period, written as in claims.json, in words."""
        period = Period.parse(written)
        if period.year != period.last.year:
            first, last = (self.when(str(end)) for end in (Period(period.first, 1), period.last))
            return self.words["span"].format(first=first, last=last)
        return self.tongue.time(written, "period")

    def number(self, value: Decimal, unit: str) -> str:
        """Return a number with four decimals at most, and its unit."""
        shown = value.quantize(_FOUR) if value % 1 else value.quantize(Decimal(1))
        digits = f"{abs(shown):,f}"
        bare = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return self.measured(f"{chr(0x2212) if value < 0 else ''}{bare}", unit)

    def measured(self, digits: str, unit: str) -> str:
        """Return digits with their unit."""
        money = unit.removesuffix("_per_t")
        if unit in {"count", "months"}:
            return digits
        if is_money(money):
            said = self.words["unit.dollar" if money == "usd" else "unit.money"].format(n=digits, money=money.upper())
            return said if money == unit else self.words["unit.a_tonne"].format(n=said)
        return self.words.get(f"unit.{unit}", self.words["unit.of"]).format(n=digits, of=unit)

    def cell(self, cell: Data, document: Data) -> Iterator[str]:
        """Yield what a cell is of, what is printed in it, and where it stands."""
        when = self.when(cell["period"])
        if "series" in cell:
            yield self.words["series"].format(when=when, name=cell["series"])
        else:
            yield self.words["cell"].format(when=when, code=cell["code"])
        if parts := str(cell.get("parts", "")).split():
            yield self.words["summed"].format(n=len(parts))
            return
        text, factor = str(cell["text"]), decimal(cell.get("multiplier", 1))
        text = text if factor == 1 else self.words["scaled"].format(n=text, factor=f"{factor:,f}")
        unit = str(cell.get("measure", cell.get("unit", "usd")))
        yield text if is_money(unit) else self.measured(text, unit)
        day = self.tongue.day(cell.get("published") or document["released"], "day")
        by = cell.get("publication") or document["source"]
        said = {"by": by, "day": day, "file": document["name"], "n": cell["row"]}
        yield self.words["where"].format(**said)


def begun(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]
