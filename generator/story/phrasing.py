"""Phrasing: where the lines of large type may end, so that none parts a word, a name, or a figure from its unit."""

from __future__ import annotations

from dataclasses import replace

from generator.story.month import Month
from generator.story.plan import Text
from generator.story.spoken import known_of


def phrased(text: Text, month: Month) -> Text:
    """Return `text` with the places where its phrases end; as it is where spaces part words. No claim is divided."""
    ends = month.words.ear.phrases_in(text.words, known_of(month))
    within = {place for mark in text.marks for place in range(mark.start + 1, mark.end)}
    return replace(text, phrases=tuple(end for end in ends if end not in within))
