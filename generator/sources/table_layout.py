"""TableLayout: what the settings declare about a source's files. Nothing is guessed from the file itself."""

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
_NEVER = ("name", "kind", "at_least", "at_most")  # of which no figure says another thing
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class TableLayout:
    """How one source writes its tables; `columns` maps our field to the file's header.

    `reporter`, `partner` and `flow` stand for a column that the file lacks. A value is multiplied by `scale`, or by
    what `scales` gives for the word in the scale column. `status_marks` maps a text of the value column to a status:
    such a value was withheld. A file has between `at_least` and `at_most` rows. `illustrative` figures are invented.

    `kind` is the publisher whose forms it has (publisher_forms). `form` is how the bytes hold the table, `periods` how
    they write a period: `iso`, `yyyymm` (202501, 2025), or `first-day` (a month as 2025-01-01).
    `sheet` is the one of a workbook ("" where it has but one), `header_row` the row, or line of CSV, that names the
    columns.
    `words` maps, by field, a text of the file to ours; `aliases` does so and lets other texts be. Rows in which a
    column of `only` has another text are passed over. With `any_case` columns are found whatever their capitals.
    `unknown` are texts of a quantity that give none; with `zero_is_unknown` so does 0. `currency`, `period`, `code`,
    `edition` and `quantity_unit` hold for every row; `editions` has the edition by the year from which it is in force.
    Of two quantities that which is a weight counts. In the form `countries` (gacc_country_table) the labels stand in
    `label_rows` rows, and the table is `held` as csv, html or xlsx. `covers_codes` are codes of which the file has
    every line, for the periods and partners that it prints: for every partner where `every_partner`. `measures` has the
    `column` that tells whether a row's number is the `value` of a figure or its `quantity`. `valued` has the columns
    that repeat a value where it is meant so, by `CIF` and `FOB`.
    """

    name: str
    columns: Mapping[str, str]
    reporter: str = ""
    partner: str = ""
    flow: str = ""
    ignored: tuple[str, ...] = ()
    scale: Decimal = Decimal(1)
    scales: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal_mark: str = "."
    grouping: str = ""
    covers: str = "listed"
    status_marks: Mapping[str, str] = field(default_factory=lambda: _NONE)
    at_least: int = 1
    at_most: int | None = None
    illustrative: bool = False
    kind: str = "tables"
    form: str = "csv"
    sheet: str = ""
    header_row: int = 1
    periods: str = "iso"
    words: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NONE)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NONE)
    measures: Mapping[str, str] = field(default_factory=lambda: _NONE)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    any_case: bool = False
    unknown: tuple[str, ...] = ()
    zero_is_unknown: bool = False
    currency: str = "USD"
    label_rows: int = 1
    held: str = ""
    period: str = ""
    code: str = ""
    edition: str = ""
    editions: Mapping[str, str] = field(default_factory=lambda: _NONE)
    quantity_unit: str = ""
    covers_codes: tuple[str, ...] = ()
    every_partner: bool = False
    valued: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def __post_init__(self) -> None:
        """Refuse a layout that no file could satisfy."""
        for problem in (*_faults_of_columns(self), *_faults_of_values(self)):
            raise SettingsError(where=f"source {self.name}", problem=problem, remedy="See docs/sources/tables.md.")

    @property
    def numbers(self) -> NumberForm:
        """The form in which values and quantities are printed."""
        return NumberForm(self.decimal_mark, self.grouping)

    def edition_of(self, year: int) -> str:
        """Return the edition by whose codes the publisher counted in `year`, "" where it does not say."""
        begun = [first for first in self.editions if int(first) <= year]
        return self.editions[max(begun)] if begun else ""

    def as_data(self) -> dict[str, Any]:
        """Return the layout as JSON holds it: what a second reader needs to find a cell and its number again.

        What few layouts say stands in it where it is not the default, so that others keep the digest that they had.
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
        """The SHA-256 of everything in the layout that decides what a file says."""
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
