"""What may be added up: codes that do not lie within one another, from tariff lines to chapters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from generator.trade.codes import is_within
from generator.trade.editions import TOTAL

_LAST = "\x7f"  # after every sign of a code


def roots(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of `codes` that lie within no other one, in their order: summed, they count nothing twice."""
    every = dict.fromkeys(codes)
    return tuple(code for code in every if not any(above in every for above in _above(code)))


def parts(code: str, among: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of `code` that `among` has, the largest ones: they may be added, and overlap nowhere.

    They are the whole of `code` only where the source covers all of it: see `Figures.covered`.
    """
    return roots(one for one in among if one != code and is_within(one, code))


def lines_of(code: str, ordered: Sequence[str]) -> Sequence[str]:
    """Return those of the `ordered` codes that are `code` or stand under it: they lie side by side."""
    return ordered if code == TOTAL else ordered[bisect_left(ordered, code) : bisect_left(ordered, code + _LAST)]


def _above(code: str) -> tuple[str, ...]:
    """Return every code that could hold `code`."""
    return (*(code[:digits] for digits in range(1, len(code))), *((TOTAL,) if code != TOTAL else ()))
