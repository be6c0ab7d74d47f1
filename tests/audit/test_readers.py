"""The rule on readers: an edition whose words nobody read says so in every file, and one that was read says by whom."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.audit.evidence import Evidence
from generator.audit.rules import judge
from tests.story.months import Monthly
from tests.story.test_readers import MARKS, READERS, month


def found(told: Monthly, edition: Any) -> list[str]:  # noqa: ANN401 -- JSON
    """Return what the rule says of a changed edition."""
    return [item.problem for item in judge(edition, Evidence.of(told.claims)) if item.rule == "reader"]


def emptied(node: Any, mark: str) -> Any:  # noqa: ANN401 -- JSON
    """Return the edition without `mark`."""
    if isinstance(node, str):
        return node.replace(mark, "")
    if isinstance(node, list):
        return [emptied(part, mark) for part in node]
    return {key: emptied(part, mark) for key, part in node.items()} if isinstance(node, dict) else node


@pytest.mark.parametrize("language", MARKS)
def test_an_edition_that_says_it_nowhere_is_held_in_every_file(language: str) -> None:
    """Masthead, running foot, each picture and table, mail, text and Markdown."""
    told = month(language)
    said = " ".join(found(told, emptied(told.edition, MARKS[language])))
    for place in ("masthead's tag", "running foot", "source line of cumulative", "source line of table"):
        assert f"the {place} does not say" in said
    assert all(f"the {form} does not say" in said for form in ("mail", "txt", "md"))


@pytest.mark.parametrize("language", MARKS)
@pytest.mark.parametrize(("block", "field"), [("masthead", "tag"), ("foot", "middle"), ("table", "source")])
def test_one_place_without_the_mark_is_found(language: str, block: str, field: str) -> None:
    """Each says it for itself: it may be all that a reader sees."""
    told = month(language)
    edition = copy.deepcopy(told.edition)
    changed = next(one for one in edition["stories"][language]["blocks"] if one["id"] == block)
    changed[field] = emptied(changed[field], MARKS[language])
    assert len(found(told, edition)) == 1


def test_the_mark_of_another_language_does_not_do() -> None:
    """English words for it are none that a reader of Urdu reads."""
    told = month("ur")
    edition = copy.deepcopy(told.edition)
    edition["stories"]["ur"]["blocks"][0]["tag"]["words"] = "Machine-composed draft"
    assert ["the masthead's tag does not say 'مشین سے مرتب مسودہ'"] == found(told, edition)


@pytest.mark.parametrize("language", READERS)
@pytest.mark.parametrize(
    ("key", "value"), [("name", "Somebody Else"), ("day", "2026-11-02"), ("words", ""), ("words", "not a digest")]
)
def test_a_reader_stands_in_the_note(language: str, key: str, value: str) -> None:
    """By the name and day of edition.json, which says which words were read."""
    told = month(language, READERS[language][1])
    assert [] == found(told, told.edition)
    edition = copy.deepcopy(told.edition)
    edition["readers"][language][key] = value
    assert len(found(told, edition)) == 1


def test_a_reader_of_another_language_is_none_of_this_one() -> None:
    """Who read the Chinese did not read the Urdu."""
    told = month("ur", READERS["ur"][1])
    edition = copy.deepcopy(told.edition)
    edition["readers"] = {"zh": edition["readers"]["ur"]}
    assert any("masthead's tag" in problem for problem in found(told, edition))


def test_what_a_reader_is_called_is_no_claim() -> None:
    """A name with a number, a place or a country in it is a person's, and holds nothing."""
    reader = READERS["ur"][1]
    assert month("ur", type(reader)("ثنا ملک، دفتر 302، بھارت", reader.day)).findings == ()
