"""Corrected: the rates of the last edition's text that a revision has undone: what was printed, and what is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.last import Once
from generator.story.monthly.month import Month, is_from_little
from generator.story.plan import Text

_MOST = 6  # corrections that a note has room for


@dataclass(frozen=True)
class Correction:
    """One rate that is another one now: `printed` is the claim of what stood there, `right` of what holds."""

    codes: tuple[str, ...]
    printed: Claim
    right: Claim
    error: Decimal

    @property
    def is_turned(self) -> bool:
        """Whether what was told as a rise is a fall, or the other way round."""
        return self.printed.direction != self.right.direction


def corrections(month: Month) -> tuple[Correction, ...]:
    """Return what must be corrected, the gravest first: what turned, then the total, then by the size of the error."""
    return tuple(sorted(_corrections(month), key=lambda one: _gravity(month, one)))[:_MOST]


def told(month: Month) -> tuple[Text, ...]:
    """Return the sentences of the corrections."""
    return tuple(_sentence(month, one) for one in corrections(month))


def first(month: Month) -> Text | None:
    """Return the gravest one as it stands at the top, None where nothing is to correct."""
    found = corrections(month)
    return month.words.correction_first(_sentence(month, found[0])) if found else None


def _sentence(month: Month, of: Correction) -> Text:
    item = None if of.codes == month.whole else month.item(of.codes[0])
    return month.words.correction(item, of.printed, of.right, turned=of.is_turned)


def _corrections(month: Month) -> Iterator[Correction]:
    last = month.brief.last
    for once in last.rates if last else ():
        if once.codes != month.whole and once.codes not in {(code,) for code in month.figures.selection.codes}:
            continue
        right = _growth(month, once)
        shown = rounding.per_cent(right) if right and right.direction else None
        if last and right and shown is not None and shown != once.rate:
            printed = month.account.printed(last.document, once)
            yield Correction(once.codes, printed, right, abs(right.value - once.rate))


def _growth(month: Month, once: Once) -> Claim | None:
    """Return the change as it is known now, None where it is not, or where a rate would mislead."""
    ends = [month.amount(once.codes, when) for when in (once.period, once.base)]
    if ends[0] is None or ends[1] is None or not ends[0].value or not ends[1].value:
        return None
    if not (ends[0].is_exact and ends[1].is_exact) or is_from_little(ends[0], ends[1]):
        return None
    return month.account.growth(ends[0], ends[1])


def _gravity(month: Month, one: Correction) -> tuple[object, ...]:
    return not one.is_turned, one.codes != month.whole, -one.error, one.codes, one.right.period
