"""Which period is meant, and whether its figures are there: unknown, incomplete, not out yet, or complete."""

from __future__ import annotations

from datetime import date

from generator.desk.opened import OpenDesk
from generator.errors import FiguresIncomplete, FiguresMissing, PeriodUnknown
from generator.trade.figures import Figures, Selection, Vintage
from generator.trade.period import Period

_NO_LINE = "{0}: the releases of {1} have a figure for none of the briefing's lines. Look at `tradebrief figures`."
_OTHER_FREQUENCY = "{0} is {1}; {2} has no such figures. Ask for a period such as {3}."
_NOT_OUT = "{0} is not out yet: the newest period of {1} is {2}. When it is out, put its file into inbox/{1}/."
_TOO_EARLY = "{0} is before the figures of {1} begin, in {2}. Ask for a period from {2} on."


def figures_for(desk: OpenDesk, name: str, period: str | None, as_of: date | None = None) -> Figures:
    """Return the figures of one edition as they stood on `as_of` (None: as they stand).

    `period` None means the newest that has a release of its own. Raises PeriodUnknown (2), FiguresIncomplete (3) or
    FiguresMissing (4).
    """
    selection = desk.selection(desk.desk.briefing(name))
    vintage = desk.store.vintage(selection.source, as_of)
    released = desk.store.release_periods(selection.source, vintage)
    if not released:
        raise FiguresMissing(_nothing(selection, as_of))
    wanted = _parsed(period) if period else released[-1]
    _refuse_unreleased(desk, selection, vintage, wanted, released)
    figures = desk.store.figures(selection, wanted, vintage)
    if not any(figures.value(code, wanted) for code in selection.codes):
        raise FiguresIncomplete(_NO_LINE.format(wanted, selection.source))
    return figures


def _parsed(period: str) -> Period:
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


def _incomplete(desk: OpenDesk, selection: Selection, vintage: Vintage, wanted: Period) -> str:
    found = desk.store.figures(selection, wanted, vintage)
    lines = sum(found.at(code, wanted) is not None for code in selection.codes)
    held = f"{lines} of {len(selection.codes)} lines have a figure, from releases about other periods"
    return f"{wanted} is incomplete: {held}. Put its own release into inbox/{selection.source}/."


def _nothing(selection: Selection, as_of: date | None) -> str:
    if as_of:
        return f"no release of {selection.source} was out on {as_of}. Ask for a later --as-of."
    return f"no release of {selection.source} is here. Put a file into inbox/{selection.source}/ and build again."
