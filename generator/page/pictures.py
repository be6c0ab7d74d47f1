"""Every drawing that an edition's files need, made once per chart and language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.charts import canvas, draw_chart, figures_csv, frame, ink
from generator.charts.card import card
from generator.charts.checker import check_size
from generator.page.edition import Rendition
from generator.page.webfonts import LABELS, font_faces
from generator.story.plan import Chart, Finding, Masthead, Story

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from generator.charts import Drawn
    from generator.charts.canvas import Canvas
    from generator.charts.drawing import Drawing
    from generator.charts.measure import Ruler
    from generator.page.look import Look


@dataclass(frozen=True)
class Picture:
    """One chart as its pages want it: a data URI for print, SVG for the screen, PNG for mail, wide and narrow.

    What no page shows is empty.
    """

    chart: Chart
    sheet: Drawn
    printed: str
    screen: str
    mail: tuple[bytes, ...]


def chart_files(story: Story, pictures: dict[str, Picture], look: Look, ruler: Ruler) -> Iterator[Rendition]:
    """Give the files of folder charts/: SVG, PNG, CSV and spec of each chart, and the social card of the first."""
    turned = look.palette.turned
    for name, picture in pictures.items():
        stem = f"charts/{name}.{story.language}"
        plain = turned(frame.framed(picture.sheet.drawing, picture.chart, ruler))
        faces = font_faces(ruler.directory, plain, LABELS)
        svg = turned(frame.framed(picture.sheet.drawing, picture.chart, ruler, faces))
        spec = turned(json.dumps(picture.sheet.spec, ensure_ascii=False, indent=1, sort_keys=True))
        yield Rendition(f"{stem}.svg", "image/svg+xml", svg.encode())
        yield Rendition(f"{stem}.png", "image/png", ink.to_png(plain, 2))
        yield Rendition(f"{stem}.csv", "text/csv", figures_csv(picture.chart))
        yield Rendition(f"{stem}.json", "application/json", spec.encode() + b"\n")
    masthead = next((block for block in story.blocks if isinstance(block, Masthead)), None)
    finding = next((block for block in story.blocks if isinstance(block, Finding)), None)
    if pictures and masthead and finding:
        svg = card(next(iter(pictures.values())).chart, masthead.publisher, finding, ruler)
        yield Rendition(f"charts/card.{story.language}.png", "image/png", ink.to_png(turned(svg), 1))


def draw_picture(chart: Chart, look: Look, ruler: Ruler, formats: Container[str]) -> Picture:
    """Return `chart` drawn for every place that `formats` has and the chart is shown in; RenderError names the rule."""
    shown = {form for form in chart.shown if {"mail": "email"}.get(form, form) in formats}

    def drawn(size: Canvas) -> Drawn:
        return draw_chart(chart, size, ruler)

    screens = canvas.screens(chart.form)
    sheet, *others = [drawn(size) for size in (screens if "html" in shown else screens[:1])]
    printed, uri = canvas.printed(chart.form, look.name), ""
    if "pdf" in shown:
        svg = look.palette.turned(frame.bare(drawn(printed).drawing))
        uri = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    sizes = (canvas.MAIL, canvas.MAIL_NARROW) if "mail" in shown else ()
    sent = [ink.to_png(look.palette.turned(frame.bare(drawn(size).drawing)), 2) for size in sizes]
    for png in sent:
        check_size(chart, png)
    return Picture(chart, sheet, uri, _by_width([one.drawing for one in (sheet, *others)], chart), tuple(sent))


def _by_width(drawings: list[Drawing], chart: Chart) -> str:
    """Return one drawing for each width of the page; all but the first are hidden where no style chooses."""
    hidden = ("" if drawing is drawings[0] else " hidden" for drawing in drawings)
    return "".join(
        f'<div class="drawing w{drawing.width:g}"{hide}>{frame.screen(drawing, chart)}</div>'
        for drawing, hide in zip(drawings, hidden, strict=True)
    )
