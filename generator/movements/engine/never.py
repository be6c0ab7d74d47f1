"""Never: flags and events that no series of a panel can have at its row, and why, for thresholds that ask for them."""

from __future__ import annotations

import numpy as np

from generator.movements.engine.adjusted import METRICS
from generator.movements.engine.measures import ENTIRE_RECORD
from generator.movements.engine.mirror import NO_REPORT
from generator.movements.engine.notices import KINDS
from generator.movements.engine.rows import value_of
from generator.movements.engine.seen import Seen
from generator.movements.states import LEAST_KNOWN
from generator.movements.unanswered import Unanswered, unanswered


def unanswered_in(seen: Seen) -> tuple[Unanswered, ...]:
    """Return the thresholds on what no series of the panel can have."""

    def why(name: str, code: str) -> str:
        kind, _, word = name.partition(" ")
        if word:
            return _of_event(seen, word) if kind == "event" else _of_flag(seen, word)
        at = seen.panel.places[code]
        return seen.adjustments.why_not(at) if name in METRICS else value_of(seen, name, at).reason

    return tuple(unanswered(seen.thresholds, seen.panel.codes, why))


def _of_event(seen: Seen, name: str) -> str:
    least = ENTIRE_RECORD if name == "record" else LEAST_KNOWN
    return "short_history" if (seen.frame.at + 1) * seen.panel.first.months < least else ""


def _of_flag(seen: Seen, name: str) -> str:
    """Return why no series can have a flag: what it is of is not in the panel."""
    panel = seen.panel
    lacking = {
        "revised": ("no_previous", panel.previous is None),
        "mirror_gap": (NO_REPORT, seen.mirror is None),
        "hs_break": ("no break", not (panel.breaks or panel.marks)),
        "lunar": ("not lunar", not panel.is_lunar),
        "lunar_tail": ("not lunar", not panel.is_lunar),
        **{kind: ("no notice", all(one.kind != kind for one in panel.notices)) for kind in KINDS},
        **dict.fromkeys(("unit_change", "quantity_suspect"), ("no_quantity", bool(np.isnan(panel.quantity).all()))),
        **dict.fromkeys(("bound", "valuation_break"), ("of lines", not panel.marks)),
    }
    reason, never = lacking.get(name, ("", False))
    return reason if never else ""
