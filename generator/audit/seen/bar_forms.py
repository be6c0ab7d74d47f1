"""Chart forms with horizontal values: ordered bars, contributions, waterfall, dumbbell, tonnes and average values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading, number
from generator.audit.seen.svg_marks import SvgMark, demand

_NEAR = 1.5  # px; most distance between marks that touch
_CLOSE = 1.0  # px; the same in panels of tonnes and average values
_PANELS = 2  # of tonnes and of average values


def _read_ordered_bars(sheet: DrawingSheet) -> None:
    """Read bars from zero, an arrow head at the end of a bar that is a bound, and a tick at the earlier value."""
    bars = [bar for bar in sheet.block["bars"] if bar["figure"]["words"].strip()]
    ends = [bar["low"] if bar["bound"] else bar["value"] for bar in bars]
    boxes = _place_bars(sheet, bars, [(0.0, end) for end in ends])
    heads = [(bar, box) for bar, box in zip(bars, boxes, strict=True) if bar["bound"]]
    for (bar, box), head in zip(heads, sheet.take("dot", len(heads), "arrows"), strict=True):
        is_price = min(abs(head.left - box.right), abs(head.right - box.left)) < box.foot - box.top
        if not is_price or head.far(box.y) > _NEAR:
            sheet.faults.append(f"the arrow of {_name(bar)} stands at no end of its bar")
    for tick in sheet.take_rest("box"):
        bar, _ = min(zip(bars, boxes, strict=True), key=lambda row: abs(row[1].y - tick.y))
        if bar["before"] is None:
            sheet.faults.append(f"the bar of {_name(bar)} has a tick")
        else:
            sheet.put("value", bar["before"], tick.x, f"the tick of {_name(bar)}")


def _read_contributions(sheet: DrawingSheet) -> None:
    """Read bars from zero, with positive values to one side and negative values to the other."""
    bars = sheet.block["bars"]
    _place_bars(sheet, bars, [(0.0, bar["value"]) for bar in bars])


def _read_waterfall(sheet: DrawingSheet) -> None:
    """Read totals from zero and, between them, steps that begin where the previous step ended."""
    bars = sheet.block["bars"]
    if not bars[0].get("total"):
        _read_contributions(sheet)
        return
    ends = list(accumulate(bar["value"] for bar in bars[:-1]))
    joints = sheet.take("rule", len(ends), "joints")
    for end, joint in zip(ends, joints, strict=True):
        sheet.put("value", end, joint.x, "a joint")
    _place_bars(sheet, bars, [(0.0, ends[0]), *pairwise(ends), (0.0, bars[-1]["value"])])


def _place_bars(sheet: DrawingSheet, bars: Sequence[Data], spans: Sequence[tuple[float, float]]) -> list[SvgMark]:
    """Record the ends of each bar and the words beside it. Return the bars."""
    boxes = sheet.take("box", len(bars), "bars")
    sheet.put("value", 0.0, sheet.take("rule", 1, "lines of zero")[0].x, "the line of zero")
    for bar, box, span in zip(bars, boxes, spans, strict=True):
        sheet.span("value", span, sheet.ends(box), f"the bar of {_name(bar)}")
    for part in ("label", "figure"):
        sheet.check_names((bar[part]["words"], box.y) for bar, box in zip(bars, boxes, strict=True))
    return boxes


def _name(bar: Data) -> str:
    return str(bar["label"]["words"])


def _read_dumbbell(sheet: DrawingSheet) -> None:
    """Read a ring at last year's value, a point at this year's, and a rule between them, on the panel's scale."""
    bars = sheet.block["bars"]
    dots = sheet.take("dot", 2 * len(bars), "rings and points")
    rings, points = dots[: len(bars)], sorted(dots[len(bars) :], key=lambda dot: dot.y)
    level = [rule for rule in sheet.rules if rule.foot - rule.top < _NEAR]
    for bar, ring, point in zip(bars, rings, points, strict=True):
        scale, name = f"value {bar.get('panel', 0)}", _name(bar)
        sheet.put(scale, bar["before"] or 0.0, ring.x, f"the ring of {name}")
        sheet.put(scale, bar["value"], point.x, f"the point of {name}")
        sheet.put(f"row {name}", 0.0, ring.y, f"the ring of {name}")
        sheet.put(f"row {name}", 0.0, point.y, f"the point of {name}")
        joints = [rule for rule in level if abs(rule.y - ring.y) < _NEAR]
        for rule in joints:
            sheet.span(scale, (bar["before"] or 0.0, bar["value"]), sheet.ends(rule), f"the rule of {name}")
        if not joints:
            sheet.faults.append(f"no rule joins the ring and the point of {name}")
    for part in ("label", "figure"):
        sheet.check_names((bar[part]["words"], ring.y) for bar, ring in zip(bars, rings, strict=True))
    _scales(sheet)


def _scales(sheet: DrawingSheet) -> None:
    """Record the ticks of each panel, which begin at zero: their words, and the line above each."""
    panel = -1
    feet = sorted({round(mark.foot) for mark in sheet.upright})
    for tick in sheet.block.get("ticks", ()):
        value, words = number(tick["words"]), tick["words"]
        panel = max(panel + (not value), 0)
        foot = feet[min(panel, len(feet) - 1)] if feet else 0
        under = [mark for mark in sheet.texts(words) if foot <= mark.y + _NEAR < foot + 4 * mark.size]
        lines = [rule for rule in sheet.upright if abs(rule.foot - foot) < _NEAR]
        over = [rule for rule in lines for mark in under if abs(rule.x - mark.x) < _NEAR]
        if not over:
            sheet.faults.append(f"the tick {words} is not drawn under its line")
        for mark in (*under[:1], *over[:1]):
            sheet.put(f"value {panel}", value, mark.x, f"the tick {words}")


def _read_quantity_value(sheet: DrawingSheet) -> None:
    """Read the bars of both panels as if they had one line of zero, so that both must have the same px per point."""
    bars = sheet.block["bars"]
    boxes = sheet.take("box", len(bars), "bars")
    zeros = list(dict.fromkeys(round(rule.x, 1) for rule in sheet.upright))
    demand(len(zeros) == _PANELS, f"{_PANELS} lines of zero are to be seen, {len(zeros)} are drawn")
    sheet.put("value", 0.0, zeros[0], "the line of zero")
    sheet.check_ways(boxes, (bar["value"] for bar in bars))
    rows: dict[str, float] = {}
    for box, bar in zip(boxes, bars, strict=True):
        name, panel = _name(bar), bar.get("panel", 0)
        what = f"the bar of {name}"
        start, end = sheet.ends(box)
        shift = zeros[panel] - zeros[0]
        sheet.span("value", (0.0, bar["value"]), (start - shift, end - shift), what)
        sheet.put(f"row {name}", 0.0, box.y, what)
        if not any(rule.top <= box.y <= rule.foot and abs(rule.x - zeros[panel]) < _CLOSE for rule in sheet.upright):
            sheet.faults.append(f"{what} has no line of zero")
        if not _is_figured(sheet, bar, box, start if bar["value"] < 0 else end):
            sheet.faults.append(f"{bar['figure']['words']} stands at no end of {what}")
        rows.setdefault(name, box.y)
    sheet.check_names(rows.items())
    for head, zero in zip(sheet.block["ticks"], zeros, strict=True):
        for mark in sheet.texts(head["words"]):
            if min(zeros, key=lambda x: abs(mark.x - x)) != zero or mark.foot > min(box.top for box in boxes):
                sheet.faults.append(f"{head['words']} does not stand over its bars")


def _is_figured(sheet: DrawingSheet, bar: Data, box: SvgMark, end: float) -> bool:
    """Whether the figure of a bar begins at its end, outside of it."""
    for mark in sheet.texts(bar["figure"]["words"]):
        is_outside = not box.left < mark.x < box.right
        if is_outside and abs(mark.x - end) < mark.size and abs(mark.y - box.y) < _CLOSE:
            return True
    return False


FORMS = {
    "ordered_bars": FormReading(_read_ordered_bars),
    "contributions": FormReading(_read_contributions, bars="parts"),
    "waterfall": FormReading(_read_waterfall, bars="steps"),
    "dumbbell": FormReading(_read_dumbbell),
    "quantity_value": FormReading(_read_quantity_value, bars="pairs"),
}
