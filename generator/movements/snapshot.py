"""Measures every series of a panel at one row, with its flags and its rule.

Seasonal adjustment is slow, so only series whose rule depends on it are adjusted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from generator.movements.comparability import Families, notice_flags, with_families, without_other_coverage
from generator.movements.conditions import (
    IS_NULL,
    NO,
    YES,
    Combination,
    Condition,
    HasEvent,
    MetricTable,
    MetricTest,
    leaves,
)
from generator.movements.counterparts import (
    NO_REPORT,
    MirrorGaps,
    balance,
    is_revised,
    mirror_gaps,
    revision,
)
from generator.movements.flow_states import EVENTS, FlowStates, flow_states, streak
from generator.movements.growth_metrics import (
    ENTIRE_RECORD,
    Floors,
    compound,
    growth_metrics,
    low_bases,
    published_yoy,
)
from generator.movements.judgement import ALL, NOT, UNLESS
from generator.movements.metric_names import UNITS
from generator.movements.panel import Floats, Panel, Places, Truths, is_rest
from generator.movements.panel_frame import Frame, MetricColumn, marked, unfinished
from generator.movements.peers import concentrations, peer_sets, ranks
from generator.movements.seasonal_adjustment import METRICS, Adjustments
from generator.movements.surprise_history import TRIPLED, WEIGHTY, SurpriseHistory, surprise_history
from generator.movements.surprise_statistic import EPS, FEW
from generator.movements.thresholds import Floor, ThresholdRule, Thresholds
from generator.movements.unit_values import UnitValues, unit_values_of

VOLATILE = 0.6  # spread above which a series is volatile
MONTHS = 12  # in a year
_VALUE = ("z", "z3", "z_sa", "yoy", "yoy_abs", "contrib", "contrib_share", "mom", "sa_mom", "r3_yoy", "r3_prev")
UNSEEN = {  # metrics of the single month, which say nothing about a drift or an offset
    "drift": (*_VALUE, "z_uv", "uv_yoy", "quantity_yoy"),
    "offset": _VALUE,
}
_FLOOR = {1: 10.0, 4: 2.5, 12: 1.0}  # factor from a month's floor to a period's, by periods per year
_NOT_USABLE = ("partial", "hs_break", "base_effect", "coverage", "bound", "valuation_break")


@dataclass(frozen=True)
class PanelGround:
    """Measurements of every series at one row that do not depend on thresholds. They take nearly all of the time."""

    frame: Frame
    families: Families
    flow: FlowStates
    unusual: SurpriseHistory
    amounts: UnitValues
    mirror: MirrorGaps | None
    columns: Mapping[str, MetricColumn]  # the metrics that come with reasons for a null
    metrics: Mapping[str, Floats]  # the values of all metrics
    flags: Mapping[str, Truths]


@dataclass(frozen=True)
class Snapshot(PanelGround):
    """All measurements of every series at one row, with their rules."""

    rules: Mapping[int, ThresholdRule]
    adjustments: Adjustments
    thresholds: Thresholds
    low_bases: Mapping[str, Truths]  # for each growth (`yoy`, `ytd_yoy`, `r12_yoy`): the series with a low base
    low_whole: frozenset[str]  # the growths of the aggregate that have a low base

    @property
    def panel(self) -> Panel:
        """The panel, with families among its columns."""
        return self.frame.panel

    @property
    def is_event(self) -> Truths:
        """Which series newly appeared or ceased."""
        return np.isin(self.flow.state, EVENTS)

    @cached_property
    def too_small(self) -> Truths:
        """Which series appeared or ceased but are below the `min_value` of every such event in their rule."""
        too_small = np.zeros(self.larger.shape, dtype=bool)
        for at in np.flatnonzero(self.is_event).tolist():
            conditions = leaves(self.rules[at].notable, that_let_through=True)
            events = [leaf for leaf in conditions if isinstance(leaf, HasEvent) and self.flow.state[at] in leaf.names]
            too_small[at] = bool(events) and all(self.larger[at] < float(event.min_value or 0) for event in events)
        return too_small

    @cached_property
    def happened(self) -> Truths:
        """Which events need no test of chance: they are unusual for the series, and large enough for its rule."""
        return np.asarray(self.is_event & ~self.flow.as_ever & ~self.too_small, dtype=bool)

    @cached_property
    def peers(self) -> Places:
        """The number of each column's peer set, -1 for none."""
        return peer_sets(self.panel)

    @cached_property
    def larger(self) -> Floats:
        """The larger of the two levels that are compared."""
        return np.fmax(self.frame.now, self.frame.before)

    @cached_property
    def passed(self) -> Truths:
        """Which series pass their rule."""
        passed = np.zeros(self.larger.shape, dtype=bool)
        for condition, columns in self._conditions():
            table = self._table
            if any(isinstance(leaf, MetricTest) and leaf.metric in METRICS for leaf in leaves(condition)):
                is_open = np.isnan(self._unless_known(condition, METRICS))
                adjusted = self.adjustments.over(at for at in columns if is_open[at])
                table = replace(table, adjusted=adjusted)
            passed[columns] = (condition.evaluate(table) == YES)[columns]
        return passed

    def silenced(self, kind: str) -> Truths:
        """Which series their rule forbids to report as a drift or an offset (`kind`).

        Metrics of the single month are ignored. A series is silenced if the rest of the rule fails whatever they are.
        """
        silenced = np.zeros(self.larger.shape, dtype=bool)
        for condition, columns in self._conditions():
            silenced[columns] = (self._unless_known(condition, (*METRICS, *UNSEEN[kind])) == NO)[columns]
        return silenced

    @cached_property
    def usable(self) -> Truths:
        """Which series have a usable change: of a finished period, of the same goods, and not a base effect."""
        rests = np.array([is_rest(level) for level in self.panel.levels], dtype=bool)
        return np.asarray(~np.any([rests, *(self.flags[name] for name in _NOT_USABLE)], axis=0), dtype=bool)

    @property
    def _table(self) -> MetricTable:
        return MetricTable(self.metrics, self.flags, self.flow.state, self.larger)

    def _conditions(self) -> Iterator[tuple[Condition, list[int]]]:
        """Yield each condition with its columns."""
        columns: dict[int, list[int]] = {}
        for at, rule in self.rules.items():
            columns.setdefault(id(rule), []).append(at)
        for those in columns.values():
            yield self.rules[those[0]].notable, those

    def _unless_known(self, condition: Condition, unknown: Collection[str]) -> Floats:
        """Return the outcomes of a condition without knowing the metrics in `unknown`; NaN where these decide."""
        nothing: dict[str, Floats] = dict.fromkeys(unknown, np.full(self.larger.shape, np.nan))
        return _kept_open(condition, unknown).evaluate(replace(self._table, adjusted=nothing))


def _kept_open(condition: Condition, unknown: Collection[str]) -> Condition:
    """Return the condition changed so that an unknown metric leaves it undecided, in null tests and exceptions too."""
    if isinstance(condition, MetricTest) and condition.operator == IS_NULL and condition.metric in unknown:
        return MetricTest(condition.metric, "gt", (Decimal(0),))
    if not isinstance(condition, Combination):
        return condition
    parts = tuple(_kept_open(part, unknown) for part in condition.parts)
    if condition.kind == UNLESS:
        return Combination(ALL, (parts[0], Combination(NOT, parts[1:])))
    return replace(condition, parts=parts)


def ground(panel: Panel, at: int) -> PanelGround:
    """Measure row `at` without thresholds. Later rows are ignored."""
    eps = EPS * panel.dollar
    families = with_families(panel.until(at), at)
    frame = Frame.of(without_other_coverage(families.panel, at), at)
    flow = flow_states(frame.panel, at, eps)
    unusual = surprise_history(frame, flow.lumpy if frame.year == MONTHS else flow.intermittent, eps)
    amounts = unit_values_of(frame, unusual.size)
    mirror = mirror_gaps(frame)
    columns = _metric_columns(frame, mirror)
    metrics = _metrics(frame, flow, unusual, amounts) | {name: column.value for name, column in columns.items()}
    is_long = (at + 1) * panel.first.months >= ENTIRE_RECORD
    flags = {
        **_flags(frame, flow, unusual, amounts),
        "record": (np.abs(metrics["record"]) == 1) & is_long,
        "hs_break": _broken(families, metrics["yoy"]) | marked(frame.panel, at, "hs_break"),
    }
    if mirror:
        flags["mirror_gap"] = mirror.is_flagged
    return PanelGround(frame, families, flow, unusual, amounts, mirror, columns, metrics, flags)


def snapshot_of(panel: Panel, at: int, thresholds: Thresholds, measured: PanelGround | None = None) -> Snapshot:
    """Return the snapshot of row `at`. `measured` is its ground, if it was computed for other thresholds already."""
    measured = measured or ground(panel, at)
    frame = measured.frame
    rules = dict(enumerate(thresholds.rules(frame.panel.codes)))
    floors = _floors([rule.floor for rule in rules.values()], thresholds, frame)
    low, low_whole = low_bases(frame, floors, _floors([thresholds.defaults.floor], thresholds, frame))
    of_ground = {name: getattr(measured, name) for name in PanelGround.__dataclass_fields__}
    could_matter = _could_matter(frame, thresholds)
    return Snapshot(
        **of_ground | {"flags": {**measured.flags, "low_base": low["yoy"]}},
        rules=rules,
        adjustments=Adjustments(frame, measured.families, measured.flow.intermittent, could_matter),
        thresholds=thresholds,
        low_bases=low,
        low_whole=low_whole,
    )


def _floors(floors: Sequence[Floor], thresholds: Thresholds, frame: Frame) -> Floors:
    """Return the floors of rates, scaled to one period of the panel. Annual thresholds are for a year already."""
    periods = 1.0 if thresholds.packaged == "annual" else _FLOOR[frame.year]
    money, of_group, of_median, ratio = np.array(
        [[float(part) for part in (floor.value, floor.of_group, floor.of_median, floor.ratio)] for floor in floors]
    ).T
    return Floors(money * periods, of_group / 100, of_median / 100, ratio)


def _metric_columns(frame: Frame, mirror: MirrorGaps | None) -> Mapping[str, MetricColumn]:
    """Return the metrics that come with reasons for a null."""
    nothing = np.full(frame.now.shape, np.nan)
    gaps = mirror.metric if mirror else MetricColumn(nothing, np.full(nothing.shape, NO_REPORT))
    return {
        **ranks(frame),
        **concentrations(frame),
        **compound(frame),
        **revision(frame),
        **balance(frame),
        **published_yoy(frame),
        "mirror": gaps,
    }


def _metrics(frame: Frame, flow: FlowStates, unusual: SurpriseHistory, amounts: UnitValues) -> dict[str, Floats]:
    """Return all other metrics. The seasonally adjusted ones come later."""
    nothing = np.full(frame.now.shape, np.nan)
    growths = growth_metrics(frame)
    months = np.abs(streak(unusual.growths, unusual.months))
    return {
        **dict.fromkeys([name for name in UNITS if name not in METRICS], nothing),
        **growths,
        "mom": np.where(flow.intermittent, np.nan, growths["mom"]),
        "z": unusual.z,
        "z3": unusual.three.z if frame.year == MONTHS else nothing,
        "z_uv": amounts.z,
        "uv": amounts.uv,
        "uv_yoy": amounts.uv_yoy,
        "quantity": amounts.quantity,
        "quantity_yoy": amounts.quantity_yoy,
        "streak": np.where(np.isnan(growths["yoy"]), np.nan, months),
        "idle": np.where(np.isin(flow.standing, EVENTS), flow.idle, np.nan),
    }


def _flags(frame: Frame, flow: FlowStates, unusual: SurpriseHistory, amounts: UnitValues) -> dict[str, Truths]:
    """Return which series have each of the flags that need no metric."""
    panel = frame.panel
    at = frame.at
    status = panel.status[at]
    no_series = np.zeros(frame.now.shape, dtype=bool)
    return {
        "partial": unfinished(panel, at),
        "bound": marked(panel, at, "bound"),
        "valuation_break": marked(panel, at, "valuation_break"),
        "provisional": status == ord("P"),
        "confidential": status == ord("C"),
        "estimated": status == ord("E"),
        "missing": np.isnan(panel.value[at]),
        "unit_change": amounts.unit_change,
        "quantity_suspect": amounts.suspect,
        "volatile": unusual.month.spread > VOLATILE,
        "intermittent": flow.intermittent & ~np.isin(flow.state, EVENTS),
        "short_history": unusual.month.n < FEW,
        "base_effect": unusual.base_effect,
        "seasonal": unusual.seasonal,
        "lunar": no_series | (frame.null == "lunar"),
        "lunar_tail": no_series | frame.has_tail,
        "revised": is_revised(frame),
        **notice_flags(panel, at),
    }


def _could_matter(frame: Frame, thresholds: Thresholds) -> Truths:
    """Whether each series is named by a threshold, or so large that it would be weighty if it tripled."""
    named = np.isin(frame.panel.codes, list(thresholds.series))
    return np.asarray(named | ~(TRIPLED * frame.before < WEIGHTY / 100 * frame.total_before), dtype=bool)


def _broken(families: Families, yoy: Floats) -> Truths:
    """Whether the nomenclature changed for each code, so that it has no `yoy`. Families can still be compared."""
    broken = np.zeros(yoy.shape, dtype=bool)
    broken[: len(families.broken)] = families.broken & np.isnan(yoy[: len(families.broken)])
    return broken
