"""The edition as a Word document, with its pictures.

The template writes all parts in one file, as Word's own form Flat OPC has them. Here each becomes a part of a package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from lxml import etree
from markupsafe import Markup

from generator.errors import TemplateRefused
from generator.page.markup import is_bare, spaced_out
from generator.page.office_package import FROM_LEFT, MARK, directed, package
from generator.page.plain_text import columns_of
from generator.story.plan import Table, Text

if TYPE_CHECKING:
    from jinja2.runtime import Context

    from generator.charts.chart_frame import DrawingPlace

PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}  # width and height in twentieths of a point
SIDES = 2 * 1134  # both margins
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMU = 635  # in a twentieth of a point
_PIXEL = 15  # twentieths of a point
_CROP = 100_000  # a crop is in thousandths of a per cent
_NAMES, _AROUND = 30, 3  # letters: a longer name takes two lines; the space on both sides of a cell
_LETTER = 90  # twentieths of a point, of a letter in a table
_IDEOGRAPH = re.compile("[\u2e80-\u9fff]")
_PAGE_NUMBERS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}
_NUMBER = re.compile(r"(\{pages?\})")


@dataclass(frozen=True)
class WordPicture:
    """The picture of a chart: its file, which of it is cut off at each side, and the size of what is left in EMU."""

    content: bytes
    left: int
    top: int
    right: int
    foot: int
    width: int
    height: int


def word_picture(png: bytes, place: DrawingPlace, room: int) -> WordPicture:
    """Return the drawing in a chart's PNG file, as wide as it is printed, and `room` twentieths of a point at most.

    Title and source, which the file has around the drawing, are cut off: the document has them as texts.
    """
    left, top, right, foot = (round(_CROP * side) for side in (place.left, place.top, place.right, place.foot))
    width = min(round(place.width * _PIXEL), room)
    height = round(width * _EMU * place.height / place.width)
    return WordPicture(png, left, top, right, foot, width * _EMU, height)


def word_document(page: str, pictures: Mapping[str, WordPicture], day: date) -> bytes:
    """Return the package of the parts in `page`, and of `pictures` by the name of their chart.

    TemplateRefused if a desk's own template made no XML.
    """
    try:
        root: Any = etree.fromstring(page.encode(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    except etree.XMLSyntaxError as fault:
        where, remedy = "templates/word.xml.j2", "Close each element that it opens."
        raise TemplateRefused(where, f"is no XML when it is filled: {fault}.", remedy) from None
    types: Any = etree.Element("Types", xmlns=_TYPES)
    for ending, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("png", "image/png")):
        etree.SubElement(types, "Default", Extension=ending, ContentType=kind)
    parts = {}
    for part in root:
        name, kind = part.get(f"{_PACKAGE}name"), part.get(f"{_PACKAGE}contentType")
        [content] = part[0]
        etree.cleanup_namespaces(content)
        parts[name.removeprefix("/")] = _HEAD + etree.tostring(content)
        if not name.endswith(".rels"):
            etree.SubElement(types, "Override", PartName=name, ContentType=kind)
    parts |= {f"word/media/{name}.png": picture.content for name, picture in pictures.items()}
    return package({"[Content_Types].xml": _HEAD + etree.tostring(types), **parts}, day)


@pass_context
def runs(context: Context, texts: Iterable[Text | None], *, strong: bool = False) -> Markup:
    """Return texts as runs of a paragraph, for the template; figures in a text from the right are runs from the left.

    A run with ideographs takes its quotation marks from their face, since Word would take those of a Latin one.
    """
    story = context["story"]
    words = "".join(f"{space}{text.words}" for space, text in spaced_out(text for text in texts if text is not None))
    look = Markup('<w:rStyle w:val="Strong"/>') if strong else Markup("")
    if _IDEOGRAPH.search(words):
        look += Markup('<w:rFonts w:hint="eastAsia"/>')
    if story.direction == "ltr" or is_bare(words):
        return _run(directed(words) if story.direction == "ltr" else f"{MARK}{directed(words)}{MARK}", look)
    pieces = FROM_LEFT.split(words)
    line = Markup("")
    for at, piece in enumerate(pieces):
        line += _run(f"{MARK}{piece}{MARK}", look) if at % 2 else _run(directed(piece), look + Markup("<w:rtl/>"))
    return line


@pass_context
def row_runs(context: Context, text: Text) -> Markup:
    """Return a sentence of a row as runs, for the template, with the line that it begins with in bold."""
    name, rest = Text(text.words[: text.name]), Text(text.words[text.name :])
    return runs(context, (name,), strong=True) + runs(context, (rest,))


@pass_context
def page_runs(context: Context, text: Text) -> Markup:
    """Return the text with the number of a page, and of all pages, as runs with fields, for the template."""
    line = Markup("")
    for piece in _NUMBER.split(text.words):
        if piece in _PAGE_NUMBERS:
            field = Markup('<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
            line += field.format(_PAGE_NUMBERS[piece])
        elif piece:
            line += runs(context, (Text(piece),))
    return line


def column_widths(table: Table, width: int) -> tuple[int, ...]:
    """Return the widths of a table's columns, which have `width` together.

    Each is as wide as its longest figure, or as its longest word where that leaves no room for the others.
    """
    needs = _column_needs(table, lambda words: [words])
    if sum(needs) * _LETTER > width:
        needs = _column_needs(table, str.split)
    each = width / sum(needs)
    return tuple(int(need * each) for need in needs)


def _column_needs(table: Table, pieces_of: Callable[[str], list[str]]) -> list[int]:
    """Return how many letters each column needs: its heads break between words, its figures as `pieces_of` says."""
    needs = [0] * len(table.head)

    def widen(column: int, pieces: list[str]) -> None:
        needs[column] = max(needs[column], *map(columns_of, pieces or [""]))

    for column, text in enumerate(table.head):
        widen(column, text.words.split())
    at = 0
    for group in table.groups:
        if group.columns == 1:
            widen(at, group.words.words.split())
        at += group.columns
    for row in table.rows:
        for column, text in enumerate(row.cells):
            widen(column, pieces_of(text.words) if column else [text.words[:_NAMES]])
    return [need + _AROUND for need in needs]


def note_letters(table: Table, row: int, column: int) -> tuple[str, ...]:
    """Return the marks of the notes to which a cell refers."""
    return tuple(note.mark for note in table.footnotes if (row, column) in note.cells)


def _run(words: str, look: Markup) -> Markup:
    if not words:
        return Markup("")
    return Markup('<w:r><w:rPr>{}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>').format(look, words)
