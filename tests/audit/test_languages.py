"""The versions of one edition: the same blocks, each with figures that are those of its claims."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.patterns.judge import judge
from tests.audit.test_tongues import CODES, SHAPES
from tests.story.months import Monthly, months, table

LANGUAGES = ("en", "zh", "ur")


def _stepped(code: str, place: int) -> int:
    """Return dollars: refined copper rises from 60 to 72 million, the others fall a little."""
    now, base = {"7403": (72, 60)}.get(code, (7, 8))
    return 1_000_000 * (now if place >= 24 else base)


@cache
def edition() -> Monthly:
    """Return one edition in three languages."""
    return months(table(_stepped, codes=CODES), languages=LANGUAGES)


def found(changed: Any, rule: str) -> set[str]:  # noqa: ANN401 -- JSON
    """Return what a rule says of an edition."""
    evidence = ClaimEvidence.of(edition().claims)
    return {item.problem for item in judge(changed, evidence) if item.rule == rule}


def test_three_versions_agree() -> None:
    """One edition in three languages passes, whatever each has to say it with."""
    assert edition().findings == ()
    assert set(LANGUAGES) == set(edition().edition["stories"])


@pytest.mark.parametrize(
    ("language", "old", "new"), [("zh", "7200万美元", "7201万美元"), ("ur", "7 کروڑ 20 لاکھ", "7 کروڑ 21 لاکھ")]
)
def test_another_value_is_found(language: str, old: str, new: str) -> None:
    """A figure that comes to another value than its claim is found in its own language: 72 million dollars."""
    changed = copy.deepcopy(edition().edition)
    blocks = changed["stories"][language]["blocks"]
    body = next(block for block in blocks if block["id"].startswith("body") and old in str(block))
    text = next(one for paragraph in body["paragraphs"] for one in paragraph if old in one["words"])
    text["words"] = text["words"].replace(old, new)
    assert any(new in problem and "is no rounding of 72000000" in problem for problem in found(changed, "print"))


@pytest.mark.parametrize("shape", ["a low base", "a June", "no past"])
def test_months_of_other_shapes_agree(shape: str) -> None:
    """Where a sentence gives way in one language, its block stands in all of them, or in none."""
    told = [SHAPES[shape](language) for language in LANGUAGES]
    claims = [{block.id for block in one.story.blocks} for one in told]
    assert [claims[0]] * 3 == claims
