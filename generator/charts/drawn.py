"""One picture on one canvas, and how it is kept: by what it is drawn of, as what came of it in JSON."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from generator.charts.drawing import Drawing, Mark
from generator.story.plan import Text

if TYPE_CHECKING:
    from generator.story.plan import Chart

_PICTURES = 64  # of which it is known what is drawn of them: those of an edition
_PLAIN = (str, float, int, type(None))


@dataclass(frozen=True)
class Drawn:
    """One picture on one canvas: what came of it, and its Vega-Lite spec, packed until somebody asks for it."""

    drawing: Drawing
    packed: bytes

    @cached_property
    def spec(self) -> dict[str, Any]:
        """The Vega-Lite spec."""
        spec: dict[str, Any] = json.loads(zlib.decompress(self.packed))
        return spec


@lru_cache(_PICTURES)
def bared(picture: Chart) -> tuple[Chart, str]:
    """Return what of `picture` is drawn or checked, and its digest: words without claims, and no table beside it."""
    bare: Chart = _words_alone(picture)
    bare = replace(bare, id="", shown=(), aside=(), more=Text(""), head=(), rows=())
    return bare, hashlib.sha256(repr(bare).encode()).hexdigest()


def write(spec: dict[str, Any], drawing: Drawing) -> bytes:
    """Return a drawing as a line of JSON and its spec, packed, behind it: both come back as they are."""
    marks = {**vars(drawing), "marks": [vars(mark) for mark in drawing.marks]}
    return _json(marks) + b"\n" + zlib.compress(_json(spec), 1)


def read(content: bytes) -> Drawn:
    """Return the drawing that was written so."""
    marks, _, spec = content.partition(b"\n")
    data = json.loads(marks)
    return Drawn(Drawing(**{**data, "marks": tuple(map(_mark, data["marks"]))}), spec)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def _mark(data: dict[str, Any]) -> Mark:
    return Mark(**{**data, "attributes": tuple(map(tuple, data["attributes"])), "lines": tuple(data["lines"])})


def _words_alone(value: Any) -> Any:  # noqa: ANN401 -- any plan value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Text):
        return Text(value.words)
    if isinstance(value, tuple):
        return tuple(map(_words_alone, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _words_alone(getattr(value, item.name)) for item in fields(value)})
    return value
