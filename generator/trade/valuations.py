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


def revalued(figures: Figures, code: str) -> Mapping[Period, tuple[str, str]]:
    """Return the periods in which `code` was valued otherwise than now, with the valuations of then and now."""
    now = _now(figures, code)
    own = {period: cell.valuation for (of, period), cell in figures.cells.items() if of == code and now}
    return {period: (then, now) for period, then in own.items() if then not in {"", now}}


def last_revalued(figures: Figures) -> tuple[Period, str] | None:
    """Return the last period whose figures were left aside for their valuation, and that; None where none were."""
    found = [
        (period, then)
        for periods in figures.broken.values()
        for period, (then, _) in periods.items()
        if then in VALUATIONS
    ]
    return max(found, default=None)


def _now(figures: Figures, code: str) -> str:
    """Return how `code` is valued in the edition's period, as its newest month there is: by itself, else by all."""
    within = {
        (of, period): cell.valuation
        for (of, period), cell in figures.cells.items()
        if cell.valuation and figures.period.first <= period.first and period.last <= figures.period.last
    }
    own = [(period, how) for (of, period), how in within.items() if of == code]
    every = set(within.values())
    return max(own)[1] if own else every.pop() if len(every) == 1 else ""
