"""Which series of a panel are told at one row, as which kind of movement, and how much each weighs.

The kinds of a month are spike, shift, missed season and price; a drift is told of a year, an offset of unit values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.movements.chance import FAR, Chances, chances
from generator.movements.flow_states import EVENTS
from generator.movements.panel import Floats, Panel, Truths
from generator.movements.panel_frame import Frame
from generator.movements.snapshot import PanelGround, Snapshot, snapshot_of
from generator.movements.surprise_history import LEAST_DRIFT, OLD, WEIGHTY, SurpriseHistory
from generator.movements.thresholds import Thresholds
from generator.movements.unit_values import UnitValues, has_parted

BEYOND = 2.0  # S, of three months in a row
MONTH_Z = 3.0  # of a month that is odd by itself
DRIFT_Z = 3.5  # of a year: twelve months of one spread each
PEAK, PEAK_YEARS = 1.3, 3  # times the year's mean, in so many years
OF_PRICE = 0.6  # of the change, as a logarithm
FLAT, ODD = 2.5, 4.0  # z of the value; z of the unit value
GROWN = 1.5  # times what a step was when it was told


@dataclass(frozen=True)
class JudgedPanel:
    """What was seen of every series, and what of it is notable.

    `kind` is what each is told as ("": nothing), `month_kind` what it would be told as for its month, `weight` its
    contribution in percentage points, `surprise` its |z|. `excess` is what the change is beyond usual growth,
    `direction` 1 for up and -1 for down. `named` are series that a user wrote a condition for, `old` those whose step
    was told before.
    """

    snapshot: Snapshot
    chances: Chances
    named: Truths
    old: Truths
    kind: np.ndarray
    month_kind: np.ndarray
    surprise: Floats
    weight: Floats
    excess: Floats
    direction: Floats

    @property
    def panel(self) -> Panel:
        """The panel, families among its columns."""
        return self.snapshot.panel

    @property
    def notable(self) -> Truths:
        """Which series are told, or would be if no other story told them."""
        return np.asarray(self.kind != "", dtype=bool)


def judge_panel(panel: Panel, at: int, thresholds: Thresholds, ground: PanelGround | None = None) -> JudgedPanel:
    """Return every series of the panel judged at row `at`, as if nothing came after it.

    Told is what its rule lets through and what stands out by chance, unless it is an event or a user's own rule; of
    volatile series more is asked. A drift and an offset have no month of their own to be let through by: of them a rule
    decides by its exceptions, and by what else it asks than the month.
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
    drift = drifts & chance.slow & ~moved & ~snapshot.flow.intermittent & ~snapshot.silenced("drift")
    offset = offsets & chance.hidden & ~moved & ~drift & ~snapshot.silenced("offset")
    happened = moved & snapshot.is_event & ~snapshot.flow.as_ever
    # An event without a base is weighed by its size.
    lacking = np.isnan(metrics["contrib"]) & np.isin(snapshot.flow.state, EVENTS)
    money_weight = np.where(lacking, 100 * snapshot.larger / base, metrics["contrib"])
    money_change = np.sign(np.nan_to_num(frame.now) - np.nan_to_num(frame.before))
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
    """Return what each series would be told as for its month."""
    traded = (frame.now > 0) & (frame.before > 0)
    change = np.log(np.where(traded, frame.now, 1.0)) - np.log(np.where(traded, frame.before, 1.0))
    is_price = np.abs(amounts.log_uv) >= OF_PRICE * np.abs(change)
    is_price &= (np.sign(amounts.log_uv) == np.sign(change)) & (np.abs(change) > 0)
    # The last three months lie on one side, beyond 2 S.
    is_shift = np.abs(unusual.lasting) * (1 + 2 / np.fmax(unusual.month.n, 1)) > BEYOND
    return np.select([_failed_season(frame, unusual), is_price, is_shift], ["missed_season", "price", "shift"], "spike")


def _failed_season(frame: Frame, unusual: SurpriseHistory) -> Truths:
    """Return where a month that was a peak in each of three earlier years is none now, and fell."""
    rows = [frame.at - count * frame.year for count in range(PEAK_YEARS + 1)]
    if min(rows) - frame.year + 1 < 0 or frame.year == 1:
        return np.zeros(frame.now.shape, dtype=bool)
    value = frame.panel.value
    peaks = [value[row] > PEAK * value[row - frame.year + 1 : row + 1].mean(axis=0) for row in rows]
    return np.asarray(np.all(peaks[1:], axis=0) & ~peaks[0] & (unusual.z < 0), dtype=bool)


def _is_drift(unusual: SurpriseHistory, r12_yoy: Floats) -> Truths:
    """Return where a year as a whole is odd, and no month of it was a surprise by itself."""
    recent = np.abs(unusual.null[-11:]) if len(unusual.null) else np.empty((0, len(unusual.z)))
    no_month = ~(np.abs(unusual.z) >= MONTH_Z) & ~(recent >= MONTH_Z).any(axis=0)
    is_odd = (np.abs(unusual.slow) >= DRIFT_Z) & (np.abs(r12_yoy) >= LEAST_DRIFT)
    return np.asarray(is_odd & no_month & (np.sign(unusual.slow) == np.sign(r12_yoy)), dtype=bool)


def _is_offset(unusual: SurpriseHistory, amounts: UnitValues) -> Truths:
    """Return where the value is flat, and unit value and quantity parted."""
    is_odd = (np.abs(unusual.z) < FLAT) & (np.abs(amounts.z) >= ODD)
    return np.asarray(is_odd & has_parted(amounts.log_uv, amounts.log_quantity), dtype=bool)


def _year_weight(r12: Floats, r12_yoy: Floats, share: Floats) -> Floats:
    """Return what each series' change over a year is of the aggregate of that year, in per cent."""
    aggregate = r12 / (share / 100)
    grown = r12 - r12 / (1 + r12_yoy / 100)
    return np.asarray(100 * grown / np.where(aggregate > 0, aggregate, np.nan))


def _is_firm(snapshot: Snapshot) -> Truths:
    """Say which surprises are firm enough: a volatile series must be further off, and weigh something."""
    far = (np.abs(snapshot.unusual.z) >= FAR) & (np.abs(snapshot.metrics["contrib"]) >= WEIGHTY)
    return np.asarray(~snapshot.flags["volatile"] | far | (snapshot.is_event & ~snapshot.too_small), dtype=bool)
