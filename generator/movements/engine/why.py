"""Why: the sentence that says of one series why it is told, or why not; every bar with what was found beside it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.movements.engine.gates import against
from generator.movements.engine.judged import Judged
from generator.movements.engine.rows import row
from generator.movements.engine.shapes import DRIFT_Z, ODD
from generator.movements.engine.unusual import LEAST_DRIFT


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
        yield from [words] if not kind and seen.passed[at] and (words := against(judged, at)) else []
