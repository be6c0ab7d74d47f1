"""UN Comtrade is asked what is out, then for what is new or stands otherwise since it was asked last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from generator.errors import KeyRefused, SourceError
from generator.intake.fetching.bulk_fetch import whole_months
from generator.intake.fetching.comtrade_question import Hearing
from generator.intake.fetching.progress import Told
from generator.intake.fetching.source_answer import Answer, Progress, Wanted, key_of, periods_of
from generator.intake.questions import Question
from generator.settings.desk import Desk, TableSource
from generator.sources.comtrade_bulk import Bulk
from generator.sources.comtrade_replies import Dataset
from generator.sources.comtrade_service import BASE, Comtrade, polite
from generator.sources.patience import CallPace
from generator.sources.secret import Secret
from generator.sources.wire import Wire
from generator.store import FigureStore
from generator.trade.period import Period


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: Wanted,
    now: datetime,
    progress: Progress,
) -> Iterator[Answer]:
    """Yield what became of each period of each question, oldest first; each is recorded before the next is asked."""
    source = desk.settings.sources[asked[0].source]
    key = key_of(desk, asked[0].source)
    told = Told(progress)
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
) -> Iterator[Answer]:
    """Yield what became of each period; what waited is settled at the end, and where a fault ends it before."""
    is_out = [period for period in periods if period in out]
    yield from (Answer(question, period, "missing") for period in periods if period not in out)
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
