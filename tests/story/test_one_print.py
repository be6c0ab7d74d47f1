"""One claim is printed in one way: in headline, text, key figures, pictures and tables."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from generator.story.plan import Section
from tests.story.months import NAMES, Monthly, months, table

SMALL = dict(
    zip(NAMES, (120_000, 290_000, 870_000, 1_400_000, 3_300_000, 8_120_727, 9_600_000, 21_000_000), strict=False)
)


def told(seed: int) -> Monthly:
    """Return the story of small and large lines that move by up to a tenth from year to year."""
    chance = random.Random(seed)  # noqa: S311 -- a test's own figures
    moved = {code: [1 + chance.uniform(-0.1, 0.1) for _ in range(36)] for code in SMALL}
    return months(table(lambda code, place: int(SMALL[code] * moved[code][place]), codes=tuple(SMALL)))


def prints(part: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- any part of a story
    """Yield each claim with the figure that a text prints of it, without its sign and its unit."""
    if isinstance(part, tuple | list):
        for item in part:
            yield from prints(item)
    elif hasattr(part, "marks"):
        yield from ((mark.claim, part.words[mark.start : mark.end].strip("+−%")) for mark in part.marks)
    elif hasattr(part, "__dict__"):
        yield from prints(list(vars(part).values()))


@pytest.mark.parametrize("seed", range(8))
def test_a_rate_is_printed_in_one_way(seed: int) -> None:
    """A table that rounds to “+3” what a picture calls “+3.5%” leaves a reader with two figures for one fact."""
    found = told(seed)
    rates = {claim["id"] for claim in found.claims["claims"] if claim["kind"] in {"change", "contribution"}}
    ways = defaultdict(set)
    for claim, words in prints(found.story):
        if claim in rates and words[0].isdigit():
            ways[claim].add(words)
    assert [] == [sorted(said) for said in ways.values() if len(said) > 1]
    assert () == found.findings


def test_a_row_has_levels_of_two_decimals_and_the_rate_of_the_exact_ones() -> None:
    """No level gains digits so that it divides to its rate: the rate is that of the levels before they were rounded."""
    rated = 0
    for seed in range(8):
        found = told(seed)
        exact = {claim["id"]: float(claim["value"]) for claim in found.claims["claims"]}
        for row in found.block("table").rows:
            now, base, rate = row.cells[2:5]
            assert all(re.fullmatch(r"[0-9,]+\.[0-9]{2}|nil", cell.words) for cell in (now, base))
            if rate.marks:
                places = len(rate.words.partition(".")[2])
                levels = [exact[cell.marks[0].claim] for cell in (now, base)]
                shown = float(rate.words.replace("\N{MINUS SIGN}", "-"))
                assert abs(100 * (levels[0] / levels[1] - 1) - shown) <= 0.5 * 10**-places + 1e-9
                rated += 1
    assert rated > 50


@pytest.mark.parametrize(
    ("base", "said"),
    [(23_414, "$0.02 million"), (97_000, "$0.10 million"), (2_341, "$2,341")],
)
def test_a_small_level_beside_millions_is_that_of_the_table(base: int, said: str) -> None:
    """Two units in one sentence are hard to compare, unless two decimals of a million say nothing."""
    first = next(iter(NAMES))

    def level(code: str, place: int) -> int:
        if code == first:
            return 1_420_000 if place >= 24 else base
        return 20_000_000 + 100_000 * place

    found = months(table(level, codes=tuple(NAMES)[:4]))
    sections = [block for block in found.story.blocks if isinstance(block, Section)]
    words = [text.words for block in sections for texts in block.paragraphs for text in texts]
    assert f"$1.42 million, against {said} a year earlier" in " ".join(words)
    assert () == found.findings
