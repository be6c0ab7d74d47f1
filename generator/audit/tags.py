"""The tags of a PDF, read once for all who follow them: what an element is, what lies in it, and on which sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pikepdf

_SAID = ("/Alt", "/ActualText", "/E")
_DEEPEST = 100


class Tag(NamedTuple):
    """One element, or a mark of content: `kids` are those that lie in it, and the numbers of marks on its `sheet`.

    `kind` is "" where it says none; `is_mark` that it names a mark by /MCID and is no element; `name` is its /ID,
    `spoken` what stands for its content, `item` the object itself.
    """

    kind: str
    sheet: int | None
    kids: list[Tag | int]
    is_mark: bool
    name: str | None
    spoken: list[str]
    item: Any


def tree(pdf: pikepdf.Pdf) -> Tag:
    """Return the root of the tags of `pdf`, in which nothing lies where it has none; sheets count from 0.

    PdfError where tags lie in one another without end.
    """
    root = pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    return _tag(root, None, {sheet.objgen: place for place, sheet in enumerate(pdf.pages)}, 0)


def _tag(node: Any, sheet: int | None, sheets: Mapping[Any, int], depth: int) -> Tag:  # noqa: ANN401 -- pikepdf
    if depth > _DEEPEST:
        msg = "its tags lie in one another without end"
        raise pikepdf.PdfError(msg)
    keys = node.keys()
    if "/Pg" in keys:
        sheet = sheets.get(node.Pg.objgen, sheet)
    inside = "/MCID" if "/MCID" in keys else "/K"
    kids: list[Tag | int] = []
    for kid in _flat(node[inside]) if inside in keys else ():
        if isinstance(kid, int):  # first: to ask pikepdf what an object is takes longer
            kids.append(kid)
        elif isinstance(kid, pikepdf.Dictionary):
            kids.append(_tag(kid, sheet, sheets, depth + 1))
    name = str(node.ID) if "/ID" in keys else None
    spoken = [str(node[key]) for key in _SAID if key in keys]
    return Tag(str(node.S) if "/S" in keys else "", sheet, kids, inside == "/MCID", name, spoken, node)


def _flat(inside: Any) -> list[Any]:  # noqa: ANN401 -- pikepdf
    """Return what stands in an element: one thing, several, or several of several."""
    if not isinstance(inside, pikepdf.Array):
        return [inside]
    return [one for part in inside for one in (_flat(part) if isinstance(part, pikepdf.Array) else [part])]
