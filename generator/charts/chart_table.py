"""The numbers of a chart as CSV, for the file beside its drawing."""

from __future__ import annotations

import csv
import io
import re

from generator.story.plan import Chart, Curve

_SIGNED = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


def figures_csv(picture: Chart) -> bytes:
    """Return the numbers of `picture` as CSV, in units of its scale; a name that a spreadsheet would run gets a '."""
    head, rows = _table(picture)
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(head.split())
    table.writerows([_inert(cell) if isinstance(cell, str) else _number(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _table(picture: Chart) -> tuple[str, list[tuple[str | float | bool | None, ...]]]:
    if any(curve.lows for curve in picture.curves):
        return "label span value low high", [row for curve in picture.curves for row in _banded(curve)]
    if picture.curves:
        points = [(curve, *point) for curve in picture.curves for point in zip(curve.spans, curve.points, strict=True)]
        return "label span value", [(curve.label.words, span, value) for curve, span, value in points]
    if picture.stacks:
        parts = [(stack.label.words, part) for stack in picture.stacks for part in stack.parts]
        return "stack label figure value", [(of, part.label.words, part.figure.words, part.value) for of, part in parts]
    return "label figure value low high bound before", [
        (bar.label.words, bar.figure.words, bar.value, bar.low, bar.high, bar.bound, bar.before) for bar in picture.bars
    ]


def _banded(curve: Curve) -> list[tuple[str | float | bool | None, ...]]:
    months = zip(curve.spans, curve.points, curve.lows, curve.highs, strict=True)
    return [(curve.label.words, *month) for month in months]


def _number(cell: float | bool | None) -> str:  # noqa: FBT001 -- a cell
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else repr(cell)


def _inert(words: str) -> str:
    """Return `words`, behind a ' where a spreadsheet would run them; a signed figure is a number and stays one."""
    if _SIGNED.fullmatch(words):
        return words
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words
