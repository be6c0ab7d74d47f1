"""The rule on footnotes: a note of a table is led to from what it is of and nowhere else, by the next letter."""

from __future__ import annotations

from collections.abc import Iterator

from generator.audit.edition import Data
from generator.audit.finding import Finding
from generator.audit.patterns.frames import tree_of
from generator.audit.patterns.tongue import Tongue
from generator.trade.trees import Tree, keys, leaves

EDITION = "edition.json"
_LOW = ("low_base_note", "labels.low_base")  # the note on a word, and the word
Cell = tuple[int, int]


def lettered(story: Data, tongue: Tongue) -> Iterator[Finding]:
    """Yield the notes of tables whose marks stand elsewhere than they should, out of turn, or not at all."""
    for table in story["blocks"]:
        if table["kind"] == "table" and "html" in table["shown"]:
            yield from _cells(table)
            yield from _letters(table, tongue)


def _cells(table: Data) -> Iterator[Finding]:
    marked = {note["note"]: {tuple(cell) for cell in note["cells"]} for note in table.get("footnotes", ())}
    notes = table.get("notes", ())
    for place in marked.keys() - set(range(len(notes))):
        yield Finding(EDITION, table["title"]["words"], "footnote", f"a mark leads to note {place}, and there is none")
    for place, note in enumerate(notes):
        own, due = marked.get(place, set()), _due(tree_of(note) or (), table)
        for cell in sorted(due - own):
            yield Finding(EDITION, note["words"], "footnote", f"no mark leads to it from {_at(cell, table)}")
        for cell in sorted(own - due):
            yield Finding(EDITION, note["words"], "footnote", f"a mark leads to it from {_at(cell, table)}")


def _at(cell: Cell, table: Data) -> str:
    row, column = cell
    cells = table["rows"][row]["cells"] if row < len(table["rows"]) else []
    return repr(cells[column]["words"]) if column < len(cells) else f"row {row}, column {column}, which it has not"


def _due(note: Tree, table: Data) -> set[Cell]:
    """Return the cells that a note is of: of its word, of the lines it names, of the name that counts as it does."""
    claims, codes = _claims(note), {leaf[1] for leaf in leaves(note) if leaf[0] in {"code", "line"}}
    is_of_word = _LOW[0] in keys(note)
    found: set[Cell] = set()
    for at, row in enumerate(table["rows"]):
        trees = [tree_of(cell) or ("row", ()) for cell in row["cells"]]
        if claims & _claims(trees[0]) or _is_named(row, trees, codes):
            found.add((at, 0))
        found.update((at, column) for column, tree in enumerate(trees) if is_of_word and tree[0] == _LOW[1])
    return found


def _claims(tree: Tree) -> set[str]:
    return {leaf[1] for leaf in leaves(tree) if leaf[0] == "figure"}


def _is_named(row: Data, trees: list[Tree], codes: set[str]) -> bool:
    """Say whether a row is the line of one of `codes`, or a sum with one that lacks a figure."""
    own = row.get("codes", ())
    if len(own) == 1:
        return own[0] in codes
    return not codes.isdisjoint(own) and any(tree == ("dash",) for tree in trees)


def _letters(table: Data, tongue: Tongue) -> Iterator[Finding]:
    """Yield letters that are not the language's own, in the order in which a reader meets marks and notes."""
    letters, heard = tongue.sentences["footnote.marks"], tongue.sentences["footnote.heard"]
    found = sorted(table.get("footnotes", ()), key=_first)
    for mark, note in zip(letters.split(), found, strict=False):
        if (note["mark"], note["heard"]) != (mark, heard.format(mark=mark)):
            problem = f"the mark {note['mark']!r}, heard as {note['heard']!r}, stands where {mark!r} is due"
            yield Finding(EDITION, table["title"]["words"], "footnote", problem)
    order = [note["note"] for note in found]
    if order != sorted(set(order)):
        problem = f"notes {order} do not stand in the order of their marks"
        yield Finding(EDITION, table["title"]["words"], "footnote", problem)


def _first(note: Data) -> tuple[int, ...]:
    return min(map(tuple, note["cells"]), default=())
