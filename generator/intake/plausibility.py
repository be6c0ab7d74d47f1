"""Whether a release can be what it says: what stops it, and what is only flagged.

`judge` is pure: measured facts in, what is odd out, each with whether it keeps the whole release from being recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import log10

from generator.settings.tolerances import (
    AS_A_RULE,
    FEW,
    HALF,
    HUNDREDS,
    PARTIAL_LINES,
    TEN,
    TOTAL,
    UNIT_VALUE,
    Tolerances,
)
from generator.store.batch_measures import Facts, Few, Group, Odd, Sum
from generator.trade.codes import WORLD, Flow
from generator.trade.editions import TABLED, Edition
from generator.trade.flags import Flag
from generator.trade.period import Period


@dataclass(frozen=True)
class Oddity:
    """One flag, and whether the release stops for it."""

    flag: Flag
    stops: bool = False


def of_groups(
    facts: Facts, kind: str, says: Callable[[Group], str], stops: Callable[[Group], bool] = lambda _: True
) -> Iterator[Oddity]:
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
        yield Oddity(Flag(kind, f"{said}{more}", reporter, "", flow, "", span), stopped)


def _others(periods: list[Period]) -> str:
    """Return the period besides the first, or how many there are and the last of them."""
    return str(periods[0]) if len(periods) == 1 else f"{len(periods)} more periods up to {periods[-1]}"


def _weight(group: Group) -> int:
    return max(group.lines, group.established, 1)


_OF_THE_WHOLE = ("stale",)  # a month that repeats one of the same release may be an office's own rounding
Check = Callable[[Facts], Iterator[Oddity]]


@dataclass(frozen=True)
class PlausibilityJudgement:
    """What is odd about a release: `stops` keep it from being recorded, unless a person accepts it."""

    stops: tuple[Flag, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def reason(self) -> str:
        """Why it is set aside, in a sentence; "" where it is not."""
        return first_sentences([flag.said for flag in self.stops])


def judge(facts: Facts, tolerances: Tolerances = AS_A_RULE) -> PlausibilityJudgement:
    """Return what is odd about the release that `facts` were measured of.

    Its newest period is judged as part of it and by itself: a month that stops alone stops at the end of a table, too.
    """
    found = [verdict for check in _checks(tolerances) for verdict in check(facts)]
    if facts.newest:
        alone = [verdict for check in _checks(tolerances) for verdict in check(facts.newest)]
        found = _joined(found, [one for one in alone if one.flag.kind not in _OF_THE_WHOLE])
    stops = tuple(verdict.flag for verdict in found if verdict.stops)
    return PlausibilityJudgement(stops, tuple(verdict.flag for verdict in found if not verdict.stops))


def _joined(whole: list[Oddity], alone: list[Oddity]) -> list[Oddity]:
    """Return the verdicts on a release with those on its newest period that say more; each thing is said once."""
    for one in alone:
        same = [other for other in whole if _of(other) == _of(one) and _covers(other.flag, one.flag)]
        if not same or (one.stops and not any(other.stops for other in same)):
            whole = [*(other for other in whole if other not in same or other.flag.period != one.flag.period), one]
    return whole


def _covers(whole: Flag, alone: Flag) -> bool:
    return alone.period is None or whole.is_about(alone.period)


def _of(one: Oddity) -> tuple[str, ...]:
    return (one.flag.kind, one.flag.reporter, one.flag.partner, one.flag.flow, one.flag.code)


def _checks(tolerances: Tolerances) -> tuple[Check, ...]:
    return (
        sums,
        scale,
        unit_values,
        currency,
        valuation,
        edition,
        units,
        same_figures,
        zeros,
        partial(gone, tolerances=tolerances),
        few,
        unwithheld,
        single_lines,
        repeated,
    )


_POWERS = (-3, -2, -1, 1, 2, 3)


def scale(facts: Facts) -> Iterator[Oddity]:
    """Yield where most lines, or the total with and without its largest line, moved by one factor of ten to 1,000.

    Ten times is flagged, since trade of few lines comes to it; from a hundred times on the unit is another.
    """

    def says(group: Group) -> str:
        power = _power_of(group)
        return (
            f"{trade_of(group)} come to {power_in_words(power)} what is usual, line by line or in all" if power else ""
        )

    return of_groups(facts, "scale", says, lambda group: abs(_power_of(group)) > 1)


def unit_values(facts: Facts) -> Iterator[Oddity]:
    """Yield where value per unit of quantity moved by a power of ten: value or quantity is in another unit."""

    def says(group: Group) -> str:
        power = _power(group.unit_shift, UNIT_VALUE) if group.unit_values >= FEW else 0
        return f"{trade_of(group)} are worth {power_in_words(power)} the usual for a unit of quantity" if power else ""

    return of_groups(facts, "weight", says)


def currency(facts: Facts) -> Iterator[Oddity]:
    """Yield where values are in another currency than before."""

    def says(group: Group) -> str:
        before, now = set(group.currencies_before), set(group.currencies)
        if not before or now <= before:
            return ""
        return f"{trade_of(group)} are in {', '.join(sorted(now))}, and were in {', '.join(sorted(before))}"

    return of_groups(facts, "currency", says)


def valuation(facts: Facts) -> Iterator[Oddity]:
    """Yield where values are CIF that were FOB, or FOB that were CIF, or both in one period; who never says is passed.

    Freight is too little to be seen by its size: only what the figures say of themselves tells.
    """

    def says(group: Group) -> str:
        before, now = set(group.valuations_before), group.valuations
        if len(now) > 1:
            return f"{trade_of(group)} are valued {' and '.join(now)} at once"
        if not before or before >= set(now):
            return ""
        return f"{trade_of(group)} are valued {now[0]}, and were {' and '.join(sorted(before))}"

    return of_groups(facts, "valuation", says)


def edition(facts: Facts) -> Iterator[Oddity]:
    """Yield where one period has codes of two editions, or of another edition than before.

    Two editions in one period, and one that no table joins with the one before, stop the release; a change that a table
    covers is flagged: figures before and after it are compared by families of codes.
    """

    def says(group: Group) -> str:
        now, before = group.editions, group.edition_before
        if len(now) > 1:
            return f"{trade_of(group)} are in codes of {' and '.join(now)} at once"
        if not now or not before or now[0] == before:
            return ""
        known = "" if _are_joined(now[0], before) else ", which no table here joins"
        newest = Period(group.edition_since, group.edition_span)  # a later one, where an older month comes late
        return f"{trade_of(group)} are in codes of {now[0]}, those in {newest} in {before}{known}"

    def stops(group: Group) -> bool:
        return len(group.editions) > 1 or not _are_joined(group.editions[0], group.edition_before)

    return of_groups(facts, "edition", says, stops)


def units(facts: Facts) -> Iterator[Oddity]:
    """Yield where quantities are in other units than before: most of them stop the release."""

    def says(group: Group) -> str:
        of = f"{group.units} of {group.units_known}"
        return f"{trade_of(group)}: {of} lines have another unit of quantity than before" if group.units else ""

    return of_groups(facts, "unit", says, lambda group: group.units >= FEW and 2 * group.units > group.units_known)


def single_lines(facts: Facts) -> Iterator[Oddity]:
    """Yield single lines of weight that moved by a power of ten, where not all of the trade did."""
    whole = [verdict.flag for verdict in (*scale(facts), *unit_values(facts))]
    for one in facts.odd:
        trade = (one.reporter, one.flow)
        if not any(trade == (flag.reporter, flag.flow) and flag.is_about(one.period) for flag in whole):
            yield Oddity(Flag("line", _odd(one), one.reporter, one.partner, one.flow, one.code, one.period))


def _odd(one: Odd) -> str:
    trade = trade_in_words(one.reporter, one.flow, one.period, one.partner)
    what = "its usual size" if one.of == "value" else "its usual value for a unit of quantity"
    return f"HS {one.code} of {trade} is {ratio_in_words(one.times)} {what}"


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


_SHOWN = 3
_WHOLE = 100  # a factor from here on is said without a fraction


def trade_in_words(reporter: str, flow: str, period: object, partner: str = "") -> str:
    """Return "CHN's imports from PAK in 2019-06"."""
    other = "the World" if partner == WORLD else partner
    way = {Flow.IMPORT: "from", Flow.RE_IMPORT: "from"}.get(Flow(flow), "to")
    what = Flow(flow).name.lower().replace("_", "-") + "s"
    return f"{reporter}'s {what}{f' {way} {other}' if other else ''} in {period}"


def trade_of(group: Group) -> str:
    """Return which trade a group is."""
    return trade_in_words(group.reporter, group.flow, group.period)


def power_in_words(power: int) -> str:
    """Return what a power of ten is as a factor: "1,000 times", "a thousandth of"."""
    if power > 0:
        return f"{10**power:,} times"
    return {1: "a tenth of", 2: "a hundredth of"}.get(-power, "a thousandth of")


def ratio_in_words(ratio: float) -> str:
    """Return a ratio as it is said: "12 times", "1/12 of"."""
    return f"{_digits(ratio)} times" if ratio >= 1 else f"1/{_digits(1 / ratio)} of"


def _digits(factor: float) -> str:
    """Return three figures of a factor, all of one that has more before its point: 1.01e+04 nobody reads."""
    return f"{factor:,.0f}" if factor >= _WHOLE else f"{factor:.3g}"


def first_sentences(said: Sequence[str]) -> str:
    """Return the first few sentences as one text, and how many more there are."""
    more = f" And {len(said) - _SHOWN} more like these." if len(said) > _SHOWN else ""
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in said[:_SHOWN]) + more


def gone(facts: Facts, tolerances: Tolerances) -> Iterator[Oddity]:
    """Yield where more than a third of the usual lines, or of their usual value, is gone at once.

    A release that claims to have every line would count them as no trade: it stops where half of the lines are gone,
    of eight or more. Small lines come and go, and so do those of a pair that trades few; a large steady line that is
    left out is a gap of its own (trade.series_gaps). Another release leaves unknown what it lacks.
    """

    def says(group: Group) -> str:
        few = group.gone <= tolerances.gone * group.established
        if group.gone < FEW or (few and group.gone_usual <= tolerances.gone * group.established_usual):
            return ""
        return f"{trade_of(group)} lack {group.gone} of the {group.established} lines that are there as a rule"

    def stops(group: Group) -> bool:
        many = group.gone > max(HALF, tolerances.gone) * group.established
        return group.complete and many and group.established >= PARTIAL_LINES

    return of_groups(facts, "gone", says, stops)


def few(facts: Facts) -> Iterator[Oddity]:
    """Yield pairs with less than half of their usual lines: the month is partial."""
    for one in facts.few:
        yield Oddity(Flag("partial", _few(one), one.reporter, one.partner, one.flow, "", one.period))


def _few(one: Few) -> str:
    trade = trade_in_words(one.reporter, one.flow, one.period, one.partner)
    return f"{trade} have {one.lines} lines, where {one.usual:.0f} are usual: the month is partial"


def zeros(facts: Facts) -> Iterator[Oddity]:
    """Yield where every figure is 0, of lines that had trade before."""

    def says(group: Group) -> str:
        if group.zeros < FEW or group.zeros + group.withheld < group.lines or group.positive_before < FEW:
            return ""
        return f"{trade_of(group)}: all {group.zeros} figures are 0"

    return of_groups(facts, "zeros", says)


def unwithheld(facts: Facts) -> Iterator[Oddity]:
    """Yield where lines that were withheld before are 0 now: withheld is not no trade."""

    def says(group: Group) -> str:
        return (
            f"{trade_of(group)}: {group.unwithheld} lines are 0 that were withheld before" if group.unwithheld else ""
        )

    return of_groups(facts, "unwithheld", says, lambda _: False)


def same_figures(facts: Facts) -> Iterator[Oddity]:
    """Yield pairs with the very figures of another period; most of the release stops: it is an old answer again."""
    lines = sum(group.lines for group in facts.groups)
    most = 2 * sum(one.lines for one in facts.same if not one.within) > lines
    for one in facts.same:
        trade = trade_in_words(one.reporter, one.flow, one.period, one.partner)
        said = f"{trade} are figure by figure those of {one.other}"
        yield Oddity(
            Flag("stale", said, one.reporter, one.partner, one.flow, "", one.period), stops=most and not one.within
        )


def repeated(facts: Facts) -> Iterator[Oddity]:
    """Yield how many rows said the same as another one, and were counted once."""
    if facts.repeated:
        yield Oddity(Flag("repeated", f"{facts.repeated} rows are the same as another row, and count once"))


def sums(facts: Facts) -> Iterator[Oddity]:
    """Yield totals that their parts exceed, which no rounding explains, and those that exceed all of their parts.

    Confidential lines make the parts smaller than the total, rightly: such a rest is flagged with its size. Where the
    release does not claim to have every part, a rest is nothing to speak of.
    """
    for one in facts.sums:
        if one.summed > one.printed or one.complete or one.withheld:
            flag = Flag("parts", _said(one), one.reporter, one.partner, one.flow, one.code, one.period)
            yield Oddity(flag, stops=one.summed > one.printed)


def _said(one: Sum) -> str:
    of = "its partners" if one.of == "partners" else "its lines"
    trade = trade_in_words(one.reporter, one.flow, one.period, one.partner)
    if one.summed > one.printed:
        return f"HS {one.code} of {trade} is printed as {one.printed:,.0f}, {of} come to {one.summed:,.0f}"
    rest = one.printed - one.summed
    why = f", {one.withheld} of them withheld" if one.withheld else ""
    share = 100 * rest / one.printed
    return f"HS {one.code} of {trade}: {of} come to {rest:,.0f} less than is printed ({share:.2g}% of it){why}"
