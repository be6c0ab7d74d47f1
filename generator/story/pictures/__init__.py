"""The pictures of an edition, one module each, called as briefings call it: what it draws and says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the settings ask for names alone, and load no story
    from generator.story.picture import PicturePlan, PictureSources
    from generator.story.plan import Chart

NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py")))


@cache
def _plans() -> tuple[tuple[str, PicturePlan], ...]:
    plans = [(name, import_module(f"{__name__}.{name}").PLAN) for name in NAMES]
    return tuple(sorted(plans, key=lambda named: named[1].order))


def charts_at(place: str, sources: PictureSources) -> Iterator[Chart]:
    """Yield the charts that stand at a place of the plan, those that the briefing asks for or the usual ones."""
    month = sources.month
    for name, plan in _plans():
        if plan.place == place and month.brief.draws(name, usually=plan.usual(month)):
            yield from plan.charts(sources)
