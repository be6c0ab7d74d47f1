"""Right to left: a chart whose form is `MIRRORED` turned over, bars from the right; months run from the left always."""

from __future__ import annotations

import re
from typing import Any

_OTHER = {"left": "right", "right": "left", "triangle-right": "triangle-left"}
_SIDE = re.compile(r"'(left|right)'")


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
