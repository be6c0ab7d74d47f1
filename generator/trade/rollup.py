"""What may be added up: codes that do not lie within one another, from tariff lines to chapters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from generator.trade.codes import is_within
from generator.trade.editions import TOTAL

_LAST = "\x7f"  # after every sign of a code
Is = Callable[[str], bool]


def roots(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of `codes` that lie within no other one, in their order: summed, they count nothing twice."""
    every = dict.fromkeys(codes)
    return tuple(code for code in every if not any(above in every for above in _above(code)))


def parts(code: str, among: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of `code` that `among` has, the largest ones: they may be added, and overlap nowhere.

    They are the whole of `code` only where the source covers all of it: see `Figures.covered`.
    """
    return roots(one for one in among if one != code and is_within(one, code))


def known(codes: Sequence[str], has: Is, is_sum: Is) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return which of `codes` are added up, and which have no figure; `has` says of a code whether it has one.

    A heading that is the sum of its lines gives way to them where one has no figure: that one alone is missing.
    """
    whole: list[str] = []
    silent: list[str] = []
    for code in roots(codes):
        inner = () if has(code) or not is_sum(code) else parts(code, codes)
        own, left = known(inner, has, is_sum) if inner else ((), ())
        whole += own or ([code] if has(code) else [])
        silent += left if own else ([] if has(code) else [code])
    return tuple(whole), tuple(silent)


def lines_of(code: str, ordered: Sequence[str]) -> Sequence[str]:
    """Return those of the `ordered` codes that are `code` or stand under it: they lie side by side."""
    return ordered if code == TOTAL else ordered[bisect_left(ordered, code) : bisect_left(ordered, code + _LAST)]


def _above(code: str) -> tuple[str, ...]:
    """Return every code that could hold `code`."""
    return (*(code[:digits] for digits in range(1, len(code))), *((TOTAL,) if code != TOTAL else ()))
