"""What each format must show, as a stream of items: texts in order, and pictures whose labels come in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.audit.edition import Data, Said, blocks, said, texts

ON_EVERY_PAGE = ("left", "middle", "page")


@dataclass(frozen=True)
class Drawing:
    """A chart's picture: its title for those who cannot see it, its longer description, the texts drawn in it."""

    alt: Said
    description: Said
    labels: tuple[Said, ...]


Item = Said | Drawing


def drawing(chart: Data) -> Drawing:
    """Return what the picture of a `chart` block shows inside a page."""
    bars = [text for bar in chart["bars"] for text in (said(bar["label"]), said(bar["figure"]))]
    return Drawing(said(chart["alt"]), said(chart["description"]), tuple(bar for bar in bars if bar.words.strip()))


def framed(chart: Data) -> Drawing:
    """Return what the chart's own file shows: title, subtitle and source are drawn too."""
    inner, frame = drawing(chart), tuple(said(chart[key]) for key in ("title", "subtitle", "source"))
    return Drawing(inner.alt, inner.description, tuple(text for text in (*inner.labels, *frame) if text.words.strip()))


def stream(story: Data, form: str) -> list[Item]:
    """Return what the format `form` must show of `story`, in order; the mail's hidden first line included."""
    first = [said(story["preheader"], ("preheader",))] if form == "mail" else []
    return [*first, *(item for block in blocks(story, form) for item in _items(block, form))]


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


def _plain(block: Data, form: str) -> Iterator[Item]:
    path = (block["id"],)
    hidden = {"pdf": ON_EVERY_PAGE}.get(form, ("page",)) if block["kind"] == "foot" else ()
    return texts({key: part for key, part in block.items() if key not in hidden}, path)


def _chart(block: Data, form: str) -> Iterator[Item]:
    path = (block["id"],)
    yield from texts({key: block[key] for key in ("title", "subtitle")}, path)
    if form in {"pdf", "html"}:
        yield drawing(block)
    if form in {"txt", "md"}:
        yield from texts(block["bars"], (*path, "bars"))
    yield said(block["source"], (*path, "source"))
    if form == "html":
        yield from texts({key: block[key] for key in ("more", "description", "bars")}, path)
