"""Told: which lines the text tells, in which order, and which of them go against the total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.story.monthly.item import Item
from generator.story.monthly.month import Month

_BUDGET = 8  # lines in the text; the table has them all
_LARGEST = 3  # lines that a quiet month tells
_QUARTER = Decimal("0.25")  # of the largest contribution: from here on the other way must be told


@dataclass(frozen=True)
class Told:
    """The lines of the text: `ranked` by their place in the movements, less what the editor leaves out."""

    month: Month

    @cached_property
    def ranked(self) -> tuple[Item, ...]:
        """Return the notable lines in rank order; in a quiet month the largest ones."""
        month, brief = self.month, self.month.brief
        ranked = [one.code for one in month.material.movements.notable if one.code in month.lines]
        first = [brief.lead_with] if brief.lead_with in month.lines else []
        chosen = [code for code in dict.fromkeys([*first, *ranked]) if code not in brief.leave_out][:_BUDGET]
        if self.is_quiet:
            chosen = [code for code in month.lines if code not in brief.leave_out][:_LARGEST]
        return tuple(month.item(code) for code in chosen)

    @property
    def is_quiet(self) -> bool:
        """Whether no line moved unusually."""
        lines = set(self.month.lines)
        return not any(one.code in lines for one in self.month.material.movements.notable)

    @cached_property
    def total(self) -> Item:
        """The whole against a year before."""
        return self.month.whole_item()

    @cached_property
    def first(self) -> Item | None:
        """The line that carried the total's change most; None where nothing can be compared, or there is but one."""
        return self._most(self.total.way)

    @cached_property
    def other(self) -> Item | None:
        """The line that went most against the total."""
        return self._most({"up": "down", "down": "up"}.get(self.total.way or ""))

    def _most(self, way: str | None) -> Item | None:
        moved = [item for item in self.month.compared if way and item.way == way and item.contribution]
        return None if self.month.is_single else max(moved, key=lambda item: abs(item.points), default=None)

    @cached_property
    def against(self) -> Item | None:
        """The other way, where it weighs a quarter of the first at least: then it must be told."""
        if self.other is None or self.first is None:
            return None
        return self.other if abs(self.other.points) >= _QUARTER * abs(self.first.points) else None
