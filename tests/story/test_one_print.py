"""One claim is printed in one way: in headline, text, key figures, pictures and tables."""

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

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


def test_a_row_has_its_rate_and_levels_that_bear_it_out() -> None:
    """Levels of a row gain a digit where a reader who divides them would find another rate."""
    rows = [row for seed in range(8) for row in told(seed).block("table").rows]
    cells = [[cell.words.replace("−", "-") for cell in row.cells] for row in rows]
    rated = [(float(now), float(base), rate) for _, _, now, base, rate, *_ in cells if rate.lstrip("+-")[:1].isdigit()]
    assert len(rated) > 50
    for now, base, rate in rated:
        places = len(rate.partition(".")[2])
        assert abs(100 * (now / base - 1) - float(rate)) <= 0.5 * 10**-places + 1e-9, (now, base, rate)
