"""The model of a source in desk.yaml: where its figures come from, and what its files do not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt, SecretStr, model_validator

from generator.movements.panel import Panel, PanelNotice
from generator.settings.tolerances import GONE, PARTIAL
from generator.settings.value_types import (
    Codes,
    Day,
    FlowWord,
    Language,
    Partner,
    PeriodText,
    Place,
    Strict,
    Text,
    Web,
    Written,
    insecure,
    nearest,
    refuse,
)
from generator.sources import FIELDS
from generator.sources.database import password_in
from generator.sources.release_calendar import ReleaseCalendar
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

    def over(self, calendar: ReleaseCalendar) -> ReleaseCalendar:
        """Return the `calendar` with what stands here over it."""
        months_after = 1 if self.months_after is None else self.months_after
        dates = {Period.parse(period): day for period, day in self.dates.items()}
        return calendar.with_own(day=self.day, months_after=months_after, combined=self.combined, dates=dates)


def _field(value: str) -> str:
    if value not in FIELDS:
        refuse(f"holds {value}, which is not a field of a figure.", nearest(value, FIELDS))
    return value


Factor = Annotated[Decimal, Field(gt=0)]


def _without_password(value: str) -> str:
    if password_in(value):
        refuse("has a password in it.", "Take it out; give it as key_file, or in the environment.")
    return value


def _currency(value: str) -> str:
    if value not in currencies():
        near = next(iter(get_close_matches(value.upper(), currencies(), 1)), "CNY")
        refuse(f"is {value!r}, which is not a known currency.", f"Write its ISO code, such as {near}.")
    return value


class Rows(Strict):
    """How many rows a file of the source has; one outside is set aside whole."""

    at_least: NonNegativeInt = Field(1, description="fewest", examples=["1"])
    at_most: PositiveInt | None = Field(None, description="most", examples=["5000"])


Part = Annotated[float, Field(gt=0, le=1)]


class Usual(Strict):
    """What may be missing from a month of the source before it is odd (docs/figures.md)."""

    partial: Part = Field(PARTIAL, description="least part of its usual lines a pair may have", examples=["0.3"])
    gone: Part = Field(GONE, description="largest part of lines or value that may be gone", examples=["0.6"])


class SourceNotice(Strict):
    """What a source has said of its figures from a period on (docs/movements.md)."""

    kind: Literal["coverage", "currency"] = Field(
        description="change of coverage, or of conversion", examples=["coverage"]
    )
    since: PeriodText = Field(description="first period concerned", examples=["2025-03"])
    codes: Codes = Field((), description="codes concerned; default all", examples=['["7403"]'])
    reason: Text = Field(description="reason, for the editor", examples=["small consignments are counted"])


# the keys of every kind, those that each kind has beside them, and those that it cannot do without
_EVERY_KIND = frozenset(
    [
        "kind",
        "title",
        "covers",
        "partners",
        "rows",
        "calendar",
        "redistribution",
        "illustrative",
        "usual",
        "notices",
        "address",
        "allow_insecure",
    ]
)
_ROWS = frozenset(
    [
        "reporter",
        "partner",
        "flow",
        "columns",
        "ignored",
        "scales",
        "scale",
        "edition",
        "status_marks",
        "currency",
        "periods",
        "quantity_unit",
        "words",
        "names",
        "valuation",
    ]
)
_TEXT = frozenset(("encoding", "delimiter", "decimal_mark", "grouping"))
_KEY = frozenset(("key", "key_file", "key_command", "calls_a_minute", "bulk"))
KEYS: Mapping[str, frozenset[str]] = {
    "tables": _ROWS | _TEXT | {"form", "sheet", "header_row"},
    "sql": _ROWS | _KEY | {"url", "query"},
    "comtrade": _KEY,
    "gacc": frozenset(("flow", "partner", "currency", "scale", "ignored")),
    "sdmx": _ROWS | {"like", "dataflow", "series_key", "measures"},
    "prices": frozenset(),
    "rates": frozenset(("frequency",)),
    "names": frozenset(("language",)),
}
# what the habits of an agency say (`like`): nothing beside them changes it
_BY_HABIT = frozenset(
    ["reporter", "partner", "flow", "currency", "quantity_unit", "edition", "scale", "scales", "periods"]
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
_OF_TRADE = frozenset(("covers", "partners", "illustrative", "notices"))
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
    title: Written = Field(
        {},
        description="the customs office, as printed",
        examples=["{en: General Administration of Customs}"],
    )
    names: Mapping[Text, Written] = Field(
        {},
        description="people and publications of its files, by language",
        examples=["{China Economic Net: {zh: 中国经济网}}"],
    )
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
    header_row: PositiveInt = Field(1, description="row, or line of CSV, that names the columns", examples=["4"])
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
    language: Language | None = Field(None, description="names: language of its lists", examples=["en"])
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
    redistribution: Literal["full", "used", "none"] = Field(
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

    @property
    def has_trade(self) -> bool:
        """Whether its figures are of trade, not prices, rates or names."""
        return self.kind not in (*BESIDE, NAMES)

    @model_validator(mode="after")
    def _is_secure(self) -> Self:
        if not self.address or self.allow_insecure:
            return self
        why = insecure(address=self.address)
        if why:
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
        if not self.like or self.kind != "sdmx":
            return self
        for key in sorted(self.model_fields_set & _BY_HABIT):
            refuse(f"changes nothing beside like: {self.like}.", "Leave it out, or write columns: for like:.", key=key)
        return self

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        common = _EVERY_KIND - _NOT_OF.get(self.kind, frozenset())
        for key in sorted(self.model_fields_set - common - KEYS[self.kind]):
            refuse(f"is not a key of kind: {self.kind}.", "Leave it out: docs/sources/.", key=key)
        for key in NEEDED.get(self.kind, ()):
            if key not in self.model_fields_set or not getattr(self, key):
                refuse(f"has no {key}.", f"For example: {key}: {type(self).model_fields[key].examples[0]}")  # type: ignore[index]
        return self


def noticed(panel: Panel, notices: Iterable[SourceNotice]) -> Panel:
    """Return the panel with the notices of its source, each with the panel's codes that it concerns."""
    concerned = ((notice, _codes_of(notice, panel)) for notice in notices)
    return replace(
        panel,
        notices=tuple(
            PanelNotice(notice.kind, Period.parse(notice.since), codes)
            for notice, codes in concerned
            if codes or not notice.codes
        ),
    )


def in_words(source: str, panel: Panel, period: Period, notices: Iterable[SourceNotice]) -> Iterator[str]:
    """Yield a sentence for each notice of `source` that flags something of the panel in `period`: for a year."""
    change = {"coverage": "counts another trade", "currency": "converts on another basis"}
    for notice in notices:
        age = period.last.first - Period.parse(notice.since).first
        if 0 <= age < panel.year and (_codes_of(notice, panel) or not notice.codes):
            codes = ", ".join(notice.codes) or "all"
            yield f"{source} {change[notice.kind]} since {notice.since} ({codes}): {notice.reason}"


def _codes_of(notice: SourceNotice, panel: Panel) -> tuple[str, ...]:
    """Return the panel's codes within those of a notice; of one that has none within, the longest that it lies in."""
    codes: list[str] = []
    for code in notice.codes:
        within = [line for line in panel.codes if line.startswith(code)]
        around = [line for line in panel.codes if code.startswith(line)]
        codes += within or sorted(around, key=len)[-1:]
    return tuple(codes)
