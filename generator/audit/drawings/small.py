"""Readers of the small pictures in a table: a bar beside a figure, a spark behind a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.audit.drawings.marks import Mark, StrangeDrawing, marks
from generator.audit.drawings.scale import Place, scale_faults
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
    rows = [(table, row) for table in tables for row in table["rows"]]
    places = list[Place]()
    barred = [(f"bars of {table['id']}", row) for table, row in rows if row.get("bar") is not None]
    sparked = [row for _, row in rows if any(point is not None for point in row.get("spark") or ())]
    for what, count, wanted in (("bars", len(bars), len(barred)), ("sparks", len(sparks), len(sparked))):
        if count not in {0, wanted}:
            yield f"{count} {what} stand in its tables, {wanted} rows have one"
            return
    for (scale, row), own in zip(barred, bars, strict=False):
        places += _bar(scale, row, own, is_turned=is_turned)
    for at, (row, own) in enumerate(zip(sparked, sparks, strict=False)):
        places += _spark(at, row, own)
    yield from scale_faults(places)


def _bar(scale: str, row: Data, own: Sequence[Mark], *, is_turned: bool) -> Iterator[Place]:
    """Yield where the line of zero stands, and both ends of the bar, which a value of nothing has not."""
    *boxes, zero = own
    what = f"the bar of {row['cells'][0]['words']}"
    yield Place(scale, 0.0, zero.x, what)
    if len(boxes) != bool(row["bar"]):
        yield Place(scale, row["bar"], zero.x, what)
    for box in boxes:
        ends = (box.right, box.left) if is_turned else (box.left, box.right)
        for value, px in zip(sorted((0.0, row["bar"])), ends, strict=True):
            yield Place(scale, value, px, what)


def _spark(at: int, row: Data, own: Sequence[Mark]) -> Iterator[Place]:
    """Yield where each corner of a line stands, and the dots of months alone and of the last."""
    what = f"the line of {row['cells'][0]['words']}"
    known = [(place, point) for place, point in enumerate(row["spark"]) if point is not None]
    corners = [point for mark in own if mark.kind == "line" for point in mark.points]
    dots = [(mark.x, mark.y) for mark in own if mark.kind == "dot"]
    ends = dots[-1:] if row["spark"][-1] is not None else []
    alone = dots[: len(dots) - len(ends)]
    drawn = sorted(corners + alone)
    if len(drawn) == len(known) - 1:  # the last month stands alone
        drawn += ends
    if len(drawn) != len(known):
        drawn = [(0.0, 0.0)] * len(known)
    pairs = [*zip(known, drawn, strict=True), *((known[-1], end) for end in ends)]
    for (place, value), (x, y) in pairs:
        yield Place(f"months {at}", place, x, what)
        yield Place(f"spark {at}", value, y, what)
