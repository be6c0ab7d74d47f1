"""Choose the period of an edition, and return its figures or the error why they are not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from generator.errors import FiguresIncomplete, FiguresMissing, PeriodUnknown, SettingsError
from generator.intake.absent_lines import AbsentLines, absent_lines
from generator.intake.questions import holdings_in_words, is_service, selection_in_words
from generator.intake.reread import change_in_words, files_of, reread_command
from generator.settings.desk import Briefing, Desk
from generator.store import FigureStore
from generator.trade.codes import LUNAR, is_within
from generator.trade.figures import Figures, Selection
from generator.trade.period import A_QUARTER, Period
from generator.trade.release import Vintage
from generator.trade.series_breaks import without_breaks

_NO_TRADE = (
    "{0}: {1} recorded no trade in any line of {2}, so there is nothing to tell. The newest period with a figure "
    "is {3}: tradebrief build {2} --period {3}"
)
_NO_LINE = "{0}: {1} has no figure of a line of {2} ({3}). It has {4}."
_OTHER_FREQUENCY = "{0} is {1}; {2} has no such figures. Ask for a period such as {3}."
_NOT_OUT = "{0} is not out yet: the newest period of {1} is {2}. {3}"
_NOT_OUT_THEN = "{0} was not out on {3}: the newest period of {1} was {2}. Ask for a later --as-of."
_LUNAR = (
    "{0} is told together with February: its single month depends on when the Lunar New Year falls. "
    "Ask for {1} when it is out."
)
_INCOMPLETE = "{0} is incomplete: {1} of {2} lines have a figure, from releases about other periods. {3}"
_MIXED = "the figures of {0} are in {1}; an edition has one currency, and nothing is converted."
_AGAIN = 'Declare one currency, and read the files again: tradebrief ingest --again --source {0} --accept "REASON".'
_TOO_EARLY = "{0} is before the figures of {1} begin, in {2}. Ask for a period from {2} on."
_YEAR = 12  # months
_DEPTHS = (4, 6, 8, 10)  # digits of lines
_LINES_ALONE = "{0} has lines within HS {1} (such as {2}) and no total of them. "
_DECLARE = "If it has every line, write covers: [{0}] in {1}, then read again: {2}"
_DEEPER = "Write detail: 6 in {0}, which asks for each line, then: tradebrief pull {1}"
_SET_ASIDE = "A row of its file was set aside, so nobody knows whether they are all there: see inbox/{0}/quarantine/."


def figures_for(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None = None) -> Figures:
    """Return the figures of one edition as they stood on `as_of` (None: now).

    If `period` is None, take the newest period of the briefing's frequency that has a release of its own. Raises
    PeriodUnknown, SettingsError, FiguresIncomplete or FiguresMissing. The error also says whether the source's settings
    changed since its files were read, or whether the source has only lines within the codes.
    """
    try:
        return _figures_for(desk, store, name, period, as_of)
    except (PeriodUnknown, FiguresIncomplete, FiguresMissing) as error:
        source = desk.briefing(name).figures.source
        if reason := _of_lines(desk, store, name, period, as_of):
            raise FiguresIncomplete(reason) from None
        if change := change_in_words(desk, store, source):
            msg = f"{str(error).rstrip('.')}; {change}"
            raise type(error)(msg) from None
        raise


def _of_lines(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> str:
    """Return the problem of a period if the source has only lines of it (see `lines_alone`), else ""."""
    chosen = desk.briefing(name).selection
    vintage = store.releases.vintage(chosen.source, as_of, chosen)
    try:
        target = _together(Period.parse(period), chosen, ()) if period else newest_period(desk, store, name, vintage)
    except ValueError:
        return ""
    problem = lines_alone(desk, store, name, target, vintage) if target and vintage.releases else ""
    return f"{target}: {problem}" if problem else ""


def _figures_for(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> Figures:
    briefing = desk.briefing(name)
    chosen = briefing.selection
    vintage = store.releases.vintage(chosen.source, as_of, chosen)
    if not vintage.releases:  # the releases about other trade help to word the error
        vintage = store.releases.vintage(chosen.source, as_of)
    released = released_periods(store, chosen, vintage)
    target = _together(parse_period(period), chosen, released) if period else newest_period(desk, store, name, vintage)
    if target is None or not released:
        raise FiguresMissing(_nothing(desk, name, released, as_of))
    if target not in released:
        # It can still be built if its last month has a release and each other month has a figure.
        periods = {*released, *store.history(chosen, vintage)} if target.last in released else set()
        if not periods >= {*target.split()}:
            _refuse_unreleased(desk, store, chosen, vintage, target, released)
    figures = figures_at(store, briefing, target, vintage)
    _refuse_mixed(desk, figures)
    if not any(figures.over([code], target) for code in figures.selection.codes):
        history = {*store.history(chosen, vintage)}
        history |= {month.quarter for month in history} & {*released}
        traded = max((month for month in history if month.months == target.months), default=None)
        if traded and _is_idle(figures, target):
            raise FiguresIncomplete(_NO_TRADE.format(target, chosen.source, name, traded))
        _refuse_gaps(name, figures)
        has = holdings_in_words(store, chosen, vintage)
        raise FiguresIncomplete(_NO_LINE.format(target, chosen.source, name, selection_in_words(chosen), has))
    if target.frequency != "annual" and figures.gaps:
        _refuse_gaps(name, figures)
    return figures


def _refuse_gaps(name: str, figures: Figures) -> None:
    """Raise FiguresIncomplete if gaps of large lines leave nothing that can be summed."""
    when = figures.period
    known_codes, _ = figures.summable_codes(when)
    if known_codes and figures.over(known_codes, when):
        return
    absent = absent_lines(replace(figures, opposite=None), when)
    if absent:
        sentences = " ".join(lines.in_words(name) for lines in absent)
        msg = f"{when}: {sentences}"
        raise FiguresIncomplete(msg)


def lines_left_out(desk: Desk, store: FigureStore, name: str, span: Period) -> tuple[AbsentLines, ...]:
    """Return the large lines that the newest releases leave out in the periods within `span`."""
    briefing = desk.briefing(name)
    vintage = store.releases.vintage(briefing.figures.source, None, briefing.selection)
    return absent_lines(_figures_of_flows(store, briefing, span, vintage), span)


def lines_lately_left_out(desk: Desk, store: FigureStore, name: str, until: Period) -> tuple[AbsentLines, ...]:
    """Return the large lines that are left out in the two years that end with `until`, which an edition prints."""
    end = until.first + until.months
    return lines_left_out(desk, store, name, Period(end - 2 * _YEAR, 2 * _YEAR))


def _refuse_mixed(desk: Desk, figures: Figures) -> None:
    """Raise SettingsError for figures in two currencies, as after a change of the source's declared currency."""
    currencies: dict[str, Period] = {}
    for side in filter(None, (figures, figures.opposite)):
        for cell in (*side.cells.values(), *side.relayed):
            currencies.setdefault(cell.currency, cell.period)
    if len(currencies) > 1:
        source = figures.selection.source
        names = " and ".join(f"{currency} (such as {period})" for currency, period in sorted(currencies.items()))
        where = desk.where("desk.yaml", ("sources", source))
        raise SettingsError(where, _MIXED.format(source, names), _AGAIN.format(source))


def figures_at(store: FigureStore, briefing: Briefing, period: Period, vintage: Vintage) -> Figures:
    """Return the figures of `briefing`, with those of the whole market if the briefing asks for them."""
    figures = _figures_of_flows(store, briefing, period, vintage)
    if briefing.figures.market:
        spans = _spans_of_market(figures)
        figures = replace(figures, market=store.market(figures.selection, spans, vintage))
    return figures


def _spans_of_market(figures: Figures) -> tuple[Period, ...]:
    """Return the periods that an edition compares a market in, newest first: a quarter's include the one before."""
    to_date, period = figures.to_date, figures.period
    longest = to_date if to_date.months == _YEAR else period  # a December may lead with its year
    if period.frequency == "quarterly" and longest == period:
        return period, period.step(-1), period.year_before()
    return longest, longest.year_before()


def _figures_of_flows(store: FigureStore, briefing: Briefing, period: Period, vintage: Vintage) -> Figures:
    """Return the figures of `briefing` in the detail that it asks for, with the opposite flow if it asks for it."""

    def of(selection: Selection) -> Figures:
        digits = briefing.figures.detail
        deep = store.detailed(selection, digits, vintage) if digits else selection
        figures = without_breaks(store.figures(deep, period, vintage))
        return replace(figures, year_start=briefing.figures.year_start)

    chosen = briefing.selection
    figures = of(chosen)
    if briefing.figures.balance:
        figures = replace(figures, opposite=of(replace(chosen, flow=chosen.flow.opposite)))
    return figures


def released_periods(store: FigureStore, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
    """Return the periods with a release of their own or in a complete one, and quarters and years of months, in order.

    A quarter or year is included once its last month is out and the other months have figures.
    """
    periods = {*store.release_periods(selection.source, vintage), *store.covered(selection, vintage)}
    months = _months(periods)
    spans = {span for month in months for span in (month.quarter, month.calendar_year) if month == span.last}
    if not all(months >= {*span.split()} for span in spans):  # a release of the last month may contain earlier months
        months |= _months(store.history(selection, vintage))
    periods |= {span for span in spans if months >= {*span.split()}}
    return tuple(sorted(periods))


def _months(periods: Iterable[Period]) -> set[Period]:
    return {month for period in periods if period.months < A_QUARTER for month in period.split()}


def _together(period: Period, selection: Selection, released: tuple[Period, ...]) -> Period:
    """Return January and February combined for a February of a pair with Lunar New Year; refuse such a January."""
    if period.frequency != "monthly" or not {selection.reporter, selection.partner} & LUNAR:
        return period
    combined = editions_period(selection, period)
    if period.first % 12 == 0 and period in released:
        raise FiguresIncomplete(_LUNAR.format(period, combined))
    return combined if period.first % 12 == 1 else period


def editions_period(selection: Selection, period: Period) -> Period:
    """Return the period of the edition about `period`: January and February combined for a pair with Lunar New Year."""
    month = period.first % 12
    is_moved = period.frequency == "monthly" and month <= 1 and {selection.reporter, selection.partner} & LUNAR
    return Period(period.first - month, 2) if is_moved else period


def newest_period(desk: Desk, store: FigureStore, name: str, vintage: Vintage) -> Period | None:
    """Return the newest released period of the briefing's frequency; None if there is none.

    If periods of several frequencies end together, take the shortest. Skip periods without any trade, unless all are.
    """
    briefing = desk.briefing(name)
    selection = briefing.selection
    released = released_periods(store, selection, vintage)
    candidates = [period for period in released if own_frequency(period) in briefing.frequency]
    if {selection.reporter, selection.partner} & LUNAR:
        candidates = [period for period in candidates if period.months > 1 or period.first % 12]
    order = sorted(candidates, key=lambda period: (period.last, period), reverse=True)
    idle = (_is_idle(store.figures(selection, period, vintage), period) for period in order)
    newest = next((period for period, is_idle in zip(order, idle, strict=True) if not is_idle), next(iter(order), None))
    return _together(newest, selection, released) if newest else None


def _is_idle(figures: Figures, period: Period) -> bool:
    """Whether every line is known to have had no trade."""
    cells = figures.over(figures.selection.top_codes, period)
    return cells is not None and not any(cell.value for cell in cells)


def own_frequency(period: Period) -> str:
    """Return the frequency of the briefing for `period`. Combined months belong to a monthly one."""
    return "monthly" if period.frequency == "combined" else period.frequency


def parse_period(period: str) -> Period:
    """Return the period written in `period`; PeriodUnknown if it is not one."""
    try:
        return Period.parse(period)
    except ValueError as error:
        raise PeriodUnknown(str(error)) from None


def _refuse_unreleased(
    desk: Desk, store: FigureStore, selection: Selection, vintage: Vintage, target: Period, released: tuple[Period, ...]
) -> None:
    """Raise an error for a period without its own release, unless other releases have figures of all its lines."""
    history = store.history(selection, vintage)
    oldest, newest = min((*history, *released)), max(released)
    lengths = {newest.months, *(period.months for period in history)}
    if target.months not in lengths and not (target.frequency in {"combined", "quarterly"} and 1 in lengths):
        raise PeriodUnknown(_OTHER_FREQUENCY.format(target, target.frequency, selection.source, newest))
    source = selection.source
    is_past = any(release.released > vintage.as_of for release in store.releases.all(source))
    if target.last > newest.last and is_past:
        raise FiguresMissing(_NOT_OUT_THEN.format(target, source, newest, vintage.as_of))
    if target.last > newest.last:
        remedy = _remedy(desk, source, "When it is out, put its file into {}.", f" --period {target}")
        raise FiguresMissing(_NOT_OUT.format(target, source, newest, remedy))
    if target < oldest:
        raise PeriodUnknown(_TOO_EARLY.format(target, selection.source, oldest))
    figures = store.figures(selection, target, vintage)
    lines = sum(bool(figures.over([code], target)) for code in selection.codes)
    if lines < len(selection.codes):
        remedy_now = _remedy(desk, source, "Put its own release into {}.", f" --period {target}")
        remedy = "Ask for a later --as-of." if is_past else remedy_now
        raise FiguresIncomplete(_INCOMPLETE.format(target, lines, len(selection.codes), remedy))


def _remedy(desk: Desk, source: str, by_hand: str, more: str = "") -> str:
    """Return how to get figures: the command that asks the source, or else `by_hand` with its inbox."""
    if is_service(desk.settings.sources[source]):
        return f"Ask for it: tradebrief pull --source {source}{more}"
    return by_hand.format(f"inbox/{source}/")


def _nothing(desk: Desk, name: str, released: tuple[Period, ...], as_of: date | None) -> str:
    briefing = desk.briefing(name)
    source = briefing.figures.source
    if released:
        frequencies, newest = " or ".join(briefing.frequency), released[-1]
        newest_frequency = own_frequency(newest)
        where = desk.where(f"briefings/{name}.yaml", ("frequency",))
        problem = f"{name} is {frequencies}, and {source} is {newest_frequency}: its newest release is of {newest}."
        return f"{problem} Write frequency: {newest_frequency} in {where}."
    if as_of:
        return f"no release of {source} was out on {as_of}. Ask for a later --as-of."
    return f"no release of {source} is here. {_remedy(desk, source, 'Put a file into {} and build again.')}"


def lines_alone(desk: Desk, store: FigureStore, name: str, period: Period, vintage: Vintage) -> str:
    """Return the problem and its remedy if the source has lines within a code but no figure of the code itself.

    Return "" if it has the code, or no line either, or if the briefing asks for the lines anyway.
    """
    briefing = desk.briefing(name)
    chosen = briefing.selection
    if briefing.figures.detail:
        return ""
    lines: dict[str, None] = {}
    for depth in _DEPTHS:
        codes = store.detailed(chosen, depth, vintage).codes
        lines |= dict.fromkeys(code for code in codes if code not in chosen.codes)
    deeper = store.figures(replace(chosen, codes=(*chosen.codes, *lines)), period, vintage)
    figures = store.figures(chosen, period, vintage)
    for month in dict.fromkeys((period, *period.split())):
        present = [line for line in lines if (line, month) in deeper.cells]
        # Leave out gaps, which have their own message, and lines without a number, which cannot be summed anyway.
        cells = [deeper.cells[line, month] for line in present]
        gap_codes = [code for code, periods in figures.gaps.items() if month in periods]
        gap_codes += [cell.code for cell in cells if cell.value is None or cell.is_bound]
        unknown = [code for code in chosen.codes if figures.over([code], month) is None]
        unknown = [code for code in unknown if not any(is_within(line, code) for line in gap_codes)]
        bare = [code for code in unknown if any(is_within(line, code) for line in present)]
        if bare:
            first = next(line for line in present if is_within(line, bare[0]))
            problem = _LINES_ALONE.format(chosen.source, ", ".join(bare), first)
            return problem + (change_in_words(desk, store, chosen.source) or _for_lines(desk, store, name, bare))
    return ""


def _for_lines(desk: Desk, store: FigureStore, name: str, bare: list[str]) -> str:
    """Return the remedy: declare that the files are complete, or ask the service for the lines themselves."""
    chosen = desk.briefing(name).selection
    settings = desk.settings.sources[chosen.source]
    if settings.kind == "comtrade" and not files_of(store, chosen.source):
        return _DEEPER.format(desk.where(f"briefings/{name}.yaml", ("figures",)), name)
    declared = [] if isinstance(settings.covers, str) else settings.covers
    if settings.covers == "all" or all(any(is_within(code, parent) for parent in declared) for code in bare):
        return _SET_ASIDE.format(chosen.source)
    codes = ", ".join(f'"{code}"' for code in dict.fromkeys((*declared, *chosen.codes)))
    where = desk.where("desk.yaml", ("sources", chosen.source))
    return _DECLARE.format(codes, where, reread_command(desk, store, chosen.source))
