"""Against history: scale, unit values, currency, valuation, nomenclature and units as they were."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10

from generator.intake.plausibility import phrases
from generator.intake.plausibility.oddity import Verdict, of_groups
from generator.settings.tolerances import FEW, HUNDREDS, TEN, TOTAL, UNIT_VALUE
from generator.store.facts import Facts, Group, Odd
from generator.trade.editions import TABLED, Edition
from generator.trade.flags import Flag
from generator.trade.period import Period

_POWERS = (-3, -2, -1, 1, 2, 3)


def scale(facts: Facts) -> Iterator[Verdict]:
    """Yield where most lines, or the total with and without its largest line, moved by one factor of ten to 1,000.

    Ten times is flagged, since trade of few lines comes to it; from a hundred times on the unit is another.
    """

    def says(group: Group) -> str:
        power = _power_of(group)
        return (
            f"{phrases.of(group)} come to {phrases.times(power)} what is usual, line by line or in all" if power else ""
        )

    return of_groups(facts, "scale", says, lambda group: abs(_power_of(group)) > 1)


def unit_values(facts: Facts) -> Iterator[Verdict]:
    """Yield where value per unit of quantity moved by a power of ten: value or quantity is in another unit."""

    def says(group: Group) -> str:
        power = _power(group.unit_shift, UNIT_VALUE) if group.unit_values >= FEW else 0
        of = phrases.of(group)
        return f"{of} are worth {phrases.times(power)} the usual for a unit of quantity" if power else ""

    return of_groups(facts, "weight", says)


def currency(facts: Facts) -> Iterator[Verdict]:
    """Yield where values are in another currency than before."""

    def says(group: Group) -> str:
        before, now = set(group.currencies_before), set(group.currencies)
        if not before or now <= before:
            return ""
        return f"{phrases.of(group)} are in {', '.join(sorted(now))}, and were in {', '.join(sorted(before))}"

    return of_groups(facts, "currency", says)


def valuation(facts: Facts) -> Iterator[Verdict]:
    """Yield where values are CIF that were FOB, or FOB that were CIF, or both in one period; who never says is passed.

    Freight is too little to be seen by its size: only what the figures say of themselves tells.
    """

    def says(group: Group) -> str:
        before, now = set(group.valuations_before), group.valuations
        if len(now) > 1:
            return f"{phrases.of(group)} are valued {' and '.join(now)} at once"
        if not before or before >= set(now):
            return ""
        return f"{phrases.of(group)} are valued {now[0]}, and were {' and '.join(sorted(before))}"

    return of_groups(facts, "valuation", says)


def edition(facts: Facts) -> Iterator[Verdict]:
    """Yield where one period has codes of two editions, or of another edition than before.

    Two editions in one period, and one that no table joins with the one before, stop the release; a change that a table
    covers is flagged: figures before and after it are compared by families of codes.
    """

    def says(group: Group) -> str:
        now, before = group.editions, group.edition_before
        if len(now) > 1:
            return f"{phrases.of(group)} are in codes of {' and '.join(now)} at once"
        if not now or not before or now[0] == before:
            return ""
        known = "" if _are_joined(now[0], before) else ", which no table here joins"
        newest = Period(group.edition_since, group.edition_span)  # a later one, where an older month comes late
        return f"{phrases.of(group)} are in codes of {now[0]}, those in {newest} in {before}{known}"

    def stops(group: Group) -> bool:
        return len(group.editions) > 1 or not _are_joined(group.editions[0], group.edition_before)

    return of_groups(facts, "edition", says, stops)


def units(facts: Facts) -> Iterator[Verdict]:
    """Yield where quantities are in other units than before: most of them stop the release."""

    def says(group: Group) -> str:
        of = f"{group.units} of {group.units_known}"
        return f"{phrases.of(group)}: {of} lines have another unit of quantity than before" if group.units else ""

    return of_groups(facts, "unit", says, lambda group: group.units >= FEW and 2 * group.units > group.units_known)


def single_lines(facts: Facts) -> Iterator[Verdict]:
    """Yield single lines of weight that moved by a power of ten, where not all of the trade did."""
    whole = [verdict.flag for verdict in (*scale(facts), *unit_values(facts))]
    for one in facts.odd:
        trade = (one.reporter, one.flow)
        if not any(trade == (flag.reporter, flag.flow) and flag.is_about(one.period) for flag in whole):
            yield Verdict(Flag("line", _odd(one), one.reporter, one.partner, one.flow, one.code, one.period))


def _odd(one: Odd) -> str:
    trade = phrases.trade(one.reporter, one.flow, one.period, one.partner)
    what = "its usual size" if one.of == "value" else "its usual value for a unit of quantity"
    return f"HS {one.code} of {trade} is {phrases.factor(one.times)} {what}"


def _power_of(group: Group) -> int:
    return _of_lines(group) or _of_total(group)


def _of_lines(group: Group) -> int:
    """Return the power of ten by which most lines moved, in number and by their usual value; 0 for none."""
    if group.known < FEW:
        return 0
    most = (
        power for power, (count, usual) in group.near.items() if 2 * count > group.known and 2 * usual > group.usual
    )
    return next(most, 0)


def _of_total(group: Group) -> int:
    """Return the power of ten by which the total moved, and the rest without its largest line, too; 0 for none."""
    if group.known < FEW or min(group.usual, group.now, group.rest_usual, group.rest_now) <= 0:
        return 0
    power = _power(log10(group.now / group.usual), TOTAL)
    return power if power == _power(log10(group.rest_now / group.rest_usual), TOTAL) else 0


def _power(shift: float, ten: float = TEN) -> int:
    near = (power for power in _POWERS if abs(shift - power) <= (ten if abs(power) == 1 else HUNDREDS))
    return next(near, 0)


def _are_joined(one: str, other: str) -> bool:
    """Say whether a table joins the codes of two editions: those of which every code is known."""
    return {Edition.of(one), Edition.of(other)} <= set(TABLED)
