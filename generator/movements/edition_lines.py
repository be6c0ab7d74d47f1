"""The lines of an edition: judges each code of its selection by its threshold, and ranks the notable ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np

from generator.movements.conditions import JudgedSeries
from generator.movements.flow_states import EVENTS
from generator.movements.judgement import Judgement
from generator.movements.lunar_new_year import new_years
from generator.movements.metric_values import SeriesRow, row
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of, panel_of_longer
from generator.movements.pick_builder import PickBuilder
from generator.movements.picks import PanelPicks
from generator.movements.scores import step_of
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.movements.story_tree import PanelStory
from generator.movements.thresholds import ThresholdRule, Thresholds
from generator.trade.figures import Figures
from generator.trade.period import A_QUARTER, Period

_BOTH = 2  # months: January and February together
_KINDS = {"up": "rise", "down": "fall", None: "level"}


@dataclass(frozen=True)
class Movement:
    """One line with the judgement on it."""

    code: str
    kind: str  # "rise", "fall", "level", or an event
    direction: str | None  # "up", "down" or None
    score: Decimal
    rule: str  # name of the block of thresholds
    judgement: Judgement
    reason: str  # why it is left out; empty if it is notable
    may_lead: bool = True  # False for a rate on a low base, unless its contribution is notable too
    flags: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)  # of the score; empty without a judgement by its past
    told_before: str = ""  # period of the edition that last reported the movement
    since_step: str = ""  # month of the step since which the level has held


@dataclass(frozen=True)
class Movements:
    """The movements of all lines in `period` against `base`."""

    period: Period
    base: Period
    lines: tuple[SeriesRow, ...]  # those with a figure, in the order of the selection
    notable: tuple[Movement, ...]  # ranked
    left_out: tuple[Movement, ...]
    low_whole: frozenset[str] = frozenset()  # growths of the total that have a low base
    snapshot: Snapshot | None = None  # None if no line has a figure

    def line(self, code: str) -> SeriesRow:
        """Return the line of `code`. Raise KeyError if it has no figure."""
        return self.by_code[code]

    @cached_property
    def by_code(self) -> Mapping[str, SeriesRow]:
        """The lines by their codes."""
        return {line.code: line for line in self.lines}


def find_movements(
    figures: Figures, thresholds: Thresholds, picks: PanelPicks | None = None, previous: Figures | None = None
) -> Movements:
    """Measure and judge every line of the figures' selection, and rank the notable ones.

    `picks` are the picks of the same period among all codes within the selection. If they are given, the lines are
    columns of their panel and are ranked by its scores. `previous` are the same lines in the previous data, for the
    metric `revision` of years.
    """
    rules = thresholds.fitting(figures.period, figures.unit)
    snapshot = _measured(figures, rules, picks, previous)
    period = figures.period
    base = period.year_before()
    builder = None
    if picks is not None:
        builder = PickBuilder(picks.judged, str(picks.period), picks.memory_before)
    lines = {}
    judged = []
    for code in figures.selection.codes:
        at = snapshot.panel.places.get(code) if snapshot else None
        if snapshot is None or at is None:
            judged.append(_missing(code, rules.rule(code), period))
            continue
        # Show the state that holds now, even if its event began in an earlier period.
        lines[code] = replace(row(snapshot, at), flow_state=str(snapshot.flow.standing[at]))
        judged.append(_movement(lines[code], period, builder))
    notable = sorted(
        (line for line in judged if not line.reason),
        key=lambda line: (not line.may_lead, -line.score, -weight(lines[line.code]), line.code),
    )
    left_out = tuple(line for line in judged if line.reason)
    low_whole = snapshot.low_whole if snapshot else frozenset()
    return Movements(period, base, tuple(lines.values()), tuple(notable), left_out, low_whole, snapshot)


def weight(line: SeriesRow) -> Decimal:
    """Return the size of the contribution in percentage points, or else the share in per cent, or else 0."""
    values = (line.metric("contrib").value, line.metric("share").value)
    return next((abs(value) for value in values if value is not None), Decimal(0))


def _measured(
    figures: Figures, rules: Thresholds, picks: PanelPicks | None, previous: Figures | None
) -> Snapshot | None:
    """Return the snapshot of the lines; None if no line has a figure."""
    period = figures.period
    if picks is not None:
        panel_snapshot = picks.judged.snapshot
        snapshot = snapshot_of(panel_snapshot.panel, panel_snapshot.frame.at, rules, panel_snapshot)
    else:
        try:
            panel = _panel(figures)
        except ValueError:
            return None
        panel = replace(panel, opposite=_panel_beside(figures.opposite), previous=_panel_beside(previous))
        with np.errstate(divide="ignore", invalid="ignore"):
            snapshot = snapshot_of(panel, panel.row(period if period.months >= A_QUARTER else period.last), rules)
    if period.months != _BOTH:
        return snapshot
    level = snapshot.frame.steps[snapshot.frame.at]  # of January and February together
    return replace(snapshot, metrics={**snapshot.metrics, "level": level})


def _panel(figures: Figures, *, is_beside: bool = False) -> Panel:
    """Return the panel of the lines. Raise ValueError if no line has a figure."""
    if figures.period.months >= A_QUARTER:
        return panel_of_longer(figures, is_beside=is_beside)
    panel = panel_of(figures)
    if figures.period.months > 1 and not panel.is_lunar:
        return replace(panel, lunar=new_years())  # compare January and February together, as the edition does
    return panel


def _panel_beside(figures: Figures | None) -> Panel | None:
    """Return the panel of opposite or previous figures; None if there are none."""
    try:
        return _panel(figures, is_beside=True) if figures is not None else None
    except ValueError:
        return None


def _missing(code: str, rule: ThresholdRule, period: Period) -> Movement:
    """Return the movement of a line without a figure of the period: all its metrics are null."""
    line = JudgedSeries(flags=("missing",), flow_state="unknown", reason=f"missing {period}")
    return Movement(code, "level", None, Decimal(0), rule.name, rule.notable.judge(line), line.reason, flags=line.flags)


def _movement(line: SeriesRow, period: Period, builder: PickBuilder | None) -> Movement:
    """Return the movement of a line, judged by its rule."""
    snapshot = line.snapshot
    at = line.at
    rule = snapshot.rules[at]
    judgement = rule.notable.judge(line)
    reason = "" if judgement.holds else str(judgement)
    if np.isnan(snapshot.frame.steps[snapshot.frame.at, at]):  # also if one of two combined months is missing
        reason = line.metric("level").reason or f"missing {period}"
    change = line.metric("yoy_abs").value
    direction: Literal["up", "down"] | None = None
    if change:
        direction = "up" if change > 0 else "down"
    kind = _KINDS[direction]
    if line.flow_state in EVENTS:
        kind = line.flow_state
    movement = Movement(
        code=line.code,
        kind=kind,
        direction=direction,
        score=weight(line),
        rule=rule.name,
        judgement=judgement,
        reason=reason,
        may_lead="low_base" not in line.flags or "contrib" in judgement.passed(),
        flags=line.flags,
    )
    if builder is None:
        return movement
    story = PanelStory(at)
    score = builder.score(story)
    key = builder.movement(story).key
    told_before = ""
    if key in builder.memory.movements:
        told_before = builder.memory.movements[key].told
    return replace(
        movement,
        score=Decimal(repr(score.total)),
        parts=score.parts(),
        told_before=told_before,
        since_step=str(step_of(builder.judged.snapshot, at) or ""),
    )
