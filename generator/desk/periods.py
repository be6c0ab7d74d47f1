"""Which period is meant, and whether its figures are there: unknown, incomplete, not out yet, or complete."""

from __future__ import annotations

from datetime import date

from generator.desk.opened import OpenDesk
from generator.errors import FiguresIncomplete, FiguresMissing, PeriodUnknown, SettingsError
from generator.trade.figures import Figures, Selection, Vintage
from generator.trade.period import Period

READY = ("annual",)  # frequencies whose editions can be made
_NO_LINE = "{0}: the releases of {1} have a figure for none of the briefing's lines. Look at `tradebrief figures`."
_OTHER_FREQUENCY = "{0} is {1}; {2} has no such figures. Ask for a period such as {3}."
_NOT_OUT = "{0} is not out yet: the newest period of {1} is {2}. When it is out, put its file into inbox/{1}/."
_TOO_EARLY = "{0} is before the figures of {1} begin, in {2}. Ask for a period from {2} on."


def figures_for(desk: OpenDesk, name: str, period: str | None, as_of: date | None = None) -> Figures:
    """Return the figures of one edition as they stood on `as_of` (None: as they stand).

    `period` None means the newest of the briefing's own frequency that has a release of its own. Raises PeriodUnknown
    or SettingsError (2), FiguresIncomplete (3) or FiguresMissing (4).
    """
    selection = desk.selection(desk.desk.briefing(name))
    vintage = desk.store.vintage(selection.source, as_of)
    wanted = parsed(period) if period else newest_period(desk, name, vintage)
    released = desk.store.release_periods(selection.source, vintage)
    if wanted is None or not released:
        raise FiguresMissing(_nothing(desk, name, released, as_of))
    _refuse_unreleased(desk, selection, vintage, wanted, released)
    _refuse_unready(wanted)
    figures = desk.store.figures(selection, wanted, vintage)
    if not any(figures.value(code, wanted) for code in selection.codes):
        raise FiguresIncomplete(_NO_LINE.format(wanted, selection.source))
    return figures


def newest_period(desk: OpenDesk, name: str, vintage: Vintage) -> Period | None:
    """Return the newest period of the briefing's frequency with a release of its own; None where there is none.

    Of several frequencies, one whose editions can be made comes first.
    """
    briefing = desk.desk.briefing(name)
    released = desk.store.release_periods(briefing.figures.source, vintage)
    own = [period for period in released if period.frequency in briefing.frequency]
    return max(own, key=lambda period: (period.frequency in READY, period), default=None)


def parsed(period: str) -> Period:
    """Return the period that `period` writes, or raise PeriodUnknown."""
    try:
        return Period.parse(period)
    except ValueError as error:
        raise PeriodUnknown(str(error)) from None


def _refuse_unreleased(
    desk: OpenDesk, selection: Selection, vintage: Vintage, wanted: Period, released: tuple[Period, ...]
) -> None:
    if wanted in released:
        return
    known = desk.store.history(selection, vintage)
    oldest, newest = min((*known, *released)), max(released)
    if wanted.months != newest.months and not any(period.months == wanted.months for period in known):
        raise PeriodUnknown(_OTHER_FREQUENCY.format(wanted, wanted.frequency, selection.source, newest))
    if wanted.first > newest.last.first:
        raise FiguresMissing(_NOT_OUT.format(wanted, selection.source, newest))
    if wanted < oldest:
        raise PeriodUnknown(_TOO_EARLY.format(wanted, selection.source, oldest))
    raise FiguresIncomplete(_incomplete(desk, selection, vintage, wanted))


def _refuse_unready(period: Period) -> None:
    """Months and quarters have measures of their own, which are not there yet: an annual rule on a month misleads."""
    if period.frequency not in READY:
        where, problem = f"--period {period}", f"{period.frequency} editions are not available yet."
        raise SettingsError(where, problem, "Ask for a year.")


def _incomplete(desk: OpenDesk, selection: Selection, vintage: Vintage, wanted: Period) -> str:
    found = desk.store.figures(selection, wanted, vintage)
    lines = sum(found.at(code, wanted) is not None for code in selection.codes)
    held = f"{lines} of {len(selection.codes)} lines have a figure, from releases about other periods"
    return f"{wanted} is incomplete: {held}. Put its own release into inbox/{selection.source}/."


def _nothing(desk: OpenDesk, name: str, released: tuple[Period, ...], as_of: date | None) -> str:
    briefing = desk.desk.briefing(name)
    source = briefing.figures.source
    if released:
        own = " or ".join(briefing.frequency)
        return f"{name} is {own}, and {source} has no such release; its newest is {released[-1]}. Ask with --period."
    if as_of:
        return f"no release of {source} was out on {as_of}. Ask for a later --as-of."
    return f"no release of {source} is here. Put a file into inbox/{source}/ and build again."
