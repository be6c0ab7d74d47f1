"""The checker's rules that one form alone keeps: a dumbbell's order and scales, a trend's band, a waterfall's steps."""

from __future__ import annotations

import re
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from generator.charts.rules import keep

if TYPE_CHECKING:
    from generator.story.plan import Chart

_WORDS_AT_MOST = 12  # of what is said of one month
_APART = 20  # times the median line: from here on one scale would leave the others no room
_SAME = 1e-6  # of the largest bar
VISIBLE = 0.1  # of the larger total: the largest step of a waterfall at least
_NEVER = re.compile(r"confidence|置信|اعتماد", re.IGNORECASE)  # what a band of usual changes is not


def check_ranks(picture: Chart) -> None:
    """Refuse lines out of their order, without last year's value, or on one scale that holds the largest alone."""
    panels = [
        [bar.value for bar in picture.bars if bar.panel == panel]
        for panel in sorted({bar.panel for bar in picture.bars})
    ]
    values = [value for panel in panels for value in panel]
    keep(picture, 8, values == sorted(values, reverse=True), "the lines do not stand the largest of this year first")
    keep(picture, 9, all(bar.before is not None for bar in picture.bars), "a line has no value of last year")
    far = len(values) > 1 and values[0] > _APART * median(values)
    keep(
        picture,
        2,
        len(panels) == 1 + far,
        f"{len(panels)} scales from {values[0]:g} with a median of {median(values):g}",
    )


def check_band(picture: Chart) -> None:
    """Refuse a band that has holes of its own, no name or that of something else, and a long word for the month."""
    curve = picture.curves[0]
    known = [
        low is None or (high is not None and 0 <= low <= high)
        for low, high in zip(curve.lows, curve.highs, strict=False)
    ]
    whole = len(curve.lows) == len(curve.highs) and len(curve.lows) in {0, len(curve.spans)} and all(known)
    keep(picture, 9, whole, "the band has not a low and a high end for each month")
    keep(picture, 9, set(curve.provisional) <= set(curve.spans), "months are provisional that are not drawn")
    named = picture.band is not None and bool(picture.band.words.strip())
    keep(picture, 7, named == bool(curve.lows), "a band needs a name, and a name a band")
    said = " ".join((picture.band.words if picture.band else "", picture.description.words))
    keep(picture, 7, not _NEVER.search(said), "a range of usual changes is no confidence interval")
    words = len(f"{curve.label.words} {curve.figure.words}".split())
    keep(picture, 7, words <= _WORDS_AT_MOST, f"{words} words stand at the newest month; {_WORDS_AT_MOST} at most")


def check_steps(picture: Chart) -> None:
    """Refuse steps that do not lead from total to total, as drawn or as printed: a reader adds them up."""
    *steps, last = picture.bars
    first = steps[0] if steps else last
    totals = [bar for bar in picture.bars if bar.total]
    wanted = [first, last] if first.total else [last]
    keep(picture, 8, len(steps) > 1 and totals == wanted, "a total stands among the steps, or none behind them")
    values = [bar.value for bar in steps]
    off, most = abs(sum(values) - last.value), max(abs(bar.value) for bar in picture.bars)
    keep(picture, 17, off <= _SAME * most, f"the steps make {sum(values):g}, not {last.value:g}")
    printed = [Decimal(bar.figure.words.replace("\u2212", "-").replace(",", "")) for bar in steps]
    whole = Decimal(last.figure.words.replace("\u2212", "-").replace(",", ""))
    keep(picture, 17, sum(printed) == whole, f"the steps print {sum(printed)}, not {whole}")
    seen = max(abs(bar.value) for bar in steps[first.total :]) if len(steps) > 1 else 0.0
    least = VISIBLE * max(abs(first.value), abs(last.value))
    keep(picture, 1, not first.total or seen >= least, "beside the totals no step would be seen; let them stand alone")
