"""Valuations: figures that are CIF and figures that are FOB are not compared, as those of other goods are not.

Freight and insurance are five to ten per cent of most imports: a rate from one to the other would be a rate of the
rule. A figure of which nobody says how it is meant stands beside either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from generator.trade.period import Period

if TYPE_CHECKING:
    from generator.trade.figures import Figures

VALUATIONS = ("CIF", "FOB")


def revalued(figures: Figures) -> Mapping[str, Mapping[Period, tuple[str, str]]]:
    """Return, by code, the periods in which it was valued otherwise than now, with the valuations of then and now."""
    own, rest = _now(figures)
    found: dict[str, dict[Period, tuple[str, str]]] = {}
    for (code, period), cell in figures.cells.items():
        now = own.get(code, rest)
        if now and cell.valuation not in {"", now}:
            found.setdefault(code, {})[period] = (cell.valuation, now)
    return found


def last_revalued(figures: Figures) -> tuple[Period, str] | None:
    """Return the last period whose figures were left aside for their valuation, and that; None where none were."""
    found = [
        (period, then)
        for periods in figures.broken.values()
        for period, (then, _) in periods.items()
        if then in VALUATIONS
    ]
    return max(found, default=None)


def _now(figures: Figures) -> tuple[dict[str, str], str]:
    """Return how each code is valued in the edition's period, as its newest month there is, and how any other is.

    That is as all of them are, where they are valued alike.
    """
    newest: dict[str, tuple[Period, str]] = {}
    every = set[str]()
    for (code, period), cell in figures.cells.items():
        if cell.valuation and figures.period.first <= period.first and period.last <= figures.period.last:
            newest[code] = max(newest.get(code, (period, "")), (period, cell.valuation))
            every.add(cell.valuation)
    return {code: how for code, (_, how) in newest.items()}, every.pop() if len(every) == 1 else ""
