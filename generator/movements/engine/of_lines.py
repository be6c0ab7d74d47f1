"""Of lines: what the engine knows of each line of an edition: its surprise, its doubts, and how it is weighed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.movements.engine.drivers import Story
from generator.movements.engine.picks import Picks
from generator.movements.engine.rows import row, value_of
from generator.movements.engine.seen import Seen
from generator.movements.engine.step import step_of
from generator.movements.engine.telling import Telling
from generator.movements.metrics import Maker
from generator.movements.readings import Reading
from generator.movements.records import Metric, Past
from generator.trade.period import Period

DOUBTS = (
    "base_effect",
    "seasonal",
    "short_history",
    "volatile",
    "mirror_gap",
    "revised",
    "coverage",
    "currency",
)  # its other flags are the line's own


def pasts(found: Picks, codes: Iterable[str], period: Period) -> Mapping[str, Past]:
    """Return what was found of each of `codes` that the panel has, as the edition of `period` takes it."""
    telling = Telling(found.judged, str(found.period), found.known)
    places = found.judged.panel.places
    return {code: _past(telling, places[code], period) for code in codes if code in places}


def _past(telling: Telling, at: int, period: Period) -> Past:
    seen, story = telling.judged.seen, Story(at)
    score, known, flags = telling.score(story), telling.known(story), row(seen, at).flags
    return Past(
        score=score.total,
        parts=score.parts(),
        told=known.told if known else "",
        since_step=str(step_of(seen, at) or ""),
        doubts=tuple(flag for flag in DOUBTS if flag in flags),
        metric=_Metrics(seen, at, period).metric,
    )


@dataclass(frozen=True)
class _Metrics:
    """The metrics of the series in column `at`; the figures of a panel are points, and so are they."""

    seen: Seen
    at: int
    period: Period

    def metric(self, name: str) -> Metric:
        """Return the metric called `name` as one of a line."""
        make, found = Maker(name, self.period, self.period.year_before()), value_of(self.seen, name, self.at)
        if found.value is None:
            return make.null(found.reason, *found.flags)
        known = Reading(found.value, found.value, found.value)
        return make.known(known, (), n=int(self.seen.unusual.month.n[self.at]), flags=found.flags)
