"""Ask the sources of briefings and read their inboxes: what is new, revised, missing or due.

The verb `pull` and the clock call `pull`. Services on the network are asked here, except UN Comtrade, which
comtrade_fetch asks. Each answer is recorded as a whole release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from generator.errors import SettingsError, SourceChanged, SourceError
from generator.intake.absent_lines import record_no_trade
from generator.intake.file_intake import IntakeResult, ReceivedDocument, SetAside, refuse_tomorrow, take_in
from generator.intake.period_choice import lines_left_out
from generator.intake.questions import KEPT_BACK, Question, is_service, questions_of
from generator.intake.side_figures import side_sources
from generator.intake.source_answers import FetchProgress, FetchRequest, Progress, SourceAnswer, key_of, record_answer
from generator.intake.standings import SourceStanding, standings
from generator.settings.desk import Desk
from generator.sources import layout_of, publication_day, read
from generator.store import FigureStore
from generator.trade.editions import TOTAL
from generator.trade.period import Period

LINES = 6  # digits of the finest lines that every country sends
_ACCEPT = "--accept"
_NOTHING_ABSENT = "no large line of {0} is left out in {1}, so there is nothing to accept."
_SEE_DOCTOR = "tradebrief doctor names the lines that are left out."
_SDMX_CALLS = 20  # per minute; agencies name no limit, and this is polite


@dataclass(frozen=True)
class Failed:
    """A question that ended with an error. Answers before the error are kept."""

    question: Question
    error: SourceError


Item = IntakeResult | SetAside | SourceAnswer | SourceStanding | Failed


def pull(
    desk: Desk,
    store: FigureStore,
    names: Sequence[str],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[Item]:
    """Yield the outcome of each file and each requested period, as it happens, then how the newest periods stand.

    With a period and a reason to accept, the large lines that are then still left out are recorded as no trade.
    """
    questions = [question for question in questions_of(desk, names) if request.source in {None, question.source}]
    for source in dict.fromkeys(source for name in names for source in side_sources(desk, name)):
        if request.source in {None, source}:
            yield from take_in(desk, store, source, now)
    failed: list[str] = []
    for source in dict.fromkeys(question.source for question in questions):
        source_questions = [question for question in questions if question.source == source]
        yield from take_in(desk, store, source, now)
        try:
            yield from fetch(desk, store, source_questions, request, now, progress)
        except SourceError as error:
            yield Failed(source_questions[0], error)
            failed.append(source)
        for question in source_questions:
            yield from standings(desk, store, question, now)
    if request.period and request.accept:
        sources = {question.source for question in questions} - {*failed}
        heard = [name for name in names if desk.briefing(name).figures.source in sources]
        yield from _accept_no_trade(desk, store, heard, request.period, request.accept, now)


def _accept_no_trade(
    desk: Desk, store: FigureStore, names: Sequence[str], period: Period, reason: str, now: datetime
) -> Iterator[IntakeResult]:
    """Record that the large lines that are left out in `period` had no trade, and yield each record.

    Raises SettingsError if there are none, unless a service was asked: the reason may be for its answer.
    """
    is_needed = bool(names)
    for name in names:
        if is_service(desk.settings.sources[desk.briefing(name).figures.source]):
            is_needed = False
        for result in record_no_trade(store, name, lines_left_out(desk, store, name, period), reason, now):
            is_needed = False
            yield result
    if is_needed:
        raise SettingsError(_ACCEPT, _NOTHING_ABSENT.format(", ".join(names), period), _SEE_DOCTOR)


def fetch(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield the outcomes of the questions to one source, as they happen; nothing if the source is not a service.

    A SourceError ends it. Outcomes before it are kept, and the next run continues from there.
    """
    source = desk.settings.sources[questions[0].source]
    if not is_service(source):
        return
    if source.kind == "comtrade":
        from generator.intake import comtrade_fetch

        yield from comtrade_fetch.fetch(desk, store, questions, request, now, progress)
    elif source.kind == "sdmx":
        yield _fetch_sdmx(desk, store, questions, request, now, progress)
    else:
        yield _fetch_sql(desk, store, questions, request, now, progress)


def remedy(desk: Desk, question: Question, silent: Iterable[str]) -> str:
    """Return a remedy for codes `silent` that a source never answers."""
    detail, file = desk.briefing(question.names[0]).figures.detail or 0, f"briefings/{question.names[0]}.yaml"
    if detail < LINES and any(code == TOTAL or len(code) < LINES for code in silent):
        return (
            f"If the source has lines alone, write detail: {LINES} in {file}; else check reporter, partner and codes."
        )
    return f"Check reporter, partner and codes in {file}."


def _day_of(store: FigureStore, source: str, raw: bytes, document: str, now: datetime) -> date:
    """Return the day of release of an answer without one: that of the last answer if it had the same bytes, else today.

    The same bytes may be read again under corrected settings. They were still published on the earlier day.
    """
    earlier = [release for release in store.releases.all(source) if release.address and release.document == document]
    is_known = earlier and earlier[-1].raw == sha256(raw).hexdigest()
    return earlier[-1].released if is_known else now.date()


def _fetch_sdmx(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
) -> SourceAnswer:
    """Ask an SDMX service for the series of the settings. Each reply becomes one release and answers all questions."""
    from generator.sources.patience import CallPace
    from generator.sources.sdmx_service import SdmxQuestion, fetch
    from generator.sources.wire import Wire

    name = questions[0].source
    source = desk.settings.sources[name]
    series = SdmxQuestion(source.address or "", source.dataflow or "", source.series_key or "all", source.like or "")
    annual = all(question.annual for question in questions)
    last = Period(now.year * 12, 12) if annual else Period(now.year * 12 + now.month - 1, 1)
    first = request.since or last.step(-KEPT_BACK // last.months)
    if request.period:
        first, last = (request.period, request.period) if annual else (request.period.split()[0], request.period.last)
    fetch_progress = FetchProgress(progress)
    fetch_progress(f"{name}: {first} to {last}")
    pace = CallPace(_SDMX_CALLS, at_once=3)
    with closing(Wire(pace, allow_insecure=source.allow_insecure, waits=fetch_progress.waits)) as wire:
        replies = [reply for reply in fetch(series, first, last, wire, name) if not reply.is_empty]
    documents: list[ReceivedDocument] = []
    for reply in replies:
        layout = layout_of(desk.table(name), reply.raw, reply.name)
        day = publication_day(layout, reply.raw) or _day_of(store, name, reply.raw, reply.name, now)
        batch = read(layout, reply.raw, reply.name, day, address=reply.address)
        refuse_tomorrow(batch, now)
        documents.append(ReceivedDocument(batch, reply.raw, layout))
    if not documents:
        return SourceAnswer(questions[0], last, "missing")
    newest = max(document.batch.period for document in documents)
    return record_answer(desk, store, questions, documents, newest, now, request.accept)


def _fetch_sql(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
) -> SourceAnswer:
    """Ask a database with the query of the settings. All rows become one release, which answers all questions."""
    from generator.sources.database import answer, written

    name = questions[0].source
    progress(name)
    source, layout = desk.settings.sources[name], desk.table(name)
    first = request.since or request.period or Period(now.year * 12 + now.month - 1 - KEPT_BACK, 1)
    values = {"since": written(first, layout.periods)}
    if request.period:
        values["period"] = written(request.period, layout.periods)
    raw = answer(source.url or "", source.query or "", values, password=key_of(desk, name), folder=desk.folder)
    if raw.count(b"\n") == 1:  # the header
        asked_for = ", ".join(f":{key} {value}" for key, value in values.items())
        msg = (
            f"{name}: the database has no row for the query with {asked_for}. Nothing was stored. "
            f"Ask for another period, from an earlier one on (--since YYYY-MM), or look at the query's conditions."
        )
        raise SourceChanged(msg)
    document = f"{name}-{request.period or request.since or 'all'}.csv"
    day = None if "published" in layout.columns else _day_of(store, name, raw, document, now)
    batch = read(layout, raw, document, day, address=f"sql:{name}")
    return record_answer(
        desk, store, questions, [ReceivedDocument(batch, raw, layout)], batch.period, now, request.accept
    )
