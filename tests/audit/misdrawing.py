"""Seeded changes to a drawing: each makes a mark stand for another value, words for another mark, or takes one away."""

from __future__ import annotations

import re
from copy import deepcopy
from random import Random
from typing import Any

_PLACE = re.compile(r"translate\((\S+?),(\S+?)\)")
_CORNER = re.compile(r"(M?-?[\d.]+),(-?[\d.]+)")
PAPER = "#FFFFFF"
Svg = Any  # a node of lxml, which ships no types


def misdrawn(root: Svg, form: str, chance: Random) -> Svg | None:
    """Return a copy of a drawing with one change; None where chance chose what the drawing has not."""
    changed = deepcopy(root)
    marks = [node for node in changed.iter("{*}rect", "{*}path", "{*}line", "{*}text") if node.get("transform")]
    way = chance.choice([_narrowed, _moved, _bent, _exchanged, _dropped, _doubled, _faded])
    return changed if way(marks, form, chance) else None


def _of(marks: list[Svg], kind: str) -> list[Svg]:
    return [node for node in marks if node.tag.endswith(kind)]


def _shift(node: Svg, across: float, down: float) -> None:
    x, y = map(float, _PLACE.fullmatch(node.get("transform")).groups())  # type: ignore[union-attr]
    node.set("transform", f"translate({x + across:g},{y + down:g})")


def _narrowed(marks: list[Svg], _form: str, chance: Random) -> bool:
    own = [node for node in _of(marks, "rect") if float(node.get("width")) > 8 and node.get("fill") != PAPER]
    if own:
        node = chance.choice(own)
        node.set("width", f"{float(node.get('width')) * chance.choice([0.1, 0.5, 0.8, 1.2]):g}")
    return bool(own)


def _moved(marks: list[Svg], _form: str, chance: Random) -> bool:
    node, by = chance.choice(marks), chance.choice([-1, 1]) * chance.uniform(2, 30)
    kind = node.tag.rpartition("}")[2]
    if kind == "text":
        return False
    is_upright = kind == "line" and not float(node.get("x2"))
    is_across = is_upright or kind == "rect" or (kind == "path" and chance.random() < 0.5)
    _shift(node, *((by, 0) if is_across else (0, by)))
    return True


def _bent(marks: list[Svg], _form: str, chance: Random) -> bool:
    own = [node for node in _of(marks, "path") if node.get("d").count("L") > 2]
    if own:
        node, by = chance.choice(own), chance.choice([-1, 1]) * chance.uniform(2, 25)
        corner = chance.choice(list(_CORNER.finditer(node.get("d"))))
        said = node.get("d")
        node.set("d", f"{said[: corner.start()]}{corner[1]},{float(corner[2]) + by:g}{said[corner.end() :]}")
    return bool(own)


def _exchanged(marks: list[Svg], _form: str, chance: Random) -> bool:
    """Exchange the places of two words of one kind: in one column, in one row."""
    texts = _of(marks, "text")
    one = chance.choice(texts)
    kind = [one.get(name) for name in ("text-anchor", "font-weight", "fill")]
    x, y = _PLACE.fullmatch(one.get("transform")).groups()  # type: ignore[union-attr]
    others = [
        node
        for node in texts
        if [node.get(name) for name in ("text-anchor", "font-weight", "fill")] == kind
        and "".join(node.itertext()) != "".join(one.itertext())
        and (f"({x}," in node.get("transform")) != (f",{y})" in node.get("transform"))
    ]
    if others:
        other = chance.choice(others)
        place = one.get("transform")
        one.set("transform", other.get("transform"))
        other.set("transform", place)
    return bool(others)


def _drawn(marks: list[Svg]) -> list[Svg]:
    return [node for node in (*_of(marks, "rect"), *_of(marks, "path")) if node.get("fill") != PAPER]


def _dropped(marks: list[Svg], _form: str, chance: Random) -> bool:
    node = chance.choice(_drawn(marks))
    node.getparent().remove(node)
    return True


def _doubled(marks: list[Svg], _form: str, chance: Random) -> bool:
    node = chance.choice(_drawn(marks))
    other = deepcopy(node)
    _shift(other, 7, 0)
    node.addnext(other)
    return True


def _faded(marks: list[Svg], _form: str, chance: Random) -> bool:
    node = chance.choice(marks)
    if chance.random() < 0.5 and node.tag.endswith("text"):
        if node.get("fill") == PAPER:  # on a dark tile
            return False
        node.set("fill", PAPER)
        return node.getprevious() is not None and not _of([node.getprevious()], "rect")
    node.set(*chance.choice([("opacity", "0"), ("visibility", "hidden"), ("style", "display:none")]))
    return True
