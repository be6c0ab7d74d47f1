"""Verdict: one odd thing, and whether it stops the release; of a part of a release nothing stops the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.store.facts import Facts, Group
from generator.trade.flags import Flag
from generator.trade.period import Period


@dataclass(frozen=True)
class Verdict:
    """One flag, and whether the release stops for it."""

    flag: Flag
    stops: bool = False


def of_groups(
    facts: Facts, kind: str, says: Callable[[Group], str], stops: Callable[[Group], bool] = lambda _: True
) -> Iterator[Verdict]:
    """Yield a verdict for each reporter and flow with a period of which `says` has a sentence: of all of them together.

    They stop the release where they are most of it, by lines: one economy in a file of a hundred is only flagged.
    """
    odd = [(group, said) for group in facts.groups if (said := says(group))]
    most = 2 * sum(_weight(group) for group, _ in odd) > sum(_weight(group) for group in facts.groups)
    trades: dict[tuple[str, str, bool], list[tuple[Group, str]]] = defaultdict(list)
    for group, said in odd:
        trades[group.reporter, group.flow, most and stops(group)].append((group, said))
    for (reporter, flow, stopped), found in trades.items():
        (first, said), (last, _) = found[0], found[-1]
        more = f", and so in {_others([group.period for group, _ in found[1:]])}" if len(found) > 1 else ""
        span = Period(first.period.first, last.period.first + last.period.months - first.period.first)
        yield Verdict(Flag(kind, f"{said}{more}", reporter, "", flow, "", span), stopped)


def _others(periods: list[Period]) -> str:
    """Return the period besides the first, or how many there are and the last of them."""
    return str(periods[0]) if len(periods) == 1 else f"{len(periods)} more periods up to {periods[-1]}"


def _weight(group: Group) -> int:
    return max(group.lines, group.established, 1)
