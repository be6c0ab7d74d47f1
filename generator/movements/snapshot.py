"""Every series of a panel measured at one row, with its flags and the rule that holds for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.movements.arrays import Floats, Places, Truths
from generator.movements.comparability import Families, notice_flags, with_families, without_other_coverage
from generator.movements.counterparts import BALANCES, NO_REPORT, MirrorGaps, balance, mirror_gaps
from generator.movements.data_revisions import is_revised, revision
from generator.movements.evaluation import MetricTable, passing, silenced_by, too_small
from generator.movements.flow_states import EVENTS, PanelFlows, flows, streak
from generator.movements.growth_metrics import (
    ENTIRE_RECORD,
    NAME,
    Floors,
    compound,
    growth_metrics,
    low_bases,
    published_yoy,
)
from generator.movements.metric_names import UNITS
from generator.movements.panel import Panel, is_rest
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


@dataclass(frozen=True)
class PanelGround:
    """What is known of every series at one row whatever the thresholds are; it takes nearly all of the time."""

    frame: Frame
    families: Families
    flow: PanelFlows
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
        """Which flows appeared or went, but are smaller than their rule asks of such an event."""
        return self.is_event & too_small(self.rules, self._table)

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
        return passing(self.rules, self._table, self.adjustments)

    def silenced(self, kind: str) -> Truths:
        """Which series their rule keeps from being told as a drift or an offset, by what it asks beside the month."""
        return silenced_by(self.rules, self._table, UNSEEN[kind])

    @property
    def _table(self) -> MetricTable:
        return MetricTable(self.metrics, self.flags, self.flow.state, self.larger)

    @cached_property
    def usable(self) -> Truths:
        """Whose change can be told at all: of a finished period, of the same goods, not of last year's oddity."""
        rest = np.array([is_rest(level) for level in self.panel.levels], dtype=bool)
        strange = self.flags["partial"] | self.flags["hs_break"] | self.flags["base_effect"]
        strange |= self.flags["coverage"] | self.flags["bound"] | self.flags["valuation_break"] | rest
        return np.asarray(~strange, dtype=bool)


def ground(panel: Panel, at: int) -> PanelGround:
    """Return what can be known at row `at` before any threshold is looked at, as if nothing came after it."""
    eps, families = EPS * panel.dollar, with_families(panel.until(at), at)
    frame = Frame.of(without_other_coverage(families.panel, at), at)
    flow = flows(frame.panel, at, eps)
    strange = surprise_history(frame, flow.intermittent, eps)
    return PanelGround(frame, families, flow, strange, unit_values_of(frame, strange.size), mirror_gaps(frame))


def snapshot_of(panel: Panel, at: int, thresholds: Thresholds, known: PanelGround | None = None) -> Snapshot:
    """Return what is measured at row `at`; `known` is its ground, where other thresholds have asked for it."""
    known = known or ground(panel, at)
    frame, families, flow, strange, parts = known.frame, known.families, known.flow, known.unusual, known.amounts
    metrics = _metrics(frame, flow, strange, parts, known.mirror)
    rules = dict(enumerate(thresholds.rules(frame.panel.codes)))
    floors = _floors([rules[column].floor for column in rules], thresholds, frame)
    low, low_whole = low_bases(frame, floors, _floors([thresholds.defaults.floor], thresholds, frame))
    flags = _flags(frame, flow, strange, parts) | {"low_base": low["yoy"]}
    flags["record"] = (np.abs(metrics["record"]) == 1) & ((at + 1) * panel.first.months >= ENTIRE_RECORD)
    flags["hs_break"] = _broken(families, metrics["yoy"]) | marked(frame.panel, at, "hs_break")
    flags |= {**notice_flags(frame.panel, at), "revised": is_revised(frame)}
    flags |= {"mirror_gap": known.mirror.is_flagged} if known.mirror else {}
    adjustments = Adjustments(frame, families, flow.intermittent, _could_matter(frame, thresholds))
    return Snapshot(
        frame,
        families,
        flow,
        strange,
        parts,
        known.mirror,
        metrics,
        flags,
        rules,
        adjustments,
        thresholds,
        low,
        low_whole,
    )


def _floors(floors: Sequence[Floor], thresholds: Thresholds, frame: Frame) -> Floors:
    """Return the floors of rates for one period of the panel; those of years are written for a year."""
    periods = 1.0 if thresholds.packaged == "annual" else _FLOOR[frame.year]
    money, of_group, of_median, ratio = np.array(
        [[float(part) for part in (one.value, one.of_group, one.of_median, one.ratio)] for one in floors]
    ).T
    return Floors(money * periods, of_group / 100, of_median / 100, ratio)


def _metrics(
    frame: Frame, flow: PanelFlows, strange: SurpriseHistory, parts: UnitValues, gaps: MirrorGaps | None
) -> Metrics:
    nothing = np.full(frame.now.shape, np.nan)
    found = dict.fromkeys([name for name in UNITS if name not in METRICS], nothing) | dict(growth_metrics(frame))
    found |= {"z": strange.z, "z_uv": parts.z, "uv": parts.uv, "uv_yoy": parts.uv_yoy}
    found["mom"] = np.where(flow.intermittent, np.nan, found["mom"])
    found["z3"] = strange.three.z if frame.year == MONTHS else nothing
    found |= {"quantity": parts.quantity, "quantity_yoy": parts.quantity_yoy}
    found["streak"] = np.where(np.isnan(found["yoy"]), np.nan, np.abs(streak(strange.growths, strange.months)))
    found["idle"] = np.where(np.isin(flow.standing, EVENTS), flow.idle, np.nan)
    later = {
        ("rank", "rank_change"): lambda: ranks(frame),
        ("hhi", "equivalent"): lambda: concentrations(frame),
        ("cagr",): lambda: compound(frame),
        ("revision",): lambda: revision(frame),
        BALANCES: lambda: balance(frame),
        (NAME,): lambda: published_yoy(frame),
        ("mirror",): lambda: {
            "mirror": gaps.metric if gaps else MetricColumn(nothing, np.full(nothing.shape, NO_REPORT))
        },
    }
    return Metrics(found, later)


def _flags(frame: Frame, flow: PanelFlows, strange: SurpriseHistory, parts: UnitValues) -> dict[str, Truths]:
    status, none = frame.panel.status[frame.at], np.zeros(frame.now.shape, dtype=bool)
    return {
        "partial": unfinished(frame.panel, frame.at),
        "bound": marked(frame.panel, frame.at, "bound"),
        "valuation_break": marked(frame.panel, frame.at, "valuation_break"),
        "provisional": status == ord("P"),
        "confidential": status == ord("C"),
        "estimated": status == ord("E"),
        "missing": np.isnan(frame.panel.value[frame.at]),
        "unit_change": parts.unit_change,
        "quantity_suspect": parts.suspect,
        "volatile": strange.month.spread > VOLATILE,
        "intermittent": flow.intermittent & ~np.isin(flow.state, EVENTS),
        "short_history": strange.month.n < FEW,
        "base_effect": strange.base_effect,
        "seasonal": strange.seasonal,
        "lunar": none | (frame.null == "lunar"),
        "lunar_tail": none | frame.has_tail,
    }


def _could_matter(frame: Frame, thresholds: Thresholds) -> Truths:
    """Say which series a threshold names, or are so large that they would weigh something if they tripled."""
    named = np.isin(frame.panel.codes, list(thresholds.series or {}))
    return np.asarray(named | ~(TRIPLED * frame.before < WEIGHTY / 100 * frame.whole_before), dtype=bool)


def _broken(families: Families, yoy: Floats) -> Truths:
    """Say of which codes the nomenclature changed, so that a year cannot be compared; families can."""
    found = np.zeros(yoy.shape, dtype=bool)
    found[: len(families.broken)] = families.broken & np.isnan(yoy[: len(families.broken)])
    return found
