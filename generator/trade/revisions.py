"""Revisions: the same observation with another value in a later vintage."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.trade.figures import Figures
from generator.trade.observation import Observation
from generator.trade.period import Period


@dataclass(frozen=True)
class Revision:
    """A figure that was known and is another one now, in the currency of its source.

    `was` and `now` are None where the publisher withholds it, 0 where there was no trade; `cell` is the newer cell,
    None where a complete release has no row any more.
    """

    code: str
    period: Period
    was: Decimal | None
    now: Decimal | None
    cell: Observation | None

    @property
    def per_cent(self) -> Decimal | None:
        """The change in per cent of the earlier value; None where there was none."""
        if not self.was or self.now is None:
            return None
        return 100 * (self.now - self.was) / self.was


def revisions(before: Figures, after: Figures) -> tuple[Revision, ...]:
    """Return what `after` says otherwise than `before`, by code in the selection's order, then period.

    A figure that was not known before is no revision, nor is one that a later release leaves out though its line is
    believed to be traded (`Figures.gaps`).
    """
    known = {*before.cells, *((code, when) for code, periods in before.covered.items() for when in periods)}
    place = {code: number for number, code in enumerate(before.selection.codes)}
    found = []
    for code, when in sorted(known, key=lambda key: (place[key[0]], key[1])):
        was, now = before.value(code, when), after.value(code, when)
        if was != now and when not in after.gaps.get(code, ()):
            found.append(Revision(code, when, was, now, after.at(code, when)))
    return tuple(found)
