"""Compare the PDF with the edition: its text in the order of its tags, and the text repeated on every page.

Drawing order is not reading order: floats, positioned boxes and pictures are drawn separately. The structure tree names
each run of text by page and number. Text outside the tree is running head and foot, and must be exactly that. The text
layer also has words that are white, covered or off the page, so each run must show ink on the drawn page.
"""

from __future__ import annotations

import ctypes
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, takewhile
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

from generator.audit import seals
from generator.audit.edition_data import Data, EditionText, Finding, blocks, fold_spaces, strip_directions, texts
from generator.audit.patterns.tongue import Tongue
from generator.audit.readers.expected_texts import Bundle, Comparer, ExpectedDrawing, Item, Part, any_order, foot, parts
from generator.audit.readers.figure_sources import source_faults
from generator.audit.readers.page_reader import alternatives, spoken_faults
from generator.audit.seals import MANIFEST, UNLISTED, extra_content_faults

_EMBEDDED = ("figures.csv", "claims.json")
# PDFium's characters for a hyphen at the end of a line
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\N{SOFT HYPHEN}": ""})
_NO_MARK = -1
_SPOKEN = ("/Alt", "/ActualText", "/E")
_DEEPEST = 100
_SCALE = 1.5  # px for each point, so that letters of seven points have strokes of one px
_INK = 24  # of 255; least difference between the lightest and the darkest px of letters
_PIECE = 4  # width / height of the pieces of a run that must each show ink
Box = tuple[float, float, float, float]  # left, foot, right and top in points from the lower left corner
Runs = Mapping[tuple[int, int], str]  # text by page and mark; unmarked text has the mark -1


def letters_only(text: str) -> str:
    """Return `text` without white space and ligatures. A PDF records places, not spaces."""
    return "".join(unicodedata.normalize("NFKC", strip_directions(text)).translate(_HYPHENS).split())


def read_pdf(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the PDF and the edition."""
    name = bundle.name("pdf")
    content = bundle.files[name]
    try:
        with pypdfium2.PdfDocument(content) as drawing, pikepdf.open(io.BytesIO(content)) as tagged:
            yield from read_open_pdf(name, bundle, drawing, tagged)
            yield from extra_content_faults(name, tagged)
            yield from print_faults(name, drawing)
            yield from _embedded_faults(name, bundle, tagged)
    except (pypdfium2.PdfiumError, pikepdf.PdfError) as fault:
        yield Finding(name, "", "file unreadable", str(fault))


def read_open_pdf(name: str, bundle: Bundle, drawing: pypdfium2.PdfDocument, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield every difference between the texts of an opened PDF and the story."""
    yield from _texts(name, bundle, drawing, tagged)
    metadata = drawing.get_metadata_dict()
    for key, field_name in (("Title", "title"), ("Subject", "summary")):
        words = bundle.story[field_name]["words"]
        if fold_spaces(metadata.get(key, "")).strip() != fold_spaces(words).strip():
            problem = f"the document's {key.lower()} reads {metadata.get(key, '')!r}"
            yield Finding(name, words, f"{field_name} differs", problem)


def embedded(tagged: pikepdf.Pdf) -> dict[str, bytes]:
    """Return the files inside a PDF, by name."""
    return {key: bytes(spec.get_file().read_bytes()) for key, spec in tagged.attachments.items()}


def _texts(name: str, bundle: Bundle, drawing: pypdfium2.PdfDocument, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    runs = _runs_beside_glyphs(tagged) if bundle.is_turned else _runs(drawing)
    tags = Tags(tagged, runs)
    text = "".join(tags.texts.values())
    if bundle.edition.get("sources_page"):
        head = letters_only(Tongue.of(bundle.language).sentences["proof.title"])
        text, _, sources = text.rpartition(head)
        yield from source_faults(name, _text_from(tags, len(text)), len(drawing), bundle)
        if not sources:
            yield Finding(name, "", "evidence", "no figure stands with its sources at the end")
    items = in_printed_order(text, parts(_with_guide(bundle.story, drawing, text), "pdf"))
    for words, problem in Comparer(text, fold=letters_only, spaced=False).read(items):
        yield Finding(name, words, "text differs", problem)
    for number in range(len(drawing)):
        outside = "".join(run for key, run in runs.items() if key[0] == number and key not in tags.texts)
        yield from _running_faults(name, bundle.story, number, len(drawing), letters_only(outside))
    spoken = {fold_spaces(words).strip() for words in tags.spoken} - {""}
    yield from spoken_faults(name, [("a figure's alternative text", words) for words in sorted(spoken)], bundle)
    for alt in sorted(alternatives(bundle, "pdf") - spoken):
        yield Finding(name, alt, "alt text differs", "no figure has this alternative text")


def _with_guide(story: Data, drawing: pypdfium2.PdfDocument, text: str) -> Data:
    """Return the story with the guide to the pages after the label of its lede, where `text` has one.

    A row of the guide has the parts of a later page, as the outline of the PDF has them, and the number of the page.
    """
    heads = set()
    for block in blocks(story, "pdf"):
        if block["kind"] == "section" and block.get("label") and block.get("role") not in {"lede", "rows"}:
            heads.add(letters_only(block["label"]["words"]))
    rows: dict[int, list[str]] = {}
    for entry in drawing.get_toc():
        place = entry.get_dest()
        number = 1 + (place.get_index() or 0) if place else 1
        if number > 1 and letters_only(entry.get_title()) in heads:
            rows.setdefault(number, []).append(entry.get_title())
    guide = [{"words": f"{number} {' · '.join(titles)}"} for number, titles in sorted(rows.items())]
    rows_said = "".join(row["words"] for row in guide)
    shown = []
    for block in story["blocks"]:
        label = block.get("label")
        if block.get("role") == "lede" and label and letters_only(label["words"] + rows_said) in text:
            others = {key: block[key] for key in block if key != "label"}
            shown.append({"label": block["label"], "guide": guide, **others})
        else:
            shown.append(block)
    return {**story, "blocks": shown}


def in_printed_order(text: str, shown: Sequence[Part]) -> list[Item]:
    """Return the items of all parts in the order in which they stand in `text`.

    Texts keep their order. A figure may stand after texts that follow it, where the page had no room for it, or before
    a text. A part that is not found stands in the order of the edition.
    """
    waiting = list(shown)
    items: list[Item] = []
    at = 0
    while waiting:
        text_part = next((part for part in waiting if not part.is_figure), None)
        choices = [part for part in waiting if part.is_figure or part is text_part]
        beginnings = [_beginning(part) for part in choices]
        places = [text.find(beginning, at) for beginning in beginnings]
        number = 0
        if places[0] >= 0:
            known = [number for number, place in enumerate(places) if place >= 0]
            # of two that begin alike the longer one is meant where both are there
            number = min(known, key=lambda number: (places[number], -len(beginnings[number])))
            at = places[number] + len(beginnings[number])
        items += choices[number].items
        waiting.remove(choices[number])
    return items


def _beginning(part: Part) -> str:
    """Return the letters of a part up to its picture."""
    texts_before = takewhile(lambda item: not isinstance(item, ExpectedDrawing), part.items)
    return "".join(letters_only(text.words) for text in texts_before if isinstance(text, EditionText))


def _text_from(tags: Tags, start: int) -> str:
    """Return the tagged text after the first `start` letters, with spaces between its runs."""
    ends = accumulate(map(len, tags.texts.values()))
    return " ".join(
        fold_spaces(tags.runs[key]).strip() for key, end in zip(tags.texts, ends, strict=True) if end > start
    )


def _runs(drawing: pypdfium2.PdfDocument) -> Runs:
    """Return the text of each run, from its glyphs."""
    runs: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, sheet in enumerate(drawing):
        words, marks = sheet.get_textpage(), dict(_objects_in_forms(sheet))
        for place in range(words.count_chars()):
            item = pdfium.FPDFText_GetTextObject(words, place)
            address = _address(item)
            if address not in marks:
                marks[address] = pdfium.FPDFPageObj_GetMarkedContentID(item) if address else _NO_MARK
            runs[number, marks[address]].append(chr(pdfium.FPDFText_GetUnicode(words, place)))
    return {key: "".join(letters) for key, letters in runs.items()}


def _objects_in_forms(sheet: pypdfium2.PdfPage) -> Iterator[tuple[int, int]]:
    """Yield the objects inside forms (transparent parts of a picture), with the mark that the form is under."""
    items = [pdfium.FPDFPage_GetObject(sheet, place) for place in range(pdfium.FPDFPage_CountObjects(sheet))]
    waiting = [(item, pdfium.FPDFPageObj_GetMarkedContentID(item)) for item in items]
    while waiting:
        form, mark = waiting.pop()
        if pdfium.FPDFPageObj_GetType(form) == pdfium.FPDF_PAGEOBJ_FORM:
            for place in range(pdfium.FPDFFormObj_CountObjects(form)):
                item = pdfium.FPDFFormObj_GetObject(form, place)
                yield _address(item), mark
                waiting.append((item, mark))


def _address(item: Any) -> int:  # noqa: ANN401 -- a pointer of PDFium
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _runs_beside_glyphs(tagged: pikepdf.Pdf) -> Runs:
    """Return the text recorded for each run, since joined letters are drawn in pieces and from the left."""
    runs: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, sheet in enumerate(tagged.pages):
        for step in pikepdf.parse_content_stream(sheet, "BDC"):
            marks = step.operands[1] if isinstance(step.operands[1], pikepdf.Dictionary) else pikepdf.Dictionary()
            if "/ActualText" in marks:
                runs[number, int(marks.get("/MCID", _NO_MARK))].append(str(marks.ActualText))
    return {key: " ".join(words) for key, words in runs.items()}


@dataclass
class Tags:
    """The texts under the tags of `pdf`. `runs` is the text under each mark of each page."""

    pdf: pikepdf.Pdf
    runs: Runs
    texts: dict[tuple[int, int], str] = field(default_factory=dict)  # by page and mark, in the order of the tags
    spoken: list[str] = field(default_factory=list)  # texts that are read aloud instead of others

    def __post_init__(self) -> None:
        """Read the tags. Raise PdfError if they are nested too deeply."""
        self.sheets = {sheet.objgen: place for place, sheet in enumerate(self.pdf.pages)}
        self._read(self.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), -1, 0)

    def _read(self, node: Any, sheet: int, depth: int) -> None:  # noqa: ANN401 -- pikepdf
        """Read an element, or a mark of content, at nesting level `depth`."""
        if depth > _DEEPEST:
            msg = "its tags lie in one another without end"
            raise pikepdf.PdfError(msg)
        keys = node.keys()
        if "/Pg" in keys:
            sheet = self.sheets.get(node.Pg.objgen, sheet)
        self.spoken += [str(node[key]) for key in _SPOKEN if key in keys]
        inside = "/MCID" if "/MCID" in keys else "/K"
        for kid in _flat(node[inside]) if inside in keys else ():
            if isinstance(kid, int):
                if (sheet, kid) in self.runs:
                    self.texts.setdefault((sheet, kid), letters_only(self.runs[sheet, kid]))
            elif isinstance(kid, pikepdf.Dictionary):
                self._read(kid, sheet, depth + 1)


def _flat(inside: Any) -> list[Any]:  # noqa: ANN401 -- pikepdf
    """Return the children of an element as one list, however they are nested."""
    if not isinstance(inside, pikepdf.Array):
        return [inside]
    return [kid for part in inside for kid in _flat(part)]


def _running_faults(name: str, story: Data, number: int, pages: int, text: str) -> Iterator[Finding]:
    """Yield a page whose running text is wrong.

    Every page has a foot. Later pages may have a head from the texts of the masthead, the findings and the tables.
    """
    ends, numbers = foot(story), (("{page}", str(number + 1)), ("{pages}", str(pages)))
    needed = []
    for item in ends:
        words = item.words
        for slot, digits in numbers:
            words = words.replace(slot, digits)
        needed.append(letters_only(words))
    spare = list[str]()
    if number:  # the page's head, and the head of a table that continues there
        shown = list(blocks(story, "pdf"))
        heads = [block for block in shown if block["kind"] in {"masthead", "finding"}]
        tables = [block for block in shown if block["kind"] == "table"]
        heads += [{"groups": table.get("groups", []), "head": table["head"]} for table in tables]
        spare = [letters_only(words) for words in (*(text.words for text in texts(heads)), story["title"]["words"])]
    if any_order(text, 0, needed, [words for words in spare if words]) != len(text):
        missing = next((item.words for item, word in zip(ends, needed, strict=True) if word not in text), "")
        yield Finding(name, missing, "running text differs", f"page {number + 1} has {text!r}; {needed} is expected")


def _embedded_faults(name: str, bundle: Bundle, tagged: pikepdf.Pdf) -> Iterator[Finding]:
    inside = embedded(tagged)
    try:
        entry = seals.pdf_entry(inside)
    except ValueError as fault:
        yield Finding(name, "", "embedded file", f"{MANIFEST}: {fault}")
    else:
        yield from seals.embedded_file_faults(name, entry, inside)
        yield from seals.page_digest_faults(name, entry, tagged)
        yield from seals.inner_edition_faults(name, entry, bundle.language, bundle.edition)
    if bundle.edition.get("redistribution") == "none":
        for item in sorted(set(inside) - UNLISTED):
            yield Finding(name, "", "terms", f"{item} is embedded, and the cells of its source may not go out")
        return
    for item in _EMBEDDED:
        if inside.get(item) != bundle.files.get(item):
            problem = "is not embedded" if item not in inside else "differs from the file beside it"
            yield Finding(name, "", "embedded file", f"{item} {problem}")


def print_faults(name: str, drawing: pypdfium2.PdfDocument) -> Iterator[Finding]:
    """Yield the runs of text without visible ink: the longest of each page, and how many there are."""
    for number, sheet in enumerate(drawing, 1):
        words, page = sheet.get_textpage(), sheet.render(scale=_SCALE, grayscale=True).to_pil()
        unseen: dict[str, list[str]] = {}
        for box in map(words.get_rect, range(words.count_rects())):
            why = _ink_fault(page, sheet.get_height(), box)
            run = words.get_text_bounded(*box).replace("\r\n", " ").strip() if why else ""
            if any(sign.isalnum() for sign in run):
                unseen.setdefault(why, []).append(fold_spaces(run))
        for why, runs in unseen.items():
            problem = f"page {number}: {why}; {len(runs)} so from {runs[0]!r} on"
            yield Finding(name, max(runs, key=len), "not seen", problem)


def _ink_fault(page: Image, height: float, box: Box) -> str:
    """Return why the letters in a box of a grey page image are invisible, or ""."""
    left, foot, right, top = box
    if not (0 <= (left + right) / 2 * _SCALE <= page.width and 0 <= (foot + top) / 2 <= height):
        return "stands off the page"
    count = max(1, int((right - left) / (top - foot) / _PIECE))
    step = (right - left) / count
    for start in (left + step * place for place in range(count)):
        sides = (start, height - top, start + step, height - foot)
        x, y, end, low = (int(side * _SCALE) for side in sides)
        piece = page.crop((max(x, 0), max(y, 0), min(end + 1, page.width), min(low + 1, page.height)))
        shades = piece.tobytes()
        if max(shades, default=0) - min(shades, default=0) < _INK:
            return "no ink is seen where it stands"
    return ""
