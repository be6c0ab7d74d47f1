"""The clock: which editions are due, and each one's way from the release calendar to its readers, without a person."""

from __future__ import annotations

from generator.desk.clock.tick import Entry, tick
from generator.desk.clock.trust import Time

__all__ = ["Entry", "Time", "tick"]
