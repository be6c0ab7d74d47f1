"""edition.json as the audit reads it: every text with its place, whatever fields its block has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from generator.audit.finding import folded

HEADS = ("subject", "preheader", "title", "summary")

Data = Mapping[str, Any]
_NODES = (dict, list)
_UNSEEN = frozenset(map(chr, range(0x2066, 0x206A)))
_GONE = dict.fromkeys(range(0x2066, 0x206A))


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
    marks, shown = node.get("marks", ()), node.get("shown", ())
    if marks:
        marks = tuple([Mark(str(mark["claim"]), int(mark["start"]), int(mark["end"])) for mark in marks])
    return Said(node["words"], marks or (), tuple(shown) if shown else (), path)


def bare(node: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return data without the letters that nobody sees: they set one direction of writing apart from the other."""
    if isinstance(node, dict):
        words = node.get("words")
        if isinstance(words, str) and not _UNSEEN.isdisjoint(words):
            return _bare_text(node, words)
        return {key: bare(part) if isinstance(part, _NODES) else part for key, part in node.items()}
    if isinstance(node, list):
        return [bare(part) if isinstance(part, _NODES) else part for part in node]
    return node


def seen(words: str) -> str:
    """Return `words` without the letters that nobody sees."""
    return words.translate(_GONE)


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
        for key, part in node.items():
            if isinstance(part, _NODES):
                _gather(part, (*path, key), found)
    elif isinstance(node, list):
        for place, part in enumerate(node):
            if isinstance(part, _NODES):
                _gather(part, (*path, place), found)


def blocks(story: Data, form: str) -> Iterator[Data]:
    """Yield the blocks that the format `form` carries."""
    return (block for block in story["blocks"] if form in block["shown"])


def sentences(edition: Data) -> dict[str, str]:
    """Return the words of the first text that prints each claim."""
    found: dict[str, str] = {}
    for story in edition["stories"].values():
        for text in texts(story):
            for mark in text.marks:
                found.setdefault(mark.claim, text.words)
    return found
