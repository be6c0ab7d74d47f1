"""What the parents of a bare table contradict: a period that is not finished lacks rows, and they are no zeros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from generator.movements.arrays import Floats, Places, Truths
from generator.movements.panel import Doubt, Panel

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
    doubts += _unfinished(panel, rows, gaps)
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


def _unfinished(panel: Panel, rows: Truths, gaps: list[_Gap]) -> Iterator[Doubt]:
    """Yield the periods that are not finished, each by the highest parent, of several the one that lacks most."""
    worst: dict[int, _Gap] = {}
    for gap in gaps:
        worst[gap.at] = max(worst.get(gap.at, gap), gap, key=lambda one: (-len(panel.ancestors(one.parent)), one.worth))
    for at, gap in sorted(worst.items()):
        code, period, (there, of) = panel.codes[gap.parent], panel.period(at), _counted(panel, rows, at)
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
        there, of = _counted(panel, rows, at)
        if at not in known and panel.released[:at].sum() >= FEWEST_ROWS and of >= FEWEST_SERIES and there < HALF * of:
            problem = f"{panel.period(at)} has {there} of {of} series of the periods before"
            remedy = "If it is not finished, add the rows, with no value where none is known"
            yield Doubt("few", panel.period(at), "", f"{problem}; those without a row count as not traded. {remedy}")


def _counted(panel: Panel, rows: Truths, at: int) -> tuple[int, int]:
    """Return how many of the series that had rows in most of the year before have one now, and how many there are."""
    past = np.flatnonzero(rows[:at].any(axis=1))[-max(panel.year, FEWEST_ROWS) :]
    regular: Floats = rows[past].sum(axis=0, dtype=float)
    usual = regular > HALF * len(past)
    return int(rows[at, usual].sum()), int(usual.sum())
