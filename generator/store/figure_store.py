"""FigureStore: keeps raw bytes, records releases, and gives the figures as they stood at any vintage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from generator.errors import IntegrityError, SettingsError
from generator.store.batch_measures import BEFORE, Facts, measure, nearest, of_periods_in, span_of, split
from generator.store.due_table import DueTable
from generator.store.durable import copy_durably, digest_of, write_durably
from generator.store.edition_table import Decisions, EditionNote, Editions, Restored
from generator.store.ledger import Holders, Ledger
from generator.store.parquet import as_parquet, content_of, parquet_path
from generator.store.raw_store import RawStore
from generator.store.reader_table import Bounces, Readers
from generator.store.releases import Complete, Release, ReleaseTable, roll_up
from generator.store.scan import FOR_EVER, about_the_same, codes, holdings, newest, periods, reaches, standing, within
from generator.store.side_tables import HOLDINGS, context, names_in, series, side_content, side_parquet
from generator.store.state import StateFile
from generator.trade.codes import is_within, lines_of, roots
from generator.trade.editions import TOTAL
from generator.trade.figures import Figures, Revision, Selection, revisions
from generator.trade.observation import Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch, Vintage
from generator.trade.series_gaps import gaps, without_gaps
from generator.trade.side_batches import AnyBatch, NameList, NamesBatch, SideBatch, SideSeries


class FigureStore:
    """The folder `root` (a desk's state/): `raw/`, `editions/`, `figures/` and `state.sqlite`."""

    def __init__(self, root: Path) -> None:
        """Open the store, making it where there is none yet."""
        self.folder = root
        self._figures = root / "figures"
        self._raw = RawStore(root / "raw")
        self.finished = RawStore(root / "editions")
        self._state = StateFile(root / "state.sqlite", dependents=[self._figures])
        self._releases, self._editions = ReleaseTable(self._state), Editions(self._state)
        self.readers, self.ledger, self.decisions = Readers(self._state), Ledger(self._state), Decisions(self._state)
        self.bounces, self.restored = Bounces(self._state), Restored(self._state)
        self.holders = Holders(self._state)
        self.due = DueTable(self._state)

    def together(self) -> AbstractContextManager[object]:
        """Return a block whose writes to the state file last all together, or none does."""
        return self._state.writing()

    def __enter__(self) -> Self:
        """Return the store; leaving the block closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the state file."""
        self._state.close()

    def copy_state(self, place: Path) -> tuple[EditionNote, ...]:
        """Copy the state file, as it stands at one moment, to the new file `place`; return the revisions it has."""
        self._state.copy(place)
        with closing(StateFile(place)) as copy:
            return Editions(copy).all()

    def keep(self, raw: bytes) -> str:
        """Return the SHA-256 of `raw`, whose bytes are on disk from now on."""
        return self._raw.keep(raw)

    def keep_file(self, file: Path) -> str:
        """Return the SHA-256 of a file of any size, whose bytes are on disk from now on."""
        return self._raw.keep_file(file)

    def has(self, digest: str) -> bool:
        """Say whether bytes with that SHA-256 were kept."""
        return self._raw.has(digest)

    def raw(self, digest: str) -> bytes:
        """Return the bytes with that SHA-256, or raise IntegrityError where they are missing or have changed."""
        return self._raw.read(digest)

    def lend(self, digest: str, place: Path) -> None:
        """Let the bytes with that SHA-256 stand at `place`, too; IntegrityError where they are missing or changed."""
        self._raw.lend(digest, place)

    def layout(self, release: str) -> dict[str, Any]:
        """Return the layout under which a release was read, as data."""
        return self._releases.layout(release)

    def record(
        self,
        batch: AnyBatch,
        layout_data: Mapping[str, Any],
        recorded: datetime,
        *,
        accepted: str = "",
        flags: tuple[str, ...] = (),
        again: bool = False,
    ) -> bool:
        """Store the release, whole or not at all; False where it says nothing new.

        Nothing is new in bytes that were recorded before, read in the same way (but see `overtaken`; a list of names
        counts from each day that a person gives it), and in an answer whose figures are those of the newest answer of
        that name, read in the same way. With `again` the bytes are those of a release that is read under other
        settings: nothing is new only where they were so read for that day. The raw bytes must have been kept. The row
        in the state file is what makes the release known: a Parquet file without one, left by a crash, is never read
        and is written over.
        """
        self._refuse_mixed(batch.source, layout_data.get("kind", ""))
        content = _content(batch)
        again = again and batch.release not in self._releases.vintage(batch.source, date.max).releases
        again = again or self.overtaken(batch, layout_data) is not None or self._is_dated_anew(batch)
        same = self._releases.has(batch, layout_data) or self._releases.says_the_same(batch, content, layout_data)
        if same and not again:
            return False
        if not self._raw.has(batch.raw):
            msg = f"The bytes of {batch.release} were not kept before they were recorded."
            raise IntegrityError(msg)
        path = parquet_path(self._figures, batch.release)
        _write(batch, path)
        return self._releases.add(
            batch,
            layout_data,
            recorded,
            parquet=digest_of(path),
            content=content,
            accepted=accepted,
            flags=flags,
            again=again,
        )

    def knows(self, batch: Batch | LargeBatch, layout_data: Mapping[str, Any]) -> bool:
        """Say whether `record` would find nothing new in the release."""
        if self._releases.has(batch, layout_data):
            return self.overtaken(batch, layout_data) is None
        return self._releases.says_the_same(batch, _content(batch), layout_data)

    def overtaken(self, batch: AnyBatch, layout_data: Mapping[str, Any]) -> Release | None:
        """Return the release with the same bytes as `batch`, where these are to count again from a later day.

        That is so after a wrong file was ingested over the right one: releases about the same parties and periods came
        after it, none of them later than `batch`. None where the bytes are new, or say nothing new.
        """
        was = None if isinstance(batch, SideBatch) else self._releases.as_last_read(batch, layout_data)
        if was is None or batch.released <= was.released:
            return None
        counted = self._releases.vintage(batch.source, date.max).releases
        later = counted[counted.index(was.name) + 1 :]
        since = [release for release in self.releases(batch.source) if release.name in later]
        paths = [parquet_path(self._figures, release.name) for release in since]
        about = about_the_same(parquet_path(self._figures, was.name), paths) if paths else frozenset()
        days = [release.released for release in since if release.name in about]
        return was if days and max(days) <= batch.released else None

    def measure(self, batch: Batch | LargeBatch, limits: Mapping[str, float]) -> Facts:
        """Return what is to be known of a batch before it is recorded: its parts, and how it stands beside the past.

        Where a table carries periods before its newest one, that is measured by itself as well, with those as its past;
        a large file is not: it has whole months of a reporter, and a second look would take longer than reading it.
        """
        with _as_file(batch) as file:
            since, _ = span_of(batch, file)
            past = nearest(batch, self._past(batch, since))
            history = [(release.name, parquet_path(self._figures, release.name)) for release in past]
            # Rows of a file were set aside that else were every line, as files of its source were before.
            is_torn = bool(batch.refusals) and any(release.covers == "all" for release in past)
            is_whole = is_torn or batch.covers == "all"
            facts = measure(batch, file, history, limits, is_whole=is_whole)
            if isinstance(batch, LargeBatch) or not (parts := split(file, file.parent)):
                return facts
            latest, before = parts
            history.append((BEFORE, before))
            alone = measure(of_periods_in(latest, batch), latest, history, limits, is_whole=is_whole)
            return replace(facts, newest=alone)

    def leaves_out(self, batch: Batch | LargeBatch, selection: Selection) -> bool:
        """Say whether `batch`, recorded or not, has no row of a line of the selection that is believed to be traded.

        Intake asks before it records why a person accepts a release (trade.series_gaps).
        """
        with _as_file(batch) as file:
            printed = newest([file], [batch.release], selection)
            deeper = within([file], [batch.release], selection, selection.codes)
            whole = periods([file], selection) if batch.covers == "all" else {}
        reporter, partner, flow = selection.reporter, selection.partner, selection.flow
        coverage = [scope for scope in batch.coverage if (scope.reporter, scope.flow) == (reporter, flow)]
        coverage += [Coverage(reporter, partner, flow, (), when) for when in whole.values()]
        complete = Complete([batch.release], [(batch.release, scope) for scope in coverage if scope.is_of(partner)])
        known = self.figures(selection, Period(FOR_EVER, 1), self.vintage(batch.source, None, selection))
        cells = {key: cell for key, cell in known.cells.items() if not complete.is_about(*key)}
        cells |= {(cell.code, cell.period): cell for cell in printed if cell.standing is Standing.CUSTOMS}
        covered = {code: complete.periods(code, FOR_EVER) for code in selection.codes}
        lines = {(figure.code, figure.period) for figure in deeper}
        for code, silent in gaps(replace(known, cells=cells, covered=covered)).items():
            for period in silent:
                if not any(is_within(line, code) and period == when for line, when in lines):
                    return True
        return False

    def _past(self, batch: Batch | LargeBatch, since: int) -> list[Release]:
        """Return the releases that count and are about a month from `since` on, in the order in which they count.

        Another reading of the same file, or of the same answer, is none of them: settings were corrected.
        """
        counted = set(self._releases.vintage(batch.source, date.max).releases)
        return [
            release
            for release in self.releases(batch.source)
            if release.name in counted
            and release.period.first + release.period.months > since
            and (release.raw != batch.raw or (batch.address and release.document != batch.document))
        ]

    def releases(self, source: str | None = None) -> tuple[Release, ...]:
        """Return the releases (of `source`), in the order in which they count."""
        return self._releases.all(source)

    def document(self, release: str, about: Selection | None = None) -> dict[str, Any]:
        """Return the release's entry under `documents` in claims.json (docs/edition.md).

        `coverage` has what it is complete about in the trade of the reporter and partner of `about`, where it says so.
        """
        entry = self._releases.document(release)
        coverage: list[dict[str, Any]] = []
        for one in self._releases.coverage(release):
            if about and one.reporter == about.reporter and one.is_of(about.partner):
                parties = {"reporter": one.reporter, "partner": one.partner, "flow": one.flow.value}
                coverage.append(parties | {"codes": list(one.codes), "periods": [str(when) for when in one.periods]})
        return entry | ({"coverage": coverage} if coverage else {})

    def vintage(self, source: str, as_of: date | None = None, about: Selection | None = None) -> Vintage:
        """Return the releases of `source` up to the day `as_of`, in the order in which they count (None: all).

        With `about`, only those that have something to say of its reporter and partner.
        """
        return self._releases.vintage(source, as_of, about)

    def figures(self, selection: Selection, period: Period, vintage: Vintage) -> Figures:
        """Return the selection's figures for `period` and the periods before, as `vintage` knew them.

        A heading that no release prints is the sum of its lines, where one is complete about it. A large line that a
        complete release leaves out all at once is not known, unless a person accepted such a release.
        """
        end = period.first + period.months
        printed = newest(self._files(vintage), vintage.releases, selection, end)
        customs = [figure for figure in printed if figure.standing is Standing.CUSTOMS]
        relayed = tuple(figure for figure in printed if figure.standing is Standing.RELAYED)
        complete = self._complete(selection, vintage)
        cells = complete.standing(customs)
        covered = {code: complete.periods(code, end) for code in selection.codes}
        unprinted = {code: {when for when in known if (code, when) not in cells} for code, known in covered.items()}
        open_sums: dict[str, frozenset[Period]] = {}
        for (code, when), rolled in self._rolled(selection, vintage, unprinted, complete, customs).items():
            if rolled is None:  # one of its lines gives no number: the sum is not known
                covered[code] -= {when}
                open_sums[code] = open_sums.get(code, frozenset()) | {when}
            else:
                cells[code, when] = rolled
        figures = Figures(selection, period, vintage, cells, relayed, covered, open_sums=open_sums)
        return without_gaps(figures, self._accepted(complete).is_about)

    def revisions(self, selection: Selection, before: Vintage, after: Vintage) -> tuple[Revision, ...]:
        """Return which figures of the selection `after` knows otherwise than `before` did, by code, then period."""
        old, new = (self.figures(selection, Period(FOR_EVER, 1), vintage) for vintage in (before, after))
        return revisions(old, new)

    def known(self, batch: Batch) -> tuple[Observation, ...]:
        """Return the printed figures that stand now for the parties of `batch`, in the span of its periods."""
        months = [figure.period.first for figure in batch.observations]
        months += [when.first for scope in batch.coverage for when in scope.periods]
        if not months:
            return ()
        vintage, span = self.vintage(batch.source), (min(months), max(months))
        return standing(self._files(vintage), vintage.releases, batch.parties, span)

    def stand(self, source: str, question: str) -> str:
        """Return how its figures stood when `source` last answered `question` whole, "" where it never did."""
        return self._releases.stand(source, question)

    def note_stand(self, source: str, question: str, stand: str, at: datetime) -> None:
        """Note that everything that `question` asks of `source` is recorded as it stands."""
        self._releases.note_stand(source, question, stand, at)

    def _rolled(
        self,
        selection: Selection,
        vintage: Vintage,
        unprinted: Mapping[str, set[Period]],
        complete: Complete,
        customs: Iterable[Observation],
    ) -> dict[tuple[str, Period], Observation | None]:
        """Return what the lines of unprinted codes come to, by code and period; a code without lines is left out.

        `customs` are the figures that count of the selection's own codes.
        """
        wanted = {code: periods for code, periods in unprinted.items() if periods}
        if not wanted:
            return {}
        above = replace(selection, codes=roots(code for code in wanted if code != TOTAL))
        deeper = within(self._files(vintage), vintage.releases, above, selection.codes)
        by_period: dict[Period, dict[str, Observation]] = {}
        for (line, period), figure in complete.standing([*deeper, *customs]).items():
            by_period.setdefault(period, {})[line] = figure
        rolled: dict[tuple[str, Period], Observation | None] = {}
        for period, figures in by_period.items():
            lines = sorted(figures)
            for code in (code for code, unknown in wanted.items() if period in unknown):
                if inside := lines_of(code, lines):
                    rolled[code, period] = roll_up(code, {line: figures[line] for line in inside})
        return rolled

    def _complete(self, selection: Selection, vintage: Vintage) -> Complete:
        """Return what the vintage is complete about: whole tables in the periods that they print, and what was said."""
        pair = (selection.reporter, selection.partner, selection.flow)
        whole = periods(self._files(vintage, covers="all"), selection)
        tables = [(name, Coverage(*pair, (), when)) for name, when in whole.items()]
        return Complete(vintage.releases, [*tables, *self._releases.covering(selection)])

    def _accepted(self, complete: Complete) -> Complete:
        """Return what those releases of the vintage are complete about that a person took in against a doubt."""
        accepted = {release.name for release in self.releases() if release.accepted}
        return replace(complete, told=[(name, told) for name, told in complete.told if name in accepted])

    def context(self, source: str, name: str, vintage: Vintage) -> SideSeries:
        """Return the series `name` of a source of prices or rates as `vintage` knew it; it may have no figures."""
        return context(self._files(vintage), source, name, vintage)

    def series(self, vintage: Vintage) -> dict[str, str]:
        """Return the unit of every context series of the vintage, by name."""
        return series(self._files(vintage), vintage)

    def names(self, source: str, language: str, vintage: Vintage) -> NameList:
        """Return the newest list of names in `language` that a source had at `vintage`; it may have no lines."""
        return names_in(self._files(vintage), source, language, vintage)

    def detailed(self, selection: Selection, digits: int, vintage: Vintage) -> Selection:
        """Return the selection with every code of `digits` digits within its own that customs has a figure for."""
        found = codes(self._files(vintage), selection, digits)
        return replace(selection, codes=tuple(dict.fromkeys((*selection.codes, *found))))

    def holdings(self, source: str, vintage: Vintage) -> tuple[Selection, ...]:
        """Return of what `source` has figures: each reporter, partner and flow with its codes, in order."""
        return holdings(self._files(vintage), source)

    def covered(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods of which a complete release gives the selection's trade, oldest first."""
        complete = self._complete(selection, vintage)
        known = [complete.periods(code, FOR_EVER) for code in selection.whole]
        return tuple(sorted(frozenset.intersection(*known))) if known else ()

    def told_by(self, selection: Selection, period: Period, vintage: Vintage) -> frozenset[str]:
        """Return the releases that say anything of the trade in `period`, were it only that there was none."""
        figures = self.figures(selection, period, vintage)
        cells = [
            part for (_, when), figure in figures.cells.items() if when == period for part in figure.parts or (figure,)
        ]
        return self._complete(selection, vintage).told_by(period) | {one.cell.release for one in cells}

    def history(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods in which customs has a figure for any of the selection's codes, oldest first."""
        cells = self.figures(selection, Period(FOR_EVER, 1), vintage).cells
        return tuple(sorted({when for (_, when), one in cells.items() if one.value is not None}))

    def says_again(self, selection: Selection, before: Vintage, after: Vintage, until: Period) -> bool:
        """Say whether a release that `after` has and `before` has not says anything of the trade up to `until`.

        Were it only that there was none; where none does, and none of `before` was dropped, nothing was revised.
        """
        fresh = [one for one in after.releases if one not in set(before.releases)]
        if not set(before.releases) <= set(after.releases):
            return True
        end, files = until.last.first, self._files(replace(after, releases=tuple(fresh)))
        told = (one for name, one in self._releases.covering(selection) if name in set(fresh))
        return any(when.first <= end for one in told for when in one.periods) or reaches(files, selection, end)

    def release_periods(self, source: str, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods that a release of `source` is about, oldest first."""
        return tuple(sorted({release.period for release in self.releases(source) if release.name in vintage.releases}))

    def note_edition(self, note: EditionNote, at: datetime) -> None:
        """Set the state of a revision and log it; an approved or sent revision keeps its manifest for ever."""
        self._editions.note(note, at)

    def editions(self) -> tuple[EditionNote, ...]:
        """Return every revision: by briefing, period, revision."""
        return self._editions.all()

    def edition(self, briefing: str, period: Period, revision: int | None = None) -> EditionNote | None:
        """Return that revision (None: the newest), or None where there is none."""
        return self._editions.one(briefing, period, revision)

    def is_fixed(self, briefing: str, period: Period, revision: int) -> bool:
        """Say whether that revision was approved or sent at any time: from then on its bytes stay."""
        return self._editions.is_fixed(briefing, period, revision)

    def refuse_change(self, note: EditionNote) -> None:
        """Raise IntegrityError where `note` would give a fixed revision another manifest."""
        self._editions.refuse_change(note)

    def add_to_log(self, what: str, detail: Mapping[str, Any], at: datetime) -> None:
        """Add a line to the log."""
        self._editions.add_to_log(what, detail, at)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the kept files, one line each: every release is read and compared."""
        faults: list[str] = []
        for release in self.releases():
            try:
                self._raw.check(release.raw)
            except IntegrityError as fault:
                faults.append(str(fault))
            path = parquet_path(self._figures, release.name)
            if not path.is_file() or digest_of(path) != self._releases.parquet(release.name):
                faults.append(f"{path} is missing or has changed. Restore it from a backup.")
        return tuple(faults)

    def _is_dated_anew(self, batch: AnyBatch) -> bool:
        """Say whether a person gives a list another day than it has: it counts from that day, too."""
        known = {release.released for release in self.releases(batch.source) if release.raw == batch.raw}
        return isinstance(batch, NamesBatch) and batch.dated and bool(known) and batch.released not in known

    def _refuse_mixed(self, source: str, kind: str) -> None:
        """Refuse a release under the name of a source of something else: prices among trade figures, and so on."""
        for known in self._releases.kinds(source):
            if _holding(known) != _holding(kind):
                where, problem = f"source {source}", f"has {_holding(known)} in this desk's store."
                raise SettingsError(where, problem, "Give the other kind a name of its own.")

    def _files(self, vintage: Vintage, covers: str | None = None) -> list[Path]:
        """Return the Parquet files of the vintage's releases (those that cover `covers`)."""
        known = {release.name: release.covers for release in self.releases()}
        if strange := [name for name in vintage.releases if name not in known]:
            msg = f"The release {strange[0]} is not in this desk's store. Take its file in again, or restore a backup."
            raise IntegrityError(msg)
        wanted = [name for name in vintage.releases if covers in {None, known[name]}]
        return [parquet_path(self._figures, name) for name in wanted]


@contextmanager
def _as_file(batch: Batch | LargeBatch) -> Iterator[Path]:
    """Give the batch as a Parquet file, in a folder that goes with the block where the batch has no file of its own."""
    if isinstance(batch, LargeBatch):
        yield batch.file
        return
    with TemporaryDirectory(prefix="tradebrief-") as place:
        file = Path(place, "batch.parquet")
        file.write_bytes(as_parquet(batch))
        yield file


def _holding(kind: str) -> str:
    """Return what releases of a layout's kind hold."""
    return HOLDINGS.get(kind, "trade figures")


def _content(batch: AnyBatch) -> str:
    match batch:
        case LargeBatch():
            return batch.content
        case Batch():
            return content_of(batch)
        case _:
            return side_content(batch)


def _write(batch: AnyBatch, path: Path) -> None:
    match batch:
        case LargeBatch():
            copy_durably(batch.file, path)
        case Batch():
            write_durably(path, as_parquet(batch))
        case _:
            write_durably(path, side_parquet(batch))
