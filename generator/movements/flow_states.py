"""Flow states: which series newly appeared, ceased, or are intermittent, and the lengths of growth streaks.

A missing period is neither active nor empty (docs/movements.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.panel import Floats, Panel, Places, Truths

BEGINNINGS = ("new", "resumed")
EVENTS = (*BEGINNINGS, "vanished", "ceased")
EMPTY_NEW, EMPTY_RESUMED, EMPTY_CEASED = 36, 12, 3  # months without trade that each event needs
LEAST_KNOWN = 12  # months without trade that "new" needs in a short history
BUSY, OF_A_YEAR = 9, 12  # a series can vanish or cease only if it was active in 9 of the 12 months before
WATCHED = 24  # months; a series is intermittent if it was active in under half of the known ones among them
LEAST_CHANGE = np.log(1.005)  # of a month of a streak: half a per cent
BY_CHANCE = 0.02  # an empty stretch that is likelier than this by chance is usual for a series


@dataclass(frozen=True)
class FlowStates:
    """The states of every series."""

    state: np.ndarray  # as `standing`, but "active" if the event began in an earlier period
    standing: np.ndarray  # one of EVENTS, "active", "no_trade" (never active) or "unknown"
    idle: Floats  # months without trade, before the series appeared or, if it is empty, up to now
    intermittent: Truths  # active in under half of the two years before
    lumpy: Truths  # active in under nine tenths of them, the intermittent ones among them
    as_ever: Truths  # empty, as it often was before


def flow_states(panel: Panel, at: int, eps: float) -> FlowStates:
    """Return the states at row `at`. Missing values leave a state unknown. Combined months count for each month."""
    value = panel.value[: at + 1].copy()
    january = np.flatnonzero(panel.combined[1 : at + 1])
    value[january] = value[january + 1]
    return states(value >= eps, ~np.isnan(value), months=panel.first.months, now=2 if panel.combined[at] and at else 1)


def states(active: Truths, is_known: Truths, *, months: int = 1, now: int = 1) -> FlowStates:
    """Return the states in the last `now` rows taken together. Rows are oldest first and have `months` months each."""
    past = active[:-now]
    known_past = is_known[:-now]
    traded_now = active[-now:].any(axis=0)
    certain = traded_now | is_known[-now:].all(axis=0)
    idle = _run(~past)
    empty = _run(~past & known_past)  # newest rows that are certainly empty, up to a gap
    idle_to_now = idle + now
    new_rows = EMPTY_NEW // months
    ever = idle < len(past)
    is_open = empty < np.where(traded_now, np.minimum(idle, new_rows), idle)
    is_short = traded_now & (idle * months < EMPTY_RESUMED)
    is_early = idle_to_now * months < max(EMPTY_CEASED, 2 * months)
    # A series that vanishes must have been busy before this period; one that ceased, before it became empty.
    busy, perhaps = _busy(past, known_past, np.where(is_early, 0, idle), months)
    cases = {
        "unknown": ~certain | (is_short & ~ever) | (is_open & ~is_short),
        "active": is_short,
        "new": traded_now & ((idle >= new_rows) | ~ever),
        "resumed": traded_now,
        "no_trade": ~ever,
        "vanished": busy & is_early,
        "ceased": busy,
    }
    standing = np.select(list(cases.values()), list(cases), np.where(perhaps, "unknown", "active"))
    began = traded_now | np.where(is_early, idle_to_now == now, (idle_to_now - now) * months < EMPTY_CEASED)
    watched_rows = WATCHED // months
    recent = past[-watched_rows:].sum(axis=0)
    of_recent = known_past[-watched_rows:].sum(axis=0)
    idle_rows = np.where(traded_now, idle, idle_to_now)
    return FlowStates(
        state=np.where(np.isin(standing, EVENTS) & ~began, "active", standing),
        standing=standing,
        idle=(idle_rows * months).astype(np.float64),
        intermittent=(2 * recent < of_recent) & (of_recent * months >= OF_A_YEAR),
        lumpy=(10 * recent < 9 * of_recent) & (of_recent * months >= OF_A_YEAR),
        as_ever=_as_ever(active, np.where(active[-1], 0, idle_rows), new_rows),
    )


def _busy(past: Truths, known_past: Truths, back: Places, months: int) -> tuple[Truths, Truths]:
    """Return which series were active in 9 of the 12 months that end `back` rows ago, and which may have been."""
    year = max(OF_A_YEAR // months, 1)
    end = len(past) - back
    start = np.maximum(end - year, 0)
    active, known_rows = (_between(rows, start, end) for rows in (past, known_past))
    bar = BUSY * year / OF_A_YEAR
    return active >= bar, active + year - known_rows >= bar


def _between(rows: Truths, start: Places, end: Places) -> Places:
    """Return how many of each column's rows from `start` to `end` are true."""
    summed = np.vstack([np.zeros((1, rows.shape[1]), dtype=np.intp), rows.cumsum(axis=0)])
    columns = np.arange(rows.shape[1])
    return np.asarray(summed[end, columns] - summed[start, columns])


def _run(rows: Truths) -> Places:
    """Return the number of consecutive true rows at the end of each column."""
    return np.asarray(np.logical_and.accumulate(rows[::-1], axis=0).sum(axis=0))


def _as_ever(active: Truths, empty_rows: Places, rows: int) -> Truths:
    """Return which series are empty as they often were: chance would give so many empty months in a row.

    The chance is the fraction of empty months in the three years before, since the series began.
    """
    before = active[:-1]
    begun = np.logical_or.accumulate(before, axis=0)[-rows:].sum(axis=0) - np.fmax(empty_rows - 1, 0)
    empty = np.fmax(begun - before[-rows:].sum(axis=0), 0) / np.fmax(begun, 1)
    return np.asarray((empty_rows > 0) & (empty**empty_rows > BY_CHANCE), dtype=bool)


def streak(y: Floats, months: Floats) -> Floats:
    """Return the length in months of the newest streak of changes of one sign, each over half a per cent.

    It is negative for falls. NaN ends a streak. `y` has no rows that are skipped by rule (a lunar January). `months` is
    the number of months of each row: two for January and February together.
    """
    if not len(y):
        return np.full(y.shape[1], np.nan)
    sign = np.where(np.abs(y) > LEAST_CHANGE, np.sign(y), 0)[::-1]
    same_sign = (sign == sign[0]) & (sign[0] != 0)
    rows = np.where(same_sign.all(axis=0), len(y), (~same_sign).argmax(axis=0))
    return np.asarray(np.append(0, np.cumsum(months[::-1]))[rows] * sign[0], dtype=float)
