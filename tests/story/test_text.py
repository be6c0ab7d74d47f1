"""Words put together: marks move along, and two numbers never run into one."""

import pytest

from generator.story.plan import Mark
from generator.story.text import Part, joined, printed, words_of


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("进口HS 2936", printed("311.9亿", "f1")), "进口HS 2936 311.9亿"),
        (("进口铜", printed("311.9亿", "f1")), "进口铜311.9亿"),
        (("HS 2936", "进口", printed("3亿", "f1")), "HS 2936进口3亿"),
    ],
)
def test_a_figure_behind_a_code_stands_apart(parts: tuple[Part, ...], words: str) -> None:
    """Chinese has no spaces; “HS 2936311.9亿” had been printed."""
    text = joined(parts)
    assert words == text.words
    (mark,) = text.marks
    assert mark == Mark("f1", len(words) - len(words_of(parts[-1])), len(words))
