"""Stale editions: too old to be mailed when they were made, and held; after a while nobody need see to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from generator.settings.output_shapes import EditionRow
from generator.store import FigureStore
from generator.trade.period import Period

STALE = "stale: "  # how the reason of such a hold begins
SETTLED = timedelta(days=7)


def is_settled(store: FigureStore, row: EditionRow, rows: Sequence[EditionRow], now: datetime) -> bool:
    """Say whether an edition may stay held: a stale one, a week after the hold, if a newer one is made."""
    if row["state"] != "held" or not row["reason"].startswith(STALE) or row["revision"] is None:
        return False
    period = Period.parse(row["period"])
    made = (Period.parse(one["period"]) for one in rows if one["briefing"] == row["briefing"] and one["revision"])
    decided = store.decisions.on(row["briefing"], row["period"], row["revision"])
    held = max((one.at for one in decided if one.what == "hold" and one.at), default=now)
    return any(one > period for one in made) and now - held > SETTLED
