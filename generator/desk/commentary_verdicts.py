"""Judging: what the figures say to an editor's file, without a page being made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from generator.desk.beside import besides
from generator.desk.moved import moved
from generator.desk.names import names_for
from generator.desk.opened import OpenDesk
from generator.desk.periods import figures_for
from generator.desk.wiring import brief
from generator.story.commentary.gate import CONTRADICTED
from generator.story.composing import judged
from generator.story.ledger import Ledger
from generator.story.plan import Verdict


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


def judge_commentary(desk: OpenDesk, name: str, period: str | None, as_of: date | None = None) -> Judged:
    """Return what the figures say to each sentence that an editor wrote for an edition."""
    figures = figures_for(desk, name, period, as_of)
    when = str(figures.period)
    note = desk.desk.note(name, when)
    if note is None:
        return Judged(name, when, None, [])
    found = moved(desk, name, figures).movements
    beside, names, ledger = (
        besides(desk, name, figures.vintage.as_of),
        names_for(desk, name, figures),
        Ledger(figures.period),
    )

    def each() -> Iterator[Verdict]:
        for language in desk.desk.settings.languages:
            told = names.over(brief(desk.desk, name, when, language), desk, language)
            yield from judged(figures, found, replace(told, beside=beside), ledger, language)

    entries = [_entry(verdict) for verdict in each()]
    return Judged(name, when, note.file, sorted(entries, key=lambda entry: int(entry["line"])))


def _entry(verdict: Verdict) -> dict[str, Any]:
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
