"""Marks and inks: a picture of the story becomes a spec and a drawing, checked. One form of chart is one file here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.charts import checker
from generator.errors import RenderError

if TYPE_CHECKING:
    from generator.charts.canvas import Canvas
    from generator.charts.drawing import Drawing
    from generator.charts.measure import Ruler
    from generator.story.plan import Chart


@dataclass(frozen=True)
class Drawn:
    """One picture on one canvas: the Vega-Lite spec, and what came of it."""

    spec: dict[str, Any]
    drawing: Drawing


def draw_chart(picture: Chart, canvas: Canvas, ruler: Ruler) -> Drawn:
    """Return `picture` drawn for `canvas`, or raise RenderError naming the chart, the rule and the reason."""
    from generator.charts import drawing, ink

    ink.load_faces(ruler.directory)
    checker.check_words(picture, ruler)
    spec = _form(picture).draw(picture, canvas, ruler).to_dict()
    checker.check_spec(picture, spec)
    drawn = drawing.read_drawing(ink.to_svg(picture.name, spec))
    checker.check_drawing(picture, drawn, ruler)
    return Drawn(spec, drawn)


def forms() -> tuple[str, ...]:
    """Return the names of the forms in this folder: the modules that draw."""
    modules = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
    return tuple(name for name in modules if hasattr(import_module(f"generator.charts.{name}"), "draw"))


def figures_csv(picture: Chart) -> bytes:
    """Return the numbers of `picture` as CSV, in units of its scale; a name that a spreadsheet would run gets a '."""
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["label", "figure", "value", "low", "high", "bound", "before"])
    for bar in picture.bars:
        names = [_inert(bar.label.words), _inert(bar.figure.words)]
        before = "" if bar.before is None else repr(bar.before)
        rows.writerow([*names, repr(bar.value), repr(bar.low), repr(bar.high), str(bar.bound).lower(), before])
    return file.getvalue().encode()


def _inert(words: str) -> str:
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def _form(picture: Chart) -> Any:  # noqa: ANN401 -- a module
    if picture.form not in forms():
        msg = f"chart {picture.name}: no form is called {picture.form!r}; there are {', '.join(forms())}"
        raise RenderError(msg)
    return import_module(f"generator.charts.{picture.form}")
