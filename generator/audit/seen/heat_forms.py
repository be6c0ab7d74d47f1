"""Chart forms whose cells have the colour of the step of a change: a heat map over months, and tiles of chapters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from generator.audit.seen.drawings import DrawingSheet, FormReading
from generator.audit.seen.svg_marks import SvgMark

_NEAR = 1.0  # px
_HALF = 0.5  # of a month


def _read_heatmap(sheet: DrawingSheet) -> None:
    """Read a cell for each month, in the colour of its step in the key."""
    curves, thresholds = sheet.block["curves"], sheet.block["thresholds"]
    cells, gaps, rows = list[tuple[SvgMark, int, str]](), list[tuple[int, int]](), dict[int, float]()
    for row, curve in enumerate(curves):
        for column, (span, point) in enumerate(zip(curve["spans"], curve["points"], strict=True)):
            if point is None:
                gaps.append((row, column))
                continue
            box, what = sheet.take("box", 1, "cells")[0], f"the cell of {curve['label']['words']} in {span}"
            sheet.span("months", (column, column + 1), (box.left, box.right), what)
            sheet.put(f"row {row}", 0.0, box.y, what)
            rows[row] = box.y
            cells.append((box, sum(point >= border for border in thresholds), what))
            figure = curve["cells"][column]["words"] if curve.get("cells") else ""  # narrow cells have no figure
            inside = [mark for mark in sheet.words if box.holds(mark)]
            if inside and inside[0] not in sheet.texts(figure):
                sheet.faults.append(f"another figure stands in {what}")
    for (row, column), dash in zip(gaps, sheet.take("rule", len(gaps), "dashes"), strict=True):
        sheet.put("months", column + _HALF, dash.x, "the dash of a month without a figure")
        sheet.put(f"row {row}", 0.0, dash.y, "the dash of a month without a figure")
        rows[row] = dash.y
    _steps_of_heat(sheet, cells)
    sheet.check_names((curve["label"]["words"], rows[row]) for row, curve in enumerate(curves))
    sheet.steps("months", [at + _HALF for at, _ in enumerate(curves[0]["spans"])])


def _steps_of_heat(sheet: DrawingSheet, cells: Sequence[tuple[SvgMark, int, str]]) -> None:
    """Record cells in the wrong colour, signs in the wrong direction, and a key that is out of order."""
    thresholds = sheet.block["thresholds"]
    key, middle = sheet.key(is_turned=False), len(thresholds) // 2
    for box, step, what in cells:
        if box.fill != key[step].fill:
            sheet.faults.append(f"{what} has the colour of another step")
    signs, ways = sheet.take_rest("dot"), {box.fill: at for at, box in enumerate(key)}
    if signs and len(signs) != sum(step != middle for _, step, _ in cells) + len(key) - 1:
        sheet.faults.append("a rise or a fall has no mark, or two")
    for sign in signs:
        on = [box for box in [*key, *(cell for cell, *_ in cells)] if box.holds(sign)]
        is_amid = bool(on) and abs(on[0].x - sign.x) < _NEAR and abs(on[0].y - sign.y) < _NEAR
        if not is_amid or (sum(y < sign.y for _, y in sign.points) == 1) != (ways.get(on[0].fill, 0) > middle):
            sheet.faults.append(f"a mark at {sign.x:.0f}, {sign.y:.0f} px is not that of its cell")


def _read_tiles(sheet: DrawingSheet) -> None:
    """Read a tile for each bar, in rows from the largest on, and the key of the steps."""
    bars, thresholds = sheet.block["bars"], sheet.block["thresholds"]
    boxes = sheet.take("box", len(bars), "tiles")
    columns = max(Counter(round(box.top) for box in boxes).values())
    key = sheet.key(is_turned=sheet.is_turned)
    for at, (bar, box) in enumerate(zip(bars, boxes, strict=True)):
        name = bar["label"]["words"]
        what = f"the tile of {name}"
        across = (at % columns, at % columns + 1)
        sheet.span("across", across, sheet.ends(box), what)
        sheet.span("down", (at // columns, at // columns + 1), (box.top, box.foot), what)
        change = 100 * (bar["value"] / bar["before"] - 1)
        if box.fill != key[sum(change >= border for border in thresholds)].fill:
            sheet.faults.append(f"{what} has the colour of another step")
        for words in (name, bar["figure"]["words"]):
            if not any(box.holds(mark) for mark in sheet.texts(words)):
                sheet.faults.append(f"{words} stands outside of its tile")


FORMS = {
    "heatmap": FormReading(_read_heatmap, curves="rates"),
    "tiles": FormReading(_read_tiles),
}
