"""Footnotes on a page: the mark in a cell links to its note, the mark of the note links back, and both are tagged.

In a tagged PDF, a note is tagged Note and has an ID (ISO 14289-1, 7.9). The link to it is a Reference, and the mark of
the note a Lbl (ISO 32000-1, 14.8.4.4). WeasyPrint writes none of these tags. `tag_notes` adds them to the PDF, from the
links in the HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf
from markupsafe import Markup

from generator.errors import RenderError
from generator.story.plan import Table

_MARK = Markup(
    '<sup class="mark">\N{NO-BREAK SPACE}<a id="{}" href="#{}" role="doc-noteref" aria-label="{}">{}</a></sup>'
)
_BACK = Markup('<sup class="mark"><a href="#{}" role="doc-backlink" aria-label="{}">{}</a></sup> ')
_LINK = re.compile(
    r'<a (?:id="(?P<id>[^"]+)" )?href="#(?P<to>[^"]+)" role="doc-(?P<role>\w+)" aria-label="(?P<heard>[^"]+)">'
)


def marks(table: Table, row: int, column: int) -> Markup:
    """Return the footnote marks of a cell. A space before each keeps it apart from the figure in copied text."""
    links = [
        _MARK.format(_place(table, at, note.cells.index((row, column))), _note(table, at), note.heard, note.mark)
        for at, note in enumerate(table.footnotes)
        if (row, column) in note.cells
    ]
    return Markup("").join(links)


def note_id(table: Table, place: int) -> Markup:
    """Return the attributes that make the note at `place` a link target; "" for a note of the whole table."""
    for at, note in enumerate(table.footnotes):
        if note.note == place:
            return Markup(' id="{}" role="doc-footnote"').format(_note(table, at))
    return Markup("")


def back(table: Table, place: int) -> Markup:
    """Return the mark of the note at `place`, which links back to its first cell; "" for a note of the whole table."""
    for at, note in enumerate(table.footnotes):
        if note.note == place:
            return _BACK.format(_place(table, at, 0), note.heard, note.mark)
    return Markup("")


def _note(table: Table, at: int) -> str:
    return f"{table.id}-note-{at + 1}"


def _place(table: Table, at: int, cell: int) -> str:
    return f"{table.id}-mark-{at + 1}" + (f"-{cell + 1}" if cell else "")


def tag_notes(pdf: pikepdf.Pdf, elements: Iterable[Any], html: str) -> None:
    """Tag the notes of `html` and the links to and from them; RenderError if the PDF has other links than `html`."""
    links = list(_LINK.finditer(html))
    printed = [element for element in elements if element.S == "/Link" and "/Dest" in _annotation(element)]
    if [link["to"] for link in links] != [str(_annotation(element).Dest) for element in printed]:
        msg = "the marks of notes are not those of the page"
        raise RenderError(msg)
    notes = {link["id"]: link["to"] for link in links}
    named = {}
    for link, element in zip(links, printed, strict=True):
        _annotation(element).Contents = pikepdf.String(link["heard"])
        if link["role"] == "backlink":
            element.P.S = pikepdf.Name.Lbl
            named[notes[link["to"]]] = _tag_note(element)
        else:
            element.P.S = pikepdf.Name.Reference
            named[link["id"]] = element.P
    if named:
        for name, element in named.items():
            element.ID = pikepdf.String(name)
        # ISO 32000-1, table 322, requires a name tree of all IDs
        pairs: Sequence[Any] = [part for name in sorted(named) for part in (pikepdf.String(name), named[name])]
        pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(pairs)))


def _annotation(link: Any) -> Any:  # noqa: ANN401 -- pikepdf objects
    """Return the annotation of a tagged link, or an empty dict if it has none."""
    return next((kid.Obj for kid in link.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid), {})


def _tag_note(link: Any) -> Any:  # noqa: ANN401 -- pikepdf objects
    """Tag the paragraph around a link as a Note, and return it."""
    element = link
    while element.get("/S") != "/P":
        element = element.get("/P")
        if element is None:
            msg = "a note under a table is not a paragraph of its own"
            raise RenderError(msg)
    element.S = pikepdf.Name.Note
    return element
