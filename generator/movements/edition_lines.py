"""The lines of an edition: each code of its selection judged by its threshold, the notable ones in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from generator.movements.flow_states import EVENTS
from generator.movements.judgement import Judgement
from generator.movements.lunar_new_year import new_years
from generator.movements.metric_values import MetricValue, SeriesRow, row
from generator.movements.milestones import step_of
from generator.movements.panel import Panel
from generator.movements.panel_of_figures import panel_of, panel_of_longer
from generator.movements.pick_builder import PickBuilder
from generator.movements.picks import PanelPicks
from generator.movements.snapshot import Snapshot, snapshot_of
from generator.movements.story_tree import PanelStory
from generator.movements.thresholds import ThresholdRule, Thresholds
from generator.trade.figures import Figures
from generator.trade.period import A_QUARTER, Period

_BOTH = 2  # months: January and February together
_KINDS = {"up": "rise", "down": "fall", None: "level"}


@dataclass(frozen=True)
class Movement:
    """One line that was judged: why it is told, or why not.

    `kind` is rise, fall, level, or an event; `direction` is up, down or None. `rule` names the block of thresholds,
    `judgement` is its evaluated tree. `may_lead` is False for a low base that its contribution does not carry. `parts`
    are the five addends of the score and its quality, where the line was measured against its own past; `told_before`
    is the period of the edition that told the movement last, `since_step` the month of the step since which it stands;
    "" for none.
    """

    code: str
    kind: str
    direction: str | None
    score: Decimal
    rule: str
    judgement: Judgement
    reason: str
    may_lead: bool = True
    flags: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    told_before: str = ""
    since_step: str = ""


@dataclass(frozen=True)
class Movements:
    """What moved in `period` against `base`, line by line in the order of the selection, and what of it is notable.

    `lines` are those with a figure, `low_whole` the growths of the total that are from almost nothing. `snapshot` has
    what was measured, None where there was nothing to measure.
    """

    period: Period
    base: Period
    lines: tuple[SeriesRow, ...]
    notable: tuple[Movement, ...]
    left_out: tuple[Movement, ...]
    low_whole: frozenset[str] = frozenset()
    snapshot: Snapshot | None = None

    def line(self, code: str) -> SeriesRow:
        """Return the line of `code`; KeyError where it has no figure."""
        return self.by_code[code]

    @cached_property
    def by_code(self) -> Mapping[str, SeriesRow]:
        """The lines by their codes."""
        return {line.code: line for line in self.lines}


def find_movements(
    figures: Figures, thresholds: Thresholds, picks: PanelPicks | None = None, previous: Figures | None = None
) -> Movements:
    """Return every line of the figures' selection measured and judged, the notable ones ranked.

    `picks` are what the engine tells of the same period among all codes within the selection; then the lines are
    columns of its panel, and are ranked by its scores. `previous` are the same lines as they were known before, for
    the revision of a year's.
    """
    rules = thresholds.fitting(figures.period, figures.unit)
    found = _measured(figures, rules, picks, previous)
    period, base = figures.period, figures.period.year_before()
    if found is None:
        missing = tuple(_missing(code, rules.rule(code), period) for code in figures.selection.codes)
        return Movements(period, base, (), (), missing)
    places, telling = found.panel.places, _telling(picks)
    lines = {code: _line(found, places[code]) for code in figures.selection.codes if code in places}
    judged = [
        _movement(lines[code], period, telling) if code in lines else _missing(code, rules.rule(code), period)
        for code in figures.selection.codes
    ]
    weights = {code: weight(line) for code, line in lines.items()}
    notable = sorted(
        (one for one in judged if not one.reason),
        key=lambda one: (not one.may_lead, -one.score, -weights[one.code], one.code),
    )
    left_out = tuple(one for one in judged if one.reason)
    return Movements(period, base, tuple(lines.values()), tuple(notable), left_out, found.low_whole, found)


def weight(line: SeriesRow) -> Decimal:
    """Return the size of the contribution in percentage points, else the share of the total in per cent, else 0."""
    values = (line.metric("contrib").value, line.metric("share").value)
    return next((abs(value) for value in values if value is not None), Decimal(0))


def _measured(
    figures: Figures, rules: Thresholds, picks: PanelPicks | None, previous: Figures | None
) -> Snapshot | None:
    """Return what is measured of the lines; None where none has a figure."""
    if picks is not None:
        known = picks.judged.snapshot
        return _with_level(snapshot_of(known.panel, known.frame.at, rules, known), figures.period)
    try:
        panel = _panel(figures)
    except ValueError:
        return None
    panel = replace(panel, opposite=_other(figures.opposite), previous=_other(previous))
    period = figures.period if figures.period.months >= A_QUARTER else figures.period.last
    with np.errstate(divide="ignore", invalid="ignore"):
        return _with_level(snapshot_of(panel, panel.row(period), rules), figures.period)


def _panel(figures: Figures, *, is_beside: bool = False) -> Panel:
    """Return the panel of the lines; ValueError where none has a figure."""
    if figures.period.months >= A_QUARTER:
        return panel_of_longer(figures, is_beside=is_beside)
    found = panel_of(figures)
    if figures.period.months > 1 and not found.is_lunar:
        return replace(found, lunar=new_years())  # two months that are told together are compared together
    return found


def _other(figures: Figures | None) -> Panel | None:
    """Return the panel of figures that stand beside the lines; None where there are none."""
    try:
        return _panel(figures, is_beside=True) if figures is not None else None
    except ValueError:
        return None


def _with_level(found: Snapshot, period: Period) -> Snapshot:
    """Return what was seen with the level of January and February together, where both are told together."""
    if period.months != _BOTH:
        return found
    return replace(found, metrics=found.metrics.with_value("level", found.frame.steps[found.frame.at]))


def _line(found: Snapshot, at: int) -> SeriesRow:
    """Return the series in column `at` as a line: its state is the one that stands, not what happened now alone."""
    return replace(row(found, at), flow_state=str(found.flow.standing[at]))


def _telling(picks: PanelPicks | None) -> PickBuilder | None:
    return PickBuilder(picks.judged, str(picks.period), picks.known) if picks is not None else None


@dataclass(frozen=True)
class _Absent:
    """A line without a figure of the period, as conditions see it: every metric is null for that."""

    reason: str
    flags: tuple[str, ...] = ("missing",)
    events: tuple[str, ...] = ()
    flow_state: str = "unknown"
    larger_end: Decimal | None = None

    def metric(self, _name: str) -> MetricValue:
        """Return a null."""
        return MetricValue(None, self.reason)


def _missing(code: str, rule: ThresholdRule, period: Period) -> Movement:
    """Return the record of a line without a figure of the period."""
    line = _Absent(f"missing {period}")
    return Movement(code, "level", None, Decimal(0), rule.name, rule.notable.judge(line), line.reason, flags=line.flags)


def _movement(line: SeriesRow, period: Period, telling: PickBuilder | None) -> Movement:
    """Return the judgement of its rule on a line; `reason` is empty where it is notable."""
    rule, at = line.snapshot.rules[line.at], line.at
    judgement = rule.notable.judge(line)
    missing = "" if not np.isnan(line.snapshot.frame.steps[line.snapshot.frame.at, at]) else _why_missing(line, period)
    direction = _direction(line)
    found = Movement(
        code=line.code,
        kind=line.flow_state if line.flow_state in EVENTS else _KINDS[direction],
        direction=direction,
        score=weight(line),
        rule=rule.name,
        judgement=judgement,
        reason="" if judgement.holds and not missing else missing or str(judgement),
        may_lead="low_base" not in line.flags or "contrib" in judgement.passed(),
        flags=line.flags,
    )
    if telling is None:
        return found
    story = PanelStory(at)
    score, known = telling.score(story), telling.known(story)
    return replace(
        found,
        score=Decimal(repr(score.total)),
        parts=score.parts(),
        told_before=known.told if known else "",
        since_step=str(step_of(telling.judged.snapshot, at) or ""),
    )


def _why_missing(line: SeriesRow, period: Period) -> str:
    """Return why a line has no level; of two months told together one may be missing."""
    return line.metric("level").reason or f"missing {period}"


def _direction(line: SeriesRow) -> str | None:
    change = line.metric("yoy_abs").value
    return ("up" if change > 0 else "down") if change else None
