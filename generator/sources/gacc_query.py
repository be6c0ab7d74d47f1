"""The query platform's CSV (stats.customs.gov.cn): what its columns mean, and what the file does not say.

The file never states the flow. It states the currency only in the name of the value column, and the period only if
months were queried separately. The platform gives at most 10,000 rows and silently drops the rest. This module settles
these points before any row is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from generator.sources.faults import LayoutFault, quoted
from generator.sources.gacc_country_table import encodings
from generator.sources.gacc_names import CURRENCIES, FLOWS, MEANING, UNITS, economies_by_name, folded, partners
from generator.sources.table_forms import rows_of
from generator.sources.table_layout import TableLayout
from generator.trade.codes import WORLD, Flow

MOST = 10_000  # most rows of one download
EDITIONS = {"2012": "HS2012", "2017": "HS2017", "2022": "HS2022"}  # by the January from which China uses them
_UNKNOWN = ("", "?", "-", "--", "\N{FULLWIDTH QUESTION MARK}")
_FIELDS = ("period", "code", "partner", "quantity", "quantity_unit", "second_quantity", "second_unit")
_SPLIT = {"regime": "customs regime (贸易方式)", "province": "registration place (注册地)"}

LAYOUT = TableLayout(
    "gacc",
    {"period": "数据年月", "code": "商品编码", "partner": "贸易伙伴编码", "value": "美元"},
    reporter="CHN",
    flow="import",
    kind="gacc",
    periods="yyyymm",
    grouping=",",
    unknown=_UNKNOWN,
    editions=EDITIONS,
)
_FEW, _MOST = 3, 100  # a header has at least 3 known names and at most 100 names; the platform has about twenty
_AGAIN = "Put the file there as the platform gives it: docs/sources/gacc.md."


@dataclass(frozen=True)
class QueryFile:
    """A file as texts: header and rows, with the form, encoding and delimiter that were found."""

    form: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def texts(self, place: int) -> tuple[str, ...]:
        """Return the distinct texts of a column. Ragged rows are left out here, and judged later as rows."""
        rows = (fields for _, fields in self.rows if len(fields) == len(self.header))
        return tuple(dict.fromkeys(fields[place].strip() for fields in rows))


def layout_of(layout: TableLayout, raw: bytes) -> TableLayout:
    """Return `layout` with the columns, the encoding and the words of the file, or raise LayoutFault."""
    file = _opened(layout, raw)
    places = _places(file)
    if len(file.rows) == MOST:
        problem = f"the file has exactly {MOST:,} rows, the most that one download gives: the rest was cut off."
        raise LayoutFault(problem, "Split the query, by months or by codes, and put every part there.")
    _refuse_split(file, layout.ignored)
    declared = Flow.of(layout.flow).value
    for text in file.texts(places["flow"]) if "flow" in places else ():
        if FLOWS.get(folded(text)) != declared:
            problem = f"a row says {quoted(text)}, source {layout.name} is declared as {layout.flow}."
            raise LayoutFault(problem, "Put it into the source of that flow.")
    columns = {field: file.header[places[field]] for field in _FIELDS if field in places}
    columns["value"] = file.header[places[_value(layout, places)]]
    words: dict[str, dict[str, str]] = {
        name: {text: UNITS.get(folded(text), text) for text in file.texts(places[name])}
        for name in ("quantity_unit", "second_unit")
        if name in places
    }
    if "partner" in places:
        codes = file.texts(places["partner"])
        words["partner"] = {code: partners()[code] for code in codes if partners().get(code)}
    return replace(
        layout,
        columns=columns,
        ignored=tuple(name for name in file.header if name not in columns.values()),
        form=file.form,
        scale=Decimal(1),
        encoding=file.encoding,
        delimiter=file.delimiter,
        words=words,
        periods=_periods(layout, file, places),
        **_partner(layout, file, places),
    )


def _places(file: QueryFile) -> dict[str, int]:
    """Return the place of each meaning. Refuse unknown names, and cells after the last name."""
    places: dict[str, int] = {}
    for place, name in enumerate(file.header):
        meaning = MEANING.get(folded(name))
        if meaning is None:
            problem = f"column {quoted(name)} is none of the query platform's."
            raise LayoutFault(problem, "Take it out, or put the file there as the platform gives it.")
        if meaning == "empty" and (besides := [text for text in file.texts(place) if text]):
            problem = f"there is {quoted(besides[0])} after the last column: a number was torn at its commas."
            raise LayoutFault(problem, "Save the file again with its quotation marks.")
        if meaning in places and meaning in {*_FIELDS, *CURRENCIES}:
            problem = f"columns {quoted(file.header[places[meaning]])} and {quoted(name)} say the same."
            raise LayoutFault(problem, "Take one of them out.")
        places.setdefault(meaning, place)
    if "code" not in places:
        remedy = "Tick 商品编码 (commodity code) and query again."
        raise LayoutFault(problem="no column has the codes of the goods.", remedy=remedy)
    for text in file.texts(places["code"]):
        if re.fullmatch(r"\d(\d\d)*", text, re.ASCII):
            problem = f"code {quoted(text)} has {len(text)} digits: a spreadsheet took the leading zero."
            raise LayoutFault(problem, "Put the file there as the platform gives it, not as a spreadsheet saved it.")
    return places


def _value(layout: TableLayout, places: dict[str, int]) -> str:
    """Return the meaning of the column of values, which must be in the declared currency."""
    currencies = [currency for currency in CURRENCIES if currency in places]
    if currencies == [layout.currency]:
        return layout.currency
    if len(currencies) != 1:
        problem = "two columns have values." if currencies else "no column is called by a currency (美元, 人民币)."
        raise LayoutFault(problem, "Query again in one currency.")
    declared = CURRENCIES.get(layout.currency, layout.currency)
    problem = f"the file is in {CURRENCIES[currencies[0]]}, source {layout.name} is declared in {declared}."
    raise LayoutFault(problem, f"Query again in {declared}, or put it into a source with currency: {currencies[0]}.")


def _refuse_split(file: QueryFile, ignored: tuple[str, ...]) -> None:
    """Refuse rows split by regime or place, and rows of only one of them unless the settings ignore that column."""
    for meaning, what in _SPLIT.items():
        places = [at for at, name in enumerate(file.header) if MEANING.get(folded(name)) == meaning]
        is_meant = any(file.header[place] in ignored for place in places)
        for place in places:
            texts = tuple(filter(None, file.texts(place)))
            if len(texts) > 1:
                problem = f"its rows are split by {what}: {quoted(texts[0])}, {quoted(texts[1])}."
                raise LayoutFault(problem, "Query again without that column.")
            if texts and not is_meant:
                problem = f"its rows are of one {what} alone, {quoted(texts[0])}: a part of the trade."
                meant = f"if that is what you want, write ignored: [{file.header[place]}] in the source's settings."
                raise LayoutFault(problem, f"Query again without that column; {meant}")


def _periods(layout: TableLayout, file: QueryFile, places: dict[str, int]) -> str:
    """Return the form of periods: `yyyymm` in a column, or `iso` in the layout if the file has no such column."""
    if "period" not in places and layout.period:
        return "iso"
    if "period" not in places:
        problem = "no column says the month (数据年月): a row is the total of all months that were asked for."
        remedy = "Tick 分月展示 (monthly display) and query again; or say the months: --period 2025-01..2025-03."
        raise LayoutFault(problem, remedy)
    if layout.period:
        raise LayoutFault(problem="its rows name their months.", remedy="Take it in without --period.")
    for text in file.texts(places["period"]):
        if re.fullmatch(r"\d{4}", text, re.ASCII):
            problem = f"a row is of the year {text}, not of a month."
            raise LayoutFault(problem, "Tick 分月展示 (monthly display) and query again.")
    return "yyyymm"


def _partner(layout: TableLayout, file: QueryFile, places: dict[str, int]) -> dict[str, Any]:
    """Return the layout's fields about partners: those of the rows, or else the one of the settings."""
    if "partner" in places:
        codes, iso3_by_code = file.texts(places["partner"]), partners()
        column = file.header[places["partner"]]
        for code in codes:
            if code not in iso3_by_code:
                problem = f"{quoted(code)} in column {quoted(column)} is no trading partner's code."
                remedy = "If customs has a new partner, the program's list is out of date: report it."
                raise LayoutFault(problem, remedy)
        for code in codes:
            if layout.partner and iso3_by_code[code] != layout.partner:
                raise _another_partner(layout, f"{code} ({iso3_by_code[code]})" if iso3_by_code[code] else code)
        economies = tuple(code for code in codes if iso3_by_code[code])
        return {"partner": "", "only": {column: economies} if economies else {}}
    names = file.texts(places["partner_name"]) if "partner_name" in places else ()
    if len(names) > 1:
        remedy = "Tick 贸易伙伴编码 (trading partner code) and query again."
        raise LayoutFault(problem="its trading partners have names and no codes.", remedy=remedy)
    if not layout.partner:
        remedy = "Tick 贸易伙伴 (trading partner) and query again, or write partner: PAK in the source's settings."
        raise LayoutFault(problem="neither a column nor the settings name the trading partner.", remedy=remedy)
    for name in names:
        economy = economies_by_name().get(folded(name))
        if economy != layout.partner and (economy is not None or layout.partner == WORLD):  # not the World
            raise _another_partner(layout, quoted(name))
    return {}


def _another_partner(layout: TableLayout, named: str) -> LayoutFault:
    whose = "all partners together" if layout.partner == WORLD else f"{layout.partner} alone"
    problem = f"a row is of trading partner {named}, source {layout.name} of {whose}."
    return LayoutFault(problem, "Take partner out of the source's settings, or query again.")


def _opened(layout: TableLayout, raw: bytes) -> QueryFile:
    """Return the table in `raw`, in the first encoding that gives the platform's column names, or raise LayoutFault.

    The platform writes GB18030, which includes GBK. Spreadsheets save UTF-8 with a byte order mark, UTF-16 with tabs,
    or a workbook, in which codes may have become numbers without leading zeros.
    """
    strange = LayoutFault("the file is neither UTF-8, UTF-16 nor GB18030.", _AGAIN)
    for encoding in ("",) if raw.startswith(b"PK\x03\x04") else encodings(raw):
        form, delimiter = "xlsx", ","
        if encoding:
            try:
                head = raw.decode(encoding).removeprefix("\ufeff").lstrip().partition("\n")[0]
            except UnicodeDecodeError:
                continue
            form, delimiter = "csv", max(",\t;", key=head.count)
        file_layout = replace(layout, form=form, encoding=encoding or "utf-8", delimiter=delimiter)
        records = rows_of(file_layout, raw)
        _, header = next(records, (0, ()))
        if len(header) <= _MOST and sum(folded(name) in MEANING for name in header if name) >= _FEW:
            return QueryFile(form, file_layout.encoding, delimiter, header, tuple(records))
        line = quoted(delimiter.join(header[:_MOST]))
        problem = f"its first line is {line}, which has not the columns of the query platform."
        strange = LayoutFault(problem, _AGAIN)
    raise strange
