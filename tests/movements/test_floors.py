"""The low-base guard: a rate from almost nothing is flagged, by floors that a desk may set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.movements import Thresholds, find_movements
from generator.trade.figures import Figures

Typed = Callable[..., Figures]


def is_low(figures: Figures, **floor: object) -> bool:
    """Say whether the first line's rate is flagged."""
    found = find_movements(figures, Thresholds.read({"defaults": {"floor": floor}}))
    return "low_base" in found.lines[0].metric("yoy").flags


@pytest.mark.parametrize(
    ("base", "now", "low"),
    [
        ("1.01", "2.00", False),
        ("0.99", "1.50", True),
        ("1.00", "1.50", True),
        ("2.00", "9.90", False),
        ("2", "11", True),
    ],
)
def test_a_base_is_low_under_a_million_or_a_fifth(typed: Typed, base: str, now: str, low: bool) -> None:  # noqa: FBT001
    """In any reading: "1.00" may be 0.995, "2.00" to "9.90" cannot pass five times."""
    assert low is is_low(typed({"74": {2024: base, 2025: now}}))


def test_a_base_is_low_beside_a_large_group(typed: Typed) -> None:
    """2 million is under 0.1 per cent of 3 billion."""
    assert is_low(typed({"74": {2024: "2.0", 2025: "3.0"}, "76": {2024: "3000", 2025: "3000"}}))
    assert not is_low(typed({"74": {2024: "2.0", 2025: "3.0"}, "76": {2024: "1000", 2025: "1000"}}))


def test_a_base_is_low_beside_its_own_past(typed: Typed) -> None:
    """2 million is under 5 per cent of a median of 50 million."""
    assert is_low(typed({"74": {2022: "60", 2023: "50", 2024: "2.0", 2025: "8.0"}}), of_median=30)
    assert not is_low(typed({"74": {2022: "60", 2023: "50", 2024: "2.0", 2025: "8.0"}}))


def test_a_desk_sets_its_own_floor(typed: Typed) -> None:
    """A floor of 10 million makes 5 million low."""
    figures = typed({"74": {2024: "5", 2025: "8"}})
    assert [False, True] == [is_low(figures), is_low(figures, value=10_000_000)]
