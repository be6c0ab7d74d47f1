"""Words of pictures as PNG: each sign as its own face has it, where it was measured."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from generator.charts import raster, shaping
from generator.charts.raster import outline_letters
from generator.charts.ruler import Ruler
from generator.charts.scripts import INVISIBLE, LACKED, SCRIPTS, characters, letters
from generator.charts.svg import DrawnMark, element, fill, new
from generator.errors import RenderError

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
    png = raster.to_png(etree.tostring(root, encoding="unicode"), 1, ruler.directory)
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
    text = new("text", x="100", **{"font-family": "'Source Sans 3'", "font-size": "10", "text-anchor": "end"})
    fill(text, "دیگر 20 مدات")
    root = new("svg")
    root.append(text)
    group: Any = etree.fromstring(outline_letters(etree.tostring(root, encoding="unicode"), scripts).encode())[0]
    places = [float(letter.get("transform").removeprefix("translate(").partition(",")[0]) for letter in group]
    ours = scripts / FILES[False]
    digits = [shaping.outline(ours, glyph.number) for glyph in shaping.shape_words(ours, "20", from_right=False)[0]]
    outlines = [letter.get("d") for letter in group]
    drawn_at = outlines.index(digits[0])
    assert outlines[drawn_at : drawn_at + 2] == digits
    assert pytest.approx(100 - ruler.width("دیگر 20 مدات", 10), abs=0.1) == min(places)
    assert pytest.approx(100 - ruler.width("دیگر 20", 10), abs=0.1) == places[drawn_at]


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_sign_that_a_family_lacks_is_drawn_by_ours(scripts: Path, language: str) -> None:
    """Noto's Naskh has no brackets: whoever drew them took a face of the system, or left a box."""
    signs = characters(language) - letters(language) - INVISIBLE
    for face in SCRIPTS[language]:
        has = TTFont(scripts / face.file).getBestCmap().keys()
        assert signs - has == LACKED.get(face.family, frozenset())
    text = new("text")
    fill(text, {"ur": "دھات (خام)", "zh": "矿石(2603)"}[language])
    named = {sign: span.get("font-family").strip("'") for span in text for sign in span.text}
    assert all(named[sign] == "Source Sans 3" for sign in "()")


def test_the_lines_of_an_urdu_name_stand_below_one_another(scripts: Path) -> None:
    """Each at its own height, as if it were a text alone; the second and the third had been drawn over the first."""
    name, family = ("تانبا", "اور", "20 مدات"), Ruler(scripts, "ur").family("Source Sans 3")
    one = DrawnMark("text", 0, SIZE, (("font-size", f"{SIZE}px"), ("font-weight", "400")), lines=name)
    alone = [replace(one, y=SIZE * (1 + 1.2 * row), lines=(line,)) for row, line in enumerate(name)]
    pictures = []
    for marks in ([one], alone):
        root = new("svg", width="300", height="200", **{"font-family": family})
        root.extend([new("rect", width="100%", height="100%", fill="#fff"), *map(element, marks)])
        png = raster.to_png(etree.tostring(root, encoding="unicode"), 1, scripts)
        pictures.append(Image.open(io.BytesIO(png)).convert("L"))
    assert ImageStat.Stat(ImageChops.difference(*pictures)).mean[0] < 0.02 * black(pictures[1])


def test_an_older_harfbuzz_draws_the_same_letters(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian 12 has 6.0, which calls it otherwise; one that draws nothing is told with its version."""
    files = [scripts / FILES[False], scripts / "NotoNaskhArabic-Regular.ttf"]
    glyphs = [(file, number) for file in files for number in range(1, 60)]
    seen = [shaping.outline(file, number) for file, number in glyphs]
    assert sum(map(bool, seen)) > 100
    for names, wanted in ((("hb_font_get_glyph_shape",), seen), (("hb_none",), None)):
        monkeypatch.setattr(shaping, "_DRAWS", names)
        shaping.outline.cache_clear()
        shaping._draw_function.cache_clear()  # noqa: SLF001 -- which of them draws is found once
        if wanted:
            assert wanted == [shaping.outline(file, number) for file, number in glyphs]
        else:
            with pytest.raises(RenderError, match=rf"HarfBuzz {shaping.version()} draws no letters"):
                shaping.outline(*glyphs[0])
    shaping._draw_function.cache_clear()  # noqa: SLF001 -- as above


def test_english_words_are_drawn_as_a_renderer_of_text_draws_them(ruler: Ruler) -> None:
    """Resvg sets the same words in the same face: the outlines are no other letters, and stand where those stand."""
    words = ["Copper ores and concentrates, 1,234.5", "Refined copper −12.3%, 2025", "AVATAR Tofu fi ffl “quoted”"]
    root = new("svg", width="700", height="240", **{"font-family": "'Source Sans 3', 'Noto Sans', sans-serif"})
    root.append(new("rect", width="100%", height="100%", fill="#fff"))
    for row, (line, weight) in enumerate(zip(words, ("400", "600", "700"), strict=True)):
        place = {"transform": f"translate(350,{60 + 70 * row})", "text-anchor": ("start", "middle", "end")[row]}
        root.append(new("text", **place, **{"font-size": "32px", "font-weight": weight, "fill": "#1D1D1B"}))
        fill(root[-1], line)
    svg = etree.tostring(root, encoding="unicode")
    vl_convert.register_font_directory(str(ruler.directory))
    seen, wanted = (_grey(vl_convert.svg_to_png(one, scale=1)) for one in (outline_letters(svg, ruler.directory), svg))
    assert black(wanted) > 1
    assert ImageStat.Stat(ImageChops.difference(seen, wanted)).mean[0] < 0.01 * black(wanted)


def _grey(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")
