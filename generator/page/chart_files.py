"""Draw each chart for every file that shows it, once per language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.charts import chart_frame, raster
from generator.charts.canvas import MAILS, PHONE
from generator.charts.chart_form import Drawings, DrawnChart, form_of
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
_FILE_SCALE = 2.5  # pixels per CSS px of a chart's own PNG
_MAIL_SCALE = 2  # pixels per CSS px of a picture in a mail


@dataclass(frozen=True)
class ChartPicture:
    """One chart, drawn for the web page, for files of its own and for the mail."""

    chart: Chart
    sheet: DrawnChart  # the drawing of its file, which wide screens show too
    screen: str  # HTML with an SVG for wide screens and one for phones; empty if the web page does not show the chart
    framed: str  # a complete SVG with title and source, but without fonts
    mail: tuple[bytes, ...]  # PNG, wide and narrow; empty if the mail does not show the chart


@dataclass(frozen=True)
class PrintedDrawing:
    """A chart of the printed page, and the lower drawing for a page that has no room for it."""

    address: str  # a data URI
    lower: str = ""  # the same; "" where there is none
    less: float = 0.0  # px by which it is lower


def chart_files(
    story: Story, pictures: Mapping[str, ChartPicture], look: EditionLook, ruler: Ruler
) -> Iterator[Rendition]:
    """Yield the files of the folder charts/: SVG, CSV, spec and PNG of each chart."""
    for name, picture in pictures.items():
        stem = f"charts/{name}.{story.language}"
        faces = font_faces(ruler.directory, picture.framed, LABELS, story.language)
        svg = chart_frame.with_faces(picture.framed, faces)
        spec = json.dumps(picture.sheet.spec, ensure_ascii=False, indent=1, sort_keys=True)
        yield Rendition(f"{stem}.svg", "image/svg+xml", svg.encode())
        yield Rendition(f"{stem}.csv", "text/csv", figures_csv(picture.chart))
        yield Rendition(f"{stem}.json", "application/json", look.palette.recolour(spec).encode() + b"\n")
        yield Rendition(f"{stem}.png", "image/png", raster.to_png(picture.framed, _FILE_SCALE, look.faces))


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


def draw_picture(chart: Chart, look: EditionLook, drawings: Drawings, formats: Container[str]) -> ChartPicture:
    """Return `chart` drawn for its file, screen and mail, as far as `formats` and its own `shown` ask for them."""
    ruler = drawings.ruler
    shown = _shown(chart, formats)
    sheet = drawings.draw(chart, form_of(chart).canvas)
    framed = look.palette.recolour(chart_frame.framed_svg(sheet.drawing, chart, ruler))
    screen = ""
    if "html" in shown:
        screen = _for_screens(chart, sheet.drawing, drawings.draw(chart, PHONE).drawing)
    pngs = []
    if "mail" in shown:
        for canvas in MAILS:
            svg = look.palette.recolour(chart_frame.bare_svg(drawings.draw(chart, canvas).drawing, ruler))
            pngs.append(raster.to_png(svg, _MAIL_SCALE, look.faces))
    return ChartPicture(chart, sheet, screen, framed, tuple(pngs))


def draw_printed(chart: Chart, look: EditionLook, drawings: Drawings) -> PrintedDrawing:
    """Return `chart` for the printed page; no drawing if it is not shown there.

    An image of a joined script takes long to draw, and its text leaves no room for a higher one.
    """
    if "pdf" not in chart.shown:
        return PrintedDrawing("")
    ruler = drawings.ruler
    form = form_of(chart)
    canvas = form.printed(look.name)
    low = drawings.draw(chart, canvas).drawing
    if ruler.is_joined:  # WeasyPrint sets the text of an SVG letter by letter, which breaks joined scripts
        svg = look.palette.recolour(chart_frame.bare_svg(low, ruler))
        png = raster.to_png(svg, _PRINT_SCALE, look.faces)
        return PrintedDrawing(f"data:image/png;base64,{base64.b64encode(png).decode()}")
    if not form.is_high:
        return PrintedDrawing(_address(low, look, ruler))
    high = drawings.draw(chart, canvas.raised()).drawing
    less = high.height - low.height
    return PrintedDrawing(_address(high, look, ruler), _address(low, look, ruler), less)


def _address(drawing: ChartDrawing, look: EditionLook, ruler: Ruler) -> str:
    """Return a drawing as a data URI."""
    svg = look.palette.recolour(chart_frame.bare_svg(chart_frame.from_left(drawing, ruler), ruler))
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _shown(chart: Chart, formats: Container[str]) -> set[str]:
    return {form for form in chart.shown if {"mail": "email"}.get(form, form) in formats}


def _for_screens(chart: Chart, wide: ChartDrawing, phone: ChartDrawing) -> str:
    """Return HTML with both drawings. That of the phone is hidden unless a style shows it."""
    return (
        f'<div class="drawing">{chart_frame.screen_svg(wide, chart)}</div>'
        f'<div class="drawing phone" hidden>{chart_frame.screen_svg(phone, chart)}</div>'
    )
