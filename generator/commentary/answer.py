"""Answer: what the releases say to one figure or word of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from generator.commentary.release_facts import Fact


@dataclass(frozen=True)
class Hit:
    """What the releases bear out, at `start` to `end`; `fact` is None of words that print no claim."""

    start: int
    end: int
    fact: Fact | None = None


@dataclass(frozen=True)
class Miss:
    """What the releases have otherwise: why, and the fact that is right, None where no one fact is."""

    why: str
    right: Fact | None

    @classmethod
    def of_word(cls, words: str, right: Fact | None) -> Miss:
        """Return what is wrong with a word."""
        return cls(f"the figures do not bear out “{words}”.", right)

    @classmethod
    def of_figure(cls, words: str, right: Fact) -> Miss:
        """Return what is wrong with a figure."""
        return cls(f"the figures do not have “{words}”.", right)


@dataclass(frozen=True)
class Open:
    """Words to which the releases say nothing."""

    words: str


Answer = Hit | Miss | Open
