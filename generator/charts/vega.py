"""Draw with Vega-Lite: marks at exact px, charts mirrored for lines from the right, and their SVG.

Where everything stands is worked out by the forms: Vega-Lite moves no label out of another's way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from generator.charts.canvas import LEADING, Canvas
from generator.charts.colours import COLOURS
from generator.errors import RenderError
from generator.story.plan import Chart

Rows = list[dict[str, Any]]
Layer = Any  # Altair makes its classes as it runs
ChartSpec = alt.TopLevelLayerSpec
_UNREAD = re.compile(r"[,\s\u00a0\u202f$€£¥]")  # of a number: signs of thousands and of a currency
_NO_DATA = {"name": "empty"}  # as Altair writes it for a chart that has none
_MIRROR = {"left": "right", "right": "left", "triangle-right": "triangle-left"}
_MIRRORED = "is_mirrored"
_SIDE = re.compile(r"'(left|right)'")
# The type of a field by channel: numbers, or names.
_TYPES = {"x2": "Q", "y2": "Q", "order": "Q", "text": "N", "detail": "N", "color": "N", "stroke": "N", "shape": "N"}


class _RowData(alt.Data):
    """Rows of plain values. Altair would look at each value of each row for what it has to convert."""

    def to_dict(self, *_: object, **__: object) -> dict[str, Any]:
        """Return the rows as they are."""
        return dict(self._kwds)


@dataclass(frozen=True)
class Plot:
    """The plot of a chart, in px: its top left corner on the canvas, its size, and the room for words under it.

    `draw` makes each layer, `chart` the chart of them all.
    """

    canvas: Canvas
    x: float
    y: float
    width: float
    height: float
    foot: float = 0.0

    def draw(
        self,
        kind: str,
        rows: Rows | None = None,
        *,
        where: str = "",
        style: Mapping[str, Any] | None = None,
        **channels: str | float,
    ) -> Layer:
        """Return a layer of marks of a `kind` of Vega-Lite ("rule", "text") in its `style`; None for no rows.

        A channel names the field of `rows` that sets it, or is a number: x and y are px from the plot's corner. Without
        `rows` a layer is over the chart's own; `where` is a test in Vega's language that chooses some of them.
        """
        if rows is not None and not rows:
            return None
        base = alt.Chart() if rows is None else alt.Chart(_RowData(values=rows))  # type: ignore[no-untyped-call]
        if where:
            base = base.transform_filter(where)
        marks = getattr(base, f"mark_{kind}")(**(style or {}))
        return marks.encode(**{name: self._channel(name, field) for name, field in channels.items()})

    def _channel(self, name: str, field: str | float) -> Layer:
        """Return one channel by its class: what class a bare alt.value() is, Altair finds out by hashing all it knows.

        Every scale is linear and from zero, and Vega-Lite may move neither end.
        """
        channel = name.capitalize()
        if not isinstance(field, str):
            return getattr(alt, f"{channel}Value")(field)
        if name == "x":
            return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, self.width], nice=False, type="linear", zero=True))
        if name == "y":
            ends = [0, self.height]
            return alt.Y(f"{field}:Q", scale=alt.Scale(domain=ends, range=ends, nice=False, type="linear", zero=True))
        options = {"scale": None} if name in {"color", "shape", "stroke"} else {}
        return getattr(alt, channel)(f"{field}:{_TYPES[name]}", **options)

    def chart(self, layers: Iterable[Layer], rows: Rows, *, is_mirrored: bool = False) -> ChartSpec:
        """Return the chart of `layers` over `rows`: no axes, no frame, words in Source Sans on white.

        One that `is_mirrored` is turned over in Urdu: its bars begin where its names stand, on the right. All is given
        to its constructor: every method of a chart copies all of it, twice over for layers.
        """
        high = self.canvas.height(self.y + self.height + self.foot)
        size = self.canvas.size
        words = alt.MarkConfig(
            font="'Source Sans 3'",
            fontSize=size,
            baseline="middle",
            limit=0,
            lineBreak="\n",
            lineHeight=size * LEADING,
        )
        return alt.TopLevelLayerSpec(
            layer=[layer for layer in layers if layer is not None],
            data=_RowData(values=rows),  # type: ignore[no-untyped-call]
            width=self.width,
            height=self.height,
            autosize="none",
            padding={
                "left": self.x,
                "right": self.canvas.width - self.x - self.width,
                "top": self.y,
                "bottom": high - self.y - self.height,
            },
            background=COLOURS["paper"],
            usermeta={_MIRRORED: is_mirrored},  # for `spec_of`: a chart of Altair has no field for it
            config=alt.Config(axis=alt.AxisConfig(disable=True), view=alt.ViewConfig(stroke=None), text=words),
        )

    def tick_grid(self, picture: Chart, down: Callable[[float], float], gap: float) -> list[Layer]:
        """Return a pale line for each tick, the zero line in ink, and the ticks' words `gap` px left of them.

        `down` says how far under the top of the plot a value stands.
        """
        ticks = [
            {"tick": value, "y": down(value), "words": text.words}
            for value, text in zip(tick_values(picture), picture.ticks, strict=True)
        ]
        lines = [tick for tick in ticks if tick["tick"]]
        words_style = {"align": "right", "dx": -gap, "color": COLOURS["second"]}
        return [
            self.draw("rule", lines, x=0, x2=self.width, y="y", style={"color": COLOURS["grid"]}),
            self.draw("rule", [{"y": down(0.0)}], x=0, x2=self.width, y="y", style={"color": COLOURS["ink"]}),
            self.draw("text", ticks, x=0, y="y", text="words", style=words_style),
        ]


def tick_values(picture: Chart) -> list[float]:
    """Return the numbers that the ticks of a picture print, or raise RenderError naming the chart."""
    try:
        return [float(_UNREAD.sub("", text.words).replace("\u2212", "-")) for text in picture.ticks]
    except ValueError as fault:
        msg = f"chart {picture.name}: a tick is not a number: {fault}"
        raise RenderError(msg) from None


def spread(places: list[float], gaps: list[float], low: float, high: float) -> list[float]:
    """Return `places`, which rise, moved apart: each as near as can be, `gaps` apart, from `low` to `high`.

    `gaps[n]` is the least distance from place n to the next one.
    """
    places = list(places)
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + gaps[at - 1])
    places = [min(place, high) for place in places]
    for at in range(len(places) - 2, -1, -1):
        places[at] = min(places[at], places[at + 1] - gaps[at])
    return [max(place, low + sum(gaps[:at])) for at, place in enumerate(places)]


def spec_of(chart: ChartSpec, *, is_from_right: bool) -> dict[str, Any]:
    """Return the spec of a chart, turned over where it can be and its language `is_from_right`.

    As no top level its layers have no data: a LayerChart would look through all of them for what they share, three
    times.
    """
    spec = chart.to_dict(validate=False, context={"top_level": False})
    layers = [{key: part for key, part in layer.items() if part != _NO_DATA} for layer in spec["layer"]]
    is_mirrored = spec.pop("usermeta")[_MIRRORED] and is_from_right
    whole = {"$schema": alt.SCHEMA_URL, **spec, "layer": layers}
    return _mirrored(whole) if is_mirrored else whole


def to_svg(name: str, spec: dict[str, Any]) -> str:
    """Return the SVG of a Vega-Lite spec whose data stand inside it, or raise RenderError that names the chart."""
    import vl_convert

    try:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))
    except ValueError as fault:
        error = [line for line in str(fault).splitlines() if not line.startswith("    at ")][-1]
        msg = f"chart {name}: Vega-Lite could not draw it: {error}"
        raise RenderError(msg) from fault


def _mirrored(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the spec of a chart turned over: its scales run to the left, and all that stood left stands right."""
    padding = spec["padding"]
    sides = padding | {"left": padding["right"], "right": padding["left"]}
    layers = []
    for layer in spec["layer"]:
        encoding = dict(layer["encoding"])
        for name in encoding.keys() & {"x", "x2"}:
            encoding[name] = _mirrored_channel(encoding[name], spec["width"])
        mark = {name: _mirrored_style(name, value) for name, value in layer["mark"].items()}
        layers.append(layer | {"mark": mark, "encoding": encoding})
    return spec | {"padding": sides, "layer": layers}


def _mirrored_channel(channel: dict[str, Any], width: float) -> dict[str, Any]:
    if "value" in channel:
        return channel | {"value": width - channel["value"]}
    return channel | {"scale": channel["scale"] | {"reverse": True}} if "scale" in channel else channel


def _mirrored_style(name: str, value: Any) -> Any:  # noqa: ANN401 -- JSON
    match name, value:
        case "dx", int() | float():
            return -value
        case "align", {"expr": formula}:
            return {"expr": _SIDE.sub(lambda side: f"'{_MIRROR[side[1]]}'", formula)}
        case "align" | "shape", str():
            return _MIRROR.get(value, value)
    return value
