"""Scale: values and the px at which they stand are on one straight line, or those that are not are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import attrgetter
from statistics import median

CLOSE = 0.3  # px: places are written in hundredths, and a scale in whole px is no coarser
_ENDS = 3  # places at either end of a scale that are tried


@dataclass(frozen=True)
class Place:
    """A mark that stands for a value: on which scale, at how many px, and what it is in words."""

    scale: str
    value: float
    px: float
    what: str


def scale_faults(places: Sequence[Place]) -> Iterator[str]:
    """Yield what is drawn otherwise than its value, with the value at which it is drawn.

    Two places always make a scale: of one bar alone nothing can be said.
    """
    for _, own in groupby(sorted(places, key=attrgetter("scale", "value")), attrgetter("scale")):
        yield from _faults(list(own))


def _faults(places: Sequence[Place]) -> Iterator[str]:
    zero, step = _scale(places)
    for place in places:
        if abs(zero + step * place.value - place.px) > CLOSE:
            at = f"at {(place.px - zero) / step:,.4g}" if step else f"{place.px - zero:+.1f} px away"
            yield f"{place.what} is drawn {at}, it is {place.value:,.4g}"


def _scale(places: Sequence[Place]) -> tuple[float, float]:
    """Return px of nought and px of one, of places in the order of their values, by which most of them stand.

    The lowest and the highest make the closest scale; one or two of either may be wrong.
    """
    scales = [(median(place.px for place in places), 0.0)]
    for low, high in product(places[:_ENDS], places[-_ENDS:]):
        if high.value > low.value:
            step = (high.px - low.px) / (high.value - low.value)
            scales.append((low.px - step * low.value, step))
    return max(scales, key=lambda scale: sum(abs(scale[0] + scale[1] * one.value - one.px) <= CLOSE for one in places))
