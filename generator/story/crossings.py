"""Crossings: a level that passes a round number of money for the first time in the figures known, and what follows.

A round number is 1, 2 or 5 with zeros: a reader takes it for a mark, and no level comes by one often (1.1 and 1.3
thousand million would make a mark of any month).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from generator.story.amounts import Amount, amount, is_from_little
from generator.story.facts import Claim
from generator.story.last import LastEdition
from generator.trade.currency import rough_worth
from generator.trade.figures import Figures

if TYPE_CHECKING:
    from generator.story.account import Account  # which words stand under

MONTHS, YEARS = 24, 5  # known before it that a first time needs
_LEAST = Decimal(1_000_000)  # US dollars: a smaller number is no mark
_STEPS = (5, 2, 1)
_YEAR = 12  # months
TOTAL = "total"
ROUND, _TOPPED, _EXCEEDED, _STAYED = "round", "topped", "exceeded", "stayed"


@dataclass(frozen=True)
class Crossing:
    """A level beyond a round number: of `codes`, said by the `verb`; `form` is what the next edition is told of it."""

    codes: tuple[str, ...]
    claim: Claim
    verb: str
    form: str


def round_below(level: Decimal) -> Decimal:
    """Return the largest of 1, 2 and 5 with zeros that lies below `level`, which is above one."""
    power = Decimal(1).scaleb(level.adjusted())
    return next((power * step for step in _STEPS if power * step < level), power / 2)


def begins(figures: Figures, codes: Sequence[str]) -> int:
    """Return the first month of which anything is known about `codes`."""
    own = [first for code in codes for first, _ in figures.series(code)]
    known = (period for code in codes for some in (figures.covered, figures.broken) for period in some.get(code, ()))
    return min([*own, *(period.first for period in known)])


def years_before(figures: Figures, codes: Sequence[str]) -> tuple[Amount, ...]:
    """Return the years of `codes` before the edition's, newest first, all that are known; none where one is missing."""
    found, when = [], figures.period.year_before()
    while (one := amount(figures, codes, when)) is not None:
        found.append(one)
        when = when.year_before()
    return tuple(found) if found and found[-1].span.first <= begins(figures, codes) else ()


def passed(account: Account, now: Amount, past: Sequence[Amount], fewest: int) -> Claim | None:
    """Return the claim that `now` passes a round number for the first time; `past` is all that is known before it.

    None where fewer than `fewest` are known, where one is a bound, where it came from almost nothing, and where any
    print leaves it open.
    """
    if len(past) < fewest or not now.value or not all(one.is_exact for one in (now, *past)):
        return None
    if is_from_little(now, past[_YEAR // now.span.months - 1]):
        return None
    level = round_below(now.reading.low)
    if level < rough_worth(_LEAST, now.unit) or any(one.reading.high > level for one in past):
        return None
    return account.passed(level, now, past)


def first_time(claim: Claim, name: str, last: LastEdition | None = None) -> Crossing:
    """Return the crossing of what `name` stands for, with another verb than the last edition had for one."""
    told = (last.forms.get(ROUND, "") if last else "").split(".")
    verb = _EXCEEDED if _TOPPED in told else _TOPPED
    return Crossing(claim.codes, claim, verb, ".".join((ROUND, verb, f"{claim.value:f}", name)))


def stayed(account: Account, last: LastEdition | None, name: str, now: Amount, before: Amount) -> Crossing | None:
    """Return that a level stayed above the number that the last edition told it to have passed, a month before."""
    told = (last.forms.get(ROUND, "") if last and last.period == before.span else "").split(".")
    if told[:2] not in ([ROUND, _TOPPED], [ROUND, _EXCEEDED]) or told[3:] != [name]:
        return None
    level = round_below(min(now.reading.low, before.reading.low))
    if f"{level:f}" != told[2] or not (now.is_exact and before.is_exact):
        return None
    return Crossing(now.codes, account.stayed(level, now, before), _STAYED, f"{ROUND}.{_STAYED}")
