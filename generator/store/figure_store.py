"""FigureStore: keep raw bytes, record releases, and return the figures as they stood at any vintage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from generator.store.market_figures import market_of
from generator.store.parquet import as_parquet, content_of, parquet_path
from generator.store.raw_store import RawStore
from generator.store.reader_table import Bounces, Readers
from generator.store.releases import Complete, Release, ReleaseTable, roll_up
from generator.store.scan import (
    FOR_EVER,
    about_the_same,
    codes,
    holdings,
    newest,
    of_every_partner,
    periods,
    periods_by_partner,
    reaches,
    standing,
    within,
)
from generator.store.side_tables import HOLDINGS, context, names_in, series, side_content, side_parquet
from generator.store.state import StateFile
from generator.trade.codes import lines_of, roots
from generator.trade.editions import TOTAL
from generator.trade.figures import Figures, Market, Revision, Selection, revisions
from generator.trade.observation import Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch, Vintage
from generator.trade.series_gaps import MONTHS as BEFORE_A_GAP
from generator.trade.series_gaps import without_gaps
from generator.trade.side_batches import AnyBatch, NameList, NamesBatch, SideBatch, SideSeries

_TRADE = "trade figures"  # what the releases of a source contain if their kind is not in HOLDINGS


class FigureStore:
    """The folder `root` (a desk's state/): `raw/`, `editions/`, `figures/` and `state.sqlite`.

    Each table of the state file, and each folder of kept bytes, is an attribute that callers use directly. The store
    itself does what needs several of them: it records a release, and reads figures as a vintage knew them.
    """

    def __init__(self, root: Path) -> None:
        """Open the store. Make it first where it does not exist."""
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
        """Return a block whose writes to the state file are committed all together or not at all."""
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
        """Copy the state file at one moment to the new file `place`. Return the revisions in the copy."""
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
        """Store the release, completely or not at all. Return False where it says nothing new.

        A file says nothing new if its bytes were recorded before under the same reading. There are exceptions:
        `overtaken`, and a list of names, which counts from each day that a person gives it. An answer says nothing new
        if its figures equal those of the newest answer of that name, under the same reading. `is_reread` means that a
        recorded release is read under other settings. Then it says nothing new only if it was already read so for that
        day. The caller must have kept the raw bytes. Only the row in the state file makes the release known: a Parquet
        file without a row, left by a crash, is never read and will be overwritten.
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
        """Whether `record` would find nothing new in the release."""
        if self.releases.has(batch, layout_data):
            return self.overtaken(batch, layout_data) is None
        return self.releases.says_the_same(batch, _content(batch), layout_data)

    def overtaken(self, batch: AnyBatch, layout_data: Mapping[str, Any]) -> Release | None:
        """Return the release with the same bytes as `batch`, if these bytes must count again from a later day, or None.

        This happens after someone ingested a wrong file over the right one. Releases about the same parties and periods
        then follow the right one, and none of them is later than `batch`.
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
        """Measure a batch before it is recorded: its own parts, and how it compares with earlier releases.

        If a table has several periods, its newest period is also measured alone, with the others as its past. A large
        file is not measured twice: it has whole months of a reporter, and measuring again would take longer than
        reading it.
        """
        with _as_file(batch) as file:
            since, _ = span_of(batch, file)
            past = nearest(batch, self._past(batch, since))
            history = [(release.name, parquet_path(self._figures, release.name)) for release in past]
            # The file counts as whole, too, if only refused rows keep it from having every line, as earlier files had.
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

    def _past(self, batch: Batch | LargeBatch, since: int) -> list[Release]:
        """Return the releases that count and are about month `since` or later, in the order in which they count.

        Leave out other readings of the same file or answer: only the settings differed.
        """
        counted = set(self.releases.vintage(batch.source, date.max).releases)
        return [
            release
            for release in self.releases.all(batch.source)
            if release.name in counted
            and release.period.first + release.period.months > since
            and (release.raw != batch.raw or (batch.address and release.document != batch.document))
        ]

    def document(self, release: str, about: Selection | None = None, *, every_partner: bool = False) -> dict[str, Any]:
        """Return the release's entry under `documents` in claims.json (docs/edition.md).

        With `about`, the entry also has `coverage`: the trade of that reporter and partner, or of `every_partner`,
        about which the release is complete.
        """
        entry = self.releases.document(release)
        coverage: list[dict[str, Any]] = []
        for scope in self.releases.coverage(release):
            if about and scope.reporter == about.reporter and (every_partner or scope.is_of(about.partner)):
                parties = {"reporter": scope.reporter, "partner": scope.partner, "flow": scope.flow.value}
                spans = [str(period) for period in scope.periods]
                coverage.append(parties | {"codes": list(scope.codes), "periods": spans})
        return entry | ({"coverage": coverage} if coverage else {})

    def figures(self, selection: Selection, period: Period, vintage: Vintage) -> Figures:
        """Return the selection's figures for `period` and earlier periods, as `vintage` knew them.

        If no release prints a heading, but one is complete about it, the heading is the sum of its lines. If a complete
        release suddenly leaves out a large line, that line is unknown, unless a person said that it had no trade.
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
            if rolled is None:  # one of its lines has no number, so the sum is unknown
                covered[code] -= {when}
                open_sums[code] = open_sums.get(code, frozenset()) | {when}
            else:
                cells[code, when] = rolled
        figures = Figures(selection, period, vintage, cells, relayed, covered, open_sums=open_sums)
        return without_gaps(figures, complete.of_releases(self.releases.statements()).is_about)

    def market(self, selection: Selection, spans: Sequence[Period], vintage: Vintage) -> Market:
        """Return the reporter's trade in the selection's codes with all partners, in some spans, newest first.

        A heading that no release prints is the sum of its lines where a release is complete about it. The figures are
        those that count for each partner. A large line of a partner that suddenly has no row is unknown, unless a
        person said that it had no trade.
        """
        now, base = spans[0], spans[-1]
        months = (base.first - BEFORE_A_GAP, now.first + now.months)
        every = of_every_partner(self._files(vintage), vintage.releases, selection, months)
        scopes = [*self._tables_of_partners(selection, vintage), *self.releases.covering_partners(selection)]
        return market_of(selection, spans, vintage, every, scopes, self.releases.statements())

    def _tables_of_partners(self, selection: Selection, vintage: Vintage) -> list[tuple[str, Coverage]]:
        """Return what whole tables are complete about: the periods that they print of each partner."""
        periods_of: dict[tuple[str, str], list[Period]] = {}
        for name, partner, period in periods_by_partner(self._files(vintage, covers="all"), selection):
            periods_of.setdefault((name, partner), []).append(period)
        return [
            (name, Coverage(selection.reporter, partner, selection.flow, (), tuple(periods)))
            for (name, partner), periods in periods_of.items()
        ]

    def revisions(self, selection: Selection, before: Vintage, after: Vintage) -> tuple[Revision, ...]:
        """Return the figures of the selection that differ between `before` and `after`, by code, then period."""
        old, new = (self.figures(selection, Period(FOR_EVER, 1), vintage) for vintage in (before, after))
        return revisions(old, new)

    def current_figures(self, batch: Batch) -> tuple[Observation, ...]:
        """Return the printed figures that count now for the parties of `batch`, from its first to its last period."""
        months = [figure.period.first for figure in batch.observations]
        months += [period.first for scope in batch.coverage for period in scope.periods]
        if not months:
            return ()
        vintage = self.releases.vintage(batch.source)
        span = (min(months), max(months))
        return standing(self._files(vintage), vintage.releases, batch.parties, span)

    def _rolled(
        self,
        selection: Selection,
        vintage: Vintage,
        unprinted: Mapping[str, set[Period]],
        complete: Complete,
        customs: Iterable[Observation],
    ) -> dict[tuple[str, Period], Observation | None]:
        """Return the sums of the lines within unprinted codes, by code and period. Leave out a code without lines.

        A sum is None where one of its lines has no number. `customs` are the figures that count for the selection's own
        codes.
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
        """Return what the vintage is complete about: whole tables in the periods they print, and stated coverage."""
        pair = (selection.reporter, selection.partner, selection.flow)
        spans = periods(self._files(vintage, covers="all"), selection)
        tables = [(name, Coverage(*pair, (), when)) for name, when in spans.items()]
        return Complete(vintage.releases, [*tables, *self.releases.covering(selection)])

    def context(self, source: str, name: str, vintage: Vintage) -> SideSeries:
        """Return the series `name` of a source of prices or rates as `vintage` knew it. It may have no figures."""
        return context(self._files(vintage), source, name, vintage)

    def series(self, vintage: Vintage) -> dict[str, str]:
        """Return the unit of every context series of the vintage, by name."""
        return series(self._files(vintage), vintage)

    def names(self, source: str, language: str, vintage: Vintage) -> NameList:
        """Return the newest list of names in `language` that a source had at `vintage`. It may have no lines."""
        return names_in(self._files(vintage), source, language, vintage)

    def detailed(self, selection: Selection, digits: int, vintage: Vintage) -> Selection:
        """Return the selection plus every code of `digits` digits within its own that has a customs figure."""
        deeper = codes(self._files(vintage), selection, digits)
        return replace(selection, codes=tuple(dict.fromkeys((*selection.codes, *deeper))))

    def holdings(self, source: str, vintage: Vintage) -> tuple[Selection, ...]:
        """Return what `source` has figures for: each reporter, partner and flow with its codes, in order."""
        return holdings(self._files(vintage), source)

    def covered(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods for which complete releases give all of the selection's trade, oldest first."""
        complete = self._complete(selection, vintage)
        spans = [complete.periods(code, FOR_EVER) for code in selection.top_codes]
        return tuple(sorted(frozenset.intersection(*spans))) if spans else ()

    def releases_about(self, selection: Selection, period: Period, vintage: Vintage) -> frozenset[str]:
        """Return the releases that say anything about the trade in `period`, even only that there was none."""
        figures = self.figures(selection, period, vintage)
        cells = [figure for (_, when), figure in figures.cells.items() if when == period]
        printed = {part.cell.release for cell in cells for part in cell.parts or (cell,)}
        return self._complete(selection, vintage).releases_about(period) | printed

    def history(self, selection: Selection, vintage: Vintage) -> tuple[Period, ...]:
        """Return the periods in which customs has a value for any of the selection's codes, oldest first."""
        cells = self.figures(selection, Period(FOR_EVER, 1), vintage).cells
        return tuple(sorted({when for (_, when), cell in cells.items() if cell.value is not None}))

    def may_revise(self, selection: Selection, before: Vintage, after: Vintage, until: Period) -> bool:
        """Whether `after` may differ from `before` about the selection's trade up to `until`.

        The answer is False if `after` has every release of `before`, and none of its other releases says anything about
        that trade, even only that there was none. The caller then need not compare any figures.
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
        """Return the periods of the releases of `source`, oldest first."""
        releases = [release for release in self.releases.all(source) if release.name in vintage.releases]
        return tuple(sorted({release.period for release in releases}))

    def check(self) -> tuple[str, ...]:
        """Read and compare every kept release. Return what is wrong with the kept files, one line for each fault."""
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
        """Whether a person gives a list of names a new day. The list then counts from that day, too."""
        days = {release.released for release in self.releases.all(batch.source) if release.raw == batch.raw}
        return isinstance(batch, NamesBatch) and batch.dated and bool(days) and batch.released not in days

    def _refuse_mixed(self, source: str, kind: str) -> None:
        """Refuse a release whose source already holds something else, such as prices among trade figures."""
        for recorded_kind in self.releases.kinds(source):
            held = HOLDINGS.get(recorded_kind, _TRADE)
            if held != HOLDINGS.get(kind, _TRADE):
                where = f"source {source}"
                problem = f"has {held} in this desk's store."
                raise SettingsError(where, problem, "Give the other kind a name of its own.")

    def _files(self, vintage: Vintage, covers: str | None = None) -> list[Path]:
        """Return the Parquet files of the vintage's releases, limited to those with that `covers` if it is given."""
        covers_by_name = {release.name: release.covers for release in self.releases.all()}
        missing = [name for name in vintage.releases if name not in covers_by_name]
        if missing:
            msg = f"The release {missing[0]} is not in this desk's store. Take its file in again, or restore a backup."
            raise IntegrityError(msg)
        names = [name for name in vintage.releases if covers in {None, covers_by_name[name]}]
        return [parquet_path(self._figures, name) for name in names]


@contextmanager
def _as_file(batch: Batch | LargeBatch) -> Iterator[Path]:
    """Give the batch as a Parquet file. A file that is made for this goes with the block."""
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
