"""The room of statistics: a checked table of figures comes in, the movements that a briefing may tell go out. Pure."""

from __future__ import annotations

from generator.movements.engine.rows import Row
from generator.movements.grammar import RuleFault
from generator.movements.judgement import Judgement
from generator.movements.lines import Movement, Movements, find_movements
from generator.movements.readings import Reading
from generator.movements.rules import Thresholds

__all__ = ["Judgement", "Movement", "Movements", "Reading", "Row", "RuleFault", "Thresholds", "find_movements"]
