"""Messages of SDMX as the audit reads them: the elements of the XML and the indices of the JSON, by no library of SDMX.

Observations are numbered from 1 as they stand in the message; what is said of a series, a group or a whole data set is
said of each of its observations.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from generator.audit.edition import Data

_VALUE = "OBS_VALUE"
_OF_FORM = frozenset(("structureRef", "setID", "action"))  # what a data set says of itself


def of_xml(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the observations of SDMX-ML, generic or specific to a structure."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    over = next((one.get("dimensionAtObservation") or "" for one in root.iterfind(".//{*}Header/{*}Structure")), "")
    number = 0
    for found in root.iterfind("{*}DataSet"):
        whole = _said(found)
        groups = [_said(one) for one in found.iterfind("{*}Group")]
        for one in found.iter("{*}Obs"):
            above = one.getparent()
            series = _said(above) if above is not None and above is not found else {}
            told = whole | series | _said(one, over)
            for group in groups:
                key = {name: text for name, text in group.items() if name in told}
                if key and all(told[name] == text for name, text in key.items()):
                    told = group | told
            number += 1
            yield number, {name: told[name] for name in told if not name.startswith("{")}


def _said(element: etree._Element, over: str = "") -> dict[str, str]:
    """Return what an element says in its attributes or, in a generic message, in the values under it."""
    told = {str(name): str(text) for name, text in element.attrib.items() if name not in _OF_FORM}
    for part in ("SeriesKey", "ObsKey", "Attributes"):
        for one in element.iterfind(f"{{*}}{part}/{{*}}Value"):
            told[one.get("id") or ""] = one.get("value") or ""
    for one in element.iterfind("{*}ObsDimension"):
        told[one.get("id") or over] = one.get("value") or ""
    for one in element.iterfind("{*}ObsValue"):
        told[_VALUE] = one.get("value") or ""
    return told


def of_json(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the observations of SDMX-JSON 1.0; a number is the text that it is."""
    tree = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str)
    structure, number = tree["structure"], 0
    for found in tree["dataSets"]:
        whole = _named(structure["dimensions"].get("dataSet", []), ["0"] * 99)
        whole |= _named(structure["attributes"].get("dataSet", []), found.get("attributes", []))
        for series, observations in _series(structure, found):
            for key, values in observations.items():
                number += 1
                told = _named(structure["dimensions"]["observation"], key.split(":"))
                told |= _named(structure["attributes"].get("observation", []), values[1:])
                yield number, whole | series | told | {_VALUE: "" if values[0] is None else values[0]}


def _series(structure: Data, found: Data) -> Iterator[tuple[dict[str, str], Mapping[str, list[Any]]]]:
    """Yield what is said of each series with its observations; first those that stand in none, as they do not."""
    yield {}, found.get("observations", {})
    for key, one in found.get("series", {}).items():
        said = _named(structure["dimensions"].get("series", []), key.split(":"))
        said |= _named(structure["attributes"].get("series", []), one.get("attributes", []))
        yield said, one.get("observations", {})


def _named(parts: list[Data], places: Sequence[str | None]) -> dict[str, str]:
    """Return by id the value at the place that is given of each part; none is none."""
    given = (
        (part, place) for part, place in zip(parts, places, strict=False) if place is not None and part.get("values")
    )
    return {
        part["id"]: part["values"][int(place)].get("id", part["values"][int(place)].get("name"))
        for part, place in given
    }
