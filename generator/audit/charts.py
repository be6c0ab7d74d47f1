"""Link A for the charts' own files: what the picture says, and its bars as data (CSV, and the drawing's spec)."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from generator.audit.bundle import Bundle
from generator.audit.dom import picture
from generator.audit.edition import Data
from generator.audit.expected import charts, framed
from generator.audit.finding import Finding, folded
from generator.audit.pages import pictured

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_CSV_FIELDS = ("label", "figure", "value", "low", "high", "bound", "before")
_SPEC_FIELDS = ("label", "figure", "value", "bound")

Bar = tuple[Any, ...]


def read_charts(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where a chart's own files depart from the edition."""
    blocks = {block["name"]: block for form in ("html", "pdf", "mail") for block in charts(bundle.story, form)}
    for chart, block in blocks.items():
        name = f"charts/{chart}.{bundle.language}"
        yield from _svg(f"{name}.svg", bundle, block)
        yield from _same_bars(f"{name}.csv", bundle, block, _in_csv, _CSV_FIELDS)
        yield from _same_bars(f"{name}.json", bundle, block, _in_spec, _SPEC_FIELDS)
        yield from _ticks(f"{name}.json", bundle, block)


def _svg(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    if name not in bundle.files:
        yield Finding(name, block["title"]["words"], "file missing", "the edition has this chart")
        return
    try:
        root = etree.fromstring(bundle.files[name], _PARSER)
    except etree.XMLSyntaxError as fault:
        yield Finding(name, "", "file unreadable", str(fault))
        return
    yield from pictured(name, picture(root), framed(block), described=True)
    for node in root.iter("*"):
        kind, links = (
            etree.QName(node).localname,
            [str(value) for key, value in node.attrib.items() if str(key).endswith("href")],
        )
        if kind in {"script", "foreignObject"} or any(not link.startswith(("#", "data:")) for link in links):
            yield Finding(name, block["title"]["words"], "page form", f"<{kind}> may not stand in a picture")


def _same_bars(
    name: str, bundle: Bundle, block: Data, read: Callable[[bytes], Iterator[Data]], fields: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the bars that the file lacks, and those that it has besides; a file that is not there is not asked for."""
    if name not in bundle.files:
        return
    try:
        found = Counter(tuple(bar[field] for field in fields) for bar in read(bundle.files[name]))
    except (ValueError, KeyError) as fault:
        yield Finding(name, "", "file unreadable", f"{type(fault).__name__}: {fault}")
        return
    wanted = Counter(_bar(bar, fields) for bar in block["bars"])
    for bar in (wanted - found).elements():
        yield Finding(name, bar[1], "chart data differ", f"it lacks the bar {bar}")
    for bar in (found - wanted).elements():
        yield Finding(name, bar[1], "chart data differ", f"it has the bar {bar} besides")


def _ticks(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    """Yield the ticks of last period that stand elsewhere; one too close to the axis to be seen may be left out."""
    ticks = {(bar["label"]["words"], bar["before"]) for bar in block["bars"]}
    try:
        drawn = list(_with_labels(json.loads(bundle.files.get(name, b"{}"))))
    except ValueError:
        return  # its form is told already
    for bar in drawn:
        if bar.get("before") is not None and (bar["label"], bar["before"]) not in ticks:
            yield Finding(name, bar["figure"], "chart data differ", f"a tick stands at {bar['before']}")


def _bar(bar: Data, fields: tuple[str, ...]) -> Bar:
    words = {"label": bar["label"]["words"], "figure": bar["figure"]["words"]}
    return tuple({**bar, **words}.get(field) for field in fields)


def _in_csv(content: bytes) -> Iterator[Data]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        numbers = {key: float(row[key]) if row[key] else None for key in ("value", "low", "high", "before")}
        yield {**row, **numbers, "bound": row["bound"].lower() == "true"}


def _in_spec(content: bytes) -> Iterator[Data]:
    """Yield the bars in the data of a Vega-Lite spec, each once however many layers draw it."""
    seen: set[Bar] = set()
    for bar in _with_labels(json.loads(content)):
        told = {**bar, "value": bar["length"]}
        if (key := tuple(told[field] for field in _SPEC_FIELDS)) not in seen:
            seen.add(key)
            yield told


def _with_labels(node: object) -> Iterator[Data]:
    if isinstance(node, Mapping):
        if {"label", "figure", "length"} <= node.keys():
            yield {**node, "label": folded(str(node["label"]))}  # a long label is drawn in lines
        for part in node.values():
            yield from _with_labels(part)
    elif isinstance(node, list):
        for part in node:
            yield from _with_labels(part)
