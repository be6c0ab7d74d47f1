"""What a file says and what it would change in the store, before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from generator.store.batch_measures import periods_in, texts_in
from generator.trade.codes import Flow
from generator.trade.observation import Observation, Standing
from generator.trade.period import Period
from generator.trade.release import Batch, Coverage, LargeBatch

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
    after = {_key(figure): figure for figure in batch.observations}
    both = [(before[key], one) for key, one in after.items() if key in before]
    changed = tuple((was, now) for was, now in both if _figure(was) != _figure(now))
    coverage = set(batch.coverage)
    customs = [figure for figure in batch.observations if figure.standing is Standing.CUSTOMS]
    if batch.covers == "all":  # a whole table is complete about its parties in the periods that it prints
        coverage |= {Coverage(one.reporter, one.partner, one.flow, (), (one.period,)) for one in customs}
    gone = [one for key, one in before.items() if key not in after and one.standing is not Standing.RELAYED]
    return Changes(
        tuple(one for key, one in after.items() if key not in before),
        changed,
        len(both) - len(changed),
        tuple(one for one in gone if any(told.holds(one) for told in coverage)),
    )


def _key(one: Observation) -> Key:
    voice = (one.speaker, one.publication) if one.standing is Standing.RELAYED else ()
    return (one.reporter, one.partner, one.flow, one.code, one.period, *voice)


def _figure(one: Observation) -> Key:
    weight = one.weight.value if one.weight else None
    return (one.value, one.currency, one.qualifier, one.status, one.standing, weight)


_TEXTS = ("currency", "reporter", "partner", "code")
_FEW = 12  # texts, or changes, that are told one by one


@dataclass(frozen=True)
class Parts:
    """What the figures of a file are about, each text once and in order."""

    flows: tuple[str, ...]
    periods: tuple[Period, ...]
    currency: tuple[str, ...]
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def of(cls, batch: Batch | LargeBatch) -> Parts:
        """Return those of `batch`; the file of a large one is still there."""
        if isinstance(batch, LargeBatch):
            currency, reporters, partners, codes = (texts_in(batch.file, name) for name in _TEXTS)
            flows, periods = texts_in(batch.file, "flow"), periods_in(batch.file)
        else:
            figures = batch.observations
            currency, reporters, partners, codes = (_each(getattr(one, name) for one in figures) for name in _TEXTS)
            flows, periods = _each(one.flow.value for one in figures), frozenset(one.period for one in figures)
        words = _each(Flow(flow).name.lower().replace("_", "-") for flow in flows)
        return cls(words, tuple(sorted(periods)), currency, reporters, partners, codes)

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return them by name; periods that follow on each other are one text."""
        return vars(self) | {"periods": _spans(self.periods)}


def as_data(parts: Parts, found: Changes | None) -> dict[str, Any]:
    """Return what was understood, and what it would change, as plain data; None where that was not looked at."""
    understood = {name: list(texts) for name, texts in parts.texts().items()}
    understood |= {"periods": [str(period) for period in parts.periods]}
    if found is None:
        return understood | {"changes": None, "changed": None, "gone": None}
    return understood | {
        "changes": {"new": len(found.new), "changed": len(found.changed), "same": found.same, "gone": len(found.gone)},
        "changed": [
            {**_place(now), "was": _plain(was), "now": _plain(now), "currency": now.currency}
            for was, now in found.changed
        ],
        "gone": [{**_place(one), "was": _plain(one)} for one in found.gone],
    }


def lines(parts: Parts, found: Changes | None) -> Iterable[str]:
    """Yield what was understood, and what it would change; of many lines the first ones."""
    for name, texts in parts.texts().items():
        more = f", and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
        yield f"  {name}: {', '.join(texts[:_FEW])}{more}"
    if found is None:
        yield "  against the store: the file is too large to compare line by line"
        return
    yield (
        f"  against the store: {len(found.new)} new, {len(found.changed)} changed, {found.same} the same, "
        f"{len(found.gone)} gone"
    )
    told = [f"  changed: {' '.join(_place(now).values())}: {_change(was, now)}" for was, now in found.changed]
    told += [f"  gone: {' '.join(_place(one).values())}: {_money(one)} -> no trade" for one in found.gone]
    yield from told[:_FEW]
    if len(told) > _FEW:
        yield f"  and {len(told) - _FEW} more"


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
