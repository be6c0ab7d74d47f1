"""Marks and inks: a picture of the story becomes a spec and a drawing. One form of chart is one file here."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.charts.drawing import Drawing, read_drawing
from generator.charts.face import SANS
from generator.errors import RenderError

if TYPE_CHECKING:
    from generator.charts.canvas import Canvas
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart, Curve

_SIGNED = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


@dataclass(frozen=True)
class Drawn:
    """One picture on one canvas: its Vega-Lite spec, and the marks that came of it."""

    spec: dict[str, Any]
    drawing: Drawing


def draw_chart(picture: Chart, canvas: Canvas, ruler: Ruler) -> Drawn:
    """Return `picture` drawn for `canvas`, or raise RenderError naming the chart and what has no room."""
    from altair.utils.schemapi import debug_mode

    from generator.charts import ink, plot

    ink.load_faces(ruler.directory)
    form = _form(picture)
    with debug_mode(arg=False):  # Altair would hold each part to its schema as it is made, which takes seconds
        spec = plot.spec_of(form.draw(picture, canvas, ruler))
    spec = _in_its_language(spec, picture, ruler)
    return Drawn(spec, read_drawing(ink.to_svg(picture.name, spec)))


def _in_its_language(spec: dict[str, Any], picture: Chart, ruler: Ruler) -> dict[str, Any]:
    """Return the spec in the faces of its language, and turned over where that runs from the right."""
    from generator.charts import direction

    spec["config"]["text"]["font"] = ruler.family(SANS)
    is_mirrored = getattr(_form(picture), "MIRRORED", False)
    return direction.mirrored(spec) if ruler.is_joined and is_mirrored else spec


@cache
def forms() -> tuple[str, ...]:
    """Return the names of the forms in this folder: the modules that draw."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return tuple(name for name in modules if hasattr(import_module(f"generator.charts.{name}"), "draw"))


def figures_csv(picture: Chart) -> bytes:
    """Return the numbers of `picture` as CSV, in units of its scale; a name that a spreadsheet would run gets a '."""
    head, rows = _table(picture)
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(head.split())
    table.writerows([_inert(cell) if isinstance(cell, str) else _number(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _table(picture: Chart) -> tuple[str, list[tuple[str | float | bool | None, ...]]]:
    if any(curve.lows for curve in picture.curves):
        return "label span value low high", [row for curve in picture.curves for row in _banded(curve)]
    if picture.curves:
        points = [(curve, *point) for curve in picture.curves for point in zip(curve.spans, curve.points, strict=True)]
        return "label span value", [(curve.label.words, span, value) for curve, span, value in points]
    if picture.stacks:
        parts = [(stack.label.words, part) for stack in picture.stacks for part in stack.parts]
        return "stack label figure value", [(of, part.label.words, part.figure.words, part.value) for of, part in parts]
    return "label figure value low high bound before", [
        (bar.label.words, bar.figure.words, bar.value, bar.low, bar.high, bar.bound, bar.before) for bar in picture.bars
    ]


def _banded(curve: Curve) -> list[tuple[str | float | bool | None, ...]]:
    months = zip(curve.spans, curve.points, curve.lows, curve.highs, strict=True)
    return [(curve.label.words, *month) for month in months]


def _number(cell: float | bool | None) -> str:  # noqa: FBT001 -- a cell
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else repr(cell)


def _inert(words: str) -> str:
    """Return `words`, behind a ' where a spreadsheet would run them; a signed figure is a number and stays one."""
    if _SIGNED.fullmatch(words):
        return words
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _form(picture: Chart) -> Any:  # noqa: ANN401 -- a module
    if picture.form not in forms():
        msg = f"chart {picture.name}: no form is called {picture.form!r}; there are {', '.join(forms())}"
        raise RenderError(msg)
    return import_module(f"generator.charts.{picture.form}")
