"""The keys of `thresholds` for the published schema: the room of statistics reads them itself, each with its faults."""

from __future__ import annotations

from typing import Any

_BLOCK: dict[str, Any] = {
    "notable": {"type": "object", "description": "the condition", "examples": ["{metric: yoy, abs_gte: 25}"]},
    "floor": {"type": "object", "description": "low-base guard", "examples": ["{value: 1000000}"]},
    "extend": {
        "type": "boolean",
        "description": "add to the condition below instead of replacing it",
        "examples": ["true"],
    },
}
_OVER: dict[str, Any] = {
    "interest": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "interest in it, 0 to 1; default 0.5",
        "examples": ["0.8"],
    },
}
_CODES = {
    "type": "array",
    "items": {"type": "string"},
    "minItems": 1,
    "description": "its lines, and all within them",
    "examples": ['["25", "26"]'],
}


def _object(properties: dict[str, Any], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": [*needed]} if needed else found


def _each(description: str, one: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": one}


THRESHOLDS: dict[str, Any] = {
    "properties": {
        "defaults": {"description": "for every line", **_object(_BLOCK)},
        "groups": _each("groups of lines, by name", _object({"codes": _CODES, **_BLOCK, **_OVER}, ("codes",))),
        "series": _each("single lines, by quoted code", _object({**_BLOCK, **_OVER})),
    },
    "additionalProperties": False,
}
