"""The comparer: a string against the texts it should say."""

from __future__ import annotations

import pytest

from generator.audit.edition_data import EditionText, Finding, folded
from generator.audit.readers.expected import SPACES, Comparer, any_order

TEXTS = [
    EditionText("Zinc ores came to 110.90."),
    EditionText("So much for zinc."),
    EditionText("Iron ores came to 101 or more."),
]


def departures(actual: str) -> list[str]:
    """Return the words of each text that does not stand in `actual`."""
    return [item.said.words for item in Comparer(folded(actual).strip(), gap=SPACES).read(TEXTS)]


def test_the_same_texts_are_no_departure() -> None:
    """White space of any kind between and within texts is all one."""
    assert [] == departures(
        "Zinc ores\ncame to\N{NO-BREAK SPACE}110.90.  So much for zinc.\nIron ores came to 101 or more."
    )


@pytest.mark.parametrize(
    ("actual", "named"),
    [
        ("Zinc ores came to 110.91. So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc orescame to 110.90. So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc ores came to 110.90.x So much for zinc. Iron ores came to 101 or more.", 0),
        ("Zinc ores came to 110.90. Iron ores came to 101 or more.", 1),
        ("Zinc ores came to 110.90. Iron ores came to 101 or more. So much for zinc.", 1),
        ("Zinc ores came to 110.90. And more. So much for zinc. Iron ores came to 101 or more.", 1),
        ("Zinc ores came to 110.90. So much for zinc. Iron ores came to 101 or more. Or less.", 2),
        ("Zinc ores came to 110.90. So much for zinc.", 2),
    ],
)
def test_a_departure_is_named_by_its_text(actual: str, named: int) -> None:
    """Changed, glued, missing, moved, added in the midst or at the end: the first finding names the text."""
    assert TEXTS[named].words == departures(actual)[0]


def test_one_fault_does_not_hide_another() -> None:
    """Reading goes on at the next text that is found again."""
    assert [TEXTS[0].words, TEXTS[2].words] == departures(
        "Zinc came to 110.90. So much for zinc. Iron came to 101 or more."
    )


@pytest.mark.parametrize(("words", "end"), [(["11", "110.90"], 8), (["1", "11", "0.90"], 7), (["12"], None), ([], 0)])
def test_labels_are_matched_in_any_order(words: list[str], end: int | None) -> None:
    """A label that begins another one is not taken for it."""
    assert end == any_order("110.9011", 0, words)


def test_a_finding_is_one_line() -> None:
    """File, sentence and rule stand in it, line breaks do not."""
    assert 'en.html: "Zinc fell." [direction] it rose' == str(
        Finding("en.html", "Zinc\nfell.", "direction", "it\nrose")
    )
