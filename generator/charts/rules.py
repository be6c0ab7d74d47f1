"""How a rule of the checker is broken, and what it looks at: layers, rows, colours and boxes of words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.errors import RenderError

if TYPE_CHECKING:
    from generator.charts.drawing import Mark
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart

SLACK = 0.75  # px by which two boxes may touch: kerning is not measured
_COLOUR = re.compile(r'"(#[0-9A-Fa-f]{6})"')


def keep(picture: Chart, number: int, kept: bool, reason: str) -> None:  # noqa: FBT001 -- reads as a sentence
    """Raise RenderError naming chart, rule and reason unless the rule is `kept`."""
    if not kept:
        msg = f"chart {picture.name}: rule {number}: {reason}"
        raise RenderError(msg)


def layers(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the layers of a spec that have a mark."""
    return [layer for layer in spec["layer"] if isinstance(layer.get("mark"), dict)]


def rows(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the data of a layer: its own, or those of the whole."""
    data = layer.get("data") or spec.get("data") or {}
    found: list[dict[str, Any]] = data.get("values") or spec.get("datasets", {}).get(data.get("name"), [])
    return found


def inks(spec: dict[str, Any], layer: dict[str, Any]) -> set[str]:
    """Return the colours of a layer's marks, those that its data name included."""
    own = colours({key: part for key, part in layer.items() if key != "data"})
    field = layer["encoding"].get("color", {}).get("field", "")
    return own | {row[field] for row in rows(spec, layer) if field in row}


def colours(value: object) -> set[str]:
    """Return every colour that a spec or a part of one names."""
    return set(_COLOUR.findall(json.dumps(value)))


def walk(whole: object) -> Iterator[tuple[tuple[str, ...], object]]:
    """Give each leaf of a spec, in no order, with the keys that lead to it."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), whole)]
    while waiting:
        path, part = waiting.pop()
        if isinstance(part, dict):
            waiting += [((*path, key), one) for key, one in part.items()]
        elif isinstance(part, list):
            waiting += [(path, one) for one in part]
        else:
            yield path, part


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


def box(mark: Mark, ruler: Ruler) -> Box:
    """Return the room that a text takes, by measure."""
    size = float(mark.get("font-size").removesuffix("px"))
    weight = int(mark.get("font-weight") or 400)
    wide = max(ruler.width(line, size, weight=weight) for line in mark.lines)
    left = mark.x - {"end": wide, "middle": wide / 2}.get(mark.get("text-anchor"), 0.0)
    bottom = mark.y + 0.25 * size + 1.2 * size * (len(mark.lines) - 1)
    return Box(" ".join(mark.lines), left, left + wide, mark.y - 0.75 * size, bottom)
