"""Panels with known truth: ordinary trade, then some truths and decoys, each in a chapter of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from tests.panels import changes, decoys, events, lumps, restated
from tests.panels.found import irregular_as_ever, moved_by_the_holiday, unusual_by_chance
from tests.panels.ground import Ground
from tests.panels.months import month
from tests.panels.ordinary import ordinary
from tests.panels.panel import Mark, Panel
from tests.panels.tree import grow

Plant = Callable[[Ground, str], Mark | None]
DIFFICULTIES = ("easy", "medium", "hard")
SHORTEST = 24  # months that a panel may hand out
WHOLE = 60  # months that are made: a shorter past is the newest part of these

# The most demanding first: they find no ground once the chapters are taken.
TRUTHS: tuple[Plant, ...] = (
    events.broad,
    changes.lifting,
    changes.missed_season,
    changes.offset,
    changes.price,
    changes.spike,
    changes.shift,
    changes.drift,
    events.new,
    events.resumed,
    events.vanished,
    events.ceased,
)
# In lumpy panels these come first: their ground is the lines that trade in some months only.
LUMPY_TRUTHS: tuple[Plant, ...] = (lumps.shipment, lumps.year)
DECOYS: tuple[Plant, ...] = (
    decoys.split,
    decoys.renamed,
    decoys.base_effect,
    decoys.old_step,
    decoys.heavy_tails,
    decoys.usual_peak,
    decoys.partial,
    decoys.confidential,
    decoys.unit_change,
    decoys.wrong_quantity,
    decoys.tiny_base,
)
RESTATED_TRUTHS: tuple[Plant, ...] = (restated.revision, restated.correction)
RESTATED_DECOYS: tuple[Plant, ...] = (restated.restated_little, restated.restated_tiny)


@dataclass(frozen=True)
class Wanted:
    """What panel to make; the same wants give the same panel."""

    seed: int
    leaves: int = 300
    months: int = 96
    period: str = "2025-12"
    lunar: bool = False
    partners: bool = False
    quiet: bool = False  # nothing planted, neither truths nor decoys
    lumpy: bool = False  # two lines of three trade in some months only, in shipments of very different size


def make(wanted: Wanted) -> Panel:
    """Return the panel; ValueError where it can hold no truth."""
    january = wanted.lunar and wanted.period.endswith("-01")
    if wanted.months < SHORTEST or (january and not wanted.quiet):
        msg = f"{wanted}: {SHORTEST} months at least, and nothing is told of a lunar January alone"
        raise ValueError(msg)
    chance = np.random.default_rng([wanted.seed, wanted.leaves, wanted.months])
    tree = grow(chance, wanted.leaves, partners=wanted.partners)
    months = max(wanted.months, WHOLE)
    panel = ordinary(chance, tree, month(wanted.period) - months + 1, months, lunar=wanted.lunar, lumpy=wanted.lumpy)
    ground = Ground.of(panel, chance, wanted.months)
    if wanted.quiet:
        restated.print_before(ground)
    else:
        _plant_all(ground, lumpy=wanted.lumpy)
    for mark in panel.truths:
        mark.lifts = lifted(panel, mark)
    panel.decoys += [*moved_by_the_holiday(panel), *irregular_as_ever(panel)]
    for mark in panel.decoys:
        mark.lifts = lifted(panel, mark)
    panel.unusual = unusual_by_chance(panel)
    return panel.newest(wanted.months)


def lifted(panel: Panel, mark: Mark) -> list[str]:
    """Return the codes above of whose change in money this series makes at least half."""
    tree, codes = panel.tree, panel.tree.ancestors(mark.series)
    if mark.kind in ("revision", "correction"):
        change = (panel.value[:-1] - panel.previous).sum(axis=0)
    else:
        change = np.sum([panel.value[row] - panel.value[row - 12] for row in panel.rows], axis=0)
    own = change[tree.columns[mark.series]].sum()
    return [code for code in codes if (whole := change[tree.columns[code]].sum()) and own / whole >= 0.5]


def _plant_all(ground: Ground, *, lumpy: bool) -> None:
    """Plant what a third of the chapters has room for, at most eight truths and eleven decoys, and as much restated."""
    panel, chapters = ground.panel, len(ground.panel.tree.at_level("hs2"))
    if lumpy:
        panel.truths += _planted(ground, LUMPY_TRUTHS, len(LUMPY_TRUTHS))
    panel.truths += _planted(ground, TRUTHS, min(8, 1 + chapters // 5))
    panel.decoys += _planted(ground, DECOYS, min(len(DECOYS), chapters // 3))
    restated.print_before(ground)
    if chapters > 12:
        panel.truths += _planted(ground, RESTATED_TRUTHS, 1)
        panel.decoys += _planted(ground, RESTATED_DECOYS, 2)


def _planted(ground: Ground, plants: tuple[Plant, ...], count: int) -> Iterable[Mark]:
    """Yield the marks of up to `count` of the plants, drawn by chance, with difficulties in turn."""
    drawn = sorted(ground.chance.permutation(len(plants))[:count])
    for at in drawn:
        for difficulty in ground.chance.permutation(DIFFICULTIES):
            if mark := plants[at](ground, str(difficulty)):
                yield mark
                break
