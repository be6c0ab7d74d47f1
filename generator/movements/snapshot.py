"""Every series of a panel measured at one row, with its flags and the rule that holds for it.

Seasonal adjustment is slow: only the series in which a rule turns on it are adjusted.
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
    Leaf,
    MetricTable,
    MetricTest,
    leaves,
    with_leaves,
)
from generator.movements.counterparts import (
    BALANCES,
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
    PUBLISHED,
    Floors,
    compound,
    growth_metrics,
    low_bases,
    published_yoy,
)
from generator.movements.judgement import ALL, NOT, UNLESS
from generator.movements.metric_names import UNITS
from generator.movements.panel import Floats, Panel, Places, Truths, is_rest
from generator.movements.panel_frame import Frame, MetricColumn, Metrics, marked, unfinished
from generator.movements.peers import concentrations, peer_sets, ranks
from generator.movements.seasonal_adjustment import METRICS, Adjustments
from generator.movements.surprise_history import WEIGHTY, SurpriseHistory, surprise_history
from generator.movements.surprise_statistic import EPS, FEW
from generator.movements.thresholds import Floor, ThresholdRule, Thresholds
from generator.movements.unit_values import UnitValues, unit_values_of

TRIPLED = 2.0  # its base, more than it was
VOLATILE = 0.6  # spread
MONTHS = 12  # of a year
_VALUE = ("z", "z3", "z_sa", "yoy", "yoy_abs", "contrib", "contrib_share", "mom", "sa_mom", "r3_yoy", "r3_prev")
UNSEEN = {  # what a rule asks of the one month, of which a drift and an offset have nothing to show
    "drift": (*_VALUE, "z_uv", "uv_yoy", "quantity_yoy"),
    "offset": _VALUE,
}
_FLOOR = {1: 10.0, 4: 2.5, 12: 1.0}  # of a month's floor, by periods of a year: a million a year, 100,000 a month
_NOT_USABLE = ("partial", "hs_break", "base_effect", "coverage", "bound", "valuation_break")


@dataclass(frozen=True)
class PanelGround:
    """What is known of every series at one row whatever the thresholds are; it takes nearly all of the time."""

    frame: Frame
    families: Families
    flow: FlowStates
    unusual: SurpriseHistory
    amounts: UnitValues
    mirror: MirrorGaps | None


@dataclass(frozen=True)
class Snapshot(PanelGround):
    """Everything that is measured of every series at one row; nothing is decided yet.

    `low_bases` says of which series a growth (`yoy`, `ytd_yoy`, `r12_yoy`) is from almost nothing, `low_whole` which
    growths of the aggregate are.
    """

    metrics: Metrics
    flags: Mapping[str, Truths]
    rules: Mapping[int, ThresholdRule]
    adjustments: Adjustments
    thresholds: Thresholds
    low_bases: Mapping[str, Truths]
    low_whole: frozenset[str]

    @property
    def panel(self) -> Panel:
        """The panel, families among its columns."""
        return self.frame.panel

    @property
    def is_event(self) -> Truths:
        """Which flows appeared or went."""
        return np.isin(self.flow.state, EVENTS)

    @cached_property
    def too_small(self) -> Truths:
        """Which flows appeared or went, but are smaller than each of their rule's conditions asks of such an event."""
        too_small = np.zeros(self.larger.shape, dtype=bool)
        for at in np.flatnonzero(self.is_event).tolist():
            conditions = leaves(self.rules[at].notable, that_let_through=True)
            events = [leaf for leaf in conditions if isinstance(leaf, HasEvent) and self.flow.state[at] in leaf.names]
            too_small[at] = bool(events) and all(self.larger[at] < float(event.min_value or 0) for event in events)
        return too_small

    @cached_property
    def happened(self) -> Truths:
        """Which events need no chance: no habit of theirs, and as large as their rule asks of one."""
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
        """Which series their rule lets through."""
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
        """Which series their rule keeps from being told as a drift or an offset, by what it asks beside the month.

        An exception that holds silences, and so does whatever else the rule asks and is not so.
        """
        silenced = np.zeros(self.larger.shape, dtype=bool)
        for condition, columns in self._conditions():
            silenced[columns] = (self._unless_known(condition, (*METRICS, *UNSEEN[kind])) == NO)[columns]
        return silenced

    @cached_property
    def usable(self) -> Truths:
        """Whose change can be told at all: of a finished period, of the same goods, not of last year's oddity."""
        rests = np.array([is_rest(level) for level in self.panel.levels], dtype=bool)
        return np.asarray(~np.any([rests, *(self.flags[name] for name in _NOT_USABLE)], axis=0), dtype=bool)

    @property
    def _table(self) -> MetricTable:
        return MetricTable(self.metrics, self.flags, self.flow.state, self.larger)

    def _conditions(self) -> Iterator[tuple[Condition, list[int]]]:
        """Yield each condition with the columns that it is of."""
        columns: dict[int, list[int]] = {}
        for at, rule in self.rules.items():
            columns.setdefault(id(rule), []).append(at)
        for those in columns.values():
            yield self.rules[those[0]].notable, those

    def _unless_known(self, condition: Condition, unknown: Collection[str]) -> Floats:
        """Return the outcomes of a condition if nobody knew the metrics in `unknown`, NaN where they decide."""
        nothing: dict[str, Floats] = dict.fromkeys(unknown, np.full(self.larger.shape, np.nan))
        return _kept_open(condition, unknown).evaluate(replace(self._table, adjusted=nothing))


def _kept_open(condition: Condition, unknown: Collection[str]) -> Condition:
    """Return the condition so that what is not known yet keeps it open: also as a null, and in an exception."""

    def change(leaf: Leaf) -> Leaf:
        if isinstance(leaf, MetricTest) and leaf.operator == IS_NULL and leaf.metric in unknown:
            return MetricTest(leaf.metric, "gt", (Decimal(0),))
        return leaf

    def certain(node: Condition) -> Condition:
        if not isinstance(node, Combination):
            return node
        parts = tuple(certain(part) for part in node.parts)
        if node.kind == UNLESS:
            return Combination(ALL, (parts[0], Combination(NOT, parts[1:])))
        return replace(node, parts=parts)

    return certain(with_leaves(condition, change))


def ground(panel: Panel, at: int) -> PanelGround:
    """Return what can be known at row `at` before any threshold is looked at, as if nothing came after it."""
    eps, families = EPS * panel.dollar, with_families(panel.until(at), at)
    frame = Frame.of(without_other_coverage(families.panel, at), at)
    flow = flow_states(frame.panel, at, eps)
    unusual = surprise_history(frame, flow.intermittent, eps)
    return PanelGround(frame, families, flow, unusual, unit_values_of(frame, unusual.size), mirror_gaps(frame))


def snapshot_of(panel: Panel, at: int, thresholds: Thresholds, measured: PanelGround | None = None) -> Snapshot:
    """Return what is measured at row `at`; `measured` is its ground, where other thresholds have asked for it."""
    measured = measured or ground(panel, at)
    frame = measured.frame
    rules = dict(enumerate(thresholds.rules(frame.panel.codes)))
    floors = _floors([rule.floor for rule in rules.values()], thresholds, frame)
    low, low_whole = low_bases(frame, floors, _floors([thresholds.defaults.floor], thresholds, frame))
    metrics = _metrics(measured)
    is_long = (at + 1) * panel.first.months >= ENTIRE_RECORD
    more = {
        "low_base": low["yoy"],
        "record": (np.abs(metrics["record"]) == 1) & is_long,
        "hs_break": _broken(measured.families, metrics["yoy"]) | marked(frame.panel, at, "hs_break"),
    }
    return Snapshot(
        **{name: getattr(measured, name) for name in PanelGround.__dataclass_fields__},
        metrics=metrics,
        flags=_flags(measured) | more,
        rules=rules,
        adjustments=Adjustments(frame, measured.families, measured.flow.intermittent, _could_matter(frame, thresholds)),
        thresholds=thresholds,
        low_bases=low,
        low_whole=low_whole,
    )


def _floors(floors: Sequence[Floor], thresholds: Thresholds, frame: Frame) -> Floors:
    """Return the floors of rates for one period of the panel; those of years are written for a year."""
    periods = 1.0 if thresholds.packaged == "annual" else _FLOOR[frame.year]
    money, of_group, of_median, ratio = np.array(
        [[float(part) for part in (floor.value, floor.of_group, floor.of_median, floor.ratio)] for floor in floors]
    ).T
    return Floors(money * periods, of_group / 100, of_median / 100, ratio)


def _metrics(measured: PanelGround) -> Metrics:
    frame, flow, unusual, amounts, gaps = (
        measured.frame,
        measured.flow,
        measured.unusual,
        measured.amounts,
        measured.mirror,
    )
    nothing = np.full(frame.now.shape, np.nan)
    growths = growth_metrics(frame)
    months = np.abs(streak(unusual.growths, unusual.months))
    now = {
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
    mirror = gaps.metric if gaps else MetricColumn(nothing, np.full(nothing.shape, NO_REPORT))
    later = {
        ("rank", "rank_change"): lambda: ranks(frame),
        ("hhi", "equivalent"): lambda: concentrations(frame),
        ("cagr",): lambda: compound(frame),
        ("revision",): lambda: revision(frame),
        BALANCES: lambda: balance(frame),
        (PUBLISHED,): lambda: published_yoy(frame),
        ("mirror",): lambda: {"mirror": mirror},
    }
    return Metrics(now, later)


def _flags(measured: PanelGround) -> dict[str, Truths]:
    frame, flow, unusual, amounts = measured.frame, measured.flow, measured.unusual, measured.amounts
    panel, at = frame.panel, frame.at
    status, no_series = panel.status[at], np.zeros(frame.now.shape, dtype=bool)
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
        **({"mirror_gap": measured.mirror.is_flagged} if measured.mirror else {}),
    }


def _could_matter(frame: Frame, thresholds: Thresholds) -> Truths:
    """Say which series a threshold names, or are so large that they would weigh something if they tripled."""
    named = np.isin(frame.panel.codes, list(thresholds.series))
    return np.asarray(named | ~(TRIPLED * frame.before < WEIGHTY / 100 * frame.total_before), dtype=bool)


def _broken(families: Families, yoy: Floats) -> Truths:
    """Say of which codes the nomenclature changed, so that a year cannot be compared; families can."""
    broken = np.zeros(yoy.shape, dtype=bool)
    broken[: len(families.broken)] = families.broken & np.isnan(yoy[: len(families.broken)])
    return broken
