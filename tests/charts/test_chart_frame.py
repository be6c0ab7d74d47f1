"""What stands around a drawing in print, on a screen and in a file."""

from __future__ import annotations

import io
from typing import Any

import pytest
import vl_convert
from lxml import etree
from PIL import Image

from generator.charts import canvas, chart_frame, raster
from generator.charts.chart_form import draw_chart
from generator.charts.chart_table import figures_csv
from generator.charts.colours import COLOURS
from generator.charts.raster import outline_letters
from generator.charts.ruler import Ruler
from generator.charts.social_card import card
from generator.story.plan import Chart, Text
from tests.page.pictures import (
    balance,
    dumbbell,
    heatmap,
    panels,
    partners,
    price,
    quantity_value,
    tiles,
    total,
    trend,
    year_gap,
)
from tests.page.sample import chart, finding, masthead

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    """Return the texts of an SVG, lines joined by a space."""
    texts = etree.fromstring(svg.encode()).iter(f"{SVG}text")
    return [" ".join(str(part) for part in text.itertext() if part) for text in texts]


def test_a_file_holds_every_word_of_its_picture(ruler: Ruler) -> None:
    """Title, subtitle, labels, figures and source stand in it; alt and description name it."""
    picture = chart()
    svg = chart_frame.framed_svg(draw_chart(picture, canvas.TEXT_COLUMN, ruler).drawing, picture, ruler)
    labels = [bar.label.words for bar in picture.bars] + [bar.figure.words for bar in picture.bars]
    assert [picture.title.words, picture.subtitle.words, *labels, picture.source.words] == words(svg)
    root = etree.fromstring(svg.encode())
    assert (picture.alt.words, picture.description.words) == (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc"))
    assert root.get("aria-labelledby") == "lines-title lines-desc"


def test_a_file_may_hold_its_faces(ruler: Ruler) -> None:
    """Faces stand in a style, where no reader of its words takes them for text."""
    plain = chart_frame.framed_svg(draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing, chart(), ruler)
    svg = chart_frame.with_faces(plain, "@font-face{}")
    assert ["@font-face{}"] == [style.text for style in etree.fromstring(svg.encode()).iter(f"{SVG}style")]
    assert words(svg) == words(plain)


def test_an_svg_carries_no_aria_but_its_own(ruler: Ruler) -> None:
    """Vl-convert gives every bar a role and a label; a reader's aid would read all of them."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    svg = chart_frame.bare_svg(drawing, ruler) + chart_frame.screen_svg(drawing, chart())
    assert "aria-roledescription" not in svg
    assert "aria-label=" not in svg


def test_a_screen_drawing_takes_its_colours_from_the_page(ruler: Ruler) -> None:
    """One drawing serves light and dark paper: its colours are properties that the page's styles set."""
    drawing = draw_chart(chart(), canvas.TEXT_COLUMN, ruler).drawing
    root = etree.fromstring(chart_frame.screen_svg(drawing, chart()).encode())
    assert not {mark.get("fill") for mark in root} & set(COLOURS.values())
    assert "var(--mark)" in {mark.get("fill") for mark in root}


def test_drawings_of_one_page_have_names_of_their_own(ruler: Ruler) -> None:
    """A page holds one drawing for each width, and no id may stand in it twice."""
    shown = [
        chart_frame.screen_svg(draw_chart(chart(), size, ruler).drawing, chart())
        for size in (canvas.TEXT_COLUMN, canvas.PHONE)
    ]
    assert len(shown) == len({etree.fromstring(svg.encode()).get("aria-labelledby") for svg in shown})


def test_a_png_shows_its_text(ruler: Ruler) -> None:
    """A family that is not found draws no text and warns of nothing: ink must stand where labels do."""
    drawing = draw_chart(chart(), canvas.MAIL, ruler).drawing
    image = Image.open(io.BytesIO(raster.to_png(chart_frame.bare_svg(drawing, ruler), 2, ruler.directory))).convert("L")
    zero = next(mark.x for mark in drawing.marks if mark.tag == "line")
    names = image.crop((0, 0, int(zero * 2) - 8, image.height))
    assert (1072, int(drawing.height * 2)) == image.size
    assert min(names.tobytes()) < 80


def test_a_png_keeps_the_colours_of_its_marks(ruler: Ruler) -> None:
    """At most 64 colours, and those that cover most are just those of the palette: a bar is not nearly blue."""
    drawing = draw_chart(chart(), canvas.MAIL, ruler).drawing
    counted = (
        Image.open(io.BytesIO(raster.to_png(chart_frame.bare_svg(drawing, ruler), 2, ruler.directory)))
        .convert("RGB")
        .getcolors(64)
    )
    assert counted is not None
    common = {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in sorted(counted, reverse=True)[:3]}  # type: ignore[misc]
    assert common <= set(COLOURS.values())


@pytest.mark.parametrize(
    "picture",
    [
        balance(),
        dumbbell(),
        heatmap(),
        panels(),
        partners(),
        price(),
        quantity_value(),
        tiles(),
        total(),
        trend(),
        year_gap(),
    ],
    ids=lambda one: one.form,
)
def test_what_is_flat_in_a_png_stays_as_it_was(ruler: Ruler, picture: Chart) -> None:
    """Paper, ink and marks: the paper of a card had become the soft edge of a letter, 253 of 255."""
    svg = card(picture, masthead().publisher, finding(), ruler)
    full, packed = (
        Image.open(io.BytesIO(png)).convert("RGB")
        for png in (
            vl_convert.svg_to_png(outline_letters(svg, ruler.directory), scale=1),
            raster.to_png(svg, 1, ruler.directory),
        )
    )
    counted: Any = full.getcolors(full.width * full.height)
    commonest = {colour for _, colour in sorted(counted, reverse=True)[:3]}
    pairs = zip(full.get_flattened_data(), packed.get_flattened_data(), strict=True)
    assert set() == {(one, other) for one, other in set(pairs) if one in commonest and one != other}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_name_is_no_formula_for_a_spreadsheet(sign: str) -> None:
    """A cell that begins like a formula is text in the CSV of a chart."""
    bar = chart().bars[0]
    picture = chart(bars=(type(bar)(Text(f"{sign}1+1"), Text("1"), 1.0, 1.0, 1.0),))
    assert f"'{sign}1+1,1,1.0,1.0,1.0,false,".encode() == figures_csv(picture).splitlines()[1]
