"""The words of a pattern go the way of its equations: held by a small list of words for up and down.

Both the program and the audit read a sentence by its key; a pattern whose words say another thing than its key would
fool both. A key with a part `up` has no word for a fall, one with `down` none for a rise.
"""

from __future__ import annotations

import re

import pytest

from generator.audit.patterns.tongue import TAGS, Tongue

UP = {
    "en": r"\b(?:rose|rise|rises|up|higher|more|gain|increase|added|grew|widened)\b",
    "zh": "增长|增加|上升|高于|扩大",
    "ur": "اضافہ|اضافے|بڑھ|زیادہ",
}
DOWN = {
    "en": r"\b(?:fell|fall|falls|down|lower|less|loss|decrease|took|decline|narrowed|halved)\b",
    "zh": "下降|减少|低于|缩小",
    "ur": "کمی|کم ہو|گھٹ|کم کیے",
}
BOTH = {"correction"}  # sentences that say what was printed before, too


def keys(way: str) -> list[str]:
    """Return the keys that say one way and no other."""
    other = {"up": "down", "down": "up"}[way]
    found = []
    for key in Tongue.of("en").sentences:
        parts = key.split(".")
        if way in parts and other not in parts and parts[0] not in BOTH | {"proof"} and "narrowing" not in parts:
            found.append(key)
    return found


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("way", "wrong"), [("up", DOWN), ("down", UP)])
def test_no_pattern_says_the_other_way(way: str, wrong: dict[str, str], tag: str) -> None:
    """Each pattern of a rise has no word for a fall, in each language, and the other way round."""
    sentences, form = Tongue.of(tag).sentences, re.compile(wrong[tag])
    said = {key: re.sub(r"\{[^}]*\}", "", sentences[key]) for key in keys(way) if key in sentences}
    assert said
    assert {} == {key: words for key, words in said.items() if form.search(words)}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("way", "right", "wrong"), [("up", UP, DOWN), ("down", DOWN, UP)])
def test_no_verb_goes_the_other_way(way: str, right: dict[str, str], wrong: dict[str, str], tag: str) -> None:
    """Of the verbs of one way none is among the words of the other."""
    verbs = [verb for size in Tongue.of(tag).lexicon["verbs"] for verb in Tongue.of(tag).verbs(way, size)]
    assert [verb for verb in verbs if re.search(right[tag], verb)]
    assert [] == [verb for verb in verbs if re.search(wrong[tag], verb) and not re.search(right[tag], verb)]
