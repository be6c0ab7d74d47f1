"""Ask UN Comtrade for periods that are new or revised since the last time, by query or as bulk files.

intake/pull.py calls `fetch`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.errors import KeyRefused, SettingsError, SourceError
from generator.intake.file_intake import ReceivedDocument, read_document
from generator.intake.questions import Question, lines_within
from generator.intake.source_answers import (
    FetchProgress,
    FetchRequest,
    Progress,
    SourceAnswer,
    key_of,
    periods_of,
    record_answer,
)
from generator.settings.desk import Desk
from generator.sources import TableLayout, layout_of, read
from generator.sources.comtrade_bulk import Bulk, BulkFile
from generator.sources.comtrade_query import ALL, ComtradeQuestion
from generator.sources.comtrade_service import BASE, Comtrade, ComtradeReply, Dataset, polite
from generator.sources.patience import CallPace
from generator.sources.wire import Wire
from generator.store import FigureStore
from generator.trade.codes import WORLD, Flow, area
from generator.trade.editions import TOTAL
from generator.trade.period import Period
from generator.trade.release import ALONE, Batch, Coverage
from generator.trade.side_batches import SideBatch

_FLOWS = (Flow.IMPORT, Flow.EXPORT)
_PUBLISHED = 6  # digits
_SILENT = " silent"  # ends the stored stand of a period where some missing rows were not taken as no trade
Depths = frozenset[int]  # digits of codes; 0 is all goods together


def fetch(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield the outcome of each period of each question, oldest first. Each is recorded before the next is asked."""
    source = desk.settings.sources[questions[0].source]
    key = key_of(desk, questions[0].source)
    calls = source.calls_a_minute
    pace = CallPace(calls, at_once=max(1, calls // 10)) if calls else polite(key)
    fetch_progress = FetchProgress(progress)
    with closing(Wire(pace, allow_insecure=source.allow_insecure, waits=fetch_progress.waits)) as wire:
        if source.bulk:
            if key is None:
                msg = "bulk files need a premium key. Give the source a key_file, or take bulk out."
                raise KeyRefused(msg)
            yield from _bulk_periods(
                desk, store, questions, request, now, fetch_progress, Bulk(source.address or BASE, key, wire)
            )
            return
        comtrade = Comtrade(source.address or BASE, key, wire)
        for question in questions:
            fetch_progress(f"{question.source}: what is out of {question.reporter}")
            datasets = comtrade.availability(question.reporter, frequency="A" if question.annual else "M")
            # If a period exists in two nomenclatures, use the latest release. A period with zero records is not
            # published yet: every country trades something.
            published = sorted(datasets, key=lambda dataset: dataset.last_released)
            out = {dataset.period: dataset for dataset in published if dataset.records}
            periods = periods_of(store, question, request, out)
            inquiry = Inquiry(desk, store, comtrade, question, now, request)
            yield from _each_period(question, out, periods, inquiry, fetch_progress)


def _each_period(
    question: Question,
    out: Mapping[Period, Dataset],
    periods: Sequence[Period],
    inquiry: Inquiry,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield the outcome of each period. Periods that had to wait are settled at the end, also after a SourceError."""
    is_out = [period for period in periods if period in out]
    yield from (SourceAnswer(question, period, "missing") for period in periods if period not in out)
    try:
        for number, period in enumerate(is_out, start=1):
            progress(f"{question.source}: {period} ({number} of {len(is_out)})")
            if answer := inquiry.ask(out[period]):
                yield answer
    except SourceError:
        yield from inquiry.settle_waiting()
        raise
    yield from inquiry.settle_waiting()


@dataclass(frozen=True)
class _PeriodReplies:
    """The replies about one period."""

    out: Dataset  # the published period
    query: ComtradeQuestion
    replies: tuple[tuple[Batch, bytes, TableLayout], ...]  # each with its figures, bytes and layout


class Inquiry:
    """One question, asked period by period.

    It collects the depths (digits of codes) at which the service has rows. What one period shows counts for all.
    """

    def __init__(
        self,
        desk: Desk,
        store: FigureStore,
        service: Comtrade,
        question: Question,
        now: datetime,
        request: FetchRequest,
    ) -> None:
        """Prepare the question; SettingsError if it names a national line, which the service does not have.

        `request.accept` is a person's reason to accept a doubtful answer.
        """
        self._desk, self._store, self._service, self._question = desk, store, service, question
        self._now, self._accept = now, request.accept
        for code in question.codes:
            if len(code) > _PUBLISHED:
                where = desk.where(f"briefings/{question.names[0]}.yaml", ("figures", "codes"))
                problem = f"UN Comtrade has no national lines such as {code}."
                raise SettingsError(where, problem, f"Write {code[:_PUBLISHED]}, or another source.")
        # the depths at which the store has figures of this pair, in either direction
        vintage = store.releases.vintage(question.source, None, question.selections()[0])
        pair = (question.reporter, question.partner)
        holdings = [held for held in store.holdings(question.source, vintage) if (held.reporter, held.partner) == pair]
        self._depths = depths_of(code for holding in holdings for code in holding.codes)
        self._waiting: list[_PeriodReplies] = []

    def ask(self, out: Dataset) -> SourceAnswer | None:
        """Return the outcome of the published period `out`, or None if it waits for the answers about other periods.

        It waits while some codes have no row and no depth seen so far can explain that.
        """
        question = self._question
        codes = question.codes
        partner = ALL if question.every else question.partner
        query = ComtradeQuestion.of(question.reporter, partner, question.flows, codes, out.period)
        was, stand = self._store.releases.stand(question.source, query.name), _stand(out)
        if was == stand:
            return SourceAnswer(question, out.period, "known")
        if was == f"{stand}{_SILENT}" and (silent := unanswered(codes, self._depths)):
            return SourceAnswer(question, out.period, "known" if len(silent) < len(codes) else "empty", silent=silent)
        day = out.last_released.date()
        answer = _PeriodReplies(out, query, tuple(self._read(reply, day) for reply in self._service.fetch(query)))
        self._depths |= depths_of(figure.code for batch, _, _ in answer.replies for figure in batch.observations)
        if unanswered(codes, self._depths):
            self._waiting.append(answer)
            return None
        return self._record(answer)

    def settle_waiting(self) -> Iterator[SourceAnswer]:
        """Record the periods that waited, and yield the outcome of each."""
        while self._waiting:
            yield self._record(self._waiting.pop(0))

    def _record(self, answered: _PeriodReplies) -> SourceAnswer:
        """Record the replies about a period. Missing rows of silent codes are not recorded as no trade.

        If nothing remains, nothing is recorded and the outcome is "empty".
        """
        question, silent = self._question, unanswered(self._question.codes, self._depths)
        documents: list[ReceivedDocument] = []
        for batch, raw, layout in answered.replies:
            believed = _without(batch, silent)
            if believed.observations or believed.coverage:
                documents.append(ReceivedDocument(believed, raw, layout))
        if documents:
            period = answered.out.period
            answer = record_answer(self._desk, self._store, [question], documents, period, self._now, self._accept)
        else:
            answer = SourceAnswer(question, answered.out.period, "empty")
        if answer.error is None:  # after an error the period is asked again next time
            stand = f"{_stand(answered.out)}{_SILENT if silent else ''}"
            self._store.releases.note_stand(question.source, answered.query.name, stand, self._now)
        return replace(answer, silent=silent)

    def _read(self, reply: ComtradeReply, day: date) -> tuple[Batch, bytes, TableLayout]:
        """Return figures, bytes and layout of a reply. It is complete about its query, as its period is published."""
        layout = layout_of(replace(self._desk.table(self._question.source), covers_codes=()), reply.raw, reply.name)
        query = reply.question
        codes = tuple(f"{ALONE}{code}" for code in query.codes)  # a query for a heading does not return its lines
        reporter = area(query.reporter).iso3
        partners = (area(query.partner).iso3,) if query.partner else ("", WORLD)
        coverage = tuple(
            Coverage(reporter, partner, flow, codes, (query.period,)) for partner in partners for flow in query.flows
        )
        batch = read(layout, reply.raw, reply.name, day, questions=coverage, address=reply.address)
        return (batch if query.partner else _without_world(batch)), reply.raw, layout


def _without_world(batch: Batch) -> Batch:
    """Return the answer about every partner, complete about the World only if it has a row of it."""
    if any(partner == WORLD for _, partner, _ in batch.parties):
        return batch
    return replace(batch, coverage=tuple(scope for scope in batch.coverage if scope.partner != WORLD))


def _stand(out: Dataset) -> str:
    return f"{out.last_released.isoformat()} {out.checksum}"


def depths_of(codes: Iterable[str]) -> Depths:
    """Return the numbers of digits that `codes` have; 0 stands for the total."""
    return frozenset(0 if code == TOTAL else len(code) for code in codes)


def unanswered(codes: Sequence[str], depths: Depths) -> tuple[str, ...]:
    """Return the `codes` whose missing rows do not mean that there was no trade.

    Those are codes of a depth at which the service never answers. But if all lines within a code were asked too, at a
    depth that it answers, then its missing row does mean no trade.
    """
    code_set = frozenset(codes)
    silent: list[str] = []
    for code in codes:
        if depths & depths_of([code]):
            continue
        deeper = [digits for digits in depths if digits > len(code)] if code != TOTAL else []
        lines = [lines_within(code, digits) for digits in deeper]
        if not any(within and within <= code_set for within in lines):
            silent.append(code)
    return tuple(silent)


def _without(batch: Batch, codes: Iterable[str]) -> Batch:
    """Return the batch without coverage of `codes`, so that their missing rows do not count as no trade."""
    silent_codes = {f"{ALONE}{code}" for code in codes}
    scopes = [
        replace(scope, codes=tuple(code for code in scope.codes if code not in silent_codes))
        for scope in batch.coverage
    ]
    return replace(batch, coverage=tuple(scope for scope in scopes if scope.codes))


def _bulk_periods(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    request: FetchRequest,
    now: datetime,
    progress: Progress,
    service: Bulk,
) -> Iterator[SourceAnswer]:
    """Yield the outcome of each period of each reporter. One bulk file answers all questions about a period."""
    for reporter, annual in dict.fromkeys((question.reporter, question.annual) for question in questions):
        group = [question for question in questions if (question.reporter, question.annual) == (reporter, annual)]
        files = [file for file in service.files(reporter, frequency="A" if annual else "M") if file.is_original]
        newest = {file.period: file for file in sorted(files, key=lambda file: file.published)}
        periods = periods_of(store, group[0], request, newest)
        for number, period in enumerate(periods, start=1):
            progress(f"{group[0].source}: {period} ({number} of {len(periods)})")
            if file := newest.get(period):
                yield _bulk_period(desk, store, group, file, request, now, service)
            else:
                yield SourceAnswer(group[0], period, "missing")


def _bulk_period(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    file: BulkFile,
    request: FetchRequest,
    now: datetime,
    service: Bulk,
) -> SourceAnswer:
    """Return the outcome for one bulk file. It is not fetched if this edition of it is known."""
    source, period = questions[0].source, file.period
    question, stand = f"bulk {file.reporter} {period}", file.published.isoformat()
    if store.releases.stand(source, question) == stand:
        return SourceAnswer(questions[0], period, "known")
    folder = store.folder / "fetching"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir(parents=True)
    try:
        path, day = folder / file.name, file.published.date()
        address = service.save(file, path).address
        with read_document(desk, store, path, source, now, day, address=address) as document:
            answer = record_answer(
                desk, store, questions, [_with_coverage(document, file)], period, now, request.accept
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if answer.error is None:
        store.releases.note_stand(source, question, stand, now)
    return answer


def _with_coverage(document: ReceivedDocument, file: BulkFile) -> ReceivedDocument:
    """Return the document with coverage of all trade of its reporter, unless some of its rows were refused."""
    if isinstance(document.batch, SideBatch):
        msg = f"{document.batch.source} has no trade figures"
        raise TypeError(msg)
    coverage: tuple[Coverage, ...] = ()
    if not document.batch.refusals:
        reporter = area(file.reporter).iso3
        partners = ("", WORLD) if any(partner == WORLD for _, partner, _ in document.batch.parties) else ("",)
        trades = [(partner, flow) for partner in partners for flow in _FLOWS]
        coverage = tuple(Coverage(reporter, partner, flow, (), (file.period,)) for partner, flow in trades)
    return replace(document, batch=replace(document.batch, coverage=coverage))
