"""Catalogue: what each pattern asserts, in no language; the audit holds it to the claims (catalogue.txt).

An entry is a key and its clauses. A clause sets the scene (`of name`, `in when`, `against then`), or says which claim a
slot must be (`rate = change`, `base = level in then`). The scene is of whom (`of`), when (`in`) and against when
(`against`); it passes from a section to its sentences and from a sentence to its clauses, and what a clause does not
name is the scene's.
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
    """A clause that says of whom, when or against when: `kind` is of, in, to or against, `value` a slot or a word."""

    kind: str
    value: str


@dataclass(frozen=True)
class Equation:
    """A clause that says which claim a slot must be; what is "" is the scene's.

    `quality` is what else holds of it: up, down, small, other.
    """

    slot: str
    term: str
    of: str = ""
    time: str = ""
    base: str = ""
    quality: str = ""


@dataclass(frozen=True)
class Inside:
    """A clause that says of which time the pattern in a slot is."""

    slot: str
    time: str


@dataclass(frozen=True)
class Column:
    """A clause of a head: which claim each cell of its column must be, of the line in its row."""

    term: str
    time: str = ""


@dataclass(frozen=True)
class Assertion:
    """A clause that says something of the scene for which no slot has a figure: `change little`, `level none`."""

    term: str
    quality: str
    time: str = ""


Clause = Scene | Equation | Inside | Column | Assertion


@dataclass(frozen=True)
class CatalogueEntry:
    """What a pattern asserts, clause by clause; `reason` says why one asserts nothing of the figures."""

    key: str
    clauses: tuple[Clause, ...]
    reason: str = ""


@cache
def catalogue() -> Mapping[str, CatalogueEntry]:
    """Return the entries by key; one of `head.run.*` is of `head.run` and of the patterns under it."""
    text = files("generator.trade").joinpath("catalogue.txt").read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> dict[str, CatalogueEntry]:
    """Return the entries of a catalogue; ValueError names a line that is none."""
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
    """Return the entry of a pattern: its own, else that of the longest part of its key; None where it has none."""
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
