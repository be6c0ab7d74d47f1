"""Words within the names of lines: "made-up textiles" do not go up, "not cut in pieces" is no fall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.story.described import described
from generator.story.languages.en.spoken import sayings_in
from generator.story.sayings import Known, Move
from generator.trade.codes import Flow, nomenclature
from generator.trade.figures import Selection
from generator.trade.period import Period

YEAR = Period.parse("2025")
CODES = [code for code in nomenclature() if len(code) <= len("6307")]
WAYS = {"rose": "up", "fell": "down"}
FINER = ("020724", "040299", "170114", "284210", "441242", "844530")  # "not cut", "added", "solid", "double", "one"


def named() -> Iterator[tuple[str, str]]:
    """Yield every chapter and heading, and some of their lines, with each of its names."""
    yield from ((code, name) for code in (*CODES, *FINER) for name in described(code).forms())


def together() -> Iterator[tuple[str, ...]]:
    """Yield the chapters, then the headings of each chapter, then those lines."""
    digits = [(code, (len(code), code[:2] if len(code) > len("63") else "")) for code in (*CODES, *FINER)]
    yield from (tuple(code for code, own in digits if own == of) for of in dict.fromkeys(of for _, of in digits))


@pytest.mark.parametrize("verb", WAYS)
def test_an_editors_sentence_about_every_line_is_heard(verb: str) -> None:
    """What rose and what fell is followed to its line."""
    way = WAYS[verb]
    missed = []
    for codes in together():
        labels = {code: described(code) for code in codes}
        known = Known(labels, "", Selection("x", "CHN", "PAK", Flow.IMPORT, codes), (YEAR,))
        for name in sorted({form for label in labels.values() for form in label.forms()}):
            words = f"{name} {verb}"
            moves = [one.way for one in sayings_in(words, known, own=True) if isinstance(one, Move)]
            missed += [(words, moves)] if moves != [way] else []
    assert [] == missed
