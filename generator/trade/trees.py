"""Trees: the structure of each text of an edition, as plain tuples; edition.json stores them under `said`.

A tree is a pattern with its slots, `("line.rose", {"line": …, "rate": …})`, or one of the leaves below. The story makes
the trees, and the audit reads them. They contain no words of a language, except `words`, which a person or a publisher
wrote.

| leaf | what it stands for |
|---|---|
| `("figure", claim)` | the printed figure of a claim |
| `("figure", claim, tree)` | a claim expressed in words: "largest", "continued to" |
| `("size", way, class, claim, place)` | a verb for the size of a change; `place` counts the verbs of one class |
| `("way", way)` | `up` or `down`, which a pattern prints in a form: `{way:noun}` is "rise" or "fall" |
| `("word", table, key)` | a word of the language's lexicon: a fraction, a multiple, a unit of weight |
| `("line", code, form)` | a line by its `full`, `short` or `head` name |
| `("use", code)` | what a line is for |
| `("code", code)` | a code of the HS |
| `("time", period, form)` | a period; `form` as in the functions of the story that print periods |
| `("day", date, form)` | a day, or a month, of the calendar |
| `("economy", code, form)` | an economy; `form` is `land`, `bare` or `people` |
| `("flow", flow, form)` | a flow as a `noun` or a `verb` |
| `("currency", code)` | the name of a currency |
| `("number", digits)` | a number that is not a figure: a revision, a page, a tick of an axis |
| `("hs", edition)` | an edition of the HS |
| `("valuation", how)` | `CIF` or `FOB` |
| `("setting", key)` | words of the desk's settings |
| `("words", words)` | words of a person or a publisher |
| `("dash",)` | the sign for no figure |
| `("list", key, trees)` | several trees, joined as the language joins the list `key` |
| `("row", trees)` | several trees, one after the other |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Tree = tuple[Any, ...]

LEAVES = frozenset(
    {
        "figure",
        "size",
        "way",
        "word",
        "line",
        "use",
        "code",
        "time",
        "day",
        "economy",
        "flow",
        "currency",
        "number",
        "hs",
        "valuation",
        "setting",
        "words",
        "dash",
    }
)
EMPTY: Tree = ("row", ())


def pattern(key: str, slots: Mapping[str, Tree]) -> Tree:
    """Return the tree of the pattern `key` with its slots."""
    return (key, dict(slots))


def is_pattern(tree: Tree) -> bool:
    """Return whether a tree is a pattern with slots."""
    return len(tree) > 1 and isinstance(tree[1], dict)


def branches(tree: Tree) -> tuple[Tree, ...]:
    """Return the direct children of a tree, in the order of its slots."""
    if is_pattern(tree):
        return tuple(tree[1].values())
    match tree:
        case ("list", _, parts) | ("row", parts):
            return tuple(parts)
        case ("figure", _, inner):
            return (inner,)
    return ()


def leaves(tree: Tree) -> Iterator[Tree]:
    """Yield the leaves of a tree in the order of its slots."""
    if tree[0] in LEAVES:
        yield tree
    for branch in branches(tree):
        yield from leaves(branch)


def keys(tree: Tree) -> Iterator[str]:
    """Yield the keys of the patterns in a tree, outer patterns first."""
    if is_pattern(tree):
        yield tree[0]
    for branch in branches(tree):
        yield from keys(branch)


def read(written: Any) -> Any:  # noqa: ANN401 -- JSON is any
    """Return a tree read from edition.json, as tuples."""
    if isinstance(written, list):
        return tuple(read(part) for part in written)
    if isinstance(written, dict):
        return {key: read(part) for key, part in written.items()}
    return written


def parts_of(tree: Tree, key: str) -> Iterator[Mapping[str, Tree]]:
    """Yield the slots of each pattern `key` in a tree."""
    if is_pattern(tree) and tree[0] == key:
        yield tree[1]
    for branch in branches(tree):
        yield from parts_of(branch, key)
