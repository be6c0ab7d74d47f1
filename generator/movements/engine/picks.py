"""Picks: what a panel has to tell at one period, in order, each with why; and what was considered and left out.

`picks` is the door of the engine: a panel in one vintage, thresholds, the previous edition of the data and the memory of
the edition before come in, plain records go out. The same things give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan
from typing import Any

import numpy as np

from generator.movements.engine.across import told_once
from generator.movements.engine.drivers import Story, stories
from generator.movements.engine.judged import EVENTS, Judged, judged
from generator.movements.engine.memory import Memory, Told
from generator.movements.engine.panel import Panel
from generator.movements.engine.revised import Revised, revised
from generator.movements.engine.rows import facts, row
from generator.movements.engine.scores import CONTINUING, FIRST, Score, score
from generator.movements.engine.significance import Q
from generator.movements.engine.surprise import EPS
from generator.movements.rules import Thresholds
from generator.trade.period import Period

BUDGET = 20
OF_WHOLE = 0.001  # an event of a thousandth of the whole is a large one
DIGITS = 6
STEADY = 6  # months of one sign before a turn is a milestone


@dataclass(frozen=True)
class Pick:
    """One movement that is told; `as_data` is its record of picks.json."""

    series: str
    period: str
    level: str
    direction: str
    kind: str
    score: Score
    flags: tuple[str, ...]
    p: float | None
    rule: str
    context: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    z: float
    contrib: float

    def as_data(self) -> dict[str, Any]:
        """Return the record that movements.md, section 9, describes."""
        names = ("series", "period", "level", "direction", "kind")
        return {name: getattr(self, name) for name in names} | {
            "score": self.score.total,
            "parts": self.score.parts(),
            "flags": list(self.flags),
            "p": self.p,
            "rule": self.rule,
            "context": list(self.context),
            "facts": [dict(fact) for fact in self.facts],
        }


@dataclass(frozen=True)
class Picks:
    """The movements of one period: those told, those that were considered and left out with the reason, the memory after."""

    period: Period
    told: tuple[Pick, ...]
    left_out: tuple[tuple[Pick, str], ...]
    judged: Judged = field(repr=False)
    memory: Memory = field(default_factory=Memory.empty)


def picks(
    panel: Panel,
    period: Period,
    thresholds: Thresholds,
    *,
    previous: Panel | None = None,
    memory: Memory | None = None,
    budget: int = BUDGET,
    eps: float = EPS,
    q: float = Q,
) -> Picks:
    """Return what is told of `period`; ValueError where the panel does not have it."""
    at = panel.row(period)
    if not 0 <= at < len(panel.value):
        msg = f"the table has no {period}; it has {panel.first} to {panel.period(len(panel.value) - 1)}"
        raise ValueError(msg)
    known = memory or Memory.empty()
    with np.errstate(divide="ignore", invalid="ignore"):  # NaN in, NaN out: what is missing stays missing
        found = judged(panel, at, thresholds, eps=eps, q=q)
    making = _Making(found, str(period), known)
    movements = making.movements()
    corrections = making.revisions(revised(found, previous)) if previous is not None else []
    ranked = sorted([*movements, *corrections], key=lambda one: (-one.score.total, -_size(one), one.series, one.kind))
    first = [one for one in ranked if one.kind == "correction"] + [one for one in ranked if one.kind != "correction"]
    news = [one for one in first if making.is_news(one)]
    told = [one for at, one in enumerate(news) if at < budget or one.kind == "correction"]
    over = [(one, f"beyond the {budget} of an edition") for one in news if one not in told]
    again = [(one, f"told in {_last(known, one)} and not grown since") for one in first if one not in news]
    return Picks(period, tuple(told), (*over, *again), found, making.after(told))


def _size(one: Pick) -> float:
    return 0.0 if isnan(one.contrib) else abs(one.contrib)


def _last(memory: Memory, one: Pick) -> str:
    was = memory.known(one.series, one.direction)
    return was.told if was else ""


class _Making:
    """Makes picks of what was judged."""

    def __init__(self, found: Judged, period: str, memory: Memory) -> None:
        self._judged, self._period, self._memory = found, period, memory

    def movements(self) -> list[Pick]:
        found = stories(self._judged)
        scored = {one.column: self._score(one).total for one in found}
        return [self._pick(one) for one in told_once(self._judged, found, scored)]

    def is_news(self, one: Pick) -> bool:
        if one.kind in {"revision", "correction"}:
            return True
        return self._memory.is_news(one.series, one.direction, one.z, one.contrib, self._milestones(one.series))

    def after(self, told: list[Pick]) -> Memory:
        """Return what stands after this edition."""
        kept = [one for one in told if one.kind not in {"revision", "correction"}]
        known = [Told(one.series, one.kind, one.direction, self._period, self._period, one.z, one.contrib) for one in kept]
        return self._memory.after(self._period, known, {key: self._goes_on(one) for key, one in self._memory.told.items()})

    def _goes_on(self, one: Told) -> bool:
        """Say whether a movement that was told is still above 0.7 of the size that it was told for."""
        at = self._judged.panel.places.get(one.series)
        if at is None:
            return False
        z, sign = float(self._judged.unusual.z[at]), 1 if one.direction == "up" else -1
        return not isnan(z) and z * sign >= 0.7 * 3.0

    def _pick(self, story: Story) -> Pick:
        at, found = story.column, self._judged
        kind = self._kind(story)
        line = row(found, at)
        rule = found.rule(at)
        names = [found.panel.codes[one] for one in (*story.context, *story.drivers)]
        return Pick(
            series=found.panel.codes[at],
            period=self._period,
            level=found.panel.levels[at],
            direction="up" if found.direction[at] > 0 else "down",
            kind=kind,
            score=self._score(story),
            flags=line.flags,
            p=None if isnan(found.p[at]) else round(float(found.p[at]), DIGITS),
            rule=f"{rule.name}: {rule.notable.judge(line)}",
            context=tuple(names),
            facts=facts(found, at),
            z=float(found.surprise[at]),
            contrib=float(found.weight[at]),
        )

    def _kind(self, story: Story) -> str:
        if story.broad:
            return "broad"
        return str(self._judged.kind[story.column]) or str(self._judged.shapes.kind[story.column])

    def _score(self, story: Story) -> Score:
        at, found = story.column, self._judged
        flags = [name for name, has in found.flags.items() if has[at]]
        large = bool(found.table().larger[at] >= OF_WHOLE * found.frame.whole_before)
        kind, z = self._kind(story), float(found.surprise[at])
        z = abs(float(found.unusual.z[at])) if isnan(z) and kind not in EVENTS else z
        weight = float(found.weight[at])
        known = self._memory.known(found.panel.codes[at], "up" if found.direction[at] > 0 else "down")
        return score(
            kind,
            z,
            weight,
            flags,
            self._milestones(found.panel.codes[at]),
            large=large,
            novelty=CONTINUING if known else FIRST,
        )

    def _milestones(self, series: str) -> tuple[str, ...]:
        found, at = self._judged, self._judged.panel.places[series]
        told = [str(found.flow.state[at])] if found.flow.state[at] in ("new", "ceased") else []
        told += ["record"] if found.flags["record"][at] and len(found.frame.panel.value) >= 120 else []  # noqa: PLR2004
        growths = found.unusual.growths[:, at]
        if len(growths) > STEADY and not np.isnan(growths[-STEADY - 1 :]).any():
            before = np.sign(growths[-STEADY - 1 : -1])
            told += ["sign_flip"] if abs(before.sum()) == STEADY and np.sign(growths[-1]) == -before[0] else []
        return tuple(told)

    def revisions(self, found: Revised) -> list[Pick]:
        """Return the revisions and corrections, without those of a parent that one child explains."""
        return [
            self._revision(found, at)
            for at in np.flatnonzero(found.told | found.corrects).tolist()
            if not self._explained(found, at)
        ]

    def _explained(self, found: Revised, at: int) -> bool:
        children = self._judged.panel.children.get(at, ())
        parts = [found.net[one] / found.net[at] for one in children if found.net[at]]
        return max(parts, default=0.0) >= 0.6  # noqa: PLR2004 -- as drivers.ALONE

    def _revision(self, found: Revised, at: int) -> Pick:
        panel = self._judged.panel
        when = int(found.largest[at])
        net, whole = float(found.net[at]), float(panel.whole[when])
        kind = "correction" if found.corrects[at] else "revision"
        contrib = 100 * net / whole if whole > 0 else float("nan")
        large = abs(net) >= OF_WHOLE * whole
        ends = {"old": float(found.old[at]), "new": float(found.new[at])}
        fact = {"metric": "revision", "value": net, "unit": "usd", "period": str(panel.period(when)), **ends}
        return Pick(
            series=panel.codes[at],
            period=self._period,
            level=panel.levels[at],
            direction="up" if net >= 0 else "down",
            kind=kind,
            score=score(kind, float("nan"), contrib, (), ("correction",) if kind == "correction" else (), large=large),
            flags=("revised",),
            p=None,
            rule="revision: 1% of the figure and 0.02% of the whole, or a growth that has another sign now",
            context=(),
            facts=(fact,),
            z=float("nan"),
            contrib=contrib,
        )
