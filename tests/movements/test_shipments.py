"""Lumpy flows: a year is judged by the sizes of its shipments and by their number."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from generator.movements.panel import Floats
from generator.movements.shipments import pooled_spread, shipments

SIZES = (80.0, 0.0, 125.0, 0.0)  # a shipment every other month, a quarter above or a fifth below 100


def slow(*year: float) -> float:
    """Return the surprise of a year of one line, which had 18 shipments in three years before."""
    values = np.append(np.tile(SIZES, 9), year)[:, np.newaxis]
    known = np.where(values > 0, values, np.nan)
    sums: Floats = np.cumsum(values, axis=0) - np.vstack([np.zeros((12, 1)), np.cumsum(values, axis=0)[:-12]])
    found = shipments(known, known, sums, np.arange(12, 47), np.arange(46, 47))
    return float(found.slow[0])


def test_a_year_of_small_shipments() -> None:
    """Each half as large. S = 1.2533 * 0.2231 * 18 / 17 = 0.2961; ln 0.4 counts as 3 S, ln 0.625 is 1.587 S.

    Their mean, 2.294 S, has an error of sqrt(1 / 6 + 1 / 18) = 0.4714 S; there are as many as ever.
    """
    assert slow(*[size / 2 for size in SIZES * 3]) == pytest.approx(-4.87, abs=0.01)


def test_a_year_of_many_shipments() -> None:
    """Twelve instead of six, 30 of 48 months: six more, of an error of sqrt(12 * 5/8 * 3/8 * 4/3) = 1.936."""
    assert slow(*[80.0, 125.0] * 6) == pytest.approx(3.10, abs=0.01)


def test_a_year_as_ever_and_one_in_which_the_line_ended() -> None:
    """Half of the months are empty: seven in a row come by chance in one of 128, and that is an event."""
    assert slow(*SIZES * 3) == pytest.approx(0)
    assert isnan(slow(*SIZES, 80, *[0.0] * 7))


def test_the_spread_of_a_line_is_drawn_to_that_of_all() -> None:
    """Of 12 shipments ln S is off by 0.6 / 12 = 0.05; the lines differ by 2/3 - 0.05: what is theirs is 0.925."""
    spread = pooled_spread(0.3 * np.exp([-1.0, 0.0, 1.0]), np.full(3, 12.0))
    assert np.log(spread / 0.3) == pytest.approx([-0.925, 0, 0.925])


def test_a_shipment_is_judged_by_those_of_five_years() -> None:
    """One of 100 and one of 200 in turn, every eighth month: eight in five years, and five in three. Six are needed.

    The median is 141, S = 1.2533 * ln(2) / 2 = 0.4344, and z = ln(800 / 141) / (S (1 + 2/8)) = 3.19.
    """
    values = np.full(61, np.nan)
    values[3:60:8] = [100.0, 200.0] * 4
    values[60] = 800.0
    known = values[:, np.newaxis]
    found = shipments(known, known, np.zeros((61, 1)), np.arange(24, 60), np.arange(59, 60))
    assert found.now.z == pytest.approx([3.19], abs=0.01)
