"""Asking the sources of some briefings and reading their inboxes: what is new, revised, missing or due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.errors import SourceError
from generator.intake.fetching import FetchRequest, Progress, SourceAnswer, fetch
from generator.intake.file_intake import IntakeResult, SetAside, take_in
from generator.intake.questions import Question, questions
from generator.intake.side_figures import beside_of
from generator.intake.standings import SourceStanding, standings
from generator.settings.desk import Desk
from generator.store import FigureStore


@dataclass(frozen=True)
class Failed:
    """A question that could not be answered to its end; what came before the fault is kept."""

    question: Question
    error: SourceError


Item = IntakeResult | SetAside | SourceAnswer | SourceStanding | Failed


def pull(
    desk: Desk,
    store: FigureStore,
    names: Sequence[str],
    wanted: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[Item]:
    """Yield what became of each file and each period asked, as it happens, and how the newest periods stand."""
    asked = [one for one in questions(desk, names) if wanted.source in {None, one.source}]
    beside = dict.fromkeys(one for name in names for one in beside_of(desk, name))
    for source in (one for one in beside if wanted.source in {None, one}):
        yield from take_in(desk, store, source, now)
    for source in dict.fromkeys(one.source for one in asked):
        own = [one for one in asked if one.source == source]
        yield from take_in(desk, store, source, now)
        try:
            yield from fetch(desk, store, own, wanted, now, progress)
        except SourceError as error:
            yield Failed(own[0], error)
        for question in own:
            yield from standings(desk, store, question, now)
