"""What a source made of its figures is told of the whole, and of no line that is left of it."""

from __future__ import annotations

import pytest

from generator.story.month import Month
from generator.story.patterns import sentences_of
from tests.story.months import Monthly, Table, months, table

MILLION = 10**6
TWO = ("2601", "2606")


def _rows(codes: tuple[str, ...]) -> Table:
    return table(lambda code, place: MILLION * (9 + place % 5 + int(code[3])), codes=codes)


def told(rows: Table, codes: tuple[str, ...] = (), language: str = "en") -> Monthly:
    """Return the edition of December 2025, of which eleven months were first told two per cent lower."""
    first = {key: (own[0] * 98 // 100, own[1]) for key, own in rows.items() if "2025-01" <= key[1] <= "2025-11"}
    covers = "listed" if codes else "all"
    return months(rows, codes=codes, covers=covers, told_first=first, language=language)


def head(language: str) -> str:
    """Return how the note on revisions begins."""
    return sentences_of(language)["note.revised.head"]


def heads(of: Monthly) -> list[str]:
    """Return how each part of the method note begins."""
    return [run.head.words for run in of.block("note").runs]


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_the_one_line_of_a_chapter_is_the_whole(language: str) -> None:
    """Its figures are those of the total, which the note speaks of without a name."""
    of = told(_rows(("2606",)), language=language)
    assert (True, ()) == (head(language) in heads(of), of.findings)


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_a_line_that_is_left_alone_has_no_revisions_of_a_total(language: str) -> None:
    """Of two lines one lost its figure; in the months before both were the total, and nobody says how it changed."""
    rows = {key: own for key, own in _rows(TWO).items() if key != ("2606", "2025-12")}
    of = told(rows, TWO, language)
    assert (False, ()) == (head(language) in heads(of), of.findings)


def test_the_audit_refuses_revisions_of_one_line_for_those_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, told."""
    rows = {key: own for key, own in _rows(TWO).items() if key != ("2606", "2025-12")}
    monkeypatch.setattr(Month, "codes_that_stopped", ())
    assert any("its whole leaves out ['2606']" in one for one in told(rows, TWO).findings)
