"""What every chart keeps, whatever its form: each function yields what a chart breaks, nothing where it is sound."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from generator.charts.colours import COLOURS, contrast
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, DrawnMark
from generator.story.plan import Chart, Text

ALT_LETTERS = 150
TEXT_COLOURS = frozenset(COLOURS[name] for name in ("ink", "label", "second", "mark"))
MAIL_BYTES = 150_000  # of a picture: some readers pay by the byte
SLACK = 0.75  # px by which two boxes may touch: kerning is not measured
MARK_CONTRAST, TEXT_CONTRAST = 3.0, 4.5  # WCAG 2.2, 1.4.11 and 1.4.3
_YEAR, _NOMENCLATURE = re.compile(r"\d{4}"), re.compile(r"HS \d{4}")
_COLOUR = re.compile(r'"(#[0-9A-Fa-f]{6})"')
# Forms by what carries a value: a length along y, a length along x; in all others it is a place.
UPWARDS = {"trend", "upright_bars", "year_gap"}
ACROSS = {"ordered_bars", "contributions", "quantity_value", "waterfall"}
OF_PANELS = {"quantity_value"}  # their lines are named in the first panel


@dataclass(frozen=True)
class Box:
    """The room of one text on the canvas, in px."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Return whether two texts stand on one another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK


def box(mark: DrawnMark, ruler: Ruler) -> Box:
    """Return the room that a text takes, by measure."""
    size = float(mark.get("font-size").removesuffix("px"))
    weight = int(mark.get("font-weight") or 400)
    wide = max(ruler.width(line, size, weight=weight) for line in mark.lines)
    left = mark.x - {"end": wide, "middle": wide / 2}.get(mark.get("text-anchor"), 0.0)
    bottom = mark.y + 0.25 * size + 1.2 * size * (len(mark.lines) - 1)
    return Box(" ".join(mark.lines), left, left + wide, mark.y - 0.75 * size, bottom)


def word_faults(picture: Chart, ruler: Ruler) -> Iterator[str]:
    """Yield the words around a chart that are missing or cannot be drawn."""
    if not picture.title.words.strip():
        yield "it has no title"
    if not any(
        _YEAR.search(text.words)
        for text in (picture.subtitle, *picture.steps, *(curve.label for curve in picture.curves))
    ):
        yield "neither subtitle, axis nor line names a period"
    if not _YEAR.search(_NOMENCLATURE.sub("", picture.source.words)):
        yield "its source names no date of issue"
    if not 0 < len(picture.alt.words) <= ALT_LETTERS:
        yield f"its alternative text has {len(picture.alt.words)} letters"
    if not picture.description.words.strip():
        yield "it has no description"
    for text in (picture.title, picture.subtitle, picture.source, *labels(picture), *picture.steps, *cells(picture)):
        if lacking := ruler.missing(text.words):
            yield f"no face has {lacking!r} of {text.words!r}"


def drawing_faults(picture: Chart, drawing: ChartDrawing, ruler: Ruler) -> Iterator[str]:
    """Yield labels that are not drawn once each, and texts that meet one another or leave the canvas."""
    texts = [mark for mark in drawing.marks if mark.tag == "text"]
    wanted = Counter(_letters(text.words) for text in labels(picture) if text.words)
    drawn = Counter(_letters(*mark.lines) for mark in texts)
    steps = {_letters(text.words) for text in picture.steps}
    others = Counter({words: count for words, count in (drawn - wanted).items() if words not in steps})
    figures = Counter(_letters(text.words) for text in cells(picture) if text.words)
    if not wanted <= drawn:
        yield f"labels are missing: {sorted(wanted - drawn)}"
    if others and others != figures:  # figures of cells: all of them, or none
        yield f"words are drawn that nobody asked for: {sorted(others)}"
    boxes = [box(mark, ruler) for mark in texts]
    for text in boxes:
        across = -SLACK <= text.left and text.right <= drawing.width + SLACK
        down = -SLACK <= text.top and text.bottom <= drawing.height + SLACK
        if not (across and down):
            yield f"{text.words!r} leaves the canvas"
    for first, second in combinations(boxes, 2):
        if first.meets(second):
            yield f"{first.words!r} meets {second.words!r}"


def spec_faults(picture: Chart, spec: dict[str, Any]) -> Iterator[str]:
    """Yield scales that mislead, colours that fade, and what a spec would fetch."""
    layers = spec["layer"]
    yield from _scale_faults(picture, layers)
    if strangers := _colours(spec) - set(COLOURS.values()):
        yield f"colours outside the palette: {sorted(strangers)}"
    for layer in layers:
        yield from _contrast_faults(spec, layer)
    text = json.dumps(spec["layer"])
    if '"temporal"' in text:
        yield "a time channel: written dates shift with the reader's clock"
    if '"url"' in text:
        yield "the spec would fetch its data"


def labels(picture: Chart) -> Iterable[Text]:
    """Yield every text that a drawing holds once."""
    for bar in picture.bars:
        yield from (bar.figure,) if picture.form in OF_PANELS and bar.panel else (bar.label, bar.figure)
    for curve in {curve.label.words: curve for curve in picture.curves}.values():
        yield from (curve.label, curve.figure)
    yield from picture.ticks
    yield from [picture.band] if picture.band else []
    yield from (mark.label for mark in picture.breaks)


def cells(picture: Chart) -> Iterable[Text]:
    """Yield the figures of a heat map's cells."""
    return (text for curve in picture.curves for text in curve.cells)


def _scale_faults(picture: Chart, layers: list[dict[str, Any]]) -> Iterator[str]:
    by_channel = {channel: list(_scales(layers, channel)) for channel in ("x", "y")}
    if not by_channel["x"]:
        yield "no scale is told"
    for channel, scales in by_channel.items():
        if any(scale != scales[0] for scale in scales):
            yield f"the layers' scales along {channel} differ"
    lengths = by_channel["y"] if picture.form in UPWARDS else by_channel["x"] if picture.form in ACROSS else []
    if any(scale.get("type") != "linear" or scale.get("zero") is not True for scale in lengths):
        yield "a length needs a linear scale from zero"


def _scales(layers: list[dict[str, Any]], channel: str) -> Iterator[dict[str, Any]]:
    for layer in layers:
        encoded = layer["encoding"].get(channel, {})
        if encoded.get("scale") and (encoded.get("type") == "quantitative" or "datum" in encoded):
            yield encoded["scale"]


def _contrast_faults(spec: dict[str, Any], layer: dict[str, Any]) -> Iterator[str]:
    kind, rows = layer["mark"]["type"], layer.get("data", spec.get("data", {})).get("values", [])
    field = layer["encoding"].get("color", {}).get("field", "")
    inks = _colours({key: part for key, part in layer.items() if key != "data"})
    inks |= {row[field] for row in rows if field in row}
    if kind == "text" and field == "on":
        if any(contrast(row["on"], row["ink"]) < TEXT_CONTRAST for row in rows if row.get("inside", True)):
            yield "words fade into the mark on which they stand"
    elif kind == "text" and not inks <= TEXT_COLOURS:
        yield f"words are set in {sorted(inks)}"
    is_bar = layer["encoding"].get("x", {}).get("field") == "start"
    if layer["encoding"].get("stroke"):  # a pale bar with an edge is seen by its edge
        inks = {row["edge"] or row[field] for row in rows}
    is_halo = inks == {COLOURS["paper"]}  # under a line that crosses bars
    inks -= {COLOURS["earlier"]}  # what these bars say stands in words, too: the sum of their year, or each figure
    is_pale = any(contrast(ink, COLOURS["paper"]) < MARK_CONTRAST for ink in inks)
    if is_pale and (is_bar or (kind == "line" and not is_halo)):
        yield f"a {'bar' if is_bar else kind} fades into the paper"


def _colours(value: object) -> set[str]:
    return set(_COLOUR.findall(json.dumps(value)))


def _letters(*lines: str) -> str:
    """Return words without their spaces: in some languages a line breaks where there is none."""
    return "".join("".join(lines).split())
