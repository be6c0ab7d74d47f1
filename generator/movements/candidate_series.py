"""Decides which series of a panel are notable at one row, with the kind and weight of their movement.

A month can be a spike, a shift, a missed season or a price movement. A drift is a movement of a year, an offset one of
unit values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generator.movements.chance import FAR, Chances, chances
from generator.movements.flow_states import BEGINNINGS, EVENTS
from generator.movements.panel import Floats, Panel, Truths
from generator.movements.panel_frame import Frame
from generator.movements.snapshot import PanelGround, Snapshot, snapshot_of
from generator.movements.surprise_history import LEAST_DRIFT, OLD, WEIGHTY, SurpriseHistory
from generator.movements.thresholds import Thresholds
from generator.movements.unit_values import UnitValues, has_parted

BEYOND = 2.0  # spreads by which three consecutive months must be off for a shift
MONTH_Z = 3.0  # least |z| of a month that is a surprise by itself
DRIFT_Z = 3.5  # least z of a year for a drift: about twelve months of one spread each
PEAK, PEAK_YEARS = 1.3, 3  # a season's peak: least ratio to the year's mean, number of earlier years
OF_PRICE = 0.6  # least share of the unit value in the log change for a price movement
FLAT, ODD = 2.5, 4.0  # offset: most |z| of the value, least |z| of the unit value
GROWN = 1.5  # an old step is news again if its |z| grew by this factor


@dataclass(frozen=True)
class JudgedPanel:
    """The judgement on every series of a panel."""

    snapshot: Snapshot
    chances: Chances
    named: Truths  # series with a condition of their own in the thresholds
    old: Truths  # series whose step is old and has not grown
    kind: np.ndarray  # kind of movement; "" if it is not notable
    month_kind: np.ndarray  # kind that its month alone would have
    surprise: Floats  # |z|
    weight: Floats  # contribution in percentage points
    excess: Floats  # value beyond usual growth, in money
    direction: Floats  # 1 for up, -1 for down

    @property
    def panel(self) -> Panel:
        """The panel, families among its columns."""
        return self.snapshot.panel

    @cached_property
    def notable(self) -> Truths:
        """Which series are notable. Another story may still cover them."""
        return np.asarray(self.kind != "", dtype=bool)


def judge_panel(panel: Panel, at: int, thresholds: Thresholds, ground: PanelGround | None = None) -> JudgedPanel:
    """Judge every series of the panel at row `at`. Later rows are ignored.

    A series is notable if it passes its rule and stands out from chance; events, and series with a rule of their own,
    need not stand out. Volatile series must be further off. Drifts and offsets are not changes of the month, so for
    them only the parts of a rule count that do not concern the month.
    """
    snapshot = snapshot_of(panel, at, thresholds, ground)
    frame, unusual, amounts, metrics = snapshot.frame, snapshot.unusual, snapshot.amounts, snapshot.metrics
    base = frame.total_before if frame.total_before > 0 else np.nan
    r12_yoy = metrics["r12_yoy"]
    year_weight = _year_weight(metrics["r12"], r12_yoy, metrics["share"])
    price_weight = 100 * amounts.price / base
    drifts = _is_drift(unusual, r12_yoy) & snapshot.usable & (np.abs(year_weight) >= WEIGHTY)
    offsets = _is_offset(unusual, amounts) & snapshot.usable & (np.abs(price_weight) >= WEIGHTY) & frame.is_line

    month_kind = month_kinds(frame, unusual, amounts)
    chance = chances(snapshot, month_kind, drifts, offsets)
    codes_with_condition = thresholds.series_with_condition
    named = np.array([code in codes_with_condition for code in snapshot.panel.codes], dtype=bool)
    old = (unusual.age > OLD) & (np.abs(unusual.z) < GROWN * unusual.step) & ~snapshot.is_event

    stands_out = chance.significant | snapshot.happened | named
    moved = snapshot.passed & stands_out & _is_firm(snapshot) & snapshot.usable & ~old
    drift = drifts & chance.slow & ~moved & ~snapshot.silenced("drift")
    offset = offsets & chance.hidden & ~moved & ~drift & ~snapshot.silenced("offset")
    happened = moved & snapshot.is_event & ~snapshot.flow.as_ever
    # The weight of an event without a base is its size.
    lacking = np.isnan(metrics["contrib"]) & np.isin(snapshot.flow.state, EVENTS)
    money_weight = np.where(lacking, 100 * snapshot.larger / base, metrics["contrib"])
    money_change = np.sign(np.nan_to_num(frame.now) - np.nan_to_num(frame.before))
    money_change = np.where(happened, np.where(np.isin(snapshot.flow.state, BEGINNINGS), 1.0, -1.0), money_change)
    ways = [drift, offset]
    return JudgedPanel(
        snapshot=snapshot,
        chances=chance,
        named=named,
        old=old,
        kind=np.select([*ways, happened, moved], ["drift", "offset", snapshot.flow.state, month_kind], ""),
        month_kind=month_kind,
        surprise=np.abs(np.select(ways, [unusual.slow, amounts.z], unusual.z)),
        weight=np.select(ways, [year_weight, price_weight], money_weight),
        excess=frame.now - frame.before * np.exp(np.nan_to_num(unusual.month.m)),
        direction=np.nan_to_num(np.select(ways, [np.sign(unusual.slow), np.sign(amounts.log_uv)], money_change)),
    )


def month_kinds(frame: Frame, unusual: SurpriseHistory, amounts: UnitValues) -> np.ndarray:
    """Return the kind of movement that each series' month would be."""
    traded = (frame.now > 0) & (frame.before > 0)
    change = np.log(np.where(traded, frame.now, 1.0)) - np.log(np.where(traded, frame.before, 1.0))
    is_price = np.abs(amounts.log_uv) >= OF_PRICE * np.abs(change)
    is_price &= (np.sign(amounts.log_uv) == np.sign(change)) & (np.abs(change) > 0)
    # The last three months are off on the same side, by more than BEYOND spreads.
    is_shift = np.abs(unusual.lasting) * (1 + 2 / np.fmax(unusual.month.n, 1)) > BEYOND
    return np.select([_failed_season(frame, unusual), is_price, is_shift], ["missed_season", "price", "shift"], "spike")


def _failed_season(frame: Frame, unusual: SurpriseHistory) -> Truths:
    """Whether a month that was a peak in each of three earlier years is not one now, and fell."""
    rows = [frame.at - count * frame.year for count in range(PEAK_YEARS + 1)]
    if min(rows) - frame.year + 1 < 0 or frame.year == 1:
        return np.zeros(frame.now.shape, dtype=bool)
    value = frame.panel.value
    peaks = [value[row] > PEAK * value[row - frame.year + 1 : row + 1].mean(axis=0) for row in rows]
    return np.asarray(np.all(peaks[1:], axis=0) & ~peaks[0] & (unusual.z < 0), dtype=bool)


def _is_drift(unusual: SurpriseHistory, r12_yoy: Floats) -> Truths:
    """Whether the year as a whole is surprising, while none of its months is a surprise by itself."""
    recent = np.abs(unusual.null[-11:]) if len(unusual.null) else np.empty((0, len(unusual.z)))
    no_month = ~(np.abs(unusual.z) >= MONTH_Z) & ~(recent >= MONTH_Z).any(axis=0)
    is_odd = (np.abs(unusual.slow) >= DRIFT_Z) & (np.abs(r12_yoy) >= LEAST_DRIFT)
    return np.asarray(is_odd & no_month & (np.sign(unusual.slow) == np.sign(r12_yoy)), dtype=bool)


def _is_offset(unusual: SurpriseHistory, amounts: UnitValues) -> Truths:
    """Whether the value is flat while unit value and quantity went apart."""
    is_odd = (np.abs(unusual.z) < FLAT) & (np.abs(amounts.z) >= ODD)
    return np.asarray(is_odd & has_parted(amounts.log_uv, amounts.log_quantity), dtype=bool)


def _year_weight(r12: Floats, r12_yoy: Floats, share: Floats) -> Floats:
    """Return each series' change over a year as a percentage of that year's aggregate."""
    aggregate = r12 / (share / 100)
    grown = r12 - r12 / (1 + r12_yoy / 100)
    return np.asarray(100 * grown / np.where(aggregate > 0, aggregate, np.nan))


def _is_firm(snapshot: Snapshot) -> Truths:
    """Whether each surprise is firm enough: a volatile series must be further off, and have a weight."""
    far = (np.abs(snapshot.unusual.z) >= FAR) & (np.abs(snapshot.metrics["contrib"]) >= WEIGHTY)
    calm = ~snapshot.flags["volatile"] | snapshot.unusual.lumpy  # shipments are judged by how much they differ
    return np.asarray(calm | far | (snapshot.is_event & ~snapshot.too_small), dtype=bool)
