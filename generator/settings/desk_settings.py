"""The model of desk.yaml: who publishes, where the figures come from, how readers get an edition."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import time, timedelta
from difflib import get_close_matches
from typing import Annotated, Literal, Self, get_args
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    Field,
    PositiveInt,
    ValidationInfo,
    model_validator,
)

from generator.charts.colours import COLOURS, DOWN_CONTRAST, LIGHTNESS_GAP, MARK_CONTRAST, contrast, darken, lightness
from generator.page.logo import PICTURES
from generator.settings.mail_settings import Delivery
from generator.settings.source_settings import TableSource
from generator.settings.value_types import (
    Day,
    Language,
    Mail,
    Name,
    Once,
    Strict,
    Text,
    Title,
    Words,
    nearest,
    refuse,
)
from generator.story.patterns import DIGITS, needs_reader

Days = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}d$")]


class Retention(Strict):
    """After how many days `tidy`, or the clock, takes away what can be made again or was only for looking."""

    outbox: Days | None = Field(None, description="letters in outbox/", examples=["400d"])
    bounces: Days | None = Field(None, description="messages in bounces/done/", examples=["400d"])
    inbox: Days | None = Field(
        None, description="files in inbox/SOURCE/done/ that are kept in state/raw/", examples=["90d"]
    )
    held: Days | None = Field(None, description="held editions in state/held/", examples=["90d"])
    previews: Days | None = Field(None, description="previews and drafts", examples=["30d"])
    older_state: Days | None = Field(None, description="copies of the database before upgrades", examples=["90d"])


def days(text: str) -> timedelta:
    """Return how long a text of the settings says: "90d"."""
    return timedelta(days=int(text.removesuffix("d")))


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
        values = desk.model_dump(exclude_unset=True)
        if self.when != _WORKING and "when" in self.model_fields_set:
            values.pop("working_day", None)
        return Schedule(**{**values, **self.model_dump(exclude_unset=True)})

    def span(self, name: Literal["late_after", "stale_after"]) -> timedelta:
        """Return one of the spans."""
        text: str = getattr(self, name)
        return timedelta(**{"days" if text.endswith("d") else "hours": int(text[:-1])})

    def hour(self, name: Literal["at", "until", "embargo"]) -> time:
        """Return one of the hours; that of `embargo` is midnight where there is none."""
        return time.fromisoformat(getattr(self, name) or "00:00")


House = Literal["ministry", "gazette"]
Paper = Literal["a4", "letter"]
HOUSES: tuple[str, ...] = get_args(House)
_ALIKE = 0.7
# seats of governments that the list of zones does not have
_CAPITALS = {
    "Beijing": "Asia/Shanghai",
    "Peking": "Asia/Shanghai",
    "Islamabad": "Asia/Karachi",
    "New Delhi": "Asia/Kolkata",
    "Geneva": "Europe/Zurich",
}


def _time_zone(value: str) -> str:
    zones = available_timezones()
    if value not in zones:
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
        meant = _CAPITALS.get(value.rpartition("/")[2]) or cities.get(value.rpartition("/")[2])
        near = get_close_matches(value, zones, 1, _ALIKE)
        remedy = f"Write {meant or 'it as Asia/Shanghai'}."
        if near:
            remedy = f"Nearest: {near[0]}."
        refuse(f"is {value!r}, which is not an IANA time zone.", remedy)
    return value


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        refuse(f"is {value!r}, which is not a colour.", 'Write it as "#12436D", with the quotes.')
    return value.upper()


def _short(measure: float) -> str:
    """Return a measure with one decimal, cut off: 4.49 is not 4.5."""
    return f"{math.floor(measure * 10) / 10:.1f}"


def _picture(value: str) -> str:
    if not value.endswith(tuple(PICTURES)) or "/" in value:
        refuse(f"is {value!r}, which is not a .svg or .png file of styles/.", "Put the file there and write its name.")
    return value


Colour = Annotated[str, AfterValidator(_colour)]


class Publisher(Strict):
    """Who publishes, as every edition prints it."""

    name: Title = Field(description="name, as printed in the masthead", examples=["{en: Trade Section}"])
    dateline: Words = Field(description="place before the first paragraph", examples=["{en: Beijing}"])
    contact: Mail = Field(description="printed in every edition", examples=["trade@example.org"])
    address: Words | None = Field(
        None,
        description="postal address, at the foot of every edition",
        examples=['{en: "1 Example Road, Beijing"}'],
    )
    logo: Annotated[str, AfterValidator(_picture)] | None = Field(
        None, description="an .svg or .png file in styles/, for the masthead", examples=["seal.svg"]
    )


class Colours(Strict):
    """The two colours of a publisher; those on dark paper follow from them."""

    mark: Colour = Field(
        COLOURS["mark"], description="rises, links, rules; contrast 4.5 to 1 on white", examples=['"#12436D"']
    )
    down: Colour = Field(
        COLOURS["down"], description="falls, never text; contrast 3 to 1 on white", examples=['"#F46A25"']
    )

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for key, needed in (("mark", MARK_CONTRAST), ("down", DOWN_CONTRAST)):
            colour = getattr(self, key)
            ratio = contrast(colour, COLOURS["paper"])
            if ratio < needed:
                problem = f"is {colour}, {_short(ratio)} to 1 on white; {needed:g} to 1 is the least."
                refuse(problem, f"Take a darker one: {darken(colour, needed)}.", key=key)
        gap = lightness(self.down) - lightness(self.mark)
        if abs(gap) < LIGHTNESS_GAP:
            problem = f"is {self.down}, {_short(abs(gap))} of L* from mark; a grey print needs {LIGHTNESS_GAP:g}."
            refuse(problem, f"Take a {'lighter' if gap >= 0 else 'darker'} one, or another mark.", key="down")
        return self


class WordsRead(Strict):
    """A native reader of the words of a language; it counts as long as the words are those that were read."""

    read_by: Text = Field(description="name and office, as printed", examples=["Sana Malik, sub-editor"])
    on: Day = Field(description="the day", examples=["2026-11-01"])
    words: str = Field(
        pattern=f"^[0-9a-f]{{{DIGITS}}}$", description="the digest that `doctor` prints", examples=['"3fa9c02b71de"']
    )


def _of_the_desk(read: Mapping[Language, WordsRead], info: ValidationInfo) -> Mapping[Language, WordsRead]:
    for language in read:
        if not needs_reader(language):
            refuse("needs no reader: its words are those of who wrote the program.", "Leave it out.", key=language)
        if language not in info.data.get("languages", (language,)):
            refuse("is not a language of this desk.", "Leave it out, or add it to languages.", key=language)
    return read


class RenderSettings(Strict):
    """What one render may take; more is stopped."""

    render_seconds: PositiveInt = Field(120, description="seconds for one edition", examples=["120"])
    memory_mb: int = Field(1024, ge=256, description="MiB for each drawing process", examples=["1024"])


class DeskSettings(Strict):
    """desk.yaml."""

    publisher: Publisher = Field(description="the publisher")
    time_zone: Annotated[str, AfterValidator(_time_zone)] = Field(description="IANA name", examples=["Asia/Shanghai"])
    languages: Annotated[tuple[Language, ...], Once] = Field(
        ("en",), min_length=1, description="languages of every edition", examples=["[en, zh, ur]"]
    )
    lexicons: Annotated[Mapping[Language, WordsRead], AfterValidator(_of_the_desk)] = Field(
        {}, description="native readers, by language"
    )
    style: House = Field("ministry", description="house style", examples=["gazette"])
    editorial: Literal["mark", "refuse"] = Field(
        "mark", description="sign an editor's comments, or refuse them", examples=["refuse"]
    )
    paper: Paper = Field("a4", description="paper of the PDF", examples=["letter"])
    colours: Colours = Field(Colours(), description="your own colours")  # type: ignore[call-arg]
    sources: Mapping[Name, TableSource] = Field(description="sources, by name", min_length=1)
    rates: Name | None = Field(None, description="source of rates for `figures --in USD`", examples=["fred"])
    schedule: Schedule | None = Field(None, description="when the clock makes editions")
    notify: tuple[Mail, ...] = Field((), description="who hears of trouble", examples=["[trade@example.org]"])
    mail: Delivery = Field(description="delivery to readers")
    limits: RenderSettings = Field(RenderSettings(), description="limits of drawing")  # type: ignore[call-arg]
    retention: Retention = Field(Retention(), description="when to delete; default never")  # type: ignore[call-arg]
    output: Text = Field("output", description="folder of finished editions", examples=["../output"])
    state: Text = Field("state", description="folder of the program's data", examples=["state"])

    @model_validator(mode="after")
    def _has_its_rates(self) -> Self:
        rate_sources = [name for name, source in self.sources.items() if source.kind == "rates"]
        if self.rates is not None and self.rates not in rate_sources:
            refuse(
                f"is {self.rates}, which is not a source of kind rates.", nearest(self.rates, rate_sources), key="rates"
            )
        return self
