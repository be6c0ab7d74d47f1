"""What is there and what is not: lines that are missing, zeros, months that repeat another one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.intake.plausibility import phrases
from generator.intake.plausibility.oddity import Verdict, of_groups
from generator.settings.tolerances import FEW, HALF, PARTIAL_LINES, Tolerances
from generator.store.facts import Facts, Few, Group
from generator.trade.flags import Flag


def gone(facts: Facts, tolerances: Tolerances) -> Iterator[Verdict]:
    """Yield where more than a third of the usual lines, or of their usual value, is gone at once.

    A release that claims to have every line would count them as no trade: it stops where half of the lines are gone,
    of eight or more. Small lines come and go, and so do those of a pair that trades few; a large steady line that is
    left out is a gap of its own (trade.series_gaps). Another release leaves unknown what it lacks.
    """

    def says(group: Group) -> str:
        few = group.gone <= tolerances.gone * group.established
        if group.gone < FEW or (few and group.gone_usual <= tolerances.gone * group.established_usual):
            return ""
        return f"{phrases.of(group)} lack {group.gone} of the {group.established} lines that are there as a rule"

    def stops(group: Group) -> bool:
        many = group.gone > max(HALF, tolerances.gone) * group.established
        return group.complete and many and group.established >= PARTIAL_LINES

    return of_groups(facts, "gone", says, stops)


def few(facts: Facts) -> Iterator[Verdict]:
    """Yield pairs with less than half of their usual lines: the month is partial."""
    for one in facts.few:
        yield Verdict(Flag("partial", _few(one), one.reporter, one.partner, one.flow, "", one.period))


def _few(one: Few) -> str:
    trade = phrases.trade(one.reporter, one.flow, one.period, one.partner)
    return f"{trade} have {one.lines} lines, where {one.usual:.0f} are usual: the month is partial"


def zeros(facts: Facts) -> Iterator[Verdict]:
    """Yield where every figure is 0, of lines that had trade before."""

    def says(group: Group) -> str:
        if group.zeros < FEW or group.zeros + group.withheld < group.lines or group.positive_before < FEW:
            return ""
        return f"{phrases.of(group)}: all {group.zeros} figures are 0"

    return of_groups(facts, "zeros", says)


def unwithheld(facts: Facts) -> Iterator[Verdict]:
    """Yield where lines that were withheld before are 0 now: withheld is not no trade."""

    def says(group: Group) -> str:
        return (
            f"{phrases.of(group)}: {group.unwithheld} lines are 0 that were withheld before" if group.unwithheld else ""
        )

    return of_groups(facts, "unwithheld", says, lambda _: False)


def same_figures(facts: Facts) -> Iterator[Verdict]:
    """Yield pairs with the very figures of another period; most of the release stops: it is an old answer again."""
    lines = sum(group.lines for group in facts.groups)
    most = 2 * sum(one.lines for one in facts.same if not one.within) > lines
    for one in facts.same:
        trade = phrases.trade(one.reporter, one.flow, one.period, one.partner)
        said = f"{trade} are figure by figure those of {one.other}"
        yield Verdict(
            Flag("stale", said, one.reporter, one.partner, one.flow, "", one.period), stops=most and not one.within
        )


def repeated(facts: Facts) -> Iterator[Verdict]:
    """Yield how many rows said the same as another one, and were counted once."""
    if facts.repeated:
        yield Verdict(Flag("repeated", f"{facts.repeated} rows are the same as another row, and count once"))
