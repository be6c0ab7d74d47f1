"""Joining words while keeping track of which of them print a claim, and of the tree they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from string import Formatter

from generator.story.plan import Mark, Text
from generator.trade.trees import EMPTY, Tree

Part = str | Text
STOPS = ".\N{IDEOGRAPHIC FULL STOP}\N{ARABIC FULL STOP}"  # full stops, in every language
_ISOLATES = frozenset(map(chr, range(0x2066, 0x206A)))  # invisible signs that set the direction of writing


def letters_of(words: str) -> tuple[str, list[int]]:
    """Return words without the signs of writing direction, and the original position of each letter."""
    places = [at for at, sign in enumerate(words) if sign not in _ISOLATES]
    return "".join(words[at] for at in places), places


def printed(words: Part, claim: str) -> Text:
    """Return the words that print a claim. If they are a Text, such as "largest", the new tree keeps its tree."""
    if isinstance(words, str):
        return Text(words, (Mark(claim, 0, len(words)),), tree=("figure", claim))
    return Text(words.words, (Mark(claim, 0, len(words.words)),), tree=("figure", claim, tree_of(words)))


def leaf(words: str, *tree: object) -> Text:
    """Return words with the tree leaf that they stand for: `leaf("2025", "time", "2025", "period")`."""
    return Text(words, tree=tree)


@cache
def pieces_of(pattern: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a pattern as pieces: literal words, the name of the slot after them (or None), and the slot's form."""
    return tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(pattern))


def joined(parts: Sequence[Part], tree: Tree | None = None) -> Text:
    """Return the parts joined in order, with their marks moved accordingly.

    In a language without spaces a figure may follow a code directly: a space then separates their digits. `tree` is the
    tree of the result; by default it is a row of the parts' trees.
    """
    marks: list[Mark] = []
    text = ""
    for part in parts:
        words = words_of(part)
        if _ends_in_digit(text) and _ends_in_digit(words[:1]):
            text += " "
        if isinstance(part, Text):
            at = len(text)
            marks += [Mark(mark.claim, mark.start + at, mark.end + at) for mark in part.marks]
        text += words
    return Text(text, tuple(marks), tree=tree or row_of(parts))


def _ends_in_digit(words: str) -> bool:
    return words[-1:].isascii() and words[-1:].isdigit()


def row_of(parts: Sequence[Part]) -> Tree:
    """Return the trees of parts as a row, or the tree itself of a single part."""
    trees = tuple(tree_of(part) for part in parts if words_of(part))
    return trees[0] if len(trees) == 1 else ("row", trees)


def tree_of(part: Part) -> Tree:
    """Return the tree of a part. A plain string counts as words of a person."""
    words = words_of(part)
    if not isinstance(part, Text):
        return ("words", words) if words else EMPTY
    return part.tree or quoted(words, part.marks)


def quoted(words: str, marks: Sequence[Mark]) -> Tree:
    """Return the tree of words that a person or an earlier edition wrote, with marked figures among them.

    A marked figure without a digit, such as "doubled", is a claim expressed in words.
    """
    parts: list[Tree] = []
    start = 0
    for mark in marks:
        shown = words[mark.start : mark.end]
        is_read = any(map(str.isdigit, shown))
        figure: Tree = ("figure", mark.claim) if is_read else ("figure", mark.claim, ("words", shown))
        parts += [("words", words[start : mark.start]), figure]
        start = mark.end
    trees = tuple(part for part in (*parts, ("words", words[start:])) if part[1])
    return trees[0] if len(trees) == 1 else ("row", trees)


def capital(text: Text) -> Text:
    """Return `text` with a capital first letter, as the beginning of a sentence."""
    return replace(text, words=text.words[:1].upper() + text.words[1:])


def words_of(part: Part) -> str:
    """Return the words of a part as a string."""
    return part if isinstance(part, str) else part.words
