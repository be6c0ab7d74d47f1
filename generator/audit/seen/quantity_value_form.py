"""The chart of tonnes and average value: two panels of bars from zero on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading
from generator.audit.seen.svg_marks import SvgMark, demand

_NEAR = 1.0  # px
_PANELS = 2


def _read_panels(sheet: DrawingSheet) -> None:
    """Read the bars of both panels as if they had one line of zero, so that both must have the same px per point."""
    bars = sheet.block["bars"]
    boxes = sheet.take("box", len(bars), "bars")
    zeros = list(dict.fromkeys(round(rule.x, 1) for rule in sheet.upright))
    demand(len(zeros) == _PANELS, f"{_PANELS} lines of zero are to be seen, {len(zeros)} are drawn")
    sheet.put("value", 0.0, zeros[0], "the line of zero")
    inks = {way: {box.fill for box, bar in _pairs(boxes, bars) if (bar["value"] < 0) is way} for way in (True, False)}
    if any(len(fills) > 1 for fills in inks.values()) or inks[True] & inks[False]:
        sheet.faults.append("its rises have the colour of its falls, or several")
    rows: dict[str, float] = {}
    for box, bar in _pairs(boxes, bars):
        name, panel = bar["label"]["words"], bar.get("panel", 0)
        what = f"the bar of {name}"
        start, end = sheet.ends(box)
        shift = zeros[panel] - zeros[0]
        sheet.span("value", (0.0, bar["value"]), (start - shift, end - shift), what)
        sheet.put(f"row {name}", 0.0, box.y, what)
        if not any(rule.top <= box.y <= rule.foot and abs(rule.x - zeros[panel]) < _NEAR for rule in sheet.upright):
            sheet.faults.append(f"{what} has no line of zero")
        if not _is_figured(sheet, bar, box, start if bar["value"] < 0 else end):
            sheet.faults.append(f"{bar['figure']['words']} stands at no end of {what}")
        rows.setdefault(name, box.y)
    sheet.check_names(rows.items())
    for head, zero in zip(sheet.block["ticks"], zeros, strict=True):
        for mark in sheet.texts(head["words"]):
            if min(zeros, key=lambda x: abs(mark.x - x)) != zero or mark.foot > min(box.top for box in boxes):
                sheet.faults.append(f"{head['words']} does not stand over its bars")


def _pairs(boxes: Sequence[SvgMark], bars: Sequence[Data]) -> list[tuple[SvgMark, Data]]:
    return list(zip(boxes, bars, strict=True))


def _is_figured(sheet: DrawingSheet, bar: Data, box: SvgMark, end: float) -> bool:
    """Whether the figure of a bar begins at its end, outside of it."""
    for mark in sheet.texts(bar["figure"]["words"]):
        is_outside = not box.left < mark.x < box.right
        if is_outside and abs(mark.x - end) < mark.size and abs(mark.y - box.y) < _NEAR:
            return True
    return False


FORMS = {"quantity_value": FormReading(_read_panels, bars="pairs")}
