"""Draw each chart for every file that shows it, once per language."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.charts import canvas, chart_frame, raster
from generator.charts.chart_form import Drawn, draw_chart, form_of, whole
from generator.charts.chart_table import figures_csv
from generator.charts.faces import LABELS, font_faces
from generator.charts.social_card import card
from generator.page.render_request import Rendition
from generator.story.plan import Chart, KeyFinding, Masthead, Story

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from generator.charts.canvas import Canvas
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
    sheet: Drawn
    screen: str
    framed: str
    mail: tuple[bytes, ...]


def chart_files(
    story: Story, pictures: Mapping[str, ChartPicture], look: EditionLook, ruler: Ruler
) -> Iterator[Rendition]:
    """Yield the files of folder charts/: SVG, CSV, spec and PNG of each chart, two pixels to a px."""
    turned = look.palette.turned
    for name, picture in pictures.items():
        stem = f"charts/{name}.{story.language}"
        faces = font_faces(ruler.directory, picture.framed, LABELS, story.language)
        svg = chart_frame.with_faces(picture.framed, faces)
        spec = turned(json.dumps(picture.sheet.spec, ensure_ascii=False, indent=1, sort_keys=True))
        yield Rendition(f"{stem}.svg", "image/svg+xml", svg.encode())
        yield Rendition(f"{stem}.csv", "text/csv", figures_csv(picture.chart))
        yield Rendition(f"{stem}.json", "application/json", spec.encode() + b"\n")
        yield Rendition(f"{stem}.png", "image/png", raster.to_png(picture.framed, 2, look.faces))


def card_files(
    story: Story, pictures: Mapping[str, ChartPicture], look: EditionLook, ruler: Ruler
) -> Iterator[Rendition]:
    """Give the social card of the first chart, where the story has a finding to put on it."""
    masthead = next((block for block in story.blocks if isinstance(block, Masthead)), None)
    finding = next((block for block in story.blocks if isinstance(block, KeyFinding)), None)
    if pictures and masthead and finding:
        svg = card(_for_card([picture.chart for picture in pictures.values()]), masthead.publisher, finding, ruler)
        yield Rendition(
            f"charts/card.{story.language}.png",
            "image/png",
            raster.to_png(look.palette.turned(svg), 1, look.faces),
        )


def _for_card(charts: Sequence[Chart]) -> Chart:
    """Return the first chart; one that a card shows whole as the mail has it, which may have fewer lines."""
    first = charts[0]
    mailed = (chart for chart in charts if chart.form == first.form and "mail" in chart.shown)
    return next(mailed, first) if form_of(first).card is whole else first


def draw_picture(chart: Chart, look: EditionLook, ruler: Ruler, formats: Container[str]) -> ChartPicture:
    """Return `chart` for screen and mail, where `formats` has them and it is shown; RenderError names the rule."""
    shown = _shown(chart, formats)

    def drawn(size: Canvas) -> Drawn:
        return draw_chart(chart, size, ruler)

    screens = form_of(chart).screens
    sheet, *others = [drawn(size) for size in (screens if "html" in shown else screens[:1])]
    sizes = (canvas.MAIL, canvas.MAIL_NARROW) if "mail" in shown else ()
    sent = [
        raster.to_png(look.palette.turned(chart_frame.bare(drawn(size).drawing, ruler)), 2, look.faces)
        for size in sizes
    ]
    framed = look.palette.turned(chart_frame.framed(sheet.drawing, chart, ruler))
    return ChartPicture(
        chart, sheet, _by_width([drawn.drawing for drawn in (sheet, *others)], chart), framed, tuple(sent)
    )


def draw_printed(chart: Chart, look: EditionLook, ruler: Ruler) -> str:
    """Return `chart` for the printed page as a data URI, "" where it is not shown there; RenderError names the rule."""
    if "pdf" not in _shown(chart, ("pdf",)):
        return ""
    drawn = draw_chart(chart, form_of(chart).printed(look.name), ruler)
    svg = look.palette.turned(chart_frame.bare(drawn.drawing, ruler))
    if ruler.is_joined:  # WeasyPrint sets the text of an SVG letter by letter
        png = raster.to_png(svg, _PRINT_SCALE, look.faces)
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _shown(chart: Chart, formats: Container[str]) -> set[str]:
    return {form for form in chart.shown if {"mail": "email"}.get(form, form) in formats}


def _by_width(drawings: list[ChartDrawing], chart: Chart) -> str:
    """Return one drawing for each width of the page; all but the first are hidden where no style chooses."""
    hidden = ("" if drawing is drawings[0] else " hidden" for drawing in drawings)
    return "".join(
        f'<div class="drawing w{drawing.width:g}"{hide}>{chart_frame.screen(drawing, chart)}</div>'
        for drawing, hide in zip(drawings, hidden, strict=True)
    )
