"""The clock: which editions are due, and each one's way from the release calendar to its readers, without a person."""

from __future__ import annotations

from generator.service.clock.tick import Entry, tick
from generator.service.clock.wall_clock import Time

__all__ = ["Entry", "Time", "tick"]
