"""A bare table of series, read into a panel without a desk, and what the engine picks of it."""

from __future__ import annotations

from generator.editions.bare.bare_files import (
    as_json,
    doubts,
    gaps_of,
    is_newest,
    notes,
    otherwise_of,
    picks_of,
    verdicts_of,
)
from generator.movements.gates import why_unjudged
from generator.movements.judgement import Judgement
from generator.movements.pick_verdicts import SeriesVerdict
from generator.movements.picks import PanelPicks
from generator.movements.scores import LeftOut, PanelPick

__all__ = [
    "Judgement",
    "LeftOut",
    "PanelPick",
    "PanelPicks",
    "SeriesVerdict",
    "as_json",
    "doubts",
    "gaps_of",
    "is_newest",
    "notes",
    "otherwise_of",
    "picks_of",
    "verdicts_of",
    "why_unjudged",
]
