"""History: a line against its own past, as claims: largest in the figures, highest since, so many months in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.movements.readings import Reading
from generator.story.amounts import Amount
from generator.story.crossings import begins
from generator.story.facts import Claim
from generator.story.monthly.month import Month
from generator.trade.period import Period

_SPOKEN = 36  # months of figures that a "largest" needs
_AGO = 24  # months back that a "highest since" needs
_YEAR = 12  # months before a step, each of which it passes
_TOLD = (4, 6, 9)  # months in a row that are worth a word; so is every sixth from twelve on
Step = tuple[Amount, Amount]  # a month, and the same a year before
_STEP = 200  # a step of a streak is more than a two-hundredth: half a per cent


def past(month: Month, codes: Sequence[str]) -> tuple[Amount, ...]:
    """Return the earlier months of `codes`, newest first, up to the first that is not known."""
    found, when = [], month.period.step(-1)
    while (one := month.amount(codes, when)) is not None:
        found.append(one)
        when = when.step(-1)
    return tuple(found)


def extreme(month: Month, codes: Sequence[str]) -> tuple[Claim, str] | None:
    """Return the claim that the month is the `highest` or `lowest` of all its past, with the side.

    None where a gap hides some of that past.
    """
    now, before = month.amount(codes, month.period), past(month, codes)
    if month.period.months > 1 or now is None or not now.value or len(before) + 1 < _SPOKEN:
        return None
    if before[-1].span.first > begins(month.figures, codes):
        return None
    if not all(one.is_exact for one in (now, *before)):
        return None
    for side in ("highest", "lowest"):
        if all(_beyond(side, now.reading, one.reading) for one in before):
            return month.account.record(side, now, before), side
    return None


def since(month: Month, codes: Sequence[str]) -> tuple[Claim, str] | None:
    """Return the claim that the month is the `highest` or `lowest` for two years or more, with the side."""
    now, before = month.amount(codes, month.period), past(month, codes)
    if month.period.months > 1 or now is None or not now.value or not before:
        return None
    for side in ("highest", "lowest"):
        beaten = next((at for at, one in enumerate(before) if not _beyond(side, now.reading, one.reading)), None)
        if beaten is None or beaten + 1 < _AGO or not all(one.is_exact for one in (now, *before[: beaten + 1])):
            continue
        if _beyond({"highest": "lowest", "lowest": "highest"}[side], now.reading, before[beaten].reading):
            name = "since_high" if side == "highest" else "since_low"
            return month.account.since(name, now, before[: beaten + 1]), side
    return None


def _beyond(side: str, now: Reading, then: Reading) -> bool:
    return now.low > then.high if side == "highest" else now.high < then.low


def step(month: Month, code: str) -> Claim | None:
    """Return the claim of the step since which a line stands where it stands, as the movements know its month.

    None where a month since then does not lie beyond each of the twelve before it: then a reader would not see a step.
    """
    found = month.movement(code)
    now, then = month.amount([code], month.period), past(month, [code])
    if found is None or not found.since_step or now is None or month.period.months > 1:
        return None
    length = month.period.first - Period.parse(found.since_step).first + 1
    levels, way = (now, *then)[: length + _YEAR], found.direction
    since, before = levels[:length], levels[length:]
    side = "highest" if way == "up" else "lowest"
    if way is None or len(before) < _YEAR or not all(one.is_exact for one in levels):
        return None
    if not all(_beyond(side, one.reading, other.reading) for one in since for other in before):
        return None
    return month.account.step(way, since, before)


def streak(month: Month, codes: Sequence[str], least: int = _TOLD[0]) -> tuple[Claim, str] | None:
    """Return the claim of a run of `least` months or more in one direction on the year before, with the direction."""
    steps, way, _ = run(month, codes, month.period)
    if month.is_quarter or sum(now.span.months for now, _ in steps) < least:
        return None
    return month.account.streak(steps), way


def run(month: Month, codes: Sequence[str], last: Period) -> tuple[list[Step], str, Step | None]:
    """Return the steps of a run to `last`, newest first, its way, and the one before it that goes no such way.

    That one is None where it is not known.
    """
    steps: list[Step] = []
    ways: set[str] = set()
    for when in months_back(month, last):
        now, base = month.amount(codes, when), month.amount(codes, when.year_before())
        if now is None or base is None or not base.value or not (now.is_exact and base.is_exact):
            return steps, "".join(ways), None
        way = _way(now.reading, base.reading)
        if not way or (ways and way not in ways):
            return steps, "".join(ways), (now, base)
        ways.add(way)
        steps.append((now, base))
    return steps, "".join(ways), None


def is_told(claim: Claim) -> bool:
    """Say whether a run of months is news now: at four, six, nine, twelve months, then every six."""
    return claim.value in _TOLD or claim.value % 6 == 0


def _way(now: Reading, base: Reading) -> str:
    if _STEP * (now.low - base.high) > base.high:
        return "up"
    return "down" if _STEP * (base.low - now.high) > base.high else ""


def may_go(way: str, now: Reading, base: Reading) -> bool:
    """Say whether a change on the year before goes `way` under any reading, by more than a step of a streak needs."""
    if way == "up":
        return _STEP * (now.high - base.low) > base.low
    return _STEP * (base.high - now.low) > base.high


def months_back(month: Month, last: Period | None = None) -> Iterator[Period]:
    """Yield the months back from `last` (None: the edition's); January and February are one where a holiday moves."""
    when = last or month.period
    while True:
        if month.is_lunar and when.months == 1 and when.first % 12 == 1:
            when = Period(when.first - 1, 2)
        if month.is_lunar and when.months == 1 and when.first % 12 == 0:
            return
        yield when
        when = Period(when.first - 1, 1)
