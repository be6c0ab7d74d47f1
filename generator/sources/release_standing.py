"""Standing: how a period stands with a source today, in a word and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.sources.release_calendar import Expected, ReleaseCalendar
from generator.trade.period import Period

Word = Literal["not due", "due", "late", "partial", "complete", "restated"]


@dataclass(frozen=True)
class Holding:
    """What the store has of a period; `released` is the day of its newest release.

    `restated` says that this release has another value where an earlier one had a figure.
    """

    extent: Literal["none", "partial", "complete"] = "none"
    released: date | None = None
    restated: bool = False

    def __post_init__(self) -> None:
        """Refuse figures without a release, and a release without figures."""
        if (self.extent == "none") != (self.released is None) or (self.restated and self.extent == "none"):
            msg = f"a holding of {self.extent} cannot be of {self.released}, restated {self.restated}"
            raise ValueError(msg)


NOTHING = Holding()


@dataclass(frozen=True)
class State:
    """How `period` stands: in a `word`, with the day that it is about (None: not known), and in one sentence.

    The day is the first possible one where the period is not due, the expected one where it is due or late, and that of
    the newest release where there are figures.
    """

    period: Period
    word: Word
    on: date | None
    sentence: str


def standing(
    calendar: ReleaseCalendar, period: Period, today: date, held: Holding = NOTHING, *, late_after: int = 0
) -> State:
    """Return how `period` stands on `today`, a day in the calendar's time zone.

    Without figures it is late from the day that lies more than `late_after` days after the expected one. Figures that
    are there are told as such on any day; a part is never called complete or restated.
    """
    when = calendar.expected(period)
    word = _word(when, today, held, late_after)
    if held.released:
        return State(period, word, held.released, _of_figures(when, today, held, held.released))
    together = when.combined if when.combined and not _within(when.combined, period) else None
    lead = f"{period} is not published alone: " if together else ""
    return State(
        period,
        word,
        when.not_before if word == "not due" else when.on,
        f"{lead}{together or period} is {_of_time(when, today, word)}.",
    )


def _word(when: Expected, today: date, held: Holding, late_after: int) -> Word:
    if held.extent != "none":
        return "restated" if held.restated and held.extent == "complete" else held.extent
    if today < when.not_before:
        return "not due"
    return "late" if when.on and (today - when.on).days > late_after else "due"


def _of_time(when: Expected, today: date, word: Word) -> str:
    if word == "not due":
        return f"not due before {written(when.not_before)}" + _about(when)
    if when.on is None:
        return f"{word}: no day is known, so ask the source"
    return f"{word}: it {_day(when.on, today, about=when.about)}"


def _about(when: Expected) -> str:
    if not when.about or when.on is None:
        return ""
    return f"; it is expected about {'that day' if when.on == when.not_before else written(when.on)}"


def _day(on: date, today: date, *, about: bool) -> str:
    day = f"expected {'about' if about else 'on'} {written(on)}"
    gone = (today - on).days
    if gone <= 0:
        return f"is {day}" + ("" if gone else ", today")
    return f"was {day}, {gone} day{'s' if gone > 1 else ''} ago"


def _of_figures(when: Expected, today: date, held: Holding, released: date) -> str:
    release = f"the release of {written(released)}"
    if held.extent == "partial":
        rest = f"; the rest {_day(when.on, today, about=when.about)}" if when.on else ""
        return f"{when.period} is partial: {release} does not have all of it{rest}."
    if held.restated:
        return f"{when.period} is restated: {release} changed figures that were there before."
    return f"{when.period} is complete, from {release}."


def _within(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.first + inner.months <= outer.first + outer.months


def written(day: date) -> str:
    """Return the day as the program's messages have it: 20 January 2026."""
    return f"{day.day} {day:%B %Y}"
