"""Pairs: finds the figures of a sentence that belong together, as claims. Ambiguous figures are not paired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.factcheck.mentions import BASE, CHANGE, LEVEL, ODD, RATE, SHARE, WHOLE, Mention, mentions_of, words_of
from generator.factcheck.printed_claim import Loose, PrintedClaim, PrintedNumber
from generator.trade.currency import is_money

_MOST = 4  # most figures that can belong together: rate, difference and two levels
_FORMS = (  # the kinds of figures that can belong together, in any order
    (RATE, LEVEL, BASE),
    (RATE, CHANGE, LEVEL, BASE),
    (CHANGE, LEVEL, BASE),
    (SHARE, LEVEL, WHOLE),
    (RATE, LEVEL, WHOLE),
)
_SCALES = {0: "", 3: "thousand", 6: "mn", 9: "bn", 12: "tn"}
_FEWEST_LEVELS = 3  # of a sum: two parts and their whole
_STEP = 3  # powers of ten from one scale to the next
_PLACES = 12  # most decimals of a figure in a claim
_TONNES = {"kg": "t", "Mt": "Mt"}  # how a weight, held in kilograms, is named in the claim


@dataclass(frozen=True)
class Pair:
    """Figures that belong together."""

    first: int  # place of the first among the mentions of the sentence
    end: int  # place behind the last
    figures: tuple[Mention, ...]

    def meets(self, other: Pair) -> bool:
        """Whether both have a figure in common."""
        return self.first < other.end and other.first < self.end

    def has(self, kind: str) -> bool:
        """Whether one of the figures is of a kind."""
        return any(figure.kind == kind for figure in self.figures)


def claims_in(sentence: str, before: str = "") -> list[PrintedClaim]:
    """Return the claims of a sentence in order. `before` is the previous sentence of the paragraph."""
    mentions = mentions_of(sentence)
    is_turn = words_of("deficit").search(sentence) and words_of("surplus").search(sentence)
    if is_turn or words_of("crossed").search(sentence):
        return [_unpaired(mention) for mention in mentions if mention.kind in {RATE, SHARE}]
    total = _sum(sentence, mentions)
    if total is not None:
        return [total]
    candidates = [*_pairs(mentions), *_borrowed(mentions, sentence, before), *_levels(mentions, in_order=True)]
    pairs = _agreed(candidates, mentions)
    claims = [(pair.first, _claim(pair.figures)) for pair in pairs]
    paired = {place for pair in pairs for place in range(pair.first, pair.end)}
    for place, mention in enumerate(mentions):
        if place not in paired and mention.kind in {RATE, SHARE}:
            claims.append((place, _unpaired(mention)))
    unused = [pair for pair in _levels(mentions) if not paired & {pair.first, pair.end - 1}]
    claims += [(pair.first, _claim(pair.figures)) for pair in unused]
    return [claim for _, claim in sorted(claims, key=lambda placed: placed[0])]


def _pairs(mentions: Sequence[Mention]) -> Iterator[Pair]:
    """Yield all runs of three or four neighbouring figures that can belong together."""
    for first in range(len(mentions)):
        for end in range(first + 3, min(first + _MOST, len(mentions)) + 1):
            figures = tuple(mentions[first:end])
            formed = () if any(figure.is_apart for figure in figures[1:]) else _formed(figures)
            if formed:
                yield Pair(first, end, formed)


def _formed(figures: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the figures if they have one of the forms, else ().

    Of two bases, the one that only its date marks as a base becomes the level.
    """
    bases = [figure for figure in figures if figure.kind == BASE]
    if len(bases) == 2:  # noqa: PLR2004 -- a base by a word, and a level with the time of one
        figures = tuple(
            replace(figure, kind=LEVEL) if figure.kind == BASE and not figure.is_sure else figure for figure in figures
        )
    kinds = sorted(figure.kind for figure in figures)
    units = {figure.unit for figure in figures if figure.kind not in {RATE, SHARE}}
    rates = [figure for figure in figures if figure.kind == RATE]
    if len(units) != 1 or not any(kinds == sorted(form) for form in _FORMS):
        return ()
    if WHOLE in kinds and any(figure.way for figure in rates):
        return ()  # a rate with a direction is a change, not a share
    is_money_level = any(is_money(unit.partition("/")[0]) for unit in units)
    if any(figure.unit == ODD or (figure.unit and is_money_level) for figure in rates):
        return ()
    return figures


def _levels(mentions: Sequence[Mention], *, in_order: bool = False) -> Iterator[Pair]:
    """Yield each level and base that no rate stands beside. With `in_order`, yield each base followed by a level."""
    for first in range(len(mentions) - 1):
        former, latter = mentions[first : first + 2]
        kinds = (former.kind, latter.kind)
        is_loose = isinstance(former.figure, Loose) or isinstance(latter.figure, Loose)
        if is_loose or former.unit != latter.unit or latter.is_apart or kinds not in ((LEVEL, BASE), (BASE, LEVEL)):
            continue
        neighbours = [*mentions[max(0, first - 1) : first], *mentions[first + 2 : first + 3]]
        is_alone = not any(neighbour.kind in {RATE, CHANGE} for neighbour in neighbours)
        if kinds == (BASE, LEVEL) if in_order else is_alone:
            yield Pair(first, first + 2, (former, latter))


def _borrowed(mentions: Sequence[Mention], sentence: str, before: str) -> Iterator[Pair]:
    """Yield a rate and its base, or a share and its whole, together with the only level before them.

    That level may stand in the sentence `before` if this one has a pronoun and no level.
    """
    for first in range(len(mentions) - 1):
        former, latter = mentions[first : first + 2]
        kinds = {former.kind, latter.kind}
        if kinds not in ({RATE, BASE}, {SHARE, WHOLE}) or latter.is_apart:
            continue
        clauses = [0, *(place for place in range(first + 1) if mentions[place].is_apart)]  # where they begin
        earlier = mentions[clauses[-1] if RATE in kinds else 0 : first]
        has_level = any(mention.kind == LEVEL for mention in mentions)
        if not has_level and words_of("pronoun").search(sentence, 0, latter.start):
            earlier = mentions_of(before)
        unit = (latter if former.kind in {RATE, SHARE} else former).unit
        levels = [level for level in earlier if level.kind == LEVEL and level.unit == unit]
        if len(levels) == 1 and not any(level.kind == LEVEL for level in mentions[first + 2 :]):
            formed = _formed((former, latter, levels[0]))
            if formed:
                yield Pair(first, first + 2, formed)


def _agreed(pairs: Sequence[Pair], mentions: Sequence[Mention]) -> list[Pair]:
    """Return the pairs that stand in every reading of the sentence with the greatest possible number of pairs."""
    widest = [pair for pair in pairs if not any(_within(pair, rival) for rival in pairs)]
    size = len(mentions)
    before = [0] * (size + 1)  # most pairs that fit before each figure
    for place in range(1, size + 1):
        counts = [before[pair.first] + 1 for pair in widest if pair.end == place]
        before[place] = max([before[place - 1], *counts])
    behind = [0] * (size + 1)  # most pairs that fit from each figure on
    for place in reversed(range(size)):
        counts = [behind[pair.end] + 1 for pair in widest if pair.first == place]
        behind[place] = max([behind[place + 1], *counts])
    possible = [pair for pair in widest if before[pair.first] + 1 + behind[pair.end] == before[size]]
    agreed = [pair for pair in possible if not _meets_another(pair, possible)]
    return [pair for pair in agreed if not _beside_another(pair, agreed, mentions)]


def _meets_another(pair: Pair, rivals: Sequence[Pair]) -> bool:
    """Say whether the pair shares a figure with another of `rivals`."""
    return any(pair != rival and pair.meets(rival) for rival in rivals)


def _within(inner: Pair, outer: Pair) -> bool:
    return inner != outer and outer.first <= inner.first and inner.end <= outer.end


def _beside_another(pair: Pair, pairs: Sequence[Pair], mentions: Sequence[Mention]) -> bool:
    """Whether an unpaired rate or base stands beside a pair, in its clause: the text may mean that one instead."""
    paired = {place for agreed in pairs for place in range(agreed.first, agreed.end)}
    neighbours: list[int] = []
    if pair.first and not mentions[pair.first].is_apart:
        neighbours.append(pair.first - 1)
    if pair.end < len(mentions) and not mentions[pair.end].is_apart:
        neighbours.append(pair.end)
    return pair.has(RATE) and any(place not in paired and mentions[place].kind in {RATE, BASE} for place in neighbours)


def _sum(sentence: str, mentions: Sequence[Mention]) -> PrintedClaim | None:
    """Return the claim that the last of three or more levels is the sum of the others, if a word says so."""
    levels = [mention for mention in mentions if mention.kind in {LEVEL, CHANGE}]
    if len(levels) != len(mentions) or len(levels) < _FEWEST_LEVELS or len({mention.unit for mention in levels}) > 1:
        return None
    if not words_of("sum").search(sentence, levels[-2].end, levels[-1].start):
        return None
    numbers, unit = _in_one_unit(levels)
    return PrintedClaim(kind="level", unit=unit, value=numbers[-1], parts=tuple(numbers[:-1]))


def _claim(figures: Sequence[Mention]) -> PrintedClaim:
    by_kind = {figure.kind: figure for figure in figures}
    rate = by_kind.get(RATE)
    share = by_kind.get(SHARE)
    change = by_kind.get(CHANGE)
    if rate and WHOLE in by_kind:  # a rate of a whole is a share
        share = rate
        rate = None
    levels = [by_kind[kind] for kind in (LEVEL, BASE, WHOLE, CHANGE) if kind in by_kind]
    numbers, unit = _in_one_unit(levels)
    read = dict(zip((figure.kind for figure in levels), numbers, strict=True))

    way = _way(read)
    if rate and rate.way:
        way = rate.way
    elif change and change.way:
        way = change.way
    kind = "level"
    qualifier = ""
    stated_pct: PrintedNumber | Loose | None = None
    stated_abs_change: PrintedNumber | Loose | None = None
    if change:
        kind = "change_abs"
        qualifier = change.word
        stated_abs_change = _signed(read[CHANGE], way)
    if share:
        kind = "share"
        qualifier = share.word
        stated_pct = _signed(share.figure, 1)
    if rate:
        qualifier = rate.word
        stated_pct = _signed(rate.figure, way)
    if rate and not share:
        kind = "change_pct"
    return PrintedClaim(
        kind=kind,
        unit=unit,
        qualifier=qualifier,
        value=read.get(LEVEL),
        comparison_value=read.get(BASE),
        stated_pct=stated_pct,
        stated_abs_change=stated_abs_change,
        denominator=read.get(WHOLE),
    )


def _unpaired(rate: Mention) -> PrintedClaim:
    """Return the claim of a rate or share that no two levels plainly belong to."""
    return replace(_claim((rate,)), unread="no two levels of the text plainly belong to it")


def _way(read: dict[str, PrintedNumber | Loose]) -> int:
    """Return the direction by the two levels, for a sentence without a word for it."""
    now, base = read.get(LEVEL), read.get(BASE)
    return -1 if isinstance(now, PrintedNumber) and isinstance(base, PrintedNumber) and now.value < base.value else 1


def _signed(figure: PrintedNumber | Loose, way: int) -> PrintedNumber | Loose:
    if isinstance(figure, Loose) or way > 0 or figure.value < 0:
        return figure
    return PrintedNumber(f"-{figure.text}", -figure.value)


def _in_one_unit(levels: Sequence[Mention]) -> tuple[list[PrintedNumber | Loose], str]:
    """Return the levels in one common scale, and the name of its unit."""
    if not levels:
        return [], ""
    printed = [level.figure for level in levels if isinstance(level.figure, PrintedNumber)]
    exponents = [int(number.value.as_tuple().exponent) for number in printed]
    least = max([level.power for level in levels] + exponents)
    power = -(-least // _STEP) * _STEP
    numbers = [_scaled(level.figure, power) for level in levels]
    return numbers, _unit(levels[0].unit, power)


def _scaled(figure: PrintedNumber | Loose, power: int) -> PrintedNumber | Loose:
    if isinstance(figure, Loose):
        return figure
    value = figure.value.scaleb(-power)
    number = PrintedNumber(f"{value:f}", value)
    return number if number.places <= _PLACES else Loose(figure.text)


def _unit(unit: str, power: int) -> str:
    scale = power
    name = unit.removeprefix("count").strip()
    if unit in _TONNES and power:
        scale = power - _STEP
        name = _TONNES[unit]
    money, slash, divisor = name.partition("/")
    if is_money(money):
        money = money.upper()
    scale_words = _SCALES.get(scale, f"10^{scale}")
    return f"{scale_words} {money}{slash}{divisor}".strip()
