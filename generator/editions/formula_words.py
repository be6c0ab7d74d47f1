"""The words for each formula of docs/edition.md, those of a page, and what `explain` needs to know beside them."""

from __future__ import annotations

from dataclasses import dataclass

from generator.trade.currency import is_money


@dataclass(frozen=True)
class FormulaWords:
    """What a formula is called, what its parts are (the last word stands for the rest), and the unit of its value.

    `unit` None: that of its first part.
    """

    name: str
    parts: tuple[str, ...] = ("",)
    unit: str | None = None

    def part(self, number: int) -> str:
        """Return what the part with that number, from 0, is called."""
        return self.parts[min(number, len(self.parts) - 1)]


_FORMS = {"usd": "${}", "kg": "{} kg", "pct": "{}%", "pp": "{} points", "ratio": "{} times"}


def form_of(unit: str) -> str:
    """Return how a number of `unit` is written, `{}` for its digits: "${}", "CNY {}", "CNY {} a tonne"."""
    of = unit.removesuffix("_per_t")
    plain = _FORMS.get(of) or (f"{of.upper()} {{}}" if is_money(of) else "{}")
    return plain if of == unit else f"{plain} a tonne"


_CHANGE = ("now", "before")
FORMULAS: dict[str, tuple[tuple[str, ...], str | None]] = {
    "cell": (("",), None),
    "nil": (("",), None),
    "sum": (("",), None),
    "difference": (_CHANGE, None),
    "unit_value": (("value", "quantity"), None),
    "growth": (_CHANGE, "pct"),
    "value_effect": (("",), ""),
    "quantity_effect": (("",), ""),
    "mean": (("",), None),
    "coverage": (("part now", "whole now", "part before", "whole before"), "pct"),
    "share": (("part", "whole"), "pct"),
    "contribution": (("now", "before", "whole"), "pp"),
    "multiple": (("this", "over"), "ratio"),
    "size": (("",), "count"),
    "rank": (("this", "among"), "count"),
    "highest": (_CHANGE, "count"),
    "since_high": (_CHANGE, "months"),
    "since_low": (_CHANGE, "months"),
    "surprise": (_CHANGE, "z"),
    "run": (("",), "months"),
    "turned": (_CHANGE, "months"),
    "growth_high": (_CHANGE, "months"),
    "growth_low": (_CHANGE, "months"),
    "narrowing": (("",), "count"),
    "most_of": (_CHANGE, "months"),
    "least_of": (_CHANGE, "months"),
    "records": (_CHANGE, "count"),
    "records_of_year": (_CHANGE, "count"),
    "second": (_CHANGE, "count"),
    "season": (("",), "count"),
    "part": (("part", "whole"), "pct"),
    "parted": (("value", "quantity"), "pp"),
    "leader": (_CHANGE, "months"),
    "short_of": (("before", "now"), None),
    "exceeds": (_CHANGE, "months"),
    "ceiling": (("",), None),
    "idle": (_CHANGE, "months"),
    "revision_mean": (("",), "pct"),
    "revision_size": (("",), "pct"),
    "restated": (("",), "count"),
    "rose": (("",), "count"),
    "fell": (("",), "count"),
    "average": (("",), ""),
    "average_growth": (_CHANGE, "pct"),
    "opposed": (("the line", "what stands beside it"), "count"),
    "printed": (("",), "pct"),
    "stood": (("",), ""),
    "stated": (("",), ""),
}
_UNKNOWN = FormulaWords("a formula that this version has no words for", unit="")


def words_for(head: str) -> FormulaWords:
    """Return the words for the formula called `head`."""
    from generator.story.patterns import sentences_of  # the room of stories takes long to load, and help needs none

    if head not in FORMULAS:
        return _UNKNOWN
    parts, unit = FORMULAS[head]
    return FormulaWords(sentences_of("en")[f"proof.formula.{head}"], parts, unit)
