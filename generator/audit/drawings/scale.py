"""Scale: values and the px at which they stand are on one straight line, or those that are not are named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import attrgetter

CLOSE = 0.3  # px: places are written in hundredths, and a scale in whole px is no coarser
_TRIED = 40  # places of which each two are tried as a scale


@dataclass(frozen=True)
class Place:
    """A mark that stands for a value: on which scale, at how many px, and what it is in words."""

    scale: str
    value: float
    px: float
    what: str


def astray(places: Sequence[Place]) -> Iterator[str]:
    """Yield what is drawn otherwise than its value, with the value at which it is drawn.

    The scale is that on which most places stand. Two places make one always: of one bar alone nothing can be said.
    """
    by_scale = attrgetter("scale")
    for _, own in groupby(sorted(places, key=by_scale), by_scale):
        yield from _astray(list(own))


def _astray(places: Sequence[Place]) -> Iterator[str]:
    zero, step = _fitted(places)
    if all(abs(zero + step * place.value - place.px) <= CLOSE for place in places):
        return
    zero, step = _agreed(places)
    for place in places:
        if abs(zero + step * place.value - place.px) > CLOSE:
            at = f"at {(place.px - zero) / step:,.4g}" if step else f"{place.px - zero:+.1f} px away"
            yield f"{place.what} is drawn {at}, it is {place.value:,.4g}"


def _fitted(places: Sequence[Place]) -> tuple[float, float]:
    """Return the scale that is nearest to all places: px of nought, and px of one."""
    count = len(places)
    value, px = sum(place.value for place in places) / count, sum(place.px for place in places) / count
    spread = sum((place.value - value) ** 2 for place in places)
    step = sum((place.value - value) * (place.px - px) for place in places) / spread if spread else 0.0
    return px - step * value, step


def _agreed(places: Sequence[Place]) -> tuple[float, float]:
    """Return the scale through two places on which the most of all others stand."""
    some = places[:: max(1, len(places) // _TRIED)]
    scales = [(places[0].px, 0.0)]
    for one, other in combinations(some, 2):
        if one.value != other.value:
            step = (other.px - one.px) / (other.value - one.value)
            scales.append((one.px - step * one.value, step))
    return max(scales, key=lambda scale: sum(abs(scale[0] + scale[1] * one.value - one.px) <= CLOSE for one in places))
