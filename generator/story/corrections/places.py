"""Placed: the records, and the heights since a month, of the last edition's text that another month undoes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.movements.readings import Reading
from generator.story.amounts import Amount
from generator.story.corrections.correction import Correction, is_ours, levels
from generator.story.last import LastEdition, Place
from generator.story.month import Month


def places(month: Month, last: LastEdition) -> Iterator[Correction]:
    """Yield the places in time that hold no more, each with the month that undoes it."""
    for place in last.places:
        now = month.amount(place.codes, place.period) if is_ours(month, place.codes) else None
        other = _undoes(month, place, now) if now is not None and now.value and now.is_exact else None
        if now is None or other is None:
            continue
        printed, whole = month.account.placed(last.document, place), place.codes == month.whole
        said = month.words.correction_of_place(levels(month, now, other), place, printed, other.span, whole=whole)
        if said:
            yield Correction(place.codes, place.period, said, abs(100 * (other.value / now.value - 1)), is_turned=True)


def _undoes(month: Month, place: Place, now: Amount) -> Amount | None:
    """Return the month that undoes a place for sure: the one that lies furthest beyond it.

    Where none does, it is the month since which it was said to be so, and which it lies beyond itself.
    """
    months = place.period.first - place.then.first
    found = [month.amount(place.codes, place.period.step(-back)) for back in range(1, months + 1)]
    known = [one for one in found if one is not None and one.is_exact]
    then = [one for one in known if place.is_since and one.span == place.then]
    beyond = [one for one in known if one not in then and _is_beyond(one.reading, now.reading, high=place.is_high)]
    if beyond:
        return (max if place.is_high else min)(beyond, key=lambda one: one.value)
    return next((one for one in then if _is_beyond(now.reading, one.reading, high=place.is_high)), None)


def _is_beyond(one: Reading, other: Reading, *, high: bool) -> bool:
    return one.low > other.high if high else one.high < other.low
