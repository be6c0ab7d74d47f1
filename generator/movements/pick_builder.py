"""The records of a panel's picks, of its revisions, and of movements left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import Any

import numpy as np

from generator.movements.candidate_series import MONTH_Z, JudgedPanel
from generator.movements.counterparts import DataRevisions
from generator.movements.edition_memory import Memory, ToldMovement
from generator.movements.gates import LEAST_P, why
from generator.movements.pick_facts import facts, seasonal_facts
from generator.movements.scores import CONTINUING, FIRST, REPEATED, Score, by_rule, milestones, score
from generator.movements.story_tree import ALONE, PanelStory

NO_NEWS = ("month_record", "rank")  # milestones that raise the score of a continuing movement but are not news
LARGE = 0.001  # share of the aggregate from which on an event without z counts as large
REVISED = "revision: 1% of the figure and 0.02% of the whole, or a growth that has another sign now"
DIGITS = 6


@dataclass(frozen=True)
class PanelPick:
    """One movement that is picked."""

    series: str
    period: str
    level: str
    direction: str  # "up" or "down"
    kind: str
    score: Score
    flags: tuple[str, ...]
    p: float  # of its surprise; NaN if it was not tested
    rule: str  # the evaluated rule, in words
    context: tuple[str, ...]  # codes above that it explains, and codes below that explain it
    facts: tuple[Mapping[str, Any], ...]
    z: float  # surprise that the score is based on
    contrib: float  # weight that the score is based on, in percentage points
    milestones: tuple[str, ...] = ()  # those that make it news

    @property
    def movement(self) -> ToldMovement:
        """The record that the memory keeps for the next edition."""
        return ToldMovement(self.series, self.kind, self.direction, self.period, self.period, self.z, self.contrib)

    def as_data(self) -> dict[str, Any]:
        """Return the pick as JSON data (docs/movements.md, section 9)."""
        return {
            "series": self.series,
            "period": self.period,
            "level": self.level,
            "direction": self.direction,
            "kind": self.kind,
            "score": self.score.total,
            "parts": self.score.parts(),
            "flags": list(self.flags),
            "p": None if isnan(self.p) else max(round(self.p, DIGITS), LEAST_P),
            "rule": self.rule,
            "context": list(self.context),
            "facts": [dict(fact) for fact in self.facts],
        }


@dataclass(frozen=True)
class LeftOut:
    """One movement that was considered and left out."""

    series: str
    level: str
    kind: str
    direction: str
    contrib: float
    score: Score | None  # that it would have; None without a surprise
    why: str
    gate: str = ""  # the later gate that stopped a movement which stands out: story, news or budget

    @classmethod
    def of(cls, pick: PanelPick, why: str, gate: str) -> LeftOut:
        """Return the record of a pick that is left out after all."""
        return cls(pick.series, pick.level, pick.kind, pick.direction, pick.contrib, pick.score, why, gate)

    def as_data(self) -> dict[str, Any]:
        """Return the record as JSON data; null for a weight, a direction or a score that it lacks."""
        contrib = None if isnan(self.contrib) else round(self.contrib, DIGITS)
        score = None
        parts = None
        if self.score is not None:
            score = self.score.total
            parts = self.score.parts()
        return {
            "series": self.series,
            "level": self.level,
            "kind": self.kind,
            "direction": self.direction or None,
            "contrib": contrib,
            "score": score,
            "parts": parts,
            "why": self.why,
            "gate": self.gate,
        }


@dataclass(frozen=True)
class PickBuilder:
    """Makes picks from a judged panel, with the memory of earlier editions."""

    judged: JudgedPanel
    period: str
    memory: Memory
    _passed: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def pick(self, story: PanelStory) -> PanelPick:
        """Return the pick of a story."""
        at, judged = story.column, self.judged
        movement = self.movement(story)
        return PanelPick(
            series=movement.series,
            period=self.period,
            level=judged.panel.levels[at],
            direction=movement.direction,
            kind=movement.kind,
            score=self.score(story),
            flags=tuple(sorted(self._flags(at))),
            p=float(judged.chances.p[at]),
            rule=why(judged, at),
            context=tuple(judged.panel.codes[column] for column in (*story.context, *story.drivers)),
            facts=facts(judged.snapshot, at),
            z=movement.z,
            contrib=movement.contrib,
            milestones=self._news(story),
        )

    def left_out(self, at: int, reason: str, gate: str = "") -> LeftOut:
        """Return the record of a series that another story covers, or that does not stand out."""
        judged = self.judged
        series, level, kind = judged.panel.codes[at], judged.panel.levels[at], str(judged.kind[at])
        weight = float(judged.weight[at])
        return LeftOut(series, level, kind, self.direction(at), weight, self.score_alone(at), reason, gate)

    def score_alone(self, at: int) -> Score | None:
        """Return the score of the series as a story of its own; None if it has no surprise and is not notable."""
        is_odd = self.judged.notable[at] or not isnan(self.judged.surprise[at])
        return self.score(PanelStory(at)) if is_odd else None

    def score(self, story: PanelStory) -> Score:
        """Return the score of a story."""
        at, snapshot, movement = story.column, self.judged.snapshot, self.movement(story)
        is_large = snapshot.larger[at] >= LARGE * snapshot.frame.total_before
        novelty = FIRST
        if movement.key in self.memory.movements:
            novelty = CONTINUING if self.memory.is_news(movement, self._news(story)) else REPEATED
        return score(
            movement.kind,
            movement.z,
            movement.contrib,
            self._flags(at),
            self._milestones(story),
            large=bool(is_large and snapshot.is_event[at]),
            novelty=novelty,
            interest=float(snapshot.rules[at].interest),
        )

    def movement(self, story: PanelStory) -> ToldMovement:
        """Return a story's record for the memory."""
        at = story.column
        judged = self.judged
        z = float(judged.surprise[at])
        contrib = float(judged.weight[at])
        series = judged.panel.codes[at]
        return ToldMovement(series, self._kind(story), self.direction(at), self.period, self.period, z, contrib)

    def direction(self, at: int) -> str:
        """Return the direction of the series, "up" or "down"."""
        return "up" if self.judged.direction[at] > 0 else "down"

    def _kind(self, story: PanelStory) -> str:
        """Return the kind of a story. An unsurprising spike takes the kind by which it passed its rule, if any."""
        if story.broad:
            return "broad"
        at = story.column
        kind = str(self.judged.kind[at]) or str(self.judged.month_kind[at])
        is_ordinary = kind == "spike" and not self.judged.surprise[at] >= MONTH_Z
        return by_rule(self.judged.snapshot, at) or kind if is_ordinary else kind

    def _flags(self, at: int) -> list[str]:
        return [name for name, has in self.judged.snapshot.flags.items() if has[at]]

    def _news(self, story: PanelStory) -> tuple[str, ...]:
        """Return the milestones that make a continuing movement news."""
        return tuple(name for name in self._milestones(story) if name not in NO_NEWS)

    def _milestones(self, story: PanelStory) -> tuple[str, ...]:
        at, kind = story.column, self._kind(story)
        if (at, kind) not in self._passed:
            self._passed[at, kind] = milestones(self.judged.snapshot, at, kind)
        return self._passed[at, kind]


def with_season(judged: JudgedPanel, pick: PanelPick) -> PanelPick:
    """Return the pick with the facts of its seasonally adjusted series; revisions have none.

    These facts depend on the installed programs. Nothing else in a pick does, unless a threshold uses them.
    """
    if pick.kind in ("revision", "correction"):
        return pick
    return replace(pick, facts=(*pick.facts, *seasonal_facts(judged.snapshot, judged.panel.places[pick.series])))


def revisions(judged: JudgedPanel, data: DataRevisions, period: str) -> list[PanelPick]:
    """Return the picks of revisions and corrections, without those of a parent that one child explains."""
    records = []
    for at in np.flatnonzero(data.is_reported | data.corrects).tolist():
        children = judged.panel.children.get(at, ())
        parts = [data.net[child] / data.net[at] for child in children if data.net[at]]
        if max(parts, default=0.0) < ALONE:
            records.append(_revision(judged, data, at, period))
    return records


def _revision(judged: JudgedPanel, data: DataRevisions, at: int, period: str) -> PanelPick:
    panel = judged.panel
    row = int(data.largest[at])
    net = float(data.net[at])
    total = float(panel.total[row])
    kind = "correction" if data.corrects[at] else "revision"
    direction = "up" if net >= 0 else "down"
    contrib = 100 * net / total if total > 0 else nan
    fact = {"metric": "revision", "value": net, "unit": panel.currency, "period": str(panel.period(row))}
    fact |= {"old": float(data.old[at]), "new": float(data.new[at])}
    passed = ("correction",) if kind == "correction" else ()
    return PanelPick(
        series=panel.codes[at],
        period=period,
        level=panel.levels[at],
        direction=direction,
        kind=kind,
        score=score(kind, nan, contrib, (), passed, large=abs(net) >= LARGE * total),
        flags=("revised",),
        p=nan,
        rule=REVISED,
        context=(),
        facts=(fact,),
        z=nan,
        contrib=contrib,
        milestones=passed,
    )
