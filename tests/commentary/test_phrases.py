"""Phrases: where large type may break in Chinese, by the words that are known, and nowhere within one of them."""

# ruff: noqa: RUF001 -- Chinese has signs of its own
from __future__ import annotations

import pytest

from generator.charts.ruler import units
from generator.commentary.editor_vocabulary import vocabulary_of
from generator.commentary.editorial import phrases_in
from generator.commentary.goods_names import names_of
from generator.story.label import Label
from generator.story.plan import KeyFinding
from tests.story.plans import edition

NAMES = {"7403": "精炼铜", "2601": "铁矿砂", "0304": "鱼片和其他鱼肉", "72": "钢铁"}
LANDS = ["刚果（金）", "阿拉伯联合酋长国"]
KNOWN = names_of(
    {code: Label(name, name, name) for code, name in NAMES.items()},
    ["矿产和金属"],
    ["中国", "巴基斯坦"],
    LANDS,
    "import",
    vocabulary_of("zh"),
)


@pytest.mark.parametrize(
    "parted",
    [
        "12月|中国|自巴基斯坦|进口|矿产和金属|大幅增长10%",
        "1月至2月|中国|自巴基斯坦|鱼片和其他鱼肉|进口|基本持平",
        "12月|进口|矿产和金属|至少3.4亿美元",
        "2025年第四季度|精炼铜|增至两倍以上，|铁矿砂|减少一半以上",  # words of movement from the lexicon
        "12月|中国|自刚果（金）|进口|钢铁|略增0.8%",  # a name has its bracket
        "进口|矿产和金属|（不含铝矿砂）|1.1147亿美元",
        "有色金属|进口|增长12.3%",  # 有 alone would be a word
        "2025财年|中国|自阿拉伯联合酋长国|进口|原油|下降7.7%",
        "12月|中国|自巴基斯坦|进口|HS 74、76|项下商品下降7.7%",
    ],
)
def test_a_headline_ends_its_lines_between_phrases(parted: str) -> None:
    """A name, a figure with unit and movement, a preposition and its noun stay together; so does the unknown."""
    phrases = parted.split("|")
    words = "".join(phrases)
    found = phrases_in(words, KNOWN, "zh")
    assert phrases == [phrase.strip() for _, phrase in units(words, "zh", found)]
    assert len(words) in found


@pytest.mark.parametrize("language", ["en", "ur"])
def test_spaces_part_words_where_there_are_any(language: str) -> None:
    """There lines break as ever."""
    (found,) = (block for block in edition("quiet", language).story.blocks if isinstance(block, KeyFinding))
    assert {()} == {text.phrases for text in (found.headline, *found.things)}


def test_signs_stay_with_their_phrase() -> None:
    """No line begins with a comma or ends with an opening bracket, wherever phrases are said to end."""
    words = "铁矿砂（不含铝矿砂），进口"
    assert ["铁矿砂", "（不含铝矿砂），", "进口"] == [phrase for _, phrase in units(words, "zh", (3, 4, 10, 11, 13))]
