"""Two lines that begin at 100: a price, dashed, and an average value, with dollars at their ends."""

from __future__ import annotations

from generator.audit.seen.drawings import DrawingSheet, FormReading, number

_START = 100.0
_ROLES = ("price", "average")  # as they are painted


def _read_lines(sheet: DrawingSheet) -> None:
    """Read the ticks, each line with its end, the words at the ends, and the years."""
    _read_ticks(sheet)
    curves = sorted(sheet.block["curves"], key=lambda curve: _ROLES.index(curve["role"]))
    ends: dict[str, float] = {}
    for curve in curves:
        name = curve["label"]["words"]
        [line], [dot] = sheet.take("line", 1, "lines"), sheet.take("dot", 1, "last points")
        if line.is_dashed != (curve["role"] == "price"):
            sheet.faults.append(f"{name} is {'' if line.is_dashed else 'not '}dashed")
        if len(line.points) != len(curve["points"]):
            sheet.faults.append(f"{name} is drawn with {len(line.points)} points, it has {len(curve['points'])}")
        for at, ((x, y), point) in enumerate(zip(line.points, curve["points"], strict=False)):
            sheet.put("months", at, x, f"the place of a point of {name}")
            sheet.put("value", point, y, f"a point of {name}")
        sheet.put("months", len(curve["points"]) - 1, dot.x, f"the end of {name}")
        sheet.put("value", curve["points"][-1], dot.y, f"the end of {name}")
        ends[name] = dot.x
    _read_ends(sheet, max(ends.values()))
    spans = curves[0]["spans"]
    years = [[at for at, span in enumerate(spans) if span[:4] == step["words"]] for step in sheet.block["steps"]]
    sheet.steps("months", [(year[0] + year[-1]) / 2 if year else 0.0 for year in years])


def _read_ticks(sheet: DrawingSheet) -> None:
    """Record each tick with its line, of which that of 100 is painted last."""
    ticks = [(tick["words"], number(tick["words"])) for tick in sheet.block["ticks"]]
    lines = sorted(ticks, key=lambda tick: tick[1] == _START)
    if len(sheet.across) != len(lines):
        sheet.faults.append(f"{len(lines)} ticks have {len(sheet.across)} lines")
    for (words, value), line in zip(lines, sheet.across, strict=False):
        sheet.put("value", value, line.y, f"the line of the tick {words}")
        beside = [mark for mark in sheet.texts(words) if mark.x < line.left]
        if len(beside) != 1:
            sheet.faults.append(f"the tick {words} is not drawn beside its line")
        for mark in beside:
            sheet.put("value", value, mark.y, f"the tick {words}")


def _read_ends(sheet: DrawingSheet, edge: float) -> None:
    """Record names right of the lines that are not in the order of their ends, or have other dollars under them."""
    ranked = sorted(sheet.block["curves"], key=lambda curve: -curve["points"][-1])
    words = [curve[part]["words"] for curve in ranked for part in ("label", "figure")]
    marks = [mark for text in dict.fromkeys(words) for mark in sheet.texts(text) if mark.x > edge]
    read = [mark.words for mark in sorted(marks, key=lambda mark: mark.y)]
    if read != [mark.words for text in words for mark in sheet.texts(text)[:1]]:
        sheet.faults.append(f"{', '.join(words)} do not stand in this order at the ends of the lines")


FORMS = {"index_lines": FormReading(_read_lines, curves="indexes")}
