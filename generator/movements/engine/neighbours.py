"""Neighbours: the same thresholds with every number a tenth larger, or smaller: what hangs on the very number shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from generator.movements.conditions import Between, Compare, Condition, Event, Every, Not, Some, Unless
from generator.movements.rules import Block, Thresholds
from generator.movements.vocabulary import UNITS

LARGER, SMALLER = Decimal("1.1"), Decimal("0.9")
COUNTED = frozenset(("sign", "rank"))  # units in which a tenth more means nothing


def neighbouring(thresholds: Thresholds, factor: Decimal) -> Thresholds:
    """Return `thresholds` with every number of its conditions times `factor`, those that ship with it too.

    Numbers below zero move away from it or towards it. Signs, ranks and lists of numbers (`in`) stay, floors stay.
    """
    return replace(
        thresholds,
        own=replace(thresholds.own, notable=scaled(thresholds.defaults.notable, factor), extend=False),
        groups=tuple(_block(block, factor) for block in thresholds.groups),
        series={code: _block(block, factor) for code, block in (thresholds.series or {}).items()},
    )


def scaled(condition: Condition, factor: Decimal) -> Condition:  # noqa: PLR0911 -- a case for each condition
    """Return `condition` with every number times `factor`."""
    match condition:
        case Compare(metric, _, bar) if UNITS[metric] not in COUNTED:
            return replace(condition, bar=bar * factor)
        case Between(metric, low, high) if UNITS[metric] not in COUNTED:
            return replace(condition, low=low * factor, high=high * factor)
        case Event(_, Decimal() as least):
            return replace(condition, min_value=least * factor)
        case Every(parts) | Some(parts):
            return replace(condition, conditions=tuple(scaled(part, factor) for part in parts))
        case Not(part):
            return Not(scaled(part, factor))
        case Unless(part, exception):
            return Unless(scaled(part, factor), scaled(exception, factor))
        case _:
            return condition


def _block(block: Block, factor: Decimal) -> Block:
    return block if block.notable is None else replace(block, notable=scaled(block.notable, factor))
