"""Complete: which lines are known to the last one, and headings that no release prints, as the sums of their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.trade.codes import is_within
from generator.trade.figures import Coverage, Observation, summed
from generator.trade.period import Period
from generator.trade.rollup import parts

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
    def _by_period(self) -> dict[Period, list[tuple[int, tuple[str, ...]]]]:
        found: dict[Period, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        for name, coverage in self.told:
            if name in self._places:
                for period in coverage.periods:
                    found[period].append((self._places[name], coverage.codes))
        return found

    def place(self, code: str, period: Period) -> int:
        """Return the place of the newest release that is complete about `code` in `period`, -1 where none is."""
        known = self._by_period.get(period, ())
        return max((at for at, codes in known if not codes or any(is_within(code, one) for one in codes)), default=-1)

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


def roll_up(code: str, lines: Mapping[str, Observation]) -> Observation | None:
    """Return `code` as the sum of the lines within it, None where one of them gives no number.

    `lines` are of one period. Of a heading and its subheadings only the heading counts.
    """
    return summed(code, tuple(lines[one] for one in parts(code, sorted(lines))))
