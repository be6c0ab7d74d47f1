"""The record of a story that is told: its kind, score, flags, context and facts; and of what was revised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import isnan, nan

import numpy as np

from generator.movements.candidate_series import MONTH_Z, JudgedPanel
from generator.movements.data_revisions import DataRevisions
from generator.movements.edition_memory import Memory, ToldMovement
from generator.movements.gates import why
from generator.movements.milestones import by_rule, milestones
from generator.movements.pick_facts import facts, seasonal_facts
from generator.movements.scores import CONTINUING, FIRST, REPEATED, LeftOut, PanelPick, Score, score
from generator.movements.story_tree import ALONE, PanelStory

NO_NEWS = ("month_record", "rank")  # of a movement that goes on: each is worth more, and none is told again for it
LARGE = 0.001  # of the whole: an event that has no z surprises more
REVISED = "revision: 1% of the figure and 0.02% of the whole, or a growth that has another sign now"


@dataclass(frozen=True)
class PickBuilder:
    """Makes picks of what was judged, knowing what earlier editions told."""

    judged: JudgedPanel
    period: str
    memory: Memory
    _passed: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def pick(self, story: PanelStory) -> PanelPick:
        """Return the record of a story."""
        at, judged = story.column, self.judged
        flags = sorted(name for name, has in judged.snapshot.flags.items() if has[at])
        return PanelPick(
            series=judged.panel.codes[at],
            period=self.period,
            level=judged.panel.levels[at],
            direction=self.direction(at),
            kind=self._kind(story),
            score=self.score(story),
            flags=tuple(flags),
            p=float(judged.chances.p[at]),
            rule=why(judged, at),
            context=tuple(judged.panel.codes[column] for column in (*story.context, *story.drivers)),
            facts=facts(judged.snapshot, at),
            z=self._z(story),
            contrib=float(judged.weight[at]),
            milestones=self._news(story),
        )

    def left_out(self, at: int, reason: str, gate: str = "") -> LeftOut:
        """Return the record of a series that another story tells, or that does not stand out."""
        judged = self.judged
        kind, weight, score = str(judged.kind[at]), float(judged.weight[at]), self.scored(at)
        return LeftOut(
            judged.panel.codes[at], judged.panel.levels[at], kind, weight, reason, gate, self.direction(at), score
        )

    def scored(self, at: int) -> Score | None:
        """Return the score of the series if it were told by itself; None where nothing says how odd it is."""
        is_odd = self.judged.notable[at] or not isnan(self.judged.surprise[at])
        return self.score(PanelStory(at)) if is_odd else None

    def score(self, story: PanelStory) -> Score:
        """Return the score of a story; what has no z and is no event surprises little."""
        at, judged = story.column, self.judged
        is_large = judged.snapshot.larger[at] >= LARGE * judged.snapshot.frame.whole_before
        return score(
            self._kind(story),
            self._z(story),
            float(judged.weight[at]),
            [name for name, has in judged.snapshot.flags.items() if has[at]],
            self._milestones(story),
            large=bool(is_large and judged.snapshot.is_event[at]),
            novelty=self._novelty(story),
            interest=float(judged.snapshot.rules[at].interest),
        )

    def known(self, story: PanelStory) -> ToldMovement | None:
        """Return how the movement was told by an earlier edition."""
        at = story.column
        return self.memory.known(self.judged.panel.codes[at], self._kind(story), self.direction(at))

    def _novelty(self, story: PanelStory) -> float:
        if self.known(story) is None:
            return FIRST
        at = story.column
        movement = self.judged.panel.codes[at], self._kind(story), self.direction(at)
        measured = self._z(story), float(self.judged.weight[at]), self._news(story)
        return CONTINUING if self.memory.is_news(*movement, *measured) else REPEATED

    def direction(self, at: int) -> str:
        """Return which way the series moved."""
        return "up" if self.judged.direction[at] > 0 else "down"

    def _kind(self, story: PanelStory) -> str:
        """Return what a story is told as: a month that is no surprise as what its rule let through."""
        if story.broad:
            return "broad"
        at = story.column
        kind = str(self.judged.kind[at]) or str(self.judged.shapes.kind[at])
        return (
            kind
            if kind != "spike" or self.judged.surprise[at] >= MONTH_Z
            else by_rule(self.judged.snapshot, at) or kind
        )

    def _z(self, story: PanelStory) -> float:
        return float(self.judged.surprise[story.column])

    def _news(self, story: PanelStory) -> tuple[str, ...]:
        """Return the milestones for which a movement that goes on is told again."""
        return tuple(one for one in self._milestones(story) if one not in NO_NEWS)

    def _milestones(self, story: PanelStory) -> tuple[str, ...]:
        at, kind = story.column, self._kind(story)
        if (at, kind) not in self._passed:
            self._passed[at, kind] = milestones(self.judged.snapshot, at, kind)
        return self._passed[at, kind]


def with_season(judged: JudgedPanel, one: PanelPick) -> PanelPick:
    """Return the pick with the facts of its adjusted series, which what is installed can change; a revision has none.

    Nothing else of a pick depends on them, unless a threshold does.
    """
    if one.kind in ("revision", "correction"):
        return one
    return replace(one, facts=(*one.facts, *seasonal_facts(judged.snapshot, judged.panel.places[one.series])))


def revisions(judged: JudgedPanel, data: DataRevisions, period: str) -> list[PanelPick]:
    """Return revisions and corrections, without those of a parent that one child explains."""
    columns = np.flatnonzero(data.told | data.corrects).tolist()
    return [_revision(judged, data, at, period) for at in columns if not _is_explained(judged, data, at)]


def _is_explained(judged: JudgedPanel, data: DataRevisions, at: int) -> bool:
    children = judged.panel.children.get(at, ())
    parts = [data.net[child] / data.net[at] for child in children if data.net[at]]
    return max(parts, default=0.0) >= ALONE


def _revision(judged: JudgedPanel, data: DataRevisions, at: int, period: str) -> PanelPick:
    panel, row = judged.panel, int(data.largest[at])
    net, whole = float(data.net[at]), float(panel.whole[row])
    kind = "correction" if data.corrects[at] else "revision"
    contrib = 100 * net / whole if whole > 0 else nan
    fact = {"metric": "revision", "value": net, "unit": panel.currency, "period": str(panel.period(row))}
    fact |= {"old": float(data.old[at]), "new": float(data.new[at])}
    milestones = ("correction",) if kind == "correction" else ()
    return PanelPick(
        series=panel.codes[at],
        period=period,
        level=panel.levels[at],
        direction="up" if net >= 0 else "down",
        kind=kind,
        score=score(kind, nan, contrib, (), milestones, large=abs(net) >= LARGE * whole),
        flags=("revised",),
        p=nan,
        rule=REVISED,
        context=(),
        facts=(fact,),
        z=nan,
        contrib=contrib,
        milestones=milestones,
    )
