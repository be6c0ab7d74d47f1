"""Standings: how the newest period and the one that comes next stand with their source, by its release calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.intake.fetching import KEPT_BACK, answers
from generator.intake.questions import Question
from generator.intake.slips import slips
from generator.settings.desk import Desk
from generator.settings.wiring import release_calendar
from generator.sources.release_calendar import ReleaseCalendar, due_periods
from generator.sources.release_standing import Holding, State, standing
from generator.store import FigureStore
from generator.trade.figures import Selection
from generator.trade.period import Period

_LOOK_BACK = 4  # months in which an empty store looks for the last period that is out
_DUE = frozenset({"due", "late", "partial"})


@dataclass(frozen=True)
class Standing:
    """How a period of a question stands: not due, due, late, partial, complete or restated.

    `slip` is what a person is to fetch, "" where nothing is due or the source answers itself.
    """

    question: Question
    state: State
    slip: str = ""


def standings(desk: Desk, store: FigureStore, question: Question, now: datetime) -> Iterator[Standing]:
    """Yield how the newest period that is there stands, then the next one; nothing where nobody knows when it comes."""
    calendar = release_calendar(desk, question.source)
    if calendar is None or question.annual:
        return
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    if newest := max(filter(None, (_newest(store, one) for one in question.selections())), default=None):
        period = calendar.due_period(newest)
        yield Standing(question, standing(calendar, period, today, _held(store, question, period)))
    yield _next(desk, store, question, calendar, today, newest)


def _next(
    desk: Desk, store: FigureStore, question: Question, calendar: ReleaseCalendar, today: date, newest: Period | None
) -> Standing:
    """Return how the first period after `newest` stands; of an empty store, the last one that should be there."""
    since = newest.step(1) if newest else Period(today.year * 12 + today.month - 1 - _LOOK_BACK, 1)
    due = due_periods(calendar, since, today)
    period = (due[0] if newest else due[-1]) if due else calendar.due_period(since)
    state = standing(calendar, period, today, _held(store, question, period))
    is_asked = state.word in _DUE and not answers(desk.settings.sources[question.source])
    if newest:  # everything that should be there by now
        last = due[-1].last if due else period.last
        span = Period(period.first, last.first + 1 - period.first)
    else:
        span = Period(period.first - KEPT_BACK, KEPT_BACK + period.months)  # with a past to compare
    return Standing(question, state, "\n".join(slips(desk, question, span)) if is_asked else "")


def _newest(store: FigureStore, chosen: Selection) -> Period | None:
    """Return the newest month of which the source has anything of the chosen trade."""
    vintage = store.vintage(chosen.source, None, chosen)
    held = (*store.covered(chosen, vintage), *store.history(chosen, vintage))
    return max((period.last for period in held), default=None)


def _held(store: FigureStore, question: Question, period: Period) -> Holding:
    """Return what the store has of a period in every flow of the question: complete only where each of them is."""
    each = [_holding(store, one, period) for one in question.selections()]
    known = [one for one in each if one.released]
    if not known:
        return Holding()
    is_whole = all(one.extent == "complete" for one in each)
    newest = max(one.released for one in known if one.released)
    return Holding("complete" if is_whole else "partial", newest, any(one.restated for one in known))


def _holding(store: FigureStore, chosen: Selection, period: Period) -> Holding:
    """Return what the store has of a period: all, a part or nothing; and whether its newest release changed it."""
    vintage = store.vintage(chosen.source, None, chosen)
    figures = store.figures(chosen, period, vintage)
    known = [code for code in chosen.whole if figures.over([code], period) is not None]
    if not known:
        return Holding()
    names = {name for month in {period, *period.split()} for name in store.told_by(chosen, month, vintage)}
    released = max(one.released for one in store.releases(chosen.source) if one.name in names)
    before = store.vintage(chosen.source, released - timedelta(days=1), chosen)
    revised = store.revisions(chosen, before, vintage)
    is_restated = any(one.period.first in range(period.first, period.first + period.months) for one in revised)
    return Holding("complete" if len(known) == len(chosen.whole) else "partial", released, is_restated)
