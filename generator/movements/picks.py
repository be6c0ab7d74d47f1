"""Picks the movements of a panel at one period, ranked, with the reasons; and explains why other series are left out.

`picks` takes a panel in one vintage, thresholds, the previous data and the memory of the edition before. Equal
arguments give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import isnan
from typing import Any

import numpy as np

from generator.movements.candidate_series import JudgedPanel, judge_panel
from generator.movements.counterparts import revisions_of
from generator.movements.edition_memory import Key, Memory, ToldMovement
from generator.movements.gates import against, gates
from generator.movements.judgement import Judgement, compared
from generator.movements.metric_values import row
from generator.movements.panel import FEBRUARY, Panel
from generator.movements.pick_builder import REVISED, LeftOut, PanelPick, PickBuilder, revisions
from generator.movements.pick_facts import facts
from generator.movements.scores import PLACES, Score
from generator.movements.snapshot import PanelGround, ground
from generator.movements.story_tree import stories, without_duplicates
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period

BUDGET = 20
MOST_LEFT_OUT = 50
BY_RULE = ("rank", "record", "share", "streak")  # kinds that go on while they pass their rule
OF_REVISIONS = ("correction", "revision")
BETTER = "a better one on its path is told"
LATER_GATES = {  # gates after the judgement of a panel, each with what it asks
    "story": "no other story that tells it",
    "news": "growth by half since it was told",
    "budget": "a place among the first",
}


@dataclass(frozen=True)
class PanelPicks:
    """The movements of one period: those picked, those left out, and the memory after and before it."""

    period: Period
    picks: tuple[PanelPick, ...]
    left_out: tuple[LeftOut, ...]
    judged: JudgedPanel = field(repr=False)
    memory: Memory = field(default_factory=Memory)
    memory_before: Memory = field(default_factory=Memory)


def picks(
    panel: Panel,
    period: Period,
    thresholds: Thresholds,
    *,
    previous: Panel | None = None,
    memory: Memory | None = None,
    budget: int = BUDGET,
    known_ground: PanelGround | None = None,
) -> PanelPicks:
    """Return the picks of `period`. Raise ValueError if the panel does not have it.

    Corrections come first, and are picked even beyond the budget. `known_ground` (of ground_of) saves time.
    """
    at, memory_before = _row(panel, period), memory or Memory()
    with np.errstate(divide="ignore", invalid="ignore"):  # missing values stay NaN
        judged = judge_panel(replace(panel, previous=previous), at, thresholds, known_ground)
        builder = PickBuilder(judged, str(period), memory_before)
        ranked, absorbed = _movements(builder)
        if previous is not None:
            ranked += revisions(judged, revisions_of(judged.snapshot.frame, previous), str(period))
        ranked.sort(key=_order)
        news = [
            pick
            for pick in ranked
            if pick.kind in OF_REVISIONS or memory_before.is_news(pick.movement, pick.milestones)
        ]
        first = [pick for place, pick in enumerate(news) if place < budget or pick.kind == "correction"]
        over = (LeftOut.of(pick, f"over {budget}", "budget") for pick in news if pick not in first)
        left_out = [*absorbed, *_silent(memory_before, ranked, news), *over]
        told_movements = [
            replace(pick.movement, z=round(pick.z, PLACES), contrib=round(pick.contrib, PLACES))
            for pick in first
            if pick.kind not in OF_REVISIONS
        ]
        memory_after = memory_before.after_edition(
            str(period), told_movements, _going_on(judged, memory_before, ranked)
        )
    return PanelPicks(
        period, tuple(first), (*left_out, *_considered(builder, first, left_out)), judged, memory_after, memory_before
    )


def ground_of(panel: Panel, period: Period) -> PanelGround:
    """Return the measurements of `period` that `picks` makes before thresholds matter, to share between thresholds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ground(panel, _row(panel, period))


def _row(panel: Panel, period: Period) -> int:
    """Return the row of `period`. Raise ValueError if the panel lacks it or has periods of another length."""
    together = period.frequency == "combined" and panel.is_lunar and panel.month(panel.row(period.last)) == FEBRUARY
    row_period = period.last if together and period.months == 2 else period  # noqa: PLR2004 -- January and February
    at = panel.row(row_period)
    if row_period.months != panel.first.months or not 0 <= at < len(panel.value):
        msg = f"the table has no {period}; it has {panel.first} to {panel.period(len(panel.value) - 1)}"
        raise ValueError(msg)
    return at


def _movements(builder: PickBuilder) -> tuple[list[PanelPick], list[LeftOut]]:
    """Return the movements, each once, and the notable series that another movement covers."""
    judged = builder.judged
    candidates = stories(judged)
    unique = without_duplicates(judged, candidates, {story.column: builder.score(story).total for story in candidates})
    columns = {story.column for story in unique}
    tellers = {at: story for story in unique for at in (*story.context, *story.drivers)}
    absorbed = [
        builder.left_out(at, f"told as {judged.panel.codes[tellers[at].column]}", "story")
        for at in sorted(tellers)
        if judged.notable[at] and at not in columns
    ]
    return [builder.pick(story) for story in unique], absorbed


def _order(pick: PanelPick) -> tuple[object, ...]:
    weight = 0.0 if isnan(pick.contrib) else abs(pick.contrib)
    return (pick.kind != "correction", -pick.score.total, -weight, pick.series, pick.kind)


def _silent(memory: Memory, ranked: Iterable[PanelPick], news: Iterable[PanelPick]) -> Iterator[LeftOut]:
    """Yield the movements that were reported before and go on without news."""
    keys_of_news = {(pick.series, pick.kind) for pick in news}
    for pick in ranked:
        was = memory.standing(pick.movement)
        if was and (pick.series, pick.kind) not in keys_of_news:
            yield LeftOut.of(pick, f"told in {was.told}, and not grown by half since", "news")


def _considered(builder: PickBuilder, picks: Iterable[PanelPick], left_out: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Yield the remaining series that pass their rule, largest weight first."""
    judged, codes = builder.judged, builder.judged.panel.codes
    named = {pick.series for pick in picks} | {pick.series for pick in left_out}
    passed = [at for at in np.flatnonzero(judged.snapshot.passed).tolist() if codes[at] not in named]
    passed.sort(key=lambda at: (-abs(np.nan_to_num(judged.weight[at])), codes[at]))
    for at in passed[:MOST_LEFT_OUT]:
        if judged.notable[at]:
            yield builder.left_out(at, BETTER, "story")
        else:
            yield builder.left_out(at, against(judged, at))


def _going_on(judged: JudgedPanel, memory: Memory, ranked: Iterable[PanelPick]) -> dict[Key, bool]:
    """Return for every remembered movement whether it still goes on: its z is above `lowest_z`.

    A movement that is among today's candidates goes on in any case: a rank or a streak need not have a large z.
    """
    today: set[Key] = set()
    for pick in ranked:
        today.update(pick.movement.keys)
    places = judged.panel.places
    unusual = judged.snapshot.unusual
    surprises = {"drift": unusual.slow, "offset": judged.snapshot.amounts.z}

    def goes_on(movement: ToldMovement) -> bool:
        if movement.key in today:
            return True
        at = places.get(movement.series)
        if at is None:
            return False
        if movement.kind in BY_RULE and judged.snapshot.passed[at]:
            return True
        z = surprises.get(movement.kind, unusual.z)[at]
        if movement.direction != "up":
            z = -z
        return bool(z >= movement.lowest_z)

    return {key: goes_on(movement) for key, movement in memory.movements.items()}


@dataclass(frozen=True)
class SeriesVerdict:
    """Why one series is picked or not."""

    series: str
    period: str
    level: str
    kind: str
    direction: str
    place: int  # among the picks; 0 if it is not picked
    of: int  # number of picks
    stopped: str  # the first gate that it failed; empty if it is picked
    rule: str
    judgement: Judgement
    gates: tuple[Judgement, ...]
    score: Score | None  # that it has or would have; None without a surprise
    flags: tuple[str, ...]
    context: tuple[str, ...]
    facts: tuple[Any, ...]

    @property
    def is_told(self) -> bool:
        """Whether the series is picked."""
        return self.place > 0

    def as_data(self) -> dict[str, Any]:
        """Return the verdict as JSON data."""
        score = None
        parts = None
        if self.score is not None:
            score = self.score.total
            parts = self.score.parts()
        return {
            "series": self.series,
            "period": self.period,
            "level": self.level,
            "told": self.is_told,
            "place": self.place or None,
            "of": self.of,
            "kind": self.kind,
            "direction": self.direction,
            "stopped": self.stopped,
            "rule": self.rule,
            "judgement": self.judgement.as_data(),
            "gates": [gate.as_data() for gate in self.gates],
            "score": score,
            "parts": parts,
            "flags": list(self.flags),
            "context": list(self.context),
            "facts": [dict(fact) for fact in self.facts],
        }


def verdict(panel_picks: PanelPicks, series: str) -> SeriesVerdict:
    """Return why `series` is picked or not. Raise KeyError if the panel lacks it."""
    judged = panel_picks.judged
    at = judged.panel.places[series]
    line = row(judged.snapshot, at)
    rule = judged.snapshot.rules[at]
    judgement = rule.notable.judge(line)

    places = [(place, pick) for place, pick in enumerate(panel_picks.picks, start=1) if pick.series == series]
    left_out = _pick_left_out(panel_picks, series)
    passed = [*_revision_gates(places), *gates(judged, at)]
    if not places and judged.notable[at]:
        passed.append(_later_gate(left_out))
    stopped = _first_gate_failed(passed)
    if not judged.kind[at] and not judgement.holds:
        stopped = "threshold"

    builder = PickBuilder(judged, str(panel_picks.period), panel_picks.memory_before)
    untold = SeriesVerdict(
        series=series,
        period=str(panel_picks.period),
        level=judged.panel.levels[at],
        kind=str(judged.kind[at]),
        direction=builder.direction(at),
        place=0,
        of=len(panel_picks.picks),
        stopped=stopped,
        rule=rule.name,
        judgement=judgement,
        gates=tuple(passed),
        score=None,
        flags=line.flags,
        context=(),
        facts=facts(judged.snapshot, at),
    )
    if not places:
        return replace(untold, score=left_out.score if left_out else builder.score_alone(at))
    # A series that is told twice is told by its month first, by its revision after it.
    place, pick = min(places, key=lambda placed: placed[1].kind in OF_REVISIONS)
    return replace(
        untold,
        kind=pick.kind,
        direction=pick.direction,
        place=place,
        stopped="",
        score=pick.score,
        flags=pick.flags,
        context=pick.context,
    )


def _pick_left_out(panel_picks: PanelPicks, series: str) -> LeftOut | None:
    for left_out in panel_picks.left_out:
        if left_out.series == series:
            return left_out
    return None


def _later_gate(left_out: LeftOut | None) -> Judgement:
    """Return the gate that stopped a notable series: the one that left it out, or a better story."""
    if left_out is None or not left_out.gate:
        return compared("story", BETTER, LATER_GATES["story"], holds=False)
    return compared(left_out.gate, left_out.why, LATER_GATES[left_out.gate], holds=False)


def _first_gate_failed(passed: Iterable[Judgement]) -> str:
    for gate in passed:
        if not gate.holds:
            return gate.condition
    return "story"


def _revision_gates(picked: list[tuple[int, PanelPick]]) -> Iterator[Judgement]:
    """Yield a gate for each revision of the series, which needs no threshold."""
    for _, pick in picked:
        if pick.kind in OF_REVISIONS:
            fact = pick.facts[0]
            yield compared(
                pick.kind, f"{fact['period']}: {fact['old']:,.0f} to {fact['new']:,.0f}", REVISED, holds=True
            )
