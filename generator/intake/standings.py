"""Whether the newest and the next period of a source are out, late, partial or complete, and what a person must fetch.

`pull` prints the result of `standings`. The clock uses its slips, and calls `newer_release` to find outdated editions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.errors import SettingsError
from generator.intake.questions import KEPT_BACK, Question, is_service
from generator.settings.desk import Briefing, Desk
from generator.settings.wiring import release_calendar
from generator.sources.gacc_slip import slip
from generator.sources.release_calendar import Holding, ReleaseCalendar, State, due_periods, standing
from generator.store import EditionNote, FigureStore, Release
from generator.trade.codes import area, is_within
from generator.trade.figures import Selection
from generator.trade.period import Period

_BY_HAND = (
    "tradebrief ingest FILE --source {} --released DAY; no column is declared as published, so the inbox refuses it"
)
_FLOWS = {"M": "imports", "X": "exports", "RM": "re-imports", "RX": "re-exports"}


# addresses of known publishers, by the setting `like`; docs/sources/sdmx.md explains KEY
_SITES = {"comext": "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1/data/DS-045409/KEY"}


def slips(desk: Desk, question: Question, period: Period) -> Iterator[str]:
    """Yield a slip for each flow of `question`: what a person must fetch for `period`."""
    for selection in question.selections():
        layout = desk.table(selection.source)
        if layout.kind != "gacc":
            yield _slip_of_table(desk, selection, period)
            continue
        try:
            yield slip(layout, selection, period, release_calendar(desk, selection.source))
        except ValueError as fault:
            where = desk.where("desk.yaml", ("sources", selection.source))
            raise SettingsError(where, f"{fault}.") from None


def _slip_of_table(desk: Desk, selection: Selection, period: Period) -> str:
    name = selection.source
    source, layout = desk.settings.sources[name], desk.table(name)
    reporter, partner = (area(code).name for code in (selection.reporter, selection.partner))
    columns = dict.fromkeys(layout.columns.values())
    if layout.measures:  # the column that says whether a row has a value or a quantity
        columns[layout.measures["column"]] = None
    unknown = f"not known: write address: for {name}, in desk.yaml"
    says_its_day = "published" in layout.columns or layout.kind == "sdmx"  # else no inbox takes it in
    lines = {
        "site": source.address or _SITES.get(source.like or "", unknown),
        "figures": f"{_FLOWS[selection.flow]} of {reporter}, partner {partner}",
        "period": str(period),
        "codes": ", ".join(selection.codes),
        "columns": ", ".join(columns),
        "currency": layout.currency,
        "file": f"into inbox/{name}/" if says_its_day else _BY_HAND.format(name),
    }
    return "\n".join([f"To fetch for {name}:", *(f"  {key:<10}{what}" for key, what in lines.items())])


_LOOK_BACK = 4  # months: with an empty store, how far back to look for the last published period
_DUE = frozenset({"due", "late", "partial"})
OLDER = "older than the release"


@dataclass(frozen=True)
class SourceStanding:
    """The state of a period of a question: not due, due, late, partial, complete or restated.

    `slip` says what a person must fetch. It is "" if nothing is due or if the program asks the source itself.
    """

    question: Question
    state: State
    slip: str = ""


def standings(desk: Desk, store: FigureStore, question: Question, now: datetime) -> Iterator[SourceStanding]:
    """Yield the standing of the newest stored period, then of the next one. Yield nothing without a calendar."""
    calendar = release_calendar(desk, question.source)
    if calendar is None or question.annual:
        return
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    held: list[Period] = []  # periods with anything of the chosen trade
    for chosen in question.selections():
        vintage = store.releases.vintage(chosen.source, None, chosen)
        held += (*store.covered(chosen, vintage), *store.history(chosen, vintage))
    newest = max((period.last for period in held), default=None)
    if newest:
        period = calendar.due_period(newest)
        yield SourceStanding(question, standing(calendar, period, today, _held(store, question, period)))
    yield _next(desk, store, question, calendar, today, newest)


def _next(
    desk: Desk, store: FigureStore, question: Question, calendar: ReleaseCalendar, today: date, newest: Period | None
) -> SourceStanding:
    """Return the standing of the first period after `newest`; for an empty store, of the last one that is due."""
    since = newest.step(1) if newest else Period(today.year * 12 + today.month - 1 - _LOOK_BACK, 1)
    due = due_periods(calendar, since, today)
    period = calendar.due_period(since)
    if due:
        period = due[0] if newest else due[-1]
    state = standing(calendar, period, today, _held(store, question, period))
    is_asked = state.word in _DUE and not is_service(desk.settings.sources[question.source])
    if newest:  # fetch everything that is due by now
        last = due[-1].last if due else period.last
        span = Period(period.first, last.first + 1 - period.first)
    else:
        span = Period(period.first - KEPT_BACK, KEPT_BACK + period.months)  # with earlier months to compare
    return SourceStanding(question, state, "\n".join(slips(desk, question, span)) if is_asked else "")


def _held(store: FigureStore, question: Question, period: Period) -> Holding:
    """Return what the store has of a period. It is complete only if every flow of the question is."""
    holdings = [_holding(store, selection, period) for selection in question.selections()]
    released = [holding for holding in holdings if holding.released]
    if not released:
        return Holding()
    is_whole = all(holding.extent == "complete" for holding in holdings)
    newest = max(holding.released for holding in released if holding.released)
    return Holding("complete" if is_whole else "partial", newest, any(holding.restated for holding in released))


def _holding(store: FigureStore, chosen: Selection, period: Period) -> Holding:
    """Return what the store has of a period (all, a part or nothing), and whether its newest release revised it."""
    vintage = store.releases.vintage(chosen.source, None, chosen)
    figures = store.figures(chosen, period, vintage)
    codes = [code for code in chosen.top_codes if figures.over([code], period) is not None]
    if not codes:
        return Holding()
    names = {name for month in {period, *period.split()} for name in store.releases_about(chosen, month, vintage)}
    released = max(release.released for release in store.releases.all(chosen.source) if release.name in names)
    before = store.releases.vintage(chosen.source, released - timedelta(days=1), chosen)
    revised = store.revisions(chosen, before, vintage)
    months = range(period.first, period.first + period.months)
    is_restated = any(revision.period.first in months for revision in revised)
    return Holding("complete" if len(codes) == len(chosen.top_codes) else "partial", released, is_restated)


def newer_release(desk: Desk, store: FigureStore, note: EditionNote) -> str:
    """Return "older than the release of DAY" for an edition whose period has a newer release, else ""."""
    briefing = desk.briefings.get(note.briefing)
    if briefing is None or not store.raw.has(note.manifest_sha256):
        return ""
    known_names = json.loads(store.raw.read(note.manifest_sha256))["releases"]
    source = briefing.figures.source
    # only current releases: an earlier reading of a file is no longer valid
    unknown = {name for name in store.releases.vintage(source).releases if name not in known_names}
    later = [release for release in store.releases.all(source) if release.name in unknown]
    concerning = [release for release in later if _concerns(store, release, briefing)]
    relevant = [release for release in concerning if note.period.holds(release.period)]
    if not relevant and note.period.frequency == "quarterly":
        relevant = _restating(store, note, concerning, briefing)
    return f"{OLDER} of {max(release.released for release in relevant)}" if relevant else ""


def _restating(store: FigureStore, note: EditionNote, unknown: Sequence[Release], briefing: Briefing) -> list[Release]:
    """Return the releases about later periods that restate a month of a quarter.

    The next monthly edition reports a restated month. But the next quarterly edition does not look back at single
    months, so a restatement makes the edition of the quarter outdated.
    """
    if not unknown:
        return []
    vintage, digits = store.releases.vintage(briefing.figures.source), briefing.figures.detail
    names = {release.name for release in unknown}
    before = replace(vintage, releases=tuple(name for name in vintage.releases if name not in names))
    selection = briefing.selection
    deep = store.detailed(selection, digits, vintage) if digits else selection
    revised = [revision for revision in store.revisions(deep, before, vintage) if note.period.holds(revision.period)]
    sources = {revision.cell.cell.release for revision in revised if revision.cell}  # a deleted row has no cell
    return [release for release in unknown if release.name in sources] or (list(unknown) if revised else [])


def _concerns(store: FigureStore, release: Release, briefing: Briefing) -> bool:
    """Whether a release has any figure of the briefing's reporter, partner and flow, or a person's word on a line."""
    selection = briefing.selection
    if release.name in store.releases.statements():
        scopes = [scope for name, scope in store.releases.covering(selection) if name == release.name]
        stated_codes = [code for scope in scopes for code in scope.codes]
        return any(is_within(code, above) for code in stated_codes for above in selection.codes)
    vintage = replace(store.releases.vintage(release.source), releases=(release.name,))
    held = store.holdings(release.source, vintage)
    return any(replace(holding, codes=selection.codes) == selection for holding in held)
