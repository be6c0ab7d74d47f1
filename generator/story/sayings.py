"""Sayings: what an editor's sentence says without a figure, in no language: moves, places, what cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator.story.label import Label
from generator.trade.figures import Selection
from generator.trade.period import Period

WHOLE = ""  # stands for all lines together where a code stands for one


@dataclass(frozen=True)
class Known:
    """What a sentence may name: lines by code, what they are together, whose trade it is, spans of a change.

    A year to date begins in the month `year_start` (1 is January).
    """

    labels: Mapping[str, Label]
    group: str
    of: Selection
    spans: tuple[Period, ...]
    year_start: int = 1

    def of_quarter(self, number: int, year: int | None) -> Iterator[Period]:
        """Yield the edition's quarter and the one of a year before, each where it is the `number`th of its `year`.

        None where the year begins in another month than January: its numbers would be others.
        """
        for one in (self.spans[0], self.spans[0].year_before()) if self.is_quarter and self.year_start == 1 else ():
            if str(one)[-2:] == f"Q{number}" and year in {None, one.year}:
                yield one

    @property
    def is_quarter(self) -> bool:
        """Whether "the quarter" is the period of the edition, and no part of a whole."""
        return self.spans[0].frequency == "quarterly"


@dataclass(frozen=True)
class Move:
    """A word of movement, said of `codes` (WHOLE: all lines) over `spans`; it stands at `start` to `end`.

    `way` is up, down, flat, gone (traded a year before, not now), new (the other way round) or nil (no trade now).
    `force` is strong or slight, "" where the word says neither; `reach` is the change in per cent that it means,
    least and most, where it is a number: "doubled".
    """

    words: str
    start: int
    end: int
    way: str
    codes: tuple[str, ...]
    spans: tuple[Period, ...]
    force: str = ""
    reach: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Place:
    """A word that puts `codes` before all other lines: "copper leads"."""

    words: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """Words that no figure of an edition can stand for, and the `kind` of their fault.

    `number`, `past`, `cause`, `ahead` (what will be), `denied`, `praise`, `period`, `part` (all goods, where some are
    counted), `stranger` (of something else), `alone` (of nothing that is named), `idle` (a name beside a movement of
    others), `loose` (of a line, and no word of trade), or `unheard` (of a language read strictly). `beside` are the
    words that they stand with.
    """

    words: str
    kind: str
    beside: str = ""


Saying = Move | Place | Doubt
