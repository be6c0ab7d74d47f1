"""Passing: which series their rule lets through; what is dear is measured only of those that it can decide."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import numpy as np

from generator.movements.conditions import OPERATORS, Compare, Condition, Event, Every, IsNull, Not, Some, Unless
from generator.movements.engine.adjusted import METRICS, Adjustments
from generator.movements.engine.holds import NO, YES, Table, holds
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.rules import Rule


def passed(rules: Mapping[int, Rule], table: Table, adjustments: Adjustments) -> Truths:
    """Return which series pass; `rules` has that of every column, `table` no adjusted metric yet."""
    found = np.zeros(table.larger.shape, dtype=bool)
    for condition, columns in _by_condition(rules):
        full = _with_season(condition, table, columns, adjustments) if _asks(condition) else table
        found[columns] = (holds(condition, full) == YES)[columns]
    return found


def silenced(rules: Mapping[int, Rule], table: Table, unseen: Collection[str]) -> Truths:
    """Return which series their rule lets through in no case, whatever their metrics in `unseen` come to.

    An exception that holds silences, and so does whatever else the rule asks and is not so.
    """
    found = np.zeros(table.larger.shape, dtype=bool)
    unknown: dict[str, Floats] = dict.fromkeys((*METRICS, *unseen), np.full(table.larger.shape, np.nan))
    for condition, columns in _by_condition(rules):
        found[columns] = (holds(_opened(condition, unknown), replace(table, adjusted=unknown)) == NO)[columns]
    return found


def _by_condition(rules: Mapping[int, Rule]) -> Iterator[tuple[Condition, list[int]]]:
    """Yield each condition with the columns that it is of."""
    by_rule: dict[int, list[int]] = {}
    for at, rule in rules.items():
        by_rule.setdefault(id(rule), []).append(at)
    yield from ((rules[columns[0]].notable, columns) for columns in by_rule.values())


def _asks(condition: Condition) -> bool:
    """Say whether the condition asks for an adjusted metric."""
    return not metrics_of(condition).isdisjoint(METRICS)


def _with_season(condition: Condition, table: Table, columns: list[int], adjustments: Adjustments) -> Table:
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


def too_small(rules: Mapping[int, Rule], table: Table) -> Truths:
    """Return which series had an event that their rule asks for, of a size that none of its conditions asks for."""
    found = np.zeros(table.larger.shape, dtype=bool)
    for at, rule in rules.items():
        named = [one for one in _events_of(rule.notable) if table.state[at] in one.names]
        found[at] = bool(named) and all(table.larger[at] < float(one.min_value or 0) for one in named)
    return found


def _events_of(condition: Condition) -> tuple[Event, ...]:
    """Return the events by which a condition lets a series through."""
    match condition:
        case Every(parts) | Some(parts):
            return tuple(event for part in parts for event in _events_of(part))
        case Unless(main, _):
            return _events_of(main)
    return (condition,) if isinstance(condition, Event) else ()


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
