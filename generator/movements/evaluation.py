"""The conditions of thresholds over all series of a panel at once, three-valued as `conditions` has them for one.

Seasonal adjustment is slow: only the series in which it decides are adjusted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from generator.movements.arrays import Floats, Truths
from generator.movements.conditions import (
    OPERATORS,
    Between,
    Compare,
    Condition,
    Every,
    HasEvent,
    HasFlag,
    IsNull,
    Not,
    OneOf,
    Some,
    Unless,
)
from generator.movements.seasonal_adjustment import METRICS, Adjustments
from generator.movements.thresholds import ThresholdRule

YES, NO = 1.0, 0.0  # and NaN: unknown
BESIDE_STATE = ("record", "intermittent")  # events that are flags, since a flow has a state as well


@dataclass(frozen=True)
class MetricTable:
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


def holds(condition: Condition, table: MetricTable) -> Floats:  # noqa: C901, PLR0911 -- one case for each condition
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
        case HasFlag(names):
            raised: Truths = np.any([_flag(table, name) for name in names], axis=0)
            return raised.astype(float)
        case HasEvent(names, least):
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


def _flag(table: MetricTable, name: str) -> Truths:
    return table.flags.get(name, np.zeros(table.larger.shape, dtype=bool))


def _event(names: Sequence[str], least: float | None, table: MetricTable) -> Floats:
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


def passing(rules: Mapping[int, ThresholdRule], table: MetricTable, adjustments: Adjustments) -> Truths:
    """Return which series pass; `rules` has that of every column, `table` no adjusted metric yet."""
    found = np.zeros(table.larger.shape, dtype=bool)
    for condition, columns in _by_condition(rules):
        full = _with_season(condition, table, columns, adjustments) if _asks(condition) else table
        found[columns] = (holds(condition, full) == YES)[columns]
    return found


def silenced_by(rules: Mapping[int, ThresholdRule], table: MetricTable, unseen: Collection[str]) -> Truths:
    """Return which series their rule lets through in no case, whatever their metrics in `unseen` come to.

    An exception that holds silences, and so does whatever else the rule asks and is not so.
    """
    found = np.zeros(table.larger.shape, dtype=bool)
    unknown: dict[str, Floats] = dict.fromkeys((*METRICS, *unseen), np.full(table.larger.shape, np.nan))
    for condition, columns in _by_condition(rules):
        found[columns] = (holds(_opened(condition, unknown), replace(table, adjusted=unknown)) == NO)[columns]
    return found


def _by_condition(rules: Mapping[int, ThresholdRule]) -> Iterator[tuple[Condition, list[int]]]:
    """Yield each condition with the columns that it is of."""
    by_rule: dict[int, list[int]] = {}
    for at, rule in rules.items():
        by_rule.setdefault(id(rule), []).append(at)
    yield from ((rules[columns[0]].notable, columns) for columns in by_rule.values())


def _asks(condition: Condition) -> bool:
    """Say whether the condition asks for an adjusted metric."""
    return not metrics_of(condition).isdisjoint(METRICS)


def _with_season(condition: Condition, table: MetricTable, columns: list[int], adjustments: Adjustments) -> MetricTable:
    """Return the table with the adjusted metrics of those columns in which they decide."""
    unknown: dict[str, Floats] = dict.fromkeys(METRICS, np.full(table.larger.shape, np.nan))
    is_open = np.isnan(holds(_opened(condition), replace(table, adjusted=unknown)))
    return replace(table, adjusted=adjustments.over(at for at in columns if is_open[at]))


def metrics_of(condition: Condition) -> frozenset[str]:
    """Return the metrics that a condition compares with something, or asks to be null."""
    match condition:
        case Every(parts) | Some(parts):
            return frozenset[str]().union(*map(metrics_of, parts))
        case Not(part):
            return metrics_of(part)
        case Unless(main, exception):
            return metrics_of(main) | metrics_of(exception)
    return frozenset({condition.metric}) if hasattr(condition, "metric") else frozenset()


def too_small(rules: Mapping[int, ThresholdRule], table: MetricTable) -> Truths:
    """Return which series had an event that their rule asks for, of a size that none of its conditions asks for."""
    found = np.zeros(table.larger.shape, dtype=bool)
    for at, rule in rules.items():
        named = [one for one in _events_of(rule.notable) if table.state[at] in one.names]
        found[at] = bool(named) and all(table.larger[at] < float(one.min_value or 0) for one in named)
    return found


def _events_of(condition: Condition) -> tuple[HasEvent, ...]:
    """Return the events by which a condition lets a series through."""
    match condition:
        case Every(parts) | Some(parts):
            return tuple(event for part in parts for event in _events_of(part))
        case Unless(main, _):
            return _events_of(main)
    return (condition,) if isinstance(condition, HasEvent) else ()


def _opened(condition: Condition, unknown: Collection[str] = METRICS) -> Condition:
    """Return the condition so that what is not known yet keeps it open: also as a null, and in an exception."""
    match condition:
        case IsNull(metric) if metric in unknown:
            return Compare(metric, OPERATORS["gt"], Decimal(0))
        case Every(parts):
            return Every(tuple(_opened(part, unknown) for part in parts))
        case Some(parts):
            return Some(tuple(_opened(part, unknown) for part in parts))
        case Not(part):
            return Not(_opened(part, unknown))
        case Unless(main, exception):
            return Every((_opened(main, unknown), Not(_opened(exception, unknown))))
    return condition
