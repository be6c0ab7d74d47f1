"""The tags of a PDF, read once: the text in their order, and what is spoken in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

Runs = Mapping[tuple[int, int], str]
_SAID = ("/Alt", "/ActualText", "/E")
_DEEPEST = 100


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

    def __post_init__(self) -> None:
        """Read the tags; PdfError where they lie in one another without end."""
        self.sheets = {sheet.objgen: place for place, sheet in enumerate(self.pdf.pages)}
        self._read(self.pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()), None, 0)

    @property
    def text(self) -> str:
        """All that stands under the tags."""
        return "".join(self.said.values())

    def _read(self, node: Any, sheet: int | None, depth: int) -> None:  # noqa: ANN401 -- pikepdf
        """Read an element, or a mark of content, that lies within `depth` elements."""
        if depth > _DEEPEST:
            msg = "its tags lie in one another without end"
            raise pikepdf.PdfError(msg)
        keys = node.keys()
        if "/Pg" in keys:
            sheet = self.sheets.get(node.Pg.objgen, sheet)
        self.spoken += [str(node[key]) for key in _SAID if key in keys]
        inside = "/MCID" if "/MCID" in keys else "/K"
        for kid in _flat(node[inside]) if inside in keys else ():
            if isinstance(kid, int):  # first: to ask pikepdf what an object is takes longer
                self._say(sheet, kid)
            elif isinstance(kid, pikepdf.Dictionary):
                self._read(kid, sheet, depth + 1)

    def _say(self, sheet: int | None, mark: int) -> None:
        """Add what stands under a mark, once."""
        key = (-1 if sheet is None else sheet, mark)
        if key in self.runs and key not in self.said:
            self.said[key] = self.fold(self.runs[key])


def _flat(inside: Any) -> list[Any]:  # noqa: ANN401 -- pikepdf
    """Return what stands in an element: one thing, several, or several of several."""
    if not isinstance(inside, pikepdf.Array):
        return [inside]
    return [one for part in inside for one in (_flat(part) if isinstance(part, pikepdf.Array) else [part])]
