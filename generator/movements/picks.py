"""What a panel has to tell at one period, in order, each with why; and what was considered and left out.

`picks` takes a panel in one vintage, thresholds, the data's previous edition and the memory of the edition before.
The same things give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import isnan

import numpy as np

from generator.movements.candidate_series import JudgedPanel, judge_panel
from generator.movements.data_revisions import revisions_of
from generator.movements.edition_memory import PLACES, Key, Memory, ToldMovement, strand, ways
from generator.movements.gates import against, why
from generator.movements.panel import FEBRUARY, Panel
from generator.movements.pick_builder import PickBuilder, revisions
from generator.movements.scores import LeftOut, PanelPick
from generator.movements.snapshot import PanelGround, ground
from generator.movements.story_tree import stories, without_duplicates
from generator.movements.thresholds import Thresholds
from generator.trade.period import Period

BUDGET = 20
MOST_LEFT_OUT = 50
BY_RULE = ("rank", "record", "share", "streak")  # go on for as long as their rule lets them through
OF_REVISIONS = ("correction", "revision")
BETTER = "a better one on its path is told"


@dataclass(frozen=True)
class PanelPicks:
    """The movements of one period: those told, those left out and why, the memory before it (`known`) and after."""

    period: Period
    told: tuple[PanelPick, ...]
    left_out: tuple[LeftOut, ...]
    judged: JudgedPanel = field(repr=False)
    memory: Memory = field(default_factory=Memory.empty)
    known: Memory = field(default_factory=Memory.empty)

    def why(self, series: str) -> str:
        """Return why `series` is told or not; KeyError where the panel has none of that name."""
        return why(self.judged, self.judged.panel.places[series])


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
    """Return what is told of `period`; ValueError where the panel does not have it.

    Corrections come first and are told beyond the budget. `known_ground` is that of the period.
    """
    at, known = _row(panel, period), memory or Memory.empty()
    with np.errstate(divide="ignore", invalid="ignore"):  # NaN in, NaN out: what is missing stays missing
        judged = judge_panel(replace(panel, previous=previous), at, thresholds, known_ground)
        builder = PickBuilder(judged, str(period), known)
        told, absorbed = _movements(builder)
        restated = (
            revisions(judged, revisions_of(judged.snapshot.frame, previous), str(period))
            if previous is not None
            else []
        )
        ranked = sorted([*told, *restated], key=_order)
        news = [pick for pick in ranked if pick.kind in OF_REVISIONS or _is_news(known, pick)]
        first = [pick for place, pick in enumerate(news) if place < budget or pick.kind == "correction"]
        over = (LeftOut.of(pick, f"over {budget}", "budget") for pick in news if pick not in first)
        left = [*absorbed, *_silent(known, ranked, news), *over]
        after = known.after(str(period), _remembered(first, str(period)), _going_on(judged, known, ranked))
    return PanelPicks(period, tuple(first), (*left, *_considered(builder, first, left)), judged, after, known)


def ground_of(panel: Panel, period: Period) -> PanelGround:
    """Return what `picks` finds out of `period` before it looks at thresholds: the same for all of them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ground(panel, _row(panel, period))


def _row(panel: Panel, period: Period) -> int:
    """Return the row of `period`; ValueError where the panel has none, or periods of another length."""
    together = period.frequency == "combined" and panel.is_lunar and panel.month(panel.row(period.last)) == FEBRUARY
    asked = period.last if together and period.months == 2 else period  # noqa: PLR2004 -- January and February
    at = panel.row(asked)
    if asked.months != panel.first.months or not 0 <= at < len(panel.value):
        msg = f"the table has no {period}; it has {panel.first} to {panel.period(len(panel.value) - 1)}"
        raise ValueError(msg)
    return at


def _movements(builder: PickBuilder) -> tuple[list[PanelPick], list[LeftOut]]:
    """Return the movements, each told once, and those that another one tells."""
    judged = builder.judged
    every = stories(judged)
    kept = without_duplicates(judged, every, {story.column: builder.score(story).total for story in every})
    picks_made = [builder.pick(story) for story in kept]
    columns = {story.column for story in kept}
    tellers = {at: story for story in kept for at in (*story.context, *story.drivers)}
    absorbed = [at for at in sorted(tellers) if judged.notable[at] and at not in columns]
    codes = judged.panel.codes
    return picks_made, [builder.left_out(at, f"told as {codes[tellers[at].column]}", "story") for at in absorbed]


def _order(pick: PanelPick) -> tuple[object, ...]:
    weight = 0.0 if isnan(pick.contrib) else abs(pick.contrib)
    return (pick.kind != "correction", -pick.score.total, -weight, pick.series, pick.kind)


def _is_news(memory: Memory, pick: PanelPick) -> bool:
    return memory.is_news(pick.series, pick.kind, pick.direction, pick.z, pick.contrib, pick.milestones)


def _silent(memory: Memory, ranked: Iterable[PanelPick], news: Iterable[PanelPick]) -> Iterator[LeftOut]:
    """Yield what was told before and goes on without news."""
    told = {(pick.series, pick.kind) for pick in news}
    for pick in ranked:
        was = memory.standing(pick.series, pick.kind, pick.direction, pick.z, pick.contrib)
        if was and (pick.series, pick.kind) not in told:
            yield LeftOut.of(pick, f"told in {was.told}, and not grown by half since", "news")


def _considered(builder: PickBuilder, told: Iterable[PanelPick], left: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Yield what its rule lets through and is not told, the weightiest first."""
    judged = builder.judged
    named = {pick.series for pick in told} | {pick.series for pick in left}
    passed = [at for at in np.flatnonzero(judged.snapshot.passed).tolist() if judged.panel.codes[at] not in named]
    passed.sort(key=lambda at: (-abs(np.nan_to_num(judged.weight[at])), judged.panel.codes[at]))
    for at in passed[:MOST_LEFT_OUT]:
        if judged.notable[at]:
            yield builder.left_out(at, BETTER, "story")
        else:
            yield builder.left_out(at, against(judged, at))


def _remembered(told: Iterable[PanelPick], period: str) -> list[ToldMovement]:
    kept = [pick for pick in told if pick.kind not in OF_REVISIONS]
    return [
        ToldMovement(
            pick.series, pick.kind, pick.direction, period, period, round(pick.z, PLACES), round(pick.contrib, PLACES)
        )
        for pick in kept
    ]


def _going_on(judged: JudgedPanel, memory: Memory, ranked: Iterable[PanelPick]) -> dict[Key, bool]:
    """Say of every movement that was told whether it is still above 0.7 of its bar: a drift by its year, and so on.

    What could be told today goes on, by whichever bar its rule has: six months of growth are no surprise.
    """
    today = {
        (pick.series, strand(pick.kind), way) for pick in ranked for way in ways(pick.direction, pick.z, pick.contrib)
    }
    strange, places = judged.snapshot.unusual, judged.panel.places
    own, signs = {"drift": strange.slow, "offset": judged.snapshot.amounts.z}, {"up": 1.0, "down": -1.0}

    def goes_on(movement: ToldMovement, at: int) -> bool:
        by_rule = movement.kind in BY_RULE and bool(judged.snapshot.passed[at])
        return by_rule or bool(own.get(movement.kind, strange.z)[at] * signs[movement.direction] >= movement.still)

    def is_going_on(key: Key, movement: ToldMovement) -> bool:
        return key in today or (movement.series in places and goes_on(movement, places[movement.series]))

    return {key: is_going_on(key, movement) for key, movement in memory.told.items()}
