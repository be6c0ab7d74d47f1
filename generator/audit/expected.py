"""What each format must show, as a stream of items: texts in order, and pictures whose labels come in any order.

`drawn_texts` says what a chart's form draws; every form draws from the same fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.audit.edition import Data, Said, blocks, said, texts

ON_EVERY_PAGE = ("left", "middle", "page")


@dataclass(frozen=True)
class Drawing:
    """A chart's picture: its title for those who cannot see it, its longer description, the texts drawn in it.

    `block` is what it is drawn of. Each of `labels` is drawn once. Each of `steps` may be left out where there is no
    room, and is drawn up to `columns` times: once under each column of panels. The names of parts may stand beside each
    further stack as well.
    """

    alt: Said
    description: Said
    labels: tuple[Said, ...]
    steps: tuple[Said, ...] = ()
    columns: int = 1
    block: Data = field(default_factory=dict)


Item = Said | Drawing


def drawing(chart: Data) -> Drawing:
    """Return what the picture of a `chart` block shows inside a page."""
    again = [said(part["label"]) for stack in chart.get("stacks", ())[1:] for part in stack["parts"]]
    labels = (*drawn_texts(chart), *(said(tick) for tick in chart.get("ticks", ())))
    steps = tuple(step for step in (*again, *map(said, chart.get("steps", ()))) if step.words.strip())
    cells = (said(cell) for curve in chart.get("curves", ()) for cell in curve.get("cells", ()))
    steps += tuple(cell for cell in cells if cell.words.strip())  # all of them, or none
    columns = len(chart.get("curves", ())) if chart["form"] == "panels" else 1
    shown = tuple(text for text in labels if text.words.strip())
    return Drawing(said(chart["alt"]), said(chart["description"]), shown, steps, columns, chart)


def drawn_texts(chart: Data) -> Iterator[Said]:
    """Yield the labels and figures of bars, curves and stacks; a part's name stands once for all stacks."""
    stacks = chart.get("stacks", ())
    parts = [part for stack in stacks for part in stack["parts"]]
    names = {part["label"]["words"]: part["label"] for part in parts}
    yield from (said(label) for label in (*(stack["label"] for stack in stacks), *names.values()))
    for item in (*chart.get("bars", ()), *chart.get("curves", ())):
        yield from (said(item["label"]), said(item["figure"]))
    yield from (said(part["figure"]) for part in parts)
    yield from ([said(chart["band"])] if chart.get("band") else [])
    yield from (said(one["label"]) for one in chart.get("breaks", ()))


def framed(chart: Data) -> Drawing:
    """Return what the chart's own file shows: title, subtitle and source are drawn too."""
    inner, frame = drawing(chart), tuple(said(chart[key]) for key in ("title", "subtitle", "source"))
    return replace(inner, labels=tuple(text for text in (*inner.labels, *frame) if text.words.strip()))


def stream(story: Data, form: str) -> list[Item]:
    """Return what the format `form` must show of `story`, in order; the mail's hidden first line included."""
    first = [said(story["preheader"], ("preheader",))] if form == "mail" else []
    found = [*first, *(item for block in blocks(story, form) for item in _items(block, form))]
    return [_unread(item) for item in found] if form == "pdf" and story.get("direction") == "rtl" else found


def _unread(item: Item) -> Item:
    """Return a picture without its labels: a PDF from right to left holds pixels, whose words its file has beside."""
    return replace(item, labels=(), steps=()) if isinstance(item, Drawing) else item


def foot(story: Data) -> tuple[Said, ...]:
    """Return the texts that stand on every page of the PDF."""
    ends = [block for block in blocks(story, "pdf") if block["kind"] == "foot"]
    return tuple(said(end[key]) for end in ends for key in ON_EVERY_PAGE if end.get(key))


def charts(story: Data, form: str) -> list[Data]:
    """Return the chart blocks that the format `form` carries."""
    return [block for block in blocks(story, form) if block["kind"] == "chart"]


def _items(block: Data, form: str) -> Iterator[Item]:
    found = _chart(block, form) if block["kind"] == "chart" else _plain(block, form)
    return (item for item in found if isinstance(item, Drawing) or item.stands_in(form))


def _plain(block: Data, form: str) -> Sequence[Item]:
    path = (block["id"],)
    hidden = {"pdf": ON_EVERY_PAGE}.get(form, ("page",)) if block["kind"] == "foot" else ()
    if form in {"txt", "md"} and block.get("spans"):  # nothing is drawn there: no head stands over the sparks
        block = {**block, "head": block["head"][:-1]}
    if form in {"pdf", "html"}:
        block = _marked(block)
    return texts({key: part for key, part in block.items() if key not in hidden}, path)


def _chart(block: Data, form: str) -> Iterator[Item]:
    path = (block["id"],)
    yield from texts({key: block[key] for key in ("title", "subtitle")}, path)
    if form in {"pdf", "html"}:
        yield drawing(block)
    as_table = ("head", "rows") if block.get("rows") else ("bars",)
    if form in {"txt", "md"}:
        yield from texts({key: block.get(key, ()) for key in as_table}, path)
    yield said(block["source"], (*path, "source"))
    if form != "mail":
        yield from texts(block.get("aside", []), (*path, "aside"))
    if form == "html":
        yield from texts({key: block.get(key, ()) for key in ("more", "description", *as_table)}, path)


def _marked(table: Data) -> Data:
    """Return a table block with the marks of its notes as texts: behind what they are of, and before the notes."""
    if not table.get("footnotes"):
        return table
    rows = [{**row, "cells": list(_row(table, at))} for at, row in enumerate(table["rows"])]
    own = {note["note"]: note for note in table["footnotes"]}
    notes = [text for at, note in enumerate(table["notes"]) for text in (*_marks([own[at]] if at in own else []), note)]
    return {**table, "rows": rows, "notes": notes}


def _row(table: Data, row: int) -> Iterator[Data]:
    for column, cell in enumerate(table["rows"][row]["cells"]):
        yield cell
        yield from _marks([note for note in table["footnotes"] if [row, column] in note["cells"]])


def _marks(notes: Sequence[Data]) -> list[Data]:
    return [{"words": note["mark"]} for note in notes]
