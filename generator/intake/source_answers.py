"""The request to a source and its outcome, as shared by pull and comtrade_fetch."""

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
    """Which periods to ask for. By default these are the newest ones and those that were asked before."""

    period: Period | None = None  # only this one
    since: Period | None = None  # all from this one on
    accept: str = ""  # a person's reason to accept an implausible answer
    source: str | None = None  # ask only this source


@dataclass(frozen=True)
class SourceAnswer:
    """The outcome for one period of a question."""

    question: Question
    period: Period
    # new, restated, unchanged, known (not asked again), read anew (the same bytes under other settings), missing,
    # empty (nothing was recorded), or set aside (see `error`)
    word: str
    results: tuple[IntakeResult, ...] = ()
    revisions: tuple[Revision, ...] = ()  # figures that changed
    error: FiguresDoubtful | None = None
    silent: tuple[str, ...] = ()  # codes without a row where that may not mean no trade

    @property
    def figures(self) -> int:
        """How many figures it has."""
        return sum(result.batch.count for result in self.results)


@dataclass
class FetchProgress:
    """Reports progress, and adds the reason while the wire waits for the pace or the service."""

    progress: Progress
    what: str = ""

    def __call__(self, what: str) -> None:
        """Report what is being asked."""
        self.what = what
        self.progress(what)

    def waits(self, why: str) -> None:
        """Report why the wire waits; "" when the wait is over."""
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
    """Record the documents that together answer `questions` about `period`, and return what is new or revised.

    If one is implausible, none is recorded, unless `accept` gives a reason.
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
    """Return the periods to ask a service for, oldest first. `out` has the published ones."""
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
    """Return the key of the source called `name`; None if it has none, SettingsError if it cannot be read."""
    try:
        secret = reveal(desk.settings.sources[name], "key", desk.folder)
        return Secret(secret.get_secret_value()) if secret else None
    except SettingsError as error:
        where = desk.where("desk.yaml", ("sources", name, error.where))
        raise SettingsError(where, f"{error.where} of {name}: {error.problem}", error.remedy) from None
    except ValueError as fault:
        raise SettingsError(str(desk.folder / "desk.yaml"), f"{fault}.") from None
