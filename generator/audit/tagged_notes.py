"""The footnotes of a PDF as its tags have them: what each link to a place in it stands behind, and what it leads to.

ISO 14289-1, 7.9 asks for notes tagged Note, each with an ID; ISO 32000-1, 14.8.4.4, for a Reference round what leads
to one, and a Lbl round its own mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from generator.audit.footmarks import Leading
from generator.audit.tags import Tag

_IN_LINE = frozenset(("/Span", "/NonStruct", "/Link", "/Reference", "/Lbl"))


class _Place(NamedTuple):
    """An element: its tag, where its cell or paragraph begins, where it begins and ends, its sheet."""

    kind: str
    block: int
    start: int
    end: int
    sheet: int | None


@dataclass
class _Reading:
    """The text of the tags so far, and what stands in it."""

    said: Mapping[tuple[int, int], str]
    text: str = ""
    links: list[tuple[_Place, tuple[str, ...], Any]] = field(default_factory=list)
    named: dict[str, list[_Place]] = field(default_factory=dict)

    def read(self, tag: Tag, block: int, above: tuple[str, ...]) -> None:
        """Read what lies in `tag`, which stands in the elements `above`, the outermost first."""
        for kid in tag.kids:
            if not isinstance(kid, Tag):
                self.text += self.said.get((-1 if tag.sheet is None else tag.sheet, kid), "")
            elif kid.is_mark:
                self.read(kid, block, above)
            elif kid.kind:
                self._element(kid, block, above)

    def _element(self, tag: Tag, block: int, above: tuple[str, ...]) -> None:
        kind, start = tag.kind, len(self.text)
        block = block if kind in _IN_LINE else start
        self.read(tag, block, (*above, kind))
        place = _Place(kind, block, start, len(self.text), tag.sheet)
        if tag.name is not None:
            self.named.setdefault(tag.name, []).append(place)
        if kind == "/Link" and (note := _annotation(tag.item)) is not None:
            self.links.append((place, above, note))


def _annotation(link: Any) -> Any:  # noqa: ANN401 -- pikepdf
    kids = link.K if isinstance(link.get("/K"), pikepdf.Array) else [link.get("/K")]
    places = [kid.Obj for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid]
    return next((note for note in places if _target(note) is not None), None)


def _target(note: Any) -> str | None:  # noqa: ANN401 -- pikepdf
    """Return the name of the place in the document to which an annotation leads, None where it leads to none."""
    action = note.get("/A", {})
    found = note.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
    return None if found is None else str(found)


def leading(pdf: pikepdf.Pdf, root: Tag, said: Mapping[tuple[int, int], str]) -> Iterator[Leading]:
    """Yield the marks of a PDF in the order of its tags; `said` is the text under each mark of content of each page.

    One that is not tagged as what it is leads to nothing, and so does one whose place is not that of what has its name.
    """
    places = _places(pdf)
    inside = [note for sheet in pdf.pages for note in sheet.get("/Annots", []) if _target(note) is not None]
    if not inside:
        return
    reading = _Reading(said)
    reading.read(root, 0, ())
    for place, above, note in reading.links:
        to = _target(note) or ""
        found = reading.named.get(to, [])
        led = _led(reading, found[0], above) if len(found) == 1 and places.get(to) == found[0].sheet else ""
        before, mark = reading.text[place.block : place.start], reading.text[place.start : place.end]
        yield Leading(before, mark, str(note.get("/Contents", "")), led)
    for _ in range(len(inside) - len(reading.links)):
        yield Leading("", "", "", "")


def _led(reading: _Reading, place: _Place, above: tuple[str, ...]) -> str:
    """Return the words of a note for what stands in a Reference, those before a Reference for the Lbl of a Note."""
    if place.kind == "/Note" and above[-1:] == ("/Reference",):
        return reading.text[place.start : place.end]
    if place.kind == "/Reference" and above[-1:] == ("/Lbl",) and "/Note" in above:
        return reading.text[place.block : place.end]
    return ""


def _places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the sheet on which each named place of the document is."""
    tree: Any = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    if tree is None:
        return {}
    sheets: dict[Any, int] = {sheet.objgen: at for at, sheet in enumerate(pdf.pages)}
    named: Any = pikepdf.NameTree(tree)
    return {str(name): sheets.get(place[0].objgen, -1) for name, place in named.items()}
