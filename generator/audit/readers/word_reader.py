"""Compare the Word document with the edition: words in order, tables cell by cell, pictures, head and foot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from lxml import etree

from generator.audit.edition_data import Data, EditionText, Finding, blocks, fold_text, text_of
from generator.audit.readers.expected_texts import Bundle, Comparer, charts, foot, stream
from generator.audit.readers.html_reader import PICTURE
from generator.audit.readers.office_parts import (
    OfficeForm,
    OfficeParts,
    kind_of,
    letter_fault,
    names,
    read_office,
    value_of,
)
from generator.audit.seen.svg_marks import StrangeDrawing, marks

_DOCUMENT, _LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_SIZE = 10  # points, of letters whose colour is judged
_FORM = OfficeForm(
    ending="docx",
    known=re.compile(
        r"\[Content_Types\]\.xml|(word/)?_rels/[\w.]*\.rels|docProps/core\.xml|"
        r"word/(document|header|footer|styles|settings|numbering)\.xml|word/media/[\w-]+\.png"
    ),
    needed=(_DOCUMENT, _LINKS, "word/header.xml", "word/footer.xml", "word/styles.xml"),
    aside=frozenset(("[Content_Types].xml", "_rels/.rels", _LINKS, "docProps/core.xml")),
    # of text, tables and pictures, and how they look: none loads, computes, hides or generates something
    elements=names("""
    document body hdr ftr p pPr pStyle r rPr rStyle t tab br fldSimple sectPr headerReference footerReference pgSz
    pgMar titlePg tbl tblPr tblStyle bidiVisual tblW tblLayout tblLook tblGrid gridCol tr trPr cantSplit tblHeader tc
    tcPr tcW gridSpan vAlign tblInd tblCellMar tblBorders tcBorders insideH insideV top left bottom right start end
    shd bidi rtl cs drawing inline extent docPr graphic graphicData pic nvPicPr cNvPr cNvPicPr blipFill blip srcRect
    stretch fillRect spPr xfrm off ext prstGeom avLst styles docDefaults rPrDefault pPrDefault style name basedOn next
    qFormat uiPriority rFonts b bCs i iCs u color sz szCs lang vertAlign spacing ind jc keepNext keepLines
    widowControl pBdr tabs numPr numId ilvl outlineLvl contextualSpacing numbering abstractNum multiLevelType lvl
    start numFmt lvlText lvlJc num abstractNumId settings zoom defaultTabStop characterSpacingControl compat
    compatSetting themeFontLang link
"""),
)
_SAID = (_DOCUMENT, "word/header.xml", "word/footer.xml")  # the parts with words
_FROM_LEFT = "\N{LEFT-TO-RIGHT MARK}"  # a run in a text from the right begins with it if it runs from the left
_FIELDS = {"PAGE": "{page}", "NUMPAGES": "{pages}"}
# What moves words, and by how many twentieths of a point at most; the least side of a paper.
_PLACES, _FAR, _PAPER = names("spacing ind tblInd pgMar"), 3000, 8000
_OFF = names("0 false off")
_FACES = ("ascii", "hAnsi", "eastAsia", "cs")
_CROP = 100_000  # a crop is in thousandths of a per cent
_PIXEL, _NEAR = 1.0, 0.01  # how far an edge of a picture, and its form, may be from what they are to be


def read_word(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the Word document and the edition."""
    return read_office(bundle, _FORM, _differences)


def _differences(name: str, parts: OfficeParts, bundle: Bundle) -> Iterator[Finding]:
    yield from (Finding(name, "", "page form", fault) for fault in _link_faults(parts))
    yield from (Finding(name, "", "not seen", fault) for fault in _look_faults(parts))
    yield from (Finding(name, "", "text differs", fault) for fault in _run_faults(parts, bundle))
    story = bundle.story
    yield from _compare(name, parts.xml[_DOCUMENT], stream(story, "docx"))
    yield from _compare(name, parts.xml["word/footer.xml"], foot(story))
    yield from _compare(name, parts.xml["word/header.xml"], list(_head(story)))
    yield from _table_faults(name, parts.xml[_DOCUMENT], bundle)
    yield from _picture_faults(name, parts, bundle)


def _compare(name: str, root: Any, items: Sequence[Any]) -> Iterator[Finding]:  # noqa: ANN401 -- lxml
    actual = fold_text(_text(root)).strip()
    if actual and not items:
        yield Finding(name, "", "text differs", f"it says {actual!r}, which the edition does not")
    for words, problem in Comparer(actual, fold=fold_text).read(items) if items else ():
        yield Finding(name, words, "text differs", problem)


def _head(story: Data) -> Iterator[EditionText]:
    """Yield the texts at the head of each page but the first: series, period and warning."""
    shown = {block["kind"]: block for block in blocks(story, "pdf")}
    for kind, keys in (("finding", ("series", "period")), ("masthead", ("tag",))):
        yield from (text_of(shown[kind][key]) for key in keys if kind in shown and shown[kind].get(key))


def _text(node: Any) -> str:  # noqa: ANN401 -- lxml
    """Return the text of an element, a picture as its sign, and a field as the slot that it fills."""
    pieces = []
    for part in node.iter():
        kind = kind_of(part)
        field = _FIELDS.get(value_of(part, "instr").strip(), "?") if kind == "fldSimple" else ""
        inside = next(part.iterancestors("{*}fldSimple"), None) is not None
        pieces.append(part.text or "" if kind == "t" and not inside else field)
        pieces.append({"drawing": f" {PICTURE} ", "tab": " ", "br": " ", "p": " "}.get(kind, ""))
    return "".join(pieces)


def _link_faults(parts: OfficeParts) -> Iterator[str]:
    """Yield where the document is not put together of its own parts."""
    kinds = {}
    for link in parts.xml[_LINKS]:
        kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "")
        kinds[link.get("Id")] = kind
        if target != f"{kind}.xml" and not (kind == "image" and target.startswith("media/")):
            yield f"its {kind} is {target}"
    for kind in ("header", "footer"):
        used = list(parts.xml[_DOCUMENT].iter(f"{{*}}{kind}Reference"))
        pages = {value_of(node, "type") for node in used}
        if {kinds.get(value_of(node, "id")) for node in used} != {kind} or "default" not in pages:
            yield f"its pages have no {kind}, or another one"


def _look_faults(parts: OfficeParts) -> Iterator[str]:
    """Yield how letters are made unreadable, and what lists say before their items."""
    nodes = [node for part, root in parts.xml.items() if part not in _FORM.aside for node in root.iter()]
    grounds = {value_of(node, "fill") for node in nodes if kind_of(node) == "shd"} - {"", "auto"}
    for node in nodes:
        kind, value = kind_of(node), value_of(node)
        fault = ""
        if any("theme" in key.lower() for key, _ in node.items()):
            fault = f"the look of its letters is that of a theme: {dict(node.items())}"
        elif kind == "color" and value != "auto":
            fault = letter_fault(value, grounds, _SIZE)
        elif kind in {"sz", "szCs"}:
            fault = letter_fault("000000", (), float(value) / 2)
        elif kind == "lvlText" and re.search(r"\w|%", value):
            fault = f"its lists say {value!r}"
        elif kind == "pgSz" and min(int(value_of(node, side)) for side in "wh") < _PAPER:
            fault = f"its paper is too small: {dict(node.items())}"
        elif kind in _PLACES and _is_moved(node):
            fault = f"lines or letters are moved: {dict(node.items())}"
        if fault:
            yield fault


def _is_moved(node: Any) -> bool:  # noqa: ANN401 -- lxml
    """Whether a paragraph or table is moved off the page, lines could cut letters, or letters are moved together."""
    numbers = [int(text) for text in node.values() if text.lstrip("-").isdigit()]
    is_far = any(not 0 <= number <= _FAR for number in numbers)
    begin = value_of(node, "left") or value_of(node, "start") or 0
    is_hung = int(value_of(node, "hanging") or 0) > int(begin)
    return is_far or is_hung or bool(value_of(node)) or value_of(node, "lineRule") == "exact"


def _run_faults(parts: OfficeParts, bundle: Bundle) -> Iterator[str]:
    """Yield the runs that are read otherwise than their letters say: raised, in signs, or the other way round."""
    marks = {
        note["mark"] for block in blocks(bundle.story, "pdf") for note in block.get("footnotes", ()) if note["cells"]
    }
    styles = parts.xml["word/styles.xml"]
    faces = {value_of(node, face) for node in styles.iter("{*}rFonts") for face in _FACES}
    if styles.find(".//{*}vertAlign") is not None:
        yield "a style raises letters"
    for root in (styles, *(parts.xml[part] for part in _SAID)):
        yield from _way_faults(root, is_turned=bundle.is_turned)
    for run in (run for part in _SAID for run in parts.xml[part].iter("{*}r")):
        words, look = "".join(node.text or "" for node in run.iter("{*}t")), run.find("{*}rPr")
        if look is None:
            continue
        if look.find("{*}vertAlign") is not None and words.strip() not in marks:
            yield f"{words!r} is raised"
        strange = {value_of(node, face) for node in look.iter("{*}rFonts") for face in _FACES} - faces - {""}
        if strange:
            yield f"{words!r} is set in {', '.join(strange)}"
        is_from_right = look.find("{*}rtl") is not None
        if bundle.is_turned and words.strip() and is_from_right == words.startswith(_FROM_LEFT):
            yield f"{words!r} runs the other way"


def _way_faults(root: Any, *, is_turned: bool) -> Iterator[str]:  # noqa: ANN401 -- lxml
    """Yield what lets paragraphs or runs run the other way than their language does."""
    for node in root.iter("{*}bidi", "{*}rtl", "{*}bidiVisual"):
        if not is_turned or value_of(node) in _OFF:
            yield f"{kind_of(node)} turns its words"


def _table_faults(name: str, root: Any, bundle: Bundle) -> Iterator[Finding]:  # noqa: ANN401 -- lxml
    """Yield the cells of tables of figures that differ, and tables whose heads or direction are wrong."""
    tables = [table for table in root.iter("{*}tbl") if table.find("{*}tr/{*}trPr/{*}tblHeader") is not None]
    expected = [block for block in blocks(bundle.story, "pdf") if block["kind"] == "table"]
    for table, block in zip_longest(tables, expected):
        if table is None or block is None:
            title = block["title"]["words"] if block else ""
            yield Finding(name, title, "table differs", f"it has {len(tables)} tables of figures, not {len(expected)}")
            return
        title = block["title"]["words"]
        if (table.find("{*}tblPr/{*}bidiVisual") is not None) != bundle.is_turned:
            yield Finding(name, title, "table differs", "its columns run the other way")
        rows = [[fold_text(_text(cell)).strip() for cell in row.findall("{*}tc")] for row in table.findall("{*}tr")]
        for number, (cells, due) in enumerate(zip_longest(rows, _rows(block)), 1):
            if cells != due:
                yield Finding(name, title, "table differs", f"row {number} has {cells}, not {due}")
                break
        yield from (Finding(name, title, "table differs", fault) for fault in _column_faults(table, block))


def _column_faults(table: Any, block: Data) -> Iterator[str]:  # noqa: ANN401 -- lxml
    """Yield the rows whose cells stand over or under other columns than the edition says."""
    columns = len(table.findall("{*}tblGrid/{*}gridCol"))
    heads = [group["columns"] for group in block.get("groups", ())]
    for number, row in enumerate(table.findall("{*}tr")):
        widths = [int(value_of(cell.find("{*}tcPr/{*}gridSpan")) or 1) for cell in row.findall("{*}tc")]
        is_group = number == 0 and heads
        due = heads[: len(widths)] if is_group else [1] * columns
        due = [*due[:-1], columns - sum(due[:-1])] if is_group else due
        if widths != due:
            yield f"the cells of row {number + 1} are as wide as {widths} columns, not {due}"


def _rows(block: Data) -> list[list[str]]:
    """Return the words of a table's cells: heads of groups, heads, and rows with the marks of notes."""
    columns = len(block["head"]) - bool(block.get("spans"))
    groups = block.get("groups", ())
    rows, at = [], 0
    if groups:
        heads = []
        for group in groups:
            if at < columns:
                heads.append(fold_text(group["words"]["words"]).strip())
            at += group["columns"]
        rows.append(heads)
    rows.append([fold_text(text["words"]).strip() for text in block["head"][:columns]])
    notes = block.get("footnotes", ())
    for at, row in enumerate(block["rows"]):
        cells = []
        for column in range(columns):
            words = row["cells"][column]["words"] if column < len(row["cells"]) else ""
            letters = [note["mark"] for note in notes if [at, column] in note["cells"]]
            cells.append(fold_text(" ".join([words, *letters])).strip())
        rows.append(cells)
    return rows


def _picture_faults(name: str, parts: OfficeParts, bundle: Bundle) -> Iterator[Finding]:
    """Yield pictures that are not the charts' own files, or that show more or less of them than the drawing."""
    targets = {link.get("Id"): f"word/{link.get('Target')}" for link in parts.xml[_LINKS]}
    drawings = list(parts.xml[_DOCUMENT].iter("{*}inline"))
    for shown, chart in zip_longest(drawings, charts(bundle.story, "pdf")):
        if shown is None or chart is None:
            words = chart["alt"]["words"] if chart else ""
            yield Finding(name, words, "alt text differs", f"it has {len(drawings)} pictures")
            return
        alt, file = chart["alt"]["words"], f"charts/{chart['name']}.{bundle.language}"
        spoken = value_of(shown.find("{*}docPr"), "descr")
        if fold_text(spoken).strip() != fold_text(alt).strip():
            yield Finding(name, alt, "alt text differs", f"a picture's alternative text reads {spoken!r}")
        target = targets.get(value_of(next(shown.iter("{*}blip"), None), "embed"), "")
        if parts.media.get(target) != bundle.files.get(f"{file}.png"):
            yield Finding(name, alt, "drawing differs", f"its picture is not {file}.png, byte for byte")
        elif f"{file}.svg" in bundle.files:
            yield from (
                Finding(name, alt, "drawing differs", fault)
                for fault in _crop_faults(shown, bundle.files[f"{file}.svg"])
            )


def _crop_faults(shown: Any, svg: bytes) -> Iterator[str]:  # noqa: ANN401 -- lxml
    """Yield what is wrong with the part of a chart's file that is shown: it must be the drawing, in its own form.

    The file has the title over the drawing, the source under it, and the same margin on both sides.
    """
    root: Any = etree.fromstring(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    crop = next(shown.iter("{*}srcRect"), None)
    left, top, right, foot = (int(value_of(crop, side) or 0) / _CROP for side in "ltrb")
    x, y = map(float, re.findall(r"-?[\d.]+", root.find("{*}g").get("transform")))
    try:
        *_, source = shapes = marks(root)
    except StrangeDrawing as fault:
        yield f"its own file is no chart: {fault}"
        return
    lowest = max(mark.foot for mark in shapes[:-1])
    if max(abs(left * width - x), abs(right * width - x), abs(top * height - y)) > _PIXEL:
        yield "its picture is cut elsewhere than around the drawing"
    elif not lowest - _PIXEL <= (1 - foot) * height <= source.top - source.size / 2:
        yield "its picture is cut elsewhere than under the drawing"
    extent = shown.find("{*}extent")
    form = float(value_of(extent, "cy")) / float(value_of(extent, "cx"))
    due = height * (1 - top - foot) / (width * (1 - left - right))
    frame = next(shown.iter("{*}xfrm"), None)
    sizes = [(value_of(node, "cx"), value_of(node, "cy")) for node in (extent, next(shown.iter("{*}ext"), None))]
    if frame is None or dict(frame.items()) or sizes[0] != sizes[1]:
        yield "its picture is turned, mirrored or stretched in its frame"
    if abs(form / due - 1) > _NEAR:
        yield f"its picture is drawn {form / due:.2f} times as high as it is"
