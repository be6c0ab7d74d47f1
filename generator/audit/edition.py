"""edition.json as the audit reads it: every text with its place, whatever fields its block has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.audit.finding import folded

FIRST_WITH_TREES = 2  # the schema of edition.json
HEADS = ("subject", "preheader", "title", "summary")

Data = Mapping[str, Any]
_NODES = (dict, list)
_UNSEEN = re.compile("[\u2066-\u2069]")


class Mark(NamedTuple):
    """The half-open range `start:end` of a text that prints `claim`."""

    claim: str
    start: int
    end: int


class Said(NamedTuple):
    """One text: `path` is where it stands in its story, `shown` the formats that carry it (none named: all)."""

    words: str
    marks: tuple[Mark, ...] = ()
    shown: tuple[str, ...] = ()
    path: tuple[str | int, ...] = ()

    def stands_in(self, form: str) -> bool:
        """Say whether the format `form` carries the text."""
        return bool(self.words.strip()) and (not self.shown or form in self.shown)

    def printed(self, mark: Mark) -> str:
        """Return the words under `mark`, white space folded."""
        return folded(self.words[mark.start : mark.end])


def said(node: Data, path: tuple[str | int, ...] = ()) -> Said:
    """Return the text that `node` writes."""
    if len(node) == 1:
        return Said(node["words"], path=path)
    marks, shown = node.get("marks", ()), node.get("shown", ())
    if marks:
        marks = tuple([Mark(str(mark["claim"]), int(mark["start"]), int(mark["end"])) for mark in marks])
    return Said(node["words"], marks or (), tuple(shown) if shown else (), path)


def has_trees(edition: Data) -> bool:
    """Say whether the texts of an edition carry their proof; of one that was made before they did nothing is judged.

    It is what it was by its bytes, and its cells are those of its releases. Its words and formulas may be of a form
    that this version no longer has.
    """
    return int(edition["schema"]) >= FIRST_WITH_TREES


def has_unseen(node: Any) -> bool:  # noqa: ANN401 -- JSON
    """Say whether data have letters that nobody sees; to write them out is faster than to go through them."""
    return _UNSEEN.search(json.dumps(node, ensure_ascii=False)) is not None


def bare(node: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return data without the letters that nobody sees: they set one direction of writing apart from the other."""
    if isinstance(node, dict):
        words = node.get("words")
        if isinstance(words, str) and not words.isascii() and _UNSEEN.search(words):
            return _bare_text(node, words)
        return {key: bare(part) if isinstance(part, _NODES) else part for key, part in node.items()}
    if isinstance(node, list):
        return [bare(part) if isinstance(part, _NODES) else part for part in node]
    return node


def seen(words: str) -> str:
    """Return `words` without the letters that nobody sees."""
    return words if words.isascii() else _UNSEEN.sub("", words)


def _bare_text(node: Data, words: str) -> Data:
    def at(place: int) -> int:
        return len(seen(words[:place]))

    marks = [{**mark, "start": at(mark["start"]), "end": at(mark["end"])} for mark in node.get("marks", ())]
    return {**node, "words": seen(words), "marks": marks}


def texts(node: object, path: tuple[str | int, ...] = ()) -> Sequence[Said]:
    """Return the texts in `node` in the order of the document."""
    found: list[Said] = []
    _gather(node, path, found)
    return found


def _gather(node: object, path: tuple[str | int, ...], found: list[Said]) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("words"), str):
            found.append(said(node, path))
            return
        parts: Iterable[tuple[str | int, object]] = node.items()
    else:
        parts = enumerate(node) if isinstance(node, list) else ()
    for key, part in parts:
        if isinstance(part, _NODES):
            _gather(part, (*path, key), found)


def blocks(story: Data, form: str) -> Iterator[Data]:
    """Yield the blocks that the format `form` carries."""
    return (block for block in story["blocks"] if form in block["shown"])
