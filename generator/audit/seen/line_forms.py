"""Chart forms over months: a trend, panels, and a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, pairwise

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading
from generator.audit.seen.svg_marks import SvgMark, demand
from generator.audit.trace.formulas import period_of

_NEAR = 1.0  # px
_YEAR = 12
_HALF = 0.5  # of a month


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


FORMS = {
    "trend": FormReading(_read_trend, curves="ranged"),
    "panels": FormReading(_read_panels, has_panels=True),
    "heatmap": FormReading(_read_heatmap, curves="rates"),
}
