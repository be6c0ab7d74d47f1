"""The card for social pages: one size, whole, legible when it is shown small."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from generator.charts import raster
from generator.charts.ruler import Ruler
from generator.charts.social_card import card
from generator.story.plan import Bar, Chart, Text
from tests.page.pictures import (
    POINTS,
    balance,
    contributions,
    dumbbell,
    panels,
    partners,
    price,
    quantity_value,
    tiles,
    total,
    trend,
    waterfall,
    year_gap,
)
from tests.page.sample import chart, finding, masthead

EDITIONS = Path(__file__).parent.parent / "story" / "editions"
NASTALIQ = "'Source Serif Display','Noto Nastaliq Urdu'"
SVG = "{http://www.w3.org/2000/svg}"
LONG = "Trade and Investment Section of the Embassy of the Islamic Republic of Pakistan in China"
MANY = tuple(Bar(Text(f"Ores of zinc {at}"), Text(str(90 - at)), 90.0 - at, 90.0 - at, 90.0 - at) for at in range(11))
REST = Bar(Text("All other lines"), Text("at least 5.3"), 5.3, 5.3, 5.6, bound=True, rest=True)


def words(svg: str) -> list[str]:
    """Return the texts of an SVG, lines joined by a space."""
    texts = etree.fromstring(svg.encode()).iter(f"{SVG}text")
    return [" ".join(str(part) for part in text.itertext() if part) for text in texts]


def test_the_card_has_the_size_that_social_pages_want(ruler: Ruler) -> None:
    """1,200 by 675 px; it says whose it is, what was found and where from."""
    svg = card(chart(), masthead().publisher, finding(), ruler)
    assert (1200, 675) == Image.open(io.BytesIO(raster.to_png(svg, 1, ruler.directory))).size
    told = {finding().series.words, masthead().publisher.words, finding().headline.words, chart().source.words}
    assert told <= set(words(svg))


@pytest.mark.parametrize("headline", [3, 6, 9])
@pytest.mark.parametrize("publisher", ["Trade Section", LONG])
def test_long_words_are_not_cut_and_not_too_small(ruler: Ruler, publisher: str, headline: int) -> None:
    """Every line stands inside the card, no text is set under 20 px, and nothing is scaled down."""
    told = replace(finding(), headline=Text("China imported copper " * headline + "in 2025"))
    svg = card(chart(bars=(*MANY, REST)), Text(publisher), told, ruler)
    root = etree.fromstring(svg.encode())
    assert min(float(str(text.get("font-size")).removesuffix("px")) for text in root.iter(f"{SVG}text")) >= 20
    assert "scale(" not in svg
    assert {told.headline.words, publisher, chart().source.words} <= set(words(svg))


@pytest.mark.parametrize(("lines", "shown", "others"), [(11, 8, False), (8, 8, False), (7, 7, True)])
def test_a_card_shows_eight_bars_and_no_half_truth(ruler: Ruler, lines: int, shown: int, others: bool) -> None:  # noqa: FBT001 -- a row of the table
    """A card is glanced at; where it leaves lines out, it does not say that one bar stands for all others."""
    told = words(card(chart(bars=(*MANY[:lines], REST)), masthead().publisher, finding(), ruler))
    assert (shown, others) == (sum(name.startswith("Ores of zinc") for name in told), REST.label.words in told)


@pytest.mark.parametrize(
    "picture",
    [
        balance(),
        partners(),
        contributions(),
        year_gap(),
        dumbbell(),
        panels(),
        price(),
        quantity_value(),
        tiles(),
        total(),
        trend(),
        waterfall(),
    ],
    ids=lambda one: one.form,
)
def test_a_card_shows_a_picture_of_any_form(ruler: Ruler, picture: Chart) -> None:
    """Whatever an edition's first picture is, its card has it, whole enough to be read."""
    svg = card(picture, masthead().publisher, finding(), ruler)
    shown = {
        "contributions": "Iron ores",
        "index_lines": "$9,989 a tonne",
        "share_dots": "26.4%",
        "updown_bars": "\u221211.9",
        "dumbbell": "14.16, from 0.29",
        "panels": "Zinc ores",
        "quantity_value": "+4.1%",
        "tiles": "1,110.90, +72%",
        "trend": "Usual range of changes",
        "upright_bars": "121.0, +6.3%",
        "waterfall": "+31.20",
        "year_gap": "+47.2 in the year",
    }
    assert shown[picture.form] in words(svg)


def test_a_card_keeps_the_largest_falls(ruler: Ruler) -> None:
    """The largest bars are those that reach farthest, to either side; their order stays."""
    told = words(card(contributions(bars=(*contributions().bars, *MANY[-1:])), masthead().publisher, finding(), ruler))
    names = [name for name, _ in POINTS if name != "All other lines"]
    assert names == [name for name in told if name in names]
    assert "All other lines" not in told


def test_a_card_without_room_for_its_chart_is_its_words(ruler: Ruler) -> None:
    """No edition is held for the length of a headline on a picture for social pages."""
    told = words(card(chart(), masthead().publisher, replace(finding(), headline=Text("copper " * 130)), ruler))
    assert chart().source.words in " ".join(told)
    assert chart().bars[0].label.words not in told


def urdu_card(headline: str, faces: Path) -> tuple[Any, Any]:
    """Return the root of the card of an Urdu edition with that headline, and its headline."""
    told = replace(finding(), series=Text("چین میں پاکستانی معدنیات"), headline=Text(headline))
    picture = chart(subtitle=Text("چین کی پاکستان سے درآمدات، ملین ڈالر، 2025"), bars=(*MANY, REST))
    root = etree.fromstring(card(picture, Text("شعبۂ تجارت و سرمایہ کاری"), told, Ruler(faces, "ur")).encode())
    (title,) = [text for text in root if text.get("font-family", "").startswith(NASTALIQ)]
    return root, title


def inked(root: Any, shown: list[Any], faces: Path) -> Image.Image:  # noqa: ANN401 -- lxml
    """Return what `shown` of a card draws, in grey on white."""
    alone = etree.Element("svg", dict(root.attrib), nsmap=root.nsmap)
    alone.append(deepcopy(root[0]))
    alone.extend(map(deepcopy, shown))
    return Image.open(io.BytesIO(raster.to_png(etree.tostring(alone, encoding="unicode"), 1, faces))).convert("L")


def test_a_chinese_headline_stands_as_far_below_the_series_as_an_english_one(scripts: Path) -> None:
    """Ideographs fill their line, where small letters leave half of it white."""
    gaps = []
    for language, series, headline in (
        ("en", "Minerals in China", "more in one year"),
        ("zh", "矿产在中国", "进口增长"),
    ):
        told = replace(finding(), series=Text(series), headline=Text(headline))
        drawn = card(chart(bars=MANY), Text("x"), told, Ruler(scripts, language))
        root = etree.fromstring(drawn.encode())
        texts = [part for part in root if part.tag == f"{SVG}text"]
        above, below = (ImageChops.invert(inked(root, [part], scripts)).getbbox() for part in (texts[0], texts[2]))
        assert above
        assert below
        gaps.append(below[1] - above[3])
    assert 0.75 * gaps[0] <= gaps[1] <= gaps[0]


def test_an_urdu_headline_stands_clear_of_all_else(scripts: Path) -> None:
    """Nastaliq climbs twice its size: no stroke of a line touches another line, the series or the subtitle."""
    texts = "\n".join(file.read_text("utf-8") for file in EDITIONS.glob("*.ur.txt"))
    headlines = sorted(set(re.findall("^subject: (.*)$", texts, re.MULTILINE)))
    touching = []
    for headline in headlines:
        root, title = urdu_card(headline, scripts)
        parts = [inked(root, [part for part in root[1:] if part is not title], scripts)]
        for line in title:
            text = etree.Element(title.tag, dict(title.attrib))
            text.append(deepcopy(line))
            parts.append(inked(root, [text], scripts))
        assert 2 <= len(parts) <= 3
        # where two are dark, the lighter of both is
        darkest = (ImageStat.Stat(ImageChops.lighter(*two)).extrema[0][0] for two in combinations(parts, 2))
        touching += [headline] * (min(darkest) < 200)
    assert len(headlines) >= 7
    assert touching == []


def test_the_dots_of_an_urdu_headline_stand_by_their_letters(scripts: Path) -> None:
    """FreeType draws the same words there, shaped by Raqm; resvg had set dots beside."""
    words = "پاکستان سے معدنیات"
    root, title = urdu_card(words, scripts)
    seen, wanted = inked(root, [title], scripts), Image.new("L", (1200, 675), 255)
    face = ImageFont.truetype(scripts / "NotoNastaliqUrdu-Bold.ttf", 42, layout_engine=ImageFont.Layout.RAQM)
    place = (float(title[0].get("x")), float(title[0].get("y")))
    ImageDraw.Draw(wanted).text(place, words, 0, face, anchor="rs", direction="rtl", language="ur")
    differing, black = ImageChops.difference(seen, wanted), ImageChops.invert(wanted)
    assert ImageStat.Stat(differing).sum[0] < 0.3 * ImageStat.Stat(black).sum[0]
