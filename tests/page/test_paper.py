"""What the PDF is printed on: A4 and US Letter, and the page of sources at its end for who holds paper."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from generator.audit.readers.expected_texts import Bundle
from generator.audit.readers.pdf_reader import read_pdf
from generator.page import EditionLook, load_look, render
from tests.audit.test_tongues import CODES
from tests.conftest import LANGUAGES
from tests.page.manifests import month_files
from tests.page.reading import pdf_faults
from tests.page.sample import edition
from tests.story.months import Monthly, months, table

LETTER = (612.0, 792.0)
TITLES = {"en": "Figures and their sources", "zh": "数据及其来源", "ur": "اعداد اور ان کے ماخذ"}


@pytest.mark.parametrize(("name", "side"), [("ministry", 65.0), ("gazette", 59.3)])
def test_letter_keeps_its_columns_between_wider_sides(look: EditionLook, name: str, side: float) -> None:
    """All stands on US Letter, between margins that leave the column as wide as on A4, clean by both standards."""
    told = edition(formats=("pdf",))
    dressed = replace(load_look(look.faces.parent, paper="letter"), name=name)
    content = next(item.content for item in render(told, dressed) if item.name == "en.pdf")
    for sheet in pypdfium2.PdfDocument(content):
        text = sheet.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        inked = [box for box in boxes if box[2] > box[0]]
        assert sheet.get_size() == LETTER
        assert min(box[0] for box in inked) >= side - 2.5  # an italic f hangs over its edge
        assert max(box[2] for box in inked) <= LETTER[0] - side + 0.5
    assert [] == pdf_faults(content)


def test_a4_knows_nothing_of_letter(look: EditionLook) -> None:
    """What another paper changes is no part of an edition on A4, and comes last on its own."""
    other = load_look(look.faces.parent, paper="letter")
    assert [] == [name for name in look.styles if name.startswith("letter-")]
    assert (False, True) == tuple("size: Letter" in one.style("print.css") for one in (look, other))
    assert look.versions()["styles"] != other.versions()["styles"]


@pytest.fixture(name="month", scope="module")
def told() -> Monthly:
    """Return a month of seven lines, in three languages."""
    rows = table(lambda code, place: 1_000_000 * (60 + place if code == "7403" else 40 - place // 3), codes=CODES)
    return months(rows, languages=LANGUAGES)


@pytest.fixture(name="files", scope="module")
def printed(month: Monthly, scripts: Path) -> Mapping[str, bytes]:
    """Return its files, with the page of sources, on US Letter."""
    look = load_look(scripts.parent, languages=LANGUAGES, paper="letter")
    return month_files(month, look, ("pdf",), sources_page=True)


def departures(files: Mapping[str, bytes], language: str, claims: bytes = b"") -> list[str]:
    """Return where the PDF departs from the edition, or from other claims."""
    told, claims = json.loads(files["edition.json"]), claims or files["claims.json"]
    found = read_pdf(Bundle(language, told, json.loads(claims), {**files, "claims.json": claims}))
    return [str(one) for one in found if one.rule != "embedded file"]


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_with_its_page_at_the_end(files: Mapping[str, bytes], language: str) -> None:
    """The audit finds no number there that is not of a figure, its cells or its formula."""
    assert [] == departures(files, language)
    with pikepdf.open(io.BytesIO(files[f"{language}.pdf"])) as pdf, pdf.open_outline() as outline:
        heads = [" ".join(str(child.title).split()) for item in outline.root for child in (item, *item.children)]
    assert TITLES[language] in heads


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_there_is_read_back(files: Mapping[str, bytes], language: str) -> None:
    """A cell's line may be none that no cell of claims.json has."""
    changed = re.sub(r'"row": (\d+)', r'"row": 9\1', files["claims.json"].decode())
    assert changed.encode() != files["claims.json"]
    assert departures(files, language, changed.encode())


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_keeps_both_standards(files: Mapping[str, bytes], language: str) -> None:
    """PDF/UA-1 and PDF/A-3a, on US Letter, in each language."""
    assert [] == pdf_faults(files[f"{language}.pdf"])
