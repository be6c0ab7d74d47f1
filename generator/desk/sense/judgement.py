"""Judgement: every check asked in turn; what stops a release, and what is only flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.desk.sense import history, parts, presence, words
from generator.desk.sense.tolerances import AS_A_RULE, Tolerances
from generator.desk.sense.verdict import Verdict
from generator.store.facts import Facts
from generator.trade.flags import Flag

Check = Callable[[Facts], Iterator[Verdict]]


@dataclass(frozen=True)
class Judgement:
    """What is odd about a release: `stops` keep it from being recorded, unless a person accepts it."""

    stops: tuple[Flag, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is set aside, in a sentence; "" where it is not."""
        return words.listed([flag.said for flag in self.stops])


def judge(facts: Facts, tolerances: Tolerances = AS_A_RULE) -> Judgement:
    """Return what is odd about the release that `facts` were measured of."""
    found = [verdict for check in _checks(tolerances) for verdict in check(facts)]
    stops = tuple(verdict.flag for verdict in found if verdict.stops)
    return Judgement(stops, tuple(verdict.flag for verdict in found if not verdict.stops))


def _checks(tolerances: Tolerances) -> tuple[Check, ...]:
    return (
        parts.sums,
        history.scale,
        history.unit_values,
        history.currency,
        history.edition,
        history.units,
        presence.same_figures,
        presence.zeros,
        partial(presence.gone, tolerances=tolerances),
        presence.few,
        presence.unwithheld,
        history.single_lines,
        presence.repeated,
    )
