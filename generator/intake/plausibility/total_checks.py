"""Parts against totals: what is printed for a heading, or for the world, and what its parts come to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.intake.plausibility import phrases
from generator.intake.plausibility.oddity import Verdict
from generator.store.facts import Facts, Sum
from generator.trade.flags import Flag


def sums(facts: Facts) -> Iterator[Verdict]:
    """Yield totals that their parts exceed, which no rounding explains, and those that exceed all of their parts.

    Confidential lines make the parts smaller than the total, rightly: such a rest is flagged with its size. Where the
    release does not claim to have every part, a rest is nothing to speak of.
    """
    for one in facts.sums:
        if one.summed > one.printed or one.complete or one.withheld:
            flag = Flag("parts", _said(one), one.reporter, one.partner, one.flow, one.code, one.period)
            yield Verdict(flag, stops=one.summed > one.printed)


def _said(one: Sum) -> str:
    of = "its partners" if one.of == "partners" else "its lines"
    trade = phrases.trade(one.reporter, one.flow, one.period, one.partner)
    if one.summed > one.printed:
        return f"HS {one.code} of {trade} is printed as {one.printed:,.0f}, {of} come to {one.summed:,.0f}"
    rest = one.printed - one.summed
    why = f", {one.withheld} of them withheld" if one.withheld else ""
    share = 100 * rest / one.printed
    return f"HS {one.code} of {trade}: {of} come to {rest:,.0f} less than is printed ({share:.2g}% of it){why}"
