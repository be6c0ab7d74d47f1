"""What one source is asked in a run and what became of it; the parts that pull and comtrade_fetch share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.errors import FiguresDoubtful, SettingsError
from generator.intake.file_intake import IntakeResult, ReceivedDocument, enter
from generator.intake.questions import KEPT_BACK, Question
from generator.settings.desk import Desk
from generator.settings.environment import reveal
from generator.sources.secret import Secret
from generator.store import FigureStore
from generator.trade.figures import Revision
from generator.trade.period import Period

Progress = Callable[[str], None]


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
    results: tuple[IntakeResult, ...] = ()
    revisions: tuple[Revision, ...] = ()
    error: FiguresDoubtful | None = None
    silent: tuple[str, ...] = ()

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(result.batch.count for result in self.results)


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


def record_answer(
    desk: Desk,
    store: FigureStore,
    questions: Sequence[Question],
    documents: Sequence[ReceivedDocument],
    period: Period,
    now: datetime,
    accept: str,
) -> SourceAnswer:
    """Record the documents that together answer `questions` about `period`, and return what is new or revised in them.

    Where one cannot be what it says, none is recorded, unless `accept` says why.
    """
    releases = store.releases.all(questions[0].source)
    documents_before = {(release.raw, release.document) for release in releases if release.address}
    selections = [selection for question in questions for selection in question.selections()]
    before = [store.releases.vintage(selection.source, None, selection) for selection in selections]
    try:
        results = enter(desk, store, documents, now, accept=accept)
    except FiguresDoubtful as error:
        return SourceAnswer(questions[0], period, "set aside", error=error)
    revised: list[Revision] = []
    for selection, vintage in zip(selections, before, strict=True):
        if vintage.releases:
            revised += store.revisions(selection, vintage, store.releases.vintage(selection.source, None, selection))
    new = {(result.batch.raw, result.batch.document) for result in results if result.new}
    if new and documents_before >= new:
        word = "read anew"
    elif revised:
        word = "restated"
    else:
        word = "new" if new else "unchanged"
    return SourceAnswer(questions[0], period, word, results, tuple(revised))


def periods_of(
    store: FigureStore, question: Question, request: FetchRequest, out: Mapping[Period, object]
) -> tuple[Period, ...]:
    """Return the periods to ask the service for, oldest first; `out` are those that it has published."""
    length = 12 if question.annual else 1
    if request.period:
        is_whole = request.period.months % length == 0 and request.period.first % length == 0
        months = request.period.split()[::length] if is_whole else ()
        return tuple(Period(month.first, length) for month in months)
    if not out:
        return ()
    newest = max(out)
    since = (request.since or newest.step(-KEPT_BACK // length)).first
    periods = {Period(month, length) for month in range(since - since % length, newest.first + 1, length)}
    if not request.since:
        for selection in question.selections():
            covered = store.covered(selection, store.releases.vintage(selection.source, None, selection))
            periods |= set(covered) & set(out)
    return tuple(sorted(periods))


def key_of(desk: Desk, name: str) -> Secret | None:
    """Return the key of the source called `name`, None where it has none; SettingsError where it cannot be had."""
    try:
        secret = reveal(desk.settings.sources[name], "key", desk.folder)
        return Secret(secret.get_secret_value()) if secret else None
    except SettingsError as error:
        where = desk.where("desk.yaml", ("sources", name, error.where))
        raise SettingsError(where, f"{error.where} of {name}: {error.problem}", error.remedy) from None
    except ValueError as fault:
        raise SettingsError(str(desk.folder / "desk.yaml"), f"{fault}.") from None
