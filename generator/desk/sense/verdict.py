"""Verdict: one odd thing, and whether it stops the release; of a part of a release nothing stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.store.facts import Facts, Group
from generator.trade.flags import Flag


@dataclass(frozen=True)
class Verdict:
    """One flag, and whether the release stops for it."""

    flag: Flag
    stops: bool = False


def of_groups(
    facts: Facts, kind: str, says: Callable[[Group], str], stops: Callable[[Group], bool] = lambda _: True
) -> Iterator[Verdict]:
    """Yield a verdict for each reporter, flow and period of which `says` has a sentence.

    They stop the release where they are most of it, by lines: one economy in a file of a hundred is only flagged.
    """
    odd = [(group, said) for group in facts.groups if (said := says(group))]
    most = 2 * sum(_weight(group) for group, _ in odd) > sum(_weight(group) for group in facts.groups)
    for group, said in odd:
        flag = Flag(kind, said, group.reporter, "", group.flow, "", group.period)
        yield Verdict(flag, stops=most and stops(group))


def _weight(group: Group) -> int:
    return max(group.lines, group.established, 1)
