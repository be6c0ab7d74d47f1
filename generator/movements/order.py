"""Order: where each of many readings stands among the others, found by halving: of thousands of lines, too."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.movements.readings import Reading
from generator.movements.series import Series
from generator.trade.observation import Observation
from generator.trade.period import Period


@dataclass(frozen=True)
class Places:
    """Lines in one period: the ends of their readings in order, all cells, and the number `n` of figures.

    `points` counts readings that are one point, `ending` bounds whose value is their own end; `complete` says that
    each line has a reading.
    """

    lows: Sequence[Decimal]
    highs: Sequence[Decimal]
    points: Counter[Decimal]
    ending: Counter[Decimal]
    cells: tuple[Observation, ...]
    n: int
    complete: bool

    @classmethod
    def of(cls, lines: Sequence[Series], period: Period) -> Places:
        """Return where `lines` stand in `period`."""
        known = [seen for line in lines if (seen := line.at(period)) is not None]
        return cls(
            lows=sorted(seen.low for seen in known),
            highs=sorted(seen.high for seen in known),
            points=Counter(seen.value for seen in known if seen.low == seen.high),
            ending=Counter(
                seen.value for seen in known if seen.low != seen.high and seen.value in (seen.low, seen.high)
            ),
            cells=tuple(cell for line in lines for cell in line.inputs(period)),
            n=sum(len(line.terms(period)) for line in lines),
            complete=len(known) == len(lines),
        )

    def around(self, own: Reading) -> tuple[int, int] | None:
        """Return how many of the others are larger than `own`, which is one of them, and how many are the same point.

        None where a reading of another one could change that (readings.order).
        """
        is_point = own.low == own.high
        if is_point and self.ending[own.value]:
            return None  # a bound from there on may be the same, or may not
        same = self.points[own.value] if is_point else 1
        larger = len(self.lows) - bisect_left(self.lows, own.high) - (same if is_point else 0)
        smaller = bisect_right(self.highs, own.low) - (same if is_point else 0)
        return (larger, same - 1) if larger + smaller + same == len(self.lows) else None
