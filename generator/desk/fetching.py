"""Fetching: a source that answers over the wire is asked what is out, then for what is new or stands otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime

from generator.desk.environment import reveal
from generator.desk.intake import Document, Taken, enter
from generator.desk.opened import OpenDesk
from generator.desk.questions import Question
from generator.desk.settings import TableSource
from generator.errors import GeneratorError, SettingsError
from generator.sources import as_written, read
from generator.sources.comtrade.asked import Asked
from generator.sources.comtrade.asking import BASE, Comtrade, polite
from generator.sources.comtrade.releases import Dataset
from generator.sources.comtrade.reply import Reply
from generator.sources.patience import Pace
from generator.sources.secret import Secret
from generator.sources.wire import Wire
from generator.trade.codes import area
from generator.trade.figures import Coverage, Selection
from generator.trade.period import Period
from generator.trade.revisions import Revision

KEPT_BACK = 24  # months before the newest one that are asked the first time: a year to compare, and one to compare with
_LEVELS = ("AG2", "AG4", "AG6", "TOTAL")


@dataclass(frozen=True)
class Wanted:
    """Which periods are asked: one, those since one, or by default the newest and what was asked before."""

    period: Period | None = None
    since: Period | None = None


@dataclass(frozen=True)
class Answer:
    """What became of one period of a question.

    `word` is new, restated, unchanged or known (not asked again), missing, or failed with its `error`; `revisions` are
    the figures that are now other ones.
    """

    question: Question
    period: Period
    word: str
    taken: tuple[Taken, ...] = ()
    revisions: tuple[Revision, ...] = ()
    error: GeneratorError | None = None

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(len(one.batch.observations) for one in self.taken)


Progress = Callable[[str], None]


def fetch(desk: OpenDesk, question: Question, wanted: Wanted, now: datetime, progress: Progress) -> Iterator[Answer]:
    """Yield what became of each period, oldest first; each is recorded whole before the next one is asked.

    SourceError ends the run: what came before it is kept, and the next run goes on from there.
    """
    source = desk.desk.settings.sources[question.source]
    key = _key(desk, source)
    with closing(Wire(_pace(source, key), allow_insecure=source.allow_insecure)) as wire:
        service = Comtrade(source.address or BASE, key, wire)
        out = _newest_of_each(service.availability(question.reporter, frequency="A" if question.annual else "M"))
        for period in _periods(desk, question, wanted, out):
            progress(f"{question.source}: {period}")
            found = out.get(period)
            yield _answer(desk, service, question, found, now) if found else Answer(question, period, "missing")


def _pace(source: TableSource, key: Secret | None) -> Pace:
    each = source.calls_a_minute
    return Pace(each, at_once=max(1, each // 10)) if each else polite(key)


def _key(desk: OpenDesk, source: TableSource) -> Secret | None:
    found = reveal(source, "key", desk.folder)
    try:
        return Secret(found.get_secret_value()) if found else None
    except ValueError as fault:
        raise SettingsError(str(desk.folder / "desk.yaml"), f"{fault}.") from None


def _newest_of_each(found: tuple[Dataset, ...]) -> dict[Period, Dataset]:
    """Return each period's dataset; of one sent in two nomenclatures the one that was released last."""
    return {one.period: one for one in sorted(found, key=lambda one: one.last_released)}


def _periods(desk: OpenDesk, question: Question, wanted: Wanted, out: Mapping[Period, Dataset]) -> tuple[Period, ...]:
    if wanted.period:
        return (wanted.period,) if question.annual else wanted.period.split()
    if not out:
        return ()
    newest = max(out)
    first = wanted.since or newest.step(-KEPT_BACK // 12 if question.annual else -KEPT_BACK)
    held = {period for one in question.selections() for period in _held(desk, one)} if not wanted.since else set()
    length = 12 if question.annual else 1
    since = {Period(at, length) for at in range(first.first, newest.first + 1, length)}
    return tuple(sorted(since | (held & set(out))))


def _held(desk: OpenDesk, selection: Selection) -> tuple[Period, ...]:
    return desk.store.covered(selection, desk.store.vintage(selection.source, None, selection))


def _answer(desk: OpenDesk, service: Comtrade, question: Question, out: Dataset, now: datetime) -> Answer:
    asked = Asked.of(question.reporter, question.partner, question.flows, _askable(question.codes), out.period)
    stand = f"{out.last_released.isoformat()} {out.checksum}"
    if desk.store.stand(question.source, asked.name) == stand:
        return Answer(question, out.period, "known")
    before = [desk.store.vintage(question.source, None, one) for one in question.selections()]
    documents = [_read(desk, question, reply, out) for reply in service.fetch(asked)]
    taken = tuple(enter(desk, one, now) for one in documents)
    desk.store.note_stand(question.source, asked.name, stand, now)
    found = [
        revision
        for one, vintage in zip(question.selections(), before, strict=True)
        for revision in desk.store.revisions(one, vintage, desk.store.vintage(question.source, None, one))
        if vintage.releases
    ]
    word = "restated" if found else "new" if any(one.new for one in taken) else "unchanged"
    return Answer(question, out.period, word, taken, tuple(found))


def _askable(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes in at most six digits: the service has no national lines."""
    return tuple(dict.fromkeys(code if code in _LEVELS else code[:6] for code in codes))


def _read(desk: OpenDesk, question: Question, reply: Reply, out: Dataset) -> Document:
    """Return what a reply says: it is complete about what it was asked, since availability has its period."""
    layout = as_written(replace(desk.table(question.source), covers_codes=()), reply.raw, reply.name)
    asked = reply.asked
    codes = () if set(asked.codes) & set(_LEVELS) else asked.codes
    partner = area(asked.partner).iso3 if asked.partner else ""
    known = tuple(Coverage(area(asked.reporter).iso3, partner, flow, codes, (asked.period,)) for flow in asked.flows)
    day = out.last_released.date()
    batch = read(layout, reply.raw, reply.name, day, asked=known, address=reply.address)
    return Document(batch, reply.raw, layout)
