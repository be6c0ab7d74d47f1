"""Readers of the small pictures in a table: a bar beside a figure, a spark behind a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.audit.drawings.marks import Mark, StrangeDrawing, marks
from generator.audit.drawings.scale import scale_faults
from generator.audit.drawings.sheet import Sheet
from generator.audit.edition import Data


def small_faults(tables: Sequence[Data], roots: Sequence[Any], *, is_turned: bool) -> Iterator[str]:
    """Yield where the small pictures of the rows of all tables, in their order, are not drawn as their figures are.

    A desk's template may leave out all of a kind. Bars run to the left where it `is_turned`.
    """
    try:
        drawn = [own for own in map(marks, roots) if own]  # of a line without any month nothing is drawn
    except StrangeDrawing as fault:
        yield str(fault)
        return
    bars = [own for own in drawn if all(mark.kind == "box" for mark in own)]
    sparks = [own for own in drawn if own not in bars]
    rows = [(f"bars of {table['id']}", row) for table in tables for row in table["rows"]]
    with_bar = [(scale, row) for scale, row in rows if row.get("bar") is not None]
    with_spark = [row for _, row in rows if any(point is not None for point in row.get("spark") or ())]
    for what, count, wanted in (("bars", len(bars), len(with_bar)), ("sparks", len(sparks), len(with_spark))):
        if count not in {0, wanted}:
            yield f"{count} {what} stand in its tables, {wanted} rows have one"
            return
    sheet = Sheet((), {}, is_turned)
    for (scale, row), own in zip(with_bar, bars, strict=False):
        _bar(sheet, scale, row, own)
    for at, (row, own) in enumerate(zip(with_spark, sparks, strict=False)):
        _spark(sheet, at, row, own)
    yield from (*sheet.faults, *scale_faults(sheet.places))


def _bar(sheet: Sheet, scale: str, row: Data, own: Sequence[Mark]) -> None:
    """Note where the line of zero stands, and both ends of the bar, which a value of nothing has not."""
    *boxes, zero = own
    what = f"the bar of {row['cells'][0]['words']}"
    sheet.put(scale, 0.0, zero.x, what)
    if len(boxes) != bool(row["bar"]):
        sheet.faults.append(f"{what} is drawn {len(boxes)} times, it is {row['bar']}")
    for box in boxes:
        sheet.span(scale, (0.0, row["bar"]), sheet.ends(box), what)


def _spark(sheet: Sheet, at: int, row: Data, own: Sequence[Mark]) -> None:
    """Note where each month stands: a corner of a line or a dot alone, and again the last one."""
    what = f"the line of {row['cells'][0]['words']}"
    points = [(place, point) for place, point in enumerate(row["spark"]) if point is not None]
    corners = [corner for mark in own for corner in (mark.points if mark.kind == "line" else [mark.middle])]
    places = sorted({(round(x, 1), round(y, 1)) for x, y in corners})
    if len(places) != len(points):
        sheet.faults.append(f"{what} is drawn at {len(places)} places, it has {len(points)} points")
        return
    for (place, value), (x, y) in zip(points, places, strict=True):
        sheet.put(f"months {at}", place, x, what)
        sheet.put(f"spark {at}", value, y, what)
