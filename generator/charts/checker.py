"""The rules a chart keeps, checked on its words, its spec and its drawing before anybody sees it.

1 bars and shares from zero on a linear scale, 2 one scale for all layers, 3 a title, 4 a period in the subtitle,
5 a source with its date, 6 colours of the palette with contrast enough, 7 words for each mark, 8 one order, and no more
marks than can be read, 9 as many marks as figures, in a calendar without holes, 10 short and long description, 11 no
rate beside a base, 12 no text that meets another or leaves the canvas, 13 a glyph for every character, 14 no dates as
text, 15 data inside, 16 light enough for mail, 17 parts that add up. A broken rule is a RenderError that names chart,
rule and reason. Those on the spec are in the module `spec_rules`.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from generator.charts.form_rules import check_band, check_heat, check_ranks, check_steps
from generator.charts.rules import SLACK, box, keep
from generator.charts.spec_rules import check_spec
from generator.trade.period import Period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.charts.drawing import Drawing
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Curve, Text

__all__ = ["check_drawing", "check_size", "check_spec", "check_words"]

_ALT_AT_MOST = 150
# What can be read at a glance: bars, lines over one another, lines in panels, parts of a whole, figures of an axis.
_MOST = {
    "ordered_bars": 12, "contributions": 9, "dumbbell": 12, "cumulative": 4, "panels": 12, "trend": 1, "shares": 7,
    "counts": 7, "dots": 31, "waterfall": 6, "heatmap": 12,
}  # fmt: skip
_TOGETHER, _MONTHS = 2, 12  # January and February, between which a holiday moves, and those of a year
_TICKS_AT_MOST = 5
_FROM_LITTLE = 5  # times last year: a rise beyond it has no rate
_STACKS = 2
_WHOLE, _OFF = 100.0, 0.05
_BYTES_AT_MOST = 150_000
_YEAR = re.compile(r"\d{4}")
_NOMENCLATURE = re.compile(r"HS \d{4}")
_RATES = ("%", "فیصد")


def check_words(picture: Chart, ruler: Ruler) -> None:
    """Refuse a picture without the words that it must carry, with a hole in it, or with parts that do not add up."""
    keep(picture, 3, bool(picture.title.words.strip()), "the title is missing")
    subtitle = picture.subtitle.words
    period = any(_YEAR.search(text.words) for text in (picture.subtitle, *(curve.label for curve in picture.curves)))
    keep(picture, 4, period, f"neither the subtitle nor a line names a period: {subtitle!r}")
    dated = _YEAR.search(_NOMENCLATURE.sub("", picture.source.words))
    keep(picture, 5, bool(dated), "the source line names no date of issue")
    keep(picture, 10, 0 < len(picture.alt.words) <= _ALT_AT_MOST, f"alt text needs 1 to {_ALT_AT_MOST} characters")
    keep(picture, 10, bool(picture.description.words.strip()), "the long description is missing")
    _check_counts(picture)
    for text in (picture.title, picture.subtitle, picture.source, *_labels(picture), *picture.steps, *_cells(picture)):
        lacking = ruler.missing(text.words)
        keep(picture, 13, not lacking, f"no glyph for {lacking!r} in {text.words!r}")
    for bar in picture.bars:
        rate = bar.before is not None and any(sign in bar.figure.words for sign in _RATES)
        little = picture.form != "dumbbell" or bar.value > _FROM_LITTLE * (bar.before or 0)
        keep(
            picture,
            11,
            not (rate and little),
            f"{bar.label.words!r} prints a rate beside its base: {bar.figure.words!r}",
        )
    if picture.form == "dumbbell":
        check_ranks(picture)
    if picture.form == "trend":
        check_band(picture)
    if picture.form == "waterfall":
        check_steps(picture)
    if picture.form == "heatmap":
        check_heat(picture)
    for curve in picture.curves:
        _check_calendar(picture, curve)
    if picture.form == "contributions":
        _check_prints(picture)
    for stack in picture.stacks:
        total = sum(part.value for part in stack.parts)
        keep(picture, 17, abs(total - _WHOLE) <= _OFF, f"the parts of {stack.label.words} make {total:.2f}%, not 100")


def _check_counts(picture: Chart) -> None:
    parts = [[part.label.words for part in stack.parts] for stack in picture.stacks]
    rows = {curve.label.words for curve in picture.curves} if picture.form == "dots" else picture.curves
    count = len(picture.bars or rows) or max(map(len, parts), default=0)
    most = _MOST.get(picture.form, _MOST["ordered_bars"])
    keep(picture, 8, 0 < count <= most, f"{count} to draw; 1 to {most} can be read")
    scales = 1 + max((bar.panel for bar in picture.bars), default=0)
    most_ticks = len(picture.thresholds) or _TICKS_AT_MOST * scales
    keep(picture, 8, len(picture.ticks) <= most_ticks, f"{len(picture.ticks)} ticks; {most_ticks} at most")
    same = picture.form != "shares" or (len(parts) == _STACKS and parts[0] == parts[1])
    keep(picture, 8, same, f"two wholes with the same parts in one order are wanted, not {parts}")


def _check_calendar(picture: Chart, curve: Curve) -> None:
    """Refuse a line over a hole: each span begins where the last one ended, or all where the first did.

    What is added up then grows by a month at a time, by a quarter, or by January and February together.
    """
    name, count = curve.label.words, len(curve.spans)
    keep(picture, 9, 0 < count == len(curve.points), f"{name}: {len(curve.points)} points for {count} spans")
    spans = [Period.parse(span) for span in curve.spans]
    keep(picture, 9, any(point is not None for point in curve.points), f"{name}: no month is known")
    more = spans[0].months if spans[0].frequency == "quarterly" else 1
    for one, other in pairwise(spans):
        whole = other.first == one.last.step(1).first
        steps = {one.last.step(more)} | ({one.last.step(_TOGETHER)} if other.last.first % _MONTHS == 1 else set())
        whole = whole or (other.first == spans[0].first and other.last in steps)
        keep(picture, 9, whole, f"{name}: {other} does not follow {one}")


def _check_prints(picture: Chart) -> None:
    """Refuse a bar whose printed figure is no rounding of its value."""
    for bar in picture.bars:
        printed = Decimal(bar.figure.words.replace("\u2212", "-").replace(",", ""))
        half = 0.5 * 10 ** int(printed.as_tuple().exponent)
        holds = abs(float(printed) - bar.value) <= half + 1e-6
        keep(picture, 17, holds, f"the bar {bar.label.words} prints {printed} and is {bar.value:.3f} long")


def check_drawing(picture: Chart, drawing: Drawing, ruler: Ruler) -> None:
    """Refuse a drawing in which texts meet one another or leave the canvas, or from which a label is gone."""
    texts = [mark for mark in drawing.marks if mark.tag == "text"]
    wanted, found = (
        Counter(_said(text.words) for text in _labels(picture) if text.words),
        Counter(_said(*mark.lines) for mark in texts),
    )
    steps = {_said(text.words) for text in picture.steps}
    cells = Counter(_said(text.words) for text in _cells(picture) if text.words)
    besides = Counter({words: count for words, count in (found - wanted).items() if words not in steps})
    strangers = besides if besides != cells else Counter[str]()  # figures of cells: all of them, or none
    keep(picture, 7, wanted <= found and not strangers, f"labels drawn are {sorted(found)}, not {sorted(wanted)}")
    boxes = [box(mark, ruler) for mark in texts]
    for one in boxes:
        across = one.left >= -SLACK and one.right <= drawing.width + SLACK
        inside = across and one.top >= -SLACK and one.bottom <= drawing.height + SLACK
        keep(picture, 12, inside, f"{one.words!r} leaves the canvas of {drawing.width:g} px")
    for one, other in combinations(boxes, 2):
        keep(picture, 12, not one.meets(other), f"{one.words!r} meets {other.words!r}")


def _said(*lines: str) -> str:
    """Return words without their spaces: in some languages a line breaks where there is none."""
    return "".join("".join(lines).split())


def check_size(picture: Chart, content: bytes) -> None:
    """Refuse an image too heavy for a mail."""
    keep(picture, 16, len(content) <= _BYTES_AT_MOST, f"{len(content)} bytes; {_BYTES_AT_MOST} at most")


def _cells(picture: Chart) -> Iterable[Text]:
    return (text for curve in picture.curves for text in curve.cells)


def _labels(picture: Chart) -> Iterable[Text]:
    """Give every text that a drawing holds once; the parts of all stacks are named on the first."""
    for bar in picture.bars:
        yield from (bar.label, bar.figure)
    for curve in {curve.label.words: curve for curve in picture.curves}.values():
        yield from (curve.label, curve.figure)
    yield from picture.ticks
    yield from ([picture.band] if picture.band else [])
    yield from (one.label for one in picture.breaks)
    for at, stack in enumerate(picture.stacks):
        yield stack.label
        yield from (part.figure for part in stack.parts)
        yield from (() if at else (part.label for part in stack.parts))
