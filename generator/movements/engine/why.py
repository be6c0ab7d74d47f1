"""Why: the sentence that says of one series why it is told, or why not; every bar with what was found beside it."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import numpy as np

from generator.movements.engine.judged import Judged
from generator.movements.engine.rows import row
from generator.movements.engine.seen import VOLATILE
from generator.movements.engine.shapes import DRIFT_Z, ODD
from generator.movements.engine.significance import Q
from generator.movements.engine.unusual import LEAST_DRIFT, WEIGHTY


def why(judged: Judged, at: int) -> str:
    """Return the evaluated rule of the series in column `at`, and what else decided."""
    return "; ".join(_parts(judged, at))


def _parts(judged: Judged, at: int) -> Iterator[str]:
    seen, kind = judged.seen, str(judged.kind[at])
    if kind == "drift":
        change = seen.metrics["r12_yoy"][at]
        bars = f"r12_yoy {change:.1f} ≥ {LEAST_DRIFT:.0f}"
        yield f"drift: the year's changes {judged.surprise[at]:.1f} ≥ {DRIFT_Z}, {bars}"
    elif kind == "offset":
        yield f"offset: z_uv {judged.surprise[at]:.1f} ≥ {ODD} while the value is flat"
    else:
        rule = seen.rules[at]
        yield f"{rule.name}: {rule.notable.judge(row(seen, at))}"
        yield from _against(judged, at) if not kind else ()


def _against(judged: Judged, at: int) -> Iterator[str]:
    """Yield what keeps a series that its rule lets through from being told."""
    seen, p = judged.seen, float(judged.chances.p[at])
    if not seen.passed[at]:
        return
    if judged.old[at]:
        yield f"a step of {int(seen.unusual.age[at])} months ago, told then"
    if seen.flags["volatile"][at]:
        yield f"volatile: its spread is over {VOLATILE}"
    if isnan(p):
        yield f"not asked: a base that could not move the total by {WEIGHTY} points, or no z"
    elif not judged.chances.significant[at]:
        level = seen.panel.levels[at]
        among = int(np.sum([one == level and not isnan(other) for one, other in _asked(judged)]))
        yield f"p {p:.2g} does not stand out among {among} of {level} (q {Q})"


def _asked(judged: Judged) -> Iterator[tuple[str, float]]:
    return zip(judged.panel.levels, judged.chances.p.tolist(), strict=True)
