"""The monthly table of imports and exports by country, as a person saved it from the customs' site, in either language.

Its title has the month, its unit stands above the figures, its columns are the month and what came from January on, of
both flows together and of each. Only the month of the source's flow becomes a figure; the rest checks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from generator.sources.faults import LayoutFault, quoted
from generator.sources.gacc_grid import NOTHING, WIDEST, FileForm, Row, form_of, headings_of, labels_of, rows_of_grid
from generator.sources.gacc_names import CURRENCIES, economies_by_name, folded
from generator.sources.number_form import NumberForm
from generator.sources.table_layout import TableLayout
from generator.trade.codes import Flow
from generator.trade.period import Period

_ABOVE = 30  # rows in which the labels must stand
_MOST = 5_000  # rows below them; a table by country has some 260
_FORM = NumberForm(".", ",")
_NAME = re.compile(r"国别|国家|国\(地区\)|地区|countr|region|economy")
_CHANGE = re.compile(r"%|±|同比|增减|change|growth|yoy|y/y")
_TO_DATE = re.compile(r"累计|cum|ytd|to date|\d+\s*(?:至|到|to|-|~|—)\s*\d+")
_NAMED = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_MONTH = re.compile(rf"当月|month|\d+\s*月|(?<![\d,.])\d{{1,2}}(?![\d,.])|{_NAMED}")
_FLOWS = {"X": "出口|export", "M": "进口|import"}
_SAVE = "Save the customs' own page or workbook and put that there."
# what labels in one row, or in two, must have: two rows without a name are labels and the first figures
_NEEDED = {1: {("X", "month"), ("M", "month")}, 2: {("X", "month"), ("M", "month"), ("name", "")}}
_THOUSANDS = 3  # digits after what should be no point
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = re.compile(r"(\d{4})年(?:\d{1,2}月?[至到\-~—])?(\d{1,2})月")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{4})(?!\d)")
_NAMED_MONTH = re.compile(rf"\b({'|'.join(_NAMES)})[a-z]*\.?,? (\d{{4}})\b")
_UNITS = (
    (r"万元|10,?000 ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?10,?000|ten thousand yuan", "CNY", 10_000),
    (r"亿元|100 ?million ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?100 ?million", "CNY", 100_000_000),
    (r"万美元|us\$ ?10,?000|usd ?10,?000", "USD", 10_000),
    (r"千美元|(?:us\$|usd) ?1,?000(?![\d,])|(?<![\d,])1,?000 ?(?:us\$|usd|us dollars)", "USD", 1_000),
    (r"亿美元|us\$ ?100 ?million|usd ?100 ?million|100 ?million us dollars", "USD", 100_000_000),
    (r"百万美元|us\$ ?million|usd ?million|us\$ ?1 ?million", "USD", 1_000_000),
)


@dataclass(frozen=True)
class CountryTable:
    """A table by country: where its labels stand, what they are, the rows below them and the texts above.

    The texts are those of the rows above, the nearest first, and then the headings of a page.
    """

    how: FileForm
    row: int
    label_rows: int
    labels: tuple[str, ...]
    above: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, flow: str, span: str) -> int | None:
        """Return the column of `flow` ("" both together) in the `month` or `to date`; None where there is none."""
        return next((at for at, label in enumerate(self.labels) if _meaning(label) == (flow, span)), None)

    @property
    def name(self) -> int | None:
        """The column of the countries' names."""
        return next((at for at, label in enumerate(self.labels) if _meaning(label) == ("name", "")), None)


def _meaning(label: str) -> tuple[str, str]:
    """Return what a column has: a flow ("" for both) and its span, ("name", ""), or ("", "") for anything else."""
    text = folded(label)
    if _CHANGE.search(text) or "balance" in text or "差额" in text:
        return "", ""
    is_both = "进出口" in text
    is_export, is_import = (is_both or bool(re.search(word, text)) for word in _FLOWS.values())
    span = "to date" if _TO_DATE.search(text) else "month" if _MONTH.search(text) else ""
    if not span:
        return ("name", "") if _NAME.search(text) else ("", "")
    if is_export != is_import:
        return ("X" if is_export else "M"), span
    return ("", span) if is_export or re.search("total|总值", text) else ("", "")


def find(raw: bytes) -> CountryTable | None:
    """Return the table by country that `raw` holds, None where it holds none."""
    try:
        how = form_of(raw)
        head = list(islice(rows_of_grid(how, raw), _ABOVE))
        if any(len(texts) > WIDEST for _, texts in head):
            return None
        for at, count in ((at, count) for at in range(len(head)) for count in (1, 2)):
            labels = labels_of([texts for _, texts in head[at : at + count]])
            if _NEEDED[count] <= {_meaning(label) for label in labels}:
                above = tuple(" ".join(dict.fromkeys(texts)) for _, texts in head[:at][::-1]) + headings_of(how, raw)
                below = list(islice((row for row in rows_of_grid(how, raw) if row[0] > head[at + count - 1][0]), _MOST))
                padded = tuple((number, texts + ("",) * (len(labels) - len(texts))) for number, texts in below)
                return CountryTable(how, head[at][0], count, labels, above, padded)
    except LayoutFault:
        return None  # the reader of the query platform says what is wrong with it
    return None


def as_written(layout: TableLayout, table: CountryTable) -> TableLayout:
    """Return `layout` for `table`, or raise LayoutFault where it contradicts itself or the settings."""
    if len(table.rows) == _MOST:
        raise LayoutFault(problem=f"the table has {_MOST:,} rows or more, and the world some 260.", remedy=_SAVE)
    flow = Flow.of(layout.flow).value
    value = table.place(flow, "month")
    if value is None:
        raise LayoutFault(problem=f"no column has the month's {layout.flow}.", remedy=_SAVE)
    _refuse_lost_thousands(table)
    if table.name is None:
        raise LayoutFault(problem="no column has the names of the countries.", remedy=_SAVE)
    names = _names(table, table.name, value)
    _refuse_contradictions(table, table.name)
    column, period = table.labels[table.name], _period(layout, table)
    growth = _growth(table, flow, value) if period.months == 1 and period.first % 12 == 0 else None
    places = {"partner": table.name, "value": value} | ({} if growth is None else {"published_yoy": growth})
    columns = {field: table.labels[at] for field, at in places.items()}
    return replace(
        layout,
        form="countries",
        columns=columns,
        ignored=tuple(label for label in table.labels if label not in columns.values()),
        words={"partner": {name: iso3 for name, iso3 in names.items() if iso3}},
        only={column: tuple(name for name, iso3 in names.items() if iso3 != "")},
        partner="",
        code="TOTAL",
        period=str(period),
        periods="iso",
        scale=_scale(layout, table),
        encoding=table.how.encoding or "utf-8",
        delimiter=table.how.delimiter or ",",
        header_row=table.row,
        label_rows=table.label_rows,
        held=_held(table.how),
        covers="listed",
        covers_codes=(),
        every_partner=False,
    )


def _growth(table: CountryTable, flow: str, value: int) -> int | None:
    """Return the column of the flow's change on a year before, where it is that of the column `value`; else None.

    Customs prints the change of the months to date. In January they are the month.
    """
    to_date = table.place(flow, "to date")
    if to_date is None or any(texts[value] != texts[to_date] for _, texts in table.rows):
        return None
    word = _FLOWS[flow]
    changes = [at for at, label in enumerate(table.labels) if _CHANGE.search(folded(label))]
    columns = [
        at for at in changes if re.search(word, folded(table.labels[at])) and "进出口" not in folded(table.labels[at])
    ]
    return columns[0] if len(columns) == 1 else None


def _held(how: FileForm) -> str:
    return "csv" if how.delimiter else "html" if how.encoding else "xlsx"


def _names(table: CountryTable, place: int, value: int) -> Mapping[str, str | None]:
    """Return the names of rows with a figure: ISO letters, "" for a group, None where nobody knows the name."""
    every = [texts[place] for _, texts in table.rows if texts[value] not in NOTHING]
    if lost := [name for name in every if name and not folded(name).strip("? ")]:
        problem = f"a country is called {quoted(lost[0])}: its letters were lost when the file was saved."
        raise LayoutFault(problem, remedy=_SAVE)
    return {name: economies_by_name().get(folded(name)) for name in dict.fromkeys(every)}


def _numbers(table: CountryTable) -> Iterator[tuple[int, tuple[str, ...], Mapping[tuple[str, str], Decimal]]]:
    """Yield the place, the texts and, by flow and span, the numbers of every row."""
    places = {(flow, span): table.place(flow, span) for flow in ("X", "M", "") for span in ("month", "to date")}
    for number, texts in table.rows:
        cells = {key: texts[at] for key, at in places.items() if at is not None}
        yield number, texts, {key: _FORM.read(text) for key, text in cells.items() if _FORM.fits(text)}


def _refuse_lost_thousands(table: CountryTable) -> None:
    """Refuse numbers with three digits after the point: customs prints two at most, so they are thousands."""
    for number, _, cells in _numbers(table):
        for cell in cells.values():
            if -int(cell.as_tuple().exponent) >= _THOUSANDS:
                problem = f"line {number} has {cell}: a decimal point stands where thousands end."
                raise LayoutFault(problem, remedy=_SAVE)


def _refuse_contradictions(table: CountryTable, name: int) -> None:
    """Refuse a month that is more than the months to date, and flows that do not come to both together."""
    for number, texts, cells in _numbers(table):
        for flow in ("X", "M", ""):
            month, to_date = cells.get((flow, "month")), cells.get((flow, "to date"))
            if month is not None and to_date is not None and month > to_date:
                what = f"{month:,} in the month is more than {to_date:,} to date"
                raise LayoutFault(problem=f"line {number}, {quoted(texts[name])}: {what}.", remedy=_SAVE)
        parts = [cells.get((flow, "month")) for flow in ("X", "M", "")]
        out, into, both = parts
        if out is None or into is None or both is None:
            continue
        last = max((Decimal(1).scaleb(int(part.as_tuple().exponent)) for part in (out, into, both)), default=Decimal(1))
        if abs(out + into - both) > 2 * last:
            problem = f"line {number}, {quoted(texts[name])}: {out:,} out and {into:,} in are not {both:,}."
            raise LayoutFault(problem, remedy=_SAVE)


def _period(layout: TableLayout, table: CountryTable) -> Period:
    printed = next((month for text in table.above if (month := _month_of(text))), None)
    if printed is None and not layout.period:
        problem = "no title above the table says its month."
        raise LayoutFault(problem, remedy="Say it: tradebrief ingest FILE --source NAME --period 2025-12.")
    period = printed or Period.parse(layout.period)
    if layout.period and str(period) != layout.period:
        problem = f"its title says {period}, you said {layout.period}."
        raise LayoutFault(problem, remedy="Take it in without --period.")
    months = {int(text) for label in table.labels if (text := _month_in(label))}
    if period.months == 1 and months - {period.first % 12 + 1}:
        problem = f"it is the table of {period}, and a column is of month {min(months - {period.first % 12 + 1})}."
        raise LayoutFault(problem, remedy=_SAVE)
    return period


def _month_in(label: str) -> str:
    """Return the number of the month that a label of a month names, "" for none."""
    text = folded(label)
    if _meaning(label)[1] != "month":
        return ""
    digits = re.findall(r"(?<![\d,])(?:0?[1-9]|1[0-2])(?![\d,])", text)
    return digits[-1] if digits else ""


def _scale(layout: TableLayout, table: CountryTable) -> Decimal:
    """Return what the table's figures are multiplied by, as its head or else the settings say."""
    printed = next((unit for text in table.above if (unit := _unit_of(text))), None)
    if printed is None:
        if layout.scale == 1:
            problem = "neither the table nor the settings say in which unit its values are."
            raise LayoutFault(problem, remedy="Write scale: 10000 (or 1000) in the source's settings.")
        return layout.scale
    currency, scale = printed
    if currency != layout.currency:
        declared = CURRENCIES.get(layout.currency, layout.currency)
        problem = f"the table is in {CURRENCIES[currency]}, source {layout.name} is declared in {declared}."
        raise LayoutFault(problem, remedy=f"Take the table in {declared}, or a source with currency: {currency}.")
    if layout.scale not in (1, scale):
        problem = f"the table is in units of {scale:,}, source {layout.name} is declared with scale {layout.scale:,}."
        raise LayoutFault(problem, remedy="Take scale out of the source's settings.")
    return scale


def _month_of(text: str) -> Period | None:
    """Return the month that a title names, None where it names none or several.

    Of months that are told as a span (2024年1至12月) the last one: the table has it beside the months to date.
    """
    plain = folded(text)
    months = {(int(year), int(month)) for year, month in _CHINESE.findall(plain)}
    months |= {(int(year), int(month)) for month, year in _NUMBERED.findall(plain)}
    months |= {(int(year), _NAMES.index(name) + 1) for name, year in _NAMED_MONTH.findall(plain)}
    if len(months) != 1:
        return None
    ((year, month),) = months
    return Period(year * 12 + month - 1, 1) if 1 <= month <= 12 else None  # noqa: PLR2004 -- months of a year


def _unit_of(text: str) -> tuple[str, Decimal] | None:
    """Return currency and factor of the unit that stands above a table, None where none or several stand there."""
    plain = folded(text)
    units = {(currency, factor) for pattern, currency, factor in _UNITS if re.search(pattern, plain)}
    if len(units) != 1:
        return None
    ((currency, factor),) = units
    return currency, Decimal(factor)
