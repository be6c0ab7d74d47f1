"""Judgement: every check asked in turn; what stops a release, and what is only flagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.intake.plausibility import past_checks, phrases, presence_checks, total_checks
from generator.intake.plausibility.oddity import Verdict
from generator.settings.tolerances import AS_A_RULE, Tolerances
from generator.store.facts import Facts
from generator.trade.flags import Flag

_OF_THE_WHOLE = ("stale",)  # a month that repeats one of the same release may be an office's own rounding
Check = Callable[[Facts], Iterator[Verdict]]


@dataclass(frozen=True)
class Judgement:
    """What is odd about a release: `stops` keep it from being recorded, unless a person accepts it."""

    stops: tuple[Flag, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is set aside, in a sentence; "" where it is not."""
        return phrases.listed([flag.said for flag in self.stops])


def judge(facts: Facts, tolerances: Tolerances = AS_A_RULE) -> Judgement:
    """Return what is odd about the release that `facts` were measured of.

    Its newest period is judged as part of it and by itself: a month that stops alone stops at the end of a table, too.
    """
    found = [verdict for check in _checks(tolerances) for verdict in check(facts)]
    if facts.newest:
        alone = [verdict for check in _checks(tolerances) for verdict in check(facts.newest)]
        found = _joined(found, [one for one in alone if one.flag.kind not in _OF_THE_WHOLE])
    stops = tuple(verdict.flag for verdict in found if verdict.stops)
    return Judgement(stops, tuple(verdict.flag for verdict in found if not verdict.stops))


def _joined(whole: list[Verdict], alone: list[Verdict]) -> list[Verdict]:
    """Return the verdicts on a release with those on its newest period that say more; each thing is said once."""
    for one in alone:
        same = [other for other in whole if _of(other) == _of(one) and _covers(other.flag, one.flag)]
        if not same or (one.stops and not any(other.stops for other in same)):
            whole = [*(other for other in whole if other not in same or other.flag.period != one.flag.period), one]
    return whole


def _covers(whole: Flag, alone: Flag) -> bool:
    return alone.period is None or whole.is_about(alone.period)


def _of(one: Verdict) -> tuple[str, ...]:
    return (one.flag.kind, one.flag.reporter, one.flag.partner, one.flag.flow, one.flag.code)


def _checks(tolerances: Tolerances) -> tuple[Check, ...]:
    return (
        total_checks.sums,
        past_checks.scale,
        past_checks.unit_values,
        past_checks.currency,
        past_checks.valuation,
        past_checks.edition,
        past_checks.units,
        presence_checks.same_figures,
        presence_checks.zeros,
        partial(presence_checks.gone, tolerances=tolerances),
        presence_checks.few,
        presence_checks.unwithheld,
        past_checks.single_lines,
        presence_checks.repeated,
    )
