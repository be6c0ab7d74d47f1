"""The engine: measures a panel of thousands of series at once, in arrays with time first and series second."""

from __future__ import annotations

from generator.movements.engine.panel import Break, Panel
from generator.movements.engine.picks import Picks, picks
from generator.movements.engine.records import LeftOut, Pick
from generator.movements.engine.verdicts import Verdict, verdict

__all__ = ["Break", "LeftOut", "Panel", "Pick", "Picks", "Verdict", "picks", "verdict"]
