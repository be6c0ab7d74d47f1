"""The printed page: both standards, its evidence inside, feet that are no text, pages that are full."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pikepdf
import pypdfium2
import pytest

from generator.page import EditionLook
from generator.page.format_share import share
from generator.story import plan
from tests.page.reading import files_of, pdf_faults
from tests.page.sample import chart, edition, section, story

PT_OF_FOOT, PT_OF_HEAD = 66.0, 54.0


@pytest.fixture(name="pdf")
def opened(made: Mapping[str, bytes]) -> pikepdf.Pdf:
    """Return the sample's PDF."""
    return pikepdf.open(io.BytesIO(made["en.pdf"]))


@pytest.fixture(name="pages")
def read(made: Mapping[str, bytes]) -> list[pypdfium2.PdfTextPage]:
    """Return the text of each page."""
    return [one.get_textpage() for one in pypdfium2.PdfDocument(made["en.pdf"])]


def elements(node: Any) -> list[Any]:  # noqa: ANN401 -- pikepdf objects
    """Return all structure elements under `node`."""
    kids = node.get("/K", [])
    found = [
        kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)
    ]
    return [one for kid in found if "/S" in kid for one in (kid, *elements(kid))]


def test_the_pdf_keeps_both_standards(made: Mapping[str, bytes]) -> None:
    """PDF/UA-1 for those who listen, PDF/A-3a for those who keep, in one file of clean syntax."""
    assert [] == pdf_faults(made["en.pdf"])


def test_the_figures_are_inside_byte_for_byte(pdf: pikepdf.Pdf) -> None:
    """Whoever has the PDF has the evidence, and each file says how it relates to the page."""
    found = {name: bytes(pdf.attachments[name].get_file().read_bytes()) for name in pdf.attachments}
    assert dict(edition().attachments) == found
    assert ["/Source", "/Supplement", "/Supplement"] == sorted(str(item.AFRelationship) for item in pdf.Root.AF)


def test_the_pdf_names_itself(pdf: pikepdf.Pdf) -> None:
    """Title, subject and language come from the story, the dates from the edition."""
    info = pdf.docinfo
    assert (story().title.words, story().summary.words) == (str(info.Title), str(info.Subject))
    assert ("en", "D:20260128000000Z") == (str(pdf.Root.Lang), str(info.CreationDate))


def test_header_cells_say_what_they_head(pdf: pikepdf.Pdf) -> None:
    """Five columns and twelve rows are announced to those who listen."""
    scopes = [str(one.A.Scope) for one in elements(pdf.Root.StructTreeRoot) if one.S == "/TH"]
    assert (5, 12) == (scopes.count("/Column"), scopes.count("/Row"))


def test_the_picture_has_its_text_and_its_place(pdf: pikepdf.Pdf) -> None:
    """One figure, named by the story, boxed in points inside the page."""
    (figure,) = (one for one in elements(pdf.Root.StructTreeRoot) if one.S == "/Figure")
    left, bottom, right, top = map(float, figure.A.BBox)
    assert chart().alt.words == str(figure.Alt)
    assert (357, True) == (round(right - left), 0 < bottom < top < 841.89)


def test_running_feet_are_no_part_of_the_text(pdf: pikepdf.Pdf) -> None:
    """Period, tag and page number stand on every page and are read on none: what is numbered has an element."""
    owned = {one.objgen for one in elements(pdf.Root.StructTreeRoot)}
    owners = [pdf.Root.StructTreeRoot.ParentTree.Nums[at] for at in (1, 3)]
    for one, tree in zip(pdf.pages, owners, strict=True):
        steps = [step for step in pikepdf.parse_content_stream(one) if str(step.operator) == "BDC"]
        numbers = {int(step.operands[1]["/MCID"]) for step in steps}
        assert numbers == {
            at for at, owner in enumerate(tree) if isinstance(owner, pikepdf.Dictionary) and owner.objgen in owned
        }


def test_every_page_has_its_foot(pages: list[pypdfium2.PdfTextPage]) -> None:
    """Period and revision, page x of y."""
    for number, text in enumerate(pages, start=1):
        words = text.get_text_range()
        assert ("2025, revision 1" in words, f"Page {number} of {len(pages)}" in words) == (True, True)


def test_a_later_page_is_headed_by_its_briefing(pages: list[pypdfium2.PdfTextPage]) -> None:
    """A page that lies alone says what it belongs to; the first one has its masthead."""
    above = [text.get_text_bounded(bottom=841.89 - PT_OF_HEAD + 4) for text in pages]
    head = next(block for block in story().blocks if isinstance(block, plan.KeyFinding))
    assert ["", f"{head.series.words} {head.period.words}"] == [" ".join(words.split()) for words in above]


def test_bookmarks_lead_to_sections_and_titles(pdf: pikepdf.Pdf) -> None:
    """The headline holds the sections, the pictures and the tables, in their order."""
    with pdf.open_outline() as outline:
        (headline,) = outline.root
    titles = [" ".join(item.title.split()) for item in (headline, *headline.children[:2])]
    assert [story().title.words, "The year", chart().title.words] == titles


def test_an_address_is_a_link_that_says_where_it_leads(pdf: pikepdf.Pdf) -> None:
    """Who clicks and who listens gets the address that stands in the text."""
    notes = [note for one in pdf.pages for note in one.get("/Annots", [])]
    told = {(str(note.A.URI), str(note.Contents)) for note in notes}
    address = "https://example.org/customs/2025"
    assert {(address, address)} == told


def test_a_note_is_never_alone_on_the_last_page(look: EditionLook) -> None:
    """What to watch goes with it, whole, so that the last page is worth its paper."""
    more = [section(f"more{at}", "More", None, "Customs counted what came in, month by month. " * 4) for at in range(7)]
    kept = [block for block in story().blocks if not isinstance(block, plan.Chart)]
    told = replace(story(), blocks=(*kept[:8], *more, *kept[8:]))
    files = files_of(edition(stories=(told,), formats=("pdf",)), look)
    last = pypdfium2.PdfDocument(files["en.pdf"])[2].get_textpage().get_text_range()
    heads = ("What to watch", "End of September", "Note on the figures")
    assert (True, True, True) == tuple(head in last for head in heads)


def test_the_text_comes_out_in_the_order_of_the_story(pages: list[pypdfium2.PdfTextPage]) -> None:
    """Who copies, searches or listens gets label, paragraph, picture and source as they are read on the page."""
    flow = "".join("".join(text.get_text_range().split()) for text in pages)
    at = 0
    for block in share(story(), "pdf").blocks[:-1]:
        for words in texts(block):
            found = flow.find("".join(words.split()), at)
            assert found >= 0, f"{words!r} does not stand where it belongs, in block {block.id}"
            at = found


def test_spaces_are_spaces(pages: list[pypdfium2.PdfTextPage]) -> None:
    """A no-break space has a glyph of its own, so that searching for two words finds them."""
    words = pages[0].get_text_range()
    assert ("Trade and Investment Section" in words, "(HS\u00a074)" in words) == (True, True)


def test_six_faces_at_most_and_all_embedded(pdf: pikepdf.Pdf) -> None:
    """Serif says, sans labels: two families in six cuts."""
    fonts = {
        str(font.BaseFont): "/FontFile2" in font.DescendantFonts[0].FontDescriptor
        for one in pdf.pages
        for font in one.Resources.Font.values()
    }
    assert len(fonts) <= 6
    assert all(fonts.values())


def texts(value: object) -> list[str]:
    """Return the printed words of a block, but for a picture's alt text and labels."""
    if isinstance(value, plan.Text):
        return [value.words]
    if isinstance(value, tuple):
        return [words for part in value for words in texts(part)]
    if isinstance(value, plan.Chart):
        return [value.title.words, value.subtitle.words, value.source.words]
    if is_dataclass(value):
        return [words for item in fields(value) for words in texts(getattr(value, item.name))]
    return []


def bottoms(text: pypdfium2.PdfTextPage) -> list[float]:
    """Return the feet of the characters in the body of a page, from the foot of the paper."""
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    return [low for left, low, right, top in boxes if right > left and low > PT_OF_FOOT - 2]


def test_no_page_but_the_last_is_left_empty(pages: list[pypdfium2.PdfTextPage]) -> None:
    """At most 12 per cent of the type area is white at a page's foot."""
    area = 841.89 - PT_OF_FOOT - PT_OF_HEAD
    assert 2 == len(pages)
    assert all((min(bottoms(text)) - PT_OF_FOOT) / area <= 0.12 for text in pages[:-1])


def test_nothing_leaves_the_type_area(pages: list[pypdfium2.PdfTextPage]) -> None:
    """Text off the page warns nobody: each character stands between the margins of 20 mm."""
    for text in pages:
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        inked = [(left, right) for left, _, right, _ in boxes if right > left]
        assert min(left for left, _ in inked) >= 56.0
        assert max(right for _, right in inked) <= 595.28 - 56.0
