"""Makes a panel from a bare table and its sidecar, and picks its movements. docs/movements.md explains both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from generator.editions.bare_table import LETTERS, BareTable, read_table
from generator.editions.sidecar import Sidecar, read_sidecar
from generator.errors import SettingsError
from generator.movements.panel import Doubt, Floats, Panel, Places, Published, Truths, with_rests
from generator.movements.pick_builder import with_season
from generator.movements.picks import PanelPicks, SeriesVerdict, picks, verdict
from generator.movements.threshold_checks import idle_thresholds, unknown_codes
from generator.trade.codes import nearest_codes
from generator.trade.period import Period

if TYPE_CHECKING:
    import pandas as pd

_MOST_DOUBTS = 3  # most warnings of one kind that are listed
_MOST_DECIMALS = 6
_ALMOST_ZERO = 1e-12  # smaller values are rounding errors of a sum


def picks_of(table: Path, period: str | None, meta: Path | None = None, previous: Path | None = None) -> PanelPicks:
    """Return the picks of `table` in `period`.

    Without a period, take the sidecar's reference period, or else the table's newest. `previous` is the table as it was
    published before. Raise SettingsError or SourceChanged if an input is wrong.
    """
    sidecar = read_sidecar(meta)
    try:
        wanted_period = Period.parse(period) if period else sidecar.reference_period
    except ValueError as fault:
        where = "--period"
        raise SettingsError(where, f"{fault}.", "For example: --period 2025-12") from None
    panel = read_panel(table, sidecar, meta)
    before = None
    if previous:  # this table needs only series, period and value_usd
        of_values = sidecar.model_copy(update={"hs_breaks": (), "mirror": {}, "other_flow": {}, "notices": ()})
        before = read_panel(previous, of_values)
    newest = panel.period(len(panel.value) - 1)
    try:
        picked = picks(panel, wanted_period or newest, sidecar.thresholds.of_panel(sidecar.unit), previous=before)
    except ValueError as fault:
        raise SettingsError(str(table), f"{fault}.", "Name a period that it has.") from None
    return replace(picked, picks=tuple(with_season(picked.judged, pick) for pick in picked.picks))


def verdicts_of(picked: PanelPicks, codes: Sequence[str]) -> list[SeriesVerdict]:
    """Return why each series is reported or not. Raise SettingsError, with the nearest code, for an unknown series."""
    panel = picked.judged.panel
    for code in codes:
        if code not in panel.places:
            where = f"--why {code}"
            raise SettingsError(where, "the table has no such series.", nearest_codes(code, panel.codes))
    return [verdict(picked, code) for code in codes]


def notes(picked: PanelPicks, meta: Path | None) -> list[str]:
    """Return a line for each threshold of the sidecar that cannot apply to any series of the table."""
    snapshot, codes = picked.judged.snapshot, picked.judged.panel.codes
    problems = [(term.path, str(term)) for term in idle_thresholds(snapshot)]
    unknown = unknown_codes(snapshot.thresholds, codes)
    problems += [(term.path, f"{term} {nearest_codes(term.code, codes)}".rstrip()) for term in unknown]
    return [f"{meta}: {'.'.join(map(str, path))}: {problem}" for path, problem in problems]


def doubts(picked: PanelPicks) -> list[str]:
    """Return the warnings about the table: its unfinished periods, and impossible figures in the period itself."""
    panel = picked.judged.panel
    unfinished = [doubt.text for doubt in panel.doubts if doubt.kind == "unfinished" and doubt.period <= picked.period]
    impossible = [doubt.text for doubt in panel.doubts if doubt.kind != "unfinished" and doubt.period == picked.period]
    lines = []
    for texts, noun in ((unfinished[::-1], "periods"), (impossible, "parents")):
        lines += texts[:_MOST_DOUBTS]
        if len(texts) > _MOST_DOUBTS:
            lines.append(f"and so {len(texts) - _MOST_DOUBTS} more {noun}")
    return [f"{line}." for line in lines]


def as_json(picked: PanelPicks) -> bytes:
    """Return picks.json: the list of picks, in order."""
    return (json.dumps([pick.as_data() for pick in picked.picks], ensure_ascii=False, indent=1) + "\n").encode()


def read_panel(file: Path, sidecar: Sidecar, meta: Path | None = None) -> Panel:
    """Return the panel of a table. `meta` is the sidecar's file, for messages.

    The series of the partner's report and of the other flow become panels of their own: `mirror` and `opposite`.
    """
    table = read_table(file, sidecar.status)
    parents = dict(zip(table.rows["series"], table.rows["parent"], strict=True))
    for notice in sidecar.notices:  # refused, since a notice about an unknown series would have no effect
        for code in notice.series:
            _refuse_unknown(code, parents, f"{meta}: notices")
    sides = {
        "mirror": _series_of_side("mirror", sidecar.mirror, parents, meta),
        "opposite": _series_of_side("other_flow", sidecar.other_flow, parents, meta),
    }
    side_series = sides["mirror"] | sides["opposite"]
    for key, names in (("mirror", sidecar.mirror), ("other_flow", sidecar.other_flow)):
        for code in side_series & names.keys():
            where = f"{meta}: {key}.{code}"
            problem = f"{names[code]} lies in one tree with a series that is told."
            raise SettingsError(where, problem, "Give it no parent, or one of its own.")
    shared = sides["mirror"] & sides["opposite"]
    if shared:
        where = f"{meta}: mirror"
        problem = f"{min(shared)} lies in one tree with a series of other_flow."
        raise SettingsError(where, problem, "Give each side a parent of its own.")
    panel = replace(
        _panel_of(table, table.rows[~table.rows["series"].isin(side_series)], sidecar),
        mirror=_panel_beside(table, sides["mirror"], sidecar.mirror, sidecar),
        opposite=_panel_beside(table, sides["opposite"], sidecar.other_flow, sidecar),
    )
    return with_rests(panel)


def _panel_beside(table: BareTable, series: set[str], names: Mapping[str, str], sidecar: Sidecar) -> Panel | None:
    """Return the panel of `series`, renamed to the codes that `names` pairs them with; None if `names` is empty."""
    if not names:
        return None
    rows = table.rows[table.rows["series"].isin(series)]
    ours = dict(zip(names.values(), names, strict=True))
    renamed = {column: [ours.get(code, code) for code in rows[column]] for column in ("series", "parent")}
    return _panel_of(table, rows.assign(**renamed), sidecar)


def _refuse_unknown(code: str, parents: Mapping[str, str], where: str) -> None:
    """Refuse a series of the sidecar that the table lacks."""
    if code not in parents:
        remedy = nearest_codes(code, parents) or "Leave it out."
        raise SettingsError(where, f"the table has no series {code}.", remedy)


def _series_of_side(key: str, names: Mapping[str, str], parents: Mapping[str, str], meta: Path | None) -> set[str]:
    """Return the series that the sidecar names at `key`, with all series of the same trees."""
    trees = {}
    for code in parents:
        top = code
        while parents[top] in parents:
            top = parents[top]
        trees[code] = top
    theirs = list(names.values())
    for code, side in names.items():
        where = f"{meta}: {key}.{code}"
        _refuse_unknown(code, parents, where)
        _refuse_unknown(side, parents, where)
        if theirs.count(side) > 1:
            raise SettingsError(where, f"{side} belongs to two series.", "Name each series once.")
    tops = {trees[side] for side in theirs}
    return {code for code, top in trees.items() if top in tops}


def _panel_of(table: BareTable, rows: pd.DataFrame, sidecar: Sidecar) -> Panel:
    """Return the panel of some rows: one row for each period from the first to the last, one column for each series.

    A series without a row in a period that has rows counts as not traded, unless its parent contradicts that.
    """
    periods = {text: table.periods[text] for text in rows["period"].unique()}
    first = Period(min(period.first for period in periods.values()), table.months)
    row_of = {text: (period.last.first - first.first) // table.months for text, period in periods.items()}
    by_series = rows.groupby("series")[["level", "parent"]].first()  # in the order of the codes
    codes = tuple(by_series.index)
    places = {code: place for place, code in enumerate(codes)}
    cells = (rows["period"].map(row_of).to_numpy(), rows["series"].map(places).to_numpy())

    shape = (max(row_of.values()) + 1, len(codes))
    has_row = np.zeros(shape, dtype=bool)
    has_row[cells] = True
    released = has_row.any(axis=1)
    value = np.where(released[:, np.newaxis], 0.0, np.nan) * np.ones(shape)
    value[cells] = _cleaned(rows["value_usd"]) * sidecar.value_unit.scale
    quantity = np.full(shape, np.nan)
    quantity[cells] = _cleaned(rows["quantity"])
    rates = np.full(shape, np.nan)
    rates[cells] = _cleaned(rows["published_yoy"])
    status = np.zeros(shape, dtype=np.uint8)
    letters = {letter: ord(letter) for letter in LETTERS} | {"": 0}
    letters |= {mark: ord(letter) for mark, letter in sidecar.status.items()}
    status[cells] = rows["status"].map(letters)
    value[status == ord("C")] = np.nan
    unit = np.zeros(shape, dtype=np.int16)
    units = ("", *sorted({*rows["quantity_unit"].str.lower()} - {""}))
    unit[cells] = rows["quantity_unit"].str.lower().map(units.index)
    combined = np.zeros(shape[0], dtype=bool)
    for text, period in periods.items():
        if period.frequency == "combined":
            february = row_of[text]
            combined[february] = released[february - 1] = True
            value[february - 1] = np.nan  # January alone is unknown
    published = None if np.isnan(rates).all() else Published(first, places, rates)
    panel = Panel(
        frequency=Period(first.first, table.months).frequency,
        first=first,
        codes=codes,
        levels=tuple(by_series["level"]),
        parents=np.array([places.get(parent, -1) for parent in by_series["parent"]], dtype=np.intp),
        value=value,
        quantity=quantity,
        unit=unit,
        units=units,
        status=status,
        released=released,
        combined=combined,
        decimals=min(table.decimals, _MOST_DECIMALS),
        currency=sidecar.unit,
        lunar=sidecar.new_years,
        breaks=sidecar.breaks,
        notices=sidecar.panel_notices,
        flow=sidecar.flow,
        year_start=sidecar.year_start,
        published=published,
    )
    return _without_unfinished_zeros(believed(panel, has_row))


def _cleaned(column: pd.Series) -> Floats:
    numbers: Floats = column.to_numpy(dtype=float)
    return np.where(np.abs(numbers) < _ALMOST_ZERO, 0.0, numbers)


def _without_unfinished_zeros(panel: Panel) -> Panel:
    """Return the panel without zeros under a parent marked X (incomplete): those figures may still come."""
    is_unfinished, value = panel.status == ord("X"), panel.value.copy()
    for column in range(len(panel.codes)):
        above = is_unfinished[:, list(panel.ancestors(column))].any(axis=1)
        value[above & (value[:, column] == 0) & (panel.status[:, column] == 0), column] = np.nan
    return replace(panel, value=value)


# A gap: children without a row used to make up at least this share of their parent.
LEAST_WORTH = 0.1
# A gap: at least this share of their former worth has moved into the parent's remainder. Also the share of the usual
# series below which a period is sparse.
HALF = 0.5
OVER = 1.1  # children that add up to more than this multiple of their parent are an error
# With fewer periods before it, or fewer usual series, a period is not called sparse.
FEWEST_PERIODS, FEWEST_SERIES = 3, 5


@dataclass(frozen=True)
class _Gap:
    """A period in which children of a parent are missing."""

    parent: int  # column
    row: int
    worth: float  # former value of the missing children
    now: float  # share of the present children in the parent, in per cent
    usual: float  # the same share before, in per cent


def believed(panel: Panel, has_row: Truths) -> Panel:
    """Return the panel without the zeros that a parent contradicts, and with doubts about impossible figures."""
    value, gaps, doubts = panel.value.copy(), list[_Gap](), list[Doubt]()
    for parent, children in _families(panel):
        family_gaps = list(_gaps(panel, has_row, parent, children))
        within = _descendants(panel, children) if family_gaps else children
        for gap in family_gaps:
            value[gap.row, within[~has_row[gap.row, within]]] = np.nan
        gaps += family_gaps
        doubts += _larger_than_parent(panel, has_row, parent, children)
    doubts += _unfinished_periods(panel, has_row, gaps)
    doubts += _sparse_periods(panel, has_row, {gap.row for gap in gaps})
    return replace(panel, value=value, doubts=tuple(doubts))


def _families(panel: Panel) -> Iterator[tuple[int, Places]]:
    """Yield each parent twice: with its children that are goods, and with those that are partners."""
    for parent, children in panel.children.items():
        columns = np.array(children, dtype=np.intp)
        for family in (columns[~panel.is_partner[columns]], columns[panel.is_partner[columns]]):
            if len(family):
                yield parent, family


def _gaps(panel: Panel, has_row: Truths, parent: int, children: Places) -> Iterator[_Gap]:
    """Yield the periods in which children lack rows although the parent has their value.

    Values of combined months are halved, to compare them with single months.
    """
    length = np.where(panel.combined, 2.0, 1.0)
    total = panel.value[:, parent] / length
    parts = np.nan_to_num(panel.value[:, children]) / length[:, np.newaxis]
    remainder = total - parts.sum(axis=1)
    is_withheld = np.isnan(panel.value[:, children])
    is_marked = panel.status[:, [parent, *panel.ancestors(parent)]] == ord("X")
    is_usable = has_row[:, parent] & ~np.isnan(total) & ~is_marked.any(axis=1)
    is_suspect = is_usable & (remainder >= HALF * LEAST_WORTH * total) & ~has_row[:, children].all(axis=1)
    is_complete = is_usable.copy()
    for row in np.flatnonzero(is_suspect).tolist():
        past = np.flatnonzero(is_complete[:row])[-max(panel.year, FEWEST_PERIODS) :]
        if not len(past):
            continue
        usual = np.median(parts[past], axis=0)
        usual_remainder = float(np.median(remainder[past]))
        worth = float(usual[~has_row[row, children]].sum())
        growth = remainder[row] - usual_remainder - usual[is_withheld[row]].sum()
        if worth > 0 and worth >= LEAST_WORTH * total[row] and growth >= HALF * worth:
            is_complete[row] = False
            usual_share = _share(usual_remainder, float(np.median(total[past])))
            yield _Gap(parent, row, worth, _share(remainder[row], total[row]), usual_share)


def _share(remainder: float, total: float) -> float:
    return 100 * (1 - remainder / total) if total else 0.0


def _descendants(panel: Panel, children: Places) -> Places:
    """Return the columns of the children and of all their descendants."""
    columns = children.tolist()
    for column in columns:  # the list grows during the loop
        columns += panel.children.get(column, ())
    return np.array(columns, dtype=np.intp)


def _larger_than_parent(panel: Panel, has_row: Truths, parent: int, children: Places) -> Iterator[Doubt]:
    """Yield a doubt for each period in which the children add up to far more than their parent."""
    total = panel.value[:, parent]
    parts = np.nan_to_num(panel.value[:, children]).sum(axis=1)
    is_larger = has_row[:, parent] & (parts > OVER * total) & (parts - total > len(children))
    for row in np.flatnonzero(is_larger).tolist():
        code = panel.codes[parent]
        period = panel.period(row)
        problem = f"{code} in {period} is {total[row]:,.0f}, and what lies in it adds up to {parts[row]:,.0f}"
        yield Doubt("over", period, code, f"{problem}. Look at the unit of both, and at the column parent")


def _unfinished_periods(panel: Panel, has_row: Truths, gaps: list[_Gap]) -> Iterator[Doubt]:
    """Yield a doubt for each unfinished period, about its highest parent; among equals, the one that lacks most."""
    by_row = sorted(gaps, key=lambda gap: (gap.row, len(panel.ancestors(gap.parent)), -gap.worth))
    for row, in_row in groupby(by_row, key=lambda gap: gap.row):
        gap, period, (count, usual_count) = next(in_row), panel.period(row), _present(panel, has_row, row)
        code = panel.codes[gap.parent]
        text = (
            f"{period} has {count} of {usual_count} series of the periods before, and {code}'s parts make up "
            f"{gap.now:.0f} % of it, {gap.usual:.0f} % before: it looks unfinished, and what has no row there is taken "
            f"for missing, not for zero. Mark {code} X in it, or add the rows"
        )
        yield Doubt("unfinished", period, "", text)


def _sparse_periods(panel: Panel, has_row: Truths, unfinished: set[int]) -> Iterator[Doubt]:
    """Yield a doubt for each period with far fewer series than before, unless a parent already proves it unfinished."""
    is_unmarked = panel.released & has_row.any(axis=1) & ~(panel.status == ord("X")).any(axis=1)
    for row in np.flatnonzero(is_unmarked).tolist():
        count, usual_count = _present(panel, has_row, row)
        is_judged = panel.released[:row].sum() >= FEWEST_PERIODS and usual_count >= FEWEST_SERIES
        if is_judged and row not in unfinished and count < HALF * usual_count:
            text = (
                f"{panel.period(row)} has {count} of {usual_count} series of the periods before; those without a row "
                "count as not traded. If it is not finished, add the rows, with no value where none is known"
            )
            yield Doubt("few", panel.period(row), "", text)


def _present(panel: Panel, has_row: Truths, row: int) -> tuple[int, int]:
    """Return how many of the usual series have a row, and how many usual series there are.

    A series is usual if it had a row in most periods of the year before.
    """
    past = np.flatnonzero(has_row[:row].any(axis=1))[-max(panel.year, FEWEST_PERIODS) :]
    is_usual: Truths = has_row[past].sum(axis=0, dtype=float) > HALF * len(past)
    return int(has_row[row, is_usual].sum()), int(is_usual.sum())
