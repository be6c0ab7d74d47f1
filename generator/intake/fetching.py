"""Asking the sources that answer over the network, and recording each answer as a whole release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from importlib import import_module

from generator.errors import FiguresDoubtful, SettingsError
from generator.intake.file_intake import IntakeResult, ReceivedDocument, enter
from generator.intake.questions import Question, lines_within
from generator.settings.desk import Desk, TableSource
from generator.settings.environment import reveal
from generator.sources.secret import Secret
from generator.store import FigureStore
from generator.trade.editions import TOTAL
from generator.trade.figures import Revision, Selection
from generator.trade.period import Period
from generator.trade.release import ALONE, Batch

LINES = 6  # digits of the finest lines that every country sends
Depths = frozenset[int]  # digits of codes; 0 is all goods together


def depths_of(codes: Iterable[str]) -> Depths:
    """Return how many digits `codes` have."""
    return frozenset(0 if code == TOTAL else len(code) for code in codes)


def answered(store: FigureStore, question: Question) -> Depths:
    """Return at which depths the source ever had a figure of the question's pair, in either direction."""
    selection = question.selections()[0]
    held = store.holdings(question.source, store.vintage(question.source, None, selection))
    pair = (question.reporter, question.partner)
    return depths_of(code for one in held if (one.reporter, one.partner) == pair for code in one.codes)


def unheard(codes: Sequence[str], depths: Depths) -> tuple[str, ...]:
    """Return which of the asked `codes` an answer may have no row of without telling that there was no trade."""
    asked = frozenset(codes)
    return tuple(code for code in codes if not depths & depths_of([code]) and not _by_its_lines(code, asked, depths))


def without(batch: Batch, codes: Iterable[str]) -> Batch:
    """Return the batch with nothing to tell of `codes` that it has no row of."""
    alone = {f"{ALONE}{code}" for code in codes}
    kept = [replace(one, codes=tuple(code for code in one.codes if code not in alone)) for one in batch.coverage]
    return replace(batch, coverage=tuple(one for one in kept if one.codes))


def _by_its_lines(code: str, asked: frozenset[str], depths: Depths) -> bool:
    """Say whether every line within `code`, of a depth that is answered, was asked with it."""
    deeper = [digits for digits in depths if digits > len(code)] if code != TOTAL else []
    return any(lines and lines <= asked for lines in (lines_within(code, digits) for digits in deeper))


def remedy(desk: Desk, question: Question, silent: Iterable[str]) -> str:
    """Return what may help where nothing is heard of the codes `silent`."""
    detail, file = desk.briefing(question.names[0]).figures.detail or 0, f"briefings/{question.names[0]}.yaml"
    if detail < LINES and any(code == TOTAL or len(code) < LINES for code in silent):
        return (
            f"If the source has lines alone, write detail: {LINES} in {file}; else check reporter, partner and codes."
        )
    return f"Check reporter, partner and codes in {file}."


KEPT_BACK = 24  # months before the newest one that are asked the first time: a year to compare, and one to compare with


@dataclass(frozen=True)
class FetchRequest:
    """Which periods are asked: one, those since one, or by default the newest and what was asked before.

    `source` is the only one that is asked; `accept` is why an answer that cannot be what it says is taken in all the
    same.
    """

    period: Period | None = None
    since: Period | None = None
    accept: str = ""
    source: str | None = None


@dataclass(frozen=True)
class SourceAnswer:
    """What became of one period of a question.

    `word` is new, restated, unchanged or known (not asked again), read anew (the same bytes under other settings),
    missing, empty, or set aside with its `error`; `revisions` are the figures that are now other ones. `silent` are
    codes without a row of which nobody knows whether that means no trade; where all of them are, the period is empty
    and nothing of it was recorded.
    """

    question: Question
    period: Period
    word: str
    taken: tuple[IntakeResult, ...] = ()
    revisions: tuple[Revision, ...] = ()
    error: FiguresDoubtful | None = None
    silent: tuple[str, ...] = ()

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(one.batch.count for one in self.taken)


Progress = Callable[[str], None]


def key_of(desk: Desk, name: str) -> Secret | None:
    """Return the key of the source called `name`, None where it has none; SettingsError where it cannot be had."""
    try:
        found = reveal(desk.settings.sources[name], "key", desk.folder)
        return Secret(found.get_secret_value()) if found else None
    except SettingsError as error:
        where = desk.where("desk.yaml", ("sources", name, error.where))
        raise SettingsError(where, f"{error.where} of {name}: {error.problem}", error.remedy) from None
    except ValueError as fault:
        raise SettingsError(str(desk.folder / "desk.yaml"), f"{fault}.") from None


def day_of(store: FigureStore, source: str, raw: bytes, document: str, now: datetime) -> date:
    """Return the day of release of an answer that bears none: today, or that of the newest one with the same bytes.

    The settings may have been corrected since: what these bytes say was out on that day all the same.
    """
    known = [one for one in store.releases(source) if one.address and one.document == document]
    is_known = known and known[-1].raw == sha256(raw).hexdigest()
    return known[-1].released if is_known else now.date()


def recorded(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    documents: Sequence[ReceivedDocument],
    period: Period,
    now: datetime,
    accept: str,
) -> SourceAnswer:
    """Record the documents that together answer `asked` about `period`, and return what is new or revised in them.

    Where one cannot be what it says, none is recorded, unless `accept` says why.
    """
    kept = {(one.raw, one.document) for one in store.releases(asked[0].source) if one.address}
    chosen = [one for question in asked for one in question.selections()]
    before = [store.vintage(one.source, None, one) for one in chosen]
    try:
        taken = enter(desk, store, documents, now, accept=accept)
    except FiguresDoubtful as error:
        return SourceAnswer(asked[0], period, "set aside", error=error)
    revised = tuple(
        revision
        for one, vintage in zip(chosen, before, strict=True)
        if vintage.releases
        for revision in store.revisions(one, vintage, store.vintage(one.source, None, one))
    )
    return SourceAnswer(asked[0], period, _word(taken, kept, is_revised=bool(revised)), taken, revised)


def _word(taken: Sequence[IntakeResult], kept: AbstractSet[tuple[str, str]], *, is_revised: bool) -> str:
    """Return the word for documents that were recorded, where `kept` are the bytes and names of answers before."""
    new = [(one.batch.raw, one.batch.document) for one in taken if one.new]
    if new and kept >= set(new):
        return "read anew"
    return "restated" if is_revised else "new" if new else "unchanged"


def periods_of(
    store: FigureStore, question: Question, wanted: FetchRequest, out: Mapping[Period, object]
) -> tuple[Period, ...]:
    """Return which periods are asked, where `out` are those that the service has; oldest first."""
    length = 12 if question.annual else 1
    if wanted.period:
        whole = wanted.period.months % length == wanted.period.first % length == 0
        return tuple(Period(one.first, length) for one in wanted.period.split()[::length]) if whole else ()
    if not out:
        return ()
    newest = max(out)
    first = wanted.since or newest.step(-KEPT_BACK // length)
    held = {period for one in question.selections() for period in _held(store, one)} if not wanted.since else set()
    begins = first.first - first.first % length
    since = {Period(at, length) for at in range(begins, newest.first + 1, length)}
    return tuple(sorted(since | (held & set(out))))


def _held(store: FigureStore, selection: Selection) -> tuple[Period, ...]:
    return store.covered(selection, store.vintage(selection.source, None, selection))


_FETCHED = frozenset({"comtrade", "sql", "sdmx"})  # the files of the other kinds come from a person


def answers(source: TableSource) -> bool:
    """Say whether a source is asked; messages of SDMX may also be files that a person fetches."""
    return source.kind in _FETCHED and (source.kind != "sdmx" or source.dataflow is not None)


def fetch(
    desk: Desk,
    store: FigureStore,
    asked: Sequence[Question],
    wanted: FetchRequest,
    now: datetime,
    progress: Progress,
) -> Iterator[SourceAnswer]:
    """Yield what became of what is asked of one source, as it happens; nothing for a kind that does not answer.

    SourceError ends the run: what came before it is kept whole, and the next run goes on from there.
    """
    source = desk.settings.sources[asked[0].source]
    if answers(source):
        yield from import_module(f"generator.intake.{source.kind}_fetch").fetch(
            desk, store, asked, wanted, now, progress
        )


@dataclass
class FetchProgress:
    """What `progress` was told last, with a word behind it while the wire waits for the pace or the service."""

    progress: Progress
    what: str = ""

    def __call__(self, what: str) -> None:
        """Tell what is asked."""
        self.what = what
        self.progress(what)

    def waits(self, why: str) -> None:
        """Tell why nothing is asked yet, "" where the wait is over."""
        self.progress(f"{self.what}: {why}" if why else self.what)
