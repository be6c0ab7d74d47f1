"""Flows of a panel at one row: what happened to them in this very period, and for how many periods growth has one sign.

What a state is says `movements/states.py`; here one that began earlier is no event any more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.engine.panel import Panel
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.states import EMPTY_NEW, EVENTS, states

__all__ = ["EVENTS", "Flow", "flows", "streak"]

BY_CHANCE = 0.05


@dataclass(frozen=True)
class Flow:
    """Of every series its `state`, the empty months before it (`idle`), and whether it is too irregular for rates.

    `state` is new, resumed, vanished or ceased in the period in which that began, else active, no_trade or unknown;
    `standing` is the same for as long as it lasts, `as_ever` says where it is empty as often.
    """

    state: np.ndarray
    standing: np.ndarray
    idle: Floats
    intermittent: Truths
    as_ever: Truths


def flows(panel: Panel, at: int, eps: float) -> Flow:
    """Return the states at row `at`. What is missing leaves a state unknown; two months together count for each."""
    months, now = panel.first.months, 2 if panel.combined[at] and at else 1
    value = panel.value[: at + 1].copy()
    january = np.flatnonzero(panel.combined[1 : at + 1])
    value[january] = value[january + 1]
    active, known = value >= eps, ~np.isnan(value)
    found = states(active, known, months=months, now=now)
    stale = np.isin(found.state, EVENTS) & ~found.fresh
    return Flow(
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
