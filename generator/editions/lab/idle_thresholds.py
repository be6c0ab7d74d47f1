"""Silent: thresholds that can hold of no code that a lab replays, each with its place and what helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.movements.panel import Panel
from generator.movements.picks import picks
from generator.movements.threshold_checks import IdleThreshold, idle_thresholds
from generator.movements.threshold_grammar import Path
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period

_NOT_REPLAYED = {  # reasons that an edition may not have
    "no other flow": "The lines of the text may have it (figures.balance); they are not replayed.",
    "no_previous": "No month is replayed beside the figures as they were before.",
    "no partner's report": "No month is replayed beside the partner's report.",
}


def notes(newest: tuple[Period, Panel], rules: Thresholds, where: Callable[[Path], str]) -> Iterator[str]:
    """Yield the thresholds on a metric that no code of the `newest` month has, which has the longest history."""
    period, panel = newest
    for one in idle_thresholds(picks(panel, period, rules).judged.snapshot):
        yield f"{where(one.path)}: {_said(one)}"


def _said(one: IdleThreshold) -> str:
    if remedy := _NOT_REPLAYED.get(one.reason):
        return f"{one.said('code')} {remedy}"
    return str(one)
