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
        found = judge_panel(replace(panel, previous=previous), at, thresholds, known_ground)
        telling = PickBuilder(found, str(period), known)
        told, absorbed = _movements(telling)
        restated = (
            revisions(found, revisions_of(found.snapshot.frame, previous), str(period)) if previous is not None else []
        )
        ranked = sorted([*told, *restated], key=_order)
        news = [one for one in ranked if one.kind in OF_REVISIONS or _is_news(known, one)]
        first = [one for place, one in enumerate(news) if place < budget or one.kind == "correction"]
        over = (LeftOut.of(one, f"over {budget}", "budget") for one in news if one not in first)
        left = [*absorbed, *_silent(known, ranked, news), *over]
        after = known.after(str(period), _remembered(first, str(period)), _going_on(found, known, ranked))
    return PanelPicks(period, tuple(first), (*left, *_considered(telling, first, left)), found, after, known)


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


def _movements(telling: PickBuilder) -> tuple[list[PanelPick], list[LeftOut]]:
    """Return the movements, each told once, and those that another one tells."""
    found = stories(telling.judged)
    kept = without_duplicates(telling.judged, found, {one.column: telling.score(one).total for one in found})
    told = [telling.pick(one) for one in kept]
    named = {one: story for story in kept for one in (*story.context, *story.drivers)}
    codes, notable = telling.judged.panel.codes, telling.judged.notable
    absorbed = [at for at in sorted(named) if notable[at] and at not in {one.column for one in kept}]
    return told, [telling.left_out(at, f"told as {codes[named[at].column]}", "story") for at in absorbed]


def _order(one: PanelPick) -> tuple[object, ...]:
    weight = 0.0 if isnan(one.contrib) else abs(one.contrib)
    return (one.kind != "correction", -one.score.total, -weight, one.series, one.kind)


def _is_news(memory: Memory, one: PanelPick) -> bool:
    return memory.is_news(one.series, one.kind, one.direction, one.z, one.contrib, one.milestones)


def _silent(memory: Memory, ranked: Iterable[PanelPick], news: Iterable[PanelPick]) -> Iterator[LeftOut]:
    """Yield what was told before and goes on without news."""
    told = {(one.series, one.kind) for one in news}
    for one in ranked:
        was = memory.standing(one.series, one.kind, one.direction, one.z, one.contrib)
        if was and (one.series, one.kind) not in told:
            yield LeftOut.of(one, f"told in {was.told}, and not grown by half since", "news")


def _considered(telling: PickBuilder, told: Iterable[PanelPick], left: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Yield what its rule lets through and is not told, the weightiest first."""
    found = telling.judged
    named = {one.series for one in told} | {one.series for one in left}
    passed = [at for at in np.flatnonzero(found.snapshot.passed).tolist() if found.panel.codes[at] not in named]
    passed.sort(key=lambda at: (-abs(np.nan_to_num(found.weight[at])), found.panel.codes[at]))
    for at in passed[:MOST_LEFT_OUT]:
        if found.notable[at]:
            yield telling.left_out(at, BETTER, "story")
        else:
            yield telling.left_out(at, against(found, at))


def _remembered(told: Iterable[PanelPick], period: str) -> list[ToldMovement]:
    kept = [one for one in told if one.kind not in OF_REVISIONS]
    return [
        ToldMovement(
            one.series, one.kind, one.direction, period, period, round(one.z, PLACES), round(one.contrib, PLACES)
        )
        for one in kept
    ]


def _going_on(found: JudgedPanel, memory: Memory, ranked: Iterable[PanelPick]) -> dict[Key, bool]:
    """Say of every movement that was told whether it is still above 0.7 of its bar: a drift by its year, and so on.

    What could be told today goes on, by whichever bar its rule has: six months of growth are no surprise.
    """
    today = {(one.series, strand(one.kind), way) for one in ranked for way in ways(one.direction, one.z, one.contrib)}
    strange, places = found.snapshot.unusual, found.panel.places
    own, signs = {"drift": strange.slow, "offset": found.snapshot.amounts.z}, {"up": 1.0, "down": -1.0}

    def goes_on(one: ToldMovement, at: int) -> bool:
        by_rule = one.kind in BY_RULE and bool(found.snapshot.passed[at])
        return by_rule or bool(own.get(one.kind, strange.z)[at] * signs[one.direction] >= one.still)

    known = memory.told.items()
    return {key: key in today or (one.series in places and goes_on(one, places[one.series])) for key, one in known}
