"""Link A for footnotes: what each mark of a file stands behind, how it is heard, and what it leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.audit.edition import Data, blocks
from generator.audit.finding import Finding


class Leading(NamedTuple):
    """A `mark` behind the words `before` it in its cell, "" for one of a note, and the words that it leads `to`."""

    before: str
    mark: str
    heard: str
    to: str


class Place(NamedTuple):
    """What may be led to: where its cell or paragraph begins in the text, where it does and ends.

    One that `is_mark` is led to by the words before it, any other by its own.
    """

    block: int
    start: int
    end: int
    is_mark: bool


class Link(NamedTuple):
    """A link of a file to the place in it that is called `to`; `heard` is how it is read out."""

    block: int
    start: int
    end: int
    heard: str
    to: str


@dataclass
class Places:
    """The links of a file to places in it, in order, and what they may lead to, by name."""

    links: list[Link] = field(default_factory=list)
    named: dict[str, list[Place]] = field(default_factory=dict)

    def leading(self, text: str) -> Iterator[Leading]:
        """Yield what the links of a file that says `text` stand behind and lead to: "" where that is no one place."""
        for link in self.links:
            found, to = self.named.get(link.to, []), ""
            if len(found) == 1:
                place = found[0]
                to = text[place.block if place.is_mark else place.start : place.end]
            yield Leading(text[link.block : link.start], text[link.start : link.end], link.heard, to)


def marked(table: Data) -> Data:
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


def leading(story: Data, form: str) -> Iterator[Leading]:
    """Yield the marks that a page of `form` has of `story`, in order: those of cells, then those of notes."""
    for table in blocks(story, form):
        notes, firsts = table.get("footnotes", ()), dict[int, str]()
        cells = sorted((tuple(cell), at) for at, note in enumerate(notes) for cell in note["cells"])
        for cell, at in cells:
            mark, words = notes[at]["mark"], table["notes"][notes[at]["note"]]["words"]
            others = [notes[other]["mark"] for place, other in cells if place == cell and other < at]
            said = " ".join((table["rows"][cell[0]]["cells"][cell[1]]["words"], *others))
            firsts.setdefault(at, f"{said} {mark}")
            yield Leading(said, mark, notes[at]["heard"], f"{mark} {words}")
        yield from (Leading("", note["mark"], note["heard"], firsts.get(at, "")) for at, note in enumerate(notes))


def astray(
    name: str, wanted: Sequence[Leading], found: Sequence[Leading], fold: Callable[[str], str]
) -> Iterator[Finding]:
    """Yield each mark that a file lacks, has besides, or has in another place; `fold` is how its words are read."""
    asked, told = ([Leading(*(fold(part).strip() for part in one)) for one in each] for each in (wanted, found))
    words = dict(zip(asked, (one.before or one.to for one in wanted), strict=True))
    for one in (Counter(asked) - Counter(told)).elements():
        yield Finding(name, words[one], "footnote", f"no mark {one.mark!r} behind {one.before!r} leads to {one.to!r}")
    for one in (Counter(told) - Counter(asked)).elements():
        near = next((words[other] for other in asked if one.before == other.before or one.to == other.to), "")
        yield Finding(
            name, near, "footnote", f"a mark {one.mark!r} ({one.heard}) behind {one.before!r} leads to {one.to!r}"
        )
    if asked != told and Counter(asked) == Counter(told):
        yield Finding(name, "", "footnote", "its marks stand in another order")
