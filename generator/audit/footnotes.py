"""The rule on footnotes: a note that says what it is of is led to from there and nowhere else, by the next letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.edition import Data, said
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.trade.editions import Edition

EDITION = "edition.json"
_COLON = re.compile("[:：]")  # noqa: RUF001 -- a sign of another script
_NUMBER, _DASH, _HEADING = re.compile(r"(?<![\d.])\d+(?![\d%]|[.,]\d)"), "–", 4
_YEARS = frozenset(re.sub(r"\D", "", edition) for edition in Edition)
Cell = tuple[int, int]


def lettered(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the notes of tables whose marks stand elsewhere than they should, out of turn, or not at all."""
    for table in story["blocks"]:
        if table["kind"] == "table" and "html" in table["shown"]:
            yield from _cells(table)
            yield from _letters(table, grounds)


def _cells(table: Data) -> Iterator[Finding]:
    marked = {note["note"]: {tuple(cell) for cell in note["cells"]} for note in table.get("footnotes", ())}
    for place in marked.keys() - set(range(len(table.get("notes", ())))):
        yield Finding(EDITION, table["title"]["words"], "footnote", f"a mark leads to note {place}, and there is none")
    for place, note in enumerate(table.get("notes", ())):
        own, due, open_ = marked.get(place, set()), _due(note, table), _open(note, table)
        for cell in sorted(due - own):
            yield Finding(EDITION, note["words"], "footnote", f"no mark leads to it from {_at(cell, table)}")
        for cell in sorted(own - due - open_):
            yield Finding(EDITION, note["words"], "footnote", f"a mark leads to it from {_at(cell, table)}")


def _at(cell: Cell, table: Data) -> str:
    row, column = cell
    cells = table["rows"][row]["cells"] if row < len(table["rows"]) else []
    return repr(cells[column]["words"]) if column < len(cells) else f"row {row}, column {column}, which it has not"


def _due(note: Data, table: Data) -> set[Cell]:
    """Return the cells that a note is of by its own words: its term, the count that it repeats, the codes it names."""
    term, counts = _COLON.split(note["words"])[0].lower(), {mark.claim for mark in said(note).marks}
    named = {code for code in _NUMBER.findall(note["words"]) if len(code) >= _HEADING} - _YEARS
    found = {(at, column) for at, column, words in _words(table) if words.lower() == term}
    for at, row in enumerate(table["rows"]):
        if not counts.isdisjoint(mark.claim for mark in said(row["cells"][0]).marks) or _is_named(row, named):
            found.add((at, 0))
    return found


def _open(note: Data, table: Data) -> set[Cell]:
    """Return the names that may lead to a note besides: two digits are a chapter, or a number of something else."""
    named = set(_NUMBER.findall(note["words"]))
    return {(at, 0) for at, row in enumerate(table["rows"]) if _is_named(row, named)}


def _is_named(row: Data, codes: set[str]) -> bool:
    """Say whether a row is the line of one of `codes`, or a sum with one that lacks a figure."""
    own = row.get("codes", ())
    if len(own) == 1:
        return own[0] in codes
    return not codes.isdisjoint(own) and any(cell["words"] == _DASH for cell in row["cells"])


def _words(table: Data) -> Iterator[tuple[int, int, str]]:
    for at, row in enumerate(table["rows"]):
        yield from ((at, column, cell["words"]) for column, cell in enumerate(row["cells"]))


def _letters(table: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield letters that are not the language's own, in the order in which a reader meets marks and notes."""
    letters, heard = grounds.lexicon.footmarks
    found = sorted(table.get("footnotes", ()), key=_first)
    for mark, note in zip(letters.split(), found, strict=False):
        if (note["mark"], note["heard"]) != (mark, heard.format(mark)):
            problem = f"the mark {note['mark']!r}, heard as {note['heard']!r}, stands where {mark!r} is due"
            yield Finding(EDITION, table["title"]["words"], "footnote", problem)
    order = [note["note"] for note in found]
    if order != sorted(set(order)):
        yield Finding(
            EDITION, table["title"]["words"], "footnote", f"notes {order} do not stand in the order of their marks"
        )


def _first(note: Data) -> tuple[int, ...]:
    return min(map(tuple, note["cells"]), default=())
