"""Mirrored: the series of a bare table that are the partner's own report of others, taken apart from what is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.desk.bare.believed import believed
from generator.desk.bare.sidecar import Sidecar
from generator.desk.near import near
from generator.errors import SettingsError
from generator.movements.engine.panel import Panel, Places
from generator.movements.engine.unit_values import Truths


def apart(panel: Panel, rows: Truths, sidecar: Sidecar) -> Panel:
    """Return the panel without the partner's series, which are its `mirror` by the codes of those they report.

    Whatever lies in one tree with such a series goes with it. A period is a release of the side that has `rows` in it.
    """
    if not sidecar.mirror:
        return believed(panel, rows)
    _refuse(panel, sidecar)
    tops = np.array([(panel.ancestors(at) or (at,))[-1] for at in range(len(panel.codes))])
    is_theirs = np.isin(tops, [tops[panel.places[one]] for one in sidecar.mirror.values()])
    for series, report in sidecar.mirror.items():
        if is_theirs[panel.places[series]]:
            where, problem = (
                f"{sidecar.file}: mirror.{series}",
                f"{report} lies in one tree with a series that is told.",
            )
            raise SettingsError(where, problem, "Give the partner's report no parent, or one of its own.")
    names = {report: series for series, report in sidecar.mirror.items()}
    ours, theirs = (_of(panel, np.flatnonzero(these), rows, names) for these in (~is_theirs, is_theirs))
    return replace(ours, mirror=theirs)


def _refuse(panel: Panel, sidecar: Sidecar) -> None:
    """Refuse a series that the table does not have, and one that is told itself or reports two others."""
    seen: dict[str, str] = {}
    for series, report in sidecar.mirror.items():
        where = f"{sidecar.file}: mirror.{series}"
        for one, problem in ((series, "the table has no such series."), (report, f"the table has no series {report}.")):
            if one not in panel.places:
                raise SettingsError(where, problem, near(one, panel.codes) or "Leave it out.")
        if report in sidecar.mirror:
            raise SettingsError(where, f"{report} has a report of the partner itself.", "Name each on one side alone.")
        if report in seen:
            problem = f"{report} is the partner's report of {seen[report]}, too."
            raise SettingsError(where, problem, "Name each report once.")
        seen[report] = series


def _of(panel: Panel, columns: Places, rows: Truths, names: Mapping[str, str]) -> Panel:
    """Return the panel of some columns, by their `names`, from their first release to their last.

    A period in which none of them has a row is no release of theirs.
    """
    silent = ~rows[:, columns].any(axis=1)
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
