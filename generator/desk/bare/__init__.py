"""A bare table of series, read into a panel without a desk, and what the engine picks of it."""

from __future__ import annotations

from generator.desk.bare.files import as_json, notes, picks_of
from generator.movements.engine import Pick
from generator.movements.engine import Picks as PicksOfPanel

__all__ = ["Pick", "PicksOfPanel", "as_json", "notes", "picks_of"]
