"""The words for each formula of docs/edition.md: one table, so that `explain` knows every one of them."""

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


_CHAIN = ("now", "before")
FORMULAS: dict[str, FormulaWords] = {
    "cell": FormulaWords("the published figure"),
    "nil": FormulaWords("no row in a release that covers the period"),
    "sum": FormulaWords("the sum"),
    "difference": FormulaWords("now less before", ("now", "before")),
    "unit_value": FormulaWords("value over quantity, a tonne", ("value", "quantity")),
    "growth": FormulaWords("the change on before", ("now", "before"), "pct"),
    "share": FormulaWords("the share of a part in the whole", ("part", "whole"), "pct"),
    "contribution": FormulaWords("now less before, over the whole before", ("now", "before", "whole"), "pp"),
    "shift": FormulaWords("one share less the other", ("now", "before"), "pp"),
    "multiple": FormulaWords("the one over the other", ("this", "over"), "ratio"),
    "count": FormulaWords("how many figures", unit="count"),
    "size": FormulaWords("how many lines", unit="count"),
    "rank": FormulaWords("its place, 1 the largest", ("this", "among"), "count"),
    "highest": FormulaWords("above every period before: how many", _CHAIN, "count"),
    "lowest": FormulaWords("below every period before: how many", _CHAIN, "count"),
    "since_high": FormulaWords("months back to the last that was as high", _CHAIN, "months"),
    "since_low": FormulaWords("months back to the last that was as low", _CHAIN, "months"),
    "step_up": FormulaWords("months that are each above the twelve before the first of them", _CHAIN, "months"),
    "step_down": FormulaWords("months that are each below the twelve before the first of them", _CHAIN, "months"),
    "surprise": FormulaWords("how many spreads the change on a year before lies away from its usual ones", _CHAIN, "z"),
    "streak": FormulaWords("how many changes go one way, newest first", unit="months"),
    "revision_mean": FormulaWords("the mean change from the first figure to the newest", unit="pct"),
    "revision_size": FormulaWords("the mean size of that change, whatever its sign", unit="pct"),
    "restated": FormulaWords("how many months were published again", unit="count"),
    "rose": FormulaWords("how many rose", unit="count"),
    "fell": FormulaWords("how many fell", unit="count"),
    "hhi": FormulaWords("the concentration, squared shares added up", unit="index"),
    "equivalent": FormulaWords("as many equal lines would be as concentrated", unit="index"),
    "average": FormulaWords("the average as published", unit=""),
    "average_growth": FormulaWords("the change on a year before", ("now", "before"), "pct"),
    "opposed": FormulaWords("the two went opposite ways", ("the line", "what stands beside it"), "count"),
    "stated": FormulaWords("as it stands in the editor's file", unit=""),
}
_UNKNOWN = FormulaWords("a formula that this version has no words for", unit="")


def words_for(head: str) -> FormulaWords:
    """Return the words for the formula called `head`."""
    return FORMULAS.get(head, _UNKNOWN)
