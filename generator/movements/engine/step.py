"""Step: since when a level stands that shifted some months ago: its growth on a year is large by construction."""

from __future__ import annotations

import numpy as np

from generator.movements.engine.panel import JANUARY
from generator.movements.engine.seen import Seen
from generator.trade.period import Period


def step_of(seen: Seen, at: int) -> Period | None:
    """Return the month of the step since which the series has moved one way; None where there is none.

    That is the month of the largest jump in an unbroken run of surprises on one side, no more than a year ago: then it
    is the base itself.
    """
    frame, strange = seen.frame, seen.unusual
    began, way = int(strange.began[at]), np.sign(frame.now[at] - frame.before[at])
    if not 1 < began <= frame.year or np.sign(strange.z[at]) != way:
        return None
    row = frame.at - began + 1
    return frame.period(row + (frame.panel.is_lunar and frame.panel.month(row) == JANUARY))
