"""Which series of a panel are told at one row, as which kind of movement, and how much each weighs.

The kinds of a month are spike, shift, missed season and price; a drift is told of a year, an offset of unit values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.movements.arrays import Floats, Truths
from generator.movements.chance import FAR, Chances, chances
from generator.movements.flow_states import EVENTS
from generator.movements.panel import Panel
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


@dataclass(frozen=True)
class Shapes:
    """Of every series its `kind` if it is told for its month, and whether it drifts or hides an offset."""

    kind: np.ndarray
    drift: Truths
    offset: Truths


def shapes(frame: Frame, strange: SurpriseHistory, parts: UnitValues, r12_yoy: Floats) -> Shapes:
    """Return the shapes of the changes at the frame's row."""
    both = (frame.now > 0) & (frame.before > 0)
    change = np.log(np.where(both, frame.now, 1.0)) - np.log(np.where(both, frame.before, 1.0))
    by_price = np.abs(parts.log_uv) >= OF_PRICE * np.abs(change)
    by_price &= (np.sign(parts.log_uv) == np.sign(change)) & (np.abs(change) > 0)
    kind = np.select(
        [_failed_season(frame, strange), by_price, _shifted(strange)], ["missed_season", "price", "shift"], "spike"
    )
    drift = (np.abs(strange.slow) >= DRIFT_Z) & (np.abs(r12_yoy) >= LEAST_DRIFT) & _no_month(strange)
    drift &= np.sign(strange.slow) == np.sign(r12_yoy)
    offset = (np.abs(strange.z) < FLAT) & (np.abs(parts.z) >= ODD)
    offset &= has_parted(parts.log_uv, parts.log_quantity)
    return Shapes(kind, drift, offset)


def _shifted(strange: SurpriseHistory) -> Truths:
    """Return where the last three months lie on one side, beyond 2 S."""
    n = strange.month.n
    return np.abs(strange.lasting) * (1 + 2 / np.fmax(n, 1)) > BEYOND


def _no_month(strange: SurpriseHistory) -> Truths:
    """Return where no month of the last year was a surprise by itself."""
    recent = np.abs(strange.null[-11:]) if len(strange.null) else np.empty((0, len(strange.z)))
    return ~(np.abs(strange.z) >= MONTH_Z) & ~(recent >= MONTH_Z).any(axis=0)


def _failed_season(frame: Frame, strange: SurpriseHistory) -> Truths:
    """Return where a month that was a peak in each of three earlier years is none now, and fell."""
    rows = [frame.at - count * frame.year for count in range(PEAK_YEARS + 1)]
    if min(rows) - frame.year + 1 < 0 or frame.year == 1:
        return np.zeros(frame.now.shape, dtype=bool)
    value = frame.panel.value
    peaks = [value[row] > PEAK * value[row - frame.year + 1 : row + 1].mean(axis=0) for row in rows]
    return np.asarray(np.all(peaks[1:], axis=0) & ~peaks[0] & (strange.z < 0), dtype=bool)


GROWN = 1.5  # times what a step was when it was told


@dataclass(frozen=True)
class JudgedPanel:
    """What was seen of every series, and what of it is `notable`.

    `kind` is what each is told as ("": nothing), `weight` its contribution in percentage points, `surprise` its |z|.
    `excess` is what the change is beyond usual growth, `direction` 1 for up and -1 for down. `named` are series that a
    user wrote a condition for, `old` those whose step was told before.
    """

    snapshot: Snapshot
    shapes: Shapes
    chances: Chances
    named: Truths
    old: Truths
    notable: Truths
    kind: np.ndarray
    surprise: Floats
    weight: Floats
    excess: Floats
    direction: Floats

    @property
    def panel(self) -> Panel:
        """The panel, families among its columns."""
        return self.snapshot.panel


def judge_panel(panel: Panel, at: int, thresholds: Thresholds, known: PanelGround | None = None) -> JudgedPanel:
    """Return every series of the panel judged at row `at`, as if nothing came after it.

    Told is what its rule lets through and what stands out by chance, unless it is an event or a user's own rule; of
    volatile series more is asked. A drift and an offset have no month of their own to be let through by: of them a rule
    decides by its exceptions, and by what else it asks than the month.
    """
    snapshot = snapshot_of(panel, at, thresholds, known)
    form = shapes(snapshot.frame, snapshot.unusual, snapshot.amounts, snapshot.metrics["r12_yoy"])
    weights = _weights(snapshot)
    large = {name: snapshot.usable & (np.abs(weights[name]) >= WEIGHTY) for name in ("drift", "offset")}
    drifts, offsets = form.drift & large["drift"], form.offset & large["offset"] & snapshot.frame.is_line
    chance = chances(snapshot, form.kind, drifts, offsets)
    own = thresholds.asked
    named = np.array([code in own for code in snapshot.panel.codes], dtype=bool)
    old = (
        (snapshot.unusual.age > OLD) & (np.abs(snapshot.unusual.z) < GROWN * snapshot.unusual.step) & ~snapshot.is_event
    )
    moved = (
        snapshot.passed & (chance.significant | snapshot.happened | named) & _firm(snapshot) & snapshot.usable & ~old
    )
    drift = drifts & chance.slow & ~moved & ~snapshot.flow.intermittent & ~snapshot.silenced("drift")
    hidden = offsets & chance.hidden & ~moved & ~drift & ~snapshot.silenced("offset")
    ways = [drift, hidden, moved & snapshot.is_event & ~snapshot.flow.as_ever, moved]
    kind = np.select(ways, ["drift", "offset", snapshot.flow.state, form.kind], "")
    return JudgedPanel(
        snapshot=snapshot,
        shapes=form,
        chances=chance,
        named=named,
        old=old,
        notable=kind != "",
        kind=kind,
        surprise=np.abs(np.select([drift, hidden], [snapshot.unusual.slow, snapshot.amounts.z], snapshot.unusual.z)),
        weight=np.select([drift, hidden], [weights["drift"], weights["offset"]], weights["money"]),
        excess=snapshot.frame.now - snapshot.frame.before * np.exp(np.nan_to_num(snapshot.unusual.month.m)),
        direction=_direction(snapshot, drift, hidden),
    )


def _firm(snapshot: Snapshot) -> Truths:
    """Say which surprises are firm enough: a volatile series must be further off, and weigh something."""
    far = (np.abs(snapshot.unusual.z) >= FAR) & (np.abs(snapshot.metrics["contrib"]) >= WEIGHTY)
    return np.asarray(~snapshot.flags["volatile"] | far | (snapshot.is_event & ~snapshot.too_small), dtype=bool)


def _weights(snapshot: Snapshot) -> Mapping[str, Floats]:
    """Return the contributions by which movements are weighed, percentage points: of money, of a year's, of a price.

    An event without a base is weighed by its size.
    """
    metrics, frame = snapshot.metrics, snapshot.frame
    r12, whole = metrics["r12"], metrics["r12"] / (metrics["share"] / 100)
    grown = r12 - r12 / (1 + metrics["r12_yoy"] / 100)
    base = frame.whole_before if frame.whole_before > 0 else np.nan
    lacking = np.isnan(metrics["contrib"]) & np.isin(snapshot.flow.state, EVENTS)
    return {
        "money": np.where(lacking, 100 * snapshot.larger / base, metrics["contrib"]),
        "drift": 100 * grown / np.where(whole > 0, whole, np.nan),
        "offset": 100 * snapshot.amounts.price / base,
    }


def _direction(snapshot: Snapshot, drift: Truths, hidden: Truths) -> Floats:
    """Return the sign of the money, of the year's for a drift, of the unit value for an offset."""
    money = np.sign(np.nan_to_num(snapshot.frame.now) - np.nan_to_num(snapshot.frame.before))
    signs = [np.sign(snapshot.unusual.slow), np.sign(snapshot.amounts.log_uv)]
    return np.nan_to_num(np.select([drift, hidden], signs, money))
