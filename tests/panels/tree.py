"""The tree of codes: a total, chapters, headings, subheadings and, if wanted, the partners of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tests.panels.months import Matrix

Places = NDArray[np.intp]
PARTNERS = ("PAK", "IND", "VNM", "DEU", "USA", "CHL", "AUS", "ARE")


@dataclass(frozen=True)
class Tree:
    """Codes with their level and parent ("" for the total), each parent before its children."""

    codes: tuple[str, ...]
    levels: tuple[str, ...]
    parents: tuple[str, ...]

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each code."""
        return {code: at for at, code in enumerate(self.codes)}

    @cached_property
    def leaves(self) -> Places:
        """The places of the codes that are no parent, in order: the columns of a panel."""
        above = set(self.parents)
        return np.array([at for at, code in enumerate(self.codes) if code not in above])

    @cached_property
    def leaf_codes(self) -> tuple[str, ...]:
        """The codes of the leaves."""
        return tuple(self.codes[at] for at in self.leaves)

    @cached_property
    def columns(self) -> dict[str, Places]:
        """The columns that lie at or below each code."""
        below: dict[str, list[int]] = {code: [] for code in self.codes}
        for column, code in enumerate(self.leaf_codes):
            for above in (code, *self.ancestors(code)):
                below[above].append(column)
        return {code: np.array(columns) for code, columns in below.items()}

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the codes above `code`, nearest first."""
        above = []
        while code := self.parents[self.place[code]]:
            above.append(code)
        return tuple(above)

    def at_level(self, level: str) -> list[str]:
        """Return the codes of one level."""
        return [code for code, its in zip(self.codes, self.levels, strict=True) if its == level]

    def sums(self, leaves: Matrix) -> Matrix:
        """Return a column for each code: the leaves as they are, each parent the sum of its own."""
        return np.stack([leaves[:, self.columns[code]].sum(axis=1) for code in self.codes], axis=1)


def grow(chance: np.random.Generator, leaves: int, *, partners: bool = False) -> Tree:
    """Return a tree with `leaves` leaves, as unevenly spread over chapters and headings as the HS is."""
    rows: list[tuple[str, str, str]] = [("total", "total", "")]
    chapters = sorted(chance.choice(97, min(97, max(3, round(leaves**0.6))), replace=False) + 1)
    for number, size in zip(chapters, _parts(chance, leaves, len(chapters)), strict=True):
        rows.append((chapter := f"{number:02}", "hs2", "total"))
        for at, within in enumerate(_parts(chance, size, min(size, max(1, round(size**0.55)))), 1):
            rows.append((heading := f"{chapter}{at:02}", "hs4", chapter))
            rows.extend(_subheadings(chance, heading, within, partners=partners))
    codes, levels, parents = zip(*rows, strict=True)
    return Tree(codes, levels, parents)


def _subheadings(
    chance: np.random.Generator, heading: str, leaves: int, *, partners: bool
) -> list[tuple[str, str, str]]:
    codes = [f"{heading}{at:02}" for at in range(10, 10 + leaves)]
    if not partners:
        return [(code, "hs6", heading) for code in codes]
    rows: list[tuple[str, str, str]] = []
    for code in codes:
        if leaves <= 0:
            break
        several = min(leaves, int(chance.integers(1, len(PARTNERS))))
        rows.append((code, "hs6", heading))
        rows.extend((f"{code}-{name}", "partner", code) for name in PARTNERS[:several])
        leaves -= several
    return rows


def _parts(chance: np.random.Generator, whole: int, count: int) -> list[int]:
    """Return `count` whole numbers of at least 1 that add up to `whole`, of very different size."""
    shares = chance.dirichlet(np.full(count, 1.5))
    return [int(more) + 1 for more in chance.multinomial(whole - count, shares)]
