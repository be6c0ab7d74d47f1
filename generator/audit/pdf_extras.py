"""What a PDF may have beside what its pages draw: our links, and nothing else that draws, acts or cuts off.

The digest of a page is of its content. An annotation lies over it, a box cuts it, an action runs when it is opened:
ISO 32000-2 names every key that does so, and any other key has no effect in a viewer that follows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from generator.audit.findings import Finding

_LINK = frozenset(  # keys of ours, and those by which other programs name an annotation
    ("/Type", "/Subtype", "/Rect", "/Border", "/BS", "/F", "/Contents", "/StructParent", "/Dest", "/A", "/P", "/NM")
)
_SCHEMES = ("http:", "https:", "mailto:")
_DOCUMENT = {  # of the catalog
    "/OpenAction": ("action", "the document runs an action when it is opened"),
    "/AA": ("action", "the document has actions of its own"),
    "/AcroForm": ("form", "the document has a form"),
    "/NeedsRendering": ("form", "the document has a form"),
    "/OCProperties": ("layer", "the document has optional content, which a viewer may show or hide"),
    "/Collection": ("layer", "the document is a cover of other files"),
    "/URI": ("action", "the document has a base address, which turns its links elsewhere"),
}
_PAGE = {  # of a page: the rule, what it is, and the value that is as if it were not
    "/AA": ("action", "has actions of its own", None),
    "/Rotate": ("page box", "is turned", 0),
    "/UserUnit": ("page box", "has a unit of its own", 1),
    "/Trans": ("action", "has a transition", None),
    "/Dur": ("action", "turns by itself", None),
    "/PresSteps": ("action", "has steps of a presentation", None),
}
_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_TREES = frozenset(("/Dests", "/EmbeddedFiles"))  # of names
_ENTRY = frozenset(
    ("/Type", "/Title", "/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/C", "/F", "/SE")
)


def beside_the_content(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield whatever the PDF `name` has that is no link of ours: annotation, action, form, layer or box.

    The audit of a build and `verify` both ask.
    """
    for key, (rule, problem) in _DOCUMENT.items():
        if key in pdf.Root:
            yield Finding(name, "", rule, problem)
    for key in sorted(pdf.Root.get("/Names", pikepdf.Dictionary()).keys() - _TREES):
        yield Finding(name, "", "action", f"the document has {key[1:]} among its names")
    yield from _of_outline(name, pdf)
    for number, page in enumerate(pdf.pages, start=1):
        for rule, problem in _of_page(page.obj):
            yield Finding(name, "", rule, f"page {number} {problem}")


def _of_outline(name: str, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Yield each entry of the table of contents that does something else than lead to a place in the document."""
    waiting, known = [pdf.Root.get("/Outlines")], set[tuple[int, int]]()
    while waiting:
        entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary) or (entry.is_indirect and entry.objgen in known):
            continue
        known.add(entry.objgen)
        for key in sorted(entry.keys() - _ENTRY)[:1]:
            problem = f"an entry of the contents has {key}, as none of ours has"
            yield Finding(name, str(entry.get("/Title", "")), "action", problem)
        waiting += [entry.get("/Next"), entry.get("/First")]


def _of_page(page: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- pikepdf objects
    """Yield the rule and what a page has beside its content."""
    for key, (rule, problem, harmless) in _PAGE.items():
        found = _inherited(page, key)
        if found is not None and found != harmless:
            yield rule, problem
    sheet = _box(_inherited(page, "/MediaBox"))
    for key in _BOXES:
        found = _inherited(page, key)
        if found is not None and _box(found) != sheet:
            yield "page box", f"has a {key[1:]} that is not the page: {_box(found)}"
    for note in page.get("/Annots", ()):
        problem = _of_note(note)
        if problem:
            yield "annotation", f"carries {problem}"


def _of_note(note: Any) -> str:  # noqa: ANN401 -- pikepdf objects
    """Return what is wrong with an annotation; "" for a link of ours, to an address or to a place inside."""
    kind = str(note.get("/Subtype", "/none"))[1:]
    if kind != "Link":
        return f"an annotation {kind}"
    more = sorted(note.keys() - _LINK)
    if more:
        return f"a link with {more[0]}, as none of ours has"
    width = note.BS.get("/W", 1) if "/BS" in note else note.get("/Border", [0, 0, 1])[2]
    if float(width):  # ISO 32000-1, 12.5.2 and 12.5.4: where nothing is said it is 1
        return "a link with a border"
    if "/A" not in note:
        return "" if "/Dest" in note else "a link that leads nowhere"
    action = note.A
    is_plain = isinstance(action, pikepdf.Dictionary) and not action.keys() - {"/Type", "/S", "/URI"}
    if not is_plain or "/Dest" in note or action.get("/S") != "/URI":
        return "a link with an action that is no address"
    address = str(action.get("/URI", ""))
    return "" if address.lower().startswith(_SCHEMES) else f"a link with an action that is no address: {address}"


def _inherited(page: Any, key: str) -> Any:  # noqa: ANN401 -- pikepdf objects
    """Return what a page or a node above it has under `key`; None where none has it."""
    node, known = page, set[tuple[int, int]]()
    while isinstance(node, pikepdf.Dictionary) and node.objgen not in known:
        if key in node:
            return node[key]
        known.add(node.objgen)
        node = node.get("/Parent")
    return None


def _box(found: Any) -> list[float]:  # noqa: ANN401 -- pikepdf objects
    """Return left, bottom, right and top of a box, however its corners are written."""
    left, bottom, right, top = map(float, found)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]
