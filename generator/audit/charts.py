"""Link A for the charts' own files: what the picture says, and its numbers as data (CSV, and the drawing's spec)."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import itemgetter
from typing import Any

from lxml import etree

from generator.audit.bundle import Bundle
from generator.audit.dom import picture
from generator.audit.edition import Data
from generator.audit.expected import charts, framed
from generator.audit.finding import Finding, folded
from generator.audit.pages import pictured
from generator.audit.sheets import unguarded

_NUMBERS = frozenset({"value", "low", "high", "before"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
Bar = tuple[Any, ...]


@dataclass(frozen=True)
class Form:
    """How the files of a chart write its numbers: the columns of the CSV, and the keys of the spec's data.

    `length` is what the spec calls the value; `items` gives what the edition draws, by the same fields.
    """

    csv: tuple[str, ...]
    spec: tuple[str, ...]
    items: Callable[[Data], Iterator[Data]]
    length: str = "value"


def _bars(block: Data) -> Iterator[Data]:
    for bar in block["bars"]:
        yield {**bar, "label": bar["label"]["words"], "figure": bar["figure"]["words"]}


def _curves(block: Data) -> Iterator[Data]:
    for curve in block["curves"]:
        for span, point in zip(curve["spans"], curve["points"], strict=True):
            yield {"label": curve["label"]["words"], "span": span, "value": point}


def _banded(block: Data) -> Iterator[Data]:
    for curve in block["curves"]:
        for span, point, low, high in zip(*(curve[key] for key in ("spans", "points", "lows", "highs")), strict=True):
            yield {"label": curve["label"]["words"], "span": span, "value": point, "low": low, "high": high}


def _stacks(block: Data) -> Iterator[Data]:
    for stack in block["stacks"]:
        for part in stack["parts"]:
            words = {"stack": stack["label"]["words"], "label": part["label"]["words"]}
            yield {**words, "figure": part["figure"]["words"], "value": part["value"]}


_BARS = Form(
    ("label", "figure", "value", "low", "high", "bound", "before"),
    ("label", "figure", "value", "bound"),
    _bars,
    "length",
)
_CURVES = Form(("label", "span", "value"), ("label", "span", "value"), _curves)
_BANDED = Form(("label", "span", "value", "low", "high"), ("label", "span", "value", "low", "high"), _banded)
_STACKS = Form(("stack", "label", "figure", "value"), ("stack", "label", "value"), _stacks)


def _form(block: Data) -> Form:
    if any(curve.get("lows") for curve in block.get("curves", ())):
        return _BANDED
    return _CURVES if block.get("curves") else _STACKS if block.get("stacks") else _BARS


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
    yield from pictured(name, picture(root), framed(block), described=True)
    for node in root.iter("*"):
        kind, links = (
            etree.QName(node).localname,
            [str(value) for key, value in node.attrib.items() if str(key).endswith("href")],
        )
        if kind in {"script", "foreignObject"} or any(not link.startswith(("#", "data:")) for link in links):
            yield Finding(name, block["title"]["words"], "page form", f"<{kind}> may not stand in a picture")


def _numbers(name: str, bundle: Bundle, block: Data) -> Iterator[Finding]:
    table, spec, form = f"{name}.csv", f"{name}.json", _form(block)
    drawn = cache(partial(_labelled, bundle.files.get(spec, b"{}")))
    yield from _same_numbers(table, bundle, block, lambda: _in_csv(bundle.files[table]), form.csv)
    yield from _same_numbers(spec, bundle, block, lambda: _in_spec(form, drawn()), form.spec)
    yield from _ticks(spec, block, drawn)


def _same_numbers(
    name: str, bundle: Bundle, block: Data, read: Callable[[], Iterator[Data]], fields: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the numbers that a file lacks, and those that it has besides; one that is not there is not asked for."""
    if name not in bundle.files:
        return
    try:
        found = Counter(map(itemgetter(*fields), read()))
    except (ValueError, KeyError) as fault:
        yield Finding(name, "", "file unreadable", f"{type(fault).__name__}: {fault}")
        return
    wanted = Counter(tuple([item.get(field) for field in fields]) for item in _form(block).items(block))
    if found == wanted:
        return
    for bar in (wanted - found).elements():
        yield Finding(name, _said(bar), "chart data differ", f"it lacks {bar}")
    for bar in (found - wanted).elements():
        yield Finding(name, _said(bar), "chart data differ", f"it has {bar} besides")


def _said(bar: Bar) -> str:
    """Return the words by which a row of data is named: its figure, else its label."""
    return next(str(part) for part in (bar[1], bar[0]) if isinstance(part, str))


def _ticks(name: str, block: Data, drawn: Callable[[], Sequence[Data]]) -> Iterator[Finding]:
    """Yield the ticks of last period that stand elsewhere; one too close to the axis to be seen may be left out."""
    ticks = {(bar["label"]["words"], bar["before"]) for bar in block["bars"]}
    try:
        bars = [item for item in drawn() if item.keys() >= {"figure", "length"}]
    except ValueError:
        return  # its form is told already
    for bar in bars:
        if bar.get("before") is not None and (bar["label"], bar["before"]) not in ticks:
            yield Finding(name, bar["figure"], "chart data differ", f"a tick stands at {bar['before']}")


def _in_csv(content: bytes) -> Iterator[Data]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")):
        numbers = {key: float(row[key]) if row[key] else None for key in _NUMBERS & row.keys()}
        words = {key: unguarded(row[key]) for key in ("stack", "label", "figure") if key in row}
        yield {**row, **words, **numbers, "bound": row.get("bound", "").lower() == "true"}


def _in_spec(form: Form, drawn: Sequence[Data]) -> Iterator[Data]:
    """Yield the numbers in the data of a Vega-Lite spec, each once however many layers draw it."""
    seen: set[Bar] = set()
    keys = {*form.spec, form.length} - {"value", "bound"} | {form.length}
    for item in (item for item in drawn if keys <= item.keys()):
        told = {**item, "value": item[form.length]}
        if (key := tuple(told[field] for field in form.spec)) not in seen:
            seen.add(key)
            yield told


def _labelled(content: bytes) -> Sequence[Data]:
    """Return everything with a label in a spec; a long one is drawn in lines."""
    found: list[Data] = []
    _gather(json.loads(content), found)
    return [{**item, "label": folded(str(item["label"]))} for item in found]


def _gather(node: object, found: list[Data]) -> None:
    if isinstance(node, dict):
        if "label" in node:
            found.append(node)
        node = [*node.values()]
    for part in node if isinstance(node, list) else ():
        if isinstance(part, dict | list):
            _gather(part, found)
