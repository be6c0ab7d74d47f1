"""Build Vega-Lite specs: views of exact size, explicit scales, mirrored charts; and their SVG."""

from __future__ import annotations

import re
from typing import Any

import altair as alt

from generator.charts.canvas import Canvas
from generator.charts.colours import COLOURS
from generator.errors import RenderError
from generator.story.plan import Chart

_UNREAD = re.compile(r"[,\s\u00a0\u202f$€£¥]")  # of a number: signs of thousands and of a currency
_NO_DATA = {"name": "empty"}  # as Altair writes it for a chart that has none
LEADING = 1.2  # of words in several lines, in em
_OTHER = {"left": "right", "right": "left", "triangle-right": "triangle-left"}
_SIDE = re.compile(r"'(left|right)'")


def over(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    """Return an empty chart over rows of its own."""
    return alt.Chart(data(rows))


def data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    """Return rows as the data of a chart: they stand inside its spec."""
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]  # of InlineData Altair would make named sets


def view(
    layers: list[Any], rows: list[dict[str, Any]], canvas: Canvas, box: tuple[float, ...]
) -> alt.TopLevelLayerSpec:
    """Return the layers over `rows`; the `box` of the plot is left, top, width, height, and what it needs below."""
    left, top, width, height, below = box
    high = canvas.height(top + height + below)
    return alt.TopLevelLayerSpec(
        layer=layers, data=data(rows), width=width, height=height, autosize="none",
        padding={"left": left, "right": canvas.width - left - width, "top": top, "bottom": high - top - height},
        **dress(canvas),
    )  # fmt: skip


def spec_of(chart: alt.TopLevelLayerSpec) -> dict[str, Any]:
    """Return the spec of a chart.

    Its layers are told that they are none by themselves, and have no data: a LayerChart would look through all of them
    for what they share, three times.
    """
    spec = chart.to_dict(validate=False, context={"top_level": False})
    layers = [{key: part for key, part in layer.items() if part != _NO_DATA} for layer in spec["layer"]]
    return {"$schema": alt.SCHEMA_URL, **spec, "layer": layers}


def to_svg(name: str, spec: dict[str, Any]) -> str:
    """Return the SVG of a Vega-Lite spec whose data stand inside it, or raise RenderError that names the chart."""
    import vl_convert

    try:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    except ValueError as fault:
        msg = f"chart {name}: Vega-Lite could not draw it: {str(fault).splitlines()[-1]}"
        raise RenderError(msg) from fault


def dress(canvas: Canvas) -> dict[str, Any]:
    """Return paper and manners of a whole chart: no axes, no frames, words in Source Sans.

    They are given to its constructor: every method of a chart copies all of it, twice over for layers.
    """
    words = alt.MarkConfig(
        font="'Source Sans 3'",
        fontSize=canvas.size,
        baseline="middle",
        limit=0,
        lineBreak="\n",
        lineHeight=canvas.size * LEADING,
    )
    config = alt.Config(axis=alt.AxisConfig(disable=True), view=alt.ViewConfig(stroke=None), text=words)
    return {"background": COLOURS["paper"], "config": config}


def straight(low: float, high: float) -> alt.Scale:
    """Return a linear scale from `low` to `high`, neither of which Vega-Lite may move."""
    return alt.Scale(domain=[low, high], nice=False, type="linear", zero=True)


def across(field: str, low: float, high: float) -> alt.X:
    """Return the channel that sets `field` along a linear scale from `low` to `high`."""
    return alt.X(f"{field}:Q", scale=straight(low, high))


def px_down(field: str, height: float) -> alt.Y:
    """Return the channel that sets `field` as px down a plot of that height."""
    whole = [0, height]
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=whole, range=whole, nice=False, type="linear"))


def fixed(channel: str, value: object) -> Any:  # noqa: ANN401 -- Altair makes its classes as it runs
    """Return the channel called X, X2, Color and so on at one value for all marks.

    It is given by its class: what class a bare alt.value() is, Altair finds out by hashing all that it knows.
    """
    return getattr(alt, f"{channel}Value")(value)


def tick_values(picture: Chart) -> list[float]:
    """Return the numbers that the ticks of a picture print, or raise RenderError naming the chart."""
    try:
        return [float(_UNREAD.sub("", text.words).replace("\u2212", "-")) for text in picture.ticks]
    except ValueError as fault:
        msg = f"chart {picture.name}: a tick is no number: {fault}"
        raise RenderError(msg) from None


def tick_grid(picture: Chart, scale: alt.Scale, width: float, gap: float) -> list[Any]:
    """Return a pale line for each tick up the plot, the zero line in ink, the ticks' words `gap` px left of them."""
    values = zip(tick_values(picture), picture.ticks, strict=True)
    rows = [{"tick": value, "words": text.words} for value, text in values]
    y = alt.Y("tick:Q", scale=scale)
    ends = {"x": fixed("X", 0), "x2": fixed("X2", width)}
    ticks, zero = over(rows).encode(y=y), over([{"tick": 0}]).encode(y=y)
    words = ticks.mark_text(align="right", dx=-gap, color=COLOURS["second"])
    return [
        ticks.transform_filter("datum.tick != 0").mark_rule(color=COLOURS["grid"]).encode(**ends),
        zero.mark_rule(color=COLOURS["ink"]).encode(**ends),
        words.encode(x=fixed("X", 0), text=alt.Text("words:N")),
    ]


def spread(wanted: list[float], gaps: list[float], low: float, high: float) -> list[float]:
    """Return places in the order of `wanted`, which rises: each as near as can be, `gaps` apart, from `low` to `high`.

    `gaps[n]` is the least distance from place n to the next one.
    """
    places = list(wanted)
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + gaps[at - 1])
    places = [min(place, high) for place in places]
    for at in range(len(places) - 2, -1, -1):
        places[at] = min(places[at], places[at + 1] - gaps[at])
    return [max(place, low + sum(gaps[:at])) for at, place in enumerate(places)]


def mirrored(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec of a chart turned over: its scales run to the left, and all that stood left stands right."""
    padding = spec["padding"]
    over = {"padding": padding | {"left": padding["right"], "right": padding["left"]}}
    return spec | over | {"layer": [_layer(layer, spec["width"]) for layer in spec["layer"]]}


def _layer(layer: dict[str, Any], width: float) -> dict[str, Any]:
    encoding = {name: _channel(name, channel, width) for name, channel in layer["encoding"].items()}
    return layer | {"mark": {name: _turned(name, value) for name, value in layer["mark"].items()}, "encoding": encoding}


def _turned(name: str, value: Any) -> Any:  # noqa: ANN401 -- JSON
    match name, value:
        case "dx" | "xOffset", int() | float():
            return -value
        case "align", {"expr": formula}:
            return {"expr": _SIDE.sub(lambda side: f"'{_OTHER[side[1]]}'", formula)}
        case "align" | "shape", str():
            return _OTHER.get(value, value)
        case _:
            return value


def _channel(name: str, channel: Any, width: float) -> Any:  # noqa: ANN401 -- JSON
    if name not in {"x", "x2"}:
        return channel
    if "value" in channel:
        return channel | {"value": width - channel["value"]}
    return channel | {"scale": channel["scale"] | {"reverse": True}} if "scale" in channel else channel
