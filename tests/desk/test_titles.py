"""Whose figures these are, where a desk does not say: in each language of an edition."""

from generator.settings.value_types import LANGUAGES
from generator.settings.wiring import TITLES


def test_a_source_without_a_title_is_named_in_every_language() -> None:
    """A Chinese lede had "据中国customs (UN Comtrade)统计"."""
    assert {kind: set(LANGUAGES) for kind in TITLES} == {kind: set(words) for kind, words in TITLES.items()}
    said = {words for kind in ("comtrade", "gacc") for tag, words in TITLES[kind].items() if tag != "en"}
    assert not [words for words in said if "ustoms" in words]
