"""The tags of a PDF, read once: the text in their order, what is spoken in its place, and where its footnotes lead.

ISO 14289-1, 7.9 asks for notes tagged Note, each with an ID; ISO 32000-1, 14.8.4.4, for a Reference round what leads
to one, and a Lbl round its own mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from generator.audit.footmarks import Leading, Link, Place, Places

Runs = Mapping[tuple[int, int], str]
_SAID = ("/Alt", "/ActualText", "/E")
_IN_LINE = frozenset(("", "/Span", "/NonStruct", "/Link", "/Reference", "/Lbl"))
_LEADS = {"/Reference": "/Note", "/Lbl": "/Reference"}  # by what a link stands in: what it leads to
_DEEPEST = 100
_Name = tuple[str, str, int | None]


@dataclass
class Tags:
    """What the tags of `pdf` say, where `runs` is the text under each mark of each page and `fold` how it is read.

    `said` has the text of each mark in the order of the tags.
    """

    pdf: pikepdf.Pdf
    runs: Runs
    fold: Callable[[str], str]
    said: dict[tuple[int, int], str] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    length: int = 0

    def __post_init__(self) -> None:
        """Read the tags; PdfError where they lie in one another without end."""
        self.sheets = {sheet.objgen: place for place, sheet in enumerate(self.pdf.pages)}
        self.named = _sheets_of_names(self.pdf, self.sheets)
        self._read(self.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), None, 0, ())

    @property
    def text(self) -> str:
        """All that stands under the tags."""
        return "".join(self.said.values())

    def _read(self, node: Any, sheet: int | None, block: int, above: tuple[str, ...]) -> None:  # noqa: ANN401 -- pikepdf
        """Read an element, or a mark of content, within the elements `above` and the paragraph at `block`."""
        if len(above) > _DEEPEST:
            msg = "its tags lie in one another without end"
            raise pikepdf.PdfError(msg)
        keys, start = node.keys(), self.length
        if "/Pg" in keys:
            sheet = self.sheets.get(node.Pg.objgen, sheet)
        self.spoken += [str(node[key]) for key in _SAID if key in keys]
        kind = str(node.S) if "/S" in keys else ""
        block = block if kind in _IN_LINE else start
        inside = "/MCID" if "/MCID" in keys else "/K"
        for kid in _flat(node[inside]) if inside in keys else ():
            if isinstance(kid, int):  # first: to ask pikepdf what an object is takes longer
                self._say(sheet, kid)
            elif isinstance(kid, pikepdf.Dictionary):
                self._read(kid, sheet, block, (*above, kind))
        if "/ID" in keys:
            place = Place(block, start, self.length, is_mark=kind == "/Reference")
            self.places.named.setdefault(_name(str(node.ID), kind, sheet), []).append(place)
        note = _annotation(node) if kind == "/Link" else None
        if note is not None:
            name = _target(note) or ""
            to = _name(name, _LEADS.get(above[-1], ""), self.named.get(name))
            self.places.links.append(Link(block, start, self.length, str(note.get("/Contents", "")), to))

    def _say(self, sheet: int | None, mark: int) -> None:
        """Add what stands under a mark, once."""
        key = (-1 if sheet is None else sheet, mark)
        if key in self.runs and key not in self.said:
            self.said[key] = self.fold(self.runs[key])
            self.length += len(self.said[key])

    def leading(self) -> Iterator[Leading]:
        """Yield the marks of footnotes in the order of the tags; a link that no tag has leads to nothing."""
        inside = [note for sheet in self.pdf.pages for note in sheet.get("/Annots", []) if _target(note) is not None]
        yield from self.places.leading(self.text)
        for _ in range(len(inside) - len(self.places.links)):
            yield Leading("", "", "", "")


def _name(name: str, kind: str, sheet: int | None) -> str:
    """Return what a link must agree in with the element that it leads to."""
    return f"{name} {kind} {sheet}"


def _flat(inside: Any) -> list[Any]:  # noqa: ANN401 -- pikepdf
    """Return what stands in an element: one thing, several, or several of several."""
    if not isinstance(inside, pikepdf.Array):
        return [inside]
    return [one for part in inside for one in (_flat(part) if isinstance(part, pikepdf.Array) else [part])]


def _annotation(link: Any) -> Any:  # noqa: ANN401 -- pikepdf
    """Return the annotation of a Link that leads to a place in the document, None where it leads elsewhere."""
    kids = _flat(link.get("/K", pikepdf.Array()))
    places = [kid.Obj for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
    return next((note for note in places if _target(note) is not None), None)


def _target(note: Any) -> str | None:  # noqa: ANN401 -- pikepdf
    """Return the name of the place in the document to which an annotation leads, None where it leads to none."""
    action = note.get("/A", {})
    found = note.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    return None if found is None else str(found)


def _sheets_of_names(pdf: pikepdf.Pdf, sheets: Mapping[Any, int]) -> dict[str, int]:
    """Return the sheet on which each named place of the document is."""
    tree: Any = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is None:
        return {}
    return {str(name): sheets.get(place[0].objgen, -1) for name, place in pikepdf.NameTree(tree).items()}
