"""What probably happened to a figure that does not hold: other readings of the same figures by which it would.

Each is a possibility that arithmetic shows, never more: two figures agree by chance, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from generator.audit.trace import value_spans
from generator.audit.trace.value_spans import HUNDRED, Span
from generator.factcheck.printed_claim import NEEDS, RATE, SUM, PrintedClaim, PrintedNumber, printed
from generator.factcheck.ruling import EXACT, INCONSISTENT, TRUNCATED, bare, ruling_of

_STEPS = {Decimal(1000): "a thousandfold", Decimal(10): "a decimal place", Decimal(100): "two decimal places"}
_PER_CENT = ("%", "pct", "per cent", "percent")
_ENOUGH, _LEAST = 3, 2  # digits of a figure that does not agree by chance with one of several, or with one alone
_MOST = 3  # hints to one figure


def hints(claim: PrintedClaim, check: str, others: Sequence[PrintedClaim]) -> tuple[str, ...]:
    """Return up to three ways in which the stated figure would be right, as ends of "would be right if …"."""
    stated, found = claim.number(NEEDS[check][0]), claim.worked_out(check)
    guesses = [*_simple(claim, check, stated, found)]
    if check == RATE:
        guesses += _other_formula(claim, stated)
        guesses += _of_another(claim, stated, others)
    guesses += _other_scale(claim, check, stated, found)
    guesses += _swapped_digits(claim, check, stated, found)
    if check == SUM:
        guesses += _part_left_out(claim, stated, found)
    return tuple(dict.fromkeys(guesses))[:_MOST]


def _fits(stated: PrintedNumber, found: Span) -> bool:
    return bare(stated, found) != INCONSISTENT


def _clearly(stated: PrintedNumber, found: Span) -> bool:
    return bare(stated, found) in (EXACT, TRUNCATED)


def _simple(claim: PrintedClaim, check: str, stated: PrintedNumber, found: Span) -> Iterator[str]:
    word = stated.mark or claim.qualifier
    if word and _fits(stated, claim.worked_out(check)):
        yield f"it stood without “{word}”"
    if stated.value and _fits(stated, _negative(found)):
        yield "the sign were the other"


def _other_formula(claim: PrintedClaim, stated: PrintedNumber) -> Iterator[str]:
    """Yield other formulas on the same two levels: another base, the ratio, the difference."""
    now, base = claim.span("value"), claim.span("comparison_value")
    if not now.low <= 0 <= now.high:
        swapped = value_spans.growth(base, now)
        if _fits(stated, _negative(swapped)):
            yield "it were worked out on the newer level"
        if _fits(stated, swapped):
            yield "the two levels were swapped"
    if _fits(stated, now.over(base).times(HUNDRED)):
        yield "it were the level in per cent of the one before, not the change"
    if _clearly(stated, now.minus(base)):
        points = "percentage points" if claim.unit in _PER_CENT else claim.unit or "points"
        yield f"it were the difference of the two levels, in {points}"


def _of_another(claim: PrintedClaim, stated: PrintedNumber, others: Sequence[PrintedClaim]) -> Iterator[str]:
    """Yield the first other claim of the same text whose levels give the stated rate."""
    if len(stated.value.as_tuple().digits) < _LEAST:
        return
    for other in others:
        if not other.has_levels or _levels(other) == _levels(claim):
            continue
        found = _worked_out(other, RATE)
        has_same_rate = other.has("stated_pct") and other.number("stated_pct").value == stated.value
        if found and (_clearly(stated, found) or (has_same_rate and _fits(stated, found))):
            pair = f"{other.number('comparison_value').text} to {other.number('value').text} {other.unit}".rstrip()
            yield f"it were the rate of another claim of this text ({pair})"
            return


def _levels(claim: PrintedClaim) -> tuple[Decimal, Decimal]:
    return claim.number("comparison_value").value, claim.number("value").value


def _other_scale(claim: PrintedClaim, check: str, stated: PrintedNumber, found: Span) -> Iterator[str]:
    """Yield the first unit or point that may stand at another place in one of the figures."""
    result, needs = NEEDS[check]
    for step, words in _STEPS.items():
        if any(_clearly(stated, found.times(factor)) for factor in (step, 1 / step)):
            yield f"{result} were off by {words}"
            return
        for name in needs:
            if name != "parts" and any(_clearly(stated, one) for one in _scaled(claim, check, name, step)):
                yield f"{name} were off by {words}"
                return


def _scaled(claim: PrintedClaim, check: str, name: str, step: Decimal) -> Iterator[Span]:
    """Yield what is worked out with the level `name` `step` times as large, and as small."""
    figure = claim.number(name)
    for factor in (step, 1 / step):
        found = _worked_out(claim.having(name, replace(figure, value=figure.value * factor)), check)
        if found is not None:
            yield found


def _swapped_digits(claim: PrintedClaim, check: str, stated: PrintedNumber, found: Span) -> Iterator[str]:
    """Yield two digits that stand in each other's place, in the stated figure or in a level."""
    result, needs = NEEDS[check]
    for other in _swapped(stated, _LEAST):
        if ruling_of(check, other, found)[0] in (EXACT, "ok"):
            yield f"two digits of {result} were swapped ({other.text})"
    if len(stated.value.as_tuple().digits) < _ENOUGH or needs == ("parts",):
        return
    for name in needs:
        for other in _swapped(claim.number(name), _ENOUGH):
            changed = _worked_out(claim.having(name, other), check)
            if changed and stated.rounded(changed.value) == stated.value:
                yield f"two digits of {name} were swapped ({other.text})"


def _part_left_out(claim: PrintedClaim, stated: PrintedNumber, whole: Span) -> Iterator[str]:
    """Yield the parts without which, or with the other sign of which, the sum would hold."""
    parts = [part for part in claim.parts if isinstance(part, PrintedNumber)]
    for part in parts:
        if len(parts) > _LEAST and stated.value == whole.value - part.value:
            yield f"{part.text} were no part of it"
        if stated.value == whole.value - 2 * part.value:
            yield f"{part.text} had the other sign"


def _swapped(figure: PrintedNumber, least: int) -> Iterator[PrintedNumber]:
    """Yield `figure` with two neighbouring digits in each other's place; of fewer than `least` digits nothing."""
    if len(figure.value.as_tuple().digits) < least:
        return
    text = str(figure.value)
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    for first, second in pairwise(digits):
        if text[first] != text[second]:
            signs = list(text)
            signs[first], signs[second] = signs[second], signs[first]
            other = printed("".join(signs))
            if isinstance(other, PrintedNumber):
                yield other


def _worked_out(claim: PrintedClaim, check: str) -> Span | None:
    try:
        return claim.worked_out(check)
    except ZeroDivisionError:
        return None


def _negative(span: Span) -> Span:
    return Span(-span.high, -span.value, -span.low)
