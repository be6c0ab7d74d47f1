"""Chart forms with lines over months: a trend, panels, and a price beside an average value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading, number
from generator.audit.seen.svg_marks import SvgMark, demand
from generator.audit.trace.formulas import period_of

_NEAR = 1.0  # px
_YEAR = 12
_HALF = 0.5  # of a month
_START = 100.0  # of an index
_ROLES = ("price", "average")  # as they are painted


def _along(
    sheet: DrawingSheet,
    corners: Sequence[tuple[float, float]],
    points: Sequence[tuple[float, float]],
    name: str,
    scale: str = "",
) -> None:
    """Record that the corners of a line are at its points."""
    if len(corners) != len(points):
        sheet.faults.append(f"{name} is drawn with {len(corners)} points, it has {len(points)}")
        return
    for (at, value), (x, y) in zip(points, corners, strict=True):
        sheet.put(f"months{scale}", at, x, f"the place of a point of {name}")
        sheet.put(f"value{scale}", value, y, f"a point of {name}")


def _read_trend(sheet: DrawingSheet) -> None:
    """Read a line in pieces, with the provisional ones dashed, and the band of its usual range."""
    sheet.ticks()
    curve = sheet.block["curves"][0]
    name, spans = curve["label"]["words"], curve["spans"]
    points = {at: point for at, point in enumerate(curve["points"]) if point is not None}
    _band(sheet, curve)
    lines, dots = sheet.take_rest("line"), sheet.take_rest("dot")
    if any(low is not None for low in curve.get("lows", ())):
        lines = lines[:-2]  # without the two lines of the key
        sheet.take("area", 1, "keys")
    runs = [*(line.points for line in lines), *([(dot.x, dot.y)] for dot in dots)]
    places = sorted({round(x, 1) for run in runs for x, _ in run})
    is_whole = len(places) == len(points) and bool(dots)
    demand(is_whole, f"{name} is drawn at {len(places)} months, it has {len(points)}")
    months = dict(zip(places, sorted(points), strict=True))
    for run in runs:
        _along(sheet, run, [(months[round(x, 1)], points[months[round(x, 1)]]) for x, _ in run], name)
    for line in lines:
        for x, _ in line.points[1:]:
            span = spans[months[round(x, 1)]]
            if line.is_dashed != (span in curve.get("provisional", ())):
                sheet.faults.append(f"{span} of {name} is {'' if line.is_dashed else 'not '}dashed")
    if abs(dots[-1].x - places[-1]) > _NEAR:
        sheet.faults.append(f"the newest point of {name} stands at another month")
    *years, lead = [rule for rule in sheet.upright if not rule.is_dashed]
    sheet.put("months", max(points), lead.x, "the line to the newest point")
    for at, rule in zip(_turns(curve), years, strict=True):
        sheet.put("months", at - _HALF, rule.x, "the line at which a year begins")
    dashed = [rule for rule in sheet.upright if rule.is_dashed]
    for mark, rule in zip(sheet.block.get("breaks", ()), dashed, strict=True):
        sheet.put("months", spans.index(mark["span"]) - _HALF, rule.x, f"the rule of {mark['label']['words']}")
    sheet.steps("months", _years(sheet.block, spans))


def _band(sheet: DrawingSheet, curve: Data) -> None:
    """Record the band and its two edges in each run of months that have a range."""
    ends = zip(curve.get("lows", ()), curve.get("highs", ()), strict=True)
    groups = groupby(enumerate(ends), key=lambda month: month[1][0] is not None)
    runs = [list(run) for has_band, run in groups if has_band]
    areas = sheet.take("area", len(runs), "bands")
    edges = [sheet.take("line", len(runs), "edges of the band") for _ in ("low", "high")]
    for run, area, low, high in zip(runs, areas, *edges, strict=True):
        months = [run[0][0] - _HALF, *(at for at, _ in run), run[-1][0] + _HALF]
        values = [ends for _, ends in (run[0], *run, run[-1])]
        lows = [(at, ends[0]) for at, ends in zip(months, values, strict=True)]
        highs = [(at, ends[1]) for at, ends in zip(months, values, strict=True)]
        _along(sheet, area.points, [*lows, *reversed(highs)], "the band")
        _along(sheet, low.points, lows, "the band's low edge")
        _along(sheet, high.points, highs, "the band's high edge")


def _turns(curve: Data) -> list[int]:
    """Return the places of the spans that begin a year."""
    return [at for at, (span, following) in enumerate(pairwise(curve["spans"]), 1) if span[:4] != following[:4]]


def _years(block: Data, spans: Sequence[str]) -> Iterator[float]:
    """Yield the place of each step's name: the middle of the year that it names, or its own place."""
    for at, step in enumerate(block.get("steps", ())):
        year = [place for place, span in enumerate(spans) if span[:4] == step["words"]] or [at]
        yield (year[0] + year[-1]) / 2


def _read_panels(sheet: DrawingSheet) -> None:
    """Read one line for each panel, over an area from zero, with rings at the same month of earlier years."""
    curves = sheet.block["curves"]
    feet, edges = sheet.across[: len(curves)], iter(sheet.upright)
    lines = sheet.take("line", len(curves), "lines")
    for panel, (curve, line, foot) in enumerate(zip(curves, lines, feet, strict=True)):
        name = curve["label"]["words"]
        points = [(at, point) for at, point in enumerate(curve["points"]) if point is not None]
        _along(sheet, line.points, points, name, f" {panel}")
        for run in _runs_of(curve):
            area = sheet.take("area", 1, "areas")[0]
            _along(sheet, area.points, [*run, *((at, 0.0) for at, _ in reversed(run))], name, f" {panel}")
        for at in _turns(curve):
            sheet.put(f"months {panel}", at - _HALF, next(edges).x, "the line at which a year begins")
        sheet.put(f"value {panel}", 0.0, foot.y, f"the line of zero of {name}")
        if all(rule.y <= foot.y for rule in feet if abs(rule.left - foot.left) < _NEAR):
            sheet.steps(f"months {panel}", _years(sheet.block, curve["spans"]), foot)
        for part in ("label", "figure"):
            _over_panel(sheet, curve[part]["words"], foot, {panel_curve[part]["words"] for panel_curve in curves})
    _dots_of_panels(sheet)


def _runs_of(curve: Data) -> Iterator[list[tuple[int, float]]]:
    """Yield the points of each run of months that are known, from two on."""
    months = enumerate(curve["points"])
    for is_known, run in groupby(months, key=lambda month: month[1] is not None):
        points = list(run)
        if is_known and len(points) > 1:
            yield points


def _dots_of_panels(sheet: DrawingSheet) -> None:
    """Record the rings at the same month of earlier years, and the last points: first of rises, then of falls."""
    curves = sheet.block["curves"]
    for panel, curve in enumerate(curves):
        last, year = len(curve["points"]) - 1, _YEAR // min(period_of(span).months for span in curve["spans"])
        for at, point in enumerate(curve["points"][:last]):
            if (last - at) % year == 0 and point is not None:
                ring = sheet.take("dot", 1, "rings")[0]
                _along(sheet, [(ring.x, ring.y)], [(at, point)], "a ring", f" {panel}")
    painted = [pair for role in ("line", "fallen") for pair in enumerate(curves) if pair[1]["role"] == role]
    for panel, curve in painted:
        last, point = len(curve["points"]) - 1, curve["points"][-1]
        if point is not None:
            end = sheet.take("dot", 1, "last points")[0]
            _along(sheet, [(end.x, end.y)], [(last, point)], curve["label"]["words"], f" {panel}")


def _over_panel(sheet: DrawingSheet, words: str, foot: SvgMark, all_words: AbstractSet[str]) -> None:
    """Record a panel that has another panel's words above it."""
    side = foot.right if sheet.is_turned else foot.left
    marks = [mark for panel_words in all_words for mark in sheet.texts(panel_words)]
    over = [mark for mark in marks if mark.foot < foot.y and abs(mark.x - side) < _NEAR]
    if max(over, key=lambda mark: mark.foot, default=None) not in sheet.texts(words):
        sheet.faults.append(f"{words} stands over another panel")


def _read_index_lines(sheet: DrawingSheet) -> None:
    """Read the ticks, each line with its end, the words at the ends, and the years."""
    _index_ticks(sheet)
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
    ranked = sorted(sheet.block["curves"], key=lambda curve: -curve["points"][-1])
    sheet.check_order(ranked, max(ends.values()), "at the ends of the lines")
    spans = curves[0]["spans"]
    years = [[at for at, span in enumerate(spans) if span[:4] == step["words"]] for step in sheet.block["steps"]]
    sheet.steps("months", [(year[0] + year[-1]) / 2 if year else 0.0 for year in years])


def _index_ticks(sheet: DrawingSheet) -> None:
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


FORMS = {
    "trend": FormReading(_read_trend, curves="ranged"),
    "panels": FormReading(_read_panels, has_panels=True),
    "index_lines": FormReading(_read_index_lines, curves="indexes"),
}
