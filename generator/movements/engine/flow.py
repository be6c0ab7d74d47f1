"""States of flows at one row: new, resumed, vanished, ceased, intermittent, active; movements.md, section 2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.engine.unit_values import Floats, Truths

EVENTS = ("new", "resumed", "vanished", "ceased")
EMPTY_NEW, EMPTY_RESUMED, EMPTY_CEASED = 36, 12, 3  # months without trade
BUSY, OF_A_YEAR = 9, 12  # vanished: so many of the twelve before were active
WATCHED = 24  # intermittent: active in less than half of those known among so many
HALF = 0.5
BY_CHANCE = 0.05
LEAST_KNOWN = 12  # months without trade before "new" can be said of a short history


@dataclass(frozen=True)
class Flow:
    """Of every series its `state`, the empty months before it (`idle`), and whether it is too irregular for rates.

    `state` is new, resumed, vanished, ceased, active, no_trade or unknown; `as_ever` says where it is empty as often.
    """

    state: np.ndarray
    idle: Floats
    intermittent: Truths
    as_ever: Truths


def flows(value: Floats, at: int, eps: float, months: int) -> Flow:
    """Return the states at row `at`; a row counts `months` months. What is missing leaves a state unknown."""
    seen = value[: at + 1]
    active, known = seen >= eps, ~np.isnan(seen)
    now = active[at]
    empty_before = _run(~active[:at] & known[:at])
    length = at  # rows before
    recent, of_recent = (rows[max(0, at - WATCHED // months) : at].sum(axis=0) for rows in (active, known))
    all_empty = (empty_before == length) & (length * months >= LEAST_KNOWN)
    is_new = now & ((empty_before * months >= EMPTY_NEW) | all_empty)
    is_resumed = now & ~is_new & (empty_before * months >= EMPTY_RESUMED)
    year = max(OF_A_YEAR // months, 1)
    busy = active[max(0, at - year) : at].sum(axis=0)
    gone = _run(~active & known)
    is_vanished = ~now & known[at] & (gone == 1) & (busy * OF_A_YEAR >= BUSY * year) & (length >= year)
    is_ceased = _ceased(active, gone, months, at)
    state = np.select(
        [~known[at], is_new, is_resumed, is_vanished, is_ceased, now],
        ["unknown", "new", "resumed", "vanished", "ceased", "active"],
        "no_trade",
    )
    intermittent = (recent < HALF * of_recent) & (of_recent * months >= OF_A_YEAR)
    as_ever = _as_ever(active, gone, EMPTY_NEW // months)
    return Flow(state, np.where(now, empty_before, gone) * float(months), intermittent, as_ever)


def _as_ever(active: Truths, gone: Floats, rows: int) -> Truths:
    """Return which flows are empty as they often were: so many such months in a row would come by chance.

    By how many months of the three years before, since the flow began, were empty.
    """
    before = active[:-1]
    begun = np.logical_or.accumulate(before, axis=0)[-rows:].sum(axis=0) - np.fmax(gone - 1, 0)
    empty = np.fmax(begun - before[-rows:].sum(axis=0), 0) / np.fmax(begun, 1)
    return np.asarray((gone > 0) & (empty**gone > BY_CHANCE), dtype=bool)


def _ceased(active: Truths, gone: Floats, months: int, at: int) -> Truths:
    """Return which flows are empty for the third month after a year in which they were busy."""
    rows = max(EMPTY_CEASED // months, 1)
    year = max(OF_A_YEAR // months, 1)
    if months > 1 or at < rows + year - 1:
        return np.zeros(active.shape[1], dtype=bool)
    before = active[at - rows - year + 1 : at - rows + 1].sum(axis=0)
    return np.asarray((gone == rows) & (before >= BUSY), dtype=bool)


def _run(empty: Truths) -> Floats:
    """Return how many rows in a row, the newest first, are empty."""
    if not len(empty):
        return np.zeros(empty.shape[1])
    filled = ~empty[::-1]
    return np.where(filled.any(axis=0), filled.argmax(axis=0), len(empty)).astype(float)


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
