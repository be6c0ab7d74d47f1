"""An edition in Chinese and in Urdu: every file, as its readers read it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import html
from playwright.sync_api import Browser

from generator.audit import audit_files
from generator.audit.pdf_verification import verify
from generator.editions.edition_files import without_a_glyph
from generator.page import EditionLook, load_look
from generator.story.plan import Table
from generator.story.record import texts_of
from tests.altered import altered, redrawn
from tests.audit.test_tongues import CODES
from tests.conftest import LANGUAGES
from tests.page.manifests import month_files
from tests.page.reading import files_of, seen
from tests.page.sample import edition
from tests.story.months import Monthly, months, table

OTHERS = ("zh", "ur")
_FORMATS = ("pdf", "html", "email")
_CLOSING = tuple("，。；：、）》")  # noqa: RUF001 -- signs of another script
_UNSEEN = dict.fromkeys((*range(0x2066, 0x206A), 0xFFFE))


@pytest.fixture(name="month", scope="module")
def told() -> Monthly:
    """Return a month of seven lines, told in Chinese and Urdu: refined copper rises, the others fall."""
    rows = table(lambda code, place: 1_000_000 * (60 + place if code == "7403" else 40 - place // 3), codes=CODES)
    return months(rows, languages=OTHERS)


@pytest.fixture(name="dress", scope="module")
def dressed(scripts: Path) -> EditionLook:
    """Return the packaged look with the faces and styles of every language."""
    return load_look(scripts.parent, languages=LANGUAGES)


@pytest.fixture(name="files", scope="module")
def rendered(month: Monthly, dress: EditionLook) -> Mapping[str, bytes]:
    """Return the files of the edition by name."""
    return month_files(month, dress, _FORMATS)


def test_every_file_says_what_the_edition_says(files: Mapping[str, bytes]) -> None:
    """The audit reads pages, mail, texts and pictures back in both languages."""
    assert [] == list(map(str, audit_files(files)))


@pytest.mark.long
def test_the_same_edition_has_the_same_bytes(files: Mapping[str, bytes], month: Monthly, dress: EditionLook) -> None:
    """Faces, pictures and words beside glyphs come from the edition alone."""
    again = month_files(month, dress, _FORMATS)
    assert [] == [name for name in files if files[name] != again[name]]


def test_a_chinese_pdf_can_be_searched(files: Mapping[str, bytes], month: Monthly) -> None:
    """PDFium finds every heading and paragraph by its own words."""
    pages = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(files["zh.pdf"])]
    found = _flow("".join(pages))
    sections = [block for block in month.story.blocks if block.kind == "section"]
    said = [text.words for block in sections for text in texts_of(block) if text.words.strip()]
    assert [] == [words for words in said if _flow(words) not in found]


@pytest.mark.parametrize("language", OTHERS)
def test_every_letter_has_a_face_of_its_script(files: Mapping[str, bytes], language: str) -> None:
    """Letters of the script come from its faces, figures from those of all languages."""
    pdf = pikepdf.open(io.BytesIO(files[f"{language}.pdf"]))
    names = {str(font.BaseFont).partition("+")[2] for one in pdf.pages for font in one.Resources.Font.values()}
    families = {"zh": {"Noto-Serif-SC", "Noto-Sans-SC"}, "ur": {"Noto-Nastaliq-Urdu", "Noto-Naskh-Arabic"}}[language]
    assert families <= {name.removesuffix(",").removesuffix("-Bold") for name in names}
    assert any(name.startswith("Source-S") for name in names)


@pytest.mark.parametrize(("language", "direction"), [("zh", "ltr"), ("ur", "rtl")])
@pytest.mark.parametrize("part", ["html", "eml"])
def test_a_page_says_its_language_and_direction(
    files: Mapping[str, bytes], language: str, direction: str, part: str
) -> None:
    """A browser and a screen reader need both; a mail has them in its own part."""
    content = files[f"{language}.{part}"].decode()
    found = re.search(rf'<html lang=(?:3D)?"{language}" dir=(?:3D)?"{direction}"', content)
    assert found


def test_figures_keep_their_sign_before_them(files: Mapping[str, bytes]) -> None:
    """In a line from the right a bare figure is held from the left: else its sign would stand behind it."""
    tree: Any = html.fromstring(files["ur.html"].decode())
    bare = [cell for cell in tree.iter("td") if re.fullmatch(r"[+−\d.,]+", cell.text_content().strip())]
    assert bare
    assert [] == [cell.text_content() for cell in bare if not cell.xpath(".//*[@dir='ltr']")]


def test_a_page_carries_the_faces_it_needs(files: Mapping[str, bytes]) -> None:
    """Chinese faces come with its own ideographs alone: a page stays under a megabyte."""
    page = files["zh.html"].decode()
    assert {"Noto Serif SC", "Noto Sans SC"} <= set(re.findall(r'font-family:"([^"]+)"', page))
    assert len(page) < 1_000_000


@pytest.mark.parametrize("language", OTHERS)
def test_a_phone_shows_a_table_without_its_codes(
    browser: Browser, files: Mapping[str, bytes], month: Monthly, language: str
) -> None:
    """In Urdu, too, where their head stands between marks of direction."""
    story = next(one for one in (month.story, *month.others) if one.language == language)
    (told,) = (block for block in story.blocks if isinstance(block, Table) and "html" in block.shown)
    asked = "[...document.querySelectorAll('.figures .code')].filter(one => one.checkVisibility()).length"
    for width, codes in ((360, 0), (1280, 2 + len(told.rows))):
        assert (width, codes) == (width, seen(browser, files[f"{language}.html"].decode(), asked, width))


@pytest.mark.parametrize("style", ["ministry", "gazette"])
@pytest.mark.parametrize("width", [1280, 360])
def test_an_urdu_table_keeps_its_names_and_bars_together(
    browser: Browser, month: Monthly, dress: EditionLook, style: str, width: int
) -> None:
    """A name takes two lines at most and a bar stands beside its figure; the gazette's column holds all of it."""
    story = next(one for one in month.others if one.language == "ur")
    told = edition(stories=(story,), formats=("html",))
    page = files_of(told, replace(dress, name=style))["ur.html"].decode()
    asked = """() => {
        const lines = [...document.querySelectorAll('.figures.wide tbody tr:not(.total)')].map(row => {
            const name = document.createRange(), figure = document.createRange();
            name.selectNodeContents(row.querySelector('th'));
            figure.selectNodeContents(row.querySelector('.soon'));
            const bar = row.querySelector('.barred svg').getBoundingClientRect();
            const beside = figure.getBoundingClientRect();
            return [new Set([...name.getClientRects()].map(one => Math.round(one.top / 26))).size,
                    Math.abs(bar.top + bar.height / 2 - beside.top - beside.height / 2) <= 3] });
        const place = document.querySelector('.figures.wide .column');
        return [lines, place.scrollWidth <= place.clientWidth] }"""
    lines, fits = seen(browser, page, asked, width)
    assert len(lines) > 5
    assert {True} == {count <= 2 and beside for count, beside in lines}, lines
    assert fits or width == 360


def test_lines_of_text_have_their_width(files: Mapping[str, bytes]) -> None:
    """An ideograph takes two of 72 columns, and no line begins with a closing sign."""
    lines = files["zh.txt"].decode().splitlines()
    assert max(sum(2 if "\u2e80" <= sign <= "\uffef" else 1 for sign in line) for line in lines) <= 76
    assert [] == [line for line in lines if line[:1] in _CLOSING]


def _flow(words: str) -> str:
    return "".join(words.translate(_UNSEEN).split())


@pytest.mark.parametrize("language", OTHERS)
def test_a_pdf_holds_by_itself(files: Mapping[str, bytes], language: str) -> None:
    """What it says comes out of the cells inside, and a digit that is drawn otherwise is found."""
    content = files[f"{language}.pdf"]
    found = verify(f"{language}.pdf", content)
    assert ([], language) == (list(map(str, found.findings)), found.language)
    assert found.claims
    changed = verify(f"{language}.pdf", altered(content, redrawn("2", "5")))
    assert any("page 1 does not draw" in str(one) for one in changed.findings)


def test_a_word_that_is_read_out_otherwise_is_named(files: Mapping[str, bytes]) -> None:
    """Urdu is read by what is written beside its glyphs."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        steps = list(pikepdf.parse_content_stream(page))
        marks = [step.operands[1] for step in steps if str(step.operator) == "BDC"]
        said = next(
            one for one in marks if isinstance(one, pikepdf.Dictionary) and "2025" in str(one.get("/ActualText", ""))
        )
        said.ActualText = pikepdf.String(str(said.ActualText).replace("2025", "2024"))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(steps))

    found = verify("ur.pdf", altered(files["ur.pdf"], change)).findings
    assert any("2024" in str(one) and "differs" in str(one) for one in found), found


@pytest.mark.parametrize("language", ["en", "zh", "ur"])
def test_every_name_of_the_table_can_be_drawn(language: str) -> None:
    """A face of the language has each of its characters: without one no edition with that line is made."""
    table = files("generator.trade.tables").joinpath("names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    columns = [column for column in rows[0] if column.split("_")[0] == language]
    assert len(columns) >= 3
    names = [row[column] for row in rows for column in columns]
    assert [] == [name for name in names if without_a_glyph(name, language)]
