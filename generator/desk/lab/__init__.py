"""The lab: what a briefing's thresholds would have told of every month that is known, before anybody trusts them."""

from __future__ import annotations

from generator.desk.lab.made import Lab, lab
from generator.desk.lab.rules import Tried, tried
from generator.desk.lab.told import as_data

__all__ = ["Lab", "Tried", "as_data", "lab", "tried"]
