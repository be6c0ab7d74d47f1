"""briefings/NAME.yaml as a frozen value: which figures, what is worth a sentence, what is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from generator.desk.words import (
    NOT_YET,
    Code,
    Codes,
    Day,
    FlowWord,
    Language,
    Once,
    OneOrSeveral,
    PeriodText,
    Place,
    Strict,
    Text,
    Words,
    refuse,
)

Frequency = Literal["monthly", "quarterly", "annual"]


class Choice(Strict):
    """Which figures a briefing looks at."""

    source: Text = Field(description="a source of desk.yaml", examples=["gacc-press"])
    reporter: Place = Field(description="whose customs counted", examples=["CHN"])
    partner: Place = Field(description="the other economy", examples=["PAK"])
    flow: FlowWord = Field(description="import, export, re-import or re-export", examples=["import"])
    codes: Codes = Field(
        min_length=1, description="HS codes, quoted, in the order of the table", examples=['["74", "2603"]']
    )
    detail: Literal[2, 4, 6, 8, 10] | None = Field(
        None, description="look as deep as HS codes of so many digits", examples=["4"]
    )
    group: Words | None = Field(None, description="what the lines are together", examples=["{en: mineral and metal}"])


class Theme(Strict):
    """A paragraph of its own for some lines."""

    label: Words = Field(description="its label", examples=["{en: Ores}"])
    codes: Codes = Field(min_length=1, description="its lines", examples=['["2608", "2610"]'])


class Names(Strict):
    """What a line is called where the nomenclature's description is too long."""

    full: Text = Field(description="at first mention", examples=["copper and copper articles"])
    short: Text = Field(description="in tables and charts", examples=["copper and articles"])
    head: Text = Field(description="in headlines", examples=["copper"])
    plural: bool = Field(default=False, description="whether the verb is plural", examples=["true"])


class Watch(Strict):
    """A calendar fact; nothing else is announced. One of `when`, `about` and `on` says the time."""

    when: Words | None = Field(None, description="the time in words", examples=["{en: Until September 2026}"])
    about: Day | None = Field(None, description="an expected day", examples=["2026-03-20"])
    on: Day | None = Field(None, description="a certain day", examples=["2026-03-20"])
    what: Words = Field(description="what happens then", examples=["{en: Figures for January are published.}"])
    period: PeriodText | None = Field(None, description="the period it is about", examples=['"2026-01"'])

    @model_validator(mode="before")
    @classmethod
    def _day_in_when(cls, data: Any) -> Any:  # noqa: ANN401 -- data before it is checked
        if isinstance(data, dict) and isinstance(data.get("when"), str) and "on" not in data:
            return {key: value for key, value in data.items() if key != "when"} | {"on": data["when"]}
        return data

    @model_validator(mode="after")
    def _has_one_time(self) -> Self:
        if len([time for time in (self.when, self.about, self.on) if time is not None]) != 1:
            refuse("has no time or more than one.", "Write one of when, about and on.")
        return self


class Briefing(Strict):
    """briefings/NAME.yaml."""

    title: Words = Field(description="the briefing's name", examples=["{en: Pakistan's minerals in China}"])
    frequency: Annotated[tuple[Frequency, ...], Once, OneOrSeveral] = Field(
        min_length=1, description="what the clock makes, one or a list", examples=["[monthly, annual]"]
    )
    figures: Choice = Field(description="which figures")
    themes: tuple[Theme, ...] = Field((), description="paragraphs, in this order")
    labels: Mapping[Code, Mapping[Language, Names]] = Field({}, description="names by quoted HS code and language")
    thresholds: Mapping[str, Any] = Field({}, description="what is worth a sentence: docs/movements.md")
    charts: Annotated[Any, NOT_YET] = Field(None, description="not available yet: which pictures")
    formats: Annotated[tuple[Literal["pdf", "html", "email"], ...], Once] = Field(
        ("pdf", "html", "email"), min_length=1, description="what is made", examples=["[pdf, html, email]"]
    )
    approval: Literal["none", "one", "two"] = Field(
        "one", description="how many persons must say yes before it is mailed", examples=["one"]
    )
    audience: Text | None = Field(None, description="nothing is mailed yet: who gets it", examples=["embassies"])
    watch: tuple[Watch, ...] = Field((), description="what to watch")
