"""The bytes of a file as a table: a header with the columns that a layout declares, and rows, each with its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from generator.sources.faults import LayoutFault, RowFault, quoted, refuse_count
from generator.sources.table_forms import rows_of
from generator.sources.table_layout import TableLayout

LIMIT = 64 * 2**20  # bytes
_KEY = ("reporter", "partner", "flow", "code", "period")
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class SourceTable:
    """The header and the non-empty rows, each as (1-based line of the file, its fields)."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(layout: TableLayout, raw: bytes) -> SourceTable:
    """Return the table in `raw`, or raise LayoutFault."""
    if len(raw) > LIMIT:
        raise LayoutFault(
            problem=f"the file is larger than {LIMIT >> 20} MiB.", remedy="Split it by year or by chapter."
        )
    records = rows_of(layout, raw)
    header = header_of(records, layout)
    return SourceTable(header, tuple(selected_rows(records, header, layout)))


def header_of(records: Iterator[Row], layout: TableLayout) -> tuple[str, ...]:
    """Return the first of `records` in the layout's spelling. Raise LayoutFault if it has other columns."""
    _, header = next(records, (0, ()))
    if not header:
        raise LayoutFault(problem="the file is empty.", remedy="Fetch it again.")
    if layout.any_case:
        spellings = {name.lower(): name for name in (*layout.columns.values(), *layout.ignored, *layout.only)}
        header = tuple(spellings.get(name.lower(), name) for name in header)
    _refuse_other_header(header, layout)
    return header


def selected_rows(records: Iterable[Row], header: tuple[str, ...], layout: TableLayout) -> Iterator[Row]:
    """Yield the rows that the layout selects. Ragged rows are included, to be judged later."""
    conditions = [(header.index(name), texts) for name, texts in layout.only.items()]
    for line, fields in records:
        if len(fields) != len(header) or all(fields[place].strip() in texts for place, texts in conditions):
            yield line, fields


def _refuse_other_header(header: tuple[str, ...], layout: TableLayout) -> None:
    declared = tuple(dict.fromkeys((*layout.columns.values(), *layout.only)))
    extra = [name for name in header if name not in declared and name not in layout.ignored]
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice and set(declared) & set(header):  # without any declared column it is not a header at all
        raise LayoutFault(problem=f"two columns are called {quoted(twice[0])}.", remedy="Rename or remove one of them.")
    missing = [name for name in declared if name not in header]
    if missing:
        near = get_close_matches(missing[0], extra, n=1, cutoff=0.5)
        renamed = f"; {quoted(near[0])} may be its new name" if near else ""
        problem = f"column {_names(missing)} is missing{renamed}; the file has {_names(header)}."
        raise LayoutFault(problem, _remedy(header, layout))
    if extra:
        problem = f"column {_names(extra)} is unknown; expected {_names(declared)}."
        raise LayoutFault(problem, "If it may be passed over, list it under ignored in the source's settings.")


def _remedy(header: tuple[str, ...], layout: TableLayout) -> str:
    delimiter = next((mark for mark in ",;\t|" if mark != layout.delimiter and mark in header[0]), "")
    if len(header) == 1 and delimiter:
        return f"It seems to be separated by {delimiter!r}: declare that as delimiter."
    if not set(header) & set(layout.columns.values()):
        return "If a title stands above the table, say in which row the columns are named: header_row."
    return "If the publisher changed the table, change columns in the source's settings."


def _names(names: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in names)


def check_count(rows: int, layout: TableLayout) -> None:
    """Raise LayoutFault if a file has an unexpected number of rows."""
    if not rows and layout.at_least:
        raise LayoutFault(problem="the file has a header and no rows.", remedy="Fetch it again.")
    refuse_count(rows, layout.at_least, layout.at_most)


@dataclass(frozen=True)
class MeasuredRows:
    """Rows of values, with the quantities that stood in rows of their own."""

    rows: tuple[Row, ...]  # rows of values
    # By the line of a value: the line and the text of its quantity.
    quantities: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    faults: tuple[tuple[int, RowFault], ...] = ()  # line and fault of unusable quantities


def measured_rows(layout: TableLayout, table: SourceTable) -> MeasuredRows:
    """Return the rows of `table` with each quantity matched to its value; the rows as they are without measures."""
    if not layout.measures:
        return MeasuredRows(table.rows)
    names = [name for name in _KEY if name in layout.columns]
    values: list[Row] = []
    lines: dict[tuple[str, ...], list[int]] = defaultdict(list)  # of values
    quantities: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line, fields in table.rows:
        key = tuple(_cell(table, fields, layout.columns[name]).strip() for name in names)
        if _cell(table, fields, layout.measures["column"]) == layout.measures.get("quantity", ""):
            quantities[key].append((line, fields))
        else:
            values.append((line, fields))
            lines[key].append(line)
    printed: dict[int, tuple[int, str]] = {}
    faults: list[tuple[int, RowFault]] = []
    for key, rows in quantities.items():
        fault = _fault_of_quantity(layout, table, rows, has_value=key in lines)
        if fault:
            faults += [(at, fault) for at, _ in rows]
        else:  # a repeated value gets the quantity each time
            printed |= dict.fromkeys(lines[key], (rows[0][0], _cell(table, rows[0][1], layout.columns["value"])))
    return MeasuredRows(tuple(values), printed, tuple(faults))


def _fault_of_quantity(layout: TableLayout, table: SourceTable, rows: list[Row], *, has_value: bool) -> RowFault | None:
    """Return why a quantity cannot be used: it has no value, is given twice, or has a scale of its own. Else None."""
    if not has_value:
        return RowFault("value", "", "a quantity without its value")
    fields = rows[0][1]
    texts = {_cell(table, cells, layout.columns["value"]) for _, cells in rows}
    if len(texts) > 1:
        return RowFault("value", min(texts), "a quantity is given twice")
    if "scale" in layout.columns and layout.scales.get(_cell(table, fields, layout.columns["scale"]).strip()) != 1:
        return RowFault("scale", "", "a quantity with a scale of its own is not read")
    return None


def _cell(table: SourceTable, fields: tuple[str, ...], column: str) -> str:
    """Return the text of a column, or "" in a ragged row, which is judged later."""
    return fields[table.header.index(column)] if len(fields) == len(table.header) else ""
