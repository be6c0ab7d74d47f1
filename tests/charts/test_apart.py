"""Pictures of two scripts as PNG: each sign as its own face has it, where it was measured."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from generator.charts import ink
from generator.charts.apart import apart
from generator.charts.drawing import Mark, element, new
from generator.charts.measure import Ruler
from generator.charts.worded import fill

EDITIONS = Path(__file__).parent.parent / "story" / "editions"
SIZE, ROW, WIDE, SIGNS = 48, 72, 1500, 20
FILES = {True: "NotoSansSC-Regular.otf", False: "SourceSans3-Regular.ttf"}


def drawn(lines: list[str], ruler: Ruler) -> Image.Image:
    """Return the lines as a PNG, one a row, from the left."""
    root = new("svg", width=str(WIDE), height=str(ROW * len(lines)), **{"font-family": ruler.family("Source Sans 3")})
    root.append(new("rect", width="100%", height="100%", fill="#fff"))
    for row, line in enumerate(lines):
        root.append(new("text", y=str(ROW * row + SIZE), **{"font-size": f"{SIZE}px", "font-weight": "400"}))
        fill(root[-1], line)
    png = ink.to_png(etree.tostring(root, encoding="unicode"), 1, ruler.directory)
    return Image.open(io.BytesIO(png)).convert("L")


def black(picture: Image.Image) -> float:
    """Return how much ink stands in a picture."""
    return 255 - ImageStat.Stat(picture).mean[0]


def test_every_chinese_sign_is_drawn_as_its_face_has_it(scripts: Path) -> None:
    """No box and no letter of another face: FreeType sets the same signs in the same places."""
    ruler = Ruler(scripts, "zh")
    told = set("".join(file.read_text("utf-8") for file in EDITIONS.glob("*.zh.txt")))
    signs = sorted(sign for sign in told if ord(sign) > 0x2E80)
    lines = ["".join(f"{sign}1" for sign in signs[at : at + SIGNS]) for at in range(0, len(signs), SIGNS)]
    seen, wanted = drawn(lines, ruler), Image.new("L", (WIDE, ROW * len(lines)), 255)
    fonts = {own: ImageFont.truetype(scripts / file, SIZE) for own, file in FILES.items()}
    for row, line in enumerate(lines):
        for at, sign in enumerate(line):
            place = (ruler.width(line[:at], SIZE), ROW * row + SIZE)
            ImageDraw.Draw(wanted).text(place, sign, 0, fonts[sign != "1"], anchor="ls")
    others = ImageChops.difference(seen, wanted)
    strange = []
    for row, line in enumerate(lines):
        for at, sign in enumerate(line):
            left, right = (round(ruler.width(line[:end], SIZE)) for end in (at, at + 1))
            box = (left, ROW * row, right, ROW * (row + 1))
            if ImageStat.Stat(others.crop(box)).mean[0] > 0.45 * black(wanted.crop(box)):
                strange.append(sign)
    assert len(signs) > 200
    assert not strange


def test_an_urdu_line_is_drawn_run_by_run_from_the_right(scripts: Path) -> None:
    """A figure stands between the words around it, in its own weight; none is drawn in a third face."""
    ruler, words = Ruler(scripts, "ur"), ("دیگر", "20", "مدات")
    parts = [drawn([word], ruler) for word in words]
    assert pytest.approx(sum(map(black, parts)), rel=0.02) == black(drawn([" ".join(words)], ruler))
    text = new("text", x="100", **{"font-size": "10", "text-anchor": "end"})
    fill(text, "دیگر 20 مدات")
    line = etree.fromstring(apart(etree.tostring(text, encoding="unicode"), scripts).encode())
    assert [" مدات", "20", "دیگر "] == ["".join(map(str, run.itertext())).strip("\u200f") for run in line]
    assert pytest.approx(100 - ruler.width("دیگر 20 مدات", 10), abs=0.1) == float(line[0].get("x", ""))


def test_the_lines_of_an_urdu_name_stand_below_one_another(scripts: Path) -> None:
    """Each at its own height, as if it were a text alone; the second and the third had been drawn over the first."""
    name, family = ("تانبا", "اور", "20 مدات"), Ruler(scripts, "ur").family("Source Sans 3")
    one = Mark("text", 0, SIZE, (("font-size", f"{SIZE}px"), ("font-weight", "400")), lines=name)
    alone = [replace(one, y=SIZE * (1 + 1.2 * row), lines=(line,)) for row, line in enumerate(name)]
    pictures = []
    for marks in ([one], alone):
        root = new("svg", width="300", height="200", **{"font-family": family})
        root.extend([new("rect", width="100%", height="100%", fill="#fff"), *map(element, marks)])
        png = ink.to_png(etree.tostring(root, encoding="unicode"), 1, scripts)
        pictures.append(Image.open(io.BytesIO(png)).convert("L"))
    assert ImageStat.Stat(ImageChops.difference(*pictures)).mean[0] < 0.02 * black(pictures[1])


def test_english_stays_as_it_is(ruler: Ruler) -> None:
    """A picture without a line of two faces is drawn from the same bytes."""
    svg = "<svg><text>Other 20 lines</text></svg>"
    assert svg is apart(svg, ruler.directory)
