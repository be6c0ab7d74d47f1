"""Concerned: which oddities of a release are about trade that a briefing of the desk tells.

A bulk file has the whole world's: an operator who writes on one pair is told of that, and that there are others.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.intake.questions import questions
from generator.settings.desk import Desk
from generator.trade.flags import Flag
from generator.trade.release import LargeBatch
from generator.trade.side_batches import AnyBatch


def in_order(desk: Desk, batch: AnyBatch, flags: Sequence[Flag]) -> tuple[tuple[Flag, ...], int]:
    """Return the flags, those about a briefing's trade first, and how many are about none's.

    Of a file that is read whole all are its own, and so they are of a source on which no briefing stands yet.
    """
    if not isinstance(batch, LargeBatch):
        return tuple(flags), 0
    asked = [one for one in questions(desk, tuple(desk.briefings)) if one.source == batch.source]
    if not asked:
        return tuple(flags), 0
    told = [side for one in asked for side in one.selections()]
    own = [flag for flag in flags if any(flag.concerns(side) for side in told)]
    others = [flag for flag in flags if flag not in own]
    return (*own, *others), len(others)
