"""Pairs: which figures of a sentence belong together, each pair as a claim; what may be read in two ways is no pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.factcheck.mentions import BASE, CHANGE, LEVEL, ODD, RATE, SHARE, WHOLE, Mention, mentions_of, words_of
from generator.factcheck.printed_claim import Loose, PrintedClaim, PrintedNumber
from generator.trade.currency import is_money

_MOST = 4  # figures that belong together: rate, difference and two levels
_FORMS = (  # of the figures that belong together, in any order
    (RATE, LEVEL, BASE),
    (RATE, CHANGE, LEVEL, BASE),
    (CHANGE, LEVEL, BASE),
    (SHARE, LEVEL, WHOLE),
    (RATE, LEVEL, WHOLE),
)
_SCALES = {0: "", 3: "thousand", 6: "mn", 9: "bn", 12: "tn"}
_STEP = 3  # powers of ten from one scale to the next
_PLACES = 12  # decimals that a claim may have
_TONNES = {"kg": "t", "Mt": "Mt"}  # units that figures are brought to kilograms from


@dataclass(frozen=True)
class Pair:
    """Figures that belong together, and their places in the sentence."""

    first: int
    end: int
    figures: tuple[Mention, ...]

    def meets(self, other: Pair) -> bool:
        """Say whether both have a figure in common."""
        return self.first < other.end and other.first < self.end

    def has(self, kind: str) -> bool:
        """Say whether a figure of a kind is among them."""
        return any(one.kind == kind for one in self.figures)


def claims_in(sentence: str, before: str = "") -> list[PrintedClaim]:
    """Return the claims of a sentence in its order; `before` is the sentence before in the same paragraph."""
    found = mentions_of(sentence)
    is_turn = words_of("deficit").search(sentence) and words_of("surplus").search(sentence)
    if is_turn or words_of("crossed").search(sentence):
        return [_alone(one) for one in found if one.kind in {RATE, SHARE}]
    whole = _sum(sentence, found)
    if whole is not None:
        return [whole]
    every = [*_pairs(found), *_borrowed(found, sentence, before), *_levels(found, in_order=True)]
    pairs = _agreed(every, found)
    claims = [(pair.first, _claim(pair.figures)) for pair in pairs]
    paired = {place for pair in pairs for place in range(pair.first, pair.end)}
    for place, one in enumerate(found):
        if place not in paired and one.kind in {RATE, SHARE}:
            claims.append((place, _alone(one)))
    claims += [(pair.first, _claim(pair.figures)) for pair in _levels(found) if not paired & {pair.first, pair.end - 1}]
    return [claim for _, claim in sorted(claims, key=lambda placed: placed[0])]


def _pairs(found: Sequence[Mention]) -> Iterator[Pair]:
    """Yield all neighbours that can belong together."""
    for first in range(len(found)):
        for end in range(first + 3, min(first + _MOST, len(found)) + 1):
            figures = tuple(found[first:end])
            formed = () if any(one.is_apart for one in figures[1:]) else _formed(figures)
            if formed:
                yield Pair(first, end, formed)


def _formed(figures: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return figures that have one of the forms, with a base that only its time tells where no word does; else ()."""
    bases = [one for one in figures if one.kind == BASE]
    if len(bases) == 2:  # noqa: PLR2004 -- a base by a word, and a level with the time of one
        figures = tuple(replace(one, kind=LEVEL) if one.kind == BASE and not one.is_sure else one for one in figures)
    kinds = sorted(one.kind for one in figures)
    units = {one.unit for one in figures if one.kind not in {RATE, SHARE}}
    rates = [one for one in figures if one.kind == RATE]
    if len(units) != 1 or not any(kinds == sorted(form) for form in _FORMS):
        return ()
    if WHOLE in kinds and any(one.way for one in rates):
        return ()  # what rose is no share
    is_money_level = any(is_money(unit.partition("/")[0]) for unit in units)
    if any(one.unit == ODD or (one.unit and is_money_level) for one in rates):
        return ()
    return figures


def _levels(found: Sequence[Mention], *, in_order: bool = False) -> Iterator[Pair]:
    """Yield a level and its base that no rate stands beside; `in_order`: every base with a level right behind it."""
    for first in range(len(found) - 1):
        one, two = found[first : first + 2]
        kinds = (one.kind, two.kind)
        is_loose = isinstance(one.figure, Loose) or isinstance(two.figure, Loose)
        if is_loose or one.unit != two.unit or two.is_apart or kinds not in ((LEVEL, BASE), (BASE, LEVEL)):
            continue
        beside = [*found[max(0, first - 1) : first], *found[first + 2 : first + 3]]
        is_alone = not any(other.kind in {RATE, CHANGE} for other in beside)
        if kinds == (BASE, LEVEL) if in_order else is_alone:
            yield Pair(first, first + 2, (one, two))


def _borrowed(found: Sequence[Mention], sentence: str, before: str) -> Iterator[Pair]:
    """Yield a rate and its base, or a share and its whole, beside the one level told of before them."""
    for first in range(len(found) - 1):
        one, two = found[first : first + 2]
        kinds = {one.kind, two.kind}
        if kinds not in ({RATE, BASE}, {SHARE, WHOLE}) or two.is_apart:
            continue
        earlier = _within_clause(found[: first + 1]) if RATE in kinds else found[:first]
        if not any(other.kind == LEVEL for other in found) and words_of("pronoun").search(sentence, 0, two.start):
            earlier = mentions_of(before)
        unit = (two if one.kind in {RATE, SHARE} else one).unit
        levels = [level for level in earlier if level.kind == LEVEL and level.unit == unit]
        if len(levels) == 1 and not any(level.kind == LEVEL for level in found[first + 2 :]):
            formed = _formed((one, two, levels[0]))
            if formed:
                yield Pair(first, first + 2, formed)


def _within_clause(found: Sequence[Mention]) -> Sequence[Mention]:
    """Return the mentions before the last one that stand in its clause."""
    begins = [place for place, one in enumerate(found) if one.is_apart]
    return found[begins[-1] if begins else 0 : -1]


def _agreed(pairs: Sequence[Pair], found: Sequence[Mention]) -> list[Pair]:
    """Return the pairs that are part of every reading of a sentence with as many pairs as there can be."""
    widest = [one for one in pairs if not any(_within(one, other) for other in pairs)]
    size = len(found)
    before, behind = [0] * (size + 1), [0] * (size + 1)  # how many pairs there can be up to a figure, and from it on
    for place in range(1, size + 1):
        before[place] = max([before[place - 1], *(before[one.first] + 1 for one in widest if one.end == place)])
    for place in reversed(range(size)):
        behind[place] = max([behind[place + 1], *(behind[one.end] + 1 for one in widest if one.first == place)])
    possible = [one for one in widest if before[one.first] + 1 + behind[one.end] == before[size]]
    kept = [one for one in possible if not any(one != other and one.meets(other) for other in possible)]
    return [one for one in kept if not _beside_another(one, kept, found)]


def _within(one: Pair, other: Pair) -> bool:
    return one != other and other.first <= one.first and one.end <= other.end


def _beside_another(pair: Pair, kept: Sequence[Pair], found: Sequence[Mention]) -> bool:
    """Say whether another rate or base stands beside a pair, in its clause and in no pair: it may be the one meant."""
    paired = {place for one in kept for place in range(one.first, one.end)}
    beside: list[int] = []
    if pair.first and not found[pair.first].is_apart:
        beside.append(pair.first - 1)
    if pair.end < len(found) and not found[pair.end].is_apart:
        beside.append(pair.end)
    return pair.has(RATE) and any(place not in paired and found[place].kind in {RATE, BASE} for place in beside)


def _sum(sentence: str, found: Sequence[Mention]) -> PrintedClaim | None:
    """Return the claim of a sentence of three levels and more, of which a word says that the last is the sum."""
    levels = [one for one in found if one.kind in {LEVEL, CHANGE}]
    if len(levels) != len(found) or len(levels) < 3 or len({one.unit for one in levels}) > 1:  # noqa: PLR2004
        return None
    if not words_of("sum").search(sentence, levels[-2].end, levels[-1].start):
        return None
    numbers, unit = _in_one_unit(levels)
    return PrintedClaim(kind="level", unit=unit, value=numbers[-1], parts=tuple(numbers[:-1]))


def _claim(figures: Sequence[Mention]) -> PrintedClaim:
    by_kind = {one.kind: one for one in figures}
    rate, share = by_kind.get(RATE), by_kind.get(SHARE)
    if rate and WHOLE in by_kind:
        rate, share = None, rate
    levels = [by_kind[kind] for kind in (LEVEL, BASE, WHOLE, CHANGE) if kind in by_kind]
    numbers, unit = _in_one_unit(levels)
    read = dict(zip((one.kind for one in levels), numbers, strict=True))
    told = rate or share or by_kind.get(CHANGE)
    kind = "share" if share else "change_pct" if rate else "change_abs" if CHANGE in by_kind else "level"
    way = next((one.way for one in (rate, by_kind.get(CHANGE)) if one and one.way), 0) or _way(read)
    stated = rate or share
    return PrintedClaim(
        kind=kind,
        unit=unit,
        qualifier=told.word if told else "",
        value=read.get(LEVEL),
        comparison_value=read.get(BASE),
        stated_pct=_signed(stated.figure, way if rate else 1) if stated else None,
        stated_abs_change=_signed(read[CHANGE], way) if CHANGE in read else None,
        denominator=read.get(WHOLE),
    )


def _alone(rate: Mention) -> PrintedClaim:
    """Return the claim of a rate or share beside which no levels plainly stand."""
    return replace(_claim((rate,)), unread="no two levels of the text plainly belong to it")


def _way(read: dict[str, PrintedNumber | Loose]) -> int:
    """Return the way that the levels tell, where no word does."""
    now, base = read.get(LEVEL), read.get(BASE)
    return -1 if isinstance(now, PrintedNumber) and isinstance(base, PrintedNumber) and now.value < base.value else 1


def _signed(figure: PrintedNumber | Loose, way: int) -> PrintedNumber | Loose:
    if isinstance(figure, Loose) or way > 0 or figure.value < 0:
        return figure
    return PrintedNumber(f"-{figure.text}", -figure.value)


def _in_one_unit(levels: Sequence[Mention]) -> tuple[list[PrintedNumber | Loose], str]:
    """Return levels in the largest scale that one of them is printed in, and that unit."""
    if not levels:
        return [], ""
    exponents = [int(one.figure.value.as_tuple().exponent) for one in levels if isinstance(one.figure, PrintedNumber)]
    least = max([one.power for one in levels] + exponents)
    power = -(-least // _STEP) * _STEP
    numbers = [_scaled(one.figure, power) for one in levels]
    return numbers, _unit(levels[0].unit, power)


def _scaled(figure: PrintedNumber | Loose, power: int) -> PrintedNumber | Loose:
    if isinstance(figure, Loose):
        return figure
    value = figure.value.scaleb(-power)
    number = PrintedNumber(f"{value:f}", value)
    return number if number.places <= _PLACES else Loose(figure.text)


def _unit(unit: str, power: int) -> str:
    if unit in _TONNES and power:
        scale, name = power - _STEP, _TONNES[unit]
    else:
        scale, name = power, unit.removeprefix("count").strip()
    money, slash, each = name.partition("/")
    return f"{_SCALES.get(scale, f'10^{scale}')} {money.upper() if is_money(money) else money}{slash}{each}".strip()
