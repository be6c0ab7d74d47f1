"""Which period is meant, and whether its figures are unknown, incomplete, not out yet or complete."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from generator.errors import FiguresIncomplete, FiguresMissing, PeriodUnknown, SettingsError
from generator.intake.inbox import put_aside
from generator.intake.questions import answers, held, said_of
from generator.intake.reread import command, files_of, said_of_change
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
_LEFT_OUT = (
    "{0}: {1} has no row of {2}, which had trade in each of the twelve months before: what holds it is not known. "
    'If that trade ended, say why: {3} --accept "REASON"'
)
_NO_LINE = "{0}: {1} has no figure of a line of {2} ({3}). It has {4}."
_OF_MONTHS = (
    "{0} is a year, and {1} has months of it: an annual edition needs figures of whole years. "
    "Ask for {2}, or write frequency: monthly in {3}."
)
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
_DEPTHS = (4, 6, 8, 10)  # digits of lines
_LINES_ALONE = "{0} has lines within HS {1} (such as {2}) and no total of them. "
_DECLARE = "If it has every line, write covers: [{0}] in {1}, then read again: {2}"
_DEEPER = "Write detail: 6 in {0}, which asks for each line, then: tradebrief pull {1}"
_SET_ASIDE = "A row of its file was set aside, so nobody knows whether they are all there: see inbox/{0}/quarantine/."


def figures_for(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None = None) -> Figures:
    """Return the figures of one edition as they stood on `as_of` (None: as they stand).

    `period` None means the newest of the briefing's own frequency that has a release of its own. Raises PeriodUnknown
    or SettingsError (2), FiguresIncomplete (3) or FiguresMissing (4); where the source's settings changed since it was
    read, or say too little of its lines, the error says that.
    """
    try:
        return _figures_for(desk, store, name, period, as_of)
    except (PeriodUnknown, FiguresIncomplete, FiguresMissing) as error:
        source = desk.briefing(name).figures.source
        if told := _of_lines(desk, store, name, period, as_of):
            raise FiguresIncomplete(told) from None
        told = ""
        if period:
            chosen = desk.briefing(name).selection
            with suppress(ValueError):
                told = put_aside(desk, store, chosen, _together(Period.parse(period), chosen, ()))
        told = told or said_of_change(desk, store, source)
        if told:
            msg = f"{str(error).rstrip('.')}; {told}"
            raise type(error)(msg) from None
        raise


def _of_lines(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> str:
    """Return what is wrong where the source has lines alone of a period: of the newest one where none is named."""
    chosen = desk.briefing(name).selection
    vintage = store.releases.vintage(chosen.source, as_of, chosen)
    try:
        wanted = _together(Period.parse(period), chosen, ()) if period else newest_period(desk, store, name, vintage)
    except ValueError:
        return ""
    told = lines_alone(desk, store, name, wanted, vintage) if wanted and vintage.releases else ""
    return f"{wanted}: {told}" if told else ""


def _figures_for(desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None) -> Figures:
    briefing = desk.briefing(name)
    chosen = briefing.selection
    vintage = store.releases.vintage(chosen.source, as_of, chosen)
    if not vintage.releases:  # what the source has of others says what is wrong
        vintage = store.releases.vintage(chosen.source, as_of)
    released = released_periods(store, chosen, vintage)
    wanted = _together(parsed(period), chosen, released) if period else newest_period(desk, store, name, vintage)
    if wanted is None or not released:
        raise FiguresMissing(_nothing(desk, name, released, as_of))
    if wanted not in released:
        # The last month of a period may have its own release, and each other month a figure.
        known = {*released, *store.history(chosen, vintage)} if wanted.last in released else set()
        if not known >= {*wanted.split()}:
            _refuse_unreleased(desk, store, chosen, vintage, wanted, released)
    figures = figures_at(store, briefing, wanted, vintage)
    _refuse_mixed(desk, figures)
    if not any(figures.over([code], wanted) for code in figures.selection.codes):
        history = {*store.history(chosen, vintage)}
        history |= {one.quarter for one in history} & {*released}
        traded = max((one for one in history if one.months == wanted.months), default=None)
        if traded and _is_idle(figures, wanted):
            raise FiguresIncomplete(_NO_TRADE.format(wanted, chosen.source, name, traded))
        has = held(store, chosen, vintage)
        raise FiguresIncomplete(_NO_LINE.format(wanted, chosen.source, name, said_of(chosen), has))
    if wanted.frequency != "annual" and figures.gaps:
        _refuse_gaps(desk, figures)
    if wanted.frequency == "annual" and not any(figures.at(code, wanted) for code in figures.selection.codes):
        where = desk.where(f"briefings/{name}.yaml", ("frequency",))
        raise FiguresIncomplete(_OF_MONTHS.format(wanted, chosen.source, wanted.last, where))
    return figures


def _refuse_gaps(desk: Desk, figures: Figures) -> None:
    """Refuse figures of which nothing is known, where a large line was left out."""
    when, source = figures.period, figures.selection.source
    known, _ = figures.summable_codes(when)
    if known and figures.over(known, when):
        return
    gone = [code for code, periods in figures.gaps.items() if any(when.holds(one) for one in periods)]
    if gone:
        by_hand = f"tradebrief ingest FILE --source {source} --released DAY"
        is_asked = answers(desk.settings.sources[source])
        command = f"tradebrief pull --source {source} --period {when}" if is_asked else by_hand
        raise FiguresIncomplete(_LEFT_OUT.format(when, source, ", ".join(gone), command))


def _refuse_mixed(desk: Desk, figures: Figures) -> None:
    """Refuse figures in two currencies: a file of before the source's currency was declared, or corrected."""
    found: dict[str, Period] = {}
    for side in filter(None, (figures, figures.opposite)):
        for cell in (*side.cells.values(), *side.relayed):
            found.setdefault(cell.currency, cell.period)
    if len(found) > 1:
        source = figures.selection.source
        said = " and ".join(f"{currency} (such as {period})" for currency, period in sorted(found.items()))
        where = desk.where("desk.yaml", ("sources", source))
        raise SettingsError(where, _MIXED.format(source, said), _AGAIN.format(source))


def figures_at(store: FigureStore, briefing: Briefing, period: Period, vintage: Vintage) -> Figures:
    """Return the figures that `briefing` looks at, as deep and in as many directions as it says."""

    def of(selection: Selection) -> Figures:
        digits = briefing.figures.detail
        deep = store.detailed(selection, digits, vintage) if digits else selection
        found = without_breaks(store.figures(deep, period, vintage))
        return replace(found, year_start=briefing.figures.year_start)

    chosen = briefing.selection
    found = of(chosen)
    if not briefing.figures.balance:
        return found
    return replace(found, opposite=of(replace(chosen, flow=chosen.flow.opposite)))


def released_periods(store: FigureStore, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
    """Return the periods that a release is about, those of which a complete one gives all trade, and their quarters.

    Oldest first. A quarter is there with its last month, where there are figures of the others, too.
    """
    found = {*store.release_periods(selection.source, vintage), *store.covered(selection, vintage)}
    months, every = _months(found), set[Period]()
    for quarter in {month.quarter for month in months if month == month.quarter.last}:
        if not months >= {*quarter.split()}:  # a release of the last one may have the history of years
            every = every or _months(store.history(selection, vintage))
        if months | every >= {*quarter.split()}:
            found.add(quarter)
    return tuple(sorted(found))


def _months(periods: Iterable[Period]) -> set[Period]:
    return {month for period in periods if period.months < A_QUARTER for month in period.split()}


def _together(wanted: Period, selection: Selection, released: tuple[Period, ...]) -> Period:
    """Return January and February together for a February that the Lunar New Year moves; refuse such a January."""
    if wanted.frequency != "monthly" or not {selection.reporter, selection.partner} & LUNAR:
        return wanted
    both = editions_period(selection, wanted)
    if wanted.first % 12 == 0 and wanted in released:
        raise FiguresIncomplete(_LUNAR.format(wanted, both))
    return both if wanted.first % 12 == 1 else wanted


def editions_period(selection: Selection, period: Period) -> Period:
    """Return the period of the edition that tells `period`: January and February together where the moon moves them."""
    month = period.first % 12
    is_moved = period.frequency == "monthly" and month <= 1 and {selection.reporter, selection.partner} & LUNAR
    return Period(period.first - month, 2) if is_moved else period


def newest_period(desk: Desk, store: FigureStore, name: str, vintage: Vintage) -> Period | None:
    """Return the newest period of the briefing's frequency with a release of its own; None where there is none.

    Of several frequencies that end together, the shortest comes. A period in which nothing was traded is passed over,
    where there was trade before: there is nothing to tell of it.
    """
    briefing = desk.briefing(name)
    selection = briefing.selection
    released = released_periods(store, selection, vintage)
    own = [period for period in released if own_frequency(period) in briefing.frequency]
    if {selection.reporter, selection.partner} & LUNAR:
        own = [period for period in own if period.months > 1 or period.first % 12]
    order = sorted(own, key=lambda period: (period.last, period), reverse=True)
    idle = (_is_idle(store.figures(selection, one, vintage), one) for one in order)
    newest = next((one for one, is_idle in zip(order, idle, strict=True) if not is_idle), next(iter(order), None))
    return _together(newest, selection, released) if newest else None


def _is_idle(figures: Figures, period: Period) -> bool:
    """Say whether it is known of every line that nothing was traded."""
    cells = figures.over(figures.selection.top_codes, period)
    return cells is not None and not any(cell.value for cell in cells)


def own_frequency(period: Period) -> str:
    """Return the frequency of a briefing that tells `period`: months that come together are monthly."""
    return "monthly" if period.frequency == "combined" else period.frequency


def parsed(period: str) -> Period:
    """Return the period that `period` writes, or raise PeriodUnknown."""
    try:
        return Period.parse(period)
    except ValueError as error:
        raise PeriodUnknown(str(error)) from None


def _refuse_unreleased(
    desk: Desk, store: FigureStore, selection: Selection, vintage: Vintage, wanted: Period, released: tuple[Period, ...]
) -> None:
    """Refuse a period without a release of its own, unless releases about other periods have all of its lines."""
    known = store.history(selection, vintage)
    oldest, newest = min((*known, *released)), max(released)
    lengths = {newest.months, *(period.months for period in known)}
    if wanted.months not in lengths and not (wanted.frequency in {"combined", "quarterly"} and 1 in lengths):
        raise PeriodUnknown(_OTHER_FREQUENCY.format(wanted, wanted.frequency, selection.source, newest))
    source = selection.source
    is_past = any(release.released > vintage.as_of for release in store.releases.all(source))
    if wanted.last > newest.last and is_past:
        raise FiguresMissing(_NOT_OUT_THEN.format(wanted, source, newest, vintage.as_of))
    if wanted.last > newest.last:
        remedy = _remedy(desk, source, "When it is out, put its file into {}.", f" --period {wanted}")
        raise FiguresMissing(_NOT_OUT.format(wanted, source, newest, remedy))
    if wanted < oldest:
        raise PeriodUnknown(_TOO_EARLY.format(wanted, selection.source, oldest))
    found = store.figures(selection, wanted, vintage)
    lines = sum(bool(found.over([code], wanted)) for code in selection.codes)
    if lines < len(selection.codes):
        here = _remedy(desk, source, "Put its own release into {}.", f" --period {wanted}")
        remedy = "Ask for a later --as-of." if is_past else here
        raise FiguresIncomplete(_INCOMPLETE.format(wanted, lines, len(selection.codes), remedy))


def _remedy(desk: Desk, source: str, by_hand: str, more: str = "") -> str:
    """Return how figures come here: the source is asked, or a person puts them into its inbox, as `by_hand` says."""
    if answers(desk.settings.sources[source]):
        return f"Ask for it: tradebrief pull --source {source}{more}"
    return by_hand.format(f"inbox/{source}/")


def _nothing(desk: Desk, name: str, released: tuple[Period, ...], as_of: date | None) -> str:
    briefing = desk.briefing(name)
    source = briefing.figures.source
    if released:
        own, newest = " or ".join(briefing.frequency), released[-1]
        other = own_frequency(newest)
        where = desk.where(f"briefings/{name}.yaml", ("frequency",))
        remedy = f"Write frequency: {other} in {where}."
        return f"{name} is {own}, and {source} is {other}: its newest release is of {newest}. {remedy}"
    if as_of:
        return f"no release of {source} was out on {as_of}. Ask for a later --as-of."
    return f"no release of {source} is here. {_remedy(desk, source, 'Put a file into {} and build again.')}"


def lines_alone(desk: Desk, store: FigureStore, name: str, wanted: Period, vintage: Vintage) -> str:
    """Return what is wrong, with the remedy, where the source has lines of `wanted` within a code, and not the code.

    "" where it has the code itself, or no line either, and for a briefing that looks at the lines.
    """
    briefing = desk.briefing(name)
    chosen = briefing.selection
    if briefing.figures.detail:
        return ""
    lines: dict[str, None] = {}
    for depth in _DEPTHS:
        found = store.detailed(chosen, depth, vintage).codes
        lines |= dict.fromkeys(code for code in found if code not in chosen.codes)
    deeper = store.figures(replace(chosen, codes=(*chosen.codes, *lines)), wanted, vintage)
    figures = store.figures(chosen, wanted, vintage)
    for month in dict.fromkeys((wanted, *wanted.split())):
        there = [line for line in lines if (line, month) in deeper.cells]
        # A gap is told as one, and the sum of a line that gives no number is unknown, however whole the source is.
        cells = [deeper.cells[line, month] for line in there]
        told = [code for code, periods in figures.gaps.items() if month in periods]
        told += [cell.code for cell in cells if cell.value is None or cell.is_bound]
        unknown = [code for code in chosen.codes if figures.over([code], month) is None]
        unknown = [code for code in unknown if not any(is_within(line, code) for line in told)]
        bare = [code for code in unknown if any(is_within(line, code) for line in there)]
        if bare:
            first = next(line for line in there if is_within(line, bare[0]))
            problem = _LINES_ALONE.format(chosen.source, ", ".join(bare), first)
            return problem + (said_of_change(desk, store, chosen.source) or _for_lines(desk, store, name, bare))
    return ""


def _for_lines(desk: Desk, store: FigureStore, name: str, bare: list[str]) -> str:
    """Return what helps: files are declared to be whole; a service that answers is asked for the lines themselves."""
    chosen = desk.briefing(name).selection
    settings = desk.settings.sources[chosen.source]
    if settings.kind == "comtrade" and not files_of(store, chosen.source):
        return _DEEPER.format(desk.where(f"briefings/{name}.yaml", ("figures",)), name)
    declared = [] if isinstance(settings.covers, str) else settings.covers
    if settings.covers == "all" or all(any(is_within(code, one) for one in declared) for code in bare):
        return _SET_ASIDE.format(chosen.source)
    codes = ", ".join(f'"{code}"' for code in dict.fromkeys((*declared, *chosen.codes)))
    where = desk.where("desk.yaml", ("sources", chosen.source))
    return _DECLARE.format(codes, where, command(desk, store, chosen.source))
