"""Asking a database with the query of the settings; the answer is kept as a CSV document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from generator.errors import SourceChanged
from generator.intake.fetching import KEPT_BACK, FetchRequest, Progress, SourceAnswer, day_of, key_of, recorded
from generator.intake.file_intake import ReceivedDocument
from generator.intake.questions import Question
from generator.settings.desk import Desk
from generator.sources import read
from generator.sources.database import answer, written
from generator.sources.table_layout import TableLayout
from generator.store import FigureStore
from generator.trade.period import Period
from generator.trade.release import Batch


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield what became of the query: all periods that it gives, of all questions, in one release."""
    name = asked[0].source
    progress(name)
    source, layout = desk.settings.sources[name], desk.table(name)
    values = _values(layout, wanted, now)
    raw = answer(source.url or "", source.query or "", values, password=key_of(desk, name), folder=desk.folder)
    if raw.count(b"\n") == 1:  # the header
        raise SourceChanged(_empty(name, source.query or "", values))
    document = f"{name}-{wanted.period or wanted.since or 'all'}.csv"
    batch = _dated(store, layout, raw, document, now)
    yield recorded(desk, store, asked, [ReceivedDocument(batch, raw, layout)], batch.period, now, wanted.accept)


def _values(layout: TableLayout, wanted: FetchRequest, now: datetime) -> dict[str, str]:
    """Return what a query may name: the period that a person named, and the month to begin with."""
    first = wanted.since or wanted.period or Period(now.year * 12 + now.month - 1 - KEPT_BACK, 1)
    values = {"since": written(first, layout.periods)}
    return values | ({"period": written(wanted.period, layout.periods)} if wanted.period else {})


def _dated(store: FigureStore, layout: TableLayout, raw: bytes, document: str, now: datetime) -> Batch:
    """Return what the rows say: released on the newest day that they name, or on the day of the answer."""
    day = None if "published" in layout.columns else day_of(store, layout.name, raw, document, now)
    return read(layout, raw, document, day, address=f"sql:{layout.name}")


def _empty(name: str, query: str, values: Mapping[str, str]) -> str:
    """Return what to say of an answer without a row: which months were asked, and how others are."""
    said = f"{name}: the database has no row"
    if re.search(r"(?<![:\w]):period\b", query):
        return f"{said} for {values['period']} (:period). Nothing was stored. Ask for another one, or when it is there."
    if re.search(r"(?<![:\w]):since\b", query):
        remedy = f"If it ends before, ask from then: tradebrief pull --source {name} --since YYYY-MM"
        return f"{said} from {values['since']} on (:since). Nothing was stored. {remedy}"
    return f"{said} for the query. Nothing was stored. Look at its conditions."
