"""The ear of a language: what it hears in the sentences that an editor writes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from generator.story.label import Label
from generator.story.sayings import Known, Saying


class Figure(Protocol):
    """A figure in an editor's sentence: where it stands, its words, its worth and its unit (usd, cny, pct, count)."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def words(self) -> str:
        """How it is written."""

    @property
    def value(self) -> Decimal:
        """What it is worth."""

    @property
    def unit(self) -> str:
        """In which unit."""

    @property
    def qualifier(self) -> str:
        """Whether it is exact, about or over, by the word beside it."""


class Ear(Protocol):
    """What a language package provides to read what an editor wrote."""

    def from_list(self, words: str, code: str) -> Label | None:
        """Return the names of `code` by a code list's words for it, or None where no sentence can have them."""

    def figures_in(self, text: str) -> Iterable[Figure]:
        """Return the figures of `text` in order; dates, years and HS codes are not figures."""

    def numbers_in(self, text: str) -> Iterable[Figure]:
        """Return the counts of `text` that are words: "seven", "twenty-eight"."""

    def sayings_in(self, text: str, known: Known, *, own: bool) -> Iterable[Saying]:
        """Return what `text` says without a figure: moves, places, and words that no figure can stand for."""

    def is_named(self, code: str, text: str, known: Known) -> bool:
        """Say whether `text` names the line of `code`."""

    def phrases_in(self, text: str, known: Known) -> tuple[int, ...]:
        """Return where the phrases of `text` end, its own end among them; nothing where spaces part words."""

    def sentences(self, text: str) -> list[str]:
        """Return the sentences of a paragraph."""
