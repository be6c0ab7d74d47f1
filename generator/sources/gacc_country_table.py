"""The monthly table of trade by country, saved by a person from the site of China's customs, in either language.

The file is CSV, a workbook or a page. The title names the month, and the unit stands above the figures. The columns
give the month and the year to date, for both flows together and for each. Only the month of the source's flow becomes a
figure; the other columns check it. Labels are stacked in rows. A page spans a label over several columns; a spreadsheet
leaves the cells after the first one empty. Either way a column's name joins all labels above it: "出口 / 12月".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from generator.sources.faults import LayoutFault, quoted
from generator.sources.gacc_names import CURRENCIES, economies_by_name, folded
from generator.sources.number_form import NumberForm
from generator.sources.table_layout import TableLayout
from generator.sources.typed_tables import as_text, cells_of
from generator.trade.codes import Flow
from generator.trade.period import Period

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Row = tuple[int, tuple[str, ...]]
Column = tuple[str, str]  # a flow ("" for both) with its span, or ("name", "")

_ROWS_ABOVE = 30  # the labels must be within so many first rows
_MOST_ROWS = 5_000  # most rows below the labels; a table by country has about 260
_MOST_COLUMNS = 200  # a page of customs never has more
_NO_FIGURE = frozenset({"", "-", "--", "—", "\N{FULLWIDTH HYPHEN-MINUS}"})  # texts that mean that there is no value
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HEAD = 400  # how many first bytes are searched for the zeros of UTF-16
_NUMBERS = NumberForm(".", ",")
_NAME = re.compile(r"国别|国家|国\(地区\)|地区|countr|region|economy")
_CHANGE = re.compile(r"%|±|同比|增减|change|growth|yoy|y/y|balance|差额")
_TO_DATE = re.compile(r"累计|cum|ytd|to date|\d+\s*(?:至|到|to|-|~|—)\s*\d+")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"当月|month|\d+\s*月|(?<![\d,.])\d{{1,2}}(?![\d,.])|\b(?:{'|'.join(_MONTH_NAMES)})")
_MONTH_NUMBER = re.compile(r"(?<![\d,])(?:0?[1-9]|1[0-2])(?![\d,])")
_CHINESE = re.compile(r"(\d{4})年(?:\d{1,2}月?[至到\-~—])?(\d{1,2})月")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{4})(?!\d)")
_NAMED_MONTH = re.compile(rf"\b({'|'.join(_MONTH_NAMES)})[a-z]*\.?,? (\d{{4}})\b")
# The columns that labels in one row, or in two rows, must include. Two rows need a name column, too: otherwise the
# second row may already have figures.
_NEEDED = {1: {("X", "month"), ("M", "month")}, 2: {("X", "month"), ("M", "month"), ("name", "")}}
_THOUSANDS = 3  # so many digits after a decimal point mean that it is really a thousands separator
_UNITS = (
    (r"万元|10,?000 ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?10,?000|ten thousand yuan", "CNY", 10_000),
    (r"亿元|100 ?million ?(?:yuan|rmb|cny)|(?:cny|rmb|yuan) ?100 ?million", "CNY", 100_000_000),
    (r"万美元|us\$ ?10,?000|usd ?10,?000", "USD", 10_000),
    (r"千美元|(?:us\$|usd) ?1,?000(?![\d,])|(?<![\d,])1,?000 ?(?:us\$|usd|us dollars)", "USD", 1_000),
    (r"亿美元|us\$ ?100 ?million|usd ?100 ?million|100 ?million us dollars", "USD", 100_000_000),
    (r"百万美元|us\$ ?million|usd ?million|us\$ ?1 ?million", "USD", 1_000_000),
)
_SAVE = "Save the customs' own page or workbook and put that there."
_SAVE_AS_SHOWN = "Save the page or the table again as it is shown."


@dataclass(frozen=True)
class FileForm:
    """How a file holds its table."""

    encoding: str  # of its text, "" for a workbook
    delimiter: str  # "" for a page or a workbook


@dataclass(frozen=True)
class CountryTable:
    """A table by country."""

    form: FileForm
    row: int  # number of the first row of labels
    label_rows: int  # how many rows the labels take
    labels: tuple[str, ...]
    above: tuple[str, ...]  # texts of the rows above the labels, the nearest first, then the headings of a page
    rows: tuple[Row, ...]  # below the labels

    @cached_property
    def places(self) -> Mapping[Column, int]:
        """The place of each column. If several columns mean the same, the first one counts."""
        places: dict[Column, int] = {}
        for at, label in enumerate(self.labels):
            places.setdefault(_meaning(label), at)
        return places


def find_table(raw: bytes) -> CountryTable | None:
    """Return the table by country in `raw`, or None."""
    try:
        form = _form_of(raw)
        head = list(islice(_rows(form, raw), _ROWS_ABOVE))
        if any(len(texts) > _MOST_COLUMNS for _, texts in head):
            return None
        for at in range(len(head)):
            for count, needed in _NEEDED.items():
                labels = _labels([texts for _, texts in head[at : at + count]])
                if needed <= {_meaning(label) for label in labels}:
                    return _cut_out(form, raw, head, at, count, labels)
    except LayoutFault:
        return None  # gacc_query then reads the file and reports what is wrong
    return None


def _cut_out(
    form: FileForm, raw: bytes, head: Sequence[Row], at: int, count: int, labels: tuple[str, ...]
) -> CountryTable:
    """Return the table whose labels are in `count` rows from the place `at` of `head`."""
    above = [" ".join(dict.fromkeys(texts)) for _, texts in reversed(head[:at])]
    if form.encoding and not form.delimiter:
        page = _page(raw.decode(form.encoding))
        above += [_words(part) for part in page.iter("h1", "h2", "h3", "h4", "caption", "title")]
    last = head[at + count - 1][0]
    below = islice((row for row in _rows(form, raw) if row[0] > last), _MOST_ROWS)
    padded = tuple((number, texts + ("",) * (len(labels) - len(texts))) for number, texts in below)
    return CountryTable(form, head[at][0], count, labels, tuple(above), padded)


def _meaning(label: str) -> Column:
    """Return a column's flow ("" for both) and span, ("name", "") for the names, or ("", "") for anything else."""
    text = folded(label)
    if _CHANGE.search(text):
        return "", ""
    is_both = "进出口" in text
    is_export = is_both or bool(re.search("出口|export", text))
    is_import = is_both or bool(re.search("进口|import", text))
    span = "to date" if _TO_DATE.search(text) else "month" if _MONTH.search(text) else ""
    if not span:
        return ("name", "") if _NAME.search(text) else ("", "")
    if is_export != is_import:
        return ("X" if is_export else "M"), span
    return ("", span) if is_export or re.search("total|总值", text) else ("", "")


def layout_of(layout: TableLayout, table: CountryTable) -> TableLayout:
    """Return `layout` adapted to `table`. Raise LayoutFault if the table contradicts itself or the settings."""
    if len(table.rows) == _MOST_ROWS:
        raise LayoutFault(problem=f"the table has {_MOST_ROWS:,} rows or more, and the world some 260.", remedy=_SAVE)
    value = table.places.get((Flow.of(layout.flow).value, "month"))
    if value is None:
        raise LayoutFault(problem=f"no column has the month's {layout.flow}.", remedy=_SAVE)
    _refuse_lost_thousands(table)
    name = table.places.get(("name", ""))
    if name is None:
        raise LayoutFault(problem="no column has the names of the countries.", remedy=_SAVE)
    economies = _economies(table, name, value)
    _refuse_contradictions(table, name)
    columns = {"partner": table.labels[name], "value": table.labels[value]}
    form = table.form
    return replace(
        layout,
        form="countries",
        columns=columns,
        ignored=tuple(label for label in table.labels if label not in columns.values()),
        words={"partner": {name: iso3 for name, iso3 in economies.items() if iso3}},
        only={columns["partner"]: tuple(name for name, iso3 in economies.items() if iso3 != "")},
        partner="",
        code="TOTAL",
        period=str(_period(layout, table)),
        periods="iso",
        scale=_scale(layout, table),
        encoding=form.encoding or "utf-8",
        delimiter=form.delimiter or ",",
        header_row=table.row,
        label_rows=table.label_rows,
        held="csv" if form.delimiter else "html" if form.encoding else "xlsx",
        covers="listed",
        covers_codes=(),
        every_partner=False,
    )


def _economies(table: CountryTable, place: int, value: int) -> Mapping[str, str | None]:
    """Return the names of rows with a figure, with ISO letters, "" for a group, or None for an unknown name."""
    names = [texts[place] for _, texts in table.rows if texts[value] not in _NO_FIGURE]
    for name in names:
        if name and not folded(name).strip("? "):
            problem = f"a country is called {quoted(name)}: its letters were lost when the file was saved."
            raise LayoutFault(problem, remedy=_SAVE)
    return {name: economies_by_name().get(folded(name)) for name in dict.fromkeys(names)}


def _numbers(table: CountryTable) -> Iterator[tuple[int, tuple[str, ...], Mapping[Column, Decimal]]]:
    """Yield each row's place, its texts, and its numbers by flow and span."""
    places = {column: at for column, at in table.places.items() if column[1]}
    for number, texts in table.rows:
        cells = {column: _NUMBERS.read(texts[at]) for column, at in places.items() if _NUMBERS.fits(texts[at])}
        yield number, texts, cells


def _refuse_lost_thousands(table: CountryTable) -> None:
    """Refuse numbers with three decimals. Customs prints at most two, so a thousands separator was misread."""
    for number, _, cells in _numbers(table):
        for cell in cells.values():
            if -int(cell.as_tuple().exponent) >= _THOUSANDS:
                problem = f"line {number} has {cell}: a decimal point stands where thousands end."
                raise LayoutFault(problem, remedy=_SAVE)


def _refuse_contradictions(table: CountryTable, name: int) -> None:
    """Refuse a month that exceeds the year to date, and exports and imports that do not add up to the total."""
    for number, texts, cells in _numbers(table):
        for flow in ("X", "M", ""):
            month, to_date = cells.get((flow, "month")), cells.get((flow, "to date"))
            if month is not None and to_date is not None and month > to_date:
                what = f"{month:,} in the month is more than {to_date:,} to date"
                raise LayoutFault(problem=f"line {number}, {quoted(texts[name])}: {what}.", remedy=_SAVE)
        exports, imports, both = (cells.get((flow, "month")) for flow in ("X", "M", ""))
        if exports is None or imports is None or both is None:
            continue
        last_digit = max(Decimal(1).scaleb(int(part.as_tuple().exponent)) for part in (exports, imports, both))
        if abs(exports + imports - both) > 2 * last_digit:
            problem = f"line {number}, {quoted(texts[name])}: {exports:,} out and {imports:,} in are not {both:,}."
            raise LayoutFault(problem, remedy=_SAVE)


def _period(layout: TableLayout, table: CountryTable) -> Period:
    """Return the month in the title, or else in the settings. Refuse labels of another month."""
    printed = next((month for text in table.above if (month := _month_of(text))), None)
    if printed is None and not layout.period:
        problem = "no title above the table says its month."
        raise LayoutFault(problem, remedy="Say it: tradebrief ingest FILE --source NAME --period 2025-12.")
    period = printed or Period.parse(layout.period)
    if layout.period and str(period) != layout.period:
        problem = f"its title says {period}, you said {layout.period}."
        raise LayoutFault(problem, remedy="Take it in without --period.")
    labels = [folded(label) for label in table.labels if _meaning(label)[1] == "month"]
    months = {int(digits[-1]) for label in labels if (digits := _MONTH_NUMBER.findall(label))}
    wrong_months = months - {period.first % 12 + 1}
    if period.months == 1 and wrong_months:
        problem = f"it is the table of {period}, and a column is of month {min(wrong_months)}."
        raise LayoutFault(problem, remedy=_SAVE)
    return period


def _scale(layout: TableLayout, table: CountryTable) -> Decimal:
    """Return the factor for the table's figures, from the text above the table or else from the settings."""
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
    """Return the month that a title names, or None if it names none or several.

    For a span of months (2024年1至12月) return the last one: the table also has that month alone.
    """
    plain = folded(text)
    months = {(int(year), int(month)) for year, month in _CHINESE.findall(plain)}
    months |= {(int(year), int(month)) for month, year in _NUMBERED.findall(plain)}
    months |= {(int(year), _MONTH_NAMES.index(name) + 1) for name, year in _NAMED_MONTH.findall(plain)}
    if len(months) != 1:
        return None
    ((year, month),) = months
    return Period(year * 12 + month - 1, 1) if 1 <= month <= 12 else None  # noqa: PLR2004 -- months of a year


def _unit_of(text: str) -> tuple[str, Decimal] | None:
    """Return currency and factor of the unit in a text above a table, or None if it names none or several."""
    plain = folded(text)
    units = {(currency, factor) for pattern, currency, factor in _UNITS if re.search(pattern, plain)}
    if len(units) != 1:
        return None
    ((currency, factor),) = units
    return currency, Decimal(factor)


def rows_under_labels(layout: TableLayout, raw: bytes) -> Iterator[Row]:
    """Yield the declared labels, then every row below them that has a figure. This reads the form `countries`."""
    form = FileForm("" if layout.held == "xlsx" else layout.encoding, layout.delimiter if layout.held == "csv" else "")
    rows = (row for row in _rows(form, raw) if row[0] >= layout.header_row)
    labels = _labels([next(rows, (0, ()))[1] for _ in range(layout.label_rows)])
    width = len(labels)
    yield layout.header_row, labels
    if layout.columns["value"] not in labels:
        return
    value = labels.index(layout.columns["value"])
    for number, texts in rows:
        if any(texts[width:]):
            yield number, texts
        elif value < len(texts) and texts[value] not in _NO_FIGURE:
            yield number, texts[:width] + ("",) * (width - len(texts))


def _labels(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the name of each column. `rows` are the rows of labels, the uppermost first."""
    width = max((at for row in rows for at, text in enumerate(row, start=1) if text), default=0)
    filled = [row + ("",) * width for row in rows]
    labels, over = [], ""
    for at in range(width):
        column = [row[at] for row in filled]
        over = column[0] or (over if any(column[1:]) else "")
        labels.append(" / ".join(dict.fromkeys(text for text in (over, *column[1:]) if text)))
    return tuple(labels)


def encodings(raw: bytes) -> Iterator[str]:
    """Yield the encodings that a file may have: customs writes GB18030, spreadsheets UTF-8 or UTF-16."""
    yield from (encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if raw.startswith(mark))
    if raw[1:_HEAD:2].count(0) > len(raw[:_HEAD]) // 8:  # ASCII in UTF-16 has a zero as every second byte
        yield "utf-16-le"
    yield from ("utf-8", "gb18030")


def _form_of(raw: bytes) -> FileForm:
    """Return how `raw` holds its table. Raise LayoutFault if it is not a text in any of these encodings."""
    if raw.startswith(b"PK\x03\x04"):
        return FileForm("", "")
    for encoding in encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        is_page = text.lstrip("\ufeff \t\r\n").startswith("<")
        return FileForm(encoding, "" if is_page else max(",\t;", key=text[:4096].count))
    raise LayoutFault(problem="the file is neither UTF-8, UTF-16 nor GB18030.", remedy=_SAVE_AS_SHOWN)


def _rows(form: FileForm, raw: bytes) -> Iterator[Row]:
    """Yield every row with its place: the line of a text, the row of a sheet, or the row's number in a page."""
    if not form.encoding:
        for number, cells in cells_of(raw, ""):
            yield number, tuple(as_text(cell).strip() for cell in cells)
    elif form.delimiter:
        yield from _rows_of_text(raw.decode(form.encoding).removeprefix("\ufeff"), form.delimiter)
    else:
        yield from _rows_of_page(_page(raw.decode(form.encoding)))


def _rows_of_text(text: str, delimiter: str) -> Iterator[Row]:
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    try:
        for fields in reader:
            yield line, tuple(field.strip() for field in fields)
            line = reader.line_num + 1
    except csv.Error as fault:
        raise LayoutFault(problem=f"the row on line {line} cannot be read: {fault}.", remedy=_SAVE_AS_SHOWN) from None


def _page(text: str) -> HtmlElement:
    from lxml import etree, html

    try:
        return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError) as fault:
        raise LayoutFault(problem=f"the page cannot be read: {fault}.", remedy=_SAVE_AS_SHOWN) from None


def _words(part: HtmlElement) -> str:
    return " ".join(str(part.text_content()).split())


def _rows_of_page(page: HtmlElement) -> Iterator[Row]:
    """Yield the rows of every table. A cell that spans several rows or columns gives its text to each of them."""
    table, spanned = None, dict[int, tuple[int, str]]()  # by column: for how many more rows a text spans, and the text
    for number, row in enumerate(page.iter("tr"), start=1):
        if row.getparent() is not table:  # another table or part of it: no cell spans into it
            table, spanned = row.getparent(), {}
        texts: list[str] = []
        further: dict[int, tuple[int, str]] = {}
        cells = iter(row.iterchildren("td", "th"))
        while len(texts) <= _MOST_COLUMNS:
            at, across = len(texts), 1
            if at in spanned:
                down, text = spanned[at]
            else:
                cell = next(cells, None)
                if cell is None:
                    break
                text, across, down = _words(cell), _span(cell.get("colspan")), _span(cell.get("rowspan"))
            if down > 1:
                further |= dict.fromkeys(range(at, at + across), (down - 1, text))
            texts += [text] * across
        if len(texts) > _MOST_COLUMNS:
            problem = f"row {number} of the page has more than {_MOST_COLUMNS} columns."
            raise LayoutFault(problem, remedy=_SAVE_AS_SHOWN)
        spanned = further
        yield number, tuple(texts)


def _span(text: str | None) -> int:
    is_number = text is not None and text.isascii() and text.isdigit() and text != "0"
    return min(int(text), _MOST_COLUMNS + 1) if text and is_number else 1
