"""Across: goods and partners counted twice over; one movement seen in both is told once."""

from __future__ import annotations

from dataclasses import replace

from generator.movements.engine.drivers import Story
from generator.movements.engine.judged import Judged

COVERS = 0.60  # of each of the two


def told_once(judged: Judged, stories: list[Story], score: dict[int, float]) -> list[Story]:
    """Return the stories without those that a better one of the other dimension covers; they become its context.

    A story covers another where its excess and the other's have one sign and each is 60 per cent of the other at least.
    """
    panel, found = judged.panel, list(stories)
    goods = [one for one in found if not panel.is_partner[one.column]]
    for partner in [one for one in found if panel.is_partner[one.column]]:
        same = [one for one in goods if _covers(judged, one.column, partner.column)]
        best = max(same, key=lambda one: (score[one.column], panel.codes[one.column]), default=None)
        if best is None:
            continue
        kept, dropped = (best, partner) if score[best.column] >= score[partner.column] else (partner, best)
        at = found.index(kept)
        found[at] = replace(kept, context=[*kept.context, dropped.column])
        found.remove(dropped)
        goods = [one for one in found if not panel.is_partner[one.column]]
    return found


def _covers(judged: Judged, one: int, other: int) -> bool:
    if judged.panel.ancestors(other)[:-1] and one in judged.panel.ancestors(other):
        return False  # a partner of that line: the tree has settled it
    mine, theirs = float(judged.excess[one]), float(judged.excess[other])
    return mine * theirs > 0 and min(abs(mine), abs(theirs)) >= COVERS * max(abs(mine), abs(theirs))
