"""Corrected: what a revision has undone of the last edition's text: what was printed, and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.movements.readings import Reading
from generator.story import rounding
from generator.story.amounts import Amount
from generator.story.facts import Claim
from generator.story.last import LastEdition, Once, Place
from generator.story.monthly.item import Item
from generator.story.monthly.month import Month, is_from_little
from generator.story.plan import Text
from generator.trade.period import Period

_MOST = 6  # corrections that a note has room for


@dataclass(frozen=True)
class Correction:
    """One thing that is another one now, as its sentence; `error` is by how many per cent or points it was wrong.

    `is_turned` says that what was told as a rise is a fall, or that a record is none.
    """

    codes: tuple[str, ...]
    period: Period
    said: Text
    error: Decimal
    is_turned: bool


def corrections(month: Month) -> tuple[Correction, ...]:
    """Return what must be corrected, the gravest first: what turned, then the total, then by the size of the error."""
    last = month.brief.last
    found = [*_rates(month, last), *_places(month, last)] if last else []
    return tuple(sorted(found, key=lambda one: _gravity(month, one)))[:_MOST]


def told(month: Month) -> tuple[Text, ...]:
    """Return the sentences of the corrections."""
    return tuple(one.said for one in corrections(month))


def first(month: Month) -> Text | None:
    """Return the gravest one as it stands at the top, None where nothing is to correct."""
    found = told(month)
    return month.words.correction_first(found[0]) if found else None


def _gravity(month: Month, one: Correction) -> tuple[object, ...]:
    return not one.is_turned, one.codes != month.whole, -one.error, one.codes, one.period


def _is_ours(month: Month, codes: tuple[str, ...]) -> bool:
    return codes == month.whole or codes in {(code,) for code in month.figures.selection.codes}


def _rates(month: Month, last: LastEdition) -> Iterator[Correction]:
    for once in last.rates:
        right = _growth(month, once) if _is_ours(month, once.codes) else None
        shown = rounding.per_cent(right) if right and right.direction else None
        if right and shown and shown != once.rate:
            printed, turned = month.account.printed(last.document, once), right.direction != once.way
            item = None if once.codes == month.whole else month.item(once.codes[0])
            said = month.words.correction(item, printed, right, turned=turned)
            yield Correction(once.codes, once.period, said, abs(right.value - once.rate), turned)


def _growth(month: Month, once: Once) -> Claim | None:
    """Return the change as it is known now, None where it is not, or where a rate would mislead."""
    ends = [month.amount(once.codes, when) for when in (once.period, once.base)]
    if ends[0] is None or ends[1] is None or not ends[0].value or not ends[1].value:
        return None
    if not (ends[0].is_exact and ends[1].is_exact) or is_from_little(ends[0], ends[1]):
        return None
    return month.account.growth(ends[0], ends[1])


def _places(month: Month, last: LastEdition) -> Iterator[Correction]:
    for place in last.places:
        now = month.amount(place.codes, place.period) if _is_ours(month, place.codes) else None
        other = _undoes(month, place, now) if now is not None and now.value and now.is_exact else None
        if now is None or other is None:
            continue
        printed, whole = month.account.placed(last.document, place), place.codes == month.whole
        said = month.words.correction_of_place(_levels(month, now, other), place, printed, other.span, whole=whole)
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


def _levels(month: Month, now: Amount, other: Amount) -> Item:
    """Return a line's level in one month with that of another one in place of its base."""
    label = month.brief.label(now.codes[0]) if len(now.codes) == 1 else None
    return Item(now.codes, now.span, label, now, other, month.level(now), month.level(other))
