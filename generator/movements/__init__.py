"""What moved: a checked table of figures, or a bare table of series, comes in; ranked movements come out.

Pure: nothing here reads a clock or the network. `find_movements` judges the lines of an edition, `picks.picks` all
series of a panel; both measure with the same arrays.
"""

from __future__ import annotations

from generator.movements.edition_lines import Movement, Movements, find_movements
from generator.movements.judgement import Judgement
from generator.movements.metric_values import SeriesRow
from generator.movements.readings import Reading
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds

__all__ = ["Judgement", "Movement", "Movements", "Reading", "RuleFault", "SeriesRow", "Thresholds", "find_movements"]
