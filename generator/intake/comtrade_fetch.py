"""Asking UN Comtrade: what is out, what is new or revised since the last time, and bulk files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.errors import KeyRefused, SettingsError, SourceError
from generator.intake.fetching import (
    FetchProgress,
    FetchRequest,
    Progress,
    SourceAnswer,
    answered,
    depths_of,
    key_of,
    periods_of,
    recorded,
    unheard,
    without,
)
from generator.intake.file_intake import ReceivedDocument, understood
from generator.intake.questions import Question
from generator.settings.desk import Desk, TableSource
from generator.sources import TableLayout, as_written, read
from generator.sources.comtrade_bulk import Bulk, BulkFile
from generator.sources.comtrade_query import ComtradeQuestion
from generator.sources.comtrade_service import BASE, Comtrade, ComtradeReply, Dataset, polite
from generator.sources.patience import CallPace
from generator.sources.secret import Secret
from generator.sources.wire import Wire
from generator.store import FigureStore
from generator.trade.codes import WORLD, Flow, area
from generator.trade.period import Period
from generator.trade.release import ALONE, Batch, Coverage
from generator.trade.side_batches import SideBatch

_FLOWS = (Flow.IMPORT, Flow.EXPORT)


def whole_months(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: FetchRequest,
    at: tuple[datetime, Progress],
    service: Bulk,
) -> Iterator[SourceAnswer]:
    """Yield what became of each period of each reporter; one file answers all questions about it.

    `at` is the time, and who is told what is fetched.
    """
    for reporter, annual in dict.fromkeys((one.reporter, one.annual) for one in asked):
        own = [one for one in asked if (one.reporter, one.annual) == (reporter, annual)]
        found = _newest_files(service.files(reporter, frequency="A" if annual else "M"))
        periods = periods_of(store, own[0], wanted, found)
        for number, period in enumerate(periods, start=1):
            at[1](f"{own[0].source}: {period} ({number} of {len(periods)})")
            file = found.get(period)
            yield (
                _taken(desk, store, own, file, wanted, at[0], service)
                if file
                else SourceAnswer(own[0], period, "missing")
            )


def _newest_files(files: tuple[BulkFile, ...]) -> dict[Period, BulkFile]:
    own = sorted((one for one in files if one.is_original), key=lambda one: one.published)
    return {one.period: one for one in own}


def _taken(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    file: BulkFile,
    wanted: FetchRequest,
    now: datetime,
    service: Bulk,
) -> SourceAnswer:
    """Return what became of one file, which is fetched unless it was before."""
    source, period = asked[0].source, file.period
    question, stand = f"bulk {file.reporter} {period}", file.published.isoformat()
    if store.stand(source, question) == stand:
        return SourceAnswer(asked[0], period, "known")
    room = store.folder / "fetching"
    shutil.rmtree(room, ignore_errors=True)  # of a run that was killed
    room.mkdir(parents=True)
    try:
        address = service.save(file, room / file.name).address
        with understood(desk, store, room / file.name, source, now, file.published.date(), address=address) as found:
            answer = recorded(desk, store, asked, [_whole(found, file)], period, now, wanted.accept)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    if answer.error is None:
        store.note_stand(source, question, stand, now)
    return answer


def _whole(found: ReceivedDocument, file: BulkFile) -> ReceivedDocument:
    """Return the document as complete about all trade of its reporter; a row that was set aside leaves that open."""
    if isinstance(found.batch, SideBatch):
        msg = f"{found.batch.source} has no trade figures"
        raise TypeError(msg)
    reporter, is_whole = area(file.reporter).iso3, not found.batch.refusals
    partners = ("", WORLD) if any(partner == WORLD for _, partner, _ in found.batch.parties) else ("",)
    known = tuple(
        Coverage(reporter, partner, flow, (), (file.period,)) for partner in partners for flow in _FLOWS if is_whole
    )
    return replace(found, batch=replace(found.batch, coverage=known))


_PUBLISHED = 6  # digits
_SILENT = " silent"  # behind how a period stands: some of its silence was not believed


@dataclass(frozen=True)
class _Heard:
    """What was answered about one period: each reply as it is read, with its bytes."""

    out: Dataset
    asked: ComtradeQuestion
    replies: tuple[tuple[Batch, bytes, TableLayout], ...]


class Hearing:
    """One question put to `service`; what one period shows of the depths that it answers counts for all of them."""

    def __init__(
        self,
        desk: Desk,
        store: FigureStore,
        service: Comtrade,
        question: Question,
        now: datetime,
        wanted: FetchRequest,
    ) -> None:
        """Ask nothing yet.

        `wanted.accept` is why an answer that cannot be what it says is taken in all the same. One about a period that
        is named with it is asked for once more, since its silence may be what is accepted.
        """
        self._desk, self._store, self._service, self._question = desk, store, service, question
        self._now, self._accept = now, wanted.accept
        self._again = bool(wanted.accept and wanted.period)
        self._codes = _askable(desk, question)
        self._depths = answered(store, question)
        self._waiting: list[_Heard] = []

    def ask(self, out: Dataset) -> SourceAnswer | None:
        """Return what became of the period that is `out`; None where it waits until the others were heard."""
        of = self._question
        asked = ComtradeQuestion.of(of.reporter, of.partner, of.flows, self._codes, out.period)
        was, stand = self._store.stand(of.source, asked.name), _stand(out)
        is_known = was == stand
        if is_known and not self._again:
            return SourceAnswer(of, out.period, "known")
        if was == f"{stand}{_SILENT}" and (silent := unheard(self._codes, self._depths)):
            return SourceAnswer(of, out.period, "known" if len(silent) < len(self._codes) else "empty", silent=silent)
        day = self._now.date() if is_known else out.last_released.date()
        heard = _Heard(out, asked, tuple(self._read(reply, day) for reply in self._service.fetch(asked)))
        self._depths |= depths_of(one.code for batch, _, _ in heard.replies for one in batch.observations)
        if unheard(self._codes, self._depths):
            self._waiting.append(heard)
            return None
        return self._entered(heard)

    def settled(self) -> Iterator[SourceAnswer]:
        """Yield what became of the periods that waited."""
        while self._waiting:
            yield self._entered(self._waiting.pop(0))

    def _entered(self, heard: _Heard) -> SourceAnswer:
        """Record what was heard, without what is not believed of its silence; nothing where that is all."""
        of, silent = self._question, unheard(self._codes, self._depths)
        told = [(without(batch, silent), raw, layout) for batch, raw, layout in heard.replies]
        documents = [ReceivedDocument(*one) for one in told if one[0].observations or one[0].coverage]
        if documents:
            answer = recorded(self._desk, self._store, [of], documents, heard.out.period, self._now, self._accept)
        else:
            answer = SourceAnswer(of, heard.out.period, "empty")
        if answer.error is None:  # else it is asked again
            stand = f"{_stand(heard.out)}{_SILENT if silent else ''}"
            self._store.note_stand(of.source, heard.asked.name, stand, self._now)
        return replace(answer, silent=silent)

    def _read(self, reply: ComtradeReply, day: date) -> tuple[Batch, bytes, TableLayout]:
        """Return what a reply says: it is complete about what it was asked, since availability has its period."""
        layout = as_written(replace(self._desk.table(self._question.source), covers_codes=()), reply.raw, reply.name)
        asked = reply.asked
        codes = tuple(f"{ALONE}{code}" for code in asked.codes)  # whoever asks for a heading is not told its lines
        partner = area(asked.partner).iso3 if asked.partner else ""
        known = tuple(
            Coverage(area(asked.reporter).iso3, partner, flow, codes, (asked.period,)) for flow in asked.flows
        )
        return read(layout, reply.raw, reply.name, day, asked=known, address=reply.address), reply.raw, layout


def _stand(out: Dataset) -> str:
    return f"{out.last_released.isoformat()} {out.checksum}"


def _askable(desk: Desk, question: Question) -> tuple[str, ...]:
    """Return the codes of the question; SettingsError for a national line, which the service has not."""
    if national := [code for code in question.codes if len(code) > _PUBLISHED]:
        where = desk.where(f"briefings/{question.names[0]}.yaml", ("figures", "codes"))
        problem = f"UN Comtrade has no national lines such as {national[0]}."
        raise SettingsError(where, problem, f"Write {national[0][:_PUBLISHED]}, or another source.")
    return question.codes


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield what became of each period of each question, oldest first; each is recorded before the next is asked."""
    source = desk.settings.sources[asked[0].source]
    key = key_of(desk, asked[0].source)
    told = FetchProgress(progress)
    with closing(Wire(_pace(source, key), allow_insecure=source.allow_insecure, waits=told.waits)) as wire:
        if source.bulk:
            yield from whole_months(
                desk, store, asked, wanted, (now, told), Bulk(source.address or BASE, _needed(key), wire)
            )
            return
        service = Comtrade(source.address or BASE, key, wire)
        for question in asked:
            told(f"{question.source}: what is out of {question.reporter}")
            out = _newest_of_each(service.availability(question.reporter, frequency="A" if question.annual else "M"))
            periods = periods_of(store, question, wanted, out)
            hearing = Hearing(desk, store, service, question, now, wanted)
            yield from _each(question, out, periods, hearing, told)


def _each(
    question: Question,
    out: Mapping[Period, Dataset],
    periods: Sequence[Period],
    hearing: Hearing,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield what became of each period; what waited is settled at the end, and where a fault ends it before."""
    is_out = [period for period in periods if period in out]
    yield from (SourceAnswer(question, period, "missing") for period in periods if period not in out)
    try:
        for number, period in enumerate(is_out, start=1):
            progress(f"{question.source}: {period} ({number} of {len(is_out)})")
            if answer := hearing.ask(out[period]):
                yield answer
    except SourceError:
        yield from hearing.settled()
        raise
    yield from hearing.settled()


def _pace(source: TableSource, key: Secret | None) -> CallPace:
    each = source.calls_a_minute
    return CallPace(each, at_once=max(1, each // 10)) if each else polite(key)


def _needed(key: Secret | None) -> Secret:
    if key is None:
        msg = "bulk files need a premium key. Give the source a key_file, or take bulk out."
        raise KeyRefused(msg)
    return key


def _newest_of_each(found: tuple[Dataset, ...]) -> dict[Period, Dataset]:
    """Return each period's dataset; of one sent in two nomenclatures the one that was released last.

    One without a single record is not out: no country trades nothing with the whole world.
    """
    return {one.period: one for one in sorted(found, key=lambda one: one.last_released) if one.records}
