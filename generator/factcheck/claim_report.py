"""What was found out about the claims of a file: in words for an editor, and as data for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.commentary.gate import BORNE_OUT, COMMENT
from generator.factcheck.claim_file import CheckedClaim
from generator.factcheck.printed_claim import CHANGE, NEEDS, SHARE, SUM, PrintedClaim
from generator.factcheck.ruling import INCONSISTENT, RULES, TRUNCATED, Ruling, shown


def as_json(file: Path, found: Sequence[CheckedClaim]) -> bytes:
    """Return the claims of a file as a JSON list in its order; docs/check.md has its keys."""
    return (json.dumps([_claim(file, one) for one in found], ensure_ascii=False, indent=2) + "\n").encode()


def _claim(file: Path, one: CheckedClaim) -> dict[str, Any]:
    first, *rest = (_check(verdict) for verdict in one.verdicts)
    place, said = one.place, one.releases
    return {
        "file": str(file),
        "line": place.line or None,
        "page": place.page or None,
        "claim": place.claim,
        "id": one.claim.id,
        "sentence": place.sentence or None,
        **first,
        "also": rest,
        "releases": {"outcome": said.outcome, "why": said.why, "right": said.right} if said else None,
    }


def _check(one: Ruling) -> dict[str, Any]:
    least, computed, most = shown(one)
    return {
        "verdict": one.verdict,
        "stated": one.stated.text if one.stated else None,
        "computed": computed or None,
        "possible_range": [least, most] if computed else None,
        "right": one.right or None,
        "rule": f"{NEEDS[one.check][0]} = {RULES[one.check]}" if one.check else None,
        "remark": one.remark or None,
        "would_be_right_if": list(one.likely),
    }


def in_words(one: CheckedClaim) -> str:
    """Return what an editor should know of a claim; of several checks one after another."""
    told = " ".join(". ".join(_sentences(one.claim, verdict)) + "." for verdict in one.verdicts)
    if one.place.sentence:
        return " ".join([*_of_releases(one), f"{told} “{one.place.sentence}”"])
    return f"{one.claim.id}: {told}" if one.claim.id else told


def _of_releases(one: CheckedClaim) -> Iterator[str]:
    """Yield what the figures of a desk say to the sentence, where they say anything."""
    said = one.releases
    if said is not None and said.outcome != COMMENT:
        right = f" The releases have {said.right}." if said.right else ""
        yield "The releases bear it out." if said.outcome == BORNE_OUT else f"Contradicted: {said.why}{right}"


def _sentences(claim: PrintedClaim, one: Ruling) -> Iterator[str]:
    """Yield the printed figure beside what it comes to, a remark, and what would make it right."""
    if one.check:
        yield "; ".join([*_printed(claim, one), _found(claim, one)])
    if one.remark:
        yield one.remark
    if one.likely:
        yield "Would be right if " + ", or if ".join(one.likely)


def _printed(claim: PrintedClaim, one: Ruling) -> Iterator[str]:
    if one.stated:
        word = f"{one.word} " if one.word and not one.stated.mark else ""
        yield f"{word}{one.stated.text.removesuffix('%').rstrip()}{_unit(claim, one)} is printed"


def _found(claim: PrintedClaim, one: Ruling) -> str:
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


def _figures(claim: PrintedClaim, one: Ruling) -> str:
    unit = f" {claim.unit}".rstrip()
    if one.check == SUM:
        first, *rest = (part.text for part in claim.parts)
        return " ".join([first, *(text if text[:1] in "+-−" else f"+{text}" for text in rest)]) + unit
    now = claim.number("value").text
    if one.check == SHARE:
        return f"{now} of {claim.number('denominator').text}{unit}"
    return f"{claim.number('comparison_value').text} to {now}{unit}"


def _unit(claim: PrintedClaim, one: Ruling) -> str:
    return f" {claim.unit}".rstrip() if one.check in (CHANGE, SUM) else "%"
