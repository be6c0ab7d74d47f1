"""Sizes: the changes in per cent that "doubled", "halved" and "nearly tripled" stand for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from generator.story.languages.en.tokens import Token, listed_words
from generator.story.patterns import lexicon_of

_NEXT, _NEAR = Decimal(100), Decimal(10)  # per cent: how far "more than doubled" and "nearly doubled" reach


def sizes() -> dict[str, tuple[int, int]]:
    """Return the changes in per cent that "doubled", "halved" and "tripled" stand for, by the first of their forms."""
    return {way: (low, high) for way, (low, high) in lexicon_of("en")["sayings"]["ways"].items()}


def reach_of(read: Sequence[Token], at: int, way: str) -> tuple[int, tuple[Decimal, Decimal]]:
    """Return where "doubled" or "more than doubled" begins, and the changes in per cent that it allows."""
    low, high = map(Decimal, sizes()[way])
    middle, before = (low + high) / 2, [token.words for token in read[max(at - 2, 0) : at]]
    if before == ["more", "than"]:
        return read[at - 2].start, (middle, middle + _NEXT) if middle > 0 else (middle - _NEXT / 2, middle)
    if before[-1:] and before[-1] in {"nearly", "almost", "about"}:
        return read[at - 1].start, (middle - _NEAR, middle + _NEAR)
    return read[at].start, (low, high)


def size_of(token: Token) -> str:
    """Return the first form of a word for a size, "" where it is none."""
    return next((way for way in sizes() if token.words in listed_words(way)), "")
