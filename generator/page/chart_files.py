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


_PRINT_SCALE = 4  # pixels to a px of paper, which is 384 to an inch


@dataclass(frozen=True)
class ChartPicture:
    """One chart as screens, files and mail want it: SVG, and PNG for mail, wide and narrow.

    `framed` is a file of its own, title and source inside, without its faces. What no page shows is empty.
    """

    chart: Chart
    sheet: DrawnChart
    screen: str
    framed: str
    mail: tuple[bytes, ...]


def chart_files(
    story: Story, pictures: Mapping[str, ChartPicture], look: EditionLook, ruler: Ruler
) -> Iterator[Rendition]:
    """Yield the files of folder charts/: SVG, CSV, spec and PNG of each chart, two pixels to a px."""
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
    """Yield the social card of the first chart, where the story has a finding to put on it."""
    masthead = next((block for block in story.blocks if isinstance(block, Masthead)), None)
    finding = next((block for block in story.blocks if isinstance(block, KeyFinding)), None)
    if not (pictures and masthead and finding):
        return
    chart = pictures[0].chart
    if form_of(chart).card is None:  # the mail's chart of that form may have fewer lines
        charts = (picture.chart for picture in pictures)
        chart = next((mailed for mailed in charts if mailed.form == chart.form and "mail" in mailed.shown), chart)
    svg = look.palette.recolour(card(chart, masthead.publisher, finding, ruler))
    yield Rendition(f"charts/card.{story.language}.png", "image/png", raster.to_png(svg, 1, look.faces))


def draw_picture(chart: Chart, look: EditionLook, ruler: Ruler, formats: Container[str]) -> ChartPicture:
    """Return `chart` for screen and mail, where `formats` has them and it is shown; RenderError names the rule."""
    shown = _shown(chart, formats)
    screens = form_of(chart).screens
    sheet, *narrower = [draw_chart(chart, size, ruler) for size in (screens if "html" in shown else screens[:1])]
    mails = []
    for size in (canvas.MAIL, canvas.MAIL_NARROW) if "mail" in shown else ():
        svg = chart_frame.bare_svg(draw_chart(chart, size, ruler).drawing, ruler)
        mails.append(raster.to_png(look.palette.recolour(svg), 2, look.faces))
    framed = look.palette.recolour(chart_frame.framed_svg(sheet.drawing, chart, ruler))
    drawings = [drawn_chart.drawing for drawn_chart in (sheet, *narrower)]
    return ChartPicture(chart, sheet, _by_width(drawings, chart), framed, tuple(mails))


def draw_printed(chart: Chart, look: EditionLook, ruler: Ruler) -> str:
    """Return `chart` for the printed page as a data URI, "" where it is not shown there; RenderError names the rule."""
    if "pdf" not in chart.shown:
        return ""
    drawing = draw_chart(chart, form_of(chart).printed(look.name), ruler).drawing
    svg = look.palette.recolour(chart_frame.bare_svg(drawing, ruler))
    if ruler.is_joined:  # WeasyPrint sets the text of an SVG letter by letter
        png = raster.to_png(svg, _PRINT_SCALE, look.faces)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _shown(chart: Chart, formats: Container[str]) -> set[str]:
    return {form for form in chart.shown if {"mail": "email"}.get(form, form) in formats}


def _by_width(drawings: list[ChartDrawing], chart: Chart) -> str:
    """Return one drawing for each width of the page; all but the first are hidden where no style chooses."""
    parts = []
    for drawing in drawings:
        hidden = "" if drawing is drawings[0] else " hidden"
        svg = chart_frame.screen_svg(drawing, chart)
        parts.append(f'<div class="drawing w{drawing.width:g}"{hidden}>{svg}</div>')
    return "".join(parts)
