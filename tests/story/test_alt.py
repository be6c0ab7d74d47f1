"""The alternative texts of the newer forms say in a breath what the picture shows, in each language."""

import pytest

from generator.story.plan import ALT_LETTERS, Chart
from tests.charts.drawings import TOLD
from tests.story.plans import LANGUAGES

FORMS = ("dumbbell", "heatmap", "trend", "waterfall")


def picture(form: str, language: str) -> Chart:
    """Return the picture of an edition that has it."""
    blocks = TOLD[form](language).story.blocks
    return next(block for block in blocks if isinstance(block, Chart) and block.form == form)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_short_and_the_long_text_have_the_finding(form: str, language: str) -> None:
    """The title, with its claims; the short one no longer than those who listen hear."""
    drawn = picture(form, language)
    claims = {mark.claim for mark in drawn.title.marks}
    assert claims
    for text in (drawn.alt, drawn.description):
        assert drawn.title.words in text.words
        assert claims <= {mark.claim for mark in text.marks}
    assert len(drawn.alt.words) <= ALT_LETTERS
