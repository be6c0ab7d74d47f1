"""The numbers of a chart as CSV, for the file beside its drawing."""

from __future__ import annotations

import csv
import io
import re

from generator.story.plan import Chart

Cell = str | float | bool | None
_SIGNED = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


def figures_csv(picture: Chart) -> bytes:
    """Return the numbers of `picture` as CSV, in units of its scale; a name that a spreadsheet would run gets a '."""
    columns, rows = _table(picture)
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(columns.split())
    table.writerows([_cell(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _table(picture: Chart) -> tuple[str, list[tuple[Cell, ...]]]:
    rows: list[tuple[Cell, ...]] = []
    if any(curve.lows for curve in picture.curves):
        for curve in picture.curves:
            months = zip(curve.spans, curve.points, curve.lows, curve.highs, strict=True)
            rows += [(curve.label.words, *month) for month in months]
        return "label span value low high", rows
    if picture.curves:
        for curve in picture.curves:
            rows += [(curve.label.words, *point) for point in zip(curve.spans, curve.points, strict=True)]
        return "label span value", rows
    for bar in picture.bars:
        rows.append((bar.label.words, bar.figure.words, bar.value, bar.low, bar.high, bar.bound, bar.before))
    return "label figure value low high bound before", rows


def _cell(cell: Cell) -> str:
    """Return a cell as text, words behind a ' where a spreadsheet would run them; a signed figure stays a number."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if not isinstance(cell, str):
        return repr(cell)
    is_formula = cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not _SIGNED.fullmatch(cell)
    return f"'{cell}" if is_formula else cell
