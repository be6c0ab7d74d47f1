"""Footnotes: marks in a table's cells that lead to its notes and back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser

from generator.audit import audit_files
from generator.page import load_look
from tests.altered import altered
from tests.audit.test_tongues import CODES
from tests.conftest import LANGUAGES
from tests.page.manifests import month_files
from tests.page.reading import pdf_faults
from tests.page.test_pdf import elements
from tests.story.months import Monthly, months, table

HEARD = {"en": "note a", "zh": "注a", "ur": "نوٹ الف"}
LETTERS = {"en": "a", "zh": "a", "ur": "الف"}
LINE = "7602"
Files = Mapping[str, bytes]


def _dollars(code: str, place: int) -> int:
    if code == "2606":  # from almost nothing, from the third year on
        return 14_160_000 if place >= 24 else 300_000
    return 1_000_000 * (20 + CODES.index(code)) + 20_000 * place


@cache
def told() -> Monthly:
    """Return a month in which aluminium ores come from a low base and a May of aluminium scrap is withheld."""
    rows = table(_dollars, codes=CODES)
    return months(rows, codes=CODES, languages=LANGUAGES, withheld=((LINE, "2025-05"),))


@pytest.fixture(scope="module", name="files")
def rendered(scripts: Path) -> Files:
    """Return the files of that month: its pages, PDFs and office files in three languages."""
    return month_files(told(), load_look(scripts.parent, languages=LANGUAGES), ("pdf", "html", "docx", "xlsx"))


def tabled(language: str) -> Any:  # noqa: ANN401 -- JSON
    """Return the table of the edition in a language."""
    return next(block for block in told().edition["stories"][language]["blocks"] if block["id"] == "table")


def held(files: Files, name: str, content: bytes) -> set[str]:
    """Return the rules under which the audit holds a file once it is `content`."""
    return {one.rule for one in audit_files({**files, name: content}) if one.file == name}


def test_the_edition_passes(files: Files) -> None:
    """Files, texts and figures agree in three languages: a check that refused everything would find each change."""
    assert [] == list(map(str, audit_files(files)))
    assert () == told().findings


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_stands_in_each_cell_that_a_note_is_of(language: str) -> None:
    """The line that was withheld and the total without it. A dash and a low base have none: they explain themselves."""
    block = tabled(language)
    rows = [row["codes"] for row in block["rows"]]
    withheld = [[at, 0] for at in (rows.index([LINE]), len(rows) - 1)]
    [note] = block["footnotes"]
    assert (withheld, LETTERS[language], HEARD[language]) == (note["cells"], note["mark"], note["heard"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_leads_to_each_note_and_back(files: Files, language: str) -> None:
    """The note says its letter first, and its letter leads to a cell with that letter."""
    tree: Any = html.fromstring(files[f"{language}.html"].decode())
    marks = tree.xpath('//*[@role="doc-noteref"]')
    assert {LETTERS[language]} == {mark.text for mark in marks}
    for mark in marks:
        (note,) = tree.xpath(f'//*[@id="{mark.get("href")[1:]}"]')
        (back,) = note.xpath('.//*[@role="doc-backlink"]')
        (first,) = tree.xpath(f'//*[@id="{back.get("href")[1:]}"]')
        assert "doc-footnote" == note.get("role")
        assert mark.text == back.text == first.text == note.text_content().split()[0]
        assert mark.get("aria-label") == HEARD[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_has_notes_and_references(files: Files, language: str) -> None:
    """ISO 14289-1, 7.9: a Note with an ID; a Reference round the link to it, whose annotation says what it is."""
    pdf = pikepdf.open(io.BytesIO(files[f"{language}.pdf"]))
    found = elements(pdf.Root.StructTreeRoot)
    notes, references = ([one for one in found if kind == one.S] for kind in ("/Note", "/Reference"))
    tree = dict(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree).items())
    assert {str(one.ID) for one in (*notes, *references)} == set(tree)
    assert sum(len(note["cells"]) for note in tabled(language)["footnotes"]) == len(references)
    for one in references:
        (link,) = (kid for kid in elements(one) if kid.S == "/Link")
        annotation = next(kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary))
        assert "/Note" == str(tree[str(annotation.Dest)].S)
        assert str(annotation.Contents) == HEARD[language]
    assert [["/Lbl"]] == [[str(kid.S) for kid in elements(one) if kid.S == "/Lbl"] for one in notes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_keeps_both_standards(files: Files, language: str) -> None:
    """In every script, with and without notes."""
    assert [] == pdf_faults(files[f"{language}.pdf"])


def test_a_copy_of_the_pdf_has_a_space_before_the_mark(files: Files) -> None:
    """No mark is read as part of what stands before it."""
    pages = [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(files["en.pdf"])]
    said = " ".join(" ".join(pages).split())
    assert (2, 0) == (
        said.count("Aluminium scrap a ") + said.count("Total a "),
        said.count("scrapa") + said.count("Totala"),
    )


@pytest.mark.long
def test_a_cell_is_copied_without_its_mark(files: Files, browser: Browser) -> None:
    """Who marks a cell gets what it says; who listens hears "note a"."""
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(files["en.html"].decode())
        copied = page.evaluate(
            "getSelection().selectAllChildren(document.querySelector('th .mark').parentNode), getSelection().toString()"
        )
        heard = context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    links = [one["name"]["value"] for one in heard if one.get("role", {}).get("value") in {"link", "doc-noteref"}]
    assert ("Aluminium scrap", True) == (copied.strip(), "note a" in links)


def _tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [one for one in elements(pdf.Root.StructTreeRoot) if one.S == kind]


def _annotation(pdf: pikepdf.Pdf) -> Any:  # noqa: ANN401 -- pikepdf
    """Return what is clicked on at the first mark."""
    link = next(one for one in elements(_tags(pdf, "/Reference")[0]) if one.S == "/Link")
    return next(kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary))


def test_tags_without_end_are_refused(files: Files) -> None:
    """A note that lies in itself is not read for ever, and no crash either."""
    endless = altered(files["en.pdf"], lambda pdf: _tags(pdf, "/Note")[0].K.append(_tags(pdf, "/Note")[0]))
    assert {"file unreadable"} == held(files, "en.pdf", endless)


def test_a_mark_that_is_clicked_on_elsewhere_is_found(files: Files) -> None:
    """Its place on the page is sealed like its letter: a link of 10 points in a corner is none of the edition."""
    moved = altered(files["en.pdf"], lambda pdf: _annotation(pdf).__setitem__("/Rect", pikepdf.Array([0, 0, 10, 10])))
    assert {"page"} == held(files, "en.pdf", moved)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_no_reader_is_shut_out(files: Files, browser: Browser, language: str) -> None:
    """Axe finds no fault in marks and notes, on a phone."""
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        page = context.new_page()
        page.set_content(files[f"{language}.html"].decode())
        assert [] == [fault["id"] for fault in Axe().run(page).response["violations"]]
        assert 360 == page.evaluate("document.documentElement.scrollWidth")
