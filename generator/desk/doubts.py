"""Doubts: what is odd about the releases that an edition uses, and why a person accepted one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.desk.opened import OpenDesk
from generator.story.brief import Doubts
from generator.trade.figures import Figures
from generator.trade.flags import Flag
from generator.trade.observation import Observation
from generator.trade.period import Period

_SILENT = frozenset({"repeated"})  # a row that stood twice changes no figure


def doubts(desk: OpenDesk, figures: Figures, base: Period) -> Doubts:
    """Return what is odd about the figures of an edition's period and the one that it is compared with.

    A release counts where one of its cells does, in a month from `base` on.
    """
    source = figures.selection.source
    used = {name for one in _cells(figures, base) for name in _releases(one)}
    both = [figures.selection, *([figures.opposite.selection] if figures.opposite else [])]
    found = [release for release in desk.store.releases(source) if release.name in used]
    flags = [flag for release in found for flag in map(Flag.parse, release.flags)]
    told = [
        flag
        for flag in flags
        if flag.kind not in _SILENT
        and any(flag.concerns(one) for one in both)
        and any(flag.is_about(when) for when in (figures.period, base))
    ]
    accepted = [(release.period, release.accepted) for release in found if release.accepted]
    return Doubts(tuple(dict.fromkeys(told)), tuple(dict.fromkeys(accepted)))


def _cells(figures: Figures, base: Period) -> Iterator[Observation]:
    end = figures.period.first + figures.period.months
    for one in (figures, *([figures.opposite] if figures.opposite else [])):
        yield from (cell for (_, when), cell in one.cells.items() if base.first <= when.first < end)


def _releases(one: Observation) -> Iterator[str]:
    for part in one.parts or (one,):
        yield part.cell.release
