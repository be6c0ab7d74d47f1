"""Told: which lines the text tells, in which order, and which of them go against the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.story.crossings import Crossing
from generator.story.monthly import crossing
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
        month = self.month
        ranked = [one.code for one in month.material.movements.notable if one.code in month.lines]
        first, most = [month.hand.lead] if month.hand.lead else [], _LARGEST if self.is_quiet else _BUDGET
        chosen = month.told(dict.fromkeys([*first, *(month.lines if self.is_quiet else ranked)]))[:most]
        return tuple(month.item(code) for code in chosen)

    @cached_property
    def lead(self) -> Item | None:
        """The line that the editor lets lead; None where there is but one, or no such hand."""
        return self.month.item(self.month.hand.lead) if self.month.hand.lead and not self.month.is_single else None

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
        return self._most(self.total.way, self._told)

    @cached_property
    def other(self) -> Item | None:
        """The line that went most against the total."""
        return self._most(self._other_way, self._told)

    @property
    def _other_way(self) -> str | None:
        return {"up": "down", "down": "up"}.get(self.total.way or "")

    @cached_property
    def _told(self) -> tuple[Item, ...]:
        return tuple(item for item in self.month.compared if self.month.hand.tells(item.code))

    def _most(self, way: str | None, items: Sequence[Item]) -> Item | None:
        moved = [item for item in items if way and item.way == way and item.contribution]
        return None if self.month.is_single else max(moved, key=lambda item: abs(item.points), default=None)

    @cached_property
    def crossing(self) -> Crossing | None:
        """The round number that the total passes for the first time, else the line that ranks highest of those that do.

        One such sentence is enough for an edition.
        """
        return crossing.found(self.month, self.total, self.ranked)

    @cached_property
    def against(self) -> Item | None:
        """The other way, where it weighs a quarter of the first at least: then it must be told.

        SettingsError where the editor leaves it out.
        """
        first, other = (self._most(way, self.month.compared) for way in (self.total.way, self._other_way))
        if other is None or first is None or abs(other.change) < _QUARTER * abs(first.change):
            return None
        self.month.hand.must_tell(other.code)
        return other
