"""The model of briefings/NAME.yaml: which figures, what is worth a sentence, what is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from generator.settings.desk_settings import Schedule
from generator.settings.value_types import (
    Code,
    Codes,
    Day,
    FlowWord,
    Key,
    Language,
    Once,
    OneOrSeveral,
    Partner,
    Place,
    Strict,
    Text,
    Title,
    Words,
    refuse,
)
from generator.story.pictures import MOST, PictureName
from generator.trade.codes import WORLD, Flow
from generator.trade.figures import Selection

Frequency = Literal["monthly", "quarterly", "annual"]


def _may_be_left_out(schema: dict[str, Any]) -> None:
    """Take out of the schema's needs what for_each may hold: the file is checked when it is expanded."""
    schema["required"] = [key for key in schema["required"] if key not in ForEach.model_fields]


def _needs_all_or_for_each(schema: dict[str, Any]) -> None:
    """Say in the schema that a file without for_each needs all of its figures."""
    needed = [key for key, field in Choice.model_fields.items() if field.is_required()]
    schema["anyOf"] = [{"required": ["for_each"]}, {"properties": {"figures": {"required": needed}}}]


class Choice(Strict):
    """Which figures a briefing looks at; for_each may say one of `reporter`, `partner` and `codes` in its place."""

    model_config = ConfigDict(json_schema_extra=_may_be_left_out)

    source: Text = Field(description="a source of desk.yaml", examples=["gacc-press"])
    reporter: Place = Field(description="reporter; required without for_each", examples=["CHN"])
    partner: Partner = Field(description="partner or `World`; required without for_each", examples=["PAK"])
    flow: FlowWord = Field(description="import, export, re-import or re-export", examples=["import"])
    codes: Codes = Field(
        min_length=1,
        description="quoted HS codes, in the order of the table; required without for_each",
        examples=['["74", "2603"]'],
    )
    detail: Literal[2, 4, 6, 8, 10] | None = Field(
        None, description="digits of the deepest codes to look at", examples=["4"]
    )
    balance: bool = Field(
        default=False,
        description="add exports, imports and balance",
        examples=["true"],
    )
    market: bool = Field(
        default=False,
        description="add the reporter's trade with all partners: the partner's share and rank",
        examples=["true"],
    )
    mirror: Text | None = Field(
        None,
        description="source of the partner's report",
        examples=["comtrade"],
    )
    year_start: Literal[1, 7] = Field(
        1,
        description="first month of the year to date: 1 or 7",
        examples=["7"],
    )
    group: Words | None = Field(None, description="name of the goods together", examples=["{en: mineral and metal}"])

    @model_validator(mode="after")
    def _can_be_balanced(self) -> Self:
        if self.balance and self.flow not in {Flow.IMPORT, Flow.EXPORT}:
            refuse("is of exports less imports.", "Write flow: import or flow: export, or take it out.", key="balance")
        return self

    @model_validator(mode="after")
    def _has_a_share(self) -> Self:
        if self.market and self.partner == WORLD:
            refuse("is of one partner's share, and partner is the World.", "Take it out.", key="market")
        return self

    @model_validator(mode="after")
    def _can_be_mirrored(self) -> Self:
        if self.mirror and self.flow not in {Flow.IMPORT, Flow.EXPORT}:
            refuse("is of exports or imports.", "Write flow: import or flow: export, or take it out.", key="mirror")
        if self.mirror and self.partner == WORLD:
            refuse("is what one partner counts, and partner is the World.", "Take it out.", key="mirror")
        return self


class ForEach(Strict):
    """Which briefings one file stands for: a member for each economy, or for each list of codes."""

    partner: Annotated[tuple[Place, ...], Once] | None = Field(
        None, min_length=1, description="one per partner", examples=["[PAK, IRN, KAZ]"]
    )
    reporter: Annotated[tuple[Place, ...], Once] | None = Field(
        None, min_length=1, description="one per reporter", examples=["[CHN, IND]"]
    )
    codes: Mapping[Key, Annotated[Codes, Field(min_length=1)]] | None = Field(
        None, min_length=1, description="one per list of codes", examples=['{ores: ["26"], copper: ["74"]}']
    )

    @model_validator(mode="after")
    def _says_one(self) -> Self:
        kinds = [key for key in type(self).model_fields if getattr(self, key)]
        if len(kinds) != 1:
            refuse("names none or more than one.", "Write one of partner, reporter and codes.")
        keys = [key.casefold() for key in self.codes or ()]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            refuse(f"has the key {twice[0]} twice, in other capitals.", "A file system may take them for one.")
        return self


class Theme(Strict):
    """A paragraph of its own for some lines."""

    label: Words = Field(description="its label", examples=["{en: Ores}"])
    codes: Codes = Field(min_length=1, description="its lines", examples=['["2608", "2610"]'])


class Oblique(Strict):
    """A line's names before a postposition, where they are others: تانبے of تانبا."""

    full: Text | None = Field(None, description="of full", examples=["تانبے اور تانبے کی اشیا"])
    short: Text | None = Field(None, description="of short", examples=["تانبے کی اشیا"])
    head: Text | None = Field(None, description="of head", examples=["تانبے"])


def _without_figures(words: str) -> str:
    """Refuse a use with a figure, which would have no source."""
    if any(map(str.isdigit, words)):
        refuse("has a figure, and no source says it.", "Say what the good is for, without figures.")
    return words


class LineLabels(Strict):
    """What a line is called where the nomenclature's description is too long."""

    full: Text = Field(description="at first mention", examples=["copper and copper articles"])
    short: Text = Field(description="in tables and charts", examples=["copper and articles"])
    head: Text = Field(description="in headlines", examples=["copper"])
    plural: bool = Field(default=False, description="whether the verb is plural", examples=["true"])
    oblique: Oblique | None = Field(None, description="Urdu: forms before a postposition")
    use: Annotated[Text, AfterValidator(_without_figures)] | None = Field(
        None,
        description="what it is for, as a clause: docs/languages.md",
        examples=["used in cables, motors and pipes"],
    )


class Watch(Strict):
    """A calendar fact; nothing else is announced. One of `when`, `about` and `on` says the time."""

    when: Words | None = Field(None, description="time in words", examples=["{en: Until September 2026}"])
    about: Day | None = Field(None, description="expected day", examples=["2026-03-20"])
    on: Day | None = Field(None, description="certain day", examples=["2026-03-20"])
    what: Words = Field(description="what happens", examples=["{en: Figures for January are published.}"])

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


class ContextSeries(Strict):
    """A price or an exchange rate, told beside the lines that it belongs to, where they are told."""

    source: Text = Field(description="a source of kind prices or rates", examples=["pink-sheet"])
    series: Text = Field(description="name of the series", examples=["Copper"])
    lines: Codes = Field((), alias="for", description="lines to stand beside", examples=['["74"]'])


def _object(properties: dict[str, Any], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": [*needed]} if needed else schema


def _thresholds_schema() -> dict[str, Any]:
    """Return the schema of `thresholds`: the room of statistics reads them itself, each with its faults."""
    block: dict[str, Any] = {
        "notable": {"type": "object", "description": "the condition", "examples": ["{metric: yoy, abs_gte: 25}"]},
        "floor": {"type": "object", "description": "low-base guard", "examples": ["{value: 1000000}"]},
        "extend": {
            "type": "boolean",
            "description": "add to the condition below instead of replacing it",
            "examples": ["true"],
        },
    }
    interest = {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "interest in it, 0 to 1; default 0.5",
        "examples": ["0.8"],
    }
    codes = {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "description": "its lines, and all within them",
        "examples": ['["25", "26"]'],
    }
    group = _object({"codes": codes, **block, "interest": interest}, ("codes",))
    series = _object({**block, "interest": interest})
    return {
        "properties": {
            "defaults": {"description": "for every line", **_object(block)},
            "groups": {
                "type": "object",
                "description": "groups of lines, by name",
                "additionalProperties": group,
            },
            "series": {
                "type": "object",
                "description": "single lines, by quoted code",
                "additionalProperties": series,
            },
        },
        "additionalProperties": False,
    }


class Briefing(Strict):
    """briefings/NAME.yaml."""

    model_config = ConfigDict(json_schema_extra=_needs_all_or_for_each)

    title: Title = Field(description="title of the briefing", examples=["{en: Pakistan's minerals in China}"])
    frequency: Annotated[tuple[Frequency, ...], Once, OneOrSeveral] = Field(
        min_length=1,
        description="monthly, quarterly, annual, or a list of these",
        examples=["[monthly, quarterly]"],
    )
    for_each: ForEach | None = Field(None, description="several briefings NAME.KEY from one file")
    figures: Choice = Field(description="the figures")
    themes: tuple[Theme, ...] = Field((), description="paragraphs, in order")
    labels: Mapping[Code, Mapping[Language, LineLabels]] = Field(
        {}, description="names of lines, by quoted code and language"
    )
    thresholds: Mapping[str, Any] = Field(
        {}, description="what is worth a sentence: docs/movements.md", json_schema_extra=_thresholds_schema()
    )
    charts: Annotated[tuple[PictureName, ...], Once] | None = Field(
        None,
        max_length=MOST,
        description="charts, in order, five at most",
        examples=["[year_gap, shares]"],
    )
    formats: Annotated[tuple[Literal["pdf", "html", "email", "docx", "xlsx"], ...], Once] = Field(
        ("pdf", "html", "email"),
        min_length=1,
        description="formats to make: pdf, html, email, docx, xlsx",
        examples=["[pdf, html, email]"],
    )
    sources_page: bool = Field(
        default=False,
        description="list every figure with its source at the end of the PDF",
        examples=["true"],
    )
    approval: Literal["none", "one", "two"] = Field(
        "one", description="approvals needed before sending", examples=["one"]
    )
    schedule: Schedule | None = Field(None, description="differences from the desk's schedule")
    alert: Codes = Field(
        (),
        description="series to watch between editions: docs/operating.md",
        examples=['["7403", "2603"]'],
    )
    audience: Text | None = Field(
        None,
        description="name in the list of readers, if different",
        examples=["embassies"],
    )
    context: tuple[ContextSeries, ...] = Field((), description="prices and rates beside the lines")
    watch: tuple[Watch, ...] = Field((), description="coming events")

    @property
    def selection(self) -> Selection:
        """Which figures the briefing looks at."""
        figures = self.figures
        return Selection(figures.source, figures.reporter, figures.partner, figures.flow, tuple(figures.codes))


_PUBLISHED = 6  # digits that every office has alike; a deeper line of one is none of the other


def mirror_of(briefing: Briefing) -> Selection | None:
    """Return what `figures.mirror` asks for, without national lines; None where the briefing does not ask."""
    figures = briefing.figures
    if figures.mirror is None:
        return None
    return Selection(figures.mirror, figures.partner, figures.reporter, figures.flow.opposite, published(figures.codes))


def published(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes that every office has alike."""
    return tuple(code for code in codes if not code.isdigit() or len(code) <= _PUBLISHED)
