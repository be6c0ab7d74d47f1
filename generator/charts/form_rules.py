"""The checker's rules that one form alone keeps: of a dumbbell, a trend, a waterfall, a heat map."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from generator.charts.palette import lightness
from generator.charts.rules import keep, rows

if TYPE_CHECKING:
    from generator.story.plan import Chart

_WORDS_AT_MOST = 12  # of what is said of one month
_APART = 20  # times the median line: from here on one scale would leave the others no room
_SAME = 1e-6  # of the largest bar
VISIBLE = 0.1  # of the larger total: the largest step of a waterfall at least
_NEVER = re.compile(r"confidence|置信|اعتماد", re.IGNORECASE)  # what a band of usual changes is not

_CLIPPED = "60"  # per cent to both sides: changes beyond it share a step, and the key says so
_STEPS_OF_HEAT = 6  # thresholds: seven steps
_DARK = 55  # of L*: on anything darker words are white
_FALL, _RISE = -10, 10  # per cent: a change below the one is a fall, from the other on a rise
_FIGURES_AT_MOST = 100  # of a heat map: more are not read


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
    near = Decimal(1).scaleb(int(whole.as_tuple().exponent)) * len(picture.bars) / 2  # what rounding does
    keep(picture, 17, abs(sum(printed) - whole) <= near, f"the steps print {sum(printed)}, not {whole}")
    seen = max(abs(bar.value) for bar in steps[first.total :]) if len(steps) > 1 else 0.0
    least = VISIBLE * max(abs(first.value), abs(last.value))
    keep(picture, 1, not first.total or seen >= least, "beside the totals no step would be seen; let them stand alone")


def check_heat(picture: Chart) -> None:
    """Refuse steps that cannot be named, a key that does not name them, and more figures than are read."""
    steps, ticks = picture.thresholds, picture.ticks
    rising = all(one < other for one, other in pairwise(steps))
    keep(picture, 6, len(steps) == _STEPS_OF_HEAT and rising, f"{len(steps)} thresholds; 6 that rise are wanted")
    even = all(one == -other for one, other in zip(steps, reversed(steps), strict=True))
    clipped = str(int(steps[-1])) == _CLIPPED
    keep(picture, 6, even and clipped, f"changes stand in even steps to {_CLIPPED}%, not in {steps}")
    said = [f"{abs(step):g}" in tick.words for step, tick in zip(steps, ticks, strict=False)]
    keep(picture, 7, len(said) == len(steps) == len(ticks) and all(said), "the key does not name its steps")
    cells = [text.words for curve in picture.curves for text in curve.cells if text.words]
    keep(picture, 8, len(cells) <= _FIGURES_AT_MOST, f"{len(cells)} figures; {_FIGURES_AT_MOST} at most")
    for curve in picture.curves:
        told = [bool(text.words) for text in curve.cells]
        wanted = [point is not None for point in curve.points]
        keep(picture, 9, told in ([], wanted), f"{curve.label.words}: a figure is missing, or stands on no month")
        keep(picture, 9, curve.spans == picture.curves[0].spans, f"{curve.label.words} is of other months")


def check_steps_of_heat(picture: Chart, spec: dict[str, Any]) -> None:
    """Refuse a cell in the colour of another step, words that do not stand out, a way that is told by hue alone."""
    drawn = rows(spec, {})
    for one in drawn:
        step = sum(one["value"] >= threshold for threshold in picture.thresholds) if one["value"] is not None else None
        seen = one.get("step")
        keep(picture, 9, seen == step, f"{one['label']} in {one['span']} stands in step {seen}, not {step}")
        white = lightness(one["ink"]) < _DARK
        keep(picture, 6, (lightness(one["on"]) > _DARK) == (white and step is not None), f"{one['figure']!r} fades")
    for one in drawn:
        value = 0 if one["value"] is None else one["value"]
        way = "triangle-down" if value < _FALL else "triangle-up" if value >= _RISE else ""
        keep(picture, 6, bool(one["figure"]) or one["mark"] == way, "a rise or a fall is told by its hue alone")
    colours = {one["step"]: one["ink"] for one in drawn if one["step"] is not None}
    keep(picture, 6, len(set(colours.values())) == len(colours), "two steps have one colour")
