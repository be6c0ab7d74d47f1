"""The rules a chart keeps, checked on its words, its spec and its drawing before anybody sees it.

1 bars from zero on a linear scale, 2 one scale for all layers, 3 a title, 4 unit and period in the subtitle, 5 a
source with its date, 6 colours of the palette with contrast enough, 7 a label and a figure for each mark, 8 one order,
9 as many bars as figures, 10 short and long description, 11 no rate beside a base, 12 no text that meets another or
leaves the canvas, 13 a glyph for every character, 14 no dates as text, 15 data inside, 16 light enough for mail.
A broken rule is a RenderError that names chart, rule and reason.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from generator.charts.tokens import COLOURS, TEXT_COLOURS, contrast
from generator.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.charts.drawing import Drawing, Mark
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart

_ALT_AT_MOST = 150
_BARS_AT_MOST = 12
_MARK_CONTRAST, _TEXT_CONTRAST = 3.0, 4.5  # WCAG 2.2, 1.4.11 and 1.4.3
_BYTES_AT_MOST = 150_000
_SLACK = 0.75  # px by which two boxes may touch: kerning is not measured


def check_words(picture: Chart, ruler: Ruler) -> None:
    """Refuse a picture without the words that it must carry, or with a character that no face has."""
    _rule(picture, 3, bool(picture.title.words.strip()), "the title is missing")
    subtitle = picture.subtitle.words
    has_unit = re.search(r"[$%€¥£]|percentage point|index", subtitle)
    _rule(picture, 4, bool(has_unit), f"the subtitle names no unit: {subtitle!r}")
    _rule(picture, 4, bool(re.search(r"\d{4}", subtitle)), f"the subtitle names no period: {subtitle!r}")
    _rule(picture, 5, bool(re.search(r"\d{4}", picture.source.words)), "the source line names no date of issue")
    _rule(picture, 10, 0 < len(picture.alt.words) <= _ALT_AT_MOST, f"alt text needs 1 to {_ALT_AT_MOST} characters")
    _rule(picture, 10, bool(picture.description.words.strip()), "the long description is missing")
    _rule(
        picture,
        8,
        0 < len(picture.bars) <= _BARS_AT_MOST,
        f"{len(picture.bars)} bars; 1 to {_BARS_AT_MOST} can be read",
    )
    for text in (picture.title, picture.subtitle, picture.source, *_labels(picture)):
        lacking = ruler.missing(text.words)
        _rule(picture, 13, not lacking, f"no glyph for {lacking!r} in {text.words!r}")
    for bar in picture.bars:
        rate = bar.before is not None and "%" in bar.figure.words
        _rule(picture, 11, not rate, f"{bar.label.words!r} prints a rate beside its base: {bar.figure.words!r}")


def check_spec(picture: Chart, spec: dict[str, Any]) -> None:
    """Refuse a spec whose scales, order, rows, colours or data would mislead or could not be kept."""
    layers = [layer for layer in spec["layer"] if isinstance(layer.get("mark"), dict)]
    _check_scales(picture, layers)
    orders = [json.dumps(layer["encoding"]["y"].get("sort")) for layer in layers if "y" in layer["encoding"]]
    _rule(picture, 8, len(set(orders)) == 1 and "null" not in orders, "the layers do not share one explicit order")
    drawn = [_rows(spec, layer) for layer in layers if layer["mark"]["type"] == "bar"]
    _rule(picture, 9, drawn == [len(picture.bars)], f"{drawn} bars drawn for {len(picture.bars)} in the picture")
    labels = [layer for layer in layers if layer["mark"]["type"] == "text"]
    _rule(picture, 7, len(labels) > 1, "bars without a legend need a label and a figure each")
    _check_colours(picture, spec, labels)
    dated = [path for path, value in _walk(layers) if path[-1] == "type" and value == "temporal"]
    _rule(picture, 14, not dated, "a time channel: written dates shift with the reader's clock; use an order")
    addresses = [value for path, value in _walk(spec) if "url" in path and path[0] != "$schema"]
    _rule(picture, 15, not addresses, f"the spec would fetch {addresses}")


def check_drawing(picture: Chart, drawing: Drawing, ruler: Ruler) -> None:
    """Refuse a drawing in which texts meet one another or leave the canvas, or from which a label is gone."""
    wanted = sorted(text.words for text in _labels(picture))
    found = sorted(" ".join(mark.lines) for mark in drawing.marks if mark.tag == "text")
    _rule(picture, 7, wanted == found, f"labels drawn are {found}, not {wanted}")
    boxes = [_box(mark, ruler) for mark in drawing.marks if mark.tag == "text"]
    for box in boxes:
        inside = box.left >= -_SLACK and box.right <= drawing.width + _SLACK and box.bottom <= drawing.height + _SLACK
        _rule(picture, 12, inside, f"{box.words!r} leaves the canvas of {drawing.width:g} px")
    for one, other in combinations(boxes, 2):
        _rule(picture, 12, not one.meets(other), f"{one.words!r} meets {other.words!r}")


def check_size(picture: Chart, content: bytes) -> None:
    """Refuse an image too heavy for a mail."""
    _rule(picture, 16, len(content) <= _BYTES_AT_MOST, f"{len(content)} bytes; {_BYTES_AT_MOST} at most")


def _rule(picture: Chart, number: int, kept: bool, reason: str) -> None:  # noqa: FBT001 -- reads as a sentence
    if not kept:
        msg = f"chart {picture.name}: rule {number}: {reason}"
        raise RenderError(msg)


def _labels(picture: Chart) -> Iterator[Any]:
    for bar in picture.bars:
        yield from (bar.label, bar.figure)


def _check_scales(picture: Chart, layers: list[dict[str, Any]]) -> None:
    scales = [layer["encoding"]["x"].get("scale") for layer in layers if "scale" in layer["encoding"].get("x", {})]
    for scale in scales:
        straight = scale.get("type") == "linear" and scale.get("zero") is True
        _rule(picture, 1, straight, "a bar needs a linear scale from zero")
    _rule(
        picture, 2, bool(scales) and all(one == other for one, other in pairwise(scales)), "the layers' scales differ"
    )


def _check_colours(picture: Chart, spec: dict[str, Any], labels: list[dict[str, Any]]) -> None:
    strangers = _colours(spec) - set(COLOURS.values())
    _rule(picture, 6, not strangers, f"colours outside the palette: {sorted(strangers)}")
    for layer in labels:
        colour = layer["mark"].get("color", "")
        readable = colour in TEXT_COLOURS and contrast(colour, COLOURS["paper"]) >= _TEXT_CONTRAST
        _rule(picture, 6, readable, f"text in {colour or 'no colour'}")
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "bar":
            seen = min(contrast(colour, COLOURS["paper"]) for colour in _colours(layer))
            _rule(picture, 6, seen >= _MARK_CONTRAST, f"bars at {seen:.1f} to 1 on paper")


def _colours(spec: dict[str, Any]) -> set[str]:
    return {value for _, value in _walk(spec) if isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value)}


def _rows(spec: dict[str, Any], layer: dict[str, Any]) -> int:
    data = layer.get("data") or spec.get("data") or {}
    return len(data.get("values") or spec.get("datasets", {}).get(data.get("name"), ()))


def _walk(value: Any, path: tuple[str, ...] = ("",)) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 -- JSON
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _walk(part, (key,) if path == ("",) else (*path, key))
    elif isinstance(value, list):
        for part in value:
            yield from _walk(part, path)
    else:
        yield path, value


@dataclass(frozen=True)
class _Box:
    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > _SLACK and down > _SLACK


def _box(mark: Mark, ruler: Ruler) -> _Box:
    size = float(mark.get("font-size").removesuffix("px"))
    weight = int(mark.get("font-weight") or 400)
    wide = max(ruler.width(line, size, weight=weight) for line in mark.lines)
    left = mark.x - {"end": wide, "middle": wide / 2}.get(mark.get("text-anchor"), 0.0)
    bottom = mark.y + 0.25 * size + 1.2 * size * (len(mark.lines) - 1)
    return _Box(" ".join(mark.lines), left, left + wide, mark.y - 0.75 * size, bottom)
