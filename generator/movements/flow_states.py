"""Which flows appeared, which went, which come and go, and for how many periods growth has one sign.

A period that is missing is neither active nor empty (docs/movements.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generator.movements.arrays import Floats, Truths
from generator.movements.panel import Panel

Counts = NDArray[np.intp]

EVENTS = ("new", "resumed", "vanished", "ceased")
EMPTY_NEW, EMPTY_RESUMED, EMPTY_CEASED = 36, 12, 3  # months without trade
LEAST_KNOWN = 12  # months without trade before "new" can be said of a short history
BUSY, OF_A_YEAR = 9, 12  # what vanishes was active in so many of the twelve before
WATCHED = 24  # intermittent: active in less than half of those known among so many


@dataclass(frozen=True)
class States:
    """Of every series its `state`: one of EVENTS, active, no_trade (never active) or unknown.

    `idle` counts the rows without trade before it appeared, or up to now where it is empty; `fresh` says whose state
    began in this very period, `intermittent` who was active in under half of the two years before.
    """

    state: np.ndarray
    idle: Counts
    fresh: Truths
    intermittent: Truths


def states(active: Truths, known: Truths, *, months: int = 1, now: int = 1) -> States:
    """Return the states in the last `now` rows taken together; rows are oldest first and count `months` months each."""
    here, past, known_past = active[-now:].any(axis=0), active[:-now], known[:-now]
    certain, idle = here | known[-now:].all(axis=0), _run(~past)
    empty, length = _run(~past & known_past), len(past)  # rows that are surely empty, up to a gap
    gone, new_rows = idle + now, EMPTY_NEW // months
    ever, is_open = idle < length, empty < np.where(here, np.minimum(idle, new_rows), idle)
    is_short = here & (idle * months < EMPTY_RESUMED)
    is_early = gone * months < max(EMPTY_CEASED, 2 * months)
    # What vanishes was busy before this period, what ceased before it fell empty.
    busy, perhaps = _busy(past, known_past, np.where(is_early, 0, idle), months)
    cases = {
        "unknown": ~certain | (is_short & ~ever) | (is_open & ~is_short),
        "active": is_short,
        "new": here & ((idle >= new_rows) | ~ever),
        "resumed": here,
        "no_trade": ~ever,
        "vanished": busy & is_early,
        "ceased": busy,
    }
    state = np.select(list(cases.values()), list(cases), np.where(perhaps, "unknown", "active"))
    began = np.where(is_early, gone == now, (gone - now) * months < EMPTY_CEASED)
    recent, of_recent = (rows[-(WATCHED // months) :].sum(axis=0) for rows in (past, known_past))
    intermittent = (2 * recent < of_recent) & (of_recent * months >= OF_A_YEAR)
    return States(state, np.where(here, idle, gone), np.isin(state, EVENTS) & (here | began), intermittent)


def _busy(past: Truths, known_past: Truths, back: Counts, months: int) -> tuple[Truths, Truths]:
    """Return who was active in nine months of the twelve that end `back` rows ago, and who may have been."""
    year = max(OF_A_YEAR // months, 1)
    ends = len(past) - back, np.maximum(len(past) - back - year, 0)
    active, known = (_between(rows, *ends) for rows in (past, known_past))
    bar = BUSY * year / OF_A_YEAR
    return active >= bar, active + year - known >= bar


def _between(rows: Truths, end: Counts, start: Counts) -> Counts:
    """Return how many of each column's rows from `start` to `end` are true."""
    summed = np.vstack([np.zeros((1, rows.shape[1]), dtype=np.intp), rows.cumsum(axis=0)])
    columns = np.arange(rows.shape[1])
    return np.asarray(summed[end, columns] - summed[start, columns])


def _run(found: Truths) -> Counts:
    """Return how many rows in a row, the newest first, are true."""
    return np.asarray(np.logical_and.accumulate(found[::-1], axis=0).sum(axis=0))


__all__ = ["EVENTS", "PanelFlows", "flows", "streak"]

BY_CHANCE = 0.05


@dataclass(frozen=True)
class PanelFlows:
    """Of every series its `state`, the empty months before it (`idle`), and whether it is too irregular for rates.

    `state` is new, resumed, vanished or ceased in the period in which that began, else active, no_trade or unknown;
    `standing` is the same for as long as it lasts, `as_ever` says where it is empty as often.
    """

    state: np.ndarray
    standing: np.ndarray
    idle: Floats
    intermittent: Truths
    as_ever: Truths


def flows(panel: Panel, at: int, eps: float) -> PanelFlows:
    """Return the states at row `at`. What is missing leaves a state unknown; two months together count for each."""
    months, now = panel.first.months, 2 if panel.combined[at] and at else 1
    value = panel.value[: at + 1].copy()
    january = np.flatnonzero(panel.combined[1 : at + 1])
    value[january] = value[january + 1]
    active, known = value >= eps, ~np.isnan(value)
    found = states(active, known, months=months, now=now)
    stale = np.isin(found.state, EVENTS) & ~found.fresh
    return PanelFlows(
        state=np.where(stale, "active", found.state),
        standing=found.state,
        idle=(found.idle * months).astype(np.float64),
        intermittent=found.intermittent,
        as_ever=_as_ever(active, np.where(active[-1], 0, found.idle), EMPTY_NEW // months),
    )


def _as_ever(active: Truths, gone: np.ndarray, rows: int) -> Truths:
    """Return which flows are empty as they often were: so many such months in a row would come by chance.

    By how many months of the three years before, since the flow began, were empty.
    """
    before = active[:-1]
    begun = np.logical_or.accumulate(before, axis=0)[-rows:].sum(axis=0) - np.fmax(gone - 1, 0)
    empty = np.fmax(begun - before[-rows:].sum(axis=0), 0) / np.fmax(begun, 1)
    return np.asarray((gone > 0) & (empty**gone > BY_CHANCE), dtype=bool)


def streak(y: Floats, months: Floats, least: float = np.log(1.005)) -> Floats:
    """Return the months in a row, the newest first, whose change has one sign and is beyond half a per cent; signed.

    NaN ends a streak; a row that is skipped by rule (a lunar January) is left out of `y`. `months` says what each row
    counts: January and February together two.
    """
    if not len(y):
        return np.full(y.shape[1], np.nan)
    sign = np.where(np.abs(y) > least, np.sign(y), 0)
    sign = np.where(np.isnan(y), 0, sign)[::-1]
    same = (sign == sign[0]) & (sign[0] != 0)
    broken = ~same
    rows = np.where(broken.any(axis=0), broken.argmax(axis=0), len(y))
    return np.asarray(np.append(0, np.cumsum(months[::-1]))[rows] * sign[0], dtype=float)
