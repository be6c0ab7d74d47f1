"""What an edition may not say where a figure is but a bound: the audit refuses it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generator.story.monthly.item import Item
from generator.story.plan import Text
from generator.story.words import Words
from tests.story.months import Monthly, months, table
from tests.story.test_any_month import LINES, MILLION, NOW


def _bounded(language: str) -> Monthly:
    """Return a month in which the smallest line but one is "over" its figure."""
    rows = table(lambda code, _: MILLION * NOW[code], codes=LINES)
    return months(rows, "2025-11", codes=LINES, over={("2601", "2025-11")}, language=language)


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_lines_of_which_one_is_a_bound_are_not_called_the_largest(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Iron ores are not among the first three by the number that they are over, and may be larger than any."""
    assert _bounded(language).findings == ()
    leading = Words.leading

    def as_largest(words: Words, items: Sequence[Item], *, largest: bool) -> Text:
        return leading(words, items, largest=not largest)

    monkeypatch.setattr(Words, "leading", as_largest)
    claimed = _bounded(language).findings
    assert claimed
    assert [] == [one for one in claimed if "carries no rank" not in one]
