"""Pull: every source of some briefings is asked, and every inbox read; what is new, revised, missing or due is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.desk.fetching import FETCHED, KEPT_BACK, Answer, Progress, Wanted, fetch
from generator.desk.intake import SetAside, Taken, take_in
from generator.desk.opened import OpenDesk
from generator.desk.questions import Question, questions
from generator.desk.slips import slips
from generator.desk.wiring import release_calendar
from generator.errors import SourceError
from generator.sources.calendars import Holding, State, due_periods, standing
from generator.trade.figures import Selection
from generator.trade.period import Period

_DUE = frozenset({"due", "late", "partial"})


@dataclass(frozen=True)
class Standing:
    """How the newest period of a question stands with its source, by the release calendar.

    `slip` is what a person is to fetch, "" where nothing is due or the source answers itself.
    """

    question: Question
    state: State
    slip: str = ""


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
        own = [one for one in asked if one.source == source]
        yield from take_in(desk, source, now)
        try:
            yield from fetch(desk, own, wanted, now, progress)
        except SourceError as error:
            yield Failed(own[0], error)
        yield from (found for one in own if (found := _standing(desk, one, now)) is not None)


def _standing(desk: OpenDesk, question: Question, now: datetime) -> Standing | None:
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
    wanted = (due[0] if months else due[-1]) if due else calendar.due_period(since)
    state = standing(calendar, wanted, today, _holding(desk, chosen, wanted))
    is_due = state.word in _DUE and desk.desk.settings.sources[question.source].kind not in FETCHED
    span = wanted if months else Period(wanted.first - KEPT_BACK, KEPT_BACK + wanted.months)  # with a past to compare
    return Standing(question, state, "\n".join(slips(desk, question, span)) if is_due else "")


def _holding(desk: OpenDesk, chosen: Selection, period: Period) -> Holding:
    """Return what the store has of a period: all of it, a part, or nothing."""
    vintage = desk.store.vintage(chosen.source, None, chosen)
    figures = desk.store.figures(chosen, period, vintage)
    known = sum(figures.over([code], period) is not None for code in chosen.whole)
    if not known:
        return Holding()
    released = max(one.released for one in desk.store.releases(chosen.source) if one.name in vintage.releases)
    return Holding("complete" if known == len(chosen.whole) else "partial", released)
