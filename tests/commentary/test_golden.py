"""Each sentence that an edition of the plans prints is borne out when an editor writes it."""

from collections.abc import Iterator

import pytest

from generator.story.brief import Remark, Remarks
from generator.story.commentary.gate import BORNE_OUT
from generator.story.manuscript import prose_of
from generator.story.plan import Finding, Story
from tests.story.months import months
from tests.story.plans import LANGUAGES, PLANS, edition


def sentences(story: Story, space: str) -> Iterator[str]:
    """Yield the headline, the things to know and the paragraphs of a story."""
    for block in story.blocks:
        if isinstance(block, Finding):
            yield block.headline.words
            yield from (thing.words for thing in block.things)
    for section in prose_of(story.blocks):
        for paragraph in section.paragraphs:
            yield space.join(text.words for text in paragraph)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_the_sentences_of_an_edition_are_borne_out_as_an_editors(plan: str, language: str) -> None:
    """With one sentence a remark nothing of the draft is matched: each is judged by its words."""
    drafted = edition(plan, language).story
    space = "" if language == "zh" else " "
    written = tuple(Remark(text, (), "2025-12.md:1", "Li Na") for text in sentences(drafted, space))
    fields = PLANS[plan]()
    codes = tuple(sorted({code for code, _ in fields["rows"]}))
    fields = {"codes": codes, "themes": ()} | fields

    printed = months(**fields, language=language, remarks=(Remarks("", written),))

    assert len(printed.story.verdicts) >= len(written) > 0
    assert [] == [each.sentence for each in printed.story.verdicts if each.outcome != BORNE_OUT]
    assert not printed.findings
