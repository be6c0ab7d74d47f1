"""What is drawn, read back: each mark of a chart or of a table's small pictures stands where its figure is.

One form of chart is one function here, beside its module in charts/ by name: it says which marks stand for which
values, in the order in which they are painted, and `scale` says whether they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import getmembers, isfunction
from math import inf
from typing import Any

from generator.audit.edition_data import Data
from generator.audit.seen import bar_forms, line_forms
from generator.audit.seen.drawing_sheet import DrawingSheet
from generator.audit.seen.looks import colour, contrast
from generator.audit.seen.svg_marks import StrangeDrawing, SvgMark, marks

FORMS: dict[str, Callable[[DrawingSheet], None]] = {
    name: reader
    for module in (bar_forms, line_forms)
    for name, reader in getmembers(module, isfunction)
    if reader.__module__ == module.__name__ and not name.startswith("_")
}


def drawing_faults(block: Data, root: Any, tokens: Mapping[str, str], *, is_turned: bool) -> Iterator[str]:  # noqa: ANN401 -- an element
    """Yield where the SVG `root` draws a chart `block` otherwise than its figures, in colours by name `tokens`.

    Where it `is_turned` bars run to the left.
    """
    try:
        sheet = DrawingSheet(marks(root), block, is_turned)
        FORMS[block["form"]](sheet)
    except StrangeDrawing as fault:
        yield str(fault)
        return
    sheet.close()
    yield from sheet.faults
    yield from ink_faults(sheet.marks, tokens)
    yield from sheet.scale_faults()


_PAPER = "var(--paper)"
_OF_WORDS, _OF_MARKS = 1.5, 1.05  # to 1: contrast with the ground; a pale part of a whole has an edge
_HALO = 5.0  # px: a box of paper round a tick is no wider


def ink_faults(marks: Sequence[SvgMark], tokens: Mapping[str, str]) -> Iterator[str]:
    """Yield the marks that have no ink of their own, and the words that are covered; `tokens` are colours by name."""
    grounds, texts = list[SvgMark](), list[SvgMark]()
    values = {"var(--paper)": "#FFFFFF"} | {f"var({name})": value for name, value in tokens.items()}
    for at, mark in enumerate(marks):
        ground = next((under.fill for under in reversed(grounds) if under.holds(mark)), _PAPER)
        inks = [mark.fill] if mark.kind in {"text", "box"} else [mark.fill, mark.stroke]  # a box's edge may be white
        seen = max((_contrast(ink, ground, values) for ink in inks if ink != "none"), default=0.0)
        if seen < (_OF_WORDS if mark.kind == "text" else _OF_MARKS) and not _is_halo(mark, marks[at + 1 :]):
            yield f"a {mark.kind} at {mark.x:.0f}, {mark.y:.0f} px {mark.words} has the colour of its ground"
        if mark.kind == "text":
            texts.append(mark)
        elif mark.kind in {"box", "area"}:
            grounds.append(mark)
            yield from (f"{text.words} is covered" for text in texts if mark.holds(text))


def _contrast(ink: str, ground: str, values: Mapping[str, str]) -> float:
    """Return the contrast of two colours, infinity where one is not known."""
    if ink == ground:
        return 1.0
    one, other = colour(values.get(ink, ink)), colour(values.get(ground, ground))
    return contrast(one, other) if one and other else inf


def _is_halo(mark: SvgMark, after: Sequence[SvgMark]) -> bool:
    """Say whether a box of paper is that round a tick, which is drawn over it."""
    is_thin = mark.kind == "box" and mark.right - mark.left < _HALO
    return is_thin and any(mark.holds(one) for one in after if one.kind == "box")


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
    sheet = DrawingSheet((), {}, is_turned)
    for (scale, row), own in zip(with_bar, bars, strict=False):
        _bar(sheet, scale, row, own)
    for at, (row, own) in enumerate(zip(with_spark, sparks, strict=False)):
        _spark(sheet, at, row, own)
    yield from (*sheet.faults, *sheet.scale_faults())


def _bar(sheet: DrawingSheet, scale: str, row: Data, own: Sequence[SvgMark]) -> None:
    """Note where the line of zero stands, and both ends of the bar, which a value of nothing has not."""
    *boxes, zero = own
    what = f"the bar of {row['cells'][0]['words']}"
    sheet.put(scale, 0.0, zero.x, what)
    if len(boxes) != bool(row["bar"]):
        sheet.faults.append(f"{what} is drawn {len(boxes)} times, it is {row['bar']}")
    for box in boxes:
        sheet.span(scale, (0.0, row["bar"]), sheet.ends(box), what)


def _spark(sheet: DrawingSheet, at: int, row: Data, own: Sequence[SvgMark]) -> None:
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
