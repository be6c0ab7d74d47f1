"""A ranking on a screen: code, name, kind, arrow, score with its bar, and in few words why; as wide as the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.cli import say

MOST = 12  # of what was left out
_BAR, _SHORT_BAR = 20, 8  # signs for a full score
_WIDE, _NARROW = 100, 72  # columns: from here on the bar is long; under that there is none
_LEAST, _LEAST_NAME = 24, 8  # signs of the words, of a name
_HEAD = ("code", "name", "kind", "", "score", "", "why")
_NAME, _SCORE, _DRAWN, _WHY = 1, 4, 5, 6  # places in it
ARROWS = {"up": "▲", "down": "▼"}


@dataclass(frozen=True)
class Ranked:
    """One movement on its way to the screen; `score` None has no bar, `full` is the score of a full one."""

    code: str
    name: str
    kind: str
    direction: str | None
    score: float | None
    words: str
    full: float = 100


def lines(found: Sequence[Ranked], width: int | None, most: int | None = None, more: str = "") -> list[str]:
    """Return the table; what lies beyond `most` is counted, and `more` says what shows it."""
    shown = found if most is None or len(found) <= most + 1 else found[:most]
    left = len(found) - len(shown)
    return [*_table(shown, width), *([f"and {left} more: {more}"] if left else [])]


def bar(score: float, signs: int, full: float = 100) -> str:
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
