"""What a desk knows about the days of a source's releases; it goes over the calendar that ships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.settings.value_types import Day, PeriodText, Strict, refuse
from generator.sources.release_calendar import ReleaseCalendar
from generator.trade.period import Period

Month = Annotated[int, Field(ge=1, le=12)]


class SourceCalendar(Strict):
    """When the figures of a source come out."""

    like: Literal["gacc", "comtrade", "eurostat", "pink-sheet"] | None = Field(
        None, description="base calendar; default: that of the kind", examples=["gacc"]
    )
    day: int | None = Field(None, ge=1, le=31, description="day of the month", examples=["20"])
    months_after: int | None = Field(
        None, ge=1, le=24, description="months between period and that day; default 1", examples=["2"]
    )
    combined: tuple[tuple[Month, Month], ...] | None = Field(
        None, description="months published together", examples=["[[1, 2]]"]
    )
    dates: Mapping[PeriodText, Day] = Field(
        {}, description="announced days, by period", examples=["{2026-11: 2026-12-18}"]
    )

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        if self.months_after is not None and self.day is None:
            refuse("has months_after without a day.", "Write day: beside it.")
        try:
            self.over(ReleaseCalendar("UTC"))
        except ValueError as fault:
            refuse(f"cannot be used: {fault}.")
        return self

    def over(self, known: ReleaseCalendar) -> ReleaseCalendar:
        """Return the calendar `known` with what stands here over it."""
        after = 1 if self.months_after is None else self.months_after
        dates = {Period.parse(period): day for period, day in self.dates.items()}
        return known.with_own(day=self.day, months_after=after, combined=self.combined, dates=dates)
