"""Ran: the runs of months of the last edition's text that are longer or shorter by today's figures, or none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.story import history
from generator.story.corrections.correction import Correction, is_ours, levels, named
from generator.story.history import Step
from generator.story.last import LastEdition, Run
from generator.story.month import Month

_LEAST = 2  # months that are a run


def runs(month: Month, last: LastEdition) -> Iterator[Correction]:
    """Yield the runs that have another number of months now, or are none any more."""
    for one in last.runs:
        if not is_ours(month, one.codes):
            continue
        steps, way, before = history.run(month, one.codes, one.period)
        months = sum(now.span.months for now, _ in steps) if way == one.way else 0
        if months > one.months or (_LEAST <= months < one.months and before and _breaks(one, before)):
            yield _counted(month, last, one, steps)
        elif months < _LEAST and (broken := steps[0] if months == 0 and steps else before) and _breaks(one, broken):
            yield from _none(month, last, one, broken)


def _breaks(of: Run, step: Step) -> bool:
    """Say whether a month goes the way of a run under no reading."""
    now, base = step
    return not history.may_go(of.way, now.reading, base.reading)


def _counted(month: Month, last: LastEdition, of: Run, steps: list[Step]) -> Correction:
    now, ran = month.account.run(steps), month.account.ran(last.document, of)
    said = month.words.correction_of_run(named(month, of.codes), ran, now)
    return Correction(of.codes, of.period, said, abs(now.value - of.months), is_turned=False)


def _none(month: Month, last: LastEdition, of: Run, broken: Step) -> Iterator[Correction]:
    ran, whole = month.account.ran(last.document, of), of.codes == month.whole
    if said := month.words.correction_of_no_run(levels(month, *broken), ran, whole=whole):
        yield Correction(of.codes, of.period, said, Decimal(of.months), is_turned=True)
