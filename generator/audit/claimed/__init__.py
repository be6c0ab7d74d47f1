"""Claimed: figures that somebody else printed, checked by arithmetic alone; docs/check.md has rules and verdicts.

    claims of one text -> a verdict on each, by the auditor's own decimal arithmetic; no claim is believed

A claim is what its figures say: a verdict that came with it is not among the fields of a `Claim`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import localcontext

from generator.audit.arithmetic import PRECISION, Span, growth
from generator.audit.claimed.claim import NEEDS, RATE, Claim
from generator.audit.claimed.likely import likely
from generator.audit.claimed.verdict import INCONSISTENT, NOT_STATED, NOTHING, VERDICTS, Verdict, verdict_of

TURNED = "the levels have opposite signs, so that a rate means nothing"
NO_BASE = "the base may be nothing, so that there is no rate"


def judge(claims: Sequence[Claim]) -> list[tuple[Verdict, ...]]:
    """Return the verdicts on each of the claims of one text, the gravest first; there is at least one of each."""
    with localcontext() as context:
        context.prec = PRECISION
        verdicts = [_judged(claim, claims) for claim in claims]
        return [tuple(sorted(found, key=lambda one: VERDICTS.index(one.verdict))) for found in verdicts]


def _judged(claim: Claim, others: Sequence[Claim]) -> Iterator[Verdict]:
    checks = claim.checks()
    for place, check in enumerate(checks):
        yield _checked(claim if place == 0 else replace(claim, qualifier=""), check, others)
    if not checks:
        yield _unstated(claim)


def _checked(claim: Claim, check: str, others: Sequence[Claim]) -> Verdict:
    stated = claim.number(NEEDS[check][0])
    if check == RATE and claim.number("value").value * claim.number("comparison_value").value < 0:
        return Verdict(NOTHING, check, stated, remark=TURNED)
    try:
        found = claim.worked_out(check)
    except ZeroDivisionError:
        return Verdict(NOTHING, check, stated, remark=NO_BASE)
    word = stated.mark or claim.qualifier
    verdict, remark = verdict_of(check, stated, found, word)
    reasons = likely(claim, check, others) if verdict == INCONSISTENT else ()
    return Verdict(verdict, check, stated, found, word, remark, reasons)


def _unstated(claim: Claim) -> Verdict:
    """Return the verdict on a claim without a check: two levels without a rate, or what it lacks."""
    if claim.has_levels and claim.stated_pct is None and claim.stated_abs_change is None:
        return Verdict(NOT_STATED, RATE, found=_growth(claim))
    return Verdict(NOTHING, remark=claim.missing())


def _growth(claim: Claim) -> Span | None:
    now, base = claim.span("value"), claim.span("comparison_value")
    turned = now.value * base.value < 0 or base.low <= 0 <= base.high
    return None if turned else growth(now, base)
