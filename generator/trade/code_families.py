"""Families of codes across editions: the least groups that count the same goods before and after a revision.

A relationship is of the UN Statistics Division's correlation tables, newer to older: 1:1, one subheading follows one
(often by the same code); n:1, several were one; 1:n, one was several; n:n, goods moved between several on both sides.
Codes that any pair joins are one family: only the sum over a family is comparable, never a part of it. What HS2022
gathers in 8549 (waste of electronics) came from nearly every machine, which makes one family of 1,167 subheadings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from generator.trade.codes import hs_code, is_within
from generator.trade.editions import TABLED, TOTAL, Edition, descriptions, packaged

_SUBHEADING = 6  # digits
_TABLES = dict(zip(TABLED, ("hs2022-hs2017.csv.gz", "hs2017-hs2012.csv.gz"), strict=False))  # by the newer edition
Node = tuple[Edition, str]


def is_unchanged(code: str, one: str, another: str) -> bool:
    """Say whether `code` counts the same goods in both editions, so that figures of both can stand in one series.

    A subheading does if it is a family of its own; a heading or chapter if goods moved only within it, and none came or
    went. False, too, where no table can say so: of an edition without one, of a country's own line, of chapter 98.
    ValueError where `one` has no such code.
    """
    first, second = Edition.of(one), Edition.of(another)
    code = hs_code(code, first)
    if first is second or code == TOTAL:
        return True
    if first not in TABLED or second not in TABLED or len(code) > _SUBHEADING:
        return False
    known, ends = _known(first, second), {first, second}
    starts = [(edition, line) for edition in ends for line in _lines(code, edition)]
    lost = any(not ends <= {edition for edition, _ in known[start]} for start in starts)
    members = (line for start in starts for edition, line in known[start] if edition in ends)
    return bool(starts) and not lost and all(is_within(line, code) for line in members)


@cache
def _lines(code: str, edition: Edition) -> tuple[str, ...]:
    """Return the subheadings of `edition` within `code`."""
    if len(code) == _SUBHEADING:
        return (code,) if code in descriptions(edition) else ()
    return tuple(line for line in descriptions(edition) if len(line) == _SUBHEADING and is_within(line, code))


def _known(first: Edition, second: Edition) -> Mapping[Node, frozenset[Node]]:
    """Return by edition and subheading all that belongs together with it, in these editions and those between."""
    return _families(*sorted((first, second), key=TABLED.index))


@cache
def _families(newer: Edition, older: Edition) -> Mapping[Node, frozenset[Node]]:
    linked: dict[Node, set[Node]] = {node: set() for node in _nodes(newer, older)}
    for edition in _between(newer, older)[:-1]:
        older_one = TABLED[TABLED.index(edition) + 1]
        for new, old, _ in packaged(_TABLES[edition]):
            linked[edition, new].add((older_one, old))
            linked[older_one, old].add((edition, new))
    families: dict[Node, frozenset[Node]] = {}
    for node in linked:
        if node not in families:
            members = _reached(node, linked)
            families |= dict.fromkeys(members, members)
    return families


def _between(newer: Edition, older: Edition) -> tuple[Edition, ...]:
    return TABLED[TABLED.index(newer) : TABLED.index(older) + 1]


def _nodes(newer: Edition, older: Edition) -> Iterator[Node]:
    for edition in _between(newer, older):
        yield from ((edition, code) for code in descriptions(edition) if len(code) == _SUBHEADING)


def _reached(start: Node, linked: Mapping[Node, set[Node]]) -> frozenset[Node]:
    reached, waiting = {start}, [start]
    while waiting:
        fresh = linked[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return frozenset(reached)
