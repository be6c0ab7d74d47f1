"""Holds: the conditions of a threshold over thousands of series at once, three-valued as they are for one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from generator.movements.conditions import (
    Between,
    Compare,
    Condition,
    Event,
    Every,
    Flag,
    IsNull,
    Not,
    OneOf,
    Some,
    Unless,
)
from generator.movements.engine.unit_values import Floats, Truths

YES, NO = 1.0, 0.0  # and NaN: unknown
BESIDE_STATE = ("record", "intermittent")  # events that are flags, since a flow has a state as well


@dataclass(frozen=True)
class Table:
    """What conditions ask of every series: metrics by name, flags by name, the state of its flow, its larger end.

    `adjusted` are metrics that are known of some series only.
    """

    metrics: Mapping[str, Floats]
    flags: Mapping[str, Truths]
    state: np.ndarray
    larger: Floats
    adjusted: Mapping[str, Floats] = field(default_factory=dict)

    def metric(self, name: str) -> Floats:
        """Return the values of a metric."""
        return self.adjusted[name] if name in self.adjusted else self.metrics[name]


def holds(condition: Condition, table: Table) -> Floats:  # noqa: C901, PLR0911 -- one case for each condition
    """Return 1 where the condition holds, 0 where it does not, NaN where it cannot be known."""
    match condition:
        case Compare(metric, how, bar):
            value = table.metric(metric)
            return _known(how.test(np.abs(value) if how.size else value, float(bar)), value)  # type: ignore[arg-type]
        case Between(metric, low, high):
            value = table.metric(metric)
            return _known((value >= float(low)) & (value <= float(high)), value)
        case OneOf(metric, numbers):
            value = table.metric(metric)
            return _known(np.isin(value, [float(one) for one in numbers]), value)
        case IsNull(metric):
            return np.isnan(table.metric(metric)).astype(float)
        case Flag(names):
            raised: Truths = np.any([_flag(table, name) for name in names], axis=0)
            return raised.astype(float)
        case Event(names, least):
            return _event(names, None if least is None else float(least), table)
        case Every(parts):
            return _joined([holds(part, table) for part in parts], every=True)
        case Some(parts):
            return _joined([holds(part, table) for part in parts], every=False)
        case Not(part):
            return 1 - holds(part, table)
        case Unless(main, exception):
            return np.where(holds(exception, table) == YES, NO, holds(main, table))
    msg = f"{condition!r} is no condition"
    raise TypeError(msg)


def _known(found: Truths, value: Floats) -> Floats:
    return np.where(np.isnan(value), np.nan, found)


def _flag(table: Table, name: str) -> Truths:
    return table.flags.get(name, np.zeros(table.larger.shape, dtype=bool))


def _event(names: Sequence[str], least: float | None, table: Table) -> Floats:
    flagged = [_flag(table, name) for name in names if name in BESIDE_STATE]
    happened = np.any([np.isin(table.state, names), *flagged], axis=0)
    unknown = (table.state == "unknown") & (set(names) != {"record"})
    if "record" in names:
        unknown |= np.isnan(table.metric("record"))
    found = np.where(happened, YES, np.where(unknown, np.nan, NO))
    if least is None:
        return found
    large = np.where(np.isnan(table.larger), np.nan, (table.larger >= least).astype(float))
    return np.where(found == YES, large, found)


def _joined(parts: Sequence[Floats], *, every: bool) -> Floats:
    """Return the three-valued `all` or `any`."""
    decisive = NO if every else YES
    stacked = np.stack(parts)
    return np.where(
        (stacked == decisive).any(axis=0), decisive, np.where(np.isnan(stacked).any(axis=0), np.nan, 1 - decisive)
    )
