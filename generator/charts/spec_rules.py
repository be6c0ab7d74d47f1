"""The checker's rules on a spec: scales, order, rows, colours, data."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from generator.charts.form_rules import check_steps_of_heat
from generator.charts.rules import colours, inks, keep, layers, rows, walk
from generator.charts.tokens import COLOURS, TEXT_COLOURS, contrast

if TYPE_CHECKING:
    from generator.story.plan import Chart, Curve

_MARK_CONTRAST, _TEXT_CONTRAST = 3.0, 4.5  # WCAG 2.2, 1.4.11 and 1.4.3
_SLACK = 1e-6
_PIXEL = 0.05
_UPWARDS = frozenset(("cumulative", "counts", "trend"))  # forms whose values grow upwards
_PLACED = frozenset(("panels", "dots", "dumbbell", "heatmap"))  # and those in which no length stands for a value
_OF_PARTS = frozenset(("shares", "counts"))  # whose parts are seen by their edges and named in order


def check_spec(picture: Chart, spec: dict[str, Any]) -> None:
    """Refuse a spec whose scales, order, rows, colours or data would mislead or could not be kept."""
    drawn = layers(spec)
    _check_scales(picture, drawn)
    _check_order(picture, drawn)
    if picture.form == "dumbbell":
        _check_ends(picture, spec)
    elif picture.bars:
        bars = [len(rows(spec, layer)) for layer in drawn if layer["mark"]["type"] == "bar"]
        keep(picture, 9, bars == [len(picture.bars)], f"{bars} bars drawn for {len(picture.bars)} in the picture")
    if picture.form == "heatmap":
        check_steps_of_heat(picture, spec)
    if picture.form == "waterfall" and picture.bars[0].total:
        _check_levels(picture, spec)
    for curve in picture.curves:
        _check_points(picture, spec, curve)
    for stack in picture.stacks:
        _check_parts(picture, spec, stack.label.words, [part.value for part in stack.parts])
    words = [layer for layer in drawn if layer["mark"]["type"] == "text"]
    keep(picture, 7, len(words) > 1, "marks without a legend need a label and a figure each")
    _check_colours(picture, spec, drawn, words)
    dated = [path for path, value in walk(drawn) if path[-1] == "type" and value == "temporal"]
    keep(picture, 14, not dated, "a time channel: written dates shift with the reader's clock; use an order")
    addresses = [value for path, value in walk(spec) if "url" in path and path[0] != "$schema"]
    keep(picture, 15, not addresses, f"the spec would fetch {addresses}")


def _scales(drawn: list[dict[str, Any]], channel: str) -> list[dict[str, Any]]:
    encoded = [layer["encoding"].get(channel, {}) for layer in drawn]
    return [
        one["scale"] for one in encoded if one.get("scale") and (one.get("type") == "quantitative" or "datum" in one)
    ]


def _check_scales(picture: Chart, drawn: list[dict[str, Any]]) -> None:
    across, down = _scales(drawn, "x"), _scales(drawn, "y")
    grown = down if picture.form in _UPWARDS else [] if picture.form in _PLACED else across
    for scale in grown:
        straight = scale.get("type") == "linear" and scale.get("zero") is True
        keep(picture, 1, straight, "a bar, a share and a running total need a linear scale from zero")
    for scales in (across, down):
        keep(picture, 2, all(one == other for one, other in pairwise(scales)), "the layers' scales differ")
    keep(picture, 2, bool(across), "no scale is told")


def _check_order(picture: Chart, drawn: list[dict[str, Any]]) -> None:
    """Refuse what is sorted by Vega-Lite: bars stand in the order that we tell, all else has its places in the data."""
    named = [layer["encoding"].get("y", {}) for layer in drawn]
    orders = {json.dumps(one.get("sort")) for one in named if one.get("type") == "ordinal"}
    wanted = 1 if picture.bars and picture.form not in _PLACED else 0
    keep(picture, 8, len(orders) == wanted and "null" not in orders, "the layers do not share one explicit order")


def _check_ends(picture: Chart, spec: dict[str, Any]) -> None:
    """Refuse lines that are not the picture's, and ends that are not as far from zero as their values."""
    drawn = rows(spec, {})
    ends = [(row["length"], row["before"]) for row in drawn]
    keep(picture, 9, ends == [(bar.value, bar.before) for bar in picture.bars], "the lines drawn are not those it has")
    for panel in {row["panel"] for row in drawn}:
        own = [row for row in drawn if row["panel"] == panel]
        pairs = [(row[place], row[value]) for row in own for place, value in (("x", "length"), ("from", "before"))]
        far, most = max(pairs, key=lambda pair: pair[1])
        off = max(abs(place - far * value / (most or 1)) for place, value in pairs)
        keep(picture, 1, off <= _PIXEL, f"an end stands {off:.1f} px from where its value is on a scale from zero")


def _check_levels(picture: Chart, spec: dict[str, Any]) -> None:
    """Refuse a step that does not begin where the one before it ended, and a total that does not begin at nothing."""
    drawn, most = rows(spec, {}), max(abs(bar.value) for bar in picture.bars)
    wide = [abs(row["end"] - row["start"] - row["length"]) <= _SLACK * most for row in drawn]
    joined = [other["total"] or one["end"] == other["start"] for one, other in pairwise(drawn)]
    grounded = [row["start"] == 0 for row in drawn if row["total"]]
    keep(picture, 17, all((*wide, *joined, *grounded)), "the steps do not lead from one total to the other")


def _check_points(picture: Chart, spec: dict[str, Any], curve: Curve) -> None:
    label, points = curve.label.words, [point for point in curve.points if point is not None]
    own = [row for row in rows(spec, {}) if row["label"] == label and row.get("role", curve.role) == curve.role]
    drawn = [row["value"] for row in own if row["value"] is not None]
    keep(picture, 9, drawn == points, f"{len(drawn)} points drawn of {label} for {len(points)} in the picture")
    if curve.lows:
        band = [(row["low"], row["high"]) for row in own]
        keep(picture, 9, band == [*zip(curve.lows, curve.highs, strict=True)], "the band drawn is not the picture's")


def _check_parts(picture: Chart, spec: dict[str, Any], stack: str, values: list[float]) -> None:
    drawn = [row for row in rows(spec, {}) if row["stack"] == stack]
    keep(picture, 9, [row["value"] for row in drawn] == values, f"the parts drawn of {stack} are not those it has")
    wide = [abs(row["end"] - row["start"] - row["value"]) <= _SLACK for row in drawn]
    joined = [abs(one["end"] - other["start"]) <= _SLACK for one, other in pairwise(drawn)]
    keep(picture, 17, all((*wide, *joined)) and drawn[0]["start"] == 0, f"the parts of {stack} are not end to end")


def _check_colours(
    picture: Chart, spec: dict[str, Any], drawn: list[dict[str, Any]], words: list[dict[str, Any]]
) -> None:
    strangers = colours(spec) - set(COLOURS.values())
    keep(picture, 6, not strangers, f"colours outside the palette: {sorted(strangers)}")
    for layer in words:
        _check_readable(picture, spec, layer)
    for layer in drawn:
        # The parts of a whole are told by their edges and their names, and white parts them.
        if layer["mark"]["type"] in {"bar", "line"} and picture.form not in _OF_PARTS:
            seen = min((contrast(one, COLOURS["paper"]) for one in inks(spec, layer)), default=0.0)
            keep(picture, 6, seen >= _MARK_CONTRAST, f"a {layer['mark']['type']} at {seen:.1f} to 1 on paper")


def _check_readable(picture: Chart, spec: dict[str, Any], layer: dict[str, Any]) -> None:
    """Refuse words in a colour for marks, or on a part from which they do not stand out."""
    if layer["encoding"].get("color", {}).get("field") == "on":
        pairs = [(row["on"], row["ink"]) for row in rows(spec, layer) if row["inside"]]
    else:
        pairs = [(one, COLOURS["paper"]) for one in inks(spec, layer) or {""}]
        keep(picture, 6, all(one in TEXT_COLOURS for one, _ in pairs), f"text in {pairs[0][0] or 'no colour'}")
    seen = min((contrast(*pair) for pair in pairs), default=_TEXT_CONTRAST)
    keep(picture, 6, seen >= _TEXT_CONTRAST, f"text at {seen:.1f} to 1")
