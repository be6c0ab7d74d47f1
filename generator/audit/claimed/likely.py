"""What probably happened to a figure that does not hold: other readings of the same figures by which it would.

Each is a possibility that arithmetic shows, never more: two figures agree by chance, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from generator.audit import arithmetic
from generator.audit.arithmetic import HUNDRED, Span
from generator.audit.claimed.claim import NEEDS, RATE, SUM, Claim
from generator.audit.claimed.printed import Printed, printed
from generator.audit.claimed.verdict import EXACT, INCONSISTENT, TRUNCATED, bare, verdict_of

_STEPS = {Decimal(1000): "a thousandfold", Decimal(10): "a decimal place", Decimal(100): "two decimal places"}
_ENOUGH, _LEAST = 3, 2  # digits of a figure that does not agree by chance with one of several, or with one alone
_MOST = 3


def likely(claim: Claim, check: str, others: Sequence[Claim]) -> tuple[str, ...]:
    """Return up to three ways in which the stated figure would be right, as ends of "would be right if …"."""
    found = (
        *_without_word(claim, check),
        *_other_way(claim, check),
        *_of_another(claim, check, others),
        *_other_scale(claim, check),
        *_swapped_digits(claim, check),
        *_part_left_out(claim, check),
    )
    return tuple(dict.fromkeys(found))[:_MOST]


def _fits(stated: Printed, found: Span) -> bool:
    return bare(stated, found) != INCONSISTENT


def _clearly(stated: Printed, found: Span) -> bool:
    return bare(stated, found) in (EXACT, TRUNCATED)


def _without_word(claim: Claim, check: str) -> Iterator[str]:
    stated = claim.number(NEEDS[check][0])
    if (stated.mark or claim.qualifier) and _fits(stated, claim.worked_out(check)):
        yield f"it stood without “{stated.mark or claim.qualifier}”"


def _other_way(claim: Claim, check: str) -> Iterator[str]:
    """Yield other formulas on the same two figures: another base, the other direction, the ratio, the difference."""
    stated = claim.number(NEEDS[check][0])
    found = claim.worked_out(check)
    if stated.value and _fits(stated, _negative(found)):
        yield "the sign were the other"
    if check != RATE:
        return
    now, base = claim.span("value"), claim.span("comparison_value")
    if not now.low <= 0 <= now.high:
        swapped = arithmetic.growth(base, now)
        readings = {"it were worked out on the newer level": _negative(swapped), "the two levels were swapped": swapped}
        yield from (words for words, one in readings.items() if _fits(stated, one))
    if _fits(stated, now.over(base).times(HUNDRED)):
        yield "it were the level in per cent of the one before, not the change"
    if _clearly(stated, now.minus(base)):
        points = "percentage points" if claim.unit in ("%", "pct", "per cent", "percent") else claim.unit or "points"
        yield f"it were the difference of the two levels, in {points}"


def _of_another(claim: Claim, check: str, others: Sequence[Claim]) -> Iterator[str]:
    """Yield the other claims of the same text whose levels give the stated rate."""
    stated = claim.number(NEEDS[check][0])
    if check != RATE or len(stated.value.as_tuple().digits) < _LEAST:
        return
    for other in others:
        if not other.has_levels or _levels(other) == _levels(claim):
            continue
        found = _found(other, RATE)
        same = other.has("stated_pct") and other.number("stated_pct").value == stated.value
        if found and (_clearly(stated, found) or (same and _fits(stated, found))):
            pair = f"{other.number('comparison_value').text} to {other.number('value').text} {other.unit}".rstrip()
            yield f"it were the rate of another claim of this text ({pair})"
            return


def _levels(claim: Claim) -> tuple[Decimal, Decimal]:
    return claim.number("comparison_value").value, claim.number("value").value


def _other_scale(claim: Claim, check: str) -> Iterator[str]:
    """Yield a unit or a point that stands at another place in one of the figures."""
    stated = claim.number(NEEDS[check][0])
    found = claim.worked_out(check)
    for step, words in _STEPS.items():
        for name in (NEEDS[check][0], *NEEDS[check][1]):
            if name != "parts" and any(
                _clearly(stated, one) for one in _scaled(claim, check, name, found, step) if one is not None
            ):
                yield f"{name} were off by {words}"
                return


def _scaled(claim: Claim, check: str, name: str, found: Span, step: Decimal) -> Iterator[Span | None]:
    """Yield what is worked out with the figure `name` `step` times as large, and as small."""
    for factor in (step, 1 / step):
        if name == NEEDS[check][0]:
            yield found.times(factor)
        else:
            figure = claim.number(name)
            yield _found(claim.having(name, replace(figure, value=figure.value * factor)), check)


def _swapped_digits(claim: Claim, check: str) -> Iterator[str]:
    """Yield two digits that stand in each other's place, in the stated figure or in a level."""
    result, needs = NEEDS[check]
    stated, found = claim.number(result), claim.worked_out(check)
    for other in _swapped(stated, _LEAST):
        if verdict_of(check, other, found)[0] in (EXACT, "ok"):
            yield f"two digits of {result} were swapped ({other.text})"
    if len(stated.value.as_tuple().digits) < _ENOUGH or needs == ("parts",):
        return
    for name in needs:
        for other in _swapped(claim.number(name), _ENOUGH):
            changed = _found(claim.having(name, other), check)
            if changed and stated.rounded(changed.value) == stated.value:
                yield f"two digits of {name} were swapped ({other.text})"


def _part_left_out(claim: Claim, check: str) -> Iterator[str]:
    """Yield the parts without which, or with the other sign of which, the sum would hold."""
    parts = [one for one in claim.parts if isinstance(one, Printed)] if check == SUM else []
    stated, whole = claim.number(NEEDS[check][0]), claim.worked_out(check)
    for part in parts:
        if len(parts) > _LEAST and stated.value == whole.value - part.value:
            yield f"{part.text} were no part of it"
        if stated.value == whole.value - 2 * part.value:
            yield f"{part.text} had the other sign"


def _swapped(figure: Printed, least: int) -> Iterator[Printed]:
    """Yield `figure` with two neighbouring digits in each other's place; of few digits nothing."""
    if len(figure.value.as_tuple().digits) < least:
        return
    text = str(figure.value)
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    for one, two in pairwise(digits):
        if text[one] != text[two]:
            signs = list(text)
            signs[one], signs[two] = signs[two], signs[one]
            other = printed("".join(signs))
            assert isinstance(other, Printed)  # noqa: S101 -- digits in another order are a number
            yield other


def _found(claim: Claim, check: str) -> Span | None:
    try:
        return claim.worked_out(check)
    except ZeroDivisionError:
        return None


def _negative(span: Span) -> Span:
    return Span(-span.high, -span.value, -span.low)
