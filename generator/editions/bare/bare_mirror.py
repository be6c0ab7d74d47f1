"""Mirrored: the series of a bare table that stand beside others: the partner's own report of them, the other flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from generator.editions.bare.bare_totals import believed
from generator.editions.bare.sidecar import Sidecar
from generator.errors import SettingsError
from generator.movements.arrays import Places, Truths
from generator.movements.panel import Panel
from generator.trade.codes import nearest_codes


@dataclass(frozen=True)
class _Side:
    """What the sidecar says at `key`: by series, the one that is `what` of it."""

    key: str
    what: str
    series: Mapping[str, str]
    file: str

    def refused(self, series: str, problem: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self.file}: {self.key}.{series}", problem, remedy)


def apart(panel: Panel, rows: Truths, sidecar: Sidecar) -> Panel:
    """Return the panel without the series that stand beside others, which are its `mirror` and its `opposite`.

    They go by the codes of those beside which they stand. Whatever lies in one tree with such a series goes with it. A
    period is a release of the side that has `rows` in it.
    """
    panel, file = replace(panel, flow=sidecar.flow), str(sidecar.file)
    mirror = _Side("mirror", "the partner's report", sidecar.mirror, file)
    other = _Side("other_flow", "the other flow", sidecar.other_flow, file)
    if not (mirror.series or other.series):
        return believed(panel, rows)
    _refuse(panel, (mirror, other))
    tops = np.array([(panel.ancestors(at) or (at,))[-1] for at in range(len(panel.codes))])
    theirs, others = (_trees(panel, tops, one) for one in (mirror, other))
    for side, own, rest in ((mirror, theirs, others), (other, others, theirs)):
        for series, beside in side.series.items():
            if own[panel.places[series]] or rest[panel.places[series]] or rest[panel.places[beside]]:
                problem = f"{beside} lies in one tree with a series that is told."
                raise side.refused(series, problem, f"Give {side.what} no parent, or one of its own.")
    told = _of(panel, np.flatnonzero(~theirs & ~others), rows, {})
    return replace(told, mirror=_beside(panel, theirs, rows, mirror), opposite=_beside(panel, others, rows, other))


def _trees(panel: Panel, tops: Places, side: _Side) -> Truths:
    """Return which columns lie in one tree with a series of the side."""
    return np.isin(tops, [tops[panel.places[one]] for one in side.series.values()])


def _beside(panel: Panel, columns: Truths, rows: Truths, side: _Side) -> Panel | None:
    names = {beside: series for series, beside in side.series.items()}
    return _of(panel, np.flatnonzero(columns), rows, names) if side.series else None


def _refuse(panel: Panel, sides: tuple[_Side, _Side]) -> None:
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


def _of(panel: Panel, columns: Places, rows: Truths, names: Mapping[str, str]) -> Panel:
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
