"""Measures: value and quantity of one figure as two rows of a table, which SDMX tells apart by a dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.sources.faults import RowFault
from generator.sources.layout import TableLayout
from generator.sources.table import Table

_KEY = ("reporter", "partner", "flow", "code", "period")
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Parted:
    """The rows of values; by the line of a value, the line and text of its quantity; quantities that are none's."""

    rows: tuple[Row, ...]
    beside: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    faults: tuple[tuple[int, RowFault], ...] = ()


def parted(layout: TableLayout, table: Table) -> Parted:
    """Return the rows of `table` with each quantity beside its value; without measures they stay as they are."""
    if not layout.measures:
        return Parted(table.rows)
    values: list[Row] = []
    quantities: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line, fields in table.rows:
        if _cell(table, fields, layout.measures["column"]) == layout.measures.get("quantity", ""):
            quantities[_key(layout, table, fields)].append((line, fields))
        else:
            values.append((line, fields))
    beside: dict[int, tuple[int, str]] = {}
    faults: list[tuple[int, RowFault]] = []
    lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for line, fields in values:
        lines[_key(layout, table, fields)].append(line)
    for key, rows in quantities.items():
        if fault := _fault(layout, table, rows, has_value=key in lines):
            faults += [(at, fault) for at, _ in rows]
        else:  # a value that is repeated has it each time
            beside |= dict.fromkeys(lines[key], (rows[0][0], _cell(table, rows[0][1], layout.columns["value"])))
    return Parted(tuple(values), beside, tuple(faults))


def _fault(layout: TableLayout, table: Table, rows: list[Row], *, has_value: bool) -> RowFault | None:
    """Return why a quantity cannot be used: given to no value or twice, or multiplied by something of its own."""
    if not has_value:
        return RowFault("value", "", "a quantity without its value")
    fields, texts = rows[0][1], {_cell(table, one, layout.columns["value"]) for _, one in rows}
    if len(texts) > 1:
        return RowFault("value", min(texts), "a quantity is given twice")
    if "scale" in layout.columns and layout.scales.get(_cell(table, fields, layout.columns["scale"]).strip()) != 1:
        return RowFault("scale", "", "a quantity with a scale of its own is not read")
    return None


def _key(layout: TableLayout, table: Table, fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(table, fields, layout.columns[name]).strip() for name in _KEY if name in layout.columns)


def _cell(table: Table, fields: tuple[str, ...], column: str) -> str:
    """Return the text of a column, "" in a ragged row, which is judged later."""
    return fields[table.header.index(column)] if len(fields) == len(table.header) else ""
