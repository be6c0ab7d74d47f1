"""Movements: a checked table of figures, or a bare table of series, comes in; ranked movements come out.

This room is pure: nothing here reads a clock or the network. `find_movements` judges the lines of an edition, and
`picks.picks` all series of a panel. Both use the same measurements.
"""

from __future__ import annotations

from generator.movements.edition_lines import Movement, Movements, find_movements
from generator.movements.judgement import Judgement
from generator.movements.metric_values import SeriesRow
from generator.movements.readings import Reading
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds

__all__ = ["Judgement", "Movement", "Movements", "Reading", "RuleFault", "SeriesRow", "Thresholds", "find_movements"]
