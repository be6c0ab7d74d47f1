"""Read drawings back: check that each mark of a chart, or of a small picture in a table, is where its figure is.

Each form of chart is in a module of this package whose name ends in `_forms` or `_form`. Its FORMS say which marks
stand for which values. This module judges the places: values and px must be on one straight line. Each mark that is not
is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import groupby, product
from math import inf
from operator import attrgetter
from pathlib import Path
from statistics import median
from typing import Any, Literal

from generator.audit.edition_data import Data
from generator.audit.seen.page_styles import colour, contrast
from generator.audit.seen.svg_marks import StrangeDrawing, SvgMark, demand, letters, marks
from generator.audit.trace.formulas import period_of


@dataclass(frozen=True)
class FormReading:
    """What the audit knows about a form of chart."""

    read: Callable[[DrawingSheet], None]  # records the places of the marks of its drawing
    # Figures of one period, parts of a change, steps from one total to another, or two of each line, in one panel each.
    bars: Literal["figures", "parts", "steps", "pairs"] = "figures"
    # Levels, levels with a usual range and dashes if provisional, rates in cells, whose dashes need a note, changes in
    # money, which add up to the sum in the label, a price and an average value as per cent of their first, the
    # shares of partners in a market, or two flows and their balance.
    curves: Literal["levels", "ranged", "rates", "changes", "indexes", "suppliers", "flows"] = "levels"
    has_panels: bool = False  # whether the names of the steps are under each panel


class StrangeForm(ValueError):
    """A chart has a form that this version does not read."""


@cache
def chart_forms() -> Mapping[str, FormReading]:
    """Return every form of chart by name."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("*_form*.py"))
    forms: dict[str, FormReading] = {}
    for module in modules:
        forms |= import_module(f"{__package__}.{module}").FORMS
    return forms


def form_of(chart: Data) -> FormReading:
    """Return the form of a chart. Raise StrangeForm for one of another version of the program."""
    name = chart["form"]
    if name not in chart_forms():
        msg = f"this version reads no chart of the form {name!r}"
        raise StrangeForm(msg)
    return chart_forms()[name]


def drawing_faults(block: Data, root: Any, tokens: Mapping[str, str], *, is_turned: bool) -> Iterator[str]:  # noqa: ANN401 -- an element
    """Yield where the SVG `root` differs from the figures of the chart `block`. `tokens` are colours by name.

    With `is_turned`, bars run to the left.
    """
    try:
        sheet = DrawingSheet(marks(root), block, is_turned)
        form_of(block).read(sheet)
    except StrangeDrawing as fault:
        yield str(fault)
        return
    sheet.close()
    yield from sheet.faults
    yield from ink_faults(sheet.marks, tokens)
    yield from sheet.scale_faults()


_PAPER = "var(--paper)"
_OF_WORDS, _OF_MARKS = 1.5, 1.05  # to 1; least contrast with the background; pale parts have an edge
_HALO = 5.0  # px; widest box of paper colour around a tick


def ink_faults(marks: Sequence[SvgMark], tokens: Mapping[str, str]) -> Iterator[str]:
    """Yield the marks that do not stand out from their background, and the words that are covered.

    `tokens` are colours by name.
    """
    grounds, texts = list[SvgMark](), list[SvgMark]()
    values = {"var(--paper)": "#FFFFFF"} | {f"var({name})": value for name, value in tokens.items()}
    for at, mark in enumerate(marks):
        ground = next((under.fill for under in reversed(grounds) if under.holds(mark)), _PAPER)
        inks = [mark.fill] if mark.kind in {"text", "box"} else [mark.fill, mark.stroke]  # a box may have a white edge
        best = max((_contrast(ink, ground, values) for ink in inks if ink != "none"), default=0.0)
        is_thin = mark.kind == "box" and mark.right - mark.left < _HALO
        is_halo = is_thin and any(mark.holds(over) for over in marks[at + 1 :] if over.kind == "box")
        is_halo |= mark.kind == "line" and any(over.points == mark.points for over in marks[at + 1 : at + 2])
        if best < (_OF_WORDS if mark.kind == "text" else _OF_MARKS) and not is_halo:
            yield f"a {mark.kind} at {mark.x:.0f}, {mark.y:.0f} px {mark.words} has the colour of its ground"
        if mark.kind == "text":
            texts.append(mark)
        elif mark.kind in {"box", "area"}:
            grounds.append(mark)
            yield from (f"{text.words} is covered" for text in texts if mark.holds(text))


def _contrast(ink: str, ground: str, values: Mapping[str, str]) -> float:
    """Return the contrast of two colours, or infinity if one is unknown."""
    if ink == ground:
        return 1.0
    ink_colour, ground_colour = colour(values.get(ink, ink)), colour(values.get(ground, ground))
    return contrast(ink_colour, ground_colour) if ink_colour and ground_colour else inf


def small_faults(tables: Sequence[Data], roots: Sequence[Any], *, is_turned: bool) -> Iterator[str]:
    """Yield where the small pictures in the rows of all tables, in order, differ from their figures.

    A desk's template may leave out all pictures of a kind. With `is_turned`, bars run to the left.
    """
    try:
        pictures = [picture for picture in map(marks, roots) if picture]  # a line without any month has no marks
    except StrangeDrawing as fault:
        yield str(fault)
        return
    bars = [picture for picture in pictures if all(mark.kind == "box" for mark in picture)]
    sparks = [picture for picture in pictures if picture not in bars]
    rows = [(f"bars of {table['id']}", row) for table in tables for row in table["rows"]]
    with_bar = [(scale, row) for scale, row in rows if row.get("bar") is not None]
    with_spark = [row for _, row in rows if any(point is not None for point in row.get("spark") or ())]
    for what, count, expected in (("bars", len(bars), len(with_bar)), ("sparks", len(sparks), len(with_spark))):
        if count not in {0, expected}:
            yield f"{count} {what} stand in its tables, {expected} rows have one"
            return
    sheet = DrawingSheet((), {}, is_turned)
    for (scale, row), picture in zip(with_bar, bars, strict=False):
        _bar(sheet, scale, row, picture)
    for at, (row, picture) in enumerate(zip(with_spark, sparks, strict=False)):
        _spark(sheet, at, row, picture)
    yield from (*sheet.faults, *sheet.scale_faults())


def _bar(sheet: DrawingSheet, scale: str, row: Data, picture: Sequence[SvgMark]) -> None:
    """Record the line of zero and both ends of the bar. A value of zero has no bar, a lower bound stripes after it."""
    *boxes, zero = picture
    what = f"the bar of {row['cells'][0]['words']}"
    sheet.put(scale, 0.0, zero.x, what)
    stripes = [box for box in boxes[1:] if box.right - box.left <= _STRIPE]
    if bool(stripes) != bool(row.get("bound")):
        sheet.faults.append(f"{what} ends {'as' if stripes else 'like no'} lower bound")
    boxes = [box for box in boxes if box not in stripes]
    if len(boxes) != bool(row["bar"]):
        sheet.faults.append(f"{what} is drawn {len(boxes)} times, it is {row['bar']}")
    for box in boxes:
        sheet.span(scale, (0.0, row["bar"]), sheet.ends(box), what)


def _spark(sheet: DrawingSheet, at: int, row: Data, picture: Sequence[SvgMark]) -> None:
    """Record the place of each month: a corner of a line or a separate dot, and the last month a second time.

    The area under a line has the corners of the line, and two at zero.
    """
    what = f"the line of {row['cells'][0]['words']}"
    points = [(place, point) for place, point in enumerate(row["spark"]) if point is not None]
    corners = list[tuple[float, float]]()
    for mark in picture:
        if mark.kind == "area":
            *top, right, left = mark.points
            corners += top
            for _, y in (right, left):
                sheet.put(f"spark {at}", 0.0, y, what)
            if (right[0], left[0]) != (top[-1][0], top[0][0]):
                sheet.faults.append(f"the area under {what} is as wide as another line")
        else:
            corners += mark.points if mark.kind == "line" else [(mark.x, mark.y)]
    places = sorted({(round(x, 1), round(y, 1)) for x, y in corners})
    if len(places) != len(points):
        sheet.faults.append(f"{what} is drawn at {len(places)} places, it has {len(points)} points")
        return
    for (place, value), (x, y) in zip(points, places, strict=True):
        sheet.put(f"months {at}", place, x, what)
        sheet.put(f"spark {at}", value, y, what)


_YEAR = 12  # months
_NEAR = 1.0  # px
_STRIPE = 2.1  # px; widest stripe at the end of a bound
_CLOSE = 0.3  # px; tolerance for rounded places
_UNDER = 2.0  # em; the farthest that the words of a key stand under it
_ENDS = 3  # how many places at each end of a scale are tried


@dataclass(frozen=True)
class MarkPlace:
    """A mark that stands for a value: its scale, its place in px, and its description."""

    scale: str
    value: float
    px: float
    what: str


@dataclass
class DrawingSheet:
    """The marks of a drawing in painting order, its chart block, and the recorded places and faults."""

    marks: Sequence[SvgMark]
    block: Data
    is_turned: bool = False  # bars begin at the right
    places: list[MarkPlace] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Sort the marks by kind."""
        self._waiting: dict[str, list[SvgMark]] = {}
        for mark in self.marks:
            self._waiting.setdefault(mark.kind, []).append(mark)
        self.words = self._waiting.get("text", [])
        self.rules = self._waiting.get("rule", [])
        self.across = [rule for rule in self.rules if rule.right - rule.left > _NEAR]
        self.upright = [rule for rule in self.rules if rule.foot - rule.top > _NEAR]

    def take(self, kind: str, count: int, what: str) -> list[SvgMark]:
        """Return the next `count` marks of a kind. Raise StrangeDrawing if there are fewer; `what` names them."""
        waiting = self._waiting.get(kind, [])
        demand(len(waiting) >= count, f"{count} {what} are to be seen, {len(waiting)} are drawn")
        self._waiting[kind] = waiting[count:]
        return waiting[:count]

    def take_rest(self, kind: str) -> list[SvgMark]:
        """Return all remaining marks of a kind."""
        return self._waiting.pop(kind, [])

    def close(self) -> None:
        """Record the marks that stand for nothing."""
        for kind in ("box", "area", "line", "dot"):
            for mark in self.take_rest(kind):
                self.faults.append(f"a {kind} at {mark.x:.0f}, {mark.y:.0f} px stands for nothing")

    def put(self, scale: str, value: float, px: float, what: str) -> None:
        """Record that a mark at `px` stands for `value`."""
        self.places.append(MarkPlace(scale, value, px, what))

    def span(self, scale: str, ends: tuple[float, float], px: tuple[float, float], what: str) -> None:
        """Record that a mark reaches from the lower of two values, at the first of `px`, to the higher."""
        for value, place in zip(sorted(ends), px, strict=True):
            self.put(scale, value, place, what)

    def ends(self, mark: SvgMark) -> tuple[float, float]:
        """Return the start and the end of a mark in the direction in which values grow."""
        return (mark.right, mark.left) if self.is_turned else (mark.left, mark.right)

    def texts(self, words: str) -> list[SvgMark]:
        """Return the text marks with these words, none for empty words."""
        compared = letters(words)
        return [mark for mark in self.words if compared and mark.words == compared]

    def check_names(self, rows: Iterable[tuple[str, float]]) -> None:
        """Record the rows whose nearest words, among the words of all rows, are not their own."""
        named_rows = [(words, y) for words, y in rows if words.strip()]
        marks = [mark for words in {words for words, _ in named_rows} for mark in self.texts(words)]
        for words, y in named_rows:
            nearest = min(marks, key=lambda mark: mark.far(y), default=None)
            if nearest not in self.texts(words):
                self.faults.append(f"{words} stands beside another mark")

    def check_ways(self, boxes: Iterable[SvgMark], values: Iterable[float]) -> None:
        """Record bars of rises and of falls that do not have a colour each."""
        inks: dict[bool, set[str]] = {True: set(), False: set()}
        for box, value in zip(boxes, values, strict=True):
            inks[value < 0].add(box.fill)
        if any(len(fills) > 1 for fills in inks.values()) or inks[True] & inks[False]:
            self.faults.append("its rises have the colour of its falls, or several")

    def check_order(self, curves: Iterable[Data], edge: float, where: str) -> None:
        """Record names and figures right of `edge` that do not stand one under the other as their curves are given."""
        words = [curve[part]["words"] for curve in curves for part in ("label", "figure")]
        marks = [mark for text in dict.fromkeys(words) for mark in self.texts(text) if mark.x > edge]
        read = [mark.words for mark in sorted(marks, key=lambda mark: mark.y)]
        if read != [mark.words for text in words for mark in self.texts(text)[:1]]:
            self.faults.append(f"{', '.join(words)} do not stand in this order {where}")

    def ticks(self) -> None:
        """Record the ticks of a vertical axis: their words and their lines, with the line of zero last."""
        values = [(tick["words"], number(tick["words"])) for tick in self.block.get("ticks", ())]
        lines = [(words, value) for words, value in values if value]
        for (words, value), mark in zip((*lines, ("0", 0.0)), self.across, strict=False):
            self.put("value", value, mark.y, f"the line of the tick {words}")
        plot = min((mark.left for mark in self.across), default=0.0)
        for words, value in values:
            side = [mark for mark in self.texts(words) if mark.x < plot]
            if len(side) != 1 or len(self.across) <= len(lines):
                self.faults.append(f"the tick {words} is not drawn beside its line")
            for mark in side:
                self.put("value", value, mark.y, f"the tick {words}")

    def steps(self, scale: str, places: Iterable[float], plot: SvgMark | None = None) -> None:
        """Record the names of steps below the whole drawing, or below the lower edge of one `plot` in it."""
        low = plot.foot if plot else max((rule.foot for rule in self.rules), default=0.0)
        under = [mark for mark in self.words if mark.top > low and (not plot or plot.left <= mark.x <= plot.right)]
        for step, at in zip(self.block.get("steps", ()), places, strict=False):
            for mark in self.texts(step["words"]):
                if mark in under:
                    self.put(scale, at, mark.x, f"the step {step['words']}")

    def key(self, *, is_turned: bool) -> list[SvgMark]:
        """Return the steps of a key, from the lowest to the highest; record those that are misplaced or misnamed."""
        thresholds = self.block["thresholds"]
        steps = self.take("box", len(thresholds) + 1, "steps of the key")
        for at, box in enumerate(steps):
            ends = (box.right, box.left) if is_turned else (box.left, box.right)
            self.span("key", (at, at + 1), ends, "a step of the key")
        marks = [mark for tick in self.block["ticks"] for mark in self.texts(tick["words"])]
        under = [mark.x for mark in marks if 0 < mark.top - steps[0].foot < _UNDER * mark.size]
        if under != sorted(under, reverse=is_turned) or len(under) != len(thresholds):
            self.faults.append("the steps of the key are named in another order")
        return steps

    def scale_faults(self) -> Iterator[str]:
        """Yield each mark that is not at its value, with the value at which it is drawn.

        A scale needs two places, so a single bar cannot be judged.
        """
        for _, group in groupby(sorted(self.places, key=attrgetter("scale", "value")), attrgetter("scale")):
            places = list(group)
            zero, step = _scale(places)
            for place in places:
                if abs(zero + step * place.value - place.px) > _CLOSE:
                    at = f"at {(place.px - zero) / step:,.4g}" if step else f"{place.px - zero:+.1f} px away"
                    yield f"{place.what} is drawn {at}, it is {place.value:,.4g}"


def steps_a_year(curve: Data) -> int:
    """Return how many of a curve's months or quarters make a year."""
    return _YEAR // min(period_of(span).months for span in curve["spans"])


def is_of_one_year(curve: Data) -> bool:
    """Return whether a curve is of a year at most, so that none of its months has a year before."""
    return len(curve["spans"]) <= steps_a_year(curve)


def number(words: str) -> float:
    """Return the number in a tick's words."""
    return float(re.sub(r"[^\d.-]", "", words.replace("\N{MINUS SIGN}", "-")))


def _scale(places: Sequence[MarkPlace]) -> tuple[float, float]:
    """Return the px of zero and the px of one that fit most places. The places are sorted by value.

    The lowest and the highest places give the most exact scale. One or two at either end may be wrong.
    """
    scales = [(median(place.px for place in places), 0.0)]
    for low, high in product(places[:_ENDS], places[-_ENDS:]):
        if high.value > low.value:
            step = (high.px - low.px) / (high.value - low.value)
            scales.append((low.px - step * low.value, step))

    def fitting(scale: tuple[float, float]) -> int:
        zero, step = scale
        return sum(abs(zero + step * place.value - place.px) <= _CLOSE for place in places)

    return max(scales, key=fitting)
