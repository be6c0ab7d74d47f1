"""Hearing: one question put to UN Comtrade, period by period; an answer with silence in it waits for the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from generator.errors import SettingsError
from generator.intake.fetching.silence import answered, depths_of, unheard, without
from generator.intake.fetching.source_answer import Answer, Wanted, recorded
from generator.intake.file_intake import Document
from generator.intake.questions import Question
from generator.settings.desk import Desk
from generator.sources import TableLayout, as_written, read
from generator.sources.comtrade_query import ComtradeQuestion
from generator.sources.comtrade_replies import ComtradeReply, Dataset
from generator.sources.comtrade_service import Comtrade
from generator.store import FigureStore
from generator.trade.codes import area
from generator.trade.release import ALONE, Batch, Coverage

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
        wanted: Wanted,
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

    def ask(self, out: Dataset) -> Answer | None:
        """Return what became of the period that is `out`; None where it waits until the others were heard."""
        of = self._question
        asked = ComtradeQuestion.of(of.reporter, of.partner, of.flows, self._codes, out.period)
        was, stand = self._store.stand(of.source, asked.name), _stand(out)
        is_known = was == stand
        if is_known and not self._again:
            return Answer(of, out.period, "known")
        if was == f"{stand}{_SILENT}" and (silent := unheard(self._codes, self._depths)):
            return Answer(of, out.period, "known" if len(silent) < len(self._codes) else "empty", silent=silent)
        day = self._now.date() if is_known else out.last_released.date()
        heard = _Heard(out, asked, tuple(self._read(reply, day) for reply in self._service.fetch(asked)))
        self._depths |= depths_of(one.code for batch, _, _ in heard.replies for one in batch.observations)
        if unheard(self._codes, self._depths):
            self._waiting.append(heard)
            return None
        return self._entered(heard)

    def settled(self) -> Iterator[Answer]:
        """Yield what became of the periods that waited."""
        while self._waiting:
            yield self._entered(self._waiting.pop(0))

    def _entered(self, heard: _Heard) -> Answer:
        """Record what was heard, without what is not believed of its silence; nothing where that is all."""
        of, silent = self._question, unheard(self._codes, self._depths)
        told = [(without(batch, silent), raw, layout) for batch, raw, layout in heard.replies]
        documents = [Document(*one) for one in told if one[0].observations or one[0].coverage]
        if documents:
            answer = recorded(self._desk, self._store, [of], documents, heard.out.period, self._now, self._accept)
        else:
            answer = Answer(of, heard.out.period, "empty")
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
