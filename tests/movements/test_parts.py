"""What of a change is average value and what is quantity, as a pick tells it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from generator.movements.panel import Panel
from generator.movements.pick_facts import facts
from generator.movements.snapshot import snapshot_of
from generator.movements.thresholds import Thresholds
from tests.movements.panels import made

YEARS = 25  # months: the last one has a year before


def split_of(panel: Panel, code: str) -> dict[str, Any]:
    """Return the fact of price and volume of a series in the newest month."""
    found = snapshot_of(panel, len(panel.value) - 1, Thresholds.read().of_panel())
    [fact] = [one for one in facts(found, found.panel.places[code]) if one["metric"] == "ppv"]
    return fact


def ended(before: float, now: float) -> list[float]:
    """Return months that stand at `before` and end at `now`."""
    return [before] * (YEARS - 1) + [now]


def test_the_example_of_one_line() -> None:
    """A price of 100 to 120 and a quantity of 10 to 9, in millions: P 190, V -110, change 80."""
    panel = made({"740311": ended(1000e6, 1080e6)}, quantity={"740311": ended(10e6, 9e6)})
    fact = split_of(panel, "740311")
    assert (190e6, -110e6, 80e6) == pytest.approx((fact["value"], fact["volume"], fact["change"]))
    assert (0, 0, 1.0, "", 1) == tuple(fact[name] for name in ("items", "unsplit", "coverage", "reason", "n"))
    assert (20, -10, 0) == pytest.approx((fact["value_pct"], fact["volume_pct"], fact["mix"]))


def test_the_parts_of_a_sum_add_up_to_its_change() -> None:
    """Two lines with weights, one that is new, one without a weight."""
    values = {"01": ended(400e6, 500e6), "02": ended(300e6, 240e6), "03": ended(0, 50e6), "04": ended(60e6, 90e6)}
    weights = {"01": ended(40e6, 44e6), "02": ended(10e6, 9e6), "03": ended(0, 5e6), "04": [np.nan] * YEARS}
    total = np.sum([*map(np.array, values.values())], axis=0)
    fact = split_of(made({"total": total, **values}, quantity={"total": [np.nan] * YEARS, **weights}), "total")
    assert 120e6 == fact["change"]
    assert fact["change"] == pytest.approx(sum(fact[name] for name in ("value", "volume", "items", "unsplit")), abs=1)
    assert (50e6, 30e6, 4) == (fact["items"], fact["unsplit"], fact["n"])
    assert 1440 / 1640 == pytest.approx(fact["coverage"], abs=1e-6)
    ratio = (1 + fact["value_pct"] / 100) * (1 + fact["volume_pct"] / 100)
    assert (500 + 240) / (400 + 300) == pytest.approx(ratio)


def test_too_little_of_it_with_a_weight_is_not_split() -> None:
    """Weights of a tenth of the value: the coverage is printed, the parts are not."""
    values = {"01": ended(90e6, 99e6), "02": ended(10e6, 12e6)}
    weights = {"01": [np.nan] * YEARS, "02": ended(1e6, 1e6)}
    total = np.sum([*map(np.array, values.values())], axis=0)
    fact = split_of(made({"total": total, **values}, quantity={"total": [np.nan] * YEARS, **weights}), "total")
    assert (None, None, "coverage") == (fact["value"], fact["volume"], fact["reason"])
    assert 22 / 211 == pytest.approx(fact["coverage"], abs=1e-6)


def test_a_whole_that_moved_by_its_mix_says_so() -> None:
    """Nothing costs more, yet twice as much of the dear goods makes the average dearer: no price did."""
    values = {"01": ended(100e6, 50e6), "02": ended(100e6, 200e6)}
    weights = {"01": ended(100e6, 50e6), "02": ended(10e6, 20e6)}
    total = np.sum([*map(np.array, values.values())], axis=0)
    fact = split_of(made({"total": total, **values}, quantity={"total": [np.nan] * YEARS, **weights}), "total")
    assert 0 == pytest.approx(fact["value_pct"], abs=1e-9)
    assert 100 * ((250 / 70) / (200 / 110) - 1) == pytest.approx(fact["mix"])
    assert ["mix"] == fact["flags"]


def test_a_table_without_quantities_has_no_split() -> None:
    """Nothing is said where nothing can be."""
    found = snapshot_of(panel := made({"740311": ended(1e6, 2e6)}), len(panel.value) - 1, Thresholds.read().of_panel())
    assert not [one for one in facts(found, 0) if one["metric"] == "ppv"]
