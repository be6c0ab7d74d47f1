"""Judging: what the figures say to an editor's file, without a page being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from generator.commentary.gate import CONTRADICTED
from generator.editions.edition_files import sheet_of_words, stories_of
from generator.editions.edition_movements import moved
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.claim_ledger import ClaimLedger
from generator.story.plan import SentenceVerdict


@dataclass(frozen=True)
class Judged:
    """What the figures say to an editor's file; `file` is None where the edition has no such file.

    `entries` has one for each sentence, in the order of the file: file, line, language, place, sentence, outcome,
    claims, why, right.
    """

    name: str
    period: str
    file: str | None
    entries: list[dict[str, Any]]

    @property
    def wrong(self) -> list[dict[str, Any]]:
        """The sentences that the figures contradict."""
        return [entry for entry in self.entries if entry["outcome"] == CONTRADICTED]


def judge_commentary(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None = None
) -> Judged:
    """Return what the figures say to each sentence that an editor wrote for an edition."""
    figures = figures_for(desk, store, name, period, as_of)
    when = str(figures.period)
    note = desk.note(name, when)
    if note is None:
        return Judged(name, when, None, [])
    sheet = sheet_of_words(desk, store, name, figures, moved(desk, store, name, figures))
    stories = stories_of(desk, store, sheet, ClaimLedger(figures.period))
    entries = [_entry(verdict) for story in stories for verdict in story.verdicts]
    return Judged(name, when, note.file, sorted(entries, key=lambda entry: int(entry["line"])))


def _entry(verdict: SentenceVerdict) -> dict[str, Any]:
    file, _, line = verdict.where.rpartition(":")
    return {
        "file": file,
        "line": int(line),
        "language": verdict.language,
        "place": verdict.place,
        "sentence": verdict.sentence,
        "outcome": verdict.outcome,
        "claims": list(verdict.claims),
        "why": verdict.why,
        "right": verdict.right,
    }
