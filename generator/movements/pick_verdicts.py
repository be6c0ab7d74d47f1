"""Why any one series is told or not: its threshold as a tree, the gates behind it, its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.movements.gates import gates, later
from generator.movements.judgement import Judgement, compared
from generator.movements.metric_values import row
from generator.movements.pick_builder import REVISED, PickBuilder
from generator.movements.pick_facts import facts
from generator.movements.picks import BETTER, OF_REVISIONS, PanelPicks
from generator.movements.scores import LeftOut, PanelPick, Score

THRESHOLD, ANOTHER = "threshold", "story"


@dataclass(frozen=True)
class SeriesVerdict:
    """Why one series is told, in which `place` of how many, or why not: `stopped` names the first gate that it failed.

    `score` is what it is told with, or would be; None where nothing says how odd it is.
    """

    series: str
    period: str
    level: str
    kind: str
    direction: str
    place: int
    of: int
    stopped: str
    rule: str
    judgement: Judgement
    gates: tuple[Judgement, ...]
    score: Score | None
    flags: tuple[str, ...]
    context: tuple[str, ...]
    facts: tuple[Any, ...]

    @property
    def told(self) -> bool:
        """Whether the series is among what is told."""
        return self.place > 0

    def as_data(self) -> dict[str, Any]:
        """Return the verdict as JSON holds it."""
        return {
            "series": self.series,
            "period": self.period,
            "level": self.level,
            "told": self.told,
            "place": self.place or None,
            "of": self.of,
            "kind": self.kind,
            "direction": self.direction,
            "stopped": self.stopped,
            "rule": self.rule,
            "judgement": self.judgement.as_data(),
            "gates": [one.as_data() for one in self.gates],
            "score": self.score.total if self.score else None,
            "parts": self.score.parts() if self.score else None,
            "flags": list(self.flags),
            "context": list(self.context),
            "facts": [dict(fact) for fact in self.facts],
        }


def verdict(found: PanelPicks, series: str) -> SeriesVerdict:
    """Return why `series` is told or not; KeyError where the panel has none of that name."""
    judged, at = found.judged, found.judged.panel.places[series]
    picks = [(place, one) for place, one in enumerate(found.told, start=1) if one.series == series]
    place, pick = min(picks, key=lambda one: one[1].kind in OF_REVISIONS, default=(0, None))
    left = next((one for one in found.left_out if one.series == series), None)
    telling = PickBuilder(judged, str(found.period), found.known)
    snapshot, rule = row(judged.snapshot, at), judged.snapshot.rules[at]
    tree, passed = rule.notable.judge(snapshot), (*_restated(picks), *gates(judged, at), *_later(found, at, pick, left))
    return SeriesVerdict(
        series=series,
        period=str(found.period),
        level=judged.panel.levels[at],
        kind=pick.kind if pick else str(judged.kind[at]),
        direction=pick.direction if pick else telling.direction(at),
        place=place,
        of=len(found.told),
        stopped="" if pick else _stopped(found, at, tree, passed),
        rule=rule.name,
        judgement=tree,
        gates=passed,
        score=pick.score if pick else left.score if left else telling.scored(at),
        flags=pick.flags if pick else snapshot.flags,
        context=pick.context if pick else (),
        facts=facts(judged.snapshot, at),
    )


def _restated(picks: list[tuple[int, PanelPick]]) -> Iterator[Judgement]:
    """Yield what was revised of the series, which is told whatever its threshold says."""
    for _, one in picks:
        if one.kind in OF_REVISIONS:
            fact = one.facts[0]
            yield compared(one.kind, f"{fact['period']}: {fact['old']:,.0f} to {fact['new']:,.0f}", REVISED, holds=True)


def _later(found: PanelPicks, at: int, pick: PanelPick | None, left: LeftOut | None) -> Iterator[Judgement]:
    """Yield the gate that stopped a series which stands out."""
    if pick is None and found.judged.notable[at]:
        series, level = found.judged.panel.codes[at], found.judged.panel.levels[at]
        kept = left if left and left.gate else LeftOut(series, level, "", 0.0, BETTER, ANOTHER)
        yield later(kept)


def _stopped(found: PanelPicks, at: int, tree: Judgement, passed: tuple[Judgement, ...]) -> str:
    if not found.judged.kind[at] and not tree.holds:
        return THRESHOLD
    return next((one.condition for one in passed if not one.holds), ANOTHER)
