"""Catalogue: what each sentence pattern asserts, independent of language.

The entries are read from catalogue.txt, and the audit checks the claims of every text against them.

An entry is a key and its clauses. A clause either sets the scene (`of name`, `in when`, `against then`) or says which
claim a slot must hold (`rate = change`, `base = level in then`). The scene says which line (`of`), which period (`in`)
and which base period (`against`) is meant. A section passes its scene to its sentences, and a sentence to its clauses.
Whatever a clause does not name is taken from the scene.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_INSIDE = re.compile(r"(?P<slot>\w+) stands in (?P<time>[\w ]+)")
_SCENE = re.compile(r"(?P<kind>of|in|to|against) (?P<value>[\w ]+)")
_COLUMN = re.compile(r"column (?P<term>[a-z ]+?)(?: in (?P<time>[\w ]+))?")
_ASSERTION = re.compile(r"(?P<term>level|(?:quantity |average )?change) (?P<quality>none|little)(?: in (?P<time>\w+))?")
_EQUATION = re.compile(
    r"(?P<slot>\w+) = (?P<term>[a-z][a-z ]*?)(?: of (?P<of>[\w ]+?))?(?: in (?P<time>[\w ]+?))?"
    r"(?: against (?P<base>[\w ]+?))?(?:, (?P<quality>[\w ]+))?"
)


@dataclass(frozen=True)
class Scene:
    """A clause that sets the line, the period or the base period."""

    kind: str  # "of", "in", "to" or "against"
    value: str  # a slot or a word such as "total"


@dataclass(frozen=True)
class Equation:
    """A clause that says which claim a slot must hold. A field that is "" is taken from the scene."""

    slot: str
    term: str
    of: str = ""
    time: str = ""
    base: str = ""
    quality: str = ""  # what else must be true of the claim: up, down, most, over, other


@dataclass(frozen=True)
class Inside:
    """A clause that sets the period of the pattern inside a slot."""

    slot: str
    time: str


@dataclass(frozen=True)
class Column:
    """A clause of a table head: the claim that each cell of its column must hold, for the line of the cell's row."""

    term: str
    time: str = ""


@dataclass(frozen=True)
class Assertion:
    """A clause about the scene that no slot has a figure for: `change little`, `level none`."""

    term: str
    quality: str
    time: str = ""


Clause = Scene | Equation | Inside | Column | Assertion


@dataclass(frozen=True)
class CatalogueEntry:
    """What a pattern asserts, clause by clause."""

    key: str
    clauses: tuple[Clause, ...]
    reason: str = ""  # why the pattern asserts nothing about the figures


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return the entries by key.

    `head.run.*` covers `head.run` and the patterns under it that have no entry of their own.
    """
    text = files("generator.trade").joinpath("catalogue.txt").read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> dict[str, CatalogueEntry]:
    """Return the entries of a catalogue's text. Raise ValueError for a line that is not an entry or repeats a key."""
    entries: dict[str, CatalogueEntry] = {}
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.partition("#")[0].strip()
        if not bare:
            continue
        key, colon, assertion = bare.partition(":")
        if not colon or key in entries:
            msg = f"catalogue.txt, line {number}: {line!r} is no entry of its own"
            raise ValueError(msg)
        entries[key] = _entry(key, assertion.strip(), number)
    return entries


def entry_of(key: str) -> CatalogueEntry | None:
    """Return the entry of a pattern, or None.

    A pattern without an entry of its own has that of its longest prefix: `head.run.*` for `head.run.up`.
    """
    entries = catalogue()
    if key in entries:
        return entries[key]
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        wide = ".".join((*parts[:length], "*"))
        if wide in entries:
            return entries[wide]
    return None


def _entry(key: str, text: str, number: int) -> CatalogueEntry:
    if text.startswith("nothing"):
        return CatalogueEntry(key, (), text.removeprefix("nothing").strip(" :,") or "no figure")
    return CatalogueEntry(key, tuple(_clause(part.strip(), number) for part in text.split(";")))


def _clause(text: str, number: int) -> Clause:
    match = _SCENE.fullmatch(text)
    if match:
        return Scene(match["kind"], match["value"])
    match = _INSIDE.fullmatch(text)
    if match:
        return Inside(match["slot"], match["time"])
    match = _EQUATION.fullmatch(text)
    if match:
        parts = {name: value or "" for name, value in match.groupdict().items()}
        return Equation(**parts)
    match = _ASSERTION.fullmatch(text)
    if match:
        return Assertion(match["term"], match["quality"], match["time"] or "")
    match = _COLUMN.fullmatch(text)
    if match:
        return Column(match["term"], match["time"] or "")
    msg = f"catalogue.txt, line {number}: {text!r} is neither a scene nor an equation"
    raise ValueError(msg)
