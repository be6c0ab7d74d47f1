"""The sidecar of a bare table: facts about the table, as JSON. docs/movements.md lists the keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    ValidationError,
    model_validator,
)

from generator.errors import SettingsError
from generator.movements.lunar_new_year import new_years
from generator.movements.panel import CodeBreak, PanelNotice
from generator.movements.threshold_grammar import RuleFault
from generator.movements.thresholds import Thresholds
from generator.settings.setting_faults import explain
from generator.settings.value_types import FlowWord, OneOrSeveral, Strict, refuse
from generator.settings.yaml_reader import decode, read_yaml
from generator.trade.codes import Flow
from generator.trade.currency import currencies
from generator.trade.period import Period

SCALES = {
    "ten": 10,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_CURRENCY_NAMES = {
    "us": "USD",
    "us$": "USD",
    "yuan": "CNY",
    "rmb": "CNY",
    "renminbi": "CNY",
    "euro": "EUR",
    "yen": "JPY",
}
# A dollar is the US dollar unless the sidecar names another currency.
_SMALL_WORDS = frozenset(("of", "in", "value", "fob", "cif", "dollar", "$", "current", "constant", "nominal", "price"))
_POWER_OF_TEN = re.compile("10{0,12}")
_YEAR = re.compile("(19|20)[0-9]{2}")  # of constant prices
_STATUS_LETTERS = {
    "final": "F",
    "provisional": "P",
    "incomplete": "X",
    "partial": "X",
    "estimated": "E",
    "confidential": "C",
}
_SIMILAR = 0.8  # least likeness for an unknown key to be taken for a misspelt one


@dataclass(frozen=True)
class ValueUnit:
    """The unit of the values of a table."""

    scale: int = 1  # units of money for a printed 1
    currency: str | None = None  # None if the text names none
    has_scale: bool = False  # whether the text names the scale
    other_words: tuple[str, ...] = ()  # words that name neither scale nor currency

    @classmethod
    def parse(cls, text: str) -> ValueUnit:
        """Return the unit that `text` names: "thousand USD", "1,000 USD", "USD '000", "millions of US dollars"."""
        plain = re.sub(r"[,'’()]|(?<!\d)\.", "", text.lower())  # "U.S." is "us"
        plain = re.sub(r"(?<=\d) (?=000\b)", "", plain)  # join "1 000"
        scales: list[int] = []
        named: set[str] = set()
        others: list[str] = []
        for word in plain.split():
            singular = "us" if word == "us" else word.removesuffix("s")
            if singular in SCALES:
                scales.append(SCALES[singular])
            elif word == "000":
                scales.append(1_000)
            elif _POWER_OF_TEN.fullmatch(word):
                scales.append(int(word))
            elif word.upper() in currencies():
                named.add(word.upper())
            elif singular in _CURRENCY_NAMES:
                named.add(_CURRENCY_NAMES[singular])
            elif singular in _SMALL_WORDS or _YEAR.fullmatch(word):
                continue
            elif re.search("[0-9]", word):
                refuse(f"has the word {word!r}, which is not known.", _UNIT_REMEDY)
            else:
                others.append(word)
        if len(scales) > 1 or len(named) > 1:
            refuse(f"is {text!r}, which names two units.", _UNIT_REMEDY)
        scale = scales[0] if scales else 1
        currency = named.pop() if named else None
        return cls(scale, currency, bool(scales), tuple(others))


_UNIT_REMEDY = f"Write {', '.join(SCALES)} or a power of ten, and the code of the currency: thousand USD."


def _period(value: object) -> Period:
    try:
        return Period.parse(str(value))
    except ValueError as fault:
        refuse(f"cannot be used: {fault}.")


def _thresholds(value: object) -> Thresholds:
    try:
        return Thresholds.read(value, ("thresholds",))
    except RuleFault as fault:
        place = ".".join(map(str, fault.path[1:]))
        refuse(f"cannot be used: {place}: {fault.problem}.", fault.nearest and f"Nearest: {fault.nearest}.")


def _currency(code: str) -> str:
    if code.upper() not in currencies():
        refuse(f"is {code!r}, which is not the code of a currency.", "For example: USD, EUR")
    return code.upper()


def _status_letters(meanings: Mapping[str, str]) -> Mapping[str, str]:
    """Return the program's letter for each mark of the table: {"i": "incomplete month"} becomes {"i": "X"}."""
    letters = {}
    for mark, meaning in meanings.items():
        words = [word for word in meaning.lower().split() if word in _STATUS_LETTERS]
        if not words:
            refuse(f"is {meaning!r}.", f"Known: {', '.join(_STATUS_LETTERS)}.", key=mark)
        letters[mark] = _STATUS_LETTERS[words[0]]
    return letters


PeriodWord = Annotated[Period, PlainValidator(_period, json_schema_input_type=str)]


class _Break(BaseModel):
    old: str
    new: Annotated[tuple[str, ...], OneOrSeveral]
    effective: PeriodWord


class _Notice(Strict):
    kind: Literal["coverage", "currency"]
    since: PeriodWord = Field(alias="from")
    series: tuple[str, ...] = Field((), examples=['["7403"]'])


class Sidecar(BaseModel):
    """How a table is meant: its currency and scale, its marks, breaks, notices, holidays and thresholds.

    `mirror` names, by series, the one that is the partner's report of it; `other_flow` the one that is the same trade
    in the direction opposite to `flow`. A key that is not a field says something else of the table and is ignored.
    """

    model_config = ConfigDict(frozen=True)

    reference_period: PeriodWord | None = Field(None, examples=['"2025-12"'])
    currency: Annotated[str, AfterValidator(_currency)] | None = Field(None, examples=['"USD"'])
    flow: FlowWord | None = Field(None, examples=['"M"'])
    value_unit: Annotated[
        ValueUnit, PlainValidator(lambda value: ValueUnit.parse(str(value)), json_schema_input_type=str)
    ] = ValueUnit()
    levels: Any = None  # for people; the table has the level of each series
    status: Annotated[Mapping[str, str], AfterValidator(_status_letters)] = Field({}, examples=['{"P": "provisional"}'])
    hs_breaks: tuple[_Break, ...] = Field(
        (), examples=['[{"old": "850110", "new": ["850111"], "effective": "2022-01"}]']
    )
    lunar: StrictBool | None = Field(None, examples=["true"])
    lunar_new_year: Mapping[int, date] = Field({}, examples=['{"2025": "2025-01-29"}'])
    mirror: Mapping[str, str] = Field({}, examples=['{"7403": "7403 as PAK counts"}'])
    other_flow: Mapping[str, str] = Field({}, examples=['{"7403": "7403 exported"}'])
    notices: tuple[_Notice, ...] = Field((), examples=['[{"kind": "coverage", "from": "2025-03", "series": ["7403"]}]'])
    year_start: Literal[1, 7] = 1
    thresholds: Annotated[Thresholds, PlainValidator(_thresholds, json_schema_input_type=dict)] = Field(
        default_factory=Thresholds.read
    )

    @model_validator(mode="before")
    @classmethod
    def _drop_nulls(cls, keys: dict[str, Any]) -> dict[str, Any]:
        """Drop keys that are null. Refuse an unknown key that resembles a known one."""
        for key in keys.keys() - cls.model_fields.keys():
            for near in get_close_matches(key, cls.model_fields, 1, _SIMILAR):
                refuse("is not a key.", f"Nearest: {near}.", key=key)
        return {key: value for key, value in keys.items() if value is not None}

    @model_validator(mode="after")
    def _agrees(self) -> Sidecar:
        """Refuse two different currencies, a unit that may mean several, and `other_flow` without `flow`."""
        if self.currency and self.value_unit.currency not in (None, self.currency):
            refuse(f"is {self.currency}, and value_unit names {self.value_unit.currency}.", "Keep one.", key="currency")
        unit = self.value_unit
        is_clear = unit.has_scale and (self.currency or unit.currency)
        if unit.other_words and not is_clear:  # in a clear unit they are for people: "million rupees, constant prices"
            problem = f"has the word {unit.other_words[0]!r}, which is not known."
            refuse(problem, _UNIT_REMEDY, key="value_unit")
        if self.other_flow and self.flow not in (Flow.IMPORT, Flow.EXPORT):
            refuse("must be import or export where other_flow is given.", 'Write "flow": "M" or "X".', key="flow")
        return self

    @property
    def unit(self) -> str:
        """The unit of money as claims have it; "usd" if the sidecar names no currency."""
        return (self.currency or self.value_unit.currency or "USD").lower()

    @property
    def new_years(self) -> Mapping[int, date]:
        """The days of the Lunar New Year by year: the sidecar's, or else the calendar's; {} if `lunar` is off."""
        is_lunar = bool(self.lunar_new_year) if self.lunar is None else self.lunar
        return (self.lunar_new_year or new_years()) if is_lunar else {}

    @property
    def breaks(self) -> tuple[CodeBreak, ...]:
        """The breaks of the nomenclature, in the panel's form."""
        return tuple(CodeBreak(code.old, code.new, code.effective) for code in self.hs_breaks)

    @property
    def panel_notices(self) -> tuple[PanelNotice, ...]:
        """The notices of the source, in the panel's form."""
        return tuple(PanelNotice(notice.kind, notice.since, notice.series) for notice in self.notices)


def read_sidecar(file: Path | None) -> Sidecar:
    """Read a sidecar (None: an empty one). Raise SettingsError with the line, the key and a remedy."""
    if file is None:
        return Sidecar.model_validate({})
    try:
        text = decode(str(file), file.read_bytes())
    except OSError as fault:
        problem = f"cannot be read: {fault.strerror}."
        raise SettingsError(str(file), problem, "Name a file of JSON with --meta, or leave it out.") from None
    document = read_yaml(str(file), text)  # JSON is YAML, and this reader knows line numbers
    try:
        return Sidecar.model_validate(document.data)
    except ValidationError as fault:
        raise explain(fault, Sidecar, document)[0] from None
