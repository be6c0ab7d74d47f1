"""Judge whether a release is plausible: what stops it, and what is only flagged.

`judge` is pure. It takes measured facts and returns what is odd. Some oddities stop the release from being recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import log10

from generator.settings.tolerances import (
    AS_A_RULE,
    FEW,
    HALF,
    HUNDREDS,
    PARTIAL_LINES,
    TOTAL,
    UNIT_VALUE,
    Tolerances,
)
from generator.store.batch_measures import Facts, Group
from generator.trade.codes import WORLD, Flow
from generator.trade.editions import TABLED, Edition
from generator.trade.flags import Flag
from generator.trade.period import Period

_OF_THE_WHOLE = ("stale",)  # kinds judged over the whole release only, not again for its newest period
_POWERS = (-3, -2, -1, 1, 2, 3)
_SHOWN = 3  # sentences in a reason
_WHOLE = 100  # from here on a factor is written without a fraction


@dataclass(frozen=True)
class Oddity:
    """One flag, and whether it stops the release."""

    flag: Flag
    stops: bool = False


@dataclass(frozen=True)
class PlausibilityJudgement:
    """What is odd about a release. Flags in `stops` prevent recording it, unless a person accepts it."""

    stops: tuple[Flag, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def reason(self) -> str:
        """Why the release is set aside, in a few sentences; "" if it is not."""
        sentences = [flag.sentence for flag in self.stops]
        more = f" And {len(sentences) - _SHOWN} more like these." if len(sentences) > _SHOWN else ""
        return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences[:_SHOWN]) + more


def judge(facts: Facts, tolerances: Tolerances = AS_A_RULE) -> PlausibilityJudgement:
    """Return what is odd about the release behind `facts`.

    The newest period is judged twice, as a part of the release and by itself. Otherwise a bad month at the end of a
    long table would not stop the release.
    """
    oddities = list(_oddities(facts, tolerances))
    if facts.newest:
        for oddity in _oddities(facts.newest, tolerances):
            if oddity.flag.kind not in _OF_THE_WHOLE:
                oddities = _joined(oddities, oddity)
    stops = tuple(oddity.flag for oddity in oddities if oddity.stops)
    return PlausibilityJudgement(stops, tuple(oddity.flag for oddity in oddities if not oddity.stops))


def _joined(oddities: list[Oddity], newest: Oddity) -> list[Oddity]:
    """Return the oddities of a release with one of its newest period added, unless a similar one is there already."""
    flag = newest.flag
    similar = [
        oddity
        for oddity in oddities
        if replace(oddity.flag, sentence=flag.sentence, period=flag.period) == flag
        and (flag.period is None or oddity.flag.is_about(flag.period))
    ]
    if similar and not (newest.stops and not any(oddity.stops for oddity in similar)):
        return oddities
    return [*(oddity for oddity in oddities if oddity not in similar or oddity.flag.period != flag.period), newest]


def _oddities(facts: Facts, tolerances: Tolerances) -> Iterator[Oddity]:
    yield from _sums(facts)
    yield from _scale(facts)
    yield from _unit_values(facts)
    yield from _of_groups(facts, "currency", _currency)
    yield from _of_groups(facts, "valuation", _valuation)
    yield from _of_groups(facts, "edition", _edition, _stops_for_edition)
    yield from _of_groups(
        facts, "unit", _units, lambda group: group.units >= FEW and 2 * group.units > group.units_known
    )
    yield from _same_figures(facts)
    yield from _of_groups(facts, "zeros", _zeros)
    yield from _missing_lines(facts, tolerances)
    yield from _few(facts)
    yield from _of_groups(facts, "unwithheld", _unwithheld, lambda _: False)
    yield from _single_lines(facts)
    if facts.repeated:
        yield Oddity(Flag("repeated", f"{facts.repeated} rows are the same as another row, and count once"))


def _of_groups(
    facts: Facts, kind: str, says: Callable[[Group], str], stops: Callable[[Group], bool] = lambda _: True
) -> Iterator[Oddity]:
    """Yield one oddity for each reporter and flow where `says` has a sentence for a period.

    The oddities stop the release only if they concern more than half of its lines. So one bad economy in a file of a
    hundred is only flagged.
    """
    weights = [max(group.lines, group.established, 1) for group in facts.groups]
    sentences = [says(group) for group in facts.groups]
    odd_weight = sum(weight for weight, sentence in zip(weights, sentences, strict=True) if sentence)
    is_most = 2 * odd_weight > sum(weights)
    trades: dict[tuple[str, str, bool], list[tuple[Group, str]]] = defaultdict(list)
    for group, sentence in zip(facts.groups, sentences, strict=True):
        if sentence:
            trades[group.reporter, group.flow, is_most and stops(group)].append((group, sentence))
    for (reporter, flow, stopped), odd_periods in trades.items():
        (first, sentence), (last, _) = odd_periods[0], odd_periods[-1]
        more = len(odd_periods) - 1
        if more == 1:
            sentence = f"{sentence}, and so in {last.period}"
        elif more:
            sentence = f"{sentence}, and so in {more} more periods up to {last.period}"
        span = Period(first.period.first, last.period.first + last.period.months - first.period.first)
        yield Oddity(Flag(kind, sentence, reporter, "", flow, "", span), stopped)


def _scale(facts: Facts) -> Iterator[Oddity]:
    """Yield where most lines, or the total with and without its largest line, moved by one factor of 10, 100 or 1,000.

    A factor of 10 is only flagged, since trade of few lines can do that. From 100 on, the unit must be another one.
    """

    def says(group: Group) -> str:
        power = _power_of(group)
        return (
            f"{_trade_of(group)} come to {_power_in_words(power)} what is usual, line by line or in all"
            if power
            else ""
        )

    return _of_groups(facts, "scale", says, lambda group: abs(_power_of(group)) > 1)


def _unit_values(facts: Facts) -> Iterator[Oddity]:
    """Yield where unit values moved by a power of ten: value or quantity must be in another unit."""

    def says(group: Group) -> str:
        power = _power(group.unit_shift, UNIT_VALUE) if group.unit_values >= FEW else 0
        return (
            f"{_trade_of(group)} are worth {_power_in_words(power)} the usual for a unit of quantity" if power else ""
        )

    return _of_groups(facts, "weight", says)


def _power_of(group: Group) -> int:
    """Return the power of ten by which the trade moved, or 0.

    It counts if most lines moved by it, both by number and by usual value. It also counts if the total moved by it, and
    the total without its largest line did, too.
    """
    if group.known < FEW:
        return 0
    for power, (count, usual) in group.near.items():
        if 2 * count > group.known and 2 * usual > group.usual:
            return power
    if min(group.usual, group.now, group.rest_usual, group.rest_now) <= 0:
        return 0
    power = _power(log10(group.now / group.usual), TOTAL)
    return power if power == _power(log10(group.rest_now / group.rest_usual), TOTAL) else 0


def _power(shift: float, ten: float) -> int:
    near = (power for power in _POWERS if abs(shift - power) <= (ten if abs(power) == 1 else HUNDREDS))
    return next(near, 0)


def _currency(group: Group) -> str:
    """Return the sentence if values are in another currency than before, else ""."""
    before, now = set(group.currencies_before), set(group.currencies)
    if not before or now <= before:
        return ""
    return f"{_trade_of(group)} are in {', '.join(sorted(now))}, and were in {', '.join(sorted(before))}"


def _valuation(group: Group) -> str:
    """Return the sentence if values changed between CIF and FOB, or are both in one period; else "".

    The figures must state it: freight is too small to be seen in the values.
    """
    before, now = set(group.valuations_before), group.valuations
    if len(now) > 1:
        return f"{_trade_of(group)} are valued {' and '.join(now)} at once"
    if not before or before >= set(now):
        return ""
    return f"{_trade_of(group)} are valued {now[0]}, and were {' and '.join(sorted(before))}"


def _edition(group: Group) -> str:
    """Return the sentence if a period has codes of two HS editions, or of another edition than before; else ""."""
    now, before = group.editions, group.edition_before
    if len(now) > 1:
        return f"{_trade_of(group)} are in codes of {' and '.join(now)} at once"
    if not now or not before or now[0] == before:
        return ""
    caveat = "" if _are_joined(now[0], before) else ", which no table here joins"
    newest = Period(group.edition_since, group.edition_span)  # a later one, where an older month comes late
    return f"{_trade_of(group)} are in codes of {now[0]}, those in {newest} in {before}{caveat}"


def _stops_for_edition(group: Group) -> bool:
    """Whether the change of edition makes figures incomparable: no correlation table covers it."""
    return len(group.editions) > 1 or not _are_joined(group.editions[0], group.edition_before)


def _are_joined(first: str, second: str) -> bool:
    """Whether a correlation table joins the codes of two HS editions."""
    return {Edition.of(first), Edition.of(second)} <= set(TABLED)


def _units(group: Group) -> str:
    of = f"{group.units} of {group.units_known}"
    return f"{_trade_of(group)}: {of} lines have another unit of quantity than before" if group.units else ""


def _zeros(group: Group) -> str:
    """Return the sentence if every figure is 0 although the lines had trade before; else ""."""
    if group.zeros < FEW or group.zeros + group.withheld < group.lines or group.positive_before < FEW:
        return ""
    return f"{_trade_of(group)}: all {group.zeros} figures are 0"


def _unwithheld(group: Group) -> str:
    """Return the sentence if lines that were withheld before are 0 now, since withheld does not mean 0; else ""."""
    return f"{_trade_of(group)}: {group.unwithheld} lines are 0 that were withheld before" if group.unwithheld else ""


def _missing_lines(facts: Facts, tolerances: Tolerances) -> Iterator[Oddity]:
    """Yield where more of the usual lines, or of their usual value, is missing than the tolerance allows.

    A release that claims to be complete would count the missing lines as no trade. It stops if half of the lines are
    missing, out of eight or more. Small lines come and go, and a large steady line that is missing becomes a gap
    (trade.series_gaps). In a release without that claim, missing lines only stay unknown.
    """

    def says(group: Group) -> str:
        few = group.gone <= tolerances.gone * group.established
        if group.gone < FEW or (few and group.gone_usual <= tolerances.gone * group.established_usual):
            return ""
        return f"{_trade_of(group)} lack {group.gone} of the {group.established} lines that are there as a rule"

    def stops(group: Group) -> bool:
        many = group.gone > max(HALF, tolerances.gone) * group.established
        return group.complete and many and group.established >= PARTIAL_LINES

    return _of_groups(facts, "gone", says, stops)


def _few(facts: Facts) -> Iterator[Oddity]:
    """Yield pairs with too few of their usual lines: the month is partial."""
    for pair in facts.sparse_pairs:
        trade = _trade_in_words(pair.reporter, pair.flow, pair.period, pair.partner)
        sentence = f"{trade} have {pair.lines} lines, where {pair.usual:.0f} are usual: the month is partial"
        yield Oddity(Flag("partial", sentence, pair.reporter, pair.partner, pair.flow, "", pair.period))


def _single_lines(facts: Facts) -> Iterator[Oddity]:
    """Yield large single lines that moved by a power of ten, unless their whole trade did."""
    trade_flags = [oddity.flag for oddity in (*_scale(facts), *_unit_values(facts))]
    for line in facts.odd_lines:
        trade = (line.reporter, line.flow)
        if any(trade == (flag.reporter, flag.flow) and flag.is_about(line.period) for flag in trade_flags):
            continue
        what = "its usual size" if line.of == "value" else "its usual value for a unit of quantity"
        words = _trade_in_words(line.reporter, line.flow, line.period, line.partner)
        sentence = f"HS {line.code} of {words} is {ratio_in_words(line.times)} {what}"
        yield Oddity(Flag("line", sentence, line.reporter, line.partner, line.flow, line.code, line.period))


def _same_figures(facts: Facts) -> Iterator[Oddity]:
    """Yield pairs with exactly the figures of another period.

    If they are most of the release, it stops, because it is an old answer.
    """
    lines = sum(group.lines for group in facts.groups)
    most = 2 * sum(item.lines for item in facts.repeated_pairs if not item.within) > lines
    for pair in facts.repeated_pairs:
        trade = _trade_in_words(pair.reporter, pair.flow, pair.period, pair.partner)
        sentence = f"{trade} are figure by figure those of {pair.other}"
        flag = Flag("stale", sentence, pair.reporter, pair.partner, pair.flow, "", pair.period)
        yield Oddity(flag, stops=most and not pair.within)


def _sums(facts: Facts) -> Iterator[Oddity]:
    """Yield totals that differ from the sum of their parts.

    A total smaller than its parts stops the release. A total larger than its parts can be right, since confidential
    lines are missing among the parts: it is flagged with the difference. It is not flagged if the release neither
    claims to be complete nor has withheld parts.
    """
    for total in facts.totals:
        exceeds = total.summed > total.printed
        if not (exceeds or total.complete or total.withheld):
            continue
        of = "its partners" if total.of == "partners" else "its lines"
        trade = _trade_in_words(total.reporter, total.flow, total.period, total.partner)
        if exceeds:
            sentence = (
                f"HS {total.code} of {trade} is printed as {total.printed:,.0f}, {of} come to {total.summed:,.0f}"
            )
        else:
            difference = total.printed - total.summed
            why = f", {total.withheld} of them withheld" if total.withheld else ""
            share = f"{100 * difference / total.printed:.2g}% of it"
            sentence = f"HS {total.code} of {trade}: {of} come to {difference:,.0f} less than is printed ({share}){why}"
        flag = Flag("parts", sentence, total.reporter, total.partner, total.flow, total.code, total.period)
        yield Oddity(flag, stops=exceeds)


def _trade_in_words(reporter: str, flow: str, period: object, partner: str = "") -> str:
    """Return "CHN's imports from PAK in 2019-06"."""
    partner_name = "the World" if partner == WORLD else partner
    way = {Flow.IMPORT: "from", Flow.RE_IMPORT: "from"}.get(Flow(flow), "to")
    what = Flow(flow).name.lower().replace("_", "-") + "s"
    return f"{reporter}'s {what}{f' {way} {partner_name}' if partner_name else ''} in {period}"


def _trade_of(group: Group) -> str:
    return _trade_in_words(group.reporter, group.flow, group.period)


def _power_in_words(power: int) -> str:
    """Return a power of ten in words: "1,000 times", "a thousandth of"."""
    if power > 0:
        return f"{10**power:,} times"
    return {1: "a tenth of", 2: "a hundredth of"}.get(-power, "a thousandth of")


def ratio_in_words(ratio: float) -> str:
    """Return a ratio in words: "12 times", "1/12 of". It has three digits, or all digits before the point."""
    factor = ratio if ratio >= 1 else 1 / ratio
    digits = f"{factor:,.0f}" if factor >= _WHOLE else f"{factor:.3g}"  # 1.01e+04 nobody reads
    return f"{digits} times" if ratio >= 1 else f"1/{digits} of"
