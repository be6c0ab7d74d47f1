"""The rows of a table, with sparklines and bars for screen and print."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jinja2 import pass_context
from markupsafe import Markup

from generator.charts.spark import BAR, LEVEL_BAR, bar, spark
from generator.story.plan import Chart, Table, Text

if TYPE_CHECKING:
    from jinja2.runtime import Context


_LAST_LEVEL = 2  # the column of levels, after the name and, if there is one, the code
_FEW = 6  # columns
_GROUPS = 3  # heads over several columns that a table needs before some of its columns wait


@dataclass(frozen=True)
class TableLine:
    """One row of a table."""

    name: Text
    cells: tuple[Text, ...]
    weight: str  # line, total or quiet
    bar: float | None = None  # the value of its bar
    bound: bool = False  # whether that is a lower bound
    spark: tuple[float | None, ...] = ()  # the values of its sparkline


def table_lines(table: Table | Chart) -> tuple[TableLine, ...]:
    """Return the rows of `table`. Short rows get empty cells."""
    count = figures(table)
    lines = []
    for row in table.rows:
        name, *cells = row.cells
        empty = (Text(""),) * (count - len(row.cells))
        lines.append(TableLine(name, (*cells, *empty), row.weight, row.bar, row.bound, row.spark))
    return tuple(lines)


def figures(table: Table | Chart) -> int:
    """Return how many columns have text. The last column of a table with sparklines has none."""
    longest = max((len(row.cells) for row in table.rows), default=0)
    sparks = isinstance(table, Table) and bool(table.spans) and len(table.head) > longest
    return len(table.head) - sparks


def on_phone(table: Table) -> frozenset[int]:
    """Return the columns that a phone shows first: name, the period's level, its rate and the bars; () for all.

    The heads over several columns say which they are: the first is over name and code, the second over the period.
    """
    if len(table.groups) < _GROUPS or table.bar_column is None:
        return frozenset()
    first = table.groups[0].columns
    return frozenset((0, first, first + table.groups[1].columns - 1, table.bar_column))


def without_sparks(table: Table) -> Table:
    """Return `table` without its column of sparklines, for a format without drawings."""
    if figures(table) == len(table.head):
        return table
    groups = table.groups[:-1]
    last = table.groups[-1:]
    over = tuple(replace(group, columns=group.columns - 1) for group in last if group.columns > 1)
    return replace(table, head=table.head[:-1], groups=(*groups, *over), spans=())


def is_figure(text: Text) -> bool:
    """Whether a cell has a figure, and not a word in its place."""
    return any(sign.isdigit() for sign in text.words)


@pass_context
def sparked(context: Context, line: TableLine) -> Markup:
    """Return the sparkline of a row: an SVG for screens, a style attribute for print; "" if it has none."""
    return _place(context, spark(line.spark, tokens=_is_screen(context))) if line.spark else Markup("")


@pass_context
def barred(context: Context, line: TableLine, table: Table) -> Markup:
    """Return the bar of a row, on the scale of its table: an SVG or a style attribute; "" if it has none."""
    if line.bar is None:
        return Markup("")
    lengths = tuple(row.bar for row in table.rows if row.bar is not None)
    is_mirrored = context["story"].direction == "rtl"
    size = LEVEL_BAR if has_long_bars(table) else BAR
    svg = bar(
        line.bar,
        lengths,
        tokens=_is_screen(context),
        mirrored=is_mirrored,
        size=size,
        bound=line.bound,
        tail=any(row.bound for row in table.rows),
    )
    return _place(context, svg)


def has_long_bars(table: Table | Chart) -> bool:
    """Whether a table has bars of levels and, with few columns, room for long ones."""
    column = table.bar_column if isinstance(table, Table) else None
    return column is not None and column <= _LAST_LEVEL and len(table.head) <= _FEW


def _is_screen(context: Context) -> bool:
    return bool(context.get("medium") == "html")


def _place(context: Context, svg: str) -> Markup:
    if _is_screen(context):
        return Markup(svg)  # noqa: S704 -- made here, of numbers
    svg = context["turned"](svg)
    uri = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return Markup(f' style="background-image: url({uri})"')  # noqa: S704 -- base64 has no sign of markup
