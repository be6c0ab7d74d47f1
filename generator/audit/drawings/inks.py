"""Inks: a mark in the colour of what it lies on is not seen, nor are words over which something was painted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from generator.audit.colours import colour, contrast
from generator.audit.drawings.marks import Mark

_PAPER = "var(--paper)"
_OF_WORDS, _OF_MARKS = 1.5, 1.05  # to 1: contrast with the ground; a pale part of a whole has an edge
_HALO = 5.0  # px: a box of paper round a tick is no wider


def ink_faults(marks: Sequence[Mark], tokens: Mapping[str, str]) -> Iterator[str]:
    """Yield the marks that have no ink of their own, and the words that are covered; `tokens` are colours by name."""
    grounds, texts = list[Mark](), list[Mark]()
    values = {"var(--paper)": "#FFFFFF"} | {f"var({name})": value for name, value in tokens.items()}
    for at, mark in enumerate(marks):
        ground = next((under.fill for under in reversed(grounds) if under.holds(mark)), _PAPER)
        inks = [mark.fill] if mark.kind in {"text", "box"} else [mark.fill, mark.stroke]  # a box's edge may be white
        seen = max((_contrast(ink, ground, values) for ink in inks if ink != "none"), default=0.0)
        if seen < (_OF_WORDS if mark.kind == "text" else _OF_MARKS) and not _is_halo(mark, marks[at + 1 :]):
            yield f"a {mark.kind} at {mark.x:.0f}, {mark.y:.0f} px {mark.words} has the colour of its ground"
        if mark.kind == "text":
            texts.append(mark)
        elif mark.kind in {"box", "area"}:
            grounds.append(mark)
            yield from (f"{text.words} is covered" for text in texts if mark.holds(text))


def _contrast(ink: str, ground: str, values: Mapping[str, str]) -> float:
    """Return the contrast of two colours, infinity where one is not known."""
    if ink == ground:
        return 1.0
    one, other = colour(values.get(ink, ink)), colour(values.get(ground, ground))
    return contrast(one, other) if one and other else inf


def _is_halo(mark: Mark, after: Sequence[Mark]) -> bool:
    """Say whether a box of paper is that round a tick, which is drawn over it."""
    is_thin = mark.kind == "box" and mark.right - mark.left < _HALO
    return is_thin and any(mark.holds(one) for one in after if one.kind == "box")
