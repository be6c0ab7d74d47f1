"""Release calendars: what is expected when, kept as data; nothing here asks a publisher or a clock."""

from __future__ import annotations

from generator.sources.calendars.release_calendar import Calendar, Expected, due_periods
from generator.sources.calendars.rule import last_day
from generator.sources.calendars.shipped import SHIPPED, shipped
from generator.sources.calendars.standing import Holding, State, standing

__all__ = ["SHIPPED", "Calendar", "Expected", "Holding", "State", "due_periods", "last_day", "shipped", "standing"]
