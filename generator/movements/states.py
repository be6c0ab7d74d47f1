"""States of flows, of many series at once: which appeared, which went, which come and go; movements.md, section 2.

The one definition, of lines and of panels. A period that is missing is neither active nor empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.bool_]
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
    here, past, seen = active[-now:].any(axis=0), active[:-now], known[:-now]
    certain, idle = here | known[-now:].all(axis=0), _run(~past)
    empty, length = _run(~past & seen), len(past)  # rows that are surely empty, up to a gap
    gone, new_rows = idle + now, EMPTY_NEW // months
    ever, is_open = idle < length, empty < np.where(here, np.minimum(idle, new_rows), idle)
    is_short = here & (idle * months < EMPTY_RESUMED)
    is_early = gone * months < max(EMPTY_CEASED, 2 * months)
    # What vanishes was busy before this period, what ceased before it fell empty.
    busy, perhaps = _busy(past, seen, np.where(is_early, 0, idle), months)
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
    recent, of_recent = (rows[-(WATCHED // months) :].sum(axis=0) for rows in (past, seen))
    intermittent = (2 * recent < of_recent) & (of_recent * months >= OF_A_YEAR)
    return States(state, np.where(here, idle, gone), np.isin(state, EVENTS) & (here | began), intermittent)


def _busy(past: Truths, seen: Truths, back: Counts, months: int) -> tuple[Truths, Truths]:
    """Return who was active in nine months of the twelve that end `back` rows ago, and who may have been."""
    year = max(OF_A_YEAR // months, 1)
    ends = len(past) - back, np.maximum(len(past) - back - year, 0)
    active, known = (_between(rows, *ends) for rows in (past, seen))
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
