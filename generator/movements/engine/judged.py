"""Judged: every series of a panel measured at one row, its flags, its kind, and which of them a rule lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from generator.movements.engine.amounts import Amounts, amounts
from generator.movements.engine.families import with_families
from generator.movements.engine.flow import Flow, flows, streak
from generator.movements.engine.holds import YES, Table, holds
from generator.movements.engine.measures import Frame, low_base, measured
from generator.movements.engine.panel import Floats, Panel, Truths
from generator.movements.engine.shapes import Shapes, shapes
from generator.movements.engine.significance import Q, empirical, survivors
from generator.movements.engine.surprise import EPS, MANY
from generator.movements.engine.unusual import OLD, Unusual, unusual
from generator.movements.rules import Rule, Thresholds
from generator.movements.vocabulary import UNITS

EVENTS = ("new", "resumed", "vanished", "ceased")
VOLATILE, FAR = 0.6, 4.0
GROWN = 1.5  # times what a step was when it was told
BROAD = 3.2  # |z| of a sum whose lines moved its way
WEIGHTY = 0.10  # percentage points of the aggregate's growth
_FLOOR = {1: 10.0, 4: 2.5, 12: 1.0}  # of a month's floor, by periods of a year: a million a year, 100,000 a month


@dataclass(frozen=True)
class Judged:
    """Everything that is known of every series at one row.

    `notable` are those that the rules let through and that are significant or an event; `kind` is what each would be
    told as ("" for nothing), `weight` its contribution in percentage points,
    `excess` what the change is beyond usual growth, `direction` 1 or -1, `surprise` its |z|, `p` by chance.
    """

    frame: Frame
    members: Mapping[int, tuple[int, ...]]
    metrics: Mapping[str, Floats]
    flags: Mapping[str, Truths]
    flow: Flow
    unusual: Unusual
    shapes: Shapes
    amounts: Amounts
    p: Floats
    passed: Truths
    significant: Truths
    notable: Truths
    kind: np.ndarray
    surprise: Floats
    weight: Floats
    excess: Floats
    direction: Floats
    rules: Mapping[int, Rule] = field(default_factory=dict)

    @property
    def panel(self) -> Panel:
        """The panel, families among its columns."""
        return self.frame.panel

    def rule(self, column: int) -> Rule:
        """Return the rule of a column."""
        return self.rules[column]

    def table(self) -> Table:
        """Return what a rule asks of every column."""
        return Table(self.metrics, self.flags, self.flow.state, larger_end(self.frame))


def judged(panel: Panel, at: int, thresholds: Thresholds, *, eps: float = EPS, q: float = Q) -> Judged:
    """Return every series of the panel at row `at`, as if nothing came after it."""
    families = with_families(panel.until(at), at)
    frame = Frame.of(families.panel, at)
    months = frame.panel.first.months
    flow = flows(frame.panel.value, at, eps, months)
    strange = unusual(frame, flow.intermittent, eps)
    parts = amounts(frame, strange.size)
    metrics = _metrics(frame, strange, parts)
    found = shapes(frame, strange, parts, metrics["r12_yoy"])
    rules = _rules(frame.panel, thresholds)
    flags = _flags(frame, flow, strange, parts, metrics, rules)
    flags["hs_break"][: len(families.broken)] |= families.broken & np.isnan(metrics["yoy"][: len(families.broken)])
    table = Table(metrics, flags, flow.state, larger_end(frame))
    passed = _passed(rules, table)
    heavy = _heavy(frame)

    def chance(z: Floats, null: Floats) -> Floats:
        light = np.where(heavy, 0.0, np.nan)  # who cannot be told is not asked
        return empirical(z + light, null + light, strange.size, frame.panel.levels, q)

    p = _least(
        chance(strange.z, strange.null),
        np.where(found.kind == "shift", chance(strange.lasting, strange.lasting_null), np.nan),
        np.where((found.kind == "price") & (np.abs(parts.z) >= FAR), chance(parts.z, parts.null), np.nan),
        np.where(_is_wide(strange), chance(strange.breadth, strange.breadth_null), np.nan),
    )
    significant = survivors(p, frame.panel.levels, q)
    slow = survivors(chance(strange.slow, strange.slow_null), frame.panel.levels, q)
    is_event = np.isin(flow.state, EVENTS)
    named = np.array([code in (thresholds.series or {}) for code in frame.panel.codes], dtype=bool)
    firm = ~flags["volatile"] | ((np.abs(strange.z) >= FAR) & (np.abs(metrics["contrib"]) >= WEIGHTY)) | is_event
    usable = ~flags["partial"] & ~flags["hs_break"] & ~flags["base_effect"]
    old = (strange.age > OLD) & (np.abs(strange.z) < GROWN * strange.step) & ~is_event
    moved = passed & (significant | is_event | named) & firm & usable & ~old
    weights = _weights(frame, metrics, parts, flow)
    told = {name: np.abs(weights[name]) >= WEIGHTY for name in ("drift", "offset")}
    drift = found.drift & slow & usable & ~moved & ~flow.intermittent & told["drift"]
    offset = found.offset & usable & ~moved & ~drift & told["offset"] & frame.is_line
    kind = np.where(moved, np.where(is_event, flow.state, found.kind), "")
    kind = np.where(drift, "drift", np.where(offset, "offset", kind))
    return Judged(
        frame=frame,
        members=families.members,
        metrics=metrics,
        flags=flags,
        flow=flow,
        unusual=strange,
        shapes=found,
        amounts=parts,
        p=p,
        passed=passed,
        significant=significant,
        notable=moved | drift | offset,
        kind=kind,
        surprise=_surprise(kind, strange, parts),
        weight=np.select([kind == "drift", kind == "offset"], [weights["drift"], weights["offset"]], weights["money"]),
        excess=_excess(frame, strange),
        direction=_direction(frame, kind, strange, parts),
        rules=rules,
    )


def _is_wide(strange: Unusual) -> Truths:
    """Say whose lines moved its way, where it is a surprise itself."""
    return (np.sign(strange.breadth) == np.sign(strange.z)) & (np.abs(strange.z) >= BROAD)


def _least(*chances: Floats) -> Floats:
    """Return the least of several p, times how many there are (Bonferroni); NaN where the first is."""
    every = np.stack(chances)
    count = np.sum(~np.isnan(every), axis=0)
    least = np.fmin.reduce(every, axis=0) * np.fmax(count, 1)
    return np.where(np.isnan(chances[0]), np.nan, np.fmin(least, 1.0))


def larger_end(frame: Frame) -> Floats:
    """Return the larger of the two levels that are compared."""
    return np.fmax(frame.now, frame.before)


def _metrics(frame: Frame, strange: Unusual, parts: Amounts) -> dict[str, Floats]:
    nothing = np.full(frame.now.shape, np.nan)
    found = dict.fromkeys(UNITS, nothing) | dict(measured(frame))
    found |= {"z": strange.z, "z3": strange.three.z, "z_uv": parts.z, "uv": parts.uv, "uv_yoy": parts.uv_yoy}
    found |= {"quantity": parts.quantity, "quantity_yoy": parts.quantity_yoy}
    found["streak"] = np.where(np.isnan(found["yoy"]), np.nan, streak(strange.growths))
    return found


def _flags(
    frame: Frame, flow: Flow, strange: Unusual, parts: Amounts, metrics: Mapping[str, Floats], rules: Mapping[int, Rule]
) -> dict[str, Truths]:
    status, none = frame.panel.status[frame.at], np.zeros(frame.now.shape, dtype=bool)
    floor = np.array([float(rules[at].floor.value) for at in range(len(none))]) * _FLOOR[frame.year]
    return {
        "partial": frame.partial,
        "provisional": status == ord("P"),
        "confidential": status == ord("C"),
        "estimated": status == ord("E"),
        "missing": np.isnan(frame.panel.value[frame.at]),
        "unit_change": parts.unit_change,
        "quantity_suspect": parts.suspect,
        "hs_break": none.copy(),
        "volatile": strange.month.spread > VOLATILE,
        "intermittent": flow.intermittent & ~np.isin(flow.state, EVENTS),
        "short_history": strange.month.n < MANY,
        "low_base": low_base(frame, floor),
        "base_effect": strange.base_effect,
        "seasonal": strange.seasonal,
        "lunar": none | bool(frame.null == "lunar"),
        "lunar_tail": none | frame.has_tail,
        "record": np.abs(metrics["record"]) == 1,
    }


def _rules(panel: Panel, thresholds: Thresholds) -> dict[int, Rule]:
    """Return the rule of every column; those of which nothing particular is said share one."""
    defaults, known = thresholds.defaults, tuple(code for block in thresholds.groups for code in block.codes)
    own = thresholds.series or {}
    return {
        at: thresholds.rule(code) if code in own or (known and code.startswith(known)) else defaults
        for at, code in enumerate(panel.codes)
    }


def _passed(rules: Mapping[int, Rule], table: Table) -> Truths:
    found = np.zeros(table.larger.shape, dtype=bool)
    by_rule: dict[int, list[int]] = {}
    for at, rule in rules.items():
        by_rule.setdefault(id(rule), []).append(at)
    for columns in by_rule.values():
        found[columns] = (holds(rules[columns[0]].notable, table) == YES)[columns]
    return found


def _surprise(kind: np.ndarray, strange: Unusual, parts: Amounts) -> Floats:
    z = np.where(kind == "drift", strange.slow, np.where(kind == "offset", parts.z, strange.z))
    return np.abs(z)


def _weights(frame: Frame, metrics: Mapping[str, Floats], parts: Amounts, flow: Flow) -> dict[str, Floats]:
    """Return the contributions by which movements are weighed, percentage points: of money, of a year's, of a price.

    An event without a base is weighed by its size.
    """
    r12, whole = metrics["r12"], metrics["r12"] / (metrics["share"] / 100)
    grown = r12 - r12 / (1 + metrics["r12_yoy"] / 100)
    base = frame.whole_before if frame.whole_before > 0 else np.nan
    lacking = np.isnan(metrics["contrib"]) & np.isin(flow.state, EVENTS)
    return {
        "money": np.where(lacking, 100 * larger_end(frame) / base, metrics["contrib"]),
        "drift": 100 * grown / np.where(whole > 0, whole, np.nan),
        "offset": 100 * parts.price / base,
    }


def _heavy(frame: Frame) -> Truths:
    """Return which series are large enough to be told: those that would be if they tripled. The others are not asked.

    By the base alone, which says nothing of the surprise.
    """
    return 2 * frame.before >= WEIGHTY / 100 * frame.whole_before


def _direction(frame: Frame, kind: np.ndarray, strange: Unusual, parts: Amounts) -> Floats:
    """Return 1 for up and -1 for down: of the money, of the year's for a drift, of the unit value for an offset."""
    money = np.sign(np.nan_to_num(frame.now) - np.nan_to_num(frame.before))
    found = np.where(kind == "drift", np.sign(strange.slow), np.where(kind == "offset", np.sign(parts.log_uv), money))
    return np.nan_to_num(found)


def _excess(frame: Frame, strange: Unusual) -> Floats:
    """Return by how much the change in money is more than usual growth would have made it."""
    return frame.now - frame.before * np.exp(np.nan_to_num(strange.month.m))


