"""Corrected: what a revision has undone of the last edition's text: what was printed, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.story import rounding
from generator.story.corrections import levels as stood
from generator.story.corrections.correction import Correction, is_ours, named
from generator.story.corrections.places import places
from generator.story.corrections.runs import runs
from generator.story.facts import Claim
from generator.story.last import LastEdition, Once
from generator.story.month import Month
from generator.story.plan import Text
from generator.story.words.corrections import Stood
from generator.trade.period import Period

_MOST, _ALONE = 6, 3  # corrections that a note has room for, and how many of them may be of a level alone
_Of = tuple[tuple[str, ...], Period]


def corrections(month: Month) -> tuple[Correction, ...]:
    """Return what must be corrected, the gravest first: what turned, then the total, then by the size of the error."""
    if (last := month.brief.last) is None:
        return ()
    wrong = {(one.stood.of.codes, one.stood.of.period): one for one in stood.wrong(month, last)}
    rates = [*_rates(month, last, {of: one.stood for of, one in wrong.items()})]
    said = {(one.codes, one.period) for one in rates}
    alone = [stood.alone(month, one) for of, one in wrong.items() if of not in said]
    levels = sorted(alone, key=lambda one: _gravity(month, one))[:_ALONE]
    found = [*rates, *places(month, last), *runs(month, last), *levels]
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


def _rates(month: Month, last: LastEdition, wrong: Mapping[_Of, Stood]) -> Iterator[Correction]:
    """Yield the rates that are other ones now; the first of a line's month says of its level as well."""
    told: set[_Of] = set()
    for once in last.rates:
        right = _growth(month, once) if is_ours(month, once.codes) else None
        shown = rounding.per_cent(right) if right and right.direction else None
        if right and shown and shown != once.rate:
            of, turned = (once.codes, once.period), right.direction != once.way
            level = None if of in told else wrong.get(of)
            told.add(of)
            printed = month.account.printed(last.document, once)
            said = month.words.correction(named(month, once.codes), printed, right, level, turned=turned)
            yield Correction(once.codes, once.period, said, abs(right.value - once.rate), turned)


def _growth(month: Month, once: Once) -> Claim | None:
    """Return the change as it is known now, None where it is not, or where a rate would mislead."""
    ends = [month.amount(once.codes, when) for when in (once.period, once.base)]
    if ends[0] is None or ends[1] is None or not ends[0].value or not ends[1].value:
        return None
    return month.account.growth(ends[0], ends[1]) if ends[0].is_exact and ends[1].is_exact else None
