"""Words of two scripts for the PNG: each run of a face is a text of its own, at a place that is measured.

Who draws the PNG shapes a whole line in the face of each of its runs. Where that lacks a sign of another run he takes
any face of the system that has them all, for all of them, or leaves a box.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml import etree

from generator.charts import fribidi, harfbuzz
from generator.charts.face import Face
from generator.charts.faces import FACES
from generator.charts.scripts import DIRECTING, SCRIPTS
from generator.charts.worded import FROM_RIGHT

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARK = "\N{RIGHT-TO-LEFT MARK}"  # at both ends, else a space there would stand at the other
_LEFT_OF = {"start": 0.0, "middle": 0.5, "end": 1.0}
_Run = tuple[str, str, bool]  # a family, words, whether they run from the right


def apart(svg: str, faces: Path) -> str:
    """Return `svg` with each run of its lines set at its own place; one in which no line has runs as it is."""
    if "<tspan font-family" not in svg:
        return svg
    root = etree.fromstring(svg.encode())
    root.set(_SPACE, "preserve")
    lines = {run.getparent(): None for run in root.iterfind(".//{*}tspan[@font-family]")}
    for line, y in [(line, _height(line)) for line in lines]:
        _part(line, y, faces)
    return etree.tostring(root, encoding="unicode")


def _part(line: Any, y: float, faces: Path) -> None:  # noqa: ANN401 -- lxml
    size, weight = float(_said(line, "font-size").removesuffix("px")), int(_said(line, "font-weight", "400"))
    runs = list(_runs(line))
    widths = [size * _width(faces, run, weight) for run in runs]
    x = float(line.get("x", "0")) - sum(widths) * _LEFT_OF[_said(line, "text-anchor", "start")]
    line.attrib.pop("dy", None)
    line.text = None
    line[:] = []
    for (family, words, from_right), width in zip(runs, widths, strict=True):
        span = etree.SubElement(line, f"{{{etree.QName(line).namespace}}}tspan", x=f"{x:.2f}", y=f"{y:.2f}")
        span.set("font-family", f"'{family}'")
        span.set("text-anchor", "start")
        span.text = f"{_MARK}{words}{_MARK}" if from_right else words
        x += width


def _height(line: Any) -> float:  # noqa: ANN401 -- lxml
    """Return where the line stands.

    A step down is for the sign that is written first: in a line from the right its mark, and no letter would follow.
    """
    steps = line.xpath("(self::*[@x] | preceding-sibling::*[@x])/@dy")
    size = float(_said(line, "font-size").removesuffix("px"))
    return float(line.get("y", "0")) + size * sum(float(step.removesuffix("em")) for step in steps)


def _said(line: Any, name: str, otherwise: str = "") -> str:  # noqa: ANN401 -- lxml
    """Return what the line or the nearest around it says of `name`."""
    return str(next(iter(line.xpath(f"ancestor-or-self::*[@{name}][1]/@{name}")), otherwise))


def _runs(line: Any) -> Iterator[_Run]:  # noqa: ANN401 -- lxml
    """Give the runs of a line from left to right."""
    written = [(run.get("font-family", "").strip("'"), run.text or "") for run in line]
    if line.text != FROM_RIGHT:
        yield from ((family, words, False) for family, words in written)
        return
    families = [family for family, words in written for _ in words]
    whole = "".join(words for _, words in written)
    seen = [(place, level) for place, level in fribidi.from_the_left(whole) if ord(whole[place]) not in DIRECTING]
    for (family, level), signs in groupby(seen, lambda sign: (families[sign[0]], sign[1])):
        yield family, "".join(whole[place] for place in sorted(place for place, _ in signs)), bool(level % 2)


def _width(faces: Path, run: _Run, weight: int) -> float:
    family, words, from_right = run
    return harfbuzz.width(faces / _face(family, weight).file, words, from_right=from_right)


def _face(family: str, weight: int) -> Face:
    """Return the upright face of `family` with that weight, or with the next heavier one."""
    known = [face for face in (*FACES, *sum(SCRIPTS.values(), ())) if face.family == family and not face.italic]
    return min(known, key=lambda face: (face.weight < weight, face.weight))
