"""Words: how a judgement is said to whoever takes a file in."""

from __future__ import annotations

from collections.abc import Sequence

from generator.store.facts import Group
from generator.trade.codes import WORLD, Flow

_SHOWN = 3
_WHOLE = 100  # a factor from here on is said without a fraction


def trade(reporter: str, flow: str, period: object, partner: str = "") -> str:
    """Return "CHN's imports from PAK in 2019-06"."""
    other = "the World" if partner == WORLD else partner
    way = {Flow.IMPORT: "from", Flow.RE_IMPORT: "from"}.get(Flow(flow), "to")
    what = Flow(flow).name.lower().replace("_", "-") + "s"
    return f"{reporter}'s {what}{f' {way} {other}' if other else ''} in {period}"


def of(group: Group) -> str:
    """Return which trade a group is."""
    return trade(group.reporter, group.flow, group.period)


def times(power: int) -> str:
    """Return what a power of ten is as a factor: "1,000 times", "a thousandth of"."""
    if power > 0:
        return f"{10**power:,} times"
    return {1: "a tenth of", 2: "a hundredth of"}.get(-power, "a thousandth of")


def factor(ratio: float) -> str:
    """Return a ratio as it is said: "12 times", "1/12 of"."""
    return f"{_digits(ratio)} times" if ratio >= 1 else f"1/{_digits(1 / ratio)} of"


def _digits(factor: float) -> str:
    """Return three figures of a factor, all of one that has more before its point: 1.01e+04 nobody reads."""
    return f"{factor:,.0f}" if factor >= _WHOLE else f"{factor:.3g}"


def listed(said: Sequence[str]) -> str:
    """Return the first few sentences as one text, and how many more there are."""
    more = f" And {len(said) - _SHOWN} more like these." if len(said) > _SHOWN else ""
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in said[:_SHOWN]) + more
