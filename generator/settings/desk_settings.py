"""The model of desk.yaml: who publishes, where the figures come from, how readers get an edition."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Literal, Self, get_args
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    Field,
    NonNegativeInt,
    PositiveInt,
    SecretStr,
    ValidationInfo,
    model_validator,
)

from generator.charts.colours import COLOURS, DOWN_CONTRAST, LIGHTNESS_GAP, MARK_CONTRAST, contrast, darkened, lightness
from generator.movements.panel import Panel, PanelNotice
from generator.page.logo import PICTURES
from generator.settings.mail_settings import Delivery
from generator.settings.tolerances import GONE, PARTIAL
from generator.settings.value_types import (
    NOT_YET,
    Codes,
    Day,
    FlowWord,
    Language,
    Mail,
    Name,
    Once,
    Partner,
    PeriodText,
    Place,
    Strict,
    Text,
    Title,
    Web,
    Words,
    Written,
    available,
    insecure,
    nearest,
    refuse,
)
from generator.sources import FIELDS
from generator.sources.database import password_in
from generator.sources.release_calendar import ReleaseCalendar
from generator.story.patterns import DIGITS, needs_reader
from generator.trade.currency import DOLLAR, currencies
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


Days = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}d$")]


class Retention(Strict):
    """After how many days `tidy`, or the clock, takes away what can be made again or was only for looking."""

    outbox: Days | None = Field(None, description="letters in outbox/", examples=["400d"])
    bounces: Days | None = Field(None, description="messages in bounces/done/", examples=["400d"])
    inbox: Days | None = Field(
        None, description="files in inbox/SOURCE/done/ that are kept in state/raw/", examples=["90d"]
    )
    held: Days | None = Field(None, description="held editions in state/held/", examples=["90d"])
    previews: Days | None = Field(None, description="previews, lab pages and drafts", examples=["30d"])
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


_SAID = {"coverage": "counts another trade", "currency": "converts on another basis"}


class SourceNotice(Strict):
    """What a source has said of its figures from a period on (docs/movements.md)."""

    kind: Literal["coverage", "currency"] = Field(
        description="change of coverage, or of conversion", examples=["coverage"]
    )
    since: PeriodText = Field(description="first period concerned", examples=["2025-03"])
    codes: Codes = Field((), description="codes concerned; default all", examples=['["7403"]'])
    reason: Text = Field(description="reason, for the editor", examples=["small consignments are counted"])


def noticed(panel: Panel, notices: Sequence[SourceNotice]) -> Panel:
    """Return the panel with the notices of its source, each of the panel's codes that it is of."""
    return replace(panel, notices=tuple(_of_panel(panel, notices)))


def in_words(source: str, panel: Panel, period: Period, notices: Sequence[SourceNotice]) -> Iterator[str]:
    """Yield what `source` has said that flags something of the panel in `period`: for a year."""
    for one in notices:
        if list(_of_panel(panel, [one])) and 0 <= period.last.first - Period.parse(one.since).first < panel.year:
            of = ", ".join(one.codes) or "all"
            yield f"{source} {_SAID[one.kind]} since {one.since} ({of}): {one.reason}"


def _of_panel(panel: Panel, notices: Sequence[SourceNotice]) -> Iterator[PanelNotice]:
    for one in notices:
        codes = tuple(code for named in one.codes for code in _concerned(panel, named))
        if codes or not one.codes:
            yield PanelNotice(one.kind, Period.parse(one.since), codes)


def _concerned(panel: Panel, named: str) -> list[str]:
    """Return the codes within `named`; where there are none, the longest that it lies in."""
    within = [code for code in panel.codes if code.startswith(named)]
    around = [code for code in panel.codes if named.startswith(code)]
    return within or sorted(around, key=len)[-1:]


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
    if value not in (known := available_timezones()):
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
        meant = _CAPITALS.get(value.rpartition("/")[2]) or cities.get(value.rpartition("/")[2])
        near = get_close_matches(value, known, 1, _ALIKE)
        remedy = f"Nearest: {near[0]}." if near else f"Write {meant}." if meant else "Write it as Asia/Shanghai."
        refuse(f"is {value!r}, which is no IANA time zone.", remedy)
    return value


def _field(value: str) -> str:
    if value not in FIELDS:
        refuse(f"holds {value}, which is no field of a figure.", nearest(value, FIELDS))
    return value


Factor = Annotated[Decimal, Field(gt=0)]


def _without_password(value: str) -> str:
    if password_in(value):
        refuse("has a password in it.", "Take it out; give it as key_file, or in the environment.")
    return value


def _colour(value: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        refuse(f"is {value!r}, which is no colour.", 'Write it as "#12436D", with the quotes.')
    return value.upper()


def _short(measure: float) -> str:
    """Return a measure with one decimal, cut off: 4.49 is not 4.5."""
    return f"{math.floor(measure * 10) / 10:.1f}"


def _picture(value: str) -> str:
    if not value.endswith(tuple(PICTURES)) or "/" in value:
        refuse(f"is {value!r}, which is no .svg or .png file of styles/.", "Put the file there and write its name.")
    return value


def _currency(value: str) -> str:
    if value not in currencies():
        near = next(iter(get_close_matches(value.upper(), currencies(), 1)), "CNY")
        refuse(f"is {value!r}, which is no currency that is known.", f"Write its ISO code, such as {near}.")
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
            if (found := contrast(colour, COLOURS["paper"])) < needed:
                problem = f"is {colour}, {_short(found)} to 1 on white; {needed:g} to 1 is the least."
                refuse(problem, f"Take a darker one: {darkened(colour, needed)}.", key=key)
        gap = lightness(self.down) - lightness(self.mark)
        if abs(gap) < LIGHTNESS_GAP:
            problem = f"is {self.down}, {_short(abs(gap))} of L* from mark; a grey print needs {LIGHTNESS_GAP:g}."
            refuse(problem, f"Take a {'lighter' if gap >= 0 else 'darker'} one, or another mark.", key="down")
        return self


class Rows(Strict):
    """How many rows a file of the source has; one outside is set aside whole."""

    at_least: NonNegativeInt = Field(1, description="fewest", examples=["1"])
    at_most: PositiveInt | None = Field(None, description="most", examples=["5000"])


Part = Annotated[float, Field(gt=0, le=1)]


class Usual(Strict):
    """What may be missing from a month of the source before it is odd (docs/figures.md)."""

    partial: Part = Field(PARTIAL, description="least part of its usual lines a pair may have", examples=["0.3"])
    gone: Part = Field(GONE, description="largest part of lines or value that may be gone", examples=["0.6"])


_EVERY_KIND = frozenset(("kind", "title", "via", "covers", "partners", "rows", "calendar", "redistribution")) | {
    *("illustrative", "usual", "notices", "address", "allow_insecure")
}
_WRITTEN = frozenset(("reporter", "partner", "flow", "columns", "ignored", "scales", "scale", "encoding", "delimiter"))
_TABLE = _WRITTEN | {
    "decimal_mark",
    "edition",
    "grouping",
    "status_marks",
    "currency",
    "periods",
    "quantity_unit",
    "words",
    "valuation",
}
_KEY = frozenset(("key", "key_file", "key_command", "calls_a_minute", "bulk"))
# the keys that each kind has beside those of every kind, and those that it cannot do without
KEYS: Mapping[str, frozenset[str]] = {
    "tables": _TABLE | {"form", "sheet", "header_row"},
    "sql": (_TABLE - {"decimal_mark", "grouping", "encoding", "delimiter"}) | {"url", "query"} | _KEY,
    "comtrade": _KEY,
    "gacc": frozenset(("flow", "partner", "currency", "scale", "ignored")),
    "sdmx": (_TABLE - {"decimal_mark", "grouping", "encoding", "delimiter"})
    | {"like", "dataflow", "series_key", "measures"},
    "prices": frozenset(),
    "rates": frozenset(("frequency",)),
    "names": frozenset(("language",)),
}
# what the habits of an agency say (`like`): nothing beside them changes it
_BY_HABIT = frozenset(
    ("reporter", "partner", "flow", "currency", "quantity_unit", "edition", "scale", "scales", "periods")
)
NEEDED = {
    "tables": ("title", "columns"),
    "sql": ("title", "url", "query", "columns"),
    "gacc": ("flow", "currency"),
    "rates": ("title",),
    "names": ("title",),
    "sdmx": ("title",),
}
BESIDE = ("prices", "rates")  # kinds whose figures stand beside those of trade
NAMES = "names"  # the kind that has no figures: what lines are called
_OF_TRADE = frozenset(("via", "covers", "partners", "illustrative", "notices"))
_NOT_OF = {**dict.fromkeys(BESIDE, _OF_TRADE), NAMES: _OF_TRADE | {"usual", "calendar", "redistribution"}}


class Measures(Strict):
    """A dimension that tells whether an observation is the value of a figure or its quantity."""

    column: Text = Field(description="the dimension", examples=["indicators"])
    value: Text = Field(description="code of values", examples=["VALUE_IN_EUROS"])
    quantity: Text | None = Field(None, description="code of quantities", examples=["QUANTITY_IN_100KG"])


class TableSource(Strict):
    """A source: figures that are fetched, or that a person puts into inbox/NAME/, and what they do not say."""

    kind: Literal["tables", "gacc", "comtrade", "sdmx", "sql", "prices", "rates", "names"] = Field(
        description="kind of source: docs/sources/", examples=["tables"]
    )
    title: Words = Field(
        {},
        description="the customs office, as printed",
        examples=["{en: General Administration of Customs}"],
        validate_default=False,
    )
    via: Annotated[Written | None, NOT_YET] = Field(None, description="not available yet")
    reporter: Place | None = Field(None, description="reporter, if no column has it", examples=["CHN"])
    partner: Partner | None = Field(None, description="partner or `World`, if no column has it", examples=["PAK"])
    flow: FlowWord | None = Field(None, description="flow, if no column has it", examples=["import"])
    like: Literal["comext"] | None = Field(None, description="sdmx: preset", examples=["comext"])
    dataflow: Text | None = Field(None, description="sdmx: dataflow", examples=["DS-045409"])
    series_key: Text | None = Field(
        None, description="sdmx: series key, one place per dimension", examples=["M.DE+FR.PK..1."]
    )
    measures: Measures | None = Field(None, description="sdmx: separate values and quantities")
    url: Annotated[str, AfterValidator(_without_password)] | None = Field(
        None,
        description="sql: SQLAlchemy URL of the database",
        examples=["postgresql://reader@db.example/trade"],
    )
    query: Text | None = Field(
        None,
        description="sql: a SELECT, with :since and :period",
        examples=["SELECT month, hs, usd FROM trade WHERE month >= :since"],
    )
    columns: Mapping[Annotated[str, AfterValidator(_field)], Text] = Field(
        {},
        description="tables: our field, and the file's header",
        examples=['{period: "Month", code: "HS", value: "USD"}'],
    )
    words: Mapping[Annotated[str, AfterValidator(_field)], Mapping[str, Text]] = Field(
        {},
        description="by field: text of the file, and its meaning",
        examples=['{flow: {"1": import, "2": export}}'],
    )
    ignored: tuple[Text, ...] = Field((), description="columns to pass over", examples=["[remarks]"])
    scales: Mapping[Text, Factor] = Field(
        {}, description="multipliers for words of the scale column", examples=["{million: 1000000}"]
    )
    scale: Factor = Field(Decimal(1), description="multiplier of every value", examples=["1000"])
    form: Literal["csv", "csv.gz", "xlsx", "parquet"] = Field("csv", description="file format", examples=["xlsx"])
    sheet: Text | None = Field(None, description="sheet of a workbook", examples=["Imports"])
    header_row: PositiveInt = Field(1, description="header row of a workbook", examples=["4"])
    periods: Literal["iso", "yyyymm", "first-day"] = Field(
        "iso", description="how periods are written", examples=["yyyymm"]
    )
    encoding: Text = Field("utf-8", description="of the files", examples=["gb18030"])
    delimiter: str = Field(
        ",", min_length=1, max_length=1, description='field separator; a tab is "\\t"', examples=['";"']
    )
    decimal_mark: Literal[".", ","] = Field(".", description="in values", examples=['","'])
    grouping: Literal["", ",", ".", " "] = Field("", description="between thousands", examples=['","'])
    covers: Literal["listed", "all"] | Annotated[Codes, Field(min_length=1)] = Field(
        "listed",
        description="`all`, or codes for which an absent line means no trade",
        examples=['["0303", "0304"]'],
    )
    partners: Literal["printed", "every"] = Field(
        "printed", description="`every`, if an absent partner means no trade", examples=["every"]
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(
        DOLLAR, description="ISO code of the currency", examples=["CNY"]
    )
    valuation: Literal["CIF", "FOB"] | None = Field(
        None, description="CIF or FOB, if not the usual one", examples=["FOB"]
    )
    quantity_unit: Text | None = Field(None, description="unit of quantities, if no column has it", examples=["kg"])
    edition: Literal["HS2022", "HS2017", "HS2012", "HS2007", "HS2002", "HS1996", "HS1992"] | None = Field(
        None, description="HS edition of the codes, if no column has it", examples=["HS2022"]
    )
    frequency: Literal["monthly", "annual"] = Field(
        "monthly", description="rates: period of the averages", examples=["annual"]
    )
    language: Language | None = Field(None, description="names: language of its lists", examples=["ur"])
    key: SecretStr | None = Field(None, description="from the environment only: TRADEBRIEF_SOURCES__NAME__KEY")
    key_file: Text | None = Field(None, description="file with the secret, mode 0600", examples=["secrets/comtrade"])
    bulk: bool = Field(
        default=False, description="comtrade: download whole months with a premium key", examples=["true"]
    )
    calls_a_minute: PositiveInt | None = Field(None, description="comtrade: default 10, with a key 60", examples=["30"])
    key_command: Text | None = Field(
        None, description="command that prints the secret", examples=["pass show comtrade"]
    )
    status_marks: Mapping[Text, Literal["F", "P", "X", "E", "C"]] = Field(
        {}, description="texts in place of a value, and their status", examples=['{"*": C}']
    )
    rows: Rows = Field(Rows(), description="allowed number of rows")  # type: ignore[call-arg]
    usual: Usual = Field(Usual(), description="what may be missing without a flag")  # type: ignore[call-arg]
    notices: tuple[SourceNotice, ...] = Field((), description="what the source announced about its figures")
    calendar: SourceCalendar | None = Field(None, description="release calendar: docs/sources/calendars.md")
    redistribution: Annotated[Literal["full", "used", "none"], available("full", "used", "none")] = Field(
        "used",
        description="cells published with an edition: all, those used, none",
        examples=["used"],
    )
    illustrative: bool = Field(
        default=False, description="figures are invented, and editions say so", examples=["true"]
    )
    address: Web | None = Field(
        None,
        description="where to fetch files; comtrade, sdmx: base address of the service",
        examples=["https://example.org/"],
    )
    allow_insecure: bool = Field(
        default=False, description="allow http and this machine for `address`", examples=["true"]
    )

    @model_validator(mode="after")
    def _is_secure(self) -> Self:
        if self.address and not self.allow_insecure and (why := insecure(address=self.address)):
            refuse(why, "Write https://, or allow_insecure: true.", key="address")
        return self

    @model_validator(mode="after")
    def _says_its_columns(self) -> Self:
        if self.kind == "sdmx" and not (self.columns or self.like):
            refuse("has no columns.", "Write {partner: COUNTERPART, code: PRODUCT}, or like: comext.", key="columns")
        if self.dataflow and not self.address:
            refuse("is asked nowhere: there is no address.", "Write address: the service's base.", key="dataflow")
        return self

    @model_validator(mode="after")
    def _leaves_habits_alone(self) -> Self:
        for key in sorted(self.model_fields_set & _BY_HABIT) if self.like and self.kind == "sdmx" else ():
            refuse(f"changes nothing beside like: {self.like}.", "Leave it out, or write columns: for like:.", key=key)
        return self

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        common = _EVERY_KIND - _NOT_OF.get(self.kind, frozenset())
        for key in sorted(self.model_fields_set - common - KEYS[self.kind]):
            refuse(f"is no key of kind: {self.kind}.", "Leave it out: docs/sources/.", key=key)
        for key in NEEDED.get(self.kind, ()):
            if key not in self.model_fields_set or not getattr(self, key):
                refuse(f"has no {key}.", f"For example: {key}: {type(self).model_fields[key].examples[0]}")  # type: ignore[index]
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
            refuse("is no language of this desk.", "Leave it out, or add it to languages.", key=language)
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
        beside = [name for name, source in self.sources.items() if source.kind == "rates"]
        if self.rates is not None and self.rates not in beside:
            refuse(f"is {self.rates}, which is no source of kind rates.", nearest(self.rates, beside), key="rates")
        return self
