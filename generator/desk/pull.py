"""Pull: every source of some briefings is asked, and every inbox read; what is new, revised, missing or due is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.desk.fetching import Answer, Progress, Wanted, fetch
from generator.desk.intake import SetAside, Taken, take_in
from generator.desk.opened import OpenDesk
from generator.desk.questions import Question, questions
from generator.desk.wiring import release_calendar
from generator.errors import SourceError
from generator.sources.calendars import Holding, State, due_periods, standing
from generator.trade.figures import Selection
from generator.trade.period import Period

FETCHED = frozenset({"comtrade"})  # kinds that answer over the wire; the files of the others come from a person


@dataclass(frozen=True)
class Standing:
    """How the newest period of a question stands with its source, by the release calendar."""

    question: Question
    state: State


@dataclass(frozen=True)
class Failed:
    """A question that could not be answered to its end; what came before the fault is kept."""

    question: Question
    error: SourceError


Item = Taken | SetAside | Answer | Standing | Failed


def pull(desk: OpenDesk, names: Sequence[str], wanted: Wanted, now: datetime, progress: Progress) -> Iterator[Item]:
    """Yield what became of each file and each period asked, as it happens, and how the newest period stands."""
    asked = questions(desk, names)
    for source in dict.fromkeys(one.source for one in asked):
        yield from take_in(desk, source, now)
    for question in asked:
        yield from _answered(desk, question, wanted, now, progress)
        if (state := _standing(desk, question, now)) is not None:
            yield Standing(question, state)


def _answered(
    desk: OpenDesk, question: Question, wanted: Wanted, now: datetime, progress: Progress
) -> Iterator[Answer | Failed]:
    if desk.desk.settings.sources[question.source].kind not in FETCHED:
        return
    try:
        yield from fetch(desk, question, wanted, now, progress)
    except SourceError as error:
        yield Failed(question, error)


def _standing(desk: OpenDesk, question: Question, now: datetime) -> State | None:
    """Return how the period stands that should be out last by now; None where nobody knows when it comes."""
    calendar = release_calendar(desk.desk, question.source)
    if calendar is None or question.annual:
        return None
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    chosen = question.selections()[0]
    vintage = desk.store.vintage(chosen.source, None, chosen)
    held = [*desk.store.covered(chosen, vintage), *desk.store.release_periods(chosen.source, vintage)]
    months = [month for period in held for month in period.split()]
    since = max(months).step(1) if months else Period(today.year * 12 + today.month - 2, 1)
    due = due_periods(calendar, since, today)
    wanted = due[0] if due else calendar.due_period(since)
    return standing(calendar, wanted, today, _holding(desk, chosen, wanted))


def _holding(desk: OpenDesk, chosen: Selection, period: Period) -> Holding:
    """Return what the store has of a period: all of it, a part, or nothing."""
    vintage = desk.store.vintage(chosen.source, None, chosen)
    figures = desk.store.figures(chosen, period, vintage)
    known = sum(figures.over([code], period) is not None for code in chosen.whole)
    if not known:
        return Holding()
    released = max(one.released for one in desk.store.releases(chosen.source) if one.name in vintage.releases)
    return Holding("complete" if known == len(chosen.whole) else "partial", released)
