"""Chart forms with upright bars: months with ticks at the level a year before; exports up and imports down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading, is_of_one_year, steps_a_year
from generator.audit.seen.svg_marks import SvgMark, demand

_BETWEEN = 0.5  # of a month, between two years
_LETTERS = 4  # of a span: its year
_NEAR = 1.0  # px
_SIGNS = {"exports": 1, "imports": -1}  # as they are painted


def _read_bars(sheet: DrawingSheet) -> None:
    """Read a bar for each month that is known, this year's in a colour of their own, each with its tick.

    Where all are of a year at most, the newest has that colour, and each has its figure and its name.
    """
    sheet.ticks()
    curve = sheet.block["curves"][0]
    places = _places(curve)
    known = [(at, point) for at, point in enumerate(curve["points"]) if point is not None]
    boxes = dict(zip((at for at, _ in known), sheet.take("box", len(known), "bars"), strict=True))
    for at, point in known:
        box, what = boxes[at], f"the bar of {curve['spans'][at]}"
        sheet.put("months", places[at], box.x, what)
        sheet.span("value", (0.0, point), (box.foot, box.top), what)
    widths = [box.right - box.left for box in boxes.values()]
    if max(widths) - min(widths) > _NEAR:
        sheet.faults.append("its bars have several widths")
    letters = None if is_of_one_year(curve) else _LETTERS
    is_new = {at: span[:letters] == curve["spans"][-1][:letters] for at, span in enumerate(curve["spans"])}
    inks = [{boxes[at].fill for at in boxes if is_new[at] is wanted} for wanted in (True, False)]
    if any(len(fills) > 1 for fills in inks) or inks[0] & inks[1]:
        sheet.faults.append("its newest bars have the colour of earlier ones, or several")
    _ticks(sheet, curve, {at: box for at, box in boxes.items() if is_new[at]})
    if is_of_one_year(curve):
        _words_of_bars(sheet, curve, boxes, places)
    else:
        _newest_figure(sheet, curve, boxes[known[-1][0]])
        _years(sheet, curve, boxes, places)


def _places(curve: Data) -> list[float]:
    """Return where each month stands, in months from the first."""
    years = [int(span[:4]) for span in curve["spans"]]
    return [at + _BETWEEN * (year - years[0]) for at, year in enumerate(years)]


def _ticks(sheet: DrawingSheet, curve: Data, boxes: dict[int, SvgMark]) -> None:
    """Record the tick of each bar at its level a year before; a bar without that level has none."""
    year = steps_a_year(curve)
    rules = [rule for rule in sheet.across if rule.right - rule.left < _widest(boxes)]
    for at, box in boxes.items():
        before = curve["points"][at - year] if at >= year else None
        own = [rule for rule in rules if abs(rule.x - box.x) < _NEAR]
        demand(bool(own) == (before is not None), f"the bar of {curve['spans'][at]} has {len(own)} ticks")
        for rule in own:
            sheet.put("value", before or 0.0, rule.y, f"the tick of {curve['spans'][at]}")
            rules.remove(rule)
    demand(not rules, f"{len(rules)} ticks stand at no bar")


def _widest(boxes: dict[int, SvgMark]) -> float:
    """Return the px under which a rule is a tick."""
    return max(box.right - box.left for box in boxes.values()) + _NEAR


def _newest_figure(sheet: DrawingSheet, curve: Data, newest: SvgMark) -> None:
    """Record a figure that does not stand over the newest bar. A tick may have the same words."""
    words = curve["figure"]["words"]
    marks = sheet.texts(words)
    if marks and not any(abs(mark.x - newest.right) <= _NEAR and mark.y <= newest.top for mark in marks):
        sheet.faults.append(f"{words} does not stand over the newest bar")


@dataclass(frozen=True)
class _Axis:
    """Where months stand along the drawing. A month without a figure has its place, too, though no bar is there."""

    places: Sequence[float]
    first: int  # the first month that has a bar
    bar: SvgMark  # which is this
    step: float  # px

    @classmethod
    def of(cls, boxes: dict[int, SvgMark], places: Sequence[float]) -> Self:
        """Return the axis of the bars of some months, which have these places."""
        first, last = min(boxes), max(boxes)
        step = (boxes[last].x - boxes[first].x) / (places[last] - places[first] or 1)
        return cls(places, first, boxes[first], step)

    def ends(self, months: Sequence[int]) -> tuple[float, float]:
        """Return the px of the left and the right edge of the bars of some months."""
        half = (self.bar.right - self.bar.left) / 2 + _NEAR
        left, right = (
            self.bar.x + (self.places[at] - self.places[self.first]) * self.step for at in (months[0], months[-1])
        )
        return left - half, right + half


def _years(sheet: DrawingSheet, curve: Data, boxes: dict[int, SvgMark], places: Sequence[float]) -> None:
    """Record the years, and the sums of years, that are drawn but do not stand under the months of their year."""
    spans = curve["spans"]
    axis = _Axis.of(boxes, places)
    for texts in (sheet.block["steps"], curve.get("cells", ())):
        for span, text in zip(spans, texts, strict=False):
            left, right = axis.ends([at for at, other in enumerate(spans) if other[:4] == span[:4]])
            drawn = sheet.texts(text["words"])
            if drawn and not any(mark.y > axis.bar.foot and left <= mark.x <= right for mark in drawn):
                sheet.faults.append(f"{text['words']} does not stand under the bars of {span[:4]}")


def _words_of_bars(sheet: DrawingSheet, curve: Data, boxes: dict[int, SvgMark], places: Sequence[float]) -> None:
    """Record figures that do not stand over a bar of theirs, and names that do not stand under theirs.

    Several bars may have one figure, of which some are not drawn for want of room.
    """
    spans = curve["spans"]
    axis = _Axis.of(boxes, places)
    figures = [*zip(spans, curve["cells"], strict=True), (spans[-1], curve["figure"])]
    for is_name, texts in ((False, figures), (True, list(zip(spans, sheet.block["steps"], strict=True)))):
        for words in {text["words"] for _, text in texts}:
            own = {span for span, text in texts if text["words"] == words}
            months = [[at for at, other in enumerate(spans) if other == span] for span in sorted(own)]
            for mark in sheet.texts(words):
                at_bars = [bars for bars in months if axis.ends(bars)[0] <= mark.x <= axis.ends(bars)[1]]
                tops = [boxes[at].top for bars in at_bars for at in bars if at in boxes]
                if not at_bars or (mark.y < axis.bar.foot if is_name else mark.y > min(tops, default=0.0)):
                    sheet.faults.append(f"{words} does not stand at its bar")


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
    if [curve["role"] for curve in sheet.block["curves"]] != ["exports", "balance", "imports"]:
        sheet.faults.append("its lines are not exports, balance and imports")
    sheet.check_order(sheet.block["curves"], max(dot.x for dot in dots), "beside the bars")
    sheet.steps("years", range(len(balance)))


FORMS = {
    "upright_bars": FormReading(_read_bars),
    "updown_bars": FormReading(_read_flows, curves="flows"),
}
