"""The golden editions: eight plans in three languages, every text as a person has read it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import pytest

from generator.story.plan import Section
from tests.story.months import Monthly
from tests.story.plans import EDITIONS, LANGUAGES, PLANS, edition, golden

BOTH = [(plan, language) for plan in PLANS for language in LANGUAGES]


@pytest.mark.parametrize(("plan", "language"), BOTH)
def test_an_edition_is_as_it_was_read(plan: str, language: str) -> None:
    """`python -m tests.story.plans` writes what is meant to change; the difference is read line by line."""
    name = f"{plan}.{language}.txt"
    kept, now = (EDITIONS / name).read_text(encoding="utf-8"), golden(plan, language)
    assert "" == "\n".join(difflib.unified_diff(kept.splitlines(), now.splitlines(), name, "now", lineterm="", n=0))


@pytest.mark.parametrize(("plan", "language"), BOTH)
def test_a_golden_edition_passes_its_audit(plan: str, language: str) -> None:
    """What a person has read as sound is not held."""
    assert edition(plan, language).findings == ()


def paragraphs(told: Monthly) -> Iterator[list[str]]:
    """Yield the patterns of the sentences of each paragraph."""
    for block in told.story.blocks:
        if isinstance(block, Section):
            yield from ([text.tree[0] if text.tree else "" for text in paragraph] for paragraph in block.paragraphs)


@pytest.mark.parametrize(("plan", "language"), BOTH)
def test_no_three_sentences_in_a_row_have_one_pattern(plan: str, language: str) -> None:
    """A third sentence of one build reads like a table: the composer varies, or the table has it."""
    for patterns in paragraphs(edition(plan, language)):
        assert all(patterns), patterns
        threes = zip(patterns, patterns[1:], patterns[2:], strict=False)
        assert [] == [three for three in threes if len(set(three)) == 1]
