"""What a file says and what it would change, told before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.desk.changes import Changes
from generator.trade.figures import Batch, Observation
from generator.trade.period import Period

_FEW = 12  # texts, or changes, that are told one by one


def as_data(found: Changes) -> dict[str, Any]:
    """Return what was understood, and what it would change, as plain data."""
    periods = _each(str(one.period) for one in found.batch.observations)
    return {name: list(texts) for name, texts in _parts(found.batch).items()} | {
        "periods": list(periods),
        "changes": {"new": len(found.new), "changed": len(found.changed), "same": found.same, "gone": len(found.gone)},
        "changed": [
            {**_place(now), "was": _plain(was), "now": _plain(now), "currency": now.currency}
            for was, now in found.changed
        ],
        "gone": [{**_place(one), "was": _plain(one)} for one in found.gone],
    }


def lines(found: Changes) -> Iterable[str]:
    """Yield what was understood, and what it would change; of many lines the first ones."""
    for name, texts in _parts(found.batch).items():
        more = f", and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
        yield f"  {name}: {', '.join(texts[:_FEW])}{more}"
    yield (
        f"  against the store: {len(found.new)} new, {len(found.changed)} changed, {found.same} the same, "
        f"{len(found.gone)} gone"
    )
    told = [f"  changed: {_named(now)}: {_change(was, now)}" for was, now in found.changed]
    told += [f"  gone: {_named(one)}: {_money(one)} -> no trade" for one in found.gone]
    yield from told[:_FEW]
    if len(told) > _FEW:
        yield f"  and {len(told) - _FEW} more"


def _parts(batch: Batch) -> dict[str, tuple[str, ...]]:
    """Return what the figures of a batch are about, each text once and in order."""
    every = batch.observations
    return {
        "flows": _each(one.flow.name.lower().replace("_", "-") for one in every),
        "periods": _spans({one.period for one in every}),
        "currency": _each(one.currency for one in every),
        "reporters": _each(one.reporter for one in every),
        "partners": _each(one.partner for one in every),
        "codes": _each(one.code for one in every),
    }


def _spans(periods: Iterable[Period]) -> tuple[str, ...]:
    """Return the periods, those that follow on each other as one text: 2025-01 to 2025-12 (12)."""
    runs: list[list[Period]] = []
    for period in sorted(periods):
        if runs and runs[-1][-1].step(1) == period:
            runs[-1].append(period)
        else:
            runs.append([period])
    return tuple(f"{run[0]} to {run[-1]} ({len(run)})" if len(run) > 1 else str(run[0]) for run in runs)


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _place(one: Observation) -> dict[str, str]:
    names = {"reporter": one.reporter, "partner": one.partner, "flow": one.flow.value}
    return {**names, "code": one.code, "period": str(one.period)}


def _named(one: Observation) -> str:
    return " ".join(_place(one).values())


def _plain(one: Observation) -> str | None:
    return None if one.value is None else f"{one.value:f}"


def _money(one: Observation) -> str:
    return "withheld" if one.value is None else f"{one.value:,f} {one.currency}"


def _change(was: Observation, now: Observation) -> str:
    if _money(was) != _money(now):
        return f"{_money(was)} -> {_money(now)}"
    if _weight(was) != _weight(now):
        return f"{_weight(was)} -> {_weight(now)}"
    return f"status {was.status}, {was.qualifier} -> status {now.status}, {now.qualifier}"


def _weight(one: Observation) -> str:
    return f"{one.weight.value:,f} kg" if one.weight and one.weight.value is not None else "no weight"
