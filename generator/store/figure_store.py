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

_TRADE = "trade figures"  # what the releases of a source hold whose kind is not one of HOLDINGS


class FigureStore:
    """The folder `root` (a desk's state/): `raw/`, `editions/`, `figures/` and `state.sqlite`.

    Each table of the state file, and each folder of kept bytes, is a part that callers ask themselves. The store works
    out what needs several of them: a release is recorded, and figures are read as a vintage knew them.
    """

    def __init__(self, root: Path) -> None:
        """Open the store, making it where there is none yet."""
        self.folder = root
        self._figures = root / "figures"
        self.raw = RawStore(root / "raw")
        self.finished = RawStore(root / "editions")
        self._state = StateFile(root / "state.sqlite", dependents=[self._figures])
        self.releases = ReleaseTable(self._state)
        self.editions = Editions(self._state)
        self.decisions = Decisions(self._state)
        self.readers = Readers(self._state)
        self.ledger = Ledger(self._state)
        self.holders = Holders(self._state)
        self.bounces = Bounces(self._state)
        self.restored = Restored(self._state)
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

    def record(
        self,
        batch: AnyBatch,
        layout_data: Mapping[str, Any],
        recorded: datetime,
        *,
        accepted: str = "",
        flags: tuple[str, ...] = (),
        is_reread: bool = False,
    ) -> bool:
        """Store the release, whole or not at all; False where it says nothing new.

        Nothing is new in bytes that were recorded before, read in the same way (but see `overtaken`; a list of names
        counts from each day that a person gives it), and in an answer whose figures are those of the newest answer of
        that name, read in the same way. With `is_reread` the bytes are those of a release that is read under other
        settings: nothing is new only where they were so read for that day. The raw bytes must have been kept. The row
        in the state file is what makes the release known: a Parquet file without one, left by a crash, is never read
        and is written over.
        """
        self._refuse_mixed(batch.source, layout_data.get("kind", ""))
        content = _content(batch)
        counts_once_more = (
            (is_reread and batch.release not in self.releases.vintage(batch.source, date.max).releases)
            or self.overtaken(batch, layout_data) is not None
            or self._has_new_day(batch)
        )
        is_same = self.releases.has(batch, layout_data) or self.releases.says_the_same(batch, content, layout_data)
        if is_same and not counts_once_more:
            return False
        if not self.raw.has(batch.raw):
            msg = f"The bytes of {batch.release} were not kept before they were recorded."
            raise IntegrityError(msg)
        path = parquet_path(self._figures, batch.release)
        _write(batch, path)
        return self.releases.add(
            batch,
            layout_data,
            recorded,
            parquet=digest_of(path),
            content=content,
            accepted=accepted,
            flags=flags,
            is_repeated=counts_once_more,
        )

    def knows(self, batch: Batch | LargeBatch, layout_data: Mapping[str, Any]) -> bool:
        """Say whether `record` would find nothing new in the release."""
        if self.releases.has(batch, layout_data):
            return self.overtaken(batch, layout_data) is None
        return self.releases.says_the_same(batch, _content(batch), layout_data)

    def overtaken(self, batch: AnyBatch, layout_data: Mapping[str, Any]) -> Release | None:
        """Return the release with the same bytes as `batch`, where these are to count again from a later day.

        That is so after a wrong file was ingested over the right one: releases about the same parties and periods came
        after it, none of them later than `batch`. None where the bytes are new, or say nothing new.
        """
        earlier = None if isinstance(batch, SideBatch) else self.releases.as_last_read(batch, layout_data)
        if earlier is None or batch.released <= earlier.released:
            return None
        counted = self.releases.vintage(batch.source, date.max).releases
        names = counted[counted.index(earlier.name) + 1 :]
        later = [release for release in self.releases.all(batch.source) if release.name in names]
        paths = [parquet_path(self._figures, release.name) for release in later]
        about = about_the_same(parquet_path(self._figures, earlier.name), paths) if paths else frozenset()
        days = [release.released for release in later if release.name in about]
        return earlier if days and max(days) <= batch.released else None

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
            files = None if isinstance(batch, LargeBatch) else split(file, file.parent)
            if files is None:
                return facts
            latest, before = files
            history.append((BEFORE, before))
            newest_facts = measure(of_periods_in(latest, batch), latest, history, limits, is_whole=is_whole)
            return replace(facts, newest=newest_facts)

    def leaves_out(self, batch: Batch | LargeBatch, selection: Selection) -> bool:
        """Say whether `batch`, recorded or not, has no row of a line of the selection that is believed to be traded.

        Intake asks before it records why a person accepts a release (trade.series_gaps).
        """
        with _as_file(batch) as file:
            printed = newest([file], [batch.release], selection)
            deeper = within([file], [batch.release], selection, selection.codes)
            tables = periods([file], selection) if batch.covers == "all" else {}
        reporter, partner, flow = selection.reporter, selection.partner, selection.flow
        coverage = [scope for scope in batch.coverage if (scope.reporter, scope.flow) == (reporter, flow)]
        coverage += [Coverage(reporter, partner, flow, (), when) for when in tables.values()]
        complete = Complete([batch.release], [(batch.release, scope) for scope in coverage if scope.is_of(partner)])
        before = self.figures(selection, Period(FOR_EVER, 1), self.releases.vintage(batch.source, about=selection))
        cells = {key: cell for key, cell in before.cells.items() if not complete.is_about(*key)}
        cells |= {(cell.code, cell.period): cell for cell in printed if cell.standing is Standing.CUSTOMS}
        covered = {code: complete.periods(code, FOR_EVER) for code in selection.codes}
        lines = {(figure.code, figure.period) for figure in deeper}
        for code, silent in gaps(replace(before, cells=cells, covered=covered)).items():
            for period in silent:
                if not any(is_within(line, code) and period == when for line, when in lines):
                    return True
        return False

    def _past(self, batch: Batch | LargeBatch, since: int) -> list[Release]:
        """Return the releases that count and are about a month from `since` on, in the order in which they count.

        Another reading of the same file, or of the same answer, is not one of them: settings were corrected.
        """
        counted = set(self.releases.vintage(batch.source, date.max).releases)
        return [
            release
            for release in self.releases.all(batch.source)
            if release.name in counted
            and release.period.first + release.period.months > since
            and (release.raw != batch.raw or (batch.address and release.document != batch.document))
        ]

    def document(self, release: str, about: Selection | None = None) -> dict[str, Any]:
        """Return the release's entry under `documents` in claims.json (docs/edition.md).

        `coverage` has what it is complete about in the trade of the reporter and partner of `about`, where it says so.
        """
        entry = self.releases.document(release)
        coverage: list[dict[str, Any]] = []
        for scope in self.releases.coverage(release):
            if about and scope.reporter == about.reporter and scope.is_of(about.partner):
                parties = {"reporter": scope.reporter, "partner": scope.partner, "flow": scope.flow.value}
                spans = [str(period) for period in scope.periods]
                coverage.append(parties | {"codes": list(scope.codes), "periods": spans})
        return entry | ({"coverage": coverage} if coverage else {})

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
        unprinted = {code: {when for when in spans if (code, when) not in cells} for code, spans in covered.items()}
        open_sums: dict[str, frozenset[Period]] = {}
        for (code, when), rolled in self._rolled(selection, vintage, unprinted, complete, customs).items():
            if rolled is None:  # one of its lines gives no number: the sum is not known
                covered[code] -= {when}
                open_sums[code] = open_sums.get(code, frozenset()) | {when}
            else:
                cells[code, when] = rolled
        figures = Figures(selection, period, vintage, cells, relayed, covered, open_sums=open_sums)
        accepted = {release.name for release in self.releases.all() if release.accepted}
        return without_gaps(figures, complete.of_releases(accepted).is_about)

    def revisions(self, selection: Selection, before: Vintage, after: Vintage) -> tuple[Revision, ...]:
        """Return which figures of the selection `after` knows otherwise than `before` did, by code, then period."""
        old, new = (self.figures(selection, Period(FOR_EVER, 1), vintage) for vintage in (before, after))
        return revisions(old, new)

    def current_figures(self, batch: Batch) -> tuple[Observation, ...]:
        """Return the printed figures that count now for the parties of `batch`, in the span of its periods."""
        months = [figure.period.first for figure in batch.observations]
        months += [period.first for scope in batch.coverage for period in scope.periods]
        if not months:
            return ()
        vintage, span = self.releases.vintage(batch.source), (min(months), max(months))
        return standing(self._files(vintage), vintage.releases, batch.parties, span)

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
        codes_to_add = [code for code, spans in unprinted.items() if spans]
        if not codes_to_add:
            return {}
        above = replace(selection, codes=roots(code for code in codes_to_add if code != TOTAL))
        deeper = within(self._files(vintage), vintage.releases, above, selection.codes)
        by_period: dict[Period, dict[str, Observation]] = {}
        for (line, period), figure in complete.standing([*deeper, *customs]).items():
            by_period.setdefault(period, {})[line] = figure
        rolled: dict[tuple[str, Period], Observation | None] = {}
        for period, figures in by_period.items():
            for code in codes_to_add:
                lines = lines_of(code, sorted(figures)) if period in unprinted[code] else ()
                if lines:
                    rolled[code, period] = roll_up(code, {line: figures[line] for line in lines})
        return rolled

    def _complete(self, selection: Selection, vintage: Vintage) -> Complete:
        """Return what the vintage is complete about: whole tables in the periods that they print, and what was said."""
        pair = (selection.reporter, selection.partner, selection.flow)
        spans = periods(self._files(vintage, covers="all"), selection)
        tables = [(name, Coverage(*pair, (), when)) for name, when in spans.items()]
        return Complete(vintage.releases, [*tables, *self.releases.covering(selection)])

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
        deeper = codes(self._files(vintage), selection, digits)
        return replace(selection, codes=tuple(dict.fromkeys((*selection.codes, *deeper))))

    def holdings(self, source: str, vintage: Vintage) -> tuple[Selection, ...]:
        """Return of what `source` has figures: each reporter, partner and flow with its codes, in order."""
        return holdings(self._files(vintage), source)

    def covered(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods of which a complete release gives the selection's trade, oldest first."""
        complete = self._complete(selection, vintage)
        spans = [complete.periods(code, FOR_EVER) for code in selection.top_codes]
        return tuple(sorted(frozenset.intersection(*spans))) if spans else ()

    def releases_about(self, selection: Selection, period: Period, vintage: Vintage) -> frozenset[str]:
        """Return the releases that say anything of the trade in `period`, were it only that there was none."""
        figures = self.figures(selection, period, vintage)
        cells = [figure for (_, when), figure in figures.cells.items() if when == period]
        printed = {part.cell.release for cell in cells for part in cell.parts or (cell,)}
        return self._complete(selection, vintage).releases_about(period) | printed

    def history(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods in which customs has a figure for any of the selection's codes, oldest first."""
        cells = self.figures(selection, Period(FOR_EVER, 1), vintage).cells
        return tuple(sorted({when for (_, when), cell in cells.items() if cell.value is not None}))

    def may_revise(self, selection: Selection, before: Vintage, after: Vintage, until: Period) -> bool:
        """Say whether `after` may know the selection's trade up to `until` otherwise than `before` did.

        It does not where no release that it alone has says anything of that trade, were it only that there was none,
        and it has every release of `before`: then no figure need be compared.
        """
        if not set(before.releases) <= set(after.releases):
            return True
        fresh = tuple(name for name in after.releases if name not in set(before.releases))
        end = until.last.first
        scopes = [scope for name, scope in self.releases.covering(selection) if name in set(fresh)]
        if any(period.first <= end for scope in scopes for period in scope.periods):
            return True
        return reaches(self._files(replace(after, releases=fresh)), selection, end)

    def release_periods(self, source: str, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods that a release of `source` is about, oldest first."""
        releases = [release for release in self.releases.all(source) if release.name in vintage.releases]
        return tuple(sorted({release.period for release in releases}))

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the kept files, one line each: every release is read and compared."""
        faults: list[str] = []
        for release in self.releases.all():
            try:
                self.raw.check(release.raw)
            except IntegrityError as fault:
                faults.append(str(fault))
            path = parquet_path(self._figures, release.name)
            if not path.is_file() or digest_of(path) != self.releases.parquet(release.name):
                faults.append(f"{path} is missing or has changed. Restore it from a backup.")
        return tuple(faults)

    def _has_new_day(self, batch: AnyBatch) -> bool:
        """Say whether a person gives a list another day than it has: it counts from that day, too."""
        days = {release.released for release in self.releases.all(batch.source) if release.raw == batch.raw}
        return isinstance(batch, NamesBatch) and batch.dated and bool(days) and batch.released not in days

    def _refuse_mixed(self, source: str, kind: str) -> None:
        """Refuse a release under the name of a source of something else: prices among trade figures, and so on."""
        for recorded_kind in self.releases.kinds(source):
            held = HOLDINGS.get(recorded_kind, _TRADE)
            if held != HOLDINGS.get(kind, _TRADE):
                where, problem = f"source {source}", f"has {held} in this desk's store."
                raise SettingsError(where, problem, "Give the other kind a name of its own.")

    def _files(self, vintage: Vintage, covers: str | None = None) -> list[Path]:
        """Return the Parquet files of the vintage's releases (those that cover `covers`)."""
        covers_by_name = {release.name: release.covers for release in self.releases.all()}
        missing = [name for name in vintage.releases if name not in covers_by_name]
        if missing:
            msg = f"The release {missing[0]} is not in this desk's store. Take its file in again, or restore a backup."
            raise IntegrityError(msg)
        names = [name for name in vintage.releases if covers in {None, covers_by_name[name]}]
        return [parquet_path(self._figures, name) for name in names]


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
