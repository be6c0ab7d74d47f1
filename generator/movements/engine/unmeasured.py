"""Unmeasured: why nobody can say how unusual a series is, in words: no year before, too few months, a lunar January."""

from __future__ import annotations

from collections import Counter
from math import isnan

import numpy as np

from generator.movements.engine.judged import Judged
from generator.movements.engine.rests import is_rest
from generator.movements.engine.rows import value_of
from generator.movements.engine.seen import Seen
from generator.movements.engine.surprise import FEW
from generator.movements.engine.unusual import WEIGHTY

NOT_MEASURED, NOT_ASKED = "not measured", "not asked"
SMALL_BASE = f"a base that could not move the total by {WEIGHTY} points"
NO_WHOLE = "no total a year before"
_MISSING = "missing "
_WORDS = {
    "lunar": "a January that the Lunar New Year moves; February is judged with it",
    "intermittent": "an irregular flow",
    "no_trade": "no trade in either year",
    "zero_base": "nothing a year before",
    "partial": "an unfinished period, now or a year before",
    "hs_break": "a code that counted other goods a year before",
    "coverage": "its source counted another trade a year before",
    "confidential": "a figure that is withheld",
}
_LENGTHS = {12: "month", 4: "quarter", 1: "year"}


def unmeasured(seen: Seen, at: int) -> str:
    """Return in words why the series in column `at` has no z; "" where it has one."""
    if not isnan(float(seen.unusual.z[at])):
        return ""
    reason = value_of(seen, "z", at).reason
    if reason in ("short_history", "no_trade", "zero_base", "intermittent") and seen.frame.base < 0:
        return "no year before" if seen.frame.year == 1 else f"no {_LENGTHS[seen.frame.year]} a year before"
    if reason == "short_history":
        return f"fewer than {FEW} {_LENGTHS[seen.frame.year]}s with a year before them"
    if reason.startswith(_MISSING):
        return f"no figure for {reason.removeprefix(_MISSING)}"
    return _WORDS.get(reason, reason.replace("_", " "))


def unasked(judged: Judged, at: int) -> str:
    """Return why chance was not asked of the series in column `at`, the one reason that is true of it."""
    if why := unmeasured(judged.seen, at):
        return f"{NOT_MEASURED}: {why}"
    return f"{NOT_ASKED}: {NO_WHOLE if isnan(judged.seen.frame.whole_before) else SMALL_BASE}"


def unjudged(judged: Judged) -> str:
    """Return why no series of the panel can be judged by its past, as most of them have it; "" where one can."""
    levels = judged.panel.levels
    own = [at for at in range(len(levels)) if not is_rest(levels[at])]
    if not np.isnan(judged.seen.unusual.z[own]).all():
        return ""
    found = Counter(unmeasured(judged.seen, at) for at in own)
    return max(found, key=lambda one: found[one], default="")
