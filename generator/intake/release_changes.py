"""Changes: what a file would change in the store, told before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.trade.observation import Observation, Standing
from generator.trade.release import Batch, Coverage

Key = tuple[object, ...]


@dataclass(frozen=True)
class Changes:
    """The figures of a batch against those that stand: `changed` has pairs of before and after.

    `gone` stand now, and are no trade any more once the batch counts: it is complete about them and does not have them.
    """

    new: tuple[Observation, ...]
    changed: tuple[tuple[Observation, Observation], ...]
    same: int
    gone: tuple[Observation, ...]


def changes(batch: Batch, known: Iterable[Observation]) -> Changes:
    """Return what `batch` would change, where `known` are the figures that stand now."""
    before = {_key(one): one for one in known}
    found = {_key(one): one for one in batch.observations}
    both = [(before[key], one) for key, one in found.items() if key in before]
    changed = tuple((was, now) for was, now in both if _said(was) != _said(now))
    return Changes(
        tuple(one for key, one in found.items() if key not in before),
        changed,
        len(both) - len(changed),
        tuple(one for key, one in before.items() if key not in found and _is_covered(one, batch)),
    )


def _key(one: Observation) -> Key:
    voice = (one.speaker, one.publication) if one.standing is Standing.RELAYED else ()
    return (one.reporter, one.partner, one.flow, one.code, one.period, *voice)


def _said(one: Observation) -> Key:
    weight = one.weight.value if one.weight else None
    return (one.value, one.currency, one.qualifier, one.status, one.standing, weight)


def _is_covered(one: Observation, batch: Batch) -> bool:
    if one.standing is Standing.RELAYED:
        return False
    return any(told.holds(one) for told in (*batch.coverage, *_whole(batch)))


def _whole(batch: Batch) -> Iterable[Coverage]:
    """Return what a whole table (covers: all) is complete about: its parties in the periods that it prints."""
    if batch.covers == "all":
        for reporter, partner, flow, period in {
            (one.reporter, one.partner, one.flow, one.period)
            for one in batch.observations
            if one.standing is Standing.CUSTOMS
        }:
            yield Coverage(reporter, partner, flow, (), (period,))
