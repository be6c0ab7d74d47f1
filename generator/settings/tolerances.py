"""From where on a figure of a release is implausible; a source may set two of the limits (`usual`).

They were chosen on UN Comtrade's monthly figures of HS 0301-0304 of 2018 to 2020, all reporters: 62,000 months of a
pair with three lines or more that had a past. A rate of alarms is the share of these months that were stopped as they
stand; a rate of finds that of the same months with every value multiplied by the factor. "Most" is more
than half, wherever a check says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# A slipped scale moves everything by one power of ten. Months move, too: the middle line of a pair's month lies within
# a factor of 1.8 of its usual size (one standard deviation, 0.24 powers of ten). So ten means 6.3 to 16 times: lines in
# that band were more than half, in number and value, in 0.3% of real months: ten is flagged, and stops nothing. From a
# hundred on hardly any month comes near by itself (0.01%), and the nearest power counts.
TEN = 0.2  # powers of ten on either side of a factor of ten
HUNDREDS = 0.5  # powers of ten on either side of a factor of a hundred, a thousand …
# A total, and what is left of it without its largest line, since one line alone is only flagged: 0.2% of real months.
TOTAL = 0.2
# Value per kilogram hardly moves with the amount traded: a factor of 5 to 20 in the middle line met 0.08% of real
# months and finds 99% of values, or weights, in another unit.
UNIT_VALUE = 0.3
# Fewer lines than this do not speak for a release.
FEW = 3
# A single line: nearer to a power of ten, since among many lines some move by anything. It must weigh something in its
# pair's month: a fiftieth, or where its value per kilogram moved too, so that it is no larger trade, a five hundredth.
LINE = 0.15
WEIGHT = 0.02  # share of its pair's month
WEIGHT_PRICED = 0.002  # the same, where its value per kilogram moved too
PERIODS = 3
# Half the usual lines of a pair, where it usually has eight: with fewer, half of them missing is a month like others.
PARTIAL = 0.5
PARTIAL_LINES = 8
# A line is there as a rule that was there in two of three known periods, six at least.
RULE = 0.66
RULE_PERIODS = 6
# More than a third of the usual lines or of their value gone at once is flagged; half of the lines stop. A month of a
# pair with fewer than eight such lines is never stopped: of 120 single months of fish one was, and it was true.
GONE = 0.34  # flagged
HALF = 0.5  # stopped
# Two months of two lines may agree by chance.
SAME_LINES = 3
# Odd lines and pairs that are named one by one; others are counted.
NAMED = 20


@dataclass(frozen=True)
class Tolerances:
    """What a source may set otherwise: where half its lines missing, or a third of them gone, is as usual."""

    partial: float = PARTIAL
    gone: float = GONE

    @property
    def limits(self) -> Mapping[str, float]:
        """From where on the store's scan reports a pair, a line or a sum."""
        return {
            "near": TEN,
            "far": HUNDREDS,
            "line": LINE,
            "share": WEIGHT,
            "priced": WEIGHT_PRICED,
            "history": PERIODS,
            "pair_lines": PARTIAL_LINES,
            "pair_share": self.partial,
            "stale_lines": SAME_LINES,
            "established": RULE,
            "established_periods": RULE_PERIODS,
            "most": NAMED,
        }


AS_A_RULE = Tolerances()
