"""When the clock makes and sends editions: `schedule:` of a desk, or of one briefing over it."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.settings.value_types import Once, Strict, refuse

_HOURS = r"([01]\d|2[0-3]):[0-5]\d"
_SPAN = r"[1-9]\d{0,2}[dh]"
_WORKING = "working-day"

Hour = Annotated[str, Field(pattern=f"^{_HOURS}$")]
Span = Annotated[str, Field(pattern=f"^{_SPAN}$")]
Country = Literal["CN", "PK"]
Countries = Annotated[tuple[Country, ...], Once]


class Schedule(Strict):
    """When the clock makes an edition, and when it is too late for one; of a briefing: only what is another there."""

    when: Literal["figures-are-out", "working-day", "by-hand"] = Field(
        "figures-are-out",
        description="by calendar, on a working day, or by hand",
        examples=["working-day"],
    )
    working_day: int | None = Field(None, ge=1, le=60, description="working day after the period", examples=["5"])
    holidays: Countries = Field((), description="countries whose holidays are not working days", examples=["[CN, PK]"])
    at: Hour = Field("09:00", description="earliest time of day to ask or send", examples=['"09:00"'])
    until: Hour = Field("21:00", description="latest time of day to ask", examples=['"21:00"'])
    embargo: Hour | None = Field(None, description="earliest time to send on release day", examples=['"15:00"'])
    late_after: Span = Field("3d", description="when an edition is late", examples=["3d"])
    stale_after: Span = Field("10d", description="when an edition is too old to mail", examples=["10d"])
    partial: bool = Field(
        default=False,
        description="make a late edition from the lines that are there",
        examples=["true"],
    )

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if (self.when == _WORKING) != (self.working_day is not None):
            refuse("says working-day and working_day apart.", "Write both, or neither.")
        if self.at >= self.until:
            refuse(f"ends at {self.until}, before it begins.", f"Write an hour after {self.at}.", key="until")
        return self

    def over(self, desk: Schedule) -> Schedule:
        """Return the desk's schedule with what a briefing says over it; another `when` takes no day of the desk's."""
        known = desk.model_dump(exclude_unset=True)
        if self.when != _WORKING and "when" in self.model_fields_set:
            known.pop("working_day", None)
        return Schedule(**{**known, **self.model_dump(exclude_unset=True)})

    def span(self, name: Literal["late_after", "stale_after"]) -> timedelta:
        """Return one of the spans."""
        text: str = getattr(self, name)
        return timedelta(**{"days" if text.endswith("d") else "hours": int(text[:-1])})

    def hour(self, name: Literal["at", "until", "embargo"]) -> time:
        """Return one of the hours; that of `embargo` is midnight where there is none."""
        return time.fromisoformat(getattr(self, name) or "00:00")
