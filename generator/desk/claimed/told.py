"""Told: a checked claim in a line: the printed figures, what they come to, and what would make it right."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.claimed.claim import CHANGE, SHARE, SUM, Claim
from generator.audit.claimed.verdict import INCONSISTENT, TRUNCATED, Verdict, shown
from generator.desk.claimed.judged import Checked
from generator.story.commentary.gate import BORNE_OUT, COMMENT


def in_words(one: Checked) -> str:
    """Return what an editor should know of a claim; of several checks one after another."""
    told = " ".join(". ".join(_sentences(one.claim, verdict)) + "." for verdict in one.verdicts)
    if one.place.sentence:
        return " ".join([*_of_releases(one), f"{told} “{one.place.sentence}”"])
    return f"{one.claim.id}: {told}" if one.claim.id else told


def _of_releases(one: Checked) -> Iterator[str]:
    """Yield what the figures of a desk say to the sentence, where they say anything."""
    said = one.releases
    if said is not None and said.outcome != COMMENT:
        right = f" The releases have {said.right}." if said.right else ""
        yield "The releases bear it out." if said.outcome == BORNE_OUT else f"Contradicted: {said.why}{right}"


def _sentences(claim: Claim, one: Verdict) -> Iterator[str]:
    """Yield the printed figure beside what it comes to, a remark, and what would make it right."""
    if one.check:
        yield "; ".join([*_printed(claim, one), _found(claim, one)])
    if one.remark:
        yield one.remark
    if one.likely:
        yield "Would be right if " + ", or if ".join(one.likely)


def _printed(claim: Claim, one: Verdict) -> Iterator[str]:
    if one.stated:
        word = f"{one.word} " if one.word and not one.stated.mark else ""
        yield f"{word}{one.stated.text.removesuffix('%').rstrip()}{_unit(claim, one)} is printed"


def _found(claim: Claim, one: Verdict) -> str:
    """Return the figures around it, and what they come to with its range: 50.0 to 41.5 mn is -17%."""
    least, value, most = shown(one)
    figures = _figures(claim, one)
    if not value:
        return figures
    unit = _unit(claim, one)
    ends = f" ({least} to {most})" if least != most else ""
    wrong = one.verdict in (INCONSISTENT, TRUNCATED) and one.check not in (CHANGE, SUM)
    right = f", rounded {one.right}{unit}" if wrong else ""
    return f"{figures} is {value}{unit}{ends}{right}"


def _figures(claim: Claim, one: Verdict) -> str:
    unit = f" {claim.unit}".rstrip()
    if one.check == SUM:
        first, *rest = (part.text for part in claim.parts)
        return " ".join([first, *(text if text[:1] in "+-−" else f"+{text}" for text in rest)]) + unit
    now = claim.number("value").text
    if one.check == SHARE:
        return f"{now} of {claim.number('denominator').text}{unit}"
    return f"{claim.number('comparison_value').text} to {now}{unit}"


def _unit(claim: Claim, one: Verdict) -> str:
    return f" {claim.unit}".rstrip() if one.check in (CHANGE, SUM) else "%"
