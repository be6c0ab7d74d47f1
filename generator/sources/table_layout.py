"""TableLayout: what the settings declare about a source's files. Nothing in it is guessed from a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from generator.errors import SettingsError
from generator.sources.number_form import NumberForm
from generator.trade.currency import currencies

PARTIES = ("reporter", "partner", "flow")
NEEDED = ("period", "code", "value")
FIELDS = (
    *("period", "reporter", "partner", "flow", "code", "value", "scale", "currency", "qualifier", "wording"),
    *("standing", "speaker", "code_basis", "published", "publication", "address", "status"),
    *("quantity", "quantity_unit", "quantity_status", "edition", "second_quantity", "second_unit"),
    "published_yoy",
)
FORMS = ("csv", "csv.gz", "json", "xlsx", "parquet", "countries", "sdmx-ml", "sdmx-json")
PERIODS = ("iso", "yyyymm", "first-day")
STATUSES = ("F", "P", "X", "E", "C")
_ALWAYS = (
    *("columns", "reporter", "partner", "flow", "ignored", "scale", "scales", "encoding", "delimiter"),
    *("decimal_mark", "grouping", "covers", "status_marks", "illustrative"),
)
_NEVER = ("name", "kind", "at_least", "at_most")  # parts that do not change any figure
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class TableLayout:
    """How one source writes its tables."""

    name: str
    columns: Mapping[str, str]  # our field to the file's header
    # These three replace a column that the file lacks.
    reporter: str = ""
    partner: str = ""
    flow: str = ""
    ignored: tuple[str, ...] = ()  # columns that are not read
    scale: Decimal = Decimal(1)  # factor for every value
    scales: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)  # factor by the word in the scale column
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal_mark: str = "."
    grouping: str = ""
    covers: str = "listed"
    # A text in the value column that means a withheld value, to its status.
    status_marks: Mapping[str, str] = field(default_factory=lambda: _NONE)
    at_least: int = 1  # fewest rows of a file
    at_most: int | None = None  # most rows of a file
    illustrative: bool = False  # whether the figures are invented
    kind: str = "tables"  # the publisher whose forms the file has (publisher_forms)
    form: str = "csv"  # how the bytes contain the table
    sheet: str = ""  # of a workbook, "" for its only sheet
    header_row: int = 1  # the row, or line of CSV, with the names of the columns
    periods: str = "iso"  # how periods are written: `iso`, `yyyymm` (202501, 2025), `first-day` (2025-01-01 is a month)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NONE)  # by field: the file's text to ours
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NONE)  # likewise; keeps other texts
    # `column` says whether a row's number is the `value` of a figure or its `quantity`, by these texts.
    measures: Mapping[str, str] = field(default_factory=lambda: _NONE)
    # By column, the texts of the rows to read; other rows are skipped.
    only: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    any_case: bool = False  # whether to find columns whatever their capitals
    unknown: tuple[str, ...] = ()  # texts that mean that there is no quantity
    zero_is_unknown: bool = False  # whether a quantity of 0 means that there is none
    currency: str = "USD"  # of every value
    label_rows: int = 1  # how many rows the labels take; form `countries` (gacc_country_table)
    held: str = ""  # csv, html or xlsx; form `countries`
    # These three replace a column that the file lacks.
    period: str = ""
    code: str = ""
    edition: str = ""
    editions: Mapping[str, str] = field(default_factory=lambda: _NONE)  # by the year from which the edition is in force
    quantity_unit: str = ""  # of every quantity, if the file has no such column
    covers_codes: tuple[str, ...] = ()  # the file has every line of these codes, for its periods and partners
    every_partner: bool = False  # and for every partner
    valued: Mapping[str, str] = field(default_factory=lambda: _NONE)  # `CIF` and `FOB` to columns that repeat the value

    def __post_init__(self) -> None:
        """Refuse a layout that no file can satisfy."""
        for problem in (*_faults_of_columns(self), *_faults_of_values(self)):
            raise SettingsError(where=f"source {self.name}", problem=problem, remedy="See docs/sources/tables.md.")

    @property
    def numbers(self) -> NumberForm:
        """The form in which values and quantities are printed."""
        return NumberForm(self.decimal_mark, self.grouping)

    def edition_of(self, year: int) -> str:
        """Return the edition whose codes the publisher used in `year`, "" if the layout does not say."""
        begun = [first for first in self.editions if int(first) <= year]
        return self.editions[max(begun)] if begun else ""

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON data: what is needed to find a cell and its number again.

        Rarely used parts are left out at their default, so that other layouts keep their digests.
        """
        data: dict[str, Any] = {}
        for part in fields(self):
            value, default = getattr(self, part.name), part.default
            if part.default_factory is not MISSING:
                default = part.default_factory()
            if part.name in _ALWAYS or (part.name not in _NEVER and value != default):
                data[part.name] = _as_json(value)
        return data

    @property
    def digest(self) -> str:
        """The SHA-256 of all parts of the layout that decide what a file says."""
        return sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()


def _as_json(part: Any) -> Any:  # noqa: ANN401 -- JSON is any
    if isinstance(part, Mapping):
        return {key: _as_json(value) for key, value in part.items()}
    if isinstance(part, Decimal):
        return str(part)
    return list(part) if isinstance(part, tuple) else part


def _faults_of_columns(layout: TableLayout) -> list[str]:
    mapped, constant = set(layout.columns), {name for name in (*PARTIES, "period", "code") if getattr(layout, name)}
    lacking = [need for need in (*NEEDED, *PARTIES) if need not in mapped | constant]
    return [
        *(f"columns has no {need}." for need in lacking),
        *(f"columns names {name!r}, which is no field." for name in sorted(mapped - set(FIELDS))),
        *(f"{party} is given twice, as a constant and as a column." for party in sorted(constant & mapped)),
        *(f"{name!r} is both mapped and ignored." for name in sorted(set(layout.columns.values()) & {*layout.ignored})),
    ]


def _faults_of_values(layout: TableLayout) -> list[str]:
    factors = (layout.scale, *layout.scales.values())
    faults = {
        "a scale column needs scales, and scales a scale column.": ("scale" in layout.columns) != bool(layout.scales),
        "a scale is a positive number.": not all(factor.is_finite() and factor > 0 for factor in factors),
        "decimal_mark is '.' or ','.": layout.decimal_mark not in {".", ","},
        "grouping is '', ',', '.' or ' ', and not the decimal mark.": layout.grouping not in {"", ",", ".", " "}
        or layout.grouping == layout.decimal_mark,
        f"status_marks give one of {', '.join(STATUSES)}.": not set(layout.status_marks.values()) <= set(STATUSES),
        "rows: at_most is smaller than at_least.": layout.at_most is not None and layout.at_most < layout.at_least,
        "covers is 'listed' or 'all'.": layout.covers not in {"listed", "all"},
        f"form is one of {', '.join(FORMS)}.": layout.form not in FORMS,
        f"{layout.currency!r} is no currency that is known; write its ISO code, such as CNY.": layout.currency
        not in currencies(),
        f"periods is one of {', '.join(PERIODS)}.": layout.periods not in PERIODS,
        "sheet is of form: xlsx.": bool(layout.sheet) and layout.form not in {"xlsx", "countries"},
        "header_row is of form: csv, csv.gz or xlsx.": layout.header_row != 1
        and layout.form not in {"csv", "csv.gz", "xlsx", "countries"},
        "header_row is 1 or more.": layout.header_row < 1,
        "delimiter is one character.": len(layout.delimiter) != 1 or layout.delimiter in '"\r\n',
        f"{layout.encoding!r} is no encoding.": not _is_encoding(layout.encoding),
    }
    return [problem for problem, holds in faults.items() if holds]


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True
