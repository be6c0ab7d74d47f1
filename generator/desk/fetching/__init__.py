"""Fetching: a source that answers over the wire is asked for what the briefings need; a file for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module

from generator.desk.fetching.answer import KEPT_BACK, Answer, Progress, Wanted
from generator.desk.opened import OpenDesk
from generator.desk.questions import Question

__all__ = ["FETCHED", "KEPT_BACK", "Answer", "Progress", "Wanted", "fetch"]

FETCHED = frozenset({"comtrade", "sql"})  # the files of the other kinds come from a person


def fetch(
    desk: OpenDesk, asked: Sequence[Question], wanted: Wanted, now: datetime, progress: Progress
) -> Iterator[Answer]:
    """Yield what became of what is asked of one source, as it happens; nothing for a kind that does not answer.

    SourceError ends the run: what came before it is kept whole, and the next run goes on from there.
    """
    kind = desk.desk.settings.sources[asked[0].source].kind
    if kind in FETCHED:
        yield from import_module(f"generator.desk.fetching.{kind}").fetch(desk, asked, wanted, now, progress)
