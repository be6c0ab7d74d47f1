"""Fetching: a source that answers over the wire is asked for what the briefings need; a file for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module

from generator.intake.fetching.silence import remedy
from generator.intake.fetching.source_answer import KEPT_BACK, Answer, Progress, Wanted
from generator.intake.questions import Question
from generator.settings.desk import Desk, TableSource
from generator.store import FigureStore

__all__ = ["KEPT_BACK", "Answer", "Progress", "Wanted", "answers", "fetch", "remedy"]

_FETCHED = frozenset({"comtrade", "sql", "sdmx"})  # the files of the other kinds come from a person


def answers(source: TableSource) -> bool:
    """Say whether a source is asked; messages of SDMX may also be files that a person fetches."""
    return source.kind in _FETCHED and (source.kind != "sdmx" or source.dataflow is not None)


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: Wanted,
    now: datetime,
    progress: Progress,
) -> Iterator[Answer]:
    """Yield what became of what is asked of one source, as it happens; nothing for a kind that does not answer.

    SourceError ends the run: what came before it is kept whole, and the next run goes on from there.
    """
    source = desk.settings.sources[asked[0].source]
    if answers(source):
        yield from import_module(f"generator.intake.fetching.{source.kind}_fetch").fetch(
            desk, store, asked, wanted, now, progress
        )
