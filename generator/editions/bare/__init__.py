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
from generator.movements.engine import LeftOut, Pick, Verdict
from generator.movements.engine import Picks as PicksOfPanel
from generator.movements.engine.unmeasured import unjudged
from generator.movements.judgement import Judgement

__all__ = [
    "Judgement",
    "LeftOut",
    "Pick",
    "PicksOfPanel",
    "Verdict",
    "as_json",
    "doubts",
    "gaps_of",
    "is_newest",
    "notes",
    "otherwise_of",
    "picks_of",
    "unjudged",
    "verdicts_of",
]
