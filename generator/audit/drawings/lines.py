"""Readers of the forms that run through the months: running totals, a trend, panels, counts, dots, heat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import mean

from generator.audit.drawings.marks import Mark, Unlike
from generator.audit.drawings.marks import key as words_of
from generator.audit.drawings.sheet import Sheet, known, month
from generator.audit.edition import Data
from generator.audit.terms import period_of

_ROLES = ("earlier", "last", "this")  # in the order in which running totals are painted
_NEAR = 1.0  # px
_YEAR = 12
_MOST = 100.0  # the highest score of a dot
_AREA = 40.0  # square px: by so much the area of a dot grows where it is a px wider
_HALF = 0.5  # of a month


def cumulative(sheet: Sheet) -> None:
    """Read a line for each year, with a point, its name and its figure at its end."""
    sheet.ticks()
    curves = sorted(sheet.block["curves"], key=lambda curve: _ROLES.index(curve["role"]))
    curves = [curve for curve in curves if known(curve)]
    ends = list[tuple[Data, Mark]]()
    lines = sheet.take("line", len(curves), "lines")
    for curve, line, end in zip(curves, lines, sheet.take("dot", len(curves), "last points"), strict=True):
        first, name = period_of(curve["spans"][0]).first, curve["label"]["words"]
        _along(sheet, line, [(month(span) - first, point) for span, point in known(curve)], name)
        _along(sheet, _middle(end), [(month(span) - first, point) for span, point in known(curve)[-1:]], name)
        ends.append((curve, end))
    longest = max(sheet.block["curves"], key=lambda curve: len(curve["spans"]))
    first = period_of(longest["spans"][0]).first
    places = [month(span) - first for span in longest["spans"]]
    names = [step["words"] for step in sheet.block.get("steps", ())]
    sheet.steps("months", zip(names, places, strict=False))
    _named_at_ends(sheet, ends)


def _middle(dot: Mark) -> Mark:
    return Mark("dot", ((dot.x, dot.y),), dot.fill)


def _along(sheet: Sheet, line: Mark, points: Sequence[tuple[float, float]], name: str, scale: str = "") -> None:
    """Note that the corners of a line stand at its points."""
    if len(line.points) != len(points):
        sheet.faults.append(f"{name} is drawn with {len(line.points)} points, it has {len(points)}")
        return
    for (at, value), (x, y) in zip(points, line.points, strict=True):
        sheet.put(f"months{scale}", at, x, f"the place of a point of {name}")
        sheet.put(f"value{scale}", value, y, f"a point of {name}")


def _named_at_ends(sheet: Sheet, ends: Sequence[tuple[Data, Mark]]) -> None:
    """Note the lines whose name or figure stands in another order than they end, or apart from one another."""
    last = max(end.x for _, end in ends)
    at_edge = [curve for curve, end in sorted(ends, key=lambda one: one[1].y) if abs(end.x - last) < _NEAR]
    for part in ("label", "figure"):
        told = [curve[part]["words"] for curve in at_edge if curve[part]["words"].strip()]
        places = [[mark.y for mark in sheet.texts(words) if mark.x > last] for words in told]
        if not all(places) or [min(place) for place in places] != sorted(min(place) for place in places):
            sheet.faults.append(f"{', '.join(told)} stand in another order than their lines")


def trend(sheet: Sheet) -> None:
    """Read a line in its parts, those that may change dashed, in the band of its usual changes."""
    sheet.ticks()
    curve = sheet.block["curves"][0]
    name, points = curve["label"]["words"], {month(span): point for span, point in known(curve)}
    runs = list(_runs(curve))
    areas = sheet.take("area", len(runs), "bands")
    edges = [sheet.take("line", len(runs), "edges of the band") for _ in ("low", "high")]
    for run, area, low, high in zip(runs, areas, *edges, strict=True):
        places = [run[0][0] - _HALF, *(at for at, *_ in run), run[-1][0] + _HALF]
        lows, highs = ([run[0][by], *(one[by] for one in run), run[-1][by]] for by in (1, 2))
        both = [*zip(places, lows, strict=True), *reversed([*zip(places, highs, strict=True)])]
        _along(sheet, area, both, "the band")
        _along(sheet, low, [*zip(places, lows, strict=True)], "the band's low edge")
        _along(sheet, high, [*zip(places, highs, strict=True)], "the band's high edge")
    lines, dots = sheet.rest("line"), sheet.rest("dot")
    if runs:
        lines = lines[:-2]  # those of the key
        sheet.take("area", 1, "keys")
    drawn = [*lines, *map(_middle, dots)]
    places = sorted({round(x, 1) for mark in drawn for x, _ in mark.points})
    if len(places) != len(points) or not dots:
        msg = f"{name} is drawn at {len(places)} months, it has {len(points)}"
        raise Unlike(msg)
    months = dict(zip(places, sorted(points), strict=True))
    for mark in drawn:
        own = [months[round(x, 1)] for x, _ in mark.points]
        _along(sheet, mark, [(at, points[at]) for at in own], name)
    may_change = {month(span) for span in curve.get("provisional", ())}
    for line in lines:
        later = [months[round(x, 1)] for x, _ in line.points[1:]]
        sheet.faults.extend(
            f"month {at % _YEAR + 1} of {name} is {'' if line.is_dashed else 'not '}dashed"
            for at in later
            if line.is_dashed != (at in may_change)
        )
    if abs(dots[-1].x - places[-1]) > _NEAR:
        sheet.faults.append(f"the newest point of {name} stands at another month")
    upright = [mark for mark in sheet.marks if mark.kind == "rule" and mark.foot - mark.top > _NEAR]
    dashed = [mark for mark in upright if mark.is_dashed]
    *years, lead = [mark for mark in upright if not mark.is_dashed]
    sheet.put("months", max(points), lead.x, "the line to the newest point")
    for at, edge in zip(_turns(curve), years, strict=True):
        sheet.put("months", month(curve["spans"][at]) - _HALF, edge.x, "the line at which a year begins")
    for one, rule in zip(sheet.block.get("breaks", ()), dashed, strict=True):
        sheet.put("months", month(one["span"]) - _HALF, rule.x, f"the rule of {one['label']['words']}")
    sheet.steps("months", _years(sheet.block))


def _turns(curve: Data) -> list[int]:
    """Return the places of the spans with which a year begins."""
    return [at for at, (one, other) in enumerate(pairwise(curve["spans"]), 1) if one[:4] != other[:4]]


def _runs(curve: Data) -> Iterator[list[tuple[int, float, float]]]:
    """Yield the months, with low and high, that have a band without a hole."""
    months = zip(curve["spans"], curve.get("lows", ()), curve.get("highs", ()), strict=False)
    for is_known, run in groupby(months, key=lambda one: one[1] is not None):
        if is_known:
            yield [(month(span), low, high) for span, low, high in run]


def _years(block: Data) -> Iterator[tuple[str, float]]:
    """Yield the steps, each with the middle of its year, or with its month where it names none."""
    spans = block["curves"][0]["spans"]
    for step, span in zip(block.get("steps", ()), spans, strict=False):
        own = [month(one) for one in spans if one[:4] == span[:4]]
        yield step["words"], mean((own[0], own[-1])) if own else month(span)


def panels(sheet: Sheet) -> None:
    """Read a line a panel, each on a scale of its own, with rings at the same month of years before."""
    curves = sheet.block["curves"]
    rules = [mark for mark in sheet.marks if mark.kind == "rule"]
    feet = [mark for mark in rules if mark.right - mark.left > _NEAR][: len(curves)]
    edges = iter([mark for mark in rules if mark.foot - mark.top > _NEAR])
    lines = sheet.take("line", len(curves), "lines")
    for panel, (curve, line, foot) in enumerate(zip(curves, lines, feet, strict=True)):
        places = {span: at for at, span in enumerate(curve["spans"])}
        points = [(places[span], point) for span, point in known(curve)]
        _along(sheet, line, points, curve["label"]["words"], f" {panel}")
        for at in _turns(curve):
            sheet.put(f"months {panel}", at - _HALF, next(edges).x, "the line at which a year begins")
        if len({point for _, point in points}) > 1:
            sheet.put("feet", 0.0, foot.y - line.foot, f"the line under {curve['label']['words']}")
        if all(one.y <= foot.y for one in feet if abs(one.left - foot.left) < _NEAR):
            _under_panel(sheet, panel, foot)
        for part in ("label", "figure"):
            _over_panel(sheet, curve[part]["words"], foot, [one[part]["words"] for one in curves])
    _dots_of_panels(sheet)


def _dots_of_panels(sheet: Sheet) -> None:
    """Note where the rings stand, and the last points: of lines that rose, then of those that fell."""
    curves = sheet.block["curves"]
    for panel, at in _ringed(curves):
        ring = sheet.take("dot", 1, "rings")[0]
        _along(sheet, _middle(ring), [(at, curves[panel]["points"][at])], "a ring", f" {panel}")
    for panel in [panel for role in ("line", "fallen") for panel, one in enumerate(curves) if one["role"] == role]:
        last, point = len(curves[panel]["points"]) - 1, curves[panel]["points"][-1]
        if point is not None:
            end = sheet.take("dot", 1, "last points")[0]
            _along(sheet, _middle(end), [(last, point)], curves[panel]["label"]["words"], f" {panel}")


def _under_panel(sheet: Sheet, panel: int, foot: Mark) -> None:
    """Note where the steps under a panel stand."""
    for words, at in _feet(sheet.block, sheet.block["curves"][panel]):
        for mark in sheet.texts(words) if words.strip() else ():
            if mark.y > foot.y and foot.left <= mark.x <= foot.right:
                sheet.put(f"months {panel}", at, mark.x, f"the step {words}")


def _feet(block: Data, curve: Data) -> Iterator[tuple[str, float]]:
    """Yield the steps of a panel, each with the middle of the year that it names, or with its own month."""
    for at, step in enumerate(block.get("steps", ())[: len(curve["spans"])]):
        year = [place for place, span in enumerate(curve["spans"]) if span[:4] == step["words"]] or [at]
        yield step["words"], (year[0] + year[-1]) / 2


def _over_panel(sheet: Sheet, words: str, foot: Mark, every: Sequence[str]) -> None:
    """Note a panel over which other words stand than its own."""
    side = foot.right if sheet.is_turned else foot.left
    told = [mark for one in set(every) for mark in sheet.texts(one)]
    over = [mark for mark in told if mark.foot < foot.y and abs(mark.x - side) < _NEAR]
    nearest = max(over, key=lambda mark: mark.foot, default=None)
    if nearest is None or nearest not in sheet.texts(words):
        sheet.faults.append(f"{words} stands over another panel")


def _ringed(curves: Sequence[Data]) -> Iterator[tuple[int, int]]:
    """Yield the panel and the place of each point that has a ring: a year, or years, before the last."""
    for panel, curve in enumerate(curves):
        last, year = len(curve["points"]) - 1, _YEAR // period_of(curve["spans"][-1]).months
        for at, point in enumerate(curve["points"][:last]):
            if (last - at) % year == 0 and point is not None:
                yield panel, at


def counts(sheet: Sheet) -> None:
    """Read a column for each month, a part for each kind; what is lost stands below the line of none."""
    sheet.ticks()
    curves, ends = sheet.block["curves"], dict[tuple[str, bool], float]()
    fills = list[set[str]]()
    for curve in curves:
        fills.append(set())
        for span, point in known(curve):
            if point:
                box = sheet.take("box", 1, "parts of columns")[0]
                start = ends.get((span, point < 0), 0.0)
                ends[span, point < 0] = start + point
                what = f"{curve['label']['words']} in {span}"
                sheet.span("value", (start, start + point), (box.foot, box.top), what)
                sheet.put("months", month(span), box.x, f"the place of {what}")
                sheet.put("width", 0.0, box.right - box.left, f"the width of {what}")
                fills[-1].add(box.fill)
    quiet = [span for span in curves[0]["spans"] if not {(span, True), (span, False)} & ends.keys()]
    for span, dot in zip(quiet, sheet.take("dot", len(quiet), "months without any"), strict=True):
        sheet.put("months", month(span), dot.x, f"the dot of {span}")
        sheet.put("quiet", 0.0, dot.y, f"the dot of {span}")
    swatches = sheet.take("box", len(curves), "kinds")
    texts = [mark for mark in sheet.marks if mark.kind == "text"]
    for curve, own, swatch in zip(curves, fills, swatches, strict=True):
        sheet.put("swatch", 0.0, swatch.right - swatch.left, "the width of a swatch")
        level = [mark for mark in texts if mark.far(swatch.y) < _NEAR and mark.x > swatch.x]
        line = sorted(level, key=lambda mark: mark.x)
        wanted = [sheet.texts(curve[part]["words"]) for part in ("label", "figure")]
        is_so = all(mark in same for mark, same in zip(line, wanted, strict=False)) and len(line) >= len(wanted)
        if not is_so or own - {swatch.fill}:
            sheet.faults.append(f"the colour of {curve['label']['words']} is that of another kind")
    _beneath(sheet)


def _beneath(sheet: Sheet) -> None:
    """Note the words under the months, each under its own."""
    spans = sheet.block["curves"][0]["spans"]
    names = [step["words"] for step in sheet.block.get("steps", ())]
    sheet.steps("months", zip(names, map(month, spans), strict=False))


def dots(sheet: Sheet) -> None:
    """Read a mark for each month in which a line is told, up for a rise, down for a fall, as large as its score."""
    curves = sheet.block["curves"]
    names = list(dict.fromkeys(curve["label"]["words"] for curve in curves))
    rules = [mark for mark in sheet.marks if mark.kind == "rule" and mark.right - mark.left > _NEAR]
    rows = dict(zip(names, (rule.y for rule in rules[: len(names)]), strict=True))
    for role in sorted({curve["role"] for curve in curves}):
        own = [curve for curve in curves if curve["role"] == role]
        told = [(curve["label"]["words"], span, point) for curve in own for span, point in known(curve)]
        for name, span, point in [*(one for one in told if one[2] > 0), *(one for one in told if one[2] < 0)]:
            mark, what = sheet.take("dot", 1, "marks")[0], f"the mark of {name} in {span}"
            sheet.put("months", month(span), mark.x, what)
            sheet.put(f"row {name}", 0.0, mark.y, what)
            area = (mark.right - mark.left) ** 2 / _AREA
            sheet.put(f"size {role}", min(abs(point), _MOST), area, f"the size of {what}")
            if _points_up(mark) != (point > 0):
                sheet.faults.append(f"{what} points the other way")
    for name, y in rows.items():
        sheet.put(f"row {name}", 0.0, y, f"the row of {name}")
    sheet.beside(rows.items())
    figures = {curve["label"]["words"]: curve["figure"]["words"] for curve in reversed(curves)}
    sheet.beside((figures[name], y) for name, y in rows.items())
    ticks = sheet.block.get("ticks", ())
    sheet.take("dot", 2 * (len(ticks) - 1) if ticks else 0, "marks of the key")
    _beneath(sheet)


def _points_up(mark: Mark) -> bool:
    """Say whether a triangle has one corner above its middle."""
    return sum(y < mark.y for _, y in mark.points) == 1


def heatmap(sheet: Sheet) -> None:
    """Read a cell for each month in the colour of its step, which the key above names."""
    curves, thresholds = sheet.block["curves"], sheet.block["thresholds"]
    cells, gaps = list[tuple[Mark, int, str]](), list[tuple[int, int]]()
    for row, curve in enumerate(curves):
        for column, (span, point) in enumerate(zip(curve["spans"], curve["points"], strict=True)):
            if point is None:
                gaps.append((row, column))
                continue
            box, what = sheet.take("box", 1, "cells")[0], f"the cell of {curve['label']['words']} in {span}"
            sheet.span("months", (column, column + 1), (box.left, box.right), what)
            sheet.put(f"row {row}", 0.0, box.y, what)
            cells.append((box, sum(point >= border for border in thresholds), what))
            _in_cell(sheet, box, curve["cells"][column]["words"] if curve.get("cells") else "", what)
    for (row, column), dash in zip(gaps, sheet.take("rule", len(gaps), "dashes"), strict=True):
        sheet.put("months", column + _HALF, dash.x, "the dash of a month without a figure")
        sheet.put(f"row {row}", 0.0, dash.y, "the dash of a month without a figure")
    _steps_of_heat(sheet, cells)
    rows = {place.scale: place.px for place in sheet.places if place.scale.startswith("row ")}
    sheet.beside((curve["label"]["words"], rows[f"row {row}"]) for row, curve in enumerate(curves))
    names = [step["words"] for step in sheet.block.get("steps", ())]
    sheet.steps("months", zip(names, (at + _HALF for at in range(len(names))), strict=False))


def _in_cell(sheet: Sheet, box: Mark, figure: str, what: str) -> None:
    """Note a cell in which another figure stands than its own; where it is narrow it has none."""
    inside = [mark for mark in sheet.marks if mark.kind == "text" and _holds(box, mark)]
    if inside and inside[0] not in sheet.texts(figure):
        sheet.faults.append(f"another figure stands in {what}")


def _steps_of_heat(sheet: Sheet, cells: Sequence[tuple[Mark, int, str]]) -> None:
    """Note cells in another colour than the key has for their step, marks of the wrong way, a key out of its order."""
    thresholds = sheet.block["thresholds"]
    key, middle = sheet.take("box", len(thresholds) + 1, "steps of the key"), len(thresholds) // 2
    for at, box in enumerate(key):
        sheet.span("key", (at, at + 1), (box.left, box.right), "a step of the key")
    for box, step, what in cells:
        if box.fill != key[step].fill:
            sheet.faults.append(f"{what} has the colour of another step")
    signs, ways = sheet.rest("dot"), {box.fill: at for at, box in enumerate(key)}
    if signs and len(signs) != sum(step != middle for _, step, _ in cells) + len(key) - 1:
        sheet.faults.append("a rise or a fall has no mark, or two")
    for sign in signs:
        on = [box for box in [*key, *(cell for cell, *_ in cells)] if _holds(box, sign)]
        is_amid = bool(on) and abs(on[0].x - sign.x) < _NEAR and abs(on[0].y - sign.y) < _NEAR
        if not is_amid or _points_up(sign) != (ways.get(on[0].fill, 0) > middle):
            sheet.faults.append(f"a mark at {sign.x:.0f}, {sign.y:.0f} px is not that of its cell")
    top = min((box.top for box, *_ in cells), default=0.0)
    over = [mark for mark in sheet.marks if mark.kind == "text" and mark.foot < top]
    named = [mark.x for tick in sheet.block["ticks"] for mark in over if mark.words == words_of(tick["words"])]
    if named != sorted(named) or len(named) != len(thresholds):
        sheet.faults.append("the steps of the key are named in another order")


def _holds(box: Mark, mark: Mark) -> bool:
    return box.left < mark.x < box.right and box.top < mark.y < box.foot
