"""Bulk files of UN Comtrade: whole months of a reporter, with every partner and code, each streamed to a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from generator.intake.fetching.source_answer import Answer, Progress, Wanted, periods_of, recorded
from generator.intake.file_intake import Document, understood
from generator.intake.questions import Question
from generator.settings.desk import Desk
from generator.sources.comtrade_bulk import Bulk, BulkFile
from generator.store import FigureStore
from generator.trade.codes import WORLD, Flow, area
from generator.trade.period import Period
from generator.trade.release import Coverage
from generator.trade.side_batches import SideBatch

_FLOWS = (Flow.IMPORT, Flow.EXPORT)


def whole_months(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: Wanted,
    at: tuple[datetime, Progress],
    service: Bulk,
) -> Iterator[Answer]:
    """Yield what became of each period of each reporter; one file answers all questions about it.

    `at` is the time, and who is told what is fetched.
    """
    for reporter, annual in dict.fromkeys((one.reporter, one.annual) for one in asked):
        own = [one for one in asked if (one.reporter, one.annual) == (reporter, annual)]
        found = _newest_of_each(service.files(reporter, frequency="A" if annual else "M"))
        periods = periods_of(store, own[0], wanted, found)
        for number, period in enumerate(periods, start=1):
            at[1](f"{own[0].source}: {period} ({number} of {len(periods)})")
            file = found.get(period)
            yield _taken(desk, store, own, file, wanted, at[0], service) if file else Answer(own[0], period, "missing")


def _newest_of_each(files: tuple[BulkFile, ...]) -> dict[Period, BulkFile]:
    own = sorted((one for one in files if one.is_original), key=lambda one: one.published)
    return {one.period: one for one in own}


def _taken(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    file: BulkFile,
    wanted: Wanted,
    now: datetime,
    service: Bulk,
) -> Answer:
    """Return what became of one file, which is fetched unless it was before."""
    source, period = asked[0].source, file.period
    question, stand = f"bulk {file.reporter} {period}", file.published.isoformat()
    if store.stand(source, question) == stand:
        return Answer(asked[0], period, "known")
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


def _whole(found: Document, file: BulkFile) -> Document:
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
