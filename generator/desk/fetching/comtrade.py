"""UN Comtrade is asked what is out, then for what is new or stands otherwise since it was asked last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from generator.desk.fetching.answer import Answer, Progress, Wanted, key_of, periods_of, recorded
from generator.desk.fetching.bulk import whole_months
from generator.desk.intake import Document
from generator.desk.opened import OpenDesk
from generator.desk.questions import Question
from generator.desk.settings import TableSource
from generator.errors import KeyRefused, SettingsError
from generator.sources import as_written, read
from generator.sources.comtrade.asked import Asked
from generator.sources.comtrade.asking import BASE, Comtrade, polite
from generator.sources.comtrade.bulk import Bulk
from generator.sources.comtrade.releases import Dataset
from generator.sources.comtrade.reply import Reply
from generator.sources.patience import Pace
from generator.sources.secret import Secret
from generator.sources.wire import Wire
from generator.trade.codes import area
from generator.trade.figures import ALONE, Coverage
from generator.trade.period import Period

_PUBLISHED = 6  # digits


def fetch(
    desk: OpenDesk, asked: Sequence[Question], wanted: Wanted, now: datetime, progress: Progress
) -> Iterator[Answer]:
    """Yield what became of each period of each question, oldest first; each is recorded before the next is asked."""
    source = desk.desk.settings.sources[asked[0].source]
    key = key_of(desk, source)
    with closing(Wire(_pace(source, key), allow_insecure=source.allow_insecure)) as wire:
        if source.bulk:
            yield from whole_months(
                desk, asked, wanted, (now, progress), Bulk(source.address or BASE, _needed(key), wire)
            )
            return
        service = Comtrade(source.address or BASE, key, wire)
        for question in asked:
            out = _newest_of_each(service.availability(question.reporter, frequency="A" if question.annual else "M"))
            for period in periods_of(desk, question, wanted, out):
                progress(f"{question.source}: {period}")
                if (found := out.get(period)) is None:
                    yield Answer(question, period, "missing")
                else:
                    yield _answer(desk, service, question, found, (now, wanted.accept))


def _pace(source: TableSource, key: Secret | None) -> Pace:
    each = source.calls_a_minute
    return Pace(each, at_once=max(1, each // 10)) if each else polite(key)


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


def _answer(
    desk: OpenDesk, service: Comtrade, question: Question, out: Dataset, entering: tuple[datetime, str]
) -> Answer:
    """Return what became of one period; `entering` is the time, and why an answer that cannot be is accepted."""
    now, accept = entering
    asked = Asked.of(question.reporter, question.partner, question.flows, _askable(desk, question), out.period)
    stand = f"{out.last_released.isoformat()} {out.checksum}"
    if desk.store.stand(question.source, asked.name) == stand:
        return Answer(question, out.period, "known")
    documents = [_read(desk, question, reply, out) for reply in service.fetch(asked)]
    answer = recorded(desk, [question], documents, out.period, now, accept)
    if answer.error is None:  # else it is asked again
        desk.store.note_stand(question.source, asked.name, stand, now)
    return answer


def _askable(desk: OpenDesk, question: Question) -> tuple[str, ...]:
    """Return the codes of the question; SettingsError for a national line, which the service has not."""
    if national := [code for code in question.codes if len(code) > _PUBLISHED]:
        where = desk.desk.where(f"briefings/{question.names[0]}.yaml", ("figures", "codes"))
        problem = f"UN Comtrade has no national lines such as {national[0]}."
        raise SettingsError(where, problem, f"Write {national[0][:_PUBLISHED]}, or another source.")
    return question.codes


def _read(desk: OpenDesk, question: Question, reply: Reply, out: Dataset) -> Document:
    """Return what a reply says: it is complete about what it was asked, since availability has its period."""
    layout = as_written(replace(desk.table(question.source), covers_codes=()), reply.raw, reply.name)
    asked = reply.asked
    codes = tuple(f"{ALONE}{code}" for code in asked.codes)  # whoever asks for a heading is not told its lines
    partner = area(asked.partner).iso3 if asked.partner else ""
    known = tuple(Coverage(area(asked.reporter).iso3, partner, flow, codes, (asked.period,)) for flow in asked.flows)
    day = out.last_released.date()
    batch = read(layout, reply.raw, reply.name, day, asked=known, address=reply.address)
    return Document(batch, reply.raw, layout)
