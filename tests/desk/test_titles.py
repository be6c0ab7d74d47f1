"""Whose figures these are, where a desk does not say: in each language of an edition."""

from generator.settings.value_types import LANGUAGES
from generator.story.patterns import names_of


def test_a_source_without_a_title_is_named_in_every_language() -> None:
    """A Chinese lede had "据中国customs (UN Comtrade)统计"."""
    titles = {language: names_of(language)["sources"] for language in LANGUAGES}
    assert {frozenset({"comtrade", "gacc", "prices"})} == {frozenset(names) for names in titles.values()}
    others = [titles[language][kind] for language in LANGUAGES if language != "en" for kind in ("comtrade", "gacc")]
    assert not [title for title in others if "ustoms" in title]
