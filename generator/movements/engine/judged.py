"""Judged: which series of a panel are told at one row, as what, and how each is weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.movements.engine.chances import FAR, Chances, chances
from generator.movements.engine.flow import EVENTS
from generator.movements.engine.panel import Panel
from generator.movements.engine.seen import Ground, Seen, seen
from generator.movements.engine.shapes import Shapes, shapes
from generator.movements.engine.unit_values import Floats, Truths
from generator.movements.engine.unusual import OLD, WEIGHTY
from generator.movements.rules import Thresholds

GROWN = 1.5  # times what a step was when it was told


@dataclass(frozen=True)
class Judged:
    """What was seen of every series, and what of it is `notable`.

    `kind` is what each is told as ("": nothing), `weight` its contribution in percentage points, `surprise` its |z|.
    `excess` is what the change is beyond usual growth, `direction` 1 for up and -1 for down. `named` are series that a
    user wrote a condition for, `old` those whose step was told before.
    """

    seen: Seen
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
        return self.seen.panel


def judged(panel: Panel, at: int, thresholds: Thresholds, known: Ground | None = None) -> Judged:
    """Return every series of the panel judged at row `at`, as if nothing came after it.

    Told is what its rule lets through and what stands out by chance, unless it is an event or a user's own rule; of
    volatile series more is asked. A drift and an offset have no month of their own to be let through by: of them a rule
    decides by its exceptions, and by what else it asks than the month.
    """
    found = seen(panel, at, thresholds, known)
    form = shapes(found.frame, found.unusual, found.amounts, found.metrics["r12_yoy"])
    weights = _weights(found)
    large = {name: found.usable & (np.abs(weights[name]) >= WEIGHTY) for name in ("drift", "offset")}
    drifts, offsets = form.drift & large["drift"], form.offset & large["offset"] & found.frame.is_line
    chance = chances(found, form.kind, drifts, offsets)
    own = thresholds.asked
    named = np.array([code in own for code in found.panel.codes], dtype=bool)
    old = (found.unusual.age > OLD) & (np.abs(found.unusual.z) < GROWN * found.unusual.step) & ~found.is_event
    moved = found.passed & (chance.significant | found.happened | named) & _firm(found) & found.usable & ~old
    drift = drifts & chance.slow & ~moved & ~found.flow.intermittent & ~found.silenced("drift")
    hidden = offsets & chance.hidden & ~moved & ~drift & ~found.silenced("offset")
    ways = [drift, hidden, moved & found.is_event & ~found.flow.as_ever, moved]
    kind = np.select(ways, ["drift", "offset", found.flow.state, form.kind], "")
    return Judged(
        seen=found,
        shapes=form,
        chances=chance,
        named=named,
        old=old,
        notable=kind != "",
        kind=kind,
        surprise=np.abs(np.select([drift, hidden], [found.unusual.slow, found.amounts.z], found.unusual.z)),
        weight=np.select([drift, hidden], [weights["drift"], weights["offset"]], weights["money"]),
        excess=found.frame.now - found.frame.before * np.exp(np.nan_to_num(found.unusual.month.m)),
        direction=_direction(found, drift, hidden),
    )


def _firm(found: Seen) -> Truths:
    """Say which surprises are firm enough: a volatile series must be further off, and weigh something."""
    far = (np.abs(found.unusual.z) >= FAR) & (np.abs(found.metrics["contrib"]) >= WEIGHTY)
    return np.asarray(~found.flags["volatile"] | far | (found.is_event & ~found.too_small), dtype=bool)


def _weights(found: Seen) -> Mapping[str, Floats]:
    """Return the contributions by which movements are weighed, percentage points: of money, of a year's, of a price.

    An event without a base is weighed by its size.
    """
    metrics, frame = found.metrics, found.frame
    r12, whole = metrics["r12"], metrics["r12"] / (metrics["share"] / 100)
    grown = r12 - r12 / (1 + metrics["r12_yoy"] / 100)
    base = frame.whole_before if frame.whole_before > 0 else np.nan
    lacking = np.isnan(metrics["contrib"]) & np.isin(found.flow.state, EVENTS)
    return {
        "money": np.where(lacking, 100 * found.larger / base, metrics["contrib"]),
        "drift": 100 * grown / np.where(whole > 0, whole, np.nan),
        "offset": 100 * found.amounts.price / base,
    }


def _direction(found: Seen, drift: Truths, hidden: Truths) -> Floats:
    """Return the sign of the money, of the year's for a drift, of the unit value for an offset."""
    money = np.sign(np.nan_to_num(found.frame.now) - np.nan_to_num(found.frame.before))
    signs = [np.sign(found.unusual.slow), np.sign(found.amounts.log_uv)]
    return np.nan_to_num(np.select([drift, hidden], signs, money))
