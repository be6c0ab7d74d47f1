"""A ranking on a screen: code, name, kind, arrow, score with its bar, and in few words why; as wide as the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.cli import few, say

MOST, FULL = 12, 100.0  # rows of what was left out, the score of a full bar
_BAR, _SHORT_BAR = 20, 8  # signs for a full score
_WIDE, _NARROW = 100, 72  # columns: from here on the bar is long; under that there is none
_SEVERAL = 3  # rows at least that have a flag in common, for each that does not
_LEAST, _LEAST_NAME = 24, 8  # signs of the words, of a name
_HEAD = ("code", "name", "kind", "", "score", "", "why")
_NAME, _SCORE, _DRAWN, _WHY = 1, 4, 5, 6  # places in it
ARROWS = {"up": "▲", "down": "▼"}


@dataclass(frozen=True)
class Ranked:
    """One movement on its way to the screen; `score` None has no bar, `full` is the score of a full one.

    `words` say why, `flags` come behind them.
    """

    code: str
    name: str
    kind: str
    direction: str | None
    score: float | None
    words: str
    flags: tuple[str, ...] = ()
    full: float = FULL


def lines(found: Sequence[Ranked], width: int | None, most: int | None = None, more: str = "") -> list[str]:
    """Return the table; what lies beyond `most` is counted, and `more` says what shows it."""
    shown = found if most is None or len(found) <= most + 1 else found[:most]
    left, (shared, said) = len(found) - len(shown), _shared(shown)
    rows = [replace(one, words=_with_flags(one, shared)) for one in shown]
    return [*_table(rows, width), *said, *([f"and {left} more: {more}"] if left else [])]


def _shared(found: Sequence[Ranked]) -> tuple[frozenset[str], list[str]]:
    """Return the flags that nearly all rows have, and the line that says so once, with the rows that do not."""
    every: dict[str, list[str]] = {}
    for flag in sorted({flag for one in found for flag in one.flags}):
        lacking = [one.code for one in found if flag not in one.flags]
        if len(found) >= _SEVERAL * (len(lacking) + 1) and few.in_words([flag]):
            every[flag] = lacking
    said = [f"all {few.in_words([flag])}" + (f" but {', '.join(but)}" if but else "") for flag, but in every.items()]
    return frozenset(every), ["; ".join(said)] if said else []


def _with_flags(one: Ranked, shared: frozenset[str]) -> str:
    said = re.split("[,;] ", one.words)
    flags = few.in_words(flag for flag in one.flags if flag not in shared and few.in_words([flag]) not in said)
    return "; ".join(filter(None, (one.words, flags)))


def bar(score: float, signs: int, full: float = FULL) -> str:
    """Return the bar of a score."""
    return "█" * round(min(score / full, 1) * signs) if full else ""


def _table(found: Sequence[Ranked], width: int | None) -> list[str]:
    signs = _BAR if width is None or width >= _WIDE else _SHORT_BAR if width >= _NARROW else 0
    plain = [_cells(one, signs) for one in found]
    room = _room([max(len(row[at]) for row in (_HEAD, *plain)) for at in range(_WHY)], plain, width)
    kept = [at for at in range(len(_HEAD)) if (at != _NAME or room) and (at != _DRAWN or signs)]
    rows = [[_cut(row[at], room) if at == _NAME else row[at] for at in kept] for row in plain]
    head = [_HEAD[at] for at in kept]
    return say.columns(head, rows, right=(kept.index(_SCORE),), width=width, narrowest=_LEAST)


def _room(widths: Sequence[int], rows: Sequence[Sequence[str]], width: int | None) -> int:
    """Return how many signs a name has; 0 where there are no names, or no room for any."""
    if not any(row[_NAME] for row in rows):
        return 0
    if width is None:
        return widths[_NAME]
    others = sum(widths) - widths[_NAME] + 2 * len(widths)
    room = min(widths[_NAME], width - others - _LEAST)
    return room if room >= min(widths[_NAME], _LEAST_NAME) else 0


def _cut(name: str, room: int) -> str:
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _cells(one: Ranked, signs: int) -> list[str]:
    score = "" if one.score is None else f"{one.score:.1f}"
    drawn = "" if one.score is None else bar(one.score, signs, one.full)
    kind = one.kind.replace("_", " ")
    return [one.code, one.name, kind, ARROWS.get(one.direction or "", ""), score, drawn, one.words]
