"""A few briefings on seeded tables of every kind, from the file to the audit of what they say; nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import pytest

from generator.trade.codes import nomenclature
from generator.trade.period import Period
from tests.desk.own_desk import Parties, briefing, own_desk, row
from tests.desk.unpaged import unpaged

if TYPE_CHECKING:
    from pathlib import Path

LAST = Period.parse("2025-12")
USUAL = {"8703": 910e6, "8708": 620e6, "3004": 410e6, "2710": 320e6, "8471": 220e6, "0406": 60e6, "2204": 12e6}
HUNDRED = {code: 10 ** (4 + at % 50 / 10) for at, code in enumerate(code for code in nomenclature() if len(code) == 4)}
Lines = dict[str, float]


def some(codes: Lines, count: int, each: int = 1) -> Lines:
    """Return `count` of `codes`, every `each`-th."""
    return dict(list(codes.items())[::each][:count])


def noisy(chance: Random, _: str, __: int) -> float:
    """Return what a usual line is worth: a tenth more or less."""
    return 0.9 + 0.2 * chance.random()


def coming_and_going(chance: Random, code: str, at: int) -> float:
    """Return a line that begins in the last month, one that ends in it, and others that move."""
    there = {"2204": at == 0, "0406": at != 0}.get(code, True)  # months back from the last
    return noisy(chance, code, at) if there else 0.0


@dataclass(frozen=True)
class Kind:
    """A table: parties, lines with a usual month, how they move over so many months; `withheld` has no figure."""

    parties: Parties
    lines: Lines
    moves: Callable[[Random, str, int], float] = noisy
    months: int = 36
    withheld: tuple[str, str] | None = None
    scale: int = 1

    def rows(self) -> Iterator[str]:
        """Yield the rows of the table, the same on every machine."""
        chance = Random(20260120)  # noqa: S311 -- invented figures
        for code, usual in self.lines.items():
            for back in range(self.months):
                month = LAST.step(-back)
                dollars = round(usual * self.moves(chance, code, back) / self.scale)
                if (code, str(month)) == self.withheld:
                    yield row(self.parties, str(month), code, "c")
                elif dollars:
                    yield row(self.parties, str(month), code, dollars)


KINDS = {
    "exports": Kind(("DEU", "POL", "export"), USUAL),
    "re-exports": Kind(("HKG", "USA", "re-export"), USUAL),
    "hundred-lines": Kind(("DEU", "CZE", "import"), some(HUNDRED, 100, 12)),
    "three-months": Kind(("DEU", "AUT", "export"), USUAL, months=3),
    "withheld-then": Kind(("DEU", "FIN", "export"), USUAL, withheld=("3004", "2024-12")),
    "fourteen-months": Kind(("DEU", "FRA", "export"), USUAL, months=14),
    "one-line-in-its-first-month": Kind(("DEU", "ITA", "export"), {"8703": 910e6}, months=1),
    "coming-and-going": Kind(("DEU", "SWE", "export"), USUAL, coming_and_going),
    "withheld-now": Kind(("DEU", "NOR", "export"), USUAL, withheld=("3004", "2025-12")),
    "small": Kind(("DEU", "ISL", "export"), {code: usual / 10**4 for code, usual in USUAL.items()}),
    "fish-of-old-editions": Kind(("DEU", "FLK", "import"), {"030390": 9e6, "030269": 4e6, "0303": 80e6, "030441": 2e6}),
    "lines-of-a-country": Kind(("CHN", "KAZ", "import"), {"26030000": 90e6, "7403111101": 40e6, "98010010": 3e6}),
    "all-goods": Kind(("DEU", "CZE", "export"), {"TOTAL": 910e6}),
    "all-goods-and-chapters": Kind(("DEU", "HUN", "import"), {"TOTAL": 990e6, "27": 300e6, "84": 500e6, "98": 1e6}),
    "in-full-ten-millions": Kind(("DEU", "LUX", "export"), USUAL, scale=10**7),
}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_table_is_told_and_passes(tmp_path: Path, name: str) -> None:
    """Nothing that our own writer wrote is held, and nothing stops it."""
    kind = KINDS[name]
    desk = own_desk(tmp_path / "desk", kind.rows(), {name: briefing(kind.parties, kind.lines)}, kind.scale)
    try:
        assert () == unpaged(desk, name, "2025-12").findings
    finally:
        desk.store.close()


def test_a_sum_that_its_rounding_leaves_open_is_told_and_passes(tmp_path: Path) -> None:
    """Seven lines of some twelve dollars: their sum is 84, give or take three and a half."""
    parties = ("DEU", "NRU", "export")
    rows = [row(parties, f"2025-{month:02d}", code, 12) for month in range(1, 13) for code in USUAL]
    desk = own_desk(tmp_path / "desk", rows, {"tiny": briefing(parties, USUAL)})
    try:
        made = unpaged(desk, "tiny", "2025-12")
    finally:
        desk.store.close()
    assert made.findings == ()
