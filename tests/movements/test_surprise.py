"""The surprise of one series, in exact numbers: by hand, and beside the engine's."""

import random
from decimal import Decimal

import numpy as np
import pytest

from generator.movements.exact_surprise import surprise
from generator.movements.readings import Reading
from generator.movements.surprise_statistic import changes, offset, surprise_of

DOLLAR = Decimal(1)


def levels(*values: int) -> list[Reading]:
    """Return levels that are known to the dollar; the newest comes first."""
    return [Reading(*(Decimal(value),) * 3) for value in values]


def noisy(count: int, seed: int, *, apart: float = 0.1) -> list[int]:
    """Return months of a series that goes nowhere, the newest first."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    return [int(1_000_000 * (1 + chance.uniform(-apart, apart))) for _ in range(count)]


def test_a_still_series_is_measured_by_the_least_spread() -> None:
    """All equal for years, then +12 %: the spread is 0.05 at least, n is 36, c is a twentieth of a month."""
    found = surprise(levels(1_120_000, *[1_000_000] * 48), 12, DOLLAR)
    expected = float((Decimal("1.17") / Decimal("1.05")).ln()) / (0.05 * (1 + 2 / 36))
    assert found is not None
    assert float(found.value) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_one_series_and_the_engine_agree(seed: int) -> None:
    """Words and ranks stand on one statistic, softened where the season would give the level."""
    values = noisy(61, seed, apart=0.3)
    values[0] = 2 * values[12]
    column = np.array(values[::-1], dtype=float)[:, np.newaxis]
    of_engine = surprise_of(changes(column, 12, offset(column, 60, 12)), np.zeros(1, dtype=np.int16))
    found = surprise(levels(*values), 12, DOLLAR)
    assert found is None or float(found.value) in (
        pytest.approx(of_engine.z[0], rel=1e-9),
        pytest.approx(0.6 * of_engine.z[0], rel=1e-9),
    )


def test_less_than_two_years_of_changes_give_none() -> None:
    """Of 23 changes the engine would borrow the spread of others, which no claim of this line can show."""
    assert surprise(levels(*noisy(36, 1)), 12, DOLLAR) is None
    assert surprise(levels(*noisy(37, 1)), 12, DOLLAR) is not None


def test_a_series_that_is_rarely_traded_has_none() -> None:
    """What comes and goes has no usual change."""
    values = [5_000_000 if place % 3 == 0 else 0 for place in range(49)]
    assert surprise(levels(*values), 12, DOLLAR) is None


def test_the_echo_of_an_odd_month_is_no_surprise() -> None:
    """A spike a year ago makes a fall now; over two years nothing happened."""
    values = noisy(73, 2, apart=0.05)
    values[12] *= 3
    assert surprise(levels(*values), 12, DOLLAR) is None


def test_a_month_that_is_as_every_year_is_a_softer_surprise() -> None:
    """The base month was low, and not so low that it was a surprise itself: the level is the season's own."""
    values = [1_000_000] * 73
    values[0], values[12] = 1_020_000, 880_000
    found, plain = surprise(levels(*values), 12, DOLLAR), (1_020_000 + 50_000) / (880_000 + 50_000)
    assert found is not None
    assert float(found.value) == pytest.approx(0.6 * np.log(plain) / (0.05 * (1 + 2 / 36)), rel=1e-9)


def test_what_the_prints_allow_widens_it() -> None:
    """Figures to the million are less sure than figures to the dollar."""
    values = [Reading(Decimal(value - 5), Decimal(value), Decimal(value + 5)) for value in noisy(49, 3)]
    found = surprise(values, 12, DOLLAR)
    assert found is not None
    assert found.low < found.value < found.high
