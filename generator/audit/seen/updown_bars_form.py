"""Exports up, imports down, and the balance as a line with a halo of paper."""

from __future__ import annotations

from generator.audit.seen.drawings import DrawingSheet, FormReading

_NEAR = 1.0  # px
_SIGNS = {"exports": 1, "imports": -1}  # as they are painted


def _read_flows(sheet: DrawingSheet) -> None:
    """Read the bars of both flows, zero, the line and its points, the words at the right, and the years."""
    curves = {curve["role"]: curve for curve in sheet.block["curves"]}
    inks = []
    widths = []
    for role, sign in _SIGNS.items():
        boxes = sheet.take("box", len(curves[role]["points"]), f"bars of {role}")
        for at, (box, point) in enumerate(zip(boxes, curves[role]["points"], strict=True)):
            what = f"the bar of {role} in {curves[role]['spans'][at]}"
            sheet.put("years", at, box.x, what)
            sheet.span("value", (0.0, sign * point), (box.foot, box.top), what)
        inks.append({box.fill for box in boxes})
        widths += [box.right - box.left for box in boxes]
    if inks[0] & inks[1] or len(inks[0] | inks[1]) != len(_SIGNS) or max(widths) - min(widths) > _NEAR:
        sheet.faults.append("exports and imports are not told apart, or their bars have several widths")
    sheet.put("value", 0.0, sheet.take("rule", 1, "lines of zero")[0].y, "the line of zero")
    balance = list(enumerate(curves["balance"]["points"]))
    halo, line = sheet.take("line", 2, "lines")
    dots = sheet.take("dot", len(balance), "points")
    for points in (halo.points, line.points, [(dot.x, dot.y) for dot in dots]):
        if len(points) != len(balance):
            sheet.faults.append(f"the balance is drawn with {len(points)} points, it has {len(balance)}")
        for (at, value), (x, y) in zip(balance, points, strict=False):
            sheet.put("years", at, x, "a point of the balance")
            sheet.put("value", value, y, "a point of the balance")
    _read_ends(sheet, max(dot.x for dot in dots))
    sheet.steps("years", range(len(balance)))


def _read_ends(sheet: DrawingSheet, edge: float) -> None:
    """Record words that do not stand right of the bars, one under the other: exports, balance, imports."""
    words = [curve[part]["words"] for curve in sheet.block["curves"] for part in ("label", "figure")]
    marks = [mark for text in dict.fromkeys(words) for mark in sheet.texts(text) if mark.x > edge]
    read = [mark.words for mark in sorted(marks, key=lambda mark: mark.y)]
    if read != [mark.words for text in words for mark in sheet.texts(text)[:1]]:
        sheet.faults.append(f"{', '.join(words)} do not stand in this order beside the bars")
    if [curve["role"] for curve in sheet.block["curves"]] != ["exports", "balance", "imports"]:
        sheet.faults.append("its lines are not exports, balance and imports")


FORMS = {"updown_bars": FormReading(_read_flows, curves="flows")}
