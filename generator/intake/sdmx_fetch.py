"""Asking an SDMX service for the series of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime

from generator.intake.fetching import KEPT_BACK, FetchProgress, FetchRequest, Progress, SourceAnswer, day_of, recorded
from generator.intake.file_intake import ReceivedDocument, refuse_tomorrow
from generator.intake.questions import Question
from generator.settings.desk import Desk
from generator.sources import as_written, day_in, read
from generator.sources.patience import CallPace
from generator.sources.sdmx_service import SdmxQuestion as Series
from generator.sources.sdmx_service import SdmxReply
from generator.sources.sdmx_service import fetch as replies
from generator.sources.wire import Wire
from generator.store import FigureStore
from generator.trade.period import Period

_PACE = CallPace(20, at_once=3)  # calls a minute: no agency names a bound, and none is pressed


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield what became of the series, of all questions, in one release for each answer."""
    name = asked[0].source
    source = desk.settings.sources[name]
    series = Series(source.address or "", source.dataflow or "", source.series_key or "all", source.like or "")
    first, last = _span(wanted, now, annual=all(one.annual for one in asked))
    told = FetchProgress(progress)
    told(f"{name}: {first} to {last}")
    with closing(Wire(_PACE, allow_insecure=source.allow_insecure, waits=told.waits)) as wire:
        found = [reply for reply in replies(series, first, last, wire, name) if not reply.is_empty]
    documents = [_read(desk, store, name, reply, now) for reply in found]
    if not documents:
        yield SourceAnswer(asked[0], last, "missing")
        return
    yield recorded(desk, store, asked, documents, max(one.batch.period for one in documents), now, wanted.accept)


def _span(wanted: FetchRequest, now: datetime, *, annual: bool) -> tuple[Period, Period]:
    """Return the first and the last month, or year, to ask for."""
    this = Period(now.year * 12, 12) if annual else Period(now.year * 12 + now.month - 1, 1)
    if wanted.period:
        return (wanted.period, wanted.period) if annual else (wanted.period.split()[0], wanted.period.last)
    return wanted.since or this.step(-KEPT_BACK // this.months), this


def _read(desk: Desk, store: FigureStore, name: str, reply: SdmxReply, now: datetime) -> ReceivedDocument:
    """Return what a reply says, released on the day that it names, or on that of the answer."""
    layout = as_written(desk.table(name), reply.raw, reply.name)
    day = day_in(layout, reply.raw) or day_of(store, name, reply.raw, reply.name, now)
    batch = read(layout, reply.raw, reply.name, day, address=reply.address)
    refuse_tomorrow(batch, now)
    return ReceivedDocument(batch, reply.raw, layout)
