"""Find which lines releases are complete about, and sum lines to headings that no release prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.trade.codes import parts
from generator.trade.editions import TOTAL
from generator.trade.observation import Observation, summed
from generator.trade.period import Period
from generator.trade.release import ALONE, Coverage

Cells = dict[tuple[str, Period], Observation]


@dataclass(frozen=True)
class Complete:
    """What the releases of one vintage are complete about, for one reporter, partner and flow.

    `releases` are in the order in which they count; `told` has what each is complete about.
    """

    releases: Sequence[str]
    told: Sequence[tuple[str, Coverage]]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.releases)}

    @cached_property
    def _by_period(self) -> dict[Period, dict[str, int]]:
        """By period and code ("" for every one), the place of the newest release that is complete about it."""
        found: dict[Period, dict[str, int]] = defaultdict(dict)
        for name, coverage in self.told:
            if (place := self._places.get(name)) is not None:
                for period in coverage.periods:
                    known = found[period]
                    known.update({code: max(place, known.get(code, -1)) for code in coverage.codes or ("",)})
        return found

    def place(self, code: str, period: Period) -> int:
        """Return the place of the newest release that is complete about `code` in `period`, -1 where none is."""
        known = self._by_period.get(period, {})
        return max((known[one] for one in _holders(code) if one in known), default=-1)

    def is_about(self, code: str, period: Period) -> bool:
        """Say whether a release is complete about `code` in `period`."""
        return self.place(code, period) >= 0

    def told_by(self, period: Period) -> frozenset[str]:
        """Return the releases that are complete about anything in `period`."""
        return frozenset(name for name, one in self.told if name in self._places and period in one.periods)

    def periods(self, code: str, end: int) -> frozenset[Period]:
        """Return the periods up to month `end` of which a release gives all trade in `code`."""
        return frozenset(one for one in self._by_period if one.first + one.months <= end and self.place(code, one) >= 0)

    def standing(self, found: Iterable[Observation]) -> Cells:
        """Return the observations by code and period, without those that a later complete release no longer has."""
        return {
            (one.code, one.period): one
            for one in found
            if self._places[one.cell.release] >= self.place(one.code, one.period)
        }


def _holders(code: str) -> tuple[str, ...]:
    """Return whatever `code` may stand in: itself, the codes above it, all goods, and every code."""
    return (f"{ALONE}{code}", code, *(code[:digits] for digits in range(2, len(code), 2)), TOTAL, "")


def roll_up(code: str, lines: Mapping[str, Observation]) -> Observation | None:
    """Return `code` as the sum of the lines within it, None where one of them gives no number.

    `lines` are of one period. Of a heading and its subheadings only the heading counts.
    """
    return summed(code, tuple(lines[one] for one in parts(code, sorted(lines))))
