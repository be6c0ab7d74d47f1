"""The charts' own files: what the picture says, and its numbers as data (CSV, and the drawing's spec)."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from lxml import etree

from generator.audit.edition_data import Data
from generator.audit.findings import Finding, folded
from generator.audit.readers.expected import Bundle, charts, drawing
from generator.audit.readers.html_reader import picture
from generator.audit.readers.page_reader import pictured
from generator.audit.trace.document_sheets import unguarded

_NUMBERS = frozenset({"value", "low", "high", "before"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# by what a chart draws: the columns of its CSV, and the keys of its spec's data
_FIELDS = {
    "bars": (("label", "figure", "value", "low", "high", "bound", "before"), ("label", "figure", "value", "bound")),
    "curves": (("label", "span", "value"), ("label", "span", "value")),
    "stacks": (("stack", "label", "figure", "value"), ("stack", "label", "value")),
}
_BAND = ("low", "high")


def read_charts(bundle: Bundle) -> Iterator[Finding]:
    """Yield every place where a chart's own files depart from the edition."""
    blocks = {block["name"]: block for form in ("html", "pdf", "mail") for block in charts(bundle.story, form)}
    for chart, block in blocks.items():
        name = f"charts/{chart}.{bundle.language}"
        yield from _svg(f"{name}.svg", bundle, block)
        yield from _numbers(name, bundle, block)


def _svg(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    if name not in bundle.files:
        yield Finding(name, block["title"]["words"], "file missing", "the edition has this chart")
        return
    try:
        root = etree.fromstring(bundle.files[name], _PARSER)
    except etree.XMLSyntaxError as fault:
        yield Finding(name, "", "file unreadable", str(fault))
        return
    drawn = drawing(block, framed=True)
    yield from pictured(name, picture(root), drawn, is_turned=bundle.is_turned, described=True)


def _numbers(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    """Yield the numbers that differ in the CSV of a chart and in the data of its spec."""
    kind = next((kind for kind in ("curves", "stacks") if block.get(kind)), "bars")
    columns, keys = _FIELDS[kind]
    if any(curve.get("lows") for curve in block.get("curves", ())):
        columns, keys = columns + _BAND, keys + _BAND
    drawn, spec = list(_drawn(block, kind)), f"{name}.json"
    yield from _same_numbers(f"{name}.csv", bundle, drawn, columns, _in_csv)
    length = "length" if kind == "bars" else "value"
    ends = [{**item, "value": item["low"]} if item.get("bound") else item for item in drawn]
    yield from _same_numbers(spec, bundle, ends, keys, lambda content: _in_spec(content, keys, length))


def _drawn(block: Data, kind: str) -> Iterator[Data]:
    """Yield what the files of a chart have of each bar, point or part that it draws."""
    for shape in block[kind]:
        label = shape["label"]["words"]
        if kind == "bars":
            yield {**shape, "label": label, "figure": shape["figure"]["words"]}
        elif kind == "stacks":
            for part in shape["parts"]:
                words = {"label": part["label"]["words"], "figure": part["figure"]["words"]}
                yield {"stack": label, **words, "value": part["value"]}
        else:
            numbers = {"span": shape["spans"], "value": shape["points"]}
            if shape.get("lows"):
                numbers |= {"low": shape["lows"], "high": shape["highs"]}
            for point in zip(*numbers.values(), strict=True):
                yield {"label": label, **dict(zip(numbers, point, strict=True))}


def _same_numbers(
    name: str, bundle: Bundle, drawn: list[Data], fields: tuple[str, ...], read: Callable[[bytes], Iterable[Data]]
) -> Iterator[Finding]:
    """Yield the numbers that a file lacks, and those that it has besides; one that is not there is not asked for."""
    if name not in bundle.files:
        return
    try:
        found = Counter(map(itemgetter(*fields), read(bundle.files[name])))
    except (ValueError, KeyError) as fault:
        yield Finding(name, "", "file unreadable", f"{type(fault).__name__}: {fault}")
        return
    wanted = Counter(tuple([item.get(field) for field in fields]) for item in drawn)
    for what, rows in (("it lacks", wanted - found), ("besides it has", found - wanted)):
        for row in rows.elements():
            words = next(str(part) for part in (row[1], row[0]) if isinstance(part, str))
            yield Finding(name, words, "chart data differ", f"{what} {row}")


def _in_csv(content: bytes) -> Iterator[Data]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        numbers = {key: float(row[key]) if row[key] else None for key in _NUMBERS & row.keys()}
        words = {key: unguarded(row[key]) for key in ("stack", "label", "figure") if key in row}
        yield {**row, **words, **numbers, "bound": row.get("bound", "").lower() == "true"}


def _in_spec(content: bytes, keys: tuple[str, ...], length: str) -> Iterable[Data]:
    """Return the numbers in the data of a Vega-Lite spec, each once however many layers draw it."""
    needed = {*keys, length} - {"value", "bound"}
    told = ({**item, "value": item[length]} for item in _labelled(content) if needed <= item.keys())
    return {tuple(item.get(key) for key in keys): item for item in told if length in item}.values()


def _labelled(content: bytes) -> list[Data]:
    """Return everything with a label in a spec; a long one is drawn in lines."""
    found: list[Data] = []

    def keep(item: dict[str, Any]) -> dict[str, Any]:
        if "label" in item:
            found.append({**item, "label": folded(str(item["label"]))})
        return item

    json.loads(content, object_hook=keep)
    return found
