"""Which flows appeared, which went, which come and go, and for how many periods growth has one sign.

A period that is missing is neither active nor empty (docs/movements.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.panel import Floats, Panel, Places, Truths

EVENTS = ("new", "resumed", "vanished", "ceased")
EMPTY_NEW, EMPTY_RESUMED, EMPTY_CEASED = 36, 12, 3  # months without trade
LEAST_KNOWN = 12  # months without trade before "new" can be said of a short history
BUSY, OF_A_YEAR = 9, 12  # what vanishes was active in so many of the twelve before
WATCHED = 24  # intermittent: active in less than half of those known among so many
BY_CHANCE = 0.05


@dataclass(frozen=True)
class FlowStates:
    """Of every series its `state`, the months without trade before it (`idle`), and whether it is too irregular.

    `standing` is one of EVENTS, active, no_trade (never active) or unknown; `state` is the same, but active where an
    event began in an earlier period. `idle` counts up to when a flow appeared, or up to now where it is empty.
    `intermittent` says who was active in under half of the two years before, `as_ever` who is empty as often was.
    """

    state: np.ndarray
    standing: np.ndarray
    idle: Floats
    intermittent: Truths
    as_ever: Truths


def flow_states(panel: Panel, at: int, eps: float) -> FlowStates:
    """Return the states at row `at`. What is missing leaves a state unknown; two months together count for each."""
    value = panel.value[: at + 1].copy()
    january = np.flatnonzero(panel.combined[1 : at + 1])
    value[january] = value[january + 1]
    return states(value >= eps, ~np.isnan(value), months=panel.first.months, now=2 if panel.combined[at] and at else 1)


def states(active: Truths, is_known: Truths, *, months: int = 1, now: int = 1) -> FlowStates:
    """Return the states in the last `now` rows taken together; rows are oldest first and count `months` months each."""
    traded_now, past, known_past = active[-now:].any(axis=0), active[:-now], is_known[:-now]
    certain, idle = traded_now | is_known[-now:].all(axis=0), _run(~past)
    empty, length = _run(~past & known_past), len(past)  # rows that are surely empty, up to a gap
    idle_to_now, new_rows = idle + now, EMPTY_NEW // months
    ever, is_open = idle < length, empty < np.where(traded_now, np.minimum(idle, new_rows), idle)
    is_short = traded_now & (idle * months < EMPTY_RESUMED)
    is_early = idle_to_now * months < max(EMPTY_CEASED, 2 * months)
    # What vanishes was busy before this period, what ceased before it fell empty.
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
    recent, of_recent = (rows[-(WATCHED // months) :].sum(axis=0) for rows in (past, known_past))
    idle_rows = np.where(traded_now, idle, idle_to_now)
    return FlowStates(
        state=np.where(np.isin(standing, EVENTS) & ~began, "active", standing),
        standing=standing,
        idle=(idle_rows * months).astype(np.float64),
        intermittent=(2 * recent < of_recent) & (of_recent * months >= OF_A_YEAR),
        as_ever=_as_ever(active, np.where(active[-1], 0, idle_rows), new_rows),
    )


def _busy(past: Truths, known_past: Truths, back: Places, months: int) -> tuple[Truths, Truths]:
    """Return who was active in nine months of the twelve that end `back` rows ago, and who may have been."""
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
    """Return how many rows in a row, the newest first, are true."""
    return np.asarray(np.logical_and.accumulate(rows[::-1], axis=0).sum(axis=0))


def _as_ever(active: Truths, empty_rows: Places, rows: int) -> Truths:
    """Return which flows are empty as they often were: so many such months in a row would come by chance.

    By how many months of the three years before, since the flow began, were empty.
    """
    before = active[:-1]
    begun = np.logical_or.accumulate(before, axis=0)[-rows:].sum(axis=0) - np.fmax(empty_rows - 1, 0)
    empty = np.fmax(begun - before[-rows:].sum(axis=0), 0) / np.fmax(begun, 1)
    return np.asarray((empty_rows > 0) & (empty**empty_rows > BY_CHANCE), dtype=bool)


def streak(y: Floats, months: Floats, least: float = np.log(1.005)) -> Floats:
    """Return the months in a row, the newest first, whose change has one sign and is beyond half a per cent; signed.

    NaN ends a streak; a row that is skipped by rule (a lunar January) is left out of `y`. `months` says what each row
    counts: January and February together two.
    """
    if not len(y):
        return np.full(y.shape[1], np.nan)
    sign = np.where(np.abs(y) > least, np.sign(y), 0)[::-1]
    same_sign = (sign == sign[0]) & (sign[0] != 0)
    rows = np.where(same_sign.all(axis=0), len(y), (~same_sign).argmax(axis=0))
    return np.asarray(np.append(0, np.cumsum(months[::-1]))[rows] * sign[0], dtype=float)
