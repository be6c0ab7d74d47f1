"""Draw each chart for every file that shows it, once per language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.charts import canvas, chart_frame, raster
from generator.charts.chart_form import DrawnChart, draw_chart, form_of
from generator.charts.chart_table import figures_csv
from generator.charts.faces import LABELS, font_faces
from generator.charts.social_card import card
from generator.page.render_request import Rendition
from generator.story.plan import Chart, KeyFinding, Masthead, Story

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from generator.charts.ruler import Ruler
    from generator.charts.svg import ChartDrawing
    from generator.page.edition_look import EditionLook


_PRINT_SCALE = 4  # pixels per CSS px of paper: 384 per inch


@dataclass(frozen=True)
class ChartPicture:
    """One chart, drawn for the web page, for files of its own and for the mail."""

    chart: Chart
    sheet: DrawnChart  # the drawing of its file, the first for screens or else for mail, with its Vega-Lite spec
    screen: str  # HTML with an SVG for each width of the page
    framed: str  # a complete SVG with title and source, but without fonts
    mail: tuple[bytes, ...]  # PNG, wide and narrow; empty if the mail does not show the chart


def chart_files(
    story: Story, pictures: Mapping[str, ChartPicture], look: EditionLook, ruler: Ruler
) -> Iterator[Rendition]:
    """Yield the files of the folder charts/: SVG, CSV, spec and PNG of each chart. A PNG has two pixels per CSS px."""
    for name, picture in pictures.items():
        stem = f"charts/{name}.{story.language}"
        faces = font_faces(ruler.directory, picture.framed, LABELS, story.language)
        svg = chart_frame.with_faces(picture.framed, faces)
        spec = json.dumps(picture.sheet.spec, ensure_ascii=False, indent=1, sort_keys=True)
        yield Rendition(f"{stem}.svg", "image/svg+xml", svg.encode())
        yield Rendition(f"{stem}.csv", "text/csv", figures_csv(picture.chart))
        yield Rendition(f"{stem}.json", "application/json", look.palette.recolour(spec).encode() + b"\n")
        yield Rendition(f"{stem}.png", "image/png", raster.to_png(picture.framed, 2, look.faces))


def card_files(story: Story, pictures: Sequence[ChartPicture], look: EditionLook, ruler: Ruler) -> Iterator[Rendition]:
    """Yield the social card of the first chart, if the story has a masthead and a key finding."""
    masthead = next((block for block in story.blocks if isinstance(block, Masthead)), None)
    finding = next((block for block in story.blocks if isinstance(block, KeyFinding)), None)
    if not (pictures and masthead and finding):
        return
    chart = pictures[0].chart
    if form_of(chart).card is None:  # it has too many lines for a card: take the mail's chart of that form
        charts = (picture.chart for picture in pictures)
        chart = next((mailed for mailed in charts if mailed.form == chart.form and "mail" in mailed.shown), chart)
    svg = look.palette.recolour(card(chart, masthead.publisher, finding, ruler))
    yield Rendition(f"charts/card.{story.language}.png", "image/png", raster.to_png(svg, 1, look.faces))


def draw_picture(chart: Chart, look: EditionLook, ruler: Ruler, formats: Container[str]) -> ChartPicture:
    """Return `chart` drawn for screen and mail, as far as `formats` and its own `shown` ask for them.

    A RenderError names the rule of drawing that the chart breaks.
    """
    shown = _shown(chart, formats)
    screens = form_of(chart).screens if "html" in shown else ()
    mails = canvas.MAILS if "mail" in shown else ()
    sizes = [*screens, *mails] or [canvas.SCREENS[0]]
    drawn = {size: draw_chart(chart, size, ruler) for size in sizes}
    sheet = drawn[sizes[0]]
    framed = look.palette.recolour(chart_frame.framed_svg(sheet.drawing, chart, ruler))
    pngs = []
    for size in mails:
        svg = look.palette.recolour(chart_frame.bare_svg(drawn[size].drawing, ruler))
        pngs.append(raster.to_png(svg, 2, look.faces))
    on_screen = _by_width([drawn[size].drawing for size in screens], chart)
    return ChartPicture(chart, sheet, on_screen, framed, tuple(pngs))


def draw_printed(chart: Chart, look: EditionLook, ruler: Ruler) -> str:
    """Return `chart` for the printed page as a data URI; "" if it is not shown there. RenderError names the rule."""
    if "pdf" not in chart.shown:
        return ""
    drawing = draw_chart(chart, form_of(chart).printed(look.name), ruler).drawing
    svg = look.palette.recolour(chart_frame.bare_svg(drawing, ruler))
    if ruler.is_joined:  # WeasyPrint sets the text of an SVG letter by letter, which breaks joined scripts
        png = raster.to_png(svg, _PRINT_SCALE, look.faces)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _shown(chart: Chart, formats: Container[str]) -> set[str]:
    return {form for form in chart.shown if {"mail": "email"}.get(form, form) in formats}


def _by_width(drawings: list[ChartDrawing], chart: Chart) -> str:
    """Return HTML with one drawing per width of the page. All but the first are hidden unless a style shows them."""
    parts = []
    for drawing in drawings:
        hidden = "" if drawing is drawings[0] else " hidden"
        svg = chart_frame.screen_svg(drawing, chart)
        parts.append(f'<div class="drawing w{drawing.width:g}"{hidden}>{svg}</div>')
    return "".join(parts)
