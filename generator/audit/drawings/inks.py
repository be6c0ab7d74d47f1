"""Inks: a mark in the colour of what it lies on is not seen, nor are words over which something was painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from generator.audit.colours import colour, contrast
from generator.audit.drawings.marks import Mark

_PAPER = "var(--paper)"
_OF_WORDS, _OF_MARKS = 1.5, 1.05  # to 1: contrast with the ground; a pale part of a whole has an edge
_HALO = 5.0  # px: a box of paper round a tick is no wider
_NEAR = 0.6  # px


def ink_faults(marks: Sequence[Mark], tokens: Mapping[str, str]) -> Iterator[str]:
    """Yield the marks that have no ink of their own, and the words that are covered; `tokens` are colours by name."""
    tokens = {"--paper": "#FFFFFF", **tokens}
    grounds = [(at, mark) for at, mark in enumerate(marks) if mark.kind in {"box", "area"}]
    for at, mark in enumerate(marks):
        under = [ground for place, ground in grounds if ground.holds(mark) and place < at]
        ground = under[-1].fill if under else _PAPER
        least = _OF_WORDS if mark.kind == "text" else _OF_MARKS
        inks = [ink for ink in _inks(mark) if _apart(ink, ground, tokens) >= least]
        if not inks and not _is_halo(mark, marks[at + 1 :]):
            yield f"a {mark.kind} at {mark.x:.0f}, {mark.y:.0f} px {mark.words} has the colour of its ground"
        if mark.kind == "text" and any(cover.holds(mark) for place, cover in grounds if place > at):
            yield f"{mark.words} is covered"


def _inks(mark: Mark) -> list[str]:
    """Return the colours in which a mark is seen: of a part of a whole its white edge is none."""
    inks = [mark.fill] if mark.kind in {"text", "box"} else [mark.fill, mark.stroke]
    return [ink for ink in inks if ink != "none"]


def _apart(ink: str, ground: str, tokens: Mapping[str, str]) -> float:
    """Return the contrast of two colours, infinity where one is not known."""
    one, other = (colour(tokens.get(said[4:-1], said)) for said in (ink, ground))
    if ink == ground or (one and other):
        return contrast(one, other) if one and other else 1.0
    return inf


def _is_halo(mark: Mark, after: Sequence[Mark]) -> bool:
    """Say whether a box of paper is that round a tick, which is drawn over it."""
    is_thin = mark.kind == "box" and mark.right - mark.left < _HALO
    return is_thin and any(one.kind == "box" and abs(one.x - mark.x) < _NEAR for one in after if mark.holds(one))
