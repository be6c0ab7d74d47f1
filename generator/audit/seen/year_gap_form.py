"""The chart of a year against the year before: a bar for each change, upright or in a row, and the sum of all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading
from generator.audit.seen.svg_marks import SvgMark
from generator.audit.trace.formulas import period_of

_NEAR = 1.0  # px


def _read_gap(sheet: DrawingSheet) -> None:
    """Read a bar from zero for each change: upright over a level line of zero, else in rows beside an upright one."""
    curve = sheet.block["curves"][0]
    boxes = sheet.take("box", len(curve["points"]), "bars")
    zero = sheet.take("rule", 1, "lines of zero")[0]
    sheet.check_ways(boxes, curve["points"])
    if zero.right - zero.left > _NEAR:
        _upright(sheet, curve, boxes, zero)
    else:
        _rows(sheet, curve, boxes, zero)


def _pairs(boxes: Sequence[SvgMark], curve: Data) -> list[tuple[SvgMark, float]]:
    return list(zip(boxes, curve["points"], strict=True))


def _upright(sheet: DrawingSheet, curve: Data, boxes: Sequence[SvgMark], zero: SvgMark) -> None:
    """Record bars as wide as their months, with their figures over rises and under falls."""
    sheet.put("value", 0.0, zero.y, "the line of zero")
    months = [period_of(span).months for span in curve["spans"]]
    ends = list(accumulate(months))
    for (box, point), cell, count, end, span in zip(
        _pairs(boxes, curve), curve["cells"], months, ends, curve["spans"], strict=True
    ):
        what = f"the bar of {span}"
        sheet.put("starts", end - count, box.left, what)
        sheet.put("ends", end, box.right, what)
        sheet.span("value", (0.0, point), (box.foot, box.top), what)
        over = [mark for mark in sheet.texts(cell["words"]) if abs(mark.x - box.x) < _NEAR]
        far = [mark.y - box.foot if point < 0 else box.top - mark.y for mark in over]
        if not any(0 < distance < mark.size for distance, mark in zip(far, over, strict=True)):
            sheet.faults.append(f"{cell['words']} stands at no end of {what}")
    sheet.steps("months", (end - count / 2 for count, end in zip(months, ends, strict=True)))
    middles = [box.x for box in boxes]
    for end, count, middle in zip(ends, months, middles, strict=True):
        sheet.put("months", end - count / 2, middle, "the middle of a bar")


def _rows(sheet: DrawingSheet, curve: Data, boxes: Sequence[SvgMark], zero: SvgMark) -> None:
    """Record bars of one row each, with their names, and their figures at their ends."""
    sheet.put("value", 0.0, zero.x, "the line of zero")
    for (box, point), cell, span in zip(_pairs(boxes, curve), curve["cells"], curve["spans"], strict=True):
        what = f"the bar of {span}"
        start, end = sheet.ends(box)
        sheet.span("value", (0.0, point), (start, end), what)
        level = [mark for mark in sheet.texts(cell["words"]) if abs(mark.y - box.y) < _NEAR]
        outside = [mark for mark in level if not box.left < mark.x < box.right]
        if not any(abs(mark.x - (start if point < 0 else end)) < mark.size for mark in outside):
            sheet.faults.append(f"{cell['words']} stands at no end of {what}")
    sheet.check_names((step["words"], box.y) for step, box in zip(sheet.block["steps"], boxes, strict=True))


FORMS = {"year_gap": FormReading(_read_gap, curves="changes")}
