"""What the tests' page workers drew, kept for a run of the tests: most desks draw the same pictures."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.charts import raster, vega

_DRAWING: tuple[tuple[ModuleType, str, Callable[..., object]], ...] = (
    (vega, "to_svg", lambda _name, spec: spec),
    (raster, "to_png", lambda svg, scale, faces: (svg, scale, faces.name)),  # the folder is named by what they are
)


def keep(folder: Path) -> None:
    """Have this process and its forks look into `folder` before they draw."""
    folder.mkdir(exist_ok=True)
    for module, name, key in _DRAWING:
        setattr(module, name, _kept(getattr(module, name), key, folder))


def _kept(draw: Callable[..., Any], key: Callable[..., object], folder: Path) -> Callable[..., Any]:
    def drawn(*asked: Any) -> Any:  # noqa: ANN401 -- as the function itself
        place = folder / sha256(f"{draw.__name__} {key(*asked)!r}".encode()).hexdigest()
        if not place.exists():
            result = draw(*asked)
            passing = place.with_suffix(f".{os.getpid()}")
            passing.write_bytes(result.encode() if isinstance(result, str) else result)
            passing.replace(place)
        content = place.read_bytes()
        return content.decode() if draw.__name__ == "to_svg" else content

    return drawn
