"""Link A for the PDF: its text in the order of its tags (what a screen reader says), and what stands on every page.

Drawing order is no reading order: floats, positioned boxes and pictures are painted apart. The structure tree names
each run of text by page and number; text outside of it is running head and foot, and must be exactly that.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from generator.audit import sealed
from generator.audit.annotations import beside_the_content
from generator.audit.bundle import Bundle
from generator.audit.compare import Comparer, any_order
from generator.audit.edition import Data, Said, blocks, texts
from generator.audit.expected import foot, stream
from generator.audit.finding import Finding, folded, undirected
from generator.audit.pages import alternatives, heard
from generator.audit.patterns.tongue import Tongue
from generator.audit.printed import print_faults
from generator.audit.proofs import in_sources
from generator.audit.signature import MANIFEST, UNLISTED
from generator.audit.tags import Runs, Tags

_EMBEDDED = ("figures.csv", "claims.json")
_HYPHEN = "\x02"
# PDFium's signs for a hyphen at a line's end
_HYPHENS = str.maketrans({"\ufffe": "-", _HYPHEN: "-", "\N{SOFT HYPHEN}": ""})
_NO_MARK = -1


def _by_address(function: Any, answer: Any) -> Callable[[int, int], Any]:  # noqa: ANN401 -- types of ctypes
    """Return the same function of PDFium, asked by the address of a page of text: no object is made on the way."""
    made = ctypes.CFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_int)
    return made(ctypes.cast(function, ctypes.c_void_p).value or 0)


_object_at = _by_address(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_letter_at = _by_address(pdfium.FPDFText_GetUnicode, ctypes.c_uint)


def glued(text: str) -> str:
    """Return `text` without white space, ligatures undone: a PDF knows places, not spaces."""
    if text.isascii():
        return "".join(text.replace(_HYPHEN, "-").split())
    return "".join(unicodedata.normalize("NFKC", undirected(text)).translate(_HYPHENS).split())


def read_pdf(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where the PDF departs from the edition."""
    name = bundle.name("pdf")
    content = bundle.files[name]
    try:
        with pypdfium2.PdfDocument(content) as drawn, pikepdf.open(io.BytesIO(content)) as tagged:
            yield from read_opened(name, bundle, drawn, tagged)
            yield from beside_the_content(name, tagged)
            yield from print_faults(name, drawn)
            yield from _embedded(name, bundle, tagged)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as fault:
        yield Finding(name, "", "file unreadable", str(fault))


def read_opened(name: str, bundle: Bundle, drawn: pypdfium2.PdfDocument, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield every place where the texts of an opened PDF depart from the story."""
    yield from _texts(name, bundle, drawn, tagged)
    yield from _metadata(name, bundle.story, drawn.get_metadata_dict())


def embedded(tagged: pikepdf.Pdf) -> dict[str, bytes]:
    """Return the files inside a PDF by name."""
    return {key: bytes(spec.get_file().read_bytes()) for key, spec in tagged.attachments.items()}


def _texts(name: str, bundle: Bundle, drawn: pypdfium2.PdfDocument, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    runs = _said(tagged) if bundle.story.get("direction") == "rtl" else _runs(drawn)
    tags = Tags(tagged, runs, glued)
    items, text = stream(bundle.story, "pdf"), tags.text
    if bundle.edition.get("sources_page"):
        head = glued(Tongue.of(bundle.language).sentences["proof.title"])
        text, _, rest = text.rpartition(head)
        yield from in_sources(name, _from(tags, runs, len(text)), len(drawn), bundle)
        if not rest:
            yield Finding(name, "", "evidence", "no figure stands with its sources at the end")
    for departure in Comparer(text, fold=glued, spaced=False).read(items):
        yield Finding(name, departure.said.words, "text differs", departure.problem)
    for number in range(len(drawn)):
        outside = "".join(run for key, run in runs.items() if key[0] == number and key not in tags.said)
        yield from _running(name, bundle.story, number, len(drawn), glued(outside))
    yield from _spoken(name, bundle, tags.spoken)


def _from(tags: Tags, runs: Runs, start: int) -> str:
    """Return what stands under the tags behind so many letters, its runs apart by spaces."""
    ends = accumulate(map(len, tags.said.values()))
    return " ".join(folded(runs[key]).strip() for key, end in zip(tags.said, ends, strict=True) if end > start)


def _runs(drawn: pypdfium2.PdfDocument) -> Runs:
    """Return the text under each mark of each page; unmarked text of a page lies under -1."""
    runs: dict[tuple[int, int], list[str]] = {}
    for number, sheet in enumerate(drawn):
        words, marks = sheet.get_textpage(), {0: _NO_MARK, **dict(_in_forms(sheet))}
        page, places, at = _address(words.raw), range(words.count_chars()), 0
        letters = "".join([chr(_letter_at(page, place)) for place in places])
        for item, same in groupby([_object_at(page, place) or 0 for place in places]):
            if item not in marks:
                marks[item] = pdfium.FPDFPageObj_GetMarkedContentID(pdfium.FPDFText_GetTextObject(words, at))
            start, at = at, at + len(list(same))
            runs.setdefault((number, marks[item]), []).append(letters[start:at])
    return {key: "".join(letters) for key, letters in runs.items()}


def _said(tagged: pikepdf.Pdf) -> Runs:
    """Return what is written beside the glyphs of each run: letters that join are drawn in parts and from the left."""
    runs: dict[tuple[int, int], list[str]] = {}
    for number, sheet in enumerate(tagged.pages):
        for step in pikepdf.parse_content_stream(sheet, "BDC"):
            marks = step.operands[1] if isinstance(step.operands[1], pikepdf.Dictionary) else pikepdf.Dictionary()
            if "/ActualText" in marks:
                place = number, int(marks.get("/MCID", _NO_MARK))
                runs.setdefault(place, []).append(str(marks.ActualText))
    return {key: " ".join(words) for key, words in runs.items()}


def _in_forms(sheet: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """Yield the objects inside of forms (a picture's transparent parts) with the mark under which the form stands."""
    for place in range(pdfium.FPDFPage_CountObjects(sheet)):
        item = pdfium.FPDFPage_GetObject(sheet, place)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _in_form(item, pdfium.FPDFPageObj_GetMarkedContentID(item))


def _in_form(form: Any, mark: int) -> Iterator[tuple[int, int]]:  # noqa: ANN401 -- a pointer of PDFium
    for place in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, place)
        yield _address(item), mark
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _in_form(item, mark)


def _address(item: Any) -> int:  # noqa: ANN401 -- a pointer of PDFium
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _running(name: str, story: Data, number: int, pages: int, text: str) -> Iterator[Finding]:
    """Foot on every page, and on later pages a head made of the masthead's and the finding's own texts."""
    needed = [
        glued(item.words.replace("{page}", str(number + 1)).replace("{pages}", str(pages))) for item in foot(story)
    ]
    if any_order(text, 0, needed, _heads(story) if number else ()) != len(text):
        said = next((item.words for item, word in zip(foot(story), needed, strict=True) if word not in text), "")
        yield Finding(name, said, "running text differs", f"page {number + 1} has {text!r}; {needed} is expected")


def _heads(story: Data) -> list[str]:
    """Return what may stand over a later page: the head of the pages, and that of a table which goes on there."""
    shown = list(blocks(story, "pdf"))
    own = [block for block in shown if block["kind"] in {"masthead", "finding"}]
    own += [{"groups": block.get("groups", []), "head": block["head"]} for block in shown if block["kind"] == "table"]
    return [glued(text.words) for text in (*texts(own), Said(story["title"]["words"])) if text.words.strip()]


def _spoken(name: str, bundle: Bundle, spoken: Sequence[str]) -> Iterator[Finding]:
    said = {folded(words).strip() for words in spoken} - {""}
    yield from heard(name, [("a figure's alternative text", words) for words in sorted(said)], bundle)
    for alt in sorted(alternatives(bundle, "pdf") - said):
        yield Finding(name, alt, "alt text differs", "no figure has this alternative text")


def _metadata(name: str, story: Data, found: Mapping[str, str]) -> Iterator[Finding]:
    for key, field_name in (("Title", "title"), ("Subject", "summary")):
        words = story[field_name]["words"]
        if folded(found.get(key, "")).strip() != folded(words).strip():
            yield Finding(
                name, words, f"{field_name} differs", f"the document's {key.lower()} reads {found.get(key, '')!r}"
            )


def _embedded(name: str, bundle: Bundle, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    inside = embedded(tagged)
    try:
        said = sealed.told(inside)
    except ValueError as fault:
        yield Finding(name, "", "embedded file", f"{MANIFEST}: {fault}")
    else:
        yield from sealed.of_files(name, said, inside)
        yield from sealed.of_pages(name, said, tagged)
        yield from sealed.of_edition(name, said, bundle.language, bundle.edition)
    if bundle.edition.get("redistribution") == "none":
        for item in sorted(set(inside) - UNLISTED):
            yield Finding(name, "", "terms", f"{item} is embedded, and the cells of its source may not go out")
        return
    for item in _EMBEDDED:
        if inside.get(item) != bundle.files.get(item):
            said_of = "is not embedded" if item not in inside else "differs from the file beside it"
            yield Finding(name, "", "embedded file", f"{item} {said_of}")
