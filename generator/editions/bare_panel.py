"""A panel from a bare table, one row for each series and period, and what the engine picks of it."""

from __future__ import annotations

import csv
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.editions.bare_table import COLUMNS, LETTERS, Fault, faults, line_of, load, unfit
from generator.editions.sidecar import Sidecar, read_sidecar
from generator.errors import SettingsError, SourceChanged
from generator.movements.panel import Doubt, Floats, Panel, Places, Published, Truths, with_rests
from generator.movements.pick_builder import with_season
from generator.movements.picks import PanelPicks, SeriesVerdict, picks, verdict
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.trade.codes import nearest_codes
from generator.trade.period import Period

if TYPE_CHECKING:
    import duckdb


_MOST_DOUBTS = 3  # doubts of a kind


def picks_of(table: Path, period: str | None, meta: Path | None = None, previous: Path | None = None) -> PanelPicks:
    """Return what `table` tells of `period`; SettingsError or SourceChanged.

    None is the sidecar's reference period, else the newest of the table.
    """
    sidecar = read_sidecar(meta)
    asked = _period(period) or sidecar.period
    panel = read_panel(table, sidecar)
    asked = asked or panel.period(len(panel.value) - 1)
    # the previous edition's table has `series, period, value_usd`
    plain = replace(sidecar, breaks=(), mirror={}, other_flow={}, notices=())
    before = read_panel(previous, plain) if previous else None
    try:
        found = picks(panel, asked, sidecar.thresholds.of_panel(sidecar.currency), previous=before)
    except ValueError as fault:
        raise SettingsError(str(table), f"{fault}.", "Name a period that it has.") from None
    return replace(found, told=tuple(with_season(found.judged, one) for one in found.told))


def verdicts_of(found: PanelPicks, asked: Sequence[str]) -> list[SeriesVerdict]:
    """Return why each series is told or not; SettingsError with the nearest where there is none."""
    for series in asked:
        if series not in found.judged.panel.places:
            where = f"--why {series}"
            raise SettingsError(where, "the table has no such series.", nearest_codes(series, found.judged.panel.codes))
    return [verdict(found, series) for series in asked]


def _period(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError as fault:
        where = "--period"
        raise SettingsError(where, f"{fault}.", "For example: --period 2025-12") from None


def notes(found: PanelPicks, meta: Path | None) -> list[str]:
    """Return what has to be said of the sidecar's thresholds: those that can hold of no series of the table."""
    seen = found.judged.snapshot
    silent = [(one.path, str(one)) for one in idle_thresholds(seen)]
    codes = found.judged.panel.codes
    silent += [
        (one.path, f"{one} {nearest_codes(one.code, codes)}".rstrip()) for one in unknown_codes(seen.thresholds, codes)
    ]
    return [f"{meta}: {'.'.join(map(str, path))}: {problem}" for path, problem in silent]


def is_newest(period: str | None, meta: Path | None) -> bool:
    """Say whether nobody named a period, so that the newest of the table is taken."""
    return period is None and read_sidecar(meta).period is None


def doubts(found: PanelPicks) -> list[str]:
    """Return what cannot be right of the table up to the period, the gravest first, each kind with few lines."""
    known = [one for one in found.judged.panel.doubts if one.period <= found.period]
    newest = sorted(known, key=lambda one: one.period, reverse=True)
    lines = [*_counted([one for one in newest if one.kind == "unfinished"], "periods")]
    lines += [one.text for one in newest if one.kind == "few" and one.period == found.period]
    times = Counter(one.about for one in newest if one.kind == "over")
    each = {one.about: one for one in reversed(newest) if one.kind == "over"}
    return [f"{one}." for one in (*lines, *_counted(list(each.values()), "parents", times))]


def _counted(found: Sequence[Doubt], what: str, times: Mapping[str, int] | None = None) -> Iterator[str]:
    """Yield the first of them, and how many more there are; `times` says in how many periods each was."""
    for one in found[:_MOST_DOUBTS]:
        more = (times or {}).get(one.about, 1) - 1
        yield f"{one.text} (and in {more} of the periods before)" if more else one.text
    if len(found) > _MOST_DOUBTS:
        yield f"and so {len(found) - _MOST_DOUBTS} more {what}"


def as_json(found: PanelPicks) -> bytes:
    """Return picks.json: the list of what is told, in order."""
    return (json.dumps([one.as_data() for one in found.told], ensure_ascii=False, indent=1) + "\n").encode()


_MOST_DECIMALS = 6
_LEAST = 1e-12  # what is nearer to zero is what a sum of fractions left over


def read_panel(file: Path, sidecar: Sidecar) -> Panel:
    """Return the panel that the file holds, or raise SourceChanged with the line and what is wrong there."""
    import duckdb

    if not file.is_file():
        problem = "it is a folder" if file.is_dir() else "there is no such file"
        msg = f"{file}: {problem}. Name a table in CSV, TSV or Parquet."
        raise SourceChanged(msg)
    try:
        with duckdb.connect(":memory:") as db:
            return with_rests(_unfinished(_TableReading(db, file, sidecar).panel()))
    except (duckdb.Error, UnicodeDecodeError, OSError, EOFError, zlib.error, csv.Error) as fault:
        told = str(fault).splitlines()[0].rstrip(".")
        msg = f"{file}: {told}. Save it as CSV in UTF-8 with the columns {', '.join(COLUMNS)}."
        raise SourceChanged(msg) from None


@dataclass(frozen=True)
class _TableReading:
    """One table on its way through `db`."""

    db: duckdb.DuckDBPyConnection
    file: Path
    sidecar: Sidecar

    def panel(self) -> Panel:
        self._refuse(load(self.db, self.file))
        self._refuse(faults(self.db, [*self.sidecar.status]))
        codes, levels, parents = self._series()
        self._refuse_strangers(codes)
        asked = "SELECT period, min(line) FROM told GROUP BY period ORDER BY 2"
        periods = {self._period(text, line): line for text, line in self._rows(asked)}
        if not periods:
            self._refuse([(1, "it has a header and no rows", "Fill it in.")])
        self._refuse(unfit(periods))
        combined = [one for one in periods if one.frequency == "combined"]
        unit = next((one for one in sorted(periods) if one not in combined), min(periods).last)
        first = Period(min(one.first for one in periods), unit.months)
        made = _Matrix(first, max(one.last.first for one in periods), len(codes))
        made.fill(self._cells(codes), combined, self.sidecar)
        [(most,)] = self._rows("SELECT max(length(split_part(value_usd, '.', 2))) FROM told")
        panel = Panel(
            frequency=unit.frequency,
            first=first,
            codes=codes,
            levels=levels,
            parents=parents,
            value=made.value,
            quantity=made.quantity,
            unit=made.unit,
            units=made.units,
            status=made.status,
            released=made.released,
            combined=made.combined,
            decimals=min(int(most or 0), _MOST_DECIMALS),
            currency=self.sidecar.currency,
            lunar=self.sidecar.lunar,
            breaks=self.sidecar.breaks,
            notices=self.sidecar.notices,
            year_start=self.sidecar.year_start,
            published=made.published(codes),
        )
        return with_sides_apart(panel, made.rows, self.sidecar)

    def _refuse(self, found: Iterable[Fault]) -> None:
        for row, problem, remedy in found:
            where = f"{self.file}:{self._line(row)}" if row else str(self.file)
            msg = f"{where}: {problem}. {remedy}"
            raise SourceChanged(msg)

    def _refuse_strangers(self, codes: tuple[str, ...]) -> None:
        """Refuse a notice of a series that the table does not have: it would block nothing."""
        for at, one in enumerate(self.sidecar.notices):
            for code in {*one.codes} - {*codes}:
                where = f"{self.sidecar.file}: notices[{at}].series"
                problem = f"names {code}, and the table has no such series."
                raise SettingsError(where, problem, nearest_codes(code, codes) or "Leave it out.")

    def _line(self, row: int) -> int:
        """Return the line of a row; of Parquet, which has none, the row."""
        return row if self.file.suffix == ".parquet" else line_of(self.file, row)

    def _period(self, text: str, line: int) -> Period:
        try:
            return Period.parse(text)
        except ValueError as fault:
            self._refuse([(line, str(fault), "Fix the row.")])
            raise

    def _series(self) -> tuple[tuple[str, ...], tuple[str, ...], Places]:
        """Return the codes in order, their levels, and the places of their parents."""
        rows = self._rows("SELECT series, max(level), max(parent) FROM told GROUP BY series ORDER BY series")
        codes = tuple(row[0] for row in rows)
        places = {code: at for at, code in enumerate(codes)}
        parents = np.array([places.get(row[2], -1) for row in rows], dtype=np.intp)
        up = parents
        for _ in range(len(codes).bit_length() + 1):  # up by 1, 2, 4, … parents
            up = np.where(up >= 0, up[up], -1) if len(up) else up
        for at in np.flatnonzero(up >= 0):
            [(line,)] = self.db.execute("SELECT min(line) FROM told WHERE series = $1", [codes[at]]).fetchall()
            self._refuse([(line, f"{codes[at]} lies within itself", "Fix its parent.")])
        return codes, tuple(row[1] for row in rows), parents

    def _cells(self, codes: tuple[str, ...]) -> dict[str, Any]:
        places = {code: at for at, code in enumerate(codes)}
        found = self.db.execute("""
            SELECT series, period, TRY_CAST(nullif(value_usd, '') AS DOUBLE) AS value,
                TRY_CAST(nullif(quantity, '') AS DOUBLE) AS quantity, lower(quantity_unit) AS unit, status,
                TRY_CAST(nullif(published_yoy, '') AS DOUBLE) AS published
            FROM told""").fetchnumpy()
        return {**found, "column": np.array([places[one] for one in found["series"]], dtype=np.intp)}

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.execute(query).fetchall()


class _Matrix:
    """The matrices of a panel while they are filled."""

    def __init__(self, first: Period, last: int, columns: int) -> None:
        self._first = first
        shape = ((last - first.first) // first.months + 1, columns)
        self.value, self.quantity = np.full(shape, np.nan), np.full(shape, np.nan)
        self.unit, self.status = np.zeros(shape, dtype=np.int16), np.zeros(shape, dtype=np.uint8)
        self._rates = np.full(shape, np.nan)
        self.units: tuple[str, ...] = ("",)
        self.rows = np.zeros(shape, dtype=bool)  # what stands in the table
        self.released, self.combined = np.zeros(shape[0], dtype=bool), np.zeros(shape[0], dtype=bool)

    def fill(self, cells: dict[str, Any], combined: Sequence[Period], sidecar: Sidecar) -> None:
        """Put in every cell; a series without a row in a complete release was not traded."""
        at, columns = self._places(cells["period"]), cells["column"]
        marks = {"": 0} | {letter: ord(letter) for letter in LETTERS}
        marks |= {mark: ord(letter) for mark, letter in sidecar.status.items()}
        status = np.array([marks[one] for one in cells["status"]], dtype=np.uint8)
        self.rows[at, columns] = True
        self.released[np.unique(at)] = True
        self.value[self.released] = 0.0
        self.value[at, columns] = _filled(cells["value"]) * sidecar.scale
        self.value[at[status == ord("C")], columns[status == ord("C")]] = np.nan
        self.quantity[at, columns] = _filled(cells["quantity"])
        self.status[at, columns] = status
        self._rates[at, columns] = _filled(cells["published"])
        names, inverse = np.unique(cells["unit"].astype(str), return_inverse=True)
        self.units = ("", *(name for name in names.tolist() if name))
        places = np.array([self.units.index(name) for name in names.tolist()], dtype=np.int16)
        self.unit[at, columns] = places[inverse]
        for one in combined:
            row = self._row(one.last)
            self.combined[row] = self.released[row - 1] = True
            self.value[row - 1] = np.nan  # a sum of two months says nothing of the first

    def published(self, codes: Sequence[str]) -> Published | None:
        """Return the growths that the source prints itself, None where it prints none."""
        places = {code: at for at, code in enumerate(codes)}
        return None if np.isnan(self._rates).all() else Published(self._first, places, self._rates)

    def _places(self, periods: Any) -> Places:  # noqa: ANN401 -- an array of texts
        texts, inverse = np.unique(periods.astype(str), return_inverse=True)
        rows = np.array([self._row(Period.parse(one), ends=True) for one in texts.tolist()], dtype=np.intp)
        return rows[inverse]

    def _row(self, period: Period, *, ends: bool = False) -> int:
        """Return the row of a period; months that were published together stand in the last one's."""
        last = period.last if ends and period.frequency == "combined" else period
        return (last.first - self._first.first) // self._first.months


def _filled(column: Any) -> Floats:  # noqa: ANN401 -- an array, masked or not
    found = np.array(np.ma.filled(column, np.nan), dtype=float)
    found[np.abs(found) < _LEAST] = 0.0
    return found


def _unfinished(panel: Panel) -> Panel:
    """Return the panel without zeros under a parent whose month is not finished: what it lacks may still come."""
    unfinished, value = panel.status == ord("X"), panel.value.copy()
    for column in range(len(panel.codes)):
        above = [unfinished[:, one] for one in panel.ancestors(column)]
        if above:
            value[np.any(above, axis=0) & (value[:, column] == 0) & (panel.status[:, column] == 0), column] = np.nan
    return replace(panel, value=value)


@dataclass(frozen=True)
class _Side:
    """What the sidecar says at `key`: by series, the one that is `what` of it."""

    key: str
    what: str
    series: Mapping[str, str]
    file: str

    def refused(self, series: str, problem: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.file}: {self.key}.{series}", problem, remedy)


def with_sides_apart(panel: Panel, rows: Truths, sidecar: Sidecar) -> Panel:
    """Return the panel without the series that stand beside others, which are its `mirror` and its `opposite`.

    They go by the codes of those beside which they stand. Whatever lies in one tree with such a series goes with it. A
    period is a release of the side that has `rows` in it.
    """
    panel, file = replace(panel, flow=sidecar.flow), str(sidecar.file)
    mirror = _Side("mirror", "the partner's report", sidecar.mirror, file)
    other = _Side("other_flow", "the other flow", sidecar.other_flow, file)
    if not (mirror.series or other.series):
        return believed(panel, rows)
    _refuse_sides(panel, (mirror, other))
    tops = np.array([(panel.ancestors(at) or (at,))[-1] for at in range(len(panel.codes))])
    # which columns lie in one tree with a series of the side
    theirs, others = (
        np.isin(tops, [tops[panel.places[one]] for one in side.series.values()]) for side in (mirror, other)
    )
    for side, own, rest in ((mirror, theirs, others), (other, others, theirs)):
        for series, beside in side.series.items():
            if own[panel.places[series]] or rest[panel.places[series]] or rest[panel.places[beside]]:
                problem = f"{beside} lies in one tree with a series that is told."
                raise side.refused(series, problem, f"Give {side.what} no parent, or one of its own.")
    told = _columns_of(panel, np.flatnonzero(~theirs & ~others), rows, {})
    return replace(told, mirror=_beside(panel, theirs, rows, mirror), opposite=_beside(panel, others, rows, other))


def _beside(panel: Panel, columns: Truths, rows: Truths, side: _Side) -> Panel | None:
    names = {beside: series for series, beside in side.series.items()}
    return _columns_of(panel, np.flatnonzero(columns), rows, names) if side.series else None


def _refuse_sides(panel: Panel, sides: tuple[_Side, _Side]) -> None:
    """Refuse a series that the table does not have, and one that is told itself or stands beside two others."""
    seen: dict[str, str] = {}
    for side, series, beside in _pairs(sides):
        for one, problem in (
            (series, "the table has no such series."),
            (beside, f"the table has no series {beside}."),
        ):
            if one not in panel.places:
                raise side.refused(series, problem, nearest_codes(one, panel.codes) or "Leave it out.")
        if beside in seen:
            problem = f"{beside} is {seen[beside]}, too."
            raise side.refused(series, problem, "Name each series once.")
        seen[beside] = f"{side.what} of {series}"
    for side, series, beside in _pairs(sides):
        if series in seen:
            problem = f"{beside} cannot stand beside it, for {series} is {seen[series]}."
            raise side.refused(series, problem, "Name each on one side alone.")


def _pairs(sides: tuple[_Side, _Side]) -> Iterator[tuple[_Side, str, str]]:
    return ((side, series, beside) for side in sides for series, beside in side.series.items())


def _columns_of(panel: Panel, columns: Places, rows: Truths, names: Mapping[str, str]) -> Panel:
    """Return the panel of some columns, by their `names`, from their first release to their last.

    A period in which none of them has a row is no release of theirs.
    """
    silent: Truths = ~np.any(rows[:, columns], axis=1)
    value = panel.value[:, columns].copy()
    value[silent] = np.nan
    held = np.append(panel.combined[1:] & ~silent[1:], False)  # a January that its February holds
    released = panel.released & (~silent | held)
    start, end = np.flatnonzero(released)[[0, -1]].tolist()
    span, place = slice(start, end + 1), np.full(len(panel.codes) + 1, -1, dtype=np.intp)  # the last for no parent
    place[columns] = np.arange(len(columns))
    side = replace(
        panel,
        first=panel.period(start),
        codes=tuple(names.get(panel.codes[at], panel.codes[at]) for at in columns),
        levels=tuple(panel.levels[at] for at in columns),
        parents=place[panel.parents[columns]],
        value=value[span],
        quantity=panel.quantity[span, columns],
        unit=panel.unit[span, columns],
        status=panel.status[span, columns],
        released=released[span],
        combined=panel.combined[span],
    )
    return believed(side, rows[span][:, columns])


WORTH = 0.1  # of a parent: what its children without a row were worth, at least
HALF = 0.5  # of that worth: so much more than before is left of the parent; and of the series: fewer are too few
OVER = 1.1  # times a parent: children that are more cannot lie in it
FEWEST_ROWS, FEWEST_SERIES = 3, 5  # periods before, and series in them, from which "far fewer" can be said


@dataclass(frozen=True)
class _Gap:
    """The children of `parent` in row `at` are not all there: they make up `now` of it in per cent, `usual` before."""

    parent: int
    at: int
    worth: float
    now: float
    usual: float


def believed(panel: Panel, rows: Truths) -> Panel:
    """Return the panel without the zeros that a parent contradicts, and with what cannot be right of `rows`."""
    value, gaps, doubts = panel.value.copy(), [], list[Doubt]()
    for parent, children in _families(panel):
        found = list(_gaps(panel, rows, parent, children))
        within = _within(panel, children) if found else children
        for gap in found:
            value[gap.at, within[~rows[gap.at, within]]] = np.nan
        gaps += found
        doubts += _over(panel, rows, parent, children)
    doubts += _unfinished_periods(panel, rows, gaps)
    doubts += _few(panel, rows, {gap.at for gap in gaps})
    return replace(panel, value=value, doubts=tuple(doubts))


def _families(panel: Panel) -> Iterator[tuple[int, Places]]:
    """Yield each parent with its goods, and with its partners."""
    for parent, children in panel.children.items():
        columns = np.array(children, dtype=np.intp)
        for these in (columns[~panel.is_partner[columns]], columns[panel.is_partner[columns]]):
            if len(these):
                yield parent, these


def _gaps(panel: Panel, rows: Truths, parent: int, children: Places) -> Iterator[_Gap]:
    """Yield the periods in which children lack rows and their money stands in the parent; two months are halved."""
    length = np.where(panel.combined, 2.0, 1.0)
    whole, parts = panel.value[:, parent] / length, np.nan_to_num(panel.value[:, children]) / length[:, np.newaxis]
    rest, withheld = whole - parts.sum(axis=1), np.isnan(panel.value[:, children])
    marked = panel.status[:, [parent, *panel.ancestors(parent)]] == ord("X")
    usable = rows[:, parent] & ~np.isnan(whole) & ~marked.any(axis=1)
    believable = usable.copy()
    for at in np.flatnonzero(usable & (rest >= HALF * WORTH * whole) & ~rows[:, children].all(axis=1)).tolist():
        past = np.flatnonzero(believable[:at])[-max(panel.year, FEWEST_ROWS) :]
        if not len(past):
            continue
        usual, left = np.median(parts[past], axis=0), float(np.median(rest[past]))
        worth = float(usual[~rows[at, children]].sum())
        grown = rest[at] - left - usual[withheld[at]].sum()
        if worth > 0 and worth >= WORTH * whole[at] and grown >= HALF * worth:
            believable[at] = False
            yield _Gap(parent, at, worth, _share(rest[at], whole[at]), _share(left, float(np.median(whole[past]))))


def _share(rest: float, whole: float) -> float:
    return 100 * (1 - rest / whole) if whole else 0.0


def _within(panel: Panel, children: Places) -> Places:
    """Return the columns of the children and of all that lies in them."""
    found = children.tolist()
    for one in found:
        found += panel.children.get(one, ())
    return np.array(found, dtype=np.intp)


def _over(panel: Panel, rows: Truths, parent: int, children: Places) -> Iterator[Doubt]:
    """Yield the periods in which children are far more than their parent."""
    whole, parts = panel.value[:, parent], np.nan_to_num(panel.value[:, children]).sum(axis=1)
    for at in np.flatnonzero(rows[:, parent] & (parts > OVER * whole) & (parts - whole > len(children))).tolist():
        code, period = panel.codes[parent], panel.period(at)
        problem = f"{code} in {period} is {whole[at]:,.0f}, and what lies in it adds up to {parts[at]:,.0f}"
        yield Doubt("over", period, code, f"{problem}. Look at the unit of both, and at the column parent")


def _unfinished_periods(panel: Panel, rows: Truths, gaps: list[_Gap]) -> Iterator[Doubt]:
    """Yield the periods that are not finished, each by the highest parent, of several the one that lacks most."""
    worst: dict[int, _Gap] = {}
    for gap in gaps:
        worst[gap.at] = max(worst.get(gap.at, gap), gap, key=lambda one: (-len(panel.ancestors(one.parent)), one.worth))
    for at, gap in sorted(worst.items()):
        code, period, (there, of) = panel.codes[gap.parent], panel.period(at), _present(panel, rows, at)
        problem = (
            f"{period} has {there} of {of} series of the periods before, and {code}'s parts make up {gap.now:.0f} %"
        )
        means = "it looks unfinished, and what has no row there is taken for missing, not for zero"
        yield Doubt(
            "unfinished",
            period,
            "",
            f"{problem} of it, {gap.usual:.0f} % before: {means}. Mark {code} X in it, or add the rows",
        )


def _few(panel: Panel, rows: Truths, known: set[int]) -> Iterator[Doubt]:
    """Yield the periods with far fewer series than those before, which no parent contradicts."""
    unmarked = panel.released & rows.any(axis=1) & ~(panel.status == ord("X")).any(axis=1)
    for at in np.flatnonzero(unmarked).tolist():
        there, of = _present(panel, rows, at)
        if at not in known and panel.released[:at].sum() >= FEWEST_ROWS and of >= FEWEST_SERIES and there < HALF * of:
            problem = f"{panel.period(at)} has {there} of {of} series of the periods before"
            remedy = "If it is not finished, add the rows, with no value where none is known"
            yield Doubt("few", panel.period(at), "", f"{problem}; those without a row count as not traded. {remedy}")


def _present(panel: Panel, rows: Truths, at: int) -> tuple[int, int]:
    """Return how many of the series that had rows in most of the year before have one now, and how many there are."""
    past = np.flatnonzero(rows[:at].any(axis=1))[-max(panel.year, FEWEST_ROWS) :]
    regular: Floats = rows[past].sum(axis=0, dtype=float)
    usual = regular > HALF * len(past)
    return int(rows[at, usual].sum()), int(usual.sum())
