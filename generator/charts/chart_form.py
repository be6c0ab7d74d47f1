"""The forms of charts, and a picture of the story drawn in its form.

A form is one module here, NAME_plot.py, with a FORM that says all that others ask of it. How it is read back stands in
generator/audit/seen/, which imports nothing from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.charts.canvas import CARD_LOW, CARDS, COLUMNS, PAGE, TEXT_COLUMN, Canvas, Surface
from generator.charts.ruler import Ruler
from generator.charts.svg import ChartDrawing, read_drawing
from generator.charts.typeface import SANS
from generator.errors import RenderError
from generator.story.plan import Chart

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True)
class ChartForm:
    """What a form of chart says of itself.

    `draw` returns the layered spec of a picture on a surface; RenderError names the words that have no room. One that
    `is_wide` is drawn across the whole page, and one that `is_high` has higher row steps but on a printed page without
    room for them. `card` yields the picture with ever fewer marks, of which the first one that a canvas of `cards`
    holds stands on the social card; without it all marks must stand there.
    """

    draw: Callable[[Chart, Surface], alt.TopLevelLayerSpec]
    is_wide: bool = False
    is_high: bool = False
    card: Callable[[Chart], Iterator[Chart]] | None = None
    cards: tuple[Canvas, ...] = (*CARDS, CARD_LOW)

    @property
    def canvas(self) -> Canvas:
        """Where it is drawn for a wide screen and for its file."""
        canvas = PAGE if self.is_wide else TEXT_COLUMN
        return canvas.raised() if self.is_high else canvas

    def printed(self, style: str) -> Canvas:
        """Return where it is drawn, at its lowest, on the printed page of a house style."""
        return PAGE if self.is_wide else COLUMNS[style]


@dataclass(frozen=True)
class DrawnChart:
    """One picture on one canvas: its Vega-Lite spec, and the marks that came of it."""

    spec: dict[str, Any]
    drawing: ChartDrawing


@cache
def forms() -> tuple[str, ...]:
    """Return the names of all forms."""
    return tuple(sorted(path.stem.removesuffix("_plot") for path in Path(__file__).parent.glob("*_plot.py")))


def form_of(picture: Chart) -> ChartForm:
    """Return the form of a picture, or raise RenderError with those that there are."""
    if picture.form not in forms():
        msg = f"chart {picture.name}: no form is called {picture.form!r}; there are {', '.join(forms())}"
        raise RenderError(msg)
    form: ChartForm = import_module(f"generator.charts.{picture.form}_plot").FORM
    return form


def draw_chart(picture: Chart, canvas: Canvas, ruler: Ruler) -> DrawnChart:
    """Return `picture` drawn for `canvas`, or raise RenderError naming the chart and what has no room."""
    from altair.utils.schemapi import debug_mode

    from generator.charts import vega

    form = form_of(picture)
    with debug_mode(arg=False):  # Altair would hold each part to its schema as it is made, which takes seconds
        spec = vega.spec_of(form.draw(picture, Surface(canvas, ruler)), is_from_right=ruler.is_joined)
    spec["config"]["text"]["font"] = ruler.family(SANS)
    return DrawnChart(spec, read_drawing(vega.to_svg(picture.name, spec)))


class Drawings:
    """The drawings of a story in its language, each made once for all files that show it on that canvas."""

    def __init__(self, ruler: Ruler) -> None:
        """Take the ruler of the language."""
        self.ruler = ruler
        self._drawings: dict[tuple[str, Canvas], DrawnChart] = {}

    def draw(self, chart: Chart, canvas: Canvas) -> DrawnChart:
        """Return `chart` on `canvas`. A RenderError names the rule of drawing that the chart breaks."""
        key = chart.name, canvas
        if key not in self._drawings:
            self._drawings[key] = draw_chart(chart, canvas, self.ruler)
        return self._drawings[key]
