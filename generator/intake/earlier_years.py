"""Previously: a year's lines as they were known before any release had a figure of that year."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.trade.figures import Figures

REVISION = "revision"


def previously(desk: Desk, store: FigureStore, name: str, figures: Figures) -> Figures | None:
    """Return the lines of `figures` by the releases that counted before the first one about their period.

    None for months, which have the edition before; where no threshold of the briefing asks; and where there is none.
    The releases alone decide, so that an edition that is made again has the same.
    """
    asked = any(REVISION in one.needs for one in desk.thresholds[name].named)
    if not asked or figures.period.frequency != "annual":
        return None
    chosen, vintage = figures.selection, figures.vintage

    def is_about(count: int) -> bool:
        some = replace(vintage, releases=vintage.releases[:count])
        return bool(store.told_by(chosen, figures.period, some))

    earlier = bisect_left(range(len(vintage.releases) + 1), 1, key=is_about) - 1
    before = replace(vintage, releases=vintage.releases[: max(earlier, 0)])
    found = store.figures(chosen, figures.period, before) if before.releases else None
    return found if found is not None and found.cells else None
