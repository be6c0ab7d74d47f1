"""Runs of months of the last edition's text that are longer or shorter by today's figures, or none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import takewhile

from generator.story.corrections.correction import Correction, is_ours, levels, named
from generator.story.last import LastEdition, Run
from generator.story.month import Month
from generator.story.news.steps import Series, Step, months_of

_LEAST = 2  # months that are a run


def runs(month: Month, last: LastEdition) -> Iterator[Correction]:
    """Yield the runs that have another number of months now, or are none any more."""
    for one in last.runs:
        if not is_ours(month, one.codes):
            continue
        steps = Series(month, one.codes, one.period).steps
        own = _first_run(steps)
        before = steps[len(own)] if len(own) < len(steps) else None
        months = months_of(own) if own and own[0].way == one.way else 0
        broken = own[0] if months == 0 and own else before
        if months > one.months or (_LEAST <= months < one.months and before and _breaks(one, before)):
            yield _counted(month, last, one, own)
        elif months < _LEAST and broken and _breaks(one, broken):
            yield from _none(month, last, one, broken)


def _first_run(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the newest steps that go one way; none where the newest goes none for sure."""
    way = steps[0].way if steps else None
    return tuple(takewhile(lambda step: way is not None and step.way == way, steps))


def _breaks(of: Run, step: Step) -> bool:
    """Say whether a month goes the way of a run under no reading."""
    return step.change.high <= 0 if of.way == "up" else step.change.low >= 0


def _counted(month: Month, last: LastEdition, of: Run, steps: tuple[Step, ...]) -> Correction:
    now, ran = month.account.run(steps), month.account.ran(last.document, of)
    said = month.words.correction_of_run(named(month, of.codes), ran, now)
    return Correction(of.codes, of.period, said, abs(now.value - of.months), is_turned=False)


def _none(month: Month, last: LastEdition, of: Run, broken: Step) -> Iterator[Correction]:
    ran, whole = month.account.ran(last.document, of), of.codes == month.whole
    if said := month.words.correction_of_no_run(levels(month, *broken), ran, whole=whole):
        yield Correction(of.codes, of.period, said, Decimal(of.months), is_turned=True)
