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

    `removed` stand now and are no trade once the batch counts: it is complete about them and does not have them.
    """

    new: tuple[Observation, ...]
    changed: tuple[tuple[Observation, Observation], ...]
    unchanged: int
    removed: tuple[Observation, ...]


def compare_figures(batch: Batch, current: Iterable[Observation]) -> Changes:
    """Return what `batch` would change, where `current` are the figures that stand now."""
    before = {_key(figure): figure for figure in current}
    now = {_key(figure): figure for figure in batch.observations}
    pairs = [(before[key], figure) for key, figure in now.items() if key in before]
    changed = tuple((was, now) for was, now in pairs if _figure(was) != _figure(now))
    coverage = set(batch.coverage)
    customs = [figure for figure in batch.observations if figure.standing is Standing.CUSTOMS]
    if batch.covers == "all":  # a whole table is complete about its parties in the periods that it prints
        coverage |= {Coverage(figure.reporter, figure.partner, figure.flow, (), (figure.period,)) for figure in customs}
    removed = [figure for key, figure in before.items() if key not in now and figure.standing is not Standing.RELAYED]
    return Changes(
        tuple(figure for key, figure in now.items() if key not in before),
        changed,
        len(pairs) - len(changed),
        tuple(figure for figure in removed if any(scope.holds(figure) for scope in coverage)),
    )


def _key(figure: Observation) -> Key:
    voice = (figure.speaker, figure.publication) if figure.standing is Standing.RELAYED else ()
    return (figure.reporter, figure.partner, figure.flow, figure.code, figure.period, *voice)


def _figure(figure: Observation) -> Key:
    weight = figure.weight.value if figure.weight else None
    return (figure.value, figure.currency, figure.qualifier, figure.status, figure.standing, weight)


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
            currency, reporters, partners, codes = (
                _distinct(getattr(figure, name) for figure in figures) for name in _TEXTS
            )
            flows = _distinct(figure.flow.value for figure in figures)
            periods = frozenset(figure.period for figure in figures)
        words = _distinct(Flow(flow).name.lower().replace("_", "-") for flow in flows)
        return cls(words, tuple(sorted(periods)), currency, reporters, partners, codes)

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return them by name; periods that follow on each other are one text."""
        return vars(self) | {"periods": period_ranges(self.periods, counted=True)}


def as_data(parts: Parts, changes: Changes | None) -> dict[str, Any]:
    """Return what was understood, and what it would change, as plain data; None where that was not looked at."""
    understood = {name: list(texts) for name, texts in parts.texts().items()}
    understood |= {"periods": [str(period) for period in parts.periods]}
    if changes is None:
        return understood | {"changes": None, "changed": None, "gone": None}
    return understood | {
        "changes": {
            "new": len(changes.new),
            "changed": len(changes.changed),
            "same": changes.unchanged,
            "gone": len(changes.removed),
        },
        "changed": [
            {**_place(now), "was": _plain(was), "now": _plain(now), "currency": now.currency}
            for was, now in changes.changed
        ],
        "gone": [{**_place(figure), "was": _plain(figure)} for figure in changes.removed],
    }


def lines(parts: Parts, changes: Changes | None) -> Iterable[str]:
    """Yield what was understood, and what it would change; of many lines the first ones."""
    for name, texts in parts.texts().items():
        more = f", and {len(texts) - _FEW} more" if len(texts) > _FEW else ""
        yield f"  {name}: {', '.join(texts[:_FEW])}{more}"
    if changes is None:
        yield "  against the store: the file is too large to compare line by line"
        return
    yield (
        f"  against the store: {len(changes.new)} new, {len(changes.changed)} changed, {changes.unchanged} the same, "
        f"{len(changes.removed)} gone"
    )
    rows = [f"  changed: {' '.join(_place(now).values())}: {_change(was, now)}" for was, now in changes.changed]
    rows += [f"  gone: {' '.join(_place(old).values())}: {_money(old)} -> no trade" for old in changes.removed]
    yield from rows[:_FEW]
    if len(rows) > _FEW:
        yield f"  and {len(rows) - _FEW} more"


def period_ranges(periods: Iterable[Period], *, counted: bool = False) -> tuple[str, ...]:
    """Return the periods, those that follow each other as one text: "2025-01 to 2025-12", `counted` with " (12)"."""
    runs: list[list[Period]] = []
    for period in sorted(periods):
        if runs and runs[-1][-1].step(1) == period:
            runs[-1].append(period)
        else:
            runs.append([period])
    texts: list[str] = []
    for run in runs:
        count = f" ({len(run)})" if counted else ""
        texts.append(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}{count}")
    return tuple(texts)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _place(figure: Observation) -> dict[str, str]:
    names = {"reporter": figure.reporter, "partner": figure.partner, "flow": figure.flow.value}
    return {**names, "code": figure.code, "period": str(figure.period)}


def _plain(figure: Observation) -> str | None:
    return None if figure.value is None else f"{figure.value:f}"


def _money(figure: Observation) -> str:
    return "withheld" if figure.value is None else f"{figure.value:,f} {figure.currency}"


def _change(was: Observation, now: Observation) -> str:
    if _money(was) != _money(now):
        return f"{_money(was)} -> {_money(now)}"
    if _weight(was) != _weight(now):
        return f"{_weight(was)} -> {_weight(now)}"
    return f"status {was.status}, {was.qualifier} -> status {now.status}, {now.qualifier}"


def _weight(figure: Observation) -> str:
    return f"{figure.weight.value:,f} kg" if figure.weight and figure.weight.value is not None else "no weight"
